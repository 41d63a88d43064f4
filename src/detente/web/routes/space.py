"""The deal space: its picture, who would pass how much, and bridges ranked anew as numbers move."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Annotated, Any, Final
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from detente.languages import say, spoken
from detente.languages.figures import number_text
from detente.web.failures import RefusedError
from detente.web.opened import Opened
from detente.web.page import page
from detente.web.panels.evidence import sources_of
from detente.web.panels.space import address_of, concept_text, controls_of, groups_of, moved_of
from detente.web.panels.space_rows import TOOLS, chance_text, ranked_of, sets_of, stakes_rows
from detente.web.panels.telling import told_here
from detente.web.work.workers import TaskRefusedError

__all__ = ["router"]

router = APIRouter()

_OWN: Final = ("one", "other", "show")
_SHOWN: Final = {"": 12, "more": 40, "all": 10_000}
_BRIDGES: Final = 5
_FIELDS: Final = 4_000
_DRAWS: Final = 1024


class Asked(BaseModel):
    """Numbers moved, by path: a likely value, or low, likely and high; and how many packages to tell."""

    model_config = ConfigDict(extra="forbid")

    moves: dict[str, float | tuple[float, float, float]] = Field(default_factory=dict, max_length=60)
    count: int = Field(default=5, ge=1, le=50)


@router.get("/space", response_class=HTMLResponse, include_in_schema=False)
async def space(request: Request) -> Response:
    """The picture, the win-sets, the numbers that can be moved, the bridges as they then rank."""
    opened: Opened = request.app.state.opened
    try:
        numbers = await _numbers(opened)
    except TaskRefusedError as error:
        folder = "preferences/"
        return page(
            request, "space_none.html.j2", panel="space", case=opened.case(), why=error.what, folder=folder
        )
    given = request.query_params.multi_items()
    own = {name: value for name, value in given if name in _OWN}
    moved = moved_of(numbers, [field for field in given if field[0] not in _OWN])
    pair = _pair(opened, own.get("one", ""), own.get("other", ""))
    show = own.get("show", "")
    if show not in _SHOWN:
        raise RefusedError(say("There is no such choice here."), status=HTTPStatus.NOT_FOUND)
    case = opened.case()
    shown = [n for k, n in enumerate(numbers) if k < _SHOWN[show] or n["path"] in moved]
    found = await _page(opened, moved, pair)
    ranked = await _ranked(opened, moved)
    findings = opened.shelf.get("findings", opened.digest())
    return page(
        request,
        "space.html.j2",
        panel="space",
        case=case,
        parties=sorted((p.name, p.id) for p in case.parties),
        found=found,
        concept_text=concept_text,
        sets=sets_of(case, found),
        groups=groups_of(case, controls_of(case, shown, moved)),
        numbers=len(numbers),
        shown=len(shown),
        show=show,
        moved=moved,
        own={name: value for name, value in own.items() if value},
        svg=told_here(found["svg"]),
        all=_count(found["packages"]),
        open_points=False,
        fields=parse_qsl(address_of(numbers, moved)),
        reset=urlencode({name: value for name, value in own.items() if value}),
        more=address_of(numbers, moved, **{**own, "show": "more"}),
        every=address_of(numbers, moved, **{**own, "show": "all"}),
        editing=opened.editable,
        working=opened.workers.working_on("analyse", "/space#more"),
        parts_told=await _parts(opened, findings) if findings is not None else (),
        **_telling(opened, numbers, ranked, moved, own),
    )


@router.post("/space/rank", include_in_schema=False)
async def rank(request: Request) -> Response:
    """The bridges as they rank after the moves; without the page's script, the page at that address."""
    opened: Opened = request.app.state.opened
    numbers = await _numbers(opened)
    form = await request.form(max_fields=_FIELDS, max_files=0)
    given = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    own = {name: value for name, value in given if name in _OWN}
    moved = moved_of(numbers, [field for field in given if field[0] not in _OWN])
    address = f"/space?{address_of(numbers, moved, **own)}"
    if request.headers.get("hx-request-type") != "partial":
        return RedirectResponse(f"{address}#bridges", status_code=HTTPStatus.SEE_OTHER)
    ranked = await _ranked(opened, moved)
    told = _telling(opened, numbers, ranked, moved, own)
    answer = page(request, "rank.html.j2", panel="space", case=opened.case(), moved=moved, **told)
    answer.headers["HX-Replace-Url"] = address
    return answer


