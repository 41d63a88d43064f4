"""How fast reports are coded and how much memory that takes, each in a process of its own.

Speed is reports per CPU second over copies of the reports that differ in their ids; memory the peak of what
Python allocates (tracemalloc) and of the process (VmHWM of Linux). The last row codes 10,000 reports in one
run and tells how much more the process holds at the end than after the first 1,000.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator

__all__ = ["rows"]

WORK = """
import json, resource, sys, time, tracemalloc
from dataclasses import replace
from pathlib import Path
sys.path.insert(0, HERE)
from coding_coders import coder_of, pack_of
from coding_data import read_gold, read_texts
mode, folder, gold, name, count = sys.argv[1:6]
count = int(count)
if mode == "traced":
    tracemalloc.start()
pack = pack_of(name)
coder = coder_of("rules", pack)
texts = list(read_texts(Path(folder), read_gold(Path(gold)))[0].values())
def copy(n):
    text = texts[n % len(texts)]
    return replace(text, document=replace(text.document, id=f"{text.document.id}-{n}"))
def highest():
    # not ru_maxrss, which survives the start of a new program and would tell the memory of its parent
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
def held():
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[1]) * resource.getpagesize() / 2**20
coder(copy(0))
began, statements, early = time.process_time(), 0, 0.0
for n in range(count):
    statements += len(coder(copy(n)))
    if n == 999:
        early = held()
spent = time.process_time() - began
print(json.dumps({
    "per_second": count / spent, "statements": statements,
    "peak": highest(),
    "traced": tracemalloc.get_traced_memory()[1] / 2**20 if mode == "traced" else 0,
    "growth": held() - early if early else 0,
}))
"""

PARALLEL = """
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
sys.path.insert(0, HERE)
from coding_coders import coder_of, pack_of
from coding_data import read_gold, read_texts
if __name__ == "__main__":
    coder = coder_of("rules", pack_of(sys.argv[3]))
    texts = list(read_texts(Path(sys.argv[1]), read_gold(Path(sys.argv[2])))[0].values()) * 4
    alone = [coder(text) for text in texts]
    with ProcessPoolExecutor(2) as pool:
        print(alone == list(pool.map(coder, texts)))
"""

Cells = tuple[str, str, str]


def rows(settings: argparse.Namespace) -> Iterator[Cells]:
    """The rows of the table: speed, memory, and the same record over processes."""
    plain = run("plain", settings, 300)
    if plain is None:
        yield "speed and memory", "not there", ">= 100 a CPU second, < 64 MB"
        return
    traced = run("traced", settings, 50)
    memory = f"{traced['traced'] if traced else 0:.0f} MB traced, {plain['peak']:.0f} MB whole process"
    yield "reports per CPU second", f"{plain['per_second']:.0f}", ">= 100"
    yield "peak memory", memory, "< 64 MB"
    yield "same record over two processes", parallel(settings), "yes"
    if settings.long:
        much = run("plain", settings, 10_000)
        if much:
            told = f"{much['growth']:+.1f} MB after the first 1,000, {much['per_second']:.0f} a CPU second"
            yield "10,000 reports in one run", told, "no growth"


def run(mode: str, settings: argparse.Namespace, count: int) -> dict[str, float] | None:
    """What one process measured, None when the coder is not there."""
    told = call(WORK, [mode, settings.reports, settings.gold, settings.pack, count])
    return json.loads(told) if told else None


def parallel(settings: argparse.Namespace) -> str:
    told = call(PARALLEL, [settings.reports, settings.gold, settings.pack])
    return {"True": "yes", "False": "NO"}.get(told.strip(), "not there")


def call(program: str, words: list[object]) -> str:
    from pathlib import Path

    code = program.replace("HERE", repr(str(Path(__file__).parent)))
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, words)], capture_output=True, text=True, check=False
    )
    return done.stdout
