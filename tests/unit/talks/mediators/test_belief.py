from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.talks.mediators.belief import Prior, beliefs
from detente.talks.moves import Heard, MediatorView, Reply

SIZES = (3, 3, 3)
DEMANDS = ((0, 0, 0), (2, 2, 2))
WEIGHTS = np.array([[0.7, 0.2, 0.1], [0.1, 0.2, 0.7]])
SMALL = Prior(particles=48, seed=3)


def losses(text, party):
    return WEIGHTS[party] * np.abs(np.array(text) - DEMANDS[party]) / 2


def replies(text, before, slack=0.47):
    lost = [losses(text, party) for party in range(2)]
    worse = [losses(before, party).sum() - lost[party].sum() if before else 0.0 for party in range(2)]
    return tuple(
        Reply(
            accepts=bool(lost[party].sum() <= slack),
            against_last=int(np.sign(np.round(worse[party], 9))),
            issue=int(lost[party].argmax()) if lost[party].any() else -1,
        )
        for party in range(2)
    )


def heard_of(texts):
    befores = [None, *texts[:-1]]
    return tuple(Heard(text=t, replies=replies(t, b)) for t, b in zip(texts, befores, strict=True))


def view_of(heard, **more):
    return MediatorView(sizes=SIZES, demands=DEMANDS, opening=(1, 1, 1), heard=heard, **more)


def test_a_demand_costs_nothing_and_every_other_option_something():
    for party, belief in enumerate(beliefs(view_of(()), SMALL)):
        table = belief.table[:-1].reshape(3, 3, -1)
        own = DEMANDS[party][0]
        assert (table[:, own] == 0).all()
        assert (np.delete(table, own, axis=1) >= 0).all()


def test_the_weights_of_a_sample_sum_to_one():
    for party, belief in enumerate(beliefs(view_of(()), SMALL)):
        far = belief.table[:-1].reshape(3, 3, -1)[:, 2 - DEMANDS[party][0]]
        np.testing.assert_allclose(far.sum(axis=0), 1.0)


def test_answers_teach_which_issue_weighs_most():
    texts = list(product(range(3), repeat=3))[1:20]
    held = beliefs(view_of(heard_of(texts)), SMALL)
    for party, belief in enumerate(held):
        weights = belief.table[:-1].reshape(3, 3, -1)[:, 2 - DEMANDS[party][0]].mean(axis=1)
        assert weights.argmax() == WEIGHTS[party].argmax()


def test_what_a_party_accepted_or_refused_is_believed_to_be_so():
    texts = list(product(range(3), repeat=3))[1:20]
    heard = heard_of(texts)
    for party, belief in enumerate(beliefs(view_of(heard), SMALL)):
        for entry in heard:
            lost = belief.table[[3 * issue + entry.text[issue] for issue in range(3)]].sum(axis=0)
            sign = 1 if entry.replies[party].accepts else -1
            assert np.mean(sign * (belief.table[-1] - lost) >= -0.02) > 0.8


@given(st.lists(st.tuples(*[st.integers(0, 2)] * 3), min_size=1, max_size=5))
def test_a_belief_with_a_notebook_equals_one_made_anew(texts):
    heard, memory = heard_of(texts), {}
    for number in range(len(heard) + 1):
        kept = beliefs(view_of(heard[:number], memory=memory), SMALL)
    for one, other in zip(kept, beliefs(view_of(heard), SMALL), strict=True):
        np.testing.assert_array_equal(one.table, other.table)


def test_another_history_in_the_notebook_is_not_used():
    memory = {}
    beliefs(view_of(heard_of([(1, 1, 1), (0, 1, 2)]), memory=memory), SMALL)
    heard = heard_of([(2, 1, 0)])
    for one, other in zip(
        beliefs(view_of(heard, memory=memory), SMALL), beliefs(view_of(heard), SMALL), strict=True
    ):
        np.testing.assert_array_equal(one.table, other.table)


def test_answers_that_contradict_one_another_leave_a_finite_belief():
    both = [Heard(text=(1, 1, 1), replies=(Reply(accepts=yes), Reply(accepts=yes))) for yes in (True, False)]
    for belief in beliefs(view_of((both[0], both[1], both[0])), SMALL):
        assert np.isfinite(belief.table).all()


def test_a_single_option_is_never_believed_to_matter():
    view = MediatorView(sizes=(1, 2), demands=((0, 0), (0, 1)), opening=(0, 0))
    for belief in beliefs(view, SMALL):
        assert (belief.table[:2] == 0).all()


def test_without_an_order_only_what_others_demand_is_taken_to_be_far():
    view = MediatorView(sizes=(4,), demands=((1,), (3,)), opening=(1,))
    first = beliefs(view, Prior(particles=200, ordered=False))[0]
    means = first.table[:-1].mean(axis=1)
    assert means[1] == 0
    assert means[3] == 1
    assert abs(means[0] - means[2]) < 0.1


def test_better_and_worse_are_taken_against_the_text_that_stood_where_they_are_said_so():
    said = [((1, 1, 1), 0), ((2, 1, 1), -1), ((0, 2, 1), 1)]
    heard = tuple(Heard(text=t, replies=(Reply(accepts=True, against_last=a),) * 2) for t, a in said)
    heavier = []
    for stood in (True, False):
        belief = beliefs(view_of(heard, against_standing=stood), SMALL)[0]
        means = belief.means(200, np.random.default_rng(1)).tolist()
        heavier.append(means[1] - (means[5] - means[4]))
    assert heavier[0] > 0
    assert heavier[0] > heavier[1]


def test_looking_further_leaves_the_sample_where_it_was():
    belief = beliefs(view_of(heard_of([(1, 1, 1), (0, 1, 2)])), SMALL)[0]
    before = belief.table.copy()
    means = belief.means(40, np.random.default_rng(1))
    np.testing.assert_array_equal(belief.table, before)
    assert means.shape == before.shape[:1]
    assert 0 < means[-1] < 2
