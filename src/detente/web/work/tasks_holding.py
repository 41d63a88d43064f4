"""Tasks about an accord: what its wordings allow, told part by part; one play told day by day, both ways."""

import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

import detente as dt
from detente.languages import retold
from detente.web.work.loading import brief_of, loaded

__all__ = ["TASKS"]

_QUIET: Final = frozenset({"a day passes", "waits", "nothing happens"})
_PARTS: Final = (
    ("text", "FormReport"),
    ("exposure", "ExposureLedger"),
    ("keeping", "Keeping"),
    ("hazards", "Outlook"),
)
"""The parts of the section after the days, each with the finding that it is told from."""


def hold(step: Callable[..., None], *, accord: bytes, wording: str, seed: int) -> bytes:
    """What an accord allows under each of its wordings, one of them in depth."""
    return pickle.dumps(dt.analyse_accord(loaded(accord), wording=wording, seed=seed, progress=step))


def holding(step: Callable[..., None], *, case: bytes, analysis: bytes) -> dict[str, Any]:
    """The answer as a page shows it: a row a wording with its clauses, the parts as HTML."""
    found = loaded(analysis)
    names = ("holding", "assumptions")
    brief = brief_of(case, {"accord": analysis}, names)
    section = next(one for one in brief.sections if one.id == "holding")
    parts = _parts(found, section)
    cut = replace(
        brief, sections=tuple(replace(section, id=key, blocks=tuple(blocks)) for key, blocks in parts)
    )
    step("page", 1, 1)
    return {"rows": _rows(found), "parts": dict(cut.fragments())}


def holding_data(step: Callable[..., None], *, accord: bytes, wording: str) -> dict[str, Any]:
    """What `detente accord check --json` says of an accord."""
    found = loaded(accord)
    asked = ("collapse", "stall", "walk-away", "entrap")
    space = dt.AccordSpace(found, wording=wording)
    if wording or not found.wordings:
        powers = dt.check(space, "powers", questions=asked)
    else:
        powers = dt.wordings_table(found, questions=asked)
    step("form", 1, 1)
    form, phases = dt.check(space, "well-formed"), dt.check(space, "phases")
    return {"powers": powers.as_dict(), "form": form.as_dict(), "phases": phases.as_dict()}


def play(
    step: Callable[..., None],
    *,
    accord: bytes,
    wording: str,
    question: str,
    coalition: tuple[str, ...],
    blameless: bool,
    short: bool,
) -> dict[str, Any]:
    """One answer with its play told day by day, and the answer of each other wording that differs."""
    found = loaded(accord)
    own = _told(found, wording, question, coalition, blameless=blameless, short=short)
    step("play", 1, 1)
    other = None
    for one in found.wordings:
        if one.id == wording:
            continue
        told = _told(found, one.id, question, coalition, blameless=blameless, short=short)
        if told["holds"] is not own["holds"]:
            other = told
            break
    return {"own": own, "other": other}


def _told(
    accord: Any, wording: str, question: str, coalition: tuple[str, ...], *, blameless: bool, short: bool
) -> dict[str, Any]:
    space = dt.AccordSpace(accord, wording=wording)
    verdict = dt.check(space, question, coalition=coalition, blameless=blameless)
    lines = dt.say_witness(verdict.witness, accord, short=short) if verdict.witness is not None else ()
    return {
        "wording": wording,
        "label": _label(accord, wording),
        "asks": retold(verdict.asks),
        "holds": verdict.holds,
        "by_day": verdict.by_day,
        "shows": retold(verdict.witness.shows) if verdict.witness is not None else "",
        "lines": tuple(retold(line) for line in lines),
        "clauses": _clauses(accord, verdict),
        "notes": tuple(retold(note) for note in verdict.notes),
        "assumes": tuple(retold(line) for line in verdict.assumes),
    }


def _rows(found: Any) -> tuple[dict[str, Any], ...]:
    """For each wording: which party alone could bring it down or stall, by which day and by which clauses."""
    accord = found.accord
    rows = []
    for shown in found.shown:
        cells = {
            (verdict.question, verdict.coalition[0]): {
                "holds": verdict.holds,
                "by_day": verdict.by_day,
                "clauses": _clauses(accord, verdict) if verdict.holds else (),
            }
            for verdict in shown.verdicts
        }
        row = {"wording": shown.wording, "label": _label(accord, shown.wording), "cells": cells}
        row["basis"] = next((w.basis for w in accord.wordings if w.id == shown.wording), "")
        rows.append(row)
    return tuple(rows)


def _clauses(accord: Any, verdict: Any) -> tuple[tuple[str, str], ...]:
    """The clauses that its play uses: of what the side does beyond its duties, and of how it ends."""
    if verdict.witness is None:
        return ()
    steps = verdict.witness.steps
    used = [s.clause for s in steps if s.side in verdict.coalition and not s.gives and s.clause]
    ended = [s.clause for s in steps if s.side == "clock" and s.clause and s.act not in _QUIET]
    names = dict.fromkeys([*used, *ended[-1:]])
    texts = {clause.id: clause.text for clause in accord.clauses}
    return tuple((name, texts.get(name, "")) for name in names)


def _label(accord: Any, wording: str) -> str:
    return next((str(one.label) for one in accord.wordings if one.id == wording), "")


def _parts(found: Any, section: Any) -> Iterator[tuple[str, list[Any]]]:
    """The blocks of the section in groups that a reader can choose from, each under its name."""
    there = {type(finding).__name__ for finding in found.findings}
    names = iter(["days", *(name for name, kind in _PARTS if kind in there)])
    groups: dict[str, list[Any]] = {"powers": [], "plays": []}
    for block in section.blocks[:-1]:
        kind = type(block).__name__
        if kind == "Part":
            groups[next(names)] = [block]
        elif kind == "Fold":
            groups["plays"].append(block)
        elif len(groups["plays"]) == 0:
            groups["powers"].append(block)
        else:
            groups.setdefault("depth", []).append(block)
    groups["assumes"] = [section.blocks[-1]]
    return iter(groups.items())


TASKS: Final[Mapping[str, Callable[..., Any]]] = {
    "hold": hold,
    "holding": holding,
    "holding_data": holding_data,
    "play": play,
}
"""By name."""
