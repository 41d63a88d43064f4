"""How well mediators search when they hear answers only: share of the best Nash product among accepted texts.

Run as `python benchmarks/mediators.py [--cases 100] [--seed 5000] [--only NAME]`. A case has 6 issues of 5
options, 15,625 packages, and two parties opposed on every issue, weights Dirichlet(1) for each. `linear`:
scores 0, 1/4, ... 1 and the reverse; `noise`: the first party's scores uniform and sorted, the second's the
reverse with noise of 0.1 (`hostile` in inputs.py); `unordered`: the same without sorting. Reservations are as
printed; where no package gives both more than these, the case is drawn anew. A case counts the largest
product of gains among the texts proposed that both accepted, over the largest of all packages; 0 without one.
"""

import argparse
import itertools
import time
from dataclasses import dataclass

import numpy as np
from inputs import hostile

from detente.talks.mediators.belief import Prior
from detente.talks.mediators.fair import Fair
from detente.talks.mediators.learner import Learner
from detente.talks.moves import Heard, MediatorView, Reply

ISSUES, OPTIONS, TEXTS = 6, 5, 100
PACKAGES = np.array(list(itertools.product(range(OPTIONS), repeat=ISSUES)))
KINDS = ("linear", "noise", "unordered")
RESERVATIONS = ((0.4, 0.4), (0.5, 0.5), (0.6, 0.6), (0.4, 0.6))


def standing(view):
    """The last text that all accepted, else the opening."""
    accepted = [entry.text for entry in view.heard if all(reply.accepts for reply in entry.replies)]
    return list(accepted[-1] if accepted else view.opening)


def changed(text, count, draw):
    """The text with `count` issues, drawn without repetition, set to options drawn at random."""
    issues = sorted(range(ISSUES), key=lambda issue: draw(1 + issue))[:count]
    for issue in issues:
        text[issue] = (text[issue] + 1 + draw(10 + issue) % (OPTIONS - 1)) % OPTIONS
    return tuple(text)


class Local:
    """One random issue of the standing text is changed."""

    def propose(self, view, draw):
        return changed(standing(view), 1, draw) if view.heard else view.opening


class Trades:
    """Two random issues of the standing text are changed together."""

    def propose(self, view, draw):
        return changed(standing(view), 2, draw) if view.heard else view.opening


class Greedy:
    """Each party's named issue goes one step to its demand; instead of a text heard before, a trade."""

    def propose(self, view, draw):
        if not view.heard:
            return view.opening
        last = view.heard[-1]
        text = list(last.text)
        for demand, reply in zip(view.demands, last.replies, strict=True):
            if reply.issue >= 0:
                text[reply.issue] += int(np.sign(demand[reply.issue] - text[reply.issue]))
        if tuple(text) in {entry.text for entry in view.heard}:
            return changed(standing(view), 2, draw)
        return tuple(text)


STRATEGIES = {
    "random local change": Local(),
    "blind two-issue trades": Trades(),
    "greedy on named issues": Greedy(),
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


def answers(case, text, before):
    """What each party says to a text: nothing but yes or no, better or worse, and one named issue."""
    now = case.gains([text])[:, 0]
    against = np.zeros(2) if before is None else np.sign(now - case.gains([before])[:, 0])
    losses = case.blocks.max(axis=2) - case.blocks[:, np.arange(ISSUES), text]
    return tuple(
        Reply(
            accepts=bool(now[party] >= 0),
            against_last=int(against[party]),
            issue=int(losses[party].argmax()) if losses[party].max() > 0 else -1,
        )
        for party in range(2)
    )


def search(case, strategy, seed, texts=TEXTS):
    """Share of the best product after each text, the true gap of the best one, and CPU seconds."""
    demands = tuple(tuple(row) for row in case.blocks.argmax(axis=2).tolist())
    heard, memory, reached, gap, seconds = (), {}, [0.0], np.nan, 0.0
    for day in range(texts):
        view = MediatorView(
            sizes=(OPTIONS,) * ISSUES,
            demands=demands,
            opening=(OPTIONS // 2,) * ISSUES,
            heard=heard,
            memory=memory,
        )
        begun = time.process_time()
        text = strategy.propose(view, lambda slot, day=day: drawn(seed, day, slot))
        seconds += time.process_time() - begun
        replies = answers(case, text, heard[-1].text if heard else None)
        heard = (*heard, Heard(text=text, replies=replies))
        share = 0.0
        if all(reply.accepts for reply in replies):
            gains = case.gains([text])[:, 0]
            share = float(gains.prod()) / case.best
            gap = abs(gains[0] - gains[1]) if share > reached[-1] else gap
        reached.append(max(reached[-1], share))
    return np.array(reached[1:]), gap, seconds / texts


def drawn(seed, day, slot):
    """A number of 53 bits by seed, day and slot."""
    return int(np.random.SeedSequence((seed, day, slot)).generate_state(1, np.uint64)[0] >> 11)


def row(name, kind, reservations, cases, seed):
    """One line of the table."""
    runs = [
        search(hostile_case(kind, reservations, s), STRATEGIES[name], s) for s in range(seed, seed + cases)
    ]
    shares = np.array([run[0] for run in runs])
    gaps = [run[1] for run in runs if not np.isnan(run[1])]
    cells = [
        f"{shares[:, n - 1].mean():6.3f} {np.quantile(shares[:, n - 1], 0.1):6.3f}" for n in (10, 40, 100)
    ]
    asked = " ".join(f"{value:.1f}" for value in reservations)
    none = int((shares[:, 39] == 0).sum())
    gap = f"{np.mean(gaps):6.3f}" if gaps else "     -"
    speed = np.mean([run[2] for run in runs]) * 1000
    print(f"{name:<26}{kind:<10}{asked:<9}{'  '.join(cells)}{none:>6}  {gap}{speed:>7.2f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--seed", type=int, default=5000)
    parser.add_argument("--only", action="append", choices=STRATEGIES, help="may be repeated")
    parser.add_argument("--kinds", default=",".join(KINDS))
    chosen = parser.parse_args()
    print(f"{chosen.cases} cases a row from seed {chosen.seed}; mean and 10th percentile over cases")
    print(f"{'strategy':<26}{'scores':<10}{'no deal':<9}{'at 10':<15}{'at 40':<15}{'at 100':<12}", end="")
    print(f"{'none':>6}{'gap':>8}{'ms':>7}")
    for kind in chosen.kinds.split(","):
        for reservations in RESERVATIONS:
            for name in STRATEGIES:
                if name in (chosen.only or STRATEGIES):
                    row(name, kind, reservations, chosen.cases, chosen.seed)
    print("none: cases without an accepted text at 40; gap: true gains of the best text, apart by (mean);")
    print("ms: CPU a proposal, what was heard taken in.")


if __name__ == "__main__":
    main()
