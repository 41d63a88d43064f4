"""The addresses of the workbench, a module a panel: parse, ask the facade or a worker, render."""

from detente.web.routes import (
    assumptions,
    documents,
    draft,
    edits,
    holding,
    jobs,
    matrix,
    reports,
    review,
    review_data,
    review_many,
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
    edits.router,
    holding.router,
    jobs.router,
    matrix.router,
    reports.router,
    review.router,
    review_data.router,
    review_many.router,
    settings.router,
    space.router,
    talks.router,
    timeline.router,
    workbook.router,
)
"""Every router, in alphabetical order."""
