"""What the learnt numbers say of the next answer, and whether they fit the answers there were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from detente.case.model import Case, Package
from detente.errors import UnknownName
from detente.talks.learning.density import reply_chances, trust
from detente.talks.learning.design import replies_of
from detente.talks.learning.observations import ANSWERS, Observation
from detente.talks.learning.results import Learnt

__all__ = ["Fit", "fits", "predict"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How often an actor gave an answer, beside what the learnt numbers expect (5 %, mean, 95 %).

    `tail` is the chance, on both sides, of a count at least as far out; small where the model does not fit.
    """

    actor: str
    answer: str
    count: int
    low: float
    expected: float
    high: float
    tail: float


def predict(
    learnt: Learnt, package: Package | Mapping[str, str], day: date | None = None
) -> dict[str, float]:
    """The chance of yes to a package of every actor, by name, on a day (that of the case when None).

    A mapping of issues to options may leave issues out: these count as the text being silent on them. The
    reservation falls on after the last observation as it did before. UnknownName for what the case has not.

    >>> from detente.case.library import example
    >>> from detente.talks.learning.learn import learn
    >>> case = example("panama-canal-1974")
    >>> sorted(predict(learn(case, draws=400), Package((0,) * 10)))
    ['panama', 'united-states']
    """
    case = learnt.prior.case
    terms = _terms(case, package)
    when = day or learnt.observations.end
    asked = tuple((issue, (option,)) for issue, option in sorted(terms.items()))
    silent = tuple(sorted(issue.id for issue in case.table if issue.id not in terms))
    told = [
        Observation(
            id=f"next {actor}",
            kind="reply",
            actor=actor,
            day=when,
            known=when,
            terms=asked,
            answer="accepts",
            silent=silent,
        )
        for actor in learnt.prior.actors
    ]
    replies = replies_of(learnt.prior, learnt.observations, told)
    yes = reply_chances(learnt.held, replies, np).yes.mean(axis=0)
    return {actor: float(chance) for actor, chance in zip(learnt.prior.actors, yes, strict=True)}


def fits(learnt: Learnt, *, seed: int = 0) -> tuple[Fit, ...]:
    """For each actor and answer, the count in the record beside counts drawn anew (Rubin 1984).

    By actor and answer; empty where the record has no replies.
    """
    told = [o for o in learnt.observations.found if o.kind == "reply" and o.actor in learnt.prior.actors]
    if not told:
        return ()
    replies = replies_of(learnt.prior, learnt.observations, told)
    chances = reply_chances(learnt.held, replies, np)
    trusted = trust(learnt.held, replies, np)
    each = [trusted * c + (1 - trusted) / 3 for c in (chances.no, chances.but, chances.yes)]
    draw = np.random.default_rng([seed, 3]).random(each[0].shape)
    again = (draw > each[0]).astype(np.int64) + (draw > each[0] + each[1])
    found = []
    for place, actor in enumerate(learnt.prior.actors):
        own = replies.actor == place
        for number, answer in enumerate(ANSWERS if own.any() else ()):
            count = int((replies.answer[own] == number).sum())
            found.append(_fit(actor, answer, count, (again[:, own] == number).sum(axis=1)))
    return tuple(found)


def _fit(actor: str, answer: str, count: int, drawn: NDArray[np.int64]) -> Fit:
    low, high = np.quantile(drawn, [0.05, 0.95]).tolist()
    tail = 2 * min(float(np.mean(drawn >= count)), float(np.mean(drawn <= count)))
    return Fit(
        actor=actor,
        answer=answer,
        count=count,
        low=low,
        expected=float(drawn.mean()),
        high=high,
        tail=min(tail, 1.0),
    )


def _terms(case: Case, package: Package | Mapping[str, str]) -> Mapping[str, str]:
    """Options by issue, checked."""
    if isinstance(package, Package):
        options: Sequence[Sequence[str]] = [[o.id for o in i.options if o.available] for i in case.table]
        if len(package.options) != len(options):
            what = f"the package has {len(package.options)} options, the case {len(options)} issues"
            raise UnknownName(what, hint="take a package of this case")
        pairs = zip(case.table, options, package.options, strict=True)
        for issue, names, number in pairs:
            if not 0 <= number < len(names):
                raise UnknownName.among(str(number), f"option of {issue.id}", names)
        chosen = zip(case.table, options, package.options, strict=True)
        return {issue.id: names[number] for issue, names, number in chosen}
    for name, option in package.items():
        if name not in {issue.id for issue in case.table}:
            raise UnknownName.among(name, "issue on the table", (issue.id for issue in case.table))
        case.issue(name).option(option)
    return package
