"""Sources named beside what they say: "according to X, ...", "..., said X"."""

from detente.record.coding import phrases as p
from detente.record.coding.clauses import Clause, Found, Verb, content_before
from detente.record.coding.complements import extent
from detente.record.coding.words import DASHES
from detente.record.packs.language import FLAGS, Cue

__all__ = ["inverted", "source"]

_IMPERSONAL = FLAGS["impersonal"]


def source(clause: Clause, at: int, end: int, cue: Cue) -> Found | None:
    """The statement of a source that a preposition names, before or after what it says."""
    words, flags = clause.words, clause.words.flags
    stop = extent(words, end, clause.last)
    if stop == end:
        return None
    head = p.after_phrase(words, end, stop) or stop
    if end < head < stop and flags[head] & (p.DET | p.POSS | p.PRON):
        stop = head
    leading = not any(p.nominal(words, k) and not flags[k] & p.MARK for k in range(clause.first, at))
    after = stop + 1 if stop < clause.last and words.low[stop] == "," else stop
    if leading:
        content, place = (after, clause.last), (at, clause.last)
    else:
        start = content_before(clause, at)
        tail = clause.last if after > stop and clause.last - after > 3 else stop
        content, place = (start, at - 1 if words.low[at - 1] == "," else at), (start, tail)
        if tail > stop and not flags[after] & (p.COORD | p.SUBORD):
            content = (start, tail)
    if content[0] >= content[1]:
        return None
    return Found(
        cue=(at, end),
        frame=cue.frame,
        kind="source",
        rule="source",
        score=cue.takes["source"],
        traits=frozenset({"source"}),
        holder=(end, stop),
        aside=(head, stop) if head < stop else None,
        content=content,
        place=place,
    )


def inverted(clause: Clause, verb: Verb) -> Found | None:
    """The statement of a verb whose holder follows it: "“...,” said X, a farmer, adding ..."."""
    words, flags = clause.words, clause.words.flags
    here = verb.end
    holder = _holder_after(clause, here)
    if holder is None:
        return None
    (head, stop), aside = holder
    if stop < clause.last and words.low[stop] == ",":
        closing = extent(words, stop + 1, clause.last)
        if closing > stop + 1 and not flags[stop + 1] & (p.GERUND | p.COORD | p.PRON | p.SUBORD):
            aside, end = (head, closing), closing
        else:
            end = stop
    else:
        end = stop
    start = content_before(clause, verb.at)
    content_end = verb.at - 1 if words.low[verb.at - 1] in DASHES else verb.at
    if content_end <= start:
        return None
    more = clause.last - end > 3 and any(clause.quoted[k] for k in range(end, min(clause.last, end + 3)))
    clause.subject = (here, head), aside
    return Found(
        cue=(verb.at, verb.end),
        frame=verb.cue.frame,
        kind="inverted",
        rule="verb+inverted",
        score=verb.cue.takes["trail"],
        traits=verb.cue.traits,
        holder=(here, end),
        aside=aside,
        content=(start, clause.last if more else content_end),
        place=(start, clause.last),
        negated=verb.negated,
    )


def _holder_after(clause: Clause, here: int) -> tuple[p.Group, p.Group | None] | None:
    """The end of the holder's simple phrase and of all that hangs on it; None where a clause follows."""
    words, flags = clause.words, clause.words.flags
    if here >= clause.last or clause.quoted[here] or flags[here] & (p.MARK | p.COMP | _IMPERSONAL):
        return None
    head = p.after_phrase(words, here, clause.last)
    if head == here and flags[here] & p.PRON:
        head = here + 1
    if head == here:
        return None
    stop = extent(words, here, clause.last)
    last = min(stop + 1, clause.last)
    if any(p.finite_at(words, k, here) and not _hangs(clause, here, k) for k in range(head, last)):
        return None
    return (head, stop), (head, stop) if head < stop else None


def _hangs(clause: Clause, first: int, at: int) -> bool:
    """Whether a finite verb belongs to a relative clause of the holder ("a man who lives there")."""
    return any(clause.words.flags[k] & p.WHO for k in range(first, at))
