"""Cues in one sentence: verbs, nouns, adjectives and sources, each with its holder and what is held."""

from collections.abc import Sequence
from dataclasses import dataclass

from detente.record.coding import phrases as p
from detente.record.coding.complements import Complement, adjuncts, complement_after, extent
from detente.record.coding.words import Words
from detente.record.packs.language import FLAGS, Cue, Language

__all__ = ["Clause", "Found", "cues_in"]

_CUES = FLAGS["verbcue"] | FLAGS["nouncue"] | FLAGS["adjectivecue"] | FLAGS["phrase"]
_VERBCUE, _NOUNCUE, _ADJECTIVE = FLAGS["verbcue"], FLAGS["nouncue"], FLAGS["adjectivecue"]
_PHRASE, _CAUSING, _GOING, _AS = FLAGS["phrase"], FLAGS["causing"], FLAGS["going"], FLAGS["as"]
_COMPANION = FLAGS["companion"]
_COMMAS = frozenset({",", "—", "–"})
_MARKS = frozenset('"”“»’')


@dataclass(slots=True)
class Found:
    """A cue with its places in words: `holder` and its `aside`, `content`, and the whole `place`.

    `shared` says that the holder was taken from an earlier verb of the sentence; `kind` is the frame.
    """

    cue: p.Group
    frame: str
    kind: str
    rule: str
    score: float
    traits: frozenset[str]
    holder: p.Group
    content: p.Group
    place: p.Group
    aside: p.Group | None = None
    to: p.Group | None = None
    negated: bool = False
    shared: bool = False
    relative: bool = False


@dataclass(slots=True)
class Clause:
    """The sentence in which cues are looked for, with which of its words stand in quotation marks."""

    words: Words
    first: int
    last: int
    quoted: Sequence[int]
    language: Language
    subject: tuple[p.Group, p.Group | None] | None = None

    @property
    def end(self) -> int:
        """The end of the sentence."""
        return self.last


def cues_in(clause: Clause) -> list[Found]:
    """The cues of a sentence in its order; those inside quotation marks belong to who is quoted."""
    found: list[Found] = []
    flags = clause.words.flags
    at = clause.first
    while at < clause.last:
        bits = flags[at]
        step = 1
        if bits & _CUES and not clause.quoted[at]:
            made: Found | None = None
            if bits & _PHRASE:
                made = _expression(clause, at)
            if made is None and bits & _VERBCUE:
                made = _verb(clause, at)
            if made is None and bits & _NOUNCUE:
                made = _noun(clause, at)
            if made is None and bits & _ADJECTIVE:
                cue = clause.language.adjectives[clause.words.low[at]]
                made = _adjective(clause, at, at + 1, cue)
            if made is not None:
                found.append(made)
                step = max(1, made.cue[1] - at)
        at += step
    return found


def _expression(clause: Clause, at: int) -> Found | None:
    words = clause.words
    for rest, kind, cue in clause.language.expressions[words.low[at]]:
        end = at + 1 + len(rest)
        if cue is None or end > clause.last or tuple(words.low[at + 1 : end]) != rest:
            continue
        if kind == "source":
            return _source(clause, at, end, cue)
        if kind == "adjective":
            return _adjective(clause, at, end, cue)
    return None


def _source(clause: Clause, at: int, end: int, cue: Cue) -> Found | None:
    """ "According to X, ..." and "..., according to X"."""
    words = clause.words
    stop = extent(words, end, clause.last)
    if stop == end:
        return None
    head = p.after_phrase(words, end, stop) or stop
    if end < head < stop and words.flags[head] & (p.DET | p.POSS | p.PRON):
        stop = head
    aside = (head, stop) if head < stop else None
    leading = not any(p.nominal(words, k) and not words.flags[k] & p.MARK for k in range(clause.first, at))
    after = stop + 1 if stop < clause.last and words.low[stop] == "," else stop
    if leading:
        content = (after, clause.last)
        place = (at, clause.last)
    else:
        start = _content_before(clause, at)
        tail = clause.last if after > stop and clause.last - after > 3 else stop
        content = (start, at - 1 if words.low[at - 1] == "," else at)
        place = (start, tail)
        if tail > stop and not words.flags[after] & (p.COORD | p.SUBORD):
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
        aside=aside,
        content=content,
        place=place,
    )


