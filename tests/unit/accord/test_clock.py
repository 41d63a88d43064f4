"""What an accord says about the time for talks in a phase, under each of its wordings."""

from dataclasses import replace

import pytest

from detente.accord.language.clock import clock_of
from detente.accord.language.plan import Clause, Power, Reading
from detente.accord.library import accord_example
from detente.errors import AccordError, UnknownName
from detente.talks.clock import Clock

FRAMEWORK = accord_example("three-phases-2024")
WORDINGS = {
    "": ("goes on", ()),
    "lapses": ("ends", ()),
    "either-party": ("may be ended", ("hamas", "israel")),
    "mediators-closed": ("may be ended", ("mediators",)),
    "truce-of-six-weeks": ("goes on", ()),
}


@pytest.mark.parametrize("wording", WORDINGS)
def test_the_wording_decides_what_follows_the_six_weeks(wording):
    clock = clock_of(FRAMEWORK, wording=wording)
    assert clock.days == 42
    assert (clock.after, clock.enders) == WORDINGS[wording]


def test_a_chosen_reading_counts_before_the_wording():
    assert clock_of(FRAMEWORK, wording="lapses", chosen={"expiry": "continues"}).after == "goes on"


def test_a_remedy_for_a_breach_does_not_end_talks():
    powers = [r.terms for c in FRAMEWORK.clauses for r in c.readings if isinstance(r.terms, Power)]
    assert any(power.remedy and power.to == "collapse" for power in powers)
    assert clock_of(FRAMEWORK, phase="two").enders == ()


def test_powers_to_extend_count_only_where_they_are_taken_as_used():
    more = Power(kind="extend", holders=("mediators",), act="x", phases=("one",), extends=10, times=2)
    clause = Clause(
        id="more", kind="power", text="more", readings=(Reading(id="r", label="more", terms=more),)
    )
    longer = replace(FRAMEWORK, clauses=(*FRAMEWORK.clauses, clause))
    assert (clock_of(longer).days, clock_of(longer, extended=True).days) == (42, 62)


def test_talks_take_it_as_their_clock():
    assert isinstance(clock_of(FRAMEWORK), Clock)


def test_a_phase_that_there_is_not_is_named_with_the_nearest():
    with pytest.raises(UnknownName, match="phase called 'on'"):
        clock_of(FRAMEWORK, phase="on")


def test_an_accord_without_phases_has_no_clock():
    with pytest.raises(AccordError, match="no phases"):
        clock_of(replace(FRAMEWORK, phases=()))
