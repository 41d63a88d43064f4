"""Signals: on which axes a statement stands, how far towards which end: to find what cannot both hold.

An axis is an issue, an option, a plan, a scale of polarity or a series of figures. Levels run from -2 to 2
and are unitless; statements on one axis whose levels lie apart are candidates.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from detente.languages import worded, worded_row
from detente.record.codebook import Codebook
from detente.record.finding import day_of, is_dated, report_of, words_of
from detente.record.polarity import Polarity, Pull
from detente.record.statement import Statement

__all__ = ["Seen", "Signal", "look"]

Axis = tuple[str, ...]

_ANSWERS: Mapping[str, float] = {"accepts": 2, "demands": 1, "offers": 1, "rejects": -2, "threatens": -1}
_CLAIMS: Mapping[str, float] = {"accepts": 1, "claims": 1, "denies": -2, "offers": 1, "reports": 1}
_STANCES: Mapping[str, float] = {"for": 2, "conditional": 0.5, "against": -2}
_REFUSE = frozenset({"denies", "rejects"})
_FEARS = frozenset({"threatens", "warns"})
_WISHES = frozenset({"demands", "offers", "threatens"})
_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 6
# Translators: what two statements are about that cannot both hold.
_ISSUE = worded("the same issue")
_OPTION = worded("the same option")
_COUNT = worded("the same count")
_ASKED = worded("what is asked or offered")


@dataclass(frozen=True, slots=True)
class Signal:
    """A statement's level on one axis, the kind of contradiction that it may be part of, and the words.

    `fades` is the half-life in days of what is said; `choice` is set where not a level but an option or a
    value is held, and two different ones exclude each other. `about` says in words what the axis is.
    """

    axis: Axis
    kind: str
    level: float
    words: str
    fades: float
    choice: str = ""
    about: str = _ISSUE


@dataclass(frozen=True, slots=True)
class Seen:
    """A statement as it is compared; `n` is its place in canonical order, `day` None where it is undated."""

    n: int
    statement: Statement
    day: int | None
    report: str
    start: int
    end: int
    side: str
    stems: frozenset[str]
    names: frozenset[str]
    signals: tuple[Signal, ...]


def look(n: int, statement: Statement, book: Codebook, polarity: Polarity) -> Seen:
    """A statement with its signals; `n` is its place in canonical order."""
    words = words_of(statement)
    text = words if words == statement.says else f"{words} {statement.says}"
    span = statement.span
    pulls = polarity(words)
    return Seen(
        n=n,
        statement=statement,
        day=day_of(statement).toordinal() if is_dated(statement.date) else None,
        report=report_of(statement),
        start=span.start if span else -1,
        end=span.end if span else -1,
        side=book.side(statement.holder),
        stems=frozenset(word[:_STEM].lower() for word in _WORD.findall(text)),
        names=_names(statement.holder, book),
        signals=(*_acts(statement), *_choices(statement), *_pulls(statement, pulls, polarity)),
    )


def _names(holder: str, book: Codebook) -> frozenset[str]:
    """Stems of the words that may name a holder in another passage."""
    told = " ".join((*book.names.get(holder, ()), *book.names.get(book.side(holder), ()), holder))
    return frozenset(word[:_STEM].lower() for word in _WORD.findall(told.replace("-", " ")))


def _acts(s: Statement) -> list[Signal]:
    """What the act and the stance say about the issue, its option and the plan."""
    found = []
    answer = _STANCES.get(s.stance, _ANSWERS.get(s.act, 0.0))
    told = _held(s.act, s.stance)
    kind = "opposed stances" if s.stance else "opposed acts"
    if answer and s.issue:
        axis = ("option", s.issue, s.option) if s.option else ("issue", s.issue)
        about = _OPTION if s.option else _ISSUE
        found.append(Signal(axis, kind, answer, told, 60.0, about=about))
    if s.plan and (answer >= 2 or answer <= -1):
        about = worded("the plan {plan}", plan=s.plan)
        found.append(Signal(("plan", s.plan), "accounts of a plan", answer, told, 60.0, about=about))
    claim = _CLAIMS.get(s.act, 0.0)
    if claim and s.issue:
        found.append(Signal(("claim", s.issue), "claim and denial", claim, _held(s.act), 30.0))
    return found


@cache
def _held(act: str, stance: str = "") -> str:
    """An act, with the stance where there is one, in words."""
    return worded_row([worded(act), worded(stance)]) if stance else worded(act)


def _choices(s: Statement) -> list[Signal]:
    """The option that is asked for or told, and the figure that is given: others exclude them."""
    found = []
    holds = worded("what the plan {plan} holds", plan=s.plan) if s.plan else ""
    if s.option and s.stance != "against" and s.act not in _REFUSE:
        found.append(Signal(("choice", s.issue), "opposed stances", 0, s.option, 60.0, s.option))
        if s.plan:
            axis = ("content", s.plan, s.issue)
            found.append(Signal(axis, "accounts of a plan", 0, s.option, 120.0, s.option, holds))
    if s.value is not None and (s.unit or s.act == "figure"):
        amount = f"{s.value:g} {s.unit}".strip()
        value = repr(s.value)
        if s.act in _WISHES:
            axis = ("asked", s.issue, s.unit)
            found.append(Signal(axis, "opposed stances", 0, amount, 60.0, value, _ASKED))
        else:
            axis = ("series", s.issue, s.unit)
            found.append(Signal(axis, "opposed values", 0, amount, 2.0, value, _COUNT))
        if s.plan:
            content = ("content", s.plan, s.issue, s.unit)
            found.append(Signal(content, "accounts of a plan", 0, amount, 120.0, value, holds))
    return found


def _pulls(s: Statement, pulls: tuple[Pull, ...], polarity: Polarity) -> list[Signal]:
    """Where the words stand. Who refuses an end speaks for the other one.

    Who warns of an end does not hold it, and who wishes for something does not say how near it is.
    """
    found = []
    for pull in pulls:
        scale = polarity.scales[pull.scale]
        level = _level(pull)
        if s.act in _REFUSE and level > 0 and pull.scale != "account":
            level = -level
        if (s.act in _FEARS and level < 0) or (s.act in _WISHES and scale.kind == "opposed prospects"):
            continue
        words = ", ".join(f"“{word}”" for word in pull.words)
        found.append(Signal(("scale", scale.id), scale.kind, level, words, scale.fades, about=scale.name))
    return found


def _level(pull: Pull) -> float:
    """The farthest level where all words point one way, half of it beside words of caution, else the mean."""
    if pull.low < 0 < pull.high:
        return pull.mean
    far = max(pull.low, pull.high, key=abs)
    return far / 2 if 0 in {pull.low, pull.high} else float(far)
