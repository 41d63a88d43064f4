"""`detente record export | import | formats`: a line for what was done, one for everything left out."""

import datetime as dt
import json

import pytest

from detente.record import store
from detente.record.interchange.exchange import FORMATS, export_record
from detente.record.record import Record
from detente.record.statement import Statement
from detente.sources.document import Document
from detente.sources.span import Span, digest
from detente.sources.text import Text
from detente.sources.when import When

TEXT = "👍 They met in the harbour. Borduria rejected the plan."
URL = "https://example.org/r1"


@pytest.fixture(autouse=True)
def _a_day(monkeypatch):
    monkeypatch.setenv("DETENTE_NOW", "2001-06-01T00:00:00Z")


@pytest.fixture
def record():
    day = dt.date(2001, 5, 8)
    start = TEXT.index("Borduria")
    statement = Statement(
        id="s-1",
        reports=("r-1",),
        holder="borduria",
        act="rejects",
        date=When.on(day),
        known=day,
        span=Span.of("r-1", TEXT, start, len(TEXT)),
    )
    document = Document(id="r-1", published=day, sha256=digest(TEXT), url=URL)
    return Record(documents=(document,), statements=(statement,))


@pytest.fixture
def folder(record, tmp_path):
    texts = [Text(document=record.documents[0], text=TEXT)]
    return store.write_record(record, tmp_path / "record", texts=texts)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_record_folder_is_exported_and_what_is_read_comes_back(run, record, folder, tmp_path, name):
    status, out, err = run("record", "export", folder, "--as", name, "--to", tmp_path / "x")
    assert (status, err) == (0, "")
    assert out.startswith(f"{tmp_path / 'x'}: ")
    if FORMATS[name].read is not None:
        status, out, err = run("record", "import", tmp_path / "x", "--into", tmp_path / "other")
        assert (status, out, err) == (0, f"{tmp_path / 'other'}: 1 statement added\n", "")
        assert store.open_record(tmp_path / "other").record.statements[0].span == record.statements[0].span


def test_importing_twice_adds_nothing(run, folder, tmp_path):
    run("record", "export", folder, "--as", "dna", "--to", tmp_path / "x.dna.csv")
    out = run("record", "import", tmp_path / "x.dna.csv", "--into", folder, "--as", "dna")[1]
    assert out == f"{folder}: 0 statements added, 1 there already\n"


def test_notes_of_others_are_found_in_the_text_that_the_folder_keeps(run, folder, tmp_path):
    place = len(TEXT[: TEXT.index("They")].encode("utf-16-le")) // 2
    selectors = [
        {"type": "TextPositionSelector", "start": place, "end": place + 8},
        {"type": "TextQuoteSelector", "exact": "They met"},
    ]
    note = {"id": "n", "created": "2001-05-09T00:00:00Z", "target": {"source": URL, "selector": selectors}}
    (tmp_path / "n.json").write_text(json.dumps([note]), encoding="utf-8")
    status, out, err = run("record", "import", tmp_path / "n.json", "--as", "annotation", "--into", folder)
    assert (status, err) == (0, "")
    assert "its places count UTF-16 code units" in out
    held = store.open_record(folder).record
    assert [document.id for document in held.documents] == ["r-1"]
    assert {s.span.exact for s in held.statements if s.span} == {TEXT[TEXT.index("Borduria") :], "They met"}


def test_an_export_without_text_says_so_in_json(run, folder, tmp_path):
    words = ("record", "export", folder, "--as", "jsonl", "--to", tmp_path / "x", "--without-text", "--json")
    told = json.loads(run(*words)[1])
    assert (told["documents"], told["statements"]) == (1, 1)
    assert told["left_out"] == ["the text of the passages; places and digests are kept"]
    assert b"Borduria" not in (tmp_path / "x").read_bytes()


def test_only_accepted_statements_are_exported_on_request(run, folder, tmp_path):
    words = ("record", "export", folder, "--as", "csv", "--to", tmp_path / "x.csv", "--only", "accepted")
    assert run(*words)[1] == f"{tmp_path / 'x.csv'}: 1 document, 0 statements\n"


def test_a_passage_that_the_kept_text_does_not_hold_changes_nothing(run, record, folder, tmp_path):
    other = Span.of("r-1", "x" * 50, 3, 9)
    changed = record.of([record.statements[0].with_(id="s-2", span=other)])
    export_record(changed, tmp_path / "x.jsonl", "jsonl")
    before = (folder / "journal.jsonl").read_bytes()
    status, _, err = run("record", "import", tmp_path / "x.jsonl", "--into", folder)
    assert status == 2
    assert "stands another text than was coded" in err
    assert (folder / "journal.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("export", "{folder}", "--as", "sqlit"), "did you mean 'sqlite'?"),
        (("export", "{folder}", "--as", "csv", "--only", "some"), "accepted, all or standing"),
        (("export", "{folder}", "--as", "csv", "--to", "/nowhere/x.csv"), "make the folder"),
        (("import", "{folder}", "--into", "{folder}"), "name a file"),
        (("import", "nothing.csv", "--into", "{folder}"), "check the spelling"),
    ],
)
def test_a_wrong_request_is_one_error_with_a_hint(run, folder, words, told):
    status, out, err = run("record", *(word.format(folder=folder) for word in words))
    assert (status, out) == (2, "")
    assert told in err


def test_every_format_is_listed(run):
    out = run("record", "formats")[1]
    assert [line.partition(":")[0] for line in out.splitlines()] == sorted(FORMATS)
    assert {one["name"] for one in json.loads(run("record", "formats", "--json")[1])} == set(FORMATS)
