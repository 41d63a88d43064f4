"""How many bilateral exchanges a CPU second: `python benchmarks/bilateral.py [--runs 200000] [--repeats 5]`.

Two parties alternate offers over 1,000 packages (three issues of ten options, opposed scores with noise,
drawn weights), at most 100 rounds; who begins and the exponents of the clocks (0.2 to 5) are drawn in each
run, or both are Boulware. `--peers PYTHON` times NegMAS's alternating offers in an environment apart, on
the same utilities. The median of the repeats is printed.
"""

import argparse
import statistics
import subprocess
import time

import numpy as np

from detente.analysis.space import OutcomeSpace
from detente.case.model import Case, Issue, Option, Party
from detente.case.preferences import DatedRange, Preferences, Range
from detente.case.procedure import Approval, AtLeast, Reading, Says
from detente.kernels.backend import fast_available
from detente.talks.bilateral.batch import all_offers, run_bilateral_block
from detente.talks.bilateral.engine import run_bilateral
from detente.talks.protocols.alternating_offers import AlternatingOffers
from detente.talks.setting.values import Setting
from detente.talks.tables import TalksTables
from detente.talks.tactics.concession import Polynomial
from detente.talks.tactics.exchange import DrawnExponent

ISSUES, OPTIONS, ROUNDS = 3, 10, 100

PEER = """
import time
from negmas import SAOMechanism, AspirationNegotiator, make_issue
from negmas.preferences import MappingUtilityFunction
weights, scores, rounds, repeats = {weights}, {scores}, {rounds}, {sessions}
issues = [make_issue({options}, name=str(i)) for i in range({issues})]
def utility(p):
    table = {{}}
    import itertools
    for x in itertools.product(range({options}), repeat={issues}):
        table[x] = sum(w * s[o] for w, s, o in zip(weights[p], scores[p], x))
    return MappingUtilityFunction(table, issues=issues, reserved_value=0.3)
both = [utility(0), utility(1)]
begun = time.process_time()
for k in range(repeats):
    m = SAOMechanism(issues=issues, n_steps=rounds)
    for p in range(2):
        party = AspirationNegotiator(aspiration_type=(0.2, 1.0, 5.0)[(k + p) % 3])
        m.add(party, preferences=both[(k + p) % 2])
    m.run()
print(repeats / (time.process_time() - begun))
"""


def inputs(seed):
    """Weights (2, issues) and scores (2, issues, options), opposed with noise, to three decimals."""
    draw = np.random.default_rng(seed)
    rising = np.sort(draw.random((ISSUES, OPTIONS)))
    falling = np.clip(1 - rising + 0.1 * draw.standard_normal(rising.shape), 0, 1)
    return draw.dirichlet(np.ones(ISSUES), 2).round(3), np.stack((rising, falling)).round(3)


def tables(weights, scores):
    def wants(name, w, rows):
        return Preferences(
            actor=name,
            measure="points",
            weights=tuple((f"i{k}", Range.of(float(x))) for k, x in enumerate(w)),
            scores=tuple(
                (f"i{k}", tuple((f"o{n}", Range.of(float(x))) for n, x in enumerate(row)))
                for k, row in enumerate(rows)
            ),
            reservation=(DatedRange(range=Range.of(0.3)),),
        )

    def rule(*actors):
        says = tuple(Says(actor=a) for a in actors)
        return Approval(readings=(Reading(id="base", rule=AtLeast(k=len(says), rules=says), base=True),))

    case = Case(
        id="bench",
        title="bench",
        parties=tuple(Party(id=p, name=p, principal=p, approval=rule(p)) for p in "ab"),
        deal_rule=rule("a", "b"),
        issues=tuple(
            Issue(id=f"i{k}", name="", options=tuple(Option(id=f"o{n}", name="") for n in range(OPTIONS)))
            for k in range(ISSUES)
        ),
        preferences=tuple(wants(p, w, s) for p, w, s in zip("ab", weights, scores, strict=True)),
    )
    return TalksTables(OutcomeSpace(case), Setting(id="bench", days=ROUNDS, deadline=ROUNDS))


def rate(work, count, repeats):
    """Sessions per CPU second, the median of the repeats."""
    work()
    found = []
    for _ in range(repeats):
        begun = time.process_time()
        work()
        found.append(count / (time.process_time() - begun))
    return statistics.median(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--peers", default="")
    asked = parser.parse_args()
    weights, scores = inputs(0)
    made = tables(weights, scores)
    drawn = AlternatingOffers(tactics=(DrawnExponent(),))
    slow = AlternatingOffers(tactics=(Polynomial(beta=0.2),))
    few = max(1, asked.runs // 100)
    for name, protocol in (("exponents drawn", drawn), ("Boulware 0.2 on both sides", slow)):
        block = run_bilateral_block(made, protocol, seed=1, first=0, runs=few)
        deals, offers = (block.facts[:, 0] == 1).mean(), block.facts[:, 3].mean()
        print(f"{name}: {deals:.3f} deals, {offers:.1f} offers a run; exchanges per CPU second")

        def many(runs, *, fast, protocol=protocol):
            return lambda: run_bilateral_block(made, protocol, seed=1, first=0, runs=runs, fast=fast)

        def told(protocol=protocol):
            for run in range(few):
                run_bilateral(made, protocol, seed=1, run=run)

        def kept(protocol=protocol):
            all_offers(made, protocol, seed=1, first=0, runs=asked.runs)

        part = max(1, asked.runs // 10)
        rows = [("numpy, bare", many(part, fast=False), part), ("readable, with transcript", told, few)]
        if fast_available():
            rows.insert(0, ("compiled, bare", many(asked.runs, fast=True), asked.runs))
            rows.insert(1, ("compiled, every offer kept", kept, asked.runs))
        for label, work, count in rows:
            print(f"  {label:<28}{rate(work, count, asked.repeats):>12,.0f}")
    if asked.peers:
        text = PEER.format(
            weights=weights.tolist(),
            scores=scores.tolist(),
            rounds=ROUNDS,
            options=OPTIONS,
            issues=ISSUES,
            sessions=40,
        )
        done = subprocess.run([asked.peers, "-c", text], capture_output=True, text=True, check=True)
        print(f"NegMAS                      {float(done.stdout.split()[-1]):>12,.1f}")


if __name__ == "__main__":
    main()
