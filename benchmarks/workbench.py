"""What the workbench costs: the first page, the matrix, reads under load, memory when idle.

`python benchmarks/workbench.py [--case NAME] [--browser PATH]`. Server CPU is read from /proc (Linux only),
for the server and its children.
"""

import argparse
import contextlib
import http.client
import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Self

TICK = os.sysconf("SC_CLK_TCK")
PAGES = (
    "/",
    "/timeline",
    "/assumptions",
    "/api/matrix",
    "/api/case",
    "/holding",
    "/draft",
    "/timeline?page=2",
)


def cpu(pid: int) -> float:
    """CPU seconds of a process and of its children that run."""
    total = 0.0
    for one in [pid, *children(pid)]:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            total += (int(fields[11]) + int(fields[12])) / TICK
    return total


def children(pid: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout
    return [int(word) for word in found.split()]


def resident(pid: int) -> float:
    """Megabytes of a process and its children."""
    pages = 0
    for one in [pid, *children(pid)]:
        with contextlib.suppress(OSError):
            pages += int(Path(f"/proc/{one}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class Served:
    """`detente open`, until the block ends."""

    def __init__(self, case: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "detente", "open", case, "--no-browser"],
            stdout=subprocess.PIPE,
            text=True,
        )
        self.link = self.process.stdout.readline().removeprefix("open ").strip()
        self.host = self.link.removeprefix("http://").partition("/")[0]
        self.token = self.link.rpartition("=")[2]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)

    def get(self, connection: http.client.HTTPConnection, path: str) -> tuple[int, int]:
        connection.request("GET", path, headers={"Authorization": f"Bearer {self.token}"})
        answer = connection.getresponse()
        return answer.status, len(answer.read())


def first_page(served: Served, browser: str) -> dict[str, object]:
    """Requests, bytes and hosts of the first page in a browser that has nothing kept."""
    from playwright.sync_api import sync_playwright

    seen: list[tuple[str, int]] = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        fresh = chromium.new_context()
        page = fresh.new_page()
        page.goto(served.link)
        page.wait_for_url("**/")
        page.wait_for_load_state("networkidle")
        second = fresh.new_page()
        second.on("response", lambda r: seen.append((r.url, len(r.body()) if r.status == 200 else 0)))
        client = fresh.new_cdp_session(second)
        client.send("Network.setCacheDisabled", {"cacheDisabled": True})
        second.goto(f"http://{served.host}/")
        second.wait_for_load_state("networkidle")
        chromium.close()
    hosts = {url.split("/")[2] for url, _ in seen if url.startswith("http")}
    return {
        "requests": len(seen),
        "kB": round(sum(size for _, size in seen) / 1000, 1),
        "hosts": sorted(hosts),
    }


def matrix(served: Served, times: int = 40) -> dict[str, float]:
    """Server CPU and wall time of one matrix, in milliseconds."""
    connection = http.client.HTTPConnection(served.host)
    served.get(connection, "/")
    before, walls = cpu(served.process.pid), []
    for _ in range(times):
        start = time.perf_counter()
        served.get(connection, "/")
        walls.append(1000 * (time.perf_counter() - start))
    used = 1000 * (cpu(served.process.pid) - before) / times
    return {"cpu_ms": round(used, 1), "wall_ms": round(statistics.median(walls), 1)}


def load(served: Served, seconds: float = 5.0, threads: int = 4) -> dict[str, object]:
    """Mixed reads from several connections: how many a second of wall time and of server CPU."""
    done: list[int] = []
    failed: list[int] = []
    end = time.perf_counter() + seconds

    def read(offset: int) -> None:
        connection, k = http.client.HTTPConnection(served.host), offset
        while time.perf_counter() < end:
            status, _ = served.get(connection, PAGES[k % len(PAGES)])
            (done if status == 200 else failed).append(status)
            k += 1

    connection = http.client.HTTPConnection(served.host)
    for path in PAGES:
        served.get(connection, path)
    before = cpu(served.process.pid)
    workers = [threading.Thread(target=read, args=(k,)) for k in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    used = cpu(served.process.pid) - before
    return {
        "per_second": round(len(done) / seconds),
        "per_cpu_second": round(len(done) / used),
        "failed": sorted(set(failed)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", default="gaza-2024")
    parser.add_argument(
        "--browser", default=next(filter(None, map(shutil.which, ["chromium", "google-chrome"])), "")
    )
    asked = parser.parse_args()
    with Served(asked.case) as served:
        time.sleep(2)
        print(f"memory after start: {resident(served.process.pid):.0f} MB")
        if asked.browser:
            print("first page:", json.dumps(first_page(served, asked.browser)))
        print("matrix:", json.dumps(matrix(served)))
        print("mixed reads:", json.dumps(load(served)))
        time.sleep(2)
        print(f"memory after all this, idle: {resident(served.process.pid):.0f} MB")


if __name__ == "__main__":
    main()
