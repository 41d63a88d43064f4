"""What texts bear out, what leaving the text out takes away, and what no file can hold."""

import math

import pytest

from detente.errors import RecordError
from detente.record.interchange.check import without_text
from detente.record.interchange.exchange import FORMATS, export_record, import_record, open_record, verify
from detente.record.interchange.files import LONGEST
from detente.record.record import Record
from detente.record.statement import Coding


def test_a_record_is_borne_out_by_its_texts(record, texts):
    assert verify(record, texts) == ()


def test_a_text_that_changed_is_told_for_every_passage(record, texts):
    told = verify(record, texts | {"r-1": texts["r-1"].replace("Aland", "Åland").replace("demand", "DEMAND")})
    assert [problem.path for problem in told] == [
        "documents[r-1]",
        "statements[s-1].span",
        "statements[s-2].span",
    ]
    assert "stands another text" in told[1].what


def test_a_text_that_is_too_short_or_missing_is_told(record, texts):
    assert "not inside the text of 4 characters" in verify(record, {"r-1": "none"})[1].what
    assert [problem.path for problem in verify(record, {})] == ["documents[r-1]"]
    assert verify(record, {}, given_only=True) == ()


def test_words_that_were_altered_around_a_passage_are_told(record, texts):
    first = record.statements[0]
    import dataclasses

    changed = first.with_(span=dataclasses.replace(first.span, before="other"))
    assert "around it" in verify(record.of([changed]), texts)[0].what


def test_a_passage_that_does_not_fit_is_never_written(record, texts, tmp_path):
    with pytest.raises(RecordError, match="digest differs"):
        export_record(record, tmp_path / "r.jsonl", "jsonl", texts | {"r-1": "other"})
    assert list(tmp_path.iterdir()) == []


def test_a_passage_that_does_not_fit_is_never_read(record, texts, tmp_path):
    path = export_record(record, tmp_path / "r.jsonl", "jsonl").path
    with pytest.raises(RecordError, match="digest differs"):
        import_record(path, texts=texts | {"r-1": "other"})


def test_texts_fill_passages_that_were_left_out(record, texts, tmp_path):
    bare = without_text(record, texts)
    assert not bare.statements[0].span.exact
    path = export_record(bare, tmp_path / "r.jsonl", "jsonl", texts).path
    assert import_record(path).statements[0].span == record.statements[0].span


def test_leaving_the_text_out_takes_what_repeats_it_and_no_more(record, texts):
    long = "because it says: said: We demand the harbour; at once. Borduria rejected it"
    first = record.statements[0]
    changed = first.with_(coding=Coding(coder="c", why=('the cue "said"', f"x {texts['r-1']}", long)))
    one, two = without_text(record.of([changed, record.statements[2]]), {}).statements
    assert (one.says, one.holder, one.decision.changes) == ("", "aland", (("act", "claims", "demands"),))
    assert one.coding.why == ('the cue "said"', long)
    assert two.says == "mind us"


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_no_export_without_text_holds_the_passage(record, texts, tmp_path, name):
    done = export_record(record, tmp_path / "r", name, texts, without_text=True)
    held = done.path.read_bytes()
    assert b"the harbour; at once" not in held
    assert "the text of the passages; places and digests are kept" in done.left_out


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"value": math.inf}, "inf is no finite number"),
        ({"says": "a\ud83d"}, "half a surrogate pair"),
        ({"says": "a" * (LONGEST + 1)}, "at most 1,000,000 are written"),
        ({"id": "s-2"}, "is there twice"),
    ],
)
def test_what_no_file_can_hold_is_refused_before_writing(record, tmp_path, change, what):
    changed = record.of([record.statements[0].with_(**change), *record.statements[1:]])
    with pytest.raises(RecordError, match=what):
        export_record(changed, tmp_path / "r.jsonl", "jsonl")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_format_names_the_nearest(tmp_path):
    with pytest.raises(RecordError) as caught:
        export_record(Record(), tmp_path / "r", "sqlit")
    assert caught.value.hint == "did you mean 'sqlite'?"


def test_what_is_not_recognised_names_the_formats(tmp_path):
    (tmp_path / "x.txt").write_text("They met.", encoding="utf-8")
    with pytest.raises(RecordError, match="no format of records") as caught:
        open_record(tmp_path / "x.txt")
    assert "jsonl" in caught.value.hint


def test_a_file_that_was_there_stays_when_writing_fails_and_keeps_its_rights(record, tmp_path, monkeypatch):
    path = tmp_path / "r.jsonl"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    with pytest.raises(RecordError):
        export_record(record.of([record.statements[0].with_(value=math.nan)]), path, "jsonl")
    assert path.read_text(encoding="utf-8") == "old"
    export_record(record, path, "jsonl")
    assert path.stat().st_mode & 0o777 == 0o640
