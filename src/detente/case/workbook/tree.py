"""The tree that a case file would be, with the cell of a workbook in which each of its parts stands."""

from dataclasses import dataclass, field

from detente.case.address import Address
from detente.case.readers.yaml_nodes import Map, Seq
from detente.case.workbook.layout import Sheet
from detente.case.workbook.pages import ReadRow
from detente.errors import Problem

__all__ = ["Tree"]


@dataclass(slots=True)
class Tree:
    """The tree, and where its parts stand.

    `cells` gives the cell of an address, `ranges` those of low, likely and high; `spoilt` are addresses at
    which rows would have stood that were left aside (None for any number), `aside` the ids of these rows.
    `numbers` are places of items in their sections by id. `sound` False: the rest cannot be looked at.
    """

    file: str
    problems: list[Problem]
    root: Map = field(default_factory=lambda: Map(1))
    cells: dict[Address, str] = field(default_factory=dict)
    ranges: dict[Address, tuple[str, str, str]] = field(default_factory=dict)
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    spoilt: set[tuple[str | int | None, ...]] = field(default_factory=set)
    aside: set[str] = field(default_factory=set)
    scenario: str = ""
    sound: bool = True
    ranked: dict[Address, list[tuple[int, str]]] = field(default_factory=dict)

    def wrong(self, cell: str, what: str, hint: str) -> None:
        """Notes what is wrong at a cell."""
        self.problems.append(Problem(path=cell, what=what, hint=hint, file=self.file))

    def cell(self, at: Address) -> str:
        """The cell of an address, or of the nearest thing around it."""
        for length in range(len(at), 0, -1):
            if at[:length] in self.cells:
                return self.cells[at[:length]]
        return self.cells.get((), "")

    def section(self, name: str) -> Seq:
        """The items of a section so far."""
        found: Seq = self.root.setdefault(name, Seq(1))
        return found

    def put(self, at: Address, row: ReadRow, sheet: Sheet, leave: tuple[str, ...] = ()) -> Map:
        """The node of a row, all its cells noted below `at`."""
        node = Map(1)
        self.cells[at] = row.first
        for key, cell in row.cells.items():
            if key not in leave:
                self.cells[(*at, *key.split("."))] = cell
        for key, value in row.nodes.items():
            if key in leave:
                continue
            inner, *rest = key.split(".")
            if rest:
                node.setdefault(inner, Map(1))[rest[0]] = value
                self.cells.setdefault((*at, inner), row.cells[key])
            else:
                node[inner] = value
        for column in sheet.columns:
            if column.kind in {"ids", "text"} and column.key not in leave and "." not in column.key:
                node.setdefault(column.key, "" if column.kind == "text" else Seq(1))
        for key in row.nodes:
            if f"{key}.likely" in row.cells:
                self.range_at((*at, key), row, key)
        return node

    def range_at(self, at: Address, row: ReadRow, key: str) -> None:
        """Notes the cells of an uncertain number."""
        low, likely, high = (row.cells[f"{key}.{part}"] for part in ("low", "likely", "high"))
        self.cells[at] = likely
        self.ranges[at] = (low, likely, high)
        for part in ("evidence", "assumption", "driver"):
            self.cells[*at, part] = row.cells[f"{key}.{part}"]
