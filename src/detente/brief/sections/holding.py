"""Would it hold: the powers that each wording of an accord gives, side by side, with their plays."""

from collections.abc import Sequence

from detente.accord.everything import AccordAnalysis, Shown
from detente.accord.language.plan import Accord
from detente.accord.plays.story import say_witness
from detente.accord.questions.powers import PowerCell, PowerTable
from detente.accord.results import Verdict
from detente.brief.blocks import (
    Block,
    Bullets,
    Column,
    Fold,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
    assumed,
    joined,
    listed,
    muted,
    name,
    number,
    said,
    strong,
    words,
)
from detente.brief.phrases import plural
from detente.brief.sections.holding_depth import depth

__all__ = ["holding"]

_RARE = {
    "walk-away": "take everything that it is owed and walk away",
    "entrap": "force the other into breach",
}
"""Powers that a fair text gives nobody: a column is told only where somebody has one."""

_BASES = {
    "reported": "reported",
    "published": "published",
    "assumption": "an assumption",
    "variant": "our variant",
}


def holding(found: AccordAnalysis) -> Section:
    """The four-wording table and its plays, then one wording in depth."""
    accord = found.accord
    blocks: list[Block] = [Paragraph(words=_opening(found)), _table(found)]
    nobody = _nobody(found)
    if nobody:
        blocks.append(
            Paragraph(words=words("No party alone can ", joined(nobody, " or "), ", under any of them."))
        )
    blocks.append(Paragraph(words=_legend(accord), style="small"))
    blocks += [_plays(accord, shown, row) for shown, row in zip(found.shown, found.table.rows, strict=True)]
    blocks += depth(found)
    blocks.append(_taken(found))
    return Section(id="holding", title="Would it hold?", blocks=tuple(blocks))


def _opening(found: AccordAnalysis) -> Words:
    accord = found.accord
    told: list[str | Words] = [
        words("Here the accord ", said(accord.title), " is taken at its word: what does the text allow? ")
    ]
    if accord.wordings:
        variants = sum(1 for wording in accord.wordings if wording.basis == "variant")
        count = plural(len(accord.wordings), "wording")
        told.append(f"{count.capitalize()} {'stands' if len(accord.wordings) == 1 else 'stand'} here. ")
        if variants:
            which = "All" if variants == len(accord.wordings) else f"Of them {plural(variants, 'wording')}"
            what = "are variants" if variants > 1 else "is a variant"
            told.append(f"{which} {what} made for comparison, as the note with each says. ")
    told.append(
        "A yes means: there is a way to bring it about whatever all the others do, and without ever "
        "being in breach."
    )
    return words(*told)


def _table(found: AccordAnalysis) -> Table:
    """A row for each wording: who can bring it down, who can stall."""
    accord = found.accord
    heads = _heads(found)
    columns = [Column(title=words("If the text says"))]
    columns += [Column(title=title) for title, _, _ in heads]
    rows = []
    for row in found.table.rows:
        cells = [_wording(accord, row)]
        cells += [_cell(accord, row, coalitions, question) for _, coalitions, question in heads]
        rows.append(Row(cells=tuple(cells)))
    caption = words("What the text allows, blamelessly")
    return Table(caption=caption, columns=tuple(columns), rows=tuple(rows), wide=True)


Head = tuple[Words, tuple[tuple[str, ...], ...], str]


def _heads(found: AccordAnalysis) -> list[Head]:
    """The columns: each party alone, a party with each mediator; then stalling and the rest."""
    accord = found.accord
    heads: list[Head] = []
    for party in accord.parties:
        title = words(name(accord.name(party)), " alone brings it down")
        heads.append((title, ((party,),), "collapse"))
    for other in accord.others:
        pairs = tuple(tuple(sorted((party, other))) for party in accord.parties)
        title = words("a party with ", name(_lower(accord.name(other))), " brings it down")
        heads.append((title, pairs, "collapse"))
    heads += [
        (words(name(accord.name(party)), " alone stalls for ever"), ((party,),), "stall")
        for party in accord.parties
    ]
    alone = tuple((party,) for party in accord.parties)
    return heads + [
        (words("one alone can ", told), alone, question)
        for question, told in _RARE.items()
        if _somebody(found, question)
    ]


