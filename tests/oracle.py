"""What a case implies, worked out one package at a time with plain fractions and every subset tried.

Written from the format page and the meaning of the numbers alone: it shares no code with `detente.analysis`,
and is therefore slow. `World` is every number fixed; `Oracle` answers about the packages that it lists.
"""

import itertools
import math
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from detente.case.model import Case
from detente.case.preferences import Literals, Preferences
from detente.case.procedure import AtLeast, Quota, Rule, Says

__all__ = ["Oracle", "World", "decimal", "likely_world"]

Terms = Mapping[str, str]
NOBODY: frozenset[str] = frozenset()


@dataclass
class World:
    """Every number of a case fixed: by (actor, issue), by (actor, issue, option), and by path."""

    weight: dict[tuple[str, str], Fraction] = field(default_factory=dict)
    score: dict[tuple[str, str, str], Fraction] = field(default_factory=dict)
    number: dict[str, Fraction] = field(default_factory=dict)
    event: dict[str, bool] = field(default_factory=dict)


def decimal(value: float) -> Fraction:
    """The decimal number as a person wrote it."""
    return Fraction(str(value))


def likely_world(case: Case) -> World:
    """Every number at its likely value; a chance of at least one half happens."""
    world = World()
    for path, number in case.numbers():
        world.number[path] = decimal(number.likely)
        world.event[path] = decimal(number.likely) >= Fraction(1, 2)
    for wants in case.preferences:
        world.number[f"{wants.actor} asks"] = _asked(wants, case.as_of)
        for issue, weight in _weights(wants, [issue.id for issue in case.table]).items():
            world.weight[wants.actor, issue] = weight
        for issue, options in wants.scores:
            for option, number in options:
                world.score[wants.actor, issue, option] = decimal(number.likely)
        for issue, groups in wants.score_order:
            for place, group in enumerate(groups):
                height = Fraction(1) if len(groups) == 1 else 1 - Fraction(place, len(groups) - 1)
                for option in group:
                    world.score[wants.actor, issue, option] = height
    return world


def _asked(wants: Preferences, day: date | None) -> Fraction:
    """What the actor asks for on a day: the statement in force that began last; nothing said is zero."""
    begun = [d for d in wants.reservation if d.since is None or day is None or d.since <= day]
    begun.sort(key=lambda d: (d.since is not None, d.since or date.min))
    return decimal(begun[-1].range.likely) if begun else Fraction(0)


def _weights(wants: Preferences, table: Iterable[str]) -> dict[str, Fraction]:
    """Likely weights: as stated, or the middle of all that fit the order; shares of one where so measured."""
    if wants.weight_order:
        corners, place = [], 0
        for group in wants.weight_order:
            place += len(group)
            corners.append(Fraction(1, place))
        count = len(corners)
        return {
            issue: sum(corners[rank:], Fraction(0)) / count
            for rank, group in enumerate(wants.weight_order)
            for issue in group
        }
    if not wants.weights:
        return dict.fromkeys(table, Fraction(1))
    stated = {issue: decimal(number.likely) for issue, number in wants.weights}
    if wants.measure == "share":
        whole = sum(stated.values())
        return {issue: weight / whole for issue, weight in stated.items()}
    return stated