def _content_before(clause: Clause, at: int) -> int:
    """Where what is said before a trailing cue begins: at the sentence, or after a semicolon."""
    words = clause.words
    for here in range(at - 2, clause.first, -1):
        if words.low[here] == ";":
            return here + 1
    return clause.first


def _verb(clause: Clause, at: int) -> Found | None:
    words, flags = clause.words, clause.words.flags
    form = clause.language.verbs.get(words.low[at])
    if form is None or flags[at] & p.NAME:
        return None
    if flags[at] & p.CAPITAL and at > clause.first:
        return None
    cue, end = form.cue, at + 1
    for rest, other in form.particles:
        for gap in range(2):
            after = at + 1 + gap
            if gap and not flags[min(at + 1, clause.last - 1)] & p.ADVERB:
                break
            if tuple(words.low[after : after + len(rest)]) == rest and after + len(rest) <= clause.last:
                cue, end = other, after + len(rest)
                break
        if end > at + 1:
            break
    if cue is None:
        return None
    start, negated = p.group_before(words, at, clause.first)
    before = start - 1
    prior = flags[before] if before >= clause.first else p.MARK
    group = 0
    for k in range(start, at):
        group |= flags[k]
    bits = flags[at]
    if group & p.MODAL and not group & p.FUTURE and (cue.traits & {"act"} or cue.traits & {"thought"}):
        return None
    if bits & p.GERUND and not group & p.BE:
        return _gerund(clause, at, end, cue)
    if bits & p.PARTICIPLE and group & p.BE and not group & p.HAVE:
        return _passive(clause, start, at, end, cue, negated)
    if bits & p.PARTICIPLE and group & p.BE and "been" in words.low[start:at]:
        return _passive(clause, start, at, end, cue, negated)
    to = at - 1
    while to > clause.first and flags[to] & p.ADVERB:
        to -= 1
    if flags[to] & p.TO and to >= clause.first and bits & p.INFINITE and not group & p.AUX:
        return _infinitive(clause, to, at, end, cue)
    if not group & p.AUX:
        if prior & (p.DET | p.POSS | p.PREP) and not prior & (p.PRON | p.WHO | p.NAME):
            return None
        if prior & p.MARK and before >= clause.first and words.low[before] in p.ENDINGS:
            return None
    return _finite(clause, start, at, end, cue, negated)


