"""Says whether the compiled twins of the kernels can be used.

The plain numpy kernels are the reference and always work; `pip install 'detente[fast]'` adds numba
twins that give the same bits sooner. Set `DETENTE_FAST=0` to leave them unused.
"""

import importlib.util
import os

__all__ = ["fast_available"]


def fast_available() -> bool:
    """True when the compiled twins may be used: numba is installed and not switched off.

    >>> isinstance(fast_available(), bool)
    True
    """
    if os.environ.get("DETENTE_FAST", "1") == "0":
        return False
    return importlib.util.find_spec("numba") is not None