def _somebody(found: AccordAnalysis, question: str) -> bool:
    """Whether any party alone has a power under any wording, or may have it."""
    return any(
        row.cell((party,), question).holds is not False
        for row in found.table.rows
        for party in found.accord.parties
    )


def _nobody(found: AccordAnalysis) -> list[Words]:
    """The powers that no party alone has under any wording."""
    return [words(told) for question, told in _RARE.items() if not _somebody(found, question)]


def _wording(accord: Accord, row: PowerTable) -> Words:
    wording = next((one for one in accord.wordings if one.id == row.wording), None)
    if wording is None:
        return words("As it is read")
    basis = _BASES.get(wording.basis, wording.basis)
    return words(said(wording.label), " ", muted(f"({basis})"))


def _cell(accord: Accord, row: PowerTable, coalitions: Sequence[tuple[str, ...]], question: str) -> Words:
    """Yes, no, or who of several can."""
    cells = [row.cell(coalition, question) for coalition in coalitions]
    if len({cell.holds for cell in cells}) == 1:
        return _answer(cells)
    parties = set(accord.parties)
    can = [
        words(name(accord.name(side)))
        for cell in cells
        if cell.holds
        for side in cell.coalition
        if side in parties
    ]
    unsure = any(cell.holds is None for cell in cells)
    told = words(strong("yes"), ", ", listed(can)) if can else words("no")
    return words(told, "; else it depends on who moves first") if unsure else told


def _answer(cells: Sequence[PowerCell]) -> Words:
    if cells[0].holds is None:
        return words("depends on who moves first")
    if not cells[0].holds:
        return words("no")
    days = [cell.by_day for cell in cells if cell.by_day is not None]
    if not days:
        return words(strong("yes"))
    return words(strong("yes"), ", by day ", number(f"{max(days)}", max(days)))


def _legend(accord: Accord) -> Words:
    phases = accord.phases
    goal = phases[1].name if len(phases) > 1 else "completion"
    return words(
        "To bring it down: the accord ends and fighting may resume. To stall: ",
        name(goal),
        " never comes. Days are counted from the first day of the accord, and are the latest to which the "
        "others can put it off.",
    )


def _plays(accord: Accord, shown: Shown, row: PowerTable) -> Fold:
    blocks: list[Block] = []
    note = next((one.note for one in accord.wordings if one.id == row.wording), "")
    if note:
        blocks.append(Paragraph(words=words(said(note)), style="small"))
    for verdict in shown.verdicts:
        blocks.append(Paragraph(words=_asked(verdict)))
        if verdict.witness is not None:
            lines = say_witness(verdict.witness, accord, short=True)
            blocks.append(Bullets(items=tuple(words(said(line)) for line in lines)))
    return Fold(summary=words("The plays that show it: ", _wording(accord, row)), blocks=tuple(blocks))


def _asked(verdict: Verdict) -> Words:
    answer = {True: "yes", False: "no", None: "it depends on who moves first"}[verdict.holds]
    how = "A play that does it:" if verdict.holds else "How the others hold it:"
    return words(said(verdict.asks), " ", strong(answer), ". ", how if verdict.witness is not None else "")


def _taken(found: AccordAnalysis) -> Fold:
    """What every answer here takes for granted."""
    lines = tuple(words(said(line)) for line in found.table.assumes)
    blocks: list[Block] = [Bullets(items=lines)]
    if found.left_out:
        told = joined([words(said(name_), ": ", said(why)) for name_, why in found.left_out], "; ")
        blocks.append(Paragraph(words=words("Not asked: ", told), style="small"))
    if found.accord.note:
        blocks.append(Paragraph(words=words(said(found.accord.note)), style="small"))
    return Fold(summary=words("What this takes for granted ", assumed()), blocks=tuple(blocks))


def _lower(text: str) -> str:
    """The name as it stands within a sentence: `The mediators` loses its capital."""
    return f"the{text[3:]}" if text.startswith("The ") else text
