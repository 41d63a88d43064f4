"""One command a question: the options that questions share are declared once, each adds its own."""

from collections.abc import Callable, Mapping, Sequence
from inspect import Parameter, Signature, signature
from typing import Annotated, Any

import typer

from detente.cli.load import Asked, load_case, load_space
from detente.cli.out import write_json
from detente.errors import CaseError, UnknownName

__all__ = ["AsOf", "CaseName", "Draws", "Json", "Seed", "add_questions", "signed"]

CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A case folder or file, or a bundled name.")]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE", help="Only what was known by then.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Draws = Annotated[int, typer.Option("--draws", min=8, help="Draws of the uncertain numbers.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same answer.")]
Scenario = Annotated[str, typer.Option("--scenario", help="Apply a named scenario of the case.")]
Readings = Annotated[
    list[str] | None,
    typer.Option("--reading", metavar="PARTY=ID", help="Read a disputed rule so; repeat for several."),
]
WhatIf = Annotated[
    list[str] | None,
    typer.Option("--what-if", metavar="PATH=VALUE", help="Change a number or a choice; repeat for several."),
]

SHARED: Mapping[str, tuple[Any, Any]] = {
    "as_of": (AsOf, ""),
    "scenario": (Scenario, ""),
    "reading": (Readings, None),
    "what_if": (WhatIf, None),
}
CASE_OPTIONS = tuple(SHARED)
NO_SOLUTION = "no package gives every principal at least its reservation"

Ask = Callable[..., Any]


def add_questions(app: typer.Typer) -> None:
    """Adds a command for every question to the application."""
    for ask, of_space in QUESTIONS:
        app.command()(_command(ask, of_space=of_space))


def _command(ask: Ask, *, of_space: bool) -> Ask:
    """The command of a question: reads the case, asks, prints. Its signature becomes its options."""
    own = list(signature(ask).parameters.values())[1:]
    shared = CASE_OPTIONS if of_space else ("as_of",)

    def command(case: str, **given: Any) -> None:
        as_json = given.pop("as_json")
        asked = Asked(
            as_of=given.pop("as_of"),
            scenario=given.pop("scenario", ""),
            readings=tuple(given.pop("reading", None) or ()),
            what_if=tuple(given.pop("what_if", None) or ()),
        )
        about = load_space(case, asked) if of_space else load_case(case, asked)
        _tell(ask(about, **given), about.case if of_space else about, as_json=as_json)

    parameters = [Parameter("case", Parameter.POSITIONAL_OR_KEYWORD, annotation=CaseName)]
    for name in shared:
        kind, default = SHARED[name]
        parameters.append(Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=kind))
    parameters += [p.replace(kind=Parameter.KEYWORD_ONLY) for p in own]
    parameters.append(Parameter("as_json", Parameter.KEYWORD_ONLY, default=False, annotation=Json))
    return signed(command, ask, parameters)


def signed(command: Ask, ask: Ask, parameters: Sequence[Parameter]) -> Ask:
    """The command with these parameters as its options, and the name and the words of what it asks."""
    command.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in parameters}
    command.__name__, command.__doc__ = ask.__name__, ask.__doc__
    return command


def _tell(result: Any, case: Any, *, as_json: bool) -> None:
    """Prints a result, or several: JSON, or their lines and tables. None is a finding with its own words."""
    several = isinstance(result, list)
    if as_json:
        found = [one.as_dict() for one in result] if several else result.as_dict()
        write_json(found)
        return
    from detente.cli.show import console, show

    for one in result if several else [result]:
        show(one, case)
    if result == []:
        console.print(NO_SOLUTION)


def zone(
    space: Any, listing: Annotated[int, typer.Option(min=0, help="How many packages to list.")] = 10
) -> Any:
    """Which packages every approval rule passes: how many, which, by party and by ratifier."""
    import detente as dt

    return dt.zone(space, listing=listing)


def frontier(
    space: Any,
    agents: Annotated[str, typer.Option(help="principals, ratifiers, or the id of an actor.")] = "principals",
    within: Annotated[float, typer.Option(min=0.0, help="Thin it to a grid of this utility.")] = 0.0,
) -> Any:
    """The Pareto frontier: what no package improves for one side without cost to another."""
    import detente as dt

    return dt.frontier(space, agents=agents, within=within)


