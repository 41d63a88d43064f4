"""Statements in the report's own voice: what happened, how things stand with the talks, and figures.

Only sentences that no attribution covers are told, and only those in which the pack knows somebody or
something; the rest is background.
"""

import re
from dataclasses import dataclass

from detente.record.coding.figures import Figure
from detente.record.coding.issues import Issue
from detente.record.coding.marks import Marks

__all__ = ["Told", "told_by_the_report", "told_in_passing"]

Place = tuple[int, int]

_LEAST_LENGTH = 30
_SURE = 0.45
_EVENT_REACH = 140
_FIGURE_REACH = 60
_OPENING = 12
_BEFORE = re.compile(r"(?:\w+[ -]){1,2}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A statement in the report's own voice: its place, act, score and reasons."""

    place: Place
    act: str
    score: float
    why: tuple[str, ...] = ()
    figure: Figure | None = None


def told_by_the_report(place: Place, issue: Issue, figures: tuple[Figure, ...], marks: Marks) -> Told | None:
    """What the report tells in a sentence of its own; None for background.

    A figure that stands near the beginning makes the sentence a figure; a verb of events an event; words on
    how things stand a report.
    """
    start, end = place
    if end - start < _LEAST_LENGTH or not issue.issue:
        return None
    known = any(marks.inside("actor", start, end))
    counted = [figure for figure in figures if figure.series or (figure.digits and figure.unit)]
    if counted and counted[0].place[0] - start <= (_FIGURE_REACH if counted[0].series else _OPENING):
        why = ("a figure begins the sentence",)
        return Told(place=place, act="figure", score=0.6, why=why, figure=counted[0])
    states = list(marks.inside("state", start, end))
    events = [hit for hit in marks.inside("event", start, end) if hit.start - start <= _EVENT_REACH]
    if states and (not events or states[0].start < events[0].start):
        why = (f"the words {states[0].pattern!r} tell how things stand",)
        return Told(place=place, act="reports", score=0.45, why=why)
    if events and known:
        return Told(place=place, act="event", score=0.45, why=(f"the words {events[0].pattern!r}",))
    if known and issue.score >= _SURE:
        return Told(place=place, act="reports", score=0.35, why=("it names an actor and an issue",))
    return None


def told_in_passing(text: str, figure: Figure, sentence: Place) -> Told:
    """A figure of a series that a sentence mentions on the way: the number with what it counts."""
    start, end = figure.place[0], max(figure.place[1], figure.counted[1])
    before = _BEFORE.search(text, sentence[0], start)
    place = (before.start() if before else start, min(end, sentence[1]))
    return Told(place=place, act="figure", score=0.4, why=("a number in passing",), figure=figure)
