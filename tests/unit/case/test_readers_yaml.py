"""Our own format: what each form means, words stay words, and the published schemas agree with the reader."""

import json
import os
import re
import tempfile
from contextlib import contextmanager
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given

import strategies
from detente.case.library import example_path, examples
from detente.case.preferences import Range
from detente.case.procedure import AtLeast, Quota, Says, rule_text
from detente.case.readers import READERS, detect, read_case
from detente.case.readers.schemas import KINDS, generate, schema
from detente.case.readers.yaml_nodes import load, plain_value
from detente.case.writer import write_case
from detente.errors import SourceError, UnknownName

BASE = Path(__file__).parent / "bad_input" / "base.yaml"


def changed(folder, *replacements, base=BASE):
    text = base.read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    file = folder / "case.yaml"
    file.write_text(text, encoding="utf-8")
    return read_case(file)


@pytest.mark.parametrize(
    "word", ["NO", "yes", "on", "Off", "012", "1:10", "0x1F", "1e5", "true", "غزة", "קהיר"]
)
def test_an_id_stays_the_word_that_is_written(tmp_path, word):
    case = changed(tmp_path, ("isle", word), ("Isle", word))
    assert (case.parties[1].id, case.parties[1].name) == (word, word)
    assert case.proposals[0].responses[0].actor == word


def test_a_number_where_text_is_meant_is_text(tmp_path):
    case = changed(tmp_path, ("name: Shared", "name: 012"), ("name: Leased", "name: 1:10"))
    assert [option.name for option in case.issues[0].options] == ["Closed", "012", "1:10"]


def test_composed_and_decomposed_letters_name_the_same_thing(tmp_path):
    case = changed(
        tmp_path,
        ("id: envoy,", "id: e\u0301,"),
        ("actor: envoy", "actor: \u00e9"),
        ("by: envoy", "by: \u00e9"),
    )
    assert case.actors[0].id == case.consents[0].actor == "\u00e9"


def test_a_key_without_a_value_counts_as_left_out(tmp_path):
    case = changed(tmp_path, ("    if_silent: closed\n", "    if_silent:\n    note: ~\n"))
    assert (case.issues[0].if_silent, case.issues[0].note) == ("", "")


def test_a_byte_order_mark_is_tolerated(tmp_path):
    file = tmp_path / "case.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + BASE.read_bytes().replace(b"\n", b"\r\n"))
    assert read_case(file) == read_case(BASE)


def test_references_may_repeat_a_value(tmp_path):
    case = changed(
        tmp_path, ("allows: {port", "allows: &both {port"), ("over: {port: shared}", "over: *both")
    )
    assert case.consents[0].over == case.mandates[0].allows


def test_a_numeric_range_makes_its_options_in_order():
    fee = read_case(BASE).issue("fee")
    assert [(option.id, option.value) for option in fee.options] == [
        ("10", 10),
        ("20", 20),
        ("30", 30),
        ("40", 40),
    ]
    assert (fee.ordered, fee.unit) == (True, "coins")


def test_decimal_steps_have_decimal_names(tmp_path):
    case = changed(
        tmp_path,
        ("{from: 10, to: 40, step: 10,", "{from: 0.40, to: 0.1, step: -0.1,"),
        ("fee: 10}", "fee: 0.1}"),
        ("fee: [20, 30]", "fee: [0.2, 0.3]"),
        ("{10: 0, 20: 0.2, 30: 0.6, 40: 1}", "{0.1: 0, 0.2: 0.2, 0.3: 0.6, 0.4: 1}"),
        ("fee: 40}", "fee: 0.4}"),
        ("fee: [30, 40]", "fee: [0.3, 0.4]"),
        ("[[10], [20], [30, 40]]", "[[0.1], [0.2], [0.3, 0.4]]"),
    )
    assert [option.id for option in case.issue("fee").options] == ["0.4", "0.3", "0.2", "0.1"]


def test_numbers_take_the_basis_of_their_file_unless_they_name_one(tmp_path):
    want = changed(tmp_path, ("port: 0.6,", "port: {value: 0.6, evidence: [s1]},")).preferences_of("mayor")
    weights = dict(want.weights)
    assert weights["port"] == Range.of(0.6, evidence=("s1",))
    assert weights["fee"] == Range.of(0.4, assumption="read from speeches")


def test_a_red_line_without_a_chance_is_taken_at_its_word_as_an_assumption(tmp_path):
    case = changed(tmp_path, (", holds: [0.5, 0.8, 1]", ""))
    assert case.preferences_of("mayor").red_lines[0].holds == Range.of(
        1.0, assumption="a stated red line is taken at its word"
    )


def test_a_party_without_ratifiers_answers_for_itself():
    isle = read_case(BASE).party("isle")
    assert (isle.principal, isle.approval.base.rule) == ("isle", Says(actor="isle"))


def test_a_rule_has_every_form_of_the_format_page():
    rules = [reading.rule for reading in read_case(BASE).party("coast").approval.readings]
    assert rules[0] == AtLeast(k=2, rules=(Says(actor="mayor"), Says(actor="council")))
    assert rules[1] == Quota(seats=(("mayor", 40), ("council", 60)), need=51)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("{vetoes: [coast], others_out_at_most: 1}", "coast"),
        ("{vetoes: [coast]}", "all of (coast; isle)"),
        ("{vetoes: [coast, isle], others_out_at_most: 1}", "all of (coast; isle)"),
        ("{readings: [{id: all, rule: {all: [coast, isle]}}]}", "all of (coast; isle)"),
    ],
)
def test_a_deal_rule_of_vetoes_is_written_out_over_the_parties(tmp_path, written, meant):
    case = changed(tmp_path, ("{at_least: 2, of: [coast, isle]}", written))
    assert rule_text(case.deal_rule.base.rule) == meant


