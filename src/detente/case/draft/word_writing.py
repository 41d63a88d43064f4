"""A draft as a Word file: brackets in bold signs, who holds what in footnotes, a table of them at the end.

Every party is shown alike, by name and never by colour. Paragraphs that run from right to left are marked so,
and names are isolated. The file carries no author and no date.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from detente.case.draft.showing import Shown, shown_paragraphs
from detente.case.draft.values import Alternative, Bracket, Draft
from detente.case.draft.word_parts import packed, part_text, styles_of, xml_text
from detente.languages import say, say_as, say_plural, spoken
from detente.languages.figures import long_date
from detente.sources.whole_file import write_whole

__all__ = ["word_draft", "write_word_draft"]

_STYLES = {
    "title": "Title",
    "article": "heading 1",
    "heading": "heading 2",
    "item": "List Paragraph",
    "paragraph": "Body Text",
}
_ISOLATE, _POP = "\u2068", "\u2069"
_LONGEST = 120


def write_word_draft(draft: Draft, path: Path | str, *, styles_from: Path | str | None = None) -> Path:
    """The path of the Word file that is written, of the draft as its readers see it.

    `styles_from`: another Word file whose styles it takes, by their names. Texts of the tool's own are told
    in the language that is spoken. Equal drafts give equal bytes. Raises SourceError for a file of styles
    that cannot be read.
    """
    place = Path(path)
    write_whole(place, word_draft(draft, styles_from=Path(styles_from) if styles_from else None))
    return place


def word_draft(draft: Draft, *, styles_from: Path | None = None) -> bytes:
    r"""The bytes of that Word file.

    >>> from detente.case.draft.reading import read_draft
    >>> word_draft(read_draft("They [[shall | may]] meet.\n"))[:2]
    b'PK'
    """
    styles, ids = styles_of(styles_from)
    writing = _Writing(draft, ids)
    shown = shown_paragraphs(draft)
    paragraphs = "".join(writing.paragraph(one) for one in shown)
    right = sum(_runs_right(one.text) for one in shown) * 2 > len(shown)
    section = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" '
        f'w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>{"<w:bidi/>" if right else ""}</w:sectPr>'
    )
    body = f"<w:body>{paragraphs}{writing.table()}{section}</w:body>"
    return packed(part_text("document", body), part_text("footnotes", writing.footnotes()), styles)


class _Writing:
    """The words of one file, and the footnotes that they call."""

    def __init__(self, draft: Draft, styles: Mapping[str, str]) -> None:
        self.draft = draft
        self.styles = styles
        self.brackets = {one.id: one for one in draft.brackets}
        self.notes: list[str] = []

    def paragraph(self, one: Shown) -> str:
        """A paragraph, its brackets signed and annotated."""
        right = _runs_right(one.text)
        strong = _directions(one.text, right=right)
        parts, at, depth = [], 0, 0
        for sign in one.signs:
            parts.append(self._words(one.text, (at, sign.start), strong, right=right, contested=depth > 0))
            parts.append(self._run(one.text[sign.start : sign.end], "Bracket sign", right=right))
            if sign.does == "close":
                parts.append(self._note(self.brackets[sign.bracket]))
            depth += {"open": 1, "close": -1}.get(sign.does, 0)
            at = sign.end
        parts.append(self._words(one.text, (at, len(one.text)), strong, right=right, contested=depth > 0))
        return self._paragraph(_STYLES[one.kind], "".join(parts), right=right)

    def table(self) -> str:
        """All brackets in the order of the text, settled ones last; nothing where there is none."""
        every = (*self.draft.brackets, *self.draft.settled)
        if not every:
            return ""
        count = len(self.draft.open)
        told = say_plural("{n} bracket is open.", "{n} brackets are open.", count)
        heads = [
            say_as("head of a column", "Bracket"),
            say_as("head of a column", "Article"),
            say_as("head of a column", "Wordings and who holds them"),
            say_as("head of a column", "Issue"),
            say_as("head of a column", "Opened"),
            say_as("head of a column", "Closed"),
        ]
        rows = [_row([self._line(head, "Body Text", "Bracket sign") for head in heads], head=True)]
        rows += [_row(list(self._cells(one))) for one in every]
        visual = "<w:bidiVisual/>" if spoken().direction == "rtl" else ""
        widths = (1200, 1300, 3500, 1300, 1150, 1150)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return (
            self._line(say("Brackets"), "heading 1")
            + self._line(told, "Body Text")
            + f'<w:tbl><w:tblPr><w:tblStyle w:val="{self.styles["Table Grid"]}"/>{visual}'
            f'<w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
            + self._line("", "Body Text")
        )

    def footnotes(self) -> str:
        """The footnotes that were called, after the two lines that part them from the text."""
        parted = "".join(
            f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
            for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
        )
        return parted + "".join(self.notes)

    def _note(self, one: Bracket) -> str:
        number = len(self.notes) + 1
        reference = f'<w:rStyle w:val="{self.styles["footnote reference"]}"/>'
        mark = f"<w:r><w:rPr>{reference}</w:rPr><w:footnoteRef/></w:r>"
        told = " ".join(self._told(one))
        right = _runs_right(told, otherwise=spoken().direction == "rtl")
        words = "".join(
            self._run(words, "", right=way)
            for words, way in _split(f" {told}", _directions(f" {told}", right=right))
        )
        paragraph = self._paragraph("footnote text", mark + words, right=right)
        self.notes.append(f'<w:footnote w:id="{number}">{paragraph}</w:footnote>')
        return f'<w:r><w:rPr>{reference}</w:rPr><w:footnoteReference w:id="{number}"/></w:r>'

    def _told(self, one: Bracket) -> Iterator[str]:
        """A bracket in sentences: which, who holds what, on which issue, since when."""
        yield say("Bracket {id}.", id=_isolated(one.id))
        yield from (self._holding(each) for each in one.alternatives)
        if one.issue:
            yield say("On the issue: {issue}.", issue=_isolated(self.draft.issue_name(one.issue)))
        if one.opened:
            yield say("Opened on {day}.", day=long_date(one.opened))
        if one.closed:
            yield say("Closed on {day}.", day=long_date(one.closed))

    def _holding(self, one: Alternative) -> str:
        comma = say_as("between the items of a list", ", ")
        names = comma.join(_isolated(self.draft.party_name(who)) for who in self.draft.by_name(one.held_by))
        words = _isolated(one.text if len(one.text) <= _LONGEST else one.text[: _LONGEST - 1] + "\u2026")
        if one.text:
            if not names:
                return say("\u201c{words}\u201d: no holder is named.", words=words)
            return say("\u201c{words}\u201d: held by {parties}.", words=words, parties=names)
        return say("No words here: held by {parties}.", parties=names) if names else say("Or no words here.")

    def _cells(self, one: Bracket) -> Iterator[str]:
        yield self._line(one.id, "Body Text")
        yield self._line(one.article, "Body Text")
        lines = [self._line(self._holding(each), "Body Text") for each in one.alternatives]
        if one.agreed_text is not None:
            words = _isolated(one.agreed_text)
            agreed = (
                say("Agreed: \u201c{words}\u201d.", words=words)
                if one.agreed_text
                else say("Agreed: no words.")
            )
            lines.append(self._line(agreed, "Body Text"))
        yield "".join(lines)
        yield self._line(self.draft.issue_name(one.issue), "Body Text")
        yield self._line(long_date(one.opened) if one.opened else "", "Body Text")
        yield self._line(long_date(one.closed) if one.closed else "", "Body Text")

    def _line(self, text: str, style: str, character: str = "") -> str:
        """A paragraph of the tool's own: in the direction of its first strong sign."""
        right = _runs_right(text, otherwise=spoken().direction == "rtl")
        runs = _split(text, _directions(text, right=right))
        return self._paragraph(
            style, "".join(self._run(words, character, right=way) for words, way in runs), right=right
        )

    def _paragraph(self, style: str, runs: str, *, right: bool) -> str:
        direction = "<w:bidi/>" if right else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{self.styles[style]}"/>{direction}</w:pPr>{runs}</w:p>'

    def _words(
        self, text: str, span: tuple[int, int], strong: list[bool], *, right: bool, contested: bool
    ) -> str:
        """Words between two signs; contested ones that run another way than their paragraph are isolated."""
        start, end = span
        words = text[start:end]
        style = "Contested words" if contested else ""
        runs = "".join(self._run(part, style, right=way) for part, way in _split(words, strong[start:end]))
        if contested and _runs_right(words, otherwise=right) != right:
            return self._run(_ISOLATE, "", right=right) + runs + self._run(_POP, "", right=right)
        return runs

    def _run(self, words: str, style: str, *, right: bool) -> str:
        if not words:
            return ""
        named = f'<w:rStyle w:val="{self.styles[style]}"/>' if style else ""
        about = named + ("<w:rtl/>" if right else "")
        return (
            f"<w:r>{f'<w:rPr>{about}</w:rPr>' if about else ''}"
            f'<w:t xml:space="preserve">{xml_text(words)}</w:t></w:r>'
        )


