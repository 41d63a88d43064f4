"""What every protocol of mediated talks keeps, on small random cases with random settings."""

import random
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.analysis.space import OutcomeSpace
from detente.case.model import Case
from detente.case.preferences import Range
from detente.kernels.talks.shapes import ENDS
from detente.talks.clock import PlainClock
from detente.talks.engine.run import run_once
from detente.talks.engine.transcript import Transcript
from detente.talks.engine.world import World, row_of
from detente.talks.mediators.steps import Greedy, RandomChange, Trades
from detente.talks.protocols import PROTOCOLS, protocol_named
from detente.talks.protocols.phased import Phased
from detente.talks.protocols.sealed import SealedPositions
from detente.talks.protocols.shuttle import Shuttle
from detente.talks.protocols.single_text import SingleText
from detente.talks.setting.values import Delegation, Setting
from detente.talks.tables import TalksTables
from detente.talks.tactics.concession import TACTICS
from small_talks import small_talks
from talks_again import asked_again
from two_sides import play, sides

MEDIATORS = {"greedy": Greedy(), "random": RandomChange(), "trades": Trades()}
MADE: dict[str, Callable[[OutcomeSpace], Any]] = {
    name: (lambda space, name=name: protocol_named(name))
    for name in PROTOCOLS
    if name != "alternating-offers"
}
MADE |= {
    "single text improved": lambda space: SingleText(improve=3),
    "phased shuttle": lambda space: Phased(inner=Shuttle(), first=first_issue(space), clock=clock(space)),
    "phased sealed": lambda space: Phased(inner=SealedPositions(), first=first_issue(space)),
}
SEED, PREFIX = 3, "10.NO:"

