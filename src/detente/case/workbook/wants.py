"""The sheets of what each one wants, and of what could change."""

from collections.abc import Iterable
from typing import Any

from detente.case.model import Case, Change
from detente.case.preferences import Range
from detente.case.workbook.layout import Column, Row, Sheet, evidence, flat, held, note, number, ranged
from detente.languages import mark

__all__ = ["CHANGED", "WANTS"]

_ACTOR = Column(
    key="actor",
    head=mark("Who"),
    hint=mark("one of the sheet of preferences"),
    kind="id",
    refers="wanting",
    needed=True,
)
_ISSUE = Column(
    key="issue",
    head=mark("Issue"),
    hint=mark("one of the sheet of issues"),
    kind="id",
    refers="issue",
    needed=True,
)
_ID = Column(
    key="id",
    head=mark("Id"),
    hint=mark("short and once only: letters and digits of any script, - _ . :"),
    kind="id",
    needed=True,
)
_OPTIONS = mark("issue = option, option; issue = option")

_PREFERENCES = (
    Column(
        key="actor",
        head=mark("Who"),
        hint=mark("anyone of the case, once"),
        kind="id",
        refers="person",
        needed=True,
    ),
    Column(
        key="measure",
        head=mark("Measure"),
        hint=mark("share: values from 0 to 1, weights that sum to 1; points: any numbers"),
        kind="word",
        words=("points", "share"),
    ),
    Column(
        key="basis",
        head=mark("Basis"),
        hint=mark("where the numbers come from"),
        kind="word",
        words=("estimate", "judgement", "published"),
    ),
    Column(
        key="free_scores",
        head=mark("Free order"),
        hint=mark("ordered issues whose values may go up and down"),
        kind="ids",
        refers="issue",
    ),
    note(),
)
_WEIGHTS = (_ACTOR, _ISSUE, *ranged("number", hint=mark("how much the issue counts")))
_SCORES = (
    _ACTOR,
    _ISSUE,
    Column(
        key="option",
        head=mark("Option"),
        hint=mark("one of the issue"),
        kind="id",
        refers="option",
        needed=True,
    ),
    *ranged("number", hint=mark("what the option is worth: 0 the worst, 1 the best")),
)
_RANKINGS = (
    _ACTOR,
    Column(
        key="issue",
        head=mark("Options of"),
        hint=mark("the issue whose options are ranked; empty where issues are ranked"),
        kind="id",
        refers="issue",
    ),
    Column(
        key="rank",
        head=mark("Rank"),
        hint=mark("1 is best or weighs most; equals share a number"),
        kind="whole",
        needed=True,
    ),
    Column(key="item", head=mark("Ranked"), hint=mark("an option, or an issue"), kind="id", needed=True),
)
_RESERVATIONS = (
    _ACTOR,
    Column(
        key="since",
        head=mark("Since"),
        hint=mark("the day from which it holds; empty: from the beginning"),
        kind="day",
    ),
    *ranged("number", hint=mark("what no deal is worth: a deal must be worth at least this")),
    Column(key="because", head=mark("Because"), hint=mark("what changed on that day")),
)
_INTERACTIONS = (
    _ACTOR,
    _ID,
    Column(key="when", head=mark("Together"), hint=_OPTIONS, kind="options", needed=True),
    *ranged("adds", hint=mark("what the combination adds; below 0 when it takes away")),
    note(),
)
_RED_LINES = (
    _ACTOR,
    _ID,
    Column(key="never", head=mark("Never"), hint=_OPTIONS, kind="options", needed=True),
    Column(
        key="unless",
        head=mark("Unless"),
        hint=mark("issue = option, option; what makes it bearable"),
        kind="options",
    ),
    *ranged("holds", hint=mark("the chance, from 0 to 1, that it is meant as stated")),
    note(),
)
_LEVERS = (
    _ID,
    Column(key="name", head=mark("Name"), hint=mark("as a brief shows it")),
    number("effort", mark("Effort"), mark("as assumed; 1 by default")),
    note(),
    evidence(),
    Column(key="assumption", head=mark("Assumption"), hint=mark("why this effort")),
)
_SCENARIOS = (
    _ID,
    Column(key="name", head=mark("Name"), hint=mark("as a brief shows it")),
    note(),
    Column(key="by", head=mark("By"), hint=mark("whose judgement it is")),
)
_CHANGES = (
    Column(
        key="lever",
        head=mark("Lever"),
        hint=mark("the lever it is part of, or empty"),
        kind="id",
        refers="lever",
    ),
    Column(
        key="scenario",
        head=mark("Scenario"),
        hint=mark("the scenario it is part of, or empty"),
        kind="id",
        refers="scenario",
    ),
    Column(
        key="path",
        head=mark("Path"),
        hint=mark("what changes, such as preferences.a.weights.port"),
        needed=True,
    ),
    Column(
        key="value",
        head=mark("Value"),
        hint=mark("one number, TRUE or FALSE, or the id of a choice; otherwise empty"),
        kind="value",
    ),
    *ranged("range", hint=mark("three numbers instead of one value"), needed=False),
    Column(
        key="as",
        head=mark("As"),
        hint=mark("range: the three numbers replace the old evidence too"),
        kind="word",
        words=("range",),
    ),
    number("effort", mark("Effort"), mark("as assumed; 1 by default")),
    Column(key="source", head=mark("Source"), hint=mark("where the value comes from, or why")),
)


