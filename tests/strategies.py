"""Hypothesis generators: ids of several scripts, dates, ranges, rules, issues, preferences, whole cases.

Cases are valid by construction: a package of the first options is never refused, likely weights sum to 1,
nothing is known before it happened. `cases()` is small (two or three parties and issues) and uses every part
of a case now and then.
"""

import datetime as dt
import unicodedata
from dataclasses import replace

from hypothesis import strategies as st

from detente.case.history import (
    Account,
    Contradiction,
    Deadline,
    Event,
    Figure,
    Precedent,
    Proposal,
    Response,
)
from detente.case.model import (
    ROLES,
    Actor,
    Case,
    Change,
    Constraint,
    Issue,
    Lever,
    Option,
    Party,
    Ratifier,
    Scenario,
)
from detente.case.preferences import DatedRange, Interaction, Preferences, Range, RedLine
from detente.case.procedure import (
    Approval,
    AtLeast,
    Consent,
    ExitThreat,
    Influence,
    Mandate,
    Quota,
    Reading,
    Says,
)
from detente.case.ranges import SMALLEST
from detente.record.stance import Stance
from detente.record.statement import ACTS, IDENTIFIED, STANCES, Statement
from detente.sources.document import Document
from detente.sources.span import Span, digest
from detente.sources.when import When

AWKWARD = ("NO", "yes", "on", "null", "true", "012", "10", "1:10", "1e5", "0x1F", "2024-07-03", "n")
ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "ابتثجحخدذرز", "אבגדהוזחטי", "абвгдежзик", "北京上海东西南")


def told(number):
    """The number, or 0 where it is nearer to 0 than a case may tell."""
    return number + 0.0 if abs(number) >= SMALLEST else 0.0


shares = st.floats(0, 1).map(told)
amounts = st.floats(-1e9, 1e9).map(told)
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
names = texts.filter(lambda text: bool(text.strip()))
days = st.dates(dt.date(1950, 1, 1), dt.date(2049, 12, 31))


@st.composite
def _word(draw):
    letters = draw(st.sampled_from(ALPHABETS))
    text = draw(st.text(letters + "0123456789_-", min_size=1, max_size=8))
    return unicodedata.normalize("NFC", draw(st.sampled_from(letters)) + text)


ids = st.one_of(_word(), st.sampled_from(AWKWARD))
"""Ids of several scripts, some of which look like numbers, dates or truth values."""


def distinct_ids(low: int, high: int):
    """A list of distinct ids."""
    return st.lists(ids, min_size=low, max_size=high, unique=True)


@st.composite
def whens(draw):
    """Dates in all the forms that reports give."""
    day = draw(days)
    form = draw(st.sampled_from(["{d}", "{d:%Y-%m}", "{d:%Y}", "by {d}", "{d}/{e}", "by {d:%Y-%m}"]))
    return When.parse(form.format(d=day, e=day + dt.timedelta(days=draw(st.integers(0, 400)))))


@st.composite
def ranges(draw, low=0.0, high=1.0, *, likely=None, evidence=(), based=True):
    """A range between two bounds; `based`: with evidence or an assumption."""
    if likely is None:
        likely = told(draw(st.floats(low, high)))
    below, above = draw(shares), draw(shares)
    if draw(st.booleans()):
        below = above = 0.0
    cited = tuple(draw(st.lists(st.sampled_from(evidence), max_size=2, unique=True))) if evidence else ()
    assumption = (
        "" if cited and draw(st.booleans()) else draw(st.sampled_from(["a guess", "read so", "x: y"]))
    )
    return Range(
        low=told(max(float(low), likely - below * (likely - low))),
        likely=likely,
        high=told(min(float(high), likely + above * (high - likely))),
        evidence=cited if based else (),
        assumption=assumption if based else "",
        driver=draw(st.sampled_from(["", "", "", "resolve", "לחץ"])),
    )


