"""Everything that a brief tells of how talks may go: runs, what if, what moves them, one run as a story."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.analysis.results import Basis, Finding
from detente.analysis.space import OutcomeSpace
from detente.case.model import Case
from detente.case.preferences import Range
from detente.errors import TalksError
from detente.kernels.talks.shapes import FACTS
from detente.talks.fold import Fold
from detente.talks.influence.results import TalksSensitivity
from detente.talks.influence.sensitivity import influence_of_runs
from detente.talks.influence.what_ifs import what_ifs
from detente.talks.job import TalksJob, tables_of
from detente.talks.results import TalksComparison, TalksResult
from detente.talks.setting.values import Setting
from detente.talks.simulate import job_of, result_of
from detente.talks.spread.run import run_blocks
from detente.talks.story import say_transcript

__all__ = ["TalksOutlook", "TalksStep", "analyse_talks"]

TalksStep = Callable[[str, int, int], None]
"""Called as work goes on, with its name, what is done of it and how much there is."""

_PART = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class TalksOutlook(Finding):
    """How talks may go, ready to be told.

    `comparisons` are what-ifs, the one that adds most to the deal frequency first. `story` is one run in
    words, the first that ends as most runs do, without what counters lose. `numbers` are all numbers of the
    setting by path.
    """

    result: TalksResult
    comparisons: tuple[TalksComparison, ...]
    sensitivity: TalksSensitivity | None
    story: tuple[str, ...]
    setting: Setting
    numbers: tuple[tuple[str, Range], ...] = ()

    @property
    def basis(self) -> Basis:
        """How the runs were found."""
        return self.result.basis

    def __str__(self) -> str:
        """The result and every comparison, a line each."""
        return "\n".join([str(self.result), *(str(one) for one in self.comparisons)])


def analyse_talks(
    about: Case | OutcomeSpace,
    protocol: Any = "single-text",
    *,
    runs: int = 20_000,
    seed: int = 0,
    setting: Setting | None = None,
    progress: TalksStep | None = None,
) -> TalksOutlook:
    """Runs of talks counted, what moves them, the suggested what-ifs, and one run told.

    What-ifs are compared on one in 25 of the runs. Raises TalksError for zero runs, SettingError for a
    setting that does not fit the case.

    >>> from detente.case.library import example
    >>> case = example("panama-canal-1974")
    >>> analyse_talks(case, runs=4, setting=Setting(id="plain", days=8)).result.runs
    4
    """
    if runs < 1:
        raise TalksError(f"runs must be at least 1, not {runs}", where="runs")
    tell = progress or _untold
    job = job_of(about, protocol, seed=seed, setting=setting)
    result, facts, gains = _counted(job, runs, tell)
    tell("what moves them", 0, 1)
    moved = influence_of_runs(job, runs, (facts, gains))
    few = max(runs // _PART, 1)
    space = tables_of(job).space
    compared = what_ifs(
        space,
        protocol=protocol,
        runs=few,
        seed=seed,
        setting=job.setting,
        progress=lambda done, of: tell("what if", done, of),
    )
    return TalksOutlook(
        result=result,
        comparisons=compared,
        sensitivity=moved,
        story=_story(job, _typical(facts)),
        setting=job.setting,
        numbers=tables_of(job).behaviour,
    )


def _counted(job: TalksJob, runs: int, tell: TalksStep) -> tuple[TalksResult, NDArray[Any], NDArray[Any]]:
    """The result over all runs, with their facts and gains."""
    fold = Fold(tables_of(job))
    facts: list[NDArray[Any]] = []
    gains: list[NDArray[Any]] = []

    def add(block: Any) -> None:
        fold.add(block.columns)
        facts.append(block.columns["facts"])
        gains.append(block.columns["gains"])
        tell("runs", min(block.stop, runs), runs)

    run_blocks(job, runs, on_block=add)
    return result_of(job, fold), np.concatenate(facts), np.concatenate(gains)


def _story(job: TalksJob, run: int) -> tuple[str, ...]:
    """A run in words, without what counters lose day by day."""
    told = job.transcript(run)
    told = replace(told, entries=tuple(entry for entry in told.entries if entry.what != "lost"))
    return say_transcript(told, tables_of(job).space, job.setting)


def _typical(facts: NDArray[Any]) -> int:
    """The first run that ends as most runs do; of ends that are equally frequent, the one seen first."""
    ends = facts[:, FACTS.index("end")].tolist()
    most, _ = Counter(ends).most_common(1)[0]
    return int(ends.index(most))


def _untold(_: str, __: int, ___: int) -> None:
    """Says nothing."""
