import numpy as np
import pytest

from detente.talks.mediators.belief import Prior
from detente.talks.mediators.fair import Fair
from detente.talks.moves import Heard, MediatorView, Reply

SIZES = (5, 5, 5, 5)
DEMANDS = ((0, 0, 0, 0), (4, 4, 4, 4))


def view_of(heard=(), **more):
    return MediatorView(sizes=SIZES, demands=DEMANDS, opening=(2, 2, 2, 2), heard=heard, **more)


def answered(text, before):
    lost = np.array([[1, 2, 3, 4], [4, 3, 2, 1]]) * np.abs(np.array(text) - np.array(DEMANDS)) / 40
    last = np.array([[1, 2, 3, 4], [4, 3, 2, 1]]) * np.abs(np.array(before) - np.array(DEMANDS)) / 40
    sign = np.sign(np.round(last.sum(axis=1) - lost.sum(axis=1), 9))
    return tuple(
        Reply(accepts=bool(lost[p].sum() < 0.5), against_last=int(sign[p]), issue=int(lost[p].argmax()))
        for p in range(2)
    )


@pytest.mark.parametrize("bound", [0.03, 0.1])
def test_estimated_gains_stay_within_the_bound(bound):
    heard, memory = (), {}
    for day in range(12):
        view = view_of(heard, memory=memory)
        text = Fair(bound=bound).propose(view, lambda slot, day=day: 31 * day + slot)
        told = memory["fairness"]
        assert told.text == text
        assert told.within
        assert np.ptp(told.gains) <= bound
        before = heard[-1].text if heard else text
        heard = (*heard, Heard(text=text, replies=answered(text, before)))
    assert len({entry.text for entry in heard}) == 12


def test_where_no_text_is_within_the_bound_the_one_with_the_least_gap_is_proposed_and_it_says_so():
    view = MediatorView(sizes=(2,), demands=((0,), (1,)), opening=(0,))
    strategy = Fair(bound=0.0, prior=Prior(particles=32))
    text = strategy.propose(view, lambda slot: slot)
    told = view.memory["fairness"]
    other = strategy.fairness(view, (1 - text[0],), lambda slot: slot)
    assert not told.within
    assert told.gap <= other.gap
    assert "not within 0.00" in str(told)


def test_the_fairness_of_any_text_can_be_asked_for():
    told = Fair(bound=0.2).fairness(view_of(), DEMANDS[0], lambda slot: slot)
    assert told.gains[0] > told.gains[1]
    assert not told.within
    assert str(told).startswith("estimated gains")


def test_an_issue_set_aside_keeps_its_option():
    view = MediatorView(sizes=SIZES, demands=DEMANDS, opening=(1, 3, 2, 2), aside=(0, 1))
    assert Fair().propose(view, lambda slot: slot)[:2] == (1, 3)


def test_it_settles_within_the_bound_where_it_can():
    heard = tuple(
        Heard(text=text, replies=answered(text, text)) for text in ((2, 2, 2, 2), (3, 2, 2, 1), (0, 1, 3, 4))
    )
    accepted = {entry.text for entry in heard if all(r.accepts for r in entry.replies)}
    assert Fair(bound=0.2).settle(view_of(heard), lambda slot: slot) in accepted
    assert Fair(bound=0.2).settle(view_of(), lambda slot: slot) is None
