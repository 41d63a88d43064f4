"""Reading again: decisions stay whatever is proposed later, and passages are found in changed texts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import RecordError, SourceError
from detente.record.fold import State, coded, fold, opened
from detente.record.reread import find_again
from detente.record.review import Review
from detente.record.statement import Decision
from detente.record.store import RecordWriter, import_record, open_record, write_record
from detente.sources.span import Span
from review_record import GAZETTE, HERALD, gazette, herald, said, text_of

WHO = {"by": "ana", "at": "2031-05-01T09:00:00Z"}


def read_in(folder, *coded_texts, pack="rivers 1"):
    with RecordWriter(folder) as writer:
        writer.keep_texts([text for text, _ in coded_texts])
        return writer.read_again(coded_texts, pack)


def review(folder):
    writer = RecordWriter(folder)
    writer.__enter__()
    return writer, Review(writer.state, writer.keep)


@pytest.fixture
def folder(tmp_path):
    read_in(tmp_path / "record", herald())
    writer, walk = review(tmp_path / "record")
    walk.accept(**WHO)
    walk.edit({"act": "offers", "to": "delta"}, **WHO)
    writer.__exit__(None, None, None)
    return tmp_path / "record"


def verdicts(folder):
    return {s.id: s.verdict for s in open_record(folder).record.statements}


def test_the_same_reading_again_changes_nothing(folder):
    before = open_record(folder).record
    tally = read_in(folder, herald())
    assert (tally.new, tally.matched, tally.decided, tally.withdrawn) == (0, 3, 2, 0)
    assert open_record(folder).record == before


def test_further_reports_are_added(folder):
    assert read_in(folder, gazette()).new == 3
    assert len(open_record(folder).record.statements) == 6


def test_what_was_decided_stays_when_a_newer_pack_proposes_otherwise(folder):
    text, suggested = herald()
    other = tuple(s.with_(id=f"new-{s.id}", issue="fish", option="") for s in suggested)
    read_in(folder, (text, other), pack="rivers 2")
    found = open_record(folder).record
    assert found.pack == "rivers 2"
    assert [(s.id, s.issue) for s in found.statements] == [
        ("herald-1", "water"),
        ("herald-2", "water"),
        ("herald-3", "fish"),
    ]


def test_a_decided_statement_stays_when_it_is_no_longer_proposed_and_a_waiting_one_goes(folder):
    tally = read_in(folder, (herald()[0], ()))
    assert tally.withdrawn == 1
    assert verdicts(folder) == {"herald-1": "accepted", "herald-2": "edited"}


def test_an_id_that_another_passage_has_gets_a_number(folder):
    text, suggested = herald()
    extra = said(text, 1, "two officials said")
    read_in(folder, (text, (*suggested, extra)))
    assert "herald-1-2" in verdicts(folder)


def test_passages_move_with_a_text_to_which_something_was_added(folder):
    text = text_of("herald", "Corrected.\n" + HERALD)
    tally = read_in(folder, herald(text))
    found = open_record(folder)
    assert (tally.moved, tally.stale, found.stale, found.told) == (3, (), (), ())
    assert verdicts(folder)["herald-2"] == "edited"
    assert all(s.span.verify(text.text) for s in found.record.statements)


def test_a_passage_that_is_gone_leaves_its_statement_stale_not_lost(folder):
    text = text_of("herald", HERALD.replace("Upland would accept 50", "Upland would accept 60"))
    tally = read_in(folder, (text, ()))
    found = open_record(folder)
    assert tally.stale == found.stale == ("herald-2",)
    assert "herald-2: the text of herald changed; its passage is gone" in found.told
    assert verdicts(folder)["herald-2"] == "edited"


def test_undo_after_a_text_moved_gives_the_suggestion_at_its_new_place(folder):
    text = text_of("herald", "Corrected.\n" + HERALD)
    read_in(folder, herald(text))
    writer, walk = review(folder)
    back = walk.undo(**WHO)
    writer.__exit__(None, None, None)
    assert (back.id, back.act, back.verdict) == ("herald-2", "accepts", "")
    assert back.span.verify(text.text)


@given(before=st.text("ab ", max_size=8), words=st.text("xyz", min_size=1, max_size=6), after=st.text("ab "))
def test_a_passage_that_stands_once_is_found_wherever_it_went(before, words, after):
    span = Span.of("d", words, 0, len(words))
    found = find_again(span, before + words + after)
    assert found is not None
    assert (found.start, found.exact) == (len(before), words)


def test_a_passage_that_stands_twice_is_told_apart_by_what_is_around_it():
    span = Span.of("d", "He said no. She said no.", 16, 23)
    found = find_again(span, "Again: He said no. She said no.")
    assert found is not None
    assert found.start == 23
    assert find_again(Span.of("d", "no", 0, 2), "no and no") is None


def test_a_record_of_a_newer_version_is_refused():
    with pytest.raises(RecordError, match="is of version 2; version 1 is read"):
        fold([{**opened(), "version": 2}])


@pytest.mark.parametrize(
    "entry",
    [
        {"event": "unheard of"},
        {"event": ["list"]},
        {"event": "decided", "id": "nobody", "verdict": "accepted", "by": "a", "at": "b"},
        {"event": "undone", "id": "herald-1"},
        {"event": "withdrawn", "ids": 3},
        {"event": "coded"},
        {"event": "coded", "statement": {"id": "x"}},
        {"event": "moved", "id": "herald-1", "from": [1], "span": {}},
    ],
    ids=lambda entry: str(entry["event"]),
)
def test_an_event_that_does_not_fit_is_an_error_of_ours(entry):
    state = State()
    state.take(coded(herald()[1][0]))
    with pytest.raises(RecordError):
        state.take(entry)


def test_a_record_is_written_read_and_added_to(tmp_path, folder):
    record = open_record(folder).record
    other = tmp_path / "other"
    write_record(record, other, texts=[herald()[0]])
    assert open_record(other).record == record
    with pytest.raises(RecordError, match="a record in this folder already"):
        write_record(record, other)
    assert import_record(record, other, source="x", at="") == (0, 3)
    text, suggested = gazette()
    more = record.of(s.with_(decision=Decision(verdict="accepted", **WHO)) for s in suggested)
    assert import_record(more, other, source="x", at="") == (3, 0)
    assert read_in(other, (text, ())).withdrawn == 0
    assert len(open_record(other).record.accepted.statements) == 5


def test_a_folder_without_a_record_is_an_error_and_none_is_made(tmp_path):
    with pytest.raises(SourceError, match="there is no record in this folder"):
        open_record(tmp_path)
    with pytest.raises(SourceError, match="there is no such folder"):
        RecordWriter(tmp_path / "no", make=False).__enter__()
    assert list(tmp_path.iterdir()) == []


def test_a_reading_that_forgets_writes_the_same(tmp_path):
    text, suggested = gazette()
    again = (text, (*suggested, suggested[0].with_(act="claims")))
    for name, forget in (("one", False), ("two", True)):
        with RecordWriter(tmp_path / name) as writer:
            writer.read_again([herald(), again], "", forget=forget)
            assert len(writer.state.versions) == (0 if forget else 7)
    assert open_record(tmp_path / "two").record == open_record(tmp_path / "one").record


@pytest.mark.parametrize("kept", range(1, 9))
def test_a_reading_that_was_cut_short_is_completed_by_the_next(tmp_path, kept):
    read_in(tmp_path, herald(), gazette())
    whole = open_record(tmp_path).record
    path = tmp_path / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:kept]) + lines[kept][:20])
    read_in(tmp_path, herald(), gazette())
    assert open_record(tmp_path).record == whole


def test_suggestions_that_no_record_can_hold_are_dropped_and_told(tmp_path):
    text, (first, second, third) = herald()
    outside = replace(first.span, start=9000, end=9010)
    bad = (
        first.with_(span=outside),
        second.with_(act="sings"),
        second.with_(id="x", span=None),
        third.with_(says="\ud800"),
    )
    tally = read_in(tmp_path, (text, (*bad, first)))
    assert [one.split(":")[0] for one in tally.unfit] == ["herald-1", "herald-2", "x", "herald-3"]
    assert [s.id for s in open_record(tmp_path).record.statements] == ["herald-1"]


def test_a_kept_text_that_was_changed_by_hand_is_told_with_what_rests_on_it(folder):
    (folder / "texts" / "herald.txt").write_text("Something else.")
    found = open_record(folder)
    assert "texts/herald.txt: the text has changed since it was coded; 3 statements rest on it" in found.told
    assert len(found.record.statements) == 3


def test_texts_are_kept_as_they_are(tmp_path):
    texts = [text_of("herald", "one\r\ntwo\x85 \u2028 \U0001f54a\n"), text_of("gazette", GAZETTE)]
    with RecordWriter(tmp_path) as writer:
        writer.keep_texts(texts[:1])
        writer.keep_texts(texts)
    assert list(open_record(tmp_path).texts.values()) == texts[::-1]


def test_a_damaged_line_of_the_manifest_is_kept_and_told(folder):
    manifest = folder / "manifest.jsonl"
    whole = manifest.read_bytes()
    manifest.write_bytes(whole[:40] + b"\xff\n")
    with RecordWriter(folder) as writer:
        writer.keep_texts([text_of("gazette", GAZETTE)])
        assert writer.told == ("manifest.jsonl: 1 damaged line is set aside in manifest.jsonl.damaged",)
    assert (folder / "manifest.jsonl.damaged").read_bytes() == whole[:40] + b"\xff\n"
    assert list(open_record(folder).texts) == ["gazette"]


def test_ids_of_what_was_forgotten_stay_taken(tmp_path):
    text, (first, second, _) = herald()
    other, (third, *_) = gazette()
    coded_texts = [
        (text, (first, second.with_(id="odd"))),
        (other, (third.with_(id="odd"), third.with_(id=first.id))),
    ]
    with RecordWriter(tmp_path) as writer:
        writer.keep_texts([text, other])
        writer.read_again(coded_texts, "", forget=True)
        assert writer.state.versions == {}
    names = {s.id for s in open_record(tmp_path).record.statements}
    assert names == {first.id, "odd", "odd-2", f"{first.id}-2"}
