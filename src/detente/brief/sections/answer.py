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
    muted,
    name,
    said,
    strong,
    words,
)
from detente.brief.given import Given
from detente.brief.phrases import chance, count, date, share
from detente.brief.sections.blocking import core_words
from detente.brief.sections.bridging_words import hinge_words
from detente.brief.wording import apart, in_turn, tell, tell_as, tell_plural
from detente.languages import say

__all__ = ["answer"]


def answer(given: Given) -> Section:
    """One paragraph, the same three answers under each estimate, and what the brief cannot know."""
    zone = given.need(Zone, "zone(space)", "answer")
    odds = given.need(Odds, "odds(space)", "answer")
    lead = [_deal(given, zone, odds), *_sentence(given, given.case.scenario), *_beside(given)]
    blocks: list[Block] = [
        Paragraph(words=in_turn(lead, " "), style="lead"),
        Paragraph(
            words=tell(
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
        blocks.append(Fold(summary=tell("Notes on this case"), blocks=(notes,)))
    return Section(id="answer", title=say("The answer in brief"), blocks=tuple(blocks))


def _deal(given: Given, zone: Zone, odds: Odds) -> Words:
    label = given.label(given.case.scenario)
    estimate = f"{label[:1].lower()}{label[1:]}" if len(given.scenarios) > 1 else ""
    if zone.count:
        lead = (
            # Translators: {estimate} names the estimate, such as "base estimate" or "a wet year".
            say("There is a zone ({estimate}):", estimate=estimate) if estimate else say("There is a zone:")
        )
        # Translators: {lead} is "There is a zone:".
        head = tell_plural(
            "{lead} {n} of {all} packages passes at the likely values.",
            "{lead} {n} of {all} packages pass at the likely values.",
            zone.count,
            lead=strong(lead),
            n=count(zone.count),
            all=count(zone.packages),
        )
    else:
        lead = (
            say("No package passes ({estimate})", estimate=estimate) if estimate else say("No package passes")
        )
        # Translators: {lead} is "No package passes"; {all} packages are possible.
        head = tell("{lead} at the likely values, of {all}.", lead=strong(lead), all=count(zone.packages))
    # Translators: some one package, not always the same, passes in that share of the draws.
    return in_turn([head, tell("Some package passes in {share} of the draws.", share=chance(odds.any))], " ")


def _beside(given: Given) -> list[Words]:
    """How many packages pass under each other estimate."""
    zones, odds = given.by_estimate(Zone), dict(given.by_estimate(Odds))
    told = []
    for label, zone in zones[1:]:
        lead, passing = strong(say("Under {estimate}:", estimate=label)), count(zone.count)
        if label not in odds:
            told.append(
                tell_plural("{lead} {n} passes.", "{lead} {n} pass.", zone.count, lead=lead, n=passing)
            )
            continue
        told.append(
            # Translators: {lead} is "Under" and an estimate; {n} packages pass at its likely values.
            tell_plural(
                "{lead} {n} passes, some package in {share} of the draws.",
                "{lead} {n} pass, some package in {share} of the draws.",
                zone.count,
                lead=lead,
                n=passing,
                share=chance(odds[label].any),
            )
        )
    return told


def _sentence(given: Given, scenario: str) -> list[Words]:
    found = []
    blockers = given.one(Blockers, scenario)
    if blockers is not None:
        found.append(words(strong(say("Who blocks:")), " ", _blocks(given, blockers), "."))
    bridges = given.one(Bridges, scenario)
    if bridges is not None and bridges.best:
        found.append(words(strong(say("What would bridge it:")), " ", _bridges(given, bridges), "."))
    return found


def _bridges(given: Given, result: Bridges) -> Words:
    best = result.best[0]
    if not result.passing:
        # Translators: {who} are actors; {n} is their number.
        return tell_plural(
            "no package passes in any draw; in the closest, {who} says no",
            "no package passes in any draw; in the closest, {who} say no",
            len(best.noes),
            who=given.names.actors(best.noes),
        )
    found = [
        tell("the package with the best odds passes in {share} of the draws", share=chance(best.package.odds))
    ]
    if best.text:
        text = said(given.case.proposal(best.text).name)
        found.append(
            # Translators: "it" is the package with the best odds; {text} is a proposal.
            tell_plural(
                "it changes {n} issue of {text}",
                "it changes {n} issues of {text}",
                len(best.changes),
                text=text,
            )
            if best.changes
            else tell("it completes {text} and changes nothing in it", text=text)
        )
    if best.text and best.changes:
        found += _as_it_stands(result, best.text)
    return apart(found)


def _as_it_stands(result: Bridges, text: str) -> list[Words]:
    """The odds of a text without changes, and with the changes that help most where they tell."""
    steps = next((t.steps for t in result.texts if t.text == text), ())
    own = next((s for s in steps if not s.changes), None)
    top = max(steps, key=lambda s: (s.package.odds.share, -len(s.changes)), default=None)
    if own is None or top is None:
        return []
    share = chance(own.package.odds)
    if top.package.odds.share <= own.package.odds.share + 2 * top.package.odds.error:
        return [tell("that text as it stands passes in {share}", share=share)]
    return [
        # Translators: both shares are of the draws.
        tell_plural(
            "that text as it stands passes in {share}, with {n} change in {more}",
            "that text as it stands passes in {share}, with {n} changes in {more}",
            len(top.changes),
            share=share,
            more=chance(top.package.odds),
        )
    ]


def _hinge(given: Given, result: Bridges | None) -> Words:
    if result is None or not result.best:
        return words(muted(say("not asked")))
    best = result.best[0]
    if not best.hinges:
        return words(muted(say("nothing: it passes always or never")))
    return hinge_words(given, best.hinges[0])


def _blocks(given: Given, result: Blockers) -> Words:
    base = result.readings[0]
    observed = {p.actor: p.observed for p in base.pivotal}
    top = max(base.pivotal, key=lambda p: (p.observed.share, given.case.named(p.actor)), default=None)
    if base.count == 0:
        sets = _either([core_words(given, core) for core in base.cores])
        # Translators: {sets} are actors: "A, B; or C", each set of which leaves no package.
        return tell("the demands of {sets} together leave no package", sets=sets)
    alone = [names[0] for names in base.stoppers if len(names) == 1]
    found = [
        tell_plural(
            "{who} could stop every deal alone",
            "{who} could each stop every deal alone",
            len(alone),
            who=given.names.actors(alone),
        )
        if alone
        else tell("nobody could stop every deal alone")
    ]
    if top is not None and top.observed.share > 0:
        found.append(
            # Translators: whose approval is missing most often; in {share} of the draws it alone is.
            tell(
                "the yes missing most often: {who} (alone in {share} of the draws on the best packages)",
                who=given.names.actor(top.actor),
                share=chance(observed[top.actor]),
            )
        )
    return apart(found)


def _either(sets: list[Words]) -> Words:
    """Sets of actors, of which any one is enough."""
    if len(sets) < 2:
        return words(*sets)
    # Translators: sets of actors, each a list of its own.
    return tell("{sets}; or {last}", sets=in_turn(sets[:-1]), last=sets[-1])


def _table(given: Given) -> Table:
    columns = [tell_as("head of a column", "Question")]
    zones, odds = dict(given.by_estimate(Zone)), dict(given.by_estimate(Odds))
    blockers = dict(given.by_estimate(Blockers))
    columns += [words(name(label)) for label in zones]
    rows = [
        Row(cells=(tell("Is there a deal?"), *(_yes(zones[k]) for k in zones))),
        Row(cells=(tell("In what share of the draws?"), *(_spread(odds.get(k)) for k in zones))),
    ]
    if blockers:
        cells = (
            _blocks(given, blockers[k]) if k in blockers else words(muted(say("not asked"))) for k in zones
        )
        rows.append(Row(cells=(tell("Who blocks?"), *cells)))
    bridges = dict(given.by_estimate(Bridges))
    if bridges:
        told = (
            (
                _bridges(given, bridges[k])
                if k in bridges and bridges[k].best
                else words(muted(say("not asked")))
            )
            for k in zones
        )
        rows.append(Row(cells=(tell("What would bridge it?"), *told)))
        rows.append(
            Row(cells=(tell("What does that hang on?"), *(_hinge(given, bridges.get(k)) for k in zones)))
        )
    if any(zone.signable is not None for zone in zones.values()):
        cells = (_signable(zones[k]) for k in zones)
        rows.append(Row(cells=(tell("Could it be signed at once?"), *cells)))
    heads = tuple(Column(title=head) for head in columns)
    return Table(caption=tell("The answer under each estimate"), columns=heads, rows=tuple(rows))


def _yes(zone: Zone) -> Words:
    if zone.count == 0:
        return tell("No package passes at the likely values")
    return tell_plural(
        "Yes: {n} package ({share}) at the likely values",
        "Yes: {n} packages ({share}) at the likely values",
        zone.count,
        n=count(zone.count),
        share=share(zone.share),
    )


def _spread(odds: Odds | None) -> Words:
    if odds is None:
        return words(muted(say("not asked")))
    # Translators: the answer to "In what share of the draws?".
    found = [tell("Some package in {share}", share=chance(odds.any))]
    if odds.best:
        found.append(tell("the best single package in {share}", share=chance(odds.best[0].odds)))
    return apart(found)


def _signable(zone: Zone) -> Words:
    if zone.signable is None:
        return words(muted(say("no mandate is stated")))
    if zone.signable == 0:
        return tell("No: no package of the zone lies inside every mandate")
    return tell_plural(
        "{n} package of the zone lies inside every mandate",
        "{n} packages of the zone lie inside every mandate",
        zone.signable,
        n=count(zone.signable),
    )


def _limits(given: Given) -> Words:
    case = given.case
    told: list[Words] = [words(strong(say("What this cannot know.")))]
    days = sorted(report.published for report in case.reports if report.published)
    if case.invented:
        told.append(tell("This negotiation is invented."))
    elif len(days) == 1:
        told.append(
            tell(
                "It rests on one report published on {day}; what was said in closed rooms is not in it.",
                day=date(days[0]),
            )
        )
    elif days:
        told.append(
            tell_plural(
                "It rests on {n} report published between {first} and {last}; what was said in closed rooms "
                "is not in it.",
                "It rests on {n} reports published between {first} and {last}; what was said in closed rooms "
                "is not in it.",
                len(days),
                first=date(days[0]),
                last=date(days[-1]),
            )
        )
    told.append(
        tell(
            "Every number is a single value, as the annex gives it, so that no uncertainty shows; how far "
            "these numbers are from what each side wanted is not known."
        )
        if all(number.fixed for _, number in case.numbers())
        else tell(
            "What each side would settle for is nowhere reported: weights, scores and reservations are "
            "ranges, marked as assumptions wherever they show. Every result is told with the share of those "
            "assumptions under which it holds."
        )
    )
    return in_turn(told, " ")
