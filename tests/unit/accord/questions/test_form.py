"""What is amiss with a text is said once, with its clauses; a text without faults is left alone."""

from dataclasses import replace

import pytest
from hypothesis import assume, given

from accord_brute import Brute
from accord_strategies import accords
from detente.accord.language.plan import (
    Accord,
    Ban,
    Clause,
    Expiry,
    Flag,
    Guarantee,
    Obligation,
    Phase,
    Power,
    Reading,
    Side,
    Trigger,
)
from detente.accord.plays.story import replay
from detente.accord.questions.form import well_formed
from detente.accord.questions.timing import day_of, phases
from detente.accord.space import AccordSpace
from detente.case.preferences import Range
from small_accords import three

PEACE = Ban(actors=("a", "b"), act="attacks")
DUTY = Obligation(phase="one", debtor="a", creditor="b", act="pays", good="money", due=(2,))
END = Power(kind="terminate", holders=("a",), act="ends it", phases=("one",), to="collapse")
OTHERS = {"advances_when": "flag(done)"}


def text(*terms, **phase):
    """Two sides, one phase of three days, a ban on fighting, and clauses named c1, c2 and so on."""
    settings = {"advances_when": "all-performed", **phase}
    clauses = [
        Clause(id=f"c{n}", kind="any", text="", readings=(Reading(id="base", label="", terms=held),))
        for n, held in enumerate(terms, 1)
    ]
    return Accord(
        id="small",
        title="",
        sides=(Side(id="a", name="A"), Side(id="b", name="B")),
        phases=(Phase(id="one", name="Phase one", lasts=3, **settings),),
        flags=(Flag(id="done", name="it is done"),),
        clauses=(Clause(id="peace", kind="ban", text="", readings=(held_ban(),)), *clauses),
    )


def held_ban():
    return Reading(id="base", label="", terms=PEACE)


def remarks(accord, **options):
    return {remark.kind: remark for remark in well_formed(AccordSpace(accord), **options).remarks}


def test_a_plain_text_has_no_fault():
    report = well_formed(AccordSpace(text(DUTY)))
    assert report.holds
    assert str(report) == "The text is well-formed."


def test_a_power_that_is_never_free_to_be_used_is_dead():
    found = remarks(text(DUTY, replace(END, when="flag(done)")))
    assert (found["dead"].clauses, found["dead"].says) == (("c2",), "Clause c2 can never be used.")


def test_a_power_that_one_of_its_holders_never_has_is_dead_for_it():
    found = remarks(text(DUTY, replace(END, holders=("a", "b"), when="breach(a)", phases=())))
    assert "dead" not in found
    ends = replace(END, holders=("a",), act="ends", when="flag(done)")
    assert remarks(text(DUTY, ends))["dead"].clauses == ("c2",)


def test_a_trigger_that_never_fires_is_dead():
    trigger = Trigger(when="flag(done) and day > 2", sets=(("done", True),))
    assert remarks(text(DUTY, trigger))["dead"].says == "Clause c2 never takes effect."


def test_a_phase_that_cannot_be_left_lawfully_leaves_everyone_stuck():
    found = remarks(text(**OTHERS))
    assert found["unreachable"].says == "The accord can never be carried out to its end."
    assert found["stuck"].says.startswith("From day 1 on the accord can be stuck in Phase one")


def test_a_way_out_by_law_is_not_being_stuck():
    assert "stuck" not in remarks(text(END, **OTHERS))


def test_a_duty_that_waits_for_somebody_else_at_once_cannot_be_met_alone():
    wait = replace(DUTY, verified_by="b", due=(3,))
    found = remarks(text(DUTY, wait))
    for remark in found.values():
        assert remark.kind != "unmeetable"
    crowded = [replace(DUTY, due=(1,)), replace(DUTY, due=(1,))]
    remark = remarks(text(*crowded))["unmeetable"]
    assert remark.sides == ("a",)
    assert set(remark.clauses) & {"c1", "c2"}
    space = AccordSpace(text(*crowded))
    assert replay(space.rules, remark.witness)[-1]["breach:a"] == 1


def test_an_end_that_nobody_can_avoid_is_told_with_its_day():
    found = remarks(text(Expiry(phase="one", then="collapse"), **OTHERS))
    assert found["doomed"].says == "Whatever the sides do, the accord collapses, by day 3 at the latest."


def test_a_limitless_extension_and_a_lasting_suspension_are_endless():
    extend = Power(kind="extend", holders=("a",), act="adds a day", extends=1)
    suspend = Power(kind="suspend", holders=("a",), act="stops", suspends=("c1",))
    resume = Power(kind="resume", holders=("b",), act="goes on", resumes=("c3",))
    report = well_formed(AccordSpace(text(DUTY, extend, suspend, resume)))
    said = [remark.says for remark in report.remarks if remark.kind == "endless"]
    assert said == [
        "Clause c2 lets the phase be extended without end.",
        "Clause c3 lets obligations stay suspended for ever.",
    ]
    assert report.holds
    assert "endless" not in remarks(text(DUTY, replace(extend, times=1)))


