"""Results of talks as files: each tidy table as CSV, Arrow or Parquet (the latter two with extra `data`)."""

import csv
from importlib import import_module
from pathlib import Path

from detente.errors import MissingExtra, TalksError
from detente.talks.results import TalksResult

__all__ = ["FORMS", "write_tables"]

FORMS: tuple[str, ...] = ("arrow", "csv", "parquet")


def write_tables(result: TalksResult, folder: str | Path, form: str = "csv") -> tuple[Path, ...]:
    """The paths of the tables of a result, written as FOLDER/NAME.csv (or .arrow, .parquet).

    Tables without rows are left out. MissingExtra without pyarrow for the binary forms, TalksError for a form
    that is not known or a folder that cannot be written.
    """
    if form not in FORMS:
        raise TalksError(f"there is no form {form!r}", where="form", hint=f"one of {', '.join(FORMS)}")
    place = Path(folder)
    written = []
    try:
        place.mkdir(parents=True, exist_ok=True)
        for name, rows in result.tables().items():
            if rows:
                path = place / f"{name.replace('_', '-')}.{form}"
                if form == "csv":
                    with path.open("w", encoding="utf-8", newline="") as file:
                        writer = csv.DictWriter(file, list(rows[0]))
                        writer.writeheader()
                        writer.writerows(rows)
                else:
                    _write_arrow(rows, path, form)
                written.append(path)
    except OSError as error:
        raise TalksError(
            f"cannot be written: {error}", where=str(place), hint="free space or rights"
        ) from None
    return tuple(written)


def _write_arrow(rows: list[dict[str, object]], path: Path, form: str) -> None:
    try:
        arrow = import_module("pyarrow")
    except ImportError:
        raise MissingExtra.named("data", "pyarrow") from None
    table = arrow.Table.from_pylist(rows)
    if form == "parquet":
        import_module("pyarrow.parquet").write_table(table, path)
        return
    feather = import_module("pyarrow.feather")
    feather.write_feather(table, path)
