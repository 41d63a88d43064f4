"""Long work: how far it is, as a page that reloads itself, and as a stream of events; and stopping it."""

import asyncio
import json
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from detente.languages import mark, say
from detente.web.failures import RefusedError
from detente.web.page import page
from detente.web.work.workers import Job

__all__ = ["router"]

router = APIRouter()

Id = Annotated[str, Path(max_length=32, pattern="^[0-9a-f]+$")]
_WAIT: Final = 0.1
_ALIVE: Final = 150
STATES: Final = {
    "waiting": mark("waiting for room"),
    "running": mark("running"),
    "done": mark("done"),
    "refused": mark("cannot be done as asked"),
    "failed": mark("broke off; nothing that was saved is lost"),
    "stopped": mark("stopped"),
}


@router.get("/jobs/{name}", response_class=HTMLResponse, include_in_schema=False)
async def job_page(request: Request, name: Id) -> Response:
    """How far a job is; where it is done, its result."""
    job = _job(request, name)
    if job.state == "done":
        return RedirectResponse(job.back, status_code=HTTPStatus.SEE_OTHER)
    return page(request, "job.html.j2", panel="", job=job, state=say(STATES[job.state]))


@router.post("/jobs/{name}/stop", include_in_schema=False)
async def stop(request: Request, name: Id) -> Response:
    """Stops a job."""
    job = _job(request, name)
    request.app.state.opened.workers.stop(job)
    if job.running is not None:
        await asyncio.wait({job.running}, timeout=2)
    return RedirectResponse(f"/jobs/{job.id}", status_code=HTTPStatus.SEE_OTHER)


@router.get("/jobs/{name}/events", include_in_schema=False)
async def events(request: Request, name: Id) -> StreamingResponse:
    """Each step of a job as a server-sent event; the last says that it is over."""
    job = _job(request, name)
    headers = {"x-accel-buffering": "no"}
    return StreamingResponse(_told(job), media_type="text/event-stream", headers=headers)


@router.get("/api/jobs/{name}", tags=["jobs"])
async def job_as_data(request: Request, name: Id) -> dict[str, Any]:
    """How far a job is."""
    return _as_data(_job(request, name))


async def _told(job: Job) -> AsyncIterator[str]:
    seen, quiet = -1, 0
    while True:
        if job.version != seen:
            seen, quiet = job.version, 0
            yield f"id: {seen}\nevent: step\ndata: {json.dumps(_as_data(job))}\n\n"
            if job.over:
                return
        elif quiet >= _ALIVE:
            quiet = 0
            yield ": alive\n\n"
        quiet += 1
        await asyncio.sleep(_WAIT)


def _as_data(job: Job) -> dict[str, Any]:
    return {
        "id": job.id,
        "state": job.state,
        "told": say(STATES[job.state]),
        "step": job.told,
        "number": job.number,
        "of": job.of,
        "over": job.over,
        "back": job.back,
    }


def _job(request: Request, name: str) -> Job:
    found: Job | None = request.app.state.opened.workers.job(name)
    if found is None:
        raise RefusedError(say("There is no such work any more."), status=HTTPStatus.NOT_FOUND)
    return found
