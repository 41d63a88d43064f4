"""Documents: the brief in any form and language, a Word template for it, what is missing worked out first."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from detente.languages import LANGUAGES, say, spoken
from detente.web.failures import RefusedError
from detente.web.opened import Opened
from detente.web.page import page
from detente.web.panels.documents import (
    ANALYSED,
    FORMS,
    MEDIA,
    SECTIONS,
    disposition,
    forms_text,
    missing_extra,
    sections_text,
)
from detente.web.panels.talks import PROTOCOLS
from detente.web.work.workers import TaskRefusedError

__all__ = ["router"]

router = APIRouter()

_DRAWS = 1_024


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a brief is to hold: its language, sections (none: all there is), results of accord and talks."""

    form: str = "pdf"
    language: str = "en"
    sections: tuple[str, ...] = ()
    accord: str = ""
    talks: str = ""

    @property
    def address(self) -> str:
        """The query of an address that asks the same; its form is the suffix of the path."""
        said = [("language", self.language), *(("section", name) for name in self.sections)]
        return urlencode([*said, ("accord", self.accord), ("talks", self.talks)])


def _asked(
    language: Annotated[str, Query(max_length=8)] = "",
    section: Annotated[list[str] | None, Query(max_length=20)] = None,
    accord: Annotated[str, Query(max_length=400)] = "",
    talks: Annotated[str, Query(max_length=40)] = "",
    form: Annotated[str, Query(max_length=8)] = "pdf",
) -> Asked:
    return _known(form, language, tuple(section or ()), accord, talks)


def _filled(
    language: Annotated[str, Form(max_length=8)] = "",
    section: Annotated[list[str] | None, Form(max_length=20)] = None,
    accord: Annotated[str, Form(max_length=400)] = "",
    talks: Annotated[str, Form(max_length=40)] = "",
    form: Annotated[str, Form(max_length=8)] = "pdf",
) -> Asked:
    return _known(form, language, tuple(section or ()), accord, talks)


@router.get("/documents", response_class=HTMLResponse, include_in_schema=False)
def documents(request: Request, asked: Annotated[Asked, Depends(_asked)], ready: str = "") -> Response:
    """What can be written, and from which results."""
    opened: Opened = request.app.state.opened
    digest = opened.digest()
    return page(
        request,
        "documents.html.j2",
        panel="documents",
        case=opened.case(),
        asked=asked,
        forms=forms_text(),
        sections=sections_text(),
        accords=_accords(opened),
        talks=_talks(opened),
        protocols=PROTOCOLS,
        analysed=opened.shelf.get("findings", digest) is not None,
        ready=ready == "yes" and _lacking(opened, asked) == "",
        template=opened.shelf.get("template") is not None,
        excel=missing_extra("xlsx"),
        word=missing_extra("docx"),
    )


@router.post("/documents", include_in_schema=False)
async def prepare(request: Request, asked: Annotated[Asked, Depends(_filled)]) -> RedirectResponse:
    """Leads to the file, after the work that it needs."""
    opened: Opened = request.app.state.opened
    case = opened.case()
    if _lacking(opened, asked) == "":
        where = f"/documents/brief.{asked.form}?{asked.address}"
        return RedirectResponse(where, status_code=HTTPStatus.SEE_OTHER)
    back = f"/documents?{urlencode({'form': asked.form})}&{asked.address}&ready=yes#ready"
    digest = opened.digest()
    job = opened.workers.working_on("analyse", back) or opened.workers.start(
        "analyse",
        say("Working out what the brief tells"),
        back,
        lambda result: opened.shelf.keep(result, "findings", digest),
        case=opened.case_bytes(),
        scenario=case.scenarios[0].id if case.scenarios else "",
        draws=_DRAWS,
        seed=0,
    )
    return RedirectResponse(f"/jobs/{job.id}", status_code=HTTPStatus.SEE_OTHER)


@router.get("/documents/brief.{suffix}", include_in_schema=False)
async def brief(request: Request, suffix: str, asked: Annotated[Asked, Depends(_asked)]) -> Response:
    """The brief as a file to save."""
    opened: Opened = request.app.state.opened
    if suffix not in FORMS:
        raise RefusedError(say("A brief is not written in that form."), status=HTTPStatus.NOT_FOUND)
    missing = missing_extra(suffix)
    if missing:
        raise RefusedError(
            say("This form needs what is not installed here."),
            hint=say("Install it with {command}", command=missing),
            status=HTTPStatus.SERVICE_UNAVAILABLE,
        )
    if _lacking(opened, asked):
        raise RefusedError(
            say("What this brief tells was not worked out yet."),
            hint=say("Ask for it on the page of documents."),
            status=HTTPStatus.CONFLICT,
        )
    template = opened.shelf.get("template")
    told = {
        "form": suffix,
        "language": asked.language,
        "sections": asked.sections or None,
        "template": template,
    }
    given = {"case": opened.case_bytes(), "parts": _parts(opened, asked), "asked": told}
    try:
        content = await opened.workers.ask("document", **given)
    except TaskRefusedError as error:
        raise RefusedError(
            say("The brief cannot be written so: {why}", why=error.what),
            hint=error.hint,
            status=HTTPStatus.CONFLICT,
        ) from None
    name = f"{opened.case().id}-{say('brief')}.{suffix}"
    return Response(content, media_type=MEDIA[suffix], headers={"content-disposition": disposition(name)})


