"""The review: one suggestion at a time, and what is decided about it."""

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from detente.errors import RecordError
from detente.languages import mark, say
from detente.web.failures import RefusedError
from detente.web.opened import Opened
from detente.web.page import page
from detente.web.panels.review import ORDERS, STATES, Asked, orders_text, states_text
from detente.web.panels.safe_text import shown
from detente.web.panels.statement import EDITED, card_of, choices_of, problems_text, word_text, written
from detente.web.reviewing import Desk, MeanwhileError
from detente.web.who import name_of

__all__ = ["InAddress", "desk_of", "named", "router", "score_of", "shown_card", "the_desk", "with_name"]

router = APIRouter()

_SAMPLE = 12
_MOST = 20_000
_LISTED = frozenset({"act", "identified", "stance"})
VERDICTS = {"accepted": mark("accepted"), "edited": mark("accepted as edited"), "refused": mark("refused")}
"""What can be decided."""

Name = Annotated[str, Form(max_length=80)]
Id = Annotated[str, Form(max_length=300)]
Seen = Annotated[str, Form(max_length=16)]


def _asked(
    request: Request,
    document: Annotated[str, Query(max_length=200)] = "",
    publisher: Annotated[str, Query(max_length=200)] = "",
    issue: Annotated[str, Query(max_length=200)] = "",
    holder: Annotated[str, Query(max_length=300)] = "",
    act: Annotated[str, Query(max_length=40)] = "",
    low: Annotated[str, Query(max_length=8)] = "",
    high: Annotated[str, Query(max_length=8)] = "",
    disputed: Annotated[str, Query(max_length=3)] = "",
    state: Annotated[str, Query(max_length=8)] = "waiting",
    order: Annotated[str, Query(max_length=8)] = "report",
    who: Annotated[str, Query(max_length=80)] = "",
) -> Asked:
    if state not in STATES or order not in ORDERS:
        raise RefusedError(say("There is no such queue."), hint=say("Choose from the lists."))
    return Asked(
        document=document,
        publisher=publisher,
        issue=issue,
        holder=holder.strip(),
        act=act,
        low=score_of(low, 0.0),
        high=score_of(high, 1.0),
        disputed=disputed == "yes",
        state=state,
        order=order,
        who=who.strip() or name_of(request),
    )


InAddress = Annotated[Asked, Depends(_asked)]
At = Annotated[str, Query(max_length=300)]


