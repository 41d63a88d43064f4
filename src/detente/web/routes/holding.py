"""Would it hold: choosing an accord and a wording, working it out, and what it allows."""

from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from detente.languages import say, spoken
from detente.web.failures import RefusedError
from detente.web.opened import Opened
from detente.web.page import page
from detente.web.panels.holding import PARTS, QUESTIONS, choices_of, coalitions_of, parts_text, questions_text
from detente.web.panels.telling import told_here

__all__ = ["router"]

router = APIRouter()

Name = Annotated[str, Query(max_length=200)]
Given = Annotated[str, Form(max_length=200)]


@router.get("/holding", response_class=HTMLResponse, include_in_schema=False)
async def holding(request: Request, accord: Name = "", wording: Name = "", part: Name = "") -> Response:
    """What the wordings of an accord allow, where it was worked out; else the form to begin."""
    opened: Opened = request.app.state.opened
    accords = opened.accords()
    if not accords:
        return page(request, "holding_none.html.j2", panel="holding", case=opened.case())
    chosen = _chosen(accords, accord)
    wording = _wording(chosen, wording)
    analysis = opened.shelf.get("hold", chosen.digest, wording)
    told = await _told(opened, chosen, wording, analysis) if analysis is not None else None
    there = told["parts"] if told else {}
    shown = [name for name in there if not part or name == part]
    return page(
        request,
        "holding.html.j2",
        panel="holding",
        accords=choices_of(accords.values()),
        accord=chosen,
        parties=sorted(chosen.parties, key=chosen.name),
        wording=wording,
        working=opened.workers.working_on("hold", _back(chosen.id, wording)),
        told=told,
        part=part if part in PARTS else "",
        parts=parts_text(there),
        shown=[(name, told_here(there[name])) for name in PARTS if name in shown],
        coalitions=coalitions_of(chosen),
        questions=questions_text(),
    )


@router.post("/holding", include_in_schema=False)
async def work_it_out(request: Request, accord: Given, wording: Given = "") -> RedirectResponse:
    """Begins the work, or leads to what is known already."""
    opened: Opened = request.app.state.opened
    chosen = _chosen(opened.accords(), accord)
    wording = _wording(chosen, wording)
    back = _back(chosen.id, wording)
    key = ("hold", chosen.digest, wording)
    if opened.shelf.get(*key) is not None:
        return RedirectResponse(back, status_code=HTTPStatus.SEE_OTHER)
    job = opened.workers.working_on("hold", back) or opened.workers.start(
        "hold",
        say("What the accord allows"),
        back,
        lambda result: opened.shelf.keep(result, *key),
        accord=_pickled(chosen),
        wording=wording,
        seed=0,
    )
    return RedirectResponse(f"/jobs/{job.id}", status_code=HTTPStatus.SEE_OTHER)


@router.get("/holding/play", response_class=HTMLResponse, include_in_schema=False)
async def play(
    request: Request,
    accord: Name,
    who: Name,
    question: Name = "collapse",
    wording: Name = "",
    means: Name = "",
    full: Name = "",
) -> Response:
    """One answer with its play day by day, and the same question under a wording that answers otherwise."""
    opened: Opened = request.app.state.opened
    chosen = _chosen(opened.accords(), accord)
    wording = _wording(chosen, wording)
    who_acts = next((c for c in coalitions_of(chosen) if c[0] == who), None)
    if who_acts is None or question not in QUESTIONS:
        raise RefusedError(say("There is no such question about this accord."), status=HTTPStatus.NOT_FOUND)
    blameless, short = means != "any", full != "yes"
    key = ("play", chosen.digest, wording, question, who, blameless, short, spoken().code)
    told = opened.shelf.get(*key)
    if told is None:
        told = await opened.workers.ask(
            "play",
            accord=_pickled(chosen),
            wording=wording,
            question=question,
            coalition=tuple(who.split(",")),
            blameless=blameless,
            short=short,
        )
        opened.shelf.keep(told, *key)
    return page(
        request,
        "play.html.j2",
        panel="holding",
        accord=chosen,
        wording=wording,
        who=who_acts,
        question=question,
        questions=dict(questions_text()),
        means=means,
        full=not short,
        told=told,
    )


@router.get("/api/holding", tags=["holding"])
async def holding_as_data(request: Request, accord: Name = "", wording: Name = "") -> dict[str, Any]:
    """What an accord allows: the powers under each wording, its form and its phases."""
    opened: Opened = request.app.state.opened
    accords = opened.accords()
    if not accords:
        raise RefusedError(say("This case has no accord."), status=HTTPStatus.NOT_FOUND)
    chosen = _chosen(accords, accord)
    wording = _wording(chosen, wording)
    key = ("holding-data", chosen.digest, wording)
    found: dict[str, Any] | None = opened.shelf.get(*key)
    if found is None:
        found = await opened.workers.ask("holding_data", accord=_pickled(chosen), wording=wording)
        opened.shelf.keep(found, *key)
    return found


async def _told(opened: Opened, chosen: Any, wording: str, analysis: bytes) -> Any:
    key = ("holding", chosen.digest, wording, opened.digest(), spoken().code)
    told = opened.shelf.get(*key)
    if told is None:
        told = await opened.workers.ask("holding", case=opened.case_bytes(), analysis=analysis)
        opened.shelf.keep(told, *key)
    return told


def _chosen(accords: Any, name: str) -> Any:
    """The accord of that id, the first by title for no name."""
    if not name and accords:
        return min(accords.values(), key=lambda one: (str(one.title), one.id))
    if name not in accords:
        raise RefusedError(say("There is no such accord here."), status=HTTPStatus.NOT_FOUND)
    return accords[name]


def _wording(accord: Any, name: str) -> str:
    """The wording, "" for the accord as it is read."""
    if name and name not in {one.id for one in accord.wordings}:
        raise RefusedError(say("There is no such wording of this accord."), status=HTTPStatus.NOT_FOUND)
    return name


def _back(accord: str, wording: str) -> str:
    return f"/holding?{urlencode({'accord': accord, 'wording': wording})}"


def _pickled(accord: Any) -> bytes:
    import pickle

    return pickle.dumps(accord)
