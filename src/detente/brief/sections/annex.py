"""The annexes: every assumption with its range and its basis, every source, and how each result was found."""

from detente.brief.blocks import (
    Block,
    Bullets,
    Code,
    Column,
    Fold,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
    assumed,
    joined,
    listed,
    muted,
    name,
    said,
    words,
)
from detente.brief.cite import bibtex, methods
from detente.brief.given import Given
from detente.brief.phrases import count, plural, value
from detente.case.model import Change
from detente.case.preferences import Preferences, Range
from detente.case.procedure import Reading

__all__ = ["assumptions", "method"]

_BASES = {
    "estimate": "estimated from dated, sourced stances",
    "judgement": "an analyst\u2019s judgement",
    "published": "as published",
}
_TERMS = (
    (
        "Utility of a package to an actor: the sum over issues of weight times score, plus linkage between "
        "issues; it has no unit and is not compared between actors."
    ),
    (
        "Likely values: every uncertain number at its likely value. Draws: every number drawn at once "
        "between its low and its high, most often near its likely value; numbers that share a driver move "
        "together."
    ),
    (
        "Error: the figure after \u00b1 is two standard errors over eight independent repetitions of the "
        "draws. It measures the drawing, not whether the ranges are right."
    ),
    (
        "Best packages are chosen on one set of draws and scored again on fresh ones, since the best of "
        "many looks better than it is."
    ),
)
_NUMBER_HEADS = ("What", "Low", "Likely", "High", "Basis")


def assumptions(given: Given) -> Section:
    """Every number with its range and basis by actor, then rules, mandates, efforts and scenarios."""
    case = given.case
    by_actor: dict[str, list[tuple[Words, Range]]] = {}
    for path, number in case.numbers():
        actor, what = given.names.path(path)
        by_actor.setdefault(actor, []).append((what, number))
    total = sum(len(rows) for rows in by_actor.values())
    alone = sum(not n.evidence for rows in by_actor.values() for _, n in rows)
    text = (
        f"The analysis rests on {total:,} numbers. {_all(alone, total)} on an assumption alone; the "
        "others name evidence, which supports them but does not measure them. A range is told as low, "
        "likely and high; all draws lie between low and high."
    )
    blocks: list[Block] = [Paragraph(words=words(text))]
    actors = sorted({*by_actor, *(p.actor for p in case.preferences)}, key=case.named)
    for actor in actors:
        wants = case.preferences_of(actor)
        rows = by_actor.get(actor, [])
        title = words(
            given.names.actor(actor) if actor else "The talks as a whole", f": {plural(len(rows), 'number')}"
        )
        if wants is not None:
            title = words(title, f", {_BASES.get(wants.basis, wants.basis)}")
        inner = [*_ranked(given, wants), *([_numbers(given, actor, rows)] if rows else [])]
        if wants is not None and wants.note:
            inner.insert(0, Paragraph(words=words(said(wants.note)), style="small"))
        blocks.append(Fold(summary=title, blocks=tuple(inner)))
    blocks.append(_rules(given))
    blocks += _mandates(given) + _constraints(given) + _levers(given) + _scenarios(given)
    return Section(id="assumptions", title="Assumptions", blocks=tuple(blocks))


def _all(alone: int, total: int) -> str:
    shown = "All of them" if alone == total else f"{plural(alone, 'number').capitalize()} of them"
    return f"{shown} rest{'s' if alone == 1 and alone != total else ''}"


def _numbers(given: Given, actor: str, rows: list[tuple[Words, Range]]) -> Table:
    told = tuple(
        Row(
            cells=(
                what,
                words(value(number.low)),
                words(value(number.likely)),
                words(value(number.high)),
                given.evidence.basis(number),
            )
        )
        for what, number in rows
    )
    columns = tuple(Column(title=words(t), numeric=0 < k < 4) for k, t in enumerate(_NUMBER_HEADS))
    caption = words("Numbers for ", given.names.actor(actor) if actor else "the talks as a whole")
    return Table(caption=caption, columns=columns, rows=told, wide=True)


def _ranked(given: Given, wants: Preferences | None) -> list[Block]:
    if wants is None or not (wants.weight_order or wants.score_order):
        return []
    items = []
    if wants.weight_order:
        groups = [
            listed([given.names.issue(i) for i in group], " as much as ") for group in wants.weight_order
        ]
        items.append(words("Issues ranked by importance, in place of weights: ", joined(groups, "; then ")))
    for issue, order in wants.score_order:
        ranks = [given.names.options(issue, group) for group in order]
        items.append(
            words(given.names.issue(issue), ", options ranked, best first: ", joined(ranks, "; then "))
        )
    return [Bullets(items=tuple(items))]


def _rules(given: Given) -> Table:
    rows = []
    for party in sorted(given.case.parties, key=lambda p: p.name):
        rows += [
            _reading(given, words(name(party.name)), r, r is party.approval.base)
            for r in party.approval.readings
        ]
    if given.case.deal_rule is not None:
        approval = given.case.deal_rule
        rows += [_reading(given, words("The deal"), r, r is approval.base) for r in approval.readings]
    columns = tuple(Column(title=words(t)) for t in ("Of", "Who has to say yes", "In use", "Note", "Basis"))
    caption = words("Approval rules, and their readings where they are disputed")
    return Table(
        caption=caption, columns=columns, rows=tuple(rows), folded=f"Approval rules ({len(rows)})", wide=True
    )


def _reading(given: Given, of: Words, reading: Reading, base: bool) -> Row:  # noqa: FBT001
    return Row(
        cells=(
            of,
            given.names.rule(reading.rule),
            words("yes" if base else "no"),
            words(said(reading.note)),
            _basis(given, reading.evidence, reading.assumption),
        )
    )


