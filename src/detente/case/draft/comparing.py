"""What changed between two drafts: brackets opened, closed and on which words, reworded.

Brackets are the same where their written ids are; without ids, those of one article with the closest words.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
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
_TRIED: Final = 5


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
    places = _Places(before, after)
    closed: list[ClosedBracket] = []
    reworded: list[RewordedBracket] = []
    same: list[Bracket] = []
    for one in before.open:
        found = pairs.get(one.id)
        if found is None:
            closed.append(ClosedBracket(bracket=one, agreed=places.standing(one), how="gone"))
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
    for same in (_told, _words):
        _pair_equal(before.open, later, same, pairs, taken)
    left = [one for one in before.open if one.id not in pairs]
    free = [one for one in later if one.id not in taken]
    for likeness, old, new in sorted(_likely(left, free), key=lambda each: -each[0]):
        if likeness >= ALIKE and old.id not in pairs and new.id not in taken:
            pairs[old.id] = new
            taken.add(new.id)
    return pairs


def _pair_equal(
    left: Iterable[Bracket],
    later: Iterable[Bracket],
    same: Callable[[Bracket], object],
    pairs: dict[str, Bracket],
    taken: set[str],
) -> None:
    """Pairs brackets of one article that are the same in this respect, in the order of the text."""
    waiting: dict[tuple[str, object], list[Bracket]] = {}
    for one in later:
        if one.id not in taken:
            waiting.setdefault((one.article, same(one)), []).append(one)
    for one in left:
        found = waiting.get((one.article, same(one)), [])
        fits = next((each for each in found if not (one.named and each.named)), None)
        if one.id not in pairs and fits is not None:
            found.remove(fits)
            pairs[one.id] = fits
            taken.add(fits.id)


def _likely(left: Iterable[Bracket], free: Iterable[Bracket]) -> Iterable[tuple[float, Bracket, Bracket]]:
    """Pairs of one article that may be one bracket, with how alike their words are."""
    places: dict[str, list[tuple[Counter[str], Bracket]]] = {}
    for one in free:
        places.setdefault(one.article, []).append((Counter(" ".join(_words(one)).split()), one))
    for old in left:
        mine = Counter(" ".join(_words(old)).split())
        others = [each for each in places.get(old.article, ()) if not (old.named and each[1].named)]
        near = (
            sorted(others, key=lambda each: -(mine & each[0]).total())[:_TRIED]
            if len(others) > _TRIED
            else others
        )
        for _, new in near:
            matcher = SequenceMatcher(None, " | ".join(_words(old)), " | ".join(_words(new)), autojunk=False)
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
                yield matcher.ratio(), old, new


class _Places:
    """Looks up which words stand where a bracket stood."""

    def __init__(self, before: Draft, after: Draft) -> None:
        self.before = before
        self.starts = sorted(each.start for each in before.brackets)
        self.ends = sorted(each.end for each in before.brackets)
        self.articles = {each.name: each for each in before.articles}
        self.words = {each.name: _plain(after.text[each.start : each.end]) for each in after.articles}
        self.whole = _plain(after.text)

    def standing(self, one: Bracket) -> int:
        """The one alternative whose words stand in its place now, 0 where that is not clear."""
        text = self.before.text
        around = self.articles.get(one.article)
        body = self.before.articles[0].start if self.before.articles else len(text)
        least, most = (around.start, around.end) if around else (0, body)
        ended, begins = bisect_right(self.ends, one.start), bisect_left(self.starts, one.end)
        first = max(least, one.start - _AROUND, self.ends[ended - 1] if ended else 0)
        last = min(most, one.end + _AROUND, self.starts[begins] if begins < len(self.starts) else most)
        left = unescaped(text[first : one.start].rpartition("\n\n")[2])
        right = unescaped(text[one.end : last].partition("\n\n")[0])
        if len(left.strip() + right.strip()) < _ENOUGH:
            return 0
        words = self.words.get(one.article, self.whole)
        told = [_joined(left, each.text, right) in words for each in one.alternatives]
        return told.index(True) + 1 if told.count(True) == 1 else 0


def _plain(source: str) -> str:
    return " ".join(unescaped(source).split())


def _joined(left: str, words: str, right: str) -> str:
    """The words in their surroundings, blanks joined; no blank stays before a sign that ends a sentence."""
    told = " ".join(f"{left}{words}{right}".split())
    return told if words else told.replace(" ,", ",").replace(" .", ".").replace(" ;", ";")
