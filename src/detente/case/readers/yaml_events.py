"""The events of a YAML 1.2 text, by ruamel.yaml's pure parser, and its complaints in plain words."""

from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

__all__ = ["events", "explain"]

_TOLD: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a colon stands where none can be",
        "put text that holds `: ` in quotes; indent keys of one level alike",
    ),
    ("could not find expected ':'", "a key has no colon after it", "write `key: value`"),
    ("that cannot start any token", "a word starts with a sign that needs quotes", "put the text in quotes"),
    ("found unexpected end of stream", "a quote is never closed", "close the quote"),
    ("expected ',' or ']'", "a list `[` is never closed, or lacks a comma", "close it with `]`"),
    ("expected ',' or '}'", "a mapping `{` is never closed, or lacks a comma", "close it with `}`"),
    (
        "expected <block end>",
        "the indentation does not fit the lines above",
        "indent items of one level alike",
    ),
    ("found unknown escape", "a backslash in double quotes", "use single quotes"),
    ("expected the node content", "a bracket or comma too many", "remove it"),
    ("found duplicate anchor", "an anchor `&name` stands here twice", "write the value out"),
    ("found undefined tag handle", "carries a tag, and tags are not read", "remove it; put text in quotes"),
)


def events(text: str) -> Iterator[Any]:
    """The parser's events, from the start of the stream to its end."""
    parser: Iterator[Any] = YAML(typ="safe", pure=True).parse(text)
    return parser


def explain(error: MarkedYAMLError) -> tuple[str, str, int]:
    """What, hint and line (from 1) of a parser's error."""
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    if error.problem and "found unexpected end of stream" in error.problem and error.context_mark:
        line = error.context_mark.line + 1
    said = error.problem or ""
    if "'\\t'" in said:
        return "a tab stands where only blanks can", "indent with blanks", line
    for part, what, hint in _TOLD:
        if part in said:
            return what, hint, line
    return f"is not well-formed YAML ({said})", "compare with the lines above it", line
