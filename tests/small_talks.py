"""Small random cases with random settings of talks, for tests that hold engines against each other.

A setting uses every part now and then: all kinds of effects, mandates, slow homes, threats to quit, counsel,
noise, leaks, publications, blame, asides, summits, counters, reservations with dates. Asks are low, so that
some talks end in a deal; days are few. `setting_for(case)` draws a setting for a case of your own.
"""

import datetime as dt
from dataclasses import replace

from hypothesis import strategies as st

from detente.analysis.space import OutcomeSpace
from detente.case.history import Proposal
from detente.case.model import Case
from detente.case.preferences import DatedRange, Range
from detente.case.procedure import Mandate
from detente.sources.when import When
from detente.talks.names import TalksNames
from detente.talks.setting.values import (
    EFFECTS,
    NONE,
    SURE,
    Counter,
    Delegation,
    Effect,
    Happening,
    Hazard,
    Home,
    Mediation,
    Setting,
    Summit,
)
from full_cases import full_case
from small_cases import literals, small_cases

__all__ = ["setting_for", "small_talks", "talks_cases"]

TACTICS = ("boulware", "conceder", "hard-line:0.5", "linear", "matching", "matching:0.7")
START = dt.date(2024, 3, 1)
_FULL = st.builds(lambda number, wide: full_case(number, uncertain=wide), st.integers(0, 999), st.booleans())


def tenths(low: int, high: int) -> st.SearchStrategy[Range]:
    """A number of tenths in these bounds, certain or a range; some share a driver."""
    one = st.integers(low, high).map(lambda n: Range.of(n / 10))
    three = st.tuples(*[st.integers(low, high)] * 3).map(sorted)
    driver = st.sampled_from(["", "", "mood"])
    wide = st.builds(
        lambda t, d: Range(low=t[0] / 10, likely=t[1] / 10, high=t[2] / 10, driver=d), three, driver
    )
    return st.one_of(one, wide)


def chances(*, often: bool = False) -> st.SearchStrategy[Range]:
    """A chance: none, certain, or between; mostly certain where `often`."""
    return st.one_of(st.just(SURE if often else NONE), st.sampled_from([NONE, SURE]), tenths(1, 9))


def amounts(high: int = 3) -> st.SearchStrategy[Range]:
    """None, or some tenths."""
    return st.one_of(st.just(NONE), tenths(0, high))


@st.composite
def talks_cases(draw: st.DrawFn) -> Case:
    """A small case with low reservations, some with dates, and with what holds where a text is silent."""
    case = draw(small_cases(uncertain=True) | _FULL)
    issues = tuple(
        replace(i, if_silent=draw(st.sampled_from(["", *(o.id for o in i.options)]))) if i.on_table else i
        for i in case.issues
    )
    ease, moves = draw(st.sampled_from([0.0, 0.3, 0.6, 1.0])), draw(st.booleans())
    wants = []
    for own in case.preferences:
        dated = tuple(replace(d, range=_times(d.range, ease)) for d in own.reservation)
        if moves and dated:
            later = START + dt.timedelta(days=draw(st.integers(0, 12)))
            dated = (dated[0], DatedRange(since=later, range=_times(dated[0].range, draw(_factor))))
        wants.append(replace(own, reservation=dated))
    return case.with_(
        issues=issues, preferences=tuple(wants), proposals=(draw(_proposal(case)),), **draw(_mandates(case))
    )


@st.composite
def small_talks(draw: st.DrawFn) -> tuple[Case, Setting]:
    """A case and a setting that fit together."""
    case = draw(talks_cases())
    return case, draw(setting_for(case))


@st.composite
def setting_for(draw: st.DrawFn, case: Case, *, most: int = 30) -> Setting:
    """A setting for a case, of at most so many days."""
    names = TalksNames(OutcomeSpace(case), Setting(id="plain"))
    days = draw(st.integers(1, most))
    deadline = draw(st.none() | st.integers(1, most))
    plain = draw(_flag)
    hazards = () if plain else draw(_hazards(names, days))
    happenings = () if plain else draw(_happenings(names, tuple(h.id for h in hazards), days))
    return Setting(
        id="small",
        start=draw(st.none() | st.just(START)),
        days=days,
        deadline=deadline,
        delegations=tuple(draw(_delegation(case, names, p)) for p in names.parties if draw(st.booleans())),
        homes=tuple(draw(_home(a)) for a in names.actors if draw(st.booleans())),
        mediation=draw(_mediation(case)),
        hazards=hazards,
        happenings=happenings,
        counters=() if plain else draw(_counters(names)),
        summits=tuple(
            Summit(
                id=f"s{k}",
                name="s",
                day=draw(st.integers(1, days)),
                slips=draw(chances()),
                attends=draw(_often),
            )
            for k in range(draw(st.integers(0, 2)))
        ),
    )


# --- parts --------------------------------------------------------------------------------------------

_flag = st.booleans()
_factor = st.sampled_from([0.0, 0.5, 1.0, 1.5])
_often = chances(often=True)
_few = st.sampled_from([0, 0, 0, 1, 3])


