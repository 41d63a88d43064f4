"""A signed accord watched: what is due, who is in default, what can be done and forced now."""

import datetime as dt
import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from accord_strategies import accords
from detente.accord.language.plan import Accord, Calendar, Obligation
from detente.accord.monitoring.events import AccordEvent
from detente.accord.monitoring.monitor import Asking, monitor
from detente.accord.monitoring.results import DutyNow, Monitored
from detente.accord.questions.ability import collapse
from detente.accord.space import AccordSpace
from detente.errors import UnknownName
from small_accords import clause, three

SIGNED = Calendar(signed=dt.date(2024, 9, 1))
TREATY = replace(three(2, 4), calendar=SIGNED)
QUIET = Asking(questions=())


def on(day: int) -> dt.date:
    return dt.date(2024, 9, 1) + dt.timedelta(days=day)


def event(day: int, side: str, name: str, *, sure: bool = True, **more: object) -> AccordEvent:
    return AccordEvent(date=on(day), side=side, clause=name, verified=sure, **more)


def at(
    day: int, *events: AccordEvent, accord: Accord = TREATY, asking: Asking = QUIET, **more: str
) -> Monitored:
    return monitor(accord, events, as_of=on(day), asking=asking, **more)


def duty(found: Monitored, stance: str) -> list[tuple[str, int, dt.date | None, str]]:
    return [(d.clause, d.units, d.by, d.held.where) for d in found.duties if d.stance == stance]


def value(found: Monitored, condition: str) -> str:
    return next(verdict.value for verdict in found.verdicts if verdict.condition == condition)


def plain(*due: int, **more: object) -> Accord:
    """An accord of eight days in which B owes hostages by these days and nothing else."""
    base = TREATY.clause("release").readings[0].terms
    assert isinstance(base, Obligation)
    terms = replace(base, quantity=3 * len(due), tranches=len(due), due=due, **more)
    kept = ("talks", "truce", "answer-a", "answer-b")
    rest = tuple(c for c in TREATY.clauses if c.id in kept)
    phase = replace(TREATY.phases[0], lasts=8, advances_when="all-performed")
    made = (clause("release", "obligation", base=terms), *rest)
    return replace(TREATY, phases=(phase,), clauses=made, wordings=())


def test_what_comes_due_is_told_with_its_last_day() -> None:
    found = at(1, accord=plain(2, 4))
    assert duty(found, "coming") == [("release", 3, on(2), "all"), ("release", 3, on(4), "all")]
    assert duty(at(2, accord=plain(2, 4)), "due") == [("release", 3, on(2), "all")]


def test_nothing_further_ahead_than_asked_for_is_told() -> None:
    assert at(1, accord=plain(2, 4), asking=replace(QUIET, days=1)).duties[-1].by == on(2)


def test_what_is_late_is_in_cure_until_the_cure_has_passed() -> None:
    accord = plain(2, 4, cure=2)
    assert duty(at(3, accord=accord), "in cure") == [("release", 3, on(4), "all")]
    late = at(5, accord=accord)
    assert duty(late, "overdue") == [("release", 3, None, "all")]
    assert duty(late, "in cure") == [("release", 3, on(6), "all")]
    assert [d.since for d in late.duties if d.stance == "overdue"] == [(on(2), on(2))]


def test_late_then_given_leaves_nobody_in_breach() -> None:
    found = at(4, event(3, "b", "release"), accord=plain(2, 4))
    assert (found.defaults, value(found, "not breach(b)")) == ((), "currently true")


def test_a_default_is_told_with_its_day_and_the_remedy_it_opens() -> None:
    found = at(4, accord=plain(2, 4))
    assert [(d.party, d.held.where, d.since) for d in found.defaults] == [("b", "all", (on(3), on(3)))]
    assert [(p.side, p.clause, p.remedy) for p in found.powers] == [("a", "answer-a", True)]
    assert value(found, "not breach(b)") == "permanently false"


