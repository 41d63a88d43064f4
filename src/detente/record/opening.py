"""Opening a record wherever it is kept: a record folder, an exported file, a hand-coded file."""

from pathlib import Path

from detente.errors import SourceError, nearest
from detente.record.record import Record

__all__ = ["read_record"]

_YAML = {".yaml", ".yml"}


def read_record(path: str | Path) -> Record:
    """The record that stands at `path`: a record folder, an exported file, or a hand-coded YAML file.

    A folder without a record that holds a hand-coded `gold.yaml` gives that. The format of a file is told by
    what it holds. SourceError names what is nearest where there is nothing; RecordError what does not fit.
    """
    place = Path(path)
    if not place.exists():
        around = place.parent if place.parent.is_dir() else Path()
        hint = nearest(place.name, (one.name for one in around.iterdir() if not one.name.startswith(".")))
        raise SourceError("there is no such file or folder", where=str(path), hint=hint)
    if place.is_dir():
        from detente.record.store import is_record, open_record

        if not is_record(place) and (place / "gold.yaml").is_file():
            place /= "gold.yaml"
        else:
            return open_record(place).record
    if place.suffix.lower() in _YAML:
        from detente.record.imported import read_codings

        return read_codings(place)
    from detente.record.interchange.exchange import import_record

    return import_record(place)
