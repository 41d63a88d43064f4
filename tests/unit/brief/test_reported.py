"""The record part of a brief: every line leads to its passage, nothing left out is lost without a word."""

import datetime as dt
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given

from detente.analysis.movement import movement
from detente.brief.brief import RECORDED, make_brief, make_record_brief
from detente.brief.linking import anchors
from detente.case.library import example
from detente.errors import BriefError
from detente.record.changes import changes_since
from detente.record.contradictions import contradictions
from detente.record.packs.pack import Pack, PackActor, PackIssue
from detente.record.record import Record
from detente.record.statement import Coding, Decision, Statement
from detente.sources.document import Document
from detente.sources.span import Span
from detente.sources.when import When
from record_strategies import records

MARCH = "The port said that the strike must end. The union rejected the offer of 4 percent."
APRIL = "The union accepted the offer of 5 percent, a mediator said. The port denied any offer."


def told(name: str, text: str, words: str, day: dt.date, **more: object) -> Statement:
    start = text.index(words)
    span = Span.of(name, text, start, start + len(words))
    return Statement(
        id=f"{name}-{start}", reports=(name,), span=span, date=When.on(day), known=day, issue="wage", **more
    )


@pytest.fixture
def record() -> Record:
    """Two reports on an invented strike."""
    first, second = dt.date(2031, 3, 1), dt.date(2031, 4, 1)
    coding = Coding(coder="rules-en 1", rule="cue", score=0.8)
    taken = Decision(verdict="accepted", by="an analyst", at="2031-04-02T10:00:00Z")
    return Record(
        documents=(
            Document(id="herald", publisher="Herald", published=first),
            Document(id="wire", publisher="Wire", published=second),
        ),
        statements=(
            told("herald", MARCH, "the strike must end", first, holder="port", act="demands", coding=coding),
            told(
                "herald",
                MARCH,
                "The union rejected the offer",
                first,
                holder="union",
                act="rejects",
                option="offer",
            ),
            told(
                "wire",
                APRIL,
                "The union accepted the offer",
                second,
                holder="union",
                relays=("mediator",),
                act="accepts",
                option="offer",
                decision=taken,
            ),
            told(
                "wire",
                APRIL,
                "The port denied any offer",
                second,
                holder="port",
                act="denies",
                option="offer",
            ),
        ),
    )


@pytest.fixture
def pack() -> Pack:
    """The names of the invented strike."""
    actors = (
        PackActor(id="port", names=("Port Authority",), side="port"),
        PackActor(id="union", names=("(dockers|union)",), side="union"),
        PackActor(id="port.lawyers", names=("(lawyers|counsel)",), side="port"),
    )
    return Pack(id="strike", actors=actors, issues=(PackIssue(id="wage", name="Wages"),))


def test_every_statement_has_a_line_that_leads_to_its_passage(record: Record, pack: Pack) -> None:
    brief = make_record_brief(record, pack=pack)
    page = json.dumps(brief.as_json(), ensure_ascii=False)
    for mark in ("Q1", "Q2", "Q3", "Q4"):
        assert f"passage-{mark}" in anchors(brief.sections)
        assert page.count(f'"#passage-{mark}"') == 1
    assert [section.id for section in brief.sections] == ["reported", "passages"]


def test_a_line_names_the_holder_the_relayer_and_whether_it_was_reviewed(record: Record, pack: Pack) -> None:
    page = make_record_brief(record, pack=pack).markdown()
    assert "union through mediator" in page
    assert "accepted by an analyst, 2031-04-02" in page
    assert page.count("not reviewed") >= 3
    assert "3 not reviewed yet" in page or "three not reviewed" in page


def test_an_actor_without_a_plain_name_is_told_by_its_side(record: Record, pack: Pack) -> None:
    lawyers = replace(record.statements[0], holder="port.lawyers")
    assert "Port Authority: lawyers" in make_record_brief(record.of([lawyers]), pack=pack).markdown()


def test_what_changed_and_what_cannot_both_hold_are_told_with_their_passages(
    record: Record, pack: Pack
) -> None:
    found = contradictions(record, pack)
    brief = make_record_brief(record, found, changes_since(record, dt.date(2031, 3, 15), pack), pack=pack)
    assert [section.id for section in brief.sections] == list(RECORDED)
    page = brief.markdown()
    assert "What changed since 15 March 2031" in page
    assert "Two statements became known after 15 March 2031" in page
    assert found.pairs
    assert re.search(r"The union rejected the offer.*\[Q2\]\(#passage-Q2\)", page)


def test_the_text_can_be_left_out_and_the_digest_still_stands(record: Record) -> None:
    bare = record.of(replace(s, span=s.span.without_text(), says="") for s in record.statements if s.span)
    page = make_record_brief(bare).markdown()
    assert "rejected the offer" not in page
    assert bare.statements[0].span is not None
    assert bare.statements[0].span.sha256[:16] in page


def test_a_refused_statement_is_not_told(record: Record) -> None:
    refused = Decision(verdict="refused", by="an analyst", at="2031-04-02T10:00:00Z")
    one, *rest = record.statements
    page = make_record_brief(record.of([replace(one, decision=refused), *rest])).markdown()
    assert "the strike must end" not in page.replace("that the strike must end", "")


def test_a_record_without_statements_and_answers_without_a_record_are_refused(record: Record) -> None:
    with pytest.raises(BriefError, match="no statement"):
        make_record_brief(Record())
    with pytest.raises(BriefError, match="without its record") as caught:
        make_brief(example("two-rivers"), contradictions(record), sections=["sources"])
    assert caught.value.hint == "pass record=..."


def test_the_brief_of_a_case_tells_the_record_beside_its_own_sections(record: Record, pack: Pack) -> None:
    case = example("two-rivers")
    asked = ["matrix", "reported", "passages"]
    brief = make_brief(case, movement(case), record=record, pack=pack, sections=asked)
    assert [section.id for section in brief.sections] == asked


@given(record=records())
def test_any_record_can_be_told_in_all_three_forms(record: Record) -> None:
    if not record.standing.statements:
        return
    brief = make_record_brief(record, contradictions(record), changes_since(record, dt.date(2000, 1, 1)))
    assert brief.html().startswith("<!")
    assert brief.markdown()
    json.dumps(brief.as_json(), ensure_ascii=False)
