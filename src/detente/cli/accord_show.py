"""Answers about accords on the terminal: the table of wordings, verdicts, and plays as dated stories."""

from typing import Any

from rich.markup import escape

from detente.cli.out import shown_lines, write_json, write_lines
from detente.cli.show import console

__all__ = ["show_overview", "show_valid_accord", "show_verdict"]

_ASKED = ("collapse", "stall", "walk-away", "entrap")
_HEADS = {
    "collapse": "can bring it down",
    "stall": "can stall for ever",
    "walk-away": "can take everything and walk",
    "entrap": "can force another into breach",
}


def show_overview(accord: Any, wording: str, readings: dict[str, str], *, as_json: bool) -> None:
    """What every wording allows, and what is amiss with the text that is chosen."""
    import detente as dt

    space = dt.AccordSpace(accord, wording=wording, readings=readings)
    form = dt.check(space, "well-formed")
    phases = dt.check(space, "phases")
    if wording or readings or not accord.wordings:
        powers = dt.check(space, "powers", questions=_ASKED)
        rows = (powers,)
        told: Any = powers
    else:
        told = dt.wordings_table(accord, questions=_ASKED)
        rows = told.rows
    if as_json:
        write_json({"powers": told.as_dict(), "form": form.as_dict(), "phases": phases.as_dict()})
        return
    console.print(escape(shown_lines(f"{accord.id}: {accord.title}")), style="bold", soft_wrap=True)
    console.print("Who can, whatever the others do, and without a breach of their own:", soft_wrap=True)
    for row in rows:
        _powers(accord, row)
    write_lines(f"\n{form}")
    write_lines(str(phases))
    write_lines("taken for granted:")
    write_lines(f"  {line}" for line in told.assumes)
    write_lines("for a play: detente accord check ACCORD --wording ID -q collapse -c SIDE")


def show_verdict(result: Any, accord: Any, *, in_full: bool) -> None:
    """One answer, with the play that shows it and what it takes for granted."""
    import detente as dt

    write_lines(str(result))
    for line in getattr(result, "notes", ()):
        write_lines(f"  note: {line}")
    for witness in _witnesses(result):
        write_lines(f"  {witness.shows}:")
        write_lines(f"    {line}" for line in dt.say_witness(witness, accord, short=not in_full))
    assumes = getattr(result, "assumes", ())
    if assumes:
        write_lines("  taken for granted:")
        write_lines(f"    {line}" for line in assumes)


def show_valid_accord(accord: Any) -> None:
    """Prints that an accord is well-formed, and what it holds."""
    parts = ("sides", "goods", "flags", "phases", "clauses", "wordings")
    told = ", ".join(f"{len(getattr(accord, name))} {name}" for name in parts)
    write_lines(f"{accord.id} is a well-formed accord: {told}, stakes of {len(accord.stakes)} sides")


def _witnesses(result: Any) -> list[Any]:
    """The plays in an answer: of the answer itself, or of its remarks and peaks."""
    found = [getattr(result, "witness", None)]
    for part in ("remarks", "peaks"):
        found += [getattr(one, "witness", None) for one in getattr(result, part, ())]
    return [witness for witness in found if witness is not None]


def _powers(accord: Any, row: Any) -> None:
    """Who has which power under one wording; a coalition is told where no smaller one has it."""
    wording = next((w for w in accord.wordings if w.id == row.wording), None)
    title = f"{row.wording}: {row.label} [{wording.basis}]" if wording is not None else "as it is read"
    console.print(f"\n{escape(shown_lines(title))}", style="bold", soft_wrap=True)
    for question in row.questions:
        told = [
            f"{row.names[row.coalitions.index(cell.coalition)]}{_when(cell)}"
            for cell in row.smallest(question, unsure=True)
        ]
        write_lines(f"  {_HEADS.get(question, question)}: {'; '.join(told) or 'nobody'}")


def _when(cell: Any) -> str:
    if cell.holds is None:
        return " (depends on who moves first)"
    return f" (by day {cell.by_day})" if cell.by_day is not None else ""
