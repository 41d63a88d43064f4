import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case.library import example
from detente.case.model import Case
from detente.record.stance import Stance
from detente.sources.when import When
from detente.talks.learning.density import choice_chances, drop_chances, likelihood, reply_chances
from detente.talks.learning.design import Design, design_of
from detente.talks.learning.gather import gather
from detente.talks.learning.gradient import density_of
from detente.talks.learning.made_up import made_up
from detente.talks.learning.prior import believed, prior_of, quantile
from detente.talks.learning.replicate import replicate
from small_cases import small_cases


def ndtr(values: np.ndarray) -> np.ndarray:
    from scipy.special import ndtr as found

    return found(values)


def small(seed: int) -> Design:
    case, record = made_up(issues=4, actors=3, count=24, seed=seed)
    return design_of(prior_of(case), record)


def designs() -> list[Design]:
    cases = [example(name) for name in ("gaza-2024", "two-rivers")]
    return [design_of(prior_of(case), gather(case)) for case in cases] + [small(0)]


@pytest.mark.parametrize("design", designs(), ids=["gaza-2024", "two-rivers", "made-up"])
def test_the_slopes_are_those_of_the_density(design: Design) -> None:
    density = density_of(design)
    dims = design.prior.layout.dims
    place = np.random.default_rng(3).standard_normal((1, dims))
    value, slope = density(place)
    step = 1e-6 * np.eye(dims)
    rise = (density(place + step)[0] - density(place - step)[0]) / 2e-6
    np.testing.assert_allclose(slope[0], rise, atol=1e-6, rtol=1e-5)
    held = believed(design.prior, place, np, ndtr)
    np.testing.assert_allclose(value + 0.5 * (place**2).sum(), likelihood(held, design, np))


@given(st.integers(0, 10_000))
def test_chances_are_chances(seed: int) -> None:
    design = small(seed)
    place = np.random.default_rng(seed).standard_normal((3, design.prior.layout.dims))
    held = believed(design.prior, place, np, ndtr)
    replies = reply_chances(held, design.replies, np)
    for chance in (replies.yes, replies.but, replies.no):
        assert (chance >= -1e-12).all()
    np.testing.assert_allclose(replies.yes + replies.but + replies.no, 1.0)
    for choices in (design.asks, design.offers):
        chance = choice_chances(held, choices, np).chance
        np.testing.assert_allclose(chance.sum(axis=2), 1.0)
        assert (chance[:, ~choices.there] == 0).all()
    np.testing.assert_allclose(drop_chances(held, design.drops, np).sum(axis=2), 1.0)


@given(st.integers(0, 10_000))
def test_weights_sum_to_one_and_reservations_stay_in_their_range(seed: int) -> None:
    prior = prior_of(example("two-rivers"))
    held = believed(prior, 3 * np.random.default_rng(seed).standard_normal((4, prior.layout.dims)), np, ndtr)
    np.testing.assert_allclose(held.weights.sum(axis=2), 1.0)
    low, _, high = prior.reservation
    assert (held.reservation >= low - 1e-9).all()
    assert (held.reservation <= high + 1e-9).all()


def test_a_better_text_is_likelier_to_be_accepted() -> None:
    design = small(1)
    held = believed(design.prior, np.zeros((1, design.prior.layout.dims)), np, ndtr)
    chances = reply_chances(held, design.replies, np)
    order = np.argsort(chances.gain[0])
    assert (np.diff(chances.yes[0][order]) >= 0).all()
    assert (np.diff(chances.no[0][order]) <= 0).all()


def test_light_issues_are_dropped_first() -> None:
    design = small(2)
    held = believed(design.prior, np.random.default_rng(0).standard_normal((1, 27)), np, ndtr)
    chances = drop_chances(held, design.drops, np)[0]
    for row, actor in enumerate(design.drops.actor):
        stood = np.flatnonzero(design.drops.stood[row])
        weights = held.weights[0, actor, stood]
        assert stood[weights.argmin()] == stood[chances[row, stood].argmax()]


def test_quantiles_of_a_range_without_width_are_the_number() -> None:
    assert quantile(np.array([0.1, 0.9]), np.array([[0.3], [0.3], [0.3]]), np).tolist() == [0.3, 0.3]


def test_a_record_told_anew_keeps_what_was_asked() -> None:
    design = small(4)
    held = believed(design.prior, np.zeros((1, design.prior.layout.dims)), np, ndtr)
    again = replicate(design, held, np.random.default_rng(0))
    same = replicate(design, held, np.random.default_rng(0))
    assert (again.replies.answer == same.replies.answer).all()
    assert (again.replies.worth == design.replies.worth).all()
    assert set(again.replies.answer.tolist()) == {0, 1, 2}
    assert np.take_along_axis(again.drops.stood, again.drops.issue[:, None], axis=1).all()
    assert (again.asks.there[:, 0]).all()


def test_told_anew_the_answers_come_as_often_as_their_chances_say() -> None:
    design = small(5)
    held = believed(design.prior, np.zeros((1, design.prior.layout.dims)), np, ndtr)
    chances = reply_chances(held, design.replies, np)
    generator = np.random.default_rng(1)
    yes = np.mean([replicate(design, held, generator).replies.answer == 2 for _ in range(800)], axis=0)
    trusted = np.where(design.replies.relayed == 1, 1 / (1 + np.exp(-1.7)), 1 / (1 + np.exp(-3.5)))
    np.testing.assert_allclose(yes, trusted * chances.yes[0] + (1 - trusted) / 3, atol=0.08)


@given(small_cases(), st.data())
def test_any_case_with_any_stances_has_a_density(case: Case, data: st.DataObject) -> None:
    day = dt.date(2030, 1, 1)
    actors = sorted({*(r.id for r in case.ratifiers), *(p.id for p in case.parties)})
    stances = []
    for number in range(data.draw(st.integers(0, 5))):
        issue = data.draw(st.sampled_from(case.table))
        when = day + dt.timedelta(days=data.draw(st.integers(0, 3)))
        told = Stance(
            id=f"told-{number}",
            actor=data.draw(st.sampled_from(actors)),
            issue=issue.id,
            option=data.draw(st.sampled_from(issue.options)).id,
            role=data.draw(st.sampled_from(["demands", "accepts", "rejects"])),
            date=When.on(when),
            known=when,
        )
        stances.append(told)
    case = case.with_(stances=tuple(stances), as_of=None)
    design = design_of(prior_of(case), gather(case))
    place = np.random.default_rng(0).standard_normal((2, design.prior.layout.dims))
    value, slope = density_of(design)(place)
    assert np.isfinite(value).all()
    assert np.isfinite(slope).all()
