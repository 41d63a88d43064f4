"""What talks reach when the mediator hears answers only: parties opposed on all of 15,625 packages."""

from itertools import product

import numpy as np
import pytest

from detente.analysis.space import OutcomeSpace
from detente.case.model import Case, Issue, Option, Party
from detente.case.preferences import DatedRange, Preferences, Range
from detente.case.procedure import Approval, Reading, Says
from detente.kernels.talks.shapes import ENDS
from detente.talks.engine.run import run_once
from detente.talks.mediators.learner import Learner
from detente.talks.mediators.steps import Trades
from detente.talks.protocols.single_text import SingleText
from detente.talks.setting.values import Setting
from detente.talks.tables import TalksTables

PACKAGES = np.array(list(product(range(5), repeat=6)))
ASKED = 0.45


def scores_of(seed):
    """(2, 6, 5): one wants what the other does not; weights are Dirichlet(1) for each."""
    weights = np.random.default_rng(seed).dirichlet(np.ones(6), 2)
    rising = np.tile(np.linspace(0, 1, 5), (6, 1))
    return np.round(np.stack((rising, rising[:, ::-1])) * weights[:, :, None], 9)


def own(actor):
    return Approval(readings=(Reading(id="own", rule=Says(actor=actor)),))


def case_of(scores):
    options = tuple(Option(id=f"o{k}", name=f"o{k}") for k in range(5))
    issues = [f"i{k}" for k in range(6)]
    return Case(
        id="opposed",
        title="Opposed",
        issues=tuple(Issue(id=i, name=i, ordered=True, options=options) for i in issues),
        parties=tuple(
            Party(
                id=p,
                name=p,
                principal=p,
                approval=Approval(readings=(Reading(id="own", rule=Says(actor=p)),)),
            )
            for p in "ab"
        ),
        preferences=tuple(
            Preferences(
                actor=p,
                measure="points",
                scores=tuple(
                    (i, tuple((o.id, Range.of(float(s))) for o, s in zip(options, row, strict=True)))
                    for i, row in zip(issues, block, strict=True)
                ),
                reservation=(DatedRange(range=Range.of(ASKED)),),
            )
            for p, block in zip("ab", scores, strict=True)
        ),
    )


def share(mediator, seed, texts, *, against_standing):
    """The product of gains of the deal over the largest of all packages."""
    scores = scores_of(seed)
    tables = TalksTables(
        OutcomeSpace(case_of(scores)), Setting(id="s", days=texts), against_standing=against_standing
    )
    told = run_once(tables, SingleText(improve=texts), mediator, seed=seed, run=0)
    assert told.fact("texts") == texts
    if ENDS[told.fact("end")] != "deal":
        return 0.0
    products = np.maximum(scores[:, np.arange(6), PACKAGES].sum(axis=2) - ASKED, 0).prod(axis=0)
    return float(products[np.flatnonzero(np.equal(PACKAGES, told.text).all(axis=1))[0]] / products.max())


@pytest.mark.parametrize(("texts", "floor"), [(40, 0.8), (70, 0.85)])
def test_a_mediator_who_learns_settles_on_most_of_the_best_nash_product(texts, floor):
    shares = [share(Learner(), seed, texts, against_standing=False) for seed in (31, 32)]
    assert np.mean(shares) > floor


def test_a_mediator_who_learns_reaches_more_than_blind_trades():
    learned = [share(Learner(), seed, 30, against_standing=False) for seed in (34, 35)]
    blind = [share(Trades(), seed, 30, against_standing=True) for seed in (34, 35)]
    assert np.mean(learned) > np.mean(blind)
