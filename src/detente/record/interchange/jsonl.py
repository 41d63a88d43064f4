"""JSON Lines, our own format: a line that says what the file is, then one a document, then one a statement.

The form is https://jsonlines.org: UTF-8, one JSON value a line. It is complete: reading gives back the same
record. The first line counts what follows, so that a file that was cut short is noticed.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from detente.record.interchange.files import Findings, read_text, shown, write_pieces
from detente.record.interchange.plain import DOCUMENT, Read, document_of, plain, statement_of, statement_plain
from detente.record.record import Record

__all__ = ["FORMAT", "VERSION", "parse_line", "read_jsonl", "write_jsonl"]

FORMAT = "detente-record"
VERSION = 1
MOST_PARTS = 2_000_000
"""How many lists and objects one JSON value may hold, so that no small file fills the memory."""


def write_jsonl(record: Record, path: Path) -> None:
    """Writes the whole record."""
    write_pieces(path, (json.dumps(one, ensure_ascii=False) + "\n" for one in _lines(record)))


def read_jsonl(path: Path) -> Record:
    """The record in the file; RecordError with every problem and its line."""
    findings = Findings(str(path))
    found = Read(findings)
    lines = read_text(path).split("\n")
    head = parse_line(lines[0], 1, findings) if lines[0].strip() else None
    pack = _head(head, findings)
    counts = [0, 0]
    for number, line in enumerate(lines[1:], 2):
        raw = parse_line(line, number, findings) if line.strip() else None
        if raw is None:
            continue
        if not isinstance(raw, dict) or len(raw) != 1 or next(iter(raw)) not in {"document", "statement"}:
            findings.add(f"neither a document nor a statement: {shown(raw)}", line=number)
        elif "document" in raw:
            counts[0] += 1
            found.add(document_of(raw["document"], found.say(number, "document")), number)
        else:
            counts[1] += 1
            found.add(statement_of(raw["statement"], found.say(number, "statement")), number)
    _check_counts(head, counts, findings)
    return found.record(pack)


def parse_line(line: str, number: int, findings: Findings) -> Any:
    """The JSON value of one line; None after noting what is wrong with it."""
    if line.count("[") + line.count("{") > MOST_PARTS:
        findings.add(f"holds more than {MOST_PARTS:,} lists and objects", line=number, hint="split it")
        return None
    try:
        value = json.loads(line, parse_constant=_no_constant)
        if value is None:
            findings.add("holds nothing", line=number)
    except json.JSONDecodeError as error:
        findings.add(f"damaged JSON: {error.msg} at character {error.pos + 1}", line=number)
    except RecursionError:
        findings.add("values nested too deep", line=number)
    except ValueError as error:
        findings.add(f"damaged JSON: {error}", line=number)
    else:
        return value
    return None


def _lines(record: Record) -> Iterator[dict[str, Any]]:
    yield {
        "format": FORMAT,
        "version": VERSION,
        "pack": record.pack,
        "documents": len(record.documents),
        "statements": len(record.statements),
    }
    for document in record.documents:
        yield {"document": plain(document, DOCUMENT)}
    for statement in record.statements:
        yield {"statement": statement_plain(statement)}


def _head(head: Any, findings: Findings) -> str:
    """The pack that the first line names; RecordError when it is not the first line of such a file."""
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        hint = f'the first line of a record is {{"format": "{FORMAT}", "version": {VERSION}, ...}}'
        findings.fail("is no record in JSON Lines", line=1, hint=hint)
    if head.get("version") != VERSION:
        what = f"is of version {shown(head.get('version'))}; version {VERSION} is read"
        findings.fail(what, line=1, hint="use the detente that wrote it, or a newer one")
    pack = head.get("pack", "")
    if not isinstance(pack, str):
        findings.add(f"a text is needed, not {shown(pack)}", line=1, path="pack")
        return ""
    return pack


def _check_counts(head: Any, counts: list[int], findings: Findings) -> None:
    for kind, count in zip(("documents", "statements"), counts, strict=True):
        if kind in head and head[kind] != count:
            what = f"told {shown(head[kind])} {kind}, holds {count}"
            findings.add(what, line=1, path=kind, hint="the file was cut short or edited; mend the number")


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON")
