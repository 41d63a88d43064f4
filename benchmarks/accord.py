"""How long an accord takes: `python benchmarks/accord.py [--repeats 3] [--large] [--storm-python PATH]`.

CPU seconds, the median over repeats, each row in a process of its own with its peak memory; imports are not
counted. `small` is the four-wording accord of the tests under its wording with the closed agenda. `--large`
adds the row of five million situations. With `--storm-python` (an interpreter with stormpy 2.0) the same
games also go to Storm's builder as exported models, and the ratio is told.
"""

import argparse
import importlib
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parents[1] / "tests"
sys.path.insert(0, str(TESTS))

WORDINGS = ("lapses", "either", "mediator-open", "mediator-closed")
STORM = """
import json, sys, time
import stormpy
program = stormpy.parse_prism_program(sys.argv[1])
began = time.process_time()
model = stormpy.build_model(program, options=stormpy.BuilderOptions())
print(json.dumps([time.process_time() - began, model.nr_states]))
"""

ASKED = {
    "phases": False,
    "exposure": False,
    "escrow": True,
    "self-enforcing": False,
    "bond": True,
    "patience": True,
}

Found = tuple[float, int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--large", action="store_true", help="also five million situations")
    parser.add_argument("--storm-python", default="", help="an interpreter that has stormpy 2.0")
    parser.add_argument("--row", default="", help=argparse.SUPPRESS)
    settings = parser.parse_args()
    if settings.row:
        print(json.dumps(one_row(settings.row)))
        return
    print(f"{'work':<58}{'CPU s':>9}{'worst':>9}{'situations':>13}{'peak MB':>9}{'aim s':>7}{'aim MB':>8}")
    for name, (aim, memory, _) in ROWS.items():
        if name not in LARGE or settings.large:
            report(
                name, aim, memory, [measure(name) for _ in range(1 if name in LARGE else settings.repeats)]
            )
    compare_storm(settings.storm_python or sys.executable, settings.repeats)


def measure(name: str) -> list[float]:
    """CPU seconds, situations and peak megabytes of one row, in a process of its own."""
    command = [sys.executable, __file__, "--row", name]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    found: list[float] = json.loads(ended.stdout)
    return found


def one_row(name: str) -> list[float]:
    spent, situations = ROWS[name][2]()
    return [spent, situations, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]


def report(name: str, aim: str, memory: str, found: list[list[float]]) -> None:
    seconds = [one[0] for one in found]
    middle, worst = statistics.median(seconds), max(seconds)
    peak = max(one[2] for one in found)
    print(
        f"{name:<58}{middle:>9.2f}{worst:>9.2f}{int(found[0][1]):>13,}{peak:>9,.0f}{aim:>7}{memory:>8}",
        flush=True,
    )


def small(tranches: int, days: int, wording: str = "mediator-closed", order: tuple[str, ...] = ()) -> Any:
    from detente.accord.space import AccordSpace
    from small_accords import three

    return AccordSpace(three(tranches, days), wording=wording, order=order)


def library() -> Any:
    from detente.accord.library import accord_example
    from detente.accord.space import AccordSpace

    space = AccordSpace(accord_example("three-phases-2024"), wording="mediators-closed")
    if not all(game.situations for game in space.games):
        raise SystemExit("an order of play has no game")
    return space


def timed(work: Callable[[], Any]) -> float:
    """CPU seconds of a piece of work, with everything that it may use imported before."""
    for needed in ("numpy", "scipy.sparse.csgraph", "detente.accord.check", "detente.accord.design.compare"):
        importlib.import_module(needed)
    from detente.accord.properties import PROPERTIES, property_named

    for name in PROPERTIES:
        property_named(name)
    began = time.process_time()
    work()
    return time.process_time() - began


def build(make: Callable[[], Any]) -> Callable[[], Found]:
    """Compiling and unfolding under one order of play."""

    def work() -> Found:
        space = make()
        spent = timed(lambda: space.game)
        return spent, space.game.situations

    return work


def build_library() -> Found:
    from detente.accord.library import accord_example
    from detente.accord.space import AccordSpace

    accord = accord_example("three-phases-2024")
    began = time.process_time()
    space = AccordSpace(accord, wording="mediators-closed", order=accord.order)
    situations = space.game.situations
    return time.process_time() - began, situations


def ask(name: str, *, each: bool = False) -> Callable[[], Found]:
    """A question by name about the library's accord, of `each` party where it takes one; games are built."""

    def work() -> Found:
        space = library()
        return timed(lambda: put(space, name, each=each)), space.game.situations

    return work


def put(space: Any, name: str, *, each: bool) -> None:
    from detente.accord.check import check

    for party in space.accord.parties if each else ("",):
        check(space, name, **({"party": party} if each else {}))


def everything() -> Found:
    """All rows of questions in one process, so that what they share is worked out once."""
    space = library()

    def work() -> None:
        qualitative(space)
        for name, each in ASKED.items():
            put(space, name, each=each)

    return timed(work), space.game.situations


def qualitative(space: Any) -> None:
    """Every power of every coalition under both orders of play, whether it is well-formed, four plays."""
    from detente.accord.check import check

    check(space, "powers")
    check(space, "well-formed")
    for party in space.accord.parties:
        check(space, "collapse", coalition=party)
        check(space, "stall", coalition=party)


def qualitative_library() -> Found:
    space = library()
    return timed(lambda: qualitative(space)), space.game.situations


def qualitative_large() -> Found:
    space = small(42, 160)
    spent = timed(lambda: (space.games, qualitative(space)))
    return spent, space.game.situations


def compare() -> Found:
    from detente.accord.design.compare import compare as diff
    from detente.accord.space import AccordSpace

    space = library()
    other = AccordSpace(space.accord, wording="mediators-open")
    return timed(lambda: diff(space, other)), space.game.situations


def compare_storm(python: str, repeats: int) -> None:
    """Our unfolding and Storm's builder on the same exported models, by turns in one run."""
    if subprocess.run([python, "-c", "import stormpy"], capture_output=True, check=False).returncode:
        print("Storm's builder: left out, stormpy is not installed (name an interpreter with --storm-python)")
        return
    from detente.accord.interchange.prism import to_prism

    title = "building the same model (11 tranches, 42 days)"
    print(f"\n{title:<46}{'ours':>9}{'Storm':>9}{'ratio':>9}{'states':>13}")
    for wording in WORDINGS:
        ours, theirs, states = [], [], set()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "game.prism"
            for _ in range(repeats):
                space = small(11, 42, wording, ("a", "b", "m"))
                path.write_text(to_prism(space.rules), encoding="utf-8")
                ours.append(timed(lambda space=space: space.game))
                told = subprocess.run(
                    [python, "-c", STORM, str(path)], capture_output=True, text=True, check=True
                )
                spent, count = json.loads(told.stdout)
                theirs.append(spent)
                states |= {count, space.game.situations}
        mine, other = statistics.median(ours), statistics.median(theirs)
        size = " and ".join(f"{count:,}" for count in sorted(states))
        print(f"{wording:<46}{mine:>9.2f}{other:>9.2f}{other / mine:>9.1f}{size:>13}", flush=True)


ROWS: dict[str, tuple[str, str, Callable[[], Found]]] = {
    "build three-phases-2024, 42 days x 11 tranches": ("0.3", "", build_library),
    "build small, 42 days x 11 tranches": ("0.3", "", build(lambda: small(11, 42, order=("a", "b", "m")))),
    "build small, 84 days x 22 tranches": ("1.5", "400", build(lambda: small(22, 84, order=("a", "b", "m")))),
    "qualitative questions, both orders": ("", "", qualitative_library),
    "powers of every coalition": ("", "", ask("powers")),
    "well-formed": ("", "", ask("well-formed")),
    **{name: ("", "", ask(name, each=each)) for name, each in ASKED.items()},
    "all of these, both orders": ("1.5", "", everything),
    "difference of two wordings, with proofs": ("", "", compare),
    "all qualitative questions and the build, small 160 x 42": ("60", "4000", qualitative_large),
}
LARGE = {"all qualitative questions and the build, small 160 x 42"}

if __name__ == "__main__":
    main()
