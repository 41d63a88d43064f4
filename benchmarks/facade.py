"""What a user waits for: start, help, reading a case, every question of it, the brief. Prints CPU seconds.

Run it as `python benchmarks/facade.py`; each row is the median of several runs on this machine, and the
ratio column compares with importing numpy, measured in the same run.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import detente as dt

RUNS = 5


def cpu_of(*words: str) -> float:
    """CPU seconds of a child process, median."""
    script = (
        "import resource,subprocess,sys;subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,check=True)"
    )
    script += ";u=resource.getrusage(resource.RUSAGE_CHILDREN);print(u.ru_utime+u.ru_stime)"
    found = [
        float(subprocess.run([sys.executable, "-c", script, *words], capture_output=True, check=True).stdout)
        for _ in range(RUNS)
    ]
    return statistics.median(found)


def cpu(call, runs: int = RUNS) -> float:
    """CPU seconds of a call in this process, median."""
    found = []
    for _ in range(runs):
        start = time.process_time()
        call()
        found.append(time.process_time() - start)
    return statistics.median(found)


def main() -> None:
    """Prints the table."""
    base = cpu_of(sys.executable, "-c", "import numpy") - cpu_of(sys.executable, "-c", "pass")
    rows = [
        ("python -c pass", cpu_of(sys.executable, "-c", "pass")),
        ("import detente", cpu_of(sys.executable, "-c", "import detente")),
        ("detente --help", cpu_of(sys.executable, "-m", "detente", "--help")),
    ]
    case = dt.example("gaza-2024")
    space = dt.OutcomeSpace(case)
    rows += [
        ("read gaza-2024", cpu(lambda: dt.read_case(Path(dt.example_path("gaza-2024"))))),
        ("compile", cpu(lambda: dt.OutcomeSpace(case).likely)),
        ("zone", cpu(lambda: dt.zone(space))),
        ("frontier", cpu(lambda: dt.frontier(space))),
        ("nash", cpu(lambda: dt.nash(space))),
        ("odds, 1,024 draws", cpu(lambda: dt.odds(space))),
        ("blockers", cpu(lambda: dt.blockers(space))),
        ("bridge", cpu(lambda: dt.bridge(space))),
        ("unlock", cpu(lambda: dt.unlock(space), 1)),
        ("trade", cpu(lambda: dt.trade(space))),
        ("sensitivity", cpu(lambda: dt.sensitivity(space), 1)),
        ("movement", cpu(lambda: dt.movement(case))),
    ]
    analysis = dt.analyse(case)
    rows.append(("brief from findings", cpu(lambda: dt.make_brief(case, *analysis.findings).html(), 3)))
    with tempfile.TemporaryDirectory() as folder:
        rows.append(("detente demo", cpu_of(sys.executable, "-m", "detente", "demo", "-o", folder)))
    print(f"{'work':24} {'CPU s':>8} {'x import numpy':>15}")
    for name, seconds in rows:
        print(f"{name:24} {seconds:8.3f} {seconds / base:15.2f}")


if __name__ == "__main__":
    main()
