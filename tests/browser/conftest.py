"""A real browser before a real server: Debian's Chromium, driven by Playwright, against `detente open`.

Without a browser these tests fail, loudly: a workbench that nobody looked at is not tested. `make test`
installs Chromium where it may.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(slots=True)
class Server:
    """A workbench that runs: its link, its address, its process, and what it wrote."""

    link: str
    process: subprocess.Popen[str]
    log: Path

    @property
    def address(self) -> str:
        return self.link.partition("/enter")[0]

    def kill(self) -> None:
        """Ends it at once, as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=10)


@dataclass(slots=True)
class Servers:
    """The servers of one test or module; all end with it."""

    folder: Path
    running: list[Server] = field(default_factory=list)
    shared: dict[str, Server] = field(default_factory=dict)

    def open(self, *words: str, within: Path | None = None, before: Sequence[str] = ()) -> Server:
        """`detente open` with these words, `before` the command; it answers when this returns."""
        log = self.folder / f"server-{len(self.running)}.txt"
        with log.open("w") as errors:
            process = subprocess.Popen(
                [*before, sys.executable, "-m", "detente", "open", *words, "--no-browser"],
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                cwd=within or self.folder,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )
        assert process.stdout is not None
        first = process.stdout.readline()
        assert first.startswith("open http"), log.read_text()
        server = Server(first.removeprefix("open ").strip(), process, log)
        self.running.append(server)
        return server

    def of(self, case: str) -> Server:
        """A server that shows a bundled case, which journeys share."""
        if case not in self.shared:
            self.shared[case] = self.open(case)
        return self.shared[case]

    def close(self) -> None:
        for server in self.running:
            server.process.terminate()
        for server in self.running:
            try:
                server.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                server.process.kill()
                server.process.wait()
            if server.process.stdout is not None:
                server.process.stdout.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Chromium without a window."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("DETENTE_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail(
            "NO BROWSER: the tests of the workbench did not run. Install Chromium (Debian: apt-get install "
            "chromium), or name one in DETENTE_BROWSER."
        )
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Servers that end with the module."""
    found = Servers(tmp_path_factory.mktemp("servers"))
    yield found
    found.close()
