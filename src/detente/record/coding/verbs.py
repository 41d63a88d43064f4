"""Finite verbs as cues: "X said that ...", "... , X said", "X, who demands ...", "which X says ..."."""

from dataclasses import replace

from detente.record.coding import phrases as p
from detente.record.coding.clauses import Clause, Found, Verb, content_before, main_subject, quote_ends
from detente.record.coding.complements import Complement, complement_after
from detente.record.coding.sources import inverted
from detente.record.coding.subjects import Subject, subject_before
from detente.record.coding.words import DASHES, Words
from detente.record.packs.language import FLAGS

__all__ = ["finite"]

_AS = FLAGS["as"]
_HYPOTHESIS = FLAGS["hypothesis"]
_OBJECTS = frozenset({"np", "np-as", "np-predicate"})
_NOTHING = frozenset({"", "trail"})
_ABLE = p.NAME | p.PRON | p.ROLE | p.GROUP | p.WHO | p.TEXT | p.CAPITAL


def finite(clause: Clause, verb: Verb) -> Found | None:
    """The statement of a finite verb; None where it has no holder or nothing is held."""
    words = clause.words
    found = subject_before(words, verb.start, clause.first)
    if found is not None and clause.quoted[found[0][1] - 1]:
        found = None
    turned = _inverted(clause, verb, found)
    if turned is not None:
        return turned
    if found is None:
        return _shared(clause, verb)
    holder = found[0]
    supposed = holder[0] > clause.first and words.flags[holder[0] - 1] & _HYPOTHESIS
    if supposed and "act" in verb.cue.traits and "speech" not in verb.cue.traits:
        return None
    if p.expression_at(words, holder[0], holder[1], clause.language, "source"):
        return None
    doubtful = verb.bits & p.NOUNLIKE and not verb.bits & p.PARTICIPLE and verb.start == verb.at
    if doubtful and not _agrees(words, verb, holder):
        return None
    made = complement_after(words, verb.end, clause.last, verb.cue, clause.quoted)
    if (doubtful and made.kind == "") or _hangs(clause, verb, made):
        return None
    if holder[1] - holder[0] == 1 and words.flags[holder[0]] & p.WHO:
        return _relative(clause, verb, made, holder[0])
    return _own(clause, verb, made, found)


def _inverted(clause: Clause, verb: Verb, found: Subject | None) -> Found | None:
    """The statement where the holder follows its verb."""
    ends = quote_ends(clause, verb.start)
    if "trail" not in verb.cue.takes or verb.start <= clause.first or (found is not None and not ends):
        return None
    if not ends and clause.words.low[verb.start - 1] not in DASHES:
        return None
    return inverted(clause, verb)


def _shared(clause: Clause, verb: Verb) -> Found | None:
    """A verb joined to an earlier one whose subject it shares."""
    if verb.start <= clause.first:
        return None
    prior = clause.words.flags[verb.start - 1]
    if not prior & (p.COORD | p.ADVERB) and clause.words.low[verb.start - 1] != ",":
        return None
    made = complement_after(clause.words, verb.end, clause.last, verb.cue, clause.quoted)
    subject = clause.subject or main_subject(clause, verb.start)
    if made.kind in _NOTHING or subject is None:
        return None
    first = verb.start - 1 if prior & p.COORD else verb.start
    over = clause.main is not None and bool(prior & p.COORD) and _over(clause, verb, clause.main[1])
    if over and clause.main is not None:
        subject = clause.main[0]
    done = _statement(clause, verb, made, subject, (first, made.content[1]), shared=True)
    done.over = over
    return done


def _over(clause: Clause, verb: Verb, start: int) -> bool:
    """Whether a verb joined by "and" goes on with the verb of saying, not with the clause that it governs.

    It does where the clause has an auxiliary that the verb lacks ("denied that it was late and blamed ...").
    """
    words = clause.words
    if "stance" in verb.cue.traits or verb.group & p.AUX & ~p.DO:
        return False
    here = next((k for k in range(start, verb.start) if p.finite_at(words, k, start)), -1)
    return here >= 0 and bool(words.flags[here] & p.AUX & ~p.DO)


