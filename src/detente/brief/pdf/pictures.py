"""The pictures of a brief: their SVG for a printed page, and drawn as PNG for files that want pixels."""

from typing import TYPE_CHECKING

from detente.brief.paper import charts_of, plain_svg
from detente.brief.pdf.typesetting import typeset

if TYPE_CHECKING:
    from detente.brief.brief import Brief

__all__ = ["SHARPNESS", "drawn_pictures", "pictures_of"]

SHARPNESS = 2
"""Pixels of a drawn picture for one of its SVG."""

_PAGE = '#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#set text(font: "Noto Sans")\n'


def pictures_of(brief: "Brief") -> dict[str, bytes]:
    """The names of the pictures, in the order of the charts of the brief, each with its SVG."""
    charts = charts_of(brief.sections)
    return {f"picture-{k}.svg": plain_svg(c.svg, "Noto Sans").encode() for k, c in enumerate(charts, start=1)}


def drawn_pictures(brief: "Brief") -> tuple[bytes, ...]:
    """Every chart of the brief as PNG, in order, the same bytes everywhere.

    Raises MissingExtra without Typst.
    """
    pictures = pictures_of(brief)
    if not pictures:
        return ()
    main = _PAGE + "#pagebreak()\n".join(f'#image("{name}")\n' for name in pictures)
    found = typeset({"main.typ": main.encode(), **pictures}, form="png", ppi=72.0 * SHARPNESS * 4 / 3)
    return (found,) if isinstance(found, bytes) else tuple(found)