few = settings(max_examples=max(settings().max_examples * 2 // 3, 1))
"""Each example is run with every protocol."""


def first_issue(space: OutcomeSpace) -> tuple[str, ...]:
    return (min(issue.id for issue in space.issues),)


def clock(space: OutcomeSpace) -> PlainClock:
    return PlainClock(days=3, after="may be ended", enders=space.parties)


class Talks:
    """A case under a setting with a protocol, to run by number."""

    def __init__(self, tables: TalksTables, made: str) -> None:
        self.space, self.setting, self.made, self.tables = tables.space, tables.setting, made, tables
        self.protocol = MADE[made](tables.space)

    def run(self, run: int) -> Transcript:
        mediator = MEDIATORS[self.setting.mediation.strategy]
        return run_once(self.tables, self.protocol, mediator, seed=SEED, run=run)

    def world(self, run: int) -> World:
        row = row_of(self.tables.drawn(SEED, run, 1), 0)
        return World.begin(self.tables.fixed, row, SEED, run)

    def named(self, text: tuple[int, ...]) -> list[tuple[str, str]]:
        return sorted((i.id, self.space.options[k][text[k]]) for k, i in enumerate(self.space.issues) if text)

    def told(self, run: int) -> tuple[Any, ...]:
        """A run by names, so that it can be compared with one of the same case in other words or order."""
        found = self.run(run)
        issues = [*(issue.id for issue in self.space.issues), ""]
        entries = tuple(
            (e.day, e.what, e.who, *self.named(e.text), e.yes)
            + ((e.reply.accepts, e.reply.against_last, issues[e.reply.issue]) if e.reply else ())
            for e in found.entries
        )
        return entries, repr(found.facts), tuple(self.named(found.text)), found.gains


def all_talks(case: Case, setting: Setting) -> list[Talks]:
    """A case under a setting with every protocol."""
    tables = TalksTables(OutcomeSpace(case), setting)
    return [Talks(tables, made) for made in MADE]


@few
@given(small_talks())
def test_a_run_hangs_on_its_seed_and_number_alone(talks):
    for one, other in zip(all_talks(*talks), all_talks(*talks), strict=True):
        assert [one.run(0), one.run(1)] == [other.run(1), other.run(0)][::-1], one.made


@few
@given(small_talks())
def test_talks_end_by_the_last_day_and_a_deal_is_a_package_that_can_stand_and_was_ratified(talks):
    for here in all_talks(*talks):
        told = here.run(0)
        days = [entry.day for entry in told.entries]
        assert days == sorted(days)
        assert days[-1] == told.fact("day") <= talks[1].last_day
        assert [e.what for e in told.entries].count("ended") == 1
        assert told.entries[-1].note.startswith(ENDS[told.fact("end")]), here.made
        if ENDS[told.fact("end")] in {"deal", "first phase only"}:
            assert len(told.text) == len(here.space.sizes)
            assert all(0 <= o < size for o, size in zip(told.text, here.space.sizes, strict=True))
            assert here.world(0).feasible(told.text)
            assert any(e.what == "ratified" and e.text == told.text for e in told.entries), here.made


@few
@given(small_talks())
def test_at_home_everybody_says_yes_exactly_to_what_gives_its_reservation_of_that_day(talks):
    for here in all_talks(*talks):
        actors, told = here.tables.names.actors, here.run(0)
        for place, entry in enumerate(told.entries):
            if entry.what == "said at home":
                world, asked = asked_again(told, place, here.tables, here.world(0), entry.who)
                gives = world.utility(actors.index(entry.who), entry.text)
                assert entry.yes == (gives >= asked), here.made


@few
@given(small_talks())
def test_other_names_in_the_same_order_change_the_names_alone(talks):
    ids = ids_of(talks)
    for here, there in zip(all_talks(*talks), all_talks(*renamed(talks, ids)), strict=True):
        there.tables.drawn = here.tables.drawn  # uncertain numbers are drawn by name: let both have the same
        assert renamed(here.told(0), ids) == there.told(0), here.made


@few
@given(small_talks(), st.integers(0, 99))
def test_another_order_in_the_file_changes_nothing(talks, number):
    other = reordered(*talks, random.Random(number))  # noqa: S311
    for here, there in zip(all_talks(*talks), all_talks(*other), strict=True):
        assert here.told(0) == there.told(0), here.made


@pytest.mark.parametrize("made", MADE)
@pytest.mark.parametrize("tactic", [*TACTICS, "boulware:0.05", "hard-line:0.5"])
def test_with_every_tactic_a_deal_gives_both_what_they_ask(made, tactic):
    case = sides(asks=(0.2, 0.2), silent=("", "x"))
    own = tuple(Delegation(party=p, tactic=tactic, asks=Range.of(0.5)) for p in "ab")
    setting = Setting(id="s", days=25, delegations=own)
    protocol = MADE[made](OutcomeSpace(case))
    for run in range(2):
        assert all(gain >= 0 for gain in play(case, setting, protocol, Trades(), run=run).gains)


# --- the same talks in other words and order ------------------------------------------------------------


def ids_of(value: Any) -> frozenset[str]:
    """Everything that has a name of its own."""
    if isinstance(value, tuple):
        return frozenset().union(*map(ids_of, value))
    if not is_dataclass(value):
        return frozenset()
    own = {value.id} if hasattr(value, "id") else set()
    return ids_of(tuple(getattr(value, f.name) for f in fields(value))) | own


def renamed(value: Any, ids: frozenset[str]) -> Any:
    if isinstance(value, str):
        return PREFIX + value if value in ids else value
    if isinstance(value, tuple):
        return tuple(renamed(part, ids) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{f.name: renamed(getattr(value, f.name), ids) for f in fields(value) if f.init}
        )
    return value


def reordered(case: Case, setting: Setting, rng: random.Random) -> tuple[Case, Setting]:
    """Everything without an order of its own in another order; ordered issues from the other end."""

    def mixed(items: Any) -> tuple:
        return tuple(rng.sample(list(items), len(items)))

    issues = [
        replace(i, options=i.options[::-1] if i.ordered else mixed(i.options)) for i in mixed(case.issues)
    ]
    wants = [
        replace(w, weights=mixed(w.weights), scores=mixed([(i, mixed(o)) for i, o in w.scores]))
        for w in mixed(case.preferences)
    ]
    kept = {
        name: mixed(getattr(case, name))
        for name in ("parties", "ratifiers", "actors", "exit_threats", "consents", "constraints", "mandates")
    }
    other = {
        name: mixed(getattr(setting, name))
        for name in ("delegations", "homes", "hazards", "happenings", "counters", "summits")
    }
    return case.with_(issues=tuple(issues), preferences=tuple(wants), **kept), replace(setting, **other)
