from itertools import product

import numpy as np
import pytest

from detente.talks.mediators.belief import Prior
from detente.talks.mediators.learner import Learner, outlook
from detente.talks.moves import Heard, MediatorView, Reply

ISSUES, OPTIONS = 6, 5
PACKAGES = np.array(list(product(range(OPTIONS), repeat=ISSUES)))


def hostile(seed, noise):
    """Weighted scores (2, issues, options): opposed on every issue, Dirichlet(1) weights, and the demands."""
    draw = np.random.default_rng(seed)
    rising = np.sort(draw.random((ISSUES, OPTIONS))) if noise else np.tile(np.linspace(0, 1, 5), (ISSUES, 1))
    falling = np.clip(1 - rising + noise * draw.standard_normal(rising.shape), 0, 1)
    return np.stack((rising, falling)) * draw.dirichlet(np.ones(ISSUES), 2)[:, :, None]


def gains(blocks, texts, reservation):
    return blocks[:, np.arange(ISSUES), np.asarray(texts)].sum(axis=2) - reservation


def replies(blocks, text, before, reservation):
    now = gains(blocks, [text], reservation)[:, 0]
    last = gains(blocks, [before], reservation)[:, 0] if before else now
    lost = blocks.max(axis=2) - blocks[:, np.arange(ISSUES), text]
    return tuple(
        Reply(
            accepts=bool(now[p] >= 0),
            against_last=int(np.sign(now[p] - last[p])),
            issue=int(lost[p].argmax()) if lost[p].any() else -1,
        )
        for p in range(2)
    )


def talks(strategy, blocks, reservation, texts):
    heard, memory = (), {}
    demands = tuple(tuple(row) for row in blocks.argmax(axis=2).tolist())
    for day in range(texts):
        view = MediatorView(
            sizes=(OPTIONS,) * ISSUES, demands=demands, opening=(2,) * ISSUES, heard=heard, memory=memory
        )
        text = strategy.propose(view, lambda slot, day=day: 7919 * day + slot)
        said = replies(blocks, text, heard[-1].text if heard else None, reservation)
        heard = (*heard, Heard(text=text, replies=said))
    return heard


def share(heard, blocks, reservation):
    accepted = [e.text for e in heard if all(r.accepts for r in e.replies)]
    reached = gains(blocks, accepted, reservation).prod(axis=0).max() if accepted else 0.0
    return reached / np.maximum(gains(blocks, PACKAGES, reservation), 0).prod(axis=0).max()


@pytest.mark.parametrize("noise", [0.0, 0.1])
def test_most_of_the_best_nash_product_is_reached_with_answers_only(noise):
    reached = []
    for seed in range(4):
        blocks = hostile(seed, noise)
        reached.append(share(talks(Learner(), blocks, 0.45, 40), blocks, 0.45))
    assert np.mean(reached) > 0.8


def test_the_same_talks_give_the_same_texts():
    blocks = hostile(11, 0.1)
    assert talks(Learner(), blocks, 0.4, 6) == talks(Learner(), blocks, 0.4, 6)


def test_a_text_is_not_proposed_twice():
    heard = talks(Learner(), hostile(12, 0.0), 0.4, 20)
    assert len({entry.text for entry in heard}) == 20


def test_an_issue_set_aside_keeps_its_option():
    view = MediatorView(sizes=(5, 5, 3), demands=((0, 0, 0), (4, 4, 2)), opening=(1, 2, 2), aside=(0, 2))
    text = Learner().propose(view, lambda slot: slot)
    assert (text[0], text[2]) == (1, 2)


def test_options_that_an_issue_does_not_have_are_not_proposed():
    for number in range(10):
        view = MediatorView(sizes=(2, 5, 1), demands=((0, 0, 0), (1, 4, 0)), opening=(0, 0, 0))
        text = Learner(prior=Prior(seed=number)).propose(view, lambda slot: slot)
        assert all(0 <= option < size for option, size in zip(text, view.sizes, strict=True))


@pytest.mark.parametrize("parties", [1, 2, 3, 5, 12])
def test_any_number_of_parties_may_sit_at_the_table(parties):
    demands = tuple((party % 3, 2 - party % 3) for party in range(parties))
    view = MediatorView(sizes=(3, 3), demands=demands, opening=(1, 1))
    assert len(Learner().propose(view, lambda slot: slot)) == 2


def test_when_every_text_has_been_heard_one_is_proposed_again():
    said = (Reply(accepts=False, issue=0), Reply(accepts=False, issue=0))
    heard = tuple(Heard(text=(option,), replies=said) for option in range(2))
    view = MediatorView(sizes=(2,), demands=((0,), (1,)), opening=(0,), heard=heard)
    assert Learner().propose(view, lambda slot: slot) in {(0,), (1,)}


def test_where_all_demand_the_same_it_is_proposed():
    view = MediatorView(sizes=(3, 3), demands=((1, 2), (1, 2)), opening=(0, 0))
    assert Learner().propose(view, lambda slot: slot) == (1, 2)


def test_nothing_heard_is_worth_hearing_again():
    blocks = hostile(13, 0.0)
    heard = talks(Learner(), blocks, 0.4, 5)
    view = MediatorView(
        sizes=(OPTIONS,) * ISSUES, demands=((4,) * ISSUES, (0,) * ISSUES), opening=(2,) * ISSUES, heard=heard
    )
    ahead = outlook(view, Prior(), lambda slot: slot)
    assert (ahead.worth(np.array([entry.text for entry in heard])) == -1).all()


def test_it_settles_on_a_text_that_all_accepted():
    blocks = hostile(14, 0.0)
    heard = talks(Learner(), blocks, 0.4, 12)
    view = MediatorView(
        sizes=(OPTIONS,) * ISSUES, demands=((4,) * ISSUES, (0,) * ISSUES), opening=(2,) * ISSUES, heard=heard
    )
    settled = Learner().settle(view, lambda slot: slot)
    assert settled in {e.text for e in heard if all(r.accepts for r in e.replies)}
    assert settled == Learner().settle(view, lambda slot: slot)


def test_without_an_accepted_text_it_settles_on_none():
    said = (Reply(accepts=False, issue=0), Reply(accepts=True, issue=1))
    view = MediatorView(
        sizes=(3, 3), demands=((0, 0), (2, 2)), opening=(1, 1), heard=(Heard(text=(1, 1), replies=said),)
    )
    assert Learner().settle(view, lambda slot: slot) is None
