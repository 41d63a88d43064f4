"""How long questions about graph games take: `python benchmarks/games.py [--seeds 5]`.

CPU seconds of this process, the median over the seeds, of the best of a few repeats each. Rows marked
`compiled` force the numba twin, warm; the ratio is that of the numpy form to the twin on the same games. The
layered games have the shape of an accord's: many thin levels, two edges a state, no cycle.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from detente.kernels.backend import fast_available
from detente.kernels.games.attractor import attractor
from detente.kernels.games.decision import best_response, chances
from detente.kernels.games.energy import credit
from detente.kernels.games.graph import predecessors
from detente.kernels.games.order import order


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    settings = parser.parse_args()
    print(f"{'work':<62}{'CPU ms, median':>15}{'worst':>10}{'aim ms':>8}")
    for shape, make, aims in (("random, 10^6 states, 5*10^6 edges", scattered, ("1500", "250")), ACCORD):
        games = [make(seed) for seed in range(settings.seeds)]
        plain = report(f"{shape}, attractor, numpy", games, forced(fast=False), aims[0])
        known = report(f"{shape}, predecessors known, numpy", games, forced(fast=False, known=True), "")
        if fast_available():
            quick = report(f"{shape}, attractor, compiled", games, forced(fast=True), aims[1])
            report(f"{shape}, predecessors known, compiled", games, forced(fast=True, known=True), "")
            print(f"{'  numpy form / compiled twin':<62}{plain / quick:>15.2f}")
        print(f"{'  share of the numpy form spent on predecessors':<62}{1 - known / plain:>15.2f}")
    for name, work in WHOLE.items():
        report(f"{shape}, {name}", games, work, "")


def scattered(seed: int) -> dict[str, Any]:
    """Edges between states drawn at random; the target is one state in fifty."""
    rng = np.random.default_rng(seed)
    size, edges = 10**6, 5 * 10**6
    degree = np.bincount(rng.integers(0, size, edges), minlength=size)
    to = rng.integers(0, size, edges).astype(np.int32)
    return game(degree, to, rng.random(size) < 0.5, rng.random(size) < 0.02)


def layered(seed: int) -> dict[str, Any]:
    """300 levels of 500 states with one or two edges to the next level.

    Most of the last level is the target.
    """
    rng = np.random.default_rng(seed)
    levels, width = 300, 500
    size = levels * width
    degree = rng.integers(1, 3, size)
    degree[-width:] = 0
    level = np.repeat(np.arange(size), degree) // width
    to = ((level + 1) * width + rng.integers(0, width, level.size)).astype(np.int32)
    last = np.arange(size) >= size - width
    found = game(degree, to, rng.random(size) < 0.5, last & (rng.random(size) < 0.6))
    found["prob"] = np.repeat(1 / np.maximum(degree, 1), degree)
    found["gain"] = rng.integers(-3, 4, to.size).astype(float)
    return found


def game(degree: Any, to: Any, mine: Any, target: Any) -> dict[str, Any]:
    start = np.concatenate([[0], np.cumsum(degree)])
    return {"start": start, "to": to, "mine": mine, "target": target, "preds": predecessors(start, to)}


def forced(*, fast: bool, known: bool = False) -> Callable[[dict[str, Any]], Any]:
    def work(g: dict[str, Any]) -> Any:
        preds = g["preds"] if known else None
        return attractor(g["start"], g["to"], g["mine"], g["target"], preds=preds, fast=fast)

    return work


def measure(work: Callable[[], Any], repeats: int = 5) -> float:
    """Best CPU seconds of several repeats; the first run is not counted."""
    work()
    spent = []
    for _ in range(repeats):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent)


def report(name: str, games: list[dict[str, Any]], work: Callable[[dict[str, Any]], Any], aim: str) -> float:
    seconds = [measure(lambda g=g: work(g)) for g in games]
    middle, worst = statistics.median(seconds) * 1e3, max(seconds) * 1e3
    print(f"{name:<62}{middle:>15.2f}{worst:>10.2f}{aim:>8}", flush=True)
    return middle


ACCORD = ("layered, 1.5*10^5 states", layered, ("12", ""))
WHOLE: dict[str, Callable[[dict[str, Any]], Any]] = {
    "backward order": lambda g: order(g["start"], g["to"]),
    "best response": lambda g: best_response(g["start"], g["to"], g["mine"], g["prob"], g["gain"]),
    "chances and times": lambda g: chances(g["start"], g["to"], g["prob"], g["target"]),
    "smallest credit": lambda g: credit(g["start"], g["to"], g["mine"], g["gain"]),
}

if __name__ == "__main__":
    main()
