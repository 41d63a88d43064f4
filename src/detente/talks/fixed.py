"""What holds in every run of talks, as arrays: rules, leaves, tables of levels, effects, calendars."""

import math
from collections.abc import Sequence

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
    leaf = {part: number for number, part in enumerate(space.leaves)}
    program, roots = space.program()
    steps, _ = program.steps()
    register = dict(zip(roots, program.roots.tolist(), strict=True))
    tables = space.drawn(np.full((1, space.numbers.dims), 0.5))
    literals, mode = tables.literals, tables.mode
    offsets = tables.offsets
    party = {p: k for k, p in enumerate(names.parties)}
    actor = {a: k for k, a in enumerate(names.actors)}
    last = setting.last_day
    threats = sorted(space.case.exit_threats, key=lambda t: t.actor)
    threat_terms = [_threat_condition(space, t.actor) for t in threats]
    effects = names.effects
    silent = [_silent(space, k) for k in range(len(space.issues))]
    tactics = [tactic_named(setting.delegation(p).tactic) for p in names.parties]
    return Fixed(
        sizes=np.array(space.sizes, np.int64),
        offsets=offsets,
        issue_order=np.array(names.issue_order, np.int64),
        option_order=np.array(names.option_order, np.int64),
        ordered=np.array([issue.ordered for issue in space.issues], np.bool_),
        if_silent=np.array(silent, np.int64),
        literals=literals,
        mode=mode.astype(np.int64),
        touches=np.array(
            [np.add.reduceat(row, offsets[:-1]) > 0 for row in literals.astype(np.int64)], np.bool_
        ).reshape(len(literals), len(space.sizes)),
        leaf_actor=np.array([actor[f.name] if f.kind == "gain" else -1 for f in space.leaves], np.int64),
        stays=np.array([_named(f, "stays", threats) for f in space.leaves], np.int64),
        left=np.array([_named(f, "left", threats) for f in space.leaves], np.int64),
        steps=np.asarray(steps, np.int64).reshape(-1, 4),
        deal=register["deal"],
        feasible=leaf.get(Leaf("feasible", ""), -1),
        parties=np.array([register[f"party:{p}"] for p in names.parties], np.int64),
        actors=np.array([register[f"actor:{a}"] for a in names.actors], np.int64),
        gain_leaf=np.array([leaf[Leaf("gain", a)] for a in names.actors], np.int64),
        lines_leaf=np.array([leaf.get(Leaf("lines", a), -1) for a in names.actors], np.int64),
        party_of=np.array([party.get(names.party_name(k), -1) for k in range(len(actor))], np.int64),
        principal=np.array([actor[a] for a in space.principals], np.int64),
        asked=np.array([a in _asked(space) for a in names.actors], np.bool_),
        enough=_enough(space, names),
        epoch=np.array([names.epochs(a, last) for a in names.actors], np.int64).reshape(-1, last + 1),
        last_day=last,
        deadline=-1 if setting.deadline is None else setting.deadline,
        levels=np.array(
            [[round(t.level(day / last) * LEVEL) for day in range(last + 1)] for t in tactics], np.int64
        ),
        matches=np.array([round(t.matches * LEVEL) for t in tactics], np.int64),
        mandates=_mandates(space, names),
        mandate=np.array(
            [names.mandates.index(setting.delegation(p).mandate) for p in names.parties], np.int64
        ),
        least=np.array([setting.home(a).least for a in names.actors], np.int64),
        returns=np.array([setting.home(a).returns for a in names.actors], np.int64),
        fades=setting.mediation.fades,
        aside_after=setting.mediation.aside_after,
        strategy=STRATEGIES.index(setting.mediation.strategy)
        if setting.mediation.strategy in STRATEGIES
        else -1,
        against_standing=against_standing,
        threat_actor=np.array([actor.get(t.actor, -1) for t in threats], np.int64),
        threat_condition=np.array(threat_terms, np.int64),
        threat_leaf=np.array([leaf[Leaf("gain", _principal(space, t.actor))] for t in threats], np.int64),
        threat_stays=np.array([leaf[Leaf("stays", t.actor)] for t in threats], np.int64),
        effect_source=np.array([e.source for e in effects], np.int64),
        effect_kind=np.array([EFFECTS.index(e.effect.kind) for e in effects], np.int64),
        effect_on=np.array([_target(names, e.effect.kind, e.effect.on) for e in effects], np.int64),
        effect_to=np.array(
            [names.mandates.index(e.effect.to) if e.effect.kind == "mandate" else -1 for e in effects],
            np.int64,
        ),
        effect_days=np.array([e.effect.days for e in effects], np.int64),
        hazard_once=np.array([h.once for h in names.hazards], np.bool_),
        happening_day=np.array([happening_day(h, names) for h in names.happenings], np.int64),
        counter_start=np.array([c.start for c in names.counters], np.int64),
        counter_on=np.array([actor[c.on] for c in names.counters], np.int64),
        summit_day=np.array([s.day for s in names.summits], np.int64),
        noise=_logistic(),
    )


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
