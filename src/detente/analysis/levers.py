"""The single changes that `unlock` may combine: the levers of a case, and those that follow from its form.

A generated one takes effort 1 by assumption; a lever states its own. Of each is known which answers it
touches, and whether it can only help.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from detente.analysis.program import Leaf
from detente.case.change import reading_choices
from detente.case.model import Case, Change, Lever
from detente.case.preferences import Range, reservation_at
from detente.case.procedure import Quota, Rule, rule_actors
from detente.languages import worded, worded_figure

__all__ = [
    "MANDATES",
    "OPTIONS",
    "RULES",
    "Candidate",
    "additive",
    "candidates_of",
    "helps",
    "touched",
    "touches",
]

RULES, OPTIONS, MANDATES = Leaf("rules", ""), Leaf("options", ""), Leaf("mandates", "")
_ASSUMED = "effort 1 by assumption"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One thing that could change, in words, with the changes that it makes and its effort.

    `kind` is "lever", "extra", "red line", "reservation", "exit", "reading", "influence", "option",
    "consent" or "mandate". `assumption` says what the effort rests on.
    """

    id: str
    kind: str
    name: str
    changes: tuple[Change, ...]
    effort: float
    assumption: str = ""
    evidence: tuple[str, ...] = ()

    def __str__(self) -> str:
        """What changes, in words."""
        return self.name


def candidates_of(
    case: Case, *, mandates: bool = False, extra: Sequence[Change | Lever] = ()
) -> tuple[Candidate, ...]:
    """Every change that could be tried in a case, by id: levers, `extra`, and the generated ones.

    A generated one that a lever or an extra already makes is left out, and so is one that changes nothing.

    >>> from detente.case.library import example
    >>> candidates_of(example("panama-canal-1974"))
    ()
    """
    stated = [_of_lever(lever, "lever") for lever in case.levers]
    for number, change in enumerate(extra):
        if isinstance(change, Lever):
            stated.append(_of_lever(change, "extra"))
        else:
            name = worded("{path} becomes {value}", path=change.path, value=change.value)
            told = Candidate(
                id=f"extra.{number}.{change.path}",
                kind="extra",
                name=name,
                changes=(change,),
                effort=change.effort,
                assumption=change.source,
            )
            stated.append(told)
    known = {frozenset((c.path, repr(_number(c.value))) for c in candidate.changes) for candidate in stated}
    made = [candidate for candidate in _generated(case, mandates=mandates) if _key(candidate) not in known]
    return tuple(sorted([*stated, *made], key=lambda candidate: candidate.id))


def touches(case: Case, candidate: Candidate) -> frozenset[Leaf]:
    """The answers that a candidate may change: leaves, or RULES, OPTIONS and MANDATES."""
    return frozenset(leaf for change in candidate.changes for leaf in touched(case, change.path))


def additive(case: Case, candidates: Sequence[Candidate], *, drawn: bool) -> bool:
    """Whether what these do to a margin together is the sum of what each does alone.

    So it is unless two of them move the same thing, or one moves a weight and another a weight or a score of
    the same actor; in draws also when they move scores of one issue, which are kept in order.
    """
    moved = [
        {_place(case, change.path, drawn=drawn) for change in candidate.changes} for candidate in candidates
    ]
    together = set().union(*moved)
    weighed = {actor for kind, actor, _ in together if kind == "weights"}
    alone = all(kind not in {"weights", "scores"} or actor not in weighed for kind, actor, _ in together)
    return alone and len(together) == sum(len(places) for places in moved)


def _place(case: Case, path: str, *, drawn: bool) -> tuple[str, str, str]:
    """What a path moves, coarsely: its kind, its actor, and which of the actor's things."""
    head, _, rest = path.partition(".")
    if head != "preferences":
        return head, "", rest.rpartition(".")[0]
    actor = _longest(rest, (p.actor for p in case.preferences))
    kind, _, name = rest.removeprefix(f"{actor}.").partition(".")
    if kind == "scores" and drawn:
        name = _longest(name, (issue.id for issue in case.issues))
    return kind, actor, name


def helps(case: Case, candidate: Candidate) -> bool:
    """Whether a candidate can only add packages to the zone, whatever else changes; False when in doubt."""
    return all(_helps(case, change) for change in candidate.changes)


