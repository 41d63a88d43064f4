"""A language's own words for attribution: who is told to say, want, demand or refuse what, in which forms.

One folder a language under `packs/languages`; the code knows no word of any of them. The file lists words by
what they do in a sentence, and cues by the frames that they take, each frame with its score.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from detente.errors import Problem, RecordError
from detente.record.packs.nodes import Listed, Mapped, Node, Word, read_nodes

__all__ = ["FLAGS", "Cue", "Language", "VerbForm", "language_names", "read_language"]

FOLDER = Path(__file__).parent / "languages"
FILE = "attribution.yaml"

_CATEGORIES = """
    determiner possessive preposition coordinator adversative subordinator relative complementizer
    question pronoun object who be become have do modal future negator infinitive adverb time when title
    role group text plan intermediary group_reference he she singular_person plural_person thing
    anonymous_role governing order honorific male female causing going credit as agent bearer of
    companion about purpose inclusion contrast declining reflexive impersonal been nonfinite many rank
    definite calendar rate hypothesis viewpoint within membership particle finite nounlike participle gerund
    infinite verbcue nouncue adjectivecue phrase name number mark capital
""".split()  # noqa: SIM905

FLAGS: Mapping[str, int] = {name: 1 << n for n, name in enumerate(_CATEGORIES)}
"""What a word may do, as bits; a word may do several things."""

_KINDS = {"infinitive": "infinite", "finite": "finite", "nounlike": "nounlike"} | {
    kind: kind for kind in ("participle", "gerund")
}
_PHRASES = ("joint", "filler")
_NOUNS = ("role", "group", "text", "plan", "intermediary", "anonymous_role")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A word or an expression that attributes, with the frames that it takes and the score of each."""

    frame: str
    takes: Mapping[str, float]
    traits: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbForm:
    """One form of a verb: its lemma, its cue if it has one, and the particles with which it makes others."""

    lemma: str
    cue: Cue | None = None
    particles: tuple[tuple[tuple[str, ...], Cue], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The words by which one language attributes statements.

    `flags` are the bits of FLAGS that a word (lower case) has; `suffixes` the same for unknown words by their
    ending. `expressions` are sequences by their first word: (the other words, what they are, their cue).

    >>> english = read_language("en")
    >>> english.verbs["said"].lemma, english.verbs["insisted"].cue.takes["that"] > 0.8
    ('say', True)
    """

    id: str
    name: str = ""
    abbreviations: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    single: tuple[str, ...] = ()
    flags: Mapping[str, int] = field(default_factory=dict)
    suffixes: tuple[tuple[str, int], ...] = ()
    verbs: Mapping[str, VerbForm] = field(default_factory=dict)
    nouns: Mapping[str, Cue] = field(default_factory=dict)
    adjectives: Mapping[str, Cue] = field(default_factory=dict)
    expressions: Mapping[str, tuple[tuple[tuple[str, ...], str, Cue | None], ...]] = field(
        default_factory=dict
    )
    plurals: tuple[str, ...] = ()
    rules: Mapping[str, float] = field(default_factory=dict)
    learned: dict[str, tuple[str, int, bool]] = field(default_factory=dict, compare=False, repr=False)
    """What was learned of single words while reading, of bounded size; only ever a shortcut."""


@cache
def read_language(name: str) -> Language:
    """The language of this name ("en"), or the one of a folder given by its path.

    RecordError lists every problem of its file with its line; an unknown name says which there are.
    """
    folder = FOLDER / name if re.fullmatch(r"[a-z]{2,3}(-\w+)?", name) else Path(name)
    if not (folder / FILE).is_file():
        hint = f"there are: {', '.join(language_names())}"
        raise RecordError(f"there is no language {name!r}", where=str(folder), hint=hint)
    where = f"{folder.name}/{FILE}"
    root, problems = read_nodes(folder / FILE, where)
    if isinstance(root, Mapped) and not problems:
        builder = _Builder(root, where)
        language = builder.language(folder.name)
        problems = builder.problems
    elif not problems:
        problems = [Problem(path="", what="is not a mapping", hint="see the English one", file=where, line=1)]
    if problems:
        raise RecordError.of(problems)
    return language


def language_names() -> tuple[str, ...]:
    """The languages that come with the package, in alphabetical order."""
    return tuple(sorted(folder.parent.name for folder in FOLDER.glob(f"*/{FILE}")))


class _Builder:
    """Builds a language from the nodes of its file and gathers the problems."""

    def __init__(self, root: Mapped, where: str) -> None:
        self.root, self.where = root, where
        self.problems: list[Problem] = []
        self.flags: dict[str, int] = {}
        self.verbs: dict[str, VerbForm] = {}
        self.expressions: dict[str, list[tuple[tuple[str, ...], str, Cue | None]]] = {}
        self.rows: dict[str, list[str]] = {}

    def language(self, name: str) -> Language:
        root = self.root
        for category, words in self.mapped(root, "words").items():
            self._category(category, words)
        self._inflection()
        cues = self.mapped(root, "cues")
        for lemma in self.words(root.items.get("verbs")):
            self._verb(lemma, None)
        self._verb_cues(cues.get("verbs"))
        nouns = self._simple_cues(cues.get("nouns"), "nouncue", "noun")
        adjectives = self._simple_cues(cues.get("adjectives"), "adjectivecue", "adjective")
        for group in self.groups(cues.get("sources")):
            cue_score = self.score(group.items.get("score"))
            for word in self.words(group.items.get("words")):
                cue = Cue(frame=word.replace("_", " "), takes={"source": cue_score})
                self._expression(word, "source", cue)
        quotes = self.mapped(root, "quotes")
        pairs = self.words(quotes.get("pairs"))
        return Language(
            id=self.text(root.items.get("id")) or name,
            name=self.text(root.items.get("name")),
            abbreviations=tuple(self.words(root.items.get("abbreviations"))),
            pairs=tuple(zip(pairs[::2], pairs[1::2], strict=False)),
            single=tuple(self.words(quotes.get("single"))),
            flags=self.flags,
            suffixes=self._suffixes(),
            plurals=tuple(self.words(self.mapped(root, "suffixes").get("plural"))),
            verbs=self.verbs,
            nouns=nouns,
            adjectives=adjectives,
            expressions={first: tuple(rest) for first, rest in self.expressions.items()},
            rules={key: self.score(value) for key, value in self.mapped(root, "rules").items()},
        )

    def _category(self, category: str, node: Node) -> None:
        if category not in FLAGS and category not in _PHRASES:
            self.problem(node, f"words.{category}", "is no kind of word", f"one of {', '.join(FLAGS)}")
            return
        for word in self.words(node):
            if "_" in word:
                self._expression(word, category, None)
            else:
                self.flags[word] = self.flags.get(word, 0) | FLAGS.get(category, 0)

    def _expression(self, words: str, kind: str, cue: Cue | None) -> None:
        first, *rest = words.split("_")
        self.flags[first] = self.flags.get(first, 0) | FLAGS["phrase"]
        entries = self.expressions.setdefault(first, [])
        entries.append((tuple(rest), kind, cue))
        entries.sort(key=lambda entry: -len(entry[0]))

    def _suffixes(self) -> tuple[tuple[str, int], ...]:
        """What an unknown word may do by its ending; and the plurals of the nouns that are listed."""
        found: dict[str, int] = {}
        for kind, endings in self.mapped(self.root, "suffixes").items():
            for ending in self.words(endings):
                if kind in FLAGS:
                    found[ending] = found.get(ending, 0) | FLAGS[kind]
                elif kind == "plural":
                    self._plurals(ending)
        return tuple(found.items())

    def _plurals(self, ending: str) -> None:
        nouns = 0
        for kind in _NOUNS:
            nouns |= FLAGS[kind]
        for word, bits in list(self.flags.items()):
            if bits & nouns and not word.endswith(ending) and word + ending not in self.flags:
                self.flags[word + ending] = bits & nouns

    def _inflection(self) -> None:
        inflection = self.mapped(self.root, "inflection")
        self.forms = self.words(inflection.get("forms"))
        kinds = self.mapped(inflection, "kinds") if inflection else {}
        self.bits = {form: self._bits(self.words(kinds.get(form))) for form in self.forms}
        self.rules: dict[str, list[tuple[re.Pattern[str], int, str]]] = {}
        rules = inflection.get("rules")
        for form, node in rules.items.items() if isinstance(rules, Mapped) else ():
            for item in node.items if isinstance(node, Listed) else ():
                self._rule(form, item)
        for line in self.text(inflection.get("rows")).splitlines():
            row = line.split()
            if len(row) == len(self.forms):
                self.rows[row[0]] = row
            elif row:
                node = inflection["rows"]
                self.problem(node, "inflection.rows", f"{line!r} has not one form for each of `forms`", "")

    def _rule(self, form: str, node: Node) -> None:
        parts = self.text(node).split(" ")
        try:
            pattern, drop, *add = parts
            self.rules.setdefault(form, []).append((re.compile(pattern), int(drop), add[0] if add else ""))
        except (ValueError, re.error):
            hint = "write an ending, how many letters to drop, and what to add"
            self.problem(node, f"inflection.rules.{form}", f"{self.text(node)!r} is no rule", hint)

    def _bits(self, kinds: Iterable[str]) -> int:
        bits = 0
        for kind in kinds:
            bits |= FLAGS.get(_KINDS.get(kind, ""), 0)
        return bits

    def _forms_of(self, lemma: str) -> list[str]:
        if lemma in self.rows:
            return self.rows[lemma]
        forms = []
        for form in self.forms:
            made = lemma
            for pattern, drop, add in self.rules.get(form, ()):
                if pattern.search(lemma):
                    made = lemma[: len(lemma) - drop] + add
                    break
            forms.append(made)
        return forms

    def _verb(self, lemma: str, cue: Cue | None) -> None:
        """Enters the forms of a verb; a cue widens what an earlier entry takes."""
        base, *particle = lemma.split("_")
        for form, name in zip(self._forms_of(base), self.forms, strict=True):
            known = self.verbs.get(form)
            if known is not None and known.lemma != base:
                if not (known.cue is None and cue is not None and not known.particles):
                    continue
                known = None
            own, particles = (known.cue, dict(known.particles)) if known else (None, {})
            if particle and cue is not None:
                rest = tuple(particle)
                particles[rest] = _joined(particles.get(rest), cue)
            elif cue is not None:
                own = _joined(own, cue)
            ordered = tuple(sorted(particles.items(), key=lambda item: (-len(item[0]), item[0])))
            self.verbs[form] = VerbForm(lemma=base, cue=own, particles=ordered)
            bits = self.bits[name] | (FLAGS["verbcue"] if cue is not None else 0)
            self.flags[form] = self.flags.get(form, 0) | bits

    def _verb_cues(self, node: Node | None) -> None:
        for group in self.groups(node):
            takes, traits = self._frame(group)
            for lemma in self.words(group.items.get("words")):
                self._verb(lemma, Cue(frame=lemma.replace("_", " "), takes=takes, traits=traits))

    def _simple_cues(self, node: Node | None, flag: str, kind: str) -> dict[str, Cue]:
        found: dict[str, Cue] = {}
        for group in self.groups(node):
            takes, traits = self._frame(group)
            for word in self.words(group.items.get("words")):
                cue = Cue(frame=word.replace("_", " "), takes=takes, traits=traits)
                if "_" in word:
                    self._expression(word, kind, cue)
                    continue
                found[word] = _joined(found.get(word), cue)
                self.flags[word] = self.flags.get(word, 0) | FLAGS[flag]
        return found

    def _frame(self, group: Mapped) -> tuple[dict[str, float], frozenset[str]]:
        takes = {key: self.score(value) for key, value in self.mapped(group, "takes").items()}
        return takes, frozenset(self.words(group.items.get("traits")))

    def groups(self, node: Node | None) -> list[Mapped]:
        return [item for item in node.items if isinstance(item, Mapped)] if isinstance(node, Listed) else []

    def mapped(self, node: Mapped | dict[str, Node], key: str) -> dict[str, Node]:
        found = (node.items if isinstance(node, Mapped) else node).get(key)
        if found is None or isinstance(found, Mapped):
            return found.items if found is not None else {}
        self.problem(found, key, "is not a mapping", "see the English file")
        return {}

    def text(self, node: Node | None) -> str:
        return node.text if isinstance(node, Word) else ""

    def words(self, node: Node | None) -> list[str]:
        if isinstance(node, Listed):
            return [self.text(item).strip().replace(" ", "_") for item in node.items]
        return self.text(node).split()

    def score(self, node: Node | None) -> float:
        try:
            value = float(self.text(node))
        except ValueError:
            value = -1.0
        if not 0 <= value <= 1:
            self.problem(node, "score", f"{self.text(node)!r} is no score", "write a number from 0 to 1")
            return 0.0
        return value

    def problem(self, node: Node | None, path: str, what: str, hint: str) -> None:
        line = node.line if node is not None else 1
        self.problems.append(Problem(path=path, what=what, hint=hint, file=self.where, line=line))


def _joined(old: Cue | None, new: Cue) -> Cue:
    """The frames of both, those of the earlier entry first."""
    if old is None:
        return new
    return Cue(frame=old.frame, takes={**new.takes, **old.takes}, traits=old.traits | new.traits)