@router.post("/space/analyse", include_in_schema=False)
async def analyse(request: Request) -> RedirectResponse:
    """Begins to work out every finding, or leads to them."""
    opened: Opened = request.app.state.opened
    digest, back = opened.digest(), "/space#more"
    if opened.shelf.get("findings", digest) is not None:
        return RedirectResponse(back, status_code=HTTPStatus.SEE_OTHER)
    case = opened.case()
    job = opened.workers.working_on("analyse", back) or opened.workers.start(
        "analyse",
        say("Who blocks, what would bridge, what would open it"),
        back,
        lambda result: opened.shelf.keep(result, "findings", digest),
        case=opened.case_bytes(),
        scenario=case.scenarios[0].id if case.scenarios else "",
        draws=_DRAWS,
        seed=0,
    )
    return RedirectResponse(f"/jobs/{job.id}", status_code=HTTPStatus.SEE_OTHER)


@router.get("/space/number", response_class=HTMLResponse, include_in_schema=False)
async def number(request: Request, path: Annotated[str, Query(max_length=500)]) -> Response:
    """One number: its range and what it rests on."""
    opened: Opened = request.app.state.opened
    found = next((one for one in await _numbers(opened) if one["path"] == path), None)
    if found is None:
        raise RefusedError(say("There is no such number in this case."), status=HTTPStatus.NOT_FOUND)
    case = opened.case()
    return page(
        request,
        "number.html.j2",
        panel="space",
        **TOOLS,
        case=case,
        control=controls_of(case, [found], {})[0],
        sources=sources_of(case, _statements(case, found["evidence"]), opened.read_record()),
        editing=opened.editable,
    )


@router.get("/package/{number}", response_class=HTMLResponse, include_in_schema=False)
async def package(
    request: Request, number: Annotated[str, Path(max_length=40, pattern="^[0-9]+$")]
) -> Response:
    """One package: its options, what it is worth to whom, its odds, who says no."""
    opened: Opened = request.app.state.opened
    numbers = await _numbers(opened)
    moved = moved_of(numbers, [f for f in request.query_params.multi_items() if f[0] not in _OWN])
    found = await opened.workers.ask(
        "space_package", **_case(opened), moves=_moves(moved), number=int(number)
    )
    if found is None:
        raise RefusedError(say("There is no such package in this case."), status=HTTPStatus.NOT_FOUND)
    case = opened.case()
    return page(
        request,
        "package.html.j2",
        panel="space",
        **TOOLS,
        case=case,
        found=found,
        moved=moved,
        state=address_of(numbers, moved),
        stakes=stakes_rows(case, found),
        noes=sorted(case.named(who) for who in found["noes"]),
        by_party=sorted((case.named(who), chance_text(*odds)) for who, *odds in found["parties"]),
        ranked=ranked_of(case, numbers, {"rows": (found,)}),
    )


@router.get("/api/space", tags=["space"])
async def space_as_data(
    request: Request,
    one: Annotated[str, Query(max_length=200)] = "",
    other: Annotated[str, Query(max_length=200)] = "",
    points: Annotated[int, Query(ge=1, le=20_000)] = 2_000,
) -> dict[str, Any]:
    """Packages in the plane of two parties' likely utilities, with their odds."""
    opened: Opened = request.app.state.opened
    pair = _pair(opened, one, other)
    found: dict[str, Any] = await opened.workers.ask(
        "space_data", **_case(opened), parties=pair, count=points
    )
    return found


