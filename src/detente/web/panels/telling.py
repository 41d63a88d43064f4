"""Fragments of the brief on a page of their own: links to what stands on another page lead there."""

import re
from typing import Any

__all__ = ["told_here"]

_ID = re.compile(r'\sid="([^"]*)"')
_SUMMARY = re.compile(r"<summary>.*?</summary>", re.DOTALL)
_ANCHOR = re.compile(r"<a[^>]*>(.*?)</a>", re.DOTALL)
_LINK = re.compile(r'href="#([^"]*)"')


def told_here(fragment: str, *, known: str = "", elsewhere: str = "/assumptions") -> Any:
    """The fragment as HTML; what it links to and neither it nor `known` holds is reached on another page.

    A link in the head of a fold becomes plain text: what opens a fold is one thing to press.

    >>> str(told_here('<a href="#method">how</a>'))
    '<a href="/assumptions#method">how</a>'
    """
    from markupsafe import Markup

    here = {*_ID.findall(fragment), *_ID.findall(known)}

    def led(found: re.Match[str]) -> str:
        return found[0] if found[1] in here else f'href="{elsewhere}#{found[1]}"'

    without = _SUMMARY.sub(lambda found: _ANCHOR.sub(r'<span class="assumed">\1</span>', found[0]), fragment)
    return Markup(_LINK.sub(led, without))  # noqa: S704 - the brief escapes every text that it holds
