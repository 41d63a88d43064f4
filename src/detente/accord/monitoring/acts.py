"""One act told by an account, done in rows: how far the accord knows it to be possible, and why not."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente.accord.game.compiling.duties import given_after
from detente.accord.game.rules import Move, Rules
from detente.accord.language.plan import Obligation
from detente.accord.monitoring.events import AccordEvent
from detente.accord.monitoring.naming import moves_of
from detente.accord.monitoring.rows import Bools, Ints, Rows

__all__ = ["Act", "act_for", "attempt", "why_not"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """The moves that an account may stand for, the likeliest first. `duty`: the obligation that it performs.

    `confirms`: the move by which who verifies it counts it at once.
    """

    event: AccordEvent
    quantity: int | None
    moves: tuple[Move, ...]
    duty: Obligation | None = None
    confirms: Move | None = None

    @property
    def kind(self) -> str:
        """The kind of its moves; "" where the reading in force provides none."""
        return self.moves[0].kind if self.moves else ""


def act_for(rules: Rules, duties: Mapping[str, Obligation], event: AccordEvent, quantity: int | None) -> Act:
    """The act that an account tells, under the readings in force."""
    moves = moves_of(rules, event)
    duty = duties.get(moves[0].clause) if moves and moves[0].kind in {"perform", "verify"} else None
    confirms = None
    if duty is not None and moves[0].kind == "perform" and event.verified and event.by == duty.verified_by:
        confirms = next((m for m in rules.moves if m.kind == "verify" and m.clause == moves[0].clause), None)
    return Act(event=event, quantity=quantity, moves=moves, duty=duty, confirms=confirms)


def attempt(rows: Rows, act: Act, where: Bools) -> tuple[Bools, Bools]:
    """Does the act in rows where it can be done; in which it was done at all, and in which in full."""
    if act.kind == "perform":
        return _perform(rows, act, where)
    if act.kind == "verify":
        return _confirm(rows, act, where)
    done = np.zeros(len(rows), dtype=bool)
    for move in act.moves:
        now = where & ~done & rows.can(move)
        rows.do(move, now)
        done |= now
    return done, done


def why_not(rows: Rows, act: Act, where: Bools) -> str:
    """Why the act could not be done in these rows, in words; the reasons of different rows are listed."""
    if not act.moves:
        return "under the readings in force no clause provides this act"
    ended = where & rows.holds(rows.rules.ended)
    reasons = ["the accord had ended"] if ended.any() else []
    left = where & ~ended
    if act.duty is not None and left.any():
        elsewhere = left & ~rows.holds(rows.rules.in_phase(act.duty.phase))
        if elsewhere.any():
            reasons.append(f"phase {act.duty.phase} was not running")
        left = left & ~elsewhere
        full = left & (rows.columns[f"given:{act.moves[0].clause}"] >= act.duty.tranches)
        if full.any():
            reasons.append("everything had been given already")
        left = left & ~full
    if left.any():
        reasons.append("what the clause asks for first did not hold")
    return ", or ".join(reasons)


def _perform(rows: Rows, act: Act, where: Bools) -> tuple[Bools, Bools]:
    """Units are counted by tranches; those towards one that is not complete are kept as a part of it."""
    move, duty = act.moves[0], act.duty
    if duty is None:
        return np.zeros(len(rows), dtype=bool), np.zeros(len(rows), dtype=bool)
    name = move.clause
    total = np.array(given_after(duty))
    can = where & rows.can(move)
    waiting = where & ~can & _pending(rows, name) & ~rows.holds(rows.rules.ended)
    so_far = total[np.minimum(_delivered(rows, name), duty.tranches)] + rows.parts[name]
    room = total[-1] - so_far
    one_more = total[np.minimum(np.searchsorted(total, so_far, side="right"), duty.tranches)] - so_far
    units = one_more if act.quantity is None else np.full(len(rows), act.quantity)
    done = (can | waiting) & (room > 0)
    rows.parts[name] = np.where(done, rows.parts[name] + np.minimum(units, room), rows.parts[name])
    full = done & (units <= room)
    _draw(rows, act, done)
    stuck = done & (rows.parts[name] >= _next_size(rows, duty, name)) & ~_pending(rows, name)
    stuck &= _delivered(rows, name) < duty.tranches
    rows.parts[name] = np.where(stuck, 0, rows.parts[name])
    return done, full & ~stuck


def _draw(rows: Rows, act: Act, where: Bools) -> None:
    """Counts as tranches what is complete and can be counted now."""
    move, duty = act.moves[0], act.duty
    if duty is None:
        return
    name = move.clause
    for _ in range(duty.tranches):
        size = _next_size(rows, duty, name)
        now = where & rows.can(move) & (size > 0) & (rows.parts[name] >= size)
        if not now.any():
            return
        rows.parts[name] = np.where(now, rows.parts[name] - size, rows.parts[name])
        rows.do(move, now)
        if act.confirms is not None:
            rows.do(act.confirms, now)


def _confirm(rows: Rows, act: Act, where: Bools) -> tuple[Bools, Bools]:
    """Confirms one tranche, or as many as the quantity holds; what was given meanwhile comes after it."""
    move, duty = act.moves[0], act.duty
    done = np.zeros(len(rows), dtype=bool)
    if duty is None:
        return done, done
    name = move.clause
    gives = next(m for m in rows.rules.moves if m.kind == "perform" and m.clause == name)
    again = Act(event=act.event, quantity=None, moves=(gives,), duty=duty)
    total = np.array(given_after(duty))
    left = np.full(len(rows), 0 if act.quantity is None else act.quantity)
    for _ in range(duty.tranches):
        given = rows.columns[f"given:{name}"]
        size = total[np.minimum(given + 1, duty.tranches)] - total[np.minimum(given, duty.tranches)]
        now = where & rows.can(move) & ((~done) if act.quantity is None else (left >= size))
        if not now.any():
            break
        rows.do(move, now)
        left = np.where(now, left - size, left)
        done = done | now
        _draw(rows, again, now)
    return done, done & (left == 0) if act.quantity is not None else done


def _pending(rows: Rows, name: str) -> Bools:
    column = rows.columns.get(f"pending:{name}")
    return np.zeros(len(rows), dtype=bool) if column is None else column == 1


def _delivered(rows: Rows, name: str) -> Ints:
    return rows.columns[f"given:{name}"] + _pending(rows, name)


def _next_size(rows: Rows, duty: Obligation, name: str) -> Ints:
    """Units in the next tranche; 0 where none is left."""
    total = np.array(given_after(duty))
    counted = np.minimum(_delivered(rows, name), duty.tranches)
    found: Ints = total[np.minimum(counted + 1, duty.tranches)] - total[counted]
    return found
