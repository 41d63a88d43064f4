"""Footnotes of a Word file: the part that holds them, and the references in the text that lead there.

The library that writes the rest has no footnotes of its own. The first mark of a piece of evidence is a
footnote, every later one a field that repeats its number.
"""

from typing import Any

from detente.brief.word.elements import library, w

__all__ = ["Footnotes"]

_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_LATER = (
    "endnotePr",
    "compat",
    "docVars",
    "rsids",
    "mathPr",
    "attachedSchema",
    "themeFontLang",
    "clrSchemeMapping",
    "doNotIncludeSubdocsInStats",
    "shapeDefaults",
    "decimalSymbol",
    "listSeparator",
)
"""The settings that stand behind those of footnotes."""


class Footnotes:
    """The footnotes of one document, numbered as they are first cited; `style` is that of their numbers."""

    def __init__(self, document: Any, style: str) -> None:
        packuri = library("docx.opc.packuri").PackURI
        part = library("docx.opc.part").XmlPart
        root = w("footnotes", _apart("separator", -1), _apart("continuationSeparator", 0))
        self.part = part(packuri("/word/footnotes.xml"), _CONTENT, root, document.part.package)
        self.root = root
        self.style = style
        self.numbers: dict[str, int] = {}
        document.part.relate_to(self.part, _KIND)
        settings = document.settings.element
        told = w("footnotePr", w("footnote", id=-1), w("footnote", id=0))
        for child in list(settings):
            if child.tag.endswith("}footnotePr"):
                settings.remove(child)
        after = next((child for child in settings if child.tag.rpartition("}")[2] in _LATER), None)
        settings.append(told) if after is None else after.addprevious(told)

    def known(self, anchor: str) -> bool:
        """Whether the evidence has its footnote."""
        return anchor in self.numbers

    def again(self, anchor: str) -> tuple[Any, ...]:
        """The number of a footnote that stands already, as a field."""
        number = self.numbers[anchor]
        told = w("t")
        told.text = str(number)
        shown = w("r", w("rPr", w("rStyle", val=self.style)), told)
        return (w("fldSimple", shown, instr=f" NOTEREF note_{number} \\f \\h "),)

    def first(self, anchor: str, mark: int) -> tuple[Any, ...]:
        """The reference to a new footnote, within the bookmark that later ones name; `mark` is its id."""
        number = len(self.numbers) + 1
        self.numbers[anchor] = number
        reference = w("r", w("rPr", w("rStyle", val=self.style)), w("footnoteReference", id=number))
        start = w("bookmarkStart", id=mark, name=f"note_{number}")
        return start, reference, w("bookmarkEnd", id=mark)

    def tell(self, anchor: str, told: Any) -> None:
        """Adds the paragraph of a footnote; its number stands at the head."""
        head = w("r", w("rPr", w("rStyle", val=self.style)), w("footnoteRef"))
        room = w("t")
        room.text = " "
        room.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        place = 1 if len(told) and told[0].tag.endswith("}pPr") else 0
        told.insert(place, head)
        told.insert(place + 1, w("r", room))
        self.root.append(w("footnote", told, id=self.numbers[anchor]))


def _apart(kind: str, number: int) -> Any:
    return w("footnote", w("p", w("r", w(kind))), type=kind, id=number)
