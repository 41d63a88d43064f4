"""Mediated talks with numpy over many runs, held to the readable reference bit for bit."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analysis.space import OutcomeSpace
from detente.case.library import example
from detente.case.model import Case, Issue, Option, Party
from detente.case.preferences import DatedRange, Preferences, Range
from detente.case.procedure import Approval, Reading, Says
from detente.kernels.backend import fast_available
from detente.kernels.talks.counter import run_keys
from detente.kernels.talks.mediated import run_block
from detente.kernels.talks.mediated_packages import packages_of
from detente.kernels.talks.mediated_plain import is_plain
from detente.kernels.talks.mediated_plain_fast import loop, run_plain_fast
from detente.kernels.talks.mediated_plan import KINDS, plan_of
from detente.kernels.talks.shapes import FACTS, STRATEGIES, Drawn, Found, empty_found
from detente.talks.engine.run import run_once
from detente.talks.mediators.named import mediator_named
from detente.talks.names import TalksNames
from detente.talks.protocols.single_text import SingleText
from detente.talks.setting.values import EFFECTS, Counter, Delegation, Home, Mediation, Setting
from detente.talks.tables import DAYS, TalksTables
from small_cases import small_cases
from small_talks import small_talks


def by_numpy(tables: TalksTables, seed: int, first: int, runs: int) -> Found:
    return run_block(tables.fixed, tables.drawn(seed, first, runs), run_keys(seed, DAYS, first, runs))


def one_by_one(
    tables: TalksTables, seed: int, first: int, runs: int, *, against_standing: bool = True
) -> Found:
    found = empty_found(runs, len(tables.fixed.sizes), len(tables.fixed.gain_leaf))
    mediator = mediator_named(tables.setting.mediation.strategy)
    protocol = SingleText(against_standing=against_standing)
    for k in range(runs):
        one = run_once(tables, protocol, mediator, seed=seed, run=first + k)
        found.facts[k] = [one.fact(name) for name in FACTS]
        found.text[k] = one.text or -1
        found.gains[k] = one.gains
    return found


def same(one: Found, other: Found) -> None:
    for name, mine, theirs in zip(Found._fields, one, other, strict=True):
        different = np.flatnonzero(np.any(mine != theirs, axis=1))
        assert different.size == 0, (name, different[:5])


@st.composite
def plain_talks(draw: st.DrawFn) -> tuple[Case, Setting]:
    """Fixed numbers, nobody who waits, nothing that strikes."""
    case = draw(small_cases())
    ease = draw(st.sampled_from([0.2, 0.6, 0.9, 1.0]))
    case = replace(
        case,
        exit_threats=(),
        preferences=tuple(certain(p, ease) for p in case.preferences),
        consents=tuple(replace(c, gives=c.gives and Range.of(1)) for c in case.consents),
    )
    names = TalksNames(OutcomeSpace(case), Setting(id="plain"))
    tenth = st.sampled_from([0.0, 0.1, 0.3]).map(Range.of)
    tactic = st.sampled_from(["boulware", "conceder", "linear", "hard-line:0.5"])
    return case, Setting(
        id="plain",
        days=draw(st.integers(1, 40)),
        deadline=draw(st.none() | st.integers(1, 40)),
        delegations=tuple(Delegation(party=p, asks=draw(tenth), tactic=draw(tactic)) for p in names.parties),
        homes=tuple(Home(actor=a, delay=Range.of(draw(st.sampled_from([0.0, 0.01])))) for a in names.actors),
        mediation=Mediation(strategy=draw(st.sampled_from(STRATEGIES))),
    )


def opposed() -> Case:
    """Two parties that want the opposite on one issue, and nothing less than nearly all."""
    options = tuple(Option(id=o, name=o) for o in "xyz")
    return Case(
        id="opposed",
        title="opposed",
        issues=(Issue(id="i", name="i", ordered=True, if_silent="y", options=options),),
        parties=tuple(
            Party(
                id=p,
                name=p,
                principal=p,
                approval=Approval(readings=(Reading(id="self", rule=Says(actor=p)),)),
            )
            for p in "ab"
        ),
        preferences=tuple(
            Preferences(
                actor=p,
                weights=(("i", Range.of(1)),),
                scores=(("i", tuple((o, Range.of(value)) for o, value in zip("xyz", values, strict=True))),),
                reservation=(DatedRange(range=Range.of(0.9)),),
            )
            for p, values in (("a", (0, 0.5, 1)), ("b", (1, 0.5, 0)))
        ),
    )


def certain(wants: Preferences, ease: float) -> Preferences:
    """The same wants with red lines that hold and the reservation times a factor."""
    dated = replace(wants.reservation[0], range=Range.of(wants.reservation[0].range.likely * ease))
    lines = tuple(replace(line, holds=Range.of(1)) for line in wants.red_lines)
    return replace(wants, reservation=(dated,), red_lines=lines)


@given(talks=small_talks(), seed=st.integers(0, 99), against_standing=st.booleans())
def test_numpy_and_the_reference_run_the_same_talks(
    talks: tuple[Case, Setting], seed: int, *, against_standing: bool
) -> None:
    case, setting = talks
    tables = TalksTables(OutcomeSpace(case), setting, against_standing=against_standing)
    plainly = one_by_one(tables, seed, 3, 12, against_standing=against_standing)
    same(by_numpy(tables, seed, 3, 12), plainly)


@given(talks=plain_talks(), seed=st.integers(0, 99), against_standing=st.booleans())
def test_plain_talks_by_tables_of_packages_are_those_of_the_reference(
    talks: tuple[Case, Setting], seed: int, *, against_standing: bool
) -> None:
    case, setting = talks
    tables = TalksTables(OutcomeSpace(case), setting, against_standing=against_standing)
    drawn, keys = tables.drawn(seed, 0, 20), run_keys(seed, DAYS, 0, 20)
    assert is_plain(plan_of(tables.fixed, drawn), drawn)
    found = run_block(tables.fixed, drawn, keys)
    same(found, one_by_one(tables, seed, 0, 20, against_standing=against_standing))
    repeated = Drawn(*(np.repeat(array, 20, axis=0) for array in drawn))
    assert not is_plain(plan_of(tables.fixed, repeated), repeated)
    same(run_block(tables.fixed, repeated, keys), found)


@given(talks=plain_talks(), seed=st.integers(0, 99), against_standing=st.booleans())
def test_the_loop_over_plain_runs_gives_the_bits_of_numpy(
    talks: tuple[Case, Setting], seed: int, *, against_standing: bool
) -> None:
    case, setting = talks
    tables = TalksTables(OutcomeSpace(case), setting, against_standing=against_standing)
    drawn, keys = tables.drawn(seed, 0, 1), run_keys(seed, DAYS, 5, 20)
    plan = plan_of(tables.fixed, drawn)
    forms = [loop(0), None] if fast_available() else [loop(0)]
    for runs in forms:
        with np.errstate(over="ignore"):
            done = run_plain_fast(plan, drawn, packages_of(plan, drawn), keys, runs=runs)
        same(done, by_numpy(tables, seed, 5, 20))


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_talks_on_a_bundled_case_are_those_of_the_reference(strategy: str) -> None:
    setting = Setting(id="panama", days=60, mediation=Mediation(strategy=strategy))
    tables = TalksTables(OutcomeSpace(example("panama-canal-1974")), setting)
    same(by_numpy(tables, 5, 0, 12), one_by_one(tables, 5, 0, 12))


@given(talks=small_talks() | plain_talks(), chunk=st.integers(7, 20))
def test_runs_do_not_depend_on_the_chunk_that_they_are_in(talks: tuple[Case, Setting], chunk: int) -> None:
    tables = TalksTables(OutcomeSpace(talks[0]), talks[1])
    drawn, keys = tables.drawn(2, 0, 30), run_keys(2, DAYS, 0, 30)
    many = run_block(tables.fixed, drawn, keys)
    same(run_block(tables.fixed, drawn, keys, chunk=chunk), many)
    same(by_numpy(tables, 2, 29, 1), Found(many.facts[29:], many.text[29:], many.gains[29:]))


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_run_alone_goes_on_when_everything_is_set_aside(strategy: str) -> None:
    mediation = Mediation(strategy=strategy, aside_after=1)
    tables = TalksTables(OutcomeSpace(opposed()), Setting(id="aside", days=5, mediation=mediation))
    found = by_numpy(tables, 1, 0, 1)
    assert found.facts[0, FACTS.index("texts")] == 5
    same(found, one_by_one(tables, 1, 0, 1))


def test_a_large_counter_falls_as_in_the_reference() -> None:
    case = example("panama-canal-1974")
    name = TalksNames(OutcomeSpace(case), Setting(id="plain")).actors[0]
    falls = Counter(id="c", name="c", start=9000, falls=Range.of(0.9), on=name, adds=Range.of(0.001))
    tables = TalksTables(OutcomeSpace(case), Setting(id="falls", days=30, counters=(falls,)))
    same(by_numpy(tables, 1, 0, 5), one_by_one(tables, 1, 0, 5))


def test_kinds_of_effects_have_the_numbers_that_settings_give_them() -> None:
    assert tuple(name for name in vars(KINDS) if name.isupper()) == tuple(k.upper() for k in EFFECTS)
    assert [getattr(KINDS, k.upper()) for k in EFFECTS] == list(range(len(EFFECTS)))
