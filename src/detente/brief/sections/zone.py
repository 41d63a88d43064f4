"""The zone and the frontier: how many packages would pass, for whom, and the packages that concepts name."""

from collections.abc import Iterable

from detente.analysis.frontier import Frontier
from detente.analysis.odds import Odds
from detente.analysis.results import Offer
from detente.analysis.solutions import Solution
from detente.analysis.zone import Zone
from detente.brief.blocks import (
    Block,
    Chart,
    Column,
    Paragraph,
    Part,
    Row,
    Section,
    Table,
    Words,
    joined,
    muted,
    name,
    number,
    strong,
    text_of,
    words,
)
from detente.brief.charts import Dot, Mark, Told, bars, points, strips
from detente.brief.given import Given
from detente.brief.phrases import chance, count, decimal, plural, share

__all__ = ["CONCEPTS", "package_table", "zone_section"]

CONCEPTS = {
    "egalitarian": ("Egalitarian", "the smallest gain is as large as can be"),
    "kalai_smorodinsky": ("Kalai-Smorodinsky", "gains are as equal as can be, as shares of each side’s best"),
    "nash": ("Nash", "the product of the gains is largest"),
    "utilitarian": ("Utilitarian", "the sum of the gains is largest"),
}
_DRAWN = 300


def zone_section(given: Given) -> Section:
    """The zone by estimate, by reading, by party and by ratifier; then the frontier with named packages."""
    given.need(Zone, "zone(space)", "zone")
    given.need(Odds, "odds(space)", "zone")
    blocks: list[Block] = [_sizes(given)]
    readings = _readings(given)
    blocks += [readings] if readings is not None else []
    blocks += [_yes_chart(given), _yes_table(given)]
    front = _frontier(given)
    if front:
        blocks.append(Part(title=words("What efficient packages would give each side"), blocks=tuple(front)))
    return Section(id="zone", title="Is there a zone?", blocks=tuple(blocks))


def _sizes(given: Given) -> Table:
    zones, chances = given.by_estimate(Zone), dict(given.by_estimate(Odds))
    rows = []
    for label, zone in zones:
        odds = chances.get(label)
        sizes = dict(odds.zone_sizes) if odds else {}
        middle = (
            words(count(sizes["50 %"]), " (", count(sizes["5 %"]), " to ", count(sizes["95 %"]), ")")
            if sizes
            else ()
        )
        rows.append(
            Row(
                cells=(
                    words(name(label)),
                    words(count(zone.count), " of ", count(zone.packages)),
                    words(share(zone.share)),
                    words(chance(odds.any)) if odds else words(muted("not asked")),
                    middle or words(muted("not asked")),
                    words(count(zone.signable))
                    if zone.signable is not None
                    else words(muted("no mandate stated")),
                )
            )
        )
    titles = (
        "Estimate",
        "Packages that pass at the likely values",
        "Share",
        "Draws in which some package passes",
        "Packages that pass over the draws: middle (5 % to 95 %)",
        "Inside every mandate: could be signed at once",
    )
    columns = tuple(Column(title=words(t), numeric=k > 0) for k, t in enumerate(titles))
    return Table(caption=words("The size of the zone"), columns=columns, rows=tuple(rows), wide=True)


def _readings(given: Given) -> Table | None:
    zones = given.by_estimate(Zone)
    shown = zones[0][1].readings
    if len(shown) < 2:
        return None
    open_rules = [key for key, _ in shown[0].readings if len({dict(r.readings)[key] for r in shown}) > 1]
    by_label = {label: {r.readings: r.count for r in zone.readings} for label, zone in zones}
    rows = []
    for reading in shown:
        chosen = dict(reading.readings)
        told = joined(
            [
                words(
                    "deal: " if key == "deal" else given.names.actor(key),
                    "" if key == "deal" else ": ",
                    given.names.reading(key, chosen[key]),
                )
                for key in open_rules
            ],
            "; ",
        )
        cells: list[Words] = [told]
        for label, _ in zones:
            found = by_label[label].get(reading.readings)
            cells.append(words(count(found)) if found is not None else words(muted("not asked")))
        rows.append(Row(cells=tuple(cells)))
    heads = [words("Who has to say yes"), *(words(name(label)) for label, _ in zones)]
    columns = tuple(Column(title=head, numeric=k > 0) for k, head in enumerate(heads))
    caption = words(
        "Packages that pass under each reading of a disputed rule, at the likely values; first the reading in use"
    )
    return Table(caption=caption, columns=columns, rows=tuple(rows))


