"""CPU and wall seconds of the approval kernels, beside a naive enumeration in the same run.

Run as `python benchmarks/approval.py`. Medians of five warm calls; what the first call with compiled
loops costs on top stands apart. Memory is the peak of a process of its own for each row. Inputs are
uniform scores below 10^9, six or seven issues of ten options, and everyone must say yes.
"""

import functools
import json
import resource
import statistics
import subprocess
import sys
import time

import numpy as np

from detente.kernels import approval
from detente.kernels.approval_tables import ALL, ApprovalTables, BoolProgram
from detente.kernels.backend import fast_available

TIMES = 5
ROWS = {
    "odds: 10^6 x 1,000 draws x 4": {"issues": 6, "draws": 1000, "approvers": 4},
    "the same with 12 linked pairs": {"issues": 6, "draws": 1000, "approvers": 4, "terms": 12},
    "odds: 10^7 x 100 draws x 4": {"issues": 7, "draws": 100, "approvers": 4},
    "zone: 10^7 x 10 approvers": {"issues": 7, "draws": 1, "approvers": 10},
}


def problem(issues, draws, approvers, terms=0):
    """Tables where each approver accepts about half of all packages, and the rule that all must."""
    rng = np.random.default_rng(0)
    literals = np.zeros((terms, issues, 10), bool)
    for term in literals:
        for issue in rng.choice(issues, 2, replace=False):
            term[issue, rng.choice(10, 3, replace=False)] = True
    tables = ApprovalTables(
        sizes=np.full(issues, 10),
        scores=rng.integers(0, 10**9, (draws, approvers, issues * 10)),
        thresholds=np.full((draws, approvers), issues * 10**9 // 2),
        literals=literals.reshape(terms, issues * 10),
        mode=np.full(terms, ALL, np.uint8),
        term_values=np.where(
            rng.random((approvers, terms)) < 0.25, rng.integers(-(10**9), 10**9, (draws, approvers, terms)), 0
        ),
    )
    ops = [(0, 0, 1)] + [(0, approvers + 2 + k, k + 2) for k in range(approvers - 2)]
    root = approvers + 1 + len(ops)
    return tables, BoolProgram(
        approvers=approvers, ops=np.array(ops, np.int32), roots=np.array([root], np.int32)
    )


def naive(tables, draws):
    """Counts by summing every package in each draw, issue by issue with broadcasting, then comparing."""
    n = len(tables.sizes)
    parts = [slice(start, start + 10) for start in tables.offsets[:-1]]
    counts = np.zeros(tables.packages, np.int64)
    for d in range(draws):
        passed = np.ones(tables.packages, bool)
        for a in range(tables.approvers):
            total = functools.reduce(np.add.outer, [tables.scores[d, a, part] for part in parts])
            for t in np.flatnonzero(tables.term_values[d, a]):
                spoken = [i for i in range(n) if tables.literals[t, parts[i]].any()]
                holds = [
                    np.flatnonzero(tables.literals[t, parts[i]]) if i in spoken else range(10)
                    for i in range(n)
                ]
                total[np.ix_(*holds)] += tables.term_values[d, a, t]
            passed &= (total >= tables.thresholds[d, a]).ravel()
        counts += passed
    return counts


def clocked(work):
    """CPU and wall seconds of one call, and its answer."""
    cpu, wall = time.process_time(), time.perf_counter()
    answer = work()
    return time.process_time() - cpu, time.perf_counter() - wall, answer


def measured(name, way):
    """One cell of the table, in this process."""
    tables, program = problem(**ROWS[name])
    zone = tables.draws == 1
    if way == "naive":
        draws = min(tables.draws, 2)
        cpu, wall, answer = clocked(lambda: naive(tables, draws))
        cpu, wall, first = cpu / draws * tables.draws, wall / draws * tables.draws, 0.0
        check = int(answer.sum()) if zone else 0
    else:

        def work():
            if zone:
                return approval.count(approval.passing(tables, program))
            return int(approval.pass_counts(tables, program, fast=way == "fast").counts.sum(dtype=np.int64))

        first, _, check = clocked(work)
        runs = [clocked(work)[:2] for _ in range(TIMES)]
        cpu, wall = (statistics.median(column) for column in zip(*runs, strict=True))
        first -= cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cpu": cpu, "wall": wall, "first": first, "peak": peak, "check": check}


def main():
    if len(sys.argv) == 3:
        print(json.dumps(measured(*sys.argv[1:])))
        return
    print(f"{'work':<32}{'way':<8}{'CPU s':>9}{'wall s':>9}{'first +s':>10}{'peak MB':>9}{'naive/it':>10}")
    for name in ROWS:
        ways = (
            ["naive", "numpy", "fast"] if ROWS[name]["draws"] > 1 and fast_available() else ["naive", "numpy"]
        )
        cells = {}
        for way in ways:
            done = subprocess.run(
                [sys.executable, __file__, name, way], capture_output=True, text=True, check=True
            )
            cells[way] = cell = json.loads(done.stdout)
            print(
                f"{name:<32}{way:<8}{cell['cpu']:>9.3f}{cell['wall']:>9.3f}{cell['first']:>10.3f}"
                f"{cell['peak']:>9.0f}{cells['naive']['cpu'] / cell['cpu']:>9.0f}x"
            )
        if len({cell["check"] for way, cell in cells.items() if cell["check"] or way != "naive"}) > 1:
            sys.exit(f"{name}: the ways do not agree")
    print("naive: two draws timed, scaled to all; first: CPU of the first call beyond a warm one (compiling,")
    print("or loading what an earlier run compiled); the zone needs no compiled loop.")


if __name__ == "__main__":
    main()
