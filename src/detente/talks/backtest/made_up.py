"""Made-up cases with a dated record of answers drawn from known preferences, or from the toss of a coin.

On the first a good outlook beats the base lines and is calibrated; on the second nothing can.
"""

import datetime as dt
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from detente.case.history import Proposal, Response
from detente.case.model import Case
from detente.sources.when import When
from detente.talks.learning import made_up
from detente.talks.learning.density import reply_chances
from detente.talks.learning.design import replies_of
from detente.talks.learning.observations import ANSWERS, Observation, Observations
from detente.talks.learning.prior import believed, prior_of

__all__ = ["told"]


def told(
    *,
    issues: int = 4,
    actors: int = 4,
    dates: int = 12,
    each: int = 6,
    seed: int = 0,
    coin: bool = False,
) -> Case:
    """A case whose record tells, on each of some dates, of so many answers to texts on two or three issues.

    The actors' weights, reservations and the rest are drawn from the ranges of the case; every answer is
    drawn with them by the model that the learning assumes, or is a yes with chance one half where `coin`.

    >>> len(told(dates=3, each=5).proposals)
    15
    """
    generator = np.random.default_rng([seed, 5])
    case, _ = made_up.made_up(issues=issues, actors=actors, count=1, seed=seed)
    last = case.as_of or dt.date.max
    days = [last - dt.timedelta(days=14 * (dates - 1 - n)) for n in range(dates)]
    asked = [_asked(case, day, n, generator) for n, day in enumerate(d for d in days for _ in range(each))]
    answers = _tossed(len(asked), generator) if coin else _answers(case, asked, (days[0], last), generator)
    return case.with_(
        proposals=tuple(
            Proposal(
                id=o.id,
                name=o.id,
                date=When.on(o.day),
                known=o.known,
                by="mediator",
                terms=o.terms,
                responses=(_response(replace(o, answer=ANSWERS[number])),),
            )
            for o, number in zip(asked, answers.tolist(), strict=True)
        )
    )


def _asked(case: Case, day: dt.date, number: int, generator: np.random.Generator) -> Observation:
    size = min(int(generator.integers(2, 4)), len(case.table))
    chosen = sorted(generator.choice(len(case.table), size=size, replace=False).tolist())
    table = [case.table[k] for k in chosen]
    return Observation(
        id=f"p{number:04}",
        kind="reply",
        actor=case.ratifiers[int(generator.integers(len(case.ratifiers)))].id,
        day=day,
        known=day,
        terms=tuple((i.id, (i.options[int(generator.integers(len(i.options)))].id,)) for i in table),
        answer=ANSWERS[0],
    )


def _response(o: Observation) -> Response:
    issues = tuple(issue for issue, _ in o.terms)
    return Response(actor=o.actor, answer=o.answer, issues=issues, date=When.on(o.day), known=o.known)


def _tossed(count: int, generator: np.random.Generator) -> NDArray[np.int64]:
    found: NDArray[np.int64] = 2 * generator.integers(2, size=count)
    return found


def _answers(
    case: Case, asked: list[Observation], clock: tuple[dt.date, dt.date], generator: np.random.Generator
) -> NDArray[np.int64]:
    from scipy.special import ndtr

    prior = prior_of(case)
    truth = believed(prior, generator.standard_normal((1, prior.layout.dims)), np, ndtr)
    record = Observations(start=clock[0], end=clock[1], found=tuple(asked))
    chances = reply_chances(truth, replies_of(prior, record, asked), np)
    steps = np.cumsum(np.stack([chances.no[0], chances.but[0], chances.yes[0]], axis=1), axis=1)
    found: NDArray[np.int64] = (generator.random((len(asked), 1)) * steps[:, -1:] > steps).sum(axis=1)
    return found