@router.get("/review", response_class=HTMLResponse, include_in_schema=False)
def review(
    request: Request,
    asked: InAddress,
    at: At = "",
    done: Annotated[str, Query(max_length=12)] = "",
    count: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """One suggestion, with what can be decided about it."""
    desk = desk_of(request)
    if desk is None:
        return page(request, "review_none.html.j2", panel="review", case=request.app.state.opened.case())
    return _shown(request, desk, asked, at=at, done=done, count=count)


@router.post("/review/decide", include_in_schema=False)
def decide(
    request: Request,
    asked: InAddress,
    name: Id,
    seen: Seen,
    decision: Annotated[str, Form(max_length=8)],
    who: Name = "",
) -> Response:
    """Writes a decision and goes on to the next; where somebody else decided meanwhile, tells so."""
    desk, by = the_desk(request), named(who)
    asked = with_name(asked, by)
    if decision not in {"accept", "refuse"}:
        raise RefusedError(say("There is no such decision."))
    try:
        desk.decide(name, decision, seen=seen, by=by, at=request.app.state.opened.now())
    except MeanwhileError:
        return _shown(request, desk, asked, at=name, meanwhile=True)
    return _next(desk, asked, name, decision)


@router.post("/review/undo", include_in_schema=False)
def undo(request: Request, asked: InAddress, name: Id, seen: Seen, who: Name = "") -> Response:
    """Takes the last decision about a statement back, and shows it again."""
    desk, by = the_desk(request), named(who)
    asked = with_name(asked, by)
    try:
        desk.undo(name, seen=seen, by=by, at=request.app.state.opened.now())
    except MeanwhileError:
        return _shown(request, desk, asked, at=name, meanwhile=True)
    return RedirectResponse(asked.address(at=name, done="undo"), status_code=HTTPStatus.SEE_OTHER)


@router.get("/review/edit", response_class=HTMLResponse, include_in_schema=False)
def edit_form(request: Request, asked: InAddress, at: At) -> Response:
    """The form to edit a suggestion in."""
    return _form(request, the_desk(request), asked, at)


@router.post("/review/edit", include_in_schema=False)
async def edit(request: Request, asked: InAddress) -> Response:
    """Accepts a suggestion with other values, or shows beside each field what does not fit."""
    from starlette.concurrency import run_in_threadpool

    async with request.form() as form:
        sent = {key: value for key, value in form.items() if isinstance(value, str) and len(value) <= _MOST}
    return await run_in_threadpool(_edited, request, asked, sent)


def desk_of(request: Request) -> Desk | None:
    """The record folder under review, None where none is open; RefusedError where it is gone."""
    opened: Opened = request.app.state.opened
    if opened.record is None:
        return None
    found: Desk | None = getattr(request.app.state, "desk", None)
    if found is None or found.shared.folder != opened.record:
        if opened.record.is_file() or (opened.record / "gold.yaml").is_file():
            return None
        found = request.app.state.desk = Desk(opened.record)
    return found


def named(who: str) -> str:
    """The name of a reviewer; RefusedError where there is none."""
    name = shown(" ".join(who.split()))
    if not name:
        raise RefusedError(
            say("Nobody is named as the one who decides; nothing was saved."),
            hint=say("Write your name beside the buttons."),
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    return name


def the_desk(request: Request) -> Desk:
    """The record folder under review; RefusedError where none is open."""
    found = desk_of(request)
    if found is None:
        raise RefusedError(say("No record folder is open."), status=HTTPStatus.NOT_FOUND)
    return found


def _shown(
    request: Request,
    desk: Desk,
    asked: Asked,
    *,
    at: str = "",
    done: str = "",
    count: int = 0,
    meanwhile: bool = False,
) -> Response:
    """The page of one suggestion."""
    with desk.record() as state:
        name, place = desk.queues.place(asked, desk.those_disputed, "" if meanwhile and not at else at)
        gone = meanwhile and name != at
        card = shown_card(desk, state, name) if name else None
        last = desk.last_of(state, asked.who)
        values = {
            "card": card,
            "place": place,
            "progress": desk.queues.done,
            "choices": desk.queues.choices,
            "last": (last.id, desk.shared.seen_as(last)) if last is not None else None,
            "opposed": _opposed(desk, state, name),
            "torn": desk.shared.torn,
            "pack": desk.pack(state.pack),
            "record_pack": state.pack,
        }
    status = HTTPStatus.CONFLICT if meanwhile else HTTPStatus.OK
    return page(
        request,
        "review.html.j2",
        panel="review",
        status=int(status),
        asked=asked,
        done=done,
        count=count,
        meanwhile=meanwhile,
        gone=gone,
        looked=desk.disputed is not None,
        orders=orders_text(),
        states=states_text(),
        shown=shown,
        verdicts=_verdicts(),
        labels={name: say(told) for name, told in EDITED.items()},
        word_text=word_text,
        **values,
    )


def shown_card(desk: Desk, state: Any, name: str) -> Any:
    """A statement as it is shown."""
    statement = state.now(name)
    document = statement.span.document if statement.span else "".join(statement.reports[:1])
    text = desk.text(state, document)
    return card_of(statement, state.documents.get(document), text, desk.shared.seen_as(statement))


def _opposed(desk: Desk, state: Any, name: str) -> tuple[tuple[str, str, str], ...]:
    """The statements that this one contradicts: id, kind, words."""
    found = (desk.disputed or {}).get(name, ())
    return tuple(
        (other, say(kind), _words(state.now(other))) for other, kind in found if other in state.versions
    )[:_SAMPLE]


def _words(statement: Any) -> str:
    return shown((statement.span.exact if statement.span else "") or statement.says)[:300]


def _next(desk: Desk, asked: Asked, name: str, done: str) -> RedirectResponse:
    with desk.record():
        _, place = desk.queues.place(asked, desk.those_disputed, name)
    where = asked.address(at=place.coming or name, done=done)
    return RedirectResponse(where, status_code=HTTPStatus.SEE_OTHER)


def _form(
    request: Request,
    desk: Desk,
    asked: Asked,
    at: str,
    *,
    sent: dict[str, str] | None = None,
    amiss: dict[str, tuple[str, str]] | None = None,
    told: str = "",
    meanwhile: bool = False,
) -> Response:
    with desk.record() as state:
        if at not in state.versions:
            raise RefusedError(
                say("This suggestion is no longer in the record."), status=HTTPStatus.NOT_FOUND
            )
        pack = desk.pack(state.pack)
        card = shown_card(desk, state, at)
        values = {key: shown(value) for key, value in written(state.now(at), pack).items()}
    return page(
        request,
        "review_edit.html.j2",
        panel="review",
        status=422 if amiss else 409 if told or meanwhile else 200,
        asked=asked,
        card=card,
        labels={name: say(told) for name, told in EDITED.items()},
        values={**values, **{name: value for name, value in (sent or {}).items() if name in EDITED}},
        before=values,
        seen=card.seen if meanwhile else (sent or {}).get("seen", card.seen),
        amiss=amiss or {},
        told=told,
        meanwhile=meanwhile,
        verdicts=_verdicts(),
        shown=shown,
        word_text=word_text,
        offered=choices_of(pack, card.said.issue),
        pack=pack,
        listed={
            "act": _acts(),
            "identified": ("", "anonymous", "institution", "named", "reporter"),
            "stance": ("", "against", "conditional", "for"),
        },
    )


def _verdicts() -> dict[str, str]:
    return {name: say(told) for name, told in VERDICTS.items()}


def _acts() -> tuple[str, ...]:
    from detente.web.words import ACTS

    return tuple(ACTS)


def _edited(request: Request, asked: Asked, sent: dict[str, str]) -> Response:
    desk, by = the_desk(request), named(sent.get("who", "")[:80])
    asked = with_name(asked, by)
    name = sent.get("name", "")
    with desk.record() as state:
        if name not in state.versions:
            return _shown(request, desk, asked, at=name, meanwhile=True)
        pack = desk.pack(state.pack)
        was = {key: shown(value) for key, value in written(state.now(name), pack).items()}
    changes = {
        key: sent[key].replace("\r\n", "\n").strip()
        for key in EDITED
        if key in sent and sent[key].replace("\r\n", "\n").strip() != was[key].strip()
    }
    try:
        desk.edit(name, changes, seen=sent.get("seen", "")[:16], by=by, at=request.app.state.opened.now())
    except MeanwhileError:
        return _form(request, desk, asked, name, sent=sent, meanwhile=True)
    except RefusedError as error:
        return _form(request, desk, asked, name, sent=sent, told=f"{error.what} {error.hint}")
    except RecordError as error:
        amiss = problems_text(error.problems, sent, pack)
        return _form(request, desk, asked, name, sent=sent, amiss=amiss)
    return _next(desk, asked, name, "edit")


def with_name(asked: Asked, who: str) -> Asked:
    """The same queue, reviewed by this person."""
    return replace(asked, who=who)


def score_of(written: str, otherwise: float) -> float:
    """A score as it is written in a field; RefusedError where it is none."""
    if not written.strip():
        return otherwise
    try:
        found = float(written)
    except ValueError:
        found = -1.0
    if not 0.0 <= found <= 1.0:
        raise RefusedError(
            say("A score lies between 0 and 1."),
            hint=say("Write it with a full stop, such as 0.85."),
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    return found
