"""The sheets of who negotiates, on what, and who must say yes."""

from collections.abc import Iterable

from detente.case.model import ROLES, Case
from detente.case.workbook.layout import Column, Row, Sheet, evidence, flat, held, note, number, ranged
from detente.languages import mark

__all__ = ["DEAL", "PEOPLE", "TABLE"]

DEAL = "*"
"""What stands for a party's id where a rule is that of the deal among the parties; no id is written so."""


def _id(hint: str) -> Column:
    return Column(key="id", head=mark("Id"), hint=hint, kind="id", needed=True)


def _name(hint: str) -> Column:
    return Column(key="name", head=mark("Name"), hint=hint)


_SHORT = mark("short and once only: letters and digits of any script, - _ . :")
_SHOWN = mark("as a brief shows it")
_OPTIONS = mark("issue = option, option; issue = option")

_PARTIES = (
    _id(_SHORT),
    _name(_SHOWN),
    Column(
        key="principal",
        head=mark("Principal"),
        hint=mark("the ratifier whose view stands for the party; its own id where it has none"),
        kind="id",
        refers="person",
    ),
    note(),
    evidence(),
)
_RATIFIERS = (
    _id(_SHORT),
    _name(_SHOWN),
    Column(
        key="party",
        head=mark("Party"),
        hint=mark("whose approval it is part of"),
        kind="id",
        refers="party",
        needed=True,
    ),
    note(),
    evidence(),
)
_OTHERS = (
    _id(_SHORT),
    _name(_SHOWN),
    Column(
        key="role",
        head=mark("Role"),
        hint=mark("one of the list"),
        kind="word",
        words=ROLES,
        needed=True,
    ),
    Column(
        key="of", head=mark("Of"), hint=mark("the party it belongs to, if any"), kind="id", refers="party"
    ),
    note(),
    evidence(),
)
_APPROVAL = (
    Column(
        key="of",
        head=mark("Rule of"),
        hint=mark("a party, or * for the deal among the parties"),
        kind="id",
        refers="party",
        needed=True,
    ),
    Column(
        key="id",
        head=mark("Reading"),
        hint=mark("a disputed rule has a row for each reading; otherwise: only"),
        kind="id",
        needed=True,
    ),
    Column(
        key="rule",
        head=mark("Rule"),
        hint=mark("an id, all(a, b), any(a, b), at_least(2, a, b, c) or quota(51, a=30, b=40)"),
        kind="rule",
        needed=True,
    ),
    Column(
        key="base",
        head=mark("Base"),
        hint=mark("TRUE for the reading that counts where one must be named"),
        kind="flag",
    ),
    note(),
    evidence(),
    Column(key="assumption", head=mark("Assumption"), hint=mark("what the reading takes for granted")),
)
_ISSUES = (
    _id(_SHORT),
    _name(_SHOWN),
    Column(key="question", head=mark("Question"), hint=mark("what is to be settled")),
    Column(
        key="ordered",
        head=mark("Ordered"),
        hint=mark("TRUE when the options run from one end to the other"),
        kind="flag",
    ),
    Column(key="unit", head=mark("Unit"), hint=mark("what the values of its options count")),
    Column(
        key="on_table",
        head=mark("On the table"),
        hint=mark("FALSE for what is linked to the talks and outside the text"),
        kind="flag",
    ),
    Column(key="divisible", head=mark("Divisible"), hint=mark("TRUE when shares can be split"), kind="flag"),
    Column(
        key="if_silent",
        head=mark("If silent"),
        hint=mark("the option that holds when a text does not say"),
        kind="id",
        refers="option",
    ),
    evidence(),
    Column(key="known", head=mark("Known"), hint=mark("the day it was first reported"), kind="day"),
    Column(key="pax", head=mark("PA-X"), hint=mark("codes of PA-X, semicolons between"), kind="texts"),
    note(),
)
_OPTION_COLUMNS = (
    Column(
        key="issue",
        head=mark("Issue"),
        hint=mark("one of the sheet of issues"),
        kind="id",
        refers="issue",
        needed=True,
    ),
    _id(mark("once only within the issue")),
    _name(_SHOWN),
    number("value", mark("Value"), mark("where the option is a number of the unit")),
    Column(
        key="available",
        head=mark("Available"),
        hint=mark("FALSE while it is on nobody's table"),
        kind="flag",
    ),
    Column(key="known", head=mark("Known"), hint=mark("the day it was first reported"), kind="day"),
    note(),
    evidence(),
    Column(key="pax", head=mark("PA-X"), hint=mark("codes of PA-X, semicolons between"), kind="texts"),
    Column(key="clauses", head=mark("Clauses"), hint=mark("ids of the clauses of an accord"), kind="ids"),
)
_CONSTRAINTS = (
    _id(_SHORT),
    Column(
        key="never",
        head=mark("Never together"),
        hint=_OPTIONS,
        kind="options",
        needed=True,
    ),
    note(),
    evidence(),
)
_MANDATES = (
    _id(_SHORT),
    Column(
        key="party", head=mark("Party"), hint=mark("whose delegation"), kind="id", refers="party", needed=True
    ),
    Column(
        key="allows",
        head=mark("May sign"),
        hint=mark("issue = option, option; issues that are not named are free"),
        kind="options",
        needed=True,
    ),
    Column(key="said_by", head=mark("Said by"), hint=mark("whose account of the mandate this is")),
    note(),
    evidence(),
    Column(key="assumption", head=mark("Assumption"), hint=mark("what the account takes for granted")),
    Column(key="base", head=mark("Base"), hint=mark("TRUE for the account that counts"), kind="flag"),
)
_THREATS = (
    Column(
        key="actor",
        head=mark("Who may quit"),
        hint=mark("a ratifier"),
        kind="id",
        refers="person",
        needed=True,
    ),
    Column(
        key="on",
        head=mark("Over"),
        hint=_OPTIONS,
        kind="options",
        needed=True,
    ),
    *ranged(
        "credibility",
        (mark("Credibility, low"), mark("Credibility, likely"), mark("Credibility, high")),
        mark("the chance, from 0 to 1, that it is carried out"),
    ),
    *ranged(
        "principal_effect",
        (mark("Effect, low"), mark("Effect, likely"), mark("Effect, high")),
        mark("what it adds to the principal's utility; below 0 when it costs"),
    ),
    note(),
)
_CONSENTS = (
    _id(_SHORT),
    Column(
        key="actor",
        head=mark("Who must consent"),
        hint=mark("anyone of the case"),
        kind="id",
        refers="person",
        needed=True,
    ),
    Column(
        key="over",
        head=mark("To"),
        hint=_OPTIONS,
        kind="options",
        needed=True,
    ),
    *ranged(
        "gives",
        hint=mark("the chance of a yes, from 0 to 1; empty: its own preferences decide"),
        needed=False,
    ),
    note(),
)
_INFLUENCES = (
    _id(_SHORT),
    Column(
        key="kind",
        head=mark("Kind"),
        hint=mark("one of the list"),
        kind="word",
        words=("guarantee", "pressure", "side-payment"),
    ),
    Column(key="by", head=mark("By"), hint=mark("whose it is, if anyone's"), kind="id", refers="person"),
    Column(key="on", head=mark("On"), hint=mark("who feels it"), kind="id", refers="person", needed=True),
    *ranged("adds", hint=mark("what a deal is worth more to them; below 0 when less")),
    Column(
        key="when",
        head=mark("When"),
        hint=mark("issue = option, option; empty: for every deal"),
        kind="options",
    ),
    Column(
        key="in_force",
        head=mark("In force"),
        hint=mark("FALSE when it is available and not given"),
        kind="flag",
    ),
    note(),
)


