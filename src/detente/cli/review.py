"""`detente review`: a walk through suggestions; each decision is kept before the next one is shown."""

import getpass
import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.cli.clock import now
from detente.cli.out import shown_lines
from detente.errors import DetenteError, RecordError, nearest

__all__ = ["review"]

KEYS = (
    ("a", "accept it as it stands"),
    ("e", "edit it and accept it: `field=value; field=value`"),
    ("r", "refuse it; it stays in the record as refused"),
    ("u", "undo the last decision, those of earlier sittings too"),
    ("s", "skip it for now"),
    ("q", "quit; everything decided is kept"),
    ("?", "this help"),
)

Folder = Annotated[str, typer.Argument(metavar="FOLDER", help="A record folder, made by `detente read`.")]


def review(
    folder: Folder,
    by: Annotated[
        str, typer.Option("--by", help="The order: paragraph, speaker, issue or score.")
    ] = "paragraph",
    name: Annotated[str, typer.Option("--name", help="Who decides; your login name by default.")] = "",
    pack: Annotated[
        str, typer.Option("--pack", help="The pack to check edits against; that of the record by default.")
    ] = "",
    document: Annotated[str, typer.Option("--document", help="Only this document, by its id.")] = "",
    holder: Annotated[str, typer.Option("--holder", help="Only statements of this holder.")] = "",
    issue: Annotated[str, typer.Option("--issue", help="Only statements on this issue.")] = "",
    act: Annotated[str, typer.Option("--act", help="Only this act.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Also what was decided already.")] = False,
    accept_above: Annotated[
        float | None,
        typer.Option("--accept-above", min=0, max=1, help="Accept all of at least this score, and end."),
    ] = None,
) -> None:
    """Walk through the suggestions of a record: accept, edit, refuse, undo; resumable, nothing is lost."""
    import detente as dt

    who = name.strip() or _login()
    only = {"document": document, "holder": holder, "issue": issue, "act": act, "again": again}
    with _ended_by_signals(), dt.RecordWriter(Path(folder), make=False) as writer:
        found = writer.opened()
        for told in found.told:
            _say(shown_lines(f"note: {told}"))
        _held(found.record, document=document, holder=holder, issue=issue, act=act)
        walk = dt.Review(
            writer.state, writer.keep, pack=_pack(pack, found.record.pack), by=by, only=dt.Review.only(**only)
        )
        if accept_above is not None:
            count = walk.accept_above(accept_above, by=who, at=now())
            _say(f"accepted {count} of a score of at least {accept_above:g}")
        else:
            _walk(walk, found, who)
        _say(_progress(walk))


def _held(record: Any, **asked: str) -> None:
    """Refuses to walk through statements of which there are none, with the names that there are."""
    for field, value in asked.items():
        if not value:
            continue
        known = (
            {s.span.document if s.span else "".join(s.reports[:1]) for s in record.statements}
            if field == "document"
            else {getattr(s, field) for s in record.statements}
        )
        if value not in known:
            what = f"no statement of this record has the {field} {value!r}"
            raise RecordError(what, where=f"--{field}", hint=nearest(value, known - {""}))


def _walk(walk: Any, found: Any, who: str) -> None:
    """Shows one statement after the other and does what is asked, until all are decided or it is left."""
    from detente.cli.keys import Keys

    keys = Keys(sys.stdin, with_words="e")
    shown = ""
    while (current := walk.current) is not None:
        if current.id != shown:
            _show(walk, current, found.texts)
            shown = current.id
        sys.stdout.write("a e r u s q ? > ")
        sys.stdout.flush()
        typed = keys.next()
        if typed is None or typed[0] in "qQ":
            _say("")
            return
        key, words = typed
        _say(shown_lines(f"{key} {words}".rstrip() if not keys.direct else key))
        try:
            shown = _do(walk, current, key.lower(), words, (keys, found.texts, who)) or shown
        except RecordError as error:
            _say(shown_lines(str(error)))
    _say("\nnothing more waits in this walk")


def _do(walk: Any, current: Any, key: str, words: str, around: tuple[Any, Any, str]) -> str:
    """Follows one key; gives " " when the statement should be shown again."""
    keys, texts, who = around
    if key == "a":
        walk.accept(by=who, at=now())
    elif key == "r":
        walk.refuse(by=who, at=now())
    elif key == "s":
        walk.skip()
    elif key == "u":
        back = walk.undo(by=who, at=now())
        _say("nothing was decided yet" if back is None else f"undone: {back.id}")
        return " " if back is not None else ""
    elif key == "e":
        text = texts.get(current.span.document) if current.span else None
        changes = _changes(words or _asked(keys))
        if changes:
            after = walk.edit(changes, text=text.text if text else "", by=who, at=now())
            for field, before, now_it_is in after.decision.changes:
                _say(shown_lines(f"  {field}: {before or '(nothing)'} -> {now_it_is or '(nothing)'}"))
        else:
            _say("nothing to change; write `field=value`")
    else:
        for letter, told in KEYS:
            _say(f"  {letter}  {told}")
        _say("  fields: " + ", ".join(walk.fields))
    return ""


def _asked(keys: Any) -> str:
    """What is to be changed, asked for line by line until an empty one."""
    lines: list[str] = []
    while True:
        sys.stdout.write("  field=value (empty: done) > ")
        sys.stdout.flush()
        line = keys.line()
        if not keys.direct:
            _say(shown_lines(line))
        if not line:
            return "; ".join(lines)
        lines.append(line)


def _changes(words: str) -> dict[str, str]:
    """The fields and values of `field=value; field=value`; a `;` within a value stays."""
    parts = re.split(r";\s*(?=[a-z_]+\s*=)", words)
    pairs = (part.partition("=") for part in parts if "=" in part)
    return {field.strip(): value.strip() for field, _, value in pairs}


def _show(walk: Any, statement: Any, texts: Any) -> None:
    from detente.cli.passage import coded_lines, passage_lines, shown_text

    text = texts.get(statement.span.document) if statement.span else None
    name = statement.span.document if statement.span else "".join(statement.reports[:1])
    label = f"{text.document.label} ({name})" if text is not None else name
    stale = text is not None and not statement.span.verify(text.text)
    _say(f"\n{statement.id}, {shown_text(label)}, {walk.left} left")
    if stale:
        _say("  the text of this document changed; the passage as it was:")
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for line in passage_lines(statement, text, colour=colour):
        _say(line)
    for line in coded_lines(statement):
        _say(f"    {line}")


def _progress(walk: Any) -> str:
    done = walk.progress
    return (
        f"{done.statements} statements: {done.accepted} accepted, {done.edited} edited, "
        f"{done.refused} refused, {done.pending} waiting"
    )


def _pack(asked: str, label: str) -> Any:
    """The pack asked for, or the bundled one by which the record was coded; None where there is none."""
    import detente as dt

    name = asked or next(iter(label.split()), "")
    if asked or name in dt.bundled_packs():
        return dt.read_pack(name)
    if name:
        _say(f"note: the pack {name!r} is not bundled; name its file with --pack to check edits against it")
    return None


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise DetenteError("nobody is named", where="--name", hint="write --name WHO") from None


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """A kill or a closed terminal ends the walk as Ctrl-C does: the terminal is left as it was."""

    def stop(_: int, __: object) -> None:
        raise KeyboardInterrupt

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), stop) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
