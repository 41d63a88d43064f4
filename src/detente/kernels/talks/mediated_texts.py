"""What texts are worth in many runs at once: sums of leaves, conditions that hold, the issue that is named.

Texts are (issues, chosen); sums are kept for the text that is out, so that a reply is a look-up.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.kernels.talks.mediated_plan import Plan
from detente.kernels.talks.mediated_world import Int, Runs, Who

__all__ = ["can_stand", "crosses", "hold", "put_out", "sum_rest", "utility"]


def put_out(runs: Runs, texts: Int, who: Who) -> None:
    """Put out a text in each of the chosen: what the replies need is summed now."""
    plan, s = runs.plan, runs.state
    s.out[:, who] = texts
    columns = texts + plan.fixed.offsets[:-1, None]
    _sum(runs, plan.needed, columns, who)
    for x, condition in enumerate(plan.fixed.threat_condition.tolist()):
        s.held[x, who] = hold(plan, condition, columns)
    s.named[:, who] = _named(runs, columns, who)


def sum_rest(runs: Runs, who: Who) -> None:
    """Sum what only ratification asks for, for the texts that are out."""
    columns = runs.state.out[:, who] + runs.plan.fixed.offsets[:-1, None]
    _sum(runs, np.array(runs.plan.rest, np.int64), columns, who)


def utility(runs: Runs, actor: int, who: Who) -> Int:
    """Utility of the text that is out to an actor, with what it costs that a ratifier has quit."""
    f, s = runs.plan.fixed, runs.state
    leaf = int(f.gain_leaf[actor])
    total: Int = s.sums[leaf, who]
    for x in runs.plan.threats_on.get(leaf, ()):
        cost = runs.term(leaf, int(f.threat_condition[x]), who)
        total = total + np.where((s.gone[x, who] > 0) & ~s.held[x, who], cost, 0)
    return total


def crosses(runs: Runs, actor: int, who: Who) -> NDArray[np.bool_] | None:
    """Where the text that is out crosses a red line of an actor; None for an actor without any."""
    leaf = int(runs.plan.fixed.lines_leaf[actor])
    return None if leaf < 0 else runs.state.sums[leaf, who] < 0


def can_stand(runs: Runs, texts: Int, who: Who) -> NDArray[np.bool_]:
    """Whether the options of each text can stand together."""
    f = runs.plan.fixed
    if f.feasible < 0:
        return np.ones(texts.shape[1], np.bool_)
    columns = texts + f.offsets[:-1, None]
    total = _scores(runs, np.array([f.feasible]), columns, who)[0]
    found: NDArray[np.bool_] = total + _terms(runs, f.feasible, columns, who) >= 0
    return found


def hold(plan: Plan, condition: int, columns: Int) -> NDArray[np.bool_]:
    """Whether a condition holds for texts given by their columns."""
    hits = plan.fixed.literals[condition].take(columns[plan.touched[condition]])
    found: NDArray[np.bool_] = hits.any(axis=0) if plan.fixed.mode[condition] == 1 else hits.all(axis=0)
    return found


def _sum(runs: Runs, leaves: Int, columns: Int, who: Who) -> None:
    sums = _scores(runs, leaves, columns, who)
    for k, leaf in enumerate(leaves.tolist()):
        runs.state.sums[leaf, who] = sums[k] + _terms(runs, leaf, columns, who)


def _scores(runs: Runs, leaves: Int, columns: Int, who: Who) -> Int:
    scores = runs.drawn.scores
    options = scores.shape[2]
    places = columns + (leaves * options)[:, None, None]
    if len(scores) > 1:
        places += runs.rows(who) * (scores.shape[1] * options)
    found: Int = scores.reshape(-1).take(places).sum(axis=1)
    return found


def _terms(runs: Runs, leaf: int, columns: Int, who: Who) -> Any:
    total: Any = 0
    for condition in runs.plan.terms[leaf]:
        total = total + np.where(hold(runs.plan, condition, columns), runs.term(leaf, condition, who), 0)
    return total


def _named(runs: Runs, columns: Int, who: Who) -> Int:
    """For each party, the issue on which it would gain most by its own first choice, -1 for none.

    A loss is made one number with the place of its issue by id, so that the largest number names the issue.
    """
    f, d = runs.plan.fixed, runs.drawn
    issues, options = len(f.sizes), d.scores.shape[2]
    shift = issues.bit_length()
    low = 2**shift - 1
    names = np.full(low + 1, -1)
    names[low - np.arange(issues)] = f.issue_order
    rank = np.empty(issues, np.int64)
    rank[f.issue_order] = low - np.arange(issues)
    leaves = f.gain_leaf[f.principal]
    best = d.best if d.best.shape[-1] == 1 else d.best[..., who]
    places = columns + (leaves * options)[:, None, None]
    if len(d.scores) > 1:
        places += runs.rows(who) * (d.scores.shape[1] * options)
    losses = best - d.scores.reshape(-1).take(places)
    losses <<= shift
    losses |= rank[:, None]
    most = losses.max(axis=1)
    return np.where(most > low, names[most & low], -1)