def _row(cells: Iterable[str], *, head: bool = False) -> str:
    about = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if head else "<w:trPr><w:cantSplit/></w:trPr>"
    return f"<w:tr>{about}{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


def _isolated(text: str) -> str:
    return f"{_ISOLATE}{text}{_POP}" if text else ""


def _strong(char: str) -> bool | None:
    """Whether a sign runs from right to left; None for one that follows its neighbours."""
    kind = unicodedata.bidirectional(char)
    return True if kind in {"R", "AL"} else False if kind == "L" else None


def _runs_right(text: str, *, otherwise: bool = False) -> bool:
    """Whether the first strong sign runs from right to left; what is isolated does not count."""
    depth = 0
    for char in text:
        depth += {_ISOLATE: 1, _POP: -1}.get(char, 0)
        way = _strong(char)
        if way is not None and depth <= 0:
            return way
    return otherwise


def _directions(text: str, *, right: bool) -> list[bool]:
    """For each sign whether it runs from right to left; between two ways, that of the paragraph."""
    found: list[bool] = []
    last, waiting = right, 0
    for char in text:
        way = _strong(char)
        if way is None:
            waiting += 1
            continue
        found += [way if way == last else right] * waiting
        found.append(way)
        last, waiting = way, 0
    return found + [right] * waiting


def _split(text: str, ways: list[bool]) -> Iterator[tuple[str, bool]]:
    """The text in stretches of one way."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or ways[at] != ways[start]:
            yield text[start:at], ways[start]
            start = at
