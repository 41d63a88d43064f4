"""The draft agreement in the workbench: its brackets, its files, and a delegation's changes taken in."""

import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import detente as dt
from draft_texts import deleted, inserted, paragraph, plain, word_file
from web.conftest import Client, opened_case
from web.hostile import HOSTILE

DRAFT = dt.read_draft("two-rivers")
CHANGED = word_file(
    paragraph(
        plain("Delta pays [20 | 10] crowns for each thousand "),
        deleted("litres", "Ann <b>"),
        inserted("barrels", "Ann <b>"),
        plain("."),
    )
)


@pytest.fixture(scope="module")
def rivers(client: Client) -> TestClient:
    """The bundled case, which is only read."""
    return client(opened_case("two-rivers"))


def upload(client: TestClient, content: bytes) -> Any:
    files = {"file": ("<b>.docx", content)}
    return client.post("/upload/amendments", files=files, follow_redirects=True)


def test_every_bracket_stands_in_the_text_and_in_the_table(rivers: TestClient) -> None:
    text = rivers.get("/draft").text
    for one in DRAFT.brackets:
        assert f'id="in-{one.id}"' in text
        assert f'id="bracket-{one.id}"' in text


def test_a_bracket_is_marked_by_signs_and_its_id_not_by_colour_alone(rivers: TestClient) -> None:
    text = rivers.get("/draft").text
    assert '<span class="bracket" id="in-inform"><b>[</b>informs<b> | </b>consults<b>]</b><sup>' in text


def test_opening_and_closing_tags_of_brackets_match(rivers: TestClient) -> None:
    shown = rivers.get("/draft").text.partition('class="agreement"')[2].partition("</main>")[0]
    assert shown.count("<span") == shown.count("</span>")


def test_counts_are_those_of_the_ledger(rivers: TestClient) -> None:
    found = rivers.get("/api/draft").json()
    assert found["open"] == len(DRAFT.open)
    assert f"{len(DRAFT.open)} brackets are open" in rivers.get("/draft").text


def test_the_table_can_be_cut_to_an_issue_and_a_party(rivers: TestClient) -> None:
    text = rivers.get("/draft?issue=dam&party=delta").text
    assert re.findall(r'<tr id="bracket-([^"]*)"', text) == ["inform", "ladder"]


def test_the_matrix_counts_the_open_brackets_of_a_cell(rivers: TestClient) -> None:
    row = rivers.get("/").text.partition('<tr id="issue-dam">')[2].partition("</tr>")[0]
    assert re.findall(r"party=(\w+)#brackets.*?(\d) open bracket", row) == [
        ("delta", "2"),
        ("forest", "2"),
        ("upland", "2"),
    ]


def test_the_draft_is_saved_as_word_and_as_it_is_written(rivers: TestClient) -> None:
    assert rivers.get("/draft/agreement.docx").content[:2] == b"PK"
    assert rivers.get("/draft/agreement.md").text == DRAFT.text


def test_a_case_without_a_draft_explains_how_to_begin_one(client: Client) -> None:
    canal = client(opened_case("panama-canal-1974"))
    assert "[[shall | should]]" in canal.get("/draft").text
    assert canal.get("/api/draft").status_code == 404
    assert canal.get("/").status_code == 200


def test_a_draft_that_is_not_well_formed_lists_its_problems(client: Client, folder: Path) -> None:
    (folder / "agreement.md").write_text("## Article 1\nThey [[shall | may go.\n", "utf-8")
    own = client(opened_case(str(folder), folder=folder))
    assert "agreement.md:2" in own.get("/draft").text
    assert own.get("/").status_code == 200


def test_changes_are_listed_and_become_brackets_of_the_party_that_is_named(rivers: TestClient) -> None:
    read = upload(rivers, CHANGED)
    assert "Ann &lt;b&gt;" in read.text
    text = rivers.get(f"{read.url.path}?party=delta").text
    assert "1 bracket" in text
    assert re.search(r"barrels</bdi> <span class=\"muted\">held by: <bdi>Delta", text)
    assert "stays as it is" in text


def test_proposed_brackets_are_saved_and_the_former_draft_is_kept(client: Client, folder: Path) -> None:
    own = client(opened_case(str(folder), folder=folder))
    before = (folder / "agreement.md").read_bytes()
    where = upload(own, CHANGED).url.path
    assert own.post(where, data={"party": "delta"}).headers["location"] == "/draft#brackets"
    new = dt.read_draft(folder)
    assert len(new.brackets) == len(DRAFT.brackets) + 1
    assert next(folder.glob("agreement-before-*.md")).read_bytes() == before


def test_a_draft_that_was_changed_meanwhile_is_not_overwritten(client: Client, folder: Path) -> None:
    own = client(opened_case(str(folder), folder=folder))
    where = upload(own, CHANGED).url.path
    (folder / "agreement.md").write_text(DRAFT.text.replace("Delta pays", "Delta gives"), "utf-8")
    assert own.post(where, data={"party": "delta"}).status_code == 409
    assert (folder / "agreement.md").read_text("utf-8").count("Delta gives") == 1


def test_an_unknown_party_is_refused_without_repeating_it(rivers: TestClient) -> None:
    where = upload(rivers, CHANGED).url.path
    answer = rivers.get(f"{where}?party=nobody-known")
    assert answer.status_code == 400
    assert "nobody-known" not in answer.text


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_gets_a_clear_page_that_repeats_nothing(rivers: TestClient, kind: str) -> None:
    answer = upload(rivers, HOSTILE[kind]("docx"))
    assert answer.status_code == 400
    assert "secret-echo" not in answer.text


def test_revisions_within_revisions_are_read_or_noted(rivers: TestClient) -> None:
    nested = plain("x")
    for depth in range(400):
        nested = f'<w:ins w:id="{depth}" w:author="A">{nested}</w:ins>'
    answer = upload(rivers, word_file(paragraph(nested)))
    assert answer.status_code in {200, 400}
    assert "Changes of a Word file" in answer.text


def test_a_file_of_thirty_megabytes_is_not_taken(rivers: TestClient) -> None:
    assert upload(rivers, bytes(30_000_000)).status_code == 413
