"""Scores: known values, skill against base lines, intervals, and words that claim no more than they may."""

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.talks.backtest.base_lines import base_chances
from detente.talks.backtest.results import Forecast
from detente.talks.backtest.scores import score_of, scores_of

START = dt.date(2030, 1, 1)


def forecast(number: int, chance: float, base: float, *, came: bool, about: str = "answer") -> Forecast:
    day = START + dt.timedelta(days=number)
    return Forecast(
        day=day, about=about, what=f"w{number}", chance=chance, came=came, told=day, bases=(("base", base),)
    )


def test_a_score_by_hand() -> None:
    score = score_of([forecast(0, 0.8, 0.5, came=True), forecast(1, 0.4, 0.5, came=False)])
    assert score.brier.value == pytest.approx((0.04 + 0.16) / 2)
    assert score.log.value == pytest.approx(-(math.log(0.8) + math.log(0.6)) / 2)
    skill = score.hardest.skill
    assert skill is not None
    assert skill.value == pytest.approx(1 - 0.1 / 0.25)
    assert (score.chance, score.came, score.dates) == (pytest.approx(0.6), 0.5, 2)


@given(st.lists(st.tuples(st.integers(0, 6), st.floats(0, 1), st.booleans()), min_size=1, max_size=20))
def test_a_forecast_that_is_the_base_line_has_no_skill(rows: list[tuple[int, float, bool]]) -> None:
    score = score_of([forecast(n, chance, chance, came=came) for n, chance, came in rows])
    for skill in score.skills:
        if skill.skill is not None:
            assert (skill.skill.low, skill.skill.value, skill.skill.high) == pytest.approx((0, 0, 0))


def test_perfect_forecasts_have_skill_one_and_say_so() -> None:
    score = score_of([forecast(n, float(n % 2), 0.5, came=n % 2 == 1) for n in range(12)])
    assert score.brier.value == 0
    assert "12 forecasts on 12 dates, skill 1.00 [1.00, 1.00] against 'base': some skill" in str(score)


def test_few_forecasts_or_dates_say_nothing_of_skill() -> None:
    few = score_of([forecast(n, 1.0, 0.5, came=True) for n in range(9)])
    one_day = score_of([forecast(0, 1.0, 0.5, came=True) for _ in range(30)])
    assert few.verdict == one_day.verdict == "too few to tell"


def test_bad_forecasts_are_called_worse_and_a_base_line_without_error_cannot_be_beaten() -> None:
    worse = score_of([forecast(n, 0.9, 0.5, came=False) for n in range(12)])
    beaten = score_of([forecast(n, 0.1, 0.0, came=False) for n in range(12)])
    assert worse.verdict == "worse than the base line"
    assert beaten.hardest.skill is None
    assert beaten.verdict == "no skill, 'base' was right every time"


def test_forecasts_of_one_date_are_resampled_together() -> None:
    apart = [forecast(n, 0.7, 0.5, came=n % 3 > 0) for n in range(12)]
    together = [forecast(n % 3, 0.7, 0.5, came=n % 3 > 0) for n in range(12)]
    narrow, wide = score_of(apart).brier, score_of(together).brier
    assert wide.value == pytest.approx(narrow.value)
    assert wide.high - wide.low > narrow.high - narrow.low


def test_the_same_seed_gives_the_same_interval_and_kinds_are_scored_apart() -> None:
    rows = [forecast(n, 0.3 + 0.05 * n, 0.5, came=n > 6, about=("answer", "deal")[n % 2]) for n in range(12)]
    first, again = scores_of(rows, seed=3), scores_of(rows, seed=3)
    assert first == again
    assert [s.about for s in first] == ["answer", "deal"]
    assert scores_of(rows, seed=4)[0].brier.low != first[0].brier.low


def test_bins_hold_every_forecast_once() -> None:
    score = score_of([forecast(n, n / 10, 0.5, came=n > 5) for n in range(11)])
    assert sum(b.forecasts for b in score.bins) == 11
    assert all(b.low <= b.chance <= b.high for b in score.bins)


def test_base_lines_use_the_rate_where_nothing_was_answered() -> None:
    assert dict(base_chances([])) == {"always no": 0.0, "rate so far": 0.5, "last answer again": 0.5}
    assert dict(base_chances([True, False, False], last=True))["last answer again"] == 1.0
