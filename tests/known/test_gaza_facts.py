"""The Gaza case against the sheet of facts that it restates, read where that lies; skipped where it is not.

A row of the sheet has a counterpart when something in the case has its date and rests on its report.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from detente.case.library import example
from detente.case.model import Case

HELD = {
    "2024-03, week before the 25th": "2024-03-18/24",
    "2024-07-end": "2024-07-21/31",
    "2024-08, week to the 16th": "2024-08-12/16",
    "2024-08, end of that week": "2024-08-23/25",
}
KEY = re.compile(r"\b(?:wsj|mint|nyt)-\d{4}-\d{2}-\d{2}\b")


@pytest.fixture
def case() -> Case:
    return example("gaza-2024")


@cache
def table(sheet: Path, heading: str) -> tuple[tuple[str, ...], ...]:
    """The rows of the first table below a heading, without its head."""
    part = sheet.read_text(encoding="utf-8").split(f"## {heading}")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return tuple(tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines[2:])


def facts(shared: Path) -> Path:
    sheet = shared / "gaza-2024-facts.md"
    if not sheet.is_file():
        pytest.skip("the sheet of facts is not here")
    return sheet


def reports_of(case: Case, evidence: tuple[str, ...]) -> set[str]:
    """The reports that evidence rests on, statements followed to theirs."""
    told = {statement.id: statement.reports for statement in case.statements}
    return {report for name in evidence for report in told.get(name, (name,))}


def dated(case: Case) -> Iterator[tuple[str, str]]:
    """The date and one report of everything in the case that has both."""
    values = (*case.events, *case.figures, *case.precedents, *case.deadlines, *case.stances, *case.proposals)
    answers = tuple(answer for proposal in case.proposals for answer in proposal.responses)
    for value in (*values, *answers):
        yield from ((value.date.label, report) for report in reports_of(case, value.evidence))
    for statement in case.statements:
        yield from ((statement.date.label, report) for report in statement.reports)
    for contradiction in case.contradictions:
        for account in contradiction.accounts:
            for report in reports_of(case, account.evidence):
                yield contradiction.date.label, report


def test_every_report_is_there_with_the_day_in_its_key(case: Case, shared: Path) -> None:
    keys = set(KEY.findall(facts(shared).read_text(encoding="utf-8")))
    assert {report.id for report in case.reports} == keys
    assert all(report.id.endswith(str(report.published)) for report in case.reports)


def test_every_dated_row_has_something_of_its_day_and_each_of_its_reports(case: Case, shared: Path) -> None:
    rows = table(facts(shared), "What happened, in order")
    there = set(dated(case))
    wanted = {(HELD.get(when, when), report) for when, _, _, told in rows for report in KEY.findall(told)}
    assert len(rows) > 40
    assert wanted <= there


def test_every_figure_is_there_with_its_report(case: Case, shared: Path) -> None:
    sheet = facts(shared)
    heads = KEY.findall(sheet.read_text(encoding="utf-8").split("## Figures over time")[1].splitlines()[1])
    wanted = {
        (float(number.replace(",", "")), report)
        for row in table(sheet, "Figures over time")
        for report, cell in zip(heads, row[1:], strict=True)
        for number in re.findall(r"\d[\d,]*", cell)
    }
    there = {(figure.value, r) for figure in case.figures for r in reports_of(case, figure.evidence)}
    assert len(wanted) == 9
    assert wanted <= there


def test_everybody_at_the_table_rests_on_the_same_reports(case: Case, shared: Path) -> None:
    every = frozenset(report.id for report in case.reports)
    rows = table(facts(shared), "Who is at the table")
    wanted = Counter(every if row[4] == "all" else frozenset(KEY.findall(row[4])) for row in rows)
    people = (*case.parties, *case.ratifiers, *case.actors)
    assert wanted <= Counter(frozenset(reports_of(case, person.evidence)) for person in people)


def test_every_issue_rests_on_the_same_reports_in_the_same_order(case: Case, shared: Path) -> None:
    rows = table(facts(shared), "What they differ on")
    with_options = [set(KEY.findall(row[3])) for row in rows if "no options reported" not in row[1]]
    assert [reports_of(case, issue.evidence) for issue in case.issues] == with_options