@st.composite
def issues(draw, name="issue"):
    """An issue with one to four options, now and then a numeric range."""
    if draw(st.integers(0, 4)) == 0:
        step = draw(st.integers(1, 30))
        count = draw(st.integers(4, 7))
        values = [10 + step * number for number in range(count)]
        options = tuple(Option(id=str(value), name=str(value), value=float(value)) for value in values)
        return Issue(id=name, name=draw(names), options=options, ordered=True, unit=draw(texts))
    options = tuple(
        Option(
            id=option,
            name=draw(names),
            note=draw(texts),
            value=draw(st.none() | amounts),
            available=number == 0 or draw(st.booleans()),
            pax=tuple(draw(st.lists(names, max_size=1))),
        )
        for number, option in enumerate(draw(distinct_ids(1, 4)))
    )
    return Issue(
        id=name,
        name=draw(names),
        question=draw(texts),
        options=options,
        ordered=draw(st.booleans()),
        if_silent=draw(st.sampled_from(["", options[0].id])),
        divisible=draw(st.booleans()),
        known=draw(st.none() | days),
    )


@st.composite
def options_of(draw, table, *, low=1, first=None):
    """Options of some issues: with the first of each (`first` True), without one of them (False), or any."""
    able = [issue for issue in table if first is not False or len(issue.options) > 1]
    chosen = draw(st.lists(st.sampled_from(able), min_size=low, max_size=2, unique_by=lambda issue: issue.id))
    pairs = []
    for issue in chosen:
        pool = [option.id for option in issue.options]
        if first is False:
            pool = pool[1:]
        some = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=3, unique=True))
        if first and pool[0] not in some:
            some.append(pool[0])
        pairs.append((issue.id, tuple(some)))
    return tuple(pairs)


def rules(actors):
    """A rule that names every one of these actors once."""
    actors = list(actors)
    if len(actors) == 1:
        return st.just(Says(actor=actors[0]))
    leaves = tuple(Says(actor=actor) for actor in actors)
    at_least = st.integers(1, len(actors)).map(lambda k: AtLeast(k=k, rules=leaves))
    seats = st.lists(st.integers(1, 60), min_size=len(actors), max_size=len(actors))
    quota = seats.flatmap(
        lambda held: st.builds(
            Quota,
            seats=st.just(tuple(zip(actors, held, strict=True))),
            need=st.integers(1, sum(held)),
            leavers=st.sampled_from(["stay", "shrink"]),
        )
    )
    nested = st.tuples(rules(actors[:1]), rules(actors[1:])).map(lambda parts: AtLeast(k=2, rules=parts))
    return st.one_of(at_least, quota, nested)


@st.composite
def approvals(draw, actors):
    """One or two readings, the first of which hears every actor."""
    first = Reading(id=draw(st.sampled_from(["only", "main"])), rule=draw(rules(actors)), base=True)
    if draw(st.booleans()):
        return Approval(readings=(first,))
    some = draw(st.lists(st.sampled_from(actors), min_size=1, unique=True))
    other = Reading(id="other", rule=draw(rules(some)), note=draw(texts), assumption=draw(texts))
    return Approval(readings=(first, other))


@st.composite
def preferences(draw, actor, table, *, evidence=(), based=True):
    """What an actor wants over these issues, as numbers or as rankings."""
    measure = draw(st.sampled_from(["share", "share", "points"]))
    scores, score_order, free = [], [], []
    for issue in table:
        if draw(st.integers(0, 4)) == 0:
            pool = [option.id for option in issue.options]
            score_order.append((issue.id, tuple((option,) for option in pool)))
            continue
        likely = [draw(shares) for _ in issue.options]
        if issue.ordered and draw(st.booleans()):
            free.append(issue.id)
        elif issue.ordered:
            likely.sort(reverse=draw(st.booleans()))
        numbers = [draw(ranges(likely=value, evidence=evidence, based=based)) for value in likely]
        pairs = zip(issue.options, numbers, strict=True)
        scores.append((issue.id, tuple((option.id, number) for option, number in pairs)))
    ranked = draw(st.integers(0, 4)) == 0
    return Preferences(
        actor=actor,
        measure=measure,
        basis=draw(st.sampled_from(["estimate", "judgement", "published"])),
        weights=() if ranked else draw(weights(table, evidence=evidence, based=based)),
        weight_order=tuple((issue.id,) for issue in table) if ranked else (),
        scores=tuple(scores),
        score_order=tuple(score_order),
        free_scores=tuple(free),
        interactions=draw(_interactions(table, evidence, based=based)),
        red_lines=draw(_red_lines(table, evidence, based=based)),
        reservation=draw(_reservations(evidence, based=based)),
        note=draw(texts),
    )


