"""Reads GENIUS XML: a domain file and one profile a party, additive over discrete, integer or real issues.

`normalise="none"` takes the evaluations as the files state them, as NegMAS 0.16 does on loading: utility is
the sum of weight x evaluation, and an evaluator is applied to the value as written. With "issue-max", as in
GENIUS itself, an issue's evaluations are divided by its largest, a linear evaluator is clamped to [0, 1] (on
an integer issue it counts from the lower bound), and weights are divided by their sum.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from detente.case.model import Case
from detente.case.readers.located import Element, Findings, files_in, number, read_bytes
from detente.case.readers.score_tables import (
    DomainTable,
    IssueTable,
    PartyTable,
    Reservation,
    case_of,
    integer_options,
    match_scores,
    real_options,
)
from detente.case.readers.trees import parse_xml
from detente.errors import AnalysisError, SourceError, nearest

__all__ = ["read_genius", "recognises_genius"]

NORMALISATIONS = ("none", "issue-max")
NO_PROFILES = ("analysis", "pareto")

ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """How to read: which normalisation, and how many levels of a real range."""

    normalise: str
    levels: int


@dataclass(frozen=True, slots=True)
class _Topic:
    """An issue element, the product of the weights of the objectives around it, and its own weight."""

    element: Element
    outer: Decimal
    weight: Element | None

    @property
    def name(self) -> str:
        """The name of the issue, or its index where it has none."""
        return self.element.get("name") or f"issue {self.element.get('index') or '?'}"


def recognises_genius(path: Path, names: frozenset[str]) -> bool:
    """True for an XML file, or a folder that holds one."""
    if not path.is_dir():
        return path.suffix.lower() == ".xml"
    return any(name.lower().endswith(".xml") and not name.startswith(".") for name in names)


def read_genius(
    path: Path, *, normalise: str = "none", profiles: Sequence[str] = (), levels: int = 11
) -> Case:
    """The case in a folder of GENIUS files, or in the folder of the domain file at `path`.

    `profiles` names the profile files to read (without `.xml`), all by default. Several domain files in one
    folder need the path of one of them; profiles then belong to the domain whose name begins like theirs.

    A real range is cut at `levels` equally spaced values, which the issue notes. An issue without a weight
    counts with weight 1, which the number marks as an assumption. Objectives inside objectives multiply their
    weights. Discount factors are noted, never applied. A file with a document type is refused.

    Raises CaseError with every problem and its line, SourceError when there is nothing to read.
    """
    if normalise not in NORMALISATIONS:
        hint = nearest(normalise, NORMALISATIONS)
        raise AnalysisError(f"there is no normalisation {normalise!r}", hint=hint)
    found = Findings()
    chosen = _files(path, profiles, found)
    plan = _Plan(normalise=normalise, levels=levels)
    source, template = next(iter(chosen.items()))
    issues = tuple(_issue(topic, plan, found, source.name) for topic in _topics(template, found, source.name))
    if not issues:
        found.add("has no issue", file=source.name, line=template.line)
    found.stop()
    _refuse_twins(issues, found, source.name)
    spaces = {file: root for file, root in chosen.items() if root.tag == "utility_space"}
    tables = tuple(_party(file, root, issues, plan, found) for file, root in spaces.items())
    if len(tables) < 2:
        where = next(iter(spaces), source)
        found.add("has no other profile beside it; a negotiation needs two", file=where.name, line=1)
    found.stop()
    folder = path if path.is_dir() else path.parent
    return case_of(
        DomainTable(
            format="GENIUS XML",
            folder=folder,
            name=folder.resolve().name,
            files=tuple(chosen),
            issues=issues,
            parties=tables,
            notes=(_NOTES[normalise],),
        )
    )


_NOTES = {
    "none": "Utilities are weight x evaluation as the files state them; GENIUS itself divides the "
    "evaluations of an issue by the largest.",
    "issue-max": "The evaluations of each issue are divided by the largest, and the weights by their sum, as "
    "GENIUS does.",
}


def _files(path: Path, profiles: Sequence[str], found: Findings) -> dict[Path, Element]:
    """The domain file, when there is one, then the profiles; each with its root."""
    files = [f for f in files_in(path, (".xml",)) if f.stem.lower() not in NO_PROFILES]
    wanted = [f for f in files if not profiles or f.stem in profiles or "domain" in f.stem.lower()]
    for name in profiles:
        if name not in {f.stem for f in files}:
            hint = nearest(name, (f.stem for f in files))
            found.add(f"there is no profile {name!r}", file=str(path), hint=hint)
    roots = {file: parse_xml(read_bytes(file), file.name, found) for file in wanted}
    found.stop()
    domains = {
        f: root for f, root in roots.items() if root is not None and root.tag == "negotiation_template"
    }
    spaces = {f: root for f, root in roots.items() if root is not None and root.tag == "utility_space"}
    if len(domains) > 1 and path in domains:
        stem = path.stem.lower().split("domain")[0].rstrip("-_. ")
        spaces = {f: root for f, root in spaces.items() if f.stem.lower().startswith(stem)}
        domains = {path: domains[path]}
    if len(domains) > 1:
        names = ", ".join(file.name for file in list(domains)[:4]) + (", ..." if len(domains) > 4 else "")
        found.add(f"holds several domains: {names}", file=str(path), hint="give the path of one of them")
    found.stop()
    if not domains and not spaces:
        what = "holds no GENIUS file (an XML file with <negotiation_template> or <utility_space>)"
        raise SourceError(what, where=str(path))
    return domains | spaces


def _topics(root: Element, found: Findings, file: str, outer: Decimal = ONE) -> Iterator[_Topic]:
    """The issues below an element, in the order of their indices where every one has an index."""
    topics = list(_walk(root, found, file, outer))
    places = [number(topic.element.get("index")) for topic in topics]
    if None in places:
        return iter(topics)
    return iter(
        [topic for _, topic in sorted(zip(places, topics, strict=True), key=lambda pair: pair[0] or 0)]
    )


def _walk(element: Element, found: Findings, file: str, outer: Decimal) -> Iterator[_Topic]:
    weights: dict[str, Element] = {}
    for weight in element.all("weight"):
        index = (weight.get("index") or "").strip()
        if index in weights:
            found.add(f"weighs index {index!r} twice", file=file, line=weight.line)
        weights[index] = weight
    for child in element.children:
        index = (child.get("index") or "").strip()
        own = weights.get(index)
        if child.tag == "issue":
            yield _Topic(child, outer, own)
        elif child.tag == "objective":
            factor = _number_of(own, found, file, "weight", "value") if own else ONE
            yield from _walk(child, found, file, outer * factor)
        elif child.tag == "utility_space":
            yield from _walk(child, found, file, outer)
        elif child.tag in ("utility", "utility_function", "ufun"):
            what = "is not additive: it combines issues"
            found.add(what, file=file, line=child.line, hint="only additive profiles are read")


def _issue(topic: _Topic, plan: _Plan, found: Findings, file: str) -> IssueTable:
    """The options that an issue element names, or those of its range."""
    element, name = topic.element, topic.name
    items = element.all("item")
    if items:
        options: list[str] = []
        for item in items:
            value = item.get("value")
            if value is None:
                found.add("has no value", file=file, line=item.line, path=name)
            elif value not in options:
                options.append(value)
        return IssueTable(name=name, options=tuple(options))
    bounds = next(iter(element.all("range")), element)
    low, high = number(bounds.get("lowerbound")), number(bounds.get("upperbound"))
    if low is None or high is None:
        hint = "give <item value=...> or <range lowerbound=... upperbound=...>"
        found.add("has neither options nor a range", file=file, line=element.line, path=name, hint=hint)
        return IssueTable(name=name, options=())
    kind = (element.get("type", "etype", "vtype") or "integer").lower()
    values = real_options(low, high, plan.levels) if kind == "real" else integer_options(low, high)
    if values is None:
        what = f"has a range that gives no options: {low} to {high}"
        found.add(
            what, file=file, line=bounds.line, path=name, hint="from low to high, at most 10,000 options"
        )
        return IssueTable(name=name, options=())
    note = f"a range from {low} to {high}, cut at {plan.levels} values" if kind == "real" else ""
    return IssueTable(name=name, options=tuple(map(_plain, values)), values=values, note=note)


def _refuse_twins(issues: Sequence[IssueTable], found: Findings, file: str) -> None:
    names = [issue.name for issue in issues]
    for name in sorted({name for name in names if names.count(name) > 1}):
        found.add(f"has two issues called {name!r}", file=file)
    found.stop()


def _party(
    file: Path, root: Element, issues: Sequence[IssueTable], plan: _Plan, found: Findings
) -> PartyTable:
    """One profile: weights and scores in the order of the issues."""
    topics = {topic.name.strip(): topic for topic in _topics(root, found, file.name)}
    weights: list[Decimal] = []
    scores: list[tuple[Decimal, ...]] = []
    assumed: dict[int, str] = {}
    for place, issue in enumerate(issues):
        topic = topics.pop(issue.name.strip(), None)
        if topic is None:
            what, hint = f"has no issue called {issue.name!r}", nearest(issue.name, topics)
            found.add(what, file=file.name, line=root.line, hint=hint)
            weights.append(ZERO)
            scores.append((ZERO,) * len(issue.options))
            continue
        if topic.weight is None:
            assumed[place] = f"{file.name} gives no weight; taken as 1"
        own = ONE if topic.weight is None else _number_of(topic.weight, found, file.name, issue.name, "value")
        weights.append(topic.outer * own)
        scores.append(_scores(topic, issue, plan, found, file.name))
    for topic in topics.values():
        what = f"has an issue {topic.name!r} that the domain does not have"
        hint = nearest(topic.name, (issue.name for issue in issues))
        found.add(what, file=file.name, line=topic.element.line, hint=hint)
    if plan.normalise == "issue-max" and sum(weights) > 0:
        weights = [weight / sum(weights) for weight in weights]
    return PartyTable(
        key=file.stem,
        name=file.stem,
        file=file.name,
        weights=tuple(weights),
        scores=tuple(scores),
        assumed=assumed,
        reservation=_reservation(root, found, file.name),
        note=_discount(root),
    )


def _scores(topic: _Topic, issue: IssueTable, plan: _Plan, found: Findings, file: str) -> tuple[Decimal, ...]:
    """The evaluations of the options, from items or from an evaluator, in the plan's normalisation."""
    element = topic.element
    items = element.all("item")
    if not items:
        evaluator = next(iter(element.all("evaluator")), None)
        if evaluator is None:
            hint = "give <item evaluation=...> or <evaluator ftype=...>"
            found.add(
                "says nothing about its options", file=file, line=element.line, path=issue.name, hint=hint
            )
            return (ZERO,) * len(issue.options)
        return _evaluate(evaluator, element, issue, plan, found, file)
    given: dict[str, tuple[Decimal, int]] = {}
    for item in items:
        value = item.get("value")
        if value is None:
            found.add("has no value", file=file, line=item.line, path=issue.name)
            continue
        score = _number_of(item, found, file, f"{issue.name}: {value}", "evaluation")
        if value in given and given[value][0] != score:
            found.add(f"evaluates {value!r} twice, differently", file=file, line=item.line, path=issue.name)
        given[value] = (score, item.line)
    row = match_scores(issue, given, found, file, element.line)
    if plan.normalise == "issue-max":
        largest = max(row, default=ZERO)
        return tuple(score / largest if largest >= Decimal("0.00001") else ZERO for score in row)
    return row