class Oracle:
    """Every question of a case by looping over its packages, the numbers being those of one world."""

    def __init__(
        self,
        case: Case,
        world: World | None = None,
        readings: Mapping[str, str] | None = None,
        slack: Fraction = Fraction(0),
    ) -> None:
        self.case, self.readings, self.slack = case, dict(readings or {}), slack
        self.world = world or likely_world(case)
        self._yes: dict[tuple[str, int], bool] = {}
        self.linked = {i.id: i.if_silent for i in case.issues if not i.on_table}
        names = [issue.id for issue in case.table]
        choices = [[o.id for o in issue.options if o.available] for issue in case.table]
        every = [dict(zip(names, chosen, strict=True)) for chosen in itertools.product(*choices)]
        self.packages: list[Terms] = every
        self.possible = [t for t in every if not any(self._all(c.never, t) for c in case.constraints)]
        self._possible = {id(terms) for terms in self.possible}

    def _shows(self, issue: str, options: Iterable[str], terms: Terms) -> bool:
        return (terms[issue] if issue in terms else self.linked[issue]) in set(options)

    def _all(self, literals: Literals, terms: Terms) -> bool:
        return all(self._shows(issue, options, terms) for issue, options in literals)

    def _any(self, literals: Literals, terms: Terms) -> bool:
        return any(self._shows(issue, options, terms) for issue, options in literals)

    def left(self, actor: str, terms: Terms) -> bool:
        """Whether the actor carries out its threat to quit over this package."""
        return any(
            self.world.event[f"exit_threats.{actor}.credibility"] and self._any(threat.on, terms)
            for threat in self.case.exit_threats
            if threat.actor == actor
        )

    def utility(self, actor: str, terms: Terms) -> Fraction:
        """Weights times scores, linkage, what others bring to bear, and what quitting ratifiers cost."""
        world = self.world
        total = Fraction(0)
        for issue, option in terms.items():
            weight = world.weight.get((actor, issue), Fraction(0))
            total += weight * world.score.get((actor, issue, option), Fraction(0))
        for link in self._wants(actor).interactions:
            if self._all(link.when, terms):
                total += world.number[f"preferences.{actor}.interactions.{link.id}.adds"]
        for influence in self.case.influences:
            if influence.on == actor and influence.in_force and self._all(influence.when, terms):
                total += world.number[f"influences.{influence.id}.adds"]
        for party in self.case.parties:
            for threat in self.case.exit_threats if party.principal == actor else ():
                if self.case.party_of(threat.actor) == party.id and self.left(threat.actor, terms):
                    total += world.number[f"exit_threats.{threat.actor}.principal_effect"]
        return total

    def margin(self, actor: str, terms: Terms) -> Fraction:
        """What the package gives the actor beyond what it asks for."""
        return self.utility(actor, terms) - self.world.number[f"{actor} asks"]

    def crosses(self, actor: str, terms: Terms) -> bool:
        """Whether the package crosses a red line that is meant."""
        for line in self._wants(actor).red_lines:
            meant = self.world.event[f"preferences.{actor}.red_lines.{line.id}.holds"]
            excused = bool(line.unless) and self._all(line.unless, terms)
            if meant and self._all(line.never, terms) and not excused:
                return True
        return False

    def yes(self, actor: str, terms: Terms) -> bool:
        """Whether the actor says yes; who has left does not."""
        if (actor, id(terms)) not in self._yes:
            content = self.margin(actor, terms) >= -self.slack and not self.crosses(actor, terms)
            self._yes[actor, id(terms)] = content and not self.left(actor, terms)
        return self._yes[actor, id(terms)]

    def _wants(self, actor: str) -> Preferences:
        return next(p for p in self.case.preferences if p.actor == actor)

    def deal(self, terms: Terms, granted: frozenset[str] = NOBODY, refused: frozenset[str] = NOBODY) -> bool:
        """Whether the deal rule passes; some may be taken to say yes (and stay, and consent), or no."""
        if id(terms) not in self._possible:
            return False
        for consent in self.case.consents:
            if not self._any(consent.over, terms) or consent.actor in granted:
                continue
            given = (
                self.yes(consent.actor, terms)
                if consent.gives is None
                else self.world.event[f"consents.{consent.id}.gives"]
            )
            if consent.actor in refused or not given:
                return False
        said = {p.id: self.party(p.id, terms, granted, refused) for p in self.case.parties}
        if self.case.deal_rule is None:
            return all(said.values())
        chosen = self.readings.get("deal", self.case.deal_rule.base.id)
        rule = next(r.rule for r in self.case.deal_rule.readings if r.id == chosen)
        return _met(rule, said, NOBODY)

    def party(
        self, name: str, terms: Terms, granted: frozenset[str] = NOBODY, refused: frozenset[str] = NOBODY
    ) -> bool:
        """Whether the approval rule of a party passes, in the reading in use."""
        approval = next(p.approval for p in self.case.parties if p.id == name)
        chosen = self.readings.get(name, approval.base.id)
        rule = next(r.rule for r in approval.readings if r.id == chosen)
        heard = set(_heard(rule))
        said = {a: a in granted or (a not in refused and self.yes(a, terms)) for a in heard}
        gone = frozenset(a for a in heard if a not in granted and self.left(a, terms))
        return _met(rule, said, gone)

    def zone(self, granted: frozenset[str] = NOBODY, refused: frozenset[str] = NOBODY) -> list[Terms]:
        """The packages that pass."""
        return [terms for terms in self.possible if self.deal(terms, granted, refused)]

    def signable(self) -> int:
        """How many packages of the zone every delegation could sign, by the base account of its mandate."""
        texts = [mandate.allows for mandate in self.case.mandates if mandate.base]
        return sum(
            all(terms[i] in options for text in texts for i, options in text if i in terms)
            for terms in self.zone()
        )

    def asked(self) -> list[str]:
        """Who is asked: by the rules in use, or for consent."""
        names = {consent.actor for consent in self.case.consents}
        for party in self.case.parties:
            chosen = self.readings.get(party.id, party.approval.base.id)
            names |= {a for r in party.approval.readings if r.id == chosen for a in _heard(r.rule)}
        return sorted(names)

    def openings(self) -> set[frozenset[str]]:
        """The smallest sets whose yes opens the zone."""
        return _smallest(self.asked(), lambda some: bool(self.zone(granted=some)))

    def cores(self) -> set[frozenset[str]]:
        """The smallest sets that leave no package even when everybody else says yes."""
        everyone = frozenset(self.asked())
        return _smallest(self.asked(), lambda some: not self.zone(granted=everyone - some))

    def stoppers(self) -> set[frozenset[str]]:
        """The smallest sets whose no leaves nothing."""
        return _smallest(self.asked(), lambda some: not self.zone(refused=some))

    def vectors(self, actors: Iterable[str]) -> list[tuple[Terms, tuple[Fraction, ...]]]:
        """Possible packages with the actors' utilities."""
        actors = list(actors)
        return [(t, tuple(self.utility(a, t) for a in actors)) for t in self.possible]

    def frontier(self, actors: Iterable[str]) -> set[tuple[Fraction, ...]]:
        """Utility vectors that no possible package betters for one without making it worse for another."""
        found = {vector for _, vector in self.vectors(actors)}
        return {v for v in found if not any(w != v and all(map(operator.ge, w, v)) for w in found)}

    def solutions(self, concept: str, principals: Iterable[str]) -> list[Terms]:
        """The efficient packages that give everyone what it asks for and that the concept singles out."""
        actors = list(dict.fromkeys(principals))
        best = self.frontier(actors)
        asks = [self.world.number[f"{actor} asks"] for actor in actors]
        found = []
        for terms, vector in self.vectors(actors):
            gains = tuple(u - ask for u, ask in zip(vector, asks, strict=True))
            if vector in best and min(gains, default=Fraction(0)) >= 0:
                found.append((terms, gains))
        tops = [max(column) for column in zip(*(gains for _, gains in found), strict=True)]
        keys = [_key(concept, gains, tops) for _, gains in found]
        return [terms for (terms, _), key in zip(found, keys, strict=True) if key == max(keys)]


