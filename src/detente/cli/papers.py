"""The forms of a brief for paper and for mail: which are asked for, and writing them beside the page."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.errors import BriefError

__all__ = ["Papers", "asked_papers"]

_FORMS = ("docx", "pdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """The forms to write, the template of the Word file and the folder of fonts of the PDF, "" for ours."""

    forms: tuple[str, ...] = ()
    template: str = ""
    fonts: str = ""

    def write(self, brief: Any, folder: Path, name: str) -> tuple[Path, ...]:
        """The paths of the files, written into the folder."""
        asked = {"template": self.template or None, "fonts": self.fonts or None}
        return tuple(brief.write(folder / f"{name}.{form}", **asked) for form in self.forms)


def asked_papers(also: str, *, template: str = "", fonts: str = "") -> Papers:
    """The papers of `--also`, such as "pdf,docx"; a template asks for the Word file, fonts for the PDF.

    Raises BriefError for another form, and for a template or a folder that is not there.

    >>> asked_papers("pdf").forms
    ('pdf',)
    """
    forms = {form.strip().lower().lstrip(".") for form in also.split(",") if form.strip()}
    forms |= ({"docx"} if template else set()) | ({"pdf"} if fonts else set())
    unknown = sorted(forms - set(_FORMS))
    if unknown:
        raise BriefError(
            f"a brief is not written as {unknown[0]!r} beside its page",
            where="--also",
            hint="name pdf, docx or both",
        )
    if template and not Path(template).is_file():
        raise BriefError(
            "there is no such file", where=f"--template {template}", hint="name a .docx that exists"
        )
    if fonts and not Path(fonts).is_dir():
        raise BriefError(
            "there is no such folder", where=f"--fonts {fonts}", hint="name a folder that holds fonts"
        )
    return Papers(forms=tuple(sorted(forms)), template=template, fonts=fonts)
