"""From a record to a case: only what was accepted, in the ids of the case, with what does not fit listed."""

import datetime as dt

import pytest

from detente.case.distil import UNREVIEWED, distil
from detente.case.estimate import estimate
from detente.case.library import example
from detente.case.readers import read_case
from detente.case.validate import problems
from detente.case.writer import write_case
from detente.errors import CaseError
from detente.record.record import Record
from detente.record.statement import Decision
from detente.sources.when import When
from review_record import PACK, gazette, herald


@pytest.fixture
def record():
    accepted = Decision(verdict="accepted", by="ana", at="2031-05-01T09:00:00Z")
    refused = Decision(verdict="refused", by="ana", at="2031-05-01T09:00:00Z")
    (one, first), (two, second) = herald(), gazette()
    decided = [s.with_(decision=accepted) for s in (*first[:2], *second[:2])]
    return Record(
        documents=(one.document, two.document),
        statements=(*decided, first[2].with_(decision=refused), second[2]),
    )


@pytest.fixture
def rivers():
    return example("two-rivers")


def test_only_accepted_statements_come_into_a_case(record, rivers):
    found = distil(record, PACK, rivers)
    assert [(s.id, s.holder, s.issue, s.option) for s in found.statements] == [
        ("herald-2", "upland", "flow", "50"),
        ("gazette-1", "delta-president", "dues", "30"),
    ]


def test_what_does_not_fit_is_listed_with_its_reason(record, rivers):
    told = {s: one.why for one in distil(record, PACK, rivers).left_out for s in one.statements}
    assert told == {
        "herald-1": "the pack gives 'delta.minister' no id of a case",
        "gazette-2": "the pack knows no actor 'a fisherman'",
    }


def test_stances_follow_from_acts_and_stances_with_their_evidence(record, rivers):
    first, second = distil(record, PACK, rivers).stances
    assert (first.actor, first.issue, first.option, first.role) == ("upland", "flow", "50", "accepts")
    assert (first.evidence, first.note) == (("herald-2",), "Only if: only if the dam is built")
    assert first.said_by == "two officials"
    assert (second.role, second.note) == (
        "rejects",
        "Told of delta.president.aide, read as speaking for this actor.",
    )


def test_statements_that_tell_the_same_give_one_stance_with_both_as_evidence(record, rivers):
    told = record.statements[1]
    both = Record(documents=record.documents, statements=(told, told.with_(id="herald-9")))
    (stance,) = distil(both, PACK, rivers).stances
    assert stance.evidence == ("herald-2", "herald-9")


def test_what_waits_comes_when_asked_for_and_is_marked(rivers):
    text, suggested = herald()
    waiting = Record(documents=(text.document,), statements=suggested)
    assert distil(waiting, PACK, rivers).statements == ()
    (stance,) = distil(waiting, PACK, rivers, standing=True).stances
    assert UNREVIEWED in stance.note


def test_a_record_makes_a_case_with_wide_ranges_and_evidence(record, rivers, tmp_path):
    bare = rivers.with_(levers=(), scenarios=(), preferences=())
    case = distil(record, PACK, bare).into(bare)
    assert problems(case) == ()
    found = estimate(case).preferences_of("delta-president")
    score = dict(dict(found.scores)["dues"])["30"]
    assert score.low < score.high
    assert any("gazette-1" in name for name in score.evidence)
    assert read_case(write_case(estimate(case), tmp_path / "case")) == estimate(case)


def test_distilling_again_changes_nothing(record, rivers):
    once = distil(record, PACK, rivers).into(rivers)
    assert distil(record, PACK, once).into(once) == once


def test_a_member_without_an_id_speaks_for_its_side_only_when_asked(record, rivers):
    stance = distil(record, PACK, rivers, sides=True).stances[0]
    assert (stance.actor, stance.option, stance.role) == ("delta", "80", "demands")
    assert stance.note == "Told of delta.minister, read as speaking for this actor."


def test_what_a_report_without_a_date_says_is_left_out(record, rivers):
    undated = record.statements[1].with_(known=dt.date.max, date=When.unknown())
    found = distil(Record(statements=(undated,)), PACK, rivers)
    assert (found.statements, found.left_out[0].why) == ((), "its report has no date")


def test_what_was_refused_since_is_told_and_left_in_the_case(record, rivers):
    before = distil(record, PACK, rivers).into(rivers)
    refused = record.statements[1].with_(decision=Decision(verdict="refused", by="ana", at=""))
    later = distil(record.of([refused, *record.statements[2:]]), PACK, before)
    assert later.outdated(before) == ("herald-2",)
    assert later.into(before).statements == before.statements


def test_without_a_case_the_ids_of_the_pack_are_taken(record):
    assert len(distil(record, PACK).statements) == 2


def test_passages_come_without_their_text_and_coding_stays_in_the_record(record, rivers):
    for statement in distil(record, PACK, rivers).statements:
        assert statement.span == statement.span.without_text()
        assert (statement.coding, statement.decision) == (None, None)


def test_a_case_refuses_what_its_file_would_not_keep(record, rivers, tmp_path):
    with pytest.raises(CaseError, match="'herald-1' holds how it was coded"):
        write_case(rivers.with_(statements=record.statements[:1]), tmp_path / "case")
    assert not (tmp_path / "case" / "case.yaml").exists()


def test_ids_that_a_case_cannot_hold_are_written_so_that_it_can(record, rivers):
    statement = record.statements[1]
    span = statement.span
    odd = statement.with_(id="a b/1", reports=("a b",), span=type(span).of("a b", herald()[0].text, 0, 5))
    found = distil(Record(documents=(), statements=(odd,)), PACK, rivers)
    assert found.statements[0].id == "a-b-1"
    assert found.statements[0].span.document == found.statements[0].reports[0] == "a-b"