def _key(concept: str, gains: tuple[Fraction, ...], tops: list[Fraction]) -> tuple[Fraction, ...]:
    if concept == "utilitarian":
        return (sum(gains, Fraction(0)),)
    if concept == "egalitarian":
        return tuple(sorted(gains))
    if concept == "kalai_smorodinsky":
        return tuple(sorted(gain / top for gain, top in zip(gains, tops, strict=True) if top > 0))
    winners = [gain for gain in gains if gain > 0]
    return Fraction(len(winners)), math.prod(winners, start=Fraction(1))


def _met(rule: Rule, said: Mapping[str, bool], gone: frozenset[str]) -> bool:
    if isinstance(rule, Says):
        return said[rule.actor]
    if isinstance(rule, AtLeast):
        return [_met(part, said, gone) for part in rule.rules].count(True) >= rule.k
    assert isinstance(rule, Quota)
    whole = sum(seats for _, seats in rule.seats)
    there = sum(seats for actor, seats in rule.seats if actor not in gone)
    need = rule.need if rule.leavers == "stay" else math.ceil(Fraction(rule.need * there, whole))
    return sum(seats for actor, seats in rule.seats if said[actor]) >= max(need, 1)


def _heard(rule: Rule) -> Iterator[str]:
    if isinstance(rule, Says):
        yield rule.actor
    elif isinstance(rule, Quota):
        yield from (actor for actor, _ in rule.seats)
    else:
        for part in rule.rules:
            yield from _heard(part)


def _smallest(names: list[str], does: Callable[[frozenset[str]], bool]) -> set[frozenset[str]]:
    found: list[frozenset[str]] = []
    for size in range(len(names) + 1):
        for some in map(frozenset, itertools.combinations(names, size)):
            if not any(smaller <= some for smaller in found) and does(some):
                found.append(some)
    return set(found)
