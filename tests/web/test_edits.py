"""Editing in the workbench: saving, what is wrong beside each field, conflicts, undo, folders that refuse."""

import html
import json
import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import detente as dt
from detente.web.opened import Opened
from web.conftest import Client, opened_case

CASE = """\
detente: 1
id: mill
title: The mill   # a comment that stays
summary: Two villages share a mill.
invented: true
as_of: 2031-06-30
parties:
  - {id: hill, name: Hill, note: Up the stream.}   # another one
  - {id: vale, name: Vale}
issues:
  - id: water
    name: Water
    ordered: true
    options: [{id: little, name: Little}, {id: some, name: Some, note: Half.}, {id: much, name: Much}]
  - {id: toll, name: Toll, options: [{id: free, name: Free}, {id: paid, name: Paid}]}
  - {id: days, name: Days, range: {from: 1, to: 3, step: 1}, on_table: false}
"""
WANTS = """\
# what this village wants
actor: ACTOR
assumption: made up
weights: {water: [0.4, 0.6, 0.8], toll: [0.2, 0.4, 0.6]}   # of the two
scores:
  water: {little: 0, some: [0.3, 0.5, 0.7], much: 1}
  toll: {free: 1, paid: 0}
red_lines:
  - {id: no-toll, never: {toll: paid}}
reservation: [0.3, 0.4, 0.5]   # so far
"""
NUMBERS = "/numbers/hill"
WATER = "preferences.hill.weights.water"
TOLL = "preferences.hill.weights.toll"
NO_DEAL = "preferences.hill.reservation.0"
LAST = 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small case with comments, that can be edited."""
    place = tmp_path / "mill"
    (place / "preferences").mkdir(parents=True)
    (place / "case.yaml").write_text(CASE)
    for actor in ("hill", "vale"):
        (place / "preferences" / f"{actor}.yaml").write_text(WANTS.replace("ACTOR", actor))
    return place


@pytest.fixture
def opened(folder: Path) -> Opened:
    return opened_case("mill", folder=folder)


@pytest.fixture
def page(client: Client, opened: Opened) -> TestClient:
    return client(opened)


def form_of(client: TestClient, address: str, number: int = 0) -> dict[str, Any]:
    """What a browser would send from the form of that number on the page."""
    text = client.get(address).text
    form = re.findall(r'<form class="ranges".*?</form>', text, re.DOTALL)[number]
    sent: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>|<textarea [^>]*>.*?</textarea>", form, re.DOTALL):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag) or re.search(r">\n?(.*)</textarea>", tag, re.DOTALL)
        assert name
        sent.setdefault(name[1], []).append(html.unescape(value[1]) if value else "")
    return {**sent, "by": "Ana"}


def changed(form: dict[str, Any], path: str, **values: str) -> dict[str, Any]:
    """The form with other values in the row of that path."""
    row = form["path"].index(path)
    return form | {
        key: [value if n == row else old for n, old in enumerate(form[key])] for key, value in values.items()
    }


def saved(client: TestClient, address: str, form: dict[str, Any]) -> str:
    """The page that says what was written."""
    answer = client.post(address, data=form)
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["location"]).text


def edit(folder: Path, path: str, value: Any, by: str = "Ben") -> None:
    """An edit that somebody else makes in the same folder."""
    other = dt.CaseFolder.open(folder)
    at = datetime.fromisoformat("2031-07-01T12:00:00+00:00")
    other.edit(dt.Edit(path=path, value=value, seen=other.value(path), by=by), at=at)


def conflict(page: TestClient, folder: Path) -> str:
    """What the page says when a name was changed by somebody else between reading and saving it."""
    form = form_of(page, "/words/party/vale")
    edit(folder, "parties.vale.name", "The Vale")
    return saved(page, "/words/party/vale", changed(form, "parties.vale.name", text="Lower Vale"))


def test_saving_changes_one_line_and_keeps_every_comment(page: TestClient, folder: Path) -> None:
    file = folder / "preferences" / "hill.yaml"
    before = file.read_text().splitlines()
    form = form_of(page, NUMBERS, LAST)
    told = saved(page, NUMBERS, changed(form, NO_DEAL, low="0.35", likely="0,45"))
    after = file.read_text().splitlines()
    assert [line for line in after if line not in before] == ["reservation: [0.35, 0.45, 0.5]   # so far"]
    assert len(after) == len(before)
    assert "preferences/hill.yaml" in told
    assert "0.45, from 0.35 to 0.5" in told


def test_weights_are_written_together(page: TestClient, opened: Opened) -> None:
    form = changed(form_of(page, NUMBERS), WATER, likely="0.55")
    form = changed(form, TOLL, likely="0.45")
    told = saved(page, NUMBERS, form | {"why": "the survey"})
    likely = {issue: weight.likely for issue, weight in opened.case().preferences_of("hill").weights}
    assert (likely["water"], likely["toll"]) == (0.55, 0.45)
    assert told.count("preferences/hill.yaml") == 2
    assert "the survey" in page.get("/edits").text


def test_weights_that_do_not_sum_to_one_are_not_written(page: TestClient, folder: Path) -> None:
    before = (folder / "preferences" / "hill.yaml").read_bytes()
    answer = page.post(NUMBERS, data=changed(form_of(page, NUMBERS), WATER, likely="0.7"))
    assert answer.status_code == 422
    assert "would sum to 1.1" in answer.text
    assert (folder / "preferences" / "hill.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"likely": "zzyzx"}, "Write numbers such as 0.3"),
        ({"likely": "1_0"}, "Write numbers such as 0.3"),
        ({"low": "0.9"}, "should stand in this order"),
        ({"high": "1.5"}, "numbers from 0 to 1"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_is_not_repeated(
    page: TestClient, values: dict[str, str], told: str
) -> None:
    form = changed(form_of(page, NUMBERS), WATER, **values)
    answer = page.post(NUMBERS, data=form, headers={"hx-request": "true", "hx-request-type": "partial"})
    assert answer.status_code == 422
    row = form["path"].index(WATER)
    wrong = re.search(rf'<p class="wrong" id="wrong-0-{row}" hx-swap-oob="true">([^<]*)</p>', answer.text)
    assert wrong
    assert told in wrong[1]
    assert not any(value in answer.text for value in ("zzyzx", "1_0", "0.9", "1.5"))
    assert "<input" not in answer.text
    whole = page.post(NUMBERS, data=form)
    assert told in whole.text
    assert "Go back in your browser" in whole.text


def test_scores_out_of_order_are_told_in_our_words(page: TestClient) -> None:
    path = "preferences.hill.scores.water.little"
    form = changed(form_of(page, NUMBERS, 1), path, low="0.9", likely="0.95", high="1")
    answer = page.post(NUMBERS, data=form)
    assert answer.status_code == 422
    assert "rise or fall all the way" in answer.text


def test_an_assumption_is_edited_beside_its_number(page: TestClient, opened: Opened) -> None:
    form = changed(form_of(page, NUMBERS), WATER, assumption="from <the> survey")
    saved(page, NUMBERS, form)
    weights = dict(opened.case().preferences_of("hill").weights)
    assert weights["water"].assumption == "from <the> survey"
    assert "from &lt;the&gt; survey" in page.get(NUMBERS).text


def test_what_was_left_as_it_was_gives_no_edit(page: TestClient) -> None:
    for number in range(LAST + 1):
        assert "Nothing was changed" in saved(page, NUMBERS, form_of(page, NUMBERS, number))
    assert "Nothing was changed" in saved(page, "/words/issue/water", form_of(page, "/words/issue/water"))


def test_every_page_of_what_can_be_edited_is_there(page: TestClient) -> None:
    links = set(re.findall(r'href="(/(?:numbers|words)/[^"]*)"', page.get("/edits").text))
    assert len(links) == 8
    for link in links:
        assert page.get(link).status_code == 200


def test_names_of_an_issue_and_its_options_are_edited(page: TestClient, opened: Opened) -> None:
    form = changed(form_of(page, "/words/issue/toll"), "issues.toll.options.paid.name", text="A coin")
    saved(page, "/words/issue/toll", changed(form, "issues.toll.note", text="two\r\nlines"))
    issue = opened.case().issue("toll")
    assert issue.option("paid").name == "A coin"
    assert issue.note == "two\nlines"


def test_options_that_are_steps_of_a_range_are_not_offered(page: TestClient) -> None:
    assert "issues.days.options" not in page.get("/words/issue/days").text


@pytest.mark.parametrize("name", ["", "V\u202eale"])
def test_a_name_that_is_empty_or_hides_a_sign_is_refused(page: TestClient, name: str) -> None:
    form = changed(form_of(page, "/words/party/vale"), "parties.vale.name", text=name)
    answer = page.post("/words/party/vale", data=form)
    assert answer.status_code == 422
    assert "\u202e" not in answer.text


def test_an_edit_needs_the_name_of_who_makes_it(page: TestClient) -> None:
    form = changed(form_of(page, NUMBERS, LAST), NO_DEAL, low="0.35") | {"by": " "}
    answer = page.post(NUMBERS, data=form)
    assert answer.status_code == 422
    assert "Write your name" in answer.text


def test_the_name_is_remembered_for_the_next_form(page: TestClient) -> None:
    form = changed(form_of(page, "/words/party/vale"), "parties.vale.note", text="Trees.")
    page.post("/words/party/vale", data=form | {"by": "Ana \u05d0"})
    assert 'name="by" value="Ana \u05d0"' in page.get(NUMBERS).text
    page.cookies.clear()


def test_two_who_edit_one_value_get_a_conflict_with_both(page: TestClient, folder: Path) -> None:
    told = conflict(page, folder)
    assert "Kept aside" in told
    for word in ("The Vale", "Lower Vale", "Ben", "Ana", "Vale"):
        assert word in told
    assert dt.CaseFolder.open(folder).value("parties.vale.name") == "The Vale"
    assert "1 conflict of edits waits" in page.get("/").text


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ({"choice": "theirs"}, "The Vale"),
        ({"choice": "yours"}, "Lower Vale"),
        ({"choice": "other", "other": "Vale and Mill"}, "Vale and Mill"),
    ],
)
def test_a_conflict_is_settled_one_of_three_ways(
    page: TestClient, folder: Path, sent: dict[str, str], name: str
) -> None:
    conflict(page, folder)
    answer = page.post("/edits/resolve", data={"conflict": "c1", "by": "Cleo", "other": "", **sent})
    assert answer.status_code == 303
    assert dt.CaseFolder.open(folder).value("parties.vale.name") == name
    assert "waits" not in page.get("/").text
    again = page.post("/edits/resolve", data={"conflict": "c1", "by": "Cleo", "other": "", **sent})
    assert again.status_code == 404


def test_a_conflict_about_a_number_takes_another_number(page: TestClient, folder: Path) -> None:
    form = form_of(page, NUMBERS, LAST)
    edit(folder, NO_DEAL, [0.2, 0.3, 0.4])
    saved(page, NUMBERS, changed(form, NO_DEAL, low="0.35"))
    sent = {"conflict": "c1", "choice": "other", "by": "Cleo", "low": "5", "likely": "much", "high": "7"}
    assert page.post("/edits/resolve", data=sent).status_code == 422
    assert page.post("/edits/resolve", data=sent | {"likely": "6"}).status_code == 303
    assert dt.CaseFolder.open(folder).value(NO_DEAL) == [5, 6, 7]


def test_two_workbenches_edit_one_folder(client: Client, page: TestClient, folder: Path) -> None:
    other = client(opened_case("mill", folder=folder))
    ours, theirs = form_of(page, "/words/party/vale"), form_of(other, "/words/party/hill")
    saved(page, "/words/party/vale", changed(ours, "parties.vale.note", text="Trees."))
    saved(other, "/words/party/hill", changed(theirs, "parties.hill.note", text="Cold."))
    text = page.get("/edits").text
    assert "Trees." in text
    assert "Cold." in text
    assert "waits" not in text


def test_an_edit_is_taken_back_byte_for_byte(page: TestClient, folder: Path) -> None:
    file = folder / "preferences" / "hill.yaml"
    before = file.read_bytes()
    saved(page, NUMBERS, changed(form_of(page, NUMBERS, LAST), NO_DEAL, low="0.35"))
    assert file.read_bytes() != before
    assert page.post("/edits/undo", data={"undo": "e1", "by": "Ana"}).status_code == 303
    assert file.read_bytes() == before
    assert "taken back" in page.get("/edits").text


def test_an_edit_that_another_followed_is_not_taken_back(page: TestClient, folder: Path) -> None:
    saved(page, NUMBERS, changed(form_of(page, NUMBERS, LAST), NO_DEAL, low="0.35"))
    edit(folder, NO_DEAL, [0.2, 0.3, 0.4])
    answer = page.post("/edits/undo", data={"undo": "e1", "by": "Ana"})
    assert answer.status_code == 409
    assert "Take back the later edit first" in answer.text
    assert dt.CaseFolder.open(folder).value(NO_DEAL) == [0.2, 0.3, 0.4]


def test_a_bundled_case_is_copied_and_then_edited(client: Client, tmp_path: Path) -> None:
    page = client(opened_case("panama-canal-1974", here=tmp_path))
    where, path = "/numbers/panama", "preferences.panama.weights.duration"
    text = page.get(where).text
    assert "Make a copy to edit" in text
    assert str(tmp_path) in text
    form = changed(form_of(page, where), path, high="16")
    refused = page.post(where, data=form)
    assert refused.status_code == 403
    assert "Make a copy" in refused.text
    assert page.post("/edits/copy", data={"name": "mine", "by": "Ana"}).status_code == 303
    assert page.get("/api/case").json()["editable"] is True
    saved(page, where, form)
    assert "duration: [15, 15, 16]" in (tmp_path / "mine" / "preferences" / "panama.yaml").read_text()
    weights = dict(dt.example("panama-canal-1974").preferences_of("panama").weights)
    assert weights["duration"].high == 15


@pytest.mark.parametrize(
    ("name", "status"), [("../out", 400), ("a/b", 400), (".", 400), ("", 422), ("there", 409)]
)
def test_a_copy_goes_nowhere_else(client: Client, tmp_path: Path, name: str, status: int) -> None:
    (tmp_path / "here" / "there").mkdir(parents=True)
    page = client(opened_case("panama-canal-1974", here=tmp_path / "here"))
    answer = page.post("/edits/copy", data={"name": name, "by": "Ana"})
    assert answer.status_code in {status, 400}
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["here", "there"]


def test_a_folder_that_may_not_be_written_offers_a_copy(
    client: Client, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = client(opened_case("mill", folder=folder, here=tmp_path))
    form = changed(form_of(page, NUMBERS, LAST), NO_DEAL, low="0.35")
    monkeypatch.setattr("detente.case.editing.folder.os.access", lambda *_: False)
    assert "You may not write into the folder of this case" in page.get(NUMBERS).text
    answer = page.post(NUMBERS, data=form)
    assert answer.status_code == 503
    assert "Nothing was written" in answer.text


def test_a_disk_that_refuses_leaves_the_form_to_be_saved_again(page: TestClient, folder: Path) -> None:
    form = changed(form_of(page, NUMBERS, LAST), NO_DEAL, low="0.35")
    blocked = folder / "preferences" / ".hill.yaml.edit-1.part"
    blocked.mkdir()
    answer = page.post(NUMBERS, data=form, headers={"hx-request": "true", "hx-request-type": "partial"})
    assert answer.status_code == 503
    assert "the disk refuses" in answer.text
    blocked.rmdir()
    saved(page, NUMBERS, form)
    assert dt.CaseFolder.open(folder).value(NO_DEAL) == [0.35, 0.4, 0.5]


def test_a_folder_that_went_away_is_told_and_comes_back(page: TestClient, folder: Path) -> None:
    form = changed(form_of(page, NUMBERS, LAST), NO_DEAL, low="0.35")
    away = shutil.move(folder, folder.with_name("away"))
    for answer in (page.get("/edits"), page.get("/"), page.post(NUMBERS, data=form)):
        assert answer.status_code == 503
        assert "not there any more" in answer.text
    shutil.move(away, folder)
    saved(page, NUMBERS, form)
    assert dt.CaseFolder.open(folder).value(NO_DEAL) == [0.35, 0.4, 0.5]


def test_a_number_that_went_away_meanwhile_is_told(page: TestClient, folder: Path) -> None:
    form = form_of(page, NUMBERS, LAST)
    form["path"][form["path"].index(NO_DEAL)] = "preferences.hill.reservation.7"
    answer = page.post(NUMBERS, data=form)
    assert answer.status_code == 422
    assert "not in the case any more" in answer.text


def test_a_path_that_the_page_does_not_offer_is_not_written(page: TestClient, folder: Path) -> None:
    before = (folder / "case.yaml").read_bytes()
    sent = {"path": "as_of", "text": "2099-01-01", "seen": json.dumps("2031-06-30"), "by": "Ana"}
    assert page.post("/words/party/vale", data=sent).status_code == 422
    assert (folder / "case.yaml").read_bytes() == before


def test_saving_leads_a_script_to_the_same_page(page: TestClient) -> None:
    form = changed(form_of(page, NUMBERS, LAST), NO_DEAL, low="0.35")
    answer = page.post(NUMBERS, data=form, headers={"hx-request": "true", "hx-request-type": "partial"})
    assert answer.status_code == 200
    assert answer.headers["hx-redirect"].startswith("/edits/done?")


def test_the_way_back_stays_within_the_workbench(page: TestClient) -> None:
    assert "elsewhere.example" not in page.get("/edits/done?back=//elsewhere.example").text
    assert f'href="{NUMBERS}"' in page.get("/edits/done?back=/numbers/hill").text
