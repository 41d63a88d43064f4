"""The commands, in the words of the questions that they answer."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.cli.load import Asked, load_case, load_space

__all__ = ["app"]

app = typer.Typer(
    name="detente",
    help=(
        "From sourced reports to the question a mediator asks: is there a deal, who blocks it, "
        "what would bridge it. CASE is a folder, a file, or the name of a bundled case."
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)

CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A case folder or file, or a bundled name.")]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE", help="Only what was known by then.")]
Scenario = Annotated[str, typer.Option("--scenario", help="Apply a named scenario of the case.")]
Readings = Annotated[
    list[str] | None,
    typer.Option("--reading", metavar="PARTY=ID", help="Read a disputed rule so; repeat for several."),
]
WhatIf = Annotated[
    list[str] | None,
    typer.Option("--what-if", metavar="PATH=VALUE", help="Change a number or a choice; repeat for several."),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Draws = Annotated[int, typer.Option("--draws", min=8, help="Draws of the uncertain numbers.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same answer.")]


def asked(as_of: str, scenario: str, readings: list[str] | None, what_if: list[str] | None) -> Asked:
    """The common options as one value."""
    return Asked(as_of=as_of, scenario=scenario, readings=tuple(readings or ()), what_if=tuple(what_if or ()))


def tell(result: Any, *, as_json: bool, names: Any = None) -> None:
    """Prints a result: JSON, or its line and tables."""
    if as_json:
        found = [r.as_dict() for r in result] if isinstance(result, (list, tuple)) else result.as_dict()
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
        return
    from detente.cli.show import show

    for one in result if isinstance(result, (list, tuple)) else [result]:
        show(one, names)


@app.command()
def validate(case: CaseName, as_json: Json = False) -> None:
    """Say whether a case is well-formed: every problem at once, with file, line and what to do."""
    import detente as dt
    from detente.cli.show import show_valid

    found = load_case(case, Asked())
    missing = dt.gaps(found)
    if as_json:
        told = {"valid": True, "case": found.id, "problems": [], "gaps": [gap.as_dict() for gap in missing]}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    else:
        show_valid(found, missing)


@app.command()
def zone(
    case: CaseName,
    as_of: AsOf = "",
    scenario: Scenario = "",
    reading: Readings = None,
    what_if: WhatIf = None,
    listing: Annotated[int, typer.Option(min=0, help="How many packages to list.")] = 10,
    as_json: Json = False,
) -> None:
    """Which packages every approval rule passes: how many, which, by party and by ratifier."""
    import detente as dt

    space = load_space(case, asked(as_of, scenario, reading, what_if))
    tell(dt.zone(space, listing=listing), as_json=as_json, names=space.case)


@app.command()
def frontier(
    case: CaseName,
    as_of: AsOf = "",
    scenario: Scenario = "",
    what_if: WhatIf = None,
    agents: Annotated[str, typer.Option(help="principals or ratifiers.")] = "principals",
    within: Annotated[float, typer.Option(min=0.0, help="Thin it to a grid of this utility.")] = 0.0,
    as_json: Json = False,
) -> None:
    """The Pareto frontier: what no package improves for one side without cost to another."""
    import detente as dt

    space = load_space(case, asked(as_of, scenario, None, what_if))
    tell(dt.frontier(space, agents=agents, within=within), as_json=as_json, names=space.case)


@app.command()
def solve(
    case: CaseName,
    concept: Annotated[str, typer.Option(help="One concept; all of them when left out.")] = "",
    as_of: AsOf = "",
    scenario: Scenario = "",
    what_if: WhatIf = None,
    disagreement: Annotated[
        float | None, typer.Option(help="Use this utility of no deal for every side.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Bargaining solutions: egalitarian, Kalai-Smorodinsky, Nash, utilitarian; Adjusted Winner."""
    import detente as dt
    from detente.errors import UnknownName

    space = load_space(case, asked(as_of, scenario, None, what_if))
    divisible = len(space.case.parties) == 2 and all(issue.divisible for issue in space.case.table)
    known = {*dt.SOLUTIONS, *({"adjusted_winner"} if divisible else ())}
    if concept and concept not in known:
        raise UnknownName.among(concept, "concept", known)
    chosen = [concept] if concept else sorted(known)
    found = [
        dt.adjusted_winner(space.case)
        if name == "adjusted_winner"
        else dt.SOLUTIONS[name](space, disagreement=disagreement)
        for name in chosen
    ]
    if not any(found):
        _say_none(as_json=as_json)
        return
    tell([one for one in found if one is not None], as_json=as_json, names=space.case)


def _say_none(*, as_json: bool) -> None:
    text = "no package gives every principal at least its reservation"
    sys.stdout.write(json.dumps({"result": None, "finding": text}) if as_json else text)
    sys.stdout.write("\n")


@app.command()
def odds(
    case: CaseName,
    as_of: AsOf = "",
    scenario: Scenario = "",
    reading: Readings = None,
    what_if: WhatIf = None,
    draws: Draws = 1024,
    seed: Seed = 0,
    top: Annotated[int, typer.Option(min=1)] = 10,
    as_json: Json = False,
) -> None:
    """Under the ranges, how likely each package is to pass; the best ones, with error bars."""
    import detente as dt

    space = load_space(case, asked(as_of, scenario, reading, what_if))
    tell(dt.odds(space, draws=draws, seed=seed, top=top), as_json=as_json, names=space.case)


