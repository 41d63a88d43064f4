"""Learns what ratifiers want from the dated record of a case: its ranges are the prior.

The model is in `density`, the prior in `prior`; assumptions and limits stand in
`docs/concepts/learning-from-the-record.md`. Two methods draw from the same posterior: "light" and "numpyro".
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.case.model import Case
from detente.errors import AnalysisError, UnknownName
from detente.talks.learning.design import Design, design_of
from detente.talks.learning.fitting import fitting
from detente.talks.learning.gather import gather
from detente.talks.learning.observations import Observations
from detente.talks.learning.posterior import METHODS, posterior
from detente.talks.learning.prior import Believed, Prior, believed, prior_of
from detente.talks.learning.results import Diagnostics, Learnt, LearntNumber
from detente.talks.learning.sampler import Progress, effective_draws, scale_reduction

__all__ = ["columns_of", "learn", "learn_from", "names_of", "numbers_of"]

Floats: TypeAlias = NDArray[np.float64]

FEWEST = 400
SURE = 4.0
"""How many standard errors a number has to move before the record is said to speak of it."""


def learn(
    case: Case,
    *,
    method: str = "light",
    draws: int = 3000,
    seed: int = 0,
    progress: Progress | None = None,
) -> Learnt:
    """Posterior ranges for the weights, reservations and concession speed of each ratifier of a case.

    A random-utility model (McFadden 1974) of dated asks, offers, replies and drops. Of the record only what
    was known on the day of the case counts. An empty record gives the case's own ranges, and says so. The
    same case, method, draws and seed give the same answer. AnalysisError for fewer than 400 draws and for a
    case without preferences; UnknownName for another method; MissingExtra where "numpyro" is not installed.

    >>> from detente.case.library import example
    >>> print(learn(example("panama-canal-1974"), draws=400))
    panama-canal-1974: 0 observations move 0 of 28 numbers; the record says nothing of panama, united-states
    """
    return learn_from(case, gather(case), method=method, draws=draws, seed=seed, progress=progress)


def learn_from(
    case: Case,
    observations: Observations,
    *,
    method: str = "light",
    draws: int = 3000,
    seed: int = 0,
    progress: Progress | None = None,
) -> Learnt:
    """The same from observations gathered elsewhere, such as those of simulated talks.

    Those that do not fit the case, or became known after its day, are left out and listed.
    """
    if method not in METHODS:
        raise UnknownName.among(method, "method", METHODS)
    if draws < FEWEST:
        raise AnalysisError(f"{draws} draws are too few for ranges", hint=f"ask for {FEWEST} or more")
    prior = prior_of(case)
    if not prior.actors:
        raise AnalysisError("the case holds no preferences to learn about", hint="run `estimate` on it first")
    observations = fitting(prior, observations)
    design = design_of(prior, observations)
    chains = posterior(design, method=method, draws=draws, seed=seed, progress=progress)
    count, kept, _ = chains.draws.shape
    held, before = numbers_of(prior, design, chains.draws, seed)
    told = tuple(_summaries(prior, design, observations, (held, before), count))
    named = case.digest()
    digest = f"{named} {method} {draws} {seed} {observations!r}"
    return Learnt(
        case_id=case.id,
        case_digest=named,
        as_of=case.as_of,
        digest=hashlib.sha256(digest.encode()).hexdigest(),
        numbers=told,
        observations=observations,
        diagnostics=Diagnostics(
            method=method,
            seed=seed,
            chains=count,
            draws=count * kept,
            acceptance=chains.acceptance,
            diverged=chains.diverged,
            effective=min(number.effective for number in told),
            reduction=max(number.reduction for number in told),
        ),
        prior=prior,
        held=held,
        before=before,
    )


def numbers_of(prior: Prior, design: Design, sampled: Floats, seed: int) -> tuple[Believed, Believed]:
    """The numbers after and before the record; where it bears on nothing the two are the same draws."""
    from scipy.special import ndtr

    count = sampled.shape[0] * sampled.shape[1]
    before = np.random.default_rng([seed, 2]).standard_normal((count, prior.layout.dims))
    after = before.copy()
    after[:, design.used] = sampled.reshape(count, -1)
    return believed(prior, after, np, ndtr), believed(prior, before, np, ndtr)


def _summaries(
    prior: Prior, design: Design, observations: Observations, numbers: tuple[Believed, Believed], chains: int
) -> Iterator[LearntNumber]:
    """Every number of every actor, in alphabetical order of the actors."""
    after, before = (columns_of(prior, held) for held in numbers)
    cells = after.reshape(chains, -1, after.shape[1])
    effective, reduction = effective_draws(cells), scale_reduction(cells)
    said = _bears(prior, design) & _moved(after, before, chains)
    for column, name in enumerate(names_of(prior)):
        number = _summary(after[:, column], before[:, column], name)
        yield replace(
            number,
            moved=bool(said[column]),
            reduction=float(reduction[column]),
            effective=float(effective[column]),
            evidence=_evidence(prior, observations, name) if said[column] else (),
        )


def _moved(after: Floats, before: Floats, chains: int) -> NDArray[np.bool_]:
    """Which numbers (columns) moved or narrowed by more than Monte-Carlo error.

    Draws are ranked together and their ranks put on the normal scale; then the means of the scores and of
    their squares are compared.
    """
    from scipy.special import ndtri

    count = len(after)
    order = np.argsort(np.concatenate([after, before]), axis=0, kind="stable")
    ranks = np.argsort(order, axis=0, kind="stable")
    scores = ndtri((ranks + 0.5) / len(ranks))
    varies = before.std(axis=0) > 1e-12
    found = np.zeros(after.shape[1], dtype=np.bool_)
    for moment in (scores, scores**2):
        new, old = moment[:count], moment[count:]
        worth = effective_draws(new.reshape(chains, -1, new.shape[1]))
        error = np.sqrt(new.var(axis=0) / worth + old.var(axis=0) / len(old))
        found |= np.abs(new.mean(axis=0) - old.mean(axis=0)) > SURE * np.maximum(error, 1e-9)
    return np.asarray(found & varies, dtype=np.bool_)


def _summary(after: Floats, before: Floats, name: LearntNumber) -> LearntNumber:
    """The ranges of one number."""
    spread, was = float(after.std()), float(before.std())
    low, high = np.quantile(after, [0.05, 0.95]).tolist()
    was_low, was_high = np.quantile(before, [0.05, 0.95]).tolist()
    return replace(
        name,
        prior=(was_low, float(before.mean()), was_high),
        low=low,
        likely=float(after.mean()),
        high=high,
        shrinkage=1 - spread / was if was > 1e-12 else 0.0,
    )


def columns_of(prior: Prior, held: Believed) -> Floats:
    """Draws (draws, numbers) in the order of `names_of`, reservations on the scale of the case."""
    scale = np.array([prior.scores.units[actor] for actor in prior.actors]).reshape(-1, 2)
    fall = held.gap * (1 - np.exp(-held.speed))
    parts = [
        held.weights,
        (held.reservation * scale[:, 0] + scale[:, 1])[:, :, None],
        (fall * scale[:, 0])[:, :, None],
        (held.gap * scale[:, 0])[:, :, None],
        held.speed[:, :, None],
    ]
    found: Floats = np.concatenate(parts, axis=2).reshape(len(held.weights), -1)
    return found


def names_of(prior: Prior) -> tuple[LearntNumber, ...]:
    """The numbers by name, without values."""
    found: list[LearntNumber] = []
    for actor in prior.actors:
        here = f"preferences.{actor}"
        own = [(f"{here}.weights.{issue}", "weight", issue) for issue in prior.issues]
        own.append((f"{here}.reservation", "reservation", ""))
        own += [(f"concession.{actor}.{kind}", kind, "") for kind in ("fall", "gap", "speed")]
        found += [LearntNumber(path=path, actor=actor, kind=kind, issue=i) for path, kind, i in own]
    return tuple(found)


def _bears(prior: Prior, design: Design) -> NDArray[np.bool_]:
    """For each number, whether the record bears on it at all."""
    layout = prior.layout
    weights = design.used[: layout.cells].reshape(layout.actors, layout.issues)
    rest = [design.used[layout.part(part)][:, None] for part in (0, 1, 1, 2)]
    anywhere = np.broadcast_to(weights.any(axis=1, keepdims=True), weights.shape)
    found: NDArray[np.bool_] = np.concatenate([anywhere, *rest], axis=1).ravel()
    return found


def _evidence(prior: Prior, observations: Observations, number: LearntNumber) -> tuple[str, ...]:
    """What a number rests on: the actor's observations on the issue, else all of its own, else its side's."""
    side = prior.sides[prior.actors.index(number.actor)]
    others = [actor for actor, of in zip(prior.actors, prior.sides, strict=True) if of == side]
    found = observations.of(number.actor, number.issue) or observations.of(number.actor)
    found = found or tuple(o for actor in others for o in observations.of(actor, number.issue))
    found = found or tuple(o for actor in others for o in observations.of(actor))
    return tuple(dict.fromkeys(name for o in found for name in o.evidence))
