"""Puts the rows of a workbook into the tree that a case file would be.

So a workbook is held against the same shapes, and looked at by the same rules, as a case in YAML, and what is
wrong is told by its cell.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from detente.case.address import Address
from detente.case.readers.yaml_nodes import Map, Plain, Seq
from detente.case.workbook.cells import listed
from detente.case.workbook.layout import Sheet
from detente.case.workbook.pages import Page, ReadRow
from detente.case.workbook.people import DEAL
from detente.case.workbook.sheets import FIELDS, SHEETS, VERSION
from detente.case.workbook.tree import Tree
from detente.errors import Problem, nearest

__all__ = ["tree_of"]


def tree_of(pages: dict[str, Page], problems: list[Problem], file: str) -> Tree:
    """The tree of the rows that fit; what does not fit together goes to `problems`."""
    tree = Tree(file=file, problems=problems)
    tree.sound = all(sheet.key in pages and pages[sheet.key].sound for sheet in SHEETS)
    for sheet in SHEETS if tree.sound else SHEETS[:1]:
        if sheet.key in pages:
            _place_page(tree, pages[sheet.key])
    _rank(tree)
    _require_fields(tree, pages)
    return tree


def _place_page(tree: Tree, page: Page) -> None:
    sheet = page.sheet
    if sheet.section or sheet.key == "preferences":
        tree.cells[sheet.section or sheet.key,] = page.top()
    place = _PLACES.get(sheet.key, _place_item)
    for row in page.rows:
        before = len(tree.problems)
        if row.sound:
            place(tree, sheet, row)
        if not row.sound or len(tree.problems) > before:
            _leave_aside(tree, sheet, row)


def _leave_aside(tree: Tree, sheet: Sheet, row: ReadRow) -> None:
    """Notes what a row would have told, so that nothing is said that only follows from its absence."""
    key = "actor" if sheet.key == "preferences" else "id"
    if sheet.key == "case" or (sheet.column(key) and key not in row.nodes):
        tree.sound = False
    if key in row.nodes:
        tree.aside.add(str(row.nodes[key]))
    tree.spoilt |= set(_spoilt(sheet, row.nodes))


def _spoilt(sheet: Sheet, nodes: dict[str, Any]) -> Iterator[tuple[str | int | None, ...]]:
    """The addresses at which the row would have stood."""
    want = ("preferences", nodes.get("actor", ""))
    issue = nodes.get("issue", "")
    if sheet.section:
        yield (sheet.section, "")
    elif sheet.key == "preferences":
        yield (*want, "")
    elif sheet.key == "approval":
        yield ("ratifiers", None, "")
        yield ("deal_rule", "readings", "")
        yield ("parties", None, "approval", "readings", "")
    elif sheet.key == "rankings":
        yield from ((*want, into, issue, "") for into in ("scores", "score_order"))
        yield from ((*want, into, "") for into in ("weights", "weight_order"))
    elif sheet.key in _OF:
        yield from ((section, None, key, "") for section, key in _OF[sheet.key])
    else:
        into = "reservation" if sheet.key == "reservations" else sheet.key
        yield (*want, into, issue, nodes.get("option", ""))


_OF: Final = {
    "accounts": (("proposals", "accounts"), ("contradictions", "accounts")),
    "changes": (("scenarios", "changes"), ("levers", "changes")),
    "options": (("issues", "options"),),
    "responses": (("proposals", "responses"),),
}


def _place_item(tree: Tree, sheet: Sheet, row: ReadRow) -> None:
    items = tree.section(sheet.section)
    node = tree.put((sheet.section, len(items)), row, sheet)
    if sheet.section == "issues":
        node["options"] = Seq(1)
    if sheet.section in {"proposals", "contradictions"}:
        node["accounts"] = Seq(1)
    if sheet.section == "proposals":
        node["responses"] = Seq(1)
    if sheet.section in {"levers", "scenarios"}:
        node["changes"] = Seq(1)
    tree.numbers.setdefault((sheet.section, str(node.get("id", ""))), len(items))
    items.append(node)


def _place_field(tree: Tree, _: Sheet, row: ReadRow) -> None:
    key = str(row.nodes["field"])
    known = [column.key for column in FIELDS]
    value = row.nodes.get("value")
    tree.cells.setdefault((), row.first)
    if key not in known:
        tree.wrong(row.cells["field"], f"the case has no field {key!r}", nearest(key, known))
    elif key == "notes":
        if value is not None:
            notes = tree.section("notes")
            tree.cells["notes", len(notes)] = row.cells["value"]
            notes.append(value)
    elif (key,) in tree.cells:
        first = tree.cells[key,]
        tree.wrong(
            row.cells["field"], f"the field {key!r} is here twice, first in {first}", "keep one of the two"
        )
    else:
        tree.cells[key,] = row.cells["value"]
        if key == "scenario":
            tree.scenario = value or ""
        elif value is not None:
            tree.root[key] = value


def _item(tree: Tree, section: str, row: ReadRow, key: str, kind: str) -> tuple[Address, Map] | None:
    """The item that a row belongs to by the id in one of its columns; notes a problem when there is none."""
    name = row.nodes.get(key)
    items = tree.section(section)
    number = tree.numbers.get((section, str(name)))
    if number is not None:
        return (section, number), items[number]
    if name not in tree.aside:
        known = [str(item.get("id", "")) for item in items]
        tree.wrong(row.cells[key], f"there is no {kind} called {name!r}", nearest(str(name), known))
    return None


def _within(tree: Tree, sheet: Sheet, row: ReadRow, owner: tuple[Address, Map], key: str) -> None:
    """Adds the row to a list of its owner."""
    at, item = owner
    items = item[key]
    items.append(tree.put((*at, key, len(items)), row, sheet, _OWNERS))


_OWNERS: Final = ("proposal", "contradiction", "lever", "scenario")


def _place_option(tree: Tree, sheet: Sheet, row: ReadRow) -> None:
    owner = _item(tree, "issues", row, "issue", "issue")
    if owner is not None:
        at, item = owner
        item["options"].append(tree.put((*at, "options", len(item["options"])), row, sheet, ("issue",)))


def _place_reading(tree: Tree, sheet: Sheet, row: ReadRow) -> None:
    if row.nodes["of"] == DEAL:
        at: Address = ("deal_rule",)
        approval = tree.root.setdefault("deal_rule", Map(1))
    else:
        owner = _item(tree, "parties", row, "of", "party")
        if owner is None:
            return
        at = (*owner[0], "approval")
        approval = owner[1].setdefault("approval", Map(1))
    readings = approval.setdefault("readings", Seq(1))
    tree.cells.setdefault(at, row.first)
    readings.append(tree.put((*at, "readings", len(readings)), row, sheet, ("of",)))


def _place_account(tree: Tree, sheet: Sheet, row: ReadRow) -> None:
    named = [key for key in ("proposal", "contradiction") if key in row.nodes]
    if len(named) != 1:
        what = "names a proposal and a contradiction" if named else "names no proposal and no contradiction"
        tree.wrong(row.cells["proposal"], what, "fill in one of the two")
        return
    owner = _item(tree, f"{named[0]}s", row, named[0], named[0])
    if owner is not None:
        _within(tree, sheet, row, owner, "accounts")


def _place_response(tree: Tree, sheet: Sheet, row: ReadRow) -> None:
    owner = _item(tree, "proposals", row, "proposal", "proposal")
    if owner is not None:
        _within(tree, sheet, row, owner, "responses")


def _place_change(tree: Tree, sheet: Sheet, row: ReadRow) -> None:
    named = [key for key in ("lever", "scenario") if key in row.nodes]
    given = [key for key in ("value", "range") if key in row.nodes]
    if len(named) != 1:
        what = "names a lever and a scenario" if named else "names no lever and no scenario"
        tree.wrong(row.cells["lever"], what, "fill in one of the two")
        return
    if len(given) != 1:
        what = "has both a value and three numbers" if given else "has no value"
        tree.wrong(row.cells["value"], what, "fill in Value, or Low, Likely and High")
        return
    owner = _item(tree, f"{named[0]}s", row, named[0], named[0])
    if owner is None:
        return
    (at, item), changes = owner, owner[1]["changes"]
    here = (*at, "changes", len(changes))
    node = tree.put(here, row, sheet, (*_OWNERS, "as", "range"))
    if "range" in row.nodes:
        value = row.nodes["range"]
        whole = len(value) > 1 or row.nodes.get("as") == "range"
        node["value"] = value if whole else value["range"]
        tree.range_at((*here, "value"), row, "range")
    item["changes"].append(node)


def _place_wants(tree: Tree, sheet: Sheet, row: ReadRow) -> None:
    wants = tree.root.setdefault("preferences", Map(1))
    actor = str(row.nodes["actor"])
    at = ("preferences", actor)
    if actor in wants:
        what = f"{actor!r} has preferences already in {tree.cells[at]}"
        tree.wrong(row.cells["actor"], what, "keep one of the two rows")
        return
    wants[actor] = tree.put(at, row, sheet)


def _want(tree: Tree, row: ReadRow) -> tuple[Address, Map] | None:
    """The preferences that a row belongs to."""
    wants = tree.root.get("preferences", {})
    actor = str(row.nodes["actor"])
    if actor in wants:
        return ("preferences", actor), wants[actor]
    if actor not in tree.aside:
        tree.aside.add(actor)
        what = f"{actor!r} has no row on the sheet of preferences"
        tree.wrong(row.cells["actor"], what, f"add one; {nearest(actor, wants)}")
    return None


def _number_by(*keys: str, into: str) -> Callable[[Tree, Sheet, ReadRow], None]:
    """A place for rows that give one number to the names in these columns."""

    def place(tree: Tree, _: Sheet, row: ReadRow) -> None:
        owner = _want(tree, row)
        if owner is None:
            return
        at, node = (*owner[0], into), owner[1].setdefault(into, Map(1))
        tree.cells.setdefault(at, row.first)
        for key in keys[:-1]:
            at, node = (*at, row.nodes[key]), node.setdefault(row.nodes[key], Map(1))
            tree.cells.setdefault(at, row.cells[key])
        name = row.nodes[keys[-1]]
        here = (*at, name)
        if name in node:
            what = f"{name!r} is here twice, first in {tree.cells[*here, 'name']}"
            tree.wrong(row.cells[keys[-1]], what, "keep one of the two rows")
            return
        node[name] = row.nodes["number"]
        tree.range_at(here, row, "number")
        tree.cells[*here, "name"] = row.cells[keys[-1]]

    return place


def _place_rank(tree: Tree, _: Sheet, row: ReadRow) -> None:
    owner = _want(tree, row)
    if owner is None:
        return
    issue = row.nodes.get("issue")
    at = (*owner[0], "score_order", issue) if issue else (*owner[0], "weight_order")
    tree.cells.setdefault((*owner[0], "score_order" if issue else "weight_order"), row.first)
    tree.cells.setdefault(at, row.first)
    tree.ranked.setdefault(at, []).append((int(row.nodes["rank"]), row.nodes["item"]))


def _rank(tree: Tree) -> None:
    """Puts the rankings into the tree, as groups of equals."""
    for at, pairs in tree.ranked.items():
        ranks = sorted({rank for rank, _ in pairs})
        groups = [listed(name for found, name in pairs if found == rank) for rank in ranks]
        want = tree.root["preferences"][at[1]]
        if at[2] == "weight_order":
            want["weight_order"] = listed(groups)
        else:
            want.setdefault("score_order", Map(1))[at[3]] = listed(groups)


def _place_reservation(tree: Tree, _: Sheet, row: ReadRow) -> None:
    owner = _want(tree, row)
    if owner is None:
        return
    dated = owner[1].setdefault("reservation", Seq(1))
    here = (*owner[0], "reservation", len(dated))
    node = Map(1)
    node |= {key: row.nodes[key] for key in ("since", "because") if key in row.nodes}
    node |= row.nodes["number"]
    tree.cells.setdefault(here[:-1], row.first)
    tree.range_at(here, row, "number")
    tree.cells[*here, "since"] = row.cells["since"]
    dated.append(node)


def _listed_in(key: str) -> Callable[[Tree, Sheet, ReadRow], None]:
    """A place for rows that are an item of a list of preferences."""

    def place(tree: Tree, sheet: Sheet, row: ReadRow) -> None:
        owner = _want(tree, row)
        if owner is not None:
            items = owner[1].setdefault(key, Seq(1))
            tree.cells.setdefault((*owner[0], key), row.first)
            items.append(tree.put((*owner[0], key, len(items)), row, sheet, ("actor",)))

    return place


_PLACES: Final[dict[str, Callable[[Tree, Sheet, ReadRow], None]]] = {
    "case": _place_field,
    "approval": _place_reading,
    "options": _place_option,
    "preferences": _place_wants,
    "weights": _number_by("issue", into="weights"),
    "scores": _number_by("issue", "option", into="scores"),
    "rankings": _place_rank,
    "reservations": _place_reservation,
    "interactions": _listed_in("interactions"),
    "red_lines": _listed_in("red_lines"),
    "responses": _place_response,
    "accounts": _place_account,
    "changes": _place_change,
}


def _require_fields(tree: Tree, pages: dict[str, Page]) -> None:
    """Notes the fields of the case that are missing."""
    if "case" not in pages:
        return
    for column in FIELDS:
        if column.needed and column.key not in tree.root:
            tree.sound = False
            at = tree.cells.get((column.key,), pages["case"].top())
            if at not in {problem.path for problem in tree.problems}:
                what = f"the field {column.key!r} of the case is empty or missing"
                tree.wrong(at, what, f"{column.head}: {column.hint}")
    found = tree.root.get("detente")
    if isinstance(found, Plain) and found != str(VERSION) and float(found) < VERSION:
        tree.wrong(tree.cells["detente",], f"there is no version {found} of the workbook", f"write {VERSION}")
