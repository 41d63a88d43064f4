"""Whatever is sent, nothing of it is repeated, and no answer is a fault of ours."""

import asyncio
import gc
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from detente.web.app import make_app
from web.conftest import KEY, PORT, opened_case
from web.malformed import asked, faults, malformed


# A form that breaks off leaves a temporary file to the collector, inside the library that reads forms.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_malformed_requests_are_answered_without_a_fault_and_without_an_echo(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    number = 5_000 if os.environ.get("DETENTE_PROFILE") == "long" else 400
    opened = opened_case("panama-canal-1974")
    app = make_app(opened, token=KEY, port=PORT)

    async def ask_all() -> list[str]:
        found = []
        for sent in malformed(0, number):
            found += faults(sent, await asked(app, sent))
        await opened.workers.close()
        return found

    with ThreadPoolExecutor(1) as apart:  # a browser of another test may keep a loop in this thread
        found = apart.submit(asyncio.run, ask_all()).result()
    gc.collect()  # what was left open is collected here, not in the next test
    assert found == []
