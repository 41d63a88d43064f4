"""The zone and the frontier: how many packages would pass, for whom, and the packages that concepts name."""

from collections.abc import Iterable, Mapping, Sequence

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
    muted,
    name,
    number,
    strong,
    text_of,
    words,
)
from detente.brief.charts import Dot, Mark, Told, bars, points, strips
from detente.brief.given import Given
from detente.brief.phrases import chance, count, decimal, share, value
from detente.brief.wording import apart, tell, tell_plural
from detente.languages import mark, say, say_plural
from detente.languages.figures import number_text

__all__ = ["CONCEPTS", "package_table", "readings_words", "zone_section"]

CONCEPTS = {
    # Translators: rules of bargaining theory, each with what it seeks; a gain is what a package is worth
    # to an actor over no deal.
    "egalitarian": (mark("Egalitarian"), mark("the smallest gain is as large as can be")),
    "kalai_smorodinsky": (
        mark("Kalai-Smorodinsky"),
        mark("gains are as equal as can be, as shares of each side\u2019s best"),
    ),
    "nash": (mark("Nash"), mark("the product of the gains is largest")),
    "utilitarian": (mark("Utilitarian"), mark("the sum of the gains is largest")),
}
"""The concepts by their ids: name and meaning, as messages."""

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
        blocks.append(Part(title=tell("What efficient packages would give each side"), blocks=tuple(front)))
    return Section(id="zone", title=say("Is there a zone?"), blocks=tuple(blocks))


def _sizes(given: Given) -> Table:
    zones, chances = given.by_estimate(Zone), dict(given.by_estimate(Odds))
    none = words(muted(say("not asked")))
    rows: list[tuple[Words, list[Words]]] = [
        (
            tell("Packages that pass at the likely values"),
            [tell("{part} of {whole}", part=count(z.count), whole=count(z.packages)) for _, z in zones],
        ),
        (tell("As a share"), [words(share(z.share)) for _, z in zones]),
        (
            tell("Draws in which some package passes"),
            [words(chance(chances[k].any)) if k in chances else none for k, _ in zones],
        ),
        (
            tell("Packages that pass in the middle draw (nine in ten draws lie between)"),
            [_middle(chances[k]) if k in chances else none for k, _ in zones],
        ),
    ]
    if any(zone.signable is not None for _, zone in zones):
        signed = [words(count(z.signable)) if z.signable is not None else none for _, z in zones]
        rows.append((tell("Of those at the likely values, inside every mandate"), signed))
    columns = (
        Column(title=tell("Measure")),
        *(Column(title=words(name(k)), numeric=True) for k, _ in zones),
    )
    told = tuple(Row(cells=(title, *cells)) for title, cells in rows)
    return Table(caption=tell("The size of the zone"), columns=columns, rows=told)


def _middle(odds: Odds) -> Words:
    sizes = dict(odds.zone_sizes)
    # Translators: numbers of packages: the one in the middle, and the ends between which most lie.
    return tell(
        "{middle} ({low} to {high})",
        middle=count(sizes["50 %"]),
        low=count(sizes["5 %"]),
        high=count(sizes["95 %"]),
    )


def _readings(given: Given) -> Table | None:
    zones = given.by_estimate(Zone)
    shown = zones[0][1].readings
    if len(shown) < 2:
        return None
    open_rules = [key for key, _ in shown[0].readings if len({dict(r.readings)[key] for r in shown}) > 1]
    by_label = {label: {r.readings: r.count for r in zone.readings} for label, zone in zones}
    rows = []
    for reading in shown:
        cells: list[Words] = [readings_words(given, dict(reading.readings), open_rules)]
        for label, _ in zones:
            found = by_label[label].get(reading.readings)
            cells.append(words(count(found)) if found is not None else words(muted(say("not asked"))))
        rows.append(Row(cells=tuple(cells)))
    heads = [tell("Who has to say yes"), *(words(name(label)) for label, _ in zones)]
    columns = tuple(Column(title=head, numeric=k > 0) for k, head in enumerate(heads))
    caption = tell(
        "Packages that pass under each reading of a disputed rule, at the likely values; first the reading "
        "in use"
    )
    return Table(caption=caption, columns=columns, rows=tuple(rows))


