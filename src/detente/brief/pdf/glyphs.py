"""Which characters the fonts can draw: a brief with a character that none of them holds is not printed.

An empty box on paper would hide a name; so the characters are looked up before a page is set.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import category, name

from detente.brief.paper import clean, texts_of
from detente.brief.pdf.typesetting import FONTS
from detente.errors import BriefError, MissingExtra

if TYPE_CHECKING:
    from detente.brief.brief import Brief

__all__ = ["check_glyphs"]

_KINDS = {".otf", ".otc", ".ttc", ".ttf"}
_LISTED = 8


def check_glyphs(brief: "Brief", folder: Path | None = None) -> None:
    """Raises BriefError when a character of the brief is in none of our fonts and none of the folder's.

    The error names the characters, their code points and the section where each stands first.
    """
    held = set(_held(FONTS)) | (set(_held(folder)) if folder is not None else set())
    missing: dict[str, str] = {}
    for section, text in _told(brief):
        for character in dict.fromkeys(clean(text)):
            if ord(character) not in held and not _unseen(character):
                missing.setdefault(character, section)
    if not missing:
        return
    shown = list(missing.items())[:_LISTED]
    listed = "; ".join(f"{_named(c)} in the section {section!r}" for c, section in shown)
    more = f"; and {len(missing) - _LISTED} more" if len(missing) > _LISTED else ""
    raise BriefError(
        f"no font holds {listed}{more}",
        where=brief.title,
        hint="pass fonts=, a folder with a font that holds these characters (.ttf or .otf)",
    )


def _told(brief: "Brief") -> Iterator[tuple[str, str]]:
    """Every text of the brief with the section that it stands in."""
    for text in (brief.title, brief.kind, brief.day, brief.closing):
        yield "title", text
    for section in brief.sections:
        for text in (section.title, *texts_of(section.blocks)):
            yield section.id, text


def _unseen(character: str) -> bool:
    """Whether a character is never drawn: it steers joining or direction, or is a kind of space."""
    return category(character) in {"Cf", "Zs"} or character == "\n" or "\ufe00" <= character <= "\ufe0f"


def _named(character: str) -> str:
    return f"{character} (U+{ord(character):04X}, {name(character, 'a character without a name').lower()})"


def _held(folder: Path) -> Mapping[int, str]:
    """The code points that some font of a folder draws."""
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() in _KINDS)
    except OSError as error:
        reason = (error.strerror or "the folder cannot be read").lower()
        raise BriefError(reason, where=str(folder), hint="name a folder that holds fonts") from None
    if not files:
        raise BriefError("the folder holds no font", where=str(folder), hint="put .ttf or .otf files there")
    held: dict[int, str] = {}
    for path in files:
        held.update(_points(path, path.stat().st_mtime_ns))
    return held


@cache
def _points(path: Path, _changed: int) -> Mapping[int, str]:
    """The code points of one font file, glyph by glyph; kept until the file changes."""
    try:
        library = import_module("fontTools.ttLib")
    except ImportError:
        raise MissingExtra("printing needs fontTools", hint="pip install 'detente[report]'") from None
    try:
        file = BytesIO(path.read_bytes())
        several = path.suffix.lower() in {".ttc", ".otc"}
        fonts = library.TTCollection(file).fonts if several else [library.TTFont(file, lazy=True)]
        return {point: glyph for font in fonts for point, glyph in (font.getBestCmap() or {}).items()}
    except (library.TTLibError, OSError, ValueError, KeyError, AssertionError):
        raise BriefError(
            "this is not a font that can be read", where=str(path), hint="remove it or take another"
        ) from None
