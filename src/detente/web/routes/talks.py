"""How talks may go: a form, runs in a process of their own, the results side by side, one run to read."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from detente.languages import say, spoken
from detente.web.failures import RefusedError
from detente.web.opened import Opened
from detente.web.page import page
from detente.web.panels.talks import (
    PROTOCOLS,
    STRATEGIES,
    Asked,
    ends_text,
    protocols_text,
    strategies_text,
)
from detente.web.panels.telling import told_here
from detente.web.work.workers import Job, TaskRefusedError

__all__ = ["router"]

router = APIRouter()

_MOST_LISTED = 12


def _asked(
    protocol: Annotated[str, Query(max_length=40)] = "single-text",
    first: Annotated[list[str] | None, Query(max_length=100)] = None,
    strategy: Annotated[str, Query(max_length=40)] = "",
    setting: Annotated[str, Query(max_length=80)] = "",
    days: Annotated[str, Query(max_length=5, pattern="^[0-9]*$")] = "",
    runs: Annotated[int, Query(ge=200, le=100_000)] = 20_000,
    seed: Annotated[int, Query(ge=0, le=2**53)] = 0,
) -> Asked:
    return _known(
        protocol=protocol,
        first=tuple(first or ()),
        strategy=strategy,
        setting=setting,
        days=max(int(days), 1) if days else None,
        runs=runs,
        seed=seed,
    )


def _filled(
    protocol: Annotated[str, Form(max_length=40)] = "single-text",
    first: Annotated[list[str] | None, Form(max_length=100)] = None,
    strategy: Annotated[str, Form(max_length=40)] = "",
    setting: Annotated[str, Form(max_length=80)] = "",
    days: Annotated[str, Form(max_length=5, pattern="^[0-9]*$")] = "",
    runs: Annotated[int, Form(ge=200, le=100_000)] = 20_000,
    seed: Annotated[int, Form(ge=0, le=2**53)] = 0,
) -> Asked:
    return _known(
        protocol=protocol,
        first=tuple(first or ()),
        strategy=strategy,
        setting=setting,
        days=max(int(days), 1) if days else None,
        runs=runs,
        seed=seed,
    )


InAddress = Annotated[Asked, Depends(_asked)]
InForm = Annotated[Asked, Depends(_filled)]


@router.get("/talks", response_class=HTMLResponse, include_in_schema=False)
async def talks(request: Request, asked: InAddress) -> Response:
    """The form, the results that are kept, and the one that the address asks for."""
    opened: Opened = request.app.state.opened
    choices = await _choices(opened, asked)
    found = opened.shelf.get("talks", opened.digest(), asked.key)
    return page(
        request,
        "talks.html.j2",
        panel="talks",
        case=opened.case(),
        asked=asked,
        choices=choices,
        protocols=protocols_text(),
        strategies=strategies_text(),
        results=_results(opened),
        found=found,
        working=opened.workers.working_on("talks", _back(asked)),
        told=told_here(await _section(opened, asked, found)) if found is not None else "",
        ends_text=ends_text,
    )


@router.post("/talks", include_in_schema=False)
async def run(request: Request, asked: InForm) -> RedirectResponse:
    """Begins the runs, or leads to what is known already."""
    opened: Opened = request.app.state.opened
    if opened.shelf.get("talks", opened.digest(), asked.key) is not None:
        return RedirectResponse(_back(asked), status_code=HTTPStatus.SEE_OTHER)
    return RedirectResponse(f"/jobs/{_begun(opened, asked).id}", status_code=HTTPStatus.SEE_OTHER)


@router.get("/talks/run", response_class=HTMLResponse, include_in_schema=False)
async def one_run(
    request: Request, asked: InAddress, run: Annotated[int, Query(ge=0, le=2**31)] = 0
) -> Response:
    """One run as a story."""
    opened: Opened = request.app.state.opened
    key = ("talks-run", opened.digest(), asked.key, run, spoken().code)
    lines = opened.shelf.get(*key)
    if lines is None:
        lines = await opened.workers.ask(
            "talks_run", case=opened.case_bytes(), asked=asked.as_task(), run=run
        )
        opened.shelf.keep(lines, *key)
    return page(request, "talks_run.html.j2", panel="talks", asked=asked, run=run, lines=lines)


@router.get("/talks/change", response_class=HTMLResponse, include_in_schema=False)
async def change(request: Request, asked: InAddress) -> Response:
    """A change to try, and what those that were tried did."""
    opened: Opened = request.app.state.opened
    return page(
        request,
        "talks_change.html.j2",
        panel="talks",
        asked=asked,
        choices=await _choices(opened, asked),
        tried=opened.shelf.get("talks-tried", opened.digest(), asked.key) or (),
        runs=asked.runs,
    )


@router.post("/talks/change", include_in_schema=False)
async def try_change(
    request: Request,
    asked: InForm,
    path: Annotated[str, Form(max_length=200)],
    value: Annotated[str, Form(max_length=60)],
) -> RedirectResponse:
    """Begins the comparison on the same random numbers."""
    opened: Opened = request.app.state.opened
    choices = await _choices(opened, asked)
    if path not in choices["paths"]:
        raise RefusedError(
            say("There is no such number in this setting."), hint=say("Choose one of the list.")
        )
    tried = (f"{path}={value.strip()}",)
    given = {"case": opened.case_bytes(), "asked": asked.as_task(), "tried": tried}
    try:
        await opened.workers.ask("talks_fits", **given)
    except TaskRefusedError:
        raise RefusedError(
            say("That value does not fit this number."),
            hint=say("Write a number, or low, likely and high with commas between; on or off for an event."),
        ) from None
    key = ("talks-tried", opened.digest(), asked.key)

    def keep(result: Any) -> None:
        kept = tuple(one for one in opened.shelf.get(*key) or () if one[0] != tried[0])
        opened.shelf.keep((*kept, (tried[0], result))[-_MOST_LISTED:], *key)

    title = say("What a change does")
    back = f"/talks/change?{asked.address}"
    job = opened.workers.start("talks_compared", title, back, keep, runs=asked.runs, **given)
    return RedirectResponse(f"/jobs/{job.id}", status_code=HTTPStatus.SEE_OTHER)


@router.get("/api/talks", tags=["talks"])
async def talks_as_data(request: Request, asked: InAddress) -> dict[str, Any]:
    """How the simulated talks went, where the runs are there; POST begins them."""
    opened: Opened = request.app.state.opened
    found = opened.shelf.get("talks", opened.digest(), asked.key)
    if found is None:
        raise RefusedError(
            say("These talks were not simulated yet."),
            hint=say("Begin them with POST to the same address."),
            status=HTTPStatus.NOT_FOUND,
        )
    data: dict[str, Any] = found["data"]
    return data


@router.post("/api/talks", tags=["talks"])
async def begin_talks(request: Request, asked: InAddress) -> dict[str, str]:
    """Begins the runs; the work is followed under /api/jobs/{job}."""
    return {"job": _begun(request.app.state.opened, asked).id}


def _begun(opened: Opened, asked: Asked) -> Job:
    """The work that simulates these talks; the one that does so already, where there is one."""
    digest = opened.digest()

    def keep(result: Any) -> None:
        listed = tuple(one for one in opened.shelf.get("talks-list", digest) or () if one != asked)
        opened.shelf.keep((*listed, asked)[-_MOST_LISTED:], "talks-list", digest)
        opened.shelf.keep(result, "talks", digest, asked.key)

    back = _back(asked)
    return opened.workers.working_on("talks", back) or opened.workers.start(
        "talks",
        say("How talks may go"),
        back,
        keep,
        case=opened.case_bytes(),
        asked=asked.as_task(),
        runs=asked.runs,
    )


def _results(opened: Opened) -> tuple[tuple[Asked, Any], ...]:
    """The results that are kept, the oldest first."""
    digest = opened.digest()
    asked = opened.shelf.get("talks-list", digest) or ()
    found = ((one, opened.shelf.get("talks", digest, one.key)) for one in asked)
    return tuple((one, result) for one, result in found if result is not None)


async def _section(opened: Opened, asked: Asked, found: Any) -> str:
    """The section of the brief about these talks, as HTML."""
    key = ("talks-section", opened.digest(), asked.key, spoken().code)
    told: str | None = opened.shelf.get(*key)
    if told is None:
        names = ("talks", "assumptions", "sources")
        sections = await opened.workers.ask(
            "sections", case=opened.case_bytes(), parts={"talks": found["outlook"]}, names=names
        )
        told = str(sections["talks"])
        opened.shelf.keep(told, *key)
    return told


async def _choices(opened: Opened, asked: Asked) -> dict[str, Any]:
    """What the form offers; RefusedError for a setting that is not one of these."""
    key = ("talks-choices", opened.digest(), asked.setting)
    found: dict[str, Any] | None = opened.shelf.get(*key)
    if found is None:
        own = await opened.workers.ask("talks_choices", case=opened.case_bytes(), setting="")
        if asked.setting and asked.setting not in own["settings"]:
            raise RefusedError(say("There is no such setting for this case."), status=HTTPStatus.NOT_FOUND)
        found = (
            await opened.workers.ask("talks_choices", case=opened.case_bytes(), setting=asked.setting)
            if asked.setting
            else own
        )
        opened.shelf.keep(found, *key)
    for issue in asked.first:
        if issue not in {one.id for one in opened.case().issues}:
            raise RefusedError(say("There is no such issue."), status=HTTPStatus.NOT_FOUND)
    return found


def _known(**given: Any) -> Asked:
    """What is asked, where every name is one of ours."""
    asked = Asked(**given)
    if asked.protocol not in PROTOCOLS or (asked.strategy and asked.strategy not in STRATEGIES):
        raise RefusedError(
            say("There is no such way to talk."),
            hint=say("Choose one of the list."),
            status=HTTPStatus.NOT_FOUND,
        )
    return asked


def _back(asked: Asked) -> str:
    return f"/talks?{asked.address}"
