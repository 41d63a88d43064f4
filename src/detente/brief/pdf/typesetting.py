"""Typst, run in process with our fonts alone, so that what it sets is the same on every machine."""

from importlib import import_module
from pathlib import Path
from typing import Any

from detente.errors import BriefError, MissingExtra

__all__ = ["FONTS", "typeset"]

FONTS = Path(__file__).parent / "fonts"
"""The fonts that come along, each under the SIL Open Font License that stands beside it."""


def typeset(files: dict[str, bytes], *, form: str, fonts: Path | None = None, **options: Any) -> Any:
    """What Typst makes of `main.typ` among these files: the bytes of a PDF, or of one PNG a page.

    `fonts` is a folder with more fonts. Raises BriefError when it cannot be set, MissingExtra without Typst.
    """
    try:
        typst = import_module("typst")
    except ImportError:
        raise MissingExtra("setting pages needs Typst", hint="pip install 'detente[report]'") from None
    places = [str(FONTS), *([str(fonts)] if fonts is not None else [])]
    try:
        return typst.compile(
            files,
            format=form,
            font_paths=places,
            ignore_system_fonts=True,
            **options,
        )
    except typst.TypstError as error:
        what = f"the pages cannot be set: {error.message}"
        raise BriefError(what, hint="write the brief as .html, and tell the maintainers") from error