def _of_lever(lever: Lever, kind: str) -> Candidate:
    return Candidate(
        id=f"{kind}.{lever.id}",
        kind=kind,
        name=lever.name,
        changes=lever.changes,
        effort=lever.effort,
        assumption=lever.assumption,
        evidence=lever.evidence,
    )


def _key(candidate: Candidate) -> frozenset[tuple[str, str]]:
    return frozenset((change.path, repr(_number(change.value))) for change in candidate.changes)


def _number(value: Any) -> Any:
    """Low, likely and high of anything that says a number; other values as they are."""
    if isinstance(value, Range):
        return (float(value.low), float(value.likely), float(value.high))
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return (float(value),) * 3
    if isinstance(value, (list, tuple)) and len(value) == 3:
        return tuple(float(part) for part in value)
    return value


def _asked(case: Case) -> list[str]:
    """Actors whose preferences decide something, in alphabetical order."""
    names = {party.principal for party in case.parties}
    for party in case.parties:
        for reading in party.approval.readings:
            names.update(rule_actors(reading.rule))
    names.update(consent.actor for consent in case.consents if consent.gives is None)
    return sorted(names)


def _generated(case: Case, *, mandates: bool) -> Iterator[Candidate]:
    for actor in _asked(case):
        yield from _of_preferences(case, actor)
    yield from _of_readings(case)
    yield from _of_others(case)
    for issue in case.table:
        for option in issue.options:
            if not option.available:
                path = f"issues.{issue.id}.options.{option.id}.available"
                name = worded("{issue}: the option {option} is added", issue=issue.name, option=option.name)
                yield _made("option", name, path, value=True)
    for mandate in case.mandates if mandates else ():
        if not mandate.base:
            name = worded(
                "{party}: the mandate is as {mandate} tells it",
                party=case.named(mandate.party),
                mandate=mandate.id,
            )
            yield _made("mandate", name, f"mandates.{mandate.party}", value=mandate.id)
        for limited, _ in mandate.allows:
            name = worded(
                "{party}: the mandate {mandate} leaves {issue} free",
                party=case.named(mandate.party),
                mandate=mandate.id,
                issue=case.issue(limited).name,
            )
            yield _made("mandate", name, f"mandates.{mandate.id}.free.{limited}", value=True)


def _of_readings(case: Case) -> Iterator[Candidate]:
    for path, readings in reading_choices(case):
        party = path.partition(".")[2]
        rule = case.party(party).approval if party else case.deal_rule
        whose = case.named(party) if party else worded("the deal")
        for reading in readings:
            if rule is not None and reading != rule.base.id:
                # Translators: `whose`: a party, or "the deal"; `reading`: one way to read its rule.
                name = worded("{whose}: the rule is read as {reading}", whose=whose, reading=reading)
                yield _made("reading", name, path, value=reading)


def _of_others(case: Case) -> Iterator[Candidate]:
    """Exits, influences and consents."""
    for threat in case.exit_threats:
        if threat.credibility.high > 0:
            path = f"exit_threats.{threat.actor}.credibility"
            name = worded("{actor}: the exit threat is not carried out", actor=case.named(threat.actor))
            yield _made("exit", name, path, value=0.0)
    for influence in case.influences:
        if not influence.in_force:
            # Translators: {kind} is guarantee, pressure or side-payment; {influence} stands in the case file.
            name = worded(
                "{actor}: {kind} {influence} is given",
                actor=case.named(influence.on),
                kind=worded(influence.kind),
                influence=influence.id,
            )
            yield _made("influence", name, f"influences.{influence.id}.in_force", value=True)
    for consent in case.consents:
        if consent.gives is None or consent.gives.low < 1:
            actor = case.named(consent.actor)
            name = worded("{actor}: consent {consent} is given", actor=actor, consent=consent.id)
            yield _made("consent", name, f"consents.{consent.id}.gives", value=1.0)


