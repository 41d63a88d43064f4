"""The mediator strategies that files and commands can name."""

from importlib import import_module
from typing import Any, Protocol, runtime_checkable

from detente.errors import UnknownName
from detente.talks.moves import Draw, MediatorView, Text

__all__ = ["MEDIATORS", "Mediator", "mediator_named"]

MEDIATORS: dict[str, str] = {
    "fair": "detente.talks.mediators.fair:Fair",
    "greedy": "detente.talks.mediators.steps:Greedy",
    "learner": "detente.talks.mediators.learner:Learner",
    "random": "detente.talks.mediators.steps:RandomChange",
    "trades": "detente.talks.mediators.steps:Trades",
}
"""Where each strategy is defined; `package.module:attribute` names one of your own."""


@runtime_checkable
class Mediator(Protocol):
    """Words the next text from what a mediator may know."""

    def propose(self, view: MediatorView, draw: Draw) -> Text:
        """The next text: one option number for each issue."""
        ...


def mediator_named(name: str) -> Any:
    """The strategy of that name, made with its defaults; UnknownName with the nearest names otherwise.

    >>> mediator_named("trades")
    Trades()
    """
    where = MEDIATORS.get(name, name if ":" in name else "")
    if not where:
        raise UnknownName.among(name, "mediator strategy", MEDIATORS)
    module, _, own = where.partition(":")
    try:
        return getattr(import_module(module), own)()
    except (ImportError, AttributeError, TypeError) as error:
        raise UnknownName.among(name, f"mediator strategy ({error})", MEDIATORS) from None
