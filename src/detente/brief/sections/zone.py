"""The zone and the frontier: how many packages would pass, for whom, and the packages that concepts name."""

from collections.abc import Iterable, Sequence

from detente.analysis.frontier import Frontier
from detente.analysis.odds import Odds
from detente.analysis.results import Offer
from detente.analysis.solutions import Solution
from detente.analysis.zone import Zone
from detente.brief.blocks import (
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
    number,
    strong,
    text_of,
    words,
)
from detente.brief.charts import Dot, Mark, Told, bars, points, strips
from detente.brief.given import Given
from detente.brief.phrases import chance, count, decimal, share

__all__ = ["CONCEPTS", "package_table", "zone_section"]

CONCEPTS = {
    "egalitarian": ("Egalitarian", "the smallest gain is as large as can be"),
    "kalai_smorodinsky": (
        "Kalai-Smorodinsky",
        "gains are as equal as can be, as shares of each side\u2019s best",
    ),
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
    blocks.append(_yes_chart(given))
    front = _frontier(given)
    if front:
        blocks.append(Part(title=words("What efficient packages would give each side"), blocks=tuple(front)))
    return Section(id="zone", title="Is there a zone?", blocks=tuple(blocks))


def _sizes(given: Given) -> Table:
    zones, chances = given.by_estimate(Zone), dict(given.by_estimate(Odds))
    none = words(muted("not asked"))
    rows: list[tuple[str, list[Words]]] = [
        (
            "Packages that pass at the likely values",
            [words(count(z.count), " of ", count(z.packages)) for _, z in zones],
        ),
        ("As a share", [words(share(z.share)) for _, z in zones]),
        (
            "Draws in which some package passes",
            [words(chance(chances[k].any)) if k in chances else none for k, _ in zones],
        ),
        (
            "Packages that pass in the middle draw (nine in ten draws lie between)",
            [_middle(chances[k]) if k in chances else none for k, _ in zones],
        ),
    ]
    if any(zone.signable is not None for _, zone in zones):
        signed = [words(count(z.signable)) if z.signable is not None else none for _, z in zones]
        rows.append(("Of those at the likely values, inside every mandate", signed))
    columns = (
        Column(title=words("Measure")),
        *(Column(title=words(name(k)), numeric=True) for k, _ in zones),
    )
    told = tuple(Row(cells=(words(title), *cells)) for title, cells in rows)
    return Table(caption=words("The size of the zone"), columns=columns, rows=told)


def _middle(odds: Odds) -> Words:
    sizes = dict(odds.zone_sizes)
    return words(count(sizes["50 %"]), " (", count(sizes["5 %"]), " to ", count(sizes["95 %"]), ")")


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
        "Packages that pass under each reading of a disputed rule, at the likely values; first the reading "
        "in use"
    )
    return Table(caption=caption, columns=columns, rows=tuple(rows))


def _asked(given: Given, zone: Zone) -> list[tuple[str, Words, int]]:
    """Parties and ratifiers by name: id, words, packages that they would pass; a lone principal once."""
    found = []
    actors = dict(zone.actors)
    for party, size in sorted(zone.win_sets, key=lambda pair: given.case.named(pair[0])):
        own = [a for a in actors if given.case.party_of(a) == party and a != party]
        mark = words(muted(" (party)")) if own else ()
        found.append((party, words(strong(given.case.named(party)), mark), size))
        names = sorted(own, key=given.case.named)
        found += [(a, words(name(given.case.named(a))), actors[a]) for a in names]
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
                words(count(size), " (", share(size / zone.packages), ")")
                if size is not None
                else words("\u2013")
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
    every = Dot(label="All whose yes is needed", value=zone.share, low=zone.share, high=zone.share)
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
    for order, scenario in enumerate(given.scenarios, start=1):
        inner = _efficient(given, scenario, order)
        if inner and order > 1:
            inner = [Fold(summary=words("The same under ", name(given.label(scenario))), blocks=tuple(inner))]
        blocks += inner
    return blocks


