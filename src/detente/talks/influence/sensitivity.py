"""Which uncertain number, of the case or of the setting, moves the deal frequency, its day and what it gives.

The light way reads ordinary runs; the two others choose their points. A number that nothing depends on gives
the floor below which an index says nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.analysis.basis import SCRAMBLES, basis_of
from detente.analysis.space import OutcomeSpace
from detente.case.model import Case
from detente.errors import AnalysisError
from detente.kernels.talks.counter import run_keys, uniforms
from detente.kernels.talks.shapes import FACTS
from detente.languages import worded, worded_plural
from detente.talks.fold import DEAL
from detente.talks.influence.binned import binned
from detente.talks.influence.chosen import OTHERS, grouped, morris, need_salib, sobol
from detente.talks.influence.points import WORLDS, Points, refuse_more
from detente.talks.influence.results import Influence, Moved, TalksSensitivity
from detente.talks.job import TalksJob, tables_of
from detente.talks.setting.values import Setting
from detente.talks.simulate import job_of
from detente.talks.spread.run import run_blocks

__all__ = ["METHODS", "influence_of_runs", "talks_sensitivity"]

METHODS: tuple[str, ...] = ("pawn", "sobol", "morris")
"""How the influence of a number is found; "pawn" needs no extra and no points of its own."""

_NOTHING = worded("nothing varies from run to run")
_DUMMY = 3
_DUMMIES = 100
_SIGMAS = 5.0
_LEAST = 200
_TRAJECTORIES = 10
_SINGLE = 24
_SCREENING = 4

Floats: TypeAlias = NDArray[np.float64]


def talks_sensitivity(
    about: Case | OutcomeSpace,
    protocol: Any = "single-text",
    *,
    method: str = "pawn",
    runs: int = 20_000,
    seed: int = 0,
    setting: Setting | None = None,
) -> TalksSensitivity:
    """Which uncertain numbers move whether there is a deal, its day, and what deals give the principals.

    "pawn" reads `runs` ordinary runs by given-data indices (Pianosi and Wagener 2018, doi 10.1016/
    j.envsoft.2018.07.019), beside the share of the variance and the means at both ends; an outcome that fewer
    than 200 runs tell of is left out. "sobol" (SciPy) and "morris" (the extra `sensitivity`) ask about the
    deal frequency alone, at chosen points, with up to `runs` runs, and a quarter more to choose the numbers
    that are asked about one by one. Raises AnalysisError for an unknown
    method or too few runs, MissingExtra, SettingError.

    >>> from detente.case.library import example
    >>> plain = Setting(id="plain", days=5)
    >>> talks_sensitivity(example("panama-canal-1974"), runs=4, setting=plain).outcomes
    ()
    """
    if method not in METHODS:
        raise AnalysisError(f"there is no method called {method!r}", hint=f"one of {', '.join(METHODS)}")
    if method == "morris":
        need_salib()
    job = job_of(about, protocol, seed=seed, setting=setting)
    return influence_of_runs(job, runs) if method == "pawn" else _at_points(job, method, runs)


def influence_of_runs(
    job: TalksJob, runs: int, found: tuple[NDArray[Any], NDArray[Any]] | None = None
) -> TalksSensitivity:
    """What ordinary runs of a job tell; `found` are their facts and gains, done now unless given."""
    tables = tables_of(job)
    facts, gains = _all_runs(job, runs) if found is None else found
    case, own = tables.cubes(job.seed, 0, runs)
    cube = np.hstack((case, own))
    dummies = uniforms(run_keys(job.seed, _DUMMY, 0, runs), _DUMMIES)
    deal = facts[:, FACTS.index("end")] == DEAL
    principals = sorted({int(a) for a in tables.fixed.principal})
    asked: list[tuple[str, NDArray[np.bool_], Floats]] = [
        ("deal", np.ones(runs, np.bool_), deal.astype(np.float64)),
        ("day", deal, facts[:, FACTS.index("day")].astype(np.float64)),
    ]
    for a in principals:
        grid = float(tables.space.grid[int(tables.fixed.gain_leaf[a])])
        asked.append((f"gain.{tables.names.actors[a]}", deal, gains[:, a] / grid))
    outcomes, left_out = [], []
    for name, told, outcome in asked:
        count = int(told.sum())
        why = _NOTHING if not cube.shape[1] else _unfit(outcome[told], count)
        if why:
            left_out.append((name, why))
        else:
            outcomes.append(_moved(name, tables, (cube[told], dummies[told]), outcome[told], job.seed))
    return _answer(job, "pawn", runs, outcomes, left_out)


def _all_runs(job: TalksJob, runs: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Facts and gains of all runs, in order."""
    facts: list[NDArray[Any]] = []
    gains: list[NDArray[Any]] = []

    def keep(block: Any) -> None:
        facts.append(block.columns["facts"])
        gains.append(block.columns["gains"])

    run_blocks(job, runs, on_block=keep)
    return np.concatenate(facts), np.concatenate(gains)


