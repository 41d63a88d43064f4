"""The language of a text, guessed from its commonest words or its script; "" where that does not tell."""

import re
from collections import Counter

__all__ = ["guess_language"]

_WORD = re.compile(r"[^\W\d_]+")

_COMMON = {
    "de": "der die das und ist nicht mit von den auf eine einen dem im auch sich werden wurde",
    "en": "the of and to in that is was said for with on by has have from his its which would",
    "es": "el la los las de que en una por con para del se al su fue como más pero según",
    "fr": "le la les des du et une est dans que pour qui par sur au aux avec pas été selon",
    "it": "il di che la per una del della con non sono gli nel alla dei più ha è anche",
    "pt": "o os as do da dos das que em um uma não com para por no na foi mais ao",
}
_SETS = {language: frozenset(words.split()) for language, words in _COMMON.items()}

_SCRIPTS = (("ar", "\u0600", "\u06ff"), ("he", "\u0590", "\u05ff"), ("ru", "\u0400", "\u04ff"))


def guess_language(text: str) -> str:
    """The ISO 639-1 code of the language, from the first 4,000 code points; "" where it is not clear.

    At least five common words must speak for it, and a fifth more than for any other; of equals none.

    >>> guess_language("The envoy said that the talks in the capital would resume, and that it was for them.")
    'en'
    """
    words = _WORD.findall(text[:4000].lower())
    letters = "".join(words)[:1000]
    for language, first, last in () if letters.isascii() else _SCRIPTS:
        if sum(first <= c <= last for c in letters) * 2 > len(letters):
            return language
    times = Counter(words)
    counts = sorted(
        ((sum(times[w] for w in known), language) for language, known in _SETS.items()), reverse=True
    )
    (best, language), (second, _) = counts[0], counts[1]
    return language if best >= 5 and best >= 1.2 * second else ""