def test_a_suspension_that_nobody_can_end_leaves_everyone_stuck():
    suspend = Power(kind="suspend", holders=("a",), act="stops", suspends=("c1",))
    remark = remarks(text(DUTY, suspend))["stuck"]
    assert [step.act for step in remark.witness.steps] == ["stops"]


def test_powers_of_two_sides_that_lead_apart_are_contradictory():
    other = replace(END, holders=("b",), to="complete")
    assert remarks(text(DUTY, END, other))["contradictory"].clauses == ("c2", "c3")
    assert "contradictory" not in remarks(text(DUTY, END, replace(other, to="collapse")))


def test_a_reading_that_changes_nothing_is_idle():
    accord = text(DUTY)
    never = Trigger(when="flag(done) and day > 2", sets=(("done", True),))
    readings = (Reading(id="base", label="", terms=None), Reading(id="more", label="", terms=never))
    unused = Clause(id="extra", kind="trigger", text="", readings=readings)
    same = replace(readings[0], id="other")
    accord = replace(accord, clauses=(*accord.clauses, replace(unused, readings=(readings[0], same))))
    assert remarks(accord)["idle"].says == "Clause extra: 'other' makes no difference to 'base'."
    accord = replace(accord, clauses=(*accord.clauses[:-1], unused))
    assert "idle" not in remarks(accord)
    assert remarks(accord, readings=True)["idle"].clauses == ("extra",)


def test_no_accord_has_a_cycle_without_time():
    for wording in ("lapses", "mediator-open"):
        assert "timeless" not in remarks(three(2, 6)) | {"wording": wording}


def test_phases_say_when_each_can_begin():
    report = phases(AccordSpace(three(2, 6), wording="lapses"))
    assert str(report) == "Phase one: day 1; collapse: day 1 to 6; completion: day 6"
    assert [days.blameless for days in report.phases] == [True, True, True]
    assert [days.certain for days in report.phases] == [True, False, False]


def test_a_phase_that_can_be_put_off_for_ever_has_no_last_day():
    report = phases(AccordSpace(text(DUTY, END, **OTHERS)))
    collapse, complete = report.phases[1:]
    assert (collapse.reached, collapse.first_day, collapse.last_day) == (True, 1, None)
    assert not complete.reached
    assert str(report).endswith("completion: never")


@pytest.mark.parametrize(("steps", "end", "day"), [(-1, True, 0), (0, True, 1), (4, True, 1), (4, False, 2)])
def test_an_end_belongs_to_its_day_and_a_phase_to_the_next_morning(steps, end, day):
    assert day_of(steps, 4, end=end) == day


@given(accords(hazards=False))
def test_what_is_said_of_phases_equals_a_search_without_arrays(accord):
    space = AccordSpace(accord, order=accord.parties)
    assume(space.game.situations < 500)
    brute = Brute(space.rules)
    everyone = [side.id for side in accord.sides] + ["clock"]
    for days in phases(space).phases:
        there = brute.where(f"phase({days.phase})")
        assert days.reached == bool(there)
        best = brute.forced(everyone, there).get(brute.first)
        end = days.phase in {"collapse", "complete"}
        assert days.first_day == (None if best is None else day_of(best, len(space.rules.stages), end=end))
        assert days.certain == (brute.first in brute.forced([], there))


def test_a_power_to_resume_what_nothing_suspends_goes_without_saying():
    suspend = Power(kind="suspend", holders=("a",), act="stops", suspends=("c1",))
    resume = Power(kind="resume", holders=("b",), act="goes on", resumes=("c2",))
    accord = text(DUTY, suspend, resume)
    silent = Reading(id="none", label="", terms=None)
    clauses = [replace(c, readings=(silent,)) if c.id == "c2" else c for c in accord.clauses]
    assert "dead" not in remarks(replace(accord, clauses=tuple(clauses)))


def test_a_guarantee_is_not_said_to_make_no_difference():
    amount = Range(low=1.0, likely=2.0, high=3.0, assumption="invented")
    readings = (
        Reading(id="none", label="", terms=None),
        Reading(id="held", label="", terms=Guarantee(guarantor="b", party="a", amount=amount)),
    )
    accord = text(DUTY)
    cover = Clause(id="cover", kind="guarantee", text="", readings=readings)
    assert "idle" not in remarks(replace(accord, clauses=(*accord.clauses, cover)))


def test_a_duty_of_a_later_phase_that_cannot_be_met_is_told_with_its_phase():
    crowded = [replace(DUTY, phase="two", due=(1,)), replace(DUTY, phase="two", due=(1,))]
    agrees = Power(kind="other", holders=("a",), act="agrees", sets=(("done", True),))
    accord = text(agrees, *crowded, **OTHERS)
    second = Phase(id="two", name="Phase two", lasts=3)
    accord = replace(accord, phases=(replace(accord.phases[0], next="two"), second))
    found = [r for r in well_formed(AccordSpace(accord)).remarks if r.kind == "unmeetable"]
    assert [remark.sides for remark in found] == [("a",)]
    assert found[0].says.startswith("Once Phase two has begun, A cannot by itself keep out of a breach of c")
    assert replay(AccordSpace(accord).rules, found[0].witness)[-1]["breach:a"] == 1