@router.post("/api/space/rank", tags=["space"])
async def rank_as_data(request: Request, asked: Asked) -> dict[str, Any]:
    """The best packages after some numbers were moved."""
    opened: Opened = request.app.state.opened
    numbers = await _numbers(opened)
    fields = []
    for path, value in asked.moves.items():
        low, likely, high = value if isinstance(value, tuple) else (None, value, None)
        ends = ((f"{path}:low", low), (path, likely), (f"{path}:high", high))
        fields += [(field, f"{end!r}") for field, end in ends if end is not None]
    moved = moved_of(numbers, fields)
    found: dict[str, Any] = await opened.workers.ask(
        "space_rank_data", **_case(opened), moves=_moves(moved), count=asked.count
    )
    return {"moved": moved, **found}


async def _numbers(opened: Opened) -> Any:
    key = ("space-numbers", opened.digest())
    found = opened.shelf.get(*key)
    if found is None:
        found = await opened.workers.ask("space_numbers", **_case(opened))
        opened.shelf.keep(found, *key)
    return found


async def _page(opened: Opened, moved: Any, pair: tuple[str, str] | None) -> Any:
    """The picture and the win-sets; those of the case as it is are kept."""
    key = ("space", opened.digest(), pair, spoken().code)
    found = None if moved else opened.shelf.get(*key)
    if found is None:
        found = await opened.workers.ask("space_page", **_case(opened), moves=_moves(moved), parties=pair)
        if not moved:
            opened.shelf.keep(found, *key)
    return found


async def _ranked(opened: Opened, moved: Any) -> Any:
    key = ("space-ranked", opened.digest())
    found = None if moved else opened.shelf.get(*key)
    if found is None:
        try:
            found = await opened.workers.ask(
                "space_rank", **_case(opened), moves=_moves(moved), count=_BRIDGES
            )
        except TaskRefusedError:
            raise RefusedError(
                say("These values cannot stand together."),
                hint=say("Weights of an actor cannot all be zero, for example."),
                status=HTTPStatus.UNPROCESSABLE_ENTITY,
            ) from None
        if not moved:
            opened.shelf.keep(found, *key)
    return found


async def _parts(opened: Opened, findings: bytes) -> tuple[tuple[str, str, Any], ...]:
    """The sections of the brief that tell more, as HTML."""
    key = ("space-parts", opened.digest(), spoken().code)
    found = opened.shelf.get(*key)
    if found is None:
        found = await opened.workers.ask("space_parts", case=opened.case_bytes(), findings=findings)
        opened.shelf.keep(found, *key)
    return tuple((name, title, told_here(html)) for name, title, html in found)


def _telling(opened: Opened, numbers: Any, ranked: Any, moved: Any, own: Any) -> dict[str, Any]:
    """What the ranked bridges are told with."""
    return {
        "ranked": ranked,
        "rows": ranked_of(opened.case(), numbers, ranked),
        "columns": sorted((p.name, p.id) for p in opened.case().parties),
        "state": address_of(numbers, moved),
        "anew": f"/space?{address_of(numbers, moved, **own)}",
        **TOOLS,
    }


def _case(opened: Opened) -> dict[str, Any]:
    return {"case": opened.case_bytes(), "digest": opened.digest()}


def _moves(moved: Any) -> tuple[tuple[str, tuple[float, float, float]], ...]:
    return tuple(moved.items())


def _pair(opened: Opened, one: str, other: str) -> tuple[str, str] | None:
    """The two parties asked for; by name the first two that are left where none is named."""
    ids = [party.id for party in sorted(opened.case().parties, key=lambda p: (p.name, p.id))]
    for name in (one, other):
        if name and name not in ids:
            raise RefusedError(say("There is no such party here."), status=HTTPStatus.NOT_FOUND)
    if not ids:
        return None
    first = one or next((name for name in ids if name != other), ids[0])
    return first, other or next((name for name in ids if name != first), first)


def _count(packages: str) -> str:
    """How many packages there are, as a power of ten where that is more than anybody counts."""
    return number_text(int(packages)) if len(packages) < 13 else f"10^{len(packages) - 1}"


def _statements(case: Any, evidence: Iterable[str]) -> tuple[str, ...]:
    """The evidence with the statements of a stance in place of the stance."""
    stances = {stance.id: stance.evidence for stance in case.stances}
    return tuple(dict.fromkeys(one for name in evidence for one in stances.get(name) or (name,)))
