"""From a brief to the bytes of a PDF: tagged after PDF/UA-1, without a date, the same on every machine."""

from pathlib import Path
from typing import TYPE_CHECKING

from detente.brief.paper import language_of
from detente.brief.pdf.glyphs import check_glyphs
from detente.brief.pdf.pictures import pictures_to_print
from detente.brief.pdf.source import typst_source
from detente.brief.pdf.typesetting import typeset
from detente.languages import speaking

if TYPE_CHECKING:
    from detente.brief.brief import Brief

__all__ = ["pdf"]

_LOOK = Path(__file__).parent / "look.typ"


def pdf(brief: "Brief", *, fonts: Path | str | None = None) -> bytes:
    """The brief as a tagged PDF (PDF/UA-1) on A4, in its language and direction, with internal links.

    Fonts of the system are ignored, so that the same brief gives the same bytes everywhere; `fonts` is a
    folder with more. Folds are printed open. Raises BriefError for characters that no font holds,
    MissingExtra without Typst.

    >>> from detente.brief.brief import make_brief
    >>> from detente.case.library import example
    >>> pdf(make_brief(example("two-rivers"), sections=["sources"]))[:5]
    b'%PDF-'
    """
    folder = None if fonts is None else Path(fonts)
    with speaking(language_of(brief).code):
        check_glyphs(brief, folder)
        files = {
            "main.typ": typst_source(brief).encode(),
            "look.typ": _LOOK.read_bytes(),
            **pictures_to_print(brief),
        }
        return bytes(typeset(files, form="pdf", fonts=folder, pdf_standards=["ua-1"]))
