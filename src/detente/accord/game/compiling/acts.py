"""What each side can do on its turn: wait, perform, talk, use a power, fight; and what chance can do."""

from detente.accord.game.compiling.draft import Draft, is_one, sets
from detente.accord.game.compiling.duties import tranche_sizes
from detente.accord.game.compiling.situation import cleared, uses
from detente.accord.game.expression import FALSE, Expr, Num, Var, all_of, any_of, negate, op
from detente.accord.game.rules import CHANCE, Effect, Move
from detente.accord.language.plan import Ban, Hazard, Obligation, Power, Talks
from detente.accord.results import in_sentence
from detente.languages import worded

__all__ = ["add_acts"]


def add_acts(draft: Draft) -> None:
    """Gives the draft every move but the clock's, in the order of sides and clauses."""
    for side in sorted(set(draft.stages) & {s.id for s in draft.accord.sides}):
        draft.moves.append(Move(id=f"{side}:wait", kind="wait", owner=side, act="waits", guard=Num(1)))
        _performing(draft, side)
        _talking(draft, side)
        _powers(draft, side)
        if side in draft.accord.parties:
            _fighting(draft, side)
    if CHANCE in draft.stages:
        _chance(draft)


def _performing(draft: Draft, side: str) -> None:
    for name, duty in draft.duties.all.items():
        terms = duty.terms
        if terms.debtor == side:
            draft.moves.append(_perform(draft, name, terms))
        if terms.verified_by == side:
            draft.moves.append(_verify(draft, name, terms))


def _perform(draft: Draft, name: str, terms: Obligation) -> Move:
    if terms.verified_by:
        effects = [sets((f"pending:{name}", 1))]
    else:
        effects = [Effect(sets=((f"given:{name}", op("+", Var(f"given:{name}"), Num(1))),))]
        effects += _fresh(draft, name)
    return Move(
        id=f"{terms.debtor}:{name}",
        kind="perform",
        owner=terms.debtor,
        act=terms.act,
        guard=draft.duties.can_perform(name),
        effects=tuple(effects),
        clause=name,
        good=terms.good,
        taker=terms.creditor,
        counter=f"given:{name}",
        amounts=tranche_sizes(terms),
    )


def _verify(draft: Draft, name: str, terms: Obligation) -> Move:
    given = op("+", Var(f"given:{name}"), Num(1))
    effects = [Effect(sets=((f"given:{name}", given), (f"pending:{name}", Num(0)))), *_fresh(draft, name)]
    return Move(
        id=f"{terms.verified_by}:verify:{name}",
        kind="verify",
        owner=terms.verified_by,
        act=worded(
            "confirms that {party} {act}", party=in_sentence(draft.accord.name(terms.debtor)), act=terms.act
        ),
        guard=is_one(f"pending:{name}"),
        effects=tuple(effects),
        clause=name,
    )


def _fresh(draft: Draft, name: str) -> list[Effect]:
    """Marks that a tranche came to count today."""
    return [sets((f"fresh:{name}", 1))] if draft.duties.all[name].minds_today else []


def _talking(draft: Draft, side: str) -> None:
    for name, terms in draft.of(Talks).items():
        here = draft.in_phases((terms.phase,))
        open_ = op(">=", Var("day"), Num(terms.opens)) if terms.opens > 1 else Num(1)
        if side in terms.parties:
            _topics(draft, side, name, all_of(here, open_))
            unsigned = negate(is_one(f"signed:{name}:{side}"))
            draft.moves.append(
                Move(
                    id=f"{side}:sign:{name}",
                    kind="sign",
                    owner=side,
                    act=worded("signs what the talks have settled"),
                    guard=all_of(here, open_, unsigned, cleared(draft, name)),
                    effects=(sets((f"signed:{name}:{side}", 1)),),
                    clause=name,
                )
            )
        if side == terms.settled_by and terms.listed_open and terms.topics:
            draft.moves.append(_settle(side, name, here, worded("settles a listed topic")))


def _topics(draft: Draft, side: str, name: str, here: Expr) -> None:
    terms = draft.of(Talks)[name]
    unsigned = negate(is_one(f"signed:{name}:{side}"))
    raised = f"raised:{name}:{side}"
    if terms.agenda == "open":
        guard = all_of(here, unsigned, op("==", Var(raised), Num(0)))
        draft.moves.append(
            _talk(f"{side}:raise:{name}", "raise", worded("puts a topic on the table"), guard, (raised, 1))
        )
        guard = all_of(here, is_one(raised))
        draft.moves.append(
            _talk(f"{side}:drop:{name}", "drop", worded("takes its topic off the table"), guard, (raised, 0))
        )
    if not terms.listed_open or not terms.topics:
        return
    if terms.settled_by == "raiser":
        draft.moves.append(_settle(side, name, here, worded("settles a listed topic")))
    elif terms.settled_by == "both":
        agreed = f"agreed:{name}:{side}"
        left = op(">", Var(f"listed:{name}"), Num(0))
        guard = all_of(here, left, op("==", Var(agreed), Num(0)))
        draft.moves.append(
            _talk(
                f"{side}:agree:{name}", "agree", worded("agrees on the next listed topic"), guard, (agreed, 1)
            )
        )


def _talk(name: str, kind: str, act: str, guard: Expr, value: tuple[str, int]) -> Move:
    side, _, clause = name.split(":", 2)
    return Move(id=name, kind=kind, owner=side, act=act, guard=guard, effects=(sets(value),), clause=clause)


