"""The case as an Excel workbook: saving one, showing what an edited one would change, taking it over."""

import pickle
import re
import secrets
import shutil
from datetime import datetime
from http import HTTPStatus
from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Path, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

import detente as dt
from detente.errors import DetenteError
from detente.languages import say
from detente.web.failures import RefusedError
from detente.web.opened import Opened
from detente.web.page import page
from detente.web.panels.documents import MEDIA, disposition, missing_extra

__all__ = ["router"]

router = APIRouter()

Id = Annotated[str, Path(max_length=32, pattern="^[0-9a-f]+$")]


@router.get("/documents/case.xlsx", include_in_schema=False)
async def save_workbook(request: Request) -> Response:
    """The case as a workbook to save."""
    opened: Opened = request.app.state.opened
    _need_excel()
    content = await opened.workers.ask("workbook", case=opened.case_bytes())
    headers = {"content-disposition": disposition(f"{opened.case().id}.xlsx")}
    return Response(content, media_type=MEDIA["xlsx"], headers=headers)


@router.post("/upload/workbook", include_in_schema=False)
async def take_workbook(request: Request, file: Annotated[UploadFile, File()]) -> RedirectResponse:
    """Reads a workbook and leads to what it would change; nothing is saved."""
    opened: Opened = request.app.state.opened
    _need_excel()
    content = await file.read()
    folder = str(opened.folder) if opened.folder is not None else ""
    given = {"case": opened.case_bytes(), "content": content, "folder": folder}
    found = await opened.workers.ask("workbook_read", **given)
    name = secrets.token_hex(8)
    opened.shelf.keep(found, "workbook", name)
    return RedirectResponse(f"/documents/workbook/{name}", status_code=HTTPStatus.SEE_OTHER)


@router.get("/documents/workbook/{name}", response_class=HTMLResponse, include_in_schema=False)
def workbook(request: Request, name: Id) -> Response:
    """What an uploaded workbook would change, or what is wrong in which cell."""
    opened: Opened = request.app.state.opened
    found = _pending(opened, name)
    status = HTTPStatus.BAD_REQUEST if found["problems"] else HTTPStatus.OK
    return page(request, "workbook.html.j2", panel="documents", status=status, name=name, found=found)


@router.post("/documents/workbook/{name}", response_class=HTMLResponse, include_in_schema=False)
def take_over(request: Request, name: Id, who: Annotated[str, Form(min_length=1, max_length=80)]) -> Response:
    """Saves what the workbook changes, after it was confirmed."""
    opened: Opened = request.app.state.opened
    found = _pending(opened, name)
    if not opened.editable or found["problems"]:
        raise RefusedError(
            say("This case is only read here."), hint=say("Copy it to a folder of your own to edit it.")
        )
    try:
        told = _edited(opened, found, who) if found["edits"] else _written(opened, found)
    except DetenteError:
        raise RefusedError(
            say("The folder of the case cannot be written to. Nothing was changed."),
            hint=say("Check the folder and its permissions, then confirm again: the workbook is still here."),
            status=HTTPStatus.CONFLICT,
        ) from None
    opened.shelf.keep(None, "workbook", name)
    return page(request, "workbook_saved.html.j2", panel="documents", **told)


def _edited(opened: Opened, found: Any, who: str) -> dict[str, Any]:
    """Puts each change in its place in the files; what changed there meanwhile becomes a conflict."""
    edits = [dt.Edit(path=p, value=value, seen=seen, by=who) for p, value, seen in found["edits"]]
    done = opened.case_folder().edit(edits, at=datetime.fromisoformat(opened.now()))
    files = tuple(sorted({one.file for one in done.made}))
    return {"made": len(done.made), "conflicts": len(done.conflicts), "files": files, "before": ""}


def _written(opened: Opened, found: Any) -> dict[str, Any]:
    """Writes the files of the case anew; the former ones are kept in a folder beside them."""
    if opened.digest() != found["base"]:
        raise RefusedError(
            say("The case was changed since this workbook was read."),
            hint=say("Upload it again to see what it would change now."),
            status=HTTPStatus.CONFLICT,
        )
    folder = FilePath(str(opened.folder))
    before = folder / f"before-{re.sub('[^0-9T]', '', opened.now().partition('+')[0])}"
    try:
        before.mkdir()
        for part in ("case.yaml", "preferences", "scenarios"):
            source = folder / part
            if source.is_dir():
                shutil.copytree(source, before / part)
            elif source.exists():
                shutil.copy2(source, before / part)
    except OSError:
        raise RefusedError(
            say("The former files cannot be kept beside the new ones. Nothing was changed."),
            hint=say("Check the folder and its permissions."),
            status=HTTPStatus.CONFLICT,
        ) from None
    dt.write_case(pickle.loads(found["case"]), folder)  # noqa: S301 - from a process of ours
    return {"made": found["count"], "conflicts": 0, "files": ("case.yaml",), "before": before.name}


def _pending(opened: Opened, name: str) -> Any:
    found = opened.shelf.get("workbook", name)
    if found is None:
        raise RefusedError(
            say("This workbook is not kept any more."),
            hint=say("Upload it again."),
            status=HTTPStatus.NOT_FOUND,
        )
    return found


def _need_excel() -> None:
    missing = missing_extra("xlsx")
    if missing:
        raise RefusedError(
            say("This form needs what is not installed here."),
            hint=say("Install it with {command}", command=missing),
            status=HTTPStatus.SERVICE_UNAVAILABLE,
        )