def _finite(clause: Clause, start: int, at: int, end: int, cue: Cue, negated: bool) -> Found | None:  # noqa: PLR0913, PLR0917, FBT001
    words, flags = clause.words, clause.words.flags
    found = p.subject_before(words, start, clause.first)
    if found is not None and clause.quoted[found[0][1] - 1]:
        found = None
    made = complement_after(words, end, clause.last, cue, clause.quoted)
    prior = flags[start - 1] if start > clause.first else 0
    left_mark = words.low[start - 1] if start > clause.first else ""
    if (
        (found is None or _quote_ends(clause, start))
        and "trail" in cue.takes
        and (left_mark in _COMMAS or _quote_ends(clause, start))
    ):
        inverted = _inverted(clause, at, end, cue)
        if inverted is not None:
            return inverted
    shared = False
    if found is None:
        joined = prior & (p.COORD | p.ADVERB) or left_mark == ","
        if not joined or clause.subject is None or made.kind in {"", "trail"}:
            return None
        found, shared = clause.subject, True
    holder, aside = found
    if flags[holder[0]] & p.WHO and holder[1] - holder[0] == 1:
        found = _antecedent(clause, holder[0])
        if found is None:
            return None
        stop = next((k for k in range(at, clause.last) if words.low[k] == ","), clause.last)
        if words.low[holder[0] - 1] == "," and stop < made.content[1]:
            made = Complement(made.kind, made.score, (made.content[0], stop), made.to)
        who, (holder, aside), shared = holder[0], found, True
    else:
        who = -1
    left_flags = flags[holder[0] - 1] if holder[0] > clause.first else 0
    relative = not shared and bool(left_flags & p.WHO)
    if relative and left_flags & p.COMP:
        relative = made.kind in {"", "trail"} and not flags[max(clause.first, holder[0] - 2)] & (
            p.COORD | p.FINITE
        )
    if relative and made.kind in {"", "trail"} and "bare" in cue.takes and end < clause.last:
        if flags[end] & (p.AUX | p.FINITE):
            made = Complement("bare", cue.takes["bare"], (end, clause.last))
    if flags[at] & p.NOUNLIKE and not flags[at] & p.PARTICIPLE and start == at and not shared:
        if not _agrees(words, holder, at) or made.kind == "":
            return None
    trailing = _trailing(clause, holder, made, cue) if not shared else None
    led = holder[0] - 1 == clause.first and bool(flags[clause.first] & _AS)
    if led and trailing is None and made.kind == "trail" and made.content[0] + 3 < clause.last:
        trailing = (made.content[0] + 1, clause.last), (clause.first, clause.last), "as"
    if trailing is not None:
        content, place, kind = trailing
    elif made.kind in {"", "trail"}:
        return None
    elif "addressee" in cue.traits and made.to is None and flags[min(end, clause.last - 1)] & p.PREP:
        return None
    else:
        kind = made.kind
        content = made.content
        first = start - 1 if shared and prior & p.COORD else start if shared else holder[0]
        first = who if who >= 0 else first
        place = (first, content[1])
    if not shared:
        clause.subject = holder, aside
    if relative and kind in {"bare", "np", "trail"}:
        place = (holder[0] - 1, place[1])
    return Found(
        cue=(start, end),
        frame=cue.frame,
        kind=kind,
        rule=f"verb+{kind}",
        score=made.score if trailing is None else cue.takes["trail"],
        traits=cue.traits,
        holder=holder,
        aside=aside,
        content=content,
        place=place,
        to=made.to,
        negated=negated,
        shared=shared,
        relative=relative,
    )


def _agrees(words: Words, holder: p.Group, at: int) -> bool:
    """Whether a form that may be a noun ("demands", "report") can be the verb of this holder."""
    last = holder[1] - 1
    flags = words.flags[last]
    joined = any(words.flags[k] & p.COORD for k in range(*holder))
    plural = (
        joined
        or words.low[last].endswith("s")
        or words.low[last] in {"they", "we", "i", "you", "people", "who"}
    )
    if words.flags[at] & p.INFINITE:
        return plural and not flags & p.NUMBER
    return bool(flags & (p.NAME | p.PRON | p.ROLE | p.GROUP | p.WHO | p.TEXT | p.CAPITAL)) and (
        not words.low[last].endswith("s") or bool(flags & p.CAPITAL)
    )


def _antecedent(clause: Clause, at: int) -> tuple[p.Group, p.Group | None] | None:
    """The noun phrase before "who"."""
    here = at - 1
    if here >= clause.first and clause.words.low[here] == ",":
        here -= 1
    if here < clause.first or not clause.words.flags[at] & p.RELATIVE:
        return None
    return p.subject_before(clause.words, here + 1, clause.first)


def _trailing(
    clause: Clause, holder: p.Group, made: Complement, cue: Cue
) -> tuple[p.Group, p.Group, str] | None:
    """Content before the holder ("..., X said"), with what goes on after the cue."""
    words = clause.words
    left = holder[0] - 1
    quote = _quote_ends(clause, holder[0])
    if left < clause.first or "trail" not in cue.takes:
        return None
    if not quote and (words.low[left] not in _COMMAS or made.kind not in {"", "trail"}):
        return None
    if quote and made.kind == "that":
        return None
    start = _content_before(clause, holder[0])
    end = left if words.low[left] in _COMMAS else holder[0]
    if end - start < 2 and not quote:
        return None
    last = made.content[1]
    tail = last < clause.last and words.low[last] == "," and clause.last - last > 4
    more = any(clause.quoted[k] for k in range(last, min(clause.last, last + 4)))
    if quote:
        content = (start, clause.last if more else end)
        return content, (start, clause.last if more or not tail else last), "trail"
    if tail and not words.flags[last + 1] & (p.COORD | p.SUBORD | p.GERUND):
        return (start, clause.last), (start, clause.last), "trail"
    return (start, end), (start, clause.last if not tail else last), "trail"


