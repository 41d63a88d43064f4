"""What a mark of evidence stands for: the row that the sources tell it by, as the words of a footnote."""

from collections.abc import Iterable, Iterator, Mapping

from detente.brief.blocks import Beside, Block, Fold, Part, Row, Section, Table, Words, link, text_of, words

__all__ = ["EVIDENCE", "rows_of_evidence", "told_in"]

EVIDENCE = ("evidence-", "passage-")
"""How the anchors of evidence begin."""


def rows_of_evidence(sections: Iterable[Section]) -> Mapping[str, Row]:
    """Every row that a mark leads to, by its anchor.

    >>> rows_of_evidence([])
    {}
    """
    return {
        row.anchor: row
        for section in sections
        for row in _rows(section.blocks)
        if row.anchor.startswith(EVIDENCE)
    }


def told_in(anchor: str, rows: Mapping[str, Row], before: set[str]) -> Words:
    """The words of a footnote: the row itself, then the reports that it cites.

    Of a row its cells after the mark are told, parted by semicolons; a cell that only cites is left out,
    since what it cites follows. What stands in a footnote `before` is cited in short; what is told here is
    added to it.
    """
    row = rows[anchor]
    cited = [
        span.target[1:]
        for cell in row.cells[1:]
        for span in cell
        if span.kind == "link" and span.target[1:] in rows and span.target[1:] != anchor
    ]
    before.add(anchor)
    found: list[Words | str] = [_line(row)]
    for name in dict.fromkeys(cited):
        mark = link(text_of(rows[name].cells[0]), f"#{name}")
        found += [" \u00b7 ", words(mark), ": ", _line(rows[name], short=name in before)]
        before.add(name)
    return words(*found)


def _line(row: Row, *, short: bool = False) -> Words:
    found: list[Words | str] = []
    told = [cell for cell in row.cells[1:] if cell and not _cites_only(cell)][: 2 if short else None]
    for place, cell in enumerate(told):
        found += ["; ", cell] if place else [cell]
    return words(*found)


def _cites_only(cell: Words) -> bool:
    return any(span.kind == "link" for span in cell) and all(
        span.target.startswith("#") if span.kind == "link" else not span.text.strip("[], \u060c;\u2068\u2069")
        for span in cell
    )


def _rows(blocks: Iterable[Block]) -> Iterator[Row]:
    for block in blocks:
        match block:
            case Table(rows=rows):
                yield from rows
            case Fold(blocks=inner) | Part(blocks=inner):
                yield from _rows(inner)
            case Beside(panels=panels):
                for panel in panels:
                    yield from _rows(panel.blocks)
            case _:
                pass
