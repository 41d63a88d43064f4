"""Hebrew writes "in", "to", "from" and "and" as prefixes: joined to a Hebrew word, else with a maqaf between.

A translation has the maqaf before its place, "ב־{share}"; here it goes where what fills the place is Hebrew.
"""

import re
from collections.abc import Mapping

__all__ = ["joined"]

_PREFIX = re.compile(r"(?<![א-ת])([בהוכלמש]{1,3})־\{(\w+)\}")
_HEBREW = re.compile("(?:<[^>]*>|[\u2066-\u2069])*([א-ת])")


def joined(message: str, parts: Mapping[str, object]) -> str:
    """The message, still with its places, with no maqaf between a prefix and a Hebrew word that follows.

    Before a word that begins with he the maqaf stays after prefixes that would swallow an article.

    >>> joined("ב־{share}, ל־{name}", {"share": "יותר מ־99%", "name": "Delta"})
    'ב{share}, ל־{name}'
    """
    if "־{" not in message:
        return message

    def fitted(found: re.Match[str]) -> str:
        prefix, place = found.groups()
        first = _HEBREW.match(str(parts.get(place, "")))
        if first is None or (first[1] == "ה" and prefix[-1] in "בכל"):
            return found[0]
        return f"{prefix}{{{place}}}"

    return _PREFIX.sub(fitted, message)