def _quote_ends(clause: Clause, at: int) -> bool:
    """Whether a quotation ends right before the word, perhaps with a comma after it."""
    here = at - 1
    if here >= clause.first and clause.words.low[here] in _COMMAS:
        here -= 1
    return here >= clause.first and clause.words.low[here] in _MARKS and bool(clause.quoted[here])


def _inverted(clause: Clause, at: int, end: int, cue: Cue) -> Found | None:
    """ "..., said X." and "“...,” said X, adding ..."."""
    words, flags = clause.words, clause.words.flags
    here = end
    if here >= clause.last or clause.quoted[here] or flags[here] & (p.MARK | p.COMP):
        return None
    head = p.after_phrase(words, here, clause.last)
    if head == here and flags[here] & p.PRON:
        head = here + 1
    if head == here or words.low[here] in {"there", "it"}:
        return None
    stop = extent(words, here, clause.last)
    if any(p.finite_at(words, k, here) for k in range(head, stop)) or (
        stop < clause.last and p.finite_at(words, stop, here)
    ):
        return None
    aside: p.Group | None = (head, stop) if head < stop else None
    if stop < clause.last and words.low[stop] == ",":
        closing = extent(words, stop + 1, clause.last)
        if closing > stop + 1 and not flags[stop + 1] & (p.GERUND | p.COORD | p.PRON | p.SUBORD):
            aside, stop = (head, closing), closing
    start = _content_before(clause, at)
    left = at - 1
    content_end = left if words.low[left] in _COMMAS else at
    if content_end <= start:
        return None
    goes_on = stop < clause.last and clause.last - stop > 3
    more = goes_on and any(clause.quoted[k] for k in range(stop, min(clause.last, stop + 3)))
    clause.subject = (here, head), aside
    return Found(
        cue=(at, end),
        frame=cue.frame,
        kind="inverted",
        rule="verb+inverted",
        score=cue.takes["trail"],
        traits=cue.traits,
        holder=(here, stop if aside is None or aside[0] == head and stop > head else head),
        aside=aside,
        content=(start, clause.last if more else content_end),
        place=(start, clause.last),
    )


def _gerund(clause: Clause, at: int, end: int, cue: Cue) -> Found | None:
    """ ", saying that ..." with the subject of the clause before it, or "with X saying"."""
    words, flags = clause.words, clause.words.flags
    before = at - 1
    while before >= clause.first and flags[before] & p.ADVERB:
        before -= 1
    if before < clause.first or not cue.traits & {"speech", "act"}:
        return None
    made = complement_after(words, end, clause.last, cue, clause.quoted)
    if made.kind in {"", "trail"}:
        return None
    holder = clause.subject
    place = before + 1
    if words.low[before] not in {",", "and"} and not flags[before] & p.SUBORD:
        with_ = next(
            (k for k in range(before, max(clause.first, before - 8), -1) if flags[k] & _COMPANION), -1
        )
        if (
            with_ < 0
            or not p.nominal(words, before)
            or p.after_phrase(words, with_ + 1, before + 1) <= with_ + 1
        ):
            return None
        holder, place = ((with_ + 1, before + 1), None), with_
    elif holder is None:
        holder = _main_subject(clause, before)
    if holder is None:
        return None
    return Found(
        cue=(at, end),
        frame=cue.frame,
        kind=made.kind,
        rule=f"gerund+{made.kind}",
        score=made.score * clause.language.rules.get("gerund", 0.8),
        traits=cue.traits,
        holder=holder[0],
        aside=holder[1],
        content=made.content,
        place=(place, made.content[1]),
        to=made.to,
        shared=True,
    )


