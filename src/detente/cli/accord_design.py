"""The commands that help to word an accord: differences, schedules, the weakest clause, a second opinion."""

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.cli.accord_load import AccordName, Order, Reading, Wording, load_accord, sides_of, space_of
from detente.cli.accord_write import ready_to_write, write_file
from detente.cli.out import write_json, write_lines
from detente.cli.questions import Json, Seed
from detente.errors import DetenteError

__all__ = ["add_design"]

_MOST_FIELDS = 5
"""How much of what differs in a clause is told on its line; --json has all of it."""


def add_design(app: typer.Typer) -> None:
    """Adds the commands to the group."""
    for command in (diff, schedules, weakest, robust, export, game):
        app.command()(command)


def diff(
    first: AccordName,
    second: Annotated[
        str, typer.Argument(metavar="[OTHER]", help="Another accord; the same one by default.")
    ] = "",
    before: Annotated[str, typer.Option("--from", metavar="WORDING", help="Wording of the first.")] = "",
    after: Annotated[str, typer.Option("--to", metavar="WORDING", help="Wording of the second.")] = "",
    plays: Annotated[bool, typer.Option("--plays", help="Tell the plays that prove each change.")] = False,
    as_json: Json = False,
) -> None:
    """Who gains and who loses which power from one text or wording to another, with proofs both ways."""
    import detente as dt

    old = load_accord(first)
    new = load_accord(second) if second else old
    if old is new and before == after:
        raise DetenteError(
            "there is one text to compare", hint="name wordings with --from and --to, or a second accord"
        )
    result = dt.compare(space_of(old, before, None), space_of(new, after, None), proofs=plays or as_json)
    if as_json:
        write_json(result.as_dict())
        return
    write_lines(f"{result.before} to {result.after}:")
    for change in result.clauses:
        write_lines(f"  clause {change.clause}: {_changed(change)}")
    told = [power for power in result.powers if not _implied(power, result.powers)]
    if not told:
        write_lines("  no power changes")
    for power in told:
        write_lines(f"  {power}")
        if plays:
            _proofs(power, old, new)


def _implied(power: Any, powers: Any) -> bool:
    """Whether some of the coalition gain it already, so that it goes without saying."""
    return power.kind == "gained" and any(
        (one.kind, one.question) == (power.kind, power.question) and set(one.coalition) < set(power.coalition)
        for one in powers
    )


def _changed(change: Any) -> str:
    """What differs in a clause: its reading, its words, its fields."""
    parts = []
    if change.before or change.after:
        parts.append(f"{change.before or 'absent'} becomes {change.after or 'absent'}")
    if change.words.count:
        parts.append(f"words: {change.words}")
    fields = [f"{f.field} {f.before or 'nothing'} to {f.after or 'nothing'}" for f in change.fields]
    return "; ".join([*parts, *fields][:_MOST_FIELDS])


def _proofs(power: Any, old: Any, new: Any) -> None:
    """The plays under the one text and under the other."""
    import detente as dt

    for label, verdict, accord in (("before", power.before, old), ("after", power.after, new)):
        if verdict is not None and verdict.witness is not None:
            write_lines(f"    {label}: {verdict.witness.shows}")
            write_lines(f"      {line}" for line in dt.say_witness(verdict.witness, accord, short=True))


def schedules(
    name: AccordName,
    wording: Wording = "",
    reading: Reading = None,
    clause: Annotated[
        list[str] | None, typer.Option("--clause", help="Only vary this obligation; repeat for several.")
    ] = None,
    tranches: Annotated[
        str, typer.Option("--tranches", metavar="N,N", help="Numbers of tranches to try.")
    ] = "",
    most: Annotated[int, typer.Option("--most", min=1, help="The most schedules to try.")] = 100,
    as_json: Json = False,
) -> None:
    """Set tranches, order and deadlines side by side with what they expose each party to."""
    import detente as dt

    counts = _counts(tranches)
    space = space_of(load_accord(name), wording, reading)
    result = dt.best_schedules(space, clauses=clause or (), tranches=counts, most=most)
    if as_json:
        write_json(result.as_dict())
        return
    write_lines(str(result))
    write_lines(f"  {_schedule(row, space.accord)}" for row in result.rows)
    write_lines(f"  note: {line}" for line in result.notes)


