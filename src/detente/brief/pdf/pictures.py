"""The pictures of a brief: their SVG for a printed page, and drawn as PNG for files that want pixels."""

import re
from base64 import b64encode
from typing import TYPE_CHECKING

from detente.brief.paper import charts_of, plain_svg
from detente.brief.pdf.typesetting import typeset

if TYPE_CHECKING:
    from detente.brief.brief import Brief

__all__ = ["SHARPNESS", "drawn_pictures", "pictures_of", "pictures_to_print"]

SHARPNESS = 2
"""Pixels of a drawn picture for one of its SVG."""
_PRINTED = 3

_TEXT = re.compile(r"(<text\b[^>]*>)(.*?</text>)", re.DOTALL)
_SCRIPTS = (("Arabic", re.compile("[\u0600-\u08ff]")), ("Hebrew", re.compile("[\u0590-\u05ff]")))
_PAGE = '#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#set text(font: "Noto Sans")\n'


def pictures_of(brief: "Brief") -> dict[str, bytes]:
    """The names of the pictures, in the order of the charts of the brief, each with its SVG."""
    charts = charts_of(brief.sections)
    return {
        f"picture-{k}.svg": _by_script(plain_svg(c.svg, "Noto Sans")).encode()
        for k, c in enumerate(charts, start=1)
    }


def _by_script(svg: str) -> str:
    """The picture with Arabic and Hebrew texts in the font of their script.

    A font that is only fallen back on would split a letter from its mark.
    """

    def in_its_font(found: re.Match[str]) -> str:
        script = next((name for name, letters in _SCRIPTS if letters.search(found[2])), "")
        head = found[1].replace('font-family="Noto Sans"', f'font-family="Noto Sans {script}"')
        return (head if script else found[1]) + found[2]

    return _TEXT.sub(in_its_font, svg)


def drawn_pictures(brief: "Brief") -> tuple[bytes, ...]:
    """Every chart of the brief as PNG, in order, the same bytes everywhere.

    Raises MissingExtra without Typst.
    """
    return _drawn(pictures_of(brief), SHARPNESS)


def pictures_to_print(brief: "Brief") -> dict[str, bytes]:
    """As `pictures_of`, but a picture with Arabic in it holds its pixels.

    Arabic letters within an SVG would be printed right, yet not said to a reader who listens; a picture in
    pixels has its description instead.
    """
    pictures = pictures_of(brief)
    arabic = {name: svg for name, svg in pictures.items() if _SCRIPTS[0][1].search(svg.decode())}
    drawn = _drawn(arabic, _PRINTED)
    return pictures | {
        name: _framed(svg, png) for (name, svg), png in zip(arabic.items(), drawn, strict=True)
    }


def _framed(svg: bytes, png: bytes) -> bytes:
    """A picture of the same size that holds nothing but the pixels."""
    head = re.search(rb"<svg\b[^>]*>", svg)
    size = re.search(rb'viewBox="0 0 ([\d.]+) ([\d.]+)"', head[0] if head else b"")
    width, height = size.groups() if size else (b"430", b"300")
    return (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %b %b" width="%b" height="%b">'
        b'<image width="%b" height="%b" href="data:image/png;base64,%b"/></svg>'
    ) % (width, height, width, height, width, height, b64encode(png))


def _drawn(pictures: dict[str, bytes], sharpness: float) -> tuple[bytes, ...]:
    """Pictures as PNG, in order, with so many pixels for one of the SVG."""
    if not pictures:
        return ()
    main = _PAGE + "#pagebreak()\n".join(f'#image("{name}")\n' for name in pictures)
    found = typeset({"main.typ": main.encode(), **pictures}, form="png", ppi=72.0 * sharpness * 4 / 3)
    return (found,) if isinstance(found, bytes) else tuple(found)
