"""Looks back on bundled and made-up records; prints what could have been foreseen, and how long it took.

python benchmarks/backtest.py [records]: so many made-up records of each kind (10 unless given).
"""

import sys
import time
from statistics import fmean

from detente.case.library import example
from detente.talks.backtest.looking_back import backtest
from detente.talks.backtest.made_up import told
from detente.talks.backtest.results import Backtest, Score


def main() -> None:
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    for name in ("gaza-2024", "two-rivers"):
        start = time.process_time()
        found = backtest(example(name), horizon_days=(14, 30, 60))
        show(found, time.process_time() - start)
    for coin in (False, True):
        made_up(records, coin=coin)


def show(found: Backtest, seconds: float) -> None:
    print(found)
    print(f"  {len(found.dates)} dates, {seconds:.1f} CPU s; not settled on {len(found.unsettled)} dates")
    for score in found.scores:
        print(f"  {score}")
        scores = ", ".join(f"{base} {value:.3f}" for base, value in bases(score))
        print(f"    Brier {score.brier.value:.3f}; {scores}; said {score.chance:.2f}, came {score.came:.2f}")
    for unused in found.left_out:
        print(f"  left out: {unused}")


def bases(score: Score) -> list[tuple[str, float]]:
    return [(skill.base, skill.base_score) for skill in score.skills if skill.rule == "brier"]


def made_up(records: int, *, coin: bool) -> None:
    start = time.process_time()
    found = [
        backtest(told(seed=s, coin=coin), draws=400, runs=0).score("answer")
        for s in range(100, 100 + records)
    ]
    scores = [score for score in found if score is not None]
    skills = [score.hardest.skill.value for score in scores if score.hardest.skill is not None]
    verdicts = [score.verdict for score in scores]
    seconds = (time.process_time() - start) / records
    kind = "coin flips" if coin else "answers from preferences"
    print(f"{kind}, {records} made-up records, {seconds:.1f} CPU s each")
    print(f"  skill: mean {fmean(skills):.2f}, from {min(skills):.2f} to {max(skills):.2f}")
    print("  " + ", ".join(f"{verdicts.count(v)} {v}" for v in sorted(set(verdicts))))
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        bins = [b for score in scores for b in score.bins if b.low == low]
        count = sum(b.forecasts for b in bins)
        if count:
            said = sum(b.chance * b.forecasts for b in bins) / count
            print(f"  said {said:.2f}, came {sum(b.came for b in bins) / count:.2f} ({count} forecasts)")


if __name__ == "__main__":
    main()
