"""How many runs a second each executor does: `python benchmarks/executors.py [--runs 2000000] [--repeats 5]`.

The job is a stand-in: one compiled scalar loop a run, up to 200 days, nothing but arithmetic; `--job
package.module:attribute` takes another (a job, or a function that makes one). Executors take turns, and the
best of the repeats counts, since other work on the machine only slows down. Dask and Ray are measured where
they are installed. Every executor's runs must give the same digest.
"""

import argparse
import hashlib
import importlib
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from detente.kernels.backend import compiled, fast_available
from detente.talks.spread.job import Block
from detente.talks.spread.pools import InProcess, ray_executor
from detente.talks.spread.run import run_blocks

CORES = 2


def walk(first: int, seed: int, days: Any, heights: Any) -> None:
    """One run a row: a walk that ends when it is high enough, or after 200 days."""
    for row in range(days.shape[0]):
        height, day = 0, 0
        while day < 200 and height < 40:
            z = np.uint64(seed) + np.uint64((first + row) * 256 + day) * np.uint64(0x9E3779B97F4A7C15)
            z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            z ^= z >> np.uint64(31)
            for _ in range(8):
                height += 1 if z & np.uint64(1) else -1
                z >>= np.uint64(7)
            day += 1
        days[row], heights[row] = day, height


@dataclass(frozen=True, slots=True, kw_only=True)
class Walks:
    """The stand-in."""

    seed: int = 1

    @property
    def digest(self) -> str:
        return f"walks {self.seed}"

    def block(self, first: int, count: int) -> dict[str, Any]:
        days, heights = np.empty(count, np.int16), np.empty(count, np.int32)
        compiled(walk)(first, self.seed, days, heights)
        return {"day": days, "height": heights}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2_000_000)
    parser.add_argument("--block", type=int, default=50_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--job", default="")
    settings = parser.parse_args()
    if not settings.job and not fast_available():
        raise SystemExit("the stand-in is compiled: pip install 'detente[fast]', or name a --job")
    job = named(settings.job) if settings.job else Walks()
    with ExitStack() as stack:
        open_ones, starts = {}, {}
        for name, kind in KINDS.items():
            began = time.perf_counter()
            try:
                open_ones[name] = stack.enter_context(kind())
            except ImportError:
                print(f"{name} is not installed")
                continue
            run_blocks(job, 4 * CORES * 10, executor=open_ones[name], block=10)  # starts and compiles
            starts[name] = time.perf_counter() - began
        best = dict.fromkeys(open_ones, 0.0)
        task = dict(best)
        seen = set()
        for _ in range(settings.repeats):
            for name, executor in open_ones.items():
                rate, digest = measured(job, settings.runs, settings.block, executor)
                best[name] = max(best[name], rate)
                seen.add(digest)
                task[name] = max(task[name], measured(job, 200, 1, executor)[0])
    print(f"{'executor':<22}{'start s':>9}{'a task ms':>11}{'runs/s':>12}{'against one':>13}")
    for name, rate in best.items():
        against = rate / best["in this process"]
        print(f"{name:<22}{starts[name]:>9.2f}{1000 / task[name]:>11.2f}{rate:>12,.0f}{against:>13.2f}")
    print(f"digests seen: {len(seen)}")


def measured(job: Any, runs: int, block: int, executor: Executor) -> tuple[float, str]:
    """Runs a second by the clock, and a digest of all their columns in order."""
    digest = hashlib.blake2b()

    def fold(done: Block) -> None:
        for array in done.columns.values():
            digest.update(array)

    began = time.perf_counter()
    run_blocks(job, runs, on_block=fold, executor=executor, block=block, workers=CORES)
    return runs / (time.perf_counter() - began), digest.hexdigest()


def named(place: str) -> Any:
    module, _, attribute = place.partition(":")
    found = getattr(importlib.import_module(module), attribute)
    return found() if callable(found) and not hasattr(found, "digest") else found


@contextmanager
def dask() -> Iterator[Executor]:
    distributed = importlib.import_module("distributed")
    with (
        distributed.LocalCluster(
            n_workers=CORES, threads_per_worker=1, dashboard_address=None, silence_logs=50
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client.get_executor(pure=False)


def ray() -> Executor:
    here = str(Path(__file__).resolve().parent)  # its workers import this module
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH")]))
    return ray_executor()


KINDS: dict[str, Callable[[], Any]] = {
    "in this process": InProcess,
    f"{CORES} threads": lambda: ThreadPoolExecutor(CORES),
    f"{CORES} processes": lambda: ProcessPoolExecutor(CORES, mp_context=get_context("spawn")),
    "dask": dask,
    "ray": ray,
}

if __name__ == "__main__":
    importlib.import_module("executors").main()  # under its own name, as workers import it
