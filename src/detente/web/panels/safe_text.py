"""What a report holds, made fit to be shown: no control characters, no marks that turn directions.

The text itself is never changed; escaping is the template's.
"""

import re

__all__ = ["shown"]

_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def shown(text: str) -> str:
    r"""The text without marks of embedding and overriding; a control character or half a pair becomes a sign.

    >>> shown("a\u202eb\x1bc") == "ab\ufffdc"
    True
    """
    return _CONTROLS.sub("\ufffd", _TURNS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