@app.command()
def bridge(
    case: CaseName,
    as_of: AsOf = "",
    scenario: Scenario = "",
    reading: Readings = None,
    what_if: WhatIf = None,
    standing: Annotated[
        list[str] | None, typer.Option(help="Start from this proposal; repeat for several.")
    ] = None,
    draws: Draws = 1024,
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """Bridging packages: fewest changes from the standing texts, best odds, three alternatives."""
    import detente as dt

    space = load_space(case, asked(as_of, scenario, reading, what_if))
    found = dt.bridge(space, standing=standing or None, draws=draws, seed=seed)
    tell(found, as_json=as_json, names=space.case)


@app.command()
def blockers(
    case: CaseName,
    as_of: AsOf = "",
    scenario: Scenario = "",
    reading: Readings = None,
    what_if: WhatIf = None,
    draws: Draws = 1024,
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """Who blocks, alone and in smallest sets; what a carried-out exit changes; pivotal shares."""
    import detente as dt

    space = load_space(case, asked(as_of, scenario, reading, what_if))
    tell(dt.blockers(space, draws=draws, seed=seed), as_json=as_json, names=space.case)


@app.command()
def unlock(
    case: CaseName,
    goal: Annotated[str, typer.Option(help="zone, odds or signable.")] = "zone",
    level: Annotated[float | None, typer.Option(help="Odds to pass, with goal odds.")] = None,
    as_of: AsOf = "",
    scenario: Scenario = "",
    reading: Readings = None,
    what_if: WhatIf = None,
    max_size: Annotated[int, typer.Option(min=1, max=4, help="Changes in one set, at most.")] = 3,
    as_json: Json = False,
) -> None:
    """The smallest sets of changes that open the zone, lift the odds, or make a package signable now."""
    import detente as dt

    space = load_space(case, asked(as_of, scenario, reading, what_if))
    found = dt.unlock(space, goal=goal, level=level, max_size=max_size)
    tell(found, as_json=as_json, names=space.case)


@app.command()
def trade(
    case: CaseName,
    as_of: AsOf = "",
    scenario: Scenario = "",
    what_if: WhatIf = None,
    draws: Draws = 1024,
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """Which issues to exchange against which (logrolling), from the weights."""
    import detente as dt

    space = load_space(case, asked(as_of, scenario, None, what_if))
    tell(dt.trade(space, draws=draws, seed=seed), as_json=as_json, names=space.case)


@app.command()
def movement(
    case: CaseName,
    as_of: AsOf = "",
    since: Annotated[str, typer.Option("--since", metavar="DATE", help="Only what changed since.")] = "",
    as_json: Json = False,
) -> None:
    """How stances moved, hardened or softened, the gap, and which account of a proposal says what."""
    from datetime import date

    import detente as dt
    from detente.errors import CaseError

    found = load_case(case, Asked(as_of=as_of))
    try:
        day = date.fromisoformat(since) if since else None
    except ValueError:
        raise CaseError(f"--since {since!r} is not a date", hint="write it as 2024-07-04") from None
    tell(dt.movement(found, since=day), as_json=as_json, names=found)


@app.command()
def sensitivity(
    case: CaseName,
    as_of: AsOf = "",
    scenario: Scenario = "",
    reading: Readings = None,
    what_if: WhatIf = None,
    draws: Draws = 256,
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """Which range decides the answer, and the value of each number at which it flips."""
    import detente as dt

    space = load_space(case, asked(as_of, scenario, reading, what_if))
    tell(dt.sensitivity(space, draws=draws, seed=seed), as_json=as_json, names=space.case)


@app.command()
def estimate(
    case: CaseName,
    as_of: AsOf = "",
    write: Annotated[
        Path | None, typer.Option("--write", help="Write the estimated case to this folder.")
    ] = None,
    as_json: Json = False,
) -> None:
    """A first case with wide ranges from dated stances and responses alone, each number with its evidence."""
    import detente as dt
    from detente.cli.show import show_numbers

    found = dt.estimate(load_case(case, Asked(as_of=as_of)))
    if write is not None:
        dt.write_case(found, write)
        sys.stdout.write(f"{write}\n")
    elif as_json:
        from dataclasses import asdict

        rows = [{"path": path, **asdict(number)} for path, number in found.numbers()]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    else:
        show_numbers(found)


@app.command()
def brief(
    case: CaseName,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder to write to.")] = None,
    as_of: AsOf = "",
    scenario: Annotated[str, typer.Option(help="Scenario told beside the base; the first by default.")] = "",
    draws: Draws = 1024,
    seed: Seed = 0,
    show_it: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    as_json: Json = False,
) -> None:
    """Write the brief: one self-contained HTML file, with Markdown and JSON beside it."""
    from detente.cli.tell import write_brief

    found = load_case(case, Asked(as_of=as_of))
    folder = out or Path("out") / found.id
    write_brief(found, folder, scenario=scenario, draws=draws, seed=seed, open_it=show_it, as_json=as_json)


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write to.")] = Path("out/gaza-2024"),
    case: Annotated[str, typer.Option(help="Which bundled case.")] = "gaza-2024",
    draws: Draws = 1024,
) -> None:
    """Analyse a bundled case, write its brief and print what it finds."""
    from detente.cli.tell import write_brief

    found = load_case(case, Asked())
    write_brief(found, out, scenario="", draws=draws, seed=0, open_it=sys.stdout.isatty(), as_json=False)


@app.command()
def cases() -> None:
    """The bundled cases."""
    import detente as dt

    for name in dt.examples():
        found = dt.example(name)
        mark = " (invented)" if found.invented else ""
        sys.stdout.write(f"{name}: {found.title}{mark}\n")


@app.command()
def schema(
    name: Annotated[
        str, typer.Argument(help="case, preferences, scenario, or a question such as zone.")
    ] = "case",
) -> None:
    """Print the JSON Schema of a case file or of a question's --json answer."""
    import detente as dt

    sys.stdout.write(json.dumps(dt.json_schema(name), ensure_ascii=False, indent=1) + "\n")