def _asked(given: Given, zone: Zone) -> list[tuple[str, Words, int]]:
    """Parties and ratifiers by name: id, words, packages that they would pass; a lone principal once."""
    found = []
    actors = dict(zone.actors)
    for party, size in sorted(zone.win_sets, key=lambda pair: given.case.named(pair[0])):
        found.append((party, words(strong(given.case.named(party))), size))
        own = [a for a in actors if given.case.party_of(a) == party and a != party]
        for actor in sorted(own, key=given.case.named):
            found.append((actor, words(name(given.case.named(actor))), actors[actor]))
    shown = {actor for actor, _, _ in found}
    rest = sorted((a for a in actors if a not in shown), key=given.case.named)
    return [*found, *((a, words(name(given.case.named(a))), actors[a]) for a in rest)]


def _yes_table(given: Given) -> Table:
    zones = given.by_estimate(Zone)
    rows = []
    for actor, told, _ in _asked(given, zones[0][1]):
        cells = [told]
        for _, zone in zones:
            size = {**dict(zone.actors), **dict(zone.win_sets)}.get(actor)
            cells.append(
                words(count(size), " (", share(size / zone.packages), ")") if size is not None else words("–")
            )
        rows.append(Row(cells=tuple(cells)))
    columns = (
        Column(title=words("Party or ratifier")),
        *(Column(title=words(name(label)), numeric=True) for label, _ in zones),
    )
    caption = words("Packages that each would pass (its win-set), at the likely values")
    return Table(
        caption=caption,
        columns=columns,
        rows=tuple(rows),
        folded="Who would pass how many packages, in numbers",
    )


def _yes_chart(given: Given) -> Chart:
    zone = given.by_estimate(Zone)[0][1]
    asked = _asked(given, zone)
    rows = [
        Dot(
            label=text_of(told),
            value=size / zone.packages,
            low=size / zone.packages,
            high=size / zone.packages,
        )
        for _, told, size in asked
    ]
    every = Dot(label="All who must agree", value=zone.share, low=zone.share, high=zone.share)
    description = (
        "Share of all packages that each party, and each ratifier below it, would pass at the likely values. "
        f"All together pass {share(zone.share).text}."
    )
    table = _yes_table(given)
    plain = Table(caption=table.caption, columns=table.columns, rows=table.rows)
    told = Told(id="yes", title="Who would pass how much", description=description, table=plain)
    return bars(told, [*rows, every], axis="share of all packages")


def _frontier(given: Given) -> list[Block]:
    blocks: list[Block] = []
    for scenario in given.scenarios:
        front = given.one(Frontier, scenario)
        solutions = sorted(given.every(Solution, scenario), key=lambda s: s.concept)
        if front is None and not solutions:
            continue
        label = given.labelled(given.label(scenario))
        suffix = f"-{given.scenarios.index(scenario) + 1}"
        if front is not None:
            told = words(
                label,
                "A package is efficient when no other is better for one side and worse for none. There are ",
                count(front.size),
                " such combinations of gains",
                "" if front.within == 0 else f", told to within {front.within:.2g}",
                ".",
            )
            blocks.append(Paragraph(words=told))
        if front is not None and len(front.actors) == 2:
            blocks.append(_scatter(given, front, solutions, suffix))
        elif solutions:
            blocks.append(_strip(given, solutions, suffix))
        if solutions:
            offers = [(_concept(s), s.offer, s.gains) for s in solutions]
            caption = words(
                label, "Packages that rules of bargaining theory name: a reference, not a forecast"
            )
            table = package_table(given, [(a, b) for a, b, _ in offers], caption)
            blocks += [_gains(given, solutions, label), table]
    return blocks


def _concept(solution: Solution) -> str:
    return CONCEPTS.get(solution.concept, (solution.concept, ""))[0]


