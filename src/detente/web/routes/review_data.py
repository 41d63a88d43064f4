"""The review as JSON: how far it is, the next suggestion, and a decision about one."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from detente.errors import RecordError
from detente.languages import say
from detente.web.failures import RefusedError
from detente.web.panels.statement import problems_text, written
from detente.web.reviewing import Desk, MeanwhileError
from detente.web.routes.review import InAddress, named, the_desk

__all__ = ["Decided", "router"]

router = APIRouter()


class Decided(BaseModel):
    """A decision about a suggestion: `seen` is what `GET /api/review` gave with it."""

    model_config = ConfigDict(extra="forbid")

    decision: Literal["accept", "refuse", "edit", "undo"]
    seen: str = Field(max_length=16)
    by: str = Field(max_length=80)
    note: str = Field(default="", max_length=2_000)
    changes: dict[str, str] = Field(default_factory=dict, max_length=20)


@router.get("/api/review", tags=["review"])
def review_as_data(
    request: Request, asked: InAddress, at: Annotated[str, Query(max_length=300)] = ""
) -> dict[str, Any]:
    """How far the review is, and the suggestion that comes next in the queue asked for."""
    desk = the_desk(request)
    with desk.record() as state:
        name, place = desk.queues.place(asked, desk.those_disputed, at)
        done = desk.queues.done
        return {
            "statements": done.statements,
            "accepted": done.accepted,
            "edited": done.edited,
            "refused": done.refused,
            "waiting": done.pending,
            "left": place.left,
            "next": _as_data(desk, state, name) if name else None,
        }


@router.post("/api/review/{name:path}", tags=["review"])
def decide_as_data(request: Request, name: Annotated[str, Path(max_length=300)], decided: Decided) -> Any:
    """Writes a decision; 409 with what was decided where somebody else decided meanwhile."""
    desk, by = the_desk(request), named(decided.by)
    at = request.app.state.opened.now()
    with desk.record() as state:
        if name not in state.versions:
            raise RefusedError(
                say("This suggestion is no longer in the record."), status=HTTPStatus.NOT_FOUND
            )
        pack = desk.pack(state.pack)
    how = {"seen": decided.seen, "by": by, "at": at}
    try:
        if decided.decision == "undo":
            desk.undo(name, **how)
        elif decided.decision == "edit":
            desk.edit(name, decided.changes, **how)
        else:
            desk.decide(name, decided.decision, note=decided.note, **how)
    except MeanwhileError:
        return _meanwhile(desk, name)
    except RecordError as error:
        amiss = problems_text(error.problems, decided.changes, pack)
        told = {"error": say("Some values do not fit."), "fields": {f: w for f, (w, _) in amiss.items()}}
        return JSONResponse(told, status_code=int(HTTPStatus.UNPROCESSABLE_ENTITY))
    with desk.record() as state:
        return _as_data(desk, state, name)


def _meanwhile(desk: Desk, name: str) -> JSONResponse:
    with desk.record() as state:
        now = _as_data(desk, state, name) if name in state.versions else None
    told = {"error": say("Somebody changed this meanwhile."), "now": now}
    return JSONResponse(told, status_code=int(HTTPStatus.CONFLICT))


def _as_data(desk: Desk, state: Any, name: str) -> Mapping[str, Any]:
    """A suggestion with what it rests on."""
    statement = state.now(name)
    coding, decision, span = statement.coding, statement.decision, statement.span
    found = {
        "id": statement.id,
        "seen": desk.shared.seen_as(statement),
        "reports": list(statement.reports),
        **written(statement),
        "passage": span.exact if span is not None else "",
        "score": coding.score if coding is not None else None,
        "coder": coding.coder if coding is not None else "",
        "why": list(coding.why) if coding is not None else [],
        "decision": None,
    }
    if decision is not None:
        found["decision"] = {"verdict": decision.verdict, "by": decision.by, "at": decision.at}
    sound: Mapping[str, Any] = _sound(found)
    return sound


def _sound(value: Any) -> Any:
    """The same without halves of surrogate pairs, which no JSON answer can carry."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {key: _sound(one) for key, one in value.items()}
    return [_sound(one) for one in value] if isinstance(value, list) else value
