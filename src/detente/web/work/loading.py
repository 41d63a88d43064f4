"""What tasks share: values that came over the pipe, and the brief of what is known so far."""

import pickle
from collections.abc import Mapping, Sequence
from typing import Any

import detente as dt
from detente.languages import spoken

__all__ = ["brief_of", "loaded"]


def loaded(content: bytes) -> Any:
    """The value that the server sent."""
    return pickle.loads(content)  # noqa: S301 - from the server that this process works for


def brief_of(
    case: bytes, parts: Mapping[str, bytes], names: Sequence[str] | None, *, language: str = ""
) -> Any:
    """The brief of these sections, in that language or the one spoken, from the answers that are there.

    `parts` are findings, accord and talks, each as bytes, left out when it is not known.
    """
    found = loaded(case)
    findings = loaded(parts["findings"]) if "findings" in parts else (dt.movement(found),)
    accord = loaded(parts["accord"]) if "accord" in parts else None
    talked = loaded(parts["talks"]) if "talks" in parts else None
    return dt.make_brief(
        found, *findings, accord=accord, talks=talked, sections=names, language=language or spoken().code
    )
