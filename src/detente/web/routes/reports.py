"""Reports of the record: one with its coded passages marked, and one that is pasted in to be coded."""

from datetime import date as day
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

import detente as dt
from detente.languages import say
from detente.web.failures import RefusedError
from detente.web.opened import Opened
from detente.web.page import page
from detente.web.panels.report import PART, part_with, pieces_of
from detente.web.panels.review import Asked
from detente.web.panels.safe_text import shown
from detente.web.panels.statement import card_of
from detente.web.routes.review import desk_of

__all__ = ["router"]

router = APIRouter()

LONGEST = 2_000_000
"""How many characters a report that is pasted may have."""
_MOST_LISTED = 2_000
_MOST_SENT = 21_000_000
_FIELDS = {"title": 300, "publisher": 200, "date": 20, "url": 2_000}


@router.get("/report/{name:path}", response_class=HTMLResponse, include_in_schema=False)
def report(
    request: Request,
    name: Annotated[str, Path(max_length=300)],
    part: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    at: Annotated[str, Query(max_length=300)] = "",
) -> Response:
    """A report as it was read, a part at a time; the passages alone where its text is not kept."""
    desk = desk_of(request)
    if desk is None:
        raise RefusedError(say("No record folder is open."), status=HTTPStatus.NOT_FOUND)
    with desk.record() as state:
        document = state.documents.get(name)
        if document is None:
            raise RefusedError(say("There is no such report in the record."), status=HTTPStatus.NOT_FOUND)
        text = desk.text(state, name)
        statements = [state.now(one) for one in state.of_document(name)]
        standing = [s for s in statements if text is not None and s.span.verify(text)]
        other = [s for s in statements if text is None or not s.span.verify(text)]
        cards = [card_of(s, document, None, "") for s in other[:_MOST_LISTED]]
        chosen = next((s for s in standing if s.id == at), None)
    parts = max(1, -(-len(text or "") // PART))
    part = min(part or (part_with(chosen.span.start) if chosen is not None else 1), parts)
    return page(
        request,
        "report.html.j2",
        panel="review",
        report=document,
        pieces=pieces_of(text, standing, part) if text is not None else (),
        kept=text is not None,
        part=part,
        parts=parts,
        at=at,
        coded=len(statements),
        cards=cards,
        shown=shown,
        back=Asked(document=name),
    )


@router.get("/review/paste", response_class=HTMLResponse, include_in_schema=False)
def paste_form(request: Request) -> Response:
    """The form for a report that is pasted in."""
    desk = desk_of(request)
    if desk is None:
        raise RefusedError(say("No record folder is open."), status=HTTPStatus.NOT_FOUND)
    with desk.record() as state:
        own = next(iter(state.pack.split()), "")
    packs = dt.bundled_packs()
    return page(request, "review_paste.html.j2", panel="review", packs=packs, own=own, longest=LONGEST)


@router.post("/upload/report", include_in_schema=False)
async def paste(request: Request) -> RedirectResponse:
    """Begins to code a report that was pasted; its suggestions are added to the record."""
    opened: Opened = request.app.state.opened
    desk = desk_of(request)
    if desk is None:
        raise RefusedError(say("No record folder is open."), status=HTTPStatus.NOT_FOUND)
    async with request.form(max_part_size=_MOST_SENT) as form:
        sent = {name: value for name, value in form.items() if isinstance(value, str)}
    told = {name: sent.get(name, "").strip()[:most] for name, most in _FIELDS.items()}
    told["text"] = sent.get("text", "")
    pack = sent.get("pack", "")
    _check(told["text"], pack, told["date"], told["url"])

    def lead(found: Any) -> None:
        job.back = Asked(document=found["document"]).address() if found["count"] else found_nothing(found)

    job = opened.workers.start(
        "review_read",
        say("Coding the report"),
        "/review/paste",
        lead,
        folder=str(desk.shared.folder),
        pack=pack,
        report=told,
        today=opened.now()[:10],
    )
    return RedirectResponse(f"/jobs/{job.id}", status_code=HTTPStatus.SEE_OTHER)


def found_nothing(found: Any) -> str:
    """The page of a report in which nothing was found to suggest."""
    from urllib.parse import quote

    return f"/report/{quote(found['document'])}"


def _check(text: str, pack: str, date: str, url: str) -> None:
    """RefusedError for a report that cannot be taken."""
    what = hint = ""
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if len(text) > LONGEST:
        what = say("The text is too long to be pasted.")
        hint = say("Save it as a file, and read it with {command}.", command="detente read")
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    elif not text.strip():
        what = say("There is no text.")
    elif pack not in dt.bundled_packs():
        what, hint = say("There is no such pack."), say("Choose one of the list.")
    elif url.strip() and not url.strip().startswith(("https://", "http://")):
        what = say("The address of the report must begin with https:// or http://.")
    elif date:
        try:
            day.fromisoformat(date)
        except ValueError:
            what, hint = say("The date is not a day."), say("Write it as 2031-03-02, or leave it empty.")
    if what:
        raise RefusedError(what, hint=hint, status=status)
