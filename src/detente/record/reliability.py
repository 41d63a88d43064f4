"""Reliability: how far two coders agree, and how far a coder agrees with a gold record.

Statements of two coders are about one passage when they share at least half of each span; they are matched
one to one, as many as possible.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.record.alpha import disjoint, nominal_alpha, unitizing_alpha
from detente.record.codebook import VOICE, Codebook, codebook_of
from detente.record.finding import Finding
from detente.record.matching import Test, matched, place_of
from detente.record.packs.pack import Pack
from detente.record.record import Record
from detente.record.statement import Statement

__all__ = ["FIELDS", "Field", "GoldRow", "GoldScore", "Reliability", "against_gold", "reliability"]

FIELDS: tuple[str, ...] = ("holder", "act", "issue", "stance")

_Pairs = Sequence[tuple[Statement, Statement]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of the matched statements: how many both coders filled in, how many alike, and alpha.

    `alpha` is Krippendorff's, nominal; None where it says nothing (one value throughout, or none to compare).
    `apart` are the values most often confused, with their counts.
    """

    field: str
    both: int
    alike: int
    alpha: float | None
    apart: tuple[tuple[str, str, int], ...]

    def __str__(self) -> str:
        """The field with alpha and the share of agreement."""
        alpha = "undefined" if self.alpha is None else f"{self.alpha:.3f}"
        return f"{self.field}: alpha {alpha}, {self.alike} of {self.both} alike"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability(Finding):
    """How far two coders agree on what to code (`unitizing`, overlap F1) and how (`fields`).

    `a` and `b` count the statements of each in the documents that both have; `overlap_f1` is the share of
    them that were matched; `pairs` the ids matched.
    """

    documents: int
    a: int
    b: int
    matched: int
    overlap_f1: float
    unitizing: float | None
    fields: tuple[Field, ...]
    pairs: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """What both coded, and alpha by field."""
        unitizing = "undefined" if self.unitizing is None else f"{self.unitizing:.3f}"
        head = (
            f"reliability: {self.matched} statements of both, {self.a} of the first and {self.b} of the "
            f"second, in {self.documents} documents; overlap F1 {self.overlap_f1:.3f}, "
            f"unitizing alpha {unitizing}"
        )
        return "\n".join([head, *(f"  {field}" for field in self.fields)])


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldRow:
    """How many statements are right in one sense; precision, recall and F1 are 0 where there are none."""

    name: str
    right: int
    gold: int
    found: int
    precision: float
    recall: float
    f1: float

    def __str__(self) -> str:
        """The three shares and the counts."""
        shares = f"F1 {self.f1:.3f}, precision {self.precision:.3f}, recall {self.recall:.3f}"
        return f"{self.name}: {shares} ({self.right} right, {self.gold} gold, {self.found} found)"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldScore(Finding):
    """A coder against a gold record: spans alone, then spans with holder, act, issue, and all three right."""

    documents: int
    rows: tuple[GoldRow, ...]
    missed: tuple[str, ...]
    spurious: tuple[str, ...]

    def __str__(self) -> str:
        """One line a row."""
        return "\n".join([f"against gold, {self.documents} documents", *(f"  {row}" for row in self.rows)])


def reliability(a: Record, b: Record, *, lengths: Mapping[str, int] | None = None) -> Reliability:
    """How far two codings of the same documents agree, field by field and in what they coded at all.

    Only statements with spans count, in documents that both records have; refused ones do not. Alpha of a
    field counts matched statements where both coders filled it in. `lengths` of the documents in code points
    serve the alpha for unitizing; without one, a document is taken to end where the last span of either does.

    >>> str(reliability(Record(), Record())).startswith("reliability: 0 statements of both")
    True
    """
    documents = _documents(a) & _documents(b)
    ours, theirs = _placed(a, documents), _placed(b, documents)
    pairs = matched(ours, theirs)
    count = len(ours) + len(theirs)
    continua = []
    for document in sorted(documents):
        marked = [disjoint(_places(s, document)) for s in (ours, theirs)]
        end = max((units[-1][1] for units in marked if units), default=0)
        continua.append((max(end, (lengths or {}).get(document, 0)), marked))
    return Reliability(
        documents=len(documents),
        a=len(ours),
        b=len(theirs),
        matched=len(pairs),
        overlap_f1=2 * len(pairs) / count if count else 0.0,
        unitizing=unitizing_alpha(continua),
        fields=tuple(_field(name, pairs) for name in FIELDS),
        pairs=tuple((s.id, t.id) for s, t in pairs),
    )


