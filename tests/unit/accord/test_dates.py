"""Days of an accord and dates, there and back."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.accord.language.dates import date_of, day_at, day_number, ends_at, zone_of
from detente.accord.language.plan import Calendar
from detente.errors import CaseError, UnknownName

DATES = st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31))


@st.composite
def calendars(draw):
    signed = draw(DATES)
    near = st.dates(signed, signed + dt.timedelta(days=60))
    return Calendar(
        signed=signed,
        first_day=draw(st.sampled_from(["next", "signature"])),
        working=tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1)))),
        holidays=tuple(sorted(draw(st.sets(near, max_size=6)))),
    )


def test_six_weeks_from_the_day_after_signature_end_on_the_forty_second_day():
    calendar = Calendar(signed=dt.date(2024, 9, 1))
    assert date_of(calendar, 1) == dt.date(2024, 9, 2)
    assert date_of(calendar, 42) == dt.date(2024, 10, 13)


def test_the_day_of_signature_can_be_day_one():
    assert date_of(Calendar(signed=dt.date(2024, 9, 1), first_day="signature"), 1) == dt.date(2024, 9, 1)


def test_an_unsigned_accord_has_no_dates():
    assert date_of(Calendar(), 3) is None
    assert ends_at(Calendar(), 3) is None
    with pytest.raises(CaseError, match="not signed"):
        day_number(Calendar(), dt.date(2024, 1, 1))


def test_working_days_and_holidays_are_left_out():
    week = Calendar(
        signed=dt.date(2024, 9, 6), working=(0, 1, 2, 3, 4), holidays=(dt.date(2024, 9, 10),)
    )  # a Friday
    dates = [date_of(week, day) for day in (1, 2, 3, 4, 5)]
    assert [date.day for date in dates if date] == [9, 11, 12, 13, 16]


def test_holidays_count_where_every_weekday_does():
    calendar = Calendar(signed=dt.date(2024, 9, 6), holidays=(dt.date(2024, 9, 7),))
    assert date_of(calendar, 1) == dt.date(2024, 9, 7)


def test_an_accord_signed_on_a_day_off_begins_on_the_next_working_day():
    calendar = Calendar(signed=dt.date(2024, 9, 7), first_day="signature", working=(0, 1, 2, 3, 4))
    assert date_of(calendar, 1) == dt.date(2024, 9, 9)
    assert day_number(calendar, dt.date(2024, 9, 7)) == 1


@given(calendars(), st.integers(1, 300))
def test_the_number_of_the_date_of_a_day_is_that_day(calendar, day):
    date = date_of(calendar, day)
    assert date is not None
    assert day_number(calendar, date) == day


@given(calendars(), st.integers(-20, 300))
def test_a_date_falls_in_the_first_day_that_has_not_ended_before_it(calendar, offset):
    date = calendar.signed + dt.timedelta(days=offset)
    number = day_number(calendar, date)
    if number == 0:
        assert date < date_of(calendar, 1)
        return
    assert date <= date_of(calendar, number)
    assert number == 1 or date > date_of(calendar, number - 1)


def test_dates_before_signature_are_day_zero():
    assert day_number(Calendar(signed=dt.date(2024, 9, 1)), dt.date(2024, 8, 1)) == 0


def test_a_day_ends_at_the_midnight_of_its_zone():
    calendar = Calendar(signed=dt.date(2024, 10, 25), midnight="Asia/Jerusalem")
    ends = [ends_at(calendar, day).isoformat() for day in (1, 2)]
    assert ends == ["2024-10-27T00:00:00+03:00", "2024-10-28T00:00:00+02:00"]


def test_a_midnight_that_clocks_skip_becomes_the_first_moment_after_it():
    calendar = Calendar(signed=dt.date(2024, 4, 24), midnight="Africa/Cairo")
    assert ends_at(calendar, 1).isoformat() == "2024-04-26T01:00:00+03:00"


def test_the_zone_decides_in_which_day_a_moment_falls():
    moment = dt.datetime(2024, 9, 2, 21, 30, tzinfo=dt.UTC)
    signed = dt.date(2024, 9, 1)
    assert day_at(Calendar(signed=signed), moment) == 1
    assert day_at(Calendar(signed=signed, midnight="Asia/Jerusalem"), moment) == 2
    with pytest.raises(CaseError, match="no time zone"):
        day_at(Calendar(signed=signed), moment.replace(tzinfo=None))


@pytest.mark.parametrize("name", ["Asia/Jerusalm", "", "../etc/passwd", "Europe"])
def test_an_unknown_zone_is_named_with_the_nearest(name):
    with pytest.raises(UnknownName, match="time zone"):
        zone_of(Calendar(midnight=name))


def test_days_start_at_one_and_stop_at_the_end_of_the_calendar():
    signed = Calendar(signed=dt.date(2024, 9, 1))
    with pytest.raises(CaseError, match="no day 0"):
        date_of(signed, 0)
    assert date_of(signed, 10**9) is None
    assert ends_at(Calendar(signed=dt.date(9999, 12, 30)), 1) is None


def test_a_week_without_a_day_that_counts_is_refused():
    with pytest.raises(CaseError, match="no day of the week"):
        date_of(Calendar(signed=dt.date(2024, 9, 1), working=()), 1)
