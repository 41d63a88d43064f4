"""The sheets of what has happened and of the reports that say so."""

from collections.abc import Iterable

from detente.case.model import Case
from detente.case.workbook.layout import Column, Row, Sheet, evidence, flat, held, note, number
from detente.languages import mark
from detente.record.statement import ACTS, IDENTIFIED, STANCES

__all__ = ["PAST"]

_ID = Column(
    key="id",
    head=mark("Id"),
    hint=mark("short and once only: letters and digits of any script, - _ . :"),
    kind="id",
    needed=True,
)
_DATE = Column(
    key="date",
    head=mark("Date"),
    hint=mark("a day, or text: 2024-07, 2024, 2024-06-24/30, by 2024-07-03, unknown"),
    kind="when",
    needed=True,
)
_KNOWN = Column(
    key="known",
    head=mark("Known"),
    hint=mark("the day it was first reported"),
    kind="day",
    needed=True,
)
_SAID_BY = Column(key="said_by", head=mark("Said by"), hint=mark("whose account it is"))
_OPTIONS = mark("issue = option, option; issue = option")
_WHAT = Column(key="what", head=mark("What"), hint=mark("in one sentence"))
_UNIT = Column(key="unit", head=mark("Unit"), hint=mark("what the number counts"))
_PERSON = mark("anyone of the case")


def _who(key: str, head: str, hint: str, *, needed: bool = False) -> Column:
    return Column(key=key, head=head, hint=hint, kind="id", refers="person", needed=needed)


def _issue(*, needed: bool) -> Column:
    hint = mark("one of the sheet of issues")
    return Column(key="issue", head=mark("Issue"), hint=hint, kind="id", refers="issue", needed=needed)


def _option(*, needed: bool) -> Column:
    hint = mark("one of the issue")
    return Column(key="option", head=mark("Option"), hint=hint, kind="id", refers="option", needed=needed)


def _ids(key: str, head: str, hint: str) -> Column:
    return Column(key=key, head=head, hint=hint, kind="ids")


_STATEMENTS = (
    _ID,
    _ids("reports", mark("Reports"), mark("ids of the reports that say so, commas between")),
    Column(key="holder", head=mark("Holder"), hint=mark("whose position it is"), kind="id", refers="person"),
    Column(
        key="relays",
        head=mark("Passed on by"),
        hint=mark("nearest to the reporter first, semicolons between"),
        kind="texts",
    ),
    Column(
        key="identified",
        head=mark("Identified"),
        hint=mark("how the report names who is quoted"),
        kind="word",
        words=IDENTIFIED,
    ),
    Column(key="to", head=mark("To"), hint=mark("those addressed, semicolons between"), kind="texts"),
    Column(key="act", head=mark("Act"), hint=mark("one of the list"), kind="word", words=ACTS),
    _issue(needed=False),
    _option(needed=False),
    Column(
        key="stance",
        head=mark("Stance"),
        hint=mark("how it stands to the option"),
        kind="word",
        words=STANCES,
    ),
    Column(key="condition", head=mark("Condition"), hint=mark("the words that make it conditional")),
    Column(key="says", head=mark("Says"), hint=mark("its content in words")),
    Column(key="plan", head=mark("Plan"), hint=mark("the proposal whose content it tells")),
    number("value", mark("Value"), mark("a figure that it states")),
    _UNIT,
    _DATE,
    _KNOWN,
    Column(key="date_basis", head=mark("Date from"), hint=mark("the words that gave the date")),
    Column(
        key="at.document",
        head=mark("Passage in"),
        hint=mark("the report that holds the passage"),
        kind="id",
        refers="report",
    ),
    Column(key="at.start", head=mark("Starts at"), hint=mark("counted in characters"), kind="whole"),
    Column(key="at.end", head=mark("Ends at"), hint=mark("counted in characters"), kind="whole"),
    Column(key="at.sha256", head=mark("Digest"), hint=mark("of the passage; leave it as it is")),
)
_STANCES = (
    _ID,
    _who("actor", mark("Who"), _PERSON, needed=True),
    _issue(needed=True),
    _option(needed=True),
    Column(
        key="role",
        head=mark("How"),
        hint=mark("asks for it, can live with it, or resists it"),
        kind="word",
        words=("accepts", "demands", "rejects"),
    ),
    _DATE,
    _KNOWN,
    _SAID_BY,
    note(),
    evidence(),
)
_PROPOSALS = (
    _ID,
    Column(key="name", head=mark("Name"), hint=mark("as a brief shows it")),
    _DATE,
    _KNOWN,
    _who("by", mark("Made public by"), _PERSON),
    _who("attributed_to", mark("Attributed to"), mark("whose it is said to be")),
    _ids("carried_by", mark("Carried by"), mark("who brings it, commas between")),
    Column(key="public", head=mark("Public"), hint=mark("TRUE or FALSE"), kind="flag"),
    Column(key="standing", head=mark("Standing"), hint=mark("TRUE while it is on the table"), kind="flag"),
    Column(key="version", head=mark("Version"), hint=mark("which text of it")),
    Column(key="terms", head=mark("Terms"), hint=_OPTIONS, kind="options"),
    _ids("set_aside", mark("Set aside"), mark("issues it leaves for later, commas between")),
    note(),
    evidence(),
)
_RESPONSES = (
    Column(
        key="proposal",
        head=mark("Proposal"),
        hint=mark("one of the sheet of proposals"),
        kind="id",
        refers="proposal",
        needed=True,
    ),
    _who("actor", mark("Who"), _PERSON, needed=True),
    Column(
        key="answer",
        head=mark("Answer"),
        hint=mark("one of the list"),
        kind="word",
        words=("accepts", "conditional", "rejects", "silent"),
        needed=True,
    ),
    _SAID_BY,
    _ids("issues", mark("On issues"), mark("those it binds, commas between; empty: all")),
    Column(key="version", head=mark("Version"), hint=mark("the text that it answers")),
    note(),
    _DATE,
    _KNOWN,
    evidence(),
)
_ACCOUNTS = (
    Column(
        key="proposal",
        head=mark("Proposal"),
        hint=mark("the proposal it tells of, or empty"),
        kind="id",
        refers="proposal",
    ),
    Column(
        key="contradiction",
        head=mark("Contradiction"),
        hint=mark("the contradiction it is part of, or empty"),
        kind="id",
        refers="contradiction",
    ),
    _SAID_BY,
    Column(key="says", head=mark("Says"), hint=mark("its content in words")),
    Column(key="terms", head=mark("Terms"), hint=_OPTIONS, kind="options"),
    evidence(),
)
_CONTRADICTIONS = (
    _ID,
    Column(key="topic", head=mark("Topic"), hint=mark("on what accounts differ")),
    _issue(needed=False),
    _DATE,
    _KNOWN,
)
_EVENTS = (
    _ID,
    _WHAT,
    Column(key="kind", head=mark("Kind"), hint=mark("such as event, talks, strike")),
    _ids("actors", mark("Who"), mark("those involved, commas between")),
    _DATE,
    _KNOWN,
    evidence(),
)
_FIGURES = (
    _ID,
    Column(key="series", head=mark("Counts"), hint=mark("what is counted; the same words for a series")),
    number("value", mark("Value"), mark("the number"), needed=True),
    _UNIT,
    Column(
        key="bound",
        head=mark("Bound"),
        hint=mark("empty when the number is exact"),
        kind="word",
        words=("about", "at least", "over"),
    ),
    _SAID_BY,
    note(),
    _DATE,
    _KNOWN,
    evidence(),
)
_PRECEDENTS = (_ID, _WHAT, _DATE, _KNOWN, evidence())
_DEADLINES = (
    _ID,
    _WHAT,
    Column(key="status", head=mark("Status"), hint=mark("how firm it is")),
    _DATE,
    _KNOWN,
    evidence(),
)
_REPORTS = (
    _ID,
    Column(key="publisher", head=mark("Publisher"), hint=mark("who published it")),
    Column(key="published", head=mark("Published"), hint=mark("the day, where it is known"), kind="day"),
    Column(key="title", head=mark("Title")),
    Column(key="basis", head=mark("Basis"), hint=mark("how publisher and date were found")),
    Column(key="url", head=mark("Address"), hint=mark("where it can be read")),
    Column(key="licence", head=mark("Licence")),
    Column(key="author", head=mark("Author")),
    Column(key="language", head=mark("Language"), hint=mark("its code, such as ar, en, fr, he")),
    Column(key="sha256", head=mark("Digest of the text"), hint=mark("leave it as it is")),
    Column(key="file", head=mark("File"), hint=mark("where you keep it")),
    Column(key="file_sha256", head=mark("Digest of the file"), hint=mark("leave it as it is")),
    Column(
        key="copy_of",
        head=mark("Copy of"),
        hint=mark("the report that it repeats"),
        kind="id",
        refers="report",
    ),
)


