"""Figures over time: what each source counts, kept apart where sources differ."""

from detente.brief.blocks import (
    Block,
    Chart,
    Column,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
    muted,
    said,
    text_of,
    words,
)
from detente.brief.charts import Step, Told, steps
from detente.brief.given import Given
from detente.brief.phrases import value, when
from detente.brief.wording import tell, tell_as
from detente.case.history import Figure
from detente.languages import say

__all__ = ["amount", "figures"]


def figures(given: Given) -> Section | None:
    """The series of figures: a chart for each that has two dates or more, then all of them in a table."""
    found = sorted(given.known(given.case.figures), key=lambda f: (f.series, f.date, f.said_by))
    if not found:
        return None
    series: dict[str, list[Figure]] = {}
    for figure in found:
        series.setdefault(figure.series, []).append(figure)
    blocks: list[Block] = [
        Paragraph(
            words=tell(
                "Each figure is the count of the source that is named. Figures of different sources are not "
                "joined by a line."
            )
        )
    ]
    drawn = [rows for rows in series.values() if len({row.date for row in rows}) > 1]
    blocks += [_chart(given, rows, k) for k, rows in enumerate(drawn, start=1)]
    blocks.append(_table(given, found, say("All figures")))
    return Section(id="figures", title=say("Figures over time"), blocks=tuple(blocks))


def amount(row: Figure) -> Words:
    """The value of a figure with its bound, without its unit."""
    told = value(row.value)
    match row.bound:
        case "about":
            return tell("about {amount}", amount=told)
        case "at least":
            return tell("at least {amount}", amount=told)
        case "over":
            return tell("over {amount}", amount=told)
        case "":
            return words(told)
        case bound:
            return words(f"{bound} ", told)


def _chart(given: Given, rows: list[Figure], number: int) -> Chart:
    sources = list(dict.fromkeys(_teller(row) for row in rows))
    first, last = rows[0], rows[-1]
    title = _capital(first.series)
    # Translators: the first and the last of a series of figures, each with its day and who says so.
    description = say(
        "{title}: {first} ({day}, {who}) to {last} ({until}, {other}). A line joins figures of one source "
        "only.",
        title=title,
        first=text_of(amount(first)),
        day=when(first.date),
        who=_teller(first),
        last=text_of(amount(last)),
        until=when(last.date),
        other=_teller(last),
    )
    return steps(
        Told(
            id=f"figure-{number}",
            title=title,
            description=description,
            table=_table(given, rows, title),
        ),
        [
            Step(who=_teller(row), day=row.date.last, value=row.value, label=text_of(amount(row)))
            for who in sources
            for row in rows
            if _teller(row) == who
        ],
        axis=first.unit,
    )


def _table(given: Given, rows: list[Figure], caption: str) -> Table:
    columns = (
        Column(title=tell("What is counted")),
        Column(title=tell_as("head of a column", "When")),
        Column(title=tell_as("head of a column", "Figure"), numeric=True),
        Column(title=tell_as("head of a column", "According to")),
        Column(title=tell_as("head of a column", "Note")),
        Column(title=tell_as("head of a column", "Evidence")),
    )
    return Table(
        caption=words(caption), columns=columns, rows=tuple(_row(given, row) for row in rows), wide=True
    )


def _row(given: Given, row: Figure) -> Row:
    source = words(said(row.said_by) if row.said_by else muted(_teller(row)))
    return Row(
        cells=(
            words(said(row.series)),
            words(when(row.date)),
            amount(row),
            source,
            words(said(row.note)),
            given.evidence.links(row.evidence or (row.id,)),
        )
    )


def _teller(row: Figure) -> str:
    # Translators: a figure of which no report says whose count it is.
    return row.said_by or say("not attributed")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
