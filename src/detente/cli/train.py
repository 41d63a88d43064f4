"""`detente record train`: a coder learned from what was accepted in review."""

from pathlib import Path
from typing import Annotated, Any

import typer

from detente.cli.load import pack_by
from detente.cli.out import write_json, write_lines
from detente.cli.questions import Json, Seed
from detente.errors import CaseError

__all__ = ["train"]


def train(
    folder: Annotated[str, typer.Argument(metavar="RECORD", help="A record folder that was reviewed.")],
    to: Annotated[str, typer.Option("--to", metavar="FILE", help="Where to write the model.")] = "",
    curve: Annotated[
        bool, typer.Option("--curve", help="Instead: how well unseen documents are coded with more reviewed.")
    ] = False,
    pack: Annotated[str, typer.Option("--pack", help="That of the record by default.")] = "",
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """Learn a coder from what was accepted in a record; `detente read --coder crf:FILE` uses it."""
    import detente as dt

    words = pack_by(pack, dt.open_record(folder).record.pack)
    if curve:
        _tell_curve(dt.curve_from(folder, words, seed=seed), as_json=as_json)
        return
    if not to:
        raise CaseError("no file is named for the model", hint="add --to FILE, or ask for the --curve")
    done = dt.train_from(folder, words, Path(to), seed=seed)
    if as_json:
        write_json(done.as_dict())
    else:
        write_lines([str(done), f"next: detente read REPORTS --coder {done.coder}"])


def _tell_curve(points: Any, *, as_json: bool) -> None:
    from dataclasses import asdict

    if as_json:
        told = [asdict(point) for point in points]
        write_json(told)
    else:
        write_lines(map(str, points))
