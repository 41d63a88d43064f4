"""What would bridge the gap: packages with their odds, who gains and gives, and what each hangs on."""

from collections.abc import Sequence

from detente.analysis.bridge import Alternatives, Bridge, Bridges, TextBridges
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
    muted,
    name,
    number,
    said,
    words,
)
from detente.brief.charts import Dot, Told, dots
from detente.brief.given import Given
from detente.brief.phrases import chance, count, counted, decimal
from detente.brief.sections.bridging_words import (
    answers_words,
    changed_words,
    hinge_words,
    numbers_words,
    point,
    signing_points,
)
from detente.brief.sections.zone import package_table
from detente.brief.wording import apart, in_turn, tell, tell_as, tell_plural
from detente.languages import say, say_as

__all__ = ["bridges_section"]

_COLUMNS = 3


def bridges_section(given: Given) -> Section | None:
    """Bridging packages under each estimate; None without a result."""
    found = given.by_estimate(Bridges)
    if not found:
        return None
    blocks: list[Block] = [
        Paragraph(
            words=tell(
                "Packages with the best odds that are unlike one another, then the best packages near each "
                "standing text. A gain is what a package is worth to an actor over no deal, at the likely "
                "values."
            )
        )
    ]
    for order, (label, result) in enumerate(found, start=1):
        inner = tuple(_estimate(given, result, order))
        if order > 1:
            inner = (Fold(summary=tell("The same under {estimate}", estimate=name(label)), blocks=inner),)
        blocks += inner
    return Section(id="bridges", title=say("What would bridge the gap"), blocks=tuple(blocks))


def _estimate(given: Given, result: Bridges, order: int) -> list[Block]:
    if not result.best:
        return [Paragraph(words=tell("Every package holds a combination that cannot stand."))]
    blocks: list[Block] = []
    if not result.passing:
        # Translators: of these packages the fewest actors refuse each, and they fall short by the least.
        text = tell(
            "No package passes in any draw. These come closest: fewest refuse, and by the smallest margin."
        )
        blocks.append(Paragraph(words=text, style="note"))
    labels = [chr(65 + k) for k in range(len(result.best))]
    offers = [(k, bridge.package.offer) for k, bridge in zip(labels, result.best, strict=True)]
    caption = tell("What each package says; first the issues on which they differ")
    blocks += [
        _chart(result.best, labels, order),
        _table(
            given,
            result.best,
            labels,
            tell("Bridging packages: the best first, then those most unlike the ones before"),
        ),
        package_table(given, offers, caption, folded=None),
    ]
    blocks += [_detail(given, k, bridge) for k, bridge in zip(labels, result.best, strict=True)]
    blocks += [_text(given, text) for text in result.texts]
    blocks += _alternatives(given, result.alternatives)
    return blocks


def _chart(bridges: Sequence[Bridge], labels: Sequence[str], order: int) -> Chart:
    odds = [bridge.package.odds for bridge in bridges]
    names = [say("Package {label}", label=k) for k in labels]
    rows = [
        Dot(label=k, value=o.share, low=o.share - 2 * o.error, high=o.share + 2 * o.error)
        for k, o in zip(names, odds, strict=True)
    ]
    table = Table(
        caption=tell("Odds of the bridging packages"),
        columns=(Column(title=tell("Package")), _odds_column()),
        rows=tuple(Row(cells=(words(k), words(chance(o)))) for k, o in zip(names, odds, strict=True)),
    )
    told = Told(
        id=f"bridges-{order}",
        title=say("Odds of the bridging packages"),
        description=say(
            "Share of the draws in which each package passes, with two standard errors either way. The "
            "packages stand in the table below."
        ),
        table=table,
    )
    return dots(told, rows, axis=say("odds: share of draws in which the package passes"))


def _odds_column() -> Column:
    return Column(title=tell_as("head of a column", "Odds"), numeric=True)


def _table(
    given: Given, bridges: Sequence[Bridge], labels: Sequence[str], caption: Words, folded: str = ""
) -> Table:
    parties = _parties(given, bridges)
    parties = parties if len(parties) <= _COLUMNS else []
    rows = []
    for label, bridge in zip(labels, bridges, strict=True):
        by_party = dict(bridge.package.parties)
        # Translators: stands in a column headed "Hangs most on".
        nothing = words(muted(say("nothing")))
        hinge = numbers_words(given, bridge.hinges[0].paths) if bridge.hinges else nothing
        cells = (
            words(label),
            words(chance(bridge.package.odds)),
            *(words(chance(by_party[p])) for p in parties),
            words(number(f"{len(bridge.changes)}", len(bridge.changes)))
            if bridge.text
            # Translators: no text stands that a package could be compared with.
            else words(muted(say("none stands"))),
            hinge,
            answers_words(bridge.signing),
        )
        rows.append(Row(cells=cells))
    columns = (
        Column(title=tell("Package")),
        _odds_column(),
        *(
            Column(title=tell("Passed by {party}", party=name(given.case.named(p))), numeric=True)
            for p in parties
        ),
        Column(title=tell("Changes to the nearest text"), numeric=True),
        # Translators: the number or event on which it depends most whether the package passes.
        Column(title=tell("Hangs most on")),
        Column(title=tell("Could it be signed?")),
    )
    return Table(caption=caption, columns=columns, rows=tuple(rows), wide=True, folded=folded)


def _parties(given: Given, bridges: Sequence[Bridge]) -> list[str]:
    """The parties that are asked, by name."""
    return sorted({p for bridge in bridges for p, _ in bridge.package.parties}, key=given.case.named)


