"""What is simulated in blocks: a job, and the columns of the runs that one block holds.

A job is a value that can be sent to another process. The columns of a run depend on the job and on the
number of the run alone, never on the block that it falls into, so blocks may be done anywhere and again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from detente.errors import DetenteError, TalksError

__all__ = ["Block", "Columns", "Job", "done_block", "joined", "span"]

Columns = Mapping[str, npt.NDArray[Any]]


@runtime_checkable
class Job(Protocol):
    """Whatever simulates runs by their numbers: frozen, and such that `pickle` can send it."""

    @property
    def digest(self) -> str:
        """A text that differs wherever anything differs that the runs depend on, the seed included."""
        ...

    def block(self, first: int, count: int) -> Columns:
        """The runs `first` to `first + count - 1` as arrays by name, whose first axis is the runs."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """The runs from `first` on as read-only arrays by name; the first axis of each is the runs."""

    first: int
    columns: Columns

    def __post_init__(self) -> None:
        """Takes views that cannot be written through."""
        views = {}
        for name, array in self.columns.items():
            views[name] = np.asarray(array).view()
            views[name].flags.writeable = False
        object.__setattr__(self, "columns", views)

    @property
    def runs(self) -> int:
        """How many runs it holds."""
        return len(next(iter(self.columns.values())))

    @property
    def stop(self) -> int:
        """The number after its last run."""
        return self.first + self.runs

    def upto(self, stop: int) -> "Block":
        """The same without the runs from `stop` on."""
        if stop >= self.stop:
            return self
        return Block(first=self.first, columns={k: v[: stop - self.first] for k, v in self.columns.items()})


def done_block(job: Job, first: int, count: int) -> dict[str, npt.NDArray[Any]]:
    """The columns that a job makes of `count` runs, laid out alike wherever they are made.

    TalksError when the job raises or when its arrays are not what was asked for; an error of ours that the
    job raises is passed on as it is, for it may name the run.

    >>> class Squares:
    ...     digest = "squares"
    ...     def block(self, first, count):
    ...         return {"square": np.arange(first, first + count) ** 2}
    >>> done_block(Squares(), 10, 3)["square"]
    array([100, 121, 144])
    """
    try:
        made = job.block(first, count)
    except DetenteError:
        raise
    except Exception as error:
        raise _broken(job, first, count, f"{type(error).__name__}: {error}") from error
    if not isinstance(made, Mapping) or not made:
        raise _broken(job, first, count, "no arrays by name were returned")
    columns = {}
    for name, given in made.items():
        array = np.asarray(given)
        if array.ndim == 0 or len(array) != count:
            raise _broken(job, first, count, f"{name!r} has shape {array.shape}, not {count} runs")
        if array.dtype.hasobject:
            raise _broken(job, first, count, f"{name!r} holds Python objects; numbers or texts are needed")
        columns[str(name)] = np.ascontiguousarray(array)
    return columns


def joined(blocks: Sequence[Block]) -> dict[str, npt.NDArray[Any]]:
    """The columns of blocks in run order, end to end: for as many runs as fit into memory."""
    if not blocks:
        return {}
    return {name: np.concatenate([b.columns[name] for b in blocks]) for name in blocks[0].columns}


def span(first: int, count: int) -> str:
    """The numbers of some runs in words.

    >>> span(4096, 4096)
    'runs 4,096 to 8,191'
    """
    return f"runs {first:,} to {first + count - 1:,}" if count > 1 else f"run {first:,}"


def _broken(job: Job, first: int, count: int, what: str) -> TalksError:
    seed = getattr(job, "seed", None)
    again = f"job.block({first}, {count})" + ("" if seed is None else f" with seed {seed}")
    return TalksError(what, where=span(first, count), hint=f"{again} does it again")
