"""All sheets of a workbook in their order, and the fields of the first one, of the case as a whole."""

from typing import Final

from detente.case.model import Case
from detente.case.workbook.layout import Column, Row, Sheet
from detente.case.workbook.past import PAST
from detente.case.workbook.people import PEOPLE, TABLE
from detente.case.workbook.wants import CHANGED, WANTS
from detente.languages import mark

__all__ = ["CASE", "FIELDS", "SHEETS", "VERSION"]

VERSION: Final = 1
"""The version of the workbook that this program writes and reads."""

FIELDS: tuple[Column, ...] = (
    Column(
        key="detente",
        head=mark("Version"),
        hint=mark("of this workbook; leave it as it is"),
        kind="whole",
        needed=True,
    ),
    Column(
        key="id",
        head=mark("Id"),
        hint=mark("short: letters and digits of any script, - _ . :"),
        kind="id",
        needed=True,
    ),
    Column(key="title", head=mark("Title"), hint=mark("as a brief shows it"), needed=True),
    Column(key="summary", head=mark("Summary"), hint=mark("what the talks are about")),
    Column(key="invented", head=mark("Invented"), hint=mark("TRUE for a made-up case"), kind="flag"),
    Column(key="as_of", head=mark("As of"), hint=mark("the day up to which it tells"), kind="day"),
    Column(
        key="scenario",
        head=mark("Scenario"),
        hint=mark("whose judgements are in the numbers already; empty: none"),
    ),
    Column(key="notes", head=mark("Note"), hint=mark("one row a note"), kind="note"),
)
"""What stands on the sheet of the case, a row a field."""


def _rows(case: Case) -> list[Row]:
    values = {column.key: getattr(case, column.key, VERSION) for column in FIELDS if column.key != "notes"}
    rows: list[Row] = [{"field": key, "value": value} for key, value in values.items()]
    return [*rows, *({"field": "notes", "value": text} for text in case.notes or (None,))]


CASE = Sheet(
    key="case",
    title=mark("Case"),
    about=mark("the case as a whole"),
    columns=(
        Column(key="field", head=mark("Field"), hint=mark("leave it as it is"), kind="id", needed=True),
        Column(key="value", head=mark("Value"), hint=mark("what the case says")),
    ),
    rows=_rows,
)

SHEETS: tuple[Sheet, ...] = (CASE, *PEOPLE, *TABLE[:2], *WANTS, *TABLE[2:], *PAST, *CHANGED)