@st.composite
def weights(draw, table, *, evidence=(), based=True):
    """Weights whose likely values sum to 1."""
    parts = [draw(st.integers(0, 20)) for _ in table]
    parts[0] += 1
    return tuple(
        (issue.id, draw(ranges(likely=part / sum(parts), evidence=evidence, based=based)))
        for issue, part in zip(table, parts, strict=True)
    )


@st.composite
def _interactions(draw, table, evidence, *, based):
    return tuple(
        Interaction(
            id=name,
            when=draw(options_of(table)),
            adds=draw(ranges(-1, 1, evidence=evidence, based=based)),
            note=draw(texts),
        )
        for name in draw(distinct_ids(0, 2))
    )


@st.composite
def _red_lines(draw, table, evidence, *, based):
    if all(len(issue.options) == 1 for issue in table):
        return ()
    return tuple(
        RedLine(
            id=name,
            never=draw(options_of(table, first=False)),
            unless=draw(options_of(table, low=0)),
            holds=draw(ranges(evidence=evidence, based=based)),
        )
        for name in draw(distinct_ids(0, 2))
    )


@st.composite
def _reservations(draw, evidence, *, based):
    since = sorted(draw(st.sets(days, max_size=2)))
    starts = draw(st.sampled_from([[], [None], [None, *since], since]))
    return tuple(
        DatedRange(
            since=start,
            range=draw(ranges(-1, 2, evidence=evidence, based=based)),
            because=draw(texts),
        )
        for start in starts
    )


@st.composite
def _passages(draw, reports):
    """A passage of one of the reports, without its text, or None."""
    if not reports or draw(st.booleans()):
        return None
    start = draw(st.integers(0, 10**9))
    end = start + draw(st.integers(1, 10**6))
    return Span(document=reports[0], start=start, end=end, sha256=digest(str(start)))


