"""Verbs that are not finite as cues: "saying that ...", "went on to say ...", "was rejected by X"."""

from detente.record.coding import phrases as p
from detente.record.coding.clauses import Clause, Found, Verb, main_subject
from detente.record.coding.complements import complement_after
from detente.record.coding.subjects import Subject, subject_before
from detente.record.packs.language import FLAGS

__all__ = ["gerund", "infinitive", "passive"]

_COMPANION, _CAUSING, _GOING = FLAGS["companion"], FLAGS["causing"], FLAGS["going"]
_DECLINING, _AGENT = FLAGS["declining"], FLAGS["agent"]


def gerund(clause: Clause, verb: Verb) -> Found | None:
    """The statement of ", saying that ..." by the subject before it, or of "with X saying ..."."""
    words, flags = clause.words, clause.words.flags
    before = verb.at - 1
    while before >= clause.first and flags[before] & p.ADVERB:
        before -= 1
    if before < clause.first or not verb.cue.traits & {"speech", "act"}:
        return None
    made = complement_after(words, verb.end, clause.last, verb.cue, clause.quoted)
    if made.kind in {"", "trail"}:
        return None
    first: int = before + 1
    alone = clause.subject is None
    holder = clause.subject
    if words.low[before] != "," and not flags[before] & (p.SUBORD | p.COORD):
        with_ = _companion(clause, before)
        if with_ is None and (not p.nominal(words, before) or "speech" not in verb.cue.traits):
            return None
        holder = with_ or holder or main_subject(clause, before)
        first = with_[0][0] - 1 if with_ else first
    elif holder is None:
        holder = main_subject(clause, before)
    if holder is None:
        return None
    if alone and made.kind in {"that", "bare"} and holder[0][0] < first and words.low[before] == ",":
        first = holder[0][0]
    return Found(
        cue=(verb.at, verb.end),
        frame=verb.cue.frame,
        kind=made.kind,
        rule=f"gerund+{made.kind}",
        score=made.score * clause.language.rules.get("gerund", 0.8),
        traits=verb.cue.traits,
        holder=holder[0],
        aside=holder[1],
        content=made.content,
        place=(first, made.content[1]),
        to=made.to,
        shared=True,
    )


def _companion(clause: Clause, before: int) -> Subject | None:
    """The holder of "with X saying"."""
    words = clause.words
    if not p.nominal(words, before):
        return None
    for here in range(before - 1, max(clause.first - 1, before - 9), -1):
        if words.flags[here] & _COMPANION:
            whole = p.after_phrase(words, here + 1, before + 1) > here + 1
            return ((here + 1, before + 1), None) if whole else None
    return None


def infinitive(clause: Clause, verb: Verb, to: int) -> Found | None:
    """The statement of "X went on to say that ..." or "leading X to declare that ..."."""
    words, flags = clause.words, clause.words.flags
    made = complement_after(words, verb.end, clause.last, verb.cue, clause.quoted)
    before = to - 1
    if made.kind not in {"that", "wh", "quote", "bare"} or "speech" not in verb.cue.traits:
        return None
    if before < clause.first:
        return None
    negated = False
    if flags[before] & _GOING or (flags[before] & p.PREP and flags[before - 1] & _GOING):
        going = before if flags[before] & _GOING else before - 1
        start, negated = p.group_before(words, going, clause.first)
        found = subject_before(words, start, clause.first) or clause.subject
        negated = negated or bool(flags[going] & _DECLINING)
        first = found[0][0] if found else start
    else:
        found = subject_before(words, to, clause.first)
        if found is None or found[0][0] <= clause.first or not flags[found[0][0] - 1] & _CAUSING:
            return None
        first = found[0][0] - 1
    if found is None:
        return None
    return Found(
        cue=(verb.at, verb.end),
        frame=verb.cue.frame,
        kind=made.kind,
        rule=f"infinitive+{made.kind}",
        score=made.score * 0.85,
        traits=verb.cue.traits,
        holder=found[0],
        aside=found[1],
        content=made.content,
        place=(min(first, verb.at), made.content[1]),
        to=made.to,
        negated=negated,
    )


def passive(clause: Clause, verb: Verb) -> Found | None:
    """The statement of "was rejected by X" or "it is asserted by X that ..."."""
    words, flags = clause.words, clause.words.flags
    by = _agent(clause, verb.end)
    if by < 0 or flags[by + 1] & (p.GERUND | p.TIME):
        return None
    stop = p.after_phrase(words, by + 1, clause.last)
    found = subject_before(words, verb.start, clause.first)
    if stop == by + 1 or found is None:
        return None
    content = (found[0][0], by)
    if stop < clause.last and flags[stop] & p.COMP:
        content = (stop + 1, clause.last)
    if content[0] >= content[1]:
        return None
    return Found(
        cue=(verb.start, verb.end),
        frame=verb.cue.frame,
        kind="passive",
        rule="passive",
        score=clause.language.rules.get("passive", 0.7),
        traits=verb.cue.traits,
        holder=(by + 1, stop),
        content=content,
        place=(found[0][0], clause.last),
        negated=verb.negated,
    )


def _agent(clause: Clause, at: int) -> int:
    """The preposition that names who did it, soon after the verb; -1 for none."""
    flags = clause.words.flags
    for here in range(at, min(clause.last - 1, at + 12)):
        if flags[here] & _AGENT:
            return here
        if flags[here] & (p.MARK | p.COMP | p.COORD):
            break
    return -1
