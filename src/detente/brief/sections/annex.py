"""The annex of assumptions: every number with its range and its basis, then rules, mandates and scenarios."""

from functools import reduce

from detente.brief.blocks import (
    Block,
    Bullets,
    Column,
    Fold,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
    name,
    said,
    words,
)
from detente.brief.given import Given
from detente.brief.phrases import counted, value
from detente.brief.wording import (
    apart,
    in_turn,
    tell,
    tell_as,
    tell_plural,
    told_from,
)
from detente.case.model import Change
from detente.case.preferences import Preferences, Range
from detente.case.procedure import Reading
from detente.languages import mark, say
from detente.languages.figures import number_text

__all__ = ["assumptions"]

_BASES = {
    # Translators: where an actor's preferences come from; it follows "9 numbers, ".
    "estimate": mark("estimated from dated, sourced stances"),
    "judgement": mark("an analyst\u2019s judgement"),
    # Translators: where an actor's preferences come from; it follows "9 numbers, ".
    "published": mark("as published"),
}


def assumptions(given: Given) -> Section:
    """Every number with its range and basis by actor, then rules, mandates, efforts and scenarios."""
    case = given.case
    by_actor: dict[str, list[tuple[Words, Range]]] = {}
    for path, number in case.numbers():
        actor, what = given.names.path(path)
        by_actor.setdefault(actor, []).append((what, number))
    total = sum(len(rows) for rows in by_actor.values())
    alone = sum(not n.evidence for rows in by_actor.values() for _, n in rows)
    blocks: list[Block] = [Paragraph(words=_rests(total, alone))]
    actors = sorted({*by_actor, *(p.actor for p in case.preferences)}, key=case.named)
    for actor in actors:
        wants = case.preferences_of(actor)
        rows = by_actor.get(actor, [])
        held = tell_plural("{n} number", "{n} numbers", len(rows))
        if wants is not None:
            held = in_turn([held, told_from(_BASES, wants.basis)])
        whose = given.names.actor(actor) if actor else tell("The talks as a whole")
        title = tell("{head}: {text}", head=whose, text=held)
        inner = [*_ranked(given, wants), *([_numbers(given, actor, rows)] if rows else [])]
        if wants is not None and wants.note:
            inner.insert(0, Paragraph(words=words(said(wants.note)), style="small"))
        blocks.append(Fold(summary=title, blocks=tuple(inner)))
    blocks.append(_rules(given))
    blocks += _mandates(given) + _constraints(given) + _levers(given) + _scenarios(given)
    return Section(id="assumptions", title=say("Assumptions"), blocks=tuple(blocks))


def _rests(total: int, alone: int) -> Words:
    """How many numbers there are, and how many of them no evidence supports."""
    numbers = tell_plural(
        "The analysis rests on {n} number.",
        "The analysis rests on {n} numbers.",
        total,
        n=number_text(total),
    )
    supported = (
        tell(
            "All of them rest on an assumption alone; the others name evidence, which supports them but does "
            "not measure them."
        )
        if alone == total
        else tell_plural(
            "{n} number of them rests on an assumption alone; the others name evidence, which supports them "
            "but does not measure them.",
            "{n} numbers of them rest on an assumption alone; the others name evidence, which supports them "
            "but does not measure them.",
            alone,
            n=counted(alone).capitalize(),
        )
    )
    ranges = tell("A range is told as low, likely and high; all draws lie between low and high.")
    return in_turn([numbers, supported, ranges], " ")


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
    columns = (
        Column(title=tell_as("head of a column", "What")),
        Column(title=tell_as("head of a column", "Low"), numeric=True),
        Column(title=tell_as("head of a column", "Likely"), numeric=True),
        Column(title=tell_as("head of a column", "High"), numeric=True),
        Column(title=tell_as("head of a column", "Basis")),
    )
    caption = (
        tell("Numbers for {who}", who=given.names.actor(actor))
        if actor
        else tell("Numbers for the talks as a whole")
    )
    return Table(caption=caption, columns=columns, rows=told, wide=True)


def _ranked(given: Given, wants: Preferences | None) -> list[Block]:
    if wants is None or not (wants.weight_order or wants.score_order):
        return []
    items = []
    if wants.weight_order:
        groups = [_equal([given.names.issue(i) for i in group]) for group in wants.weight_order]
        items.append(tell("Issues ranked by importance, in place of weights: {order}", order=_ranks(groups)))
    for issue, order in wants.score_order:
        ranks = _ranks([given.names.options(issue, group) for group in order])
        items.append(
            tell("{issue}, options ranked, best first: {order}", issue=given.names.issue(issue), order=ranks)
        )
    return [Bullets(items=tuple(items))]


def _equal(issues: list[Words]) -> Words:
    """Issues of the same weight."""
    if len(issues) < 2:
        return words(*issues)
    # Translators: issues that weigh the same to an actor.
    return tell("{issues} as much as {last}", issues=in_turn(issues[:-1]), last=issues[-1])


def _ranks(groups: list[Words]) -> Words:
    """Groups from the best to the worst."""
    # Translators: one rank and the next lower one.
    return reduce(lambda one, other: tell("{one}; then {other}", one=one, other=other), groups)


