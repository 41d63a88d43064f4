"""What a reader chooses for themselves: the language. It is kept in a cookie of this browser."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse

from detente.errors import UnknownName
from detente.languages import LANGUAGES, language_named, say
from detente.web.failures import RefusedError
from detente.web.page import static_address

__all__ = ["router"]

router = APIRouter()

_PANELS = (
    "/",
    "/timeline",
    "/space",
    "/review",
    "/holding",
    "/talks",
    "/assumptions",
    "/draft",
    "/documents",
    "/edits",
)


@router.post("/language", include_in_schema=False)
def choose_language(
    code: Annotated[str, Form(max_length=16)], back: Annotated[str, Form(max_length=200)] = "/"
) -> RedirectResponse:
    """Takes the language and returns to the panel it was chosen on."""
    try:
        chosen = language_named(code).code
    except UnknownName:
        raise RefusedError(
            say("This language is not spoken here."), hint=say("Choose one of the list.")
        ) from None
    answer = RedirectResponse(back if back in _PANELS else "/", status_code=HTTPStatus.SEE_OTHER)
    answer.set_cookie("detente-language", chosen, max_age=365 * 86_400, samesite="strict", httponly=True)
    return answer


@router.get("/favicon.ico", include_in_schema=False)
def mark() -> RedirectResponse:
    """The sign of the workbench, for browsers that ask without being told."""
    return RedirectResponse(static_address("mark.svg"))


@router.get("/api/languages", tags=["settings"])
def languages() -> list[dict[str, str]]:
    """The languages that pages can be told in."""
    return [{"code": one.code, "name": one.name, "direction": one.direction} for one in LANGUAGES.values()]


@router.get("/api/case", tags=["case"])
def case_as_data(request: Request) -> dict[str, Any]:
    """What is open: the id, the title and the digest of the case, and whether it can be edited."""
    opened = request.app.state.opened
    case = opened.case()
    return {"id": case.id, "title": case.title, "digest": opened.digest(), "editable": opened.editable}
