"""What the record part of a brief is made from: a record, its answers, and a mark for every passage shown.

A mark such as Q12 leads to the passage in its report. Nothing is computed here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from detente.brief.blocks import Span, Words, link, muted, name, said, text_of, words
from detente.brief.wording import in_turn, tell_faint
from detente.languages import mark, say, spoken
from detente.languages.figures import number_text
from detente.record.changes import Changes
from detente.record.contradictions import Contradictions
from detente.record.packs.pack import Pack, PackActor
from detente.record.record import Record
from detente.record.statement import Statement
from detente.sources.document import Document

__all__ = ["OPPOSED", "Reported", "digits"]

OPPOSED: Mapping[str, str] = {
    # Translators: what two statements that cannot both hold are to each other.
    "accounts of a plan": mark("accounts of a plan"),
    "claim and denial": mark("claim and denial"),
    "opposed acts": mark("opposed acts"),
    "opposed prospects": mark("opposed prospects"),
    "opposed stances": mark("opposed stances"),
    "opposed values": mark("opposed values"),
}
"""The kinds of contradictions as messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A record with the answers from it that a brief tells, and the names of its pack.

    `marks` are the marks of statements by id, in the order of the record; `names` the display names of
    actors, issues, options and figures by id.
    """

    record: Record
    contradictions: Contradictions | None
    changes: Changes | None
    names: Mapping[str, str]
    issues: tuple[str, ...]
    marks: Mapping[str, str]
    documents: Mapping[str, Document]

    @classmethod
    def of(
        cls,
        record: Record,
        pack: Pack | None = None,
        *,
        contradictions: Contradictions | None = None,
        changes: Changes | None = None,
    ) -> "Reported":
        """The record with marks Q1, Q2, ... in its own order, refused statements left out."""
        standing = record.standing
        names: dict[str, str] = {}
        issues: tuple[str, ...] = ()
        if pack is not None:
            names = {o.id: o.name or o.id.replace("-", " ") for issue in pack.issues for o in issue.options}
            names |= {figure.id: figure.id.replace("-", " ") for figure in pack.figures}
            names |= {issue.id: issue.name or issue.id for issue in pack.issues}
            names |= _actor_names(pack)
            issues = tuple(issue.id for issue in pack.issues)
        marks = {statement.id: f"Q{n}" for n, statement in enumerate(standing.statements, start=1)}
        return cls(
            record=standing,
            contradictions=contradictions,
            changes=changes,
            names=names,
            issues=issues,
            marks=marks,
            documents={document.id: document for document in standing.documents},
        )

    def who(self, statement: Statement) -> Words:
        """The holder, and through whom the report has it."""
        return self.told_by(statement.holder, statement.relays)

    def told_by(self, holder: str, relays: Iterable[str] = ()) -> Words:
        """A holder, or the report itself where there is none; and through whom the report has it."""
        # Translators: stands for the name of who speaks, where nobody but the report itself does.
        who = name(self.named(holder)) if holder else muted(say("the report"))
        through = text_of(in_turn([self.named(relay) for relay in relays]))
        # Translators: whose words a report gives, and through whom it has them.
        return tell_faint("{who} through {relays}", who=who, relays=said(through)) if through else words(who)

    def named(self, actor: str) -> str:
        """The display name of an actor; an unnamed member of a group is told as one of that group."""
        if actor in self.names:
            return self.names[actor]
        head, _, tail = actor.partition(".")
        if tail.endswith("anon") and head in self.names:
            unnamed = tail.removesuffix(".anon").replace("-", " ")
            # Translators: somebody of a group whom the report does not name; {who} is such as "official".
            return say("{group} (unnamed: {who})", group=self.names[head], who=unnamed)
        return actor

    def issue(self, issue: str) -> str:
        """The display name of an issue."""
        return self.names.get(issue, issue) if issue else say("No issue of the pack")

    def series(self, series: str) -> str:
        """The display name of a count: of the pack's figure, else of its issue with the unit."""
        issue, slash, unit = series.partition("/")
        if not slash:
            return self.names.get(series, series)
        return text_of(in_turn([self.issue(issue), unit]))

    def mark(self, statement: str) -> Span:
        """The link to the passage of a statement; its id where the record does not show it."""
        mark = self.marks.get(statement)
        return said(statement) if mark is None else link(mark, f"#passage-{mark}")

    def links(self, statements: Iterable[str]) -> Words:
        """Links to passages in brackets, or no words at all."""
        found = [self.mark(statement) for statement in statements]
        return words("[", in_turn(found), "]") if found else ()


def digits(x: float) -> str:
    """A number of a report to six digits, as the language spoken writes it.

    >>> digits(1234.5), digits(0.25)
    ('1,234.5', '0.25')
    """
    text = f"{x:,.6g}"
    if spoken().code == "en" or text.strip("-0123456789.,"):
        return text
    return number_text(x, len(text.partition(".")[2]))


def _actor_names(pack: Pack) -> dict[str, str]:
    """Actors by the first name that is no pattern; without one by their side and the words of their id."""
    plain = {actor.id: _first_plain(actor) for actor in pack.actors}
    found = {}
    for actor in pack.actors:
        own = plain[actor.id] or actor.id.rpartition(".")[2].replace("-", " ")
        side = plain.get(actor.side, "") if not plain[actor.id] and actor.side != actor.id else ""
        found[actor.id] = f"{side}: {own}" if side else own
    return found


def _first_plain(actor: PackActor) -> str:
    plain = (name for name in actor.names if not set("(|*)") & set(name) and "..." not in name)
    return next(plain, "")
