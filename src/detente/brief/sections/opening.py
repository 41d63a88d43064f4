"""What would open the zone or lift the odds, and which issues could be exchanged against which."""

from detente.analysis.trade import Step, Trade, Trades
from detente.brief.blocks import (
    Block,
    Column,
    Paragraph,
    Part,
    Row,
    Section,
    Table,
    Words,
    listed,
    muted,
    name,
    said,
    words,
)
from detente.brief.given import Given
from detente.brief.phrases import chance, count, decimal

__all__ = ["trades_section"]


def trades_section(given: Given) -> Section | None:
    """Exchanges of two issues that leave two sides better off; None without a result."""
    found = given.by_estimate(Trades)
    if not found:
        return None
    blocks: list[Block] = [
        Paragraph(
            words=words(
                "One side moves on an issue that weighs less for it, the other moves on one that weighs less for the "
                "other. Gains are those of the two sides against the starting package, at the likely values."
            )
        )
    ]
    for label, result in found:
        inner = _trades(given, result)
        blocks += inner if len(found) == 1 else [Part(title=words(name(label)), blocks=tuple(inner))]
    return Section(id="trades", title="What could be exchanged", blocks=tuple(blocks))


def _trades(given: Given, result: Trades) -> list[Block]:
    start = words("from ", said(given.case.proposal(result.text).name)) if result.text else words("from the middle options")
    if not result.trades:
        text = words("No exchange of two issues, ", start, ", leaves two sides better off; ", count(result.tested), " were tried.")
        return [Paragraph(words=text)]
    rows = tuple(_trade(given, trade) for trade in result.trades)
    heads = ("Who gives what", "Against what", "Gains", "Draws in which both gain", "Odds of the package after")
    columns = tuple(Column(title=words(t), numeric=k > 2) for k, t in enumerate(heads))
    shown = words(count(len(rows)), " of ") if len(rows) < result.count else ()
    caption = words(shown, count(result.count), " exchanges, ", start, "; best first")
    return [Table(caption=caption, columns=columns, rows=rows, wide=True)]


def _trade(given: Given, trade: Trade) -> Row:
    gains = listed([words(given.names.actor(a), " ", decimal(g)) for a, g in trade.gains])
    others = [words(given.names.actor(a), " ", decimal(g)) for a, g in trade.others if abs(g) > 0.005]
    rest = words(muted("; others: "), listed(others)) if others else ()
    return Row(
        cells=(
            words(given.names.actor(trade.giver), ": ", _step(given, trade.given)),
            words(given.names.actor(trade.taker), ": ", _step(given, trade.got)),
            words(gains, rest),
            words(chance(trade.both)),
            words(chance(trade.odds)),
        )
    )


def _step(given: Given, step: Step) -> Words:
    to = given.names.option(step.issue, step.to)
    return words(given.names.issue(step.issue), ", ", given.names.option(step.issue, step.from_), " → ", to)
