"""Writing a brief from the command line: every question, base and scenario, then three files."""

import sys
import webbrowser
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

import detente as dt
from detente.cli.out import write_json
from detente.cli.papers import Papers
from detente.cli.show import console

__all__ = ["Told", "with_progress", "write_brief", "write_forms"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How a brief is asked for.

    `reported`: the record that it tells too: record, pack, answers from it. `accord`: from the case to the
    analysis of its accord, None for none. `talks`: how many runs of talks it tells of, 0 for none. `papers`:
    the PDF and the Word file, where they are asked for. `language`: the code of the language it is told in.
    """

    scenario: str = ""
    draws: int = 1024
    seed: int = 0
    open_it: bool = False
    as_json: bool = False
    reported: Mapping[str, Any] = field(default_factory=dict)
    accord: Any = None
    talks: int = 0
    papers: Papers = field(default_factory=Papers)
    language: str = "en"


def write_brief(case: Any, folder: Path, told: Told) -> None:
    """Analyses the case and one scenario of it, writes brief.html, .md and .json, and says where.

    `scenario` "" takes the first scenario of the case, when there is one; "none" takes none. What stands in
    the way of any brief is found before the long work: a zone out of reach, a folder that cannot be made.
    """
    dt.zone(dt.OutcomeSpace(case), listing=0)
    folder.mkdir(parents=True, exist_ok=True)
    estimates = [case]
    chosen = told.scenario or (case.scenarios[0].id if case.scenarios else "")
    if chosen and chosen != "none":
        estimates.append(dt.with_scenario(case, chosen))
    analyses = [_analyse(one, draws=told.draws, seed=told.seed) for one in estimates]
    findings = [finding for analysis in analyses for finding in analysis.findings]
    also = dict(told.reported)
    accord = told.accord(case) if told.accord is not None else None
    talks = _talks(case, told)
    brief = dt.make_brief(
        case, *findings, *also.pop("answers", ()), accord=accord, talks=talks, language=told.language, **also
    )
    path = write_forms(brief, folder, "brief")
    papers = told.papers.write(brief, folder, "brief")
    if told.as_json:
        write_json([a.as_dict() for a in analyses])
        return
    _print(case, analyses, accord, talks)
    sys.stdout.write(f"\nbrief: {path.resolve()}\n")
    sys.stdout.write("".join(f"{paper.suffix[1:]}: {paper.resolve()}\n" for paper in papers))
    if told.open_it:
        webbrowser.open(path.resolve().as_uri())


def _print(case: Any, analyses: list[Any], accord: Any, talks: Any) -> None:
    """What was found, a line each."""
    console.print(case.title + (f", as of {case.as_of}" if case.as_of else ""), style="bold", markup=False)
    for analysis in analyses:
        if analysis.case.scenario:
            console.print(f"\nscenario {analysis.case.scenario}:", markup=False)
        for finding in analysis.findings:
            console.print(f"  {finding}", markup=False, soft_wrap=True)
        for question, why in analysis.left_out:
            console.print(f"  {question}: left out, {why}", markup=False, soft_wrap=True)
    if accord is not None:
        console.print(f"\naccord {accord.accord.id}:", markup=False)
        for row in accord.table.rows:
            console.print(f"  {row}", markup=False, soft_wrap=True)
    if talks is not None:
        console.print(f"\ntalks, simulated:\n  {talks.result}", markup=False, soft_wrap=True)


def write_forms(brief: Any, folder: Path, name: str) -> Path:
    """The path of the page, written into the folder with its Markdown and JSON beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for suffix in ("md", "json"):
        brief.write(folder / f"{name}.{suffix}")
    path: Path = brief.write(folder / f"{name}.html")
    return path


def with_progress(work: Callable[[Callable[[str, int, int], None]], Any], label: str = "") -> Any:
    """What a work gives that says which step it is at; on a terminal its steps are shown beside."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    beside = Console(stderr=True)
    with Progress(*columns, console=beside, transient=True, disable=not beside.is_terminal) as bar:
        task = bar.add_task("reading")

        def step(name: str, number: int, of: int) -> None:
            bar.update(task, description=f"{name}{label}, {number} of {of}")

        return work(step)


def _talks(case: Any, told: Told) -> Any:
    """How talks may go, None when no runs are asked for."""
    if not told.talks:
        return None
    return with_progress(
        lambda step: dt.analyse_talks(case, runs=told.talks, seed=told.seed, progress=step), " (talks)"
    )


def _analyse(case: Any, *, draws: int, seed: int) -> Any:
    label = f" ({case.scenario})" if case.scenario else ""
    return with_progress(lambda step: dt.analyse(case, draws=draws, seed=seed, progress=step), label)
