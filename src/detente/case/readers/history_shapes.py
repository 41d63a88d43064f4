"""The shapes of what has happened: statements, stances, proposals and their answers, events, figures."""

from detente.case.readers.passage_pieces import Passage
from detente.case.readers.pieces import Amount, Day, Flag, Id, Ids, OptionsOf, Period, Text, Texts
from detente.case.readers.shape import Shape
from detente.case.readers.word_pieces import Answer, Bound, Identified, Side, Towards, Verb

__all__ = [
    "ContradictionShape",
    "DeadlineShape",
    "EventShape",
    "FigureShape",
    "PrecedentShape",
    "ProposalShape",
    "StanceShape",
    "StatementShape",
]


class StatementShape(Shape):
    """What a report says."""

    id: Id
    reports: Ids
    holder: Id = ""
    relays: Texts = ()
    identified: Identified = ""
    to: Texts = ()
    act: Verb = "reports"
    issue: Id = ""
    option: Id = ""
    stance: Towards = ""
    condition: Text = ""
    says: Text = ""
    plan: Text = ""
    value: Amount | None = None
    unit: Text = ""
    date: Period
    known: Day
    date_basis: Text = ""
    at: Passage | None = None


class StanceShape(Shape):
    """An actor's position on an issue at a date."""

    id: Id
    actor: Id
    issue: Id
    option: Id
    role: Side = "demands"
    date: Period
    known: Day
    said_by: Text = ""
    note: Text = ""
    evidence: Ids = ()


class AccountShape(Shape):
    """One telling of a thing."""

    said_by: Text
    says: Text
    terms: OptionsOf = ()
    evidence: Ids = ()


class ResponseShape(Shape):
    """An answer to a proposal."""

    actor: Id
    answer: Answer
    said_by: Text = ""
    issues: Ids = ()
    version: Text = ""
    note: Text = ""
    date: Period
    known: Day
    evidence: Ids = ()


class ProposalShape(Shape):
    """Options offered on some issues."""

    id: Id
    name: Text
    date: Period
    known: Day
    by: Id = ""
    attributed_to: Id = ""
    carried_by: Ids = ()
    public: Flag = False
    standing: Flag = False
    version: Text = ""
    terms: OptionsOf = ()
    set_aside: Ids = ()
    note: Text = ""
    accounts: tuple[AccountShape, ...] = ()
    responses: tuple[ResponseShape, ...] = ()
    evidence: Ids = ()


class ContradictionShape(Shape):
    """Accounts that differ."""

    id: Id
    topic: Text
    issue: Id = ""
    accounts: tuple[AccountShape, ...]
    date: Period
    known: Day


class EventShape(Shape):
    """Something that happened."""

    id: Id
    what: Text
    kind: Text = "event"
    actors: Ids = ()
    date: Period
    known: Day
    evidence: Ids = ()


class FigureShape(Shape):
    """A number in a report."""

    id: Id
    series: Text
    value: Amount
    unit: Text = ""
    bound: Bound = ""
    said_by: Text = ""
    note: Text = ""
    date: Period
    known: Day
    evidence: Ids = ()


class PrecedentShape(Shape):
    """An earlier deal."""

    id: Id
    what: Text
    date: Period
    known: Day
    evidence: Ids = ()


class DeadlineShape(Shape):
    """A date by which something is due."""

    id: Id
    what: Text
    status: Text = ""
    date: Period
    known: Day
    evidence: Ids = ()
