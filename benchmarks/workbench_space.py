"""From a slider to the HTML of the bridges ranked anew, over HTTP: wall time and server CPU of 30 moves.

`python benchmarks/workbench_space.py`. Each case is served by a process of its own; the ten numbers on which
most hangs are moved in turn, each to three places of its range. CPU is that of the server and its processes,
read from /proc (Linux only). `made` is the case of 100,000 packages of `ranking.py`.
"""

import http.client
import json
import statistics
import sys
import tempfile
import time
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from urllib.parse import urlencode

from ranking import made
from workbench import Served, cpu, resident

import detente as dt

MOVES = 30


def well_formed(value):
    """The case as its folder may say it: every number an assumption, weights that sum to 1."""
    if isinstance(value, dt.Range):
        return replace(value, assumption="made")
    if isinstance(value, dt.Preferences):
        (first, range_), *others = value.weights
        likely = round(1 - sum(weight.likely for _, weight in others), 3)
        range_ = replace(range_, low=min(range_.low, likely), likely=likely, high=max(range_.high, likely))
        value = replace(value, weights=((first, range_), *others))
    if is_dataclass(value):
        return replace(
            value, **{f.name: well_formed(getattr(value, f.name)) for f in fields(value) if f.init}
        )
    return tuple(map(well_formed, value)) if isinstance(value, tuple) else value


def moves(case):
    """Fields of a form that move one number each."""
    sliders = dt.Ranking.of(dt.OutcomeSpace(case), draws=500).sliders(MOVES // 3)
    places = (0.25, 0.4, 0.65)
    return [{s.path: f"{s.low + place * (s.high - s.low):.4f}"} for place in places for s in sliders], sliders


def post(connection, served, fields):
    """Wall milliseconds, and the answer."""
    headers = {
        "Authorization": f"Bearer {served.token}",
        "Content-Type": "application/x-www-form-urlencoded",
        "HX-Request": "true",
        "HX-Request-Type": "partial",
    }
    start = time.perf_counter()
    connection.request("POST", "/space/rank", body=urlencode(fields), headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200 or b"<table" not in body:
        raise SystemExit(f"{answer.status}: {body[:300]!r}")
    return 1000 * (time.perf_counter() - start), body


def measured(name, case, opened):
    changes, sliders = moves(case)
    every = {s.path: f"{s.likely:.12g}" for s in sliders}
    with Served(opened) as served:
        connection = http.client.HTTPConnection(served.host)
        start = time.perf_counter()
        status, _ = served.get(connection, "/space")
        if status != 200:
            raise SystemExit(f"{name}: the page answers {status}")
        first = time.perf_counter() - start
        start = time.perf_counter()
        served.get(connection, "/space")
        again = time.perf_counter() - start
        post(connection, served, every | changes[-1])
        walls, used, sizes = [], [], []
        for one in changes:
            before = cpu(served.process.pid)
            wall, body = post(connection, served, every | one)
            walls.append(wall)
            used.append(1000 * (cpu(served.process.pid) - before))
            sizes.append(len(body))
        row = {
            "packages": dt.OutcomeSpace(case).packages,
            "first_page_s": round(first, 2),
            "page_again_ms": round(1000 * again),
            "wall_median_ms": round(statistics.median(walls)),
            "wall_worst_ms": round(max(walls)),
            "cpu_mean_ms": round(statistics.mean(used)),
            "cpu_worst_ms": round(max(used)),
            "answer_kB": round(statistics.median(sizes) / 1000, 1),
            "memory_MB": round(resident(served.process.pid)),
        }
    print(f"{name}:", json.dumps(row))


def main():
    asked = sys.argv[1:] or ["gaza-2024", "made", "two-rivers"]
    for name in asked:
        if name != "made":
            measured(name, dt.example(name), name)
            continue
        with tempfile.TemporaryDirectory() as folder:
            case = well_formed(made())
            dt.write_case(case, Path(folder) / "made")
            measured(name, case, str(Path(folder) / "made"))


if __name__ == "__main__":
    main()
