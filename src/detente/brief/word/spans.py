"""Words as runs of a Word file: links, footnotes, directions; and the anchors that links reach."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from detente.brief.blocks import Row, Span, Words
from detente.brief.paper import clean, directed, is_web
from detente.brief.word.elements import paragraph, run, w
from detente.brief.word.evidence import EVIDENCE, told_in
from detente.brief.word.footnotes import Footnotes
from detente.languages import Language

__all__ = ["Spans"]

_SOFT, _ACCENT = "5A646D", "0B5C8A"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Spans:
    """From spans to runs, for one document: which anchors are known, placed and cited."""

    def __init__(
        self,
        document: Any,
        language: Language,
        *,
        styles: Mapping[str, str],
        known: Iterable[str],
        rows: Mapping[str, Row],
    ) -> None:
        self.part = document.part
        self.language = language
        self.right = language.direction == "rtl"
        self.names = {anchor: f"place_{k}" for k, anchor in enumerate(sorted(known), start=1)}
        self.rows = rows
        self.footnotes = Footnotes(document, styles["footnote reference"])
        self.note_style = styles["footnote text"]
        self.placed: set[str] = set()
        self.told: set[str] = set()
        self.marks = 0

    def runs(self, found: Words, *, bold: bool = False, notes: bool = True) -> Iterator[Any]:
        """The runs of these words; with `notes` a mark of evidence has its footnote behind it."""
        for span in found:
            yield from self._span(span, (w("b"), w("bCs")) if bold else (), notes=notes)

    def plain(self, text: str, *, bold: bool = False) -> Iterator[Any]:
        """The runs of a text of ours."""
        yield from run(clean(text), self.language, marks=(w("b"), w("bCs")) if bold else ())

    def place(self, anchor: str) -> tuple[Any, ...]:
        """The bookmark of an anchor at its first place; nothing for none."""
        if anchor not in self.names or anchor in self.placed:
            return ()
        self.placed.add(anchor)
        mark = self._next()
        return w("bookmarkStart", id=mark, name=self.names[anchor]), w("bookmarkEnd", id=mark)

    def to(self, anchor: str, runs: Iterable[Any]) -> Any:
        """These runs as a link to an anchor of the brief."""
        return w("hyperlink", *runs, anchor=self.names[anchor], history=1)

    def _span(self, span: Span, bold: tuple[Any, ...], *, notes: bool) -> Iterator[Any]:
        inner = span.target[1:] if span.target[:1] == "#" else ""
        match span.kind:
            case "break" | "gap":
                yield w("r", w("br"))
            case "strong":
                yield from run(directed(span.text, right=self.right), self.language, marks=(w("b"), w("bCs")))
            case "name" | "said" | "number":
                yield from run(directed(span.text, right=self.right), self.language, marks=bold)
            case "muted":
                yield from run(clean(span.text), self.language, marks=(*bold, w("color", val=_SOFT)))
            case "assumed":
                marks = (*bold, w("color", val=_SOFT), w("u", val="dotted"))
                told = run(clean(span.text), self.language, marks=marks)
                yield from (self.to("assumptions", told),) if "assumptions" in self.names else told
            case "link" if inner in self.names:
                yield self.to(inner, self._linked(span, bold))
                if notes and inner.startswith(EVIDENCE) and inner in self.rows:
                    yield from self._note(inner)
            case "link" if is_web(span.target):
                yield self._away(span, bold, self.part)
            case _:
                yield from run(clean(span.text), self.language, marks=bold)

    def _linked(self, span: Span, bold: tuple[Any, ...]) -> Iterator[Any]:
        return run(clean(span.text), self.language, marks=(*bold, w("color", val=_ACCENT)))

    def _away(self, span: Span, bold: tuple[Any, ...], part: Any) -> Any:
        """A link out of the brief, known to the part that it stands in."""
        found = w("hyperlink", *self._linked(span, bold), history=1)
        found.set(_ID, part.relate_to(clean(span.target).replace(" ", "%20"), _LINKS, is_external=True))
        return found

    def _note(self, anchor: str) -> Iterator[Any]:
        if self.footnotes.known(anchor):
            yield from self.footnotes.again(anchor)
            return
        yield from self.footnotes.first(anchor, self._next())
        body, self.part = self.part, self.footnotes.part
        try:
            runs = self.runs(told_in(anchor, self.rows, self.told), notes=False)
            note = paragraph(*runs, style=self.note_style, right=self.right)
        finally:
            self.part = body
        self.footnotes.tell(anchor, note)

    def _next(self) -> int:
        self.marks += 1
        return self.marks
