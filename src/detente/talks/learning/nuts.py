"""The same posterior drawn by NumPyro's No-U-Turn sampler (Hoffman & Gelman 2014), for a second opinion.

Needs `pip install 'detente[bayes]'`. The density is the code of `density` and `prior`, run on JAX.
"""

import importlib
import importlib.util
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import MissingExtra
from detente.talks.learning.density import likelihood
from detente.talks.learning.design import Design
from detente.talks.learning.prior import believed
from detente.talks.learning.sampler import Chains

__all__ = ["no_u_turn", "nuts_available"]

ACCEPTANCE = 0.8


def nuts_available() -> bool:
    """True when NumPyro is installed.

    >>> isinstance(nuts_available(), bool)
    True
    """
    return importlib.util.find_spec("numpyro") is not None


def no_u_turn(design: Design, *, chains: int, warm: int, draws: int, seed: int) -> Chains:
    """Draws (chains, draws, used coordinates) after `warm` steps; MissingExtra where NumPyro is missing.

    Chains run side by side and start from the prior, in double precision.
    """
    if not nuts_available():
        raise MissingExtra.named("bayes", "numpyro")
    jax, infer = importlib.import_module("jax"), importlib.import_module("numpyro.infer")
    with jax.enable_x64(new_val=True):
        places = np.flatnonzero(design.used)
        kernel = infer.NUTS(potential_fn=_potential(design, places, jax), target_accept_prob=ACCEPTANCE)
        run = infer.MCMC(
            kernel,
            num_warmup=warm,
            num_samples=draws,
            num_chains=chains,
            chain_method="vectorized",
            progress_bar=False,
        )
        start = np.random.default_rng(seed).standard_normal((chains, len(places)))
        extra = ("diverging", "accept_prob")
        run.run(jax.random.PRNGKey(seed), init_params=jax.numpy.asarray(start), extra_fields=extra)
        found: NDArray[np.float64] = np.asarray(run.get_samples(group_by_chain=True), dtype=np.float64)
        told = run.get_extra_fields()
        return Chains(
            draws=found,
            acceptance=float(np.mean(np.asarray(told["accept_prob"]))),
            diverged=float(np.mean(np.asarray(told["diverging"]))),
        )


def _potential(design: Design, places: NDArray[np.int64], jax: Any) -> Any:
    """Minus the logarithm of the density, of one vector of the used coordinates."""
    xp, ndtr = jax.numpy, jax.scipy.special.ndtr
    dims = design.prior.layout.dims

    def potential(used: Any) -> Any:
        coordinates = xp.zeros(dims).at[places].set(used)[None, :]
        held = believed(design.prior, coordinates, xp, ndtr)
        return 0.5 * (used**2).sum() - likelihood(held, design, xp)[0]

    return potential
