"""Pictures of charts in a Word file: sized to the page, told in words."""

from io import BytesIO
from typing import Any

from detente.brief.blocks import Chart
from detente.brief.paper import clean
from detente.brief.pdf.pictures import SHARPNESS
from detente.brief.word.elements import w

__all__ = ["picture"]

_POINT = 12_700
_WIDEST, _HIGHEST = 460, 500
_SCALE = 0.72
"""Points of the page for one pixel of a picture that has room."""


def picture(chart: Chart, content: bytes, document: Any) -> Any:
    """The run that holds the picture of a chart (`content` as PNG), and tells it in words."""
    wide, high = (int.from_bytes(content[k : k + 4], "big") / SHARPNESS for k in (16, 20))
    share = min(_SCALE, _WIDEST / wide, _HIGHEST / high) * _POINT
    inline = document.part.new_pic_inline(BytesIO(content), round(wide * share), round(high * share))
    inline.docPr.set("descr", clean(chart.description))
    inline.docPr.set("title", clean(chart.title))
    return w("r", w("drawing", inline))
