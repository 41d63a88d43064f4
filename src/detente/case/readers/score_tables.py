"""Published score tables, as the readers of other tools' formats find them, put into a case.

Every such case has measure "points" and basis "published"; its parties are their own principals, in
alphabetical order; one document stands for the folder and is the evidence of every number that a file states.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from detente.case.history import Proposal
from detente.case.model import Case, Issue, Option, Party
from detente.case.preferences import DatedRange, Preferences, Range
from detente.case.procedure import Approval, Reading, Rule, Says, all_of
from detente.case.ranges import LARGEST, SMALLEST
from detente.case.readers.located import Findings, digest_of
from detente.errors import nearest
from detente.sources.document import Document

__all__ = [
    "DomainTable",
    "IssueTable",
    "PartyTable",
    "Reservation",
    "case_of",
    "identifiers",
    "integer_options",
    "lowest_utility",
    "match_scores",
    "real_options",
]

MOST_OPTIONS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueTable:
    """An issue with the texts of its options; `values` where they are numbers, from low to high."""

    name: str
    options: tuple[str, ...]
    title: str = ""
    option_names: tuple[str, ...] = ()
    values: tuple[Decimal, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """The utility of no deal, and what that figure rests on when no file states it."""

    value: Decimal
    assumption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyTable:
    """A party's weights and scores by issue, in the order of the issues; `assumed` says of a weight why."""

    key: str
    name: str
    file: str
    weights: tuple[Decimal, ...]
    scores: tuple[tuple[Decimal, ...], ...]
    assumed: Mapping[int, str]
    reservation: Reservation | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainTable:
    """All that a folder states: name, files, issues and parties."""

    format: str
    folder: Path
    name: str
    files: tuple[Path, ...]
    issues: tuple[IssueTable, ...]
    parties: tuple[PartyTable, ...]
    notes: tuple[str, ...] = ()


def case_of(
    domain: DomainTable,
    *,
    deal_rule: Approval | None = None,
    proposals: tuple[Proposal, ...] = (),
) -> Case:
    """The case that these tables make; the deal needs every party unless `deal_rule` says otherwise."""
    folder = domain.folder.resolve().name or domain.name
    document = Document(
        id=identifiers([folder])[0],
        title=f"{domain.format}: {domain.name}",
        basis="files " + ", ".join(path.name for path in domain.files),
        sha256=digest_of(domain.files),
    )
    tables = sorted(domain.parties, key=lambda table: (table.key.casefold(), table.key))
    keys = identifiers([table.key for table in tables])
    issues = _issues(domain.issues)
    evidence = (document.id,)
    parties = tuple(_party(key, table, evidence) for key, table in zip(keys, tables, strict=True))
    return Case(
        id=document.id,
        title=domain.name or folder,
        summary=f"Read from {domain.format} files in the folder {folder}.",
        invented=True,
        notes=domain.notes,
        reports=(document,),
        parties=parties,
        deal_rule=deal_rule or unanimity(keys),
        issues=issues,
        preferences=tuple(
            _preferences(key, table, issues, evidence) for key, table in zip(keys, tables, strict=True)
        ),
        proposals=proposals,
    )


def unanimity(parties: Iterable[str]) -> Approval:
    """The deal rule that asks for every party."""
    rule: Rule = all_of(*(Says(actor=party) for party in parties))
    return Approval(readings=(Reading(id="unanimity", rule=rule, base=True),))


def identifiers(names: Sequence[str]) -> tuple[str, ...]:
    """An id for each name: letters, digits, `_`, `-` and `.` kept, the rest a hyphen; equals get a number.

    >>> identifiers(["$4.37", "-5", "No agreement", "no/agreement", "No agreement", "?"])
    ('4.37', 'minus-5', 'No-agreement', 'no-agreement', 'No-agreement-2', 'x')
    """
    taken: set[str] = set()
    made: list[str] = []
    for name in names:
        signed = re.sub(r"^\s*[-\u2212](?=[\d.])", "minus-", name)
        base = re.sub(r"[^\w.-]+", "-", signed).strip("-._") or "x"
        unique, count = base, 1
        while unique in taken:
            count += 1
            unique = f"{base}-{count}"
        taken.add(unique)
        made.append(unique)
    return tuple(made)


def integer_options(low: Decimal, high: Decimal) -> tuple[Decimal, ...] | None:
    """Every whole number from low to high; None when there is none, or more than 10,000."""
    if low > high or low != low.to_integral_value() or high != high.to_integral_value():
        return None
    if high - low >= MOST_OPTIONS:
        return None
    return tuple(Decimal(n) for n in range(int(low), int(high) + 1))


