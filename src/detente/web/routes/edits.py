"""Editing the case: ranges, names and notes; conflicts, history, taking back; a copy of a bundled case."""

import re
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

import detente as dt
from detente.errors import CaseError, DetenteError, NotSaved, SourceError, UnknownName
from detente.languages import say, spoken
from detente.web.failures import RefusedError
from detente.web.opened import Opened
from detente.web.page import page
from detente.web.panels.edits import number_edits, number_from, numbers_of, text_edits, texts_of
from detente.web.panels.history import conflicts_of, fault_of, names_of, value_text
from detente.web.who import fault_in_name, name_of, remember

__all__ = ["router"]

router = APIRouter()

_PER_PAGE: Final = 100
_MOST_FIELDS: Final = 20_000
_PLAIN_NAME: Final = re.compile(r"[^\W_][\w .-]{0,99}")
Name = Annotated[str, Path(max_length=200)]
Given = Annotated[str, Form(max_length=200)]
Asked = Annotated[str, Query(max_length=4_000)]


@router.get("/edits", response_class=HTMLResponse, include_in_schema=False)
def edits(
    request: Request, number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1
) -> HTMLResponse:
    """What can be edited, what waits for a decision, and what was edited."""
    opened: Opened = request.app.state.opened
    case = opened.case()
    conflicts, history = _log(opened)
    pages = max(-(-len(history) // _PER_PAGE), 1)
    number = min(number, pages)
    return page(
        request,
        "edits.html.j2",
        panel="edits",
        **_shared(request, opened),
        actors=sorted(
            ((case.named(a), a) for a in case.names() if numbers_of(case, a)), key=lambda one: one[0]
        ),
        things=_things(case),
        conflicts=conflicts_of(conflicts, history),
        history=tuple(reversed(history))[(number - 1) * _PER_PAGE : number * _PER_PAGE],
        number=number,
        pages=pages,
        names=_names(opened),
        value_text=value_text,
    )


@router.get("/edits/done", response_class=HTMLResponse, include_in_schema=False)
def done(request: Request, made: Asked = "", kept: Asked = "", back: Asked = "/edits") -> HTMLResponse:
    """What was written into which file, and what was kept because somebody else changed it."""
    opened: Opened = request.app.state.opened
    conflicts, history = _log(opened)
    written, waiting = set(made.split(",")), set(kept.split(","))
    return page(
        request,
        "edits_done.html.j2",
        panel="edits",
        **_shared(request, opened),
        written=[one for one in history if one.id in written],
        conflicts=[c for c in conflicts_of(conflicts, history) if c.conflict.id in waiting],
        back=back if re.fullmatch(r"/(numbers|words|edits)[^\\]*", back) else "/edits",
        names=_names(opened),
        value_text=value_text,
    )


@router.get("/numbers/{actor}", response_class=HTMLResponse, include_in_schema=False)
def numbers(request: Request, actor: Name) -> HTMLResponse:
    """Every range of an actor, with what it rests on."""
    opened: Opened = request.app.state.opened
    case = opened.case()
    groups = numbers_of(case, actor, opened.case_folder())
    if not groups:
        raise RefusedError(say("The case holds no ranges of this actor."), status=HTTPStatus.NOT_FOUND)
    wants = case.preferences_of(actor)
    return page(
        request,
        "numbers.html.j2",
        panel="edits",
        **_shared(request, opened),
        actor=actor,
        groups=groups,
        ranked=wants is not None and bool(wants.weight_order or wants.score_order),
        wants=wants,
    )


@router.post("/numbers/{actor}", include_in_schema=False)
async def save_numbers(request: Request, actor: Name) -> Response:
    """Writes the ranges of one group that were changed, together."""
    opened: Opened = request.app.state.opened
    form = await request.form(max_fields=_MOST_FIELDS)
    number = str(form.get("group", ""))
    groups = await run_in_threadpool(lambda: numbers_of(opened.case(), actor, opened.case_folder()))
    if not number.isdecimal() or int(number) >= len(groups):
        raise RefusedError(say("The case holds no ranges of this actor."), status=HTTPStatus.NOT_FOUND)
    group = groups[int(number)]
    sent = _sent(form, ("path", "low", "likely", "high", "seen", "assumption", "rests"))
    wanted, wrong = number_edits(group, sent, _by(form), _note(form))
    called = {row.path: row.name for row in group.rows}
    return await _save(request, form, wanted, wrong, [called.get(one["path"], "") for one in sent])


@router.get("/words/{kind}/{name}", response_class=HTMLResponse, include_in_schema=False)
def words(request: Request, kind: Name, name: Name) -> HTMLResponse:
    """Names and notes of the case, a party, a ratifier, an actor, or an issue with its options."""
    opened: Opened = request.app.state.opened
    rows = texts_of(opened.case(), kind, name, opened.case_folder())
    if not rows:
        raise RefusedError(say("The case holds nothing of that name."), status=HTTPStatus.NOT_FOUND)
    return page(
        request,
        "words.html.j2",
        panel="edits",
        **_shared(request, opened),
        address=f"/words/{kind}/{name}",
        rows=rows,
    )


@router.post("/words/{kind}/{name}", include_in_schema=False)
async def save_words(request: Request, kind: Name, name: Name) -> Response:
    """Writes the names and notes that were changed, together."""
    opened: Opened = request.app.state.opened
    form = await request.form(max_fields=_MOST_FIELDS)
    rows = await run_in_threadpool(lambda: texts_of(opened.case(), kind, name, opened.case_folder()))
    sent = _sent(form, ("path", "text", "seen"))
    wanted, wrong = text_edits(rows, sent, _by(form), _note(form))
    called = {row.path: row.name for row in rows}
    return await _save(request, form, wanted, wrong, [called.get(one["path"], "") for one in sent])


@router.post("/edits/undo", include_in_schema=False)
async def undo(request: Request, undo: Given, by: Given = "") -> Response:
    """Takes an edit back, with those that were written together with it."""
    opened: Opened = request.app.state.opened
    done = await _change(opened, by, lambda folder, at: folder.undo(undo, by=by.strip(), at=at))
    return remember(_told(done, "/edits"), by)


@router.post("/edits/resolve", include_in_schema=False)
async def resolve(request: Request, conflict: Given, choice: Given, by: Given = "") -> Response:
    """Settles a conflict: with theirs, with mine, or with another value."""
    opened: Opened = request.app.state.opened
    async with request.form() as form:
        value = _other(form) if choice == "other" else None
    settled = "" if choice == "other" else choice
    done = await _change(
        opened, by, lambda folder, at: folder.resolve(conflict, settled, by=by.strip(), at=at, value=value)
    )
    return remember(_told(done, "/edits"), by)


@router.post("/edits/copy", include_in_schema=False)
async def copy(request: Request, name: Given, by: Given = "") -> Response:
    """Makes a copy of the case to edit, and goes on with it."""
    opened: Opened = request.app.state.opened
    _check_name(by)
    name = name.strip()
    if not _PLAIN_NAME.fullmatch(name) or name.endswith("."):
        hint = say("Letters, digits, spaces, points and hyphens; it begins with a letter or a digit.")
        raise RefusedError(say("This cannot be the name of a folder."), hint=hint)
    place = opened.here / name
    if place.exists():
        hint = say("Write another name.")
        raise RefusedError(
            say("There is something of that name already."), hint=hint, status=HTTPStatus.CONFLICT
        )
    at = datetime.fromisoformat(opened.now())
    source = opened.folder or opened.name
    try:
        await run_in_threadpool(dt.copy_case, source, place, by=by.strip(), at=at)
    except SourceError:
        hint = say("Look whether there is room and whether you may write there.")
        raise RefusedError(say("The copy cannot be written."), hint=hint, status=_UNAVAILABLE) from None
    opened.edit_in(place)
    return remember(RedirectResponse("/edits", status_code=HTTPStatus.SEE_OTHER), by)


_UNAVAILABLE: Final = HTTPStatus.SERVICE_UNAVAILABLE


def _shared(request: Request, opened: Opened) -> dict[str, Any]:
    """What every page of editing shows: where edits go, and whose they are."""
    return {
        "case": opened.case(),
        "by": name_of(request),
        "editable": opened.editable,
        "place": str(opened.folder) if opened.folder is not None else "",
        "copy_to": opened.case().id,
        "here": str(opened.here),
    }


def _log(opened: Opened) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The open conflicts and the edits that were written; none of a bundled case."""
    folder = opened.case_folder()
    return (folder.conflicts(), folder.history()) if folder is not None else ((), ())


def _folder(opened: Opened) -> Any:
    """The folder to write to; NotSaved where there is none."""
    folder = opened.case_folder()
    if folder is None:
        raise NotSaved("this is a bundled case")
    return folder


def _things(case: Any) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Everything with a name, by kind, in alphabetical order; issues stand in the order of the case."""

    def named(some: Any) -> tuple[tuple[str, str], ...]:
        return tuple(sorted(((one.name, one.id) for one in some), key=lambda pair: pair[0]))

    issues = tuple((issue.name, issue.id) for issue in case.issues)
    kinds = (
        ("party", named(case.parties)),
        ("ratifier", named(case.ratifiers)),
        ("actor", named(case.actors)),
    )
    return (*kinds, ("issue", issues))


def _names(opened: Opened) -> Any:
    """What paths are called, worked out once for each state of the case and each language."""
    key = ("edit-names", opened.digest(), spoken().code)
    return opened.shelf.get(*key) or opened.shelf.keep(names_of(opened.case()), *key)


def _sent(form: Any, keys: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a form, each with its fields."""
    columns = [[str(value) for value in form.getlist(key)] for key in keys]
    if len({len(column) for column in columns}) != 1:
        raise RefusedError(say("The form is not whole; load the page again."))
    return [dict(zip(keys, row, strict=True)) for row in zip(*columns, strict=True)]


def _by(form: Any) -> str:
    return str(form.get("by", "")).strip()


def _note(form: Any) -> str:
    return str(form.get("why", "")).replace("\r\n", "\n").strip()[:1_000]


async def _save(
    request: Request, form: Any, wanted: tuple[Any, ...], wrong: dict[int, str], called: list[Any]
) -> Response:
    """Writes the edits, or says what is wrong beside each field; what was typed stays in the browser."""
    opened: Opened = request.app.state.opened
    by, status = _by(form), HTTPStatus.UNPROCESSABLE_ENTITY
    whole, found = wrong.pop(-1, ""), None
    if fault_in_name(by):
        whole = say("Write your name: the history says who changed what.")
    if not wrong and not whole and wanted:
        at = datetime.fromisoformat(opened.now())
        try:
            found = await run_in_threadpool(lambda: _folder(opened).edit(wanted, at=at))
        except UnknownName:
            whole = say("What you edited is not in the case any more.")
        except CaseError as error:
            whole = fault_of(" ".join(problem.path for problem in error.problems) or error.where)
        except (NotSaved, SourceError) as error:
            whole, status = _not_saved(opened, error), _unwritten(opened)
    if not wrong and not whole:
        told = _told(found, request.url.path)
        by_script = request.headers.get("hx-request") == "true"
        return remember(
            Response(headers={"hx-redirect": told.headers["location"]}) if by_script else told, by
        )
    return page(
        request,
        "edits_wrong.html.j2",
        status=int(status),
        panel="edits",
        group=str(form.get("group", "0")) if str(form.get("group", "0")).isdecimal() else "0",
        whole=whole,
        wrong=wrong,
        called=called,
    )


async def _change(opened: Opened, by: str, change: Callable[[Any, datetime], Any]) -> Any:
    """What a decision about an edit gave; RefusedError in words of ours where it cannot be taken."""
    _check_name(by)
    at = datetime.fromisoformat(opened.now())
    try:
        return await run_in_threadpool(lambda: change(_folder(opened), at))
    except UnknownName:
        what, hint = say("This was decided already, or is not there."), say("Load the page again.")
        raise RefusedError(what, hint=hint, status=HTTPStatus.NOT_FOUND) from None
    except CaseError:
        hint = say("Take back the later edit first, or write the value anew.")
        what = say("This cannot be done: the value was changed since, or the case would not be well-formed.")
        raise RefusedError(what, hint=hint, status=HTTPStatus.CONFLICT) from None
    except SourceError as error:
        raise RefusedError(_not_saved(opened, error), status=_unwritten(opened)) from None


def _check_name(by: str) -> None:
    if fault_in_name(by):
        raise RefusedError(
            say("Write your name: the history says who changed what."), status=HTTPStatus.UNPROCESSABLE_ENTITY
        )


def _unwritten(opened: Opened) -> HTTPStatus:
    """A bundled case is not edited at all; a folder of one's own cannot be written now."""
    return HTTPStatus.FORBIDDEN if opened.folder is None else _UNAVAILABLE


def _not_saved(opened: Opened, error: DetenteError) -> str:
    """Why nothing was written."""
    if opened.folder is not None and not (opened.folder / "case.yaml").is_file():
        return say(
            "Nothing was written: the folder of the case is not there any more. Put it back, then save again."
        )
    if opened.folder is None:
        return say("Nothing was written: this case came with the program. Make a copy, then write it there.")
    if not opened.editable:
        return say("Nothing was written: you may not write into the folder. Change that, or make a copy.")
    if error.what.startswith("somebody else"):
        return say("Nothing was written: another program holds the folder. Save again in a moment.")
    return say("Nothing was written: the disk refuses. Make room, then save again.")


def _other(form: Any) -> Any:
    """The third value of a conflict."""
    if "other" in form:
        return str(form["other"]).replace("\r\n", "\n")
    values = [number_from(str(form.get(key, ""))) for key in ("low", "likely", "high")]
    if None in values or sorted(values) != values:  # type: ignore[type-var]
        raise RefusedError(
            say("Write numbers such as 0.3 into all three fields: low, likely and high in this order."),
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    return values[0] if values[0] == values[2] else values


def _told(found: Any, back: str) -> RedirectResponse:
    """The way to the page that says what was written."""
    told = {"back": back}
    if found is not None:
        told["made"] = ",".join(one.id for one in found.made)
        told["kept"] = ",".join(one.id for one in found.conflicts)
    return RedirectResponse(f"/edits/done?{urlencode(told)}", status_code=HTTPStatus.SEE_OTHER)
