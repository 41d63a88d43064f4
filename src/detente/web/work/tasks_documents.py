"""Tasks about files: the brief in any form, the workbook of a case and what one would change, templates."""

import pickle
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import detente as dt
from detente.languages import say
from detente.web.work.comparing import Difference, differences, edited
from detente.web.work.loading import brief_of, loaded

__all__ = ["TASKS"]

Step = Callable[..., None]
_MOST_SHOWN = 1_000
_TRIED = datetime(2000, 1, 1, tzinfo=UTC)


def document(step: Step, *, case: bytes, parts: Mapping[str, bytes], asked: Mapping[str, Any]) -> bytes:
    """The brief as a file: html, md, json, pdf or docx.

    `asked` names the form, the language, the sections (None for all there is) and a Word template or None.
    A section that there is nothing to tell in is left out.
    """
    brief = _told(case, parts, asked["sections"], asked["language"])
    step("document", 1, 1)
    with tempfile.TemporaryDirectory() as folder:
        more: dict[str, Any] = {}
        if asked["form"] == "docx" and asked["template"] is not None:
            template = Path(folder) / "template.docx"
            template.write_bytes(asked["template"])
            more["template"] = template
        path: Path = brief.write(Path(folder) / f"brief.{asked['form']}", **more)
        return path.read_bytes()


def _told(case: bytes, parts: Mapping[str, bytes], names: Sequence[str] | None, language: str) -> Any:
    """The brief of those of the sections that there is something to tell in."""
    while True:
        try:
            return brief_of(case, parts, names, language=language)
        except dt.DetenteError as error:
            lacking = re.search(r"the section '(\w+)' needs", error.what)
            left = tuple(name for name in names or () if lacking and name != lacking[1])
            if not left or left == names:
                raise
            names = left


def template_fits(step: Step, *, case: bytes, template: bytes) -> tuple[str, str]:
    """What is wrong with a Word template, and what to do; nothing where the brief can be written in it."""
    asked = {"form": "docx", "language": "en", "sections": ("sources",), "template": template}
    try:
        document(step, case=case, parts={}, asked=asked)
    except dt.DetenteError as error:
        return error.what, error.hint
    return "", ""


def workbook(step: Step, *, case: bytes) -> bytes:
    """The case as an Excel workbook, its heads in the language spoken."""
    step("workbook", 1, 1)
    with tempfile.TemporaryDirectory() as folder:
        path: Path = dt.write_workbook(loaded(case), Path(folder) / "case.xlsx")
        return path.read_bytes()


def workbook_read(step: Step, *, case: bytes, content: bytes, folder: str) -> dict[str, Any]:
    """What a workbook would change: the differences, or every problem by its cell.

    With the `folder` of the case it is tried, in a copy, whether each change can be put in its place there.
    """
    before = loaded(case)
    step("workbook", 1, 2)
    try:
        read = dt.workbook_as_read(content, where=say("The workbook"))
    except dt.DetenteError as error:
        return {"problems": tuple(_problems(error))}
    after = read.case
    if after.id != before.id:
        told = say("It holds another case than the one that is open.")
        return {"problems": (("", told, say("Open that case, or correct its id on the first sheet.")),)}
    found = tuple(differences(before, after))
    step("differences", 2, 2)
    return {
        "problems": (),
        "notes": tuple((str(n.path), n.what, n.hint) for n in read.notes),
        "differences": tuple((d.path, d.before, d.after) for d in found[:_MOST_SHOWN]),
        "count": len(found),
        "edits": _in_place(Path(folder), found, after) if folder else (),
        "case": pickle.dumps(after),
        "base": before.digest(),
    }


def _problems(error: Any) -> list[tuple[str, str, str]]:
    """Each problem with its cell; the error itself where it has none."""
    found = [(str(one.path), str(one.what), str(one.hint)) for one in getattr(error, "problems", ())]
    return found[:_MOST_SHOWN] or [("", error.what, error.hint)]


def _in_place(folder: Path, found: Sequence[Difference], after: Any) -> tuple[tuple[str, Any, Any], ...]:
    """Each change as path, value and the value seen before, where all can be made one by one in the files.

    It is tried on a copy; none where that gives another case. Made so, comments in the files stay.
    """
    if not found or any(one.whole for one in found):
        return ()
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch) / "case"
        try:
            shutil.copytree(folder, place)
            trial = dt.CaseFolder.open(place)
            edits = tuple((one.path, edited(one), trial.value(one.path)) for one in found)
            trial.edit([dt.Edit(path=p, value=v, seen=seen, by="") for p, v, seen in edits], at=_TRIED)
            return edits if trial.case().digest() == after.digest() else ()
        except (dt.DetenteError, OSError):
            return ()


TASKS: Final[Mapping[str, Callable[..., Any]]] = {
    "document": document,
    "template_fits": template_fits,
    "workbook": workbook,
    "workbook_read": workbook_read,
}
"""By name."""