def solve(
    space: Any,
    concept: Annotated[str, typer.Option(help="One concept; all of them when left out.")] = "",
    disagreement: Annotated[
        float | None, typer.Option(help="Use this utility of no deal for every side.")
    ] = None,
    weight: Annotated[
        list[str] | None,
        typer.Option(metavar="PARTY=NUMBER", help="Powers of an asymmetric Nash solution; one a party."),
    ] = None,
) -> Any:
    """Bargaining solutions: egalitarian, Kalai-Smorodinsky, Nash, utilitarian; Adjusted Winner."""
    import detente as dt

    divisible = len(space.case.parties) == 2 and all(issue.divisible for issue in space.case.table)
    known = {*dt.SOLUTIONS, *({"adjusted_winner"} if divisible else ())}
    if concept and concept not in known:
        raise UnknownName.among(concept, "concept", known)
    if weight:
        if concept not in {"", "nash"}:
            raise CaseError("only nash takes weights", hint="leave --weight or --concept out")
        return [one for one in [dt.nash(space, disagreement=disagreement, weights=_weights(weight))] if one]
    found = [
        dt.adjusted_winner(space.case)
        if name == "adjusted_winner"
        else dt.SOLUTIONS[name](space, disagreement=disagreement)
        for name in ([concept] if concept else sorted(known))
    ]
    return [one for one in found if one is not None]


def _weights(told: list[str]) -> dict[str, float]:
    """The weights by party, from PARTY=NUMBER."""
    found: dict[str, float] = {}
    for pair in told:
        party, _, number = pair.rpartition("=")
        try:
            found[party.strip()] = float(number)
        except ValueError:
            hint = "write --weight PARTY=0.3, once for each party"
            raise CaseError(f"{number!r} is not a number", where=f"--weight {pair}", hint=hint) from None
    return found


def odds(
    space: Any,
    draws: Draws = 1024,
    seed: Seed = 0,
    top: Annotated[int, typer.Option(min=1, help="How many packages to tell.")] = 10,
) -> Any:
    """Under the ranges, how likely each package is to pass; the best ones, with error bars."""
    import detente as dt

    return dt.odds(space, draws=draws, seed=seed, top=top)


def bridge(
    space: Any,
    standing: Annotated[
        list[str] | None, typer.Option(help="Start from this proposal; repeat for several.")
    ] = None,
    draws: Draws = 1024,
    seed: Seed = 0,
) -> Any:
    """Bridging packages: fewest changes from the standing texts, best odds, three alternatives."""
    import detente as dt

    return dt.bridge(space, standing=standing or None, draws=draws, seed=seed)


def blockers(space: Any, draws: Draws = 1024, seed: Seed = 0) -> Any:
    """Who blocks, alone and in smallest sets; what a carried-out exit changes; pivotal shares."""
    import detente as dt

    return dt.blockers(space, draws=draws, seed=seed)


def unlock(
    space: Any,
    goal: Annotated[str, typer.Option(help="zone, odds or signable.")] = "zone",
    level: Annotated[float | None, typer.Option(min=0, max=1, help="Odds to pass, with goal odds.")] = None,
    max_size: Annotated[int, typer.Option(min=1, max=4, help="Changes in one set, at most.")] = 3,
    draws: Draws = 256,
    seed: Seed = 0,
) -> Any:
    """The smallest sets of changes that open the zone, lift the odds, or make a package signable now."""
    import detente as dt

    return dt.unlock(space, goal=goal, level=level, max_size=max_size, draws=draws, seed=seed)


def trade(space: Any, draws: Draws = 1024, seed: Seed = 0) -> Any:
    """Which issues to exchange against which (logrolling), from the weights."""
    import detente as dt

    return dt.trade(space, draws=draws, seed=seed)


def movement(
    case: Any,
    since: Annotated[str, typer.Option("--since", metavar="DATE", help="Only what changed since.")] = "",
) -> Any:
    """How stances moved, hardened or softened, the gap, and which account of a proposal says what."""
    import detente as dt
    from detente.cli.load import day_of

    return dt.movement(case, since=day_of("--since", since))


def sensitivity(space: Any, draws: Draws = 256, seed: Seed = 0) -> Any:
    """Which range decides the answer, and the value of each number at which it flips."""
    import detente as dt

    return dt.sensitivity(space, draws=draws, seed=seed)


QUESTIONS: tuple[tuple[Ask, bool], ...] = (
    (zone, True),
    (frontier, True),
    (solve, True),
    (odds, True),
    (bridge, True),
    (blockers, True),
    (unlock, True),
    (trade, True),
    (movement, False),
    (sensitivity, True),
)
