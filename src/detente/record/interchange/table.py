r"""Tables of delimited text after RFC 4180, and cells that hold lists, numbers and what looks like a formula.

Every cell that a spreadsheet could take for a formula gets an apostrophe in front when written, and loses it
when read (see OWASP, "CSV Injection"). A list is told with `|` between its items; inside an item `|` is
written `\|`, a backslash `\\`, and an item that is empty `\e`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from detente.record.interchange.files import LONGEST, Findings

__all__ = ["guarded", "items", "joined", "lines_of", "rows_of", "unguarded"]

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")  # noqa: RUF001
WIDEST = 1000
"""How many cells a row may have."""

_QUOTED = re.compile(r'"((?:[^"]++|"")*+)"')
_END = re.compile(r"\r\n|\r|\n")
_BLANK = re.compile(r"[\r\n]++")
_ITEM = re.compile(r"(?:[^|\\]|\\.)*+", re.DOTALL)
_PIECE = re.compile(r"\\(.)", re.DOTALL)


def lines_of(rows: Iterable[Sequence[str]], delimiter: str) -> Iterator[str]:
    r"""The lines of a table, each with its line break; cells are quoted where they need it.

    >>> list(lines_of([["a;b", "c", ""]], ";"))
    ['"a;b";c;\r\n']
    """
    awkward = re.compile(rf'[\s"{re.escape(delimiter)}]')
    for row in rows:
        cells = ['"' + cell.replace('"', '""') + '"' if awkward.search(cell) else cell for cell in row]
        alone = len(cells) == 1 and not cells[0]
        yield ('""' if alone else delimiter.join(cells)) + "\r\n"


def rows_of(text: str, delimiter: str, findings: Findings) -> Iterator[tuple[int, list[str]]]:
    r"""The rows of a table with the line on which each begins; faults are noted, blank lines are skipped.

    >>> list(rows_of('a,"b\n"\r\nc,d', ",", Findings("x.csv")))
    [(1, ['a', 'b\n']), (3, ['c', 'd'])]
    """
    bare = re.compile(rf"[^{re.escape(delimiter)}\r\n]*+")
    at, line, first, row = 0, 1, 1, list[str]()
    while at < len(text) or row:
        blank = None if row else _BLANK.match(text, at)
        if blank is not None:
            ends = blank[0]
            line += ends.count("\n") + ends.count("\r") - ends.count("\r\n")
            at, first = blank.end(), line
            continue
        if text.startswith('"', at):
            cell, at = _quoted(text, at, line, findings)
            line += cell.count("\n")
            stray = bare.match(text, at)
            if stray is not None and stray[0]:
                hint = "double the quotes inside a cell"
                findings.add("text stands after a closing quote", line=line, hint=hint)
                at = stray.end()
        else:
            match = bare.match(text, at)
            cell = match[0] if match else ""
            at += len(cell)
        if len(cell) > LONGEST:
            findings.add(f"a cell has {len(cell):,} characters; at most {LONGEST:,} are read", line=first)
            cell = ""
        row.append(cell)
        if len(row) > WIDEST:
            findings.fail(
                f"a row has more than {WIDEST:,} cells", line=first, hint="name a table of statements"
            )
        if text.startswith(delimiter, at):
            at += 1
            continue
        if row != [""]:
            yield first, row
        ending = _END.match(text, at)
        at = ending.end() if ending else len(text)
        line += 1
        first, row = line, []


def _quoted(text: str, at: int, line: int, findings: Findings) -> tuple[str, int]:
    """The cell that opens with a quote at `at`, and where it ends."""
    match = _QUOTED.match(text, at)
    if match is None:
        hint = "the file was cut short, or edited"
        findings.fail("a quote is opened and never closed", line=line, hint=hint)
    return match[1].replace('""', '"'), match.end()


def guarded(cell: str) -> str:
    """The cell with an apostrophe in front where a spreadsheet could take it for a formula.

    >>> guarded("=1+1"), guarded("'quoted"), guarded("plain")
    ("'=1+1", "''quoted", 'plain')
    """
    return f"'{cell}" if cell.startswith(RISKY) else cell


def unguarded(cell: str) -> str:
    """What the cell was before `guarded`."""
    return cell.removeprefix("'")


def joined(values: Iterable[str]) -> str:
    r"""The items of a list in one cell.

    >>> print(joined(["a|b", "", "c"]))
    a\|b|\e|c
    """
    return "|".join(value.replace("\\", "\\\\").replace("|", "\\|") or "\\e" for value in values)


def items(cell: str) -> tuple[str, ...]:
    r"""The list that a cell tells; ValueError when a backslash stands where none belongs.

    >>> items(r"a\|b|\e|c"), items("")
    (('a|b', '', 'c'), ())
    """
    if not cell:
        return ()
    found, at = [], 0
    while True:
        match = _ITEM.match(cell, at)
        raw = match[0] if match else ""
        at += len(raw)
        found.append("" if raw == "\\e" else _PIECE.sub(_unescaped, raw))
        if at == len(cell):
            return tuple(found)
        if cell[at] != "|":
            raise ValueError("a list ends in a lone backslash")
        at += 1


def _unescaped(match: re.Match[str]) -> str:
    if match[1] not in "\\|":
        raise ValueError(f"a list holds a backslash before {match[1]!r}; write a backslash twice")
    return match[1]
