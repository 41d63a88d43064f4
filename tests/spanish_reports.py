"""Two invented reports in Spanish with what they say, coded by hand, and how well a coder finds it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from detente.record.coding.coder import Coder
from detente.record.statement import Statement
from detente.sources.document import Document
from detente.sources.text import Text

FOLDER = Path(__file__).parent / "record_data" / "lucero-es"


@dataclass(frozen=True)
class Scores:
    """F1 of passages, and of passages with the right holder, act or issue."""

    passages: float
    holders: float
    acts: float
    issues: float


def reports() -> Iterator[tuple[Text, list[dict[str, Any]]]]:
    for name, told in YAML(typ="safe").load(FOLDER / "gold.yaml").items():
        words = (FOLDER / name).read_text(encoding="utf-8")
        document = Document(id=name, published=told["published"], language="es")
        yield Text(document=document, text=words), told["statements"]


def scores(coder: Coder, names: set[str]) -> Scores:
    """How well the reports of these names are coded, the report's own voice left out."""
    counts = {"passages": 0, "holders": 0, "acts": 0, "issues": 0}
    found = told = 0
    for text, gold in reports():
        if text.document.id in names:
            free = [s for s in coder(text) if s.identified != "reporter"]
            found, told = found + len(free), told + len(gold)
            for one in gold:
                match = _match(text.text, one["words"], free)
                if match is not None:
                    free.remove(match)
                    counts["passages"] += 1
                    counts["holders"] += match.holder.startswith(one["holder"])
                    counts["acts"] += match.act == one["act"]
                    counts["issues"] += match.issue == one["issue"]
    return Scores(**{name: 2 * right / max(1, found + told) for name, right in counts.items()})


def _match(text: str, words: str, found: list[Statement]) -> Statement | None:
    """The suggestion with most in common."""
    start = text.index(words)
    end = start + len(words)
    best, most = None, 0.0
    for statement in found:
        span = statement.span
        if span is None:
            continue
        common = max(0, min(end, span.end) - max(start, span.start))
        share = common / max(end - start, span.end - span.start)
        if share >= 0.5 and share > most:
            best, most = statement, share
    return best
