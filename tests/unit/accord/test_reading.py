"""An accord file becomes the values that it says; an accord that is written is read again as it was."""

import datetime as dt
import re
from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given

import detente.accord
from accord_strategies import accords
from detente.accord.language.from_package import accord_from
from detente.accord.language.kinds import KINDS
from detente.accord.language.plan import Accord, Clause, Obligation, Power, Reading
from detente.accord.language.readers import read_accord
from detente.accord.language.readers.schema import accord_schema
from detente.accord.language.readers.shapes import AccordFile
from detente.accord.language.writer import write_accord
from detente.case.readers.yaml_nodes import load, plain_value
from detente.errors import AccordError, SourceError

BASE = Path(__file__).parent / "bad_input" / "base.yaml"
PAGE = BASE.parents[4] / "docs" / "reference" / "accord-format.md"
LIBRARY = sorted((Path(detente.accord.__file__).parent / "accords").glob("*.yaml"))


@pytest.fixture(scope="module")
def base() -> Accord:
    return read_accord(BASE)


def reading(tmp_path, old, new):
    file = tmp_path / "accord.yaml"
    text = BASE.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return read_accord(file)


def terms(accord, clause):
    return accord.clause(clause).readings[0].terms


def test_a_clause_says_who_owes_what_by_when(base):
    assert terms(base, "boats-back") == Obligation(
        phase="one",
        debtor="coast",
        creditor="isle",
        act="returns boats",
        good="boats",
        quantity=12,
        tranches=6,
        due=(5, 10, 15, 20, 25, 30),
        cure=1,
    )


def test_a_file_knows_where_it_came_from_and_a_folder_stands_for_its_file(tmp_path, base):
    assert base.file == str(BASE)
    found = read_accord(write_accord(base, tmp_path).parent)
    assert found.file == str(tmp_path / "accord.yaml")
    assert found.digest == base.digest


def test_a_clause_without_readings_has_one_that_is_an_assumption(base):
    (only,) = base.clause("boats-back").readings
    assert (only.id, only.label, only.basis) == ("base", "as written", "assumption")


def test_a_reading_under_which_the_text_is_silent_has_no_terms(base):
    clause = base.clause("failure")
    assert clause.kind == "power"
    assert clause.reading("silent").terms is None
    assert clause.reading("fleet-only").options == (("who", ("fleet",)),)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("42", 42),
        ("42 days", 42),
        ("6 weeks", 42),
        ("7 days", 7),
        ("1 week", 7),
        ('"30 days"', 30),
        ("6 Weeks", 42),
    ],
)
def test_a_duration_is_counted_in_days_or_weeks(tmp_path, written, days):
    assert reading(tmp_path, "lasts: 2 weeks", f"lasts: {written}").phases[1].lasts == days


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("by day 30", (30, 30, 30)),
        ("30", (30, 30, 30)),
        ("every 4 days", (4, 8, 12)),
        ("every 1 week", (7, 14, 21)),
        ("[3, day 7, 2031-05-21]", (3, 7, 20)),
        ("2031-05-04", (3, 3, 3)),
        ("by 2031-05-04", (3, 3, 3)),
    ],
)
def test_a_deadline_is_a_day_for_each_tranche(tmp_path, written, due):
    accord = reading(tmp_path, "due: [10, 20, 30]", f"due: {written}")
    assert terms(accord, "berths-open").due == due


def test_a_deadline_may_be_counted_from_when_a_condition_holds(base):
    duty = terms(base, "patrol")
    assert (duty.due, duty.after) == ((3,), "performed(survey)")


def test_the_day_of_signature_may_be_day_one(tmp_path):
    accord = reading(tmp_path, "first-day: next", "first-day: signature")
    assert accord.calendar.first_day == "signature"
    file = write_accord(accord, tmp_path)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("due: every 5 days", "due: 2031-05-04"), encoding="utf-8")
    assert set(terms(read_accord(file), "boats-back").due) == {4}


@pytest.mark.parametrize(
    ("written", "ratio"),
    [
        ('"1:30"', 30),
        ("1:30", 30),
        ("30", 30),
        ("2:5", Fraction(5, 2)),
        ("1/30", Fraction(1, 30)),
        ("0.5", Fraction(1, 2)),
    ],
)
def test_a_ratio_is_units_of_the_second_for_one_of_the_first(tmp_path, written, ratio):
    assert terms(reading(tmp_path, 'ratio: "2:5"', f"ratio: {written}"), "ratio").ratio == ratio


def test_an_exchange_may_lag_by_one_tranche_unless_it_says_otherwise(tmp_path, base):
    assert terms(base, "ratio").lag == 10
    assert terms(reading(tmp_path, 'ratio: "2:5"', 'ratio: "2:5", lag: 0'), "ratio").lag == 0


def test_a_number_may_name_its_three_values(base):
    chance = terms(base, "mine").chance
    assert (chance.low, chance.likely, chance.high, chance.assumption) == (0.0, 0.01, 0.2, "invented")


def test_stakes_that_are_not_stated_are_marked_as_assumed(base):
    isle = next(stakes for stakes in base.stakes if stakes.side == "isle")
    assert (isle.peace.likely, isle.patience.likely, isle.fights_first.likely) == (0.0, 1.0, 0.0)
    assert all("not stated" in worth.assumption for worth in (isle.peace, isle.patience, isle.fights_first))


def test_working_days_are_named(tmp_path):
    new = "calendar: {working: [sunday, mon, Tue], holidays: [2031-05-17], "
    calendar = reading(tmp_path, "calendar: {", new).calendar
    assert calendar.working == (0, 1, 6)
    assert calendar.holidays == (dt.date(2031, 5, 17),)


