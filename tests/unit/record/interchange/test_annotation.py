"""Web Annotations: ours follow the model; those of other tools are found again by their quote, or refused."""

import json

import pytest

from detente.errors import RecordError
from detente.record.interchange.exchange import export_record, import_record, open_record
from detente.sources.span import digest

TEXT = "👍 They met. They left. 👍 They met again."
PAGE = "https://example.org/page"


@pytest.fixture
def told(record, tmp_path):
    path = export_record(record, tmp_path / "r.jsonld", "annotation").path
    return json.loads(path.read_text(encoding="utf-8"))


def note(**target):
    held = {"source": PAGE, "selector": [{"type": kind, **rest} for kind, rest in target.items()]}
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "https://example.org/a1",
        "type": "Annotation",
        "created": "2001-05-08T10:00:00Z",
        "creator": {"type": "Person", "name": "Cy"},
        "body": [
            {"type": "TextualBody", "value": "they are done"},
            {"type": "TextualBody", "purpose": "tagging", "value": "holder: aland"},
            {"type": "TextualBody", "purpose": "classifying", "value": "rejects"},
        ],
        "target": held,
    }


def read(raw, tmp_path, texts=None):
    path = tmp_path / "theirs.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    return open_record(path, texts=texts)


def test_an_annotation_tells_place_quote_and_digest(record, told):
    assert told["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert (told["type"], told["total"]) == ("AnnotationCollection", 3)
    first = told["first"]["items"][0]
    span = record.statements[0].span
    assert first["target"]["source"] == "https://example.org/r1"
    assert first["target"]["selector"] == [
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        {"type": "TextQuoteSelector", "exact": span.exact, "prefix": span.before, "suffix": span.after},
    ]
    assert first["target"]["state"]["detente:passage"] == span.sha256
    assert (first["creator"]["name"], first["created"]) == ("ana", "2001-05-09T10:00:00Z")
    assert first["generator"] == {"type": "Software", "name": "rules-en 1"}


def test_a_statement_without_a_passage_targets_the_document(told):
    assert told["first"]["items"][2]["target"] == "https://example.org/r1"


def test_a_place_in_utf16_units_is_found_again(tmp_path):
    units = {"start": 13, "end": 22}
    raw = note(TextPositionSelector=units, TextQuoteSelector={"exact": "They left", "prefix": "met. "})
    found = read(raw, tmp_path, {PAGE: TEXT})
    statement = found.record.statements[0]
    assert statement.span.exact == TEXT[statement.span.start : statement.span.end] == "They left"
    assert [one.what for one in found.notes] == ["the passage: its places count UTF-16 code units"]
    assert (statement.holder, statement.act, statement.says) == ("aland", "rejects", "they are done")
    assert statement.coding.coder == "Cy"
    assert found.record.documents[0].url == PAGE


def test_a_quote_alone_is_found_by_what_is_around_it(tmp_path):
    raw = note(TextQuoteSelector={"exact": "They met", "suffix": " again"})
    found = read({"type": "AnnotationPage", "items": [raw]}, tmp_path, {PAGE: TEXT})
    assert found.record.statements[0].span.start == TEXT.rindex("They met")
    assert found.notes[0].what == "the passage: found by its words"


@pytest.mark.parametrize(
    ("exact", "what"),
    [("They met", "the words stand at 2 places of the text"), ("gone", "the words do not stand in the text")],
)
def test_what_cannot_be_told_apart_or_is_not_there_is_refused(tmp_path, exact, what):
    with pytest.raises(RecordError) as caught:
        read([note(TextQuoteSelector={"exact": exact})], tmp_path, {PAGE: TEXT})
    assert what in caught.value.what
    assert caught.value.hint


def test_without_the_text_a_place_is_kept_as_unchecked_or_left_out(tmp_path):
    fits = note(TextPositionSelector={"start": 3, "end": 7}, TextQuoteSelector={"exact": "They"})
    not_so = note(TextPositionSelector={"start": 0, "end": 2}, TextQuoteSelector={"exact": "👍"})
    not_so["id"] = "https://example.org/a2"
    found = read([fits, not_so], tmp_path)
    assert [statement.span is None for statement in found.record.statements] == [False, True]
    assert found.record.statements[0].span.sha256 == digest("They")
    assert ["unchecked" in one.what for one in found.notes] == [True, False]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"created": "soon"}, "has no date"),
        ({"target": {"selector": []}}, "the target names no source"),
        ({"target": None}, "the target names no source"),
    ],
)
def test_a_foreign_annotation_that_lacks_something_is_told(tmp_path, change, what):
    with pytest.raises(RecordError, match=what):
        read([note() | change], tmp_path)


def test_ours_that_were_damaged_are_told_with_their_place(told, tmp_path):
    items = told["first"]["items"]
    del items[0]["target"]["state"]
    items[1]["target"]["selector"][0]["end"] = 99
    del items[2]["detente:statement"]
    with pytest.raises(RecordError) as caught:
        read(told, tmp_path)
    assert [problem.path for problem in caught.value.problems] == [
        "first.items[0].target",
        "first.items[1].detente:statement.span",
        "first.items[2]",
    ]


def test_a_newer_version_and_a_cut_list_are_refused(told, tmp_path):
    with pytest.raises(RecordError, match="told 4 annotations, holds 3"):
        read(told | {"total": 4}, tmp_path)
    with pytest.raises(RecordError, match="is of version 2"):
        read(told | {"detente:version": 2}, tmp_path)


@pytest.mark.parametrize("raw", [7, {}, {"items": 3}, "x"])
def test_what_holds_no_annotations_is_refused(raw, tmp_path):
    path = tmp_path / "x.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(RecordError, match="no Web Annotations"):
        import_record(path, "annotation")
