"""Reads NegMAS folders (YAML or JSON): a file with the issues, and a utility function for each party.

Utilities are taken as the files state them; nothing is divided or rescaled, as in NegMAS 0.16. Value
functions are tabulated over the options. A bias, and the slopes of a function that is linear in the values
themselves, are put into the scores, with weight 1.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from detente.case.model import Case
from detente.case.readers.located import Findings, Node, files_in, number, read_text, stated_number
from detente.case.readers.score_tables import (
    DomainTable,
    IssueTable,
    PartyTable,
    Reservation,
    case_of,
    integer_options,
    lowest_utility,
    real_options,
)
from detente.case.readers.trees import parse_json, parse_yaml
from detente.case.readers.value_functions import kind_of, tabulate
from detente.errors import SourceError, nearest

__all__ = ["read_negmas", "recognises_negmas"]

SUFFIXES = (".yaml", ".yml", ".json")
TABLES = ("LinearAdditiveUtilityFunction",)
LINEAR = ("LinearUtilityFunction", "AffineUtilityFunction")

ZERO, ONE = Decimal(0), Decimal(1)


def recognises_negmas(path: Path, names: frozenset[str]) -> bool:
    """True for a folder without `case.yaml` in which a YAML file lists issues of NegMAS types."""
    if not path.is_dir():
        return path.suffix.lower() in SUFFIXES[:2] and (
            _holds(path, "issues") or _holds(path, "UtilityFunction")
        )
    files = [path / name for name in names if name.lower().endswith(SUFFIXES[:2])]
    return "case.yaml" not in names and any(_holds(file, "issues") for file in files)


def read_negmas(path: Path, *, profiles: Sequence[str] = (), levels: int = 11) -> Case:
    """The case in a folder of NegMAS files, or in the folder of the file at `path`.

    `profiles` names the files of the parties to read (without suffix), all by default; files whose names
    begin with `_` or `.` are not read. Issues may be categorical, contiguous, continuous, ordinal, cardinal
    or singleton; a continuous one is cut at `levels` equally spaced values, which the issue notes. Discounted
    functions are read without their discount, which is noted. A reserved value of minus infinity, or none,
    becomes the lowest utility of any package, marked as an assumption.

    Raises CaseError with every problem and its line.
    """
    found = Findings()
    files = [f for f in files_in(path, SUFFIXES) if not f.name.startswith("_")]
    trees = {file: _tree(file, found) for file in files}
    found.stop()
    domains = {f: t for f, t in trees.items() if t is not None and "issues" in t.mapping}
    spaces = {f: t for f, t in trees.items() if t is not None and f not in domains and _is_function(t)}
    for name in profiles:
        if name not in {f.stem for f in spaces}:
            hint = nearest(name, (f.stem for f in spaces))
            found.add(f"there is no profile {name!r}", file=str(path), hint=hint)
    spaces = {f: t for f, t in spaces.items() if not profiles or f.stem in profiles}
    if not domains or not spaces:
        missing = "list of issues" if not domains else "utility function"
        raise SourceError(f"holds no NegMAS {missing}", where=str(path), hint="it needs both")
    source, domain = next(iter(domains.items()))
    if len(domains) > 1:
        found.add("is a second list of issues in this folder", file=list(domains)[1].name, line=1)
    if len(spaces) < 2:
        found.add(
            "has no other profile beside it; a negotiation needs two", file=next(iter(spaces)).name, line=1
        )
    issues = _issues(domain.mapping["issues"], levels, found, source.name)
    found.stop()
    parties = tuple(_party(file, tree, issues, found) for file, tree in spaces.items())
    found.stop()
    title = domain.mapping.get("name")
    return case_of(
        DomainTable(
            format="NegMAS",
            folder=path if path.is_dir() else path.parent,
            name=title.text if title else source.stem,
            files=(source, *spaces),
            issues=issues,
            parties=parties,
            notes=("Utilities are taken as the files state them.",),
        )
    )


def _holds(file: Path, word: str) -> bool:
    try:
        with file.open("rb") as stream:
            text = stream.read(200_000).decode("utf-8", "replace")
    except OSError:
        return False
    return word in text and ("Issue" in text or "Fun" in text)


def _tree(file: Path, found: Findings) -> Node | None:
    parse = parse_json if file.suffix.lower() == ".json" else parse_yaml
    return parse(read_text(file), file.name, found)


def _is_function(tree: Node) -> bool:
    return bool({"weights", "values", "ufun"} & tree.mapping.keys()) or kind_of(tree).endswith(
        ("UtilityFunction", "UFun")
    )


def _issues(stated: Node, levels: int, found: Findings, file: str) -> tuple[IssueTable, ...]:
    tables = tuple(_issue(node, place, levels, found, file) for place, node in enumerate(stated.items))
    names = [table.name for table in tables]
    for place, name in enumerate(names):
        if name in names[:place]:
            found.add(f"has two issues called {name!r}", file=file, line=stated.items[place].line)
    if not tables:
        found.add("has no issues", file=file, line=stated.line)
    return tables


def _issue(node: Node, place: int, levels: int, found: Findings, file: str) -> IssueTable:
    title = node.mapping.get("name")
    name = title.text if title else f"issue {place + 1}"
    values = node.mapping.get("values", node.mapping.get("value"))
    kind = kind_of(node)
    if values is None:
        found.add("has no values", file=file, line=node.line, path=name)
        return IssueTable(name=name, options=())
    if kind in ("ContiguousIssue", "ContinuousIssue", "RangeIssue"):
        return _range(values, name, levels if kind != "ContiguousIssue" else 0, found, file)
    if isinstance(values.value, str):
        count = number(values.text)
        if kind == "SingletonIssue" or count is None:
            return IssueTable(name=name, options=(values.text,))
        whole = integer_options(ZERO, count - 1) or ()
        return _numeric(name, whole) if whole else _nothing(values, name, found, file)
    options = tuple(item.text for item in values.items)
    for at, item in enumerate(values.items):
        if not isinstance(item.value, str):
            found.add(f"has {item.kind} for an option", file=file, line=item.line, path=name)
        elif item.text in options[:at]:
            found.add(f"names the option {item.text!r} twice", file=file, line=item.line, path=name)
    if not options:
        return _nothing(values, name, found, file)
    numbers = [number(option) for option in options]
    rising = [n for n in numbers if n is not None]
    if len(rising) == len(options) and rising == sorted(rising):
        return IssueTable(name=name, options=options, values=tuple(rising))
    return IssueTable(name=name, options=options)


def _range(values: Node, name: str, levels: int, found: Findings, file: str) -> IssueTable:
    bounds = [number(item.text) for item in values.items] or [ZERO, number(values.text)]
    if len(bounds) == 2 and bounds[0] is not None and bounds[1] is not None:
        low, high = bounds[0], bounds[1]
        if levels:
            cut = real_options(low, high, levels)
            note = f"a range from {low} to {high}, cut at {levels} values"
            return _numeric(name, cut, note) if cut else _nothing(values, name, found, file)
        if isinstance(values.value, str):
            high -= 1
        whole = integer_options(low, high)
        if whole:
            return _numeric(name, whole)
    return _nothing(values, name, found, file)


def _numeric(name: str, values: Sequence[Decimal], note: str = "") -> IssueTable:
    texts = tuple(f"{value.normalize():f}" for value in values)
    return IssueTable(name=name, options=texts, values=tuple(values), note=note)


def _nothing(values: Node, name: str, found: Findings, file: str) -> IssueTable:
    hint = "a list of options, or [low, high] from low to high with at most 10,000 options"
    found.add("has values that give no options", file=file, line=values.line, path=name, hint=hint)
    return IssueTable(name=name, options=())


def _party(file: Path, tree: Node, issues: Sequence[IssueTable], found: Findings) -> PartyTable:
    """One utility function, taken out of its discounts."""
    notes = []
    inner = tree
    while "ufun" in inner.mapping:
        rate = inner.mapping.get("discount", inner.mapping.get("cost"))
        notes.append(f"The file states a {kind_of(inner)} of {rate.text if rate else '?'}; not applied.")
        inner = inner.mapping["ufun"]
    kind = kind_of(inner)
    linear = kind in LINEAR or (not kind and "values" not in inner.mapping)
    if kind and kind not in TABLES + LINEAR:
        hint = nearest(kind, TABLES + LINEAR)
        found.add(f"has a utility function {kind!r}", file=file.name, line=inner.line, hint=hint)
    weights, assumed = _weights(inner, issues, found, file.name, needed=linear)
    scores = (
        _identities(inner, issues, found, file.name) if linear else _values(inner, issues, found, file.name)
    )
    bias = inner.mapping.get("bias")
    add = stated_number(bias, found, file.name, "bias") if bias else ZERO
    if linear or add:
        scores = [tuple(w * s for s in row) for w, row in zip(weights, scores, strict=True)]
        scores[0] = tuple(score + add for score in scores[0])
        weights = [ONE] * len(issues)
        notes.append(f"Weights and a bias of {add} are part of the scores.")
    return PartyTable(
        key=file.stem,
        name=file.stem,
        file=file.name,
        weights=tuple(weights),
        scores=tuple(scores),
        assumed=assumed,
        reservation=_reservation(tree, inner, lowest_utility(weights, scores), found, file.name),
        note=" ".join(notes),
    )


def _weights(
    tree: Node, issues: Sequence[IssueTable], found: Findings, file: str, *, needed: bool
) -> tuple[list[Decimal], dict[int, str]]:
    stated = tree.mapping.get("weights")
    if stated is None or stated.value == "null":
        if needed:
            found.add("has no weights", file=file, line=tree.line)
        return [ONE] * len(issues), dict.fromkeys(range(len(issues)), f"{file} gives no weight; taken as 1")
    parts = _in_order(stated, issues, found, file, "weights")
    values = [ONE if part is None else stated_number(part, found, file, "weights") for part in parts]
    return values, {p: f"{file} gives no weight; taken as 1" for p, part in enumerate(parts) if part is None}


def _values(
    tree: Node, issues: Sequence[IssueTable], found: Findings, file: str
) -> list[tuple[Decimal, ...]]:
    stated = tree.mapping.get("values", Node([], tree.line))
    parts = _in_order(stated, issues, found, file, "values")
    rows = []
    for issue, part in zip(issues, parts, strict=True):
        if part is None:
            found.add("has no value function", file=file, line=stated.line, path=issue.name)
            rows.append((ZERO,) * len(issue.options))
        else:
            rows.append(tabulate(part, issue, found, file))
    return rows


def _identities(
    tree: Node, issues: Sequence[IssueTable], found: Findings, file: str
) -> list[tuple[Decimal, ...]]:
    same = Node({"type": Node("IdentityFun", tree.line)}, tree.line)
    return [tabulate(same, issue, found, file) for issue in issues]


def _in_order(
    stated: Node, issues: Sequence[IssueTable], found: Findings, file: str, path: str
) -> list[Node | None]:
    """The parts of a list or of a mapping by issue name, in the order of the issues."""
    if isinstance(stated.value, Mapping):
        names = {issue.name for issue in issues}
        for name, node in stated.mapping.items():
            if name not in names:
                what, hint = f"names {name!r}, which is no issue", nearest(name, names)
                found.add(what, file=file, line=node.line, path=path, hint=hint)
        return [stated.mapping.get(issue.name) for issue in issues]
    if len(stated.items) != len(issues):
        what = f"has {len(stated.items)} entries for {len(issues)} issues"
        found.add(what, file=file, line=stated.line, path=path)
    parts: list[Node | None] = list(stated.items[: len(issues)])
    return parts + [None] * (len(issues) - len(parts))


def _reservation(tree: Node, inner: Node, lowest: Decimal, found: Findings, file: str) -> Reservation:
    stated = tree.mapping.get("reserved_value", inner.mapping.get("reserved_value"))
    text = stated.text.strip().lower() if stated else "null"
    if stated is None or text in ("null", "~", "", "none") or text.lstrip("-.") in ("inf", "infinity"):
        if text.startswith((".inf", "inf", "+")):
            found.add("has an infinite reserved value", file=file, line=stated.line if stated else tree.line)
        why = f"{file} gives no lower bound (a reserved value of minus infinity or none); the lowest utility"
        return Reservation(value=lowest, assumption=f"{why} of any package is taken")
    return Reservation(value=stated_number(stated, found, file, "reserved_value"))
