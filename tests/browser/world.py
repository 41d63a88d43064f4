"""What journeys need: a copy of two-rivers with a comment in it, and a record to review."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.case.library import example_path
from detente.record.record import Record
from detente.record.store import write_record
from review_record import gazette, herald

__all__ = ["COMMENT", "World", "made_folder"]

COMMENT = "# the mayor's own words, to be asked again"


@dataclass(slots=True)
class World:
    """The browser, the servers, and the folders that a journey may change."""

    browser: Any
    servers: Any
    folder: Path
    record: Path


def made_folder(place: Path) -> tuple[Path, Path]:
    """A copy of two-rivers with a comment in the preferences of the mayor, and a record beside it."""
    case = place / "two-rivers"
    shutil.copytree(example_path("two-rivers"), case)
    preferences = case / "preferences" / "harbour-mayor.yaml"
    preferences.write_text(f"{COMMENT}\n{preferences.read_text('utf-8')}", "utf-8")
    pairs = (herald(), gazette())
    statements = tuple(s for _, found in pairs for s in found)
    record = Record(documents=tuple(text.document for text, _ in pairs), statements=statements)
    return case, write_record(record, place / "record", texts=[text for text, _ in pairs])
