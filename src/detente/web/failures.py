"""What a reader is told when something cannot be done: what is wrong and what to do, never what was sent.

A finding is no failure. An error of ours names an address and values, which may be the reader's own words: a
page tells its kind and its hint only where those come from us.
"""

import secrets
import sys
import traceback
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from detente.errors import DetenteError
from detente.languages import mark, say
from detente.web.page import page
from detente.web.work.workers import TaskFailedError, TaskRefusedError

__all__ = ["RefusedError", "add_failures"]

_TOLD = {
    400: mark("The request cannot be understood."),
    404: mark("There is no such page."),
    405: mark("This page does not take that."),
    409: mark("Somebody changed this meanwhile."),
    413: mark("That is more than is read here."),
    422: mark("Something in the form is missing or has the wrong kind."),
    500: mark("Something went wrong here. Nothing that was saved is lost."),
    503: mark("This cannot be answered now."),
}


class RefusedError(Exception):
    """What a page cannot do, in words of ours: never anything that was sent.

    `what` and `hint` are told to the reader as they are, in the language spoken.
    """

    def __init__(self, what: str, *, hint: str = "", status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint
        self.status = status


def add_failures(app: FastAPI) -> None:
    """Makes the application answer every failure by a page, or by JSON where JSON was asked for."""
    answers: tuple[tuple[type[Exception], Any], ...] = (
        (RefusedError, _refused),
        (HTTPException, _plain),
        (RequestValidationError, _malformed),
        (DetenteError, _ours),
        (TaskRefusedError, _refused_task),
        (TaskFailedError, _failed_task),
        (Exception, _fault),
    )
    for kind, answer in answers:
        app.add_exception_handler(kind, answer)


async def _refused(request: Request, error: RefusedError) -> Response:
    return _answer(request, error.status, error.what, error.hint)


async def _plain(request: Request, error: HTTPException) -> Response:
    return _answer(request, HTTPStatus(error.status_code), "", "")


async def _malformed(request: Request, error: RequestValidationError) -> Response:
    """Names the fields that our own form has; of those that were sent nothing is repeated."""
    wrong = [e["loc"] for e in error.errors() if len(e["loc"]) > 1 and e["type"] != "extra_forbidden"]
    known = sorted({str(place[1]) for place in wrong} & _fields(request))
    hint = say("Look at: {fields}", fields=", ".join(known)) if known else ""
    return _answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, "", hint)


async def _ours(request: Request, error: DetenteError) -> Response:
    _log(error)
    if _gone(request.app.state.opened):
        what = say("The folder of the case is not there any more.")
        hint = say("Put it back where it was, then load this page again.")
        return _answer(request, HTTPStatus.SERVICE_UNAVAILABLE, what, hint)
    return _answer(
        request,
        HTTPStatus.BAD_REQUEST,
        say("This could not be done: what it needs is missing or not well-formed."),
        say("The terminal that the workbench was opened from says more."),
    )


async def _refused_task(request: Request, error: TaskRefusedError) -> Response:
    return await _ours(request, DetenteError(error.what, hint=error.hint))


async def _failed_task(request: Request, error: TaskFailedError) -> Response:
    _log(DetenteError(str(error)))
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, "", "")


async def _fault(request: Request, error: Exception) -> Response:
    _log(error)
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, "", "")


def _gone(opened: Any) -> bool:
    """Whether the folder that was opened went away."""
    return opened.folder is not None and not (opened.folder / "case.yaml").is_file()


def _fields(request: Request) -> set[str]:
    """The names of the parameters of the route that was asked."""
    route: Any = request.scope.get("route")
    dependant = getattr(route, "dependant", None)
    if dependant is None:
        return set()
    groups = (dependant.path_params, dependant.query_params, dependant.body_params)
    return {field.alias for group in groups for field in group}


def _answer(request: Request, status: HTTPStatus, what: str, hint: str) -> Response:
    """The failure as a page or as JSON, with a number by which the terminal's line is found."""
    number = secrets.token_hex(4)
    told = what or say(_TOLD.get(int(status), _TOLD[400 if status < 500 else 500]))
    if request.url.path.startswith("/api/"):
        content = {"error": told, "hint": hint, "number": number}
        return JSONResponse(content, status_code=int(status))
    return page(request, "failure.html.j2", status=int(status), what=told, hint=hint, number=number)


def _log(error: Exception) -> None:
    """The failure on the terminal, for the one who opened the workbench."""
    if isinstance(error, DetenteError):
        told = "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in str(error))
        sys.stderr.write(f"{told}\n")
    else:
        traceback.print_exception(error, file=sys.stderr)
