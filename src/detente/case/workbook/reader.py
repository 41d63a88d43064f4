"""An Excel workbook as a case: every problem at once, each with the cell in which it stands."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from detente.case.address import Address, Finding, spelled
from detente.case.model import Case
from detente.case.readers.as_found import FileAsFound, shape_of
from detente.case.readers.shapes import CaseFile
from detente.case.readers.yaml_build import build_case
from detente.case.validate import findings
from detente.case.workbook.grid import grids_of
from detente.case.workbook.pages import pages_of
from detente.case.workbook.placing import tree_of
from detente.case.workbook.sheets import VERSION
from detente.case.workbook.tree import Tree
from detente.case.workbook.wording import in_sheets
from detente.errors import CaseError, Problem, UnsupportedVersion
from detente.sources.office_file import open_office

__all__ = ["FromWorkbook", "read_workbook", "workbook_as_read"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FromWorkbook:
    """The case of a workbook, and what is odd in it without being wrong: cells that hold formulas."""

    case: Case
    notes: tuple[Problem, ...]


def read_workbook(path: str | Path) -> Case:
    """The case in the workbook at `path`; formulas are not computed, their last values are read.

    Raises SourceError when the file cannot be read, UnsupportedVersion, CaseError with every problem found.
    """
    return workbook_as_read(path).case


def workbook_as_read(source: str | Path | bytes, *, where: str = "") -> FromWorkbook:
    """The case in a workbook, a path or its bytes, with notes; `where` is the name that errors give bytes.

    Raises as `read_workbook` does.
    """
    office = open_office(source, kind="xlsx", where=where)
    problems: list[Problem] = []
    notes: list[Problem] = []
    grids = grids_of(office)
    pages = pages_of(grids, problems, notes, office.where)
    tree = tree_of(pages, problems, office.where)
    _refuse_newer(tree)
    case = _built(tree) if tree.sound else None
    if problems or case is None:
        names = [grid.name for grid in grids]
        raise CaseError.of(sorted(problems, key=lambda problem: _place(problem.path, names)))
    return FromWorkbook(case=case, notes=tuple(notes))


@dataclass(slots=True)
class _Found(FileAsFound):
    """The workbook as it was found: its problems by cell."""

    tree: Tree | None = None

    def note(self, at: Address, what: str, hint: str) -> None:
        """Notes a problem at the cell of its address."""
        if self.tree is not None:
            self.tree.wrong(self.tree.cell(at), in_sheets(what), in_sheets(hint))


def _place(cell: str, sheets: list[str]) -> tuple[int, int, int, str]:
    """Where a cell stands in the workbook: its sheet, its row, its column."""
    sheet, _, rest = cell.rpartition("!")
    name = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
    found = re.match("([A-Z]+)([0-9]+)", rest)
    row, column = (int(found[2]), found[1]) if found else (0, "")
    return sheets.index(name) if name in sheets else -1, row, len(column), column


def _refuse_newer(tree: Tree) -> None:
    found = tree.root.get("detente", "0")
    if float(found) > VERSION:
        what = f"is written in version {found} of the workbook, and this detente reads version {VERSION}"
        hint = "update it with `pip install --upgrade detente`"
        problem = Problem(path=tree.cells["detente",], what=what, hint=hint, file=tree.file)
        raise UnsupportedVersion(what, where=problem.where, hint=hint, problems=(problem,))


def _built(tree: Tree) -> Case | None:
    """The case of the tree, with what is wrong when all is seen together noted in it; None when none is."""
    file = _Found(name=tree.file, root=tree.root, tree=tree)
    shape = shape_of(file, CaseFile, lambda found, _: found.root)
    if shape is None:
        return None
    built = build_case(shape, shape.preferences.items(), shape.scenarios)
    wants = {want.actor: want for want in built.preferences}
    tales = {scenario.id: scenario for scenario in built.scenarios}
    case = replace(
        built,
        preferences=tuple(wants[actor] for actor in shape.preferences),
        scenarios=tuple(tales[one.id] for one in shape.scenarios),
        scenario=tree.scenario,
    )
    tree.problems.extend(_told(tree, findings(case)))
    return case


def _told(tree: Tree, found: Iterable[Finding]) -> Iterator[Problem]:
    """The findings by cell, without those that only follow from rows left aside."""
    wholes = {spoilt[:length] for spoilt in tree.spoilt for length in range(1, len(spoilt) + 1)}
    known = {spelled(at): cell for at, cell in tree.cells.items() if len(at) == 2}
    for finding in found:
        any_number = tuple(None if isinstance(part, int) else part for part in finding.at)
        if finding.name in tree.aside or finding.at in wholes or any_number in wholes:
            continue
        if tree.spoilt and finding.at[-1] == "path":
            continue
        if tree.scenario and "they should sum to 1" in finding.what:
            continue  # judgements in force replace single weights; an outcome space rescales them all
        what = re.sub(r"(?<=taken already by )\S+$", lambda at: known.get(at[0], at[0]), finding.what)
        yield Problem(
            path=_cell(tree, finding), what=in_sheets(what), hint=in_sheets(finding.hint), file=tree.file
        )


def _cell(tree: Tree, finding: Finding) -> str:
    """The cell of the finding: of an uncertain number, the part that is out of bounds where one is."""
    at = finding.at
    cells = tree.ranges.get(at)
    bound = re.match(r"is (\S+), it should be ", finding.what)
    if cells is None or bound is None:
        name = re.search("is not on the table|here twice|there is no (issue|option)", finding.what)
        return tree.cells.get((*at, "name"), tree.cell(at)) if name else tree.cell(at)
    values = _range_at(tree.root, at)
    return next(
        (cell for cell, value in zip(cells, values, strict=True) if f"{float(value):g}" == bound[1]), cells[1]
    )


def _range_at(root: Any, at: Address) -> Any:
    for part in at:
        root = root[part]
    return root["range"] if isinstance(root, dict) else root
