"""Many runs of a job, block by block, over any executor: the same bits on any number of workers.

Blocks are handed on in run order, so whatever folds them gets the same answer however they were done; no more
than a few are held at once. A block whose worker died is done again. With a folder, every finished block is
kept and the same call goes on from there.
"""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.errors import DetenteError, TalksError
from detente.talks.spread.folder import BlockFolder, Manifest, open_folder
from detente.talks.spread.job import Block, Columns, Job, done_block, span
from detente.talks.spread.pools import InProcess, at_once, ended, own_pool

__all__ = ["ATTEMPTS", "BLOCK", "Spread", "run_blocks"]

BLOCK = 4096
"""How many runs a block has unless told otherwise."""

ATTEMPTS = 3
"""How often a block is tried whose worker dies, or whose executor fails in another way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How many runs and blocks were done: `found` blocks in the folder, `again` when a worker died."""

    runs: int
    blocks: int
    found: int = 0
    again: int = 0

    def __str__(self) -> str:
        """One line."""
        parts = [f"{self.runs:,} runs in {self.blocks:,} block{'s' * (self.blocks != 1)}"]
        parts += [f"{self.found:,} found in the folder"] * bool(self.found)
        parts += [f"{self.again:,} done again after a worker died"] * bool(self.again)
        return ", ".join(parts)

    def as_dict(self) -> dict[str, int]:
        """The counts, for JSON."""
        return {"runs": self.runs, "blocks": self.blocks, "found": self.found, "again": self.again}


def run_blocks(
    job: Job,
    runs: int,
    *,
    on_block: Callable[[Block], object] | None = None,
    executor: Executor | None = None,
    workers: int | None = None,
    block: int | None = None,
    folder: str | Path | None = None,
) -> Spread:
    """What was done to simulate the runs 0 to `runs - 1`, each of whose blocks went to `on_block` in order.

    In this process; with `workers`, on so many processes started here; with `executor`, on what it offers,
    where `workers` says how many that is if it does not say so itself. `block`: how many runs at a time,
    4,096 unless told; no answer depends on it. `folder` keeps finished blocks: the same call takes them from
    there, a call with more runs goes on from there, and the size of block it began with holds.

    TalksError when runs, workers or block are not at least 1, when the job breaks its contract (told of the
    first such block), when a block's worker died or its executor failed three times, when the folder is
    another job's or cannot be written. KeyboardInterrupt says how much is kept.

    >>> import numpy as np
    >>> class Dice:
    ...     digest = "two dice"
    ...     def block(self, first, count):
    ...         runs = np.arange(first, first + count)
    ...         return {"sum": runs % 6 + runs // 6 % 6 + 2}
    >>> sums = []
    >>> print(run_blocks(Dice(), 36, on_block=lambda b: sums.extend(b.columns["sum"]), block=10))
    36 runs in 4 blocks
    >>> sums.count(7)
    6
    """
    for name, given in (("runs", runs), ("workers", workers), ("block", block)):
        if given is not None and given < 1:
            raise TalksError(f"{name} must be at least 1, not {given}", where=name)
    kept = None if folder is None else open_folder(folder, job, runs, block, BLOCK)
    manifest = Manifest(job=job.digest, runs=runs, block=block or BLOCK) if kept is None else kept.manifest
    work = _Work(
        job=job,
        runs=runs,
        manifest=manifest,
        kept=kept,
        given=executor or (InProcess() if workers in {None, 1} else None),
        workers=workers,
    )
    try:
        work.through(on_block or _ignored)
    except KeyboardInterrupt:
        work.salvage()
        said = kept.kept() if kept else "nothing is kept, for no folder was named"
        raise KeyboardInterrupt(f"stopped; {said}") from None
    except BaseException:
        work.salvage()
        raise
    finally:
        work.close()
    return Spread(runs=runs, blocks=work.blocks, found=work.found, again=work.again)