def _main_subject(clause: Clause, before: int) -> tuple[p.Group, p.Group | None] | None:
    """The subject of the first finite verb of the sentence."""
    words = clause.words
    for here in range(clause.first + 1, before):
        if p.finite_at(words, here, clause.first) and not clause.quoted[here]:
            start, _ = p.group_before(words, here, clause.first)
            return p.subject_before(words, start, clause.first)
    return None


def _infinitive(clause: Clause, to: int, at: int, end: int, cue: Cue) -> Found | None:
    """ "went on to say that ..." and "leading X to declare that ..."."""
    words, flags = clause.words, clause.words.flags
    made = complement_after(words, end, clause.last, cue, clause.quoted)
    if made.kind not in {"that", "wh", "quote", "bare"} or "speech" not in cue.traits:
        return None
    before = to - 1
    if before < clause.first:
        return None
    if flags[before] & _GOING or (flags[before] & p.PREP and flags[before - 1] & _GOING):
        verb = before if flags[before] & _GOING else before - 1
        start, negated = p.group_before(words, verb, clause.first)
        found = p.subject_before(words, start, clause.first) or clause.subject
        refusing = words.low[verb][:6] in {"declin", "refuse"}
        place_start = found[0][0] if found else start
    else:
        found = p.subject_before(words, to, clause.first)
        if found is None or found[0][0] <= clause.first or not flags[found[0][0] - 1] & _CAUSING:
            return None
        start, negated, refusing = to, False, False
        place_start = found[0][0] - 1
    if found is None:
        return None
    return Found(
        cue=(at, end),
        frame=cue.frame,
        kind=made.kind,
        rule=f"infinitive+{made.kind}",
        score=made.score * 0.85,
        traits=cue.traits,
        holder=found[0],
        aside=found[1],
        content=made.content,
        place=(min(place_start, at), made.content[1]),
        to=made.to,
        negated=negated or refusing,
    )


def _passive(clause: Clause, start: int, at: int, end: int, cue: Cue, negated: bool) -> Found | None:  # noqa: PLR0913, PLR0917, FBT001
    """ "was rejected by X", "it is asserted by X that ..."."""
    words, flags = clause.words, clause.words.flags
    here = end
    while here < clause.last and here < end + 12:
        if words.low[here] == "by":
            break
        if flags[here] & p.MARK or flags[here] & (p.COMP | p.COORD):
            return None
        here += 1
    if (
        here >= clause.last
        or words.low[here] != "by"
        or flags[here + 1 if here + 1 < clause.last else here] & p.GERUND
    ):
        return None
    stop = p.after_phrase(words, here + 1, clause.last)
    found = p.subject_before(words, start, clause.first)
    if stop == here + 1 or found is None or flags[here + 1] & p.TIME:
        return None
    content = (found[0][0], here)
    if stop < clause.last and flags[stop] & p.COMP:
        content = (stop + 1, clause.last)
    return Found(
        cue=(start, end),
        frame=cue.frame,
        kind="passive",
        rule="passive",
        score=clause.language.rules.get("passive", 0.7),
        traits=cue.traits,
        holder=(here + 1, stop),
        content=content,
        place=(found[0][0], clause.last),
        negated=negated,
    )


def _noun(clause: Clause, at: int) -> Found | None:
    """ "X's demand that ...", "the insistence of X that ..."."""
    words, flags = clause.words, clause.words.flags
    cue = clause.language.nouns[words.low[at]]
    holder: p.Group | None = None
    first = at
    for here in range(at - 1, max(clause.first - 1, at - 6), -1):
        if words.low[here] in p.ENDINGS:
            found = p.subject_before(words, here, clause.first)
            if found is not None:
                holder, first = found[0], found[0][0]
            break
        if flags[here] & p.POSS:
            holder, first = (here, here + 1), here
            break
        if flags[here] & (p.MARK | p.PREP | p.COORD | p.SUBORD | p.PRON | p.AUX):
            break
        if flags[here] & p.DET:
            first = here
            break
    here = at + 1
    if here < clause.last and words.low[here] in {"of", "by", "from", "among"} and holder is None:
        stop = p.after_phrase(words, here + 1, clause.last)
        if stop > here + 1:
            holder, here = (here + 1, stop), stop
    if holder is None:
        return None
    here = adjuncts(words, here, clause.last, skip=frozenset({"to", "for", "of", "about"}))
    made = _noun_complement(clause, here, cue)
    if made is None:
        return None
    kind, content = made
    return Found(
        cue=(at, at + 1),
        frame=cue.frame,
        kind=kind,
        rule=f"noun+{kind}",
        score=cue.takes.get(kind, 0.5),
        traits=frozenset({"noun"}),
        holder=holder,
        content=content,
        place=(first, content[1]),
    )


