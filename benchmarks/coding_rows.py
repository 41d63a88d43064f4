"""The rows of the coder's table, each a figure with what is aimed at."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from coding_data import Gold, Passage, Place, Said, statement_of
from coding_score import (
    Score,
    Share,
    found_contents,
    match,
    noise,
    same_holder,
    same_relays,
    score,
    share,
    shared,
)

from detente.record.coding.attribution import Attribution
from detente.record.packs.pack import Pack
from detente.record.statement import Statement
from detente.sources.text import Text

__all__ = ["Row", "contradictions", "on_passages", "on_plover", "on_reports", "on_spans"]

ACTS = {
    "DEMAND": ("demands",),
    "REJECT": ("rejects",),
    "THREATEN": ("threatens",),
    "AGREE": ("accepts", "offers"),
}
PLOVER_AIMS = {"DEMAND": "0.85", "REJECT": "0.80", "THREATEN": "0.65", "AGREE": "0.60"}
TOP = 40


@dataclass(frozen=True)
class Row:
    """One line of the table: a score or a share (or words), what is aimed at, and a remark."""

    measure: str
    figure: Score | Share | str
    aim: str = ""
    remark: str = ""

    @property
    def value(self) -> float:
        """F1 of a score, or the share."""
        if isinstance(self.figure, str):
            raise TypeError(f"{self.measure}: {self.figure}")
        return self.figure.f1 if isinstance(self.figure, Score) else self.figure.value


def on_reports(
    gold: Gold, found: Sequence[Said], texts: Mapping[str, Text], *, coded: bool = True
) -> list[Row]:
    """The rows of hand-coded reports; `coded` tells whether acts and issues were suggested."""
    mine = [one for one in gold.said if one.attributed]
    theirs = [one for one in found if one.attributed]
    holder, relays = same_holder(gold.sides), same_relays(gold.sides)
    pairs, every = match(mine, theirs), match(gold.said, found)
    told = [pair for pair in pairs if pair[0].relays]
    numbers = [pair for pair in every if pair[0].value is not None]

    def all_right(g: Said, f: Said) -> bool:
        return holder(g, f) and g.act == f.act and g.issue == f.issue

    def same(name: str) -> Callable[[Said, Said], bool]:
        return lambda g, f: bool(getattr(g, name) == getattr(f, name))

    rows = [
        Row("attributed statements", score(mine, theirs), "F1 0.80 (0.85 nlp)"),
        Row("  and the right holder", score(mine, theirs, holder), "F1 0.72"),
        Row("  holder id strictly equal", score(mine, theirs, same("holder"))),
        Row("  relay right, of those matched", share(pairs, relays)),
        Row("  relay right, where one is told", share(told, relays)),
        Row("  how identified right", share(pairs, same("identified"))),
        Row("all statements, the reporter's too", score(gold.said, found)),
        Row("  all, and the right holder", score(gold.said, found, holder)),
    ]
    if coded:
        rows[2:2] = [
            Row("  and holder, act and issue", score(mine, theirs, all_right), "F1 0.55"),
            Row("  act right, of those matched", share(pairs, same("act"))),
            Row("  issue right, of those matched", share(pairs, same("issue"))),
        ]
        rows += [
            Row("  all, act right, of those matched", share(every, same("act"))),
            Row("  all, issue right, of those matched", share(every, same("issue"))),
            Row("  all, value right, where one is told", share(numbers, same("value"))),
        ]
    return [*rows, *on_spans(gold, found, texts)]


def on_spans(gold: Gold, found: Sequence[Said], texts: Mapping[str, Text]) -> list[Row]:
    """Spans that slice back to their words, and the noise that was marked."""
    exact = sum(texts[one.file].text[slice(*one.place)] == one.text for one in found)
    marked = [
        (k, n, a["noise_spans"]) for k, (n, a) in enumerate(gold.articles.items()) if "noise_spans" in a
    ]
    by_hand = [(s + k * 10**9, e + k * 10**9) for k, _, spans in marked for s, e in spans]
    by_rule = [(s + k * 10**9, e + k * 10**9) for k, n, _ in marked for s, e in texts[n].noise]
    return [
        Row("spans that slice back", Share(exact, len(found)), "all"),
        Row("noise, in characters", noise(by_hand, by_rule)),
    ]


def on_passages(
    name: str, passages: Iterable[Passage], find: Callable[[Text], Sequence[Attribution]], aim: str = ""
) -> list[Row]:
    """Contents found in texts whose attributed contents are known, with a pack that knows nobody.

    The corpus also marks the makers of pictures ("... Image: A. Lee."): the last row leaves those out.
    """
    totals = (Score(0, 0, 0),) * 4
    for passage in passages:
        found = [one for one in find(passage.as_text) if one.holder is not None]
        places, cues = [one.content for one in found], [one.cue for one in found]
        scores = found_contents(passage, places, cues)
        told = found_contents(without_credits(passage), places, cues)[1]
        totals = tuple(total + one for total, one in zip(totals, (*scores, told), strict=True))
    strict, contents, spans, told = totals
    rows = [
        Row(f"{name}: contents, one to one", strict, aim),
        Row("  contents found at all", Share(contents.right, contents.gold), aim),
        Row("  suggestions right at all", Share(spans.right, spans.suggested), aim),
    ]
    if told.gold != contents.gold:
        rows.append(Row("  found at all, picture credits left out", Share(told.right, told.gold)))
    return rows


def without_credits(passage: Passage) -> Passage:
    """The passage without the contents that only name the maker of a picture, a film or a recording."""
    kept = (content for n, content in enumerate(passage.contents) if n not in passage.credits)
    return replace(passage, contents=tuple(kept))


def on_plover(passages: Sequence[Passage], coder: Callable[[Text], Sequence[Statement]]) -> list[Row]:
    """Sentences of a class in which some statement has an act of that class."""
    acts = {passage.id: {one.act for one in coder(passage.as_text)} for passage in passages}
    rows = []
    for name, mine in ACTS.items():
        gold = [p for p in passages if name in p.classes]
        found = [p for p in passages if acts[p.id] & set(mine)]
        right = sum(1 for p in gold if acts[p.id] & set(mine))
        words = f"PLOVER {name}: {' or '.join(mine)}"
        rows.append(Row(words, Score(right, len(gold), len(found)), f"recall {PLOVER_AIMS[name]}"))
    return rows


def contradictions(
    name: str, statements: Sequence[Statement], pack: Pack, texts: Mapping[str, Text], gold: Gold
) -> Row:
    """How many of the pairs by hand are among the first 40 candidates, and at which ranks."""
    ranks = ranks_of(statements, pack, texts, gold)
    told = ", ".join(str(rank) if rank else "-" for rank in ranks)
    return Row(name, Share(sum(rank > 0 for rank in ranks), len(ranks)), "3 of 4", f"ranks {told}")


def ranks_of(statements: Sequence[Statement], pack: Pack, texts: Mapping[str, Text], gold: Gold) -> list[int]:
    """The rank of each pair by hand among the first 40 candidates, 0 where it is not there."""
    from detente.record.contradictions import contradictions as propose
    from detente.record.record import Record

    files = {text.document.id: name for name, text in texts.items()}
    record = Record(documents=tuple(t.document for t in texts.values()), statements=tuple(statements))
    found = [
        tuple((files[one.document], (one.start, one.end)) for one in (pair.a, pair.b))
        for pair in propose(record, pack, limit=TOP).pairs
    ]
    by_id = {one.id: (one.file, one.place) for one in gold.said}
    return [
        next((n for n, pair in enumerate(found, 1) if _same_pair((by_id[a], by_id[b]), pair)), 0)
        for a, b, _ in gold.contradictions
    ]


def by_hand(gold: Gold, texts: Mapping[str, Text]) -> list[Statement]:
    """The statements coded by hand, as a coder would give them."""
    return [statement_of(one, texts[one.file]) for one in gold.said if one.place[1]]


def _same_pair(gold: Sequence[Any], found: Sequence[Any]) -> bool:
    """Whether a proposed pair is about the passages of a pair by hand: half of the shorter one of each."""

    def near(a: tuple[str, Place], b: tuple[str, Place]) -> bool:
        short = min(a[1][1] - a[1][0], b[1][1] - b[1][0])
        return a[0] == b[0] and 2 * shared(a[1], b[1]) >= short > 0

    (a, b), (x, y) = gold, found
    return (near(a, x) and near(b, y)) or (near(a, y) and near(b, x))
