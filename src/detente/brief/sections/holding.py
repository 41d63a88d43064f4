"""Would it hold: the powers that each wording of an accord gives, side by side, with their plays."""

from collections.abc import Sequence

from detente.accord.everything import AccordAnalysis, Shown
from detente.accord.language.plan import Accord
from detente.accord.plays.story import say_witness
from detente.accord.questions.powers import PowerCell, PowerTable
from detente.accord.results import Verdict, in_sentence
from detente.brief.blocks import (
    Block,
    Bullets,
    Column,
    Fold,
    Paragraph,
    Row,
    Section,
    Span,
    Table,
    Words,
    assumed,
    muted,
    name,
    number,
    said,
    strong,
    words,
)
from detente.brief.phrases import counted
from detente.brief.sections.holding_depth import depth
from detente.brief.wording import in_turn, listed, tell, tell_plural
from detente.languages import mark, say, say_as

__all__ = ["holding"]

_RARE = {
    "walk-away": mark("one alone can take everything that it is owed and walk away"),
    "entrap": mark("one alone can force the other into breach"),
}
"""Powers that a fair text gives nobody: a column is told only where somebody has one."""

_NOBODY = {
    ("walk-away",): mark(
        "No party alone can take everything that it is owed and walk away, under any of them."
    ),
    ("entrap",): mark("No party alone can force the other into breach, under any of them."),
    ("walk-away", "entrap"): mark(
        "No party alone can take everything that it is owed and walk away or force the other into breach, "
        "under any of them."
    ),
}

# Translators: on what a wording of an accord rests; it stands in brackets after the wording.
_BASES = {
    "reported": mark("reported"),
    "published": mark("published"),
    "assumption": mark("an assumption"),
    "variant": mark("our variant"),
}


def holding(found: AccordAnalysis) -> Section:
    """The four-wording table and its plays, then one wording in depth."""
    accord = found.accord
    blocks: list[Block] = [Paragraph(words=_opening(found)), _table(found)]
    nobody = tuple(question for question in _RARE if not _somebody(found, question))
    if nobody:
        blocks.append(Paragraph(words=tell(_NOBODY[nobody])))
    blocks.append(Paragraph(words=_legend(accord), style="small"))
    blocks += [_plays(accord, shown, row) for shown, row in zip(found.shown, found.table.rows, strict=True)]
    blocks += depth(found)
    blocks.append(_taken(found))
    return Section(id="holding", title=say("Would it hold?"), blocks=tuple(blocks))


def _opening(found: AccordAnalysis) -> Words:
    accord = found.accord
    told = [
        tell(
            "Here the accord {accord} is taken at its word: what does the text allow?",
            accord=said(accord.title),
        )
    ]
    if accord.wordings:
        count = len(accord.wordings)
        variants = sum(1 for wording in accord.wordings if wording.basis == "variant")
        told.append(
            tell_plural(
                "{n} wording stands here.", "{n} wordings stand here.", count, n=counted(count).capitalize()
            )
        )
        if variants == count:
            told.append(
                tell_plural(
                    "All is a variant made for comparison, as the note with each says.",
                    "All are variants made for comparison, as the note with each says.",
                    variants,
                )
            )
        elif variants:
            told.append(
                tell_plural(
                    "Of them {n} wording is a variant made for comparison, as the note with each says.",
                    "Of them {n} wordings are variants made for comparison, as the note with each says.",
                    variants,
                )
            )
    told.append(
        tell(
            "A yes means: there is a way to bring it about whatever all the others do, and without ever "
            "being in breach."
        )
    )
    return in_turn(told, " ")


def _table(found: AccordAnalysis) -> Table:
    """A row for each wording: who can bring it down, who can stall."""
    accord = found.accord
    heads = _heads(found)
    columns = [Column(title=tell("If the text says"))]
    columns += [Column(title=title) for title, _, _ in heads]
    rows = []
    for row in found.table.rows:
        cells = [_wording(accord, row)]
        cells += [_cell(accord, row, coalitions, question) for _, coalitions, question in heads]
        rows.append(Row(cells=tuple(cells)))
    caption = tell("What the text allows, blamelessly")
    return Table(caption=caption, columns=tuple(columns), rows=tuple(rows), wide=True)


