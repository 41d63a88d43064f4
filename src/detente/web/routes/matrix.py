"""The first page: issues against parties; and what stands behind a cell."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse

from detente.errors import UnknownName
from detente.languages import say
from detente.web.failures import RefusedError
from detente.web.opened import Opened
from detente.web.page import page
from detente.web.panels.draft import open_brackets
from detente.web.panels.evidence import behind
from detente.web.panels.matrix import arrow_meanings, matrix_of

__all__ = ["router"]

router = APIRouter()

Name = Annotated[str, Path(max_length=200)]


@router.get("/", response_class=HTMLResponse, include_in_schema=False)
def matrix(request: Request) -> HTMLResponse:
    """The matrix of issues and parties."""
    opened: Opened = request.app.state.opened
    case = opened.case()
    parties, others, rows = matrix_of(case, opened.movement(), open_brackets(opened))
    return page(
        request,
        "matrix.html.j2",
        panel="matrix",
        case=case,
        parties=parties,
        others=others,
        rows=rows,
        meanings=arrow_meanings(rows),
    )


@router.get("/cell/{issue}/{party}", response_class=HTMLResponse, include_in_schema=False)
def cell(request: Request, issue: Name, party: Name) -> HTMLResponse:
    """The stances of a party on an issue with their statements and reports; "-" means all others."""
    opened: Opened = request.app.state.opened
    case = opened.case()
    try:
        found = case.issue(issue)
        who: Any = None if party == "-" else case.party(party)
    except UnknownName:
        raise RefusedError(say("There is no such cell."), status=HTTPStatus.NOT_FOUND) from None
    return page(
        request,
        "cell.html.j2",
        panel="matrix",
        case=case,
        issue=found,
        party=who,
        behind=behind(case, issue, who.id if who else "", opened.read_record()),
    )


@router.get("/api/matrix", tags=["matrix"])
def matrix_as_data(request: Request) -> dict[str, Any]:
    """How stances moved, issue by issue."""
    opened: Opened = request.app.state.opened
    found: dict[str, Any] = opened.movement().as_dict()
    return found
