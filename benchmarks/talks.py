"""Runs of mediated talks a CPU second: `python benchmarks/talks.py [--runs 100000] [--repeats 5]`.

Models of hostile parties with random weights and a zone of about 3 % of all packages. Minimal: 6 issues of 5
options, 2 parties of 3 ratifiers, at most 200 days, nothing uncertain. Conceding: the same, but parties ask
more than their reservations and come down day by day. Full: 12 issues, 2 parties of 6, mandates, slow homes,
events, threats to quit, a mediator believed or not. The best of the repeats counts; the digests of the first
20 runs must be equal. Draws are what runs draw of the case and the setting before their first day.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np

from detente.analysis.space import OutcomeSpace
from detente.case.model import Case, Issue, Option, Party, Ratifier
from detente.case.preferences import DatedRange, Preferences, Range
from detente.case.procedure import Approval, ExitThreat, Mandate, Quota, Reading
from detente.kernels.backend import fast_available
from detente.kernels.talks import mediated, mediated_fast
from detente.kernels.talks.counter import run_keys
from detente.kernels.talks.shapes import ENDS, FACTS
from detente.talks.engine.run import run_once
from detente.talks.mediators.steps import Greedy
from detente.talks.protocols.single_text import SingleText
from detente.talks.setting.values import (
    Counter,
    Delegation,
    Effect,
    Happening,
    Hazard,
    Home,
    Mediation,
    Setting,
    Summit,
)
from detente.talks.tables import DAYS, TalksTables

OPTIONS, SIDES = 5, "ab"
SHARE = 0.03  # of packages in the zone
BLOCK = 8192

STARTING = """
import time
import talks
tables = talks.TalksTables(*talks.minimal())
drawn, keys = tables.drawn(1, 0, 1), talks.run_keys(1, talks.DAYS, 0, 1)
began, wall = time.process_time(), time.perf_counter()
talks.mediated_fast.run_block(tables.fixed, drawn, keys)
print(time.process_time() - began, time.perf_counter() - wall)
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--peers", default="", help="a Python with Mesa 3")
    settings = parser.parse_args()
    print(
        f"{'model':<11}{'engine':<11}{'runs':>9}{'runs/CPU s':>13}{'with draws':>13}{'days':>8}{'deals':>8}"
    )
    for name, model in (("minimal", minimal), ("conceding", conceding), ("full", full)):
        report(name, TalksTables(*model()), settings)
    if fast_available():
        report_start()
        report_threads(settings.runs)
        if settings.peers:
            report_peer(settings.peers, settings.runs)


def report_peer(python, runs):
    """Days of minimal talks a CPU second, ours against Mesa's, in one run."""
    script = str(Path(__file__).parent / "peer_mesa.py")
    told = subprocess.run([python, "-W", "ignore", script], capture_output=True, text=True, check=True).stdout
    theirs, their_days = map(float, told.split())
    tables = TalksTables(*minimal())
    spent, _, facts = timed(tables, mediated_fast.run_block, runs)
    ours = facts[:, FACTS.index("day")].sum() / spent
    print(f"Mesa: {theirs:,.0f} runs of {their_days:.0f} days a CPU second; ", end="")
    print(f"days a CPU second, ours against it: {ours / (theirs * their_days):,.0f} times")


