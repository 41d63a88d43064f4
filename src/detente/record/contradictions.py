"""Contradictions: statements of a record that cannot both hold, ranked, each with why and both texts.

Statements meet on an axis: an issue, an option, a plan, a series of figures, or a scale of polarity. On an
axis every statement is compared with the opposed ones nearest to it in date and place, all of them on small
axes, so that the work grows in proportion to the record.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from math import exp, log

from detente.languages import worded, worded_plural
from detente.record.codebook import codebook_of
from detente.record.finding import Finding, Passage, canonical, passage_of, report_of, words_of
from detente.record.packs.pack import Pack
from detente.record.polarity import KINDS, polarity_of
from detente.record.record import Record
from detente.record.selecting import Filter
from detente.record.signals import Seen, Signal, look
from detente.record.statement import Statement

__all__ = ["KINDS", "Contradiction", "Contradictions", "contradictions"]

BUDGET = 50_000
"""Comparisons on one axis, about: of n statements each is compared with BUDGET / n others, at least 4."""
FLOOR = 0.25
"""Axes on which a pair is less telling than this are left out."""
APART = 1.5
"""How far two levels must lie apart to oppose each other."""
AGAIN = 0.9
"""What each further pair of the same sides, issue and kind counts when candidates are ranked."""
_BASE = {
    "accounts of a plan": 0.5,
    "claim and denial": 0.4,
    "opposed acts": 0.4,
    "opposed prospects": 0.5,
    "opposed stances": 0.45,
    "opposed values": 0.8,
}
NEAR = 250
"""How many code points may lie between a passage and the denial that answers it."""
_ANSWERED = ("answered",)
_AFTER = worded("right after it")
_ONE, _TWO = worded("in one report"), worded("in two reports")
_LN2 = log(2.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two statements that cannot both hold, the earlier first.

    `confidence` is between 0 and 1: it orders candidates for review and is no chance. `why` are its reasons
    in words. `issues` are the issues of both, one where they share it; `days` lie between them, None where
    one is undated.
    """

    rank: int
    kind: str
    confidence: float
    issues: tuple[str, ...]
    sides: tuple[str, str]
    days: int | None
    why: tuple[str, ...]
    a: Passage
    b: Passage

    def __str__(self) -> str:
        """The kind, the two passages and the reasons, on three lines."""
        head = f"{self.rank}. {self.kind} on {' / '.join(self.issues) or 'no issue'}, {self.confidence:.2f}"
        return f"{head}: {'; '.join(self.why)}\n   {self.a}\n   {self.b}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradictions(Finding):
    """Candidates by rank; `found` counts them all, also those beyond a limit; `compared` are statements."""

    compared: int
    found: int
    pairs: tuple[Contradiction, ...]

    def __str__(self) -> str:
        """How many, and the first of them."""
        counts = Counter(pair.kind for pair in self.pairs)
        kinds = ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if counts[kind])
        shown = f", the first {len(self.pairs)}" if len(self.pairs) < self.found else ""
        head = f"contradictions: {self.found} candidates among {self.compared} statements{shown}"
        return f"{head}: {kinds}" if kinds else head


def contradictions(
    record: Record,
    pack: Pack | None = None,
    *,
    limit: int | None = None,
    only: Filter | None = None,
    language: str = "en",
) -> Contradictions:
    """Pairs of statements that cannot both hold, the most telling first.

    Refused statements do not count, nor a statement repeated word for word (a copied report). The order of
    the statements does not matter; equal candidates stand by date and place. Without a pack, sides are read
    from the ids of the holders. `only` keeps pairs of which one statement fits. The rank counts each further
    pair of the same sides, issue and kind less. `language` is that of documents which name none.

    >>> contradictions(Record()).pairs
    ()
    """
    book = codebook_of(pack)
    told = {d.id: d.language.partition("-")[0] or language for d in record.documents}
    seen = [
        look(n, s, book, polarity_of(told.get(report_of(s), language)))
        for n, s in enumerate(_distinct(record.standing.statements))
    ]
    found = _candidates(seen)
    ranked = _ranked(found, seen)
    if only is not None:
        only.check(record, book)
        fit = {one.n for one in seen if only.keeps(one.statement, book)}
        ranked = [pair for pair in ranked if fit & set(pair)]
    kept = ranked if limit is None else ranked[: max(limit, 0)]
    pairs = tuple(_told(rank, pair, seen, found[pair]) for rank, pair in enumerate(kept, 1))
    return Contradictions(compared=len(seen), found=len(ranked), pairs=pairs)


@dataclass(frozen=True, slots=True)
class _Reason:
    """One axis on which two statements oppose each other."""

    confidence: float
    kind: str
    axis: tuple[str, ...]
    words: tuple[str, str]
    about: str


