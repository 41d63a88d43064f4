"""CPU microseconds a draw of the bundled cases: from points of the unit cube to score tables.

Run as `python benchmarks/draws.py`. Least and median of 25 warm calls, on numpy and compiled, for 1,024 draws
a call and for one; what the first compiled call costs on top stands apart.
"""

import statistics
import sys
import time

import numpy as np

from detente.analysis.space import OutcomeSpace
from detente.case.library import example
from detente.kernels.backend import fast_available

TIMES = 25
CASES = ["gaza-2024", "panama-canal-1974", "two-rivers"]


def clocked(space, cube, fast):
    """CPU microseconds of one call, and its tables."""
    start = time.process_time()
    tables = space.drawn(cube, fast=fast)
    return (time.process_time() - start) * 1e6, tables


def main():
    print(f"{'case':<20}{'draws':>6}  {'way':<7}{'least us':>10}{'median us':>11}{'first +ms':>11}")
    for name in CASES:
        space = OutcomeSpace(example(name))
        for draws in (1, 1024):
            cube = np.random.default_rng(0).random((draws, space.numbers.dims))
            sums = set()
            for fast in (False, True) if fast_available() else (False,):
                first, tables = clocked(space, cube, fast)
                runs = [clocked(space, cube, fast)[0] for _ in range(TIMES)]
                middle = statistics.median(runs)
                print(
                    f"{name:<20}{draws:>6}  {'fast' if fast else 'numpy':<7}{min(runs) / draws:>10.2f}"
                    f"{middle / draws:>11.2f}{(first - middle) / 1000:>11.1f}"
                )
                sums.add((tables.scores.tobytes(), tables.term_values.tobytes(), tables.thresholds.tobytes()))
            if len(sums) > 1:
                sys.exit(f"{name}: the ways do not agree")


if __name__ == "__main__":
    main()
