"""How well mediators search when they hear answers only: the share of the best Nash product that talks reach.

Run as `python benchmarks/mediators.py [--cases 100] [--seed 5000] [--only NAME]`. A case has 6 issues of 5
options, 15,625 packages, and two parties opposed on every issue, weights Dirichlet(1) for each. `linear`:
scores 0, 1/4, ... 1 and the reverse; `noise`: the first party's scores uniform and sorted, the second's the
reverse with noise of 0.1 (`hostile` in inputs.py); `unordered`: the same without sorting. Reservations are as
printed; where no package gives both more than these, the case is drawn anew.

Talks are run by the engine, with one text a day and as many days as texts: `SingleText(improve=N)`. `deal` is
the product of gains of the text that the mediator settled on and homes passed, over the largest of all
packages; 0 without a deal. `best` is that of the best text that both accepted, which nobody at the table can
tell. Learners hear better or worse against the text before, the others against the text that stands.
"""

import argparse
import itertools
import time
from dataclasses import dataclass

import numpy as np
from inputs import hostile

from detente.analysis.space import OutcomeSpace
from detente.case.model import Case, Issue, Option, Party
from detente.case.preferences import DatedRange, Preferences, Range
from detente.case.procedure import Approval, Reading, Says
from detente.kernels.talks.shapes import ENDS
from detente.talks.engine.run import run_once
from detente.talks.mediators.belief import Prior
from detente.talks.mediators.fair import Fair
from detente.talks.mediators.learner import Learner
from detente.talks.mediators.steps import Greedy, RandomChange, Trades
from detente.talks.protocols.single_text import SingleText
from detente.talks.setting.values import Setting
from detente.talks.tables import TalksTables

