"""An accord in plain words: every field of every value is told, and silence is told too."""

import datetime as dt
from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given

from accord_strategies import accords
from detente.accord.language import plan
from detente.accord.language.plan import (
    Accord,
    Ban,
    Calendar,
    Clause,
    Exchange,
    Expiry,
    Flag,
    Good,
    Guarantee,
    Hazard,
    Obligation,
    Phase,
    Power,
    Reading,
    Side,
    Stakes,
    Talks,
    Trigger,
    Wording,
)
from detente.accord.library import accord_example, accord_examples
from detente.accord.plain.conditions import say_condition
from detente.accord.plain.silence import say_silence
from detente.accord.plain.whole import say, say_clause, say_readings
from detente.case.preferences import Range
from detente.errors import AccordError, UnknownName

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
RANGE = Range(low=1, likely=2, high=3, assumption="made up")
TERMS = {
    "owes": Obligation(
        phase="one",
        debtor="a",
        creditor="b",
        act="gives bread",
        good="bread",
        quantity=8,
        tranches=3,
        due=(2, 4, 6),
    ),
    "pays": Obligation(
        phase="one", debtor="b", creditor="a", act="pays", good="coin", quantity=4, tranches=2
    ),
    "rate": Exchange(first="owes", then="pays", ratio=Fraction(1, 2)),
    "stops": Power(kind="suspend", holders=("a",), act="stops", phases=("one",), when="late(b)"),
    "talks": Talks(phase="one", parties=("a", "b"), topics=("fish",), listed_open=True),
    "ends": Expiry(phase="one", then="collapse"),
    "peace": Ban(actors=("a", "b"), act="fights", phases=("one",)),
    "alarm": Trigger(when="flag(fire)", phases=("one",)),
    "bond": Guarantee(guarantor="m", party="a", amount=RANGE),
    "storm": Hazard(chance=RANGE, act="a storm", phases=("one",)),
}
OTHER = {
    str: "other",
    int: 3,
    bool: None,
    Fraction: Fraction(7, 3),
    Range: Range(low=1, likely=2, high=4, assumption="made up"),
}
SPECIAL = {
    ("Obligation", "due"): (2, 4, 7),
    ("Obligation", "tranches"): 4,
    ("Obligation", "after"): "flag(fire)",
    ("Obligation", "only_after"): "flag(fire)",
    ("Obligation", "phase"): "two",
    ("Exchange", "ratio"): Fraction(1, 3),
    ("Power", "holders"): ("b",),
    ("Power", "phases"): (),
    ("Power", "when"): "late(a)",
    ("Power", "sets"): (("fire", True),),
    ("Power", "suspends"): ("owes",),
    ("Power", "resumes"): ("owes",),
    ("Talks", "parties"): ("a",),
    ("Talks", "topics"): ("fish", "wood"),
    ("Talks", "agenda"): "closed",
    ("Talks", "sign_within"): 2,
    ("Ban", "actors"): ("a",),
    ("Ban", "phases"): ("one", "two"),
    ("Ban", "unless"): "flag(fire)",
    ("Ban", "to"): "two",
    ("Trigger", "when"): "not flag(fire)",
    ("Trigger", "phases"): (),
    ("Trigger", "sets"): (("fire", False),),
    ("Guarantee", "on"): ("owes",),
    ("Hazard", "phases"): (),
    ("Hazard", "when"): "flag(fire)",
    ("Hazard", "sets"): (("fire", True),),
    ("Phase", "advances_when"): "flag(fire)",
    ("Phase", "evidence"): ("report",),
    ("Calendar", "signed"): dt.date(2031, 1, 2),
    ("Calendar", "first_day"): "signature",
    ("Calendar", "working"): (0, 1),
    ("Calendar", "holidays"): (dt.date(2031, 1, 6),),
    ("Reading", "terms"): None,
    ("Reading", "evidence"): ("report",),
    ("Reading", "options"): (("bread", ("white",)),),
    ("Clause", "readings"): (Reading(id="x", label="", terms=None),),
    ("Clause", "pax"): ("CeProv",),
    ("Clause", "evidence"): ("report",),
    ("Wording", "readings"): (("ends", "r"), ("peace", "r")),
    ("Stakes", "receives"): (("coin", RANGE),),
    ("Stakes", "gives"): (("bread", RANGE), ("coin", RANGE)),
    ("Stakes", "ends"): (("collapse", RANGE),),
}