def test_in_cure_and_default_are_told_by_what_is_open() -> None:
    found = at(4, event(2, "b", "release", sure=False), accord=plain(2, 4))
    (default,) = found.defaults
    assert str(default.held) == "in 1 of 2, if not (2024-09-03 b release: yes)"
    assert found.deciding[0].event == "2024-09-03 b release: yes"
    assert found.deciding[0].settles_if_so == found.deciding[0].settles_if_not == found.open_findings > 0


def test_of_two_open_events_the_one_that_settles_more_comes_first() -> None:
    raised = event(1, "a", "talks", act="raise", sure=False)
    found = at(4, raised, event(2, "b", "release", sure=False), accord=plain(2, 4))
    assert [told.matter for told in found.deciding] == [1, 0]
    assert len(found.situations) == 4


def test_what_a_second_half_owes_follows_from_the_first_and_is_conditional_before() -> None:
    found = at(1)
    told = {(d.clause, d.by, d.conditional) for d in found.duties}
    assert ("release", on(2), False) in told
    assert ("free", on(4), True) in told
    assert ("free", on(4), False) not in told
    owed = at(2, event(1, "b", "release"))
    assert ("free", on(4), False) in {(d.clause, d.by, d.conditional) for d in owed.duties}


def test_units_of_a_tranche_that_is_not_complete_are_taken_off_what_is_due() -> None:
    found = at(2, event(1, "b", "release", quantity=2), accord=plain(2, 4))
    assert duty(found, "due") == [("release", 1, on(2), "all")]
    assert [(e.fewest, e.most, e.owed) for e in found.exposure] == [(2, 2, 6)]


def test_a_phase_and_an_end_are_told_with_their_first_day() -> None:
    accord = plain(2, 4)
    (now,) = at(3, event(1, "b", "release"), accord=accord).phases
    assert (now.phase, now.since) == ("one", (on(1), on(1)))
    (over,) = at(6, event(2, "a", "", act="fight"), accord=accord).phases
    assert (over.phase, over.since) == ("collapse", (on(2), on(2)))


def test_verdicts_are_permanent_once_nothing_can_change_them() -> None:
    accord = plain(2, 4)
    begun = at(1, accord=accord)
    assert value(begun, "reached(complete)") == "currently false"
    assert value(begun, "performed(release)") == "currently false"
    done = at(3, event(2, "b", "release", quantity=6), accord=accord)
    assert value(done, "performed(release)") == "permanently true"
    ended = at(3, event(2, "a", "", act="fight"), accord=accord)
    assert value(ended, "reached(collapse)") == "permanently true"
    assert value(ended, "reached(complete)") == "permanently false"
    assert value(ended, "performed(release)") == "permanently false"


def test_a_condition_of_ones_own_is_asked_in_the_language_of_conditions() -> None:
    found = at(3, asking=replace(QUIET, conditions=("breach(b) or late(b)", "day > 99")))
    assert [verdict.value for verdict in found.verdicts] == ["currently true", "permanently false"]
    with pytest.raises(UnknownName):
        at(3, asking=replace(QUIET, conditions=("braech(b)",)))
    with pytest.raises(UnknownName):
        at(3, asking=replace(QUIET, conditions=("reached(two)",)))


@pytest.mark.parametrize("wording", ["lapses", "either", "mediator-open", "mediator-closed"])
def test_on_the_first_morning_what_can_be_forced_is_what_the_accord_says(wording: str) -> None:
    found = at(1, asking=Asking(questions=("collapse",)), wording=wording)
    space = AccordSpace(TREATY, wording=wording)
    for force in found.force:
        verdict = collapse(space, force.coalition)
        assert (force.held.where, force.depends) == ({True: "all", False: "none"}[bool(verdict.holds)], 0)
        if verdict.holds:
            assert force.by == on(verdict.by_day or 0)


def test_what_can_be_forced_may_hang_on_an_open_event() -> None:
    accord = plain(2, 4)
    asking = Asking(questions=("collapse",), coalitions=(("a",),))
    (force,) = at(4, event(2, "b", "release", sure=False), accord=accord, asking=asking).force
    assert (force.held.where, force.held.hinges) == ("some", (("2024-09-03 b release: yes", False),))
    assert force.by == on(4)


