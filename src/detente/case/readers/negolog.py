"""Reads NegoLog JSON: one profile a party with issue weights and value weights, and a `specs.json`.

Utilities are issue weight x value weight as the files state them; nothing is divided or rescaled, as in
NegoLog itself. Of `specs.json` only the name and the number of packages are used; the "Kalai" point that it
gives is the one of largest welfare.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import prod
from pathlib import Path

from detente.case.model import Case
from detente.case.readers.located import Findings, Node, files_in, number, read_text, stated_number
from detente.case.readers.score_tables import (
    DomainTable,
    IssueTable,
    PartyTable,
    Reservation,
    case_of,
    match_scores,
)
from detente.case.readers.trees import parse_json
from detente.errors import SourceError, nearest

__all__ = ["read_negolog", "recognises_negolog"]

ZERO, ONE = Decimal(0), Decimal(1)


def recognises_negolog(path: Path, names: frozenset[str]) -> bool:
    """True for a JSON file, or a folder that holds one, with the words of a NegoLog profile."""
    files = [path] if not path.is_dir() else [path / n for n in names if n.lower().endswith(".json")]
    return any(f.suffix.lower() == ".json" and _is_profile(f) for f in files)


def read_negolog(path: Path) -> Case:
    """The case in a NegoLog domain folder, or in the folder of the file at `path`.

    Every JSON file with `issueWeights` and `issues` is a profile, whatever its name; the issues and options
    are those of the first. A profile without `reservationValue` has reservation 0, marked as an assumption.
    Raises CaseError with every problem and its line.
    """
    found = Findings()
    files = files_in(path, (".json",))
    trees = {file: parse_json(read_text(file), file.name, found) for file in files}
    found.stop()
    profiles = {f: tree for f, tree in trees.items() if tree is not None and "issues" in tree.mapping}
    specs = {f: t for f, t in trees.items() if t is not None and f.stem.lower().startswith("spec")}
    if not profiles:
        what = "holds no NegoLog profile (a JSON file with 'issueWeights' and 'issues')"
        raise SourceError(what, where=str(path))
    source, first = next(iter(profiles.items()))
    if len(profiles) < 2:
        found.add(
            "has no other profile beside it; a negotiation needs two", file=source.name, line=first.line
        )
    issues = _issues(first, found, source.name)
    found.stop()
    parties = tuple(_party(file, tree, issues, found) for file, tree in profiles.items())
    found.stop()
    name, notes = _specs(specs, issues)
    folder = path if path.is_dir() else path.parent
    return case_of(
        DomainTable(
            format="NegoLog JSON",
            folder=folder,
            name=name or folder.resolve().name,
            files=(*profiles, *specs),
            issues=issues,
            parties=parties,
            notes=("Utilities are issue weight x value weight as the files state them.", *notes),
        )
    )


def _is_profile(file: Path) -> bool:
    try:
        with file.open("rb") as stream:
            return b"issueWeights" in stream.read(200_000).replace(b"\0", b"")
    except OSError:
        return False


def _issues(profile: Node, found: Findings, file: str) -> tuple[IssueTable, ...]:
    stated = profile.mapping["issues"]
    tables = []
    for name, values in stated.mapping.items():
        if not values.mapping:
            found.add("has no options", file=file, line=values.line, path=name)
        tables.append(IssueTable(name=name, options=tuple(values.mapping)))
    if not tables:
        found.add("has no issues", file=file, line=stated.line)
    return tuple(tables)


def _party(file: Path, profile: Node, issues: Sequence[IssueTable], found: Findings) -> PartyTable:
    stated = profile.mapping.get("issueWeights", Node({}, profile.line))
    values = profile.mapping["issues"]
    weights: list[Decimal] = []
    scores: list[tuple[Decimal, ...]] = []
    assumed: dict[int, str] = {}
    for place, issue in enumerate(issues):
        weight = stated.mapping.get(issue.name)
        if weight is None:
            assumed[place] = f"{file.name} gives no weight; taken as 1"
        weights.append(
            ONE if weight is None else stated_number(weight, found, file.name, f"issueWeights.{issue.name}")
        )
        node = values.mapping.get(issue.name)
        if node is None:
            what, hint = f"has no issue called {issue.name!r}", nearest(issue.name, values.mapping)
            found.add(what, file=file.name, line=values.line, hint=hint)
            scores.append((ZERO,) * len(issue.options))
            continue
        given = {
            text: (stated_number(score, found, file.name, f"issues.{issue.name}.{text}"), score.line)
            for text, score in node.mapping.items()
        }
        scores.append(match_scores(issue, given, found, file.name, node.line))
    known = {issue.name for issue in issues}
    for part in (stated, values):
        for name, node in part.mapping.items():
            if name not in known:
                what = f"has an issue {name!r} that the first profile does not have"
                found.add(what, file=file.name, line=node.line, hint=nearest(name, known))
    reservation = profile.mapping.get("reservationValue")
    absent = reservation is None or reservation.value == "null"
    return PartyTable(
        key=file.stem,
        name=file.stem,
        file=file.name,
        weights=tuple(weights),
        scores=tuple(scores),
        assumed=assumed,
        reservation=None
        if absent or reservation is None
        else Reservation(value=stated_number(reservation, found, file.name, "reservationValue")),
    )


def _specs(specs: Mapping[Path, Node], issues: Sequence[IssueTable]) -> tuple[str, tuple[str, ...]]:
    """The name that the specs give, and a note when they count other packages than the profiles do."""
    if not specs:
        return "", ()
    file, tree = next(iter(specs.items()))
    name = tree.mapping.get("Name")
    stated = tree.mapping.get("NumberOfBids")
    packages = prod(len(issue.options) for issue in issues)
    count = number(stated.text) if stated else None
    if count is None or count == packages:
        return (name.text if name else ""), ()
    note = f"{file.name} counts {count.normalize():f} packages; the profiles give {packages}."
    return (name.text if name else ""), (note,)
