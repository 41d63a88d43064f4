"""The task behind the panel of assumptions: sections of the brief, cut by actor and evidence."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from detente.languages import say
from detente.web.work.loading import brief_of, loaded

__all__ = ["TASKS"]


def assumptions(
    step: Callable[..., None], *, case: bytes, parts: Mapping[str, bytes], actor: str, alone: bool
) -> dict[str, Any]:
    """The numbers by actor, then rules and mandates, sources and method, as HTML.

    With `actor` only what is assumed of that one ("-": of the talks as a whole), with `alone` only numbers
    that no evidence supports. `groups` holds (actor, HTML, numbers shown); `others` the rest by section.
    """
    found = loaded(case)
    brief = brief_of(case, parts, ("assumptions", "sources", "method"))
    section = brief.sections[0]
    wanted = found.named(actor) if actor not in {"", "-"} else ""
    talks = say("The talks as a whole")
    names = {found.named(one.actor): one.actor for one in found.preferences}
    told, groups = [], []
    for number, block in enumerate(section.blocks):
        if type(block).__name__ != "Fold" or number == 0 or block.summary[0].kind not in {"name", "text"}:
            continue
        head = block.summary[0].text
        if head not in names and head != talks:
            continue
        if (wanted and head != wanted) or (actor == "-" and head != talks):
            continue
        kept, count = _supported(block, alone=alone)
        if count or not alone:
            key = f"numbers-{number}"
            told.append(replace(section, id=key, blocks=(kept,)))
            groups.append((names.get(head, ""), key, count))
    if not actor and not alone:
        folds = {key.removeprefix("numbers-") for _, key, _ in groups}
        rest = tuple(block for number, block in enumerate(section.blocks[1:], 1) if str(number) not in folds)
        told.append(replace(section, id="rules", blocks=rest))
    others = tuple(one for one in brief.sections if one.id != "assumptions")
    lead = replace(section, id="lead", blocks=section.blocks[:1])
    step("page", 1, 1)
    html = replace(brief, sections=(lead, *told, *others)).fragments()
    return {
        "lead": html["lead"],
        "groups": tuple((who, html[key], count) for who, key, count in groups),
        "rules": html.get("rules", ""),
        "others": tuple((one.id, one.title, html[one.id]) for one in others),
    }


def _supported(fold: Any, *, alone: bool) -> tuple[Any, int]:
    """The fold with the rows that are wanted, and how many these are."""
    blocks, count = [], 0
    for block in fold.blocks:
        if type(block).__name__ != "Table":
            blocks += [] if alone else [block]
            continue
        rows = [
            row
            for row in block.rows
            if not alone or not any(s.kind == "link" and s.target.startswith("#") for s in row.cells[-1])
        ]
        count += len(rows)
        if rows:
            blocks.append(replace(block, rows=tuple(rows)))
    return replace(fold, blocks=tuple(blocks)), count


TASKS: Final[Mapping[str, Callable[..., Any]]] = {"assumptions": assumptions}
"""By name."""
