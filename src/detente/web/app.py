"""The application: its routes, its failures, its fence; it holds no question and no answer itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from detente.web.failures import add_failures
from detente.web.fence import Fence
from detente.web.opened import Opened
from detente.web.page import STATIC
from detente.web.routes import ROUTERS

__all__ = ["make_app"]


def make_app(opened: Opened, *, token: str, port: int) -> Any:
    """The workbench of one open case as an ASGI application, behind its fence.

    `token` is the secret of the link, `port` the one it is served on. JSON stands under `/api`, its
    description at `/api/openapi.json`.
    """

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await opened.workers.close()

    app = FastAPI(
        title="detente",
        summary="What the workbench of one case answers.",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=life,
        redirect_slashes=False,
        separate_input_output_schemas=False,
        **_quiet(),
    )
    app.state.opened = opened
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in ROUTERS:
        app.include_router(router)
    add_failures(app)
    return Fence(app, token=token, port=port)


def _quiet() -> dict[str, Any]:
    """Telemetry off, where this FastAPI has any."""
    from inspect import signature

    if "telemetry" not in signature(FastAPI.__init__).parameters:
        return {}
    off = {
        "tracing": False,
        "metrics": False,
        "logs": False,
        "operation_spans": False,
        "auto_configure": False,
    }
    return {"telemetry": off}
