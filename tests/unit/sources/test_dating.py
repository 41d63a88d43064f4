"""A date and a publisher come with their basis; what is not told is unknown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.sources.dating import find_published, find_publisher, read_day
from detente.sources.noise import noise_spans

DAY = date(2001, 2, 3)

TEXTS = [
    (" date 2001-02-03 The ferry stopped.", "header in the text"),
    ("Date: 3 February 2001\n\nThe ferry stopped.", "header in the text"),
    ("Ferry talks resume\n\nPublished Feb. 3, 2001\n\nThe ferry stopped.", "header in the text"),
    ("Saturday, February 3, 2001\n\nThe ferry stopped.", "date line in the text"),
    ("Updated: Sat 03 Feb 2001 at 14:00\n\nThe ferry stopped.", "date line in the text"),
    ("03.02.2001\n\nThe ferry stopped.", "date line in the text"),
    ("samedi 3 février 2001 à 10h30\n\nLe bac est à quai.", "date line in the text"),
    ("3 de febrero de 2001\n\nEl bote no sale.", "date line in the text"),
    ("MILLTOWN, Feb. 3, 2001 (AP) — The ferry stopped.", "dateline in the text"),
]


@pytest.mark.parametrize(("text", "basis"), TEXTS)
def test_a_date_in_the_text_is_found_with_its_basis(text: str, basis: str) -> None:
    found = find_published(text)
    assert (found.day, found.basis) == (DAY, basis)


@pytest.mark.parametrize("name", ["ft-2001-02-03", "20010203_ferry", "ferry.2001_02_03"])
def test_a_date_in_the_name_of_the_file_is_the_last_resort(name: str) -> None:
    assert (find_published("They met.", name=name).day, find_published("They met.", name=name).basis) == (
        DAY,
        "file name",
    )


@pytest.mark.parametrize(
    "text",
    [
        "They met on Saturday.",
        "On Feb. 3, 2001, the ferry stopped, and it has not sailed since then.",
        "© 2001 River Daily",
        "MILLTOWN, Feb. 3 (AP) — The ferry stopped.",
        "3/2/2001\n\nThe ferry stopped.",
        "",
    ],
)
def test_a_weekday_a_footer_or_a_doubtful_date_leaves_it_unknown(text: str) -> None:
    assert find_published(text).day is None


def test_metadata_wins_and_what_disagrees_is_said() -> None:
    found = find_published(
        "Date: 2001-02-09\n\nThey met.", stated=(("metadata (date)", "2001-02-03T10:00Z"),), name="x"
    )
    assert (found.day, found.basis, found.notes) == (
        DAY,
        "metadata (date)",
        ("header in the text says 2001-02-09",),
    )


def test_dates_that_do_not_exist_are_passed_over_and_noted() -> None:
    found = find_published("They met.", stated=(("metadata (date)", "2001-02-31"),), name="ft-2001-02-03")
    assert found.day == DAY
    assert found.notes == ("metadata (date) has '2001-02-31', which is no day that can be told",)


def test_a_date_in_the_future_is_kept_and_noted_where_today_is_known() -> None:
    assert find_published("", name="ft-2001-02-03").notes == ()
    assert find_published("", name="ft-2001-02-03", today=date(2001, 2, 2)).notes == ()
    assert find_published("", name="ft-2001-02-03", today=date(2001, 1, 3)).notes == (
        "2001-02-03 is in the future",
    )


@pytest.mark.parametrize(
    ("text", "name", "value", "basis"),
    [
        (
            "They met.\n\nWrite to Ann Lee at ann.lee@ft.com",
            "",
            "Financial Times",
            "address in the text (ft.com)",
        ),
        (
            "They met.\n\nThe post Ferry appeared first on River Daily.",
            "",
            "River Daily",
            "feed blurb in the text",
        ),
        ("Source: River Daily\nDate: 2001-02-03\n\nThey met.", "", "River Daily", "header in the text"),
        ("They met.", "ap-2001-02-03", "Associated Press", "file name"),
        ("An envoy wrote to ann.lee@ft.com and then left the mill.", "", "", "no publisher is given"),
    ],
)
def test_a_publisher_comes_with_its_basis(text: str, name: str, value: str, basis: str) -> None:
    found = find_publisher(text, noise_spans(text), name=name)
    assert (found.value, found.basis) == (value, basis)


@given(st.text(max_size=80))
def test_any_words_are_a_day_or_none(words: str) -> None:
    assert read_day(words) is None or isinstance(read_day(words), date)
    find_published(words, name=words, stated=(("x", words),))


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_day_is_read_as_it_was_written(day: date) -> None:
    assert read_day(day.isoformat()) == day
    assert read_day(f"{day:%d.%m.%Y}") == day
    assert read_day(f"{day:%a, %d %b %Y} 10:00:00 GMT") == day
