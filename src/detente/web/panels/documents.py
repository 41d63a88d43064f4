"""Documents: the forms a brief can be written in, its sections, and what is missing to write one."""

import re
from importlib.util import find_spec
from typing import Final
from urllib.parse import quote

from detente.languages import mark, say

__all__ = [
    "ANALYSED",
    "FORMS",
    "MEDIA",
    "SECTIONS",
    "disposition",
    "forms_text",
    "missing_extra",
    "sections_text",
]

FORMS: Final = {
    "pdf": mark("PDF"),
    "docx": mark("Word"),
    "html": mark("HTML"),
    "md": mark("Markdown"),
    "json": mark("JSON"),
}
"""The forms of a brief by the suffix of their files."""

MEDIA: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What each form is on its way to a browser."""

SECTIONS: Final = {
    "answer": mark("The answer"),
    "standing": mark("Where the talks stand"),
    "matrix": mark("Issues and parties"),
    "accounts": mark("Where accounts differ"),
    "zone": mark("What could be agreed"),
    "division": mark("A division of the issues"),
    "blockers": mark("Who blocks"),
    "bridges": mark("What would bridge it"),
    "unlock": mark("What would open it"),
    "trades": mark("Trades between issues"),
    "talks": mark("How talks may go"),
    "holding": mark("Would it hold?"),
    "sensitivity": mark("What the answer hangs on"),
    "figures": mark("Figures"),
    "assumptions": mark("Assumptions"),
    "sources": mark("Sources"),
    "method": mark("Method"),
}
"""The sections of a brief, in its order."""

ANALYSED: Final = frozenset(
    {"answer", "zone", "division", "blockers", "bridges", "unlock", "trades", "sensitivity"}
)
"""The sections that need the analysis of the case."""

_NEEDS: Final = {
    "pdf": (("typst",), "report"),
    "docx": (("docx", "lxml", "typst"), "report"),
    "xlsx": (("xlsxwriter", "python_calamine"), "excel"),
}


def forms_text() -> tuple[tuple[str, str, str], ...]:
    """The forms: suffix, name, and the command that installs what is missing ("" for nothing)."""
    return tuple((form, say(told), missing_extra(form)) for form, told in FORMS.items())


def sections_text() -> tuple[tuple[str, str], ...]:
    """The sections by name, in the language spoken."""
    return tuple((name, say(told)) for name, told in SECTIONS.items())


def missing_extra(form: str) -> str:
    """The command that installs what a form of file needs and is not there; "" where nothing is missing.

    >>> missing_extra("md")
    ''
    """
    modules, extra = _NEEDS.get(form, ((), ""))
    there = all(find_spec(module) is not None for module in modules)
    return "" if there else f"pip install 'detente[{extra}]'"


def disposition(name: str) -> str:
    """The header that has a browser save a file under a name, in plain letters and in full.

    >>> print(disposition('two rivers".pdf'))
    attachment; filename="two_rivers_.pdf"; filename*=UTF-8''two%20rivers%22.pdf
    """
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
