"""The commands about a case as a whole; the questions are in `questions`."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.cli.accord import accord as accord_group
from detente.cli.accord import found_of_case
from detente.cli.accord_load import holds_accord, load_accord
from detente.cli.assistants import mcp
from detente.cli.distil import case as distil_case
from detente.cli.draft import draft as draft_group
from detente.cli.export import export
from detente.cli.load import Asked, holds_pack, load_case
from detente.cli.open import open_case
from detente.cli.out import write_json
from detente.cli.questions import AsOf, CaseName, Draws, Json, Seed, add_questions
from detente.cli.read import read
from detente.cli.record import record as record_group
from detente.cli.record import told_too
from detente.cli.review import review
from detente.cli.talks import talks as talks_group
from detente.cli.talks_more import add_more
from detente.cli.train import train

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
add_questions(app)
app.add_typer(accord_group, name="accord")
app.add_typer(draft_group, name="draft")
app.add_typer(record_group, name="record")
add_more(talks_group)
app.add_typer(talks_group, name="talks")
app.command()(read)
app.command("open")(open_case)
app.command()(mcp)
app.command()(review)
app.command()(export)
record_group.command("case")(distil_case)
record_group.command()(train)


@app.command()
def validate(case: CaseName, as_json: Json = False) -> None:
    """Say whether a case, a pack or an accord is well-formed: every problem at once, with file and line."""
    import detente as dt
    from detente.cli.show import show_valid, show_valid_pack

    if holds_pack(case):
        pack = dt.read_pack(case)
        if as_json:
            write_json({"valid": True, "pack": pack.id, "problems": []})
        else:
            show_valid_pack(pack)
        return
    if holds_accord(case):
        from detente.cli.accord_show import show_valid_accord

        accord = load_accord(case)
        if as_json:
            write_json({"valid": True, "accord": accord.id, "problems": []})
        else:
            show_valid_accord(accord)
        return
    found = load_case(case, Asked())
    missing = dt.gaps(found)
    if as_json:
        told = {"valid": True, "case": found.id, "problems": [], "gaps": [gap.as_dict() for gap in missing]}
        write_json(told)
    else:
        show_valid(found, missing)


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
        write_json(rows)
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
    record: Annotated[
        str, typer.Option("--record", metavar="RECORD", help="Tell what the reports of this record say too.")
    ] = "",
    since: Annotated[
        str, typer.Option("--since", metavar="DATE", help="With --record: what changed since this day.")
    ] = "",
    accord: Annotated[
        str,
        typer.Option(
            "--accord",
            metavar="ACCORD",
            help="Tell whether it would hold; the one that fits by default, or none.",
        ),
    ] = "",
    talks: Annotated[
        int, typer.Option("--talks", metavar="RUNS", min=0, help="Runs of simulated talks to tell of.")
    ] = 10_000,
    language: Annotated[
        str, typer.Option("--language", metavar="CODE", help="Tell it in ar, en, fr or he.")
    ] = "en",
    also: Annotated[
        str,
        typer.Option("--also", metavar="FORMS", help="Write these beside it: pdf, docx, or both by a comma."),
    ] = "",
    template: Annotated[
        str, typer.Option("--template", metavar="FILE", help="A .docx whose styles the Word file takes.")
    ] = "",
    fonts: Annotated[
        str, typer.Option("--fonts", metavar="FOLDER", help="A folder with more fonts for the PDF.")
    ] = "",
    show_it: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    as_json: Json = False,
) -> None:
    """Write the brief: one self-contained HTML file, with Markdown and JSON beside it."""
    from detente.cli.papers import asked_papers
    from detente.cli.tell import Told, write_brief
    from detente.languages import language_named

    spoken = language_named(language).code
    papers = asked_papers(also, template=template, fonts=fonts)
    found = load_case(case, Asked(as_of=as_of))
    reported = told_too(record, since=since, as_of=as_of)
    told = Told(
        scenario=scenario,
        draws=draws,
        seed=seed,
        open_it=show_it,
        as_json=as_json,
        reported=reported,
        accord=_accord(accord, seed=seed),
        talks=talks,
        language=spoken,
        papers=papers,
    )
    write_brief(found, out or Path("out") / found.id, told)


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write to.")] = Path("out/gaza-2024"),
    case: Annotated[str, typer.Option(help="Which bundled case.")] = "gaza-2024",
    draws: Draws = 1024,
) -> None:
    """Analyse a bundled case, write its brief and print what it finds."""
    from detente.cli.tell import Told, write_brief

    found = load_case(case, Asked())
    write_brief(found, out, Told(draws=draws, open_it=sys.stdout.isatty(), accord=_accord(""), talks=20_000))


def _accord(name: str, *, seed: int = 0) -> Callable[[Any], Any]:
    """From a case to the analysis of its accord; one that is named is read before the long work."""
    if name not in {"", "none"}:
        load_accord(name)
    return lambda case: found_of_case(case, name, draws=64, seed=seed)


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
        str,
        typer.Argument(
            help="case, preferences, scenario, accord, or a question such as zone, talks run, accord stall."
        ),
    ] = "case",
) -> None:
    """Print the JSON Schema of a case file or of a question's --json answer."""
    import detente as dt

    write_json(dt.json_schema(name))
