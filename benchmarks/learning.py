"""How well, and how quickly, preferences are learnt from a record: `python benchmarks/learning.py`.

Made-up cases with numbers drawn from the prior and a record told with them: the share of 90 % ranges that
hold the truth, how far a spread narrows, CPU seconds, and the calibration: chi-square with 9 degrees of
freedom of the shares of draws below the truth, about 9 when right, above 21.7 one time in a hundred.
`--repeats N` data sets a size, `--calibration N` repeats of the calibration (0 leaves it out). NumPyro's rows
need `pip install 'detente[bayes]'`.
"""

import argparse
import importlib.metadata
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

from detente.case.library import example
from detente.talks.learning.calibrate import Recovery, recover, uniformity
from detente.talks.learning.learn import learn
from detente.talks.learning.made_up import made_up
from detente.talks.learning.nuts import nuts_available

SIZES = ((30, 8, 6), (100, 8, 6), (300, 12, 8))
KINDS = ("weight", "reservation", "fall", "speed")
EXTRA = ("numpyro", "jax", "jaxlib", "ml_dtypes", "opt_einsum", "multipledispatch", "tqdm")


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--repeats", type=int, default=8)
    reader.add_argument("--calibration", type=int, default=60)
    settings = reader.parse_args()
    methods = ("light", "numpyro") if nuts_available() else ("light",)
    rows = [("light", settings.repeats), *((method, 1) for method in methods if len(methods) > 1)]
    print("method  data sets  observations  weights  r of true and learnt weights", end="  ")
    print("90 % ranges that hold the truth (weight, reservation, fall, speed)", end="  ")
    print("spread after/before  CPU s  ESS  R-hat")
    for method, repeats in rows:
        for size in SIZES:
            recovery(method, size, repeats)
    bundled(methods)
    installed()
    if settings.calibration:
        calibration(settings.calibration)


def recovery(method: str, size: tuple[int, int, int], repeats: int) -> None:
    count, issues, actors = size
    found, seconds = [], []
    for seed in range(repeats):
        case, record = made_up(issues=issues, actors=actors, count=count, seed=seed)
        one, spent = timed(recover, case, record, seed=seed, draws=3000, method=method)
        found.append(one)
        seconds.append(spent)
    weights = [n for one in found for n in one.found if n.kind == "weight"]
    r = np.corrcoef([n.truth for n in weights], [n.likely for n in weights])[0, 1]
    held = [f"{mean(n.held for n in of(found, kind)):.2f}" for kind in KINDS]
    narrowed = [f"{mean(n.narrowed for n in of(found, kind)):.2f}" for kind in KINDS]
    worst = f"{min(o.effective for o in found):.0f}  {max(o.reduction for o in found):.3f}"
    print(f"{method:8} {repeats:3} {count:5} {issues * actors:5} {r:.2f}  {held}  {narrowed}", end="  ")
    print(f"{np.median(seconds):.1f}  {worst}")


def bundled(methods: Iterable[str]) -> None:
    for name in ("gaza-2024", "two-rivers"):
        likely = {}
        for method in methods:
            found, seconds = timed(learn, example(name), method=method)
            likely[method] = found
            print(f"{method:8} {found.case_id}: {len(found.observations)} observations, {seconds:.1f} CPU s")
        if len(likely) > 1:
            pairs = zip(likely["light"].numbers, likely["numpyro"].numbers, strict=True)
            gap = max(abs(a.likely - b.likely) / max((a.high - a.low) / 3.29, 1e-9) for a, b in pairs)
            print(f"         largest distance of two means: {gap:.2f} of a spread")


def installed() -> None:
    sizes = {}
    for name in EXTRA:
        try:
            files = importlib.metadata.files(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        places = [Path(str(file.locate())) for file in files]
        sizes[name] = sum(place.stat().st_size for place in places if place.is_file()) / 1e6
    shown = ", ".join(f"{name} {size:.0f}" for name, size in sizes.items())
    print(
        f"MB of [bayes] beside the core: {sum(sizes.values()):.0f} ({shown})" if sizes else "no [bayes] here"
    )


def calibration(repeats: int) -> None:
    found = []
    for seed in range(repeats):
        case, record = made_up(issues=6, actors=4, count=60, seed=seed)
        found.append(recover(case, record, seed=seed))
    kinds = dict.fromkeys(n.kind for n in found[0].found)
    print(f"calibration, {repeats} repeats: chi-square(9) and share of 80 % ranges that hold the truth")
    for kind in kinds:
        firsts = [one_of(one, kind) for one in found]
        inner = mean(0.1 <= n.below <= 0.9 for n in of(found, kind))
        print(f"  {kind:12} {uniformity(n.below for n in firsts):5.1f}  {inner:.2f}")


def of(found: Iterable[Recovery], kind: str) -> list[Any]:
    return [n for one in found for n in one.found if n.kind == kind]


def one_of(one: Recovery, kind: str) -> Any:
    return next(n for n in one.found if n.kind == kind)


def mean(values: Iterable[float]) -> float:
    return float(np.mean(list(values)))


def timed(ask: Callable[..., Any], *given: Any, **named: Any) -> tuple[Any, float]:
    start = time.process_time()
    answer = ask(*given, **named)
    return answer, time.process_time() - start


if __name__ == "__main__":
    main()
