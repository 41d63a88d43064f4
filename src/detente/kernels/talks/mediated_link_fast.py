"""A plain loop and all plain functions that it calls, compiled together by numba as one kernel.

numba keeps compiled code on disk by the text of one file, and would use old code when another file of the
loop changes; here the kept code also depends on every function and number that the loop reaches.
"""

import hashlib
import importlib
from collections.abc import Callable
from types import CellType, FunctionType, ModuleType
from typing import Any

import numpy as np

from detente.kernels.backend import compiled

__all__ = ["linked"]

_HOME = "detente.kernels"


_HOW = {
    "nogil": True,
    "error_model": "numpy",  # nothing here divides by zero
    "_nrt": False,  # nor makes an array, so that none need be counted
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
}


def linked(loop: Callable[..., Any], *, within: frozenset[str] = frozenset()) -> Callable[..., Any]:
    """The loop compiled with all it calls; call it only where `fast_available()` holds.

    `loop` is a closure over one whole number, which it must use: that number becomes a digest of everything
    that the loop reaches, so that changed parts are compiled anew. The functions named in `within`
    become part of their callers before these are compiled: that runs sooner, and compiles sooner where they
    hold most of the code and have one caller. No part may make an array.
    """
    parts = _parts(loop)
    text = f"{_text(loop, parts)} {sorted(within)} {_HOW}"
    digest = int.from_bytes(hashlib.sha256(text.encode()).digest()[:7], "big")
    numba = importlib.import_module("numba")
    spaces: dict[str, dict[str, Any]] = {}
    kept = {
        id(part): numba.njit(**_HOW, inline="always" if part.__name__ in within else "never")(
            _moved(part, spaces)
        )
        for part in parts
    }
    entry = _moved(loop, spaces, (CellType(digest),))
    for space in spaces.values():
        space.update({name: kept[id(value)] for name, value in space.items() if id(value) in kept})
    return compiled(entry)


def _parts(loop: Any) -> tuple[Any, ...]:
    """Every function of the kernels that a function reaches through the names it uses, callees first."""
    found: dict[int, Any] = {}

    def visit(function: Any) -> None:
        for value in _reached(function).values():
            if isinstance(value, FunctionType) and id(value) not in found:
                visit(value)
                found[id(value)] = value

    visit(loop)
    return tuple(found.values())


def _reached(function: Any) -> dict[str, Any]:
    """What a function reaches of ours by name: functions, numbers, and the numbers of modules of ours."""
    space, names = function.__globals__, function.__code__.co_names
    found = {name: space[name] for name in names if name in space}
    for module in [m for m in found.values() if isinstance(m, ModuleType) and m.__name__.startswith(_HOME)]:
        found |= {f"{module.__name__}.{name}": vars(module)[name] for name in names if name in vars(module)}
    return {name: value for name, value in found.items() if _ours(value)}


def _ours(value: Any) -> bool:
    """Whether this is one of our functions, or a number."""
    if isinstance(value, FunctionType):
        return value.__module__.startswith(_HOME)
    return isinstance(value, (int, np.integer))


def _text(loop: Any, parts: tuple[Any, ...]) -> str:
    """Everything that decides what the code does."""
    lines = []
    for function in (loop, *parts):
        code = function.__code__
        numbers = sorted((k, repr(v)) for k, v in _reached(function).items() if not callable(v))
        lines.append(repr((code.co_name, code.co_code, code.co_consts, code.co_names, numbers)))
    return "\n".join(lines)


def _moved(
    function: Any, spaces: dict[str, dict[str, Any]], closure: tuple[CellType, ...] | None = None
) -> Any:
    """The function over a copy of its module's names, so that these can be bound to compiled functions."""
    space = spaces.setdefault(function.__module__, dict(function.__globals__))
    moved = FunctionType(function.__code__, space, function.__name__, function.__defaults__, closure)
    moved.__module__, moved.__qualname__ = function.__module__, function.__qualname__
    return moved
