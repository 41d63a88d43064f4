"""Which end of a scale a passage speaks for: progress or deadlock, an end of fighting or its continuation.

The words are data, one file a language (`packs/languages/*/polarity.yaml`), in the patterns of packs;
analysts may edit them. Levels run from -2 to 2 and are unitless.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from detente.errors import Problem, RecordError
from detente.record.packs.nodes import Listed, Mapped, Node, Word, read_nodes
from detente.record.packs.patterns import Hit, Matcher, fault_of

__all__ = ["KINDS", "Polarity", "Pull", "Scale", "languages", "polarity_of", "read_polarity"]

FOLDER = Path(__file__).parent / "packs" / "languages"
KINDS: tuple[str, ...] = (
    "accounts of a plan",
    "claim and denial",
    "opposed acts",
    "opposed prospects",
    "opposed stances",
    "opposed values",
)
"""What two statements that cannot both hold may be to each other."""
LEVELS = ("-2", "-1", "0", "1", "2")
REACH = 3
"""How many words before a passage a negator may stand."""
FADES = 30.0
_NEGATOR = "!"
_STOPS = frozenset(".;:!?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """Where a passage stands on a scale: its lowest, highest and mean level, and the words."""

    scale: str
    low: int
    high: int
    mean: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A scale with its name in words. `fades` is the half-life of what is said on it, in days.

    `kind` is what two passages at opposed ends of it are called, one of KINDS.
    """

    id: str
    name: str
    kind: str
    fades: float


class Polarity:
    """The scales of one language. Calling it with a text gives a `Pull` for each scale it is on."""

    __slots__ = ("_matcher", "language", "scales")

    def __init__(self, language: str, scales: tuple[Scale, ...], patterns: list[tuple[str, str]]) -> None:
        self.language = language
        self.scales = {scale.id: scale for scale in scales}
        self._matcher = Matcher(patterns)

    def __call__(self, text: str) -> tuple[Pull, ...]:
        """Where the text stands, scale by scale in the order of the file; nothing for an empty text.

        >>> [(pull.scale, pull.high) for pull in polarity_of("en")("There was a breakthrough.")]
        [('prospects', 2)]
        """
        hits = self._matcher.find(text)
        negators = [hit for hit in hits if hit.label == _NEGATOR]
        by_scale: dict[str, list[tuple[Hit, int]]] = {}
        for hit in hits:
            if hit.label != _NEGATOR:
                scale, _, level = hit.label.partition(" ")
                by_scale.setdefault(scale, []).append((hit, int(level)))
        return tuple(_pull(name, by_scale[name], negators, text) for name in self.scales if name in by_scale)


@lru_cache(maxsize=64)
def polarity_of(language: str) -> Polarity:
    """The bundled words of a language, of English where it has none; read once.

    >>> sorted(polarity_of("en").scales)[:2]
    ['account', 'answer']
    """
    return _read_once(language if language in languages() else "en")


def languages() -> tuple[str, ...]:
    """The languages that have a file of their own, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob("*/polarity.yaml")))


def read_polarity(path: Path) -> Polarity:
    """The scales of a file; RecordError with every problem's place when it is not one.

    >>> read_polarity(FOLDER / "en" / "polarity.yaml").language
    'en'
    """
    root, problems = read_nodes(path)
    scales: list[Scale] = []
    patterns: list[tuple[str, str]] = []
    language = ""
    if isinstance(root, Mapped):
        head = root.items.get("language")
        language = head.text if isinstance(head, Word) else ""
        patterns += _lines(root.items.get("negators"), _NEGATOR, path, problems)
        told = root.items.get("scales")
        for name, node in told.items.items() if isinstance(told, Mapped) else ():
            scales.append(_scale(name, node, path, problems))
            levels = node.items.get("levels") if isinstance(node, Mapped) else None
            for level, lines in levels.items.items() if isinstance(levels, Mapped) else ():
                if level not in LEVELS:
                    what, hint = f"{level!r} is no level", f"levels are {', '.join(LEVELS)}"
                    problems.append(Problem(path=f"scales.{name}", what=what, hint=hint, file=str(path)))
                patterns += _lines(lines, f"{name} {level}", path, problems)
    if not problems and not (language and scales):
        hint = "write it as the file for English is written"
        what = "names no language, or has no scales"
        problems.append(Problem(path="", what=what, hint=hint, file=str(path)))
    if problems:
        raise RecordError.of(problems)
    return Polarity(language, tuple(scales), patterns)


@lru_cache(maxsize=16)
def _read_once(language: str) -> Polarity:
    return read_polarity(FOLDER / language / "polarity.yaml")


def _scale(name: str, node: Node, path: Path, problems: list[Problem]) -> Scale:
    items = node.items if isinstance(node, Mapped) else {}
    told, fades, kind = items.get("name"), items.get("fades"), items.get("kind")
    days = FADES
    if not isinstance(kind, Word) or kind.text not in KINDS:
        what, hint = "has no kind, or one that is unknown", f"kinds are {', '.join(KINDS)}"
        problems.append(Problem(path=f"scales.{name}.kind", what=what, hint=hint, file=str(path)))
    if isinstance(fades, Word):
        try:
            days = float(fades.text)
        except ValueError:
            days = 0.0
        if not 0 < days < 1e6:
            what, hint = f"{fades.text!r} is no number of days", "write a positive number"
            problems.append(Problem(path=f"scales.{name}.fades", what=what, hint=hint, file=str(path)))
    return Scale(
        id=name,
        name=told.text if isinstance(told, Word) else name,
        kind=kind.text if isinstance(kind, Word) else "",
        fades=days,
    )


def _lines(node: Node | None, label: str, path: Path, problems: list[Problem]) -> list[tuple[str, str]]:
    found = []
    for item in node.items if isinstance(node, Listed) else ():
        text = item.text if isinstance(item, Word) else ""
        fault = fault_of(text)
        if fault:
            hint = "write plain words, `*` at the end of a stem, `(a|b)`, or `...` between words"
            problems.append(
                Problem(path=label, what=f"{text!r} {fault}", hint=hint, file=str(path), line=item.line)
            )
        else:
            found.append((text, label))
    return found


def _pull(scale: str, hits: list[tuple[Hit, int]], negators: list[Hit], text: str) -> Pull:
    """The hits that no longer one covers, with negated ones turned round."""
    taken: list[tuple[int, int]] = []
    levels, words = [], []
    for hit, level in sorted(hits, key=lambda h: (h[0].start - h[0].end, h[0])):
        if all(hit.end <= a or b <= hit.start for a, b in taken):
            taken.append((hit.start, hit.end))
            start = _negated_from(hit, negators, text)
            levels.append(level if start is None else -level)
            words.append(" ".join(text[hit.start if start is None else start : hit.end].split()))
    return Pull(
        scale=scale,
        low=min(levels),
        high=max(levels),
        mean=sum(levels) / len(levels),
        words=tuple(dict.fromkeys(words)),
    )


def _negated_from(hit: Hit, negators: list[Hit], text: str) -> int | None:
    """Where the negator begins that reaches the hit; None without one."""
    for negator in negators:
        between = text[negator.end : hit.start]
        if negator.end <= hit.start and len(between.split()) < REACH and not _STOPS & set(between):
            return negator.start
    return None
