"""The commands about how talks may go: many runs, one run as a story, what if, settings."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.cli.load import Asked, load_space
from detente.cli.out import write_json, write_lines
from detente.cli.questions import AsOf, CaseName, Json, Readings, Scenario, Seed, WhatIf
from detente.errors import DetenteError

__all__ = ["ProtocolName", "SettingName", "setting_of", "talks"]

talks = typer.Typer(
    name="talks",
    help="How the talks may go: simulated rounds under stated assumptions. No forecast.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

SettingName = Annotated[
    str,
    typer.Option(
        "--setting", metavar="SETTING", help="A file, or a bundled name; the case's own by default."
    ),
]
Days = Annotated[int | None, typer.Option("--days", help="How many days talks may last.")]
Runs = Annotated[int, typer.Option("--runs", help="How many runs.")]
ProtocolName = Annotated[
    str,
    typer.Option(
        "--protocol", help="Who may move when: single-text, shuttle, ...; `talks protocols` lists them."
    ),
]
Strategy = Annotated[
    str, typer.Option("--strategy", help="How the mediator words texts; the setting's by default.")
]


@talks.command()
def run(
    case: CaseName,
    days: Days = None,
    runs: Runs = 10_000,
    seed: Seed = 0,
    protocol: ProtocolName = "single-text",
    setting: SettingName = "",
    strategy: Strategy = "",
    what_if: WhatIf = None,
    show: Annotated[
        int | None, typer.Option("--show", metavar="RUN", help="Tell this run as a story instead.")
    ] = None,
    workers: Annotated[int | None, typer.Option("--workers", help="Processes to use.")] = None,
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Keep finished blocks here, and go on from them.")
    ] = None,
    tables: Annotated[
        Path | None, typer.Option("--tables", metavar="FOLDER", help="Write the tables to this folder too.")
    ] = None,
    form: Annotated[str, typer.Option("--form", help="csv, arrow or parquet, for --tables.")] = "csv",
    as_of: AsOf = "",
    scenario: Scenario = "",
    reading: Readings = None,
    as_json: Json = False,
) -> None:
    """Simulate talks many times: how often and when a deal comes, which terms, who says no, where runs end.

    With --what-if, what the changes do against the base on the same random numbers. A deal frequency is a
    share of simulated runs under the setting's assumptions; it is no forecast.
    """
    import detente as dt

    space = load_space(case, Asked(as_of=as_of, scenario=scenario, readings=tuple(reading or ())))
    chosen = setting_of(space, setting, days=days, strategy=strategy)
    changes = [dt.parse_talks_change(text) for text in what_if or ()]
    if show is not None:
        if changes:
            changed, chosen = dt.apply_talks(space.case, chosen, tuple(changes))
            space = dt.OutcomeSpace(changed, readings=space.readings)
        _story(space, chosen, protocol, seed=seed, number=show, as_json=as_json)
        return
    options: dict[str, Any] = {"runs": runs, "seed": seed, "setting": chosen}
    if changes:
        result = _with_bar(
            lambda spread: dt.compare_talks(space, changes, protocol, spread=spread, **options),
            runs,
            workers,
            folder,
        )
    else:
        result = _with_bar(
            lambda spread: dt.simulate(space, protocol, spread=spread, **options), runs, workers, folder
        )
    if tables is not None:
        dt.write_tables(result.other if changes else result, tables, form)
    if as_json:
        write_json(result.as_dict())
        return
    from detente.cli.talks_show import show_talks

    show_talks(result, space.case)
    if tables is not None:
        write_lines(f"tables: {tables}")


@talks.command()
def protocols() -> None:
    """The protocols that can be named, and what each is."""
    import detente as dt

    for name in dt.PROTOCOLS:
        about = (type(dt.protocol_named(name)).__doc__ or "").strip().splitlines()[0]
        write_lines(f"{name}: {about}")


@talks.command()
def settings(
    case: Annotated[str, typer.Argument(metavar="[CASE]", help="Show the setting of this case.")] = "",
    setting: SettingName = "",
    write: Annotated[Path | None, typer.Option("--write", help="Write it to this file, to edit.")] = None,
    as_json: Json = False,
) -> None:
    """The bundled settings; with a case, its setting, and every path that --what-if can change."""
    import detente as dt

    if not case:
        for name in dt.settings():
            write_lines(name)
        return
    space = load_space(case, Asked())
    chosen = setting_of(space, setting)
    if write is not None:
        dt.write_setting(chosen, write)
        write_lines(f"{write}")
        return
    paths = dt.talks_paths(space.case, chosen)
    if as_json:
        from dataclasses import asdict

        write_json({"setting": _plain(asdict(chosen)), "paths": list(paths)})
        return
    write_lines(f"{chosen.id}: {chosen.name or 'a setting without a name'}, {chosen.days} days")
    write_lines(f"  {path}" for path in paths)


def _plain(value: Any) -> Any:
    """Plain data: dates as text."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def setting_of(space: Any, name: str, *, days: int | None = None, strategy: str = "") -> Any:
    """The setting of a file or of that name, else the case's own, with these days and this strategy."""
    import detente as dt

    found = dt.read_setting(name, space.case) if name and Path(name).exists() else None
    if found is None:
        found = dt.setting_named(name) if name else dt.setting_for(space.case)
    own = [f"days={days}"] if days is not None else []
    own += [f"strategy={strategy}"] if strategy else []
    if own:
        _, found = dt.apply_talks(space.case, found, tuple(dt.parse_talks_change(text) for text in own))
    return found


def _story(space: Any, setting: Any, protocol: str, *, seed: int, number: int, as_json: bool) -> None:
    import detente as dt

    told = dt.transcript(space, number, protocol, seed=seed, setting=setting)
    if as_json:
        write_json(_plain(told.as_dict()))
        return
    write_lines(dt.say_transcript(told, space, setting))


def _with_bar(work: Any, runs: int, workers: int | None, folder: Path | None) -> Any:
    """What the work gives; on a terminal with a bar of the runs done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    import detente as dt

    if runs < 1:
        raise DetenteError(f"--runs {runs} is below 1", hint="ask for at least one run")
    if workers is not None and workers < 1:
        raise DetenteError(f"--workers {workers} is below 1", hint="one process at least")
    beside = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=beside, transient=True, disable=not beside.is_terminal) as bar:
        if beside.is_terminal and dt.compiles_first():
            sys.stderr.write("compiling the engine once (some seconds, then kept) ...\n")
        task = bar.add_task("runs", total=runs)
        spread = dt.Spreading(
            workers=workers,
            folder=folder,
            progress=lambda done, of: bar.update(task, completed=done, total=of),
        )
        return work(spread)
