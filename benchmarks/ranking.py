"""Milliseconds from a slider to the packages ranked anew, on numpy and compiled, with memory.

Run as `python benchmarks/ranking.py`. 500 draws are asked for, which makes 512. CPU times, least and median,
and median wall times of 15 moves to different places. Each way is a process of its own, whose peak memory is
told with what Python's allocations add for a while, on top of what stays, in making a ranking and in a move.
`made` has two parties of three ratifiers each, every number uncertain, and 100,000 packages.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
import tracemalloc

import numpy as np

from detente.analysis.ranking import Ranking
from detente.analysis.space import OutcomeSpace
from detente.case.library import example
from detente.case.model import Case, Change, Constraint, Issue, Option, Party, Ratifier
from detente.case.preferences import DatedRange, Interaction, Preferences, Range, RedLine
from detente.case.procedure import Approval, AtLeast, Reading, Says
from detente.kernels.backend import fast_available

TIMES = 15
CASES = ["made", "gaza-2024", "two-rivers"]


def made():
    """Five issues of ten options; a wants them high and b low; two of three must pass it in each."""
    rng = np.random.default_rng(0)
    issues = tuple(
        Issue(id=f"i{k}", name=f"i{k}", options=tuple(Option(id=f"o{n}", name=f"o{n}") for n in range(10)))
        for k in range(5)
    )

    def about(value):
        low, high = max(value - 0.1, 0.0), min(value + 0.1, 1.0)
        return Range(low=round(float(low), 3), likely=round(float(value), 3), high=round(float(high), 3))

    def wants(actor):
        rise = np.linspace(0, 1, 10) if actor < "b" else np.linspace(1, 0, 10)
        return Preferences(
            actor=actor,
            weights=tuple((i.id, about(w)) for i, w in zip(issues, rng.dirichlet([3] * 5), strict=True)),
            scores=tuple(
                (i.id, tuple((o.id, about(s)) for o, s in zip(i.options, rise, strict=True))) for i in issues
            ),
            interactions=(
                Interaction(id="link", when=(("i0", ("o1", "o2")), ("i4", ("o7",))), adds=about(0.2)),
            ),
            red_lines=(RedLine(id="line", never=(("i2", ("o0",)),), holds=about(0.5)),),
            reservation=(DatedRange(range=about(0.5)),),
        )

    members = {p: tuple(f"{p}{n}" for n in range(3)) for p in "ab"}
    parties = tuple(
        Party(
            id=p,
            name=p,
            principal=own[0],
            approval=Approval(
                readings=(Reading(id="two", rule=AtLeast(k=2, rules=tuple(Says(actor=a) for a in own))),)
            ),
        )
        for p, own in members.items()
    )
    return Case(
        id="made",
        title="made",
        issues=issues,
        parties=parties,
        ratifiers=tuple(Ratifier(id=a, name=a, party=p) for p, own in members.items() for a in own),
        preferences=tuple(wants(a) for own in members.values() for a in own),
        constraints=(Constraint(id="never", never=(("i0", ("o0",)), ("i1", ("o9",)))),),
    )


def clocked(works):
    """Least and median CPU milliseconds, and median wall milliseconds, of some calls."""
    spans = []
    for work in works:
        cpu, wall = time.process_time(), time.perf_counter()
        work()
        spans.append(((time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000))
    own, whole = zip(*spans, strict=True)
    return min(own), statistics.median(own), statistics.median(whole)


def passing_megabytes(work):
    """The most megabytes that a call takes beyond those that its answer keeps."""
    tracemalloc.start()
    answer = work()
    held, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del answer
    return (most - held) / 1e6


def changes(slider):
    """Moves of one slider's likely value to different places between its ends."""
    places = np.linspace(slider.low, slider.high, TIMES + 2)[1:-1]
    return [Change(path=slider.path, value=(slider.low, round(float(at), 6), slider.high)) for at in places]


def measured(name):
    """The rows of one case in this process."""
    space = OutcomeSpace(made() if name == "made" else example(name))
    ranking = Ranking.of(space, draws=500)
    ranking.best(5)
    sliders = ranking.sliders()
    rows = {"Ranking.of": clocked([lambda: Ranking.of(space, draws=500)] * 3)}
    for kind in ("reservation", "score", "weight", "red line", "interaction"):
        slider = next((s for s in sliders if s.kind == kind and s.low < s.high), None)
        if slider is None:
            continue
        ranking.moved(changes(slider)[0])
        rows[f"{kind}: moved, best 5"] = clocked(
            [lambda change=change: ranking.moved(change).best(5) for change in changes(slider)]
        )
    moves = changes(sliders[0])
    rows["first slider: moved, bridges 5"] = clocked(
        [lambda change=change: ranking.moved(change).bridges(5) for change in moves]
    )
    rows["first slider: moved, as_dict"] = clocked(
        [lambda change=change: ranking.moved(change).as_dict() for change in moves]
    )
    closed = [Change(path=sliders[0].path, value=change.value[1]) for change in moves]
    rows["first slider: closed, best 5"] = clocked(
        [lambda change=change: ranking.moved(change).best(5) for change in closed]
    )
    moved = [ranking.moved(change) for change in moves[:3]]
    rows["sliders of a moved one"] = clocked([one.sliders for one in moved])
    rows["scatter of a moved one"] = clocked([one.scatter for one in moved])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "rows": rows,
        "packages": space.packages,
        "bits": ranking.planes.bytes / 1e6,
        "peak": peak,
        "made": passing_megabytes(lambda: Ranking.of(space, draws=500)),
        "moved": passing_megabytes(lambda: ranking.moved(moves[0]).best(5)),
    }


def main():
    if len(sys.argv) == 2:
        print(json.dumps(measured(sys.argv[1])))
        return
    for name in CASES:
        for way in ("numpy", "fast") if fast_available() else ("numpy",):
            how = os.environ | {"DETENTE_FAST": str(int(way == "fast"))}
            done = subprocess.run(
                [sys.executable, __file__, name], capture_output=True, text=True, check=True, env=how
            )
            cell = json.loads(done.stdout)
            print(
                f"{name}, {way}: {cell['packages']:,} packages, bits {cell['bits']:.0f} MB; for a while"
                f" {cell['made']:.0f} MB to make, {cell['moved']:.0f} MB to move; peak {cell['peak']:.0f} MB"
            )
            for row, (least, middle, wall) in cell["rows"].items():
                print(f"  {row:<34}{least:>8.1f}{middle:>8.1f} ms CPU{wall:>8.1f} ms wall")


if __name__ == "__main__":
    main()
