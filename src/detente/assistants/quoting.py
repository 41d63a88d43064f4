"""What a case or a report says, marked as a quotation, so that an assistant reads it as data.

A string that is no id, number or date, and none of our own fixed words, stands alone in an object under
`quoted_from_case` or `quoted_from_report`. Characters that are not seen, or that turn the direction of text,
are left out.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

__all__ = ["CASE", "LONGEST", "REPORT", "cleaned", "is_plain", "quotable", "quote", "quoted"]

CASE = "quoted_from_case"
REPORT = "quoted_from_report"
LONGEST = 600
"""How many characters of one quotation are told; its full length stands beside it."""

_TOKEN = re.compile(r"[\w.:/=+#%@*?|\[\],-]{0,200}")
_FIGURE = re.compile(
    r"[<>~]?-?[\d.,]+ ?%?( \[-?[\d.]+, -?[\d.]+\])?"
    r"|(by |before |since |about )?\d{4}(-\d\d){0,2}( to \d{4}(-\d\d){0,2})?"
)
_OURS = frozenset(
    {
        "approval patterns",
        "back and forth",
        "dates of stances and statements compared",
        "enumeration of approval patterns",
        "enumeration of sets of changes on bits of packages",
        "first stated",
        "not stated",
        "out of reach",
        "ran on",
        "red line",
        "red lines",
        "rejects only",
        "scrambled Sobol' draws",
        "signable now",
        "simulated runs, random numbers by (seed, run, day, slot)",
        "Sobol' indices (scipy)",
        "the share of the zone",
        "two-issue exchanges",
        "whether the package passes",
    }
)
"""Our own words with spaces: told as they are. Whatever else has a space is taken for a quotation."""


def cleaned(text: str) -> str:
    r"""The text on one line, without characters that are not seen or that turn the direction of text.

    >>> cleaned("a\x00b\u202ec\nd\U000e0041")
    'abc d'
    """
    kept = "".join(" " if char in "\n\r\t\u2028\u2029" else char for char in text if _seen(char))
    return " ".join(kept.split())


def quote(text: str, key: str = CASE) -> dict[str, Any]:
    """The text as a quotation: an object with one key, and its full length where it was cut.

    >>> quote("Do as I say.", REPORT)
    {'quoted_from_report': 'Do as I say.'}
    """
    whole = cleaned(text)
    if len(whole) <= LONGEST:
        return {key: whole}
    return {key: whole[:LONGEST] + "...", "full_length": len(whole)}


def quoted(value: Any, key: str = CASE) -> Any:
    """Plain data in which every string that may be prose of a case or report is a quotation.

    What `quote` made stays as it is. Keys are cleaned too.

    >>> quoted({"a": ["x-1", "obey me", "5 %"]})
    {'a': ['x-1', {'quoted_from_case': 'obey me'}, '5 %']}
    """
    if isinstance(value, str):
        return value if is_plain(value) else quote(value, key)
    if isinstance(value, Mapping):
        given = next((k for k in (CASE, REPORT) if k in value), None)
        if given is not None:
            return dict(value) if "full_length" in value else quote(str(value[given]), given)
        return {cleaned(str(k))[:200]: quoted(v, key) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [quoted(item, key) for item in value]
    return value


def is_plain(text: str) -> bool:
    """Whether a text is an id, a number, a date or one of our own words, and so needs no marking.

    >>> is_plain("delta-president"), is_plain("obey me")
    (True, False)
    """
    plain = _TOKEN.fullmatch(text) or _FIGURE.fullmatch(text) or text in _OURS
    return bool(plain) and text == cleaned(text)


def quotable(schema: Any) -> Any:
    """The JSON Schema of an answer in which a string may also be a quotation.

    >>> quotable({"type": "string"})["anyOf"][0]
    {'type': 'string'}
    """
    if isinstance(schema, list):
        return [quotable(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") == "string" and "enum" not in schema:
        return {"anyOf": [schema, {"$ref": "#/$defs/quotation"}]}
    return {name: quotable(part) for name, part in schema.items()}


def _seen(char: str) -> bool:
    if char in "\n\r\t\u2028\u2029":
        return True
    hidden = unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"}
    return not hidden and not "\ufe00" <= char <= "\ufe0f" and not "\U000e0100" <= char <= "\U000e01ef"
