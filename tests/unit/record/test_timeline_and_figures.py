"""The timeline by periods and filters; figures that move and disagree."""

import datetime as dt

import pytest
from hypothesis import given

from detente.errors import UnknownName
from detente.record.packs.pack import Pack, PackFigure
from detente.record.record import Record
from detente.record.series import figures
from detente.record.timeline import PERIODS, timeline
from record_strategies import records
from small_records import record_of, said

DAYS = record_of(
    said("a", "2001-01-31", "north", "demands", "canal"),
    said("b", "2001-02-01", "north.aide", "rejects", "tolls"),
    said("c", "2001-02-04", "south", "demands", "canal"),
    said("d", "unknown", "south", "claims", "canal", report="x"),
)


def count(value, day, unit="ships", **fields):
    return said(f"{unit}{value}-{day}", day, "north", "figure", "harbour", value=value, unit=unit, **fields)


@pytest.mark.parametrize(
    ("by", "labels"),
    [
        ("day", ["2001-01-31", "2001-02-01", "2001-02-04", "undated"]),
        ("week", ["2001-W05", "undated"]),
        ("month", ["2001-01", "2001-02", "undated"]),
        ("year", ["2001", "undated"]),
    ],
)
def test_statements_fall_into_periods(by, labels) -> None:
    found = timeline(DAYS, by=by)
    assert [period.label for period in found.periods] == labels
    assert found.count == 4


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        ({"holder": "north"}, ["a", "b"]),
        ({"issue": "canal"}, ["a", "c", "d"]),
        ({"act": "rejects"}, ["b"]),
        ({"since": dt.date(2001, 2, 1)}, ["b", "c", "d"]),
    ],
)
def test_a_timeline_can_be_narrowed(only, expected) -> None:
    found = timeline(DAYS, **only)
    assert [p.statement for period in found.periods for p in period.passages] == expected


@pytest.mark.parametrize(
    "only", [{"by": "hour"}, {"holder": "nobody"}, {"issue": "nothing"}, {"act": "sings"}]
)
def test_an_unknown_name_is_an_error(only) -> None:
    with pytest.raises(UnknownName):
        timeline(DAYS, **only)


def test_a_count_that_changes_moves() -> None:
    record = record_of(count(121, "2001-06-03"), count(130, "2001-03-25"), count(120, "2001-07-04"))
    (series,) = figures(record).series
    assert [move.change for move in series.moves] == [-9, -1]
    assert "130 (2001-03-25) -> 121 (2001-06-03) -> 120 (2001-07-04)" in str(series)
    assert series.disagreements == ()


def test_two_values_of_one_day_disagree() -> None:
    record = record_of(count(40, "2001-02-03"), count(31, "2001-02-03"), count(40, "2001-02-05"))
    (series,) = figures(record).series
    assert [one.values for one in series.disagreements] == [(31, 40)]
    assert [move.change for move in series.moves] == [None]


def test_two_numbers_of_one_passage_are_parts_of_a_count() -> None:
    text = "About 200 rockets and 20 drones."
    whole = count(200, "2001-02-03", text=text, start=5)
    part = count(20, "2001-02-03", text="20 drones", start=27)
    assert figures(record_of(whole, part)).series[0].disagreements == ()


def test_units_are_never_mixed() -> None:
    found = figures(record_of(count(40, "2001-02-03"), count(9, "2001-02-04", unit="tons"))).series
    assert [(one.unit, one.moves) for one in found] == [("ships", ()), ("tons", ())]


def test_a_copy_repeats_a_point_and_makes_none() -> None:
    record = record_of(count(40, "2001-02-03"), count(40, "2001-02-03", report="copy").with_(id="again"))
    (point,) = figures(record).series[0].points
    assert len(point.passages) == 2


def test_a_series_bears_the_name_of_the_pack() -> None:
    pack = Pack(id="p", figures=(PackFigure(id="waiting", counts=("ships",), unit="ships", issue="harbour"),))
    assert figures(record_of(count(40, "2001-02-03")), pack).series[0].id == "waiting"


def test_what_is_undated_does_not_move() -> None:
    record = record_of(count(40, "2001-02-03"), count(31, "unknown", report="x"))
    (series,) = figures(record).series
    assert (len(series.points), series.moves) == (2, ())


@given(records())
def test_no_record_breaks_either(record) -> None:
    mixed = record.of(reversed(record.statements))
    for by in PERIODS:
        assert timeline(record, by=by).as_dict() == timeline(mixed, by=by).as_dict()
    assert figures(record).as_dict() == figures(mixed).as_dict()
    assert [str(one) for one in figures(record).series] == [str(one) for one in figures(mixed).series]


def test_empty_records_have_words_too() -> None:
    assert str(timeline(Record())) == "timeline: nothing was said"
    assert figures(Record()).series == ()
