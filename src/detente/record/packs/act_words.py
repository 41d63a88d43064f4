"""A language's own words for acts, events, plans, conditions and numbers: `languages/en/acts.yaml`.

All are patterns of packs. A language without such a file has none, and its statements are plain claims.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from detente.errors import Problem, RecordError, nearest
from detente.record.packs.nodes import Listed, Mapped, Node, Word, read_nodes
from detente.record.packs.patterns import fault_of
from detente.record.statement import ACTS

__all__ = ["ActWords", "NumberWords", "Weighed", "read_act_words"]

FOLDER = Path(__file__).parent / "languages"
FILE = "acts.yaml"

_KEYS = {
    "detente-language",
    "id",
    "cues",
    "negated",
    "judges",
    "contents",
    "events",
    "states",
    "plans",
    "background",
    "pronouns",
    "conditions",
    "numbers",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Patterns that speak for an act, and how strongly (0 to 1).

    `own`: only when the subject is the holder; `anywhere`: as much at the end of a content as at its start.
    """

    act: str
    score: float
    words: tuple[str, ...]
    own: bool = False
    anywhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberWords:
    """The words of numbers: values, multipliers, bounds, units, and words whose numbers count nothing."""

    values: tuple[tuple[str, float], ...] = ()
    scales: tuple[tuple[str, float], ...] = ()
    at_least: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    at_most: tuple[str, ...] = ()
    units: tuple[tuple[str, str], ...] = ()
    between: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActWords:
    """The words of one language. `negated` are (act, what it becomes when its cue is negated)."""

    id: str
    cues: tuple[Weighed, ...] = ()
    contents: tuple[Weighed, ...] = ()
    negated: tuple[tuple[str, str], ...] = ()
    judges: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    plan_subjects: tuple[str, ...] = ()
    plan_verbs: tuple[str, ...] = ()
    presenting: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    background: tuple[str, ...] = ()
    pronouns: tuple[str, ...] = ()
    numbers: NumberWords = field(default_factory=NumberWords)


@cache
def read_act_words(language: str) -> ActWords:
    """The words of a language ("en"), or of the folder of a user's own; none where it has no such file.

    RecordError lists every problem of the file.

    >>> read_act_words("en").id, read_act_words("xx").cues
    ('en', ())
    """
    plain = language.isalnum() and len(language) <= 8
    path = (FOLDER / language if plain else Path(language)) / FILE
    if not path.is_file():
        return ActWords(id=language)
    root, problems = read_nodes(path, f"{path.parent.name}/{FILE}")
    reading = _Reading(f"{path.parent.name}/{FILE}", problems)
    words = reading.words(root, language) if isinstance(root, Mapped) else ActWords(id=language)
    if problems:
        raise RecordError.of(problems)
    return words


class _Reading:
    """Reads the nodes of one file and keeps the problems."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file, self.problems = file, problems

    def words(self, root: Mapped, language: str) -> ActWords:
        """The words of the file."""
        self._known(root, _KEYS)
        plans = self._mapped(root, "plans")
        return ActWords(
            id=language,
            cues=tuple(self._weighed(root, "cues")),
            contents=tuple(self._weighed(root, "contents")),
            negated=self._pairs(root, "negated"),
            judges=self._patterns(root, "judges"),
            events=self._patterns(root, "events"),
            states=self._patterns(root, "states"),
            plan_subjects=self._patterns(plans, "subjects"),
            plan_verbs=self._patterns(plans, "verbs"),
            presenting=self._patterns(plans, "presenting"),
            conditions=self._patterns(root, "conditions"),
            pronouns=self._patterns(root, "pronouns"),
            background=self._patterns(root, "background"),
            numbers=self._numbers(self._mapped(root, "numbers")),
        )

    def _numbers(self, node: Mapped) -> NumberWords:
        return NumberWords(
            values=self._values(node, "words"),
            scales=self._values(node, "scales"),
            at_least=self._patterns(node, "at-least"),
            about=self._patterns(node, "about"),
            at_most=self._patterns(node, "at-most"),
            units=self._pairs(node, "units"),
            between=self._patterns(node, "between"),
            skip=self._patterns(node, "skip"),
        )

    def _weighed(self, root: Mapped, key: str) -> Iterator[Weighed]:
        node = root.items.get(key)
        for item in node.items if isinstance(node, Listed) else ():
            if not isinstance(item, Mapped):
                self._tell(item, key, "is not a mapping", "write `act`, `score` and `words`")
                continue
            self._known(item, {"act", "score", "words", "own", "anywhere"})
            act = self._text(item.items.get("act"))
            if act not in ACTS:
                self._tell(item, key, f"there is no act {act!r}", nearest(act, ACTS))
            score = self._number(item.items.get("score"), key)
            if not 0 <= score <= 1:
                self._tell(item, key, f"{score} is no score", "write a number from 0 to 1")
            own, anywhere = (self._text(item.items.get(key)) == "true" for key in ("own", "anywhere"))
            words = self._patterns(item, "words")
            yield Weighed(act=act, score=score, words=words, own=own, anywhere=anywhere)

    def _patterns(self, node: Mapped, key: str) -> tuple[str, ...]:
        found = []
        value = node.items.get(key)
        for item in value.items if isinstance(value, Listed) else ():
            text = self._text(item)
            fault = fault_of(text)
            if fault:
                self._tell(item, key, f"the pattern {text!r} {fault}", "see the notes at the top of the file")
            found.append(text)
        return tuple(dict.fromkeys(found))

    def _pairs(self, node: Mapped, key: str) -> tuple[tuple[str, str], ...]:
        return tuple((name, self._text(value)) for name, value in self._mapped(node, key).items.items())

    def _values(self, node: Mapped, key: str) -> tuple[tuple[str, float], ...]:
        return tuple(
            (name, self._number(value, key)) for name, value in self._mapped(node, key).items.items()
        )

    def _mapped(self, node: Mapped, key: str) -> Mapped:
        value = node.items.get(key)
        if isinstance(value, Mapped):
            return value
        if value is not None:
            self._tell(value, key, "is not a mapping", "see the English file")
        return Mapped({}, node.line)

    def _number(self, node: Node | None, key: str) -> float:
        try:
            return float(self._text(node))
        except ValueError:
            self._tell(node, key, f"{self._text(node)!r} is no number", "write it in digits")
            return 0.0

    def _known(self, node: Mapped, known: set[str]) -> None:
        for key in node.items:
            if key not in known:
                self._tell(node, key, f"{key!r} is not known here", nearest(key, known))

    def _text(self, node: Node | None) -> str:
        return " ".join(node.text.split()) if isinstance(node, Word) else ""

    def _tell(self, node: Node | None, path: str, what: str, hint: str) -> None:
        line = node.line if node is not None else 1
        self.problems.append(Problem(path=path, what=what, hint=hint, file=self.file, line=line))
