"""What is wrong with a case in the words of a workbook: columns and sheets where a case file has keys."""

import re
from typing import Final

__all__ = ["in_sheets"]


def in_sheets(text: str) -> str:
    """The fault or the hint as it is said of a sheet.

    >>> in_sheets("set `on_table: true` for it, or leave it out")
    'set On the table to TRUE for it, or leave it out'
    """
    for theirs, ours in _REWORDED:
        text = re.sub(theirs, ours, text)
    return text


_REWORDED: Final = (
    (
        r"write \{range: \[...\], evidence: \[...\]\} or \{..., assumption: ...\}",
        "give it evidence or an assumption",
    ),
    (r"write \{issue: option\}", "write issue = option, option; issue = option"),
    (r"list (who negotiates|what is to settle) under `\w+:`", r"list \1 on this sheet"),
    (r"set `on_table: true` for it", "set On the table to TRUE for it"),
    (r": `holds: \[0.5, 0.8, 1\]`", ", such as 0.5, 0.8 and 1"),
    (r"list one with `id` and `rule`", "list one with its id and its rule"),
    (r"write `base: true` in exactly one of them", "set Base to TRUE in exactly one of them"),
    (r"list it under `actors:`", "list it on the sheet of others"),
    (r"has both `weights` and `weight_order`", "has both weights and a ranking of issues"),
    (r"give `weights:`, or rank issues in `weight_order:`", "give weights, or rank the issues"),
    (
        r"give `scores: \{(.*?): \.\.\.\}`, or rank its options in `score_order:`",
        r"give the options of \1 values, or rank them",
    ),
    (r"give `(?:weights|scores):` instead of the order", "give numbers instead of the ranking"),
    (r"write `measure: points`", "choose points as the measure"),
    (r"write `free_scores: \[(.*?)\]` if this is meant", r"add \1 to Free order if this is meant"),
    (r"add `since: (\S+)`", r"fill in Since, such as \1"),
    (
        r"add `evidence: \[...\]` or `assumption: ...` to each, or to the whole file",
        "give each its evidence or its assumption",
    ),
    (r"give it `readings:` first", "give it readings first"),
    (r"add preferences/(.*?)\.yaml", r"add \1 to the sheet of preferences"),
    (r"write \{document: id, .*\}", "give report, start, end and digest, or none of them"),
    (r"under `(?:assumption|source):`", "in the same row"),
    (r"`known` is", "Known is"),
    (r"add `(\w[^`]*?):?`", r"add \1"),
    (r"write \[(\S+), (\S+), (\S+)\], the lowest first", r"write \1, \2 and \3, the lowest first"),
    (r"write (?:true or false|(?:true|false) without quotes|(?:true|false)$)", "write TRUE or FALSE"),
    (r"write (\S+) without quotes", r"type \1 again, in a cell that is not text"),
    (r"`([^`]*)`", r"\1"),
)
"""What hints say in the words of a case file, and how it is said of a sheet."""
