"""What holds in every run of talks, as arrays: rules, leaves, tables of levels, effects, calendars."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.analysis.program import Builder, Leaf
from detente.analysis.space import OutcomeSpace
from detente.case.procedure import ExitThreat, rule_actors
from detente.kernels.talks.shapes import STRATEGIES, Fixed
from detente.talks.names import TalksNames, day_of
from detente.talks.setting.values import EFFECTS, Happening, Setting
from detente.talks.tactics.concession import LEVEL, tactic_named

__all__ = ["fixed_of", "happening_day"]

_NOISE = 1024


def fixed_of(space: OutcomeSpace, setting: Setting, names: TalksNames, *, against_standing: bool) -> Fixed:
    """What holds in every run, from a case and a setting that have been validated together."""
    mediation = setting.mediation
    return Fixed(
        **_packages(space, names),
        **_rules(space, names),
        **_sides(space, setting, names),
        **_threats(space, names),
        **_calendar(names),
        last_day=setting.last_day,
        deadline=-1 if setting.deadline is None else setting.deadline,
        fades=mediation.fades,
        aside_after=mediation.aside_after,
        strategy=STRATEGIES.index(mediation.strategy) if mediation.strategy in STRATEGIES else -1,
        against_standing=against_standing,
        noise=_logistic(),
    )


def _packages(space: OutcomeSpace, names: TalksNames) -> dict[str, Any]:
    """Issues, options and the conditions on them."""
    tables = space.drawn(np.full((1, space.numbers.dims), 0.5))
    literals, offsets = tables.literals, tables.offsets
    spoken = [np.add.reduceat(row, offsets[:-1]) > 0 for row in literals.astype(np.int64)]
    return {
        "sizes": _ints(space.sizes),
        "offsets": offsets,
        "issue_order": _ints(names.issue_order),
        "option_order": _ints(names.option_order),
        "ordered": np.array([issue.ordered for issue in space.issues], np.bool_),
        "if_silent": _ints([_silent(space, k) for k in range(len(space.issues))]),
        "literals": literals,
        "mode": tables.mode.astype(np.int64),
        "touches": np.array(spoken, np.bool_).reshape(len(literals), len(space.sizes)),
    }


def _rules(space: OutcomeSpace, names: TalksNames) -> dict[str, Any]:
    """Leaves, the program of the rules and its registers."""
    leaf = {part: number for number, part in enumerate(space.leaves)}
    actor = {a: k for k, a in enumerate(names.actors)}
    program, roots = space.program()
    steps, _ = program.steps()
    register = dict(zip(roots, program.roots.tolist(), strict=True))
    threats = sorted(space.case.exit_threats, key=lambda t: t.actor)
    return {
        "leaf_actor": _ints([actor[f.name] if f.kind == "gain" else -1 for f in space.leaves]),
        "stays": _ints([_named(f, "stays", threats) for f in space.leaves]),
        "left": _ints([_named(f, "left", threats) for f in space.leaves]),
        "steps": np.asarray(steps, np.int64).reshape(-1, 4),
        "deal": register["deal"],
        "feasible": leaf.get(Leaf("feasible", ""), -1),
        "parties": _ints([register[f"party:{p}"] for p in names.parties]),
        "actors": _ints([register[f"actor:{a}"] for a in names.actors]),
        "gain_leaf": _ints([leaf[Leaf("gain", a)] for a in names.actors]),
        "lines_leaf": _ints([leaf.get(Leaf("lines", a), -1) for a in names.actors]),
        "asked": np.array([a in _asked(space) for a in names.actors], np.bool_),
        "enough": _enough(space, names),
    }


def _sides(space: OutcomeSpace, setting: Setting, names: TalksNames) -> dict[str, Any]:
    """Parties and actors: who belongs where, mandates, tactics over the days, stretches of reservations."""
    party = {p: k for k, p in enumerate(names.parties)}
    actor = {a: k for k, a in enumerate(names.actors)}
    last = setting.last_day
    sides = [setting.delegation(p) for p in names.parties]
    tactics = [tactic_named(d.tactic) for d in sides]
    levels = [[round(t.level(day / last) * LEVEL) for day in range(last + 1)] for t in tactics]
    return {
        "party_of": _ints([party.get(names.party_name(k), -1) for k in range(len(actor))]),
        "principal": _ints([actor[a] for a in space.principals]),
        "epoch": _ints([names.epochs(a, last) for a in names.actors]).reshape(-1, last + 1),
        "levels": _ints(levels).reshape(-1, last + 1),
        "matches": _ints([round(t.matches * LEVEL) for t in tactics]),
        "mandates": _mandates(space, names),
        "mandate": _ints([names.mandates.index(d.mandate) for d in sides]),
        "least": _ints([setting.home(a).least for a in names.actors]),
        "returns": _ints([setting.home(a).returns for a in names.actors]),
    }


def _threats(space: OutcomeSpace, names: TalksNames) -> dict[str, Any]:
    """Threats to quit: whose, over which condition, and the leaves that they bear on."""
    leaf = {part: number for number, part in enumerate(space.leaves)}
    threats = sorted(space.case.exit_threats, key=lambda t: t.actor)
    actors = list(names.actors)
    return {
        "threat_actor": _ints([actors.index(t.actor) if t.actor in actors else -1 for t in threats]),
        "threat_condition": _ints([_threat_condition(space, t.actor) for t in threats]),
        "threat_leaf": _ints([leaf[Leaf("gain", _principal(space, t.actor))] for t in threats]),
        "threat_stays": _ints([leaf[Leaf("stays", t.actor)] for t in threats]),
    }


def _calendar(names: TalksNames) -> dict[str, Any]:
    """What may strike, count down or be called, and what each strike does."""
    effects = names.effects
    actors = list(names.actors)
    mandates = [names.mandates.index(e.effect.to) if e.effect.kind == "mandate" else -1 for e in effects]
    return {
        "effect_source": _ints([e.source for e in effects]),
        "effect_kind": _ints([EFFECTS.index(e.effect.kind) for e in effects]),
        "effect_on": _ints([_target(names, e.effect.kind, e.effect.on) for e in effects]),
        "effect_to": _ints(mandates),
        "effect_days": _ints([e.effect.days for e in effects]),
        "hazard_once": np.array([h.once for h in names.hazards], np.bool_),
        "happening_day": _ints([happening_day(h, names) for h in names.happenings]),
        "counter_start": _ints([c.start for c in names.counters]),
        "counter_on": _ints([actors.index(c.on) for c in names.counters]),
        "summit_day": _ints([s.day for s in names.summits]),
    }


def _ints(values: Any) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)


def happening_day(happening: Happening, names: TalksNames) -> int:
    """The day of talks on which a happening is due."""
    if happening.date is None:
        return happening.day
    return day_of(happening.date, names.start, f"happenings.{happening.id}")


def _logistic() -> NDArray[np.int64]:
    """Quantiles of the logistic distribution of scale 1 at the middles of equal parts, in levels."""
    middles = [(k + 0.5) / _NOISE for k in range(_NOISE)]
    return np.array([round(math.log(p / (1 - p)) * LEVEL) for p in middles], np.int64)


def _asked(space: OutcomeSpace) -> set[str]:
    """Every actor whose yes the readings in use ask for, and those whose consent is asked."""
    found = {a for p in space.parties for a in rule_actors(space.reading(p).rule)}
    return found | {c.actor for c in space.case.consents if c.gives is None}


def _enough(space: OutcomeSpace, names: TalksNames) -> NDArray[np.bool_]:
    """Whether the deal rule passes for each set of parties that say yes: (2**parties,)."""
    leaves = tuple(Leaf("party", p) for p in names.parties)
    build = Builder(leaves)
    root = build.rule(space.reading("deal").rule, lambda p: build.leaf(Leaf("party", p)), lambda _: None)
    program = build.program([root])
    steps, _ = program.steps()
    count = len(leaves)
    found = np.zeros(2**count, np.bool_)
    for bits in range(2**count):
        registers = [bool(bits >> k & 1) for k in range(count)] + [True, False] + [False] * len(program.ops)
        for kind, a, b, out in steps.tolist():
            registers[out] = (registers[a] and registers[b]) if kind == 0 else (registers[a] or registers[b])
        found[bits] = registers[root]
    return found


def _mandates(space: OutcomeSpace, names: TalksNames) -> NDArray[np.bool_]:
    """Which options lie inside each mandate: (mandates, options)."""
    options = sum(space.sizes)
    accounts = {m.id: m.allows for m in space.case.mandates}
    rows = [np.ones(options, np.bool_), np.zeros(options, np.bool_)]
    rows += [space.completions(accounts[name]) for name in names.mandates[2:]]
    return np.stack(rows)


def _threat_condition(space: OutcomeSpace, actor: str) -> int:
    form = next(f for f in space.forms if f.leaf == Leaf("stays", actor))
    return space.condition_of(form.terms[0])


def _principal(space: OutcomeSpace, actor: str) -> str:
    return space.case.party(space.case.party_of(actor)).principal


def _named(leaf: Leaf, kind: str, threats: Sequence[ExitThreat]) -> int:
    actors = [t.actor for t in threats]
    return actors.index(leaf.name) if leaf.kind == kind else -1


def _silent(space: OutcomeSpace, issue: int) -> int:
    option = space.issues[issue].if_silent
    return space.options[issue].index(option) if option in space.options[issue] else -1


def _target(names: TalksNames, kind: str, on: str) -> int:
    """The number of what an effect is on: an actor, a party or a hazard; -1 for the talks as a whole."""
    if kind in {"reservation", "silent"}:
        return names.actors.index(on)
    if kind in {"away", "mandate", "trust"}:
        return names.parties.index(on)
    if kind == "rate":
        return [h.id for h in names.hazards].index(on)
    return -1
