"""Dividing issues between two parties: what Adjusted Winner would give to each."""

from detente.analysis.division import Division
from detente.brief.blocks import Block, Column, Fold, Paragraph, Row, Section, Table, name, words
from detente.brief.given import Given
from detente.brief.phrases import decimal, share
from detente.brief.wording import listed, tell
from detente.languages import say

__all__ = ["division_section"]


def division_section(given: Given) -> Section | None:
    """The shares of every issue and the points that each party reaches; None without a result."""
    found = given.by_estimate(Division)
    if not found:
        return None
    blocks: list[Block] = []
    for order, (label, result) in enumerate(found, start=1):
        inner = tuple(_division(given, result))
        if order > 1:
            inner = (Fold(summary=tell("The same under {estimate}", estimate=name(label)), blocks=inner),)
        blocks += inner
    return Section(id="division", title=say("Dividing the issues"), blocks=tuple(blocks))


def _division(given: Given, result: Division) -> list[Block]:
    totals = dict(result.totals)
    parties = sorted(totals, key=given.case.named)
    reached = listed([words(given.names.actor(p), " ", decimal(float(totals[p]), 1)) for p in parties])
    # Translators: Adjusted Winner is a procedure of fair division; {reached}: each party with its points.
    text = tell(
        "Adjusted Winner gives each issue to the party that puts more points on it, then shares one issue "
        "so that both reach the same number of their own 100 points: {reached}.",
        reached=reached,
    )
    if result.split:
        shared = tell("Shared between them: {issue}.", issue=given.names.issue(result.split))
        text = words(text, " ", shared)
    rows = []
    for issue in result.issues:
        shares, points = dict(issue.shares), dict(issue.points)
        cells = [words(share(float(shares[p])), " (", decimal(float(points[p]), 1), ")") for p in parties]
        rows.append(Row(cells=(given.names.issue(issue.issue), *cells)))
    columns = (
        Column(title=tell("Issue")),
        *(Column(title=given.names.actor(p), numeric=True) for p in parties),
    )
    caption = tell("Share of each issue, and the points that the issue is worth to the party")
    return [Paragraph(words=text), Table(caption=caption, columns=columns, rows=tuple(rows))]
