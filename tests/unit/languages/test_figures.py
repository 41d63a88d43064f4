"""Numbers and dates as a language writes them."""

import datetime as dt

import pytest

from detente.languages import speaking
from detente.languages.figures import between_days, long_date, number_text, percent, short_date


@pytest.mark.parametrize("code", ["ar", "he"])
def test_a_sign_stays_on_its_side_of_a_number_where_text_runs_from_the_right(code: str) -> None:
    with speaking(code):
        assert percent(0.66) == "\u200e66%"
        assert number_text(-0.28, 2) == "\u200e\u22120.28"
        assert number_text(0.28, 2) == "0.28"


def test_a_sign_needs_no_mark_where_text_runs_from_the_left() -> None:
    with speaking("fr"):
        assert "\u200e" not in percent(0.66) + number_text(-0.28, 2)


def test_the_first_of_a_month_is_an_ordinal_in_french() -> None:
    first, last = dt.date(2031, 5, 1), dt.date(2031, 5, 21)
    with speaking("fr"):
        assert long_date(first) == short_date(first) == "1er mai 2031"
        assert between_days(first, last) == "1er\u201321 mai 2031"
        assert long_date(last) == "21 mai 2031"


def test_a_short_date_names_its_month_in_arabic() -> None:
    with speaking("ar"):
        assert short_date(dt.date(2031, 4, 22)) == "22 أبريل 2031"
