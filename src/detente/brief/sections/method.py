"""The annex of methods: how each result was found, what the words mean, and the works behind the methods."""

from typing import Any

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
    muted,
    name,
    said,
    words,
)
from detente.brief.cite import bibtex, methods
from detente.brief.given import Given
from detente.brief.phrases import count
from detente.brief.wording import in_turn, tell, tell_as, told_from
from detente.languages import mark, say

__all__ = ["method"]

_TERMS = (
    mark(
        "Utility of a package to an actor: the sum over issues of weight times score, plus linkage between "
        "issues; it has no unit and is not compared between actors."
    ),
    mark(
        "Likely values: every uncertain number at its likely value. Draws: every number drawn at once "
        "between its low and its high, most often near its likely value; numbers that share a driver move "
        "together."
    ),
    mark(
        "Error: the figure after \u00b1 is two standard errors over eight independent repetitions of the "
        "draws. It measures the drawing, not whether the ranges are right."
    ),
    mark(
        "Best packages are chosen on one set of draws and scored again on fresh ones, since the best of "
        "many looks better than it is."
    ),
)
_RESULTS = {
    # Translators: the name of a result, in a table of how each was found.
    "Blockers": mark("Blockers"),
    # Translators: the name of a result, in a table of how each was found.
    "Bridges": mark("Bridges"),
    "Division": mark("Division"),
    "Frontier": mark("Frontier"),
    "Movements": mark("Movements"),
    # Translators: the name of a result, in a table of how each was found.
    "Odds": mark("Odds"),
    "Sensitivity": mark("Sensitivity"),
    # Translators: the name of a result, in a table of how each was found.
    "Solution": mark("Solution"),
    # Translators: the name of a result, in a table of how each was found.
    "Trades": mark("Trades"),
    # Translators: the name of a result, in a table of how each was found.
    "Unlock": mark("Unlock"),
    # Translators: the name of a result, in a table of how each was found.
    "Zone": mark("Zone"),
}
_CONCEPTS = {
    # Translators: a concept of a fair deal from the theory of bargaining.
    "egalitarian": mark("egalitarian"),
    "kalai-smorodinsky": mark("kalai-smorodinsky"),
    "nash": mark("nash"),
    "utilitarian": mark("utilitarian"),
}


def method(given: Given) -> Section:
    """How each result was found, and the works that the methods come from."""
    rows = tuple(_found(given, finding) for finding in given.findings)
    heads = (
        tell_as("head of a column", "Result"),
        tell_as("head of a column", "Estimate"),
        tell_as("head of a column", "Method"),
        tell_as("head of a column", "Draws"),
        # Translators: the number that random draws are started from.
        tell_as("head of a column", "Seed"),
        tell("Readings in use"),
        # Translators: a short check value that names the exact case.
        tell("Digest of the case"),
    )
    made = [tell("Equal input gives equal output: the digest names the exact case, the seed the draws.")]
    versions = sorted({f.basis.version for f in given.findings if f.basis.version})
    if versions:
        made.append(tell("Made with detente {version}.", version=in_turn(versions)))
    keys = methods(given.findings)
    blocks: list[Block] = [
        Paragraph(words=in_turn(made, " ")),
        Bullets(items=tuple(words(say(term)) for term in _TERMS)),
        Table(
            caption=tell("How each result was found"),
            columns=tuple(Column(title=head, numeric=k in {3, 4}) for k, head in enumerate(heads)),
            rows=rows,
            folded=say("Basis of each result ({n})", n=len(rows)),
            wide=True,
        ),
    ]
    if keys:
        code = Code(text=bibtex(keys), language="BibTeX")
        summary = tell("Works that the methods come from ({n}, BibTeX)", n=str(len(keys)))
        blocks.append(Fold(summary=summary, blocks=(code,)))
    return Section(id="method", title=say("Method"), blocks=tuple(blocks))


def _found(given: Given, finding: Any) -> Row:
    """How one result was found."""
    basis = finding.basis
    title = words(told_from(_RESULTS, type(finding).__name__))
    concept = getattr(finding, "concept", "").replace("_", "-")
    if concept:
        title = words(title, f" ({told_from(_CONCEPTS, concept)})")
    readings = [
        tell("{head}: {text}", head=tell("deal") if k == "deal" else given.names.actor(k), text=said(r))
        for k, r in basis.readings
    ]
    how = (
        tell("{method}, exact", method=basis.method)
        if basis.exact
        else tell("{method}, by draws", method=basis.method)
    )
    # Translators: no draws, or no seed.
    none = words(muted(say("none")))
    return Row(
        cells=(
            title,
            words(name(given.label(basis.scenario))),
            how,
            words(count(basis.draws)) if basis.draws else none,
            words(str(basis.seed)) if basis.seed is not None else none,
            in_turn(readings),
            words(muted(basis.digest[:12])),
        )
    )