def _settle(side: str, name: str, here: Expr, act: str) -> Move:
    left = op("-", Var(f"listed:{name}"), Num(1))
    return Move(
        id=f"{side}:settle:{name}",
        kind="agree",
        owner=side,
        act=act,
        guard=all_of(here, op(">", Var(f"listed:{name}"), Num(0))),
        effects=(Effect(sets=((f"listed:{name}", left),)),),
        clause=name,
    )


def _powers(draft: Draft, side: str) -> None:
    for name, power in draft.of(Power).items():
        if side not in power.holders:
            continue
        draft.moves.append(
            Move(
                id=f"{side}:{name}",
                kind="power",
                owner=side,
                act=power.act,
                guard=_may(draft, name, power),
                effects=tuple(_power_effects(draft, name, power)),
                clause=name,
                status="remedy" if power.remedy else "lawful",
            )
        )


def _may(draft: Draft, name: str, power: Power) -> Expr:
    conditions = [draft.in_phases(power.phases), draft.condition(power.when)]
    if power.times:
        conditions.append(op("<", Var(uses(draft, name)), Num(power.times)))
    if power.suspends:
        conditions.append(negate(is_one(f"suspended:{name}")))
    if power.resumes:
        conditions.append(any_of(*(is_one(f"suspended:{other}") for other in _resumed(draft, power))))
    if power.rules_out:
        talks = power.rules_out in draft.of(Talks)
        conditions.append(negate(cleared(draft, power.rules_out)) if talks else FALSE)
    return all_of(*conditions)


def _resumed(draft: Draft, power: Power) -> list[str]:
    """The powers that it ends, of those that suspend anything under these readings."""
    powers = draft.of(Power)
    return [other for other in power.resumes if other in powers and powers[other].suspends]


def _power_effects(draft: Draft, name: str, power: Power) -> list[Effect]:
    values: list[tuple[str, Expr]] = [(f"flag:{flag}", Num(int(value))) for flag, value in power.sets]
    if power.suspends:
        values.append((f"suspended:{name}", Num(1)))
    for other in _resumed(draft, power):
        stopped = Var(f"suspended:{other}")
        values.append((stopped.name, op("min", op("*", Num(2), stopped), Num(2))))
    if power.extends and not power.times:
        first = op("min", Var("day"), Num(1))
        values.append(("day", op("max", op("-", Var("day"), Num(power.extends)), first)))
    if power.times:
        counts = {uses(draft, name), f"extended:{name}" if power.extends else f"used:{name}"}
        values += [(count, op("+", Var(count), Num(1))) for count in sorted(counts)]
    if power.rules_out:
        values += _ruled_out(draft, power.rules_out)
    if power.to:
        values += draft.moving_to(power.to)
    return [Effect(sets=tuple(values))] if values else []


def _ruled_out(draft: Draft, talks: str) -> list[tuple[str, Expr]]:
    """Nothing is on the table; what was raised is marked for the day, as it kept others from signing."""
    values: list[tuple[str, Expr]] = []
    for variable in draft.variables:
        kind = variable.name.split(":")[:2]
        if kind == ["raised", talks]:
            values.append((variable.name, op("min", op("*", Num(2), Var(variable.name)), Num(2))))
        elif kind == ["listed", talks]:
            values.append((variable.name, Num(0)))
    return values


def _fighting(draft: Draft, side: str) -> None:
    """Fighting is always possible: a breach where a ban covers it, lawful where none does."""
    banned: Expr = FALSE
    for name, ban in draft.of(Ban).items():
        if side not in ban.actors:
            continue
        covers = all_of(
            draft.in_phases(ban.phases), negate(draft.condition(ban.unless)) if ban.unless else Num(1)
        )
        sets_ = (*draft.moving_to(ban.to), (f"breach:{side}", Num(1)))
        draft.moves.append(
            Move(
                id=f"{side}:{name}",
                kind="fight",
                owner=side,
                act=ban.act,
                guard=covers,
                effects=(Effect(sets=sets_),),
                clause=name,
                status="breach",
            )
        )
        banned = any_of(banned, covers) if ban.to == "collapse" else banned
    free = all_of(draft.in_phases(()), negate(banned))
    if free != FALSE:
        draft.moves.append(
            Move(
                id=f"{side}:fight",
                kind="fight",
                owner=side,
                act=worded("returns to fighting, which no clause forbids"),
                guard=free,
                effects=(Effect(sets=draft.moving_to("collapse")),),
            )
        )


def _chance(draft: Draft) -> None:
    draft.moves.append(
        Move(id="chance:nothing", kind="hazard", owner=CHANCE, act="nothing happens", guard=Num(1))
    )
    for name, hazard in draft.of(Hazard).items():
        values: list[tuple[str, Expr]] = [(f"flag:{flag}", Num(int(value))) for flag, value in hazard.sets]
        if hazard.to:
            values += draft.moving_to(hazard.to)
        draft.moves.append(
            Move(
                id=f"chance:{name}",
                kind="hazard",
                owner=CHANCE,
                act=hazard.act,
                guard=all_of(draft.in_phases(hazard.phases), draft.condition(hazard.when)),
                effects=(Effect(sets=tuple(values)),) if values else (),
                clause=name,
            )
        )
