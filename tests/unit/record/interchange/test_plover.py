"""PLOVER: events in the manual's names; older and newer records of others are read."""

import json

import pytest

from detente.errors import RecordError
from detente.record.interchange.exchange import export_record, import_record, open_record

EVENT = {
    "id": "e-1",
    "date": "2001-05-08",
    "actor": [{"entity_text": "Aland", "code": "ALD"}, {"code": "BOR"}],
    "recipient": [{"identifier_text": "Borduria"}],
    "event": ["REQUEST"],
    "event_text": ["asked for the harbour"],
    "context": ["territory"],
    "text": "Aland asked for it.",
    "cite_info": {"url": "https://example.org/a", "publication": "Daily"},
    "coder": "Cy",
}


def read(raw, tmp_path, texts=None):
    path = tmp_path / "theirs.plover.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in raw), encoding="utf-8")
    return open_record(path, texts=texts)


def test_an_event_bears_the_names_of_the_manual(record, tmp_path):
    path = export_record(record, tmp_path / "r.plover.jsonl", "plover").path
    told = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [one["event"] for one in told] == [["REQUEST"], ["REJECT"]]
    assert told[0]["actor"] == [{"entity_text": "aland"}]
    assert told[0]["recipient"] == [{"entity_text": "borduria"}]
    assert told[1] | {"detente": None} == {
        "id": "s-2",
        "date": "2001-05-01",
        "enddate": "2001-05-31",
        "actor": [{"entity_text": "borduria"}],
        "event": ["REJECT"],
        "quad_code": 3,
        "context": ["harbour"],
        "text": "Borduria rejected",
        "text_info": {"start": 64, "end": 81},
        "cite_info": {
            "citation": "The Daily & Co, 2001-05-08",
            "url": "https://example.org/r1",
            "title": "Talks_100%",
            "publication": "The Daily & Co",
        },
        "detente": None,
    }


def test_what_is_no_event_is_counted(record, tmp_path):
    assert export_record(record, tmp_path / "r.plover.jsonl", "plover").left_out == (
        "statements whose act is no event, warns: 1",
        "recipients, which PLOVER asks for, of events that name none: 1",
        "documents without an event: 1",
    )


def test_an_event_of_others_is_read_and_what_is_lost_is_noted(tmp_path):
    found = read([EVENT], tmp_path, {"https://example.org/a": "Then Aland asked for it."})
    statement = found.record.statements[0]
    assert (statement.holder, statement.to, statement.act) == ("Aland", ("Borduria",), "demands")
    assert (statement.issue, statement.says) == ("territory", "asked for the harbour")
    assert statement.span.exact == "Aland asked for it."
    assert found.record.documents[0].publisher == "Daily"
    assert [note.what for note in found.notes] == [
        "2 actors act together; the first is the holder",
        "the passage: found by its words",
    ]


def test_the_older_form_and_a_list_are_read(tmp_path):
    older = {
        "id": "e",
        "date": "2001-05-08",
        "source": [{"actorText": "Aland"}],
        "target": "",
        "event": "DEMAND",
    }
    path = tmp_path / "older.json"
    path.write_text(json.dumps([older]), encoding="utf-8")
    statement = import_record(path).statements[0]
    assert (statement.holder, statement.to, statement.act) == ("Aland", (), "demands")


def test_an_event_without_an_act_here_stays_an_event(tmp_path):
    statement = read([EVENT | {"event": ["CONSULT"]}], tmp_path).record.statements[0]
    assert (statement.act, statement.says) == ("event", "CONSULT; asked for the harbour")


def test_the_gold_sentences_are_read(shared, tmp_path):
    raw = json.loads((shared / "quotes" / "PLOVER_GSR_CAMEO.json").read_text(encoding="utf-8"))
    found = read(raw, tmp_path)
    assert len(found.record.statements) == 322
    acts = [statement.act for statement in found.record.statements]
    assert "PLOVER-GSR01-COERCE-0004#2" in {statement.id for statement in found.record.statements}
    assert (acts.count("demands"), acts.count("rejects"), acts.count("threatens")) == (34, 34, 29)


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        ({"id": "e"}, "is no event"),
        (EVENT | {"date": "2001-02-30"}, "an event has an id, and a date"),
        (EVENT | {"id": ""}, "an event has an id, and a date"),
        (EVENT | {"detente": {"version": 2}}, "is not of version 1"),
    ],
)
def test_a_wrong_event_is_told_with_its_line(tmp_path, raw, what):
    with pytest.raises(RecordError, match=what) as caught:
        read([EVENT, raw], tmp_path)
    assert caught.value.problems[0].line == 2
