"""What would bridge the gap: packages with their odds, who gains and gives, and what each hangs on."""

from collections.abc import Sequence

from detente.analysis.bridge import Alternatives, Bridge, Bridges, TextBridges
from detente.analysis.hinges import Hinge
from detente.analysis.signing import Signing
from detente.analysis.stakes import Stake
from detente.brief.blocks import (
    Block,
    Bullets,
    Chart,
    Column,
    Fold,
    Paragraph,
    Part,
    Row,
    Section,
    Table,
    Words,
    assumed,
    joined,
    muted,
    name,
    number,
    said,
    strong,
    words,
)
from detente.brief.charts import Dot, Told, dots
from detente.brief.given import Given
from detente.brief.phrases import chance, count, decimal, plural
from detente.brief.sections.zone import package_table

__all__ = ["bridges_section", "changed_words", "hinge_words"]

_COLUMNS = 3


def bridges_section(given: Given) -> Section | None:
    """Bridging packages under each estimate; None without a result."""
    found = given.by_estimate(Bridges)
    if not found:
        return None
    blocks: list[Block] = [
        Paragraph(
            words=words(
                "Packages with the best odds that are unlike one another, then the best packages near each "
                "standing text. A gain is what a package is worth to an actor over no deal, at the likely "
                "values."
            )
        )
    ]
    for order, (label, result) in enumerate(found, start=1):
        inner = tuple(_estimate(given, result, order))
        if order > 1:
            inner = (Fold(summary=words("The same under ", name(label)), blocks=inner),)
        blocks += inner
    return Section(id="bridges", title="What would bridge the gap", blocks=tuple(blocks))


def _estimate(given: Given, result: Bridges, order: int) -> list[Block]:
    if not result.best:
        return [Paragraph(words=words("Every package holds a combination that cannot stand."))]
    blocks: list[Block] = []
    if not result.passing:
        text = "No package passes in any draw. These come closest: fewest refuse, and by the smallest margin."
        blocks.append(Paragraph(words=words(text), style="note"))
    labels = [chr(65 + k) for k in range(len(result.best))]
    offers = [(k, bridge.package.offer) for k, bridge in zip(labels, result.best, strict=True)]
    caption = words("What each package says; first the issues on which they differ")
    blocks += [
        _chart(result.best, labels, order),
        _table(
            given,
            result.best,
            labels,
            words("Bridging packages: the best first, then those most unlike the ones before"),
        ),
        package_table(given, offers, caption, folded=None),
    ]
    blocks += [_detail(given, k, bridge) for k, bridge in zip(labels, result.best, strict=True)]
    blocks += [_text(given, text) for text in result.texts]
    blocks += _alternatives(given, result.alternatives)
    return blocks


def _chart(bridges: Sequence[Bridge], labels: Sequence[str], order: int) -> Chart:
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
        "Share of the draws in which each package passes, with two standard errors either way. The packages "
        "stand in the table below."
    )
    told = Told(
        id=f"bridges-{order}", title="Odds of the bridging packages", description=description, table=table
    )
    return dots(told, rows, axis="odds: share of draws in which the package passes")


def _table(
    given: Given, bridges: Sequence[Bridge], labels: Sequence[str], caption: Words, folded: str = ""
) -> Table:
    parties = _parties(given, bridges)
    parties = parties if len(parties) <= _COLUMNS else []
    rows = []
    for label, bridge in zip(labels, bridges, strict=True):
        by_party = dict(bridge.package.parties)
        hinge = _paths(given, bridge.hinges[0].paths) if bridge.hinges else words(muted("nothing"))
        cells = (
            words(label),
            words(chance(bridge.package.odds)),
            *(words(chance(by_party[p])) for p in parties),
            words(number(f"{len(bridge.changes)}", len(bridge.changes)))
            if bridge.text
            else words(muted("none stands")),
            hinge,
            _answers(bridge.signing),
        )
        rows.append(Row(cells=cells))
    columns = (
        Column(title=words("Package")),
        Column(title=words("Odds"), numeric=True),
        *(Column(title=words("Passed by ", name(given.case.named(p))), numeric=True) for p in parties),
        Column(title=words("Changes to the nearest text"), numeric=True),
        Column(title=words("Hangs most on")),
        Column(title=words("Could it be signed?")),
    )
    return Table(caption=caption, columns=columns, rows=tuple(rows), wide=True, folded=folded)


def _parties(given: Given, bridges: Sequence[Bridge]) -> list[str]:
    """The parties that are asked, by name."""
    return sorted({p for bridge in bridges for p, _ in bridge.package.parties}, key=given.case.named)


def _answers(signing: Sequence[Signing]) -> Words:
    stated = [found for found in signing if found.account]
    found = sorted({found.answer for found in stated} or {found.answer for found in signing})
    text = " or ".join(found)
    return words(text, muted(", by account") if len(found) > 1 else "")


