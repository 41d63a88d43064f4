"""What changed between two drafts: brackets opened, closed and on which words, reworded.

Brackets are the same where their written ids are; without ids, those of one article with the closest words.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from detente.case.draft.scanning import unescaped
from detente.case.draft.values import Bracket, Draft

__all__ = ["ClosedBracket", "DraftChanges", "RewordedBracket", "compare_drafts"]

ALIKE: Final = 0.5
"""How alike the words of two brackets without ids must be, from 0 to 1, to be taken for one bracket."""
_AROUND: Final = 40
_ENOUGH: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedBracket:
    """A bracket that is contested no more. `agreed` is the number of the alternative, 0 where unknown.

    `how`: "settled" and "closed" are said in the later draft; "gone" is found: the bracket is not there, and
    the alternative is the one whose words stand in its place.
    """

    bracket: Bracket
    agreed: int = 0
    how: str
    after: Bracket | None = None

    @property
    def text(self) -> str | None:
        """The words on which it was closed; None where they are unknown."""
        return self.bracket.alternatives[self.agreed - 1].text if self.agreed else None

    def __str__(self) -> str:
        """The bracket and the words that stand now."""
        if self.text is None:
            return f"closed {self.bracket}: on which words is not said"
        return f"closed {self.bracket}: {self.text or 'no words'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RewordedBracket:
    """A bracket before and after, with other alternatives or other holders."""

    before: Bracket
    after: Bracket

    @property
    def words(self) -> bool:
        """Whether its words changed; otherwise only who holds them."""
        return _words(self.before) != _words(self.after)

    def __str__(self) -> str:
        """Both, or what the bracket is and that its holders changed."""
        if self.words:
            return f"reworded {self.before}: now {self.after}"
        return f"other holders {self.after}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftChanges:
    """What changed from one draft to the next, in the order of the text; `same` brackets did not."""

    opened: tuple[Bracket, ...] = ()
    closed: tuple[ClosedBracket, ...] = ()
    reworded: tuple[RewordedBracket, ...] = ()
    same: tuple[Bracket, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """How many of each, and a line for every change."""
        head = (
            f"{len(self.opened)} opened, {len(self.closed)} closed, {len(self.reworded)} reworded, "
            f"{len(self.same)} the same"
        )
        told = [f"opened {one}" for one in self.opened]
        told += [str(one) for one in (*self.closed, *self.reworded)]
        return "\n".join([head, *(f"  {line}" for line in told)])

    def as_dict(self) -> dict[str, Any]:
        """The changes, for JSON."""
        return {
            "opened": [bracket_dict(one) for one in self.opened],
            "closed": [
                {"bracket": bracket_dict(one.bracket), "agreed": one.agreed, "text": one.text, "how": one.how}
                for one in self.closed
            ],
            "reworded": [
                {"before": bracket_dict(one.before), "after": bracket_dict(one.after)}
                for one in self.reworded
            ],
            "same": [one.id for one in self.same],
        }


def bracket_dict(one: Bracket) -> dict[str, Any]:
    """A bracket for JSON: days as text, its source left out."""
    told = asdict(one)
    for key in ("opened", "closed"):
        told[key] = told[key].isoformat() if told[key] else None
    told["alternatives"] = [{"text": each.text, "held_by": list(each.held_by)} for each in one.alternatives]
    return told


def compare_drafts(before: Draft, after: Draft) -> DraftChanges:
    r"""What became of the brackets of one draft in a later one; empty when nothing is contested in either.

    >>> from detente.case.draft.reading import read_draft
    >>> old, new = read_draft("They [[shall | may]] meet.\n"), read_draft("They shall meet.\n")
    >>> print(compare_drafts(old, new))
    0 opened, 1 closed, 0 reworded, 0 the same
      closed b1 [shall | may]: shall
    """
    pairs = _paired(before, after)
    closed: list[ClosedBracket] = []
    reworded: list[RewordedBracket] = []
    same: list[Bracket] = []
    for one in before.open:
        found = pairs.get(one.id)
        if found is None:
            closed.append(ClosedBracket(bracket=one, agreed=_standing(one, before, after), how="gone"))
        elif not found.open:
            how = "settled" if found.settled else "closed"
            agreed = found.agreed if len(found.alternatives) == len(one.alternatives) else 0
            closed.append(ClosedBracket(bracket=one, agreed=agreed, how=how, after=found))
        elif _told(one) != _told(found):
            reworded.append(RewordedBracket(before=one, after=found))
        else:
            same.append(found)
    known = {one.id: found for one in before.open if (found := pairs.get(one.id)) is not None}
    old = {found.id for found in known.values()}
    return DraftChanges(
        opened=tuple(one for one in after.open if one.id not in old),
        closed=tuple(closed),
        reworded=tuple(reworded),
        same=tuple(same),
        pairs=tuple((name, found.id) for name, found in known.items()),
    )


def _told(one: Bracket) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((each.text, tuple(sorted(each.held_by))) for each in one.alternatives)


def _words(one: Bracket) -> tuple[str, ...]:
    return tuple(each.text for each in one.alternatives)


def _paired(before: Draft, after: Draft) -> dict[str, Bracket]:
    """The bracket of the later draft, settled ones included, by the id of the earlier one."""
    later = [*after.brackets, *after.settled]
    by_id = {one.id: one for one in later}
    pairs: dict[str, Bracket] = {}
    for one in before.open:
        found = by_id.get(one.id)
        same_words = found is not None and _words(one) == _words(found)
        if found is not None and ((one.named and found.named) or (found.settled and same_words)):
            pairs[one.id] = found
    taken = {found.id for found in pairs.values()}
    left = [one for one in before.open if one.id not in pairs]
    free = [one for one in later if one.id not in taken]
    for likeness, old, new in sorted(_likely(left, free), key=lambda each: -each[0]):
        if likeness >= ALIKE and old.id not in pairs and new.id not in taken:
            pairs[old.id] = new
            taken.add(new.id)
    return pairs


def _likely(left: Iterable[Bracket], free: Iterable[Bracket]) -> Iterable[tuple[float, Bracket, Bracket]]:
    """Pairs of one article that may be one bracket, with how alike their words are."""
    places: dict[str, list[Bracket]] = {}
    for one in free:
        places.setdefault(one.article, []).append(one)
    for old in left:
        for new in places.get(old.article, ()):
            if old.named and new.named:
                continue
            if _words(old) == _words(new):
                yield 1.0, old, new
                continue
            matcher = SequenceMatcher(None, " | ".join(_words(old)), " | ".join(_words(new)), autojunk=False)
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
                yield matcher.ratio(), old, new


def _standing(one: Bracket, before: Draft, after: Draft) -> int:
    """The one alternative whose words stand in its place in the later draft, 0 where that is not clear."""
    others = [each for each in before.brackets if each.id != one.id]
    around = next((each for each in before.articles if each.start <= one.start < each.end), None)
    body = before.articles[0].start if before.articles else len(before.text)
    least, most = (around.start, around.end) if around else (0, body)
    first = max([least, *(each.end for each in others if each.end <= one.start)])
    last = min([most, *(each.start for each in others if each.start >= one.end)])
    left = before.text[max(first, one.start - _AROUND) : one.start]
    right = before.text[one.end : min(last, one.end + _AROUND)]
    if len(left.split("\n\n")[-1].strip() + right.split("\n\n")[0].strip()) < _ENOUGH:
        return 0
    left, right = unescaped(left.rpartition("\n\n")[2]), unescaped(right.partition("\n\n")[0])
    place = next((each for each in after.articles if each.name == one.article), None)
    whole = after.text[place.start : place.end] if place else after.text
    words = " ".join(unescaped(whole).split())
    fits = [
        number for number, each in enumerate(one.alternatives, 1) if _joined(left, each.text, right) in words
    ]
    return fits[0] if len(fits) == 1 else 0


def _joined(left: str, words: str, right: str) -> str:
    """The words in their surroundings, blanks joined; no blank stays before a sign that ends a sentence."""
    told = " ".join(f"{left}{words}{right}".split())
    return told if words else told.replace(" ,", ",").replace(" .", ".").replace(" ;", ";")
