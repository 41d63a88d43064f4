"""Day words mean days relative to the report: a table a language, and what must stay unknown."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.sources.day_words import DAY_WORDS
from detente.sources.days import find_days, resolve

TUESDAY = date(2003, 6, 10)

PAST = [
    ("en", "Tuesday", "2003-06-10"),
    ("en", "on Friday", "2003-06-06"),
    ("en", "Wednesday night", "2003-06-04"),
    ("en", "last Tuesday", "2003-06-03"),
    ("en", "late on Monday", "2003-06-09"),
    ("en", "yesterday", "2003-06-09"),
    ("en", "the day before yesterday", "2003-06-08"),
    ("en", "overnight", "2003-06-09/10"),
    ("en", "over the weekend", "2003-06-07/08"),
    ("en", "last week", "2003-06-02/08"),
    ("en", "late last week", "2003-06-05/08"),
    ("en", "earlier this week", "2003-06-09/10"),
    ("en", "last month", "2003-05"),
    ("en", "this year", "2003-01-01/2003-06-10"),
    ("en", "in late May", "2003-05-21/31"),
    ("en", "in November", "2002-11"),
    ("en", "last May", "2003-05"),
    ("en", "this November", "2003-11"),
    ("en", "May 31", "2003-05-31"),
    ("en", "on Oct. 7", "2002-10-07"),
    ("en", "June 10", "2003-06-10"),
    ("en", "Sept. 3-5", "2002-09-03/05"),
    ("en", "3 September 2001", "2001-09-03"),
    ("en", "Friday, June 13", "2003-06-13"),
    ("en", "Feb. 29", "2000-02-29"),
    ("en", "2003-05-02", "2003-05-02"),
    ("en", "the previous day", "2003-06-09"),
    ("en", "three days ago", "2003-06-07"),
    ("en", "two weeks ago", "2003-05-26/2003-06-01"),
    ("en", "over the past two weeks", "2003-05-27/2003-06-10"),
    ("en", "in 1999", "1999"),
    ("en", "early 1999", "1999-01-01/1999-04-30"),
    ("en", "by May 31", "by 2003-05-31"),
    ("es", "el martes", "2003-06-10"),
    ("es", "el pasado viernes", "2003-06-06"),
    ("es", "el fin de semana pasado", "2003-06-07/08"),
    ("es", "el 31 de mayo", "2003-05-31"),
    ("es", "7 de octubre de 2001", "2001-10-07"),
    ("es", "a finales de mayo", "2003-05-21/31"),
    ("es", "la semana pasada", "2003-06-02/08"),
    ("es", "hace dos días", "2003-06-08"),
    ("es", "anoche", "2003-06-09"),
    ("es", "el día anterior", "2003-06-09"),
    ("fr", "mardi", "2003-06-10"),
    ("fr", "vendredi soir", "2003-06-06"),
    ("fr", "mardi dernier", "2003-06-03"),
    ("fr", "le week-end dernier", "2003-06-07/08"),
    ("fr", "le 1er juin", "2003-06-01"),
    ("fr", "31/05/2003", "2003-05-31"),
    ("fr", "fin mai", "2003-05-21/31"),
    ("fr", "la semaine dernière", "2003-06-02/08"),
    ("fr", "il y a trois jours", "2003-06-07"),
    ("fr", "la veille", "2003-06-09"),
    ("fr", "l’an dernier", "2002"),  # noqa: RUF001
]

FUTURE = [
    ("en", "Tuesday", "2003-06-10"),
    ("en", "Friday", "2003-06-13"),
    ("en", "next Tuesday", "2003-06-17"),
    ("en", "at the weekend", "2003-06-14/15"),
    ("en", "in June", "2003-06-10/30"),
    ("en", "May 31", "2004-05-31"),
    ("en", "by Friday", "by 2003-06-13"),
    ("en", "the next day", "2003-06-11"),
    ("en", "in the next two weeks", "2003-06-10/24"),
    ("es", "el viernes", "2003-06-13"),
    ("es", "mañana", "2003-06-11"),
    ("fr", "vendredi", "2003-06-13"),
    ("fr", "la semaine prochaine", "2003-06-16/22"),
]


@pytest.mark.parametrize(("language", "words", "label"), PAST)
def test_words_mean_days_up_to_the_report(language: str, words: str, label: str) -> None:
    found = resolve(words, TUESDAY, language)
    assert found is not None
    assert found.label == label


@pytest.mark.parametrize(("language", "words", "label"), FUTURE)
def test_words_mean_days_from_the_report_on_where_the_sentence_looks_ahead(
    language: str, words: str, label: str
) -> None:
    found = resolve(words, TUESDAY, language, future=True)
    assert found is not None
    assert found.label == label


@pytest.mark.parametrize(
    "words",
    ["", "soon", "in recent days", "30 February", "June 31", "the next day", "Friday the thirteenth", "may"],
)
def test_what_cannot_be_told_is_none(words: str) -> None:
    assert resolve(words, TUESDAY) is None


def test_an_undated_report_resolves_full_dates_only() -> None:
    assert resolve("on Friday", None) is None
    assert resolve("May 31", None) is None
    full = resolve("May 31, 2003", None)
    assert full is not None
    assert full.label == "2003-05-31"


def test_a_language_without_words_has_no_days() -> None:
    assert resolve("tiistaina", TUESDAY, "fi") is None
    assert find_days("He tulivat tiistaina.", 0, 21, "fi") == ()


def test_a_region_of_a_language_is_that_language() -> None:
    assert resolve("Friday", TUESDAY, "en-GB") == resolve("Friday", TUESDAY)


def test_the_previous_day_counts_from_the_day_last_named() -> None:
    found = resolve("the previous day", TUESDAY, around=date(2003, 6, 5))
    assert found is not None
    assert found.label == "2003-06-04"


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "On Friday, May 31, they may meet; in May they met.", ["On Friday, May 31", "in May"]),
        ("en", "May I ask? The march of Theresa May went on.", []),
        ("en", "Talks on Good Friday, says the Sunday Times; on Sundays too.", []),
        ("en", "It came late\nlast week, a day\n\nago.", ["late\nlast week"]),
        ("en", "Friday’s raid", ["Friday"]),  # noqa: RUF001
        ("es", "Por la mañana no; mañana sí, o el 3 de mayo.", ["mañana", "el 3 de mayo"]),
        (
            "fr",
            "Il l'a dit mardi 3 juin, hier soir et la veille.",
            ["mardi 3 juin", "hier soir", "la veille"],
        ),
    ],
)
def test_day_words_are_found_where_they_stand(language: str, text: str, words: list[str]) -> None:
    found = find_days(text, 0, len(text), language)
    assert [w for _, _, w in found] == words
    assert all(text[a:b] == w for a, b, w in found)


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(0, 6))
def test_a_weekday_lies_within_the_week_that_ends_or_begins_with_the_report(day: date, n: int) -> None:
    name = DAY_WORDS["en"].weekdays.split()[n]
    past, future = resolve(name, day), resolve(name, day, future=True)
    assert past is not None
    assert future is not None
    assert timedelta(0) <= day - past.last < timedelta(7)
    assert timedelta(0) <= future.first - day < timedelta(7)
    assert past.last.weekday() == future.first.weekday() == n


@given(st.text("Friday May31,. \n2024lastweekend-/", max_size=60), st.sampled_from(sorted(DAY_WORDS)))
def test_any_text_is_searched_without_fault_and_all_that_is_found_slices_back(
    text: str, language: str
) -> None:
    for start, end, words in find_days(text, 0, len(text), language):
        assert text[start:end] == words
        resolve(words, TUESDAY, language)
