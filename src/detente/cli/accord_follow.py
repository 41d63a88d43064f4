"""The commands for a signed accord: what is due and what holds now, given events; its calendar file."""

from pathlib import Path
from typing import Annotated, Any

import typer

from detente.cli.accord_load import AccordName, Reading, Wording, chosen, load_accord
from detente.cli.accord_write import ready_to_write, write_file
from detente.cli.load import day_of
from detente.cli.out import write_json, write_lines
from detente.cli.questions import Json
from detente.errors import DetenteError

__all__ = ["add_follow"]

Calendar = Annotated[
    Path | None, typer.Option("--ical", metavar="FILE", help="Write what comes due as an iCalendar file.")
]


def add_follow(app: typer.Typer) -> None:
    """Adds the commands to the group."""
    app.command()(monitor)
    app.command()(calendar)


def monitor(
    name: AccordName,
    events: Annotated[str, typer.Argument(metavar="EVENTS", help="Dated events, as CSV or JSONL.")],
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", help="The day that is asked about: its dawn.")
    ],
    wording: Wording = "",
    reading: Reading = None,
    ical: Calendar = None,
    as_json: Json = False,
) -> None:
    """What is due, who is late, and what each side can now do or force, given what was known by a day."""
    import detente as dt

    day = day_of("--as-of", as_of)
    if day is None:
        raise DetenteError("--as-of has no date", hint="write it as 2024-07-04")
    if ical is not None:
        ready_to_write(ical)
    found = load_accord(name)
    happened = dt.read_events(events, found)
    result = dt.monitor(found, happened, as_of=day, wording=wording, readings=chosen(reading))
    if ical is not None:
        write_file(ical, dt.calendar_of(dt.due_entries(result, found), **_calendar(found)))
    if as_json:
        write_json(result.as_dict())
        return
    write_lines(dt.say_monitored(result, found))
    if ical is not None:
        write_lines(f"calendar: {ical}")


def calendar(
    name: AccordName,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="Where to write it.")],
    wording: Wording = "",
    reading: Reading = None,
) -> None:
    """Write when everything falls due, if every phase lasts as planned, as an iCalendar file."""
    import detente as dt

    ready_to_write(out)
    found = load_accord(name)
    entries = dt.calendar_entries(found, wording=wording, readings=chosen(reading))
    write_file(out, dt.calendar_of(entries, **_calendar(found)))
    write_lines(f"{out}: {len(entries)} entries")


def _calendar(accord: Any) -> dict[str, Any]:
    return {"calendar": accord.calendar, "title": accord.title}
