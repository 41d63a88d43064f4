"""Hypothesis generators: random plays of small accords, told as events."""

import datetime as dt
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from accord_strategies import accords
from detente.accord.game.compile import compile_accord
from detente.accord.game.rules import Rules
from detente.accord.language.dates import date_of
from detente.accord.language.plan import Calendar
from detente.accord.monitoring.events import AccordEvent
from detente.accord.monitoring.naming import act_of

__all__ = ["SIGNED", "plays"]

SIGNED = Calendar(signed=dt.date(2024, 9, 1))


@st.composite
def plays(draw: st.DrawFn) -> tuple[Rules, list[AccordEvent], dict[str, int], int]:
    """A small accord, everything done in a random play of some days, where it leads and on which day."""
    accord = replace(draw(accords()), calendar=SIGNED)
    rules = compile_accord(accord, hazards=True)
    values: dict = {name: np.int64(value) for name, value in rules.start.items()}
    days, events = draw(st.integers(1, 6)), []
    for day in range(1, days + 1):
        for stage, owner in enumerate(rules.stages):
            can = [m for m in rules.moves if m.owner == owner and rules.can(m, values)]
            if not can:
                continue
            move = draw(st.sampled_from(can))
            values = rules.apply(move, values)
            if act_of(move) and move.id != "chance:nothing":
                date = date_of(accord.calendar, day)
                names = {
                    "side": "" if owner == "chance" else owner,
                    "clause": move.clause,
                    "act": act_of(move),
                }
                events.append(
                    AccordEvent(date=date, matter=f"{day}/{stage}", verified=draw(st.booleans()), **names)
                )
    return rules, events, {name: int(value) for name, value in values.items()}, days + 1
