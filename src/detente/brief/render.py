"""From sections to a file: one self-contained HTML page, and JSON; Markdown is in `markdown`.

The page loads nothing: style, script and pictures stand in it, and its policy lets the browser run only the
one script and the one style sheet whose digests it names.
"""

import base64
import hashlib
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

from detente.brief.blocks import Block, Chart, Span
from detente.languages import say, spoken

if TYPE_CHECKING:
    from detente.brief.brief import Brief

__all__ = ["fragments", "html", "plain_blocks", "shown_html"]


def html(brief: "Brief") -> str:
    """The brief as one HTML page that needs nothing else."""
    from markupsafe import Markup

    style, script = _asset("brief.css"), _asset("brief.js")
    page = _environment().get_template("brief.html.j2")
    return str(
        page.render(
            brief=brief,
            policy=_policy(style, script),
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            **_tools(),
        )
    )


def fragments(brief: "Brief") -> dict[str, str]:
    """Each section by its id as HTML, its parts headed from the third level."""
    tools = _tools()
    page = _environment().get_template("section.html.j2")
    return {section.id: str(page.render(section=section, **tools)) for section in brief.sections}


def shown_html(line: str, blocks: tuple[Block, ...], mark: str) -> str:
    """Blocks as a fragment that any page may hold: their style stands in it, ids begin with `mark`."""
    from markupsafe import Markup

    numbers = count(1)
    tools = {**_tools(), "ids": lambda: f"-{mark}-{next(numbers)}"}
    style = Markup(_asset("shown.css"))  # noqa: S704 - our own file
    page = _environment().get_template("shown.html.j2")
    return str(page.render(line=line, blocks=blocks, mark=mark, style=style, **tools))


def _tools() -> dict[str, Any]:
    """What the templates call."""
    from markupsafe import Markup

    numbers = count(1)
    return {
        "ids": lambda: next(numbers),
        "kind_of": lambda block: type(block).__name__,
        "language": spoken(),
        "safe": Markup,  # charts escape every text that they hold
        "say": say,
    }


def plain_blocks(value: Any) -> Any:
    """Blocks as dicts, lists, numbers and text: each block names its kind, each span only what it holds."""
    if isinstance(value, Span):
        found: dict[str, Any] = {"text": value.text}
        if value.kind != "text":
            found["kind"] = value.kind
        if value.target:
            found["target"] = value.target
        if value.value is not None:
            found["value"] = value.value
        return found
    if is_dataclass(value) and not isinstance(value, type):
        left_out = {"svg", "spec"} if isinstance(value, Chart) else set()
        parts = {
            f.name: plain_blocks(getattr(value, f.name)) for f in fields(value) if f.name not in left_out
        }
        return {"block": type(value).__name__.lower(), **parts}
    if isinstance(value, tuple):
        return [plain_blocks(item) for item in value]
    return value


@cache
def _environment() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("detente.brief"), autoescape=True, undefined=StrictUndefined, trim_blocks=False
    )


@cache
def _asset(name: str) -> str:
    source, _, _ = _environment().loader.get_source(_environment(), name)
    return str(source)


def _policy(style: str, script: str) -> str:
    def digest(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    return (
        f"default-src 'none'; style-src 'sha256-{digest(style)}'; script-src 'sha256-{digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
