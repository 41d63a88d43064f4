"""The review: every decision is kept before it counts, can be undone, and is checked against the pack."""

import pytest

from detente.errors import RecordError
from detente.record.edit import edited_statement
from detente.record.fold import State, coded, fold
from detente.record.review import Only, Review
from review_record import GAZETTE, HERALD, PACK, gazette, herald

WHO = {"by": "ana", "at": "2031-05-01T09:00:00Z"}


class Kept(list):
    """The events that a review has written down."""

    def __call__(self, entries):
        self.extend(entries)


@pytest.fixture
def kept():
    return Kept(coded(s) for s in (*herald()[1], *gazette()[1]))


def walk(kept, **how):
    return Review(fold(kept), kept, pack=PACK, **how)


def ids(review):
    found = []
    while review.current is not None:
        found.append(review.current.id)
        review.skip()
    return found


@pytest.mark.parametrize(
    ("by", "order"),
    [
        ("paragraph", ["gazette-1", "gazette-2", "gazette-3", "herald-1", "herald-2", "herald-3"]),
        ("speaker", ["gazette-2", "herald-1", "gazette-1", "herald-3", "gazette-3", "herald-2"]),
        ("issue", ["herald-3", "gazette-1", "gazette-3", "herald-1", "herald-2", "gazette-2"]),
        ("score", ["herald-1", "gazette-1", "herald-2", "gazette-3", "herald-3", "gazette-2"]),
    ],
)
def test_a_review_goes_by_what_is_asked(kept, by, order):
    assert sorted(ids(walk(kept, by=by))) == sorted(order)
    if by != "paragraph":
        assert ids(walk(kept, by=by)) == order


def test_an_order_that_there_is_not_is_told_with_the_nearest(kept):
    with pytest.raises(RecordError, match="did you mean 'speaker'"):
        walk(kept, by="speakers")


@pytest.mark.parametrize(
    ("only", "found"),
    [
        (Only(document="gazette"), {"gazette-1", "gazette-2", "gazette-3"}),
        (Only(holder="upland"), {"herald-2"}),
        (Only(issue="water"), {"herald-1", "herald-2"}),
        (Only(act="rejects"), {"gazette-1", "herald-3"}),
        (Only(at_least=0.75), {"gazette-1", "herald-1"}),
    ],
)
def test_a_review_is_confined_to_what_is_asked(kept, only, found):
    assert set(ids(walk(kept, only=only))) == found


def test_decisions_are_taken_up_again_by_the_next_review(kept):
    first = walk(kept)
    first.accept(**WHO)
    first.refuse(**WHO)
    second = walk(kept)
    assert second.left == 4
    assert (second.progress.accepted, second.progress.refused, second.progress.pending) == (1, 1, 4)


def test_a_decision_says_who_when_and_what_was_changed(kept):
    found = walk(kept, by="score").edit({"act": "offers", "relays": "guild, a clerk"[:5]}, **WHO)
    assert (found.verdict, found.decision.by, found.decision.at) == ("edited", "ana", WHO["at"])
    assert found.decision.changes == (("relays", "", "guild"), ("act", "demands", "offers"))
    assert found.coding.score == 0.9


def test_an_edit_that_changes_nothing_is_an_acceptance(kept):
    assert walk(kept, by="score").edit({"act": "demands"}, **WHO).verdict == "accepted"


def test_undo_goes_back_through_earlier_sittings_and_shows_the_suggestion_again(kept):
    first = walk(kept, by="score")
    first.accept(**WHO)
    first.edit({"act": "denies"}, **WHO)
    second = walk(kept, by="score")
    assert second.undo(**WHO) == gazette()[1][0]
    assert second.current == gazette()[1][0]
    assert second.undo(**WHO) == herald()[1][0]
    assert second.undo(**WHO) is None
    assert walk(kept).left == 6


def test_what_was_undone_can_be_decided_again_and_stands_so(kept):
    review = walk(kept, by="score")
    review.accept(**WHO)
    review.undo(**WHO)
    assert review.refuse(**WHO).id == "herald-1"
    assert review.current.id == "gazette-1"
    assert fold(kept).now("herald-1").verdict == "refused"


def test_nothing_counts_that_could_not_be_kept():
    state = State()
    state.take(coded(herald()[1][0]))

    def full(_):
        raise OSError(28, "no space")

    review = Review(state, full)
    with pytest.raises(OSError, match="no space"):
        review.accept(**WHO)
    assert (review.current.verdict, review.progress.accepted) == ("", 0)


def test_all_above_a_score_are_accepted_together_and_marked_so(kept):
    review = walk(kept)
    assert review.accept_above(0.7, **WHO) == 3
    notes = {s.decision.note for s in review.state.record.accepted.statements}
    assert notes == {"accepted together with all of a score of at least 0.7"}
    assert set(ids(review)) == {"gazette-2", "gazette-3", "herald-3"}


def test_a_review_without_statements_has_nothing_to_decide():
    review = walk(Kept())
    assert review.current is None
    with pytest.raises(RecordError, match="no statement waits"):
        review.accept(**WHO)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"act": "demand"}, "did you mean 'demands'"),
        ({"issue": "watter"}, "did you mean 'water'"),
        ({"option": "eigthy"}, "did you mean 'eighty'"),
        ({"holder": "uplands"}, "did you mean 'upland'"),
        ({"to": "delta, forrest"}, "did you mean 'forest'"),
        ({"stance": "pro"}, "is none of against, conditional, for"),
        ({"value": "many"}, "a number is needed"),
        ({"date": "yesterday"}, "is not a date"),
        ({"id": "x"}, "is no field that can be changed"),
        ({"span": "5-5"}, "is not inside the text"),
        ({"span": "no such words"}, "are not in the document"),
    ],
    ids=str,
)
def test_a_value_that_does_not_fit_is_told_and_nothing_changes(kept, changes, told):
    review = walk(kept, by="score")
    with pytest.raises(RecordError, match=told):
        review.edit(changes, text=HERALD, **WHO)
    assert (review.current.id, len(kept)) == ("herald-1", 6)


def test_all_values_that_do_not_fit_are_told_at_once():
    with pytest.raises(RecordError) as raised:
        edited_statement(herald()[1][0], {"act": "no", "value": "no"}, pack=PACK)
    assert [problem.path for problem in raised.value.problems] == ["act", "value"]


def test_a_name_that_the_pack_does_not_know_is_kept_in_quotes():
    after = edited_statement(herald()[1][0], {"holder": '"a ferryman"'}, pack=PACK)
    assert after.holder == "a ferryman"
    assert edited_statement(after, {"holder": "delta.president.aide"}, pack=PACK).holder.endswith("aide")


def test_another_issue_takes_away_an_option_that_is_not_its_own():
    after = edited_statement(herald()[1][0], {"issue": "dam"}, pack=PACK)
    assert (after.issue, after.option) == ("dam", "")


@pytest.mark.parametrize("written", ["8-24", "minister demanded", '"minister demanded"'])
def test_another_span_is_chosen_by_its_places_or_its_words(written):
    start = HERALD.index("minister demanded")
    written = written.replace("8-24", f"{start}-{start + 17}")
    span = edited_statement(herald()[1][0], {"span": written}, text=HERALD).span
    assert (span.exact, span.verify(HERALD)) == ("minister demanded", True)


def test_of_words_that_stand_twice_the_nearest_are_meant():
    last = gazette()[1][2]
    span = edited_statement(last, {"span": "The"}, text=GAZETTE).span
    assert span.start == last.span.start