def _noun_complement(clause: Clause, here: int, cue: Cue) -> tuple[str, p.Group] | None:
    words, flags = clause.words, clause.words.flags
    if here >= clause.last:
        return None
    if flags[here] & p.COMP and "that" in cue.takes:
        return "that", (here + 1, clause.last)
    if flags[here] & p.TO and "to" in cue.takes and here + 1 < clause.last and p.verbal(words, here + 1):
        return "to", (here, clause.last)
    if words.low[here] == "for" and "for" in cue.takes:
        return "for", (here + 1, clause.last)
    if words.low[here] in {"include", "includes", "included"} and "include" in cue.takes:
        return "include", (here + 1, clause.last)
    if flags[here] & p.BE and "is" in cue.takes and here + 1 < clause.last:
        after = here + 1
        if flags[after] & (p.COMP | p.TO):
            return "is", (after + (1 if flags[after] & p.COMP else 0), clause.last)
    return None


def _adjective(clause: Clause, at: int, end: int, cue: Cue) -> Found | None:
    """ "X is eager to ...", "X is concerned that ..."."""
    words, flags = clause.words, clause.words.flags
    here = at - 1
    negated = False
    while here >= clause.first and flags[here] & (p.ADVERB | p.NEG) and not flags[here] & p.BE:
        negated = negated or bool(flags[here] & p.NEG)
        here -= 1
    if here < clause.first or not flags[here] & p.BE or here == clause.first:
        return None
    start, group_negated = p.group_before(words, here, clause.first)
    for k in range(start, here):
        if flags[k] & p.MODAL and not flags[k] & p.FUTURE:
            return None
    found = p.subject_before(words, start, clause.first)
    shared = found is None
    if found is None:
        found = clause.subject if flags[start - 1] & p.COORD else None
    made = _adjective_complement(clause, end, cue)
    if found is None or made is None:
        return None
    kind, content = made
    if not shared:
        clause.subject = found
    return Found(
        cue=(start, end),
        frame=f"be {cue.frame}",
        kind=kind,
        rule=f"adjective+{kind}",
        score=cue.takes.get(kind, 0.6),
        traits=frozenset({"act", "adjective"}),
        holder=found[0],
        aside=found[1],
        content=content,
        place=(start - 1 if shared else found[0][0], content[1]),
        negated=negated or group_negated or bool(flags[here] & p.NEG),
        shared=shared,
    )


def _adjective_complement(clause: Clause, end: int, cue: Cue) -> tuple[str, p.Group] | None:
    words, flags = clause.words, clause.words.flags
    if end >= clause.last:
        return None
    word, bits = words.low[end], flags[end]
    after = flags[end + 1] if end + 1 < clause.last else 0
    if bits & p.COMP and "that" in cue.takes:
        return "that", (end + 1, clause.last)
    if bits & p.TO and "to" in cue.takes and end + 1 < clause.last and p.verbal(words, end + 1):
        return "to", (end, clause.last)
    if bits & p.TO and "to-np" in cue.takes:
        return "to-np", (end + 1, clause.last)
    if word in {"about", "over", "at", "by", "with"} and "about" in cue.takes:
        return "about", (end + 1, clause.last)
    if word == "of" and "of" in cue.takes:
        return "of", (end + 1, clause.last)
    if "np" in cue.takes and not bits & p.MARK:
        return "np", (end, clause.last)
    if (
        "bare" in cue.takes
        and bits & (p.DET | p.POSS | p.PRON | p.NAME)
        and any(p.finite_at(words, k, end) for k in range(end + 1, min(clause.last, end + 12)))
    ):
        return "bare", (end, clause.last)
    return None
