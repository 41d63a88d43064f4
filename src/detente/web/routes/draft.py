"""The draft agreement: its text and its brackets, as a file, and a delegation's changes taken in."""

import hashlib
import secrets
import tempfile
from http import HTTPStatus
from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Path, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

import detente as dt
from detente.errors import CaseError, DetenteError
from detente.languages import say
from detente.web.failures import RefusedError
from detente.web.opened import Opened
from detente.web.page import page
from detente.web.panels.documents import MEDIA, disposition
from detente.web.panels.draft import bracket_lines, paragraphs_of

__all__ = ["router"]

router = APIRouter()

Id = Annotated[str, Path(max_length=32, pattern="^[0-9a-f]+$")]
Name = Annotated[str, Query(max_length=200)]
_MOST_AUTHORS = 40


@router.get("/draft", response_class=HTMLResponse, include_in_schema=False)
def draft(request: Request, issue: Name = "", party: Name = "") -> Response:
    """The draft with its brackets, their counts and their ages."""
    opened: Opened = request.app.state.opened
    case = opened.case()
    try:
        found = opened.draft()
    except CaseError as error:
        return page(request, "draft_problems.html.j2", panel="draft", problems=error.problems)
    if found is None:
        return page(request, "draft_none.html.j2", panel="draft", case=case)
    ledger = dt.bracket_ledger(found)
    return page(
        request,
        "draft.html.j2",
        panel="draft",
        draft=found,
        ledger=ledger,
        issue=issue if issue in {one.id for one in ledger.issues} else "",
        party=party if party in {one.id for one in ledger.parties} else "",
        lines=bracket_lines(ledger, found, issue=issue, party=party),
        paragraphs=paragraphs_of(found),
    )


@router.get("/draft/agreement.{suffix}", include_in_schema=False)
def save_draft(request: Request, suffix: str) -> Response:
    """The draft as Word or as Markdown."""
    opened: Opened = request.app.state.opened
    found = _draft(opened)
    headers = {"content-disposition": disposition(f"{opened.case().id}-{say('agreement')}.{suffix}")}
    if suffix == "md":
        return Response(dt.write_draft(found), media_type=MEDIA["md"], headers=headers)
    if suffix != "docx":
        raise RefusedError(say("A draft is not written in that form."), status=HTTPStatus.NOT_FOUND)
    with tempfile.TemporaryDirectory() as folder:
        written: FilePath = dt.write_word_draft(found, FilePath(folder) / "agreement.docx")
        content = written.read_bytes()
    return Response(content, media_type=MEDIA["docx"], headers=headers)


@router.post("/upload/amendments", include_in_schema=False)
async def take_amendments(request: Request, file: Annotated[UploadFile, File()]) -> RedirectResponse:
    """Reads the tracked changes of a Word file and leads to them; nothing is saved."""
    opened: Opened = request.app.state.opened
    text = dt.write_draft(_draft(opened))
    found = await opened.workers.ask("amendments_read", content=await file.read())
    name = secrets.token_hex(8)
    opened.shelf.keep({**found, "digest": _digest(text)}, "amendments", name)
    return RedirectResponse(f"/draft/amendments/{name}", status_code=HTTPStatus.SEE_OTHER)


@router.get("/draft/amendments/{name}", response_class=HTMLResponse, include_in_schema=False)
async def amendments(
    request: Request, name: Id, party: Annotated[list[str] | None, Query(max_length=200)] = None
) -> Response:
    """The changes that were read, whose they are, and, once that is said, the brackets that they become."""
    opened: Opened = request.app.state.opened
    found = _pending(opened, name)
    holders = _holders(opened, found, party)
    new = await _amended(opened, name, found, holders) if holders is not None else None
    return page(
        request,
        "amendments.html.j2",
        panel="draft",
        status=HTTPStatus.BAD_REQUEST if found["problem"] else HTTPStatus.OK,
        name=name,
        found=found,
        authors=found.get("authors", ())[:_MOST_AUTHORS],
        parties=sorted(opened.case().parties, key=lambda one: one.name),
        chosen=tuple(party or ()),
        new=new,
    )