def report(name, tables, settings):
    engines = {"compiled": mediated_fast.run_block} if fast_available() else {}
    engines |= {"numpy": mediated.run_block, "reference": None}
    counts = {"compiled": settings.runs, "numpy": settings.runs // 20, "reference": settings.runs // 2000}
    for engine, block in engines.items():
        best, drawing, runs = 0.0, 0.0, max(counts[engine], 20)
        for _ in range(settings.repeats):
            spent, drawn, facts = timed(tables, block, runs)
            best, drawing = max(best, runs / spent), max(drawing, runs / (spent + drawn))
        days, deals = facts[:, FACTS.index("day")].mean(), facts[:, FACTS.index("end")] == ENDS.index("deal")
        digest = hashlib.blake2b(facts[:20].tobytes(), digest_size=4).hexdigest()
        print(
            f"{name:<11}{engine:<11}{runs:>9,}{best:>13,.0f}{drawing:>13,.0f}{days:>8.1f}{deals.mean():>8.1%}"
            f"  {digest}"
        )


def timed(tables, block, runs):
    """CPU seconds of the days and of drawing, and the facts."""
    if block is None:
        began = time.process_time()
        rows = [one_run(tables, run) for run in range(runs)]
        return time.process_time() - began, 0.0, np.array(rows)
    spent = drawing = 0.0
    found = []
    for first in range(0, runs, BLOCK):
        count = min(BLOCK, runs - first)
        began = time.process_time()
        drawn = tables.drawn(1, first, count)
        middle = time.process_time()
        found.append(block(tables.fixed, drawn, run_keys(1, DAYS, first, count)).facts)
        spent += time.process_time() - middle
        drawing += middle - began
    return spent, drawing, np.concatenate(found)


def one_run(tables, run):
    done = run_once(tables, SingleText(), Greedy(), seed=1, run=run)
    return [value for _, value in done.facts]


def report_start():
    """What the first call costs with nothing kept on disk, and with the code kept."""
    with tempfile.TemporaryDirectory() as folder:
        here = str(Path(__file__).parent)
        paths = os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH")]))
        known = os.environ | {"NUMBA_CACHE_DIR": folder, "PYTHONPATH": paths}
        for state in ("cold", "kept"):
            command = [sys.executable, "-c", STARTING]
            told = subprocess.run(command, env=known, capture_output=True, text=True, check=True).stdout
            cpu, wall = map(float, told.split())
            print(f"first call, {state}: {cpu:.2f} CPU s, {wall:.2f} s")


def report_threads(runs):
    """Two threads against one, by the clock."""
    tables = TalksTables(*minimal())
    drawn = tables.drawn(1, 0, 1)
    parts = [run_keys(1, DAYS, first, BLOCK) for first in range(0, 2 * runs, BLOCK)]

    def clocked(workers):
        with ThreadPoolExecutor(workers) as pool:
            began = time.perf_counter()
            list(pool.map(lambda keys: mediated_fast.run_block(tables.fixed, drawn, keys), parts))
            return time.perf_counter() - began

    clocked(2)
    ratios = [clocked(1) / clocked(2) for _ in range(5)]
    print(f"two threads against one: {max(ratios):.2f} x (median {sorted(ratios)[2]:.2f})")


# --- models -------------------------------------------------------------------------------------------------


def minimal():
    """Six issues, two parties of three ratifiers, nothing that varies but the mediator's steps."""
    case = hostile(issues=6, ratifiers=3, seed=1)
    return OutcomeSpace(case), Setting(id="minimal", days=200, deadline=200)


def conceding():
    """The same with parties that ask a tenth more than their reservations, and come down with time."""
    space, setting = minimal()
    asks = Range.of(0.1)
    sides = tuple(Delegation(party=p, tactic="linear", asks=asks) for p in SIDES)
    return space, replace(setting, delegations=sides)


def full():
    """Twelve issues, twelve ratifiers, and everything that talks may have."""
    case = hostile(issues=12, ratifiers=6, seed=2)
    a0, b0 = "a0", "b0"
    case = case.with_(
        mandates=tuple(
            Mandate(
                id=f"narrow-{p}", party=p, allows=(("i00", ("o1", "o2", "o3")), ("i01", ("o1", "o2", "o3")))
            )
            for p in SIDES
        ),
        exit_threats=tuple(
            ExitThreat(
                actor=f"{p}{k}",
                on=(("i02", ("o4" if p == "a" else "o0",)),),
                credibility=Range(low=0.2, likely=0.5, high=0.8),
                principal_effect=Range(low=-0.05, likely=-0.02, high=0),
            )
            for p in SIDES
            for k in (4, 5)
        ),
    )
    wide = Range(low=0.02, likely=0.05, high=0.1)
    sides = tuple(
        Delegation(
            party=p,
            mandate=f"narrow-{p}",
            tactic="boulware:0.6",
            asks=Range(low=0.02, likely=0.06, high=0.12),
            answers=Range.of(0.7),
            trust=(Range.of(3), Range.of(2)),
            audience=Range.of(0.005),
            blame=Range.of(0.005),
        )
        for p in SIDES
    )
    homes = [Home(actor=a, answers=Range.of(0.3), least=1, delay=Range.of(0.0001)) for a in (a0, b0)]
    homes += [Home(actor=f"{p}{k}", answers=Range.of(0.6), returns=20) for p in SIDES for k in range(1, 6)]
    mediation = Mediation(
        publishes=Range.of(0.05),
        attributes=Range.of(0.3),
        blames=Range.of(0.1),
        leak=Range.of(0.02),
        counsel=Range.of(0.02),
        word=Range.of(0.01),
        aside_after=20,
        noise=Range.of(0.01),
    )
    hits = Effect(kind="reservation", on=a0, amount=wide, days=30)
    hazards = (
        Hazard(id="attack", name="attack", rate=wide, effects=(hits, Effect(kind="silent", on=b0, days=7))),
        Hazard(id="recess", name="recess", rate=Range.of(0.01), effects=(Effect(kind="suspends", days=5),)),
        Hazard(id="rift", name="rift", rate=Range.of(0.01), effects=(Effect(kind="away", on="b", days=10),)),
        Hazard(id="war", name="war", rate=Range.of(0.001), effects=(Effect(kind="ends"),), once=True),
    )
    wider = Effect(kind="mandate", on="a", to="free")
    happenings = (Happening(id="vote", name="vote", day=90, chance=Range.of(0.5), effects=(wider,)),)
    setting = Setting(
        id="full",
        days=200,
        deadline=200,
        delegations=sides,
        homes=tuple(homes),
        mediation=mediation,
        hazards=hazards,
        happenings=happenings,
        counters=(
            Counter(id="held", name="held", start=50, falls=Range.of(0.001), on=a0, adds=Range.of(0.001)),
        ),
        summits=(Summit(id="meeting", name="meeting", day=60, slips=Range.of(0.3), attends=Range.of(0.8)),),
    )
    return OutcomeSpace(case), setting


def hostile(*, issues, ratifiers, seed):
    """Two parties whose scores rise and fall along every issue; a zone of about SHARE of all packages."""
    draw = np.random.default_rng(seed)
    people = [f"{side}{k}" for side in SIDES for k in range(ratifiers)]
    weights = draw.dirichlet(np.ones(issues), len(people)).round(4)
    weights[:, 0] += 1 - weights.sum(axis=1)
    slopes = np.linspace(0, 1, OPTIONS)
    scores = np.stack(
        [[np.sort(draw.beta(2, 2, OPTIONS) * 0.5 + slopes * 0.5) for _ in range(issues)] for _ in people]
    ).round(3)
    scores[ratifiers:] = scores[ratifiers:, :, ::-1]
    need = ratifiers // 2 + 1
    asked = float(reservation(weights, scores, need))
    table = tuple(
        Issue(
            id=f"i{k:02}",
            name=f"i{k:02}",
            ordered=True,
            if_silent="o2",
            options=tuple(Option(id=f"o{n}", name=f"o{n}") for n in range(OPTIONS)),
        )
        for k in range(issues)
    )
    return Case(
        id="hostile",
        title="hostile",
        issues=table,
        parties=tuple(party(side, ratifiers, need) for side in SIDES),
        ratifiers=tuple(Ratifier(id=name, name=name, party=name[0]) for name in people),
        preferences=tuple(
            Preferences(
                actor=name,
                measure="points",
                weights=tuple((i.id, Range.of(float(w))) for i, w in zip(table, weights[n], strict=True)),
                scores=tuple(
                    (i.id, tuple((f"o{o}", Range.of(float(s))) for o, s in enumerate(row)))
                    for i, row in zip(table, scores[n], strict=True)
                ),
                reservation=(DatedRange(range=Range.of(round(asked, 4))),),
            )
            for n, name in enumerate(people)
        ),
    )


def party(side, ratifiers, need):
    seats = tuple((f"{side}{k}", 1) for k in range(ratifiers))
    approval = Approval(readings=(Reading(id="most", rule=Quota(seats=seats, need=need), base=True),))
    return Party(id=side, name=side, principal=f"{side}0", approval=approval)


def reservation(weights, scores, need):
    """The reservation, the same for all, at which about SHARE of the packages pass."""
    draw = np.random.default_rng(0)
    packages = draw.integers(0, OPTIONS, (20_000, weights.shape[1]))
    columns = np.arange(weights.shape[1])
    utility = np.stack([(w * s[columns, packages]).sum(axis=1) for w, s in zip(weights, scores, strict=True)])
    half = len(weights) // 2
    sides = [np.sort(utility[:half], axis=0)[-need], np.sort(utility[half:], axis=0)[-need]]
    return np.quantile(np.minimum(*sides), 1 - SHARE)


if __name__ == "__main__":
    main()
