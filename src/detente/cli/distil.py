"""`detente record case`: what a reviewed record gives to a case."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.cli.load import Asked, load_case
from detente.cli.out import write_json
from detente.cli.questions import AsOf, Json
from detente.errors import CaseError

__all__ = ["case"]


def case(
    folder: Annotated[str, typer.Argument(metavar="RECORD", help="A record folder, or a file of one.")],
    pack: Annotated[
        str, typer.Option("--pack", help="The pack with the ids of the case; that of the record by default.")
    ] = "",
    into: Annotated[
        str, typer.Option("--into", metavar="CASE", help="The case to add to; that of the pack by default.")
    ] = "",
    write: Annotated[
        Path | None, typer.Option("--write", metavar="FOLDER", help="Where to write the case.")
    ] = None,
    pending: Annotated[
        bool, typer.Option("--pending", help="Also suggestions not reviewed, marked.")
    ] = False,
    sides: Annotated[
        bool, typer.Option("--sides", help="Who has no id in the case speaks for its side: an assumption.")
    ] = False,
    again: Annotated[bool, typer.Option("--estimate", help="Estimate preferences from all stances.")] = False,
    as_of: AsOf = "",
    as_json: Json = False,
) -> None:
    """Add the accepted statements of a record and the stances they show to a case; list what does not fit."""
    import detente as dt
    from detente.cli.load import day_of, pack_by

    record = dt.read_record(folder)
    day = day_of("--as-of", as_of)
    record = record.as_of(day) if day is not None else record
    words = pack_by(pack, record.pack)
    base = _base(words, into)
    found = dt.distil(record, words, base, standing=pending, sides=sides)
    whole = found.into(base)
    if again:
        whole = dt.estimate(whole)
    if write is not None:
        dt.write_case(whole, write)
    if as_json:
        write_json(_plain(found))
        return
    outdated = found.outdated(base)
    if outdated:
        sys.stdout.write(f"in the case still, and no longer accepted: {', '.join(outdated)}\n")
    sys.stdout.write(f"{found}\n" + "".join(f"  left out: {one}\n" for one in found.left_out))
    sys.stdout.write(f"{write}\n" if write is not None else "nothing written; name a folder with --write\n")


def _base(words: Any, into: str) -> Any:
    """The case to add to: the one that is named, or that of the pack."""
    import detente as dt

    if not (into or words.case):
        raise CaseError("the pack belongs to no case", where="--into", hint="name a case with --into")
    if not into and words.case not in dt.examples() and not Path(words.case).exists():
        what = f"the pack {words.id!r} belongs to the case {words.case!r}, which is not bundled"
        raise CaseError(what, where="--into", hint="name its folder or file with --into")
    return load_case(into or words.case, Asked())


def _plain(found: Any) -> dict[str, Any]:
    return {
        "reports": [report.id for report in found.reports],
        "statements": [s.id for s in found.statements],
        "stances": [
            {"id": s.id, "actor": s.actor, "issue": s.issue, "option": s.option, "role": s.role}
            | {"date": s.date.label, "evidence": list(s.evidence)}
            for s in found.stances
        ],
        "left_out": [{"why": one.why, "statements": list(one.statements)} for one in found.left_out],
    }