def real_options(low: Decimal, high: Decimal, levels: int) -> tuple[Decimal, ...] | None:
    """`levels` numbers at equal steps from low to high, both included; None when there is no such range."""
    if low >= high or not 2 <= levels <= MOST_OPTIONS:
        return None
    return tuple(low + (high - low) * step / (levels - 1) for step in range(levels))


def match_scores(
    issue: IssueTable, scores: Mapping[str, tuple[Decimal, int]], found: Findings, file: str, line: int
) -> tuple[Decimal, ...]:
    """The scores in the order of the options, by text or by number; problems for missing and extra ones."""
    given = dict(scores)
    by_number = {_as_number(text): text for text in given} if issue.values else {}
    by_text = {text.strip(): text for text in given}
    row: list[Decimal] = []
    for place, option in enumerate(issue.options):
        text = option if option in given else by_text.get(option.strip())
        if text is None and issue.values:
            text = by_number.get(issue.values[place])
        if text is None or text not in given:
            found.add(
                f"has no score for the option {option!r}",
                file=file,
                line=line,
                path=issue.name,
                hint="every option of every issue needs one",
            )
            row.append(Decimal(0))
        else:
            row.append(given.pop(text)[0])
    for text, (_, where) in given.items():
        found.add(
            f"scores {text!r}, which is no option of the issue",
            file=file,
            line=where,
            path=issue.name,
            hint=nearest(text, issue.options),
        )
    return tuple(row)


def lowest_utility(weights: Sequence[Decimal], scores: Sequence[Sequence[Decimal]]) -> Decimal:
    """The smallest sum of weight x score over all packages."""
    pairs = zip(weights, scores, strict=True)
    return sum((min(weight * score for score in row) for weight, row in pairs), Decimal(0))


def _as_number(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip())
    except ArithmeticError:
        return None


def _issues(tables: Sequence[IssueTable]) -> tuple[Issue, ...]:
    made = []
    for key, table in zip(identifiers([t.name for t in tables]), tables, strict=True):
        ids = identifiers(table.options)
        names = table.option_names or table.options
        values: list[float | None] = [float(value) for value in table.values]
        values = values or [None] * len(ids)
        options = tuple(
            Option(id=option, name=name.strip() or option, value=value)
            for option, name, value in zip(ids, names, values, strict=True)
        )
        made.append(
            Issue(
                id=key,
                name=table.title or table.name.strip() or key,
                options=options,
                ordered=bool(table.values),
                note=table.note,
            )
        )
    return tuple(made)


def _party(key: str, table: PartyTable, evidence: tuple[str, ...]) -> Party:
    reading = Reading(id="itself", rule=Says(actor=key), base=True)
    return Party(
        id=key,
        name=table.name.strip() or key,
        principal=key,
        approval=Approval(readings=(reading,)),
        note=f"from {table.file}",
        evidence=evidence,
    )


def _preferences(
    key: str, table: PartyTable, issues: Sequence[Issue], evidence: tuple[str, ...]
) -> Preferences:
    _refuse_large(table)
    weights = []
    scores = []
    for place, (issue, weight, row) in enumerate(zip(issues, table.weights, table.scores, strict=True)):
        assumed = table.assumed.get(place, "")
        basis = {"assumption": assumed} if assumed else {"evidence": evidence}
        weights.append((issue.id, Range.of(_float(weight), **basis)))
        ranges = (Range.of(_float(score), evidence=evidence) for score in row)
        scores.append((issue.id, tuple(zip((o.id for o in issue.options), ranges, strict=True))))
    if table.reservation is None:
        reservation = Range.of(0.0, assumption=f"{table.file} states no utility of no deal; taken as zero")
    elif table.reservation.assumption:
        reservation = Range.of(_float(table.reservation.value), assumption=table.reservation.assumption)
    else:
        reservation = Range.of(_float(table.reservation.value), evidence=evidence)
    return Preferences(
        actor=key,
        measure="points",
        basis="published",
        weights=tuple(weights),
        scores=tuple(scores),
        free_scores=tuple(issue.id for issue in issues if issue.ordered),
        reservation=(DatedRange(range=reservation),),
        note=" ".join(part for part in (f"From {table.file}.", table.note) if part),
    )


def _refuse_large(table: PartyTable) -> None:
    """Raise CaseError when a computed score is too large for a number, or too near to zero."""
    values = [*table.weights, *(score for row in table.scores for score in row)]
    values += [table.reservation.value] if table.reservation else []
    found = Findings()
    if any(abs(value) > LARGEST for value in values):
        found.add(f"gives numbers above {LARGEST:g}", file=table.file, hint="rescale the utilities")
    if any(0 < abs(value) < SMALLEST for value in values):
        found.add(f"gives numbers below {SMALLEST:g}", file=table.file, hint="write 0")
    found.stop()


def _float(value: Decimal) -> float:
    return float(value) + 0.0
