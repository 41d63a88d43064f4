"""Says whether the compiled twins of the kernels can be used.

The plain numpy kernels are the reference and always work; `pip install 'detente[fast]'` adds numba
twins that give the same bits sooner. Set `DETENTE_FAST=0` to leave them unused.
"""

import functools
import importlib
import importlib.util
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["compiled", "compiles_first", "fast_available"]


def fast_available() -> bool:
    """True when the compiled twins may be used: numba is installed and not switched off.

    >>> isinstance(fast_available(), bool)
    True
    """
    if os.environ.get("DETENTE_FAST", "1") == "0":
        return False
    return importlib.util.find_spec("numba") is not None


def compiles_first(stem: str = "mediated_fast") -> bool:
    """True when the engine of that name is still to be compiled: nothing of it is kept on disk yet.

    >>> compiles_first("no_such_module") == fast_available()
    True
    """
    if not fast_available():
        return False
    here = Path(__file__).parent
    return not any(here.rglob(f"__pycache__/{stem}.*.nbi"))


@functools.cache
def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """A plain loop compiled by numba, kept on disk where the installation allows it.

    Call it only where `fast_available()` holds.
    """
    numba = importlib.import_module("numba")
    try:
        kernel: Callable[..., Any] = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # no folder can be written to keep it in
        kernel = numba.njit(nogil=True)(function)
    return kernel
