"""The commands about phased accords: start one, read it back, check what it allows, follow it once signed."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.cli.accord_design import add_design
from detente.cli.accord_follow import add_follow
from detente.cli.accord_load import (
    AccordName,
    Order,
    Reading,
    Wording,
    chosen,
    load_accord,
    sides_of,
    space_of,
)
from detente.cli.accord_write import ready_to_write
from detente.cli.out import write_json, write_lines
from detente.cli.questions import Draws, Json, Seed
from detente.errors import DetenteError

__all__ = ["accord", "found_of_case"]

accord = typer.Typer(
    help="Phased accords: what a text allows, who could bring it down, who is exposed when.",
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@accord.callback()
def _nothing_asked(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        sys.stdout.write(context.get_help() + "\n")


@accord.command("list")
def list_accords() -> None:
    """The bundled accords."""
    import detente as dt

    for name in dt.accord_examples():
        write_lines(f"{name}: {dt.accord_example(name).title}")


@accord.command()
def new(
    path: Annotated[
        str, typer.Argument(metavar="PATH", help="The file or folder to write to.")
    ] = "accord.yaml",
    start: Annotated[
        str, typer.Option("--from", metavar="NAME", help="The bundled accord to start from.")
    ] = "three-phases-2024",
) -> None:
    """Copy a bundled accord as the start of your own; nothing is ever written over."""
    import detente as dt

    made = dt.new_accord(start, path)
    write_lines(f"{made}\nnext: detente accord show {made}; detente accord check {made}")


@accord.command()
def show(name: AccordName, wording: Wording = "", reading: Reading = None) -> None:
    """Read an accord back in plain words, as the program understands it, silence included."""
    import detente as dt

    write_lines(dt.say_accord(load_accord(name), wording=wording, readings=chosen(reading)))


@accord.command()
def check(
    name: AccordName,
    question: Annotated[
        str, typer.Option("--question", "-q", metavar="NAME", help="One question, by name, or a formula.")
    ] = "",
    coalition: Annotated[
        str, typer.Option("--coalition", "-c", metavar="A,B", help="Who acts together.")
    ] = "",
    party: Annotated[str, typer.Option("--party", help="The party that a question is about.")] = "",
    wording: Wording = "",
    reading: Reading = None,
    order: Order = "",
    any_means: Annotated[bool, typer.Option("--any-means", help="Breaches of its own count too.")] = False,
    story: Annotated[bool, typer.Option("--story", help="Tell the plays day by day, in full.")] = False,
    require: Annotated[
        bool, typer.Option("--require", help="Exit with status 1 when the answer is no.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Say what a text allows: all wordings side by side, or one question with the play that shows it."""
    from detente.cli.accord_show import show_overview, show_verdict

    found = load_accord(name)
    if not question:
        for option, given in {
            "--coalition": coalition,
            "--party": party,
            "--order": order,
            "--any-means": any_means,
            "--story": story,
            "--require": require,
        }.items():
            if given:
                raise DetenteError(f"{option} goes with a question", hint="name one: -q collapse")
        show_overview(found, wording, chosen(reading), as_json=as_json)
        return
    space = space_of(found, wording, reading, order)
    result = _ask(space, question, coalition=coalition, party=party, any_means=any_means)
    if as_json:
        write_json(result.as_dict())
    else:
        show_verdict(result, found, in_full=story)
    if require and getattr(result, "holds", True) is not True:
        sys.exit(1)


@accord.command()
def brief(
    name: AccordName,
    out: Annotated[str, typer.Option("--out", "-o", metavar="FOLDER", help="Folder to write to.")] = "out",
    wording: Wording = "",
    reading: Reading = None,
    draws: Draws = 64,
    seed: Seed = 0,
) -> None:
    """Write what the accord allows as one self-contained page, with Markdown and JSON beside it."""
    import detente as dt
    from detente.cli.tell import write_forms

    ready_to_write(Path(out) / "accord.html")
    analysis = _analysed(load_accord(name), wording, chosen(reading), draws=draws, seed=seed)
    path = write_forms(dt.make_accord_brief(analysis), Path(out), "accord")
    sys.stdout.write(f"brief: {path.resolve()}\n")


add_design(accord)
add_follow(accord)


def found_of_case(case: Any, name: str, *, draws: int, seed: int) -> Any:
    """The analysis of the accord to tell in a case's brief: the one named, else the bundled one that fits.

    None where there is none, or for the name "none".
    """
    import detente as dt

    if name == "none":
        return None
    if name:
        return _analysed(load_accord(name), "", {}, draws=draws, seed=seed)
    fitting = [one for one in map(dt.accord_example, dt.accord_examples()) if one.case == case.id]
    return _analysed(fitting[0], "", {}, draws=draws, seed=seed) if fitting else None


def _analysed(found: Any, wording: str, readings: dict[str, str], *, draws: int, seed: int) -> Any:
    import detente as dt
    from detente.cli.tell import with_progress

    def analyse(step: Any) -> Any:
        return dt.analyse_accord(
            found, wording=wording, readings=readings, draws=draws, seed=seed, progress=step
        )

    return with_progress(analyse)


def _ask(space: Any, question: str, *, coalition: str, party: str, any_means: bool) -> Any:
    """The answer to one question, with the options that it takes."""
    from inspect import signature

    import detente as dt

    options: dict[str, Any] = {}
    if coalition:
        options["coalition"] = sides_of("--coalition", coalition)
    if party:
        options["party"] = party
    if any_means:
        options["blameless"] = False
    if question in dt.PROPERTIES:
        takes = signature(dt.property_named(question)).parameters
        words = {"coalition": "--coalition", "party": "--party", "blameless": "--any-means"}
        for name in options:
            if name not in takes:
                raise DetenteError(f"the question {question!r} takes no {words[name]}", hint="leave it out")
        needs = [
            name
            for name, parameter in takes.items()
            if parameter.default is parameter.empty and name not in {"space", "about"}
        ]
        missing = [name for name in needs if name not in options]
        if missing:
            hint = {"coalition": "--coalition A,B", "party": "--party A", "question": "detente accord robust"}
            raise DetenteError(
                f"the question {question!r} needs to know: {', '.join(missing)}",
                hint=", ".join(hint.get(name, name) for name in missing),
            )
    return dt.check(space, question, **options)
