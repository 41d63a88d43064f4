"""The addresses of the workbench, a module a panel: parse, ask the facade or a worker, render."""

from detente.web.routes import holding, jobs, matrix, settings

__all__ = ["ROUTERS"]

ROUTERS = (
    holding.router,
    jobs.router,
    matrix.router,
    settings.router,
)
"""Every router, in alphabetical order."""
