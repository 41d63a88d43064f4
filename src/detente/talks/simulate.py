"""Many runs of talks from a case, a setting and a protocol: the answers that users ask for.

`simulate` counts runs, `compare_talks` sets a change against the base on the same random numbers, and
`transcript` gives one run in full.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from detente.analysis.basis import basis_of
from detente.analysis.results import Chance
from detente.analysis.space import OutcomeSpace
from detente.case.model import Case, Change
from detente.errors import SettingError, TalksError
from detente.talks.engine.transcript import Transcript
from detente.talks.fold import Fold, PairFold
from detente.talks.job import ENGINES, PairJob, TalksJob, tables_of
from detente.talks.protocols import protocol_named
from detente.talks.results import TalksComparison, TalksResult
from detente.talks.setting.changes import apply_talks
from detente.talks.setting.library import setting_for
from detente.talks.setting.validate import validate
from detente.talks.setting.values import Setting
from detente.talks.spread.run import run_blocks
from detente.talks.summary import summarised

__all__ = [
    "Spreading",
    "compare_talks",
    "comparison_of",
    "job_of",
    "result_of",
    "run_job",
    "simulate",
    "transcript",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spreading:
    """Where runs are done: an executor, or so many processes; blocks kept in a folder; progress told.

    `progress` is called with runs done and runs asked for.
    """

    executor: Executor | None = None
    workers: int | None = None
    block: int | None = None
    folder: str | Path | None = None
    progress: Callable[[int, int], None] | None = field(default=None, compare=False)


def simulate(
    about: Case | OutcomeSpace,
    protocol: Any = "single-text",
    *,
    runs: int = 10_000,
    seed: int = 0,
    setting: Setting | None = None,
    mediator: Any = None,
    spread: Spreading | None = None,
) -> TalksResult:
    """Deal frequency, time to a deal, terms, blockers and ends over many runs, with standard errors.

    `protocol` is a name (`PROTOCOLS`) or any object with `start` and `step`; `setting` is the bundled one of
    the case unless given; `mediator` is any object with `propose`, else the strategy that the setting names.
    The same seed gives the same runs on any engine and any number of workers. No deal in any run is a
    finding. Raises TalksError for zero runs or a broken contract (with seed and run), SettingError for a
    setting that does not fit the case.

    >>> from detente.case.library import example
    >>> simulate(example("panama-canal-1974"), runs=8, setting=Setting(id="plain", days=30)).runs
    8
    """
    job = job_of(about, protocol, seed=seed, setting=setting, mediator=mediator)
    return run_job(job, runs, spread or Spreading())


def run_job(job: TalksJob, runs: int, spread: Spreading) -> TalksResult:
    """The counts over the runs of a job."""
    fold = Fold(tables_of(job))
    _run(job, runs, spread, fold.add)
    return result_of(job, fold)


def compare_talks(
    about: Case | OutcomeSpace,
    changes: Sequence[Change],
    protocol: Any = "single-text",
    *,
    runs: int = 10_000,
    seed: int = 0,
    setting: Setting | None = None,
    spread: Spreading | None = None,
) -> TalksComparison:
    """What changes do to the deal frequency: each run is done twice, on the same random numbers.

    Changes are to the setting or to the case (`talks_paths`). Raises UnknownName for one that names nothing.

    >>> from detente.case.library import example
    >>> case = example("panama-canal-1974")
    >>> change = Change(path="days", value=5)
    >>> compare_talks(case, [change], runs=4, setting=Setting(id="plain", days=30)).changes
    ('days=5',)
    """
    base = job_of(about, protocol, seed=seed, setting=setting)
    case, changed = apply_talks(base.case, base.setting, tuple(changes))
    other = job_of(OutcomeSpace(case, readings=dict(base.readings)), protocol, seed=seed, setting=changed)
    fold = PairFold(tables_of(base), tables_of(other))
    _run(PairJob(base=base, other=other), runs, spread or Spreading(), fold.add)
    return comparison_of(changes, (base, other), fold)


def transcript(
    about: Case | OutcomeSpace,
    run: int,
    protocol: Any = "single-text",
    *,
    seed: int = 0,
    setting: Setting | None = None,
    mediator: Any = None,
) -> Transcript:
    """One run in full: what was proposed, carried, asked, answered, leaked and refused, day by day.

    >>> from detente.case.library import example
    >>> transcript(example("panama-canal-1974"), 3, setting=Setting(id="plain", days=30)).run
    3
    """
    if run < 0:
        raise TalksError(f"run {run} is below 0", where="run", hint="runs are numbered from 0")
    found: Transcript = job_of(about, protocol, seed=seed, setting=setting, mediator=mediator).transcript(run)
    return found


def job_of(
    about: Case | OutcomeSpace,
    protocol: Any,
    *,
    seed: int = 0,
    setting: Setting | None = None,
    mediator: Any = None,
    engine: str = "auto",
) -> TalksJob:
    """The job of a case under a setting, both checked together; SettingError with all problems at once."""
    space = about if isinstance(about, OutcomeSpace) else OutcomeSpace(about)
    chosen = setting_for(space.case) if setting is None else setting
    problems = validate(chosen, space)
    if problems:
        raise SettingError.of(problems)
    if engine not in ENGINES:
        raise TalksError(
            f"there is no engine {engine!r}", where="engine", hint=f"one of {', '.join(ENGINES)}"
        )
    return TalksJob(
        case=space.case,
        setting=chosen,
        protocol=protocol_named(protocol) if isinstance(protocol, str) else protocol,
        seed=seed,
        readings=tuple(sorted(space.readings.items())),
        mediator=mediator,
        engine=engine,
    )


def _run(job: Any, runs: int, spread: Spreading, add: Callable[[Mapping[str, NDArray[Any]]], object]) -> None:
    def on_block(block: Any) -> None:
        add(block.columns)
        if spread.progress is not None:
            spread.progress(min(block.stop, runs), runs)

    run_blocks(
        job,
        runs,
        on_block=on_block,
        executor=spread.executor,
        workers=spread.workers,
        block=spread.block,
        folder=spread.folder,
    )


def result_of(job: TalksJob, fold: Fold) -> TalksResult:
    """The result of a job whose runs have been counted."""
    used = job.used
    method = "simulated runs, random numbers by (seed, run, day, slot)"
    basis = basis_of(fold.tables.space, method, exact=False, seed=job.seed, draws=fold.runs)
    return TalksResult(
        basis=basis,
        setting=job.setting.id,
        protocol=type(job.protocol).__name__,
        strategy=job.setting.mediation.strategy if job.mediator is None else type(job.mediator).__name__,
        engine=used,
        runs=fold.runs,
        last_day=job.setting.last_day,
        found=summarised(fold),
        assumptions=tuple(f"{path}: {r.assumption}" for path, r in fold.tables.behaviour if r.assumption),
    )


def comparison_of(
    changes: Sequence[Change], jobs: tuple[TalksJob, TalksJob], fold: PairFold
) -> TalksComparison:
    """The comparison of two jobs whose runs have been counted side by side."""
    base, other = result_of(jobs[0], fold.base), result_of(jobs[1], fold.other)
    runs = fold.base.runs
    gained, lost = fold.gained / runs, fold.lost / runs
    difference = gained - lost
    paired = max(gained + lost - difference**2, 0.0) / runs
    apart = base.deals.error**2 + other.deals.error**2
    return TalksComparison(
        changes=tuple(f"{c.path}={_short(c.value)}" for c in changes),
        base=base,
        other=other,
        difference=Chance(share=difference, error=math.sqrt(paired)),
        gained=gained,
        lost=lost,
        saved=apart / paired if paired > 0 else 1.0,
    )


def _short(value: Any) -> str:
    return "none" if value is None else str(value)
