"""The commands about a draft agreement: `draft show`, `ledger`, `compare`, `settle`, `word`, `amend`."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.cli.load import Asked, day_of, load_case
from detente.cli.out import shown_lines, write_json, write_lines
from detente.cli.questions import Json
from detente.errors import CaseError

__all__ = ["draft"]

draft = typer.Typer(
    help="A draft agreement with contested words in brackets: counted, compared, settled; Word out and in.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

File = Annotated[
    str, typer.Argument(metavar="DRAFT", help="A draft in Markdown, a case folder that has one, or its name.")
]
CaseOption = Annotated[
    str, typer.Option("--case", metavar="CASE", help="Look parties and issues up in this case.")
]
On = Annotated[str, typer.Option("--on", metavar="DATE", help="The day; that of the draft by default.")]
Write = Annotated[Path | None, typer.Option("--write", metavar="FILE", help="Where to write the new draft.")]


@draft.command()
def show(file: File, case: CaseOption = "", as_json: Json = False) -> None:
    """Every bracket with its wordings and who holds them; problems of the draft all at once, with lines."""
    from detente.cli.show import table

    found = _read(file, case)
    every = (*found.brackets, *found.settled)
    if as_json:
        rows = [
            {"id": one.id, "article": one.article, "issue": one.issue, "open": one.open, "line": one.line}
            | {"alternatives": [{"text": a.text, "held_by": list(a.held_by)} for a in one.alternatives]}
            for one in every
        ]
        write_json({"title": found.title, "day": _day_text(found.day), "brackets": rows})
        return
    write_lines(str(found))
    lines = [line for one in every for line in _wordings(found, one)]
    table(("bracket", "article", "state", "wording", "held by"), lines)


@draft.command()
def ledger(
    files: Annotated[
        list[str], typer.Argument(metavar="DRAFT...", help="One draft, or several of different days.")
    ],
    case: CaseOption = "",
    on: On = "",
    as_json: Json = False,
) -> None:
    """How many brackets are open: by article and party, how old, and over time through several drafts."""
    import detente as dt
    from detente.cli.show import table

    found = dt.bracket_ledger([_read(file, case) for file in files], on=day_of("--on", on))
    if as_json:
        write_json(found.as_dict())
        return
    write_lines(str(found))
    table(
        ("day", "opened", "closed", "open"),
        [(day.day, day.opened, day.closed, day.open) for day in found.over_time],
    )


@draft.command()
def compare(before: File, after: File, case: CaseOption = "", as_json: Json = False) -> None:
    """What opened, closed (and on which words) and was reworded from one draft to the next."""
    import detente as dt

    found = dt.compare_drafts(_read(before, case), _read(after, case))
    if as_json:
        write_json(found.as_dict())
    else:
        write_lines(str(found))


@draft.command()
def settle(
    file: File,
    bracket: Annotated[str, typer.Argument(metavar="BRACKET", help="Its id, as `draft show` lists it.")],
    alternative: Annotated[
        str, typer.Argument(metavar="ALTERNATIVE", help="The number of the wording, or its words.")
    ],
    case: CaseOption = "",
    on: On = "",
    write: Write = None,
    as_json: Json = False,
) -> None:
    """Put one wording in the place of a bracket, and remember the bracket at the end of the draft."""
    import detente as dt

    old = _read(file, case)
    known = old.bracket(bracket).alternatives
    chosen: int | str = alternative
    if alternative.isdecimal() and alternative not in {one.text for one in known}:
        chosen = int(alternative[:9])
    new = dt.settle_bracket(old, bracket, chosen, on=day_of("--on", on))
    closed = new.bracket(bracket)
    if write is not None:
        dt.write_draft(new, write)
    if as_json:
        write_json(
            {"bracket": closed.id, "agreed": closed.agreed_text, "closed": _day_text(closed.closed)}
            | {"open": len(new.open), "written": str(write) if write else None}
        )
        return
    day = f" on {closed.closed}" if closed.closed else ""
    left = f"{len(new.open)} bracket{'' if len(new.open) == 1 else 's'} open"
    write_lines(f"{closed}: {closed.agreed_text or 'no words'}{day}; {left}")
    _say_written(write)


@draft.command()
def word(
    file: File,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The Word file to write.")],
    case: CaseOption = "",
    styles: Annotated[
        Path | None, typer.Option("--styles", metavar="FILE", help="Take the styles of this Word file.")
    ] = None,
) -> None:
    """Write the draft for Word: brackets in bold, holders in footnotes, a table at the end."""
    import detente as dt

    if to.suffix.lower() != ".docx":
        raise CaseError(f"--to {str(to)!r} is no name of a Word file", hint="end it with .docx")
    write_lines(str(dt.write_word_draft(_read(file, case), to, styles_from=styles)))


@draft.command()
def amend(
    file: File,
    changed: Annotated[
        Path, typer.Argument(metavar="WORD", help="A .docx with tracked changes or comments.")
    ],
    holder: Annotated[
        list[str] | None,
        typer.Option("--holder", metavar="AUTHOR=PARTY", help="Whose changes they are; repeat for several."),
    ] = None,
    case: CaseOption = "",
    write: Write = None,
    as_json: Json = False,
) -> None:
    """Take the tracked changes of a Word file in as brackets; comments and what has no place are listed."""
    import detente as dt

    old = _read(file, case)
    amendments = dt.read_word_amendments(changed)
    found = dt.amend(old, amendments, _holders(holder or ()), case=_case_of(file, case))
    if write is not None:
        dt.write_draft(found.draft, write)
    if as_json:
        write_json(found.as_dict() | {"written": str(write) if write else None})
        return
    write_lines(str(found))
    for one in found.placed:
        write_lines(f"  {one.bracket} (line {one.line}): {one.amendment}")
    for one in found.comments:
        place = f"line {one.line}" if one.line else "no place"
        write_lines(f"  comment ({place}): {one.amendment}")
    _say_written(write)


def _wordings(found: Any, one: Any) -> list[tuple[str, ...]]:
    """A line for each wording of a bracket; what is the same for all stands at the first."""
    lines = []
    for number, each in enumerate(one.alternatives, 1):
        state = "agreed" if one.agreed == number else "open" if one.open else "closed"
        who = ", ".join(found.party_name(name) for name in found.by_name(each.held_by))
        place = (one.id, one.article, state) if number == 1 else ("", "", state if state == "agreed" else "")
        lines.append(tuple(map(shown_lines, (*place, each.text or "(no words)", who))))
    return lines


def _read(file: str, case: str) -> Any:
    """The draft of a file, a case folder or a bundled case."""
    import detente as dt

    return dt.read_draft(Path(file), load_case(case, Asked()) if case else None)


def _case_of(file: str, case: str) -> Any:
    """The case that is named, or that of the folder in which the draft was found; None for neither."""
    import detente as dt

    if case:
        return load_case(case, Asked())
    path = Path(file)
    if path.is_dir() and (path / "case.yaml").is_file():
        return dt.read_case(path)
    return dt.example(file) if not path.exists() and file in dt.examples() else None


def _holders(texts: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        author, equals, party = text.rpartition("=")
        if not equals or not party:
            raise CaseError(f"--holder {text!r} has no party", hint='write "AUTHOR=PARTY"')
        found[author] = party
    return found


def _say_written(write: Path | None) -> None:
    sys.stdout.write(f"{write}\n" if write is not None else "nothing written; name a file with --write\n")


def _day_text(day: date | None) -> str | None:
    return day.isoformat() if day else None
