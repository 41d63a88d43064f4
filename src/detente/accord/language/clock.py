"""The clock that an accord sets for the talks on its next phase: how long, what then, who may end them.

Only what the text says of time is read: the days of the phase, what its expiry provides, powers to extend it
and powers to end the accord once its days are over. Talks take the result as it is and know no accord.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from detente.accord.language.plan import Accord, Expiry, Phase, Power, Terms
from detente.errors import AccordError

__all__ = ["PhaseClock", "clock_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseClock:
    """Days of talks in a phase; `after`: "ends", "goes on" or "may be ended", then by the `enders` alone."""

    days: int
    after: str
    enders: tuple[str, ...] = ()


def clock_of(
    accord: Accord,
    *,
    phase: str = "",
    wording: str = "",
    chosen: Mapping[str, str] | None = None,
    extended: bool = False,
) -> PhaseClock:
    """The clock of talks held during a phase (the first without `phase`), under a wording or chosen readings.

    Talks end when the phase's expiry lets the accord collapse. Otherwise they may be ended by the holders of
    powers that let it collapse once the days of the phase are over, remedies for breaches apart; without any
    they go on. With `extended` every limited power to extend the phase is used to the full. Raises
    UnknownName for a phase, wording or reading that there is not, AccordError for an accord without phases.

    >>> from detente.accord.library import accord_example
    >>> accord = accord_example("three-phases-2024")
    >>> clock_of(accord).days, clock_of(accord).after
    (42, 'goes on')
    >>> clock_of(accord, wording="either-party").enders
    ('hamas', 'israel')
    """
    if not accord.phases:
        raise AccordError("the accord has no phases", where="phases", hint="talks need a phase with days")
    held = accord.phase(phase) if phase else accord.phases[0]
    terms = tuple(_terms(accord, wording, chosen))
    powers = [t for t in terms if isinstance(t, Power) and (not t.phases or held.id in t.phases)]
    longer = sum(p.extends * p.times for p in powers if p.extends) if extended else 0
    expiry = next((t for t in terms if isinstance(t, Expiry) and t.phase == held.id), None)
    if expiry is not None and expiry.then == "collapse":
        return PhaseClock(days=held.lasts + longer, after="ends")
    enders = tuple(sorted({side for p in powers if _ends_late(p, held) for side in p.holders}))
    after = "may be ended" if enders else "goes on"
    return PhaseClock(days=held.lasts + longer, after=after, enders=enders)


def _terms(accord: Accord, wording: str, chosen: Mapping[str, str] | None) -> Iterator[Terms]:
    for clause, reading in accord.readings(wording, chosen).items():
        yield accord.clause(clause).reading(reading).terms


def _ends_late(power: Power, phase: Phase) -> bool:
    """Whether a power lets the accord collapse because the phase's days are over."""
    conditions = power.when.split(" and ")
    return (
        power.to == "collapse"
        and not power.remedy
        and ("phase-over" in conditions or f"day > {phase.lasts}" in conditions)
    )