def readings_words(given: Given, chosen: Mapping[str, str], rules: Iterable[str]) -> Words:
    """How these rules are read: each with whose it is; `chosen` has the reading of every rule."""
    told = []
    for rule in rules:
        reading = given.names.reading(rule, chosen[rule])
        if rule == "deal":
            # Translators: "deal" stands for the rule by which the deal as a whole passes.
            told.append(tell("deal: {reading}", reading=reading))
        else:
            told.append(tell("{head}: {text}", head=given.names.actor(rule), text=reading))
    return apart(told)


def _asked(given: Given, zone: Zone) -> list[tuple[str, Words, int]]:
    """Parties and ratifiers by name: id, words, packages that they would pass; a lone principal once."""
    found = []
    actors = dict(zone.actors)
    for party, size in sorted(zone.win_sets, key=lambda pair: given.case.named(pair[0])):
        own = [a for a in actors if given.case.party_of(a) == party and a != party]
        # Translators: stands after the name of a party, where its ratifiers stand below it.
        tail = words(muted(" " + say("(party)"))) if own else ()
        found.append((party, words(strong(given.case.named(party)), tail), size))
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
        Column(title=tell("Party or ratifier")),
        *(Column(title=words(name(label)), numeric=True) for label, _ in zones),
    )
    # Translators: "win-set" is Putnam's term: the packages that would be ratified.
    caption = tell("Packages that each would pass (its win-set), at the likely values")
    return Table(
        caption=caption,
        columns=columns,
        rows=tuple(rows),
        folded=say("Who would pass how many packages, in numbers"),
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
    every = Dot(label=say("All whose yes is needed"), value=zone.share, low=zone.share, high=zone.share)
    description = say(
        "Share of all packages that each party, and each ratifier below it, would pass at the likely values. "
        "All together pass {share}.",
        share=share(zone.share).text,
    )
    table = _yes_table(given)
    plain = Table(caption=table.caption, columns=table.columns, rows=table.rows)
    told = Told(id="yes", title=say("Who would pass how much"), description=description, table=plain)
    return bars(told, [*rows, every], axis=say("share of all packages"))


def _frontier(given: Given) -> list[Block]:
    blocks: list[Block] = []
    for order, scenario in enumerate(given.scenarios, start=1):
        inner = _efficient(given, scenario, order)
        if inner and order > 1:
            summary = tell("The same under {estimate}", estimate=name(given.label(scenario)))
            inner = [Fold(summary=summary, blocks=tuple(inner))]
        blocks += inner
    return blocks


def _efficient(given: Given, scenario: str, order: int) -> list[Block]:
    front = given.one(Frontier, scenario)
    solutions = sorted(given.every(Solution, scenario), key=lambda s: s.concept)
    blocks: list[Block] = []
    if front is not None:
        blocks.append(Paragraph(words=_efficient_words(front)))
        if len(front.actors) == 2:
            blocks.append(_scatter(given, front, solutions, order))
        elif solutions:
            blocks.append(_strip(given, solutions, front, order))
    if solutions:
        rules = [
            tell("{head}: {text}", head=strong(_concept(s)), text=say(CONCEPTS[s.concept][1]))
            if s.concept in CONCEPTS
            else words(strong(s.concept))
            for s in solutions
        ]
        text = tell(
            "Rules of bargaining theory name packages; a reference, not a forecast. {rules}.",
            rules=apart(rules),
        )
        packages = [(_concept(s), s.offer) for s in solutions]
        caption = tell("The packages that these rules name")
        blocks += [
            Paragraph(words=text),
            _gains(given, solutions, front),
            package_table(given, packages, caption),
        ]
    return blocks


def _efficient_words(front: Frontier) -> Words:
    meaning = tell("A package is efficient when no other is better for one side and worse for none.")
    if front.within == 0:
        found = tell_plural(
            "There is {n} such combination of gains.",
            "There are {n} such combinations of gains.",
            front.size,
            n=count(front.size),
        )
    else:
        # Translators: {within} is how far the gains told may be from the exact ones.
        found = tell_plural(
            "There is {n} such combination of gains, told to within {within}.",
            "There are {n} such combinations of gains, told to within {within}.",
            front.size,
            n=count(front.size),
            within=value(float(f"{front.within:.2g}")).text,
        )
    return words(meaning, " ", found)


def _concept(solution: Solution) -> str:
    return say(CONCEPTS[solution.concept][0]) if solution.concept in CONCEPTS else solution.concept


def _gains(given: Given, solutions: Sequence[Solution], front: Frontier | None) -> Table:
    rows = []
    for actor in _principals(given, solutions):
        cells = []
        for s in solutions:
            part = _part(front, actor, dict(s.gains)[actor])
            tail = words(" (", share(part), ")") if part is not None else ()
            cells.append(words(decimal(dict(s.gains)[actor]), tail))
        rows.append(Row(cells=(given.names.actor(actor), *cells)))
    ties = (words(number(number_text(s.count), s.count)) for s in solutions)
    rows.append(Row(cells=(tell("Packages that tie"), *ties)))
    columns = (
        # Translators: names of actors stand below this head.
        Column(title=tell("Gain over no deal of")),
        *(Column(title=words(_concept(s)), numeric=True) for s in solutions),
    )
    caption = (
        tell("What each rule would give, on each side\u2019s own scale")
        if front is None
        else tell(
            "What each rule would give, on each side\u2019s own scale (and as a share of the most that it "
            "could gain)"
        )
    )
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
            told[1:] = [words(muted(say("the same")))] * (len(options) - 1)
        rows.append(Row(cells=(given.names.issue(issue), *told)))
    columns = (Column(title=tell("Issue")), *(Column(title=words(label)) for label, _ in shown))
    fold = folded or say("The packages, issue by issue ({count})", count=len(shown))
    fold = "" if folded is None else fold
    return Table(caption=caption, columns=columns, rows=tuple(rows), folded=fold, wide=len(shown) > 2)


def _scatter(given: Given, front: Frontier, solutions: Sequence[Solution], order: int) -> Chart:
    first, second = (given.case.named(a) for a in front.actors)
    floor = (front.reservations[0][1], front.reservations[1][1])
    pairs = [(float(x), float(y)) for x, y in front.utilities]
    every = max(-(-len(pairs) // _DRAWN), 1)
    marks = []
    for s in solutions:
        utilities = dict(s.offer.utilities)
        at = (utilities[front.actors[0]], utilities[front.actors[1]])
        marks.append(Mark(name=_concept(s), x=at[0], y=at[1]))
    rows = tuple(
        Row(cells=(words(m.name), words(decimal(m.x)), words(decimal(m.y))))
        for m in [*marks, Mark(name=say("No deal"), x=floor[0], y=floor[1])]
    )
    columns = (
        Column(title=tell("Package")),
        Column(title=words(name(first)), numeric=True),
        Column(title=words(name(second)), numeric=True),
    )
    told = Told(
        id=f"frontier-{order}",
        title=say("The frontier between {first} and {second}", first=first, second=second),
        description=_scatter_text(first, second, every),
        table=Table(caption=tell("Utilities of the named packages"), columns=columns, rows=rows),
    )
    axes = (say("worth to {actor}", actor=first), say("worth to {actor}", actor=second))
    return points(told, pairs[::every], marks, axes=axes, floor=floor)


def _scatter_text(first: str, second: str, every: int) -> str:
    """What the picture of a frontier shows, of which one point in so many is drawn."""
    text = say(
        "Each small dot is an efficient package: further right is better for {first}, further up for "
        "{second}. The dashed lines are what no deal is worth to each; packages above and to the right of "
        "both are better than no deal for both.",
        first=first,
        second=second,
    )
    # Translators: one small dot in {n} is drawn, the others are left out.
    thinned = say_plural("One in {n} is drawn.", "One in {n} is drawn.", every)
    return f"{text} {thinned}" if every > 1 else text


def _strip(given: Given, solutions: Sequence[Solution], front: Frontier, order: int) -> Chart:
    rows = []
    for actor in _principals(given, solutions):
        for s in solutions:
            part = _part(front, actor, dict(s.gains)[actor])
            if part is not None:
                rows.append((given.case.named(actor), _concept(s), part))
    told = Told(
        id=f"gains-{order}",
        title=say("What each rule would give each side"),
        description=say(
            "Gain over no deal of each principal under each rule, as a share of the most that it could gain "
            "in an efficient package; 0 is no better than no deal."
        ),
        table=_gains(given, solutions, front),
    )
    axis = say("share of the most that each could gain")
    return strips(told, rows, axis=axis, names=[_concept(s) for s in solutions])
