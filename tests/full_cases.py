"""Random cases with every part that decides an answer, and with preferences of every actor asked.

Numbers are coarse, so that ties and thresholds are hit exactly; ids are awkward; at most about 150 packages.
`features` says which parts a case uses, so that a test can assert that none is never tried.
"""

import datetime as dt
import itertools
import random
from collections.abc import Iterator

from detente.case.model import Actor, Case, Constraint, Issue, Option, Party, Ratifier
from detente.case.preferences import DatedRange, Interaction, Literals, Preferences, Range, RedLine
from detente.case.procedure import (
    Approval,
    AtLeast,
    Consent,
    ExitThreat,
    Influence,
    Mandate,
    Quota,
    Reading,
    Rule,
    Says,
)

__all__ = ["FEATURES", "features", "full_case"]

NAMES = (
    "NO",
    "on",
    "10",
    "1:10",
    "a.b",
    "a",
    "d.e",
    "c",
    "أب",
    "שלום",
    "x-1",
    "y_2",
    "2024-07-03",
    "null",
    "Ω",
)
DAYS = tuple(dt.date(2024, month, 1) for month in range(1, 7))
Table = tuple[Issue, ...]


def full_case(seed: int, *, uncertain: bool = False) -> Case:
    """The case of that number; with `uncertain`, ranges and shared drivers instead of fixed numbers."""
    maker = _Maker(random.Random(seed), uncertain=uncertain)  # noqa: S311
    return maker.case(seed)


