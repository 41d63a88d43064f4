"""The commands beside running talks: what the record teaches, looking back, which assumption matters."""

from pathlib import Path
from typing import Annotated, Any

import typer

from detente.cli.load import Asked, load_case, load_space
from detente.cli.out import write_json, write_lines
from detente.cli.questions import AsOf, CaseName, Json, Scenario, Seed
from detente.cli.talks import ProtocolName, SettingName, setting_of
from detente.errors import DetenteError

__all__ = ["add_more"]


def add_more(app: typer.Typer) -> None:
    """Adds the commands to the group."""
    app.command()(learn)
    app.command()(backtest)
    app.command()(sensitivity)


def learn(
    case: CaseName,
    method: Annotated[str, typer.Option("--method", help="light, or numpyro (extra bayes).")] = "light",
    write: Annotated[Path | None, typer.Option("--write", help="Write the case to this folder.")] = None,
    seed: Seed = 0,
    as_of: AsOf = "",
    as_json: Json = False,
) -> None:
    """Narrow the case's ranges by what its record says: demands, answers, what was dropped and what never."""
    import detente as dt
    from detente.cli.show import table

    found = load_case(case, Asked(as_of=as_of))
    learnt = dt.learn(found, method=method, seed=seed)
    if write is not None:
        dt.write_case(learnt.case(found), write)
        write_lines(f"{write}")
        return
    if as_json:
        write_json(learnt.as_dict())
        return
    write_lines(str(learnt))
    table(
        ("number that the record moves", "before [5 %, 95 %]", "after [5 %, 95 %]", "spread falls by"),
        [
            (n.path, _three(n.prior), _three((n.low, n.likely, n.high)), f"{100 * n.shrinkage:.0f} %")
            for n in learnt.numbers
            if n.moved
        ],
    )
    table(
        ("gives more weight to", "than to", "chance", "before the record"),
        [
            (f"{o.actor}: {o.heavier}", o.lighter, f"{o.chance:.2f}", f"{o.before:.2f}")
            for o in learnt.orders()
        ],
    )


def backtest(
    case: CaseName,
    horizon: Annotated[
        list[int] | None, typer.Option("--horizon", help="Days looked ahead; repeat for several.")
    ] = None,
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """Score each date's outlook, from what was known then, against what the record says next."""
    import detente as dt
    from detente.cli.talks_show import show_backtest

    days = tuple(horizon or (30,))
    if min(days) < 1:
        raise DetenteError(f"--horizon {min(days)} is below 1", hint="look at least one day ahead")
    result = dt.backtest(load_case(case, Asked()), horizon_days=days, seed=seed)
    if as_json:
        write_json(result.as_dict())
    else:
        show_backtest(result)


def sensitivity(
    case: CaseName,
    method: Annotated[str, typer.Option("--method", help="pawn, or morris or sobol.")] = "pawn",
    runs: Annotated[int, typer.Option("--runs", help="How many runs.")] = 20_000,
    protocol: ProtocolName = "single-text",
    setting: SettingName = "",
    seed: Seed = 0,
    as_of: AsOf = "",
    scenario: Scenario = "",
    as_json: Json = False,
) -> None:
    """Which uncertain number, of the case or of the setting, moves how often and when a deal comes."""
    import detente as dt
    from detente.cli.talks_show import show_influence

    if runs < 1:
        raise DetenteError(f"--runs {runs} is below 1", hint="ask for at least one run")
    space = load_space(case, Asked(as_of=as_of, scenario=scenario))
    options: dict[str, Any] = {"method": method, "runs": runs, "seed": seed}
    result = dt.talks_sensitivity(space, protocol, setting=setting_of(space, setting), **options)
    if as_json:
        write_json(result.as_dict())
    else:
        show_influence(result)


def _three(numbers: Any) -> str:
    low, likely, high = numbers
    return f"{likely:.3f} [{low:.3f}, {high:.3f}]"
