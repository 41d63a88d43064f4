"""Every kind of fault of a setting is told, with what to do; bundled and default settings have none."""

import datetime as dt
from dataclasses import replace

import pytest

from detente.analysis.space import OutcomeSpace
from detente.case.library import example, examples
from detente.case.model import Party
from detente.case.preferences import Range
from detente.talks.setting.defaults import default_setting
from detente.talks.setting.library import setting_for
from detente.talks.setting.validate import validate
from detente.talks.setting.validation.numbers import numbers_of
from detente.talks.setting.values import (
    EFFECTS,
    Counter,
    Delegation,
    Effect,
    Happening,
    Hazard,
    Home,
    Mediation,
    Setting,
    Summit,
)

PLAIN = Setting(id="plain")
CASE = example("gaza-2024")
RIVERS = example("two-rivers")
ONE = Range.of(1.0)


def hazard(*effects: Effect, rate: float = 0.1, name: str = "h") -> Hazard:
    return Hazard(id=name, name="H", rate=Range.of(rate), effects=effects)


def happening(**fields: object) -> Happening:
    return Happening(**{"id": "n", "name": "N", "effects": (), **fields})  # type: ignore[arg-type]


def counter(**fields: object) -> Counter:
    given = {"id": "c", "name": "C", "start": 9, "falls": ONE, "on": "israel-pm", "adds": ONE, **fields}
    return Counter(**given)  # type: ignore[arg-type]


def summit(day: int, name: str = "s") -> Summit:
    return Summit(id=name, name="S", day=day, slips=Range.of(0.0), attends=ONE)


