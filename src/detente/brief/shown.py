"""One result as a few tables and a chart, in plain English: what a notebook shows of it.

Each kind of result has a function here, by the name of its class. Names are the case's where it is given,
else the ids of the result. A result that has a section in the brief of its case is told by that instead.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from detente.brief.blocks import (
    Block,
    Chart,
    Column,
    Row,
    Span,
    Table,
    Words,
    joined,
    name,
    said,
    text_of,
    words,
)
from detente.brief.charts import Dot, Mark, Told, bars, dots, points
from detente.brief.naming import Naming
from detente.brief.phrases import chance, count, decimal, share, value

__all__ = ["SHOWN", "shown_blocks"]

Cell = str | Span | Words
_MOST = 12


def shown_blocks(result: Any, names: Naming) -> tuple[Block, ...]:
    """The tables and charts of a result; none for a kind that has none."""
    make = SHOWN.get(type(result).__name__)
    return tuple(block for block in make(result, names) if block is not None) if make else ()


def _table(
    caption: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], figures: int = 0
) -> Table | None:
    """A table, the last columns of which hold figures; None without rows."""
    found = tuple(Row(cells=tuple(words(cell) for cell in row)) for row in rows)
    if not found:
        return None
    columns = tuple(
        Column(title=words(head), numeric=k >= len(heads) - figures) for k, head in enumerate(heads)
    )
    return Table(caption=words(caption), columns=columns, rows=found)


def _told(id_: str, title: str, table: Table) -> Told:
    return Told(
        id=id_, title=title, description=f"{title}; the same numbers stand in the table.", table=table
    )


def _chances(id_: str, title: str, rows: Sequence[tuple[str, Any]], axis: str) -> Chart | None:
    """A chart of shares with their errors."""
    table = _table(title, ("", "share"), [(label, chance(c)) for label, c in rows], 1)
    if table is None:
        return None
    found = [
        Dot(label=label, value=c.share, low=c.share - 2 * c.error, high=c.share + 2 * c.error)
        for label, c in rows
    ]
    return dots(_told(id_, title, table), found, axis=axis, whole=False)


def _packages(caption: str, offers: Sequence[Any], names: Naming) -> Table | None:
    """Packages as columns, issues as rows."""
    if not offers:
        return None
    heads = (
        ["issue", *(f"package {k}" for k, _ in enumerate(offers, 1))]
        if len(offers) > 1
        else ["issue", "option"]
    )
    rows = [
        (names.issue(issue), *(names.option(issue, dict(offer.terms)[issue]) for offer in offers))
        for issue, _ in offers[0].terms
    ]
    return _table(caption, heads, rows)


def _readings(pairs: Iterable[tuple[str, str]], names: Naming) -> Words:
    told = [
        words("deal rule" if key == "deal" else names.actor(key), ": ", said(value)) for key, value in pairs
    ]
    return joined(told, "; ") or words("as written")


def _zone(zone: Any, names: Naming) -> Iterable[Block | None]:
    rows = [
        (party, size, inside)
        for (party, size), (_, inside) in zip(zone.win_sets, zone.approving, strict=True)
    ]
    table = _table(
        "Packages that each party would pass",
        ("party", "would pass", "of these in the zone"),
        [(names.actor(party), count(size), count(inside)) for party, size, inside in rows],
        2,
    )
    yield table
    if table is not None and zone.packages:
        found = [(text_of(names.actor(party)), size / zone.packages) for party, size, _ in rows]
        found.append(("all whose yes is needed", zone.share))
        drawn = [Dot(label=label, value=part, low=part, high=part) for label, part in found]
        yield bars(_told("zone", "Who would pass how much", table), drawn, axis="share of all packages")
    if len(zone.readings) > 1:
        told = [(_readings(one.readings, names), count(one.count)) for one in zone.readings]
        yield _table("Packages that pass, by reading of the rules", ("reading", "packages"), told, 1)
    yield _packages("Packages of the zone with the largest smallest gain", zone.offers[:3], names)


def _frontier(front: Any, names: Naming) -> Iterable[Block | None]:
    heads = [text_of(names.actor(actor)) for actor in front.actors]
    rows = [[decimal(float(u), 3) for u in row] for row in front.utilities[:_MOST]]
    title = f"The first {len(rows)} of {front.size:,} efficient combinations of utilities"
    table = _table(title, heads, rows, len(heads))
    if table is not None and len(front.actors) == 2:
        line = [(float(x), float(y)) for x, y in front.utilities[:400]]
        floor = dict(front.reservations)
        at = (floor[front.actors[0]], floor[front.actors[1]])
        marks = [Mark(name="no deal", x=at[0], y=at[1])]
        yield points(
            _told("frontier", "The frontier", table), line, marks, axes=(heads[0], heads[1]), floor=at
        )
    yield table


def _solution(solution: Any, names: Naming) -> Iterable[Block | None]:
    yield _packages(f"The package of {solution.concept.replace('_', ' ')}", [solution.offer], names)
    got = dict(solution.offer.utilities)
    rows = [(names.actor(a), decimal(got[a], 3), decimal(gain, 3)) for a, gain in solution.gains]
    yield _table("What it gives", ("actor", "utility", "gain over no deal"), rows, 2)


def _odds(odds: Any, names: Naming) -> Iterable[Block | None]:
    rows = [("some package", odds.any), *((f"package {k}", one.odds) for k, one in enumerate(odds.best, 1))]
    yield _chances("odds", "How likely packages pass", rows, "share of draws")
    yield _packages("The packages with the best odds", [one.offer for one in odds.best[:3]], names)
    sizes = [(f"{part} of draws have at most", count(size)) for part, size in odds.zone_sizes]
    yield _table("Size of the zone over the draws", ("share", "packages"), sizes, 1)


def _bridges(bridges: Any, names: Naming) -> Iterable[Block | None]:
    rows = [(f"bridge {k}", one.package.odds) for k, one in enumerate(bridges.best, 1)]
    yield _chances("bridges", "How likely bridging packages pass", rows, "share of draws")
    told = [
        (f"bridge {k}", _changes(one.changes, names), chance(one.package.odds))
        for k, one in enumerate(bridges.best, 1)
    ]
    yield _table("What changes against the standing text", ("", "changes", "odds"), told, 1)


def _changes(changes: Iterable[tuple[str, Any, str]], names: Naming) -> Words:
    told = [words(names.issue(issue), ": ", names.option(issue, option)) for issue, _, option in changes]
    return joined(told, "; ") or words("nothing")


def _blockers(blockers: Any, names: Naming) -> Iterable[Block | None]:
    for one in blockers.readings[:3]:
        rows = [("no package passes because of", core) for core in one.cores]
        rows += [(f"their yes would open {o.count:,}", o.actors) for o in one.openings]
        rows += [("their refusal stops every deal", stop) for stop in one.stoppers]
        caption = f"{text_of(_readings(one.readings, names))}: {one.count:,} packages pass"
        yield _table(caption, ("", "who"), [(head, names.actors(who)) for head, who in rows])
    power = blockers.readings[0].pivotal if blockers.readings else ()
    told = [
        (names.actor(p.actor), decimal(float(p.banzhaf)), decimal(float(p.shapley)), chance(p.observed))
        for p in power
    ]
    heads = ("actor", "Banzhaf", "Shapley-Shubik", "its no alone stops the best packages")
    yield _table("Who is pivotal", heads, told, 3)


def _unlock(unlock: Any, names: Naming) -> Iterable[Block | None]:
    rows = [
        (
            "; ".join(change.name for change in one.changes) or "nothing need change",
            value(one.effort),
            chance(one.odds) if one.odds is not None else count(one.passing),
        )
        for one in unlock.sets[:_MOST]
    ]
    then = "odds then" if unlock.goal == "odds" else "packages then"
    yield _table("Smallest sets of changes", ("change", "effort (assumed)", then), rows, 2)
    yield _packages("The best package of the first", [s.best for s in unlock.sets[:1] if s.best], names)


def _trades(trades: Any, names: Naming) -> Iterable[Block | None]:
    rows = [
        (names.actor(t.giver), _step(t.given, names), _step(t.got, names), chance(t.both))
        for t in trades.trades
    ]
    yield _table("Exchanges in which both gain", ("who gives", "gives", "gets", "both gain"), rows, 1)


def _step(step: Any, names: Naming) -> Words:
    start, end = names.option(step.issue, step.from_), names.option(step.issue, step.to)
    return words(names.issue(step.issue), ": ", start, " → ", end)


def _movements(moves: Any, names: Naming) -> Iterable[Block | None]:
    rows = []
    for issue in moves.issues:
        for side in issue.sides:
            held = [names.option(issue.issue, option) for option in side.options]
            told = joined(held)
            rows.append((names.issue(issue.issue), names.actor(side.party), told, side.direction))
    yield _table("What parties hold, and how that moved", ("issue", "party", "holds", "direction"), rows)


def _sensitivity(found: Any, names: Naming) -> Iterable[Block | None]:
    for key, answer in (("package", found.package), ("zone", found.zone)):
        if answer is None or not answer.by_number:
            continue
        first = answer.by_number[:8]
        rows = [(i.name, decimal(i.first), decimal(i.total)) for i in first]
        title = f"What decides {answer.about}"
        table = _table(title, ("number", "first order", "total"), rows, 2)
        if table is not None:
            drawn = [
                Dot(
                    label=text_of(names.whose(i.name.removesuffix("?"))),
                    value=min(max(i.total, 0), 1),
                    low=i.total - 2 * i.total_error,
                    high=i.total + 2 * i.total_error,
                )
                for i in first
            ]
            yield dots(_told(key, title, table), drawn, axis="share of the variance")
        flips = [
            (names.whose(f.path), f"{f.likely:g} [{f.low:g}, {f.high:g}]", value(f.at))
            for f in answer.flips
            if f.at is not None
        ]
        heads = ("number", "likely [low, high]", "flips at")
        yield _table(f"Where {answer.about} flips", heads, flips[:_MOST], 1)


def _division(division: Any, names: Naming) -> Iterable[Block | None]:
    parties = [party for party, _ in division.totals]
    heads = ["issue", *(text_of(names.actor(party)) for party in parties)]
    rows: list[Sequence[Cell]] = [
        [names.issue(one.issue), *(share(float(part)) for _, part in one.shares)] for one in division.issues
    ]
    yield _table("Shares of each issue", heads, rows, len(parties))


def _case(case: Any, names: Naming) -> Iterable[Block | None]:
    parties = [
        (
            name(p.name),
            names.actor(p.principal),
            names.actors(r.id for r in case.ratifiers if r.party == p.id),
        )
        for p in sorted(case.parties, key=lambda p: p.name)
    ]
    yield _table("Parties", ("party", "principal", "ratifiers"), parties)
    issues = [(name(i.name), names.options(i.id, [o.id for o in i.options])) for i in case.issues]
    yield _table("Issues", ("issue", "options"), issues)
    proposals = [(said(p.name), p.date.label, "yes" if p.standing else "no") for p in case.proposals]
    yield _table("Proposals", ("proposal", "date", "standing"), proposals)


def _timeline(found: Any, _: Naming) -> Iterable[Block | None]:
    rows = [
        (p.label, one.holder or "the report", one.act, said(one.text), one.place)
        for p in found.periods
        for one in p.passages
    ]
    yield _table(f"{len(rows)} statements", ("when", "who", "act", "words", "where"), rows[-100:])


def _contradictions(found: Any, _: Naming) -> Iterable[Block | None]:
    rows = [
        (str(p.rank), p.kind, said(str(p.a)), said(str(p.b)), decimal(p.confidence)) for p in found.pairs[:40]
    ]
    heads = ("rank", "kind", "one", "other", "confidence")
    yield _table("Pairs that may not both hold", heads, rows, 1)


def _stances(found: Any, _: Naming) -> Iterable[Block | None]:
    rows = [
        (t.actor, t.issue, said(", ".join(a.option or a.act for a in t.moments[-1].accounts)), t.direction,
         t.moments[-1].date.label)
        for t in found.tracks
        if t.moments
    ]  # fmt: skip
    yield _table("What actors hold", ("actor", "issue", "last", "direction", "date"), rows[:100])


def _verdict(verdict: Any, _: Naming) -> Iterable[Block | None]:
    witness = verdict.witness
    steps = [] if witness is None else [s for s in witness.steps if s.side and s.act != "wait"]
    rows = [(f"day {s.day}", said(s.side), said(s.act), s.status) for s in steps[:40]]
    yield _table(
        "A play that shows the answer" + (f": {witness.shows}" if witness else ""),
        ("when", "who", "does", "how"),
        rows,
    )


def _powers(table: Any, _: Naming) -> Iterable[Block | None]:
    answers = {True: "yes", False: "no", None: "depends on who moves first"}
    rows: list[Sequence[Cell]] = [
        (said(label), *(answers[table.cell(coalition, q).holds] for q in table.questions))
        for coalition, label in zip(table.coalitions, table.names, strict=True)
    ]
    caption = f"Who can do what without a breach of its own: {table.label or table.wording or 'as read'}"
    yield _table(caption, ("who", *table.questions), rows)


def _wordings(found: Any, names: Naming) -> Iterable[Block | None]:
    for row in found.rows:
        yield from _powers(row, names)


def _talks(result: Any, names: Naming) -> Iterable[Block | None]:
    ends = [(end, c) for end, c in result.found.ends if c.share > 0]
    yield _chances("talks", "How simulated talks end", ends, "share of runs")
    terms = [
        (names.issue(t.issue), names.option(t.issue, t.option), chance(t.share)) for t in result.found.terms
    ]
    yield _table("Terms of the deals reached", ("issue", "option", "share of deals"), terms, 1)


def _outlook(outlook: Any, names: Naming) -> Iterable[Block | None]:
    yield from _talks(outlook.result, names)
    rows = [(", ".join(c.changes), chance(c.base.deals), chance(c.other.deals)) for c in outlook.comparisons]
    yield _table("What if", ("change", "deals without", "deals with"), rows, 2)


def _ledger(ledger: Any, _: Naming) -> Iterable[Block | None]:
    for kind, rows in (("article", ledger.articles), ("party", ledger.parties), ("issue", ledger.issues)):
        told = [(said(one.name or "before the articles"), count(one.open), count(one.closed)) for one in rows]
        yield _table(f"Brackets by {kind}", (kind, "open", "closed"), told, 2)
    over = [(str(d.day), count(d.opened), count(d.closed), count(d.open)) for d in ledger.over_time]
    yield _table("Brackets over time", ("day", "opened", "closed", "open"), over, 3)


SHOWN: Mapping[str, Callable[[Any, Naming], Iterable[Block | None]]] = {
    "Blockers": _blockers,
    "BracketLedger": _ledger,
    "Bridges": _bridges,
    "Case": _case,
    "Contradictions": _contradictions,
    "Division": _division,
    "Frontier": _frontier,
    "Movements": _movements,
    "Odds": _odds,
    "PowerTable": _powers,
    "Sensitivity": _sensitivity,
    "Solution": _solution,
    "Stances": _stances,
    "TalksOutlook": _outlook,
    "TalksResult": _talks,
    "Timeline": _timeline,
    "Trades": _trades,
    "Unlock": _unlock,
    "Verdict": _verdict,
    "WordingsTable": _wordings,
    "Zone": _zone,
}
"""How each kind of result is shown, by the name of its class."""
