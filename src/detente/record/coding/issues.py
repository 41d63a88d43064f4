"""The issue and the option that a stretch of text is about, by the words of a pack, and the stance to them.

A strong pattern counts three, a word one, a pattern against it takes two away; what stands early counts more
than what stands late, and words that already count for an issue add a little only. Of equals, the issue
that the pack names first.
"""

from dataclasses import dataclass

from detente.record.coding.marks import Marks
from detente.record.packs.pack import Pack
from detente.record.packs.patterns import Hit

__all__ = ["Issue", "Issues", "stance_of"]

Place = tuple[int, int]

STRONG, WORD, AGAINST = 3.0, 1.0, -2.0
_LEAST = 0.6
_AGAIN = 0.2
_BEHIND = 0.5
_CLAUSE = 90
_OPENING = 12
_WEIGHTS = {"strong": STRONG, "word": WORD, "against": AGAINST}
_TAKES = {"accepts", "demands", "offers", "threatens"}
_REFUSES = {"denies", "rejects"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """An issue with the option that the text names, a score between 0 and 1, and the reasons in words."""

    issue: str = ""
    option: str = ""
    score: float = 0.0
    why: tuple[str, ...] = ()


class Issues:
    """Finds issues and options by the words of a pack."""

    def __init__(self, pack: Pack) -> None:
        self._order = {issue.id: at for at, issue in enumerate(pack.issues)}
        self._options = {
            issue.id: {option.id: at for at, option in enumerate(issue.options)} for issue in pack.issues
        }

    def of(self, content: Place, place: Place, marks: Marks) -> Issue:
        """The issue of a content inside the place of its statement; none where no word speaks for one."""
        points, reasons = self._points(content, place, marks)
        ranked = sorted(points.items(), key=lambda item: (-item[1], self._order.get(item[0], 0)))
        if not ranked or ranked[0][1] < _LEAST:
            return Issue()
        best, most = ranked[0]
        second = max(0.0, ranked[1][1]) if len(ranked) > 1 else 0.0
        option = self._option(best, content, marks)
        why = tuple(f"{kind} {pattern!r}" for kind, pattern in reasons[best][:4])
        score = round(most / (most + second + 0.5), 3)
        return Issue(issue=best, option=option, score=score, why=why)

    def _points(
        self, content: Place, place: Place, marks: Marks
    ) -> tuple[dict[str, float], dict[str, list[tuple[str, str]]]]:
        points: dict[str, float] = {}
        reasons: dict[str, list[tuple[str, str]]] = {}
        counted: dict[str, list[Place]] = {}
        seen: set[tuple[str, str]] = set()
        for weight, hit in self._weighed(content, place, marks):
            kind, _, issue = hit.label.partition(":")
            if (issue, hit.pattern) in seen:
                continue
            seen.add((issue, hit.pattern))
            taken = counted.setdefault(issue, [])
            again = any(start < hit.end and hit.start < end for start, end in taken)
            taken.append((hit.start, hit.end))
            points[issue] = points.get(issue, 0.0) + (weight * _AGAIN if again else weight)
            reasons.setdefault(issue, []).append((kind, hit.pattern))
        return points, reasons

    def _weighed(self, content: Place, place: Place, marks: Marks) -> list[tuple[float, Hit]]:
        """The hits with what each weighs at its place, the heaviest first."""
        behind = _background(content, marks)
        found = []
        names = [(hit.start, hit.end) for hit in marks.begun("actor", *place)]
        for hit in marks.inside("issue", *place):
            if any(a <= hit.start and hit.end <= b and b - a > hit.end - hit.start for a, b in names):
                continue  # a word in somebody's longer name is not what is spoken of
            weight = _WEIGHTS[hit.label.partition(":")[0]] * _nearness(hit.start, hit.end, content)
            if any(start <= hit.start < end for start, end in behind):
                weight *= _BEHIND
            found.append((weight, hit))
        return sorted(found, key=lambda item: (-abs(item[0]), item[1]))

    def _option(self, issue: str, content: Place, marks: Marks) -> str:
        counted: dict[str, int] = {}
        for hit in marks.begun("option", *content):
            of, _, option = hit.label.partition(":")
            if of == issue:
                counted[option] = counted.get(option, 0) + 1
        order = self._options.get(issue, {})
        return min(counted, key=lambda option: (-counted[option], order[option])) if counted else ""


def stance_of(act: str, issue: Issue, condition: str) -> str:
    """How a statement stands to its option or issue: for, against, conditional; "" where it takes no stand.

    >>> stance_of("rejects", Issue(issue="a"), ""), stance_of("accepts", Issue(issue="a"), "only if paid")
    ('against', 'conditional')
    """
    if not issue.issue or act not in _TAKES | _REFUSES:
        return ""
    if condition and act in {"accepts", "offers"}:
        return "conditional"
    return "against" if act in _REFUSES else "for"


def _background(content: Place, marks: Marks) -> list[Place]:
    """The stretches of a content that tell a condition or a background, but for one that opens it."""
    start, end = content
    begun = [*marks.begun("condition", start, end), *marks.begun("background", start, end)]
    return [(hit.start, min(end, hit.start + _CLAUSE)) for hit in begun if hit.start - start > _OPENING]


def _nearness(start: int, end: int, content: Place) -> float:
    """How much a hit counts for its place: most early in the content, least outside it."""
    if start < content[0] or end > content[1]:
        return 0.45
    return 1.0 - 0.35 * (start - content[0]) / max(1, content[1] - content[0])
