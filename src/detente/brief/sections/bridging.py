"""What would bridge the gap: packages with their odds, who gains and gives, and what each hangs on."""

from collections.abc import Sequence

from detente.analysis.bridge import Alternatives, Bridge, Bridges, TextBridges
from detente.analysis.hinges import Hinge
from detente.analysis.signing import Signing
from detente.analysis.stakes import Stake
from detente.brief.blocks import (
    BREAK,
    Block,
    Chart,
    Column,
    Fold,
    Paragraph,
    Part,
    Row,
    Section,
    Table,
    Words,
    joined,
    muted,
    name,
    said,
    strong,
    words,
)
from detente.brief.charts import Dot, Told, dots
from detente.brief.given import Given
from detente.brief.phrases import chance, count, decimal, plural
from detente.brief.sections.zone import package_table

__all__ = ["bridges_section", "changed_words", "hinge_words"]


def bridges_section(given: Given) -> Section | None:
    """Bridging packages under each estimate; None without a result."""
    found = given.by_estimate(Bridges)
    if not found:
        return None
    blocks: list[Block] = [
        Paragraph(
            words=words(
                "Packages with the best odds that are unlike one another, then the best packages near each standing text. "
                "A gain is what a package is worth to an actor over no deal, at the likely values."
            )
        )
    ]
    for number, (label, result) in enumerate(found, start=1):
        inner = _estimate(given, result, number)
        blocks += inner if len(found) == 1 else [Part(title=words(name(label)), blocks=tuple(inner))]
    return Section(id="bridges", title="What would bridge the gap", blocks=tuple(blocks))


def _estimate(given: Given, result: Bridges, number: int) -> list[Block]:
    if not result.best:
        return [Paragraph(words=words("Every package holds a combination that cannot stand."))]
    blocks: list[Block] = []
    if not result.passing:
        text = "No package passes in any draw. These come closest: fewest refuse, and by the smallest margin."
        blocks.append(Paragraph(words=words(text), style="note"))
    labels = [chr(65 + k) for k in range(len(result.best))]
    blocks.append(_chart(result.best, labels, number))
    blocks.append(_table(given, result.best, labels, words("Bridging packages, best odds first")))
    blocks.append(_stakes(given, result.best, labels, "Who gains and who gives"))
    offers = [(f"Package {k}", bridge.package.offer) for k, bridge in zip(labels, result.best, strict=True)]
    blocks.append(package_table(given, offers, words("What each package says, issue by issue; first where they differ")))
    blocks += [_text(given, text) for text in result.texts]
    blocks += _alternatives(given, result.alternatives)
    return blocks


def _chart(bridges: Sequence[Bridge], labels: Sequence[str], number: int) -> Chart:
    odds = [bridge.package.odds for bridge in bridges]
    rows = [
        Dot(label=f"Package {k}", value=o.share, low=o.share - 2 * o.error, high=o.share + 2 * o.error)
        for k, o in zip(labels, odds, strict=True)
    ]
    table = Table(
        caption=words("Odds of the bridging packages"),
        columns=(Column(title=words("Package")), Column(title=words("Odds"), numeric=True)),
        rows=tuple(
            Row(cells=(words(f"Package {k}"), words(chance(o)))) for k, o in zip(labels, odds, strict=True)
        ),
    )
    description = (
        "Share of the draws in which each package passes, with two standard errors either way. The packages stand in "
        "the table below."
    )
    told = Told(id=f"bridges-{number}", title="Odds of the bridging packages", description=description, table=table)
    return dots(told, rows, axis="odds: share of draws in which the package passes")


def _table(given: Given, bridges: Sequence[Bridge], labels: Sequence[str], caption: Words, folded: str = "") -> Table:
    parties = sorted({p for b in bridges for p, _ in b.package.parties}, key=given.case.named)
    rows = []
    for label, bridge in zip(labels, bridges, strict=True):
        by_party = dict(bridge.package.parties)
        rows.append(
            Row(
                cells=(
                    words(label),
                    words(chance(bridge.package.odds)),
                    *(words(chance(by_party[p])) for p in parties),
                    changed_words(given, bridge),
                    _hinges(given, bridge.hinges),
                    _signing(given, bridge.signing, bridge.noes),
                )
            )
        )
    columns = (
        Column(title=words("Package")),
        Column(title=words("Odds"), numeric=True),
        *(Column(title=words("Passed by ", name(given.case.named(p))), numeric=True) for p in parties),
        Column(title=words("What it changes in the standing text")),
        Column(title=words("Hangs on")),
        Column(title=words("Could it be signed?")),
    )
    return Table(caption=caption, columns=columns, rows=tuple(rows), wide=True, folded=folded)


def changed_words(given: Given, bridge: Bridge) -> Words:
    """What a package changes in the text that it is compared with."""
    if not bridge.text:
        return words(muted("no text stands"))
    text = said(given.case.proposal(bridge.text).name)
    if not bridge.changes:
        return words("nothing: it completes ", text)
    lines = [
        words(given.names.issue(issue), ": ", given.names.option(issue, to), muted(" instead of "), given.names.options(issue, before))
        for issue, before, to in bridge.changes
    ]
    return words("in ", text, ": ", joined(lines, "; "))


