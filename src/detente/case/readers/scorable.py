"""Reads "scorable games": `config.txt`, `initial_deal.txt` and one file of scores a party in `scores_files`.

Scores are taken as they stand, with weight 1 on every issue: a party's utility is the sum of its scores, and
the last line of its file, the threshold, is its reservation. Nothing is divided or rescaled. Two readings of
the deal rule: the parties called p1 and p2 hold vetoes and at most one of the others is out; or unanimity.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from detente.case.history import Proposal
from detente.case.model import Case
from detente.case.procedure import Approval, AtLeast, Reading, Rule, Says, all_of
from detente.case.readers.located import Findings, number, read_text
from detente.case.readers.score_tables import (
    DomainTable,
    IssueTable,
    PartyTable,
    Reservation,
    case_of,
    identifiers,
)
from detente.errors import SourceError, nearest
from detente.sources.when import When

__all__ = ["read_scorable", "recognises_scorable"]

VETOES = ("p1", "p2")
UNDATED = date(1, 1, 1)

_ISSUE = re.compile(r'^\s*Issue\s+([A-Z]{1,2})\s*:\s*"?([^"\n]{1,80}?)"?\s*$', re.MULTILINE)
_OPTION = re.compile(r'^\s*([A-Z]{1,2})(\d{1,3})\b\s*:?\s*"([^"\n]{1,80})"', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Player:
    """A line of `config.txt`."""

    name: str
    file: str
    role: str
    incentive: str
    line: int


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A file of scores: one row an issue, and the threshold; each row with its line."""

    path: Path
    rows: tuple[tuple[tuple[Decimal, ...], int], ...]
    threshold: Decimal


def recognises_scorable(path: Path, names: frozenset[str]) -> bool:
    """True for a folder with `config.txt` and `scores_files`, or for the file `config.txt` in one."""
    if path.is_dir():
        return {"config.txt", "scores_files"} <= names
    return path.name == "config.txt" and (path.parent / "scores_files").is_dir()


def read_scorable(path: Path) -> Case:
    """The case in the folder of a scorable game, or in the folder of the file at `path`.

    Issues are A, B, ... with options A1, A2, ...; their names come from `global_instructions.txt` where it is
    there. The initial deal becomes a standing proposal of p1; the files state no date, so it bears the day
    0001-01-01. Each line of `config.txt` is name, file name, role and an incentive, which is noted; the rest
    is not used. Without p1 and p2 the deal rule is unanimity alone.

    Raises CaseError with every problem and its line.
    """
    folder = path if path.is_dir() else path.parent
    found = Findings()
    config = folder / "config.txt"
    if not config.exists():
        raise SourceError("holds no config.txt", where=str(folder), hint="one line a party: name,file,role")
    players = _players(config, found)
    found.stop()
    sheets = tuple(_sheet(folder, player, found) for player in players)
    found.stop()
    issues = _issues(folder, sheets, found)
    found.stop()
    keys = dict(
        zip((p.file for p in _sorted(players)), identifiers([p.file for p in _sorted(players)]), strict=True)
    )
    deal = folder / "initial_deal.txt"
    proposals = (_initial(deal, issues, players, keys, found),) if deal.exists() else ()
    found.stop()
    extra = (deal,) if deal.exists() else ()
    return case_of(
        DomainTable(
            format="Scorable game",
            folder=folder,
            name=folder.resolve().name,
            files=(config, *extra, *(sheet.path for sheet in sheets)),
            issues=issues,
            parties=tuple(_party(p, s) for p, s in zip(players, sheets, strict=True)),
            notes=("A party's utility is the sum of its scores; its threshold is its reservation.",),
        ),
        deal_rule=_deal_rule(players, keys),
        proposals=proposals,
    )


def _sorted(players: Sequence[_Player]) -> list[_Player]:
    return sorted(players, key=lambda player: (player.file.casefold(), player.file))


def _players(config: Path, found: Findings) -> tuple[_Player, ...]:
    players: list[_Player] = []
    for line, text in enumerate(read_text(config).split("\n"), 1):
        fields = [field.strip() for field in next(csv.reader([text], skipinitialspace=True), [])]
        if not any(fields):
            continue
        if len(fields) < 3 or not all(fields[:3]):
            hint = "name, file name, role (p1, p2 or player)"
            found.add("does not name a party, its file and its role", file=config.name, line=line, hint=hint)
            continue
        player = _Player(fields[0], fields[1], fields[2].lower(), "".join(fields[3:4]), line)
        if player.file in {p.file for p in players}:
            found.add(f"gives {player.file!r} a second time", file=config.name, line=line)
        if player.role in VETOES and player.role in {p.role for p in players}:
            found.add(f"gives the role {player.role!r} a second time", file=config.name, line=line)
        players.append(player)
    if len(players) < 2 and not found.problems:
        found.add("names fewer than two parties", file=config.name, line=1)
    return tuple(players)


def _sheet(folder: Path, player: _Player, found: Findings) -> _Sheet:
    place = folder / "scores_files"
    try:
        names = {entry.name.lower(): entry for entry in place.iterdir()} if place.is_dir() else {}
    except OSError:
        raise SourceError("cannot be read", where=str(place)) from None
    path = names.get(f"{player.file}.txt".lower())
    if path is None:
        what = f"there is no scores_files/{player.file}.txt"
        hint = nearest(player.file, (name.removesuffix(".txt") for name in names))
        found.add(what, file="config.txt", line=player.line, hint=hint)
        return _Sheet(place, (), Decimal(0))
    rows: list[tuple[tuple[Decimal, ...], int]] = []
    for line, text in enumerate(read_text(path).split("\n"), 1):
        if text.strip(" \t,"):
            rows.append((_row(text, path.name, line, found), line))
    if len(rows) < 2 or len(rows[-1][0]) != 1:
        hint = "a line of scores for each issue, then a line with the threshold"
        found.add("does not end with a threshold", file=path.name, line=rows[-1][1] if rows else 1, hint=hint)
        return _Sheet(path, tuple(rows), Decimal(0))
    return _Sheet(path, tuple(rows[:-1]), rows[-1][0][0])