def _rules(given: Given) -> Table:
    rows = []
    for party in sorted(given.case.parties, key=lambda p: p.name):
        rows += [
            _reading(given, words(name(party.name)), r, r is party.approval.base)
            for r in party.approval.readings
        ]
    if given.case.deal_rule is not None:
        approval = given.case.deal_rule
        rows += [_reading(given, tell("The deal"), r, r is approval.base) for r in approval.readings]
    heads = (
        # Translators: whose rule or mandate it is.
        tell_as("head of a column", "Of"),
        tell("Who has to say yes"),
        tell_as("head of a column", "In use"),
        tell_as("head of a column", "Note"),
        tell_as("head of a column", "Basis"),
    )
    return Table(
        caption=tell("Approval rules, and their readings where they are disputed"),
        columns=tuple(Column(title=head) for head in heads),
        rows=tuple(rows),
        folded=say("Approval rules ({n})", n=len(rows)),
        wide=True,
    )


def _yes(so: bool) -> Words:  # noqa: FBT001
    return tell("yes") if so else tell("no")


def _reading(given: Given, of: Words, reading: Reading, base: bool) -> Row:  # noqa: FBT001
    return Row(
        cells=(
            of,
            given.names.rule(reading.rule),
            _yes(base),
            words(said(reading.note)),
            _basis(given, reading.evidence, reading.assumption),
        )
    )


def _basis(given: Given, evidence: tuple[str, ...], assumption: str) -> Words:
    parts: list[Words] = [given.evidence.links(evidence)] if evidence else []
    if assumption or not evidence:
        parts.append(given.evidence.assumed(assumption))
    return apart(parts)


def _mandates(given: Given) -> list[Block]:
    rows = tuple(
        Row(
            cells=(
                given.names.actor(m.party),
                given.names.terms(m.allows),
                words(said(m.said_by)),
                _yes(m.base),
                words(said(m.note), " ", _basis(given, m.evidence, m.assumption)),
            )
        )
        for m in sorted(given.case.mandates, key=lambda m: (given.case.named(m.party), not m.base))
    )
    heads = (
        # Translators: whose rule or mandate it is.
        tell_as("head of a column", "Of"),
        tell("What it may sign"),
        tell_as("head of a column", "According to"),
        tell_as("head of a column", "In use"),
        tell_as("head of a column", "Basis"),
    )
    table = Table(
        caption=tell("Accounts of what a delegation may sign without asking"),
        columns=tuple(Column(title=head) for head in heads),
        rows=rows,
        folded=say("Mandates ({n})", n=len(rows)),
        wide=True,
    )
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
    heads = (
        tell("Cannot stand together"),
        tell_as("head of a column", "Note"),
        tell_as("head of a column", "Basis"),
    )
    table = Table(
        caption=tell("Combinations ruled out"),
        columns=tuple(Column(title=head) for head in heads),
        rows=rows,
        folded=say("Combinations ruled out ({n})", n=len(rows)),
    )
    return [table] if rows else []


def _levers(given: Given) -> list[Block]:
    rows = tuple(
        Row(cells=(words(said(v.name)), words(value(v.effort)), _basis(given, v.evidence, v.assumption)))
        for v in sorted(given.case.levers, key=lambda v: v.name)
    )
    columns = (
        Column(title=tell_as("head of a column", "Lever")),
        Column(title=tell_as("head of a column", "Effort"), numeric=True),
        Column(title=tell_as("head of a column", "Basis")),
    )
    table = Table(
        caption=tell("What somebody could change, and the effort assumed"),
        columns=columns,
        rows=rows,
        folded=say("Levers ({n})", n=len(rows)),
    )
    return [table] if rows else []


def _scenarios(given: Given) -> list[Block]:
    blocks: list[Block] = []
    for scenario in given.case.scenarios:
        if scenario.id not in given.scenarios:
            continue
        rows = tuple(
            Row(cells=(given.names.whose(c.path), _changed(c), given.evidence.assumed(c.source)))
            for c in scenario.changes
        )
        heads = (
            tell_as("head of a column", "What"),
            tell_as("head of a column", "Becomes"),
            tell_as("head of a column", "Basis"),
        )
        columns = tuple(Column(title=head) for head in heads)
        caption = (
            tell("What this scenario puts in place of the base estimate, by {who}", who=said(scenario.by))
            if scenario.by
            else tell("What this scenario puts in place of the base estimate")
        )
        inner: list[Block] = (
            [Paragraph(words=words(said(scenario.note)), style="small")] if scenario.note else []
        )
        inner += (
            [Table(caption=caption, columns=columns, rows=rows)]
            if rows
            else [Paragraph(words=tell("It changes nothing."))]
        )
        summary = tell_plural(
            "Scenario: {scenario} ({n} change)",
            "Scenario: {scenario} ({n} changes)",
            len(rows),
            scenario=name(scenario.name),
        )
        blocks.append(Fold(summary=summary, blocks=tuple(inner)))
    return blocks


def _changed(change: Change) -> Words:
    new = change.value
    if isinstance(new, bool):
        return _yes(new)
    if isinstance(new, Range):
        new = new.likely if new.fixed else (new.low, new.likely, new.high)
    if isinstance(new, (int, float)):
        return words(value(new))
    if isinstance(new, (tuple, list)) and len(new) == 3:
        low, likely, high = (value(float(x)) for x in new)
        return tell("{likely} ({low} to {high})", likely=likely, low=low, high=high)
    return words(said(str(new)))