def _unfit(outcome: Floats, count: int) -> str:
    """Why these runs tell nothing of an outcome, or ""."""
    if count < _LEAST:
        return worded_plural(
            "{n} run tells of it, fewer than {least}",
            "{n} runs tell of it, fewer than {least}",
            count,
            least=_LEAST,
        )
    return worded("it is the same in every run") if outcome.min() == outcome.max() else ""


def _moved(name: str, tables: Any, cubes: tuple[Floats, Floats], outcome: Floats, seed: int) -> Moved:
    found, noise = binned(cubes[0], outcome, seed), binned(cubes[1], outcome, seed)
    numbers = [
        Influence(
            name=path,
            of=of,
            index=float(found.pawn[k]),
            error=float(found.pawn_error[k]),
            share=float(found.share[k]),
            share_error=float(found.share_error[k]),
            low=float((found.high if path.endswith("?") else found.low)[k]),
            high=float((found.low if path.endswith("?") else found.high)[k]),
        )
        for k, (of, path) in enumerate(_named(tables))
    ]
    return Moved(
        about=name,
        runs=len(outcome),
        mean=float(outcome.mean()),
        floor=float(noise.pawn.mean() + _SIGMAS * noise.pawn.std()),
        numbers=_ranked(numbers),
    )


def _at_points(job: TalksJob, method: str, runs: int) -> TalksSensitivity:
    """Sobol' or Morris; where there are many numbers, ordinary runs choose those asked about one by one."""
    tables = tables_of(job)
    named = _named(tables)
    if not named:
        return _answer(job, method, 0, [], [("deal", _NOTHING)])
    points = Points(job)
    rows, single = _plan(len(named), method, runs)
    order: Sequence[int] = range(len(named))
    if single < len(named):
        screen = influence_of_runs(job, max(runs // _SCREENING, 1)).outcome("deal")
        ranks = {one.name: k for k, one in enumerate(screen.numbers)} if screen is not None else {}
        order = sorted(order, key=lambda k: ranks.get(named[k][1], k))
    groups = grouped(order, single)
    ask = morris if method == "morris" else sobol
    seen: list[Floats] = []

    def evaluate(cube: Floats) -> Floats:
        seen.append(points.deals(cube))
        return seen[-1]

    index, error, share, share_error = ask(evaluate, len(named), groups, rows, job.seed)
    values = np.concatenate(seen)
    numbers = []
    for k, group in enumerate(groups):
        of, path = named[group[0]] if len(group) == 1 else ("case and setting", OTHERS)
        one = Influence(name=path, of=of, index=float(index[k]), error=float(error[k]))
        if method == "sobol":
            one = replace(one, share=float(share[k]), share_error=float(share_error[k]))
        numbers.append(one)
    mean, count = float(values.mean()), len(values) * WORLDS
    moved = Moved(about="deal", runs=count, mean=mean, floor=0.0, numbers=_ranked(numbers))
    return _answer(job, method, count, [moved], [])


def _plan(dims: int, method: str, runs: int) -> tuple[int, int]:
    """How many points a number has, and how many numbers are asked about one by one.

    Up to 24 numbers share the runs; with few runs, each has the least number of points and fewer are asked.
    """
    beside, least = (1, _TRAJECTORIES) if method == "morris" else (2, 4 * SCRAMBLES)
    refuse_more(dims, runs, least * (beside + 2) * WORLDS, method)
    rows = max(runs // (WORLDS * (min(dims, _SINGLE) + 1 + beside)), least)
    rows = rows if method == "morris" else 1 << (rows.bit_length() - 1)
    return rows, max(runs // (rows * WORLDS) - beside - 1, 1)


def _named(tables: Any) -> list[tuple[str, str]]:
    """Whose number each coordinate moves, and its path; the path of an event ends in "?"."""
    case = [("case", name) for name in tables.space.numbers.dim_names]
    return case + [("setting", name) for name in tables.dim_names]


def _ranked(numbers: Sequence[Influence]) -> tuple[Influence, ...]:
    return tuple(sorted(numbers, key=lambda one: (-one.index, one.name)))


def _answer(
    job: TalksJob, method: str, runs: int, outcomes: Sequence[Moved], left_out: Sequence[tuple[str, str]]
) -> TalksSensitivity:
    told = {"pawn": "given-data indices of simulated runs", "sobol": "Sobol' indices of simulated runs"}
    how = told.get(method, "elementary effects of simulated runs")
    return TalksSensitivity(
        basis=basis_of(tables_of(job).space, how, exact=False, seed=job.seed, draws=runs),
        method=method,
        setting=job.setting.id,
        protocol=type(job.protocol).__name__,
        runs=runs,
        outcomes=tuple(outcomes),
        left_out=tuple(left_out),
    )