def hinge_words(given: Given, hinge: Hinge) -> Words:
    """An assumption that a package hangs on, with the odds on either side of it."""
    sides = ("if not", "if so") if hinge.event else ("lower half", "upper half")
    tail = words("; turns at ", decimal(hinge.threshold)) if hinge.threshold is not None else ()
    evidence = given.evidence.links(hinge.evidence)
    mark = words(" ", evidence) if evidence else ()
    return words(
        _paths(given, hinge.paths), mark, ": ", chance(hinge.low), muted(f" {sides[0]}, "), chance(hinge.high),
        muted(f" {sides[1]}"), tail,
    )


def _paths(given: Given, paths: Sequence[str]) -> Words:
    if len(paths) > 1 and len({tuple(path.split(".")[:4]) for path in paths}) == 1:
        return given.names.whose(".".join(paths[0].split(".")[:4]))
    more = f" (and {plural(len(paths) - 1, 'number')} that move with it)" if len(paths) > 1 else ""
    return words(given.names.whose(paths[0]), more)


def _hinges(given: Given, hinges: Sequence[Hinge]) -> Words:
    if not hinges:
        return words(muted("nothing: it passes always or never"))
    lines = [hinge_words(given, hinge) for hinge in hinges]
    return _lines(lines)


def _signing(given: Given, signing: Sequence[Signing], noes: Sequence[str]) -> Words:
    lines = []
    for found in signing:
        account = words(muted(" (mandate according to "), said(found.said_by), muted(")")) if found.said_by else ()
        if not found.account and found.answer == "signable now":
            continue
        outside = words(": outside on ", joined(given.names.issue(i) for i in found.outside)) if found.outside else ()
        lines.append(words(given.names.actor(found.party), account, ": ", strong(found.answer), outside))
    if noes:
        lines.append(words(muted("say no at the likely values: "), given.names.actors(noes)))
    if not lines:
        return words("yes, inside every mandate")
    return _lines(lines)


def _stakes(given: Given, bridges: Sequence[Bridge], labels: Sequence[str], title: str) -> Table:
    actors = list(dict.fromkeys(stake.actor for bridge in bridges for stake in bridge.stakes))
    actors.sort(key=lambda a: (given.case.named(given.case.party_of(a)), given.case.named(a)))
    rows = []
    for actor in actors:
        cells = [given.names.actor(actor)]
        for bridge in bridges:
            stake = next((s for s in bridge.stakes if s.actor == actor), None)
            cells.append(_stake(given, stake) if stake is not None else words(muted("–")))
        rows.append(Row(cells=tuple(cells)))
    columns = (Column(title=words("Ratifier")), *(Column(title=words(f"Package {k}")) for k in labels))
    caption = words("Gain over no deal: likely value, and from the tenth to the ninetieth of a hundred draws")
    return Table(caption=caption, columns=columns, rows=tuple(rows), folded=title, wide=True)


def _stake(given: Given, stake: Stake) -> Words:
    found: list[Words] = [
        words(decimal(stake.gain.likely), muted(" ("), decimal(stake.gain.low), muted(" to "), decimal(stake.gain.high), muted(")"))
    ]
    if stake.wins:
        found.append(words(muted("gains on "), joined(given.names.issue(i) for i in stake.wins)))
    if stake.loses:
        found.append(words(muted("gives on "), joined(given.names.issue(i) for i in stake.loses)))
    return _lines(found)


def _text(given: Given, text: TextBridges) -> Table:
    proposal = given.case.proposal(text.text)
    rows = []
    for bridge in text.steps:
        changes = joined(
            [words(given.names.issue(i), ": ", given.names.option(i, to)) for i, _, to in bridge.changes], "; "
        )
        cells = (
            words(plural(len(bridge.changes), "change") if bridge.changes else "as it stands"),
            words(chance(bridge.package.odds)),
            changes or words(muted("none; its silence filled in the way with the best odds")),
            joined([hinge_words(given, h) for h in bridge.hinges[:1]]) or words(muted("passes always or never")),
        )
        rows.append(Row(cells=cells))
    columns = (
        Column(title=words("Changes")),
        Column(title=words("Best odds"), numeric=True),
        Column(title=words("Which")),
        Column(title=words("Hangs on")),
    )
    open_ways = words(" It leaves ", count(text.completions), " ways to fill in what it does not say") if text.completions > 1 else ()
    spread = words("; at worst the odds are ", chance(text.worst.odds)) if text.worst and text.completions > 1 else ()
    caption = words("Fewest changes from ", said(proposal.name), ".", open_ways, spread, "." if open_ways else "")
    return Table(caption=caption, columns=columns, rows=tuple(rows), wide=True)


def _alternatives(given: Given, found: Sequence[Alternatives]) -> list[Block]:
    blocks: list[Block] = []
    for group in sorted(found, key=lambda g: given.case.named(g.party)):
        if not group.bridges:
            continue
        who = given.names.actor(group.principal)
        labels = [str(k) for k in range(1, len(group.bridges) + 1)]
        offers = [(f"Alternative {k}", b.package.offer) for k, b in zip(labels, group.bridges, strict=True)]
        caption = words("Worth ", decimal(group.level), " to ", who, ", within ", decimal(group.tolerance))
        inner = (
            _table(given, group.bridges, labels, words("Alternatives that are equal for ", who)),
            package_table(given, offers, caption, folded="What each says, issue by issue"),
        )
        summary = words(f"{plural(len(labels), 'alternative').capitalize()} of equal worth to ", who, ", best for the others")
        blocks.append(Fold(summary=summary, blocks=inner))
    return blocks


def _lines(lines: Sequence[Words]) -> Words:
    return words(*[part for line in lines for part in (BREAK, line)][1:])
