"""What every answer rests on: the numbers with their ranges and their basis, rules, sources, method."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from detente.languages import say, spoken
from detente.web.failures import RefusedError
from detente.web.opened import Opened
from detente.web.page import kept_page
from detente.web.panels.assumptions import actors_of
from detente.web.panels.telling import told_here

__all__ = ["router"]

router = APIRouter()


@router.get("/assumptions", response_class=HTMLResponse, include_in_schema=False)
async def assumptions(
    request: Request,
    actor: Annotated[str, Query(max_length=200)] = "",
    alone: Annotated[str, Query(max_length=5)] = "",
) -> Response:
    """The assumptions by actor, or those of one actor, or those that no evidence supports."""
    opened: Opened = request.app.state.opened
    case = opened.case()
    actors = actors_of(case)
    if actor not in {"", "-", *(one for one, _ in actors)}:
        raise RefusedError(say("There is no such actor here."), status=HTTPStatus.NOT_FOUND)
    found = await _told(opened, actor, alone=alone == "yes")
    asked = (opened.digest(), actor, alone == "yes")

    def values() -> dict[str, Any]:
        every = "".join([found["lead"], *(html for _, html, _ in found["groups"]), found["rules"]])
        every += "".join(f'<i id="{name}"></i>{html}' for name, _, html in found["others"])
        return {
            "panel": "assumptions",
            "case": case,
            "actors": actors,
            "actor": actor,
            "alone": alone == "yes",
            "found": found,
            "here": lambda html: told_here(_opened(html) if actor or alone == "yes" else html, known=every),
        }

    return kept_page(request, "assumptions.html.j2", asked, values)


def _opened(html: str) -> str:
    """The fragment with its first fold open."""
    return html.replace("<details>", "<details open>", 1)


async def _told(opened: Opened, actor: str, *, alone: bool) -> dict[str, Any]:
    key = ("assumptions", opened.digest(), actor, alone, spoken().code)
    found: dict[str, Any] | None = opened.shelf.get(*key)
    if found is None:
        given = {"case": opened.case_bytes(), "parts": {}, "actor": actor, "alone": alone}
        found = await opened.workers.ask("assumptions", **given)
        opened.shelf.keep(found, *key)
    return found
