"""The same inputs in NegMAS 0.16, for a ratio in one run: `python benchmarks/peer.py --peer-python PATH`.

NegMAS lives in an environment of its own: `--peer-folder FOLDER` makes one there (it downloads the package),
`--peer-python` names the interpreter of one that exists. Each measurement is a process of its own, its CPU
seconds without imports, stopped after `--peer-seconds`.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
import venv
from pathlib import Path
from typing import Any

from inputs import hostile

from detente.kernels.frontier import enumerate_sums, merge, nondominated

__all__ = ["add_arguments", "compare"]

RELEASE = "negmas==0.16.*"

PEER = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
from negmas.outcomes import make_issue, make_os
from negmas.preferences import LinearAdditiveUtilityFunction, MOBANOSParetoSampler
from negmas.preferences import ops

work, blocks = json.load(sys.stdin)
space = make_os([make_issue(list(range(len(block))), f"issue{k}") for k, block in enumerate(blocks)])
ufuns = [
    LinearAdditiveUtilityFunction(
        values=[{j: float(row[party]) for j, row in enumerate(block)} for block in blocks],
        weights=[1.0] * len(blocks),
        outcome_space=space,
        reserved_value=float("-inf"),
    )
    for party in range(len(blocks[0][0]))
]
began = time.process_time()
if work == "frontier":
    points, _ = ops.pareto_frontier(ufuns)
elif work == "stats":
    points = ops.calc_scenario_stats(tuple(ufuns)).pareto_utils
else:
    sampler = MOBANOSParetoSampler()
    sampler.init(ufuns[0], ufuns[1])
    spent = time.process_time() - began
    points = [tuple(u(outcome) for u in ufuns) for outcome in sampler._pareto_front]
    began = time.process_time() - spent
print(json.dumps([time.process_time() - began, len(set(points))]))
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options that say where the peer is; without them it is left out."""
    parser.add_argument("--peer-python", help="interpreter of an environment that has NegMAS 0.16")
    parser.add_argument("--peer-folder", help="make such an environment in this folder")
    parser.add_argument("--peer-seconds", type=float, default=300, help="stop each measurement after this")
    parser.add_argument("--peer-seeds", type=int, default=1, help="how many seeds the peer is given")


def compare(settings: argparse.Namespace) -> None:
    """Print the peer's CPU seconds, ours, and the ratio, for the work that both can do."""
    python = settings.peer_python
    if settings.peer_folder:
        python = _environment(Path(settings.peer_folder))
    if not python:
        print("peer: not measured (give --peer-python or --peer-folder)")
        return
    print(
        f"{'same input in both':<46}{'peer CPU s':>12}{'ours CPU s':>13}{'ratio':>10}{'points of each':>22}"
    )
    for name, work, make, ours in (
        (
            "10^6 frontier, enumerated",
            "frontier",
            _million,
            lambda blocks: nondominated(enumerate_sums(blocks)),
        ),
        ("10^6 frontier, issue by issue", "frontier", _million, merge),
        ("10^6 calc_scenario_stats, ours only frontier", "stats", _million, merge),
        ("10^20 frontier (peer: MOBANOS)", "mobanos", hostile, merge),
        ("10^20, no noise (peer: MOBANOS)", "mobanos", lambda seed: hostile(seed, noise=0), merge),
    ):
        cases = [make(seed) for seed in range(settings.peer_seeds)]
        theirs = [_peer(python, work, blocks, settings.peer_seconds) for blocks in cases]
        _print_row(name, theirs, [_own(ours, blocks) for blocks in cases], settings.peer_seconds)


def _million(seed: int) -> Any:
    return hostile(seed, issues=6)


def _print_row(name: str, theirs: list[Any], own: list[tuple[float, int]], most: float) -> None:
    ours = statistics.median(seconds for seconds, _ in own)
    if any(isinstance(one, str) for one in theirs):
        said = next(one for one in theirs if isinstance(one, str))
        print(
            f"{name:<46}{said:>12}{ours:>13.5f}"
            + (f"{'> ':>3}{most / ours:,.0f}" if said == "stopped" else "")
        )
        return
    peer_seconds = statistics.median(seconds for seconds, _ in theirs)
    points = f"{theirs[0][1]:,} / {own[0][1]:,}"
    print(f"{name:<46}{peer_seconds:>12.2f}{ours:>13.5f}{peer_seconds / ours:>10,.0f}{points:>22}")


def _own(work: Any, blocks: Any) -> tuple[float, int]:
    spent = []
    for _ in range(5):
        began = time.process_time()
        found = work(blocks)
        spent.append(time.process_time() - began)
    return min(spent), len(found.points if hasattr(found, "points") else found)


def _peer(python: str, work: str, blocks: Any, most: float) -> Any:
    """Seconds and points of one measurement, or a word on why there are none."""
    given = json.dumps([work, [block.tolist() for block in blocks]])
    try:
        done = subprocess.run(
            [python, "-c", PEER], input=given, capture_output=True, text=True, timeout=most, check=False
        )
    except subprocess.TimeoutExpired:
        return "stopped"
    if done.returncode:
        print(done.stderr.strip().splitlines()[-1], file=sys.stderr)
        return "failed"
    return json.loads(done.stdout.strip().splitlines()[-1])


def _environment(folder: Path) -> str:
    """Interpreter of a new environment with the peer in it."""
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "-q", RELEASE], check=True)
    return python


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    add_arguments(options)
    compare(options.parse_args())