FAULTS = {
    "days: is 0 days, and it should be at least 1": {"days": 0},
    "days: is -5 days, and it should be at least 1": {"days": -5},
    "days: is 9,999 days, more than the 3,650 that it may be": {"days": 9999},
    "days: should be a whole number, not 2.5": {"days": 2.5},
    "deadline: is day 0, before the first day of talks": {"deadline": 0},
    "deadline: is day 300, and talks last at most 200 days": {"deadline": 300},
    "happenings[0]: has neither `day` nor `date`": {"happenings": (happening(),)},
    "happenings[0].day: is day 201, and the last day of talks is 200": {"happenings": (happening(day=201),)},
    "happenings[0].day: is day -1, before the first day of talks": {"happenings": (happening(day=-1),)},
    "happenings[0].date: is day -18, before the first day of talks": {
        "happenings": (happening(date=dt.date(2024, 8, 1)),)
    },
    "happenings[0].day: stands beside `date`": {"happenings": (happening(day=3, date=dt.date(2024, 9, 1)),)},
    "summits[0].day: is day 31, and the last day of talks is 30": {"deadline": 30, "summits": (summit(31),)},
    "homes.israel-pm.answers: is 1.5, it should be between 0 and 1": {
        "homes": (Home(actor="israel-pm", answers=Range.of(1.5)),)
    },
    "homes.israel-pmm: there is no actor who answers called 'israel-pmm'": {
        "homes": (Home(actor="israel-pmm"),)
    },
    "homes.israel-pm: 'israel-pm' stands here twice": {"homes": (Home(actor="israel-pm"),) * 2},
    "homes.israel-pm.least: is -2 days, and it should be at least 0": {
        "homes": (Home(actor="israel-pm", least=-2),)
    },
    "delegations.isreal: there is no party called 'isreal'": {"delegations": (Delegation(party="isreal"),)},
    "delegations.israel.mandate: there is no mandate of israel called 'wide'": {
        "delegations": (Delegation(party="israel", mandate="wide"),)
    },
    "delegations.hamas.mandate: there is no mandate of hamas called 'israel-suffices'": {
        "delegations": (Delegation(party="hamas", mandate="israel-suffices"),)
    },
    "delegations.israel.tactic: there is no tactic called 'boulwar'": {
        "delegations": (Delegation(party="israel", tactic="boulwar"),)
    },
    "delegations.israel.trust: successes and failures may both be 0": {
        "delegations": (Delegation(party="israel", trust=(Range.of(0.0), Range.of(0.0))),)
    },
    "delegations.israel.trust.kept: is -1, it should be between 0 and 1e+06": {
        "delegations": (Delegation(party="israel", trust=(Range.of(-1.0), ONE)),)
    },
    "delegations.israel.asks: low 3, likely 2 and high 1 are out of order": {
        "delegations": (Delegation(party="israel", asks=Range(low=3, likely=2, high=1)),)
    },
    "delegations.israel.asks.evidence[0]: there is no evidence called 'event-atack'": {
        "delegations": (Delegation(party="israel", asks=Range.of(0.1, evidence=("event-atack",))),)
    },
    "mediation.strategy: there is no mediator strategy called 'gredy'": {
        "mediation": Mediation(strategy="gredy")
    },
    "mediation.opening: there is no proposal called 'framework'": {
        "mediation": Mediation(opening="framework")
    },
    "mediation.fades: is 0 days, and it should be at least 1": {"mediation": Mediation(fades=0)},
    "mediation.noise: is -0.1, it should be at least 0": {"mediation": Mediation(noise=Range.of(-0.1))},
    "mediation.aside_after: no issue can be set aside: "
    "the case does not say what holds where a text is silent": {"mediation": Mediation(aside_after=3)},
    "case: is a setting for the case 'two-rivers', not for 'gaza-2024'": {"case": "two-rivers"},
    "id: the id 'a b' holds ' '": {"id": "a b"},
    "hazards[1].id: 'h' is the id of two hazards": {"hazards": (hazard(), hazard())},
    "hazards[0].rate: is 2, it should be between 0 and 1": {"hazards": (hazard(rate=2.0),)},
    "hazards[0].effects[0].kind: there is no kind of effect called 'end'": {
        "hazards": (hazard(Effect(kind="end")),)
    },
    "hazards[0].effects[0].on: there is no party called 'israel-pm'": {
        "hazards": (hazard(Effect(kind="away", on="israel-pm")),)
    },
    "hazards[0].effects[0].on: names no actor who answers": {"hazards": (hazard(Effect(kind="silent")),)},
    "hazards[0].effects[0].on: there is no hazard called 'g'": {
        "hazards": (hazard(Effect(kind="rate", on="g")),)
    },
    "hazards[0].effects[0].on: 'ends' has nobody that it is on": {
        "hazards": (hazard(Effect(kind="ends", on="israel")),)
    },
    "hazards[0].effects[0].to: there is no mandate of israel called 'wide'": {
        "hazards": (hazard(Effect(kind="mandate", on="israel", to="wide")),)
    },
    "hazards[0].effects[0].to: only a change of mandate has `to`, and this effect is 'away'": {
        "hazards": (hazard(Effect(kind="away", on="israel", to="free")),)
    },
    "hazards[0].effects[0].amount: 'away' has no amount": {
        "hazards": (hazard(Effect(kind="away", on="israel", amount=ONE)),)
    },
    "hazards[0].effects[0].amount: is -2, it should be between -1 and 1": {
        "hazards": (hazard(Effect(kind="rate", on="h", amount=Range.of(-2.0), days=3)),)
    },
    "hazards[0].effects[0].days: is -1 days, and it should be at least 0": {
        "hazards": (hazard(Effect(kind="suspends", days=-1)),)
    },
    "hazards: 61 hazards and happenings together, more than the 60 that there may be": {
        "hazards": tuple(hazard(name=f"h{k}") for k in range(61))
    },
    "counters: 31 counters, more than the 30 that there may be": {
        "counters": tuple(counter(id=f"c{k}") for k in range(31))
    },
    "counters[0].start: is 1,001 units, more than the 1,000 that it may be": {
        "counters": (counter(start=1001),)
    },
    "counters[0].on: there is no actor who answers called 'israel'": {"counters": (counter(on="israel"),)},
    "summits: 17 summits, more than the 16 that there may be": {
        "summits": tuple(summit(1, f"s{k}") for k in range(17))
    },
    "note: holds 20,001 characters, more than 20,000": {"note": "x" * 20_001},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told(fault: str) -> None:
    (problem,) = validate(replace(PLAIN, **FAULTS[fault]), CASE)  # type: ignore[arg-type]
    assert str(problem).partition("\n")[0] == fault
    assert problem.hint


@pytest.mark.parametrize("kind", EFFECTS)
def test_every_kind_of_effect_can_be_well_formed(kind: str) -> None:
    on = {"away": "israel", "mandate": "israel", "trust": "hamas", "rate": "h"}
    on |= {"reservation": "israel-pm", "silent": "israel-pm"}
    effect = Effect(kind=kind, on=on.get(kind, ""), to="free" if kind == "mandate" else "", days=3)
    assert validate(replace(PLAIN, hazards=(hazard(effect),)), CASE) == ()


def test_a_date_needs_a_first_day_to_be_counted_from() -> None:
    setting = replace(PLAIN, happenings=(happening(date=dt.date(2031, 1, 1)),))
    (problem,) = validate(setting, CASE.with_(as_of=None))
    assert str(problem).startswith("happenings[0].date: is a date, and the talks have no first day")


def test_the_day_of_the_case_is_the_first_day_when_the_setting_names_none() -> None:
    assert validate(replace(PLAIN, happenings=(happening(date=CASE.as_of),)), CASE) == ()


def test_talks_have_at_most_ten_parties() -> None:
    parties = tuple(
        Party(id=f"p{k}", name="P", principal=f"p{k}", approval=CASE.parties[0].approval) for k in range(11)
    )
    (problem,) = validate(PLAIN, CASE.with_(parties=parties))
    assert problem.what == "the case has 11 parties, and talks may have 10"


def test_an_issue_can_be_set_aside_where_the_case_says_what_then_holds() -> None:
    assert validate(replace(PLAIN, mediation=Mediation(aside_after=3)), RIVERS) == ()


def test_a_strategy_of_ones_own_is_named_by_its_module() -> None:
    assert validate(replace(PLAIN, mediation=Mediation(strategy="my.module:Mine")), CASE) == ()


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"mediation": Mediation(noise=Range.of(50.0))}, "is 50, more than the 1 that it may be"),
        ({"delegations": (Delegation(party="israel", asks=Range.of(50.0)),)}, "is 50, more than the 5"),
        (
            {"homes": (Home(actor="israel-pm", delay=Range.of(1e5)),)},
            "may move the reservation of 'israel-pm'",
        ),
        (
            {"hazards": (hazard(Effect(kind="rate", on="h", amount=Range.of(-1.0)), name="h"),), "days": 900},
            "may move the rate of 'h' by 900 a day",
        ),
    ],
)
def test_an_amount_far_beyond_the_utilities_of_the_case_is_told(
    fields: dict[str, object], fault: str
) -> None:
    space = OutcomeSpace(CASE)
    (problem,) = validate(replace(PLAIN, **fields), space)  # type: ignore[arg-type]
    assert fault in problem.what


@pytest.mark.parametrize("name", examples())
def test_the_settings_made_for_a_case_fit_it(name: str) -> None:
    space = OutcomeSpace(example(name))
    assert validate(setting_for(space.case), space) == ()
    assert validate(default_setting(space.case), space) == ()


@pytest.mark.parametrize("name", examples())
def test_every_number_of_a_default_setting_is_a_marked_assumption(name: str) -> None:
    setting = default_setting(example(name))
    for at, number, _ in numbers_of(setting):
        assert number.fixed or number.assumption, at
    assert {d.party for d in setting.delegations} == {p.id for p in example(name).parties}