def against_gold(found: Record, gold: Record, pack: Pack | None = None) -> GoldScore:
    """Precision, recall and F1 of a coder against a gold record, over the documents of the gold one.

    Every row matches anew, among the pairs that are right in its sense. Unnamed holders count as the same
    when they are of one side. `missed` and `spurious` are the ids that no span of the other matches.

    >>> [row.f1 for row in against_gold(Record(), Record()).rows]
    [0.0, 0.0, 0.0, 0.0, 0.0]
    """
    book = codebook_of(pack)
    documents = _documents(gold)
    theirs, ours = _placed(gold, documents), _placed(found, documents)

    def holder(s: Statement, t: Statement) -> bool:
        return _same_holder(s, t, book)

    def act(s: Statement, t: Statement) -> bool:
        return s.act == t.act

    def issue(s: Statement, t: Statement) -> bool:
        return s.issue == t.issue

    senses: Mapping[str, tuple[Test, ...]] = {
        "spans": (),
        "with holder": (holder,),
        "with act": (act,),
        "with issue": (issue,),
        "with holder, act and issue": (holder, act, issue),
    }
    rows = [_row(name, len(matched(ours, theirs, tests)), theirs, ours) for name, tests in senses.items()]
    pairs = matched(ours, theirs)
    done = {s.id for s, _ in pairs}, {t.id for _, t in pairs}
    return GoldScore(
        documents=len(documents),
        rows=tuple(rows),
        missed=tuple(t.id for t in theirs if t.id not in done[1]),
        spurious=tuple(s.id for s in ours if s.id not in done[0]),
    )


def _field(name: str, pairs: _Pairs) -> Field:
    """Agreement on one field. Without a holder it is the report that speaks; else empty is not coded."""
    values = [tuple(_value(name, s) for s in pair) for pair in pairs]
    both = [(x, y) for x, y in values if x is not None and y is not None]
    apart = Counter((x, y) for x, y in both if x != y)
    order = sorted(apart.items(), key=lambda one: (-one[1], one[0]))
    return Field(
        field=name,
        both=len(both),
        alike=sum(x == y for x, y in both),
        alpha=nominal_alpha(both),
        apart=tuple((x, y, count) for (x, y), count in order[:10]),
    )


def _value(name: str, statement: Statement) -> str | None:
    value = str(getattr(statement, name))
    if name == "holder":
        return "the report" if value in VOICE else value
    return value or None


def _row(name: str, right: int, gold: Sequence[Statement], found: Sequence[Statement]) -> GoldRow:
    count = len(gold) + len(found)
    return GoldRow(
        name=name,
        right=right,
        gold=len(gold),
        found=len(found),
        precision=right / len(found) if found else 0.0,
        recall=right / len(gold) if gold else 0.0,
        f1=2 * right / count if count else 0.0,
    )


def _same_holder(s: Statement, t: Statement, book: Codebook) -> bool:
    if s.holder in VOICE or t.holder in VOICE:
        return s.holder in VOICE and t.holder in VOICE
    unnamed = "anonymous" in {s.identified} & {t.identified}
    return s.holder == t.holder or (unnamed and book.side(s.holder) == book.side(t.holder))


def _documents(record: Record) -> set[str]:
    spans = {s.span.document for s in record.standing.statements if s.span}
    return spans | {document.id for document in record.documents}


def _placed(record: Record, documents: set[str]) -> list[Statement]:
    """The statements with spans in these documents, by place."""
    kept = [s for s in record.standing.statements if s.span and s.span.document in documents]
    return sorted(kept, key=place_of)


def _places(statements: Iterable[Statement], document: str) -> Iterable[tuple[int, int]]:
    return [(s.span.start, s.span.end) for s in statements if s.span and s.span.document == document]
