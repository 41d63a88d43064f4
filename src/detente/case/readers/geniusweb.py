"""Reads GeniusWeb JSON: linear additive profiles, with or without a domain file beside them.

Utilities are weight x value utility as the files state them; nothing is divided or rescaled. (GeniusWeb asks
for values in [0, 1] and weights that sum to 1; neither NegMAS nor this reader insists on it.) The utility of
the reservation bid is the reservation.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from detente.case.model import Case
from detente.case.readers.located import Findings, Node, files_in, number, read_text, stated_number
from detente.case.readers.score_tables import (
    MOST_OPTIONS,
    DomainTable,
    IssueTable,
    PartyTable,
    Reservation,
    case_of,
    match_scores,
)
from detente.case.readers.trees import parse_json
from detente.errors import SourceError, nearest

__all__ = ["read_geniusweb", "recognises_geniusweb"]

SPACE = "LinearAdditiveUtilitySpace"
ZERO, ONE = Decimal(0), Decimal(1)


def recognises_geniusweb(path: Path, names: frozenset[str]) -> bool:
    """True for a JSON file, or a folder that holds one, with the words of a GeniusWeb profile."""
    files = [path] if not path.is_dir() else [path / n for n in names if n.lower().endswith(".json")]
    return any(f.suffix.lower() == ".json" and "UtilitySpace" in _glance(f) for f in files)


def read_geniusweb(path: Path, *, profiles: Sequence[str] = ()) -> Case:
    """The case in a folder of GeniusWeb files, or in the folder of the file at `path`.

    `profiles` names the profile files to read (without `.json`), all by default. Discrete and number value
    sets are read; of a number range every step is an option. A profile without a reservation bid has
    reservation 0, marked as an assumption. Raises CaseError with every problem and its line.
    """
    found = Findings()
    files = [f for f in files_in(path, (".json",)) if not profiles or f.stem in profiles or _is_domain(f)]
    trees = {file: parse_json(read_text(file), file.name, found) for file in files}
    found.stop()
    for name in profiles:
        if name not in {f.stem for f in files}:
            found.add(
                f"there is no profile {name!r}", file=str(path), hint=nearest(name, (f.stem for f in files))
            )
    domains = {f: tree for f, tree in trees.items() if tree is not None and "issuesValues" in tree.mapping}
    spaces = {
        f: tree.mapping[SPACE] for f, tree in trees.items() if tree is not None and SPACE in tree.mapping
    }
    others = {f: t for f, t in trees.items() if t is not None and f not in domains and f not in spaces}
    for file, tree in others.items():
        for kind in tree.mapping:
            if kind.endswith("UtilitySpace"):
                found.add(f"is a {kind}", file=file.name, line=tree.line, hint=f"only {SPACE} is read")
    if len(domains) > 1:
        found.add("is a second domain in this folder", file=list(domains)[1].name, line=1)
    if not spaces and not found.problems:
        raise SourceError(f"holds no GeniusWeb profile (a JSON file with {SPACE!r})", where=str(path))
    if len(spaces) == 1:
        found.add(
            "has no other profile beside it; a negotiation needs two", file=next(iter(spaces)).name, line=1
        )
    found.stop()
    source, domain = next(iter(domains.items())) if domains else _embedded(spaces, found)
    issues = _issues(domain, found, source.name)
    found.stop()
    parties = tuple(_party(file, space, issues, found) for file, space in spaces.items())
    found.stop()
    title = domain.mapping.get("name")
    return case_of(
        DomainTable(
            format="GeniusWeb JSON",
            folder=path if path.is_dir() else path.parent,
            name=title.text if title else source.stem,
            files=(*domains, *spaces),
            issues=issues,
            parties=parties,
            notes=("Utilities are weight x value utility as the files state them.",),
        )
    )


def _glance(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return stream.read(400).replace(b"\0", b"").decode("utf-8", "replace")
    except OSError:
        return ""


def _is_domain(file: Path) -> bool:
    return "UtilitySpace" not in _glance(file)


def _embedded(spaces: Mapping[Path, Node], found: Findings) -> tuple[Path, Node]:
    for file, space in spaces.items():
        if "domain" in space.mapping:
            return file, space.mapping["domain"]
    first = next(iter(spaces))
    found.add("names no domain, and there is no domain file", file=first.name, line=spaces[first].line)
    found.stop()
    return first, spaces[first]


def _issues(domain: Node, found: Findings, file: str) -> tuple[IssueTable, ...]:
    stated = domain.mapping.get("issuesValues")
    if stated is None or not stated.mapping:
        found.add("has no issues under 'issuesValues'", file=file, line=domain.line)
        return ()
    return tuple(_issue(name, node, found, file) for name, node in stated.mapping.items())


def _issue(name: str, node: Node, found: Findings, file: str) -> IssueTable:
    values = node.mapping.get("values")
    if values is not None:
        options = tuple(item.text for item in values.items)
        for place, item in enumerate(values.items):
            if item.text in options[:place]:
                found.add(f"names the option {item.text!r} twice", file=file, line=item.line, path=name)
        if not options:
            found.add("has no options", file=file, line=values.line, path=name)
        return IssueTable(name=name, options=options)
    span = node.mapping.get("range", node)
    parts = span.items or [span.mapping[key] for key in ("low", "high", "step") if key in span.mapping]
    bounds = [number(part.text) for part in parts]
    if len(bounds) != 3 or None in bounds:
        hint = 'give "values": [...] or "range": [low, high, step]'
        found.add("has neither options nor a range", file=file, line=node.line, path=name, hint=hint)
        return IssueTable(name=name, options=())
    low, high, step = (bound or ZERO for bound in bounds)
    if step <= 0 or high < low or (high - low) / step >= MOST_OPTIONS:
        what = f"has a range that gives no options: {low} to {high} by {step}"
        found.add(what, file=file, line=span.line, path=name, hint="at most 10,000 options, step above 0")
        return IssueTable(name=name, options=())
    steps = tuple(low + step * n for n in range(int((high - low) / step) + 1))
    return IssueTable(name=name, options=tuple(f"{value.normalize():f}" for value in steps), values=steps)


def _party(file: Path, space: Node, issues: Sequence[IssueTable], found: Findings) -> PartyTable:
    utilities = space.mapping.get("issueUtilities", Node({}, space.line))
    stated = space.mapping.get("issueWeights", Node({}, space.line))
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
        node = utilities.mapping.get(issue.name)
        if node is None:
            what, hint = (
                f"has no utilities for the issue {issue.name!r}",
                nearest(issue.name, utilities.mapping),
            )
            found.add(what, file=file.name, line=utilities.line, hint=hint)
            scores.append((ZERO,) * len(issue.options))
        else:
            scores.append(_scores(node, issue, found, file.name))
    known = {issue.name for issue in issues}
    for part in (stated, utilities):
        for name, node in part.mapping.items():
            if name not in known:
                what = f"has an issue {name!r} that the domain does not have"
                found.add(what, file=file.name, line=node.line, hint=nearest(name, known))
    return PartyTable(
        key=file.stem,
        name=file.stem,
        file=file.name,
        weights=tuple(weights),
        scores=tuple(scores),
        assumed=assumed,
        reservation=_reservation(space, issues, weights, scores, found, file.name),
    )


def _scores(node: Node, issue: IssueTable, found: Findings, file: str) -> tuple[Decimal, ...]:
    parts = {key.lower(): part for key, part in node.mapping.items()}
    inner = parts.get("discreteutils", node).mapping.get("valueUtilities")
    if inner is not None:
        given = {
            text: (stated_number(score, found, file, f"{issue.name}.{text}"), score.line)
            for text, score in inner.mapping.items()
        }
        return match_scores(issue, given, found, file, inner.line)
    line = parts.get("numberutils", node).mapping
    ends = [line.get(key) for key in ("lowValue", "lowUtility", "highValue", "highUtility")]
    if not issue.values or None in ends:
        hint = '"discreteutils" with "valueUtilities", or "numberutils" with low and high of a number range'
        found.add("has utilities of no known kind", file=file, line=node.line, path=issue.name, hint=hint)
        return (ZERO,) * len(issue.options)
    low, at_low, high, at_high = (
        stated_number(end, found, file, issue.name) for end in ends if end is not None
    )
    if high == low:
        return (at_low,) * len(issue.options)
    slope = (at_high - at_low) / (high - low)
    return tuple(at_low + slope * (value - low) for value in issue.values)


def _reservation(
    space: Node,
    issues: Sequence[IssueTable],
    weights: Sequence[Decimal],
    scores: Sequence[Sequence[Decimal]],
    found: Findings,
    file: str,
) -> Reservation | None:
    bid = space.mapping.get("reservationBid")
    if bid is None or bid.value in ("null", ""):
        return None
    chosen = next((bid.mapping[k] for k in ("issuevalues", "issueValues") if k in bid.mapping), bid).mapping
    total = ZERO
    for issue, weight, row in zip(issues, weights, scores, strict=True):
        node = chosen.get(issue.name)
        if node is None:
            continue
        if node.text in issue.options:
            total += weight * row[issue.options.index(node.text)]
            continue
        value = number(node.text)
        if value is not None and value in issue.values:
            total += weight * row[issue.values.index(value)]
        else:
            what, hint = f"reserves {node.text!r}, which is no option", nearest(node.text, issue.options)
            found.add(what, file=file, line=node.line, path=issue.name, hint=hint)
    for name in chosen.keys() - {issue.name for issue in issues}:
        found.add(f"reserves on {name!r}, which is no issue", file=file, line=chosen[name].line)
    missing = len(issues) - len(chosen)
    why = f"the reservation bid of {file} leaves {missing} issues open; they count 0" if missing > 0 else ""
    return Reservation(value=total, assumption=why)
