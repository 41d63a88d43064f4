"""`detente read`: reports into a record folder, and a summary of what came of it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.cli.clock import now
from detente.cli.load import day_of
from detente.cli.out import write_json, write_lines
from detente.cli.questions import Json

__all__ = ["read"]

MOST_LISTED = 20
"""How many documents or faults are listed one by one."""


def read(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATHS", help="Reports, or folders of them: text, HTML, feeds, CSV."),
    ],
    pack: Annotated[
        str, typer.Option("--pack", help="Actors and issues to look for: a bundled pack, or a path.")
    ] = "generic",
    to: Annotated[str, typer.Option("--to", metavar="FOLDER", help="The record folder.")] = "record",
    language: Annotated[
        str,
        typer.Option("--language", help="Of the reports: en, es, or a folder; that of the pack by default."),
    ] = "",
    coder: Annotated[
        str, typer.Option("--coder", help="rules, nlp, crf:MODEL, llm, or package.module:name.")
    ] = "rules",
    endpoint: Annotated[
        str, typer.Option("--endpoint", metavar="URL", help="For the coder llm: texts are sent there.")
    ] = "",
    model: Annotated[str, typer.Option("--model", help="For the coders llm and nlp.")] = "",
    kind: Annotated[
        str, typer.Option("--kind", help="For the coder llm: openai (the default) or anthropic.")
    ] = "",
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that code side by side.")] = 1,
    licence: Annotated[str, typer.Option("--licence", help="Noted of every report that is read.")] = "",
    today: Annotated[
        str, typer.Option("--today", metavar="DATE", help="A report dated later is told; today by default.")
    ] = "",
    explain: Annotated[bool, typer.Option("--explain", help="Print why each suggestion was made.")] = False,
    as_json: Json = False,
) -> None:
    """Read reports, find publisher and date, propose statements, and keep all in a record folder."""
    import detente as dt

    words = dt.read_pack(pack)
    last = day_of("--today", today) or date.fromisoformat(now()[:10])
    with _workers(workers) as executor:
        done = dt.code_reports(
            paths,
            to,
            words,
            coder=coder,
            options=_given(endpoint=endpoint, model=model, kind=kind),
            language=language,
            executor=executor,
            licence=licence,
            today=last,
        )
    if as_json:
        told = done.as_dict()
        if explain:
            told["suggested"] = [_suggested(s) for s in _of(done, dt.open_record(to))]
        write_json(told)
        return
    _tell(done)
    if explain:
        _explain(done, dt.open_record(to))
    sys.stdout.write(f"\nnext: detente review {_quoted(to)}\n")


def _given(**options: str) -> dict[str, str]:
    """The options of a coder that were given."""
    return {name: value for name, value in options.items() if value}


@contextmanager
def _workers(count: int) -> Iterator[Any]:
    """Processes to code in; none for one worker."""
    if count == 1:
        yield None
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(min(count, 4 * (os.cpu_count() or 1))) as executor:
        yield executor


def _tell(done: Any) -> None:
    """The summary: documents with date and basis, copies, noise, suggestions, faults."""
    lines = [f"{done} in {done.folder} (pack {done.pack or 'none'}, coder {done.coder})"]
    shown = done.documents[:MOST_LISTED]
    for document in shown:
        copy = f", a copy of {document.copy_of}" if document.copy_of else ""
        day = document.published.isoformat() if document.published else "unknown date"
        lines.append(f"  {document.id}: {document.publisher or 'unknown publisher'}, {day}{copy}")
        lines += [f"    {document.basis}"] if document.basis else []
    rest = done.documents[MOST_LISTED:]
    lines += [f"  and {len(rest)} more"] if rest else []
    undated = sum(document.published is None for document in done.documents)
    lines += [f"without a date: {undated}"] if undated else []
    if done.noise:
        lines.append(f"left aside as no prose: {done.noise:,} of {done.characters:,} characters")
    lines += _counted("acts", done.acts) + _counted("issues", done.issues)
    tally = done.tally
    if tally.matched or tally.withdrawn or tally.moved or tally.stale:
        lines.append(
            f"beside what was there: {tally.matched} as before ({tally.decided} decided), {tally.new} new, "
            f"{tally.withdrawn} withdrawn, {tally.moved} passages moved"
        )
    if tally.stale:
        lines.append(f"passages no longer found, kept as stale: {', '.join(tally.stale)}")
    lines += [f"dropped, for it does not fit: {one}" for one in tally.unfit[:MOST_LISTED]]
    lines += [f"note: {one}" for one in done.told]
    lines += [f"amiss: {fault}" for fault in done.faults[:MOST_LISTED]]
    more = len(done.faults) - MOST_LISTED
    lines += [f"and {more} more; --json lists all"] if more > 0 else []
    write_lines(lines)


def _counted(name: str, counts: Any) -> list[str]:
    told = ", ".join(f"{word or '(none)'} {count}" for word, count in counts)
    return [f"{name}: {told}"] if told else []


def _explain(done: Any, found: Any) -> None:
    from detente.cli.passage import coded_lines, passage_lines

    for statement in _of(done, found):
        text = found.texts.get(statement.span.document)
        lines = [f"\n{statement.id}", *passage_lines(statement, text, colour=False)]
        lines += [f"    {line}" for line in coded_lines(statement)]
        sys.stdout.write("".join(f"{line}\n" for line in lines))


def _of(done: Any, found: Any) -> list[Any]:
    """The suggestions of the documents that were read."""
    names = {document.id for document in done.documents}
    return [s for s in found.record.statements if s.span is not None and s.span.document in names]


def _suggested(statement: Any) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(statement.span) | {
        "id": statement.id,
        "holder": statement.holder,
        "act": statement.act,
        "issue": statement.issue,
        "rule": statement.coding.rule if statement.coding else "",
        "score": statement.coding.score if statement.coding else None,
        "why": list(statement.coding.why) if statement.coding else [],
        "verdict": statement.verdict,
    }


def _quoted(folder: str) -> str:
    import shlex

    return shlex.quote(str(Path(folder)))