ISSUES, OPTIONS, COUNTS = 6, 5, (40, 100)
PACKAGES = np.array(list(itertools.product(range(OPTIONS), repeat=ISSUES)))
KINDS = ("linear", "noise", "unordered")
RESERVATIONS = ((0.4, 0.4), (0.5, 0.5), (0.6, 0.6), (0.4, 0.6))
STRATEGIES = {
    "random": RandomChange(),
    "trades": Trades(),
    "greedy": Greedy(),
    "learner": Learner(),
    "learner, no order assumed": Learner(prior=Prior(ordered=False)),
    "fair, within 0.05": Fair(bound=0.05),
    "fair, within 0.15": Fair(bound=0.15),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """Weighted scores (parties, issues, options), reservations, and the best Nash product."""

    blocks: np.ndarray
    reservations: np.ndarray
    best: float

    def gains(self, texts):
        """(parties, texts)."""
        utilities = self.blocks[:, np.arange(ISSUES), np.asarray(texts)].sum(axis=2)
        return utilities - self.reservations[:, None]

    def share(self, texts):
        """The largest product of gains of some texts over the best of all."""
        return float(np.maximum(self.gains(texts), 0).prod(axis=0).max()) / self.best if len(texts) else 0.0


def hostile_case(kind, reservations, seed):
    """The first case from `seed` on, in steps of 10^6, where some package gives both more than no deal."""
    for number in itertools.count(seed, 1_000_000):
        blocks = np.stack(hostile(number, issues=ISSUES, options=OPTIONS)).transpose(2, 0, 1) / 1e7
        if kind == "noise":
            order = np.argsort(blocks[0], axis=1, kind="stable")
            blocks = np.take_along_axis(blocks, order[None], axis=2)
        if kind == "linear":
            rising = np.tile(np.linspace(0, 1, OPTIONS), (ISSUES, 1))
            weights = np.random.default_rng(number).dirichlet(np.ones(ISSUES), 2)
            blocks = np.stack((rising, rising[:, ::-1])) * weights[:, :, None]
        case = Hostile(blocks=blocks, reservations=np.array(reservations), best=0.0)
        gains = case.gains(PACKAGES)
        if (gains > 0).all(axis=0).any():
            best = float(np.maximum(gains, 0).prod(axis=0).max())
            return Hostile(blocks=blocks, reservations=case.reservations, best=best)
    raise AssertionError


def as_case(hostile, *, ordered):
    """The same as a case: fixed numbers, each party ratifies for itself."""
    issues = [f"i{k}" for k in range(ISSUES)]
    options = tuple(Option(id=f"o{k}", name=f"o{k}") for k in range(OPTIONS))
    return Case(
        id="hostile",
        title="Hostile",
        issues=tuple(Issue(id=i, name=i, ordered=ordered, options=options) for i in issues),
        parties=tuple(Party(id=p, name=p, principal=p, approval=says_yes(p)) for p in "ab"),
        preferences=tuple(
            Preferences(
                actor=p,
                measure="points",
                scores=tuple(
                    (i, tuple((o.id, Range.of(float(s))) for o, s in zip(options, row, strict=True)))
                    for i, row in zip(issues, block, strict=True)
                ),
                reservation=(DatedRange(range=Range.of(float(asked))),),
            )
            for p, block, asked in zip("ab", hostile.blocks, hostile.reservations, strict=True)
        ),
    )


def says_yes(actor):
    """The approval of a party that is its own ratifier."""
    return Approval(readings=(Reading(id="own", rule=Says(actor=actor)),))


class Clocked:
    """A mediator whose CPU time is taken."""

    def __init__(self, mediator):
        self.mediator, self.seconds = mediator, 0.0
        if hasattr(mediator, "settle"):
            self.settle = lambda *told: self.timed(mediator.settle, *told)

    def propose(self, view, draw):
        return self.timed(self.mediator.propose, view, draw)

    def timed(self, asked, *told):
        begun = time.process_time()
        found = asked(*told)
        self.seconds += time.process_time() - begun
        return found


def talks(case, kind, mediator, seed, texts):
    """Share of the deal, of the best accepted text, gap between true gains of a deal, CPU seconds a text."""
    tables = TalksTables(
        OutcomeSpace(as_case(case, ordered=kind != "unordered")),
        Setting(id="hostile", days=texts),
        against_standing=not hasattr(mediator, "settle"),
    )
    clocked = Clocked(mediator)
    told = run_once(tables, SingleText(improve=texts), clocked, seed=seed, run=0)
    said = {}
    for entry in told.entries:
        if entry.what == "answered":
            said[entry.text] = said.get(entry.text, True) and entry.yes
    deal = [told.text] if ENDS[told.fact("end")] == "deal" else []
    gap = float(np.ptp(case.gains(deal))) if deal else np.nan
    accepted = [text for text, yes in said.items() if yes]
    return case.share(deal), case.share(accepted), gap, clocked.seconds / texts


def row(name, kind, reservations, cases, seed):
    """One line of the table."""
    cells, gaps, seconds = [], [], []
    for count in COUNTS:
        runs = [
            talks(hostile_case(kind, reservations, s), kind, STRATEGIES[name], s, count)
            for s in range(seed, seed + cases)
        ]
        deals, best, gap, spent = np.array(runs).T
        cells.append(f"{deals.mean():6.3f}{np.quantile(deals, 0.1):7.3f}{best.mean():8.3f}")
        cells.append(f"{int(np.isnan(gap).sum()):6}")
        gaps.append(gap[~np.isnan(gap)])
        seconds.append(spent.mean())
    asked = " ".join(f"{value:.1f}" for value in reservations)
    gap = f"{gaps[-1].mean():6.3f}" if len(gaps[-1]) else "     -"
    print(f"{name:<26}{kind:<10}{asked:<9}{''.join(cells)}  {gap}{seconds[-1] * 1000:>7.2f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--seed", type=int, default=5000)
    parser.add_argument("--only", action="append", choices=STRATEGIES, help="may be repeated")
    parser.add_argument("--kinds", default=",".join(KINDS))
    chosen = parser.parse_args()
    print(f"{chosen.cases} cases a row from seed {chosen.seed}; deal: mean, 10th percentile; best: mean")
    print(f"{'strategy':<26}{'scores':<10}{'no deal':<9}", end="")
    print("".join(f"{f'deal at {n}':>13}{'best':>8}{'none':>6}" for n in COUNTS), f"{'gap':>7}{'ms':>7}")
    for kind in chosen.kinds.split(","):
        for reservations in RESERVATIONS:
            for name in STRATEGIES:
                if name in (chosen.only or STRATEGIES):
                    row(name, kind, reservations, chosen.cases, chosen.seed)
    print("none: cases without a deal; gap: true gains of a deal at the most texts, apart by (mean);")
    print("ms: CPU a text in the mediator, what was heard taken in, at the most texts.")


if __name__ == "__main__":
    main()
