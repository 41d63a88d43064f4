"""What changed between drafts, and the ledger of brackets over time."""

import datetime as dt

import pytest
from hypothesis import given

from detente.case.draft.comparing import compare_drafts
from detente.case.draft.ledger import bracket_ledger
from detente.case.draft.reading import draft_from, read_draft
from detente.case.draft.settling import settle
from detente.errors import CaseError
from draft_texts import drafts

MAY = """<!-- draft 2031-05-01 -->
## Article 1. Water
The dams let [[70 | 50]]{held-by="delta | upland" id=water} through in the dry season.
The council [[shall | may]]{held-by="delta | upland"} meet every month of the year.
## Article 2. Dues
Delta pays [[20 | 10]]{held-by="upland | delta" opened=2031-04-01 id=dues} crowns.
"""
JUNE = """<!-- draft 2031-06-01 -->
## Article 1. Water
The dams let [[70 | 60]]{held-by="delta | upland" id=water} through in the dry season.
The council shall meet every month of the year.
## Article 2. Dues
Delta pays 20 crowns [[a year]]{held-by=delta}.

<!-- settled
[[20 | 10]]{id=dues held-by="upland | delta" closed=2031-05-20 agreed=1}
-->
"""


def test_brackets_are_opened_closed_on_words_and_reworded():
    changes = compare_drafts(draft_from(MAY), draft_from(JUNE))
    assert [one.id for one in changes.opened] == ["b1"]
    assert [(one.bracket.id, one.text, one.how) for one in changes.closed] == [
        ("b1", "shall", "gone"),
        ("dues", "20", "settled"),
    ]
    assert [(one.after.id, one.words) for one in changes.reworded] == [("water", True)]
    assert str(changes).startswith("1 opened, 2 closed, 1 reworded, 0 the same\n")


@given(drafts())
def test_a_draft_does_not_differ_from_itself(text):
    draft = draft_from(text)
    changes = compare_drafts(draft, draft)
    assert not (changes.opened)
    assert not (changes.closed)
    assert not (changes.reworded)
    assert changes.same == draft.open


def test_a_bracket_without_id_is_known_again_by_its_words():
    old = draft_from("## A\n[[withdraw by March | withdraw by June]]\n")
    new = draft_from("## A\n[[new]] [[withdraw by April | withdraw by June]]\n")
    changes = compare_drafts(old, new)
    assert [one.before.id for one in changes.reworded] == ["b1"]
    assert [one.alternatives[0].text for one in changes.opened] == ["new"]


def test_words_that_stand_in_more_ways_than_one_are_not_guessed():
    changes = compare_drafts(draft_from("They [[a | b]] go home.\n"), draft_from("They meet.\n"))
    assert changes.closed[0].text is None


def test_other_holders_are_no_other_words():
    changes = compare_drafts(draft_from("[[a]]{id=x held-by=p}\n"), draft_from("[[a]]{id=x held-by=q}\n"))
    assert not changes.reworded[0].words


def test_the_ledger_counts_by_article_and_party_over_time():
    ledger = bracket_ledger([draft_from(JUNE), draft_from(MAY)], on=dt.date(2031, 7, 1))
    lines = {line.bracket.alternatives[0].text: line for line in ledger.lines}
    assert (lines["20"].opened, lines["20"].closed, lines["20"].age) == (
        dt.date(2031, 4, 1),
        dt.date(2031, 5, 20),
        49,
    )
    assert (lines["shall"].opened, lines["shall"].closed) == (None, dt.date(2031, 6, 1))
    assert (lines["a year"].opened, lines["a year"].age) == (dt.date(2031, 6, 1), 30)
    assert [(one.id, one.open, one.closed) for one in ledger.articles] == [
        ("Article 1", 1, 1),
        ("Article 2", 1, 1),
    ]
    assert [(one.id, one.open, one.closed) for one in ledger.parties] == [("delta", 2, 2), ("upland", 1, 2)]
    assert [(str(day.day), day.open) for day in ledger.over_time] == [
        ("2031-04-01", 3),
        ("2031-05-20", 2),
        ("2031-06-01", 2),
    ]


def test_a_bracket_that_is_opened_again_is_one_line():
    days = [f"<!-- draft 2031-0{n}-01 -->\n" for n in (1, 2, 3)]
    texts = ["[[a | b]]{id=x}\n", "a\n", "[[a | b]]{id=x}\n"]
    ledger = bracket_ledger([draft_from(day + text) for day, text in zip(days, texts, strict=True)])
    assert [(line.bracket.id, line.open, line.closed) for line in ledger.lines] == [("x", True, None)]


@given(drafts())
def test_the_ledger_of_a_draft_has_each_bracket_once(text):
    draft = draft_from(text)
    ledger = bracket_ledger(draft)
    assert [line.bracket.id for line in ledger.lines] == [one.id for one in draft.brackets]
    assert sum(one.open for one in ledger.articles) == len(draft.open)
    assert ledger.as_dict()["open"] == len(draft.open)


def test_parties_stand_in_the_order_of_their_names():
    ledger = bracket_ledger(read_draft("two-rivers"))
    names = [one.name for one in ledger.parties]
    assert names == sorted(names, key=str.casefold)
    assert "the oldest open one is 69 days old" in str(ledger)


def test_settling_shows_in_the_ledger():
    draft = settle(read_draft("two-rivers"), "dam", 2, on=dt.date(2031, 7, 1))
    line = next(line for line in bracket_ledger(draft).lines if line.bracket.id == "dam")
    assert (line.open, line.age, line.bracket.agreed_text) == (False, 42, "no dam")


def test_drafts_of_a_history_have_a_day_each():
    with pytest.raises(CaseError, match="has no day"):
        bracket_ledger([draft_from("a\n"), draft_from(MAY)])
    with pytest.raises(CaseError, match="two drafts are of 2031-05-01"):
        bracket_ledger([draft_from(MAY), draft_from(MAY)])
    assert bracket_ledger([]).lines == ()
