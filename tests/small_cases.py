"""Small random cases, and what they imply worked out package by package with plain fractions.

The oracle reads the rules of the format page afresh and shares nothing with `detente.analysis`.
"""

import itertools
import math
from collections.abc import Iterator, Mapping
from fractions import Fraction

from hypothesis import strategies as st

from detente.case.model import Actor, Case, Constraint, Issue, Option, Party, Ratifier
from detente.case.preferences import DatedRange, Interaction, Literals, Preferences, Range, RedLine
from detente.case.procedure import (
    Approval,
    AtLeast,
    Consent,
    ExitThreat,
    Influence,
    Quota,
    Reading,
    Rule,
    Says,
    rule_actors,
)

__all__ = ["Plain", "small_cases"]

Terms = Mapping[str, str]


class Plain:
    """A case answered with nothing but loops: who says yes to a package, and whether it passes."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.outside = {i.id: i.if_silent for i in case.issues if not i.on_table}

    def packages(self) -> Iterator[dict[str, str]]:
        issues = self.case.table
        for chosen in itertools.product(*([o.id for o in i.options if o.available] for i in issues)):
            yield dict(zip([i.id for i in issues], chosen, strict=True))

    def holds(self, literals: Literals, terms: Terms, how: type = all) -> bool:
        full = {**self.outside, **terms}
        return how(full[issue] in options for issue, options in literals)

    def weights(self, actor: str) -> dict[str, Fraction]:
        wants = self.case.preferences_of(actor)
        drawn = {issue: exactly(w.likely) for issue, w in wants.weights}
        if wants.measure == "share":
            drawn = {issue: w / sum(drawn.values()) for issue, w in drawn.items()}
        return drawn

    def utility(self, actor: str, terms: Terms) -> Fraction:
        wants, weights = self.case.preferences_of(actor), self.weights(actor)
        scores = {issue: dict(options) for issue, options in wants.scores}
        total = sum((weights[i] * exactly(scores[i][o].likely) for i, o in terms.items()), Fraction(0))
        total += sum(exactly(x.adds.likely) for x in wants.interactions if self.holds(x.when, terms))
        for influence in self.case.influences:
            if influence.in_force and influence.on == actor and self.holds(influence.when, terms):
                total += exactly(influence.adds.likely)
        for threat in self.case.exit_threats:
            party = self.case.party(self.case.party_of(threat.actor))
            if party.principal == actor and self.has_left(threat.actor, terms):
                total += exactly(threat.principal_effect.likely)
        return total

    def has_left(self, actor: str, terms: Terms) -> bool:
        threats = [t for t in self.case.exit_threats if t.actor == actor]
        return any(t.credibility.likely >= 0.5 and self.holds(t.on, terms, any) for t in threats)

    def crosses(self, actor: str, terms: Terms) -> bool:
        return any(
            line.holds.likely >= 0.5
            and self.holds(line.never, terms)
            and not (line.unless and self.holds(line.unless, terms))
            for line in self.case.preferences_of(actor).red_lines
        )

    def says_yes(self, actor: str, terms: Terms) -> bool:
        reservation = exactly(self.case.preferences_of(actor).reservation[-1].range.likely)
        content = self.utility(actor, terms) >= reservation
        return content and not self.crosses(actor, terms) and not self.has_left(actor, terms)

    def met(self, rule: Rule, terms: Terms, granted: frozenset[str], refused: frozenset[str]) -> bool:
        def yes(actor: str) -> bool:
            return actor in granted or (actor not in refused and self.says_yes(actor, terms))

        match rule:
            case Says(actor=actor):
                return yes(actor)
            case AtLeast(k=k, rules=rules):
                return sum(self.met(part, terms, granted, refused) for part in rules) >= k
            case Quota(seats=seats, need=need, leavers=leavers):
                if leavers == "shrink":
                    left = [n for a, n in seats if a not in granted and self.has_left(a, terms)]
                    total = sum(n for _, n in seats)
                    need = max(math.ceil(Fraction(need * (total - sum(left)), total)), 1)
                return sum(n for actor, n in seats if yes(actor)) >= need

    def passes(
        self,
        terms: Terms,
        *,
        granted: frozenset[str] = frozenset(),
        refused: frozenset[str] = frozenset(),
        readings: Mapping[str, str] | None = None,
    ) -> bool:
        chosen = readings or {}
        if any(self.holds(constraint.never, terms) for constraint in self.case.constraints):
            return False
        for consent in self.case.consents:
            asked = self.holds(consent.over, terms, any) and consent.actor not in granted
            if asked and consent.actor in refused:
                return False
            if asked and consent.gives is None and not self.says_yes(consent.actor, terms):
                return False
            if asked and consent.gives is not None and consent.gives.likely < 0.5:
                return False
        said = {}
        for party in self.case.parties:
            reading = party.approval.reading(chosen.get(party.id, "")) or party.approval.base
            said[party.id] = self.met(reading.rule, terms, granted, refused)
        rule = self.case.deal_rule.base.rule if self.case.deal_rule else None
        return all(said.values()) if rule is None else _agreed(rule, said)

    def zone(self, **how: object) -> list[dict[str, str]]:
        return [terms for terms in self.packages() if self.passes(terms, **how)]


def exactly(value: float) -> Fraction:
    return Fraction(repr(value))


def _agreed(rule: Rule, said: Mapping[str, bool]) -> bool:
    match rule:
        case Says(actor=actor):
            return said[actor]
        case AtLeast(k=k, rules=rules):
            return sum(_agreed(part, said) for part in rules) >= k
        case Quota(seats=seats, need=need):
            return sum(n for party, n in seats if said[party]) >= need


def tenths(low: int, high: int) -> st.SearchStrategy[float]:
    return st.integers(low, high).map(lambda n: n / 10)


def ranges(low: int, high: int) -> st.SearchStrategy[Range]:
    triples = st.tuples(*[tenths(low, high)] * 3).map(sorted)
    return triples.map(lambda three: Range(low=three[0], likely=three[1], high=three[2]))


@st.composite
def literals(draw: st.DrawFn, issues: tuple[Issue, ...], most: int = 2) -> Literals:
    chosen = draw(st.lists(st.sampled_from(issues), min_size=1, max_size=most, unique_by=lambda i: i.id))
    return tuple(
        (i.id, tuple(draw(st.lists(st.sampled_from([o.id for o in i.options]), min_size=1, unique=True))))
        for i in chosen
    )


@st.composite
def small_cases(draw: st.DrawFn, *, uncertain: bool = False) -> Case:
    """Two parties, up to three ratifiers each, two or three issues of two or three options."""
    issues = tuple(
        Issue(
            id=f"i{k}",
            name=f"i{k}",
            ordered=draw(st.booleans()),
            on_table=k < 3,
            if_silent="x" if k == 3 else "",
            options=tuple(
                Option(id=o, name=o, available=o != "w") for o in "xyzw"[: draw(st.integers(2, 4))]
            ),
        )
        for k in range(draw(st.integers(2, 4)))
    )
    number = ranges if uncertain else (lambda low, high: tenths(low, high).map(Range.of))
    members = {p: [f"{p}{n}" for n in range(draw(st.integers(0, 3)))] for p in "ab"}
    asked = [actor for p in "ab" for actor in (members[p] or [p])] + ["m"]
    preferences = tuple(draw(wants(actor, issues, number)) for actor in asked)
    exits = [actor for actor in asked if actor not in {"a", "b", "m"}]
    return Case(
        id="small",
        title="small",
        issues=issues,
        parties=tuple(draw(parties(p, members[p])) for p in "ba"),
        ratifiers=tuple(Ratifier(id=r, name=r, party=p) for p in "ab" for r in members[p]),
        actors=(Actor(id="m", name="m", role="mediator"), Actor(id="n", name="n", role="outside actor")),
        preferences=preferences,
        deal_rule=draw(st.sampled_from([None, _either_party()])),
        exit_threats=tuple(
            ExitThreat(
                actor=actor,
                on=draw(literals(issues)),
                credibility=draw(number(0, 10)),
                principal_effect=draw(number(-5, 5)),
            )
            for actor in (draw(st.lists(st.sampled_from(exits), unique=True, max_size=2)) if exits else [])
        ),
        consents=tuple(
            Consent(id=f"c-{actor}", actor=actor, over=draw(literals(issues)), gives=gives)
            for actor, gives in draw(
                st.sampled_from([(), (("m", None),), (("n", Range.of(0.2)),), (("n", Range.of(0.7)),)])
            )
        ),
        influences=tuple(
            Influence(
                id=f"f{k}",
                on=draw(st.sampled_from(asked)),
                adds=draw(number(-3, 5)),
                when=draw(literals(issues)) if draw(st.booleans()) else (),
                in_force=draw(st.booleans()),
            )
            for k in range(draw(st.integers(0, 2)))
        ),
        constraints=tuple(
            Constraint(id=f"k{k}", never=draw(literals(issues))) for k in range(draw(st.integers(0, 1)))
        ),
    )


def _either_party() -> Approval:
    return Approval(
        readings=(Reading(id="either", rule=AtLeast(k=1, rules=(Says(actor="a"), Says(actor="b")))),)
    )


@st.composite
def parties(draw: st.DrawFn, party: str, members: list[str]) -> Party:
    if not members:
        own = Approval(readings=(Reading(id="self", rule=Says(actor=party)),))
        return Party(id=party, name=party, principal=party, approval=own)
    readings = tuple(
        Reading(id=f"r{k}", rule=draw(rules(members)), base=k == 0) for k in range(draw(st.integers(1, 2)))
    )
    return Party(id=party, name=party, principal=members[0], approval=Approval(readings=readings))


@st.composite
def rules(draw: st.DrawFn, members: list[str], depth: int = 1) -> Rule:
    shape = draw(st.sampled_from(["says", "count", "quota"] if depth else ["says", "quota"]))
    if shape == "says":
        return Says(actor=draw(st.sampled_from(members)))
    if shape == "count":
        parts = draw(st.lists(rules(members, depth - 1), min_size=1, max_size=3))
        return AtLeast(k=draw(st.integers(1, len(parts))), rules=tuple(parts))
    seats = tuple((actor, draw(st.integers(1, 9))) for actor in members)
    need = draw(st.integers(1, sum(n for _, n in seats)))
    return Quota(seats=seats, need=need, leavers=draw(st.sampled_from(["stay", "shrink"])))


@st.composite
def wants(draw: st.DrawFn, actor: str, issues: tuple[Issue, ...], number: object) -> Preferences:
    table = [issue for issue in issues if issue.on_table]
    return Preferences(
        actor=actor,
        measure=draw(st.sampled_from(["share", "points"])),
        weights=tuple((i.id, draw(number(1, 9))) for i in table),
        scores=tuple((i.id, tuple((o.id, draw(number(0, 10))) for o in i.options)) for i in table),
        interactions=tuple(
            Interaction(id=f"l{k}", when=draw(literals(issues)), adds=draw(number(-3, 3)))
            for k in range(draw(st.integers(0, 1)))
        ),
        red_lines=tuple(
            RedLine(
                id=f"r{k}",
                never=draw(literals(issues)),
                unless=draw(literals(issues)) if draw(st.booleans()) else (),
                holds=draw(number(0, 10)),
            )
            for k in range(draw(st.integers(0, 2)))
        ),
        reservation=(DatedRange(range=draw(number(1, 9))),),
    )


def actors_of(case: Case) -> list[str]:
    """Every actor that some rule asks."""
    found = {a for p in case.parties for r in p.approval.readings for a in rule_actors(r.rule)}
    return sorted(found | {c.actor for c in case.consents})