def _evaluate(
    evaluator: Element, element: Element, issue: IssueTable, plan: _Plan, found: Findings, file: str
) -> tuple[Decimal, ...]:
    """An evaluator applied to the numbers of the options."""
    kind = (evaluator.get("ftype", "type") or "linear").lower()
    numbers: Sequence[Decimal | None] = issue.values or [number(option) for option in issue.options]
    xs = [x for x in numbers if x is not None]
    zeros = (ZERO,) * len(issue.options)
    if len(xs) < len(zeros):
        what = "has an evaluator, but its options are not numbers"
        found.add(what, file=file, line=evaluator.line, path=issue.name)
        return zeros

    def parameter(default: Decimal | None, *names: str) -> Decimal:
        if default is not None and evaluator.get(*names) is None:
            return default
        return _number_of(evaluator, found, file, issue.name, *names)

    if kind == "linear":
        slope, offset = parameter(None, "slope", "parameter1"), parameter(ZERO, "offset", "parameter0")
        if plan.normalise == "none":
            return tuple(slope * x + offset for x in xs)
        start = min(xs) if (element.get("type", "etype") or "").lower() == "integer" else ZERO
        return tuple(min(ONE, max(ZERO, slope * (x - start) + offset)) for x in xs)
    if kind == "constant":
        return (parameter(None, "parameter0", "offset"),) * len(xs)
    if kind.startswith("triang"):
        low, high = parameter(None, "parameter0", "start"), parameter(None, "parameter1", "end")
        top = parameter(None, "parameter2", "middle")
        height = parameter(ONE, "parameter3", "scale")
        if low <= top <= high:
            return tuple(height * _triangle(x, low, high, top) for x in xs)
        what = f"has a triangle whose top {top} is not between {low} and {high}"
        found.add(what, file=file, line=evaluator.line, path=issue.name)
        return zeros
    hint = nearest(kind, ("linear", "constant", "triangular"))
    found.add(f"has an evaluator {kind!r}", file=file, line=evaluator.line, path=issue.name, hint=hint)
    return zeros


def _triangle(x: Decimal, low: Decimal, high: Decimal, top: Decimal) -> Decimal:
    """0 outside of [low, high], 1 at the top, straight lines between."""
    if x < low or x > high:
        return ZERO
    if x < top:
        return (x - low) / (top - low)
    return ONE if x == top else (high - x) / (high - top)


def _reservation(root: Element, found: Findings, file: str) -> Reservation | None:
    places = [root, *root.all("objective")]
    stated = next((e for place in places for e in place.all("reservation")), None)
    if stated is None:
        return None
    return Reservation(value=_number_of(stated, found, file, "reservation", "value"))


def _discount(root: Element) -> str:
    places = [root, *root.all("objective")]
    stated = next((e.get("value") for place in places for e in place.all("discount_factor")), None)
    value = number(stated)
    return (
        "" if value in (None, ZERO, ONE) else f"The file states a discount factor of {stated}; not applied."
    )


def _number_of(element: Element, found: Findings, file: str, path: str, *names: str) -> Decimal:
    text = element.get(*names)
    value = number(text)
    if value is None:
        what = f"has no {names[0]}" if text is None else f"{names[0]} {text!r} is not a finite number"
        found.add(what, file=file, line=element.line, path=path)
        return ZERO
    return value


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
