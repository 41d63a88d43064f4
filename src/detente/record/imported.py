"""Imported codings: a hand-coded record in a YAML file beside its reports, as a record with verified spans.

The file lists `articles` (file, date or date_inferred, date_basis) and `records` (id, file, span, date,
speaker, speaker_kind, via, act, issue, option, stance, summary, value, unit).
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.errors import Problem, RecordError
from detente.record.codebook import VOICE
from detente.record.packs.nodes import Listed, Mapped, Node, Word, read_nodes
from detente.record.record import Record
from detente.record.statement import ACTS, STANCES, Coding, Statement
from detente.sources.document import Document
from detente.sources.span import Span, digest
from detente.sources.when import When

__all__ = ["read_codings"]

_AMOUNT = re.compile(r"\s*(-?\d[\d,]*(?:\.\d+)?)\s*(.*)", re.DOTALL)
_HINT = "name a record folder, an exported file, or a hand-coded file with both lists"


@dataclass(frozen=True, slots=True)
class _Report:
    document: Document
    text: str


def read_codings(path: Path, *, coder: str = "hand") -> Record:
    """The record that a hand-coded file holds; each span is read from the report of that name beside it.

    The report's own voice has no holder. A statement without a date has that of its report, which must have
    one. RecordError names every record that does not fit.
    """
    root, problems = read_nodes(path)
    if not isinstance(root, Mapped):
        raise RecordError.of(
            problems or [Problem(path="", what="holds no records", hint=_HINT, file=str(path))]
        )
    if not {"articles", "records"} & set(root.items):
        what = "is no record: it has neither `articles` nor `records`"
        raise RecordError.of([*problems, Problem(path="", what=what, hint=_HINT, file=str(path), line=1)])
    reports: dict[str, _Report] = {}
    for fields in _rows(root, "articles"):
        _read(fields, path, reports, problems)
    statements = []
    for fields in _rows(root, "records"):
        try:
            statements.append(_statement(fields, reports, coder))
        except (ValueError, KeyError) as error:
            what = f"cannot be read: {error.args[0] if error.args else error}"
            problems.append(Problem(path=f"records {_text(fields, 'id')}", what=what, file=str(path)))
    if problems:
        raise RecordError.of(problems)
    documents = tuple(report.document for report in reports.values())
    return Record(documents=documents, statements=tuple(statements))


def _rows(root: Mapped, name: str) -> list[Mapping[str, Node]]:
    node = root.items.get(name)
    items = node.items if isinstance(node, Listed) else ()
    return [item.items for item in items if isinstance(item, Mapped)]


def _read(
    fields: Mapping[str, Node], path: Path, reports: dict[str, _Report], problems: list[Problem]
) -> None:
    """Reads one report into `reports`, or adds what stands in the way to `problems`."""
    name = _text(fields, "file")
    file = path.parent / name
    try:
        text = file.read_bytes().decode("utf-8")
        published = _text(fields, "date") or _text(fields, "date_inferred")
        document = Document(
            id=Path(name).stem,
            published=dt.date.fromisoformat(published) if published else None,
            basis=_text(fields, "date_basis"),
            sha256=digest(text),
            file=name,
        )
        reports[name] = _Report(document, text)
    except (OSError, ValueError) as error:
        what = f"the report {name!r} cannot be read: {error}"
        problems.append(Problem(path=f"articles {name}", what=what, hint="put it beside the file"))


def _statement(fields: Mapping[str, Node], reports: Mapping[str, _Report], coder: str) -> Statement:
    name = _text(fields, "file")
    if name not in reports:
        raise ValueError(f"there is no report {name!r}")
    report = reports[name]
    published = report.document.published
    told = _text(fields, "date")
    if not told and published is None:
        raise ValueError("neither the record nor its report has a date")
    when = When.parse(told) if told else When.on(published or dt.date.min)
    act, stance = _text(fields, "act") or "reports", _text(fields, "stance")
    if act not in ACTS or (stance and stance not in STANCES):
        raise ValueError(f"{act!r} is no act, or {stance!r} no stance")
    speaker = _text(fields, "speaker")
    voice = speaker in VOICE
    value, unit = _amount(fields)
    via = _texts(fields, "via")
    return Statement(
        id=_text(fields, "id"),
        reports=(report.document.id,),
        holder="" if voice else speaker,
        relays=via,
        identified="reporter" if voice else _identified(fields),
        act=act,
        issue=_text(fields, "issue"),
        option=_text(fields, "option"),
        stance=stance,
        says=_text(fields, "summary"),
        plan=_text(fields, "plan"),
        value=value,
        unit=unit,
        date=when,
        known=published or when.last,
        date_basis="" if told else "the date of the report",
        span=_span(fields, report),
        coding=Coding(coder=coder),
    )


def _identified(fields: Mapping[str, Node]) -> str:
    kind = _text(fields, "speaker_kind")
    return kind if kind in {"anonymous", "institution", "named"} else ""


def _span(fields: Mapping[str, Node], report: _Report) -> Span:
    numbers = _texts(fields, "span")
    if len(numbers) != 2:
        raise ValueError("the span is not a pair of numbers")
    start, end = map(int, numbers)
    if not 0 <= start < end <= len(report.text):
        raise ValueError(f"the span {start} to {end} is not inside the report")
    return Span.of(report.document.id, report.text, start, end)


def _amount(fields: Mapping[str, Node]) -> tuple[float | None, str]:
    """The value with its unit ("6 weeks"); of several values the first."""
    told = _texts(fields, "value")
    match = _AMOUNT.fullmatch(told[0]) if told else None
    if match is None:
        return None, _text(fields, "unit")
    return float(match[1].replace(",", "")), _text(fields, "unit") or match[2].strip()


def _texts(fields: Mapping[str, Any], name: str) -> tuple[str, ...]:
    node = fields.get(name)
    if isinstance(node, Listed):
        return tuple(item.text for item in node.items if isinstance(item, Word))
    text = _text(fields, name)
    return (text,) if text else ()


def _text(fields: Mapping[str, Any], name: str) -> str:
    node = fields.get(name)
    text = node.text if isinstance(node, Word) else ""
    return "" if text in {"null", "~"} else text
