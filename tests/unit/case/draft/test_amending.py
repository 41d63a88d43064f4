"""Amendments become brackets of the draft that Word showed; none is lost."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case.draft.amending import amend
from detente.case.draft.amendments import read_word_amendments
from detente.case.draft.reading import draft_from
from detente.case.draft.settling import settle
from detente.case.draft.showing import shown_paragraphs
from detente.case.library import example
from detente.errors import UnknownName
from draft_texts import deleted, drafts, inserted, paragraph, plain, word_file

DRAFT = draft_from(
    '## Article 1. Water\n\nThe dams [[shall | may]]{held-by="delta | upland" id=b1} let water through\n'
    "for all.\n\n"
    "The council meets once.\n"
)
SHOWN = "The dams [shall | may] let water through for all."


def amended(*body, draft=DRAFT, holders=None):
    found = read_word_amendments(word_file(*body), where="answer.docx")
    return amend(draft, found, dict.fromkeys(found.authors, "delta") if holders is None else holders)


def line(found):
    return found.draft.text.split("\n\n", 1)[1]


def test_an_insertion_is_a_bracket_of_words_or_none():
    found = amended(paragraph(SHOWN[:-1], inserted(" in time"), "."))
    assert "for all [[in time]]{held-by=delta opened=2031-07-01 id=b2}." in found.draft.text
    assert [(one.bracket, one.line, one.similarity) for one in found.placed] == [("b2", 4, 1.0)]


def test_a_deletion_holds_no_words():
    found = amended(paragraph("The council meets ", deleted("once"), "."))
    assert 'meets [[once]]{held-by="| delta" opened=2031-07-01 id=b2}.' in found.draft.text
    assert settle(found.draft, "b2", 2).text.count("The council meets.") == 1


def test_a_replacement_within_a_word_takes_the_whole_word():
    found = amended(paragraph("The council m", deleted("eet"), inserted("us"), "s once."))
    assert 'council [[meets | muss]]{held-by="| delta"' in found.draft.text


def test_a_change_within_a_wording_is_a_bracket_in_the_bracket():
    found = amended(paragraph("The dams [shall | may", inserted(" not"), "] let water through for all."))
    new = found.draft.bracket("b2")
    assert (new.inside, new.alternatives[0].text) == ("b1", "not")
    assert found.draft.bracket("b1").alternatives[1].text == "may [not]"


def test_words_put_after_a_blank_that_the_draft_does_not_have_are_words_of_their_own():
    found = amended(paragraph("The dams [shall | may ", inserted("not "), "] let water through for all."))
    assert found.draft.bracket("b2").alternatives[0].text == "not"


def test_a_whole_bracket_can_be_replaced_and_stays_contested_within():
    found = amended(
        paragraph("The dams ", deleted("[shall | may]"), inserted("must"), " let water through for all.")
    )
    assert found.draft.bracket("b1").inside == "b2"
    assert [one.text for one in found.draft.bracket("b2").alternatives] == ["[shall | may]", "must"]


def test_a_part_of_a_bracket_is_not_taken():
    found = amended(paragraph("The dams ", deleted("[shall | "), "may] let water through for all."))
    assert found.draft.text == DRAFT.text
    assert found.unplaced[0].why == "it cuts through the bracket b1: settle that one instead"


def test_a_new_paragraph_stands_after_a_blank_line():
    mark = "<w:ins w:author='Ann'/>"
    found = amended(paragraph("The council meets once.", mark=mark), paragraph(inserted("It [is] free.")))
    assert line(found).endswith("once.\n\n[[It \\[is\\] free.]]{held-by=delta opened=2031-07-01 id=b2}\n")


def test_a_paragraph_that_was_worded_otherwise_is_found_with_its_similarity():
    found = amended(paragraph("The big council meets once", inserted(" a year"), "."))
    assert "once [[a year]]{" in found.draft.text
    assert 0.8 <= found.placed[0].similarity < 1
    assert "in a paragraph alike by" in str(found)


def test_what_has_no_place_is_listed_with_the_reason():
    found = amended(
        paragraph("Nothing of this is in the draft", inserted(" at all"), "."),
        paragraph("The grand council meets once.", deleted(" ")),
        paragraph("The ", deleted("grand "), "council meets once."),
    )
    assert [one.why for one in found.unplaced] == [
        "no paragraph of the draft is alike",
        "it changes blanks or paragraph marks alone",
        "the paragraph of the draft has other words there",
    ]


def test_two_authors_in_one_place_get_a_bracket_each():
    body = paragraph("The council meets ", deleted("once", "Ann"), inserted("twice", "Ben"), ".")
    found = amended(body, holders={"Ann": "delta", "Ben": "upland"})
    assert len(found.placed) == 2
    assert {one.holders for one in found.draft.brackets[1:]} == {("delta",), ("upland",)}


def test_words_that_another_struck_out_are_contested_between_both():
    found = amended(
        paragraph("The council meets once", inserted(deleted(" a year", "Ben"), "Ann"), "."),
        holders={"Ann": "delta", "Ben": "upland"},
    )
    assert [one.held_by for one in found.draft.bracket("b2").alternatives] == [("delta",), ("upland",)]


def test_an_author_without_party_is_told():
    found = amended(paragraph("The council meets once", inserted(" a year"), "."), holders={})
    assert found.draft.bracket("b2").holders == ()
    assert found.unnamed == ("Ann",)
    assert found.draft.bracket("b2").opened == dt.date(2031, 7, 1)


def test_unknown_authors_and_parties_are_refused():
    body = word_file(paragraph("The council meets once", inserted(" a year"), "."))
    amendments = read_word_amendments(body)
    with pytest.raises(UnknownName, match="no author of amendments called 'An'"):
        amend(DRAFT, amendments, {"An": "delta"})
    with pytest.raises(UnknownName, match="no party called 'delt'"):
        amend(DRAFT, amendments, {"Ann": "delt"}, case=example("two-rivers"))
    assert amend(DRAFT, amendments, {"Ann": "forest"}, case=example("two-rivers")).draft.party_name("forest")


@given(drafts(), st.data())
def test_every_amendment_is_placed_or_listed_and_the_old_brackets_stay(text, data):
    draft = draft_from(text)
    body, count = [], 0
    for one in shown_paragraphs(draft):
        cuts = sorted(data.draw(st.lists(st.integers(0, len(one.text)), min_size=2, max_size=2)))
        runs = [one.text[: cuts[0]], one.text[cuts[0] : cuts[1]], one.text[cuts[1] :]]
        new = data.draw(st.sampled_from(["", "new", " |]] ", "לא [[", "# x", "{id=q}", "\\"]))
        middle = [*([deleted(runs[1])] if runs[1] else []), *([inserted(new)] if new else [])]
        body.append(paragraph(plain(runs[0]), *middle, plain(runs[2])))
        count += bool(middle)
    found = amended(*body, draft=draft)
    assert len(found.placed) + len(found.unplaced) == count
    assert [b.id for b in found.draft.brackets if b.id in {o.id for o in draft.brackets}] == [
        b.id for b in draft.brackets
    ]
    assert len(found.draft.brackets) == len(draft.brackets) + len(found.placed)


@given(drafts())
def test_shown_words_say_where_they_are_written(text):
    draft = draft_from(text)
    for one in shown_paragraphs(draft):
        signs = {at for sign in one.signs for at in range(sign.start, sign.end)}
        for number, char in enumerate(one.text):
            if number not in signs and not char.isspace():
                at = one.at[number]
                assert char in text[at : at + 2]