def whole() -> Accord:
    stakes = Stakes(side="a", gives=(("bread", RANGE),), peace=RANGE, patience=RANGE, fights_first=RANGE)
    return Accord(
        id="x",
        title="Bread for coin",
        sides=(
            Side(id="a", name="Alma"),
            Side(id="b", name="Brod"),
            Side(id="m", name="The mill", role="mediator"),
        ),
        goods=(Good(id="bread", name="loaves", unit="pieces"), Good(id="coin", name="coins")),
        flags=(Flag(id="fire", name="there is a fire"),),
        phases=(
            Phase(id="one", name="Phase one", lasts=6, next="two"),
            Phase(id="two", name="Phase two", lasts=2),
        ),
        clauses=tuple(
            Clause(
                id=name, kind="kind", text=f"On {name}.", readings=(Reading(id="r", label="l", terms=terms),)
            )
            for name, terms in TERMS.items()
        ),
        wordings=(Wording(id="w", label="A wording", readings=(("ends", "r"),)),),
        stakes=(stakes,),
    )


def with_terms(name, terms):
    accord = whole()
    clauses = tuple(
        replace(c, readings=(replace(c.readings[0], terms=terms),)) if c.id == name else c
        for c in accord.clauses
    )
    return replace(accord, clauses=clauses)


def changed(value, field):
    special = SPECIAL.get((type(value).__name__, field.name))
    if special is not None or (type(value).__name__, field.name) == ("Reading", "terms"):
        return replace(value, **{field.name: special})
    now = getattr(value, field.name)
    other = not now if isinstance(now, bool) else OTHER[type(now)]
    return replace(value, **{field.name: other})


def cases():
    for name, terms in TERMS.items():
        for field in fields(terms):
            yield pytest.param(name, terms, field, id=f"{name}-{field.name}")


@pytest.mark.parametrize(("name", "terms", "field"), list(cases()))
def test_every_field_of_every_kind_of_terms_changes_the_words(name, terms, field):
    accord = with_terms(name, changed(terms, field))
    assert say_clause(accord, name) != say_clause(whole(), name)


PLACES = ("sides", "goods", "flags", "phases", "clauses", "wordings", "stakes")


@pytest.mark.parametrize(
    ("place", "field"),
    [pytest.param(p, f, id=f"{p}-{f.name}") for p in PLACES for f in fields(getattr(whole(), p)[0])],
)
def test_every_field_of_every_value_changes_the_words(place, field):
    accord = whole()
    first, *rest = getattr(accord, place)
    assert say(replace(accord, **{place: (changed(first, field), *rest)})) != say(accord)


@pytest.mark.parametrize("field", fields(Reading), ids=lambda field: field.name)
def test_every_field_of_a_reading_changes_the_words(field):
    accord = whole()
    clause = accord.clauses[0]
    other = replace(clause, readings=(changed(clause.readings[0], field),))
    assert say(replace(accord, clauses=(other, *accord.clauses[1:]))) != say(accord)


@pytest.mark.parametrize("field", fields(Calendar), ids=lambda field: field.name)
def test_every_field_of_the_calendar_changes_the_words(field):
    accord = whole()
    assert say(replace(accord, calendar=changed(accord.calendar, field))) != say(accord)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "y"),
        ("title", "Other"),
        ("note", "A note."),
        ("case", "some-case"),
        ("order", ("b", "a")),
        ("simplifications", ("No weather.",)),
        ("sources", (("report", "A report"),)),
    ],
)
def test_every_field_of_the_accord_changes_the_words(field, value):
    assert say(replace(whole(), **{field: value})) != say(whole())