def _detail(given: Given, label: str, bridge: Bridge) -> Fold:
    """Everything about one package, on demand."""
    by_party = dict(bridge.package.parties)
    passed = in_turn(
        [words(given.names.actor(p), " ", chance(by_party[p])) for p in _parties(given, [bridge])]
    )
    points = [
        point(say("Changes:"), changed_words(given, bridge)),
        point(say("Passed by:"), passed),
        *(point(say("Hangs on:"), hinge_words(given, hinge)) for hinge in bridge.hinges),
        *signing_points(given, bridge.signing),
    ]
    if bridge.noes:
        points.append(point(say("Says no at the likely values:"), given.names.actors(bridge.noes)))
    summary = tell("Package {label} in detail: odds {odds}", label=label, odds=chance(bridge.package.odds))
    return Fold(summary=summary, blocks=(Bullets(items=tuple(points)), _stakes(given, bridge)))


def _stakes(given: Given, bridge: Bridge) -> Table:
    heads = (
        tell("Ratifier"),
        tell("Gain over no deal"),
        # Translators: the gain lies between these two numbers in four draws of five.
        tell("In four draws of five"),
        # Translators: issues on which the actor gains something by the package.
        tell_as("head of a column", "Gains on"),
        # Translators: issues on which the actor gives something up by the package.
        tell_as("head of a column", "Gives on"),
    )
    caption = (
        tell("Who gains and who gives; issues against the text")
        if bridge.text
        else tell("Who gains and who gives")
    )
    columns = tuple(Column(title=head, numeric=0 < k < 3) for k, head in enumerate(heads))
    return Table(caption=caption, columns=columns, rows=tuple(_stake(given, s) for s in bridge.stakes))


def _stake(given: Given, stake: Stake) -> Row:
    none = words(muted(say_as("no issue", "none")))
    return Row(
        cells=(
            given.names.actor(stake.actor),
            words(decimal(stake.gain.likely)),
            tell("{low} to {high}", low=decimal(stake.gain.low), high=decimal(stake.gain.high)),
            in_turn([given.names.issue(i) for i in stake.wins]) or none,
            in_turn([given.names.issue(i) for i in stake.loses]) or none,
        )
    )


def _text(given: Given, text: TextBridges) -> Part:
    columns = (
        # Translators: how many changes in the text the package makes.
        Column(title=tell_as("head of a column", "Changes")),
        Column(title=tell("Best odds"), numeric=True),
        # Translators: which changes they are.
        Column(title=tell_as("head of a column", "Which")),
        # Translators: the number or event on which it depends whether the package passes.
        Column(title=tell_as("head of a column", "Hangs on")),
    )
    caption = tell("The package with the best odds for each number of changes")
    rows = tuple(_text_step(given, bridge) for bridge in text.steps)
    blocks: list[Block] = [Table(caption=caption, columns=columns, rows=rows, wide=True)]
    if text.completions >= 2 and text.worst is not None:
        told = tell_plural(
            "The text leaves {n} way to settle what it does not say; filled in the least favourable way it "
            "passes in {odds} of the draws.",
            "The text leaves {n} ways to settle what it does not say; filled in the least favourable way it "
            "passes in {odds} of the draws.",
            text.completions,
            n=count(text.completions),
            odds=chance(text.worst.odds),
        )
        blocks.insert(0, Paragraph(words=told, style="small"))
    # Translators: title over the packages that differ little from a text that stands.
    title = tell("Near {text}", text=said(given.case.proposal(text.text).name))
    return Part(title=title, blocks=tuple(blocks))


def _text_step(given: Given, bridge: Bridge) -> Row:
    changes = [
        tell("{head}: {text}", head=given.names.issue(i), text=given.names.option(i, to))
        for i, _, to in bridge.changes
    ]
    hinge = hinge_words(given, bridge.hinges[0]) if bridge.hinges else ()
    # Translators: "its": of the text. What it does not say is settled so that the odds are best.
    silent = say("none; its silence filled in the way with the best odds")
    return Row(
        cells=(
            tell_plural("{n} change", "{n} changes", len(changes)) if changes else tell("as it stands"),
            words(chance(bridge.package.odds)),
            apart(changes) or words(muted(silent)),
            # Translators: the package passes in every draw, or in none: nothing decides between them.
            hinge or words(muted(say("passes always or never"))),
        )
    )


def _alternatives(given: Given, found: Sequence[Alternatives]) -> list[Block]:
    groups = sorted(found, key=lambda g: given.case.named(g.party))
    return [_alternative(given, group) for group in groups if group.bridges]


def _alternative(given: Given, group: Alternatives) -> Fold:
    """Packages that are worth the same to one principal."""
    who = given.names.actor(group.principal)
    labels = [str(k) for k in range(1, len(group.bridges) + 1)]
    offers = [
        (say("Alternative {number}", number=k), b.package.offer)
        for k, b in zip(labels, group.bridges, strict=True)
    ]
    # Translators: {level} is a utility; the packages differ from it by no more than {tolerance}.
    caption = tell(
        "Worth {level} to {who}, within {tolerance}",
        level=decimal(group.level),
        who=who,
        tolerance=decimal(group.tolerance),
    )
    inner = (
        _table(given, group.bridges, labels, tell("Alternatives that are equal for {who}", who=who)),
        package_table(given, offers, caption, folded=say("What each says, issue by issue")),
    )
    summary = tell_plural(
        "{n} alternative of equal worth to {who}, best for the others",
        "{n} alternatives of equal worth to {who}, best for the others",
        len(labels),
        n=counted(len(labels)).capitalize(),
        who=who,
    )
    return Fold(summary=summary, blocks=inner)
