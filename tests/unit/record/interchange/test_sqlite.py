"""SQLite: references hold, analysts can ask, and files from strangers do no harm."""

import sqlite3
from contextlib import closing

import pytest

from detente.errors import RecordError, SourceError
from detente.record.interchange.exchange import export_record, import_record


@pytest.fixture
def path(record, tmp_path):
    return export_record(record, tmp_path / "r.sqlite", "sqlite").path


def run(path, *commands):
    with closing(sqlite3.connect(path)) as base, base:
        return [base.execute(command).fetchall() for command in commands][-1]


def problems(path):
    with pytest.raises(RecordError) as caught:
        import_record(path, "sqlite")
    return [problem.what for problem in caught.value.problems]


def test_the_view_tells_what_was_coded(path):
    told = run(path, 'SELECT id, holder, relays, act, verdict, "by" FROM coded')
    assert told[0] == ("s-1", "aland", "aland.delegate", "demands", "edited", "ana")
    assert [row[0] for row in told] == ["s-1", "s-2", "s-3"]


def test_the_file_says_what_it_is(path):
    assert run(path, "PRAGMA user_version") == [(1,)]
    assert run(path, "PRAGMA application_id") == [(0x64657465,)]
    assert run(path, "PRAGMA foreign_key_check") == []


def test_a_file_is_replaced_not_added_to(record, path):
    export_record(record, path, "sqlite")
    assert import_record(path) == record


def test_reading_changes_nothing(path):
    before = path.read_bytes()
    import_record(path)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["r.sqlite"]


@pytest.mark.parametrize(
    ("command", "what"),
    [
        ("PRAGMA user_version = 2", "is of version 2; version 1 is read"),
        ("DROP TABLE changes", "there is no table changes"),
        ("ALTER TABLE changes DROP COLUMN after", "the column after is missing"),
        ("UPDATE statements SET act = 'shouts' WHERE id = 's-1'", "'shouts' is none of"),
        ("UPDATE statements SET act = x'00'", "a text is needed, not b'\\x00'"),
        ("UPDATE statements SET span_end = 1 WHERE id = 's-2'", "from 64 to 1 is no passage"),
        ("UPDATE documents SET published = 'soon' WHERE id = 'r-1'", "'soon' is no date"),
        ("DELETE FROM record", "there is not one pack named"),
        ("DROP TABLE statements", "the database holds no table `statements`"),
        ("UPDATE documents SET title = CAST(x'ff' AS TEXT)", "a damaged database"),
    ],
)
def test_what_was_changed_for_the_worse_is_told(path, command, what):
    run(path, "PRAGMA foreign_keys = OFF", command)
    assert problems(path)[0].startswith(what)


def test_a_view_in_place_of_a_table_is_not_read(path):
    run(path, "ALTER TABLE relays RENAME TO old", "CREATE VIEW relays AS SELECT * FROM old")
    assert problems(path) == ["there is no table relays"]


def test_an_endless_value_is_an_error(path):
    run(path, "UPDATE statements SET says = CAST(zeroblob(20000000) AS TEXT) WHERE id = 's-1'")
    assert problems(path)[0].startswith("a damaged database: string or blob too big")


def test_a_torn_file_is_an_error(path):
    path.write_bytes(path.read_bytes()[:6000])
    assert problems(path)[0].startswith("a damaged database")


def test_a_device_is_no_file():
    with pytest.raises(SourceError, match="no plain file"):
        import_record("/dev/zero", "sqlite")