def test_every_field_of_the_accord_is_tried():
    tried = {"calendar", "case", "id", "title", "note", "order", "simplifications", "sources", *PLACES}
    assert {field.name for field in fields(Accord)} == {*tried, "file"}


def test_every_kind_of_terms_is_tried():
    kinds = {getattr(plan, name) for name in plan.__all__ if isinstance(getattr(plan, name), type)}
    told = {type(terms) for terms in TERMS.values()}
    told |= {Accord, Calendar, Clause, Flag, Good, Phase, Reading, Side, Stakes, Wording}
    assert kinds == told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "always"),
        (
            "phase-over and not signed(talks)",
            "the days of the phase are over, and not every party has signed",
        ),
        ("not (breach(a) or late(b))", "Alma is not in breach, and Brod is late with nothing it owes"),
        ("breach(a) and (late(owes) or day > 4)", "(owes is late or it is later than day 4 of the phase)"),
        ("given(owes) >= 1", "at least 1 tranche of owes has been given"),
        ("3 > given(owes)", "fewer than 3 tranches of owes have been given"),
        ("given(owes) + 1 < given(pays) * 2", "(the number of tranches of owes given plus 1) is less than"),
        ("not flag(fire)", "“there is a fire” does not hold"),
        ("phase(one) or phase(collapse)", "the accord is in Phase one, or the accord has collapsed"),
        (
            "raised(talks, a) or suspended(stops)",
            "a topic of Alma is on the table of talks, or stops is in use",
        ),
        (
            "signed(talks, b) and clear(talks)",
            "Brod has signed in talks, and nothing is on the table of talks",
        ),
        ("overdue(owes) or performed(owes)", "late beyond its cure period, or all of owes has been given"),
        (
            "last-day or all-performed or complete",
            "the last day of the phase has come, or all that the phase",
        ),
        ("breach(a) == 1", "Alma is in breach"),
    ],
)
def test_a_condition_is_told_by_the_names_of_things(text, words):
    assert words in say_condition(whole(), text)


def test_a_condition_that_cannot_be_read_is_refused():
    with pytest.raises(UnknownName, match="weather"):
        say_condition(whole(), "weather > 3")
    with pytest.raises(AccordError):
        say_condition(whole(), "day >")


def test_readings_stand_side_by_side_and_one_can_be_told_alone():
    accord = accord_example("three-phases")
    assert [name for name, _ in say_readings(accord, "failure")] == [
        "nobody",
        "either-party",
        "mediators-only",
    ]
    alone = say(accord, wording="mediators-closed")
    assert "The agenda is closed" in alone
    assert "The agenda is open" not in alone
    assert "The agenda is open" in say(accord, wording="mediators-closed", readings={"talks": "open"})


def test_fighting_that_nothing_forbids_is_told_as_lawful():
    accord = replace(whole(), clauses=())
    assert "Nothing forbids Brod to return to fighting in Phase one and Phase two: it is lawful there." in (
        say_silence(accord, {})
    )


def test_a_breach_that_nothing_answers_is_told():
    told = say_silence(whole(), whole().readings())
    assert not any("answers a breach by Alma" in line for line in told)
    bare = with_terms("bond", None)
    assert any("answers a breach by Alma" in line for line in say_silence(bare, bare.readings()))


def test_days_of_the_first_phase_are_dated_once_the_accord_is_signed():
    accord = replace(whole(), calendar=Calendar(signed=dt.date(2031, 1, 31)))
    assert "2, 4 and 6 (6 February 2031)" in say_clause(accord, "owes")


@given(accords())
def test_any_accord_can_be_told_clause_by_clause_and_wording_by_wording(accord):
    text = say(accord)
    assert all(f"{clause.id} ({clause.kind}" in text for clause in accord.clauses)
    for wording in accord.wordings:
        assert say(accord, wording=wording.id) != text


@pytest.mark.parametrize("name", accord_examples())
def test_the_words_of_a_bundled_accord_stay_as_they_are(name, request):
    text = say(accord_example(name)) + "\n"
    golden = GOLDEN / f"{name}.accord.txt"
    if request.config.getoption("--rewrite-golden"):
        golden.write_text(text, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == text
