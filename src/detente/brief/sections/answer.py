"""The answer on top: is there a deal, who blocks it, what would bridge it; each with its uncertainty."""

from detente.analysis.blockers import Blockers
from detente.analysis.bridge import Bridges
from detente.analysis.odds import Odds
from detente.analysis.zone import Zone
from detente.brief.blocks import (
    Block,
    Bullets,
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
    said,
    strong,
    words,
)
from detente.brief.given import Given
from detente.brief.phrases import chance, count, date, plural, share
from detente.brief.sections.blocking import core_words
from detente.brief.sections.bridging import hinge_words

__all__ = ["answer"]


def answer(given: Given) -> Section:
    """One paragraph, the same three answers under each estimate, and what the brief cannot know."""
    zone = given.need(Zone, "zone(space)", "answer")
    odds = given.need(Odds, "odds(space)", "answer")
    lead = [_deal(given, zone, odds), *_sentence(given, given.case.scenario), *_beside(given)]
    blocks: list[Block] = [
        Paragraph(words=joined(lead, " "), style="lead"),
        Paragraph(
            words=words(
                "A package settles every issue. The zone holds the packages that everyone who has to agree "
                "would pass. Odds are the share of draws from the stated ranges in which a package passes; "
                "they are not a forecast."
            ),
            style="small",
        ),
        _table(given),
        Paragraph(words=_limits(given), style="note"),
    ]
    if given.case.notes:
        notes = Bullets(items=tuple(words(said(note)) for note in given.case.notes))
        blocks.append(Fold(summary=words("Notes on this case"), blocks=(notes,)))
    return Section(id="answer", title="The answer in brief", blocks=tuple(blocks))


def _deal(given: Given, zone: Zone, odds: Odds) -> Words:
    label = given.label(given.case.scenario)
    under = f" ({label[:1].lower()}{label[1:]})" if len(given.scenarios) > 1 else ""
    if zone.count:
        passing = words(count(zone.count), " of ", count(zone.packages), " packages pass")
        head = words(strong(f"There is a zone{under}:"), " ", passing, " at the likely values.")
    else:
        head = words(
            strong(f"No package passes{under}"), " at the likely values, of ", count(zone.packages), "."
        )
    return words(head, " Some package passes in ", chance(odds.any), " of the draws.")


def _beside(given: Given) -> list[Words]:
    """How many packages pass under each other estimate."""
    zones, odds = given.by_estimate(Zone), dict(given.by_estimate(Odds))
    told = []
    for label, zone in zones[1:]:
        draws = words(", some package in ", chance(odds[label].any), " of the draws") if label in odds else ()
        told.append(words(strong(f"Under {label}:"), " ", count(zone.count), " pass", draws, "."))
    return told


def _sentence(given: Given, scenario: str) -> list[Words]:
    found = []
    blockers = given.one(Blockers, scenario)
    if blockers is not None:
        found.append(words(strong("Who blocks:"), " ", _blocks(given, blockers), "."))
    bridges = given.one(Bridges, scenario)
    if bridges is not None and bridges.best:
        found.append(words(strong("What would bridge it:"), " ", _bridges(given, bridges), "."))
    return found


def _bridges(given: Given, result: Bridges) -> Words:
    best = result.best[0]
    if not result.passing:
        return words(
            "no package passes in any draw; in the closest, ", given.names.actors(best.noes), " say no"
        )
    found = words("the package with the best odds passes in ", chance(best.package.odds), " of the draws")
    if not best.text:
        return found
    text = said(given.case.proposal(best.text).name)
    if best.changes:
        found = words(found, "; it changes ", plural(len(best.changes), "issue"), " of ", text)
    else:
        found = words(found, "; it completes ", text, " and changes nothing in it")
    steps = next((t.steps for t in result.texts if t.text == best.text), ())
    own = next((s for s in steps if not s.changes), None)
    top = max(steps, key=lambda s: (s.package.odds.share, -len(s.changes)), default=None)
    if own is None or top is None or not best.changes:
        return found
    found = words(found, "; that text as it stands passes in ", chance(own.package.odds))
    if top.package.odds.share > own.package.odds.share + 2 * top.package.odds.error:
        return words(found, ", with ", plural(len(top.changes), "change"), " in ", chance(top.package.odds))
    return found