@st.composite
def _mandates(draw: st.DrawFn, case: Case) -> dict[str, tuple[Mandate, ...]]:
    if case.mandates:
        return {}
    table = [i for i in case.issues if i.on_table]
    found = []
    for k, party in enumerate(case.parties):
        issue = draw(st.sampled_from(table))
        some = draw(st.lists(st.sampled_from([o.id for o in issue.options]), min_size=1, unique=True))
        found.append(Mandate(id=f"m{k}", party=party.id, allows=((issue.id, tuple(some)),)))
    return {"mandates": tuple(found)}


@st.composite
def _proposal(draw: st.DrawFn, case: Case) -> Proposal:
    terms = draw(literals(tuple(i for i in case.issues if i.on_table)))
    return Proposal(id="draft", name="draft", date=When.parse("2024-01-05"), known=START, terms=terms)


@st.composite
def _delegation(draw: st.DrawFn, case: Case, names: TalksNames, party: str) -> Delegation:
    own = [m.id for m in case.mandates if m.party == party]
    return Delegation(
        party=party,
        mandate=draw(st.sampled_from(["free", "none", *own])),
        tactic=draw(st.sampled_from(TACTICS)),
        asks=draw(amounts(5)),
        answers=draw(_often),
        trust=(draw(tenths(1, 60)), draw(tenths(0, 60))),
        audience=draw(amounts(2)),
        blame=draw(amounts(2)),
        disowns=draw(chances()),
        passes_on=draw(_often),
    )


@st.composite
def _home(draw: st.DrawFn, actor: str) -> Home:
    return Home(
        actor=actor,
        answers=draw(_often),
        least=draw(_few),
        delay=draw(st.sampled_from([NONE, Range.of(0.01), Range(low=0.0, likely=0.01, high=0.05)])),
        returns=draw(_few),
    )


@st.composite
def _mediation(draw: st.DrawFn, case: Case) -> Mediation:
    return Mediation(
        opening=draw(st.sampled_from(["middle", "draft"])),
        strategy=draw(st.sampled_from(["greedy", "random", "trades"])),
        publishes=draw(chances()),
        attributes=draw(chances()),
        back_channel=draw(chances()),
        blames=draw(chances()),
        leak=draw(chances()),
        fades=draw(st.integers(1, 6)),
        counsel=draw(amounts()),
        word=draw(amounts()),
        aside_after=draw(st.integers(0, 2)),
        noise=draw(st.one_of(st.just(NONE), tenths(0, 3), tenths(5, 10))),
    )


@st.composite
def _effect(draw: st.DrawFn, names: TalksNames, hazards: tuple[str, ...]) -> Effect:
    kind = draw(st.sampled_from([*(k for k in EFFECTS if k != "rate" or hazards), "reservation"]))
    on: tuple[str, ...] = ("",)
    amount, to = NONE, ""
    if kind in {"reservation", "silent"}:
        on = names.actors
    elif kind in {"away", "mandate", "trust"}:
        on = names.parties
    elif kind == "rate":
        on = hazards
    party = draw(st.sampled_from(on))
    if kind == "mandate":
        to = draw(st.sampled_from(_of(names, party)))
    if kind in {"reservation", "rate"}:
        amount = draw(tenths(-3, 3))
    elif kind == "trust":
        amount = draw(tenths(0, 30))
    days = draw(st.sampled_from([0, 1, 2, 5, 9]))
    if kind == "ends" or (kind == "suspends" and days == 0):
        days = 3
    return Effect(kind=kind, on=party, amount=amount, to=to, days=days)


def _of(names: TalksNames, party: str) -> tuple[str, ...]:
    return ("free", "none", *(m.id for m in names.space.case.mandates if m.party == party))


@st.composite
def _hazards(draw: st.DrawFn, names: TalksNames, days: int) -> tuple[Hazard, ...]:
    ids = tuple(f"h{k}" for k in range(draw(st.integers(0, 3))))
    return tuple(
        Hazard(
            id=name,
            name=name,
            rate=draw(
                st.sampled_from([NONE, Range.of(0.05), Range.of(0.3), Range(low=0, likely=0.1, high=0.4)])
            ),
            effects=tuple(draw(_effect(names, ids)) for _ in range(draw(st.integers(0, 3)))),
            once=draw(_flag),
        )
        for name in ids
    )


@st.composite
def _happenings(
    draw: st.DrawFn, names: TalksNames, hazards: tuple[str, ...], days: int
) -> tuple[Happening, ...]:
    return tuple(
        Happening(
            id=f"n{k}",
            name="n",
            day=draw(st.integers(1, days)),
            chance=draw(_often),
            effects=tuple(draw(_effect(names, hazards)) for _ in range(draw(st.integers(0, 3)))),
        )
        for k in range(draw(st.integers(0, 3)))
    )


@st.composite
def _counters(draw: st.DrawFn, names: TalksNames) -> tuple[Counter, ...]:
    return tuple(
        Counter(
            id=f"c{k}",
            name="c",
            start=draw(st.integers(0, 6)),
            falls=draw(chances()),
            on=draw(st.sampled_from(names.actors)),
            adds=draw(tenths(-2, 2)),
        )
        for k in range(draw(st.integers(0, 2)))
    )


def _times(r: Range, factor: float) -> Range:
    low, likely, high = sorted(round(v * factor, 6) for v in (r.low, r.likely, r.high))
    return replace(r, low=low, likely=likely, high=high)
