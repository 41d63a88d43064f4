"""The brief as Markdown: the same words, links and tables; a chart is its description and its data."""

from typing import TYPE_CHECKING

from detente.brief.blocks import (
    Beside,
    Block,
    Bullets,
    Chart,
    Code,
    Fold,
    Paragraph,
    Part,
    Span,
    Table,
    Words,
)
from detente.languages import say, spoken

if TYPE_CHECKING:
    from detente.brief.brief import Brief

__all__ = ["blocks_markdown", "markdown"]

_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|#"})


def markdown(brief: "Brief") -> str:
    """The brief as Markdown (tables as in GitHub's dialect), one line a paragraph."""
    lines = [
        f"# {_safe(brief.title)}",
        "",
        _safe(brief.kind) + (" " + say("As of {day}.", day=brief.day) if brief.as_of else ""),
        "",
    ]
    for section in brief.sections:
        lines += [f'<a id="{section.id}"></a>', "", f"## {_safe(section.title)}", ""]
        lines += _blocks(section.blocks, 3)
    lines += ["---", "", _safe(brief.closing), ""]
    return "\n".join(lines)


def blocks_markdown(blocks: tuple[Block, ...], level: int = 4) -> str:
    """Blocks alone as Markdown, headings from that level on."""
    return "\n".join(_blocks(blocks, level))


def _blocks(blocks: tuple[Block, ...], level: int) -> list[str]:
    return [line for block in blocks for line in _block(block, level)]


def _block(block: Block, level: int) -> list[str]:
    match block:
        case Paragraph(words=found, style=style):
            quote = "> " if style == "note" else ""
            return [quote + _words(found), ""]
        case Bullets(items=items):
            return [*(f"- {_words(item)}" for item in items), ""]
        case Table():
            return _table(block)
        case Chart():
            return [f"**{_safe(block.title)}.** {_safe(block.description)}", "", *_table(block.table)]
        case Code(text=text, language=language):
            return [f"```{language.lower()}", text, "```", ""]
        case Fold(summary=summary, blocks=blocks):
            return [f"**{_words(summary)}**", "", *_blocks(blocks, level)]
        case Beside(panels=panels):
            return [
                line
                for panel in panels
                for line in (f"{'#' * level} {_words(panel.title)}", "", *_blocks(panel.blocks, level + 1))
            ]
        case Part(title=title, blocks=blocks, anchor=anchor):
            head = [f'<a id="{anchor}"></a>', ""] if anchor else []
            return [*head, f"{'#' * level} {_words(title)}", "", *_blocks(blocks, level + 1)]


def _table(table: Table) -> list[str]:
    head = " | ".join(_words(column.title) for column in table.columns)
    rule = " | ".join("---:" if column.numeric else "---" for column in table.columns)
    rows = []
    for row in table.rows:
        anchor = f'<a id="{row.anchor}"></a>' if row.anchor else ""
        rows.append(f"| {anchor}" + " | ".join(_words(cell) for cell in row.cells) + " |")
    return [f"*{_words(table.caption)}*", "", f"| {head} |", f"| {rule} |", *rows, ""]


def _words(found: Words) -> str:
    return "".join(_span(span) for span in found)


def _span(span: Span) -> str:
    text = _safe(span.text)
    match span.kind:
        case "break" | "gap":
            return "<br>"
        case "strong":
            inner = text.strip()
            return text.replace(inner, f"**{inner}**") if inner else text
        case "assumed":
            return f"[*{text}*](#assumptions)"
        case "link" if span.target.startswith(("#", "https://", "http://")):
            return f"[{text}]({span.target.replace(')', '%29').replace(' ', '%20')})"
        case "name" | "said" if _runs_against_the_page(span.text):
            return f"\u2068{text}\u2069"
        case _:
            return text


def _safe(text: str) -> str:
    return " ".join(text.split("\n")).translate(_MARKS)


def _runs_against_the_page(text: str) -> bool:
    """Whether some letter of the text is written in the other direction than the language spoken."""
    from unicodedata import bidirectional

    other = {"L"} if spoken().direction == "rtl" else {"R", "AL"}
    return any(bidirectional(character) in other for character in text)