class _Maker:
    def __init__(self, rng: random.Random, *, uncertain: bool) -> None:
        self.rng, self.uncertain = rng, uncertain

    def case(self, seed: int) -> Case:
        rng = self.rng
        ids = rng.sample(NAMES, len(NAMES))
        sides = [ids.pop() for _ in range(rng.choice((2, 2, 3)))]
        members = {side: [ids.pop() for _ in range(rng.choice((0, 1, 2, 3)))] for side in sides}
        others = [ids.pop() for _ in range(2)]
        agenda = self.agenda()
        voters = [a for side in sides for a in (members[side] or [side])]
        asked = [*voters, others[0]]
        chance = rng.random() < 0.5
        return Case(
            id=f"full-{seed}",
            title="full",
            as_of=rng.choice((None, *DAYS)),
            parties=tuple(self.party(side, members[side]) for side in sides),
            ratifiers=tuple(Ratifier(id=r, name=r, party=side) for side in sides for r in members[side]),
            actors=tuple(Actor(id=name, name=name, role="outside actor") for name in others),
            issues=agenda,
            deal_rule=self.deal_rule(sides),
            preferences=tuple(self.wants(actor, agenda) for actor in rng.sample(asked, len(asked))),
            mandates=self.mandates(sides, agenda),
            exit_threats=tuple(
                ExitThreat(
                    actor=actor,
                    on=self.literals(agenda),
                    credibility=self.share(),
                    principal_effect=self.number(-4, 2),
                )
                for actor in rng.sample(voters, min(rng.choice((0, 0, 1, 2)), len(voters)))
            ),
            consents=tuple(
                Consent(
                    id=f"c{k}",
                    actor=rng.choice((*others[:1], *voters)) if not given else others[k % 2],
                    over=self.literals(agenda),
                    gives=self.share() if given else None,
                )
                for k, given in enumerate(rng.sample((True, False, chance), rng.choice((0, 0, 1, 2))))
            ),
            influences=tuple(
                Influence(
                    id=f"f{k}",
                    on=rng.choice(asked),
                    adds=self.number(-3, 4),
                    when=self.literals(agenda) if rng.random() < 0.5 else (),
                    in_force=rng.random() < 0.6,
                )
                for k in range(rng.choice((0, 1, 2)))
            ),
            constraints=tuple(
                Constraint(id=f"k{k}", never=self.literals(agenda, 2))
                for k in range(rng.choice((0, 0, 1, 2)))
            ),
        )

    # --- numbers ------------------------------------------------------------------------------------------

    def number(self, low: int, high: int) -> Range:
        """A number of tenths in these bounds; a range now and then, some of which share a driver."""
        values = sorted(self.rng.randint(low, high) / 10 for _ in range(3))
        if not self.uncertain or self.rng.random() < 0.3:
            return Range.of(values[1])
        return Range(
            low=values[0],
            likely=values[1],
            high=values[2],
            driver=self.rng.choice(("", "", "", "resolve")),
        )

    def share(self) -> Range:
        return self.number(0, 10)

    # --- who ----------------------------------------------------------------------------------------------

    def party(self, side: str, members: list[str]) -> Party:
        if not members:
            return Party(id=side, name=side, principal=side, approval=self.approval([side], base=0))
        count = self.rng.choice((1, 1, 2))
        approval = self.approval(members, base=self.rng.randrange(count), count=count)
        return Party(id=side, name=side, principal=self.rng.choice(members), approval=approval)

    def approval(self, members: list[str], *, base: int, count: int = 1) -> Approval:
        readings = (Reading(id=f"r{k}", rule=self.rule(members, 2), base=k == base) for k in range(count))
        return Approval(readings=tuple(readings))

    def rule(self, members: list[str], depth: int) -> Rule:
        shape = self.rng.choice(("says", "count", "count", "quota")) if depth else "says"
        if len(members) == 1 or shape == "says":
            return Says(actor=self.rng.choice(members))
        if shape == "count":
            parts = tuple(self.rule(members, depth - 1) for _ in range(self.rng.choice((2, 3))))
            return AtLeast(k=self.rng.randint(1, len(parts)), rules=parts)
        seats = tuple((actor, self.rng.randint(1, 9)) for actor in members)
        need = self.rng.randint(1, sum(n for _, n in seats))
        return Quota(seats=seats, need=need, leavers=self.rng.choice(("stay", "shrink")))

    def deal_rule(self, sides: list[str]) -> Approval | None:
        shape = self.rng.choice(("none", "none", "vetoes", "rules"))
        if shape == "none":
            return None
        if shape == "rules":
            return self.approval(sides, base=0, count=self.rng.choice((1, 2)))
        vetoes = self.rng.sample(sides, 1)
        rest = tuple(Says(actor=side) for side in sides if side not in vetoes)
        out = self.rng.randint(0, len(rest) - 1)
        parts = (*(Says(actor=side) for side in vetoes), AtLeast(k=len(rest) - out, rules=rest))
        rule = AtLeast(k=len(parts), rules=parts)
        return Approval(readings=(Reading(id="vetoes", rule=rule, base=True),))

    # --- what ---------------------------------------------------------------------------------------------

    def agenda(self) -> Table:
        names = self.rng.sample(NAMES, 5)
        issues, packages = [], 1
        for name in names[: self.rng.choice((2, 3, 4))]:
            options = [
                Option(id=o, name=o, available=k == 0 or self.rng.random() < 0.85)
                for k, o in enumerate(self.rng.sample(NAMES, self.rng.choice((1, 2, 3, 3, 4))))
            ]
            size = sum(o.available for o in options)
            if packages * size > 150:
                break
            packages *= size
            self.rng.shuffle(options)
            ordered = self.rng.random() < 0.6
            issues.append(Issue(id=name, name=name, options=tuple(options), ordered=ordered))
        if self.rng.random() < 0.5:
            options = tuple(Option(id=o, name=o) for o in self.rng.sample(NAMES, 2))
            silent = self.rng.choice(("", options[0].id, options[1].id))
            issues.append(
                Issue(id=names[4], name="linked", options=options, on_table=False, if_silent=silent)
            )
        self.rng.shuffle(issues)
        return tuple(issues)

    def literals(self, agenda: Table, most: int = 3) -> Literals:
        chosen = self.rng.sample(agenda, self.rng.randint(1, min(most, len(agenda))))
        pairs = []
        for issue in chosen:
            pool = [option.id for option in issue.options]
            pairs.append((issue.id, tuple(self.rng.sample(pool, self.rng.randint(1, max(1, len(pool) - 1))))))
        return tuple(pairs)

    def groups(self, names: list[str]) -> tuple[tuple[str, ...], ...]:
        """The names in random order, in groups of equals."""
        names = self.rng.sample(names, len(names))
        cuts = [k for k in range(1, len(names)) if self.rng.random() < 0.7]
        return tuple(tuple(names[a:b]) for a, b in itertools.pairwise((0, *cuts, len(names))))

    def wants(self, actor: str, agenda: Table) -> Preferences:
        rng = self.rng
        table = [issue for issue in agenda if issue.on_table]
        measure = rng.choice(("share", "share", "points"))
        ranked = rng.random() < 0.2
        bare = ranked or (measure == "points" and rng.random() < 0.4)
        scores, orders, free = [], [], []
        for issue in table:
            names = [option.id for option in issue.options]
            if rng.random() < 0.2:
                orders.append((issue.id, self.groups(names)))
                continue
            numbers = [self.number(0, 10) for _ in names]
            if issue.ordered and rng.random() < 0.7:
                numbers.sort(key=lambda r: r.likely, reverse=rng.random() < 0.5)
            elif issue.ordered:
                free.append(issue.id)
            scores.append((issue.id, tuple(zip(names, numbers, strict=True))))
        weights = tuple((issue.id, self.number(1, 9)) for issue in table)
        return Preferences(
            actor=actor,
            measure=measure,
            weights=() if bare else weights,
            weight_order=self.groups([issue.id for issue in table]) if ranked else (),
            scores=tuple(rng.sample(scores, len(scores))),
            score_order=tuple(orders),
            free_scores=tuple(free),
            interactions=tuple(
                Interaction(id=f"l{k}", when=self.literals(agenda), adds=self.number(-3, 3))
                for k in range(rng.choice((0, 0, 1, 2)))
            ),
            red_lines=tuple(
                RedLine(
                    id=f"n{k}",
                    never=self.literals(agenda),
                    unless=self.literals(agenda) if rng.random() < 0.5 else (),
                    holds=self.share(),
                )
                for k in range(rng.choice((0, 0, 1, 2)))
            ),
            reservation=self.asks(points=bare and not ranked),
        )

    def asks(self, *, points: bool) -> tuple[DatedRange, ...]:
        bounds = (2, 14) if points else (-1, 7)
        starts = self.rng.choice(((None,), (None,), (), (None, DAYS[3]), (DAYS[1], DAYS[4]), (DAYS[2], None)))
        return tuple(DatedRange(since=since, range=self.number(*bounds)) for since in starts)

    def mandates(self, sides: list[str], agenda: Table) -> tuple[Mandate, ...]:
        table = tuple(issue for issue in agenda if issue.on_table)
        found = []
        for side in self.rng.sample(sides, self.rng.choice((0, 1, 2))):
            for k in range(self.rng.choice((1, 2))):
                allows = self.literals(table)
                found.append(Mandate(id=f"m{len(found)}", party=side, allows=allows, base=k == 0))
        return tuple(found)


