"""Who blocks: alone and in smallest sets, by threats to leave, and how often a yes decides; per reading."""

from collections.abc import Sequence

from detente.analysis.blockers import Blockers, Blocking, ExitEffect
from detente.brief.blocks import (
    Block,
    Bullets,
    Chart,
    Column,
    Fold,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
    joined,
    listed,
    muted,
    name,
    words,
)
from detente.brief.charts import Dot, Told, dots
from detente.brief.given import Given
from detente.brief.phrases import chance, count, plural, share

__all__ = ["blockers_section", "core_words"]

_REASONS = {
    "reservation": "no deal is worth more to it",
    "red line": "a red line",
    "exit": "its threat to leave",
    "consent": "a consent that it holds",
}


def blockers_section(given: Given) -> Section | None:
    """Who blocks under each estimate and each reading of a disputed rule; None without a result."""
    found = given.by_estimate(Blockers)
    if not found:
        return None
    blocks: list[Block] = []
    for order, (label, result) in enumerate(found, start=1):
        inner = tuple(_estimate(given, result))
        if order > 1:
            inner = (Fold(summary=words("The same under ", name(label)), blocks=inner),)
        blocks += inner
        if order == 1 and any(blocking.readings[0].pivotal for _, blocking in found):
            blocks.append(_pivotal(given, found))
    return Section(id="blockers", title="Who blocks", blocks=tuple(blocks))


def core_words(given: Given, names: Sequence[str]) -> Words:
    """A set of actors in words; infeasible combinations when it is empty."""
    return given.names.actors(names) if names else words("combinations of options that cannot stand together")


def _estimate(given: Given, result: Blockers) -> list[Block]:
    base = result.readings[0]
    blocks: list[Block] = [*_sets(given, base), *_kept_out(given, base, result.packages)]
    if result.exits:
        blocks.append(_exits(given, result.exits, result.packages))
    if len(result.readings) > 1:
        blocks.append(_by_reading(given, result))
    if result.left_out:
        text = f"{plural(result.left_out, 'further combination')} of readings not answered here."
        blocks.append(Paragraph(words=words(text.capitalize()), style="small"))
    return blocks


def _sets(given: Given, base: Blocking) -> list[Block]:
    if base.count == 0:
        items = [words("Blocking set: ", core_words(given, core)) for core in base.cores]
        items += [
            words(
                "With a yes from ",
                given.names.actors(opening.actors),
                " to every package, ",
                count(opening.count),
                " packages would pass",
            )
            for opening in base.openings
        ]
        text = (
            "No package passes at the likely values. A blocking set is a smallest group whose demands "
            "together leave no package."
        )
        return [Paragraph(words=words(text)), Bullets(items=tuple(items))]
    alone = [names[0] for names in base.stoppers if len(names) == 1]
    sets = [names for names in base.stoppers if len(names) > 1]
    items = []
    if alone:
        items.append(
            words("Alone: ", joined(words(name(n)) for n in sorted(given.case.named(a) for a in alone)))
        )
    items += [words("Only together: ", given.names.actors(names)) for names in sets]
    return [
        Paragraph(
            words=words("These could stop every package of the zone by refusing it, at the likely values.")
        ),
        Bullets(items=tuple(items)) if items else Paragraph(words=words("Nobody could.")),
    ]


def _kept_out(given: Given, base: Blocking, packages: int) -> list[Block]:
    kept = sorted(base.kept_out, key=lambda k: (-k.count, given.case.named(k.actor)))
    if not any(k.count for k in kept):
        text = "No actor keeps out a package alone: whatever fails, fails to more than one."
        return [Paragraph(words=words(text))] if base.kept_out else []
    rows = []
    for k in kept:
        why = [
            words(_REASONS.get(reason, reason), " ", muted(f"({count(n).text})")) for reason, n in k.by if n
        ]
        rows.append(
            Row(
                cells=(
                    given.names.actor(k.actor),
                    words(count(k.count)),
                    words(share(k.count / packages)),
                    joined(why, "; "),
                )
            )
        )
    columns = (
        Column(title=words("Actor")),
        Column(title=words("Packages"), numeric=True),
        Column(title=words("Of all"), numeric=True),
        Column(title=words("Why it refuses them (several may hold at once)")),
    )
    return [
        Table(
            caption=words("Packages that fail only for the want of one yes"),
            columns=columns,
            rows=tuple(rows),
        )
    ]


