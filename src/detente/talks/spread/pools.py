"""Where blocks are done: in this process, on processes of ours, or on any executor that is given.

Processes of ours are started anew ("spawn"), alike on every system; they end with the process that started
them, however that ends. Dask's `Client.get_executor(pure=False)` fits as it is; `ray_executor` makes Ray fit.
"""

import multiprocessing as mp
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import suppress
from importlib import import_module
from multiprocessing.process import BaseProcess
from typing import Any

from detente.errors import MissingExtra

__all__ = ["AT_ONCE", "InProcess", "at_once", "ended", "own_pool", "ray_executor"]

AT_ONCE = 64
"""How many blocks are under way on an executor that does not say how many workers it has."""


class InProcess(Executor):
    """An executor that does each call at once, where it stands; Ctrl-C goes through it."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """A future that is done.

        >>> InProcess().submit(max, 1, 2).result()
        2
        """
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - whatever was raised is told by the future
            future.set_exception(error)
        return future


def own_pool(workers: int) -> ProcessPoolExecutor:
    """A pool of so many processes; what is sent to them must be importable there."""
    return ProcessPoolExecutor(workers, mp_context=mp.get_context("spawn"), initializer=_settle)


def ended(pool: ProcessPoolExecutor) -> None:
    """Ends a pool of ours at once, without waiting for what its processes are doing."""
    processes: dict[int, BaseProcess] = getattr(pool, "_processes", None) or {}
    for process in list(processes.values()):
        with suppress(OSError, ValueError):  # it has ended, or was closed
            process.terminate()
    pool.shutdown(wait=True, cancel_futures=True)


def at_once(executor: Executor | None, workers: int | None) -> int:
    """How many blocks to keep under way: enough that no worker waits, few enough to hold in memory.

    >>> at_once(None, None), at_once(None, 4)
    (1, 12)
    """
    if isinstance(executor, InProcess) or (executor is None and workers in {None, 1}):
        return 1
    known = workers or getattr(executor, "_max_workers", None)
    return 3 * known if known else AT_ONCE


def ray_executor(**options: Any) -> Executor:
    """A Ray cluster as an executor: the one this process has joined, or one started here with `ray.init`.

    `options`, such as `num_cpus` or `resources`, are those of `ray.remote` and hold for every block. Shutting
    the executor down ends a cluster that it started, no other. MissingExtra without Ray.
    """
    try:
        ray = import_module("ray")
    except ImportError:
        raise MissingExtra.named("ray", "ray") from None
    return _Ray(ray, options)


class _Ray(Executor):
    def __init__(self, ray: Any, options: dict[str, Any]) -> None:
        self._started = None if ray.is_initialized() else ray
        if self._started:
            ray.init(log_to_driver=False)
        self._call = ray.remote(**options)(_called) if options else ray.remote(_called)
        self._max_workers = int(ray.cluster_resources().get("CPU", 0)) or None

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = self._call.remote(fn, args, kwargs).future()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        started, self._started = self._started, None
        if started:
            started.shutdown()


def _called(fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return fn(*args, **kwargs)


def _settle() -> None:
    """Leaves Ctrl-C to the process that started this one, and ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = mp.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()


def _leave_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
