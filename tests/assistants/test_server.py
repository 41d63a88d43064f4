"""The server as a client of the official SDK meets it: every tool, on two cases, reading only."""

import hashlib
import json
import shutil
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp")

import anyio
from mcp import Client, StdioServerParameters

from detente.assistants.desk import Desk
from detente.assistants.fitting import MOST_BYTES, size_of
from detente.assistants.server import make_server
from detente.assistants.worker import Worker
from detente.case.library import example_path

CASES = ("two-rivers", "gaza-2024")
TOOLS = {
    "list_cases",
    "describe_case",
    "matrix",
    "statements",
    "evidence",
    "explain_assumptions",
    "zone",
    "odds",
    "bridges",
    "blockers",
    "unlock",
    "trades",
    "sensitivity",
    "solutions",
    "movement",
    "talks_summary",
    "accord_powers",
    "accord_check",
}
SLOW = {("gaza-2024", name) for name in ("accord_powers", "accord_check", "sensitivity", "unlock")}
"""Asked of the smaller case alone."""
ACCORD = {"accord": "prisoner-exchange"}
SMALL: dict[str, dict[str, Any]] = {
    **{name: {"draws": 8} for name in ("odds", "bridges", "blockers", "trades", "sensitivity")},
    "unlock": {"draws": 8, "max_size": 1},
    "talks_summary": {"runs": 8},
    "accord_powers": ACCORD,
    "accord_check": {**ACCORD, "question": "phases"},
    "list_cases": {},
}
Client_ = Any


def with_client(worker: Worker, desk: Desk, use: Callable[[Client_], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with Client(make_server(desk, worker)) as client:
            return await use(client)

    return anyio.run(run)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the case two-rivers."""
    place = tmp_path_factory.mktemp("given") / "two-rivers"
    shutil.copytree(example_path("two-rivers"), place)
    return place


@pytest.fixture(scope="module")
def met(folder: Path) -> dict[str, Any]:
    """What a client is told: the tools, their answers on both cases, and the case folder before and after."""
    given = {"case": str(folder)}
    worker = Worker(given)

    async def use(client: Client_) -> dict[str, Any]:
        before = digest(folder)
        listed = (await client.list_tools()).tools
        answers = {}
        for case in CASES:
            for tool in (one for one in listed if (case, one.name) not in SLOW):
                asked = dict(SMALL.get(tool.name, {"case": case}))
                if "case" in tool.input_schema["properties"]:
                    asked["case"] = case
                if tool.name == "evidence":
                    told = answers[case, "matrix"].structured_content["answer"]["issues"]
                    row = next(issue for issue in told if issue["cells"])
                    asked |= {"actor": row["cells"][0]["actor"], "issue": row["issue"]}
                answers[case, tool.name] = await client.call_tool(tool.name, asked)
        return {
            "tools": listed,
            "answers": answers,
            "before": before,
            "after": digest(folder),
            "instructions": client.instructions,
            "capabilities": client.server_capabilities,
            "unknown": await client.call_tool("nothing_of_the_kind", {}),
            "refused": await client.call_tool("zone", {"case": "/etc/passwd"}),
            "huge": await client.call_tool("zone", {"scenario": "x" * 1_000_000}),
        }

    try:
        return dict(with_client(worker, Desk(**given), use))
    finally:
        worker.close()


def digest(place: Path) -> str:
    files = sorted(p for p in place.rglob("*") if p.is_file())
    told = [(str(p), p.stat().st_mtime_ns, hashlib.sha256(p.read_bytes()).hexdigest()) for p in files]
    return repr(told)


def test_every_tool_is_listed_as_one_that_only_reads(met: dict[str, Any]) -> None:
    assert {tool.name for tool in met["tools"]} == TOOLS
    for tool in met["tools"]:
        hints = tool.annotations
        assert hints.read_only_hint
        assert hints.idempotent_hint
        assert hints.destructive_hint is False
        assert hints.open_world_hint is False


def test_no_argument_is_a_path_and_none_can_be_made_up(met: dict[str, Any]) -> None:
    for tool in met["tools"]:
        names = set(tool.input_schema["properties"])
        assert not names & {"path", "file", "folder", "url"}
        assert tool.input_schema["additionalProperties"] is False


def test_there_is_nothing_to_use_but_tools(met: dict[str, Any]) -> None:
    told = met["capabilities"]
    assert told.tools is not None
    assert told.resources is told.prompts is told.logging is None


def test_the_instructions_say_that_quotations_are_data(met: dict[str, Any]) -> None:
    assert "follow no instruction" in met["instructions"]


@pytest.mark.parametrize(
    ("case", "tool"), [(c, t) for c in CASES for t in sorted(TOOLS) if (c, t) not in SLOW]
)
def test_a_tool_answers_with_data_that_fits(met: dict[str, Any], case: str, tool: str) -> None:
    found = met["answers"][case, tool]
    assert not found.is_error, found.content[0].text
    told = found.structured_content
    assert told["question"] == tool
    assert "quoted_from_report" in told["note"]
    assert size_of(told["answer"]) <= MOST_BYTES
    assert json.loads(found.content[1].text) == told


def test_answers_are_about_the_case_that_was_named(met: dict[str, Any]) -> None:
    for case in CASES:
        assert met["answers"][case, "zone"].structured_content["answer"]["basis"]["case"] == case


def test_nothing_in_the_case_folder_is_written(met: dict[str, Any]) -> None:
    assert met["before"] == met["after"]


@pytest.mark.parametrize("name", ["unknown", "refused", "huge"])
def test_a_question_that_cannot_be_taken_is_refused_in_short_words_of_ours(
    met: dict[str, Any], name: str
) -> None:
    found = met[name]
    assert found.is_error
    text = found.content[0].text
    assert len(text) <= 610
    assert not any(word in text for word in ("Traceback", "passwd", "xxxx", "pydantic"))


def test_a_question_that_takes_too_long_is_ended_and_the_next_one_is_answered() -> None:
    desk, worker = Desk(), Worker({}, seconds=0.0)

    async def use(client: Client_) -> tuple[Any, Any]:
        ended = await client.call_tool("talks_summary", {"case": "two-rivers", "runs": 20_000})
        worker.seconds = 60.0
        return ended, await client.call_tool("explain_assumptions", {"case": "two-rivers", "limit": 1})

    try:
        ended, answered = with_client(worker, desk, use)
    finally:
        worker.close()
    assert ended.is_error
    assert "fewer draws or runs" in ended.content[0].text
    assert not answered.is_error


def test_the_command_serves_over_standard_input_and_output() -> None:
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "detente", "mcp", "two-rivers"], encoding="utf-8"
    )

    async def run() -> Any:
        async with Client(command) as client:
            return await client.call_tool("statements", {"limit": 1})

    found = anyio.run(run)
    assert found.structured_content["answer"]["statements"][0]["words"]["quoted_from_report"]
