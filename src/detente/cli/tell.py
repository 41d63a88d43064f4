"""Writing a brief from the command line: every question, base and scenario, then three files."""

import sys
import webbrowser
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

import detente as dt
from detente.cli.out import write_json
from detente.cli.show import console

__all__ = ["Told", "write_brief", "write_forms"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How a brief is asked for; `reported` is the record that it tells too: record, pack, answers from it."""

    scenario: str = ""
    draws: int = 1024
    seed: int = 0
    open_it: bool = False
    as_json: bool = False
    reported: Mapping[str, Any] = field(default_factory=dict)


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
    brief = dt.make_brief(case, *findings, *also.pop("answers", ()), **also)
    path = write_forms(brief, folder, "brief")
    if told.as_json:
        write_json([a.as_dict() for a in analyses])
        return
    console.print(case.title + (f", as of {case.as_of}" if case.as_of else ""), style="bold", markup=False)
    for analysis in analyses:
        if analysis.case.scenario:
            console.print(f"\nscenario {analysis.case.scenario}:", markup=False)
        for finding in analysis.findings:
            console.print(f"  {finding}", markup=False, soft_wrap=True)
        for question, why in analysis.left_out:
            console.print(f"  {question}: left out, {why}", markup=False, soft_wrap=True)
    sys.stdout.write(f"\nbrief: {path.resolve()}\n")
    if told.open_it:
        webbrowser.open(path.resolve().as_uri())


def write_forms(brief: Any, folder: Path, name: str) -> Path:
    """The path of the page, written into the folder with its Markdown and JSON beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for suffix in ("md", "json"):
        brief.write(folder / f"{name}.{suffix}")
    path: Path = brief.write(folder / f"{name}.html")
    return path


def _analyse(case: Any, *, draws: int, seed: int) -> Any:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    beside = Console(stderr=True)
    with Progress(*columns, console=beside, transient=True, disable=not beside.is_terminal) as bar:
        task = bar.add_task("reading")

        def step(name: str, number: int, of: int) -> None:
            label = f" ({case.scenario})" if case.scenario else ""
            bar.update(task, description=f"{name}{label}, {number} of {of}")

        return dt.analyse(case, draws=draws, seed=seed, progress=step)
