"""The timeline: what the form chooses, pages, what changed since a day, the evidence of one line."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import detente
from detente.record.record import Record
from detente.record.statement import Statement
from detente.sources.document import Document
from detente.sources.when import When
from detente.web.opened import Opened
from web.conftest import Client, finished, opened_case

START = dt.date(2023, 10, 7)


@pytest.fixture(scope="module")
def gaza(client: Client) -> TestClient:
    return client(opened_case("gaza-2024"))


def said(count: int) -> Record:
    """A record with that many statements, twenty a report, on other days."""
    case = detente.example("gaza-2024")
    issues, holders = [i.id for i in case.issues], [p.id for p in case.parties]
    reports = tuple(
        Document(id=f"d{n}", publisher=f"Paper {n % 7}", published=START + dt.timedelta(n % 600))
        for n in range(count // 20)
    )
    statements = tuple(
        Statement(
            id=f"r{n}",
            reports=(report.id,),
            holder=holders[n % len(holders)],
            act="claims",
            issue=issues[n % len(issues)],
            says=f"statement number {n}",
            date=When.on(report.published or START),
            known=report.published or START,
        )
        for n in range(count)
        for report in [reports[n % len(reports)]]
    )
    return Record(documents=reports, statements=statements)


def opened_with(count: int, tmp_path: Path) -> Opened:
    """The case beside a record of that length."""
    return opened_case("gaza-2024", record=detente.write_record(said(count), tmp_path / "record"))


def asked(client: TestClient, **chosen: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/timeline", params=chosen).json()
    return found


def test_lines_stand_by_day_the_newest_first(gaza: TestClient) -> None:
    days = [line["date"] for line in asked(gaza)["lines"] if len(line["date"]) == 10]
    assert days == sorted(days, reverse=True)
    assert len(days) > 20


def test_every_filter_keeps_what_fits_it(gaza: TestClient) -> None:
    case = detente.example("gaza-2024")
    for line in asked(gaza, kind="stance", party="israel")["lines"]:
        stance = next(s for s in case.stances if s.id == line["id"])
        assert case.party_of(stance.actor) == "israel"
    for line in asked(gaza, issue="end-of-war")["lines"]:
        assert "end-of-war" in line["issues"]
    publisher = asked(gaza, kind="statement")["lines"][0]["publishers"][0]
    for line in asked(gaza, publisher=publisher)["lines"]:
        assert publisher in line["publishers"]
    words = asked(gaza, words="CORRIDOR")
    assert words["count"]
    assert all("corridor" in line["text"].casefold() for line in words["lines"])


def test_days_bound_the_lines_on_both_sides(gaza: TestClient) -> None:
    found = asked(gaza, **{"from": "2024-07-01", "to": "2024-07-31", "kind": "event"})
    whole = asked(gaza, kind="event")
    assert 0 < found["count"] < whole["count"]
    for line in found["lines"]:
        when = When.parse(line["date"])
        assert when.last >= dt.date(2024, 7, 1)
        assert when.first <= dt.date(2024, 7, 31)


def test_who_belongs_to_no_party_can_be_chosen(gaza: TestClient) -> None:
    found = asked(gaza, party="-")
    assert found["count"]
    assert all("-" in line["parties"] for line in found["lines"])


def test_a_page_shows_the_choice_its_count_and_links_to_evidence(gaza: TestClient) -> None:
    text = gaza.get("/timeline?kind=stance&party=israel").text
    count = asked(gaza, kind="stance", party="israel")["count"]
    assert f"{count} lines fit." in text
    assert text.count('hx-target="#drawer"') == count
    assert '<option value="israel" dir="auto" selected>' in text


def test_words_that_were_sent_stand_escaped(gaza: TestClient) -> None:
    text = gaza.get("/timeline", params={"words": '"><script>x'}).text
    assert "<script>x" not in text
    assert "Nothing fits." in text


def test_a_day_that_there_is_not_is_refused_without_repeating_it(gaza: TestClient) -> None:
    answer = gaza.get("/timeline?from=2024-02-31")
    assert answer.status_code == 400
    assert "2024-02-31" not in answer.text


@pytest.mark.parametrize("kind", ["statement", "stance", "proposal", "event", "figure", "deadline"])
def test_the_evidence_of_each_kind_of_line_is_told(gaza: TestClient, kind: str) -> None:
    line = asked(gaza, kind=kind)["lines"][0]
    answer = gaza.get(f"/source/{line['id']}", headers={"hx-request-type": "partial"})
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert '<ol class="sources">' in answer.text


def test_evidence_of_nothing_is_no_page(gaza: TestClient) -> None:
    answer = gaza.get("/source/zzyzx-name")
    assert answer.status_code == 404
    assert "zzyzx-name" not in answer.text


def test_a_record_is_paged_and_shown_beside_the_case(client: Client, tmp_path: Path) -> None:
    found = client(opened_with(2_000, tmp_path))
    alone = len(detente.example("gaza-2024").statements)
    first = asked(found, kind="statement")
    assert (first["count"], first["pages"], len(first["lines"])) == (2_000 + alone, 21, 100)
    seen = [
        line["id"]
        for page in range(1, 22)
        for line in asked(found, kind="statement", page=str(page))["lines"]
    ]
    assert len(set(seen)) == 2_000 + alone
    text = found.get("/timeline?kind=statement&page=2").text
    assert "Page 2 of 21" in text
    assert 'rel="prev"' in text
    assert "page=3" in text


def test_a_page_after_the_last_is_the_last(gaza: TestClient) -> None:
    assert asked(gaza, page="900")["page"] == asked(gaza)["pages"]


@pytest.mark.long
def test_a_record_of_fifty_thousand_statements_is_paged(client: Client, tmp_path: Path) -> None:
    found = client(opened_with(50_000, tmp_path))
    assert asked(found, words="number 49999", kind="statement")["count"] == 1
    assert found.get("/timeline?page=400").status_code == 200


def test_a_stance_that_moved_is_told_with_before_and_after(gaza: TestClient) -> None:
    found = gaza.get("/api/changes?since=2024-07-01").json()["case"]
    assert found["moved"]
    for one in found["moved"]:
        assert one["before"] != one["after"]
        assert (one["direction"] == "first stated") == (not one["before"])
    assert all(report["published"] > "2024-07-01" for report in found["reports"])
    assert all(line["known"] > "2024-07-01" for line in found["new"])
    text = gaza.get("/timeline/changes?since=2024-07-01").text
    assert text.count("<tr>") == len(found["moved"]) + 1


def test_nothing_changed_since_the_last_day(gaza: TestClient) -> None:
    found = gaza.get("/api/changes?since=2030-01-01").json()["case"]
    assert found["moved"] == found["reports"] == found["new"] == []
    assert gaza.get("/timeline/changes?since=2030-01-01").text.count("None that the case holds.") == 3


def test_what_is_new_in_a_short_record_is_told_at_once(client: Client, tmp_path: Path) -> None:
    found = client(opened_with(40, tmp_path))
    data = found.get("/api/changes?since=2023-10-07").json()["record"]
    assert (data["new"], data["before"]) == (20, 20)
    text = found.get("/timeline/changes?since=2023-10-07").text
    assert "20 statements are new." in text


def test_what_is_new_in_a_long_record_is_worked_out_when_asked(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.web.routes.timeline._AT_ONCE", 10)
    found = client(opened_with(40, tmp_path))
    assert found.get("/api/changes?since=2023-10-07").json()["record"] is None
    assert "Work it out" in found.get("/timeline/changes?since=2023-10-07").text
    back = finished(found, found.post("/timeline/changes", data={"since": "2023-10-07"}))
    assert "20 statements are new." in found.get(back).text
