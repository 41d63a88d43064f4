"""From the name of a tool and its arguments to what is sent: checked, asked, quoted, cut to fit."""

import json
from collections.abc import Mapping
from typing import Any

from detente.assistants.arguments import accepted
from detente.assistants.desk import Desk
from detente.assistants.fitting import fitted, part_of
from detente.assistants.quoting import cleaned, quoted
from detente.assistants.tools import NOTE, PAGING, tools_of
from detente.errors import DetenteError

__all__ = ["answer", "refusal"]

LONGEST_REFUSAL = 600


def answer(desk: Desk, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """What is sent for a question; DetenteError, in short words of ours, where it cannot be answered."""
    tools = {tool.name: tool for tool in tools_of(desk)}
    if name not in tools:
        raise DetenteError("there is no such question", hint=f"ask one of: {', '.join(tools)}")
    tool = tools[name]
    asked = accepted((*tool.arguments, *PAGING), given)
    part, offset = asked.pop("part"), asked.pop("part_offset")
    key = (name, json.dumps(asked, sort_keys=True))
    found = desk.answered(key, lambda: quoted(tool.ask(desk, asked), tool.key))
    sent: dict[str, Any] = {"question": name, "note": NOTE}
    if part is None:
        sent["answer"], sent["cut"] = fitted(found)
        return sent
    shown, cut = fitted(part_of(found, part, offset), place=part)
    return {**sent, "part": part, "part_of_answer": shown, "cut": cut}


def refusal(error: BaseException) -> str:
    """Why there is no answer, in words of ours: what is wrong and what to do, short and on one line."""
    if isinstance(error, MemoryError):
        return "there is not memory enough; ask with fewer draws or runs"
    if not isinstance(error, DetenteError):
        return f"a fault of ours ({type(error).__name__}); another question may still be answered"
    place = error.where if "/" not in error.where and "\\" not in error.where else ""
    told = ": ".join(part for part in (place, error.what) if part)
    told = cleaned(f"{told}; try: {error.hint}" if error.hint else told)
    return told if len(told) <= LONGEST_REFUSAL else told[:LONGEST_REFUSAL] + "..."
