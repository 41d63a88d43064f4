"""The addresses of the workbench, a module a panel: parse, ask the facade or a worker, render."""

from detente.web.routes import (
    assumptions,
    documents,
    draft,
    holding,
    jobs,
    matrix,
    settings,
    space,
    talks,
    timeline,
    workbook,
)

__all__ = ["ROUTERS"]

ROUTERS = (
    assumptions.router,
    documents.router,
    draft.router,
    holding.router,
    jobs.router,
    matrix.router,
    settings.router,
    space.router,
    talks.router,
    timeline.router,
    workbook.router,
)
"""Every router, in alphabetical order."""
