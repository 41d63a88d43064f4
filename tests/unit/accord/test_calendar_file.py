"""The calendar of an accord, read back by a library for iCalendar files."""

import datetime as dt
from dataclasses import replace

import icalendar
import pytest

from detente.accord.calendars.entries import begins_by_play, calendar_entries
from detente.accord.calendars.file import CalendarEntry, calendar_of
from detente.accord.language.plan import Calendar
from detente.accord.library import accord_example
from detente.accord.questions.ability import collapse
from detente.accord.space import AccordSpace
from detente.errors import AnalysisError, UnknownName

SIGNED = Calendar(signed=dt.date(2024, 9, 1), midnight="Asia/Jerusalem")
ODD = (
    "a, b; c \\ d: “é” سلام\nand a line that is longer than seventy-five octets, so that it has to be folded"
)


def events(text):
    return icalendar.Calendar.from_ical(text).walk("VEVENT")


def framework():
    return replace(accord_example("three-phases-2024"), calendar=SIGNED)


def on(entries, date):
    return [entry.summary for entry in entries if entry.date == date]


def test_an_entry_lasts_from_midnight_to_midnight_where_the_accord_says():
    entry = CalendarEntry(date=dt.date(2024, 10, 27), summary="x", uid="x@y")
    (event,) = events(calendar_of([entry], calendar=SIGNED))
    start, end = event.decoded("dtstart"), event.decoded("dtend")
    assert start == dt.datetime(2024, 10, 26, 21, tzinfo=dt.UTC)
    assert end - start == dt.timedelta(hours=25)


def test_what_is_written_is_read_back_whatever_it_holds():
    entry = CalendarEntry(date=dt.date(2024, 9, 4), summary=ODD, description=ODD * 3, uid="x@y")
    text = calendar_of([entry], calendar=SIGNED, title=ODD)
    (event,) = events(text)
    assert str(event["summary"]) == ODD
    assert str(event["description"]) == ODD * 3
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_the_file_is_the_same_whenever_it_is_made():
    entries = calendar_entries(framework())
    text = calendar_of(entries, calendar=SIGNED)
    assert calendar_of(entries[::-1], calendar=SIGNED) == text
    assert {event.decoded("dtstamp").date() for event in events(text)} == {dt.date(2024, 9, 1)}
    later = calendar_of(entries, calendar=SIGNED, today=dt.date(2024, 9, 20))
    assert {event.decoded("dtstamp").date() for event in events(later)} == {dt.date(2024, 9, 20)}
    assert [str(e["uid"]) for e in events(later)] == [str(e["uid"]) for e in events(text)]


def test_a_file_without_a_date_of_its_own_and_uids_twice_are_refused():
    entry = CalendarEntry(date=dt.date(2024, 9, 4), summary="x", uid="x@y")
    with pytest.raises(AnalysisError, match="no date of its own"):
        calendar_of([entry], calendar=Calendar())
    with pytest.raises(AnalysisError, match="'x@y'"):
        calendar_of([entry, entry], calendar=SIGNED)
    with pytest.raises(UnknownName, match="time zone"):
        calendar_of([entry], calendar=replace(SIGNED, midnight="Nowhere"))


def test_the_title_is_escaped():
    text = calendar_of([], calendar=SIGNED, title="Bread, coin; and\nwine")
    assert "\r\nNAME:Bread\\, coin\\; and\\nwine\r\n" in text


def test_no_entries_give_an_empty_calendar():
    assert events(calendar_of([], calendar=SIGNED)) == []


def test_deadlines_cure_periods_and_ends_of_phases_have_their_dates():
    entries = calendar_entries(framework())
    assert "Due: Hamas frees hostages (1 of 11)" in on(entries, dt.date(2024, 9, 4))
    assert "Last day of cure: Hamas frees hostages (1 of 11)" in on(entries, dt.date(2024, 9, 5))
    assert "Due: Israel frees prisoners (1 to 11 of 11)" in on(entries, dt.date(2024, 10, 13))
    assert "Last day of Phase one" in on(entries, dt.date(2024, 10, 13))
    assert "Due: Hamas frees hostages (1 of 3)" in on(entries, dt.date(2024, 10, 27))
    assert "Last day of Phase three" in on(entries, dt.date(2025, 1, 5))


def test_a_power_is_told_on_the_day_on_which_it_begins():
    act = "From this day on Hamas and Israel may have the power: declares that the talks have failed"
    day = dt.date(2024, 10, 14)
    assert act in on(calendar_entries(framework(), wording="either-party"), day)
    assert act not in on(calendar_entries(framework(), wording="lapses"), day)


def test_powers_that_do_not_hang_on_a_day_have_no_entry():
    assert not [entry for entry in calendar_entries(framework()) if entry.uid.startswith("may-answer")]


def test_a_play_moves_the_dates_of_later_phases():
    play = collapse(AccordSpace(accord_example("prisoner-exchange"), wording="twenty-days"), "north").witness
    assert begins_by_play(play) == {"exchange": 1}
    entries = calendar_entries(framework(), begins={"one": 1, "two": 61})
    assert "Due: Hamas frees hostages (1 of 3)" in on(entries, dt.date(2024, 11, 14))
    assert not [entry for entry in entries if entry.uid.startswith("end-three")]


def test_working_days_are_honoured():
    accord = accord_example("disarmament-amnesty")
    entries = calendar_entries(accord)
    assert {entry.date.weekday() for entry in entries} <= set(accord.calendar.working)
    assert not {entry.date for entry in entries} & set(accord.calendar.holidays)


def test_an_obligation_that_waits_for_an_event_has_no_date_yet():
    accord = accord_example("disarmament-amnesty")
    first, last = (
        [entry.uid for entry in calendar_entries(accord, wording=wording) if "amnesty-2" in entry.uid]
        for wording in ("step-by-step", "weapons-first")
    )
    assert not first
    assert last


def test_an_unsigned_accord_has_no_calendar():
    with pytest.raises(AnalysisError, match="not signed"):
        calendar_entries(accord_example("prisoner-exchange"))