def test_a_condition_may_fold_over_lines(tmp_path):
    accord = reading(tmp_path, "{when: late(coast),", '{when: "late(coast)\n      and day > 3",')
    assert terms(accord, "weather").when == "late(coast) and day > 3"


def test_an_id_of_another_script_is_read_in_conditions_too(tmp_path):
    text = BASE.read_text(encoding="utf-8").replace("survey", "مسح-1")
    file = tmp_path / "accord.yaml"
    file.write_text(text, encoding="utf-8")
    assert terms(read_accord(file), "patrol").after == "performed(مسح-1)"


@given(accords())
def test_an_accord_that_is_written_is_read_again_as_it_was(tmp_path_factory, accord):
    file = write_accord(accord, tmp_path_factory.mktemp("accord"))
    assert replace(read_accord(file), file="") == accord


def test_every_part_of_the_base_survives_being_written(tmp_path, base):
    found = read_accord(write_accord(base, tmp_path / "again.yaml"))
    assert replace(found, file=base.file) == base


def test_the_base_uses_every_kind_of_clause(base):
    assert {clause.kind for clause in base.clauses} == set(KINDS)


def test_every_field_of_a_power_is_written(tmp_path, base):
    power = Power(
        kind="other",
        holders=("fleet",),
        act="does much",
        phases=("one",),
        when="day > 3",
        to="two",
        sets=(("storm", True), ("lull", False)),
        suspends=("boats-back",),
        resumes=("pause",),
        extends=2,
        rules_out="talks",
        remedy=True,
        times=3,
    )
    assert all(getattr(power, f.name) != f.default for f in fields(Power))
    clause = Clause(
        id="much", kind="power", text="x", readings=(Reading(id="base", label="as written", terms=power),)
    )
    accord = replace(base, clauses=(*base.clauses, clause))
    assert terms(read_accord(write_accord(accord, tmp_path / "much.yaml")), "much") == power


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path, base):
    with pytest.raises(SourceError, match="cannot be written"):
        write_accord(base, tmp_path / ("x" * 300))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_no_place_to_write(tmp_path, base):
    with pytest.raises(SourceError, match="no such file"):
        write_accord(base, tmp_path / "gone" / "accord.yaml")


def template(**readings):
    """An accord whose clauses have readings with these options."""
    clauses = tuple(
        Clause(
            id=clause,
            kind="power",
            text="",
            readings=tuple(
                Reading(id=name, label=name, terms=None, options=tuple((i, o) for i, o in options.items()))
                for name, options in held.items()
            ),
        )
        for clause, held in readings.items()
    )
    return Accord(id="t", title="", sides=(), phases=(), clauses=clauses)


def test_a_package_chooses_the_reading_that_puts_its_option_into_words():
    accord = template(
        corridor={"stays": {"corridor": ("none",)}, "leaves": {"corridor": ("full", "reduced")}}
    )
    text = accord_from(accord, {"corridor": "reduced", "pace": "fast"})
    assert text.readings == (("corridor", "leaves"),)
    assert text.left_out == (("pace", "fast"),)
    assert text.conflicts == ()


def test_of_readings_that_fit_the_one_that_names_most_issues_is_chosen():
    accord = template(c={"wide": {"a": ("x",)}, "near": {"a": ("x",), "b": ("y",)}})
    text = accord_from(accord, {"a": "x", "b": "y"})
    assert text.readings == (("c", "near"),)
    assert text.left_out == ()


def test_readings_that_fit_alike_and_options_that_none_says_are_conflicts():
    accord = template(
        c={"one": {"a": ("x",)}, "two": {"a": ("x",)}}, d={"only": {"a": ("z",)}}, e={"base": {}}
    )
    text = accord_from(accord, {"a": "x"})
    assert text.readings == (("c", "one"), ("d", "only"), ("e", "base"))
    assert text.conflicts == (("c", "these readings fit alike: one, two"), ("d", "no reading says a: x"))
    assert "without a clause" not in str(text)


def test_a_clause_on_an_issue_that_the_package_leaves_out_is_told():
    text = accord_from(template(d={"only": {"a": ("z",)}}), {"b": "x"})
    assert text.conflicts == (("d", "the package says nothing of a"),)
    assert text.as_dict()["left_out"] == {"b": "x"}


def test_an_empty_package_builds_no_text():
    with pytest.raises(AccordError, match="agrees nothing"):
        accord_from(template(), {})


def test_good_files_conform_to_the_schema(tmp_path, base):
    validator = jsonschema.Draft202012Validator(accord_schema())
    validator.check_schema(accord_schema())
    for file in (BASE, write_accord(base, tmp_path), *LIBRARY):
        assert [error.message for error in validator.iter_errors(plain_value(load(file)))] == []


def test_the_schema_refuses_keys_that_are_not_known():
    form = plain_value(load(BASE))
    form["phases"][0]["advances_when"] = "day > 3"
    validator = jsonschema.Draft202012Validator(accord_schema())
    assert not validator.is_valid(form)


def test_the_example_of_the_format_page_is_an_accord(tmp_path):
    (block,) = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    file = tmp_path / "accord.yaml"
    file.write_text(block, encoding="utf-8")
    accord = read_accord(file)
    assert {clause.kind for clause in accord.clauses} == set(KINDS)
    assert replace(read_accord(write_accord(accord, tmp_path)), file="") == replace(accord, file="")


def test_the_format_page_names_every_key():
    page = PAGE.read_text(encoding="utf-8")
    shapes = [AccordFile.model_json_schema(), *AccordFile.model_json_schema()["$defs"].values()]
    known = {key for shape in shapes for key in shape.get("properties", ())}
    assert len(known) > 70
    assert [key for key in sorted(known) if not re.search(rf"\b{key}\b", page)] == []
