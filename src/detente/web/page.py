"""Pages from templates, in the language of their reader.

`t` tells a message in HTML: what fills its places is escaped, unless it is HTML of ours already. A request by
the page's own script gets the part that it replaces; any other gets the whole page.
"""

from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from detente.errors import DetenteError
from detente.languages import LANGUAGES, joined, say, say_as, spoken, translated, translated_plural
from detente.languages.figures import days_in_words, long_date, number_text, percent, short_date
from detente.web.words import act_text, answer_text, direction_text, panels, role_text, stance_text

__all__ = ["STATIC", "isolated", "kept_page", "page", "static_address", "t", "t_plural", "when_text"]

_HERE = Path(__file__).parent
STATIC = _HERE / "static"


def page(request: Request, template: str, /, *, status: int = 200, **values: Any) -> HTMLResponse:
    """The answer that a template gives; `values` are what it names."""
    shown = {
        "address": _address(request),
        "languages": LANGUAGES,
        "layout": _layout(request),
        "opened": request.app.state.opened,
        "spoken": spoken(),
        "waiting": request.app.state.opened.waiting(),
        **values,
    }
    return HTMLResponse(_environment().get_template(template).render(shown), status_code=status)


def kept_page(
    request: Request, template: str, key: tuple[Any, ...], values: Callable[[], dict[str, Any]]
) -> HTMLResponse:
    """As `page`, made once for each key, language and notice; `values` is asked only when it is made.

    The key holds all that the page depends on: the digest of the case, the record, what was asked.
    """
    opened = request.app.state.opened
    whole = ("page", template, _layout(request), spoken().code, opened.waiting(), *key)
    body = opened.shelf.get(*whole)
    if body is None:
        body = opened.shelf.keep(page(request, template, **values()).body, *whole)
    return HTMLResponse(body)


def t(message: str, /, **parts: Any) -> Any:
    """The message as HTML in the language spoken, its `{places}` filled.

    >>> str(t("{who} holds", who="<b>"))
    '&lt;b&gt; holds'
    """
    from markupsafe import Markup, escape

    found = Markup(escape(joined(translated(message), parts)))  # noqa: S704 - escaped here
    return found.format(**parts) if parts else found


def t_plural(one: str, many: str, number: int, /, **parts: Any) -> Any:
    """As `t`, in the form for that number, which `{n}` stands for.

    >>> str(t_plural("{n} issue", "{n} issues", 2))
    '2 issues'
    """
    from markupsafe import Markup, escape

    told = {"n": number_text(number), **parts}
    found = Markup(escape(joined(translated_plural(one, many, number), told)))  # noqa: S704 - escaped here
    return found.format(**told)


def isolated(text: str) -> Any:
    """Data within a sentence: it keeps its own direction.

    >>> str(isolated("a<b"))
    '<bdi>a&lt;b</bdi>'
    """
    from markupsafe import Markup

    return Markup("<bdi>{}</bdi>").format(text)


def _layout(request: Request) -> str:
    """Whether the whole page is asked for, or the part that our script replaces."""
    return "fragment.html.j2" if request.headers.get("hx-request-type") == "partial" else "page.html.j2"


def _address(request: Request) -> str:
    """The panel that is shown, for the way back to it: one of ours, never what was sent."""
    ours = (where for _, where, _ in panels())
    return next((where for where in ours if where == request.url.path), "/")


def _title(opened: Any) -> str:
    """The title of the open case; its name where it cannot be read now."""
    try:
        return str(opened.case().title)
    except DetenteError:
        return str(opened.name)


def when_text(when: Any) -> str:
    """A day, a span, a month or a year in words; "an unknown date" for what has none."""
    if when is None or when == type(when).unknown():
        return say("an unknown date")
    return days_in_words(when.first, when.last, when.label)


def static_address(name: str) -> str:
    """The address of a file that never changes: its digest stands in it, so a browser may keep it."""
    return f"/static/{name}?{_digest(name)}"


@cache
def _digest(name: str) -> str:
    return sha256((STATIC / name).read_bytes()).hexdigest()[:12]


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    tools: Mapping[str, Any] = {
        "act_text": act_text,
        "answer_text": answer_text,
        "direction_text": direction_text,
        "isolated": isolated,
        "long_date": long_date,
        "number_text": number_text,
        "opened_title": _title,
        "panels": panels,
        "percent": percent,
        "role_text": role_text,
        "say_as": say_as,
        "short_date": short_date,
        "stance_text": stance_text,
        "static": static_address,
        "t": t,
        "t_plural": t_plural,
        "when": when_text,
    }
    environment.globals.update(tools)
    return environment
