"""A record that several people write in turn: what others wrote is seen, read once, and not lost."""

import pytest

from detente.errors import RecordError, RecordHeld, SourceError
from detente.record.journal import NAME, Journal, Lines, read_lines
from detente.record.record import Record
from detente.record.review import Only, Review
from detente.record.shared import SharedRecord
from detente.record.store import RecordWriter, open_record, write_record
from review_record import gazette, herald

WHO = {"by": "ana", "at": "2031-05-01T09:00:00Z"}


@pytest.fixture
def folder(tmp_path):
    pairs = (herald(), gazette())
    statements = tuple(s for _, found in pairs for s in found)
    record = Record(documents=tuple(text.document for text, _ in pairs), statements=statements)
    return write_record(record, tmp_path / "rec", texts=[text for text, _ in pairs])


def accept(shared, name, by="ana"):
    with shared.writing() as keep:
        review = Review(shared.state, keep, only=Only(among=(name,), again=True))
        return review.accept(by=by, at=WHO["at"])


def test_what_one_decides_the_other_sees(folder):
    ana, ben = SharedRecord(folder), SharedRecord(folder)
    with ben.read() as state:
        assert state.now("herald-1").verdict == ""
    accept(ana, "herald-1")
    with ben.read() as state:
        assert state.now("herald-1").decision.by == "ana"


def test_two_who_decide_in_turn_lose_nothing(folder):
    ana, ben = SharedRecord(folder), SharedRecord(folder)
    for name, who in (("herald-1", ana), ("herald-2", ben), ("gazette-1", ana)):
        accept(who, name)
    assert len(open_record(folder).record.accepted.statements) == 3


def test_only_what_is_new_is_read_again(folder):
    shared = SharedRecord(folder)
    with shared.read() as state:
        before = state
    accept(SharedRecord(folder), "herald-1")
    with shared.read() as state:
        assert state is before
        assert state.now("herald-1").verdict == "accepted"


def test_a_journal_put_back_from_a_copy_is_read_anew(folder):
    copy = (folder / NAME).read_bytes()
    shared = SharedRecord(folder)
    accept(shared, "herald-1")
    (folder / NAME).write_bytes(copy)
    with shared.read() as state:
        assert state.now("herald-1").verdict == ""


def test_another_who_holds_the_folder_is_told_and_left_alone(folder):
    shared = SharedRecord(folder)
    with RecordWriter(folder), pytest.raises(RecordHeld):
        accept(shared, "herald-1")
    assert accept(shared, "herald-1").verdict == "accepted"


def test_a_line_changed_by_hand_is_refused_until_it_is_put_back(folder):
    shared = SharedRecord(folder)
    sound = (folder / NAME).read_bytes()
    (folder / NAME).write_bytes(sound.replace(b"demanded", b"demandet", 1))
    with pytest.raises(RecordError), shared.read():
        pass
    (folder / NAME).write_bytes(sound)
    with shared.read() as state:
        assert "herald-1" in state.versions


def test_a_folder_that_is_gone_is_told(folder):
    shared = SharedRecord(folder)
    (folder / NAME).unlink()
    with pytest.raises(SourceError), shared.read():
        pass
    with pytest.raises(SourceError):
        accept(shared, "herald-1")
    assert not (folder / NAME).exists()


def test_a_line_that_is_cut_off_is_set_aside_by_the_next_decision(folder):
    with (folder / NAME).open("ab") as file:
        file.write(b'{"n":99,"ev')
    shared = SharedRecord(folder)
    with shared.read():
        assert shared.torn
    accept(shared, "herald-1")
    assert not shared.torn
    assert open_record(folder).record.accepted.statements


def test_a_refused_edit_leaves_what_was_read(folder):
    shared = SharedRecord(folder)
    with shared.read() as state:
        before = state
    with pytest.raises(RecordError), shared.writing() as keep:
        Review(shared.state, keep, only=Only(among=("herald-1",))).edit({"act": "sings"}, **WHO)
    with shared.read() as state:
        assert state is before


def test_a_text_is_given_where_it_is_the_very_one(folder):
    shared = SharedRecord(folder)
    document = herald()[0].document
    assert shared.text(document) == herald()[0].text
    (folder / "texts" / "gazette.txt").write_text("another", encoding="utf-8")
    assert shared.text(gazette()[0].document) is None


def test_reading_on_gives_only_what_came_since(tmp_path):
    with Journal(tmp_path) as journal:
        journal.append([{"event": "a"}, {"event": "b"}])
        known = journal.written
        journal.append([{"event": "c"}])
    found = read_lines(tmp_path / NAME, after=known)
    assert [entry["event"] for entry in found.entries] == ["c"]
    assert found.before == 2


def test_reading_on_in_another_journal_gives_all(tmp_path):
    with Journal(tmp_path) as journal:
        journal.append([{"event": "a"}])
    found = read_lines(tmp_path / NAME, after=Lines(length=60, last_sum="f" * 16, before=1))
    assert (len(found.entries), found.before) == (1, 0)
