"""Elements of WordprocessingML: made with their children and attributes, in the order that Word asks for."""

from collections.abc import Iterator
from copy import copy
from functools import cache
from importlib import import_module
from typing import Any
from unicodedata import bidirectional

from detente.brief.paper import from_right
from detente.errors import MissingExtra
from detente.languages import Language

__all__ = ["LOCALES", "add_rtl", "library", "paragraph", "run", "segments", "set_of", "w"]

LOCALES = {"ar": "ar-SA", "en": "en-GB", "fr": "fr-FR", "he": "he-IL"}
"""The language tags of Word for the languages that are spoken here."""

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def library(name: str = "docx") -> Any:
    """A module of python-docx; MissingExtra where it is not installed."""
    try:
        return import_module(name)
    except ImportError:
        raise MissingExtra("a Word file needs python-docx", hint="pip install 'detente[report]'") from None


def w(tag: str, *children: Any, **attributes: Any) -> Any:
    """An element of the main namespace with these children (None is skipped) and attributes."""
    told = {f"{_W}{name}": str(value) for name, value in attributes.items()}
    made = _maker()(f"{_W}{tag}", told, _SPACES)
    made.extend([child for child in children if child is not None])
    return made


def set_of(tag: str, *children: Any) -> Any:
    """The element with these children; None when there are none."""
    kept = [child for child in children if child is not None]
    return w(tag, *kept) if kept else None


def paragraph(*runs: Any, style: str = "", right: bool = False, properties: tuple[Any, ...] = ()) -> Any:
    """A paragraph in the style of that id; `right` says that it runs from right to left.

    `properties` come between the style and the direction: keepNext, numbering, borders, shading.
    """
    named = w("pStyle", val=style) if style else None
    before = [one for one in properties if not one.tag.endswith("}jc")]
    after = [one for one in properties if one.tag.endswith("}jc")]
    return w("p", set_of("pPr", named, *before, w("bidi") if right else None, *after), *runs)


def run(text: str, language: Language, *, marks: tuple[Any, ...] = ()) -> Iterator[Any]:
    """Runs of the text, one for each direction in it; `marks` are properties such as bold, as w() makes them.

    Lines of the text are parted by breaks.
    """
    for piece, right in segments(text, right=language.direction == "rtl"):
        properties = w("rPr", *(copy(mark) for mark in marks))
        add_rtl(properties, piece, language, right=right)
        made = w("r", properties)
        for k, line in enumerate(piece.split("\n")):
            if k:
                made.append(w("br"))
            told = w("t")
            told.text = line.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
            told.set(_SPACE, "preserve")
            made.append(told)
        yield made


def add_rtl(properties: Any, text: str, language: Language, *, right: bool) -> None:
    """Adds the direction and the language of a run to its properties."""
    if right:
        hebrew = any("\u0590" <= c <= "\u05ff" for c in text)
        arabic = any("\u0600" <= c <= "\u06ff" for c in text)
        code = "he" if hebrew and not arabic else "ar" if arabic else language.code
        properties.append(w("rtl"))
        properties.append(w("lang", bidi=LOCALES.get(code, "ar-SA")))
    else:
        code = language.code if language.direction == "ltr" else "en"
        properties.append(w("lang", val=LOCALES.get(code, code)))


def segments(text: str, *, right: bool) -> list[tuple[str, bool]]:
    """The text cut where its direction changes; what has none goes with both neighbours or the page.

    >>> segments("a \u05d0\u05d1 (\u05d2) b", right=False)
    [('a ', False), ('\u05d0\u05d1 (\u05d2', True), (') b', False)]
    """
    if not right and not from_right(text):
        return [(text, False)] if text else []
    ways = [_way(c) for c in text]
    last: list[bool | None] = []
    for way in ways:
        last.append(way if way is not None else last[-1] if last else None)
    following: bool | None = None
    found: list[bool] = []
    for way, before in zip(reversed(ways), reversed(last), strict=True):
        following = way if way is not None else following
        found.append(bool(before) if before == following and before is not None else right)
    found.reverse()
    cut: list[tuple[str, bool]] = []
    for character, way in zip(text, found, strict=True):
        if cut and cut[-1][1] == way:
            cut[-1] = (cut[-1][0] + character, way)
        else:
            cut.append((character, way))
    return cut


def _way(character: str) -> bool | None:
    """Whether a character is written from the right; None when it has no direction of its own."""
    kind = bidirectional(character)
    return True if kind in {"R", "AL"} else False if kind == "L" else None


@cache
def _maker() -> Any:
    """What makes the elements of python-docx."""
    return library("docx.oxml.parser").oxml_parser.makeelement


_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{_MAIN}}}"
_SPACES = {"w": _MAIN, "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships"}