def _response_rows(case: Case) -> Iterable[Row]:
    for proposal in case.proposals:
        for response in proposal.responses:
            yield held(response, _RESPONSES, proposal=proposal.id)


def _account_rows(case: Case) -> Iterable[Row]:
    for proposal in case.proposals:
        for account in proposal.accounts:
            yield held(account, _ACCOUNTS, proposal=proposal.id, contradiction="")
    for contradiction in case.contradictions:
        for account in contradiction.accounts:
            yield held(account, _ACCOUNTS, proposal="", contradiction=contradiction.id)


def _statement_rows(case: Case) -> Iterable[Row]:
    for statement in case.statements:
        span = statement.span
        parts = ("document", "start", "end", "sha256")
        at = {f"at.{part}": None if span is None else getattr(span, part) for part in parts}
        yield held(statement, _STATEMENTS, **at)


def _section(key: str, title: str, about: str, columns: tuple[Column, ...]) -> Sheet:
    return Sheet(key=key, title=title, about=about, columns=columns, rows=flat(key, columns), section=key)


PAST: tuple[Sheet, ...] = (
    _section("proposals", mark("Proposals"), mark("what was offered"), _PROPOSALS),
    Sheet(
        key="responses",
        title=mark("Responses"),
        about=mark("who answered a proposal, and how"),
        columns=_RESPONSES,
        rows=_response_rows,
    ),
    _section(
        "contradictions", mark("Contradictions"), mark("accounts that cannot all hold"), _CONTRADICTIONS
    ),
    Sheet(
        key="accounts",
        title=mark("Accounts"),
        about=mark("what each one tells of a proposal, or in a contradiction"),
        columns=_ACCOUNTS,
        rows=_account_rows,
    ),
    Sheet(
        key="statements",
        title=mark("Statements"),
        about=mark("what the reports say that someone demanded, offered, claimed or refused"),
        columns=_STATEMENTS,
        rows=_statement_rows,
        section="statements",
    ),
    _section("stances", mark("Stances"), mark("which option each one is reported to hold"), _STANCES),
    _section("events", mark("Events"), mark("what happened, or is said to have"), _EVENTS),
    _section("figures", mark("Figures"), mark("numbers in reports"), _FIGURES),
    _section("precedents", mark("Precedents"), mark("earlier deals that reports compare with"), _PRECEDENTS),
    _section("deadlines", mark("Deadlines"), mark("when something is due"), _DEADLINES),
    _section("reports", mark("Reports"), mark("the documents that are cited"), _REPORTS),
)