@dataclass(slots=True, kw_only=True)
class _Work:
    """The blocks under way (`flight`) and done but not handed on (`ready`, an error where one failed)."""

    job: Job
    runs: int
    manifest: Manifest
    kept: BlockFolder | None
    given: Executor | None
    workers: int | None
    pool: ProcessPoolExecutor | None = None
    flight: dict["Future[Any]", int] = field(default_factory=dict)
    ready: dict[int, Block | DetenteError] = field(default_factory=dict)
    tries: "Counter[int]" = field(default_factory=Counter)
    alone: bool = False
    columns: dict[str, Any] = field(default_factory=dict)
    found: int = 0
    again: int = 0

    @property
    def blocks(self) -> int:
        return -(-self.runs // self.manifest.block)

    def through(self, on_block: Callable[[Block], object]) -> None:
        """Does every block and hands each on in order."""
        window = at_once(self.given, self.workers)
        for head in range(self.blocks):
            while head not in self.ready:
                self.start(head, head + 1 if self.alone else min(head + window, self.blocks))
                if head not in self.ready:
                    self.collect()
            self.alone = False
            done = self.ready.pop(head)
            if isinstance(done, DetenteError):
                raise done
            self.same_columns(done)
            on_block(done.upto(self.runs))

    def start(self, head: int, stop: int) -> None:
        """Sends off what is neither under way nor done of the blocks from `head` on."""
        under_way = set(self.flight.values())
        for index in range(head, stop):
            if index in under_way or index in self.ready:
                continue
            there = None if self.kept is None else self.kept.read(index)
            if there is not None:
                self.ready[index] = there
                self.found += 1
                continue
            first, count = index * self.manifest.block, self.manifest.count(index)
            try:
                self.flight[self.executor().submit(done_block, self.job, first, count)] = index
            except BrokenExecutor as error:
                if not self.flight:  # else what is under way tells of it
                    self.lost(index, error, blamed=True)
                    self.renew()
                return
            except RuntimeError as error:
                raise TalksError(
                    f"the executor takes no work: {error}", hint="give one that is not shut down"
                ) from None

    def collect(self) -> None:
        """Waits until something that is under way is done, and takes it in."""
        done, _ = wait(self.flight, return_when=FIRST_COMPLETED)
        broken = any(isinstance(_error(future), BrokenExecutor) for future in done)
        if broken:  # a broken pool lets go of everything
            done, _ = wait(self.flight)
        only = len(self.flight) == 1
        for future in done:
            index = self.flight.pop(future)
            error = _error(future)
            if error is None:
                self.ready[index] = self.finish(index, future.result())
            elif isinstance(error, DetenteError):
                self.ready[index] = error
            else:  # what a job raises is an error of ours, so this one is the executor's
                self.lost(index, error, blamed=only or not isinstance(error, BrokenExecutor))
        if broken:
            self.renew()

    def finish(self, index: int, columns: Columns) -> Block:
        """The block that has come back, kept where there is a folder."""
        block = Block(first=index * self.manifest.block, columns=columns)
        if self.kept is not None:
            try:
                self.kept.write(index, block)
            except OSError as error:
                raise self.kept.failed(error) from None
        return block

    def lost(self, index: int, error: BaseException, *, blamed: bool) -> None:
        """Lets a block be done again unless it has been tried often enough."""
        self.again += 1
        self.tries[index] += blamed
        if self.tries[index] >= ATTEMPTS:
            self.ready[index] = TalksError(
                f"{ATTEMPTS} attempts failed; the last: {type(error).__name__}: {error}",
                where=self.span(index),
                hint="see whether memory runs out; `pickle` must be able to write the job and the workers to"
                " import it; a script that uses workers keeps its calls under"
                ' `if __name__ == "__main__":`',
            )

    def renew(self) -> None:
        """Ends the broken pool; the next block is tried with no other beside it, so that it can be blamed."""
        if self.given is not None:
            said = f"; {self.kept.kept()}" if self.kept else ""
            raise TalksError(
                f"a worker died, and the executor that was given takes no more work{said}",
                hint="use workers=N, whose processes are replaced, or call again with a new executor and the"
                " same folder",
            )
        pool, self.pool, self.alone = self.pool, None, True
        if pool is not None:
            ended(pool)

    def executor(self) -> Executor:
        """The executor that was given, or a pool of ours, made when first needed."""
        if self.given is not None:
            return self.given
        if self.pool is None:
            self.pool = own_pool(self.workers or 1)
        return self.pool

    def same_columns(self, block: Block) -> None:
        """Raises TalksError when a block's arrays are not like those of the first."""
        found = {name: (a.dtype.str, a.shape[1:]) for name, a in block.columns.items()}
        self.columns = self.columns or found
        if found != self.columns:
            raise TalksError(
                f"the arrays differ from those of the first block: {found}, not {self.columns}",
                where=self.span(block.first // self.manifest.block),
            )

    def salvage(self) -> None:
        """Keeps what came back and was not yet taken in."""
        for future in [f for f in self.flight if f.done() and _error(f) is None] if self.kept else ():
            with suppress(TalksError):  # the error under way has been told
                self.finish(self.flight.pop(future), future.result())

    def close(self) -> None:
        """Lets go of what is under way, and of our pool."""
        for future in self.flight:
            future.cancel()
        if self.pool is not None and self.flight:
            ended(self.pool)
        elif self.pool is not None:
            self.pool.shutdown()

    def span(self, index: int) -> str:
        return span(index * self.manifest.block, self.manifest.count(index))


def _error(future: "Future[Any]") -> BaseException | None:
    """What a future that is done failed with; of an error that Ray wraps, the one inside."""
    try:
        error = future.exception()
    except CancelledError as cancelled:
        return cancelled
    inside = getattr(error, "cause", None)
    return inside if isinstance(inside, DetenteError) else error


def _ignored(block: Block) -> None:
    """Lets a block go."""