Head = tuple[Words, tuple[tuple[str, ...], ...], str]


def _heads(found: AccordAnalysis) -> list[Head]:
    """The columns: each party alone, a party with each mediator; then stalling and the rest."""
    accord = found.accord
    heads: list[Head] = []
    for party in accord.parties:
        title = tell("{party} alone brings it down", party=name(accord.name(party)))
        heads.append((title, ((party,),), "collapse"))
    for other in accord.others:
        pairs = tuple(tuple(sorted((party, other))) for party in accord.parties)
        title = tell("a party with {other} brings it down", other=name(in_sentence(accord.name(other))))
        heads.append((title, pairs, "collapse"))
    heads += [
        (tell("{party} alone stalls for ever", party=name(accord.name(party))), ((party,),), "stall")
        for party in accord.parties
    ]
    alone = tuple((party,) for party in accord.parties)
    return heads + [
        (tell(told), alone, question) for question, told in _RARE.items() if _somebody(found, question)
    ]


def _somebody(found: AccordAnalysis, question: str) -> bool:
    """Whether any party alone has a power under any wording, or may have it."""
    return any(
        row.cell((party,), question).holds is not False
        for row in found.table.rows
        for party in found.accord.parties
    )


def _wording(accord: Accord, row: PowerTable) -> Words:
    wording = next((one for one in accord.wordings if one.id == row.wording), None)
    if wording is None:
        return tell("As it is read")
    basis = say(_BASES[wording.basis]) if wording.basis in _BASES else wording.basis
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
    if not can:
        return tell("no; else it depends on who moves first") if unsure else tell("no")
    places: dict[str, Span | Words] = {"yes": strong(say("yes")), "who": listed(can)}
    if unsure:
        return tell("{yes}, {who}; else it depends on who moves first", **places)
    # Translators: `who` lists the parties of which the answer is yes.
    return tell("{yes}, {who}", **places)


def _answer(cells: Sequence[PowerCell]) -> Words:
    if cells[0].holds is None:
        return tell("depends on who moves first")
    if not cells[0].holds:
        return tell("no")
    days = [cell.by_day for cell in cells if cell.by_day is not None]
    yes = strong(say("yes"))
    return tell("{yes}, by day {day}", yes=yes, day=number(f"{max(days)}", max(days))) if days else words(yes)


def _legend(accord: Accord) -> Words:
    phases = accord.phases
    # Translators: the last phase of an accord, when everything in it has been done.
    goal = phases[1].name if len(phases) > 1 else say("completion")
    return tell(
        "To bring it down: the accord ends and fighting may resume. To stall: {goal} never comes. Days are "
        "counted from the first day of the accord, and are the latest to which the others can put it off.",
        goal=name(goal),
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
    return Fold(
        summary=tell("The plays that show it: {wording}", wording=_wording(accord, row)), blocks=tuple(blocks)
    )


def _asked(verdict: Verdict) -> Words:
    answers = {True: say("yes"), False: say("no"), None: say("it depends on who moves first")}
    places = {"question": said(verdict.asks), "answer": strong(answers[verdict.holds])}
    if verdict.witness is None:
        return tell("{question} {answer}.", **places)
    if verdict.holds:
        return tell("{question} {answer}. A play that does it:", **places)
    return tell("{question} {answer}. How the others hold it:", **places)


def _taken(found: AccordAnalysis) -> Fold:
    """What every answer here takes for granted."""
    lines = tuple(words(said(line)) for line in found.table.assumes)
    blocks: list[Block] = [Bullets(items=lines)]
    if found.left_out:
        told = [
            tell("{question}: {why}", question=said(asked), why=said(why)) for asked, why in found.left_out
        ]
        between = say_as("between parts of a sentence", "; ")
        left = tell("Not asked: {questions}", questions=in_turn(told, between))
        blocks.append(Paragraph(words=left, style="small"))
    if found.accord.note:
        blocks.append(Paragraph(words=words(said(found.accord.note)), style="small"))
    return Fold(
        summary=tell("What this takes for granted {assumption}", assumption=assumed()), blocks=tuple(blocks)
    )