def _of_preferences(case: Case, actor: str) -> Iterator[Candidate]:
    wants = case.preferences_of(actor)
    if wants is None:
        return
    for line in wants.red_lines:
        if line.holds.high > 0:
            path = f"preferences.{actor}.red_lines.{line.id}.holds"
            name = worded("{actor}: red line {line} is dropped", actor=case.named(actor), line=line.id)
            yield _made("red line", name, path, value=0.0)
    asks = reservation_at(wants, case.as_of).range
    if asks.low < asks.likely:
        name = worded(
            "{actor}: the reservation is at its low end, {low}",
            actor=case.named(actor),
            low=worded_figure(asks.low),
        )
        yield _made("reservation", name, f"preferences.{actor}.reservation", value=asks.low)


def _made(kind: str, name: str, path: str, *, value: Any) -> Candidate:
    change = Change(path=path, value=value, source=f"what if: {name}")
    number = f"={value}" if isinstance(value, str) else ""
    return Candidate(
        id=f"{path}{number}", kind=kind, name=name, changes=(change,), effort=1.0, assumption=_ASSUMED
    )


def touched(case: Case, path: str) -> Iterator[Leaf]:
    """The answers that a change at this path may change: leaves, or RULES, OPTIONS and MANDATES."""
    head, _, rest = path.partition(".")
    if head == "issues":
        yield OPTIONS
    elif head in {"approval", "deal_rule"}:
        yield RULES
    elif head == "mandates":
        yield MANDATES
    elif head == "preferences":
        actor = _longest(rest, (p.actor for p in case.preferences))
        lines = rest.removeprefix(f"{actor}.").startswith("red_lines.")
        yield Leaf("lines" if lines else "gain", actor)
    elif head == "influences":
        name = _longest(rest, (i.id for i in case.influences))
        yield from (Leaf("gain", i.on) for i in case.influences if i.id == name)
    elif head == "consents":
        name = _longest(rest, (c.id for c in case.consents))
        yield Leaf("consent", name)
        if any(c.id == name and c.gives is None for c in case.consents):
            yield RULES
    else:
        actor = _longest(rest, (t.actor for t in case.exit_threats))
        yield from (Leaf("stays", actor), Leaf("left", actor))
        yield from (Leaf("gain", p.principal) for p in case.parties if p.id == case.party_of(actor))


def _longest(rest: str, names: Iterable[str]) -> str:
    return max((n for n in names if rest.startswith(f"{n}.") or rest == n), key=len, default="")


def _helps(case: Case, change: Change) -> bool:
    head, _, rest = change.path.partition(".")
    if head == "issues" or (head == "mandates" and ".free." in rest):
        return change.value is True
    if head in {"approval", "deal_rule", "mandates"}:
        return False
    if change.path.endswith(".in_force"):
        name = rest.removesuffix(".in_force")
        return any(i.id == name and i.adds.low >= 0 for i in case.influences) and change.value is True
    value = _number(change.value)
    before = _before(case, change.path)
    if not isinstance(value, tuple) or before is None:
        return head == "consents" and value == (1.0, 1.0, 1.0)
    less = all(a <= b for a, b in zip(value, before, strict=True))
    more = all(a >= b for a, b in zip(value, before, strict=True))
    if change.path.endswith(".credibility"):
        return less and _only_harms(case, rest.removesuffix(".credibility"))
    if change.path.endswith((".reservation", ".holds")):
        return less
    return more and ".weights." not in change.path


def _before(case: Case, path: str) -> tuple[float, float, float] | None:
    """Low, likely and high of the number at a path, None for one that is not there."""
    head, _, rest = path.partition(".")
    if head == "preferences" and path.endswith(".reservation"):
        wants = case.preferences_of(rest.removesuffix(".reservation"))
        found = None if wants is None else reservation_at(wants, case.as_of).range
    else:
        found = dict(case.numbers()).get(path)
    return None if found is None else (found.low, found.likely, found.high)


def _only_harms(case: Case, actor: str) -> bool:
    """Whether an exit lowers the principal's utility and no quota falls with it."""
    effects = [t.principal_effect.high for t in case.exit_threats if t.actor == actor]
    rules = [reading.rule for party in case.parties for reading in party.approval.readings]
    return max(effects, default=0.0) <= 0 and not any(_shrinks(rule, actor) for rule in rules)


def _shrinks(rule: Rule, actor: str) -> bool:
    if isinstance(rule, Quota):
        return rule.leavers == "shrink" and actor in dict(rule.seats)
    return any(_shrinks(part, actor) for part in getattr(rule, "rules", ()))
