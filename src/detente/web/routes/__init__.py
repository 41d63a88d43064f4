"""The addresses of the workbench, a module a panel: parse, ask the facade or a worker, render."""

from detente.web.routes import assumptions, documents, holding, jobs, matrix, settings, talks, workbook

__all__ = ["ROUTERS"]

ROUTERS = (
    assumptions.router,
    documents.router,
    holding.router,
    jobs.router,
    matrix.router,
    settings.router,
    talks.router,
    workbook.router,
)
"""Every router, in alphabetical order."""