@router.post("/draft/amendments/{name}", include_in_schema=False)
async def save_amended(
    request: Request, name: Id, party: Annotated[list[str] | None, Form(max_length=200)] = None
) -> RedirectResponse:
    """Saves the draft with the proposed brackets, after they were confirmed; the former one is kept."""
    opened: Opened = request.app.state.opened
    found = _pending(opened, name)
    holders = _holders(opened, found, party or [])
    if opened.folder is None or not opened.editable:
        raise RefusedError(
            say("This case is only read here."), hint=say("Copy it to a folder of your own to edit it.")
        )
    if holders is None or found["problem"]:
        raise RefusedError(say("There is nothing to save."))
    new = await _amended(opened, name, found, holders)
    _write(opened, new["text"], found["digest"])
    opened.shelf.keep(None, "amendments", name)
    return RedirectResponse("/draft#brackets", status_code=HTTPStatus.SEE_OTHER)


@router.get("/api/draft", tags=["draft"])
def draft_as_data(request: Request) -> dict[str, Any]:
    """The brackets of the draft: open and closed, by article, party and issue, and over time."""
    found: dict[str, Any] = dt.bracket_ledger(_draft(request.app.state.opened)).as_dict()
    return found


async def _amended(opened: Opened, name: str, found: Any, holders: dict[str, str]) -> dict[str, Any]:
    """The draft with the changes as brackets; RefusedError where it was changed since they were read."""
    text = dt.write_draft(_draft(opened))
    if _digest(text) != found["digest"]:
        raise RefusedError(
            say("The draft was changed since this file was read."),
            hint=say("Upload the file again."),
            status=HTTPStatus.CONFLICT,
        )
    key = ("amended", name, tuple(sorted(holders.items())))
    new: dict[str, Any] | None = opened.shelf.get(*key)
    if new is None:
        new = await opened.workers.ask(
            "amended",
            case=opened.case_bytes(),
            text=text,
            amendments=found["amendments"],
            holders=holders,
        )
        opened.shelf.keep(new, *key)
    return new


def _write(opened: Opened, text: str, seen: str) -> None:
    """Puts the text in the place of the draft, the former one beside it."""
    path = FilePath(str(opened.folder)) / "agreement.md"
    moment = "".join(c for c in opened.now().partition("+")[0] if c.isdigit() or c == "T")
    try:
        former = path.read_bytes()
        if _digest(dt.write_draft(_draft(opened))) != seen:
            raise RefusedError(
                say("The draft was changed since this file was read."),
                hint=say("Upload the file again."),
                status=HTTPStatus.CONFLICT,
            )
        path.with_name(f"agreement-before-{moment}-{seen[:8]}.md").write_bytes(former)
        dt.write_draft(dt.read_draft(f"{text}\n" if "\n" not in text else text), path)
    except (OSError, DetenteError):
        raise RefusedError(
            say("The draft cannot be written. Nothing was changed."),
            hint=say("Check the folder and its permissions, then confirm again."),
            status=HTTPStatus.CONFLICT,
        ) from None


def _holders(opened: Opened, found: Any, given: list[str] | None) -> dict[str, str] | None:
    """The party of each author, in their order; nobody for "". None where nothing was said yet."""
    if given is None:
        return None
    known = {one.id for one in opened.case().parties}
    if any(one and one not in known for one in given):
        raise RefusedError(say("There is no such party."), hint=say("Choose one of the list."))
    pairs = zip(found.get("authors", ()), given, strict=False)
    return {author: who for author, who in pairs if who}


def _draft(opened: Opened) -> Any:
    found = opened.draft()
    if found is None:
        raise RefusedError(say("This case has no draft agreement."), status=HTTPStatus.NOT_FOUND)
    return found


def _pending(opened: Opened, name: str) -> Any:
    found = opened.shelf.get("amendments", name)
    if found is None:
        raise RefusedError(
            say("This file is not kept any more."), hint=say("Upload it again."), status=HTTPStatus.NOT_FOUND
        )
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
