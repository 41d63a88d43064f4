"""Axes of charts in each language."""

import pytest

from detente.brief.blocks import Table, words
from detente.brief.charts import Dot, Told, dots
from detente.languages import LANGUAGES, speaking
from detente.languages.axes import locale_of_dates, locale_of_numbers

TOLD = Told(
    id="made-up",
    title="Made up",
    description="One share.",
    table=Table(caption=words("Made up"), columns=(), rows=()),
)


def svg_in(code: str) -> str:
    with speaking(code):
        return dots(TOLD, [Dot(label="A", value=0.5, low=0.4, high=0.6)], axis="share").svg


@pytest.mark.parametrize("code", sorted(set(LANGUAGES) - {"en"}))
def test_a_language_has_twelve_months_and_seven_days(code: str) -> None:
    with speaking(code):
        dates, numbers = locale_of_dates(), locale_of_numbers()
    assert dates is not None
    assert numbers is not None
    assert [len(dates[name]) for name in ("days", "shortDays", "months", "shortMonths")] == [7, 7, 12, 12]
    assert "%" in numbers["percent"] or "\u066a" in numbers["percent"]


def test_days_begin_with_sunday_as_charts_count_them() -> None:
    with speaking("fr"):
        dates = locale_of_dates()
    assert dates is not None
    assert dates["days"][0] == "dimanche"


def test_an_axis_of_shares_is_written_as_the_language_does() -> None:
    assert ">60%<" in svg_in("en")
    assert ">60%<" not in svg_in("fr")


def test_a_chart_runs_from_left_to_right_also_where_text_does_not() -> None:
    assert 'direction="ltr"' in svg_in("he")
    assert 'unicode-bidi="plaintext"' in svg_in("ar")
    assert "direction=" not in svg_in("en")
