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
    muted,
    name,
    words,
)
from detente.brief.charts import Dot, Told, dots
from detente.brief.given import Given
from detente.brief.phrases import chance, count, counted, share
from detente.brief.sections.zone import readings_words
from detente.brief.wording import apart, in_turn, tell, tell_plural, told_from
from detente.languages import mark, say

__all__ = ["blockers_section", "core_words"]

_REASONS = {
    # Translators: why an actor refuses packages: "it" is the actor; a number of packages follows.
    "reservation": mark("no deal is worth more to it"),
    # Translators: why an actor refuses packages; a number of packages follows.
    "red line": mark("a red line"),
    # Translators: why an actor refuses packages: "its" is the actor's; a number of packages follows.
    "exit": mark("its threat to leave"),
    # Translators: why a package fails: the actor's consent to it is needed; a number of packages follows.
    "consent": mark("a consent that it holds"),
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
            inner = (Fold(summary=tell("The same under {estimate}", estimate=name(label)), blocks=inner),)
        blocks += inner
        if order == 1 and any(blocking.readings[0].pivotal for _, blocking in found):
            blocks.append(_pivotal(given, found))
    return Section(id="blockers", title=say("Who blocks"), blocks=tuple(blocks))


def core_words(given: Given, names: Sequence[str]) -> Words:
    """A set of actors in words; infeasible combinations when it is empty."""
    return given.names.actors(names) if names else tell("combinations of options that cannot stand together")


def _estimate(given: Given, result: Blockers) -> list[Block]:
    base = result.readings[0]
    blocks: list[Block] = [*_sets(given, base), *_kept_out(given, base, result.packages)]
    if result.exits:
        blocks.append(_exits(given, result.exits, result.packages))
    if len(result.readings) > 1:
        blocks.append(_by_reading(given, result))
    if result.left_out:
        text = tell_plural(
            "{n} further combination of readings not answered here.",
            "{n} further combinations of readings not answered here.",
            result.left_out,
            n=counted(result.left_out).capitalize(),
        )
        blocks.append(Paragraph(words=text, style="small"))
    return blocks


def _sets(given: Given, base: Blocking) -> list[Block]:
    if base.count == 0:
        return _no_zone(given, base)
    alone = [names[0] for names in base.stoppers if len(names) == 1]
    sets = [names for names in base.stoppers if len(names) > 1]
    items = []
    if alone:
        names = in_turn([name(n) for n in sorted(given.case.named(a) for a in alone)])
        # Translators: actors that could each stop every package without the others.
        items.append(tell("Alone: {actors}", actors=names))
    # Translators: actors that could stop every package if all of them refuse it.
    items += [tell("Only together: {actors}", actors=given.names.actors(names)) for names in sets]
    return [
        Paragraph(
            words=tell("These could stop every package of the zone by refusing it, at the likely values.")
        ),
        # Translators: follows "These could stop every package of the zone by refusing it".
        Bullets(items=tuple(items)) if items else Paragraph(words=tell("Nobody could.")),
    ]


def _no_zone(given: Given, base: Blocking) -> list[Block]:
    """The sets that leave no package, and what a yes of some would open."""
    items = [tell("Blocking set: {actors}", actors=core_words(given, core)) for core in base.cores]
    items += [
        tell_plural(
            "With a yes from {actors} to every package, {n} package would pass",
            "With a yes from {actors} to every package, {n} packages would pass",
            opening.count,
            actors=given.names.actors(opening.actors),
            n=count(opening.count),
        )
        for opening in base.openings
    ]
    text = tell(
        "No package passes at the likely values. A blocking set is a smallest group whose demands "
        "together leave no package."
    )
    return [Paragraph(words=text), Bullets(items=tuple(items))]


def _kept_out(given: Given, base: Blocking, packages: int) -> list[Block]:
    kept = sorted(base.kept_out, key=lambda k: (-k.count, given.case.named(k.actor)))
    if not any(k.count for k in kept):
        text = tell("No actor keeps out a package alone: whatever fails, fails to more than one.")
        return [Paragraph(words=text)] if base.kept_out else []
    rows = []
    for k in kept:
        why = [
            words(told_from(_REASONS, reason), " ", muted(f"({count(n).text})")) for reason, n in k.by if n
        ]
        rows.append(
            Row(
                cells=(
                    given.names.actor(k.actor),
                    words(count(k.count)),
                    words(share(k.count / packages)),
                    apart(why),
                )
            )
        )
    columns = (
        Column(title=tell("Actor")),
        Column(title=tell("Packages"), numeric=True),
        # Translators: the share of these packages among all packages.
        Column(title=tell("Of all"), numeric=True),
        Column(title=tell("Why it refuses them (several may hold at once)")),
    )
    caption = tell("Packages that fail only for the want of one yes")
    return [Table(caption=caption, columns=columns, rows=tuple(rows))]


def _exits(given: Given, exits: Sequence[ExitEffect], packages: int) -> Table:
    rows = []
    credibility = {f"exit_threats.{t.actor}.credibility": t.credibility for t in given.case.exit_threats}
    for effect in exits:
        number = credibility.get(effect.credibility) or credibility.get(
            f"exit_threats.{effect.actor}.credibility"
        )
        basis = given.evidence.basis(number) if number else ()
        both = (effect.odds_carried_out, effect.odds_not_carried_out)
        odds = [words(chance(o)) if o is not None else words(muted(say("no package"))) for o in both]
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
        tell("Who threatens to leave"),
        # Translators: what the number rests on: evidence or an assumption.
        tell("Basis"),
        tell("Packages that pass if carried out"),
        tell("Packages that pass if not"),
        tell("Odds of the best package if carried out"),
        tell("Odds of the best package if not"),
    )
    columns = tuple(Column(title=title, numeric=k > 1) for k, title in enumerate(titles))
    # Translators: "the sums": how many packages pass; {n} is the number of all packages.
    caption = tell_plural(
        "Threats to leave: a threat is not a vote, but it changes the sums (of {n} package)",
        "Threats to leave: a threat is not a vote, but it changes the sums (of {n} packages)",
        packages,
        n=count(packages),
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
                cells.append(words(muted(say("not asked"))))
                continue
            seen = shares[actor].observed
            cells.append(words(chance(seen)))
            low, high = seen.share - 2 * seen.error, seen.share + 2 * seen.error
            drawn.append(Dot(label=given.case.named(actor), value=seen.share, low=low, high=high, kind=label))
        rule = (share(float(first[actor].banzhaf)), share(float(first[actor].shapley)))
        rows.append(Row(cells=(*cells, *(words(part) for part in rule))))
    columns = (
        Column(title=tell("Actor")),
        # Translators: "its no": the no of the actor named in the row.
        *(
            Column(title=tell("Its no alone stops the deal: {estimate}", estimate=name(label)), numeric=True)
            for label in by_label
        ),
        # Translators: "the rule" is the approval rule; Banzhaf and Shapley-Shubik are indices of power.
        Column(title=tell("Banzhaf share of the rule"), numeric=True),
        Column(title=tell("Shapley-Shubik share of the rule"), numeric=True),
    )
    told = Told(
        id="pivotal",
        title=say("How often one yes decides"),
        description=say(
            "Over the draws and the packages with the best odds: how often the no of this actor alone stops "
            "a deal that all others who are asked would let pass; with two standard errors either way. It "
            "turns on which packages have the best odds, and is no measure of fault."
        ),
        table=Table(caption=tell("How often one yes decides"), columns=columns, rows=tuple(rows)),
    )
    axis = say("share of draws and packages")
    return dots(told, drawn, axis=axis, kinds=list(by_label), whole=False)


def _by_reading(given: Given, result: Blockers) -> Table:
    rules = [
        key
        for key, _ in result.readings[0].readings
        if len({dict(r.readings)[key] for r in result.readings}) > 1
    ]
    rows = []
    for reading in result.readings:
        sets = reading.stoppers if reading.count else reading.cores
        rows.append(
            Row(
                cells=(
                    readings_words(given, dict(reading.readings), rules),
                    words(count(reading.count)),
                    _either([core_words(given, names) for names in sets]),
                )
            )
        )
    columns = (
        Column(title=tell("Who has to say yes")),
        Column(title=tell("Packages that pass"), numeric=True),
        Column(title=tell("Smallest sets that block")),
    )
    return Table(
        caption=tell("Blocking sets under each reading of a disputed rule; first the reading in use"),
        columns=columns,
        rows=tuple(rows),
        folded=say("By reading of the rules ({count})", count=len(rows)),
    )


def _either(sets: Sequence[Words]) -> Words:
    """Sets of actors as alternatives."""
    if len(sets) < 2:
        return words(*sets)
    # Translators: sets of actors, each such as "Delta and Forest Cantons"; the last is told after "or".
    return tell("{rest}; or {last}", rest=in_turn(sets[:-1]), last=sets[-1])
