"""Figures over time: what each source counts, kept apart where sources differ."""

import datetime as dt

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
    words,
)
from detente.brief.charts import Step, Told, steps
from detente.brief.given import Given
from detente.brief.phrases import value, when
from detente.case.history import Figure

__all__ = ["figures"]

_UNSAID = "not attributed"


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
            words=words(
                "Each figure is the count of the source that is named. Figures of different sources are not "
                "joined by a line."
            )
        )
    ]
    drawn = [rows for rows in series.values() if len({row.date for row in rows}) > 1]
    blocks += [_chart(given, rows, k) for k, rows in enumerate(drawn, start=1)]
    blocks.append(_table(given, found, "All figures"))
    return Section(id="figures", title="Figures over time", blocks=tuple(blocks))


def _chart(given: Given, rows: list[Figure], number: int) -> Chart:
    sources = list(dict.fromkeys(row.said_by or _UNSAID for row in rows))
    first, last = rows[0], rows[-1]
    title = _capital(first.series)
    description = (
        f"{title}: {_amount(first)} ({when(first.date)}, {first.said_by or _UNSAID}) to {_amount(last)} "
        f"({when(last.date)}, {last.said_by or _UNSAID}). A line joins figures of one source only."
    )
    return steps(
        Told(
            id=f"figure-{number}",
            title=title,
            description=description,
            table=_table(given, rows, title),
        ),
        [
            Step(who=row.said_by or _UNSAID, day=_day(row), value=row.value, label=_amount(row))
            for who in sources
            for row in rows
            if (row.said_by or _UNSAID) == who
        ],
        axis=first.unit,
    )


def _table(given: Given, rows: list[Figure], caption: str) -> Table:
    columns = (
        Column(title=words("What is counted")),
        Column(title=words("When")),
        Column(title=words("Figure"), numeric=True),
        Column(title=words("According to")),
        Column(title=words("Note")),
        Column(title=words("Evidence")),
    )
    return Table(
        caption=words(caption), columns=columns, rows=tuple(_row(given, row) for row in rows), wide=True
    )


def _row(given: Given, row: Figure) -> Row:
    source: Words = words(said(row.said_by)) if row.said_by else words(muted(_UNSAID))
    return Row(
        cells=(
            words(said(row.series)),
            words(when(row.date)),
            words(f"{row.bound} " if row.bound else "", value(row.value)),
            source,
            words(said(row.note)),
            given.evidence.links(row.evidence or (row.id,)),
        )
    )


def _amount(row: Figure) -> str:
    return " ".join(part for part in (row.bound, value(row.value).text) if part)


def _day(row: Figure) -> dt.date:
    return row.date.last


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
