"""The timeline of the case and its record, what changed since a day, and the evidence of one thing."""

from collections import Counter
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

import detente as dt
from detente.languages import say
from detente.languages.figures import month_of
from detente.web.failures import RefusedError
from detente.web.opened import Opened
from detente.web.page import kept_page, page
from detente.web.panels.changes import changes_as_data, changes_of
from detente.web.panels.evidence import sources_of
from detente.web.panels.timeline import (
    Asked,
    as_data,
    chosen,
    figure_text,
    figures_text,
    index_of,
    kinds_text,
    text_of,
)

__all__ = ["router"]

router = APIRouter()

_AT_ONCE: Final = 3_000
_MOST_LISTED: Final = 300
Day = Annotated[str, Query(max_length=10, pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
FormDay = Annotated[str, Form(max_length=10, pattern=r"^\d{4}-\d{2}-\d{2}$")]
Name = Annotated[str, Query(max_length=200)]
_HEADS: Final = ("name", "what", "topic", "series")
_LISTS: Final = ("stances", "proposals", "events", "figures", "deadlines", "precedents", "contradictions")


def _asked(
    kind: Name = "",
    party: Name = "",
    issue: Name = "",
    publisher: Name = "",
    start: Annotated[Day, Query(alias="from")] = "",
    end: Annotated[Day, Query(alias="to")] = "",
    words: Name = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Asked:
    names = {"kind": kind, "party": party, "issue": issue, "publisher": publisher, "words": words}
    return Asked(**names, start=_day(start), end=_day(end), page=page)


Chosen = Annotated[Asked, Depends(_asked)]


@router.get("/timeline", response_class=HTMLResponse, include_in_schema=False)
def timeline(request: Request, asked: Chosen) -> HTMLResponse:
    """What is dated, newest first, chosen by the form."""
    opened: Opened = request.app.state.opened
    key = (opened.digest(), opened.record_stamp(), asked)
    return kept_page(request, "timeline.html.j2", key, lambda: _shown(opened, asked))


def _shown(opened: Opened, asked: Asked) -> dict[str, Any]:
    case = opened.case()
    lines = _index(opened)
    return {
        "panel": "timeline",
        "case": case,
        "asked": asked,
        "shown": chosen(lines, asked, case.names()),
        "kinds": kinds_text(),
        "choices": _choices(opened, lines),
        "names": case.names(),
        "options": _options(case),
        "issues": {one.id: one.name for one in case.issues},
        "month_of": month_of,
        "figure_text": figure_text,
        "figures_text": figures_text,
        "text_of": text_of,
    }


@router.get("/timeline/changes", response_class=HTMLResponse, include_in_schema=False)
async def changes(request: Request, since: Day = "") -> Response:
    """What changed since a day: in the case, and in the record where one is open."""
    opened: Opened = request.app.state.opened
    day = _day(since)
    case = opened.case()
    return page(
        request,
        "timeline_changes.html.j2",
        panel="timeline",
        case=case,
        since=day,
        found=await run_in_threadpool(_changes, opened, day) if day else None,
        recorded=await _recorded(opened, day) if day else None,
        working=opened.workers.working_on("record_changes", f"/timeline/changes?since={since}"),
        names=case.names(),
        options=_options(case),
        issues={one.id: one.name for one in case.issues},
        day_of=date.fromisoformat,
        figure_text=figure_text,
        figures_text=figures_text,
        text_of=text_of,
    )


@router.post("/timeline/changes", include_in_schema=False)
async def work_out_changes(request: Request, since: FormDay) -> RedirectResponse:
    """Begins to compare a long record with what it was on the day."""
    opened: Opened = request.app.state.opened
    day, back = _day(since), f"/timeline/changes?since={since}"
    if opened.record is None or day is None:
        return RedirectResponse(back, status_code=HTTPStatus.SEE_OTHER)
    key = _key(opened, day)
    job = opened.workers.working_on("record_changes", back) or opened.workers.start(
        "record_changes",
        say("What changed in the record"),
        back,
        lambda result: opened.shelf.keep(result, *key),
        case=opened.case_bytes(),
        record=str(opened.record),
        since=since,
    )
    return RedirectResponse(f"/jobs/{job.id}", status_code=HTTPStatus.SEE_OTHER)


@router.get("/source/{name}", response_class=HTMLResponse, include_in_schema=False)
def source(request: Request, name: Annotated[str, Path(max_length=300)]) -> HTMLResponse:
    """The evidence of one thing of the case or the record: its statements, passages and reports."""
    opened: Opened = request.app.state.opened
    case = opened.case()
    found = next((one for key in _LISTS for one in getattr(case, key) if one.id == name), None)
    evidence = (name,) if found is None else _evidence(found)
    sources = sources_of(case, evidence, opened.read_record())
    if found is None and sources[0].kind == "unknown":
        raise RefusedError(say("The case holds nothing of that name."), status=HTTPStatus.NOT_FOUND)
    return page(
        request,
        "source.html.j2",
        panel="timeline",
        case=case,
        kind=type(found).__name__.lower() if found is not None else sources[0].kind,
        item=found,
        head=next((getattr(found, name) for name in _HEADS if hasattr(found, name)), ""),
        note=getattr(found, "note", ""),
        accounts=getattr(found, "accounts", ()),
        responses=getattr(found, "responses", ()),
        sources=sources,
        options=_options(case),
    )


@router.get("/api/timeline", tags=["timeline"])
def timeline_as_data(request: Request, asked: Chosen) -> dict[str, Any]:
    """What is dated in the case and the record, newest first, a hundred lines a page."""
    opened: Opened = request.app.state.opened
    return as_data(chosen(_index(opened), asked, opened.case().names()))


@router.get("/api/changes", tags=["timeline"])
async def changes_as_json(
    request: Request, since: Annotated[str, Query(pattern=r"^\d{4}-\d{2}-\d{2}$")]
) -> dict[str, Any]:
    """What became known after a day: in the case; in the record too, where it is short or was worked out."""
    opened: Opened = request.app.state.opened
    day = _day(since) or date.min
    found = changes_as_data(await run_in_threadpool(_changes, opened, day))
    return {"case": found, "record": await _recorded(opened, day)}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise RefusedError(say("There is no such day."), hint=say("Write it as 2024-07-03.")) from None


def _index(opened: Opened) -> tuple[Any, ...]:
    """Every dated thing, made once for each state of the files; only the newest is kept."""
    case, stamp = opened.case(), (opened.digest(), opened.record_stamp())
    held = opened.shelf.get("timeline")
    if held is None or held[0] != stamp:
        held = opened.shelf.keep((stamp, index_of(case, opened.read_record())), "timeline")
    lines: tuple[Any, ...] = held[1]
    return lines


def _choices(opened: Opened, lines: tuple[Any, ...]) -> dict[str, Any]:
    """What the form offers: parties, issues and publishers by name; of many, the most frequent."""
    key = ("timeline-choices", opened.digest(), opened.record_stamp())
    found: dict[str, Any] | None = opened.shelf.get(*key)
    if found is None:
        case = opened.case()
        known = {issue.id for issue in case.issues}
        issues = Counter(issue for line in lines for issue in line.issues if issue not in known)
        publishers = Counter(name for line in lines for name in line.publishers)
        found = {
            "parties": sorted(((p.id, p.name) for p in case.parties), key=lambda pair: pair[1]),
            "issues": [(issue.id, issue.name) for issue in case.issues]
            + [(name, name) for name in _most(issues)],
            "publishers": _most(publishers),
        }
        opened.shelf.keep(found, *key)
    return found


def _most(counts: Counter[str]) -> list[str]:
    """The most frequent ones, in alphabetical order."""
    return sorted(name for name, _ in counts.most_common(_MOST_LISTED))


def _changes(opened: Opened, since: date) -> Any:
    """What the case newly holds."""
    case = opened.case()
    key = ("changes", opened.digest(), since)
    found = opened.shelf.get(*key)
    if found is None:
        then = case.with_(stances=tuple(s for s in case.stances if s.known <= since))
        moves = {"now": opened.movement(), "since": dt.movement(case, since=since), "then": dt.movement(then)}
        found = opened.shelf.keep(changes_of(case, index_of(case), moves, since), *key)
    return found


def _key(opened: Opened, since: date) -> tuple[Any, ...]:
    return ("record_changes", opened.digest(), opened.record_stamp(), since)


async def _recorded(opened: Opened, since: date) -> Any:
    """What the record newly holds; None where none is open, or it is long and was not worked out yet."""
    record = await run_in_threadpool(opened.read_record)
    if record is None:
        return None
    key = _key(opened, since)
    found = opened.shelf.get(*key)
    if found is None and len(record.statements) <= _AT_ONCE:
        given = {"case": opened.case_bytes(), "record": str(opened.record), "since": since.isoformat()}
        found = opened.shelf.keep(await opened.workers.ask("record_changes", **given), *key)
    return found


def _options(case: Any) -> dict[tuple[str, str], str]:
    """The name of each option by its issue and its id."""
    return {(issue.id, option.id): option.name for issue in case.issues for option in issue.options}


def _evidence(item: Any) -> tuple[str, ...]:
    """What a thing rests on, with what its accounts and the answers to it rest on."""
    below = (*getattr(item, "accounts", ()), *getattr(item, "responses", ()))
    names = (*getattr(item, "evidence", ()), *(name for one in below for name in one.evidence))
    return tuple(dict.fromkeys(names))