_Pair = tuple[int, int]


def _distinct(statements: Iterable[Statement]) -> list[Statement]:
    """The statements in canonical order, each content once."""
    found: dict[object, Statement] = {}
    for s in canonical(statements):
        words = s.span.sha256 if s.span else words_of(s)
        value = (s.option, s.stance, s.plan, s.value, s.unit)
        found.setdefault((s.holder, s.relays, s.act, s.issue, words, *value), s)
    return list(found.values())


def _candidates(seen: Sequence[Seen]) -> dict[_Pair, list[_Reason]]:
    """Every pair that some axis opposes, with its reasons."""
    axes: dict[tuple[str, ...], list[tuple[Seen, Signal]]] = {}
    for one in seen:
        for signal in one.signals:
            axes.setdefault(signal.axis, []).append((one, signal))
    found: dict[_Pair, list[_Reason]] = {}
    for axis in sorted(axes):
        for (a, left), (b, right) in _opposed(axes[axis]):
            confidence = _confidence(a, b, left, right)
            if confidence >= FLOOR:
                reason = _Reason(confidence, left.kind, axis, (left.words, right.words), left.about)
                found.setdefault((a.n, b.n), []).append(reason)
    for a, b, reason in _answered(seen):
        found.setdefault((a.n, b.n), []).append(reason)
    return found


def _answered(seen: Sequence[Seen]) -> Iterator[tuple[Seen, Seen, _Reason]]:
    """A denial with what another holder says right before it in the same report, whatever their issues."""
    reports: dict[str, list[Seen]] = {}
    for one in seen:
        if one.start >= 0:
            reports.setdefault(one.report, []).append(one)
    for here in reports.values():
        here.sort(key=lambda one: (one.start, one.end, one.n))
        for before, one in pairwise(here):
            denial = next((s for s in one.signals if s.axis == ("scale", "account") and s.level <= -1), None)
            if denial is None and one.statement.act == "denies":
                denial = Signal(_ANSWERED, "claim and denial", -2, worded("denies"), 30.0)
            if denial and one.statement.holder != before.statement.holder and one.start - before.end <= NEAR:
                said = Signal(_ANSWERED, "claim and denial", 1, worded(before.statement.act), 30.0)
                confidence = 0.8 * _confidence(before, one, said, denial)
                if confidence >= FLOOR:
                    told = (said.words, denial.words)
                    a, b = sorted((before, one), key=lambda s: s.n)
                    words = told if a is before else told[::-1]
                    yield a, b, _Reason(confidence, said.kind, _ANSWERED, words, _AFTER)


_On = tuple[Seen, Signal]