def _relative(clause: Clause, verb: Verb, made: Complement, who: int) -> Found | None:
    """In "X, who demands ..., said" the holder is the noun phrase before; the clause ends at its comma."""
    words = clause.words
    here = who - 2 if who > clause.first and words.low[who - 1] == "," else who - 1
    if here < clause.first or not words.flags[who] & p.RELATIVE or made.kind in _NOTHING:
        return None
    found = subject_before(words, here + 1, clause.first)
    if found is None:
        return None
    if here == who - 2:
        stop = next((k for k in range(verb.at, clause.last) if words.low[k] == ","), clause.last)
        content = (made.content[0], min(max(stop, made.content[0] + 1), made.content[1]))
        made = replace(made, content=content)
    return _statement(clause, verb, made, found, (who, made.content[1]), shared=True)


def _own(clause: Clause, verb: Verb, made: Complement, found: Subject) -> Found | None:
    """A verb with its own subject: content after it, before it, or around it."""
    flags, cue, holder = clause.words.flags, verb.cue, found[0]
    gap = _gap(clause, verb, made, holder)
    if gap is not None:
        return gap
    relative = _in_relative(clause, made, holder)
    if relative and made.kind in _NOTHING and "bare" in cue.takes and verb.end < clause.last:
        if not flags[verb.end] & (p.AUX | p.FINITE):
            return None
        made = Complement("bare", cue.takes["bare"], (verb.end, clause.last))
    trailing = _trailing(clause, verb, made, holder)
    if trailing is not None:
        kind, content, place = trailing
        made = replace(made, kind=kind, content=content, score=cue.takes["trail"])
    elif made.kind in _NOTHING:
        return None
    else:
        place = (holder[0], made.content[1])
    if relative and made.kind in {"bare", "np", "trail"}:
        made = _before_main(clause, made)
        place = (holder[0] - 1, min(place[1], made.content[1]) if trailing is None else place[1])
    if trailing is None or clause.subject is None:
        clause.subject = found
    if clause.main is None and trailing is None and made.kind in {"that", "bare"}:
        clause.main = (found, made.content[0])
    done = _statement(clause, verb, made, found, place)
    done.relative = relative
    return done


def _statement(
    clause: Clause, verb: Verb, made: Complement, holder: Subject, place: p.Group, *, shared: bool = False
) -> Found:
    return Found(
        cue=(verb.start, verb.end),
        frame=verb.cue.frame,
        kind=made.kind,
        rule=f"verb+{made.kind}",
        score=made.score,
        traits=verb.cue.traits,
        holder=holder[0],
        aside=holder[1],
        content=made.content,
        place=(max(clause.first, place[0]), place[1]),
        to=made.to,
        negated=verb.negated,
        shared=shared,
    )


def _gap(clause: Clause, verb: Verb, made: Complement, holder: p.Group) -> Found | None:
    """The statement of ", a condition that X rejected": what is held stands before the relative clause."""
    words, flags = clause.words, clause.words.flags
    who = holder[0] - 1
    zero = _zero_relative(clause, who)
    empty = made.kind in _NOTHING or made.kind in {"np-as", "np-predicate"}
    if (
        who <= clause.first + 1
        or not (flags[who] & p.WHO or zero)
        or not empty
        or not verb.cue.takes.keys() & _OBJECTS
    ):
        return None
    comma = who if words.low[who - 1] != "," else who - 1
    while comma > clause.first and words.low[comma] not in DASHES:
        comma -= 1
        if who - comma > 8:
            return None
    loose = p.AUX | p.TO | p.GERUND | p.FINITE
    inside = (flags[k] for k in range(comma + 1, who))
    if words.low[comma] not in DASHES or any(f & loose and not f & p.NOUNLIKE for f in inside):
        return None
    stop = next((k for k in range(verb.end, clause.last) if words.low[k] in DASHES), clause.last)
    content = (comma + 1, who + zero) if comma + 1 < who else (comma + 1, stop)
    found = Complement("gap", verb.cue.takes.get("np", 0.75), content)
    done = _statement(clause, verb, found, (holder, None), (comma + 1, stop))
    done.relative = True
    return done