def _preference_rows(case: Case) -> Iterable[Row]:
    return (held(want, _PREFERENCES) for want in case.preferences)


def _weight_rows(case: Case) -> Iterable[Row]:
    for want in case.preferences:
        for issue, weight in want.weights:
            yield _numbered(_WEIGHTS, weight, actor=want.actor, issue=issue)


def _score_rows(case: Case) -> Iterable[Row]:
    for want in case.preferences:
        for issue, options in want.scores:
            for option, score in options:
                yield _numbered(_SCORES, score, actor=want.actor, issue=issue, option=option)


def _ranking_rows(case: Case) -> Iterable[Row]:
    for want in case.preferences:
        for issue, groups in (("", want.weight_order), *want.score_order):
            for rank, group in enumerate(groups, 1):
                for item in group:
                    yield {"actor": want.actor, "issue": issue, "rank": rank, "item": item}


def _reservation_rows(case: Case) -> Iterable[Row]:
    for want in case.preferences:
        for dated in want.reservation:
            row = _numbered(_RESERVATIONS, dated.range, actor=want.actor)
            yield {**row, "since": dated.since, "because": dated.because}


def _interaction_rows(case: Case) -> Iterable[Row]:
    for want in case.preferences:
        for link in want.interactions:
            yield held(link, _INTERACTIONS, actor=want.actor)


def _red_line_rows(case: Case) -> Iterable[Row]:
    for want in case.preferences:
        for line in want.red_lines:
            yield held(line, _RED_LINES, actor=want.actor)


def _change_rows(case: Case) -> Iterable[Row]:
    for lever in case.levers:
        for change in lever.changes:
            yield {"lever": lever.id, "scenario": ""} | _changed(change)
    for scenario in case.scenarios:
        for change in scenario.changes:
            yield {"lever": "", "scenario": scenario.id} | _changed(change)


def _changed(change: Change) -> dict[str, Any]:
    row = {"path": change.path, "effort": change.effort, "source": change.source}
    value = change.value
    if isinstance(value, tuple):
        low, likely, high = value
        return row | {"range.low": low, "range.likely": likely, "range.high": high}
    if not isinstance(value, Range):
        return row | {"value": value}
    based = value.evidence or value.assumption or value.driver
    return {**_numbered((), value, "range"), **row, "as": "" if based else "range"}


def _numbered(columns: tuple[Column, ...], found: Range, key: str = "number", **more: Any) -> dict[str, Any]:
    """A row that is one uncertain number."""
    parts = {part: getattr(found, part) for part in found.__slots__}
    row = {column.key: more.get(column.key) for column in columns}
    return row | more | {f"{key}.{part}": value for part, value in parts.items()}


WANTS: tuple[Sheet, ...] = (
    Sheet(
        key="preferences",
        title=mark("Preferences"),
        about=mark("whose wants are known, and how they are told"),
        columns=_PREFERENCES,
        rows=_preference_rows,
    ),
    Sheet(
        key="weights",
        title=mark("Weights"),
        about=mark("how much each issue counts for each one, as a range"),
        columns=_WEIGHTS,
        rows=_weight_rows,
    ),
    Sheet(
        key="scores",
        title=mark("Option values"),
        about=mark("what each option is worth to each one, as a range"),
        columns=_SCORES,
        rows=_score_rows,
    ),
    Sheet(
        key="rankings",
        title=mark("Rankings"),
        about=mark("orders instead of numbers"),
        columns=_RANKINGS,
        rows=_ranking_rows,
    ),
    Sheet(
        key="reservations",
        title=mark("Reservations"),
        about=mark("what no deal is worth to each one"),
        columns=_RESERVATIONS,
        rows=_reservation_rows,
    ),
    Sheet(
        key="interactions",
        title=mark("Interactions"),
        about=mark("what options are worth together, beyond their sum"),
        columns=_INTERACTIONS,
        rows=_interaction_rows,
    ),
    Sheet(
        key="red_lines",
        title=mark("Red lines"),
        about=mark("what is refused whatever else a text holds"),
        columns=_RED_LINES,
        rows=_red_line_rows,
    ),
)

CHANGED: tuple[Sheet, ...] = (
    Sheet(
        key="levers",
        title=mark("Levers"),
        about=mark("changes that somebody could bring about"),
        columns=_LEVERS,
        rows=flat("levers", _LEVERS),
        section="levers",
    ),
    Sheet(
        key="scenarios",
        title=mark("Scenarios"),
        about=mark("named sets of judgements beside what the evidence gives"),
        columns=_SCENARIOS,
        rows=flat("scenarios", _SCENARIOS),
        section="scenarios",
    ),
    Sheet(
        key="changes",
        title=mark("Changes"),
        about=mark("what each lever and each scenario changes"),
        columns=_CHANGES,
        rows=_change_rows,
    ),
)