def test_unanimity_is_the_deal_rule_that_needs_no_words(tmp_path):
    assert changed(tmp_path, ("{at_least: 2, of: [coast, isle]}", "unanimity")).deal_rule is None


def test_a_single_reservation_holds_from_the_beginning(tmp_path):
    case = changed(
        tmp_path,
        ("    reservation:\n", "    reservation: 0.25\n"),
        ("      - {range: [0.3, 0.4, 0.5]}\n", ""),
        ("      - {since: 2031-06-01, range: [0.4, 0.5, 0.6], because: a strike}\n", ""),
    )
    (only,) = case.preferences_of("mayor").reservation
    assert (only.since, only.range.likely) == (None, 0.25)


def test_values_of_changes_keep_the_form_that_their_path_asks_for():
    case = read_case(BASE)
    assert case.levers[0].changes[0].value is True
    assert case.scenarios[0].changes[0].value == (0.5, 0.7, 0.9)


def test_plain_values_follow_the_core_rules_of_yaml_1_2(tmp_path):
    file = tmp_path / "any.yaml"
    file.write_text('{a: NO, b: 0o14, c: 1_000, d: 12, e: 1.5e3, f: null, g: "12", h: True, 2031-01-01: x}\n')
    assert plain_value(load(file)) == {
        "a": "NO",
        "b": "0o14",
        "c": "1_000",
        "d": 12,
        "e": 1500.0,
        "f": None,
        "g": "12",
        "h": True,
        "2031-01-01": "x",
    }


def test_a_folder_joins_its_files_in_the_order_of_ids(tmp_path):
    folder = write_case(read_case(BASE), tmp_path / "harbour")
    assert sorted(file.name for file in (folder / "preferences").iterdir()) == ["isle.yaml", "mayor.yaml"]
    assert [want.actor for want in read_case(folder).preferences] == ["isle", "mayor"]


def test_a_confidential_file_can_be_left_out(tmp_path):
    folder = write_case(read_case(BASE), tmp_path / "harbour")
    (folder / "preferences" / "mayor.yaml").unlink()
    assert [want.actor for want in read_case(folder).preferences] == ["isle"]


def test_the_format_is_found_by_what_a_path_holds(tmp_path):
    write_case(read_case(BASE), tmp_path)
    assert detect(tmp_path) == detect(BASE) == "yaml"


def test_a_reader_can_be_named_or_given():
    assert read_case(BASE, reader="yaml") == read_case(BASE, reader=READERS["yaml"])
    assert read_case(BASE, reader="detente.case.readers.yaml_case:read_yaml").id == "harbour"


def test_an_unknown_reader_is_refused_with_the_nearest():
    with pytest.raises(UnknownName, match="did you mean 'yaml'"):
        read_case(BASE, reader="yam")


@contextmanager
def somebody_else(folder):
    """The owner of the folder, who is not allowed everything as the administrator is."""
    if not hasattr(os, "seteuid"):
        pytest.skip("this system has no such users")
    was = os.geteuid()
    if was == 0:
        for place in (folder, *folder.rglob("*")):
            os.chown(place, 65534, 65534)
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(was)


@pytest.mark.parametrize("place", ["case.yaml", "preferences", "preferences/mayor.yaml", "."])
def test_what_is_locked_is_refused(place):
    with tempfile.TemporaryDirectory() as name:
        folder = write_case(read_case(BASE), name)
        with somebody_else(folder):
            assert read_case(folder, reader="yaml").id == "harbour"
            (folder / place).chmod(0)
            with pytest.raises(SourceError, match="there is no permission to read this"):
                read_case(folder, reader="yaml")
        (folder / place).chmod(0o700)


def test_the_examples_of_the_format_page_are_a_case(tmp_path):
    page = BASE.parents[4] / "docs" / "reference" / "case-format.md"
    blocks = re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    names = ("case.yaml", "preferences/upland_cabinet.yaml", "scenarios/analyst.yaml")
    for name, block in zip(names, blocks, strict=True):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(block, encoding="utf-8")
    assert read_case(tmp_path).id == "two-rivers"


@pytest.mark.parametrize("kind", KINDS)
def test_the_published_schemas_are_current(kind):
    assert json.loads(json.dumps(generate(kind))) == schema(kind), (
        "run `python -m detente.case.readers.schemas`"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_published_schemas_are_schemas(kind):
    jsonschema.Draft202012Validator.check_schema(schema(kind))


def conforms(kind, file):
    validator = jsonschema.Draft202012Validator(schema(kind))
    assert [error.message for error in validator.iter_errors(plain_value(load(file)))] == []


@pytest.mark.parametrize("name", examples())
def test_the_bundled_cases_conform_to_the_published_schemas(name):
    folder = example_path(name)
    conforms("case", folder / "case.yaml")
    for kind, place in (("preferences", "preferences"), ("scenario", "scenarios")):
        for file in folder.glob(f"{place}/*.yaml"):
            conforms(kind, file)


def test_the_good_base_conforms_to_the_published_schema():
    conforms("case", BASE)


@given(strategies.cases())
def test_written_cases_conform_to_the_published_schemas(tmp_path_factory, case):
    folder = write_case(case, tmp_path_factory.mktemp("written"))
    conforms("case", folder / "case.yaml")
    for file in folder.glob("preferences/*.yaml"):
        conforms("preferences", file)
    for file in folder.glob("scenarios/*.yaml"):
        conforms("scenario", file)