def test_a_side_in_breach_forces_nothing_blamelessly() -> None:
    asking = Asking(questions=("collapse", "stall"), coalitions=(("b",),))
    found = at(4, accord=plain(2, 4), asking=asking)
    assert [force.held.where for force in found.force] == ["none", "none"]


def test_after_the_end_nothing_is_due_and_nothing_can_be_done() -> None:
    found = at(5, event(1, "a", "", act="fight"), asking=Asking())
    assert (found.duties, found.powers, found.force) == ((), (), ())


def test_every_event_is_kept_with_what_became_of_it() -> None:
    denied = event(1, "b", "release", sure=False, happened="denied")
    told = [event(1, "b", "release"), denied, event(2, "a", "free", sure=False), event(9, "b", "release")]
    found = at(3, *told)
    assert [noted.status for noted in found.events] == ["counted", "outweighed", "open", "not counted"]
    assert [kind for noted in found.flagged for kind, _ in noted.flags] == ["not yet known"]


def test_an_open_event_may_be_borne_out_or_ruled_out_by_another() -> None:
    out = at(3, event(1, "b", "release", sure=False), event(2, "a", "free"))
    assert [noted.status for noted in out.events] == ["borne out", "counted"]
    fought = event(1, "b", "", act="fight", sure=False)
    ruled = at(3, fought, event(2, "b", "release"))
    assert [noted.status for noted in ruled.events] == ["ruled out", "counted"]


def test_before_the_first_day_the_first_morning_is_told() -> None:
    found = at(0)
    assert (found.day, found.notes) == (
        1,
        ("The accord begins on 2024-09-02; what is told is its first morning.",),
    )


def test_games_that_would_be_too_large_are_left_out_and_said_so() -> None:
    found = at(2, asking=Asking(most_in_game=50))
    assert (found.force, found.verdicts) == ((), ())
    assert "was not asked" in found.notes[0]


def test_it_prints_as_one_line_and_becomes_plain_data() -> None:
    found = at(4, accord=plain(2, 4))
    assert str(found) == "three on 2024-09-05, day 4: one; in breach: b (in all); 1 possible situation"
    assert json.dumps(found.as_dict(), default=str)


def test_deadlines_follow_the_calendar_of_the_accord() -> None:
    weekdays = replace(SIGNED, working=(0, 1, 2, 3, 4))
    found = monitor(replace(plain(4, 6), calendar=weekdays), (), as_of=dt.date(2024, 9, 5), asking=QUIET)
    assert [(d.stance, d.by) for d in found.duties] == [
        ("due", dt.date(2024, 9, 5)),
        ("coming", dt.date(2024, 9, 9)),
    ]


@given(accords())
def test_what_is_due_on_the_first_day_is_in_breach_after_its_cure_if_nothing_is_done(accord: Accord) -> None:
    signed = replace(accord, calendar=SIGNED)
    asking = replace(QUIET, conditions=("day > 0",), days=10)
    begun = monitor(signed, (), as_of=on(1), asking=asking)
    for due in begun.duties:
        if not due.conditional and due.by is not None:
            _check_default(signed, due, asking, dict(begun.basis.readings))


def _check_default(accord: Accord, due: DutyNow, asking: Asking, readings: dict[str, str]) -> None:
    duty_terms = accord.clause(due.clause).reading(readings[due.clause]).terms
    assert isinstance(duty_terms, Obligation)
    after = due.by + dt.timedelta(days=duty_terms.cure + 1)
    found = monitor(accord, (), as_of=after, asking=asking)
    blamed = {default.party for default in found.defaults if default.held.where == "all"}
    moved = {now.phase for now in found.phases} != {duty_terms.phase}
    assert due.debtor in blamed or moved


def test_shares_count_every_situation_once() -> None:
    found = at(4, event(1, "b", "release", sure=False), event(2, "b", "release", sure=False, quantity=3))
    for verdict in found.verdicts:
        assert int(np.sum([count for _, count in verdict.values])) == len(found.situations)
