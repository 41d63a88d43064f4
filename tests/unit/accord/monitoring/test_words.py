"""What monitoring found, told in words and as a calendar; the page that shows how."""

import contextlib
import datetime as dt
import io
import re
from functools import cache
from pathlib import Path

from detente.accord.calendars.file import calendar_of
from detente.accord.library import accord_example, accord_path
from detente.accord.monitoring.entries import due_entries
from detente.accord.monitoring.events import COLUMNS, read_events
from detente.accord.monitoring.monitor import Asking, monitor
from detente.accord.monitoring.naming import ACTS
from detente.accord.monitoring.results import Monitored
from detente.accord.monitoring.words import say_monitored

ACCORD = accord_example("two-rivers-accord")
EVENTS = read_events(accord_path("two-rivers-accord").with_suffix(".events.csv"), ACCORD)
PAGE = Path(__file__).parents[4] / "docs" / "how-to" / "monitoring.md"


@cache
def at(month: int, day: int) -> Monitored:
    return monitor(ACCORD, EVENTS, as_of=dt.date(2031, month, day), asking=Asking(questions=()))


def test_every_section_that_has_something_to_tell_is_told() -> None:
    told = say_monitored(at(9, 21), ACCORD)
    assert [line for line in told if line.endswith(":") and not line.startswith(" ")] == [
        "Where it stands:",
        "In breach:",
        "Late:",
        "Coming due:",
        "Given so far:",
        "What may be done without a breach:",
        "What is settled and what is not:",
        "What to establish first:",
        "About events:",
        "Assumed:",
    ]


def test_an_end_is_told_with_what_it_hinges_on() -> None:
    told = "\n".join(say_monitored(at(9, 10), ACCORD))
    assert (
        "the accord has collapsed, since 2031-09-02; in 2 of 5, if (2031-09-02 upland low-dam: claimed)"
        in told
    )
    assert "Upland, since 2031-09-01 at the earliest, 2031-09-02 at the latest; in 3 of 5" in told


def test_what_an_inspection_shows_closes_the_matter() -> None:
    told = [noted for noted in at(9, 21).events if noted.event.startswith("2031-09-02")]
    assert [noted.status for noted in told] == ["not counted", "not counted"]
    assert "it is established that it did not happen" in [what for _, what in told[0].flags]


def test_what_comes_due_becomes_a_calendar() -> None:
    found = at(8, 31)
    entries = due_entries(found, ACCORD)
    assert [(entry.date, entry.uid) for entry in entries] == [
        (dt.date(2031, 9, 1), "cure-water-2031-09-01@two-rivers-accord")
    ]
    assert entries[0].summary == "Last day of cure: Upland lets the water of a month through"
    assert "1 (water); in 1 of 2" in entries[0].description
    assert "BEGIN:VEVENT" in calendar_of(entries, calendar=ACCORD.calendar)
    assert due_entries(found)[0].summary == "Last day of cure: upland lets the water of a month through"


def test_the_page_shows_what_is_printed() -> None:
    text, printed, names = PAGE.read_text(encoding="utf-8"), "", {}
    for kind, block in re.findall(r"```(\w+)\n(.*?)```", text, re.DOTALL):
        if kind == "python":
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(block, names)  # noqa: S102
            printed = out.getvalue()
        else:
            assert block in printed
    for word in (*COLUMNS, *ACTS):
        assert word in text