def _hinge(given: Given, result: Bridges | None) -> Words:
    if result is None or not result.best:
        return words(muted("not asked"))
    best = result.best[0]
    if not best.hinges:
        return words(muted("nothing: it passes always or never"))
    return hinge_words(given, best.hinges[0])


def _blocks(given: Given, result: Blockers) -> Words:
    base = result.readings[0]
    observed = {p.actor: p.observed for p in base.pivotal}
    top = max(base.pivotal, key=lambda p: (p.observed.share, given.case.named(p.actor)), default=None)
    tail: Words = ()
    if top is not None and top.observed.share > 0:
        tail = words(
            "; the yes missing most often: ",
            given.names.actor(top.actor),
            " (alone in ",
            chance(observed[top.actor]),
            " of the draws on the best packages)",
        )
    if base.count == 0:
        sets = listed([core_words(given, core) for core in base.cores], "; or ")
        return words("the demands of ", sets, " together leave no package")
    alone = [names[0] for names in base.stoppers if len(names) == 1]
    if alone:
        return words(given.names.actors(alone), " could each stop every deal alone", tail)
    return words("nobody could stop every deal alone", tail)


def _table(given: Given) -> Table:
    columns = [words("Question")]
    zones, odds = dict(given.by_estimate(Zone)), dict(given.by_estimate(Odds))
    blockers = dict(given.by_estimate(Blockers))
    columns += [words(name(label)) for label in zones]
    rows = [
        Row(cells=(words("Is there a deal?"), *(_yes(zones[k]) for k in zones))),
        Row(cells=(words("In what share of the draws?"), *(_spread(odds.get(k)) for k in zones))),
    ]
    if blockers:
        cells = (_blocks(given, blockers[k]) if k in blockers else words(muted("not asked")) for k in zones)
        rows.append(Row(cells=(words("Who blocks?"), *cells)))
    bridges = dict(given.by_estimate(Bridges))
    if bridges:
        told = (
            (_bridges(given, bridges[k]) if k in bridges and bridges[k].best else words(muted("not asked")))
            for k in zones
        )
        rows.append(Row(cells=(words("What would bridge it?"), *told)))
        rows.append(
            Row(cells=(words("What does that hang on?"), *(_hinge(given, bridges.get(k)) for k in zones)))
        )
    if any(zone.signable is not None for zone in zones.values()):
        cells = (_signable(zones[k]) for k in zones)
        rows.append(Row(cells=(words("Could it be signed at once?"), *cells)))
    heads = tuple(Column(title=head) for head in columns)
    return Table(caption=words("The answer under each estimate"), columns=heads, rows=tuple(rows))


def _yes(zone: Zone) -> Words:
    if zone.count == 0:
        return words("No package passes at the likely values")
    return words("Yes: ", count(zone.count), " packages (", share(zone.share), ") at the likely values")


def _spread(odds: Odds | None) -> Words:
    if odds is None:
        return words(muted("not asked"))
    best = words("; the best single package in ", chance(odds.best[0].odds)) if odds.best else ()
    return words("Some package in ", chance(odds.any), best)


def _signable(zone: Zone) -> Words:
    if zone.signable is None:
        return words(muted("no mandate is stated"))
    if zone.signable == 0:
        return words("No: no package of the zone lies inside every mandate")
    return words(count(zone.signable), " packages of the zone lie inside every mandate")


def _limits(given: Given) -> Words:
    case = given.case
    told: list[Words] = [words(strong("What this cannot know."))]
    if case.invented:
        told.append(words("This negotiation is invented."))
    days = sorted(report.published for report in case.reports if report.published)
    if days and not case.invented:
        span = f"between {date(days[0])} and {date(days[-1])}" if len(days) > 1 else f"on {date(days[0])}"
        told.append(
            words(
                f"It rests on {plural(len(days), 'report')} published {span}; what was said in closed "
                "rooms is not in it."
            )
        )
    if all(number.fixed for _, number in case.numbers()):
        told.append(
            words(
                "Every number is a single value, as the annex gives it, so that no uncertainty shows; how "
                "far these numbers are from what each side wanted is not known."
            )
        )
    else:
        told.append(
            words(
                "What each side would settle for is nowhere reported: weights, scores and reservations are "
                "ranges, marked as assumptions wherever they show. Every result is told with the share of "
                "those assumptions under which it holds."
            )
        )
    return joined(told, " ")