def _row(text: str, file: str, line: int, found: Findings) -> tuple[Decimal, ...]:
    values = []
    for part in text.strip().rstrip(",").split(","):
        value = number(part)
        if value is None:
            found.add(f"{part.strip()!r} is not a finite number", file=file, line=line)
        values.append(value or Decimal(0))
    return tuple(values)


def _issues(folder: Path, sheets: Sequence[_Sheet], found: Findings) -> tuple[IssueTable, ...]:
    """The issues by the rows of the first sheet; every other one must have as many rows, as long."""
    sizes = [len(row) for row, _ in sheets[0].rows]
    for sheet in sheets[1:]:
        if len(sheet.rows) != len(sizes):
            what = f"has {len(sheet.rows)} issues; {sheets[0].path.name} has {len(sizes)}"
            found.add(what, file=sheet.path.name, line=1)
            continue
        for (row, line), size in zip(sheet.rows, sizes, strict=True):
            if len(row) != size:
                what = f"has {len(row)} scores; {sheets[0].path.name} has {size} for this issue"
                found.add(what, file=sheet.path.name, line=line)
    text = folder / "global_instructions.txt"
    issue_names, option_names = _names(read_text(text)) if text.exists() else ({}, {})
    tables = []
    for place, size in enumerate(sizes):
        letter = _letter(place)
        options = tuple(f"{letter}{n + 1}" for n in range(size))
        tables.append(
            IssueTable(
                name=letter,
                title=issue_names.get(letter, ""),
                options=options,
                option_names=tuple(option_names.get(option, option) for option in options),
            )
        )
    return tuple(tables)


def _names(text: str) -> tuple[dict[str, str], dict[str, str]]:
    issues = {letter: name.strip() for letter, name in _ISSUE.findall(text)}
    options = {f"{letter}{int(n)}": name.strip() for letter, n, name in _OPTION.findall(text)}
    return issues, {key: name for key, name in options.items() if name}


def _letter(place: int) -> str:
    """A to Z, then AA, AB, ..."""
    first, second = divmod(place, 26)
    return (chr(64 + first) if first else "") + chr(65 + second)


def _party(player: _Player, sheet: _Sheet) -> PartyTable:
    return PartyTable(
        key=player.file,
        name=player.name,
        file=sheet.path.name,
        weights=(Decimal(1),) * len(sheet.rows),
        scores=tuple(row for row, _ in sheet.rows),
        assumed=dict.fromkeys(
            range(len(sheet.rows)), "the scores of a scorable game are added with weight 1"
        ),
        reservation=Reservation(value=sheet.threshold),
        note=f"The game calls this party {player.incentive}." if player.incentive else "",
    )


def _deal_rule(players: Sequence[_Player], keys: Mapping[str, str]) -> Approval:
    everyone = all_of(*(Says(actor=keys[p.file]) for p in _sorted(players)))
    unanimity = Reading(id="unanimity", rule=everyone, note="every party at its threshold")
    holders = [p for p in _sorted(players) if p.role in VETOES]
    others: tuple[Rule, ...] = tuple(
        Says(actor=keys[p.file]) for p in _sorted(players) if p.role not in VETOES
    )
    if len(holders) < 2:
        return Approval(readings=(Reading(id=unanimity.id, rule=everyone, note=unanimity.note, base=True),))
    parts: list[Rule] = [Says(actor=keys[p.file]) for p in holders]
    if len(others) > 1:
        parts.append(AtLeast(k=len(others) - 1, rules=others))
    base = Reading(
        id="vetoes-and-one-out",
        rule=all_of(*parts),
        note="the parties in the roles p1 and p2 hold vetoes; at most one of the others is out",
        assumption="the deal rule that such games are played with; the files name only the roles",
        base=True,
    )
    return Approval(readings=(base, unanimity))


def _initial(
    deal: Path,
    issues: Sequence[IssueTable],
    players: Sequence[_Player],
    keys: Mapping[str, str],
    found: Findings,
) -> Proposal:
    terms: dict[str, tuple[str, ...]] = {}
    by_option = {option.lower(): (issue, option) for issue in issues for option in issue.options}
    for line, text in enumerate(read_text(deal).split("\n"), 1):
        for word in re.split(r"[\s,;]+", text.strip()):
            if not word:
                continue
            issue, option = by_option.get(word.lower(), (None, word))
            if issue is None:
                hint = nearest(word, (o for i in issues for o in i.options))
                found.add(f"names {word!r}, which is no option", file=deal.name, line=line, hint=hint)
            elif issue.name in terms:
                found.add(f"settles issue {issue.name} twice", file=deal.name, line=line)
            else:
                terms[issue.name] = (option,)
    ordered = tuple((issue.name, terms[issue.name]) for issue in issues if issue.name in terms)
    proposer = next((keys[p.file] for p in players if p.role == "p1"), "")
    return Proposal(
        id="initial-deal",
        name="Initial deal",
        date=When.on(UNDATED),
        known=UNDATED,
        by=proposer,
        standing=True,
        terms=ordered,
        note=f"from {deal.name}, which states no date",
    )
