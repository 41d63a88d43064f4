"""Which cues of a sentence are statements of their own: relayed, side by side, or only part of another."""

from dataclasses import dataclass, replace
from itertools import pairwise

from detente.record.coding import phrases as p
from detente.record.coding.attribution import Mention
from detente.record.coding.clauses import CLAUSAL, Found
from detente.record.coding.words import Words
from detente.record.packs.language import FLAGS

__all__ = ["Told", "arrange"]

_PERSON = FLAGS["he"] | FLAGS["she"]
_ADVERSATIVE = FLAGS["adversative"]
_BREAKS = frozenset(",;—–")  # noqa: RUF001
_LOOSE_MARKS = _BREAKS | {":"}
_LEAST = 3
"""A clause that is a statement of its own has at least so many words."""
_QUOTES = frozenset('"“”«»')
_RELAYING = frozenset({"relay", "source"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A cue with those who hold what it tells and those who pass it on; places in words."""

    found: Found
    holders: tuple[Mention, ...]
    relays: tuple[Mention, ...] = ()
    to: tuple[Mention, ...] = ()
    place: p.Group
    content: p.Group
    chairs: tuple[str, ...] = ()
    many: bool = False


def arrange(words: Words, told: list[Told], last: int) -> list[Told]:
    """The statements of a sentence in its order, each with its own stretch of it."""
    items = _before_trailing(sorted(told, key=lambda t: (t.found.cue, t.content)))
    alive: list[Told | None] = list(items)
    consumed: dict[int, list[int]] = {}
    for at, inner in enumerate(items):
        while (outer_at := _outer(items, alive, at)) >= 0 and (outer := alive[outer_at]) is not None:
            how = _relation(words, outer, inner)
            if how == "part":
                alive[at] = None
            elif how == "relayed":
                consumed.setdefault(outer_at, []).append(at)
            elif (cut := _cut(outer, inner.place[0])) != outer:
                alive[outer_at] = cut
                continue
            break
    for outer_at, inner_ats in consumed.items():
        _relay(words, alive, outer_at, [k for k in inner_ats if alive[k] is not None])
    kept = [item for item in alive if item is not None]
    for at, (item, after) in enumerate(pairwise(kept)):
        if item.place[0] < after.place[0] < item.place[1] and item.content[1] <= after.place[0]:
            kept[at] = replace(item, place=(item.place[0], max(item.found.cue[1], after.place[0])))
    parts = [part for item in kept for part in _clauses(words, item)]
    return [done for item in parts if (done := _trim(words, item, last)) is not None]


def _clauses(words: Words, item: Told) -> list[Told]:
    """The statement, cut where a second "and that ..." begins another with the same cue."""
    (first, stop), flags = item.content, words.flags
    if item.found.kind not in {"that", "bare"} or item.found.cue[0] >= first:
        return [item]
    for here in range(first + _LEAST, stop - _LEAST):
        if not (flags[here] & p.COORD and flags[here + 1] & p.COMP) or flags[here] & _ADVERSATIVE:
            continue
        clause = range(here + 3, min(stop, here + p.NEAREST))
        if any(p.finite_at(words, k, here + 2) for k in clause) and not _open_quote(words, first, here):
            rest = replace(item, place=(here, max(item.place[1], stop)), content=(here + 2, stop))
            return [_cut(item, here), *_clauses(words, rest)]
    return [item]


def _open_quote(words: Words, first: int, at: int) -> bool:
    """Whether a quotation that began in the content is still open."""
    marks = [k for k in range(first, at) if words.low[k] in _QUOTES]
    return len(marks) % 2 == 1


def _before_trailing(items: list[Told]) -> list[Told]:
    """The cues in whose content a later cue stands that reaches back over them end before that cue."""
    for k, one in enumerate(items):
        if one.found.kind not in {"trail", "inverted", "source"}:
            continue
        for j, other in enumerate(items):
            if j != k and other.found.cue[0] >= one.content[0] and other.found.cue[1] <= one.found.cue[0]:
                stop = min(other.content[1], max(other.content[0] + 1, min(one.content[1], one.found.cue[0])))
                end = min(other.place[1], max(stop, other.found.cue[1]))
                if stop < other.content[1] or end < other.place[1]:
                    items[j] = replace(other, content=(other.content[0], stop), place=(other.place[0], end))
    return items


def _outer(items: list[Told], alive: list[Told | None], at: int) -> int:
    """The innermost other cue whose content holds this one; -1 for none."""
    cue = items[at].found.cue[0]
    best, size = -1, 10**9
    for k, other in enumerate(alive):
        if k == at or other is None:
            continue
        first, last = other.content
        if (
            first <= cue < last
            and not (items[at].content[0] <= other.found.cue[0] < items[at].content[1])
            and last - first < size
        ):
            best, size = k, last - first
    return best


def _same(outer: Told, inner: Told) -> bool:
    """Whether both cues have one and the same holder."""
    if inner.found.holder == outer.found.holder:
        return True
    mine = {m.actor or m.words.lower() for m in outer.holders}
    theirs = {m.actor or m.words.lower() for m in inner.holders}
    return bool(mine & theirs) or bool(theirs & set(outer.chairs))


def _relation(words: Words, outer: Told, inner: Told) -> str:
    """How the inner cue stands to the outer: "part" of it, "relayed" by it, or "aside" as its own."""
    one, other = outer.found, inner.found
    start, lead = inner.place[0], outer.content[0]
    clausal = one.kind in CLAUSAL and not one.traits & {"noun"}
    skipped = p.COORD | p.ADVERB | p.SUBORD | p.MARK | p.COMP
    while lead < start and words.flags[lead] & skipped:
        lead += 1
    joined = _joined_at(words, start, outer.content[0])
    if one.kind == "trail" and lead < one.cue[0] < start and words.low[one.cue[0] - 1] != ";":
        return "part"
    if other.traits & {"noun"} and not joined:
        return "part"
    if clausal and start <= lead and not other.relative:
        plain = other.holder[1] - other.holder[0] == 1 and words.flags[other.holder[0]] & p.PRON
        person = words.flags[other.holder[0]] & _PERSON and outer.many
        own = other.shared or (plain and one.cue[0] < start and not person)
        passes = one.traits & _RELAYING and not own and not _same(outer, inner)
        return "relayed" if passes else "part"
    if other.kind == "gap" or (other.relative and other.traits & {"speech"} and not clausal):
        return "aside"
    if not joined:
        return "part"
    if other.shared:
        return _shared_relation(words, outer, inner, clausal=clausal)
    return _clausal_relation(outer, inner, joined) if clausal else "aside"


def _shared_relation(words: Words, outer: Told, inner: Told, *, clausal: bool) -> str:
    """The relation of a cue that shares the subject of an earlier one."""
    one, other = outer.found, inner.found
    if other.rule.startswith("gerund"):
        blames = other.kind == "np" and "act" in other.traits and words.low[other.cue[0] - 1] == ","
        return "aside" if blames or other.traits & {"speech"} else "part"
    if other.over:
        return "aside"
    if other.holder == one.holder:
        own = other.kind in CLAUSAL or other.kind == "np-to" or other.traits & {"stance", "adjective"}
        return "aside" if own else "part"
    return "relayed" if clausal and one.traits & _RELAYING else "part"


def _clausal_relation(outer: Told, inner: Told, joined: str) -> str:
    """The relation of a cue with its own subject inside what somebody says."""
    one, same = outer.found, _same(outer, inner)
    relays = bool(one.traits & _RELAYING)
    if one.kind in {"trail", "inverted", "source"} or joined == "that":
        return "relayed" if relays and not same else "part"
    if joined == "and":
        if inner.found.kind not in CLAUSAL and (same or not relays):
            return "part"
        return "relayed" if relays else "aside"
    return "aside"


def _joined_at(words: Words, start: int, first: int) -> str:
    """How a clause is joined to what precedes it: "that", "," (or a contrast), "and", or "" not at all."""
    flags = words.flags
    here = start
    if flags[here] & (p.COORD | p.SUBORD) and not flags[here] & (p.DET | p.NAME) and here > first:
        mark = words.low[here - 1] in _BREAKS
        return "," if mark or flags[here] & (_ADVERSATIVE | p.SUBORD) else "and"
    here -= 1
    while here > first and flags[here] & p.ADVERB and not flags[here] & (p.COORD | p.SUBORD):
        here -= 1
    if here <= first:
        return ""
    if flags[here] & p.COMP:
        before = here - 1
        return "that" if before > first and flags[before] & p.COORD else ""
    if words.low[here] in _BREAKS:
        return ","
    if flags[here] & (p.COORD | p.SUBORD) and not flags[here] & p.DET:
        mark = words.low[here - 1] in _BREAKS
        return "," if mark or flags[here] & (_ADVERSATIVE | p.SUBORD) else "and"
    return ""


def _cut(outer: Told, end: int) -> Told:
    """The outer statement, ended before the inner begins."""
    if end <= outer.content[0] or (end <= outer.found.cue[1] and outer.content[0] > outer.found.cue[0]):
        return outer
    return replace(
        outer,
        content=(outer.content[0], min(end, outer.content[1])),
        place=(outer.place[0], min(end, outer.place[1])) if outer.found.cue[1] <= end else outer.place,
    )


def _relay(words: Words, alive: list[Told | None], outer_at: int, inner_ats: list[int]) -> None:
    """Hands the outer holder down as relayer, and gives the outer's own words to the inner next to them."""
    outer = alive[outer_at]
    if outer is None or not inner_ats:
        return
    inners = [item for k in sorted(inner_ats) if (item := alive[k]) is not None]
    before = outer.found.cue[0] < inners[0].place[0]
    lead = inners[0].place[0]
    for k, inner in enumerate(inners):
        start, end = inner.place
        end = min(end, inners[k + 1].place[0]) if k + 1 < len(inners) else end
        if before and k == 0:
            start = outer.place[0]
        if not before and k == len(inners) - 1:
            end = max(end, outer.place[1])
        relays = (
            (*inner.relays, *outer.relays)
            if _chain(inner, outer)
            else (*inner.relays, *outer.holders, *outer.relays)
        )
        content = (inner.content[0], min(inner.content[1], end))
        done = replace(inner, place=(start, end), content=content, relays=_distinct(relays))
        alive[sorted(inner_ats)[k]] = done
    if not any(p.finite_at(words, k, outer.content[0]) for k in range(outer.content[0], lead)):
        alive[outer_at] = None
    else:
        alive[outer_at] = _cut(outer, lead)


def _chain(inner: Told, outer: Told) -> bool:
    """Whether holder and relayer are the same."""
    return _same(outer, inner)


def _distinct(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    seen: dict[str, Mention] = {}
    for mention in mentions:
        seen.setdefault(mention.actor or mention.words, mention)
    return tuple(seen.values())


def _trim(words: Words, item: Told, last: int) -> Told | None:
    """The statement without what a contrast adds, and without marks and joining words at its edges."""
    flags = words.flags
    (start, end), (first, stop) = item.place, item.content
    if item.found.cue[0] < first:
        for here in range(max(first + 2, item.found.cue[1]), min(stop, last) - 2):
            if (
                words.low[here] == ","
                and flags[here + 1] & (_ADVERSATIVE | FLAGS["subordinator"])
                and flags[here + 1] & FLAGS["contrast"]
                and not flags[here + 2] & p.COMP
            ):
                stop = here
                end = min(end, here) if end <= item.content[1] else end
                break
    loose = p.COORD | p.SUBORD | p.COMP
    if end >= last or not flags[end] & p.COORD:
        loose |= p.PREP | p.ADVERB
    while end > start + 1 and (
        words.low[end - 1] in _LOOSE_MARKS
        or (end < last and flags[end - 1] & loose and not flags[end - 1] & (p.NAME | p.DET | p.MARK | p.TIME))
    ):
        end -= 1
    stop = min(stop, end)
    while stop > first + 1 and (words.low[stop - 1] in {",", ";", ":"} or (flags[stop - 1] & p.COORD)):
        stop -= 1
    while first < stop - 1 and words.low[first] in {",", ":"}:
        first += 1
    start = min(start, first)
    if stop - first < 1:
        return None
    place, content = (start, max(end, stop)), (first, stop)
    if place == item.place and content == item.content:
        return item
    return replace(item, place=place, content=content)
