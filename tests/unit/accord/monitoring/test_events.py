"""Files of events: what is read, and every fault told with its line."""

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.accord.monitoring.events import AccordEvent, read_events
from detente.errors import AccordError, DetenteError, SourceError
from small_accords import three

HEAD = "date,known,side,clause,act,quantity,happened,source,by,verified,note\n"


def file(folder: Path, text: str, name: str = "events.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def problems(path: Path) -> list[tuple[int, str, str]]:
    with pytest.raises(AccordError) as told:
        read_events(path, three(2, 4))
    return [(problem.line, problem.path, problem.what) for problem in told.value.problems]


def test_every_column_is_read(tmp_path: Path) -> None:
    path = file(tmp_path, HEAD + "2024-09-03,2024-09-05,b,release,perform,3,claimed,paper,B,no,a note\n")
    assert read_events(path) == (
        AccordEvent(
            date=dt.date(2024, 9, 3),
            known=dt.date(2024, 9, 5),
            side="b",
            clause="release",
            act="perform",
            quantity=3,
            happened="claimed",
            source="paper",
            by="B",
            note="a note",
            file=str(path),
            line=2,
        ),
    )


def test_what_is_left_out_is_told_as_a_fact_that_is_not_established(tmp_path: Path) -> None:
    (event,) = read_events(file(tmp_path, "date;side;clause\n2024-09-03;b;release\n"))
    assert (event.happened, event.verified, event.quantity, event.told) == ("yes", False, None, event.date)


def test_lines_of_json_say_the_same_as_a_table(tmp_path: Path) -> None:
    row = {"date": "2024-09-03", "side": "b", "clause": "release", "quantity": 3, "verified": True}
    table = file(tmp_path, "date,side,clause,quantity,verified\n2024-09-03,b,release,3,yes\n")
    lines = file(tmp_path, json.dumps(row) + "\n\n", "events.jsonl")
    (one,), (other,) = read_events(table), read_events(lines)
    assert (str(one), one.quantity, one.verified) == (str(other), other.quantity, other.verified)


def test_cells_that_look_like_formulas_are_text(tmp_path: Path) -> None:
    text = HEAD + '2024-09-03,,b,release,,,yes,"=HYPERLINK(""x"")",+1,,@SUM(A1)\n'
    (event,) = read_events(file(tmp_path, text))
    assert (event.source, event.by, event.note) == ('=HYPERLINK("x")', "+1", "@SUM(A1)")


def test_every_problem_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    rows = (
        "2024-02-30,,b,release,,,yes,,,,",
        "3 September,,b,release,,,yes,,,,",
        "2024-09-03,2024-09-01,b,release,,,yes,,,,",
        "2024-09-03,,b,release,,0,perhaps,,,maybe,",
        "2024-09-03,,b,release,,,claimed,,,yes,",
        "2024-09-03,,c,relaese,gives,,yes,,,,",
        "2024-09-03,,b,release,sign,,yes,,,,",
        "2024-09-03,,a,talks,,,yes,,,,",
        "2024-09-03,,m,release,,,yes,,,,",
        "2024-09-03,,a,,,,yes,,,,",
        "2024-09-03,,a",
    )
    found = problems(file(tmp_path, HEAD + "\n".join(rows) + "\n"))
    assert found == [
        (2, "date", "there is no 2024-02-30"),
        (3, "date", "'3 September' is no date"),
        (4, "known", "it is known on 2024-09-01, before it happened on 2024-09-03"),
        (5, "happened", "'perhaps' says nothing"),
        (5, "verified", "'maybe' is neither yes nor no"),
        (5, "quantity", "'0' is no quantity"),
        (6, "verified", "what is claimed is not verified"),
        (7, "side", "there is no side called 'c'"),
        (7, "clause", "there is no clause called 'relaese'"),
        (7, "act", "there is no act called 'gives'"),
        (8, "act", "b does not sign under release"),
        (9, "act", "a can do several things under talks"),
        (10, "clause", "m has nothing to do under release"),
        (11, "clause", "neither a clause nor an act is named"),
        (12, "", "the row has 3 cells, there are 11 columns"),
    ]


def test_a_misspelt_clause_is_told_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(AccordError, match="did you mean 'release'"):
        read_events(file(tmp_path, "date,side,clause\n2024-09-03,b,relaese\n"), three(2, 4))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "is empty"),
        ("when,side\n2024-09-03,b\n", "there is no column 'when'"),
        ("date,date\n", "the column date is there twice"),
    ],
)
def test_a_table_without_its_columns_is_refused(tmp_path: Path, text: str, what: str) -> None:
    assert problems(file(tmp_path, text))[0][2] == what


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ("[1]", "is no JSON object"),
        ('{"day": 1}', "there is no field 'day'"),
        ('{"date": "2024-09-03", "note": {}}', "is no text, whole number or truth"),
    ],
)
def test_a_line_that_is_no_event_is_told(tmp_path: Path, line: str, what: str) -> None:
    assert what in [found[2] for found in problems(file(tmp_path, line, "events.jsonl"))]


def test_a_file_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_bytes(b"date,note\n2024-09-03,\xff\n")
    with pytest.raises(SourceError, match=r"events.csv:2: is not UTF-8"):
        read_events(path)


def test_a_file_of_too_many_events_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = file(tmp_path, "date\n" + "2024-09-03\n" * 20_001)
    with pytest.raises(AccordError, match="more than 20,000 events"):
        read_events(path)


CELLS = st.sampled_from(
    [*HEAD.split(","), "2024-09-03", "b", "release", '"', ",", "\n", "{", "}", ":", "\x00", "é"]
)


@pytest.mark.parametrize("name", ["events.csv", "events.jsonl"])
@given(data=st.one_of(st.binary(max_size=60), st.lists(CELLS).map(lambda cells: "".join(cells).encode())))
def test_a_broken_file_gives_events_or_one_clear_error(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("broken") / name
    path.write_bytes(data)
    try:
        told = [event.where for event in read_events(path, three(2, 4))]
    except DetenteError as error:
        told = [error.where]
    assert all(where.startswith(str(path)) for where in told)
