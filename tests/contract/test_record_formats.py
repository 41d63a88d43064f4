"""What every format of records satisfies: it writes any record, and reads back what it says it keeps."""

import contextlib
import json
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DetenteError, RecordError, SourceError
from detente.record.interchange.exchange import FORMATS, export_record, import_record, open_record, verify
from detente.record.record import Record
from record_strategies import corpora, records

READABLE = sorted(name for name, one in FORMATS.items() if one.read is not None)


def place(name, folder=None):
    """A place with the suffix of a format."""
    return Path(folder or tempfile.mkdtemp()) / f"record{FORMATS[name].suffix}"


@given(record=records())
def test_every_format_writes_any_record_and_says_how_many_statements_it_holds(record):
    for name in FORMATS:
        with tempfile.TemporaryDirectory() as folder:
            done = export_record(record, place(name, folder), name)
            assert done.path.is_file(), name
            assert done.statements <= len(record.statements), name
            assert [file.name for file in Path(folder).iterdir()] == [done.path.name]


@given(record=records())
def test_reading_gives_back_what_a_format_keeps(record):
    for name in READABLE:
        with tempfile.TemporaryDirectory() as folder:
            export_record(record, place(name, folder), name)
            assert import_record(place(name, folder), name) == FORMATS[name].kept(record), name


@given(pair=corpora())
def test_every_passage_slices_back_to_its_exact_text_after_writing_and_reading(pair):
    record, texts = pair
    for name in READABLE:
        with tempfile.TemporaryDirectory() as folder:
            export_record(record, place(name, folder), name, texts)
            back = import_record(place(name, folder), name, texts)
        assert verify(back, texts) == (), name
        for statement in back.statements:
            span = statement.span
            if span is not None:
                assert span.exact == texts[span.document][span.start : span.end] != "", name


@given(pair=corpora())
def test_an_export_without_text_holds_no_passage_and_still_verifies(pair):
    record, texts = pair
    for name in READABLE:
        with tempfile.TemporaryDirectory() as folder:
            export_record(record, place(name, folder), name, texts, without_text=True)
            back = import_record(place(name, folder), name)
        assert verify(back, texts) == (), name
        for statement in back.statements:
            span = statement.span
            if span is not None:
                assert not span.exact + span.before + span.after, name
                assert not statement.says or statement.says not in texts[span.document], name


@given(record=records())
def test_a_file_is_recognised_without_its_name(record):
    for name in READABLE:
        kept = FORMATS[name].kept(record)
        if kept.statements:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "record"
                export_record(record, path, name)
                assert import_record(path) == kept, name


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_writing_twice_gives_the_same_bytes(name, tmp_path):
    first, second = tmp_path / "a", tmp_path / "b"
    record = Record(pack="p")
    export_record(record, first, name)
    export_record(record, second, name)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_place_that_cannot_be_written_is_an_error_with_its_address(name, tmp_path):
    for path in (tmp_path, tmp_path / "no" / "folder", Path("/dev/null/x")):
        with pytest.raises(SourceError) as caught:
            export_record(Record(), path, name)
        assert caught.value.where
        assert caught.value.hint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", READABLE)
@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01\xff\xfe", b"{", b"[[[[", b'"', b"a;b\n1;2\n", b"SQLite format 3\0"]
)
def test_what_is_no_record_is_an_error_with_its_address(name, data, tmp_path):
    path = tmp_path / "bad"
    path.write_bytes(data)
    if name == "plover" and not data:
        assert import_record(path, name) == Record()
        return
    with pytest.raises((RecordError, SourceError)) as caught:
        import_record(path, name)
    assert str(path) in caught.value.where


@pytest.mark.parametrize("name", READABLE)
def test_a_folder_and_a_missing_file_are_errors(name, tmp_path):
    for path in (tmp_path, tmp_path / "missing"):
        with pytest.raises(SourceError):
            import_record(path, name)


@pytest.mark.parametrize("name", sorted(set(FORMATS) - set(READABLE)))
def test_a_format_that_is_only_written_says_so(name, tmp_path):
    with pytest.raises(RecordError, match="only written"):
        open_record(tmp_path, name)


@given(record=records(), data=st.data())
def test_a_file_damaged_anywhere_is_read_or_refused_and_never_crashes(record, data):
    for name in READABLE:
        with tempfile.TemporaryDirectory() as folder:
            path = export_record(record, place(name, folder), name).path
            held = bytearray(path.read_bytes())
            at = data.draw(st.integers(0, len(held)))
            piece = data.draw(st.sampled_from([b"", b"\x00", b'"', b"\xff", b"9" * 30, b"null", b"\n", b"{"]))
            held[at : at + data.draw(st.integers(0, 9))] = piece
            path.write_bytes(held)
            for chosen in (name, None):
                with contextlib.suppress(DetenteError):
                    import_record(path, chosen)


@given(record=records())
def test_what_others_read_is_well_formed(record):
    with tempfile.TemporaryDirectory() as folder:
        ET.parse(export_record(record, place("graphml", folder), "graphml").path)  # noqa: S314
        for name in ("annotation", "prov"):
            json.loads(export_record(record, place(name, folder), name).path.read_text(encoding="utf-8"))
        base = export_record(record, place("sqlite", folder), "sqlite").path
        with closing(sqlite3.connect(base)) as opened:
            assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
            assert opened.execute("SELECT count(*) FROM coded").fetchone() == (len(record.statements),)
