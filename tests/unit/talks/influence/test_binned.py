"""From ordinary runs alone: indices of the coordinates that matter, of those that do not, and of nothing."""

import numpy as np
import pytest

from detente.talks.influence.binned import binned

CUBE = np.random.default_rng(7).random((6000, 6))
YES = (np.random.default_rng(8).random(6000) < 0.1 + 0.5 * CUBE[:, 0]).astype(float)
DAYS = np.floor(100 * CUBE[:, 1] + 20 * CUBE[:, 2])


def test_a_coordinate_that_decides_has_all_of_the_variance() -> None:
    found = binned(CUBE, (CUBE[:, 0] >= 0.3).astype(float), 0)
    assert found.share[0] == pytest.approx(1)
    assert np.abs(found.share[1:]).max() < 0.01


def test_the_share_is_that_of_a_linear_effect() -> None:
    expected = (0.5**2 / 12) / YES.var()
    found = binned(CUBE, YES, 0)
    assert found.share[0] == pytest.approx(expected, abs=4 * found.share_error[0])


def test_the_share_of_what_does_nothing_is_nothing_on_average() -> None:
    noise = np.random.default_rng(9).random((2000, 300))
    outcome = np.random.default_rng(10).random(2000)
    share = binned(noise, outcome, 0).share
    assert abs(share.mean()) < 4 * share.std() / np.sqrt(300)


def test_the_outer_fifths_are_told() -> None:
    found = binned(CUBE, YES, 0)
    assert found.low[0] == pytest.approx(YES[CUBE[:, 0] < 0.2].mean())
    assert found.high[0] == pytest.approx(YES[CUBE[:, 0] >= 0.8].mean())


@pytest.mark.parametrize("outcome", [YES, DAYS], ids=["yes or no", "days"])
def test_the_distances_are_those_of_a_kept_library(outcome: np.ndarray) -> None:
    pawn = pytest.importorskip("SALib.analyze.pawn")
    names = [f"x{k}" for k in range(CUBE.shape[1])]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0, 1]] * len(names)}
    theirs = pawn.analyze(problem, CUBE, outcome, S=10, seed=1)["median"]
    assert binned(CUBE, outcome, 0).pawn == pytest.approx(theirs, abs=0.02)


def test_the_errors_are_the_spread_over_fresh_runs() -> None:
    rng = np.random.default_rng(11)
    shares, errors = [], []
    for _ in range(30):
        cube = rng.random((2000, 1))
        found = binned(cube, (rng.random(2000) < 0.2 + 0.6 * cube[:, 0]).astype(float), 0)
        shares.append(found.share[0])
        errors.append(found.share_error[0])
    assert np.mean(errors) == pytest.approx(np.std(shares), rel=0.5)


def test_an_outcome_that_never_varies_moves_with_nothing() -> None:
    found = binned(CUBE, np.ones(len(CUBE)), 0)
    assert not any(column.any() for column in found)


def test_no_coordinates_and_no_runs_give_empty_answers() -> None:
    assert binned(np.zeros((5, 0)), np.arange(5.0), 0).pawn.shape == (0,)
    assert binned(np.zeros((0, 2)), np.zeros(0), 0).pawn.tolist() == [0, 0]
