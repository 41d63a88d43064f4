"""Bad accord files, each with the line, path, fault and hint reported; and noise, which crashes nothing."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord_strategies import accords
from damaged_files import noisy, reworded
from detente.accord.language.plan import Ban, Good, Obligation
from detente.accord.language.readers import read_accord
from detente.accord.language.validate import validate_accord
from detente.case.readers.yaml_nodes import load, plain_value
from detente.errors import AccordError, DetenteError, SourceError, UnsupportedVersion
from small_accords import three

HERE = Path(__file__).parent / "bad_input"
BASE = (HERE / "base.yaml").read_text(encoding="utf-8")
ROWS = [row for name in ("form", "meaning") for row in plain_value(load(HERE / f"{name}.yaml"))]


def written(folder: Path, content: str | bytes) -> Path:
    file = folder / "accord.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def refusal(path: Path) -> DetenteError:
    with pytest.raises(DetenteError) as caught:
        read_accord(path)
    return caught.value


def told(error):
    return [
        {"line": one.line, "path": one.path, "what": one.what, "hint": one.hint} for one in error.problems
    ]


def test_the_base_of_the_bad_files_is_good():
    assert read_accord(HERE / "base.yaml").id == "strait"


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_a_bad_file_is_reported_with_line_path_fault_and_hint(tmp_path, row):
    assert row["old"] in BASE
    file = written(tmp_path, BASE.replace(row["old"], row["new"], 1))
    error = refusal(file)
    assert isinstance(error, AccordError)
    assert told(error) == row["problems"]
    assert {one.file for one in error.problems} == {str(file)}


def test_every_row_has_a_hint_for_every_problem():
    assert all(problem["hint"] for row in ROWS for problem in row["problems"])
    assert len({row["name"] for row in ROWS}) == len(ROWS) >= 120


def test_problems_of_form_and_of_meaning_come_together_in_the_order_of_lines(tmp_path):
    text = BASE.replace("cure: 1 day", "cure: 1 month").replace(
        "creditor: coast, act: ends", "creditor: cost, act: ends"
    )
    text = text.replace("patience: 0.99", "patience: 2").replace("act: pauses", "acts: pauses")
    paths = [problem.path for problem in refusal(written(tmp_path, text)).problems]
    assert paths == [
        "clauses[0].obligation.cure",
        "clauses[3].obligation.creditor",
        "clauses[7].power.act",
        "clauses[7].power.acts",
        "stakes.coast.patience",
    ]


def test_a_date_is_no_deadline_while_the_accord_is_unsigned(tmp_path):
    text = BASE.replace("signed: 2031-05-01, ", "").replace("due: every 5 days", "due: 2031-05-20")
    (problem,) = refusal(written(tmp_path, text)).problems
    assert problem.path == "clauses[0].obligation.due"
    assert "not signed" in problem.what


def test_a_clause_left_aside_is_not_missed_by_those_that_name_it(tmp_path):
    text = BASE.replace("act: surveys,", "")
    assert [problem.path for problem in refusal(written(tmp_path, text)).problems] == [
        "clauses[4].obligation.act"
    ]


WHOLE = {
    "empty": (b"", "the file is empty", 1),
    "a word": (b"hello\n", "should be keys with values, not 'hello'", 1),
    "a list": (b"- a\n- b\n", "should be keys with values, not a list", 1),
    "binary": (b"detente-accord: 1\nid: \x00\x01\n", "is a binary file, not text", 1),
    "UTF-16": ("detente-accord: 1\n".encode("utf-16"), "is encoded as UTF-16, not as UTF-8", 1),
    "an unclosed quote": (b'id: x\ntitle: "a\n', "a quote is never closed", 2),
    "brackets without end": (b"id: " + b"[" * 10_000, "is nested more than 40 levels deep", 1),
    "a key twice": (b"id: a\nid: b\n", "the key 'id' stands here twice, first on line 1", 2),
    "a tag": (b"id: !!python/object:os.system x\n", None, 1),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_that_is_no_accord_at_all_gets_one_clear_error(tmp_path, name):
    content, what, line = WHOLE[name]
    error = refusal(written(tmp_path, content))
    assert what is None or error.what == what
    assert f"accord.yaml:{line}" in error.where
    assert error.hint


def test_a_newer_version_is_refused_with_what_to_do(tmp_path):
    error = refusal(written(tmp_path, BASE.replace("detente-accord: 1", "detente-accord: 2\nnews: x", 1)))
    assert isinstance(error, UnsupportedVersion)
    assert error.hint == "update it with `pip install --upgrade detente`"


def test_a_folder_without_an_accord_and_a_missing_path_are_refused(tmp_path):
    for place in (tmp_path, tmp_path / "nowhere", Path("a\0b")):
        assert isinstance(refusal(place), SourceError)


def test_a_text_over_its_size_is_refused_where_it_stands(tmp_path):
    text = BASE.replace("note: Invented.", "note: " + "x" * 20_001).replace(
        "Isle opens berths.", "y" * 30_000
    )
    found = [(p.path, p.line) for p in refusal(written(tmp_path, text)).problems]
    assert found == [("note", 4), ("clauses[1].text", 29)]


def test_a_chain_of_two_hundred_clauses_is_looked_through(tmp_path):
    duty = "{phase: two, debtor: isle, creditor: coast, act: acts, good: boats, only-after: performed(c%d)}"
    chain = [f"  - {{id: c{n}, text: t, obligation: {duty % ((n + 1) % 200)}}}" for n in range(200)]
    text = BASE.replace("wordings:", "\n".join(chain) + "\nwordings:")
    (problem,) = refusal(written(tmp_path, text)).problems
    assert "which waits for" in problem.what


@given(st.data())
def test_noise_in_a_good_file_ends_in_our_own_errors_with_file_and_line(tmp_path_factory, data):
    accepts_or_reports(written(tmp_path_factory.mktemp("noise"), noisy(data, BASE)))


@given(st.data())
def test_other_words_in_a_good_file_end_in_our_own_errors(tmp_path_factory, data):
    accepts_or_reports(written(tmp_path_factory.mktemp("words"), reworded(data, BASE)))


def accepts_or_reports(file: Path) -> None:
    """Reads the file; any other error than ours ends the test."""
    error: DetenteError | None = None
    try:
        read_accord(file)
    except (SourceError, AccordError, UnsupportedVersion) as raised:
        error = raised
    if isinstance(error, AccordError):
        assert error.problems
        assert all(one.file == str(file) and one.line >= 1 and one.what for one in error.problems)
    elif error is not None:
        assert str(file) in error.where


@given(accords())
def test_a_small_accord_is_well_formed(accord):
    assert validate_accord(accord) == ()


def whole(**changes):
    accord = three(2, 4)
    return replace(accord, goods=(Good(id="hostages", name="h"), Good(id="prisoners", name="p")), **changes)


def changed(accord, name, **fields):
    """The accord with fields of the first reading of one clause changed."""
    clauses = []
    for clause in accord.clauses:
        if clause.id == name:
            first = clause.readings[0]
            first = replace(first, terms=replace(first.terms, **fields))
            clause = replace(clause, readings=(first, *clause.readings[1:]))  # noqa: PLW2901
        clauses.append(clause)
    return replace(accord, clauses=tuple(clauses))


def test_values_from_python_are_looked_at_in_the_same_way():
    accord = changed(whole(), "ratio", ratio=Fraction(-1, 2))
    assert [(p.path, p.what) for p in validate_accord(accord)] == [
        ("clauses[2].readings[0].exchange.ratio", "is -1/2, it should be more than 0")
    ]


def test_a_reading_of_another_kind_is_reported():
    accord = whole()
    other = replace(accord.clauses[0].readings[0], id="other", terms=Ban(actors=("a",), act="x"))
    clause = replace(accord.clauses[0], readings=(*accord.clauses[0].readings, other))
    accord = replace(accord, clauses=(clause, *accord.clauses[1:]))
    assert [p.what for p in validate_accord(accord)] == ["is not of the kind obligation"]


def test_a_lead_lets_the_second_half_of_an_exchange_go_first():
    accord = whole()
    back = replace(accord.clauses[2], id="back")
    both = replace(accord, clauses=(*accord.clauses, back))
    terms = {"first": "free", "then": "release", "ratio": Fraction(1, 30)}
    assert "waits for" in validate_accord(changed(both, "back", **terms))[0].what
    assert validate_accord(changed(both, "back", **terms, lead=3)) == ()


def test_what_is_possible_under_another_reading_alone_is_reported_under_its_own():
    accord = whole()
    free = accord.clauses[1]
    assert isinstance(free.readings[0].terms, Obligation)
    waiting = replace(
        free.readings[0], id="late", terms=replace(free.readings[0].terms, after="performed(free)")
    )
    clauses = tuple(
        replace(c, readings=(*c.readings, waiting)) if c.id == "free" else c for c in accord.clauses
    )
    (problem,) = validate_accord(replace(accord, clauses=clauses))
    assert (problem.path, problem.what) == (
        "clauses[1].readings[1].obligation.after",
        "'free' waits for itself",
    )


def test_flags_that_only_each_other_set_never_come_about_whatever_else_is_asked(tmp_path):
    text = BASE.replace("when: late(coast)", "when: late(coast) and flag(lull)").replace(
        "sets: {storm: yes}}}\nword", "sets: {lull: no}}}\nword"
    )
    (problem,) = refusal(written(tmp_path, text)).problems
    assert "the flag 'storm' waits for the flag 'lull'" in problem.what