def _detail(given: Given, label: str, bridge: Bridge) -> Fold:
    """Everything about one package, on demand."""
    by_party = dict(bridge.package.parties)
    passed = joined(words(given.names.actor(p), " ", chance(by_party[p])) for p in _parties(given, [bridge]))
    points = [
        words(strong("Changes: "), changed_words(given, bridge), "."),
        words(strong("Passed by: "), passed, "."),
        *(words(strong("Hangs on: "), hinge_words(given, hinge), ".") for hinge in bridge.hinges),
        *(words(line) for line in _signing(given, bridge.signing)),
    ]
    if bridge.noes:
        points.append(words(strong("Says no at the likely values: "), given.names.actors(bridge.noes), "."))
    rows = tuple(_stake(given, stake) for stake in bridge.stakes)
    heads = ("Ratifier", "Gain over no deal", "In four draws of five", "Gains on", "Gives on")
    columns = tuple(Column(title=words(t), numeric=0 < k < 3) for k, t in enumerate(heads))
    against = "; issues against the text" if bridge.text else ""
    table = Table(caption=words(f"Who gains and who gives{against}"), columns=columns, rows=rows)
    summary = words(f"Package {label} in detail: odds ", chance(bridge.package.odds))
    return Fold(summary=summary, blocks=(Bullets(items=tuple(points)), table))


def changed_words(given: Given, bridge: Bridge) -> Words:
    """What a package changes in the text that it is compared with."""
    if not bridge.text:
        return words(muted("no text stands"))
    text = said(given.case.proposal(bridge.text).name)
    if not bridge.changes:
        return words("nothing: it completes ", text)
    lines = [
        words(
            given.names.issue(issue),
            ": ",
            given.names.option(issue, to),
            muted(" instead of "),
            given.names.options(issue, before),
        )
        for issue, before, to in bridge.changes
    ]
    return words("in ", text, ": ", joined(lines, "; "))


def hinge_words(given: Given, hinge: Hinge) -> Words:
    """An assumption that a package hangs on, with the odds on either side of it."""
    sides = (
        (" if not", " if so") if hinge.event else (" in the lower half of its range", " in the upper half")
    )
    tail = words("; the answer turns at ", decimal(hinge.threshold)) if hinge.threshold is not None else ()
    mark = given.evidence.links(hinge.evidence) or words("[", assumed(), "]")
    rates = words(chance(hinge.low), sides[0], ", ", chance(hinge.high), sides[1], tail)
    return words(_paths(given, hinge.paths), " ", mark, ": ", rates)


def _paths(given: Given, paths: Sequence[str]) -> Words:
    if len(paths) > 1 and len({tuple(path.split(".")[:4]) for path in paths}) == 1:
        return given.names.whose(".".join(paths[0].split(".")[:4]))
    more = f" (and {plural(len(paths) - 1, 'number')} that move with it)" if len(paths) > 1 else ""
    return words(given.names.whose(paths[0]), more)


def _signing(given: Given, signing: Sequence[Signing]) -> list[Words]:
    lines = []
    for found in signing:
        if not found.account and found.answer == "signable now":
            continue
        account = words(" by the mandate according to ", said(found.said_by)) if found.said_by else ()
        outside = (
            words(" (outside on ", joined(given.names.issue(i) for i in found.outside), ")")
            if found.outside
            else ()
        )
        lines.append(
            words(
                strong("Signing: "), given.names.actor(found.party), ", ", found.answer, account, outside, "."
            )
        )
    return lines


def _stake(given: Given, stake: Stake) -> Row:
    none = words(muted("none"))
    return Row(
        cells=(
            given.names.actor(stake.actor),
            words(decimal(stake.gain.likely)),
            words(decimal(stake.gain.low), " to ", decimal(stake.gain.high)),
            joined(given.names.issue(i) for i in stake.wins) or none,
            joined(given.names.issue(i) for i in stake.loses) or none,
        )
    )


def _text(given: Given, text: TextBridges) -> Part:
    proposal = given.case.proposal(text.text)
    rows = []
    for bridge in text.steps:
        changes = joined(
            [words(given.names.issue(i), ": ", given.names.option(i, to)) for i, _, to in bridge.changes],
            "; ",
        )
        cells = (
            words(plural(len(bridge.changes), "change") if bridge.changes else "as it stands"),
            words(chance(bridge.package.odds)),
            changes or words(muted("none; its silence filled in the way with the best odds")),
            joined([hinge_words(given, h) for h in bridge.hinges[:1]])
            or words(muted("passes always or never")),
        )
        rows.append(Row(cells=cells))
    columns = (
        Column(title=words("Changes")),
        Column(title=words("Best odds"), numeric=True),
        Column(title=words("Which")),
        Column(title=words("Hangs on")),
    )
    caption = words("The package with the best odds for each number of changes")
    table = Table(caption=caption, columns=columns, rows=tuple(rows), wide=True)
    if text.completions < 2 or text.worst is None:
        return Part(title=words("Near ", said(proposal.name)), blocks=(table,))
    told = words(
        "The text leaves ",
        count(text.completions),
        " ways to settle what it does not say; filled in the least favourable way it passes in ",
        chance(text.worst.odds),
        " of the draws.",
    )
    return Part(
        title=words("Near ", said(proposal.name)), blocks=(Paragraph(words=told, style="small"), table)
    )


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
        summary = words(
            f"{plural(len(labels), 'alternative').capitalize()} of equal worth to ",
            who,
            ", best for the others",
        )
        blocks.append(Fold(summary=summary, blocks=inner))
    return blocks