@st.composite
def _past(draw, people, table):
    """Reports and what they tell, by section."""
    reports = tuple(
        Document(
            id=name,
            publisher=draw(texts),
            published=draw(st.none() | days),
            author=draw(texts),
            language=draw(st.sampled_from(["", "ar", "en"])),
            file=draw(texts),
            file_sha256=draw(st.sampled_from(["", digest(name)])),
        )
        for name in draw(distinct_ids(1, 3))
    )
    if draw(st.booleans()):
        reports = (*reports[:-1], replace(reports[-1], copy_of=reports[0].id))
    cited = [report.id for report in reports]
    evidence = st.lists(st.sampled_from(cited), max_size=2, unique=True).map(tuple)
    person = st.sampled_from(people)

    def dated():
        when = draw(whens())
        return {"date": when, "known": when.last + dt.timedelta(days=draw(st.integers(0, 90)))}

    def one(value):
        return (value,) if draw(st.booleans()) else ()

    issue = draw(st.sampled_from(table))
    option = draw(st.sampled_from(issue.options)).id
    account = Account(said_by=draw(names), says=draw(texts), terms=draw(options_of(table, low=0)))
    proposal = Proposal(
        id="p-1",
        name=draw(names),
        **dated(),
        by=draw(person),
        carried_by=(draw(person),),
        public=draw(st.booleans()),
        version=draw(texts),
        terms=draw(options_of(table, low=0, first=True)),
        accounts=one(account),
        evidence=draw(evidence),
    )
    response = Response(
        actor=draw(person),
        answer=draw(st.sampled_from(["accepts", "conditional", "rejects", "silent"])),
        version=proposal.version,
        note=draw(texts),
        date=When.on(proposal.date.last),
        known=proposal.known,
    )
    cites = draw(evidence)
    return {
        "reports": reports,
        "statements": one(
            Statement(
                id="s-1",
                reports=cites,
                holder=draw(person),
                relays=tuple(draw(st.lists(names, max_size=2))),
                identified=draw(st.sampled_from(["", *IDENTIFIED])),
                to=tuple(draw(st.lists(names, max_size=2))),
                act=draw(st.sampled_from(ACTS)),
                issue=issue.id,
                option=option,
                stance=draw(st.sampled_from(["", *STANCES])),
                condition=draw(texts),
                says=draw(texts),
                plan=draw(texts),
                value=draw(st.none() | amounts),
                unit=draw(texts),
                date_basis=draw(texts),
                span=draw(_passages(cites)),
                **dated(),
            )
        ),
        "stances": one(Stance(id="t-1", actor=draw(person), issue=issue.id, option=option, **dated())),
        "proposals": one(replace(proposal, responses=one(response))),
        "contradictions": one(Contradiction(id="c-1", topic=draw(names), accounts=(account,), **dated())),
        "events": one(Event(id="e-1", what=draw(texts), actors=(draw(person),), **dated())),
        "figures": one(Figure(id="f-1", series=draw(texts), value=told(draw(st.floats(0, 1e9))), **dated())),
        "precedents": one(Precedent(id="q-1", what=draw(texts), **dated(), evidence=draw(evidence))),
        "deadlines": one(Deadline(id="d-1", what=draw(texts), date=draw(whens()), known=draw(days))),
    }


@st.composite
def changes(draw, case):
    """A change that fits the case."""
    number = draw(
        st.one_of(
            shares,
            ranges().map(lambda held: (held.low, held.likely, held.high)),
            ranges(based=draw(st.booleans())),
        )
    )
    want = draw(st.sampled_from(case.preferences))
    paths = [("deal_rule", reading.id) for reading in (case.deal_rule.readings if case.deal_rule else ())]
    paths.append((f"preferences.{want.actor}.reservation", number))
    paths += [(f"preferences.{want.actor}.weights.{issue}", number) for issue, _ in want.weights]
    paths += [
        (f"preferences.{want.actor}.scores.{issue}.{option}", number)
        for issue, options in want.scores
        for option, _ in options
    ]
    paths += [(f"preferences.{want.actor}.red_lines.{line.id}.holds", number) for line in want.red_lines]
    paths += [(f"influences.{one.id}.in_force", draw(st.booleans())) for one in case.influences]
    paths += [
        (f"issues.{issue.id}.options.{option.id}.available", draw(st.booleans()))
        for issue in case.issues
        for option in issue.options
    ]
    paths += [
        (f"approval.{party.id}", reading.id) for party in case.parties for reading in party.approval.readings
    ]
    path, value = draw(st.sampled_from(paths))
    return Change(path=path, value=value, effort=told(draw(st.floats(0, 10))), source=draw(names))


