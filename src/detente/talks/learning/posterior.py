"""Draws from the posterior of a design by one of two methods, on the coordinates that the record bears on."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.talks.learning.design import Design
from detente.talks.learning.gradient import density_of
from detente.talks.learning.nuts import no_u_turn
from detente.talks.learning.sampler import Chains, Progress, hamiltonian

__all__ = ["METHODS", "posterior"]

Floats: TypeAlias = NDArray[np.float64]

METHODS: tuple[str, ...] = ("light", "numpyro")
"""Hamiltonian Monte Carlo on numpy, and NumPyro's No-U-Turn sampler."""

CHAINS = {"light": 24, "numpyro": 4}
WARM = {"light": 60, "numpyro": 500}


def posterior(
    design: Design,
    *,
    method: str = "light",
    draws: int = 3000,
    seed: int = 0,
    progress: Progress | None = None,
) -> Chains:
    """At least `draws` draws (chains, draws, used coordinates); of none where the record is empty."""
    places, chains = np.flatnonzero(design.used), CHAINS[method]
    each = -(-draws // chains)
    if not len(places):
        return Chains(draws=np.zeros((chains, each, 0)), acceptance=1.0, diverged=0.0)
    if method == "numpyro":
        return no_u_turn(design, chains=chains, warm=WARM[method], draws=each, seed=seed)
    full, dims = density_of(design), design.prior.layout.dims

    def density(used: Floats) -> tuple[Floats, Floats]:
        coordinates = np.zeros((len(used), dims))
        coordinates[:, places] = used
        value, slope = full(coordinates)
        return value, slope[:, places]

    generator = np.random.default_rng([seed, 1])
    start = generator.standard_normal((chains, len(places)))
    return hamiltonian(density, start, warm=WARM[method], draws=each, generator=generator, progress=progress)
