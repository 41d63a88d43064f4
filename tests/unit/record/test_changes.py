"""What changed since a day: only what became known later is new, whatever its date."""

import datetime as dt

from hypothesis import given

from detente.record.changes import changes_since
from detente.record.record import Record
from record_strategies import records
from small_records import record_of, said

DAY = dt.date(2001, 2, 10)
RECORD = record_of(
    said("old", "2001-02-01", "north", "rejects", "canal"),
    said("count", "2001-02-01", "north", "figure", "harbour", value=40, unit="ships"),
    said("south", "2001-02-02", "south", "demands", "canal"),
    said("new", "2001-02-12", "north", "accepts", "canal"),
    said("late", "2001-02-03", "south", "denies", "letter", known="2001-02-13", report="late"),
    said("recount", "2001-03-01", "north", "figure", "harbour", value=31, unit="ships"),
)


def test_what_is_new_is_told_part_by_part() -> None:
    found = changes_since(RECORD, DAY)
    assert (found.new, found.known_before) == (3, 3)
    assert {one.document for one in found.reports} == {"daily-2001-02-12", "daily-2001-03-01", "late"}
    assert [(one.actor, one.after.direction) for one in found.stances] == [("north", "softened")]
    assert [one.move.change for one in found.figures] == [-9]
    assert [(one.actor, one.issue) for one in found.silences] == [("south", "canal")]


def test_a_statement_about_earlier_days_that_came_out_later_is_new() -> None:
    letter = next(one for one in changes_since(RECORD, DAY).issues if one.issue == "letter")
    assert (letter.new, letter.earlier) == (1, 1)


def test_contradictions_among_old_statements_are_old() -> None:
    record = record_of(
        said("a", "2001-02-01", "north", "accepts", "canal"),
        said("b", "2001-02-01", "south", "rejects", "canal"),
    )
    assert changes_since(record, DAY).contradictions == ()
    assert len(changes_since(record, dt.date(2001, 1, 1)).contradictions) == 1


def test_a_stance_that_is_only_repeated_is_no_change() -> None:
    record = record_of(
        said("a", "2001-02-01", "north", "demands", "canal"),
        said("b", "2001-02-12", "north", "demands", "canal"),
    )
    assert changes_since(record, DAY).stances == ()


def test_an_undated_publication_is_left_out_and_counted() -> None:
    record = record_of(said("a", "unknown", "north", "demands", report="x", known="9999-12-31"))
    found = changes_since(record, DAY)
    assert (found.new, found.undated, found.until) == (0, 1, None)
    assert "1 are undated" in str(found)


def test_the_page_is_one_page_in_text_and_markdown() -> None:
    many = [said(f"s{n}", "2001-02-12", f"a{n}", "demands", f"issue{n}") for n in range(90)]
    found = changes_since(record_of(*many), DAY)
    assert len(str(found).splitlines()) <= 60
    assert "and 84 more" in str(found)
    assert found.markdown.startswith("# What changed since 2001-02-10")


def test_the_words_of_a_report_are_no_markdown() -> None:
    record = record_of(said("a", "2001-02-12", "north", "demands", text="<b>*now*</b> [x](y)"))
    assert "<b>" not in changes_since(record, DAY).markdown.replace("\\<b", "")
    assert "\\*now\\*" in changes_since(record, DAY).markdown


def test_nothing_new_is_an_answer() -> None:
    found = changes_since(Record(), DAY)
    assert (found.new, found.until) == (0, None)
    assert "0 statements are new" in str(found)


@given(records())
def test_no_record_breaks_it(record) -> None:
    found = changes_since(record, DAY)
    assert found.as_dict() == changes_since(record.of(reversed(record.statements)), DAY).as_dict()
    assert found.new + found.known_before + found.undated == len(record.standing.statements)
    assert found.markdown