def _basis(given: Given, evidence: tuple[str, ...], assumption: str) -> Words:
    parts: list[Words] = [given.evidence.links(evidence)] if evidence else []
    if assumption or not evidence:
        parts.append(words(assumed(), *((": ", said(assumption)) if assumption else ())))
    return joined(parts, "; ")


def _mandates(given: Given) -> list[Block]:
    rows = tuple(
        Row(
            cells=(
                given.names.actor(m.party),
                given.names.terms(m.allows),
                words(said(m.said_by)),
                words("yes" if m.base else "no"),
                words(said(m.note), " ", _basis(given, m.evidence, m.assumption)),
            )
        )
        for m in sorted(given.case.mandates, key=lambda m: (given.case.named(m.party), not m.base))
    )
    columns = tuple(
        Column(title=words(t)) for t in ("Of", "What it may sign", "According to", "In use", "Basis")
    )
    caption = words("Accounts of what a delegation may sign without asking")
    table = Table(caption=caption, columns=columns, rows=rows, folded=f"Mandates ({len(rows)})", wide=True)
    return [table] if rows else []


def _constraints(given: Given) -> list[Block]:
    rows = tuple(
        Row(
            cells=(
                given.names.together(c.never),
                words(said(c.note)),
                _basis(given, c.evidence, "" if c.evidence else c.note),
            )
        )
        for c in given.case.constraints
    )
    columns = tuple(Column(title=words(t)) for t in ("Cannot stand together", "Note", "Basis"))
    table = Table(
        caption=words("Combinations ruled out"),
        columns=columns,
        rows=rows,
        folded=f"Combinations ruled out ({len(rows)})",
    )
    return [table] if rows else []


def _levers(given: Given) -> list[Block]:
    rows = tuple(
        Row(cells=(words(said(v.name)), words(value(v.effort)), _basis(given, v.evidence, v.assumption)))
        for v in sorted(given.case.levers, key=lambda v: v.name)
    )
    columns = (
        Column(title=words("Lever")),
        Column(title=words("Effort"), numeric=True),
        Column(title=words("Basis")),
    )
    table = Table(
        caption=words("What somebody could change, and the effort assumed"),
        columns=columns,
        rows=rows,
        folded=f"Levers ({len(rows)})",
    )
    return [table] if rows else []


def _scenarios(given: Given) -> list[Block]:
    blocks: list[Block] = []
    for scenario in given.case.scenarios:
        if scenario.id not in given.scenarios:
            continue
        rows = tuple(
            Row(cells=(given.names.whose(c.path), words(_changed(c)), words(assumed(), ": ", said(c.source))))
            for c in scenario.changes
        )
        columns = tuple(Column(title=words(t)) for t in ("What", "Becomes", "Basis"))
        by = words(", by ", said(scenario.by)) if scenario.by else ()
        caption = words("What this scenario puts in place of the base estimate", by)
        inner: list[Block] = (
            [Paragraph(words=words(said(scenario.note)), style="small")] if scenario.note else []
        )
        inner += (
            [Table(caption=caption, columns=columns, rows=rows)]
            if rows
            else [Paragraph(words=words("It changes nothing."))]
        )
        summary = words("Scenario: ", name(scenario.name), f" ({plural(len(rows), 'change')})")
        blocks.append(Fold(summary=summary, blocks=tuple(inner)))
    return blocks


def _changed(change: Change) -> Words:
    new = change.value
    if isinstance(new, bool):
        return words("yes" if new else "no")
    if isinstance(new, Range):
        new = new.likely if new.fixed else (new.low, new.likely, new.high)
    if isinstance(new, (int, float)):
        return words(value(new))
    if isinstance(new, (tuple, list)) and len(new) == 3:
        low, likely, high = (value(float(x)) for x in new)
        return words(likely, " (", low, " to ", high, ")")
    return words(said(str(new)))


def method(given: Given) -> Section:
    """How each result was found, and the works that the methods come from."""
    rows = []
    for finding in given.findings:
        basis = finding.basis
        concept = getattr(finding, "concept", "")
        title = type(finding).__name__ + (f" ({concept.replace('_', '-')})" if concept else "")
        readings = joined(
            [words("deal" if k == "deal" else given.names.actor(k), ": ", said(r)) for k, r in basis.readings]
        )
        rows.append(
            Row(
                cells=(
                    words(title),
                    words(name(given.label(basis.scenario))),
                    words(basis.method, ", exact" if basis.exact else ", by draws"),
                    words(count(basis.draws)) if basis.draws else words(muted("none")),
                    words(str(basis.seed)) if basis.seed is not None else words(muted("none")),
                    readings,
                    words(muted(basis.digest[:12])),
                )
            )
        )
    heads = ("Result", "Estimate", "Method", "Draws", "Seed", "Readings in use", "Digest of the case")
    columns = tuple(Column(title=words(t), numeric=t in {"Draws", "Seed"}) for t in heads)
    versions = sorted({f.basis.version for f in given.findings if f.basis.version})
    made = f"Made with detente {', '.join(versions)}." if versions else ""
    keys = methods(given.findings)
    blocks: list[Block] = [
        Paragraph(
            words=words(
                "Equal input gives equal output: the digest names the exact case, the seed the draws. ", made
            )
        ),
        Bullets(items=tuple(words(term) for term in _TERMS)),
        Table(
            caption=words("How each result was found"),
            columns=columns,
            rows=tuple(rows),
            folded=f"Basis of each result ({len(rows)})",
            wide=True,
        ),
    ]
    if keys:
        code = Code(text=bibtex(keys), language="BibTeX")
        blocks.append(
            Fold(summary=words(f"Works that the methods come from ({len(keys)}, BibTeX)"), blocks=(code,))
        )
    return Section(id="method", title="Method", blocks=tuple(blocks))
