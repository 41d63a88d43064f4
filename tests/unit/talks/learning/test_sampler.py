import numpy as np

from detente.talks.learning.sampler import effective_draws, hamiltonian, scale_reduction


def correlated(place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    precision = np.array([[2.0, -1.2, 0.0], [-1.2, 1.5, 0.0], [0.0, 0.0, 25.0]])
    centred = place - np.array([1.0, -2.0, 0.5])
    return -0.5 * np.einsum("di,ij,dj->d", centred, precision, centred), -centred @ precision


def test_draws_have_the_mean_and_spread_of_the_density() -> None:
    generator = np.random.default_rng(0)
    found = hamiltonian(
        correlated, generator.standard_normal((24, 3)), warm=80, draws=200, generator=generator
    )
    draws = found.draws.reshape(-1, 3)
    np.testing.assert_allclose(draws.mean(axis=0), [1.0, -2.0, 0.5], atol=0.06)
    wanted = np.sqrt(np.diag(np.linalg.inv([[2.0, -1.2, 0.0], [-1.2, 1.5, 0.0], [0.0, 0.0, 25.0]])))
    np.testing.assert_allclose(draws.std(axis=0), wanted, rtol=0.08)
    assert scale_reduction(found.draws).max() < 1.03
    assert 0.6 < found.acceptance < 0.95


def test_the_same_generator_gives_the_same_draws() -> None:
    one, other = (
        hamiltonian(correlated, np.zeros((4, 3)), warm=5, draws=5, generator=np.random.default_rng(7)).draws
        for _ in range(2)
    )
    assert (one == other).all()


def test_progress_is_told_step_by_step() -> None:
    told: list[tuple[int, int]] = []
    hamiltonian(
        correlated,
        np.zeros((2, 3)),
        warm=3,
        draws=2,
        generator=np.random.default_rng(0),
        progress=lambda done, of: told.append((done, of)),
    )
    assert told == [(k, 5) for k in range(1, 6)]


def test_a_density_that_breaks_down_somewhere_is_survived() -> None:
    def walled(place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        value = np.where(place[:, 0] < 3, -0.5 * (place**2).sum(axis=1), np.nan)
        return value, -place

    generator = np.random.default_rng(2)
    found = hamiltonian(walled, generator.standard_normal((8, 2)), warm=30, draws=30, generator=generator)
    assert np.isfinite(found.draws).all()
    assert (found.draws[:, :, 0] < 3).all()


def test_chains_that_disagree_are_noticed() -> None:
    draws = np.random.default_rng(0).standard_normal((6, 100, 2))
    draws[0, :, 1] += 5
    agreeing, apart = scale_reduction(draws)
    assert agreeing < 1.02
    assert apart > 1.5
    alone, together = effective_draws(draws)[::-1]
    assert alone < 60
    assert together > 400


def test_slow_chains_are_worth_less() -> None:
    generator = np.random.default_rng(3)
    draws = generator.standard_normal((20, 400, 1))
    for step in range(1, 400):
        draws[:, step] = 0.8 * draws[:, step - 1] + 0.6 * draws[:, step]
    assert abs(effective_draws(draws)[0] / (8000 / 9) - 1) < 0.25
