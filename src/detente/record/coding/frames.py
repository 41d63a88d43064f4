"""The cues of one sentence, each by the reader of its kind: verbs, nouns, adjectives, named sources."""

from detente.record.coding import phrases as p
from detente.record.coding.clauses import Clause, Found, Verb
from detente.record.coding.holdings import adjective, noun, viewpoint
from detente.record.coding.sources import source
from detente.record.coding.verbals import gerund, infinitive, passive
from detente.record.coding.verbs import finite
from detente.record.packs.language import FLAGS, Cue, VerbForm

__all__ = ["cues_in"]

_VERBCUE, _NOUNCUE, _ADJECTIVE = FLAGS["verbcue"], FLAGS["nouncue"], FLAGS["adjectivecue"]
_PHRASE = FLAGS["phrase"]
_VIEWPOINT = FLAGS["viewpoint"]
_CUES = _VIEWPOINT | _VERBCUE | _NOUNCUE | _ADJECTIVE | _PHRASE


def cues_in(clause: Clause) -> list[Found]:
    """The cues of a sentence in its order; those inside quotation marks belong to who is quoted."""
    found: list[Found] = []
    flags, quoted = clause.words.flags, clause.quoted
    after = clause.first
    for at in [k for k in range(clause.first, clause.last) if flags[k] & _CUES and not quoted[k]]:
        if at >= after and (made := _cue(clause, at, flags[at])) is not None:
            found.append(made)
            after = made.cue[1]
    return found


def _cue(clause: Clause, at: int, bits: int) -> Found | None:
    """What the word begins: the first reader that understands it decides."""
    made: Found | None = None
    if bits & _PHRASE:
        made = _expression(clause, at)
    if made is None and bits & _VERBCUE:
        made = _verb(clause, at)
    if made is None and bits & _VIEWPOINT:
        made = viewpoint(clause, at)
    if made is None and bits & _NOUNCUE:
        made = noun(clause, at)
    if made is None and bits & _ADJECTIVE:
        made = adjective(clause, at, at + 1, clause.language.adjectives[clause.words.low[at]])
    return made


def _expression(clause: Clause, at: int) -> Found | None:
    low = clause.words.low
    if at + 1 >= clause.last:
        return None
    second = low[at + 1]
    for rest, kind, cue in clause.language.expressions[low[at]]:
        if cue is None or not rest or rest[0] != second:
            continue
        end = at + 1 + len(rest)
        if end > clause.last or tuple(low[at + 1 : end]) != rest:
            continue
        return source(clause, at, end, cue) if kind == "source" else adjective(clause, at, end, cue)
    return None


def _verb(clause: Clause, at: int) -> Found | None:
    """The cue that a verb is in its form: gerund, passive, infinitive or finite."""
    words, flags = clause.words, clause.words.flags
    form = clause.language.verbs.get(words.low[at])
    if form is None or flags[at] & p.NAME or (flags[at] & p.CAPITAL and at > clause.first):
        return None
    cue, end = _with_particle(clause, at, form)
    if cue is None:
        return None
    start, negated = p.group_before(words, at, clause.first)
    group = 0
    for k in range(start, at):
        group |= flags[k]
    verb = Verb(start=start, at=at, end=end, cue=cue, negated=negated, bits=flags[at], group=group)
    if verb.conditional and cue.traits & {"act", "thought"}:
        return None
    if verb.bits & p.GERUND and not group & p.BE:
        return gerund(clause, verb)
    if verb.passive:
        return passive(clause, verb)
    to = at - 1
    while to > clause.first and flags[to] & p.ADVERB:
        to -= 1
    if to >= clause.first and flags[to] & p.TO and verb.bits & p.INFINITE and not group & p.AUX:
        return infinitive(clause, verb, to)
    return None if _is_noun(clause, verb) else finite(clause, verb)


def _with_particle(clause: Clause, at: int, form: VerbForm) -> tuple[Cue | None, int]:
    """The cue of a verb with its particle ("call for"), an adverb between them allowed, and its end."""
    low, flags = clause.words.low, clause.words.flags
    for rest, cue in form.particles:
        after = at + 1
        for _ in range(2):
            if after + len(rest) > clause.last:
                break
            if tuple(low[after : after + len(rest)]) == rest:
                return cue, after + len(rest)
            if not flags[after] & p.ADVERB:
                break
            after += 1
    return form.cue, at + 1


def _is_noun(clause: Clause, verb: Verb) -> bool:
    """Whether what precedes makes the word a noun or an adjective ("the demands", "its stated goals")."""
    before = verb.start - 1
    if verb.group & p.AUX or before < clause.first:
        return False
    prior = clause.words.flags[before]
    if prior & (p.DET | p.POSS | p.PREP) and not prior & (p.PRON | p.WHO | p.NAME):
        return not prior & p.CAPITAL or before == clause.first
    return bool(prior & p.MARK) and clause.words.low[before] in p.ENDINGS
