"""The languages that detente speaks: English in the code, the others in gettext catalogues beside this file.

A text is looked up in the language that is spoken where it is told (`speaking`), so that two readers of one
workbench may each have their own. What a case or a report says is never translated: it is data.
"""

from detente.languages.catalogue import missing_from, translated, translated_plural
from detente.languages.prefixes import joined
from detente.languages.spoken import LANGUAGES, Language, language_named, speaking, spoken
from detente.languages.telling import mark, say, say_as, say_plural
from detente.languages.wording import (
    retold,
    worded,
    worded_as,
    worded_count,
    worded_figure,
    worded_list,
    worded_plural,
    worded_row,
    worded_sentence,
)

__all__ = [
    "LANGUAGES",
    "Language",
    "joined",
    "language_named",
    "mark",
    "missing_from",
    "retold",
    "say",
    "say_as",
    "say_plural",
    "speaking",
    "spoken",
    "translated",
    "translated_plural",
    "worded",
    "worded_as",
    "worded_count",
    "worded_figure",
    "worded_list",
    "worded_plural",
    "worded_row",
    "worded_sentence",
]