FEATURES: tuple[str, ...] = (
    "a party without ratifiers",
    "a principal that is not the first",
    "a quota that shrinks with a ratifier that may leave",
    "a quota that stays with a ratifier that may leave",
    "consent by chance",
    "consent by preferences",
    "consent of a ratifier",
    "dated reservations and a day",
    "deal rule that lets a party out",
    "effect of an exit",
    "exit over several options",
    "influence in force",
    "influence with conditions",
    "interaction",
    "interaction below zero",
    "linked issue",
    "linked issue in a condition",
    "mandate",
    "nested rule",
    "points without weights",
    "ranked groups of scores",
    "ranked groups of weights",
    "ranked scores",
    "ranked weights",
    "readings",
    "red line",
    "red line of several issues",
    "red line unless",
    "reservation below zero",
    "several parties' deal rule readings",
    "unavailable option",
    "unavailable option in a condition",
    "what cannot stand together",
)


def features(case: Case) -> Iterator[str]:
    """Which of FEATURES the case uses."""
    rules = [r.rule for p in case.parties for r in p.approval.readings]
    parts = [part for rule in rules for part in _parts(rule)]
    quotas = [part for part in parts if isinstance(part, Quota)]
    threats = {t.actor for t in case.exit_threats}
    wants = case.preferences
    lines = [line for w in wants for line in w.red_lines]
    links = [link for w in wants for link in w.interactions]
    said = [x.when for x in (*links, *case.influences)] + [x for n in lines for x in (n.never, n.unless)]
    said += [t.on for t in case.exit_threats] + [c.never for c in case.constraints]
    gone = {(i.id, o.id) for i in case.table for o in i.options if not o.available}
    off = {i.id for i in case.issues if not i.on_table}
    spoken = {(issue, o) for literals in said for issue, options in literals for o in options}
    ratifiers = {r.id for r in case.ratifiers}
    leaving = [(q.leavers, bool(threats & set(dict(q.seats)))) for q in quotas]
    deal = case.deal_rule
    first = {p.id: next((r.id for r in case.ratifiers if r.party == p.id), p.id) for p in case.parties}
    used = {
        "a party without ratifiers": any(p.principal == p.id for p in case.parties),
        "a principal that is not the first": any(p.principal != first[p.id] for p in case.parties),
        "a quota that shrinks with a ratifier that may leave": ("shrink", True) in leaving,
        "a quota that stays with a ratifier that may leave": ("stay", True) in leaving,
        "consent by chance": any(c.gives is not None for c in case.consents),
        "consent by preferences": any(c.gives is None for c in case.consents),
        "consent of a ratifier": any(c.actor in ratifiers for c in case.consents),
        "dated reservations and a day": bool(case.as_of) and any(len(w.reservation) > 1 for w in wants),
        "deal rule that lets a party out": bool(deal)
        and any(isinstance(p, AtLeast) and p.k < len(p.rules) for r in deal.readings for p in _parts(r.rule)),
        "effect of an exit": any(t.principal_effect.likely != 0 for t in case.exit_threats),
        "exit over several options": any(len(t.on) > 1 for t in case.exit_threats),
        "influence in force": any(i.in_force for i in case.influences),
        "influence with conditions": any(i.in_force and i.when for i in case.influences),
        "interaction": bool(links),
        "interaction below zero": any(link.adds.likely < 0 for link in links),
        "linked issue": bool(off),
        "linked issue in a condition": any(issue in off for issue, _ in spoken),
        "mandate": bool(case.mandates),
        "nested rule": any(isinstance(p, AtLeast) for part in parts for p in getattr(part, "rules", ())),
        "points without weights": any(not w.weights and not w.weight_order for w in wants),
        "ranked groups of scores": any(len(g) > 1 for w in wants for _, o in w.score_order for g in o),
        "ranked groups of weights": any(len(g) > 1 for w in wants for g in w.weight_order),
        "ranked scores": any(w.score_order for w in wants),
        "ranked weights": any(w.weight_order for w in wants),
        "readings": any(len(p.approval.readings) > 1 for p in case.parties),
        "red line": bool(lines),
        "red line of several issues": any(len(n.never) > 1 for n in lines),
        "red line unless": any(n.unless for n in lines),
        "reservation below zero": any(d.range.likely < 0 for w in wants for d in w.reservation),
        "several parties' deal rule readings": bool(deal) and len(deal.readings) > 1,
        "unavailable option": bool(gone),
        "unavailable option in a condition": bool(gone & spoken),
        "what cannot stand together": bool(case.constraints),
    }
    assert set(used) == set(FEATURES)
    yield from (name for name, there in used.items() if there)


def _parts(rule: Rule) -> Iterator[Rule]:
    yield rule
    for part in getattr(rule, "rules", ()):
        yield from _parts(part)
