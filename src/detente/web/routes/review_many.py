"""Many suggestions at once: accepted together after a look at some; looked over for contradictions."""

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from detente.languages import say
from detente.web.opened import Opened
from detente.web.page import page
from detente.web.panels.review import Asked
from detente.web.reviewing import Desk, MeanwhileError, seen_together
from detente.web.routes.review import InAddress, named, score_of, shown_card, the_desk, with_name

__all__ = ["router"]

router = APIRouter()

_SAMPLE = 12


@router.get("/review/together", response_class=HTMLResponse, include_in_schema=False)
def together(
    request: Request, asked: InAddress, score: Annotated[str, Query(max_length=8)] = "0.9"
) -> Response:
    """What would be accepted together: how many, and some of them."""
    return _together(request, the_desk(request), asked, score_of(score, 0.9))


@router.post("/review/together", include_in_schema=False)
def accept_together(
    request: Request,
    asked: InAddress,
    score: Annotated[str, Form(max_length=8)],
    seen: Annotated[str, Form(max_length=16)],
    who: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Accepts all that were confirmed, or shows them anew where they changed meanwhile."""
    desk, by = the_desk(request), named(who)
    asked = with_name(asked, by)
    least = score_of(score, 0.9)
    try:
        at = request.app.state.opened.now()
        count = desk.accept_above(asked, least, seen=seen, by=by, at=at)
    except MeanwhileError:
        return _together(request, desk, asked, least, meanwhile=True)
    where = asked.address(done="together", count=str(count))
    return RedirectResponse(where, status_code=HTTPStatus.SEE_OTHER)


@router.post("/review/disputed", include_in_schema=False)
async def look_for_disputed(request: Request, asked: InAddress) -> RedirectResponse:
    """Begins to look for contradictions, by which the queue can then be confined."""
    opened: Opened = request.app.state.opened
    desk = the_desk(request)
    back = replace(asked, disputed=True).address()

    def keep(found: Any) -> None:
        desk.disputed = found

    job = opened.workers.working_on("review_disputed", back) or opened.workers.start(
        "review_disputed",
        say("Looking for contradictions"),
        back,
        keep,
        folder=str(desk.shared.folder),
    )
    return RedirectResponse(f"/jobs/{job.id}", status_code=HTTPStatus.SEE_OTHER)


def _together(
    request: Request, desk: Desk, asked: Asked, score: float, *, meanwhile: bool = False
) -> Response:
    with desk.record() as state:
        names = desk.above(state, asked, score)
        step = max(1, len(names) // _SAMPLE)
        sample = [shown_card(desk, state, name) for name in names[::step][:_SAMPLE]]
    return page(
        request,
        "review_together.html.j2",
        panel="review",
        status=409 if meanwhile else 200,
        asked=asked,
        score=score,
        count=len(names),
        sample=sample,
        seen=seen_together(names),
        meanwhile=meanwhile,
    )