def _efficient(given: Given, scenario: str, order: int) -> list[Block]:
    front = given.one(Frontier, scenario)
    solutions = sorted(given.every(Solution, scenario), key=lambda s: s.concept)
    blocks: list[Block] = []
    if front is not None:
        within = "" if front.within == 0 else f", told to within {front.within:.2g}"
        text = words(
            "A package is efficient when no other is better for one side and worse for none. There are ",
            count(front.size),
            " such combinations of gains",
            within,
            ".",
        )
        blocks.append(Paragraph(words=text))
        if len(front.actors) == 2:
            blocks.append(_scatter(given, front, solutions, order))
        elif solutions:
            blocks.append(_strip(given, solutions, front, order))
    if solutions:
        rules = [words(strong(_concept(s)), ": ", CONCEPTS.get(s.concept, ("", ""))[1]) for s in solutions]
        text = words(
            "Rules of bargaining theory name packages; a reference, not a forecast. ",
            joined(rules, "; "),
            ".",
        )
        packages = [(_concept(s), s.offer) for s in solutions]
        caption = words("The packages that these rules name")
        blocks += [
            Paragraph(words=text),
            _gains(given, solutions, front),
            package_table(given, packages, caption),
        ]
    return blocks


def _concept(solution: Solution) -> str:
    return CONCEPTS.get(solution.concept, (solution.concept, ""))[0]


def _gains(given: Given, solutions: Sequence[Solution], front: Frontier | None) -> Table:
    rows = []
    for actor in _principals(given, solutions):
        cells = []
        for s in solutions:
            part = _part(front, actor, dict(s.gains)[actor])
            tail = words(" (", share(part), ")") if part is not None else ()
            cells.append(words(decimal(dict(s.gains)[actor]), tail))
        rows.append(Row(cells=(given.names.actor(actor), *cells)))
    ties = (words(number(f"{s.count:,}", s.count)) for s in solutions)
    rows.append(Row(cells=(words("Packages that tie"), *ties)))
    columns = (
        Column(title=words("Gain over no deal of")),
        *(Column(title=words(_concept(s)), numeric=True) for s in solutions),
    )
    whole = " (and as a share of the most that it could gain)" if front is not None else ""
    caption = words(f"What each rule would give, on each side\u2019s own scale{whole}")
    return Table(caption=caption, columns=columns, rows=tuple(rows))


def _principals(given: Given, solutions: Sequence[Solution]) -> list[str]:
    return sorted({actor for s in solutions for actor, _ in s.gains}, key=given.case.named)


def _part(front: Frontier | None, actor: str, gain: float) -> float | None:
    """The gain as a share of the most that the actor could gain, None where it can gain nothing."""
    if front is None:
        return None
    most = dict(front.ideal).get(actor, 0.0) - dict(front.reservations).get(actor, 0.0)
    return gain / most if most > 0 else None


def package_table(
    given: Given, offers: Iterable[tuple[str, Offer]], caption: Words, folded: str | None = ""
) -> Table:
    """Packages as columns, issues as rows: the options of each; issues on which all agree come last."""
    shown = list(offers)
    terms = [dict(offer.terms) for _, offer in shown]
    issues = [issue.id for issue in given.case.table if issue.id in terms[0]]
    issues.sort(key=lambda i: len({t[i] for t in terms}) == 1)
    rows = []
    for issue in issues:
        options = [t[issue] for t in terms]
        told = [given.names.option(issue, option) for option in options]
        if len(options) > 1 and len(set(options)) == 1:
            told[1:] = [words(muted("the same"))] * (len(options) - 1)
        rows.append(Row(cells=(given.names.issue(issue), *told)))
    columns = (Column(title=words("Issue")), *(Column(title=words(label)) for label, _ in shown))
    fold = "" if folded is None else folded or f"The packages, issue by issue ({len(shown)})"
    return Table(caption=caption, columns=columns, rows=tuple(rows), folded=fold, wide=len(shown) > 2)


def _scatter(given: Given, front: Frontier, solutions: Sequence[Solution], order: int) -> Chart:
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
        f"Each small dot is an efficient package: further right is better for {first}, further up for "
        f"{second}. "
        f"The dashed lines are what no deal is worth to each; packages above and to the right of both "
        "are better "
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
        id=f"frontier-{order}",
        title=f"The frontier between {first} and {second}",
        description=description,
        table=table,
    )
    return points(told, pairs[::every], marks, axes=(f"worth to {first}", f"worth to {second}"), floor=floor)


def _strip(given: Given, solutions: Sequence[Solution], front: Frontier, order: int) -> Chart:
    rows = []
    for actor in _principals(given, solutions):
        for s in solutions:
            part = _part(front, actor, dict(s.gains)[actor])
            if part is not None:
                rows.append((given.case.named(actor), _concept(s), part))
    description = (
        "Gain over no deal of each principal under each rule, as a share of the most that it could gain in "
        "an efficient package; 0 is no better than no deal."
    )
    title = "What each rule would give each side"
    told = Told(
        id=f"gains-{order}", title=title, description=description, table=_gains(given, solutions, front)
    )
    return strips(
        told, rows, axis="share of the most that each could gain", names=[_concept(s) for s in solutions]
    )
