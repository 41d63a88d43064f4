"""A workbench in this process: an open case, and a client that has the key of its link."""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi")

from starlette.testclient import TestClient

from detente.case.library import example_path
from detente.web.app import make_app
from detente.web.opened import Opened

PORT = 8123
KEY = "t"
BASE = f"http://127.0.0.1:{PORT}"
Client = Callable[[Opened], TestClient]


def opened_case(name: str, **more: Any) -> Opened:
    """A case as the command opens it; the moment is always the same."""
    return Opened(name=name, now=lambda: "2031-07-01T12:00:00+00:00", **more)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """Makes a client of an open case; what it started ends with the module."""
    made: list[TestClient] = []

    def make(opened: Opened) -> TestClient:
        headers = {"authorization": f"Bearer {KEY}", "origin": BASE}
        app = make_app(opened, token=KEY, port=PORT)
        found = TestClient(app, base_url=BASE, headers=headers, follow_redirects=False)
        made.append(found)
        return found.__enter__()

    yield make
    for one in made:
        one.__exit__(None, None, None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the case two-rivers that can be edited."""
    place = tmp_path / "two-rivers"
    shutil.copytree(example_path("two-rivers"), place)
    return place


def finished(client: TestClient, answer: Any, patience: float = 120.0) -> str:
    """Where a job leads to when it is done; `answer` is the redirect that its form gave."""
    where = str(answer.headers["location"])
    for _ in range(int(patience / 0.1)):
        if not where.startswith("/jobs/"):
            return where
        found = client.get(f"/api{where}").json()
        if found["over"]:
            assert found["state"] == "done", found
            return str(found["back"])
        time.sleep(0.1)
    raise AssertionError("the job does not end")