@router.post("/upload/template", include_in_schema=False)
async def take_template(request: Request, file: Annotated[UploadFile, File()]) -> Response:
    """Keeps a Word template for the brief, when the brief can be written in it."""
    opened: Opened = request.app.state.opened
    missing = missing_extra("docx")
    if missing:
        raise RefusedError(
            say("This form needs what is not installed here."),
            hint=say("Install it with {command}", command=missing),
            status=HTTPStatus.SERVICE_UNAVAILABLE,
        )
    content = await file.read()
    given = {"case": opened.case_bytes(), "template": content}
    try:
        what, hint = await opened.workers.ask("template_fits", **given)
    except TaskRefusedError as error:
        what, hint = error.what, error.hint
    if what:
        return page(
            request, "template_refused.html.j2", panel="documents", status=400, problem=what, hint=hint
        )
    opened.shelf.keep(content, "template")
    return RedirectResponse("/documents#template", status_code=HTTPStatus.SEE_OTHER)


@router.post("/documents/template/forget", include_in_schema=False)
def forget_template(request: Request) -> RedirectResponse:
    """Writes the brief in our own template again."""
    request.app.state.opened.shelf.keep(None, "template")
    return RedirectResponse("/documents#template", status_code=HTTPStatus.SEE_OTHER)


def _known(form: str, language: str, sections: tuple[str, ...], accord: str, talks: str) -> Asked:
    """What is asked, where every name is one of ours."""
    language = language or spoken().code
    if form not in FORMS or language not in LANGUAGES or not set(sections) <= set(SECTIONS):
        raise RefusedError(
            say("There is no such document."), hint=say("Choose from the lists."), status=HTTPStatus.NOT_FOUND
        )
    chosen = tuple(name for name in SECTIONS if name in sections)
    return Asked(form=form, language=language, sections=chosen, accord=accord, talks=talks)


def _lacking(opened: Opened, asked: Asked) -> str:
    """What the brief needs and is not there; "" when all is."""
    whole = not asked.sections or bool(ANALYSED & set(asked.sections))
    there = opened.shelf.get("findings", opened.digest()) is not None
    return "findings" if whole and not there else ""


def _parts(opened: Opened, asked: Asked) -> dict[str, bytes]:
    """The results that the brief tells, as bytes."""
    digest = opened.digest()
    parts: dict[str, bytes] = {}
    findings = opened.shelf.get("findings", digest)
    if findings is not None:
        parts["findings"] = findings
    accord = next((result for key, _, _, result in _accords(opened) if key == asked.accord), None)
    if accord is not None:
        parts["accord"] = accord
    talks = opened.shelf.get("talks", digest, asked.talks) if asked.talks else None
    if talks is not None:
        parts["talks"] = talks["outlook"]
    for name in ("holding", "talks"):
        if name in asked.sections and {"holding": "accord", "talks": "talks"}[name] not in parts:
            raise RefusedError(
                say("A chosen section needs a result that is not there."),
                hint=say("Work out the accord or simulate the talks first, and choose the result."),
                status=HTTPStatus.CONFLICT,
            )
    return parts


def _accords(opened: Opened) -> list[tuple[str, str, str, bytes]]:
    """The accords that were worked out: key, title, wording, result."""
    found = []
    for accord in opened.accords().values():
        labels = {"": "", **{one.id: str(one.label) for one in accord.wordings}}
        for wording, label in labels.items():
            result = opened.shelf.get("hold", accord.digest, wording)
            if result is not None:
                found.append((f"{accord.id}/{wording}", str(accord.title), label, result))
    return found


def _talks(opened: Opened) -> list[tuple[Any, Any]]:
    """The simulated talks that are kept, with their figures."""
    digest = opened.digest()
    listed = opened.shelf.get("talks-list", digest) or ()
    found = ((one, opened.shelf.get("talks", digest, one.key)) for one in listed)
    return [(one, result) for one, result in found if result is not None]
