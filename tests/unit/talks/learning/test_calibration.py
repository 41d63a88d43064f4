"""Simulation-based calibration: numbers drawn from the prior are found again as often as they should be."""

import numpy as np
import pytest

from detente.talks.learning.calibrate import Recovered, recover, uniformity
from detente.talks.learning.made_up import made_up


def repeats(count: int, *, issues: int, actors: int, size: int, draws: int) -> list[Recovered]:
    found: list[Recovered] = []
    for seed in range(count):
        case, record = made_up(issues=issues, actors=actors, count=size, seed=seed)
        found += recover(case, record, seed=seed, draws=draws).found
    return found


def test_ranges_hold_the_truth_as_often_as_they_say() -> None:
    found = repeats(3, issues=4, actors=6, size=60, draws=480)
    held = np.mean([n.held for n in found])
    inner = np.mean([0.1 <= n.below <= 0.9 for n in found])
    assert len(found) == 3 * 54
    assert 0.84 < held < 0.96
    assert 0.72 < inner < 0.88
    assert 0.43 < np.mean([n.below for n in found]) < 0.57


def test_a_long_record_narrows_reservations_and_stays_right() -> None:
    case, record = made_up(issues=3, actors=2, count=120, seed=4)
    found = recover(case, record, seed=3, draws=1200)
    assert found.reduction < 1.1
    by_kind = {kind: [n for n in found.found if n.kind == kind] for kind in ("reservation", "weight")}
    assert np.mean([n.narrowed for n in by_kind["reservation"]]) < 0.7
    assert np.mean([n.narrowed for n in by_kind["weight"]]) < 0.95
    assert all(0.0005 < n.below < 0.9995 for n in found.found)


def test_unevenness_grows_when_shares_pile_up() -> None:
    even = [(k + 0.5) / 50 for k in range(50)]
    assert uniformity(even) == 0
    assert uniformity([share**3 for share in even]) > 21.7


@pytest.mark.long
def test_shares_below_the_truth_are_uniform_for_every_kind_of_number() -> None:
    by_kind: dict[str, list[float]] = {}
    for seed in range(150):
        case, record = made_up(issues=5, actors=3, count=50, seed=seed)
        firsts: dict[str, float] = {}
        for number in recover(case, record, seed=seed).found:
            firsts.setdefault(number.kind, number.below)
        for kind, below in firsts.items():
            by_kind.setdefault(kind, []).append(below)
    assert len(by_kind) == 11
    for kind, shares in by_kind.items():
        assert uniformity(shares) < 27.9, kind  # one in a thousand for each
