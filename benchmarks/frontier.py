"""How long exact frontiers take: `python benchmarks/frontier.py [--seeds 10] [--peer-python PATH]`.

CPU seconds of this process, the median over the seeds, of the best of a few repeats each. Rows marked
`compiled` force the numba twins, warm; what loading and compiling them costs is printed below. With
`--peer-python` the same inputs also go to NegMAS, as `benchmarks/peer.py` says.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

import peer
from inputs import hostile, independent, zero_sum

from detente.kernels.backend import fast_available
from detente.kernels.frontier import enumerate_sums, merge, merge_within, nondominated

LOADING = """
import time
import numpy as np
from detente.kernels.frontier import merge
blocks = [np.arange(3 * width).reshape(3, width) % 3 for width in (WIDTH, WIDTH)]
began = time.process_time()
merge(blocks, fast=True)
print(time.process_time() - began)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    peer.add_arguments(parser)
    settings = parser.parse_args()
    seeds = range(settings.seeds)
    print(f"{'work':<62}{'CPU ms, median':>15}{'worst':>10}{'points, median':>16}{'aim ms':>8}")
    for name, aim, make, work in ROWS:
        if "compiled" in name and not fast_available():
            continue
        report(name, aim, [measure(make(seed), work) for seed in seeds])
    if fast_available():
        report_loading()
    peer.compare(settings)


def measure(
    blocks: Any, work: Callable[[Any], Any], *, least: float = 0.02, most: int = 20
) -> tuple[float, int]:
    """Best CPU seconds of several repeats, and the number of points; the first run is not counted."""
    points = size_of(work(blocks))
    spent: list[float] = []
    while len(spent) < 3 or (sum(spent) < least and len(spent) < most):
        began = time.process_time()
        work(blocks)
        spent.append(time.process_time() - began)
        if spent[0] > 1:
            break
    return min(spent), points


def size_of(found: Any) -> int:
    return len(found.points) if hasattr(found, "points") else len(found)


def report(name: str, aim: str, measured: list[tuple[float, int]]) -> None:
    seconds = [one for one, _ in measured]
    points = statistics.median(size for _, size in measured)
    middle, worst = statistics.median(seconds) * 1e3, max(seconds) * 1e3
    print(f"{name:<62}{middle:>15.2f}{worst:>10.2f}{points:>16,.0f}{aim:>8}", flush=True)


def report_loading() -> None:
    """CPU seconds to import numba and compile, and to load what an earlier process compiled."""
    for width in (2, 3):
        with tempfile.TemporaryDirectory() as folder:
            program = LOADING.replace("WIDTH", str(width))
            spent = [
                float(
                    subprocess.run(
                        [sys.executable, "-c", program],
                        env={**os.environ, "NUMBA_CACHE_DIR": folder},
                        capture_output=True,
                        text=True,
                        check=True,
                    ).stdout
                )
                for _ in range(2)
            ]
        print(f"first merge compiled, {width} parties: {spent[0]:.2f} s CPU, then {spent[1]:.2f} s")


def enumerated(blocks: Any) -> Any:
    return nondominated(enumerate_sums(blocks))


def plain(blocks: Any) -> Any:
    return merge(blocks, fast=False)


def compiled(blocks: Any) -> Any:
    return merge(blocks, fast=True)


ROWS = [
    ("10^6, 2 hostile parties, enumerated", "50", lambda seed: hostile(seed, issues=6), enumerated),
    ("10^6, 2 hostile parties, issue by issue", "1", lambda seed: hostile(seed, issues=6), plain),
    ("10^20, 2 hostile parties, numpy", "20", hostile, plain),
    ("10^20, 2 hostile parties, compiled", "10", hostile, compiled),
    ("10^20, 2 parties, noise 300, numpy", "", lambda seed: hostile(seed, noise=300), plain),
    ("10^20, 2 parties, noise 30, numpy", "", lambda seed: hostile(seed, noise=30), plain),
    ("10^20, 2 parties, no noise, numpy", "", lambda seed: hostile(seed, noise=0), plain),
    ("10^20, 2 parties, no noise, compiled", "", lambda seed: hostile(seed, noise=0), compiled),
    ("10^20, 3 independent parties, numpy", "2000", independent, plain),
    ("10^20, 3 independent parties, compiled", "2000", independent, compiled),
    ("10^20, 3 hostile parties, numpy", "2000", lambda seed: hostile(seed, parties=3), plain),
    ("10^20, 3 hostile parties, compiled", "2000", lambda seed: hostile(seed, parties=3), compiled),
    ("10^20, equal-weight zero-sum (every package is efficient)", "", zero_sum, plain),
    (
        "10^20, zero-sum with drawn weights, within 0.1 % of the range",
        "",
        lambda seed: zero_sum(seed, equal=False),
        lambda blocks: merge_within(blocks, 10_000),
    ),
    ("10^8, 4 independent parties, numpy", "", lambda seed: independent(seed, parties=4, issues=8), plain),
]

if __name__ == "__main__":
    main()