def _gains(given: Given, solutions: list[Solution], label: Words) -> Table:
    actors = sorted({actor for s in solutions for actor, _ in s.gains}, key=given.case.named)
    rows = []
    for s in solutions:
        gains = dict(s.gains)
        tied = number(plural(s.count, "package"), s.count)
        meaning = CONCEPTS.get(s.concept, ("", ""))[1]
        cells = [words(_concept(s)), words(meaning), *(words(decimal(gains[a])) for a in actors), words(tied)]
        rows.append(Row(cells=tuple(cells)))
    columns = (
        Column(title=words("Rule")),
        Column(title=words("What it asks")),
        *(Column(title=words("Gain of ", name(given.case.named(a))), numeric=True) for a in actors),
        Column(title=words("Packages that tie"), numeric=True),
    )
    caption = words(
        label, "Gains over no deal, on each side’s own scale from its worst package (0) to its best (1)"
    )
    return Table(caption=caption, columns=columns, rows=tuple(rows), wide=True)


def package_table(
    given: Given, offers: Iterable[tuple[str, Offer]], caption: Words, folded: str = ""
) -> Table:
    """Packages as columns, issues as rows: the options of each; issues on which all agree come last."""
    shown = list(offers)
    terms = [dict(offer.terms) for _, offer in shown]
    issues = [issue.id for issue in given.case.table if issue.id in terms[0]]
    issues.sort(key=lambda i: len({t[i] for t in terms}) == 1)
    rows = tuple(
        Row(cells=(given.names.issue(i), *(given.names.option(i, t[i]) for t in terms))) for i in issues
    )
    columns = (Column(title=words("Issue")), *(Column(title=words(label)) for label, _ in shown))
    fold = folded or f"The packages, issue by issue ({len(shown)})"
    return Table(caption=caption, columns=columns, rows=rows, folded=fold, wide=len(shown) > 2)


def _scatter(given: Given, front: Frontier, solutions: list[Solution], suffix: str) -> Chart:
    first, second = (given.case.named(a) for a in front.actors)
    floor = (front.reservations[0][1], front.reservations[1][1])
    pairs = [(float(x), float(y)) for x, y in front.utilities]
    every = max(-(-len(pairs) // _DRAWN), 1)
    thinned = f" One in {every} is drawn." if every > 1 else ""
    marks = []
    for s in solutions:
        utilities = dict(s.offer.utilities)
        at = (utilities[front.actors[0]], utilities[front.actors[1]])
        marks.append(Mark(name=_concept(s), x=at[0], y=at[1]))
    description = (
        f"Each small dot is an efficient package: further right is better for {first}, further up for {second}. "
        f"The dashed lines are what no deal is worth to each; packages above and to the right of both are better "
        f"than no deal for both.{thinned}"
    )
    rows = tuple(
        Row(cells=(words(m.name), words(decimal(m.x)), words(decimal(m.y))))
        for m in [*marks, Mark(name="No deal", x=floor[0], y=floor[1])]
    )
    columns = (
        Column(title=words("Package")),
        Column(title=words(name(first)), numeric=True),
        Column(title=words(name(second)), numeric=True),
    )
    table = Table(caption=words("Utilities of the named packages"), columns=columns, rows=rows)
    told = Told(
        id=f"frontier{suffix}",
        title=f"The frontier between {first} and {second}",
        description=description,
        table=table,
    )
    return points(told, pairs[::every], marks, axes=(f"worth to {first}", f"worth to {second}"), floor=floor)


def _strip(given: Given, solutions: list[Solution], suffix: str) -> Chart:
    names = [_concept(s) for s in solutions]
    rows = [
        (given.case.named(actor), _concept(s), gain)
        for s in solutions
        for actor, gain in sorted(s.gains, key=lambda pair: given.case.named(pair[0]))
    ]
    rows.sort(key=lambda row: row[0])
    table = _gains(given, solutions, ())
    description = "Gain over no deal of each principal under each rule; 0 is no better than no deal."
    told = Told(
        id=f"gains{suffix}", title="What each rule would give each side", description=description, table=table
    )
    return strips(told, rows, axis="gain over no deal", names=names)