def _counts(text: str) -> list[int]:
    """The numbers of tranches that an option lists."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if any(not re.fullmatch("[0-9]{1,9}", part) for part in parts) or (text and not parts):
        raise DetenteError(f"--tranches {text!r} is not a list of numbers", hint="write 1,3,6")
    if any(int(part) < 1 for part in parts):
        raise DetenteError(f"--tranches {text!r}: a schedule has 1 tranche or more", hint="write 1,3,6")
    return [int(part) for part in parts]


def _schedule(row: Any, accord: Any) -> str:
    """What sets a schedule apart, how exposed each party is, how long it takes."""
    worst = ", ".join(
        f"{accord.name(one.party)} {'unsure to keep it' if one.at_worst is None else f'{one.at_worst:g}'}"
        for one in row.exposed
    )
    timely = ", ".join(f"{accord.name(one.party)} {one.on_time:g}" for one in row.exposed)
    over = "never done" if row.days is None else f"done on day {row.days}"
    marks = [
        text for text, holds in (("least exposed", row.best), ("not bettered", row.undominated)) if holds
    ]
    told = f" [{', '.join(marks)}]" if marks else ""
    return f"{row.says}: exposed at worst {worst}; on time {timely}; {row.acts} acts, {over}{told}"


def weakest(
    name: AccordName,
    question: Annotated[str, typer.Option("--question", "-q", metavar="NAME")] = "collapse",
    coalition: Annotated[
        str, typer.Option("--coalition", "-c", metavar="A,B", help="Who acts together.")
    ] = "",
    wording: Wording = "",
    reading: Reading = None,
    order: Order = "",
    as_json: Json = False,
) -> None:
    """The smallest change of the text that flips an answer, and what each clause can do."""
    import detente as dt

    if not coalition:
        raise DetenteError("whose power is asked about?", hint="--coalition A,B")
    sides = sides_of("--coalition", coalition)
    space = space_of(load_accord(name), wording, reading, order)
    result = dt.weakest(space, question, coalition=sides)
    if as_json:
        write_json(result.as_dict())
        return
    write_lines(str(result))
    for hinge in result.hinges:
        flipped = hinge.flip.says if hinge.flip is not None else "nothing tried flips it"
        write_lines(f"  {hinge.clause} ({hinge.tried} tried): {flipped}")


def robust(
    name: AccordName,
    question: Annotated[str, typer.Option("--question", "-q", metavar="NAME")] = "collapse",
    coalition: Annotated[
        str, typer.Option("--coalition", "-c", metavar="A,B", help="Who acts together.")
    ] = "",
    party: Annotated[str, typer.Option("--party", help="The party that a question is about.")] = "",
    vary: Annotated[
        str,
        typer.Option(
            "--vary", metavar="WHAT", help="Of wordings, readings, orders; wordings,orders by default."
        ),
    ] = "",
    wording: Wording = "",
    reading: Reading = None,
    draws: Annotated[int, typer.Option("--draws", min=0, help="Draws of the ranges; 0 for none.")] = 0,
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """Under how many wordings, readings, orders of play and draws an answer holds, and what flips it."""
    import detente as dt

    options: dict[str, Any] = {}
    if coalition:
        options["coalition"] = tuple(side.strip() for side in coalition.split(",") if side.strip())
    if party:
        options["party"] = party
    more: dict[str, Any] = {"vary": tuple(vary.split(","))} if vary else {}
    space = space_of(load_accord(name), wording, reading)
    result = dt.robustness(space, question, draws=draws, seed=seed, options=options, **more)
    if as_json:
        write_json(result.as_dict())
        return
    write_lines(str(result))
    write_lines(f"  {setting}" for setting in result.settings)
    if result.flips:
        write_lines("  one change alone flips it:")
        write_lines(f"    {setting}" for setting in result.flips)


def export(
    name: AccordName,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="Where to write the model.")],
    wording: Wording = "",
    reading: Reading = None,
    order: Order = "",
) -> None:
    """Write the game for PRISM-games or Storm, for a second opinion."""
    import detente as dt

    space = space_of(load_accord(name), wording, reading, order)
    write_file(ready_to_write(out), dt.to_prism(space.rules))
    write_lines(str(out))


def game(
    path: Annotated[str, typer.Argument(metavar="FILE", help="A game written out state by state, as JSON.")],
    as_json: Json = False,
) -> None:
    """Solve a turn-based stochastic game of your own: the value of each query in its file."""
    import detente as dt

    found = dt.read_game(path)
    answers = []
    for query in found.queries:
        value = dt.solve_game(
            found, coalition=query.coalition, target=query.target, opt=query.opt, steps=query.steps
        )
        answers.append((query, value))
    if as_json:
        write_json(
            [
                {"label": q.label, "coalition": list(q.coalition), "low": v.low, "high": v.high}
                for q, v in answers
            ]
        )
        return
    write_lines(str(found))
    for query, value in answers:
        bound = f" within {query.steps} steps" if query.steps is not None else ""
        who = ", ".join(map(str, query.coalition))
        write_lines(f"  {query.opt} by {who} of {query.label or 'the target'}{bound}: {value}")
