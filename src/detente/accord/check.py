"""One way to ask anything of an accord: a property by name, a formula, or a function of one's own."""

import re
from collections.abc import Callable
from inspect import signature
from typing import Any, TypeAlias

import numpy as np

from detente.accord.language.plan import Accord
from detente.accord.properties import property_named
from detente.accord.questions.formula import ask
from detente.accord.results import Finding, PerOrder, Verdict
from detente.accord.space import AccordSpace
from detente.errors import AnalysisError

__all__ = ["Question", "check"]

Question: TypeAlias = str | Callable[..., Any]
"""A name in `PROPERTIES`, a formula, or a function of a space."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def check(space: AccordSpace | Accord, question: Question, /, **options: Any) -> Finding:
    """What a property, a formula or a function says of an accord, with the options it takes.

    An accord alone is asked as it is read; options are given by name. A function is given the space and the
    options; its own `Finding` is passed through, a plain truth becomes a verdict. Raises UnknownName for a
    property there is not, AccordError for a formula that cannot be read, AnalysisError for options that the
    question does not take.

    >>> from detente.accord.language.plan import Phase, Side
    >>> accord = Accord(id="bare", title="", sides=(Side(id="a", name="A"), Side(id="b", name="B")),
    ...     phases=(Phase(id="one", name="One", lasts=2),), clauses=())
    >>> print(check(accord, "collapse", coalition="a"))
    Can A alone bring the accord down without being in breach? yes, by day 1
    >>> check(accord, lambda space: space.game.situations > 10).holds
    False
    """
    asked = AccordSpace(space) if isinstance(space, Accord) else space
    if isinstance(question, str) and not _NAME.fullmatch(question.strip()):
        _fits(ask, question.strip(), asked, question, **options)
        return ask(asked, question)
    function = property_named(question.strip()) if isinstance(question, str) else question
    name = question.strip() if isinstance(question, str) else getattr(question, "__name__", "a function")
    _fits(function, name, asked, **options)
    found = function(asked, **options)
    if isinstance(found, Finding):
        return found
    if not isinstance(found, bool | np.bool_):
        raise AnalysisError(
            f"{name} gave {type(found).__name__}", hint="a question gives True, False or a result of its own"
        )
    return Verdict(
        question=name,
        asks=f"Does {name} hold?",
        holds=bool(found),
        basis=asked.basis("a function of its own"),
        orders=tuple(PerOrder(order=order, holds=bool(found)) for order in asked.orders),
        assumes=asked.rules.assumes,
    )


def _fits(function: Callable[..., Any], name: str, *given: Any, **options: Any) -> None:
    """Raises AnalysisError where a function does not take these options."""
    try:
        signature(function).bind(*given, **options)
    except TypeError as error:
        takes = ", ".join(list(signature(function).parameters)[1:])
        raise AnalysisError(f"{name}: {error}", hint=f"it takes: {takes or 'no options'}") from None
