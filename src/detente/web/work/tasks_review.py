"""Tasks about a record under review: which statements contradict one another, and a report to be coded."""

import csv
import hashlib
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import detente as dt

__all__ = ["TASKS"]

Step = Callable[..., None]
_MOST_PAIRS = 5_000


def review_disputed(step: Step, *, folder: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """By statement, those that it contradicts with the kind of contradiction, the most telling first."""
    step("record", 0, 2)
    record = dt.read_record(folder)
    step("contradictions", 1, 2)
    name = next(iter(record.pack.split()), "")
    pack = dt.read_pack(name) if name in dt.bundled_packs() else None
    found: dict[str, list[tuple[str, str]]] = {}
    for pair in dt.contradictions(record, pack, limit=_MOST_PAIRS).pairs:
        found.setdefault(pair.a.statement, []).append((pair.b.statement, pair.kind))
        found.setdefault(pair.b.statement, []).append((pair.a.statement, pair.kind))
    return {statement: tuple(others) for statement, others in found.items()}


def review_read(
    step: Step, *, folder: str, pack: str, report: Mapping[str, str], today: str
) -> dict[str, Any]:
    """The id of a report that was coded into the record, and how many suggestions it has."""
    step("coding", 0, 1)
    text = report["text"].encode("utf-8", "replace").decode("utf-8")
    key = f"pasted-{today}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch) / f"{key}.csv"
        with place.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["id", "title", "publisher", "date", "url", "text"])
            rows.writerow([key, *(report[name] for name in ("title", "publisher", "date", "url")), text])
        read = dt.code_reports([place], folder, dt.read_pack(pack), today=date.fromisoformat(today))
    return {"document": read.documents[0].id, "count": read.suggestions}


TASKS: Final[Mapping[str, Callable[..., Any]]] = {
    "review_disputed": review_disputed,
    "review_read": review_read,
}
"""By name."""