def _before_main(clause: Clause, made: Complement) -> Complement:
    """The complement in a relative clause, ended at the comma before the main verb of the sentence."""
    first, last = made.content
    for k in range(first + 2, last - 1):
        if clause.words.low[k] == "," and p.finite_at(clause.words, k + 1, k):
            return replace(made, content=(first, k))
    return made


def _zero_relative(clause: Clause, noun: int) -> bool:
    """Whether the word ends a phrase that takes up what was said, as in ", a charge it rejected"."""
    words, flags = clause.words, clause.words.flags
    start = noun - 1 - (noun > clause.first and not flags[noun - 1] & p.DET)
    if start <= clause.first or not flags[start] & p.DET or words.low[start - 1] not in DASHES:
        return False
    return p.nominal(words, noun) and not flags[noun] & (p.CAPITAL | p.ROLE | p.GROUP | p.TIME | p.MARK)


def _in_relative(clause: Clause, made: Complement, holder: p.Group) -> bool:
    """Whether the holder stands right after a relative pronoun that is no mere "that" after a cue."""
    flags = clause.words.flags
    left = flags[holder[0] - 1] if holder[0] > clause.first else 0
    if not left & p.WHO:
        return False
    if left & p.COMP:
        before = flags[max(clause.first, holder[0] - 2)]
        return made.kind in _NOTHING and not before & (p.COORD | p.FINITE)
    return True


def _hangs(clause: Clause, verb: Verb, made: Complement) -> bool:
    """Whether the word is rather a participle that belongs to its noun ("officials briefed on")."""
    if "addressee" not in verb.cue.traits or made.to is not None or made.kind in {"", "trail", "that"}:
        return False
    return verb.end < clause.last and bool(clause.words.flags[verb.end] & p.PREP)


def _agrees(words: Words, verb: Verb, holder: p.Group) -> bool:
    """Whether a form that may be a noun ("demands", "report") can be the verb of this holder."""
    last = max(holder[0], p.core_end(words, holder) - 1)
    flags = words.flags[last]
    many = words.plural(last) or any(words.flags[k] & p.COORD for k in range(*holder))
    if verb.bits & p.INFINITE:
        return many and not flags & p.NUMBER
    return bool(flags & _ABLE) and (not words.plural(last) or bool(flags & (p.CAPITAL | p.WHO)))


def _trailing(
    clause: Clause, verb: Verb, made: Complement, holder: p.Group
) -> tuple[str, p.Group, p.Group] | None:
    """Content before the holder ("..., X said"), with what goes on after the cue; frame, content, place."""
    words, flags = clause.words, clause.words.flags
    if "trail" not in verb.cue.takes:
        return None
    left, last = holder[0] - 1, made.content[1]
    if left == clause.first and flags[left] & _AS and made.kind == "trail" and last + 3 < clause.last:
        return "as", (last + 1, clause.last), (left, clause.last)
    quote = quote_ends(clause, holder[0])
    if left < clause.first or made.kind == "that":
        return None
    if not quote and (words.low[left] not in DASHES or made.kind not in _NOTHING):
        return None
    start = content_before(clause, holder[0])
    end = left if words.low[left] in DASHES else holder[0]
    if end - start < 2 and not quote:
        return None
    tail = last < clause.last and words.low[last] == "," and clause.last - last > 4
    if quote:
        more = any(clause.quoted[k] for k in range(last, min(clause.last, last + 4)))
        return (
            "trail",
            (start, clause.last if more else end),
            (start, clause.last if more or not tail else last),
        )
    if tail and not flags[last + 1] & (p.COORD | p.SUBORD | p.GERUND):
        return "trail", (start, clause.last), (start, clause.last)
    return "trail", (start, end), (start, last if tail else clause.last)
