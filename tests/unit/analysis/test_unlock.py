"""Sets of changes that open the zone against every subset tried one by one on a changed case."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.analysis.basis import sobol_points
from detente.analysis.levers import candidates_of, helps
from detente.analysis.odds import odds
from detente.analysis.space import OutcomeSpace
from detente.analysis.unlock import unlock
from detente.analysis.what_if import WhatIf, clash
from detente.analysis.zone import zone
from detente.case.change import apply
from detente.case.library import example
from detente.case.model import Case, Change, Issue, Lever, Option, Party
from detente.case.preferences import DatedRange, Preferences, Range
from detente.case.procedure import Approval, Influence, Mandate, Reading, Says
from detente.errors import AnalysisError
from detente.kernels import approval
from small_cases import Plain, small_cases


def by_trial(case: Case, candidates, most: int, reached) -> dict[frozenset[str], Case]:
    """Every minimal set of candidates that does it, by trying all of them on changed cases."""
    found: dict[frozenset[str], Case] = {}
    for size in range(most + 1):
        for chosen in combinations(candidates, size):
            names = frozenset(c.id for c in chosen)
            if any(smaller <= names for smaller in found):
                continue
            if any(clash(a, b) for a, b in combinations(chosen, 2)):
                continue
            changed = apply(case, [change for c in chosen for change in c.changes])
            if reached(changed):
                found[names] = changed
    return found


@settings(max_examples=25)
@given(case=small_cases(uncertain=True))
def test_the_sets_that_open_the_zone_are_all_the_smallest_ones(case: Case) -> None:
    candidates = candidates_of(case)
    assume(len(candidates) <= 12)
    found = unlock(case, max_size=2)
    expected = by_trial(case, candidates, 2, lambda changed: Plain(changed).zone())
    assert {frozenset(c.id for c in s.changes) for s in found.sets} == set(expected)
    for s in found.sets:
        changed = expected[frozenset(c.id for c in s.changes)]
        assert s.passing == len(Plain(changed).zone())
        assert s.effort == sum(c.effort for c in s.changes)
        assert Plain(changed).passes(dict(s.best.terms))


@settings(max_examples=20)
@given(case=small_cases(uncertain=True))
def test_what_is_impossible_stays_shut_whatever_is_combined(case: Case) -> None:
    candidates = candidates_of(case)
    assume(len(candidates) <= 8)
    found = unlock(case, max_size=1)
    if found.possible is False:
        assert not by_trial(case, candidates, len(candidates), lambda changed: Plain(changed).zone())


@settings(max_examples=25)
@given(case=small_cases(uncertain=True))
def test_a_change_that_helps_takes_no_package_away(case: Case) -> None:
    before = [tuple(sorted(t.items())) for t in Plain(case).zone()]
    for candidate in candidates_of(case):
        if helps(case, candidate):
            after = Plain(apply(case, candidate.changes)).zone()
            assert set(before) <= {tuple(sorted(t.items())) for t in after}


@settings(max_examples=20)
@given(case=small_cases(uncertain=True))
def test_signable_sets_stay_inside_the_mandates(case: Case) -> None:
    issue = case.issues[0]
    narrow, wide = (
        Mandate(id=name, party="a", allows=((issue.id, options),), base=name == "narrow")
        for name, options in (("narrow", ("x",)), ("wide", ("x", "y")))
    )
    case = case.with_(mandates=(narrow, wide))
    candidates = candidates_of(case, mandates=True)
    assume(len(candidates) <= 11)

    def signable(changed: Case) -> bool:
        allowed = dict(next(m for m in changed.mandates if m.base).allows)
        free = issue.id not in allowed
        return any(free or terms[issue.id] in allowed[issue.id] for terms in Plain(changed).zone())

    found = unlock(case, goal="signable", max_size=2)
    expected = by_trial(case, candidates, 2, signable)
    assert {frozenset(c.id for c in s.changes) for s in found.sets} == set(expected)


@settings(max_examples=15)
@given(case=small_cases(uncertain=True))
def test_odds_after_the_changes_reach_the_level_on_fresh_draws(case: Case) -> None:
    found = unlock(case, goal="odds", level=0.6, max_size=1, draws=64)
    for s in found.sets:
        assert s.odds.share >= 0.6
        changed = apply(case, [change for c in s.changes for change in c.changes])
        again = odds(OutcomeSpace(changed), draws=1024).best[0].odds
        assert again.share >= 0.6 - 0.25


def shut() -> Case:
    """Two parties that share one thing, each asking for more than half of it by 0.1 and 0.3."""
    steps = [n / 10 for n in range(11)]
    share = Issue(id="s", name="s", options=tuple(Option(id=f"{x}", name=f"{x}") for x in steps))
    wants = tuple(
        Preferences(
            actor=actor,
            weights=(("s", Range.of(1)),),
            scores=(("s", tuple((f"{x}", Range.of(round(value(x), 1))) for x in steps)),),
            reservation=(DatedRange(range=asks),),
        )
        for actor, asks, value in (
            ("a", Range(low=0.2, likely=0.6, high=0.9), lambda x: x),
            ("b", Range(low=0.7, likely=0.8, high=0.9), lambda x: 1 - x),
        )
    )
    parties = tuple(
        Party(
            id=p, name=p, principal=p, approval=Approval(readings=(Reading(id="self", rule=Says(actor=p)),))
        )
        for p in "ab"
    )
    gifts = tuple(
        Influence(id=f"gift-{p}", on=p, adds=Range.of(adds), in_force=False)
        for p, adds in (("a", 0.3), ("b", 0.1))
    )
    return Case(id="s", title="s", issues=(share,), parties=parties, preferences=wants, influences=gifts)


def test_the_sets_of_a_case_worked_by_hand() -> None:
    """A gap of 0.4: closed by the low end of a (0.4) alone, or by both gifts (0.3 + 0.1) to the hair."""
    found = unlock(shut())
    assert [tuple(c.id for c in s.changes) for s in found.sets] == [
        ("preferences.a.reservation",),
        ("influences.gift-a.in_force", "influences.gift-b.in_force"),
        ("influences.gift-a.in_force", "preferences.b.reservation"),
    ]
    assert [s.passing for s in found.sets] == [1, 1, 1]
    assert dict(found.sets[0].gains) == {"a": 0.0, "b": 0.0}
    assert found.possible is True


def test_sets_come_with_least_effort_first() -> None:
    gift = Change(path="preferences.a.reservation", value=0.1, effort=7)
    found = unlock(shut(), extra=[gift])
    efforts = [s.effort for s in found.sets]
    assert efforts == [1, 2, 2, 7]
    assert str(found).startswith("unlock zone: 4 smallest sets")


def test_an_open_zone_needs_nothing_and_points_to_the_odds() -> None:
    found = unlock(example("two-rivers"))
    assert found.already
    assert found.sets[0].changes == ()
    assert found.sets[0].passing == zone(OutcomeSpace(example("two-rivers"))).count
    assert "goal='odds'" in str(found)


def test_a_change_given_by_hand_is_tried_with_its_own_effort() -> None:
    change = Change(path="preferences.a.reservation", value=0.1, effort=0.5)
    found = unlock(shut(), extra=[change, Lever(id="both", name="both", changes=(change,), effort=0.25)])
    assert found.sets[0].effort == 0.25
    assert found.sets[0].changes[0].kind == "extra"


def test_the_readings_in_use_are_those_of_the_space() -> None:
    space = OutcomeSpace(example("two-rivers"), readings={"deal": "everyone"})
    assert unlock(space).now == zone(space).count


def test_an_unknown_goal_is_refused() -> None:
    with pytest.raises(AnalysisError, match="no goal called 'peace'"):
        unlock(example("panama-canal-1974"), goal="peace")


@settings(max_examples=25)
@given(case=small_cases(uncertain=True), data=st.data())
def test_bits_of_a_set_are_those_of_the_changed_case_in_the_same_draws(
    case: Case, data: st.DataObject
) -> None:
    candidates = candidates_of(case)
    what = WhatIf(case, candidates)
    chosen = data.draw(st.integers(0, 2 ** len(candidates) - 1))
    names = list(
        dict.fromkeys(n for k in range(len(candidates)) for n in what.space(1 << k).numbers.dim_names)
    )
    names = list(dict.fromkeys([*what.wide.numbers.dim_names, *names]))
    cube = sobol_points(len(names), 64, 1)
    what.draw_on(np.arange(what.wide.packages), cube, names)
    changed = what.space(chosen)
    columns = [names.index(name) for name in changed.numbers.dim_names]
    rows = changed.rows(np.arange(changed.packages))
    passed = approval.passes_selected(changed.drawn(cube[:, columns]), changed.program()[0].only(0), rows)[0]
    bits = np.unpackbits(what.passing(chosen).view(np.uint8), axis=-1, bitorder="little")[:, : len(cube)]
    on_table = {
        i.id: {o.id for o in i.options if o.available} for i in apply(case, what.changes(chosen)).table
    }
    for number, row in enumerate(bits):
        terms = what.wide.terms(what.wide.package_at(number))
        allowed = all(option in on_table[issue] for issue, option in terms.items())
        assert np.array_equal(row.astype(bool), passed[:, number] & allowed)
