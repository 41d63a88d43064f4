"""The processes that work: one at the desk for quick questions, one for each long job.

A process starts when it is first needed and ends with the server. Stopping a job ends its process; the desk
ends when nobody has asked it anything for a while, so that an idle workbench is small.
"""

import asyncio
import contextlib
import os
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from detente.languages import spoken
from detente.web.work.frames import HEAD, framed, size_of

__all__ = ["Job", "TaskFailedError", "TaskRefusedError", "Workers"]

# The products of arrays here are small: threads that wait for them cost more than they save.
_ALONE: Final = {"OPENBLAS_NUM_THREADS": "1"}
_IDLE_SECONDS: Final = 300.0
_MOST_JOBS: Final = 2
_MOST_KEPT: Final = 40


class TaskRefusedError(Exception):
    """A task that cannot be done as asked: `what` and `hint` in words."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


class TaskFailedError(Exception):
    """A task that broke, or whose process ended."""


class _Process:
    """One process and its pipe; one task at a time."""

    def __init__(self) -> None:
        self._running: asyncio.subprocess.Process | None = None
        self._last: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()
        self._closed = False

    async def ask(
        self, task: str, given: dict[str, Any], step: Callable[[tuple[Any, ...]], None] | None = None
    ) -> Any:
        """What the task gives; a caller that goes away in the middle ends the process."""
        async with self._turn:
            process = await self._ready()
            try:
                return await self._talk(process, task, given, step)
            except (OSError, asyncio.IncompleteReadError):
                self.end()
                raise TaskFailedError("the process that worked on this ended") from None
            except asyncio.CancelledError:
                self.end()
                raise

    async def _talk(
        self,
        process: asyncio.subprocess.Process,
        task: str,
        given: dict[str, Any],
        step: Callable[[tuple[Any, ...]], None] | None,
    ) -> Any:
        import pickle

        if process.stdin is None or process.stdout is None:
            raise TaskFailedError("the process has no pipe")
        process.stdin.write(framed((task, spoken().code, given)))
        await process.stdin.drain()
        while True:
            size = size_of(await process.stdout.readexactly(HEAD))
            kind, value = pickle.loads(await process.stdout.readexactly(size))  # noqa: S301 - a process of ours
            if kind == "step":
                if step is not None:
                    step(value)
            elif kind == "done":
                return value
            elif kind == "refused":
                raise TaskRefusedError(*value)
            else:
                raise TaskFailedError(value)

    async def _ready(self) -> asyncio.subprocess.Process:
        if self._closed:
            raise TaskFailedError("the workbench is being stopped")
        if self._running is None or self._running.returncode is not None:
            self._running = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "detente.web.work.child",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                limit=1 << 20,
                env=_ALONE | os.environ,
            )
        return self._running

    def end(self) -> None:
        """Ends the process."""
        running, self._running = self._running, None
        if running is not None:
            with contextlib.suppress(ProcessLookupError):
                running.kill()
            self._last = running

    async def gone(self) -> None:
        """Ends the process for good and waits until it is gone, with its pipes."""
        self._closed = True
        self.end()
        last, self._last = self._last, None
        if last is not None:
            if last.stdin is not None:
                last.stdin.close()
            await last.wait()
            if last.stdout is not None:
                with contextlib.suppress(OSError):
                    await last.stdout.read()


@dataclass(slots=True, kw_only=True)
class Job:
    """A long work: its id, what it is, how far it is, and how it ended.

    `state` is waiting, running, done, refused, failed or stopped; `told` is its step, `number` of `of`.
    """

    id: str
    task: str
    title: str
    back: str
    state: str = "waiting"
    told: str = ""
    number: int = 0
    of: int = 0
    result: Any = None
    error: str = ""
    hint: str = ""
    version: int = 0
    running: "asyncio.Task[None] | None" = None
    done: Callable[[Any], None] | None = field(default=None, repr=False)

    @property
    def over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state not in {"waiting", "running"}

    def at(self, step: tuple[Any, ...]) -> None:
        """Takes a step that was told: its name, its number and how many there are."""
        self.told, self.number, self.of = str(step[0]), int(step[1]), int(step[2])
        self.version += 1


class Workers:
    """Who works for one workbench."""

    def __init__(self) -> None:
        self._desk = _Process()
        self._jobs: dict[str, Job] = {}
        self._room = asyncio.Semaphore(_MOST_JOBS)
        self._rest: asyncio.TimerHandle | None = None

    async def ask(self, task: str, **given: Any) -> Any:
        """What a quick task gives, from the process at the desk."""
        if self._rest is not None:
            self._rest.cancel()
        try:
            return await self._desk.ask(task, given)
        finally:
            self._rest = asyncio.get_running_loop().call_later(_IDLE_SECONDS, self._desk.end)

    def start(self, task: str, title: str, back: str, done: Callable[[Any], None], **given: Any) -> Job:
        """A job that begins when there is room; `back` is the page that shows its result."""
        job = Job(id=secrets.token_hex(8), task=task, title=title, back=back, done=done)
        self._jobs[job.id] = job
        for old in [key for key, kept in self._jobs.items() if kept.over][:-_MOST_KEPT]:
            del self._jobs[old]
        job.running = asyncio.get_running_loop().create_task(self._run(job, given))
        return job

    def job(self, name: str) -> Job | None:
        """The job of that id, None when there is none."""
        return self._jobs.get(name)

    def working_on(self, task: str, back: str) -> Job | None:
        """The job that does this already, None when none does."""
        return next((j for j in self._jobs.values() if (j.task, j.back) == (task, back) and not j.over), None)

    def stop(self, job: Job) -> None:
        """Stops a job; what was not finished is gone."""
        if job.running is not None and not job.over:
            job.running.cancel()

    async def close(self) -> None:
        """Ends every process and waits until all are gone."""
        if self._rest is not None:
            self._rest.cancel()
        for job in self._jobs.values():
            self.stop(job)
        running = [job.running for job in self._jobs.values() if job.running is not None]
        await asyncio.gather(*running, return_exceptions=True)
        await self._desk.gone()

    async def _run(self, job: Job, given: dict[str, Any]) -> None:
        process = _Process()
        try:
            async with self._room:
                job.state = "running"
                job.version += 1
                result = await process.ask(job.task, given, job.at)
            if job.done is not None:
                job.done(result)
            job.state = "done"
        except TaskRefusedError as error:
            job.state, job.error, job.hint = "refused", error.what, error.hint
        except TaskFailedError as error:
            job.state = "failed"
            sys.stderr.write(f"{job.task}: {error}\n")
        except asyncio.CancelledError:
            job.state = "stopped"
        finally:
            job.version += 1
            await process.gone()