@st.composite
def cases(draw, *, parties=(2, 3), table=(1, 3)):
    """A small valid case: two or three parties with up to three ratifiers each, one to three issues."""
    people = draw(distinct_ids(14, 14))
    sides, others, ratifiers = [], people[parties[1] : parties[1] + 2], []
    spare = people[parties[1] + 2 :]
    for side in people[: draw(st.integers(*parties))]:
        own = [spare.pop() for _ in range(draw(st.integers(0, 3)))] if len(spare) >= 3 else []
        ratifiers += [Ratifier(id=name, name=draw(names), party=side, note=draw(texts)) for name in own]
        principal = draw(st.sampled_from(own or [side]))
        approval = draw(approvals(own or [side]))
        sides.append(Party(id=side, name=draw(names), principal=principal, approval=approval))
    issue_ids = draw(distinct_ids(*table))
    agenda = tuple(draw(issues(name)) for name in issue_ids)
    actors = tuple(Actor(id=name, name=draw(names), role=draw(st.sampled_from(ROLES))) for name in others)
    used = [*(side.id for side in sides), *(r.id for r in ratifiers), *others]
    past = draw(_past(used, agenda))
    invented = draw(st.booleans())
    based = not invented or draw(st.booleans())
    evidence = [report.id for report in past["reports"]]
    voters = [r.id for r in ratifiers] or [side.id for side in sides]
    wanting = sorted(draw(st.lists(st.sampled_from(used), min_size=1, max_size=3, unique=True)))
    case = Case(
        id=draw(ids),
        title=draw(names),
        summary=draw(texts),
        invented=invented,
        notes=tuple(draw(st.lists(texts, max_size=2))),
        parties=tuple(sides),
        ratifiers=tuple(ratifiers),
        actors=actors,
        deal_rule=draw(st.none() | approvals([side.id for side in sides])),
        issues=agenda,
        constraints=draw(_constraints(agenda)),
        preferences=tuple(
            draw(preferences(name, agenda, evidence=evidence, based=based)) for name in wanting
        ),
        **draw(_pressure(voters, used, agenda, evidence, based=based)),
        **past,
    )
    return draw(_with_changes(case))


@st.composite
def _with_changes(draw, case):
    changed = tuple(
        Scenario(id=name, name=draw(names), changes=tuple(draw(st.lists(changes(case), max_size=2))))
        for name in sorted(draw(distinct_ids(0, 2)))
    )
    levers = tuple(
        Lever(id=name, name=draw(names), changes=(draw(changes(case)),), assumption=draw(names))
        for name in draw(distinct_ids(0, 1))
    )
    dated = (case.statements, case.stances, case.proposals, case.events, case.figures, case.precedents)
    last = max([item.known for items in (*dated, case.contradictions) for item in items], default=None)
    return case.with_(scenarios=changed, levers=levers, as_of=draw(st.none() | st.just(last)))


@st.composite
def _constraints(draw, agenda):
    if all(len(issue.options) == 1 for issue in agenda):
        return ()
    return tuple(
        Constraint(id=name, never=draw(options_of(agenda, first=False)), note=draw(texts))
        for name in draw(distinct_ids(0, 2))
    )


@st.composite
def _pressure(draw, voters, people, agenda, evidence, *, based):
    """Mandates are left to the cases by hand; exit threats, consents and influences are drawn."""
    share = ranges(evidence=evidence, based=based)
    effect = ranges(-1, 1, evidence=evidence, based=based)
    threats = tuple(
        ExitThreat(
            actor=name, on=draw(options_of(agenda)), credibility=draw(share), principal_effect=draw(effect)
        )
        for name in draw(st.lists(st.sampled_from(voters), max_size=1, unique=True))
    )
    consents = tuple(
        Consent(
            id=name,
            actor=draw(st.sampled_from(people)),
            over=draw(options_of(agenda)),
            gives=draw(st.none() | share),
        )
        for name in draw(distinct_ids(0, 1))
    )
    influences = tuple(
        Influence(
            id=name,
            kind=draw(st.sampled_from(["guarantee", "pressure", "side-payment"])),
            by=draw(st.sampled_from(["", *people])),
            on=draw(st.sampled_from(people)),
            adds=draw(effect),
            when=draw(options_of(agenda, low=0)),
            in_force=draw(st.booleans()),
        )
        for name in draw(distinct_ids(0, 1))
    )
    return {"exit_threats": threats, "consents": consents, "influences": influences}


@st.composite
def mandates(draw, case):
    """A mandate of one of the parties of a case."""
    party = draw(st.sampled_from(case.parties)).id
    return Mandate(id=draw(ids), party=party, allows=draw(options_of(case.table)), said_by=draw(texts))
