"""The addresses of the workbench, a module a panel: parse, ask the facade or a worker, render."""

from detente.web.routes import assumptions, holding, jobs, matrix, settings, talks

__all__ = ["ROUTERS"]

ROUTERS = (
    assumptions.router,
    holding.router,
    jobs.router,
    matrix.router,
    settings.router,
    talks.router,
)
"""Every router, in alphabetical order."""
