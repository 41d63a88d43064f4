"""The server itself: tools and nothing else, each marked as one that only reads.

There are no resources, prompts or sampling; what a client sends is checked by us before it is used.
"""

import json
from typing import Any

from detente.assistants.desk import Desk
from detente.assistants.tools import NOTE, tools_of
from detente.assistants.worker import Worker
from detente.errors import DetenteError

__all__ = ["INSTRUCTIONS", "make_server"]

INSTRUCTIONS = (
    "These tools answer questions about negotiations from cases that an analyst wrote and from published "
    "reports. They only read. "
    + NOTE
    + " Numbers follow from the assumptions of a case and are no forecasts; "
    "tell the assumptions with them, take no side, and name the evidence. Begin with list_cases and "
    "describe_case. An answer that is too long is cut: `cut` names each part that was, and the arguments "
    "part and part_offset read it on."
)
_LARGEST_REQUEST = 20_000


def make_server(desk: Desk, worker: Worker) -> Any:
    """The server of the official SDK with our tools, each answered by the worker, one at a time."""
    import anyio
    import mcp_types as types
    from mcp.server.lowlevel import Server

    turn = anyio.Lock()
    hints = types.ToolAnnotations(
        read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )
    listed = [
        types.Tool(
            name=tool.name,
            title=tool.title,
            description=tool.about,
            input_schema=tool.input_schema(),
            output_schema=tool.output_schema(),
            annotations=hints,
        )
        for tool in tools_of(desk)
    ]

    async def tell_tools(_: Any, __: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=listed)

    async def call(_: Any, asked: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            given = asked.arguments or {}
            _check_size(asked.name, given)
            async with turn:
                found = await anyio.to_thread.run_sync(worker.ask, asked.name, given)
        except DetenteError as error:
            return types.CallToolResult(
                content=[types.TextContent(type="text", text=error.what)], is_error=True
            )
        texts = [_summary(found), json.dumps(found, ensure_ascii=False, separators=(",", ":"))]
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=text) for text in texts], structured_content=found
        )

    return Server(
        "detente",
        title="detente",
        instructions=INSTRUCTIONS,
        on_list_tools=tell_tools,
        on_call_tool=call,
    )


def _check_size(name: str, given: dict[str, Any]) -> None:
    if len(name) > 100 or len(json.dumps(given)) > _LARGEST_REQUEST:
        raise DetenteError("the question is too long; name ids, and send no documents")


def _summary(found: dict[str, Any]) -> str:
    """What was sent, in a line: our words only, none of the case."""
    cut = ", ".join(f"{one['part']} ({one['shown']} of {one['of']})" for one in found["cut"][:5])
    rest = f" Cut: {cut}; read on with part and part_offset." if cut else ""
    return f"The answer to {found['question']} follows as data.{rest} {NOTE}"