def _approval_rows(case: Case) -> Iterable[Row]:
    rules = [(party.id, party.approval) for party in case.parties]
    if case.deal_rule is not None:
        rules.append((DEAL, case.deal_rule))
    for name, approval in rules:
        for reading in approval.readings:
            yield held(reading, _APPROVAL, of=name)


def _option_rows(case: Case) -> Iterable[Row]:
    for issue in case.issues:
        for option in issue.options:
            yield held(option, _OPTION_COLUMNS, issue=issue.id)


def _section(key: str, title: str, about: str, columns: tuple[Column, ...]) -> Sheet:
    return Sheet(key=key, title=title, about=about, columns=columns, rows=flat(key, columns), section=key)


PEOPLE: tuple[Sheet, ...] = (
    _section("parties", mark("Parties"), mark("who negotiates"), _PARTIES),
    _section("ratifiers", mark("Ratifiers"), mark("whose approval a party may need"), _RATIFIERS),
    _section("actors", mark("Others"), mark("anyone else who presses, pays, relays or is asked"), _OTHERS),
    Sheet(
        key="approval",
        title=mark("Approval rules"),
        about=mark("who must say yes within a party, and among the parties"),
        columns=_APPROVAL,
        rows=_approval_rows,
    ),
)

TABLE: tuple[Sheet, ...] = (
    _section("issues", mark("Issues"), mark("what is to be settled"), _ISSUES),
    Sheet(
        key="options",
        title=mark("Options"),
        about=mark("the ways to settle each issue"),
        columns=_OPTION_COLUMNS,
        rows=_option_rows,
    ),
    _section(
        "constraints", mark("Constraints"), mark("what cannot stand together in one text"), _CONSTRAINTS
    ),
    _section("mandates", mark("Mandates"), mark("what a delegation may sign without asking"), _MANDATES),
    _section("exit_threats", mark("Exit threats"), mark("who may quit over what"), _THREATS),
    _section("consents", mark("Consents"), mark("whose yes some options need"), _CONSENTS),
    _section("influences", mark("Influences"), mark("pressure, side-payments and guarantees"), _INFLUENCES),
)
