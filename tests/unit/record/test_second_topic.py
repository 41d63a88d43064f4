"""An invented topic, from a folder of reports to answers: nothing in the program was made for it."""

from datetime import date

import pytest

from detente.record.coding.rules import RuleCoder
from detente.record.coding.run import code
from detente.record.contradictions import contradictions
from detente.record.packs.pack import Pack
from detente.record.record import Record
from detente.record.series import figures
from detente.record.stances import stances
from detente.sources.corpus import Corpus, read_reports
from detente.sources.duplicates import mark_copies
from second_topic import HARBOUR, PACK, STRAIT, coded, named

HALVES = [(topic / half, topic / "pack.yaml") for topic in (HARBOUR, STRAIT) for half in ("open", "held-out")]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return named(PACK)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return mark_copies(read_reports([HARBOUR / "open", HARBOUR / "held-out"], today=date(2019, 4, 1)))


@pytest.fixture(scope="module")
def record(corpus: Corpus, pack: Pack) -> Record:
    return code(corpus.texts, RuleCoder(pack))


def test_every_report_is_read_with_its_date(corpus: Corpus) -> None:
    assert {text.document.id[-10:]: str(text.document.published) for text in corpus.texts} == {
        text.document.id[-10:]: text.document.id[-10:] for text in corpus.texts
    }


def test_the_near_copy_is_known_and_says_nothing_twice(corpus: Corpus, record: Record) -> None:
    copies = [one.id for one in corpus.documents if one.copy_of]
    assert copies == ["evening-post-2019-03-05"]
    assert not [s for s in record.statements if s.reports[0] in copies]


def test_the_ships_that_wait_are_a_series(record: Record, pack: Pack) -> None:
    series = {one.id: one for one in figures(record, pack).series}
    assert {23, 31, 27} <= {point.value for point in series["ships-waiting"].points}


def test_the_raise_that_is_offered_stands_against_the_one_that_is_demanded(
    record: Record, pack: Pack
) -> None:
    pairs = contradictions(record, pack, limit=40).pairs
    opposed = {tuple(sorted(pair.sides)) for pair in pairs if "wages" in pair.issues}
    assert ("authority", "union") in opposed


def test_the_union_is_told_to_demand_a_raise_from_the_first_report_on(record: Record, pack: Pack) -> None:
    tracks = {(one.actor, one.issue): one for one in stances(record, pack).tracks}
    first = tracks["union", "wages"].moments[0]
    assert first.accounts[0].act == "demands"
    assert first.known == date(2019, 3, 4)


def test_what_the_page_keeps_out_of_sight_is_not_coded(record: Record) -> None:
    said = [s.span.exact for s in record.statements if s.span and s.reports[0].startswith("skerry")]
    assert said
    assert not [words for words in said if "script" in words or "email" in words]


@pytest.mark.parametrize(("folder", "topic"), HALVES)
def test_every_passage_coded_by_hand_stands_in_its_report(folder, topic) -> None:
    done = coded(folder, topic)
    assert all(done.texts[one.file].text[slice(*one.place)] == one.text != "" for one in done.gold.said)


@pytest.mark.parametrize(("folder", "topic"), HALVES)
def test_every_suggestion_slices_back_to_its_words(folder, topic) -> None:
    done = coded(folder, topic)
    texts = {text.document.id: text.text for text in done.texts.values()}
    assert done.statements
    assert all(one.span and one.span.verify(texts[one.span.document]) for one in done.statements)
