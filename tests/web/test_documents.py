"""Documents in the workbench: the brief in every form, a template, the workbook there and back."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from starlette.testclient import TestClient

import detente as dt
from detente.case.library import example
from web.conftest import Client, finished, opened_case
from web.hostile import HOSTILE, rezipped

PARTS = "section=matrix&section=sources"
BEGINS = {"docx": b"PK", "html": b"<!DOCTYPE html>", "json": b"{", "md": b"#", "pdf": b"%PDF-"}


@pytest.fixture(scope="module")
def rivers(client: Client) -> TestClient:
    """The bundled case, which is only read."""
    return client(opened_case("two-rivers"))


def upload(client: TestClient, what: str, content: bytes, name: str = "file") -> Any:
    return client.post(f"/upload/{what}", files={"file": (name, content)}, follow_redirects=True)


@pytest.mark.parametrize("form", BEGINS)
def test_the_brief_is_written_in_every_form(rivers: TestClient, form: str) -> None:
    answer = rivers.get(f"/documents/brief.{form}?language=ar&{PARTS}")
    assert answer.status_code == 200
    assert answer.content.startswith(BEGINS[form])
    assert answer.headers["content-disposition"].startswith("attachment; filename=")


def test_the_brief_is_told_in_the_language_that_is_chosen(rivers: TestClient) -> None:
    found = rivers.get(f"/documents/brief.html?language=he&{PARTS}").text
    assert 'lang="he"' in found
    assert 'dir="rtl"' in found


def test_what_is_missing_is_worked_out_before_the_file_is_offered(client: Client) -> None:
    canal = client(opened_case("panama-canal-1974"))
    assert canal.get("/documents/brief.md").status_code == 409
    where = finished(canal, canal.post("/documents", data={"form": "md", "language": "fr"}))
    page = canal.get(where).text
    link = re.search(r'href="(/documents/brief\.md\?[^"]*)"', page)
    assert link is not None
    assert canal.get(link[1].replace("&amp;", "&")).status_code == 200


def test_a_section_with_nothing_to_tell_is_left_out(client: Client) -> None:
    canal = client(opened_case("panama-canal-1974"))
    told = canal.get("/documents/brief.json?section=accounts&section=sources").json()
    assert [section["id"] for section in told["sections"]] == ["sources"]


def test_a_section_whose_result_is_not_there_is_refused(rivers: TestClient) -> None:
    assert rivers.get("/documents/brief.md?section=talks").status_code == 409


@pytest.mark.parametrize("asked", ["brief.exe", "brief.md?language=xx", "brief.md?section=%0d%0aX"])
def test_an_unknown_document_is_refused(rivers: TestClient, asked: str) -> None:
    assert rivers.get(f"/documents/{asked}").status_code == 404


def test_a_form_whose_packages_are_missing_says_what_to_install(
    rivers: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.web.panels.documents.find_spec", lambda _: None)
    assert "pip install &#39;detente[report]&#39;" in rivers.get("/documents").text
    assert rivers.get(f"/documents/brief.pdf?{PARTS}").status_code == 503


def test_a_brief_in_word_serves_as_a_template(rivers: TestClient) -> None:
    made = rivers.get(f"/documents/brief.docx?{PARTS}").content
    assert upload(rivers, "template", made).status_code == 200
    assert "A template is in use" in rivers.get("/documents").text
    rivers.post("/documents/template/forget")
    assert "A template is in use" not in rivers.get("/documents").text


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize(("what", "suffix"), [("template", "docx"), ("workbook", "xlsx")])
def test_a_hostile_file_gets_a_clear_page_that_repeats_nothing(
    rivers: TestClient, what: str, suffix: str, kind: str
) -> None:
    answer = upload(rivers, what, HOSTILE[kind](suffix), "<b>name</b>")
    assert answer.status_code == 400
    assert "secret-echo" not in answer.text
    assert "<b>name" not in answer.text


def test_a_file_of_thirty_megabytes_is_not_taken(rivers: TestClient) -> None:
    assert upload(rivers, "workbook", bytes(30_000_000)).status_code == 413


def test_an_upload_without_a_file_says_which_field_is_missing(rivers: TestClient) -> None:
    answer = rivers.post("/upload/workbook", data={"other": "x"})
    assert answer.status_code == 422
    assert "file" in answer.text


def test_the_workbook_of_the_case_changes_nothing(rivers: TestClient) -> None:
    made = rivers.get("/documents/case.xlsx").content
    assert "there is nothing to change" in upload(rivers, "workbook", made).text


def workbook(client: TestClient, case: Any, folder: Path) -> Any:
    """The page that an uploaded workbook of this case leads to."""
    content = dt.write_workbook(case, folder / "x.xlsx").read_bytes()
    return upload(client, "workbook", content)


def changed(case: Any, **more: Any) -> Any:
    from dataclasses import replace

    first, *others = case.issues
    return replace(case, issues=(replace(first, name="The water"), *others), **more)


def test_a_bundled_case_shows_what_would_change_and_takes_nothing(rivers: TestClient, tmp_path: Path) -> None:
    text = workbook(rivers, changed(example("two-rivers")), tmp_path).text
    assert "1 value would change." in text
    assert "The water" in text
    assert "Save these changes" not in text


def test_changes_are_put_in_their_places_and_comments_stay(
    client: Client, folder: Path, tmp_path: Path
) -> None:
    comments = [line for line in (folder / "case.yaml").read_text("utf-8").splitlines() if "#" in line]
    own = client(opened_case(str(folder), folder=folder))
    shown = workbook(own, changed(dt.read_case(folder)), tmp_path)
    assert "comments and all other lines stay" in shown.text
    saved = own.post(str(shown.url.path), data={"who": "Ana"})
    assert saved.status_code == 200
    assert own.post(str(shown.url.path), data={"who": "Ana"}).status_code == 404
    assert dt.read_case(folder).issues[0].name == "The water"
    after = (folder / "case.yaml").read_text("utf-8").splitlines()
    assert set(comments) <= set(after)


def test_a_change_of_the_whole_keeps_the_former_files(client: Client, folder: Path, tmp_path: Path) -> None:
    before = dt.read_case(folder)
    wanted = changed(before, stances=before.stances[1:])
    own = client(opened_case(str(folder), folder=folder))
    shown = workbook(own, wanted, tmp_path)
    assert "written anew" in shown.text
    own.post(str(shown.url.path), data={"who": "Ana"})
    assert dt.read_case(folder).digest() == wanted.digest()
    kept = next(folder.glob("before-*"))
    assert dt.read_case(kept).digest() == before.digest()


def test_problems_are_told_by_their_cells(rivers: TestClient, tmp_path: Path) -> None:
    content = dt.write_workbook(example("two-rivers"), tmp_path / "x.xlsx").read_bytes()
    answer = upload(rivers, "workbook", rezipped(content, "xl/worksheets/sheet2.xml", "<worksheet/>"))
    assert answer.status_code == 400
    assert "The workbook was not taken" in answer.text


def test_a_formula_is_not_computed_and_is_pointed_out(rivers: TestClient, tmp_path: Path) -> None:
    content = dt.write_workbook(example("two-rivers"), tmp_path / "x.xlsx").read_bytes()
    with ZipFile(BytesIO(content)) as archive:
        sheets = {one: archive.read(one).decode() for one in archive.namelist() if "/sheet" in one}
    number = re.compile(r'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?>)(<v>0\.[0-9]+</v>)')
    name = next(one for one, text in sheets.items() if number.search(text))
    text = number.sub(r"\1<f>WEBSERVICE(&quot;x&quot;)</f>\2", sheets[name], count=1)
    answer = upload(rivers, "workbook", rezipped(content, name, text))
    assert answer.status_code == 200
    assert "formula" in answer.text


def test_another_case_is_not_taken_for_this_one(rivers: TestClient, tmp_path: Path) -> None:
    answer = workbook(rivers, example("panama-canal-1974"), tmp_path)
    assert answer.status_code == 400
    assert "another case" in answer.text