def _opposed(here: Sequence[_On]) -> Iterator[tuple[_On, _On]]:
    """Pairs on one axis with levels apart or different choices, the earlier statement first."""
    groups: dict[tuple[float, str], list[_On]] = {}
    for one in here:
        groups.setdefault((one[1].level, one[1].choice), []).append(one)
    if any(choice for _, choice in groups):
        yield from _near_others(here, max(4, BUDGET // len(here)))
        return
    ends = [
        (low, high)
        for low, high in combinations(sorted(groups), 2)
        if high[0] - low[0] >= APART and low[0] < 1 and high[0] > -1
    ]
    for low, high in ends:
        yield from _near(groups[low], groups[high], max(4, BUDGET // (len(here) * len(ends))))


def _near(left: Sequence[_On], right: Sequence[_On], nearest: int) -> Iterator[tuple[_On, _On]]:
    """Each one of both groups with those of the other group nearest to it, every pair once."""
    done: set[_Pair] = set()
    for ours, theirs in ((left, right), (right, left)):
        places = [one[0].n for one in theirs]
        for one in ours:
            at = bisect_left(places, one[0].n)
            for other in theirs[max(0, at - nearest // 2) : at + (nearest + 1) // 2]:
                first, second = (one, other) if one[0].n < other[0].n else (other, one)
                pair = (first[0].n, second[0].n)
                if pair not in done:
                    done.add(pair)
                    yield first, second


def _near_others(here: Sequence[_On], nearest: int) -> Iterator[tuple[_On, _On]]:
    """Each one with those that follow it and hold another choice."""
    for n, one in enumerate(here):
        for other in here[n + 1 : n + 1 + nearest]:
            if one[1].choice != other[1].choice:
                yield one, other


def _confidence(a: Seen, b: Seen, left: Signal, right: Signal) -> float:
    """How telling it is that two statements oppose each other on one axis."""
    s, t = a.statement, b.statement
    if _one_passage(a, b, left) or (
        left.axis[0] == "issue" and s.option and t.option and s.option != t.option
    ):
        return 0.0
    base: float = _BASE[left.kind] + 0.08 * (abs(left.level - right.level) - 2 if not left.choice else 0)
    days = _days(a, b) or 0
    base *= exp(-days * _LN2 / min(left.fades, right.fades)) * _sides(a, b, days)
    if a.day is None or b.day is None:
        base *= 0.8
    if s.issue != t.issue:
        base *= 0.5 if s.issue and t.issue else 0.75
    if s.plan and t.plan:
        base *= 1.2 if s.plan == t.plan else 0.7
    if left.axis[0] == "series" and not s.unit:
        base *= 0.5
    base *= 0.75 + 0.75 * _shared(a, b)
    if a.names & b.stems or b.names & a.stems:
        base *= 1.1
    if a.report == b.report and a.start >= 0 <= b.start:
        gap = max(b.start - a.end, a.start - b.end, 0)
        base *= 1.0 + 0.4 * exp(-gap / 400)
    return min(max(base, 0.0), 0.99)


def _days(a: Seen, b: Seen) -> int | None:
    """The days between two statements, None where one is undated."""
    return None if a.day is None or b.day is None else abs(a.day - b.day)


def _one_passage(a: Seen, b: Seen, on: Signal) -> bool:
    """Whether both come from nearly the same passage, or from overlapping ones of one holder or count."""
    if a.report != b.report or a.start < 0 or b.start < 0:
        return False
    shared = min(a.end, b.end) - max(a.start, b.start)
    if shared <= 0:
        return False
    same = a.statement.holder == b.statement.holder or on.axis[0] == "series"
    return same or shared >= 0.9 * max(a.end - a.start, b.end - b.start)


def _sides(a: Seen, b: Seen, days: int) -> float:
    """What it counts that the holders are of other sides, of one side, or the same."""
    if not a.side or not b.side:
        return 0.7
    if a.side != b.side:
        return 1.0
    if a.statement.holder != b.statement.holder:
        return 0.8
    if days:
        return 0.5
    if a.report != b.report:
        return 0.9
    return 0.6 if a.statement.relays != b.statement.relays else 0.4


def _shared(a: Seen, b: Seen) -> float:
    """The share of the shorter passage's words that the longer one has too."""
    shorter = min(len(a.stems), len(b.stems))
    return len(a.stems & b.stems) / shorter if shorter else 0.0


def _whole(reasons: Sequence[_Reason]) -> float:
    """The confidence from all axes together, as if they were independent."""
    doubt = 1.0
    for reason in reasons:
        doubt *= 1.0 - reason.confidence
    return min(1.0 - doubt, 0.99)


def _ranked(found: dict[_Pair, list[_Reason]], seen: Sequence[Seen]) -> list[_Pair]:
    """The pairs by confidence, each further one of the same sides, issue and kind counting less."""
    whole = {pair: _whole(reasons) for pair, reasons in found.items()}
    order = sorted(whole, key=lambda pair: (-whole[pair], pair))
    before: Counter[tuple[str, ...]] = Counter()
    for pair in order:
        a, b = (seen[n] for n in pair)
        sides, issues = sorted((a.side, b.side)), sorted((a.statement.issue, b.statement.issue))
        group = (_main(found[pair]).kind, *sides, *issues)
        whole[pair] *= AGAIN ** before[group]
        before[group] += 1
    return sorted(order, key=lambda pair: (-whole[pair], pair))


def _main(reasons: Sequence[_Reason]) -> _Reason:
    return min(reasons, key=lambda reason: (-reason.confidence, reason.kind, reason.axis))


def _told(rank: int, pair: _Pair, seen: Sequence[Seen], reasons: Sequence[_Reason]) -> Contradiction:
    a, b = (seen[n] for n in pair)
    days = _days(a, b)
    why = [
        _reason(*reason.words, reason.about)
        for reason in sorted(reasons, key=lambda r: (-r.confidence, r.axis))
    ]
    why.append(_ONE if a.report == b.report else _TWO)
    if days:
        why.append(_days_apart(days))
    return Contradiction(
        rank=rank,
        kind=_main(reasons).kind,
        confidence=round(_whole(reasons), 4),
        issues=tuple(dict.fromkeys(s.statement.issue for s in (a, b) if s.statement.issue)),
        sides=(a.side, b.side),
        days=days,
        why=tuple(dict.fromkeys(why)),
        a=passage_of(a.statement),
        b=passage_of(b.statement),
    )


@lru_cache(4096)
def _reason(left: str, right: str, about: str) -> str:
    """One reason in words."""
    # Translators: what one statement says against the other, and what both are about.
    return worded("{left} against {right} ({about})", left=left, right=right, about=about)


@lru_cache(4096)
def _days_apart(days: int) -> str:
    # Translators: so many days lie between two statements.
    return worded_plural("{n} day apart", "{n} days apart", days)