def _exits(given: Given, exits: Sequence[ExitEffect], packages: int) -> Table:
    rows = []
    credibility = {f"exit_threats.{t.actor}.credibility": t.credibility for t in given.case.exit_threats}
    for effect in exits:
        number = credibility.get(effect.credibility) or credibility.get(
            f"exit_threats.{effect.actor}.credibility"
        )
        basis = given.evidence.basis(number) if number else ()
        both = (effect.odds_carried_out, effect.odds_not_carried_out)
        odds = [words(chance(o)) if o is not None else words(muted("no package")) for o in both]
        rows.append(
            Row(
                cells=(
                    given.names.actor(effect.actor),
                    basis,
                    words(count(effect.carried_out)),
                    words(count(effect.not_carried_out)),
                    odds[0],
                    odds[1],
                )
            )
        )
    titles = (
        "Who threatens to leave",
        "Basis",
        "Packages that pass if carried out",
        "Packages that pass if not",
        "Odds of the best package if carried out",
        "Odds of the best package if not",
    )
    columns = tuple(Column(title=words(t), numeric=k > 1) for k, t in enumerate(titles))
    caption = words(
        "Threats to leave: a threat is not a vote, but it changes the sums (of ",
        count(packages),
        " packages)",
    )
    return Table(caption=caption, columns=columns, rows=tuple(rows), wide=True)


def _pivotal(given: Given, found: Sequence[tuple[str, Blockers]]) -> Chart:
    """How often each yes decides, under every estimate, in the order of the first."""
    by_label = {label: {p.actor: p for p in result.readings[0].pivotal} for label, result in found}
    first = next(iter(by_label.values()))
    actors = sorted(first, key=lambda a: (-first[a].observed.share, given.case.named(a)))
    rows, drawn = [], []
    for actor in actors:
        cells = [given.names.actor(actor)]
        for label, shares in by_label.items():
            if actor not in shares:
                cells.append(words(muted("not asked")))
                continue
            seen = shares[actor].observed
            cells.append(words(chance(seen)))
            low, high = seen.share - 2 * seen.error, seen.share + 2 * seen.error
            drawn.append(Dot(label=given.case.named(actor), value=seen.share, low=low, high=high, kind=label))
        rule = (share(float(first[actor].banzhaf)), share(float(first[actor].shapley)))
        rows.append(Row(cells=(*cells, *(words(part) for part in rule))))
    columns = (
        Column(title=words("Actor")),
        *(
            Column(title=words("Its no alone stops the deal: ", name(label)), numeric=True)
            for label in by_label
        ),
        Column(title=words("Banzhaf share of the rule"), numeric=True),
        Column(title=words("Shapley-Shubik share of the rule"), numeric=True),
    )
    table = Table(caption=words("How often one yes decides"), columns=columns, rows=tuple(rows))
    description = (
        "Over the draws and the packages with the best odds: how often the no of this actor alone stops a "
        "deal that all others who are asked would let pass; with two standard errors either way. It turns on "
        "which packages have the best odds, and is no measure of fault."
    )
    title = "How often one yes decides"
    told = Told(id="pivotal", title=title, description=description, table=table)
    return dots(told, drawn, axis="share of draws and packages", kinds=list(by_label), whole=False)


def _by_reading(given: Given, result: Blockers) -> Table:
    rules = [
        key
        for key, _ in result.readings[0].readings
        if len({dict(r.readings)[key] for r in result.readings}) > 1
    ]
    rows = []
    for reading in result.readings:
        chosen = dict(reading.readings)
        told = [
            words(
                "deal" if key == "deal" else given.names.actor(key),
                ": ",
                given.names.reading(key, chosen[key]),
            )
            for key in rules
        ]
        if reading.count:
            sets = [core_words(given, names) for names in reading.stoppers]
        else:
            sets = [core_words(given, names) for names in reading.cores]
        rows.append(Row(cells=(joined(told, "; "), words(count(reading.count)), listed(sets, "; or "))))
    columns = (
        Column(title=words("Who has to say yes")),
        Column(title=words("Packages that pass"), numeric=True),
        Column(title=words("Smallest sets that block")),
    )
    caption = words("Blocking sets under each reading of a disputed rule; first the reading in use")
    return Table(
        caption=caption, columns=columns, rows=tuple(rows), folded=f"By reading of the rules ({len(rows)})"
    )
