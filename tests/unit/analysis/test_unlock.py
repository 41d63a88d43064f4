"""Sets of changes that open the zone against every subset tried one by one on a changed case."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import assume, given, settings

from detente.analysis.levers import candidates_of, helps
from detente.analysis.odds import odds
from detente.analysis.space import OutcomeSpace
from detente.analysis.unlock import unlock
from detente.analysis.what_if import clash
from detente.analysis.zone import zone
from detente.case.change import apply
from detente.case.library import example
from detente.case.model import Case, Change, Lever
from detente.case.procedure import Mandate
from detente.errors import AnalysisError
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


@settings(max_examples=40)
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


@settings(max_examples=30)
@given(case=small_cases(uncertain=True))
def test_what_is_impossible_stays_shut_whatever_is_combined(case: Case) -> None:
    candidates = candidates_of(case)
    assume(len(candidates) <= 8)
    found = unlock(case, max_size=1)
    if found.possible is False:
        assert not by_trial(case, candidates, len(candidates), lambda changed: Plain(changed).zone())


@settings(max_examples=40)
@given(case=small_cases(uncertain=True))
def test_a_change_that_helps_takes_no_package_away(case: Case) -> None:
    before = [tuple(sorted(t.items())) for t in Plain(case).zone()]
    for candidate in candidates_of(case):
        if helps(case, candidate):
            after = Plain(apply(case, candidate.changes)).zone()
            assert set(before) <= {tuple(sorted(t.items())) for t in after}


@settings(max_examples=30)
@given(case=small_cases(uncertain=True))
def test_signable_sets_stay_inside_the_mandates(case: Case) -> None:
    issue = case.issues[0]
    narrow, wide = (
        Mandate(id=name, party="a", allows=((issue.id, options),), base=name == "narrow")
        for name, options in (("narrow", ("x",)), ("wide", ("x", "y")))
    )
    case = case.with_(mandates=(narrow, wide))
    candidates = candidates_of(case, mandates=True)
    assume(len(candidates) <= 9)

    def signable(changed: Case) -> bool:
        allowed = next(m for m in changed.mandates if m.base).allows
        return any(terms[issue.id] in dict(allowed)[issue.id] for terms in Plain(changed).zone())

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
    """The Gaza case with demands that no package meets, and without red lines."""
    asks = (("israel-pm", (0.2, 0.75, 0.9)), ("hamas-leader-gaza", (0.3, 0.7, 0.8)))
    changes = [Change(path=f"preferences.{actor}.reservation", value=value) for actor, value in asks]
    case = apply(example("gaza-2024"), changes)
    return case.with_(preferences=tuple(replace(p, red_lines=()) for p in case.preferences))


def test_sets_come_with_least_effort_first() -> None:
    found = unlock(shut(), max_size=2)
    efforts = [s.effort for s in found.sets]
    assert efforts == sorted(efforts)
    assert found.possible is True
    assert str(found).startswith("unlock zone: ")


def test_an_open_zone_needs_nothing_and_points_to_the_odds() -> None:
    found = unlock(example("two-rivers"))
    assert found.already
    assert found.sets[0].changes == ()
    assert found.sets[0].passing == zone(OutcomeSpace(example("two-rivers"))).count
    assert "goal='odds'" in str(found)


def test_a_change_given_by_hand_is_tried_with_its_own_effort() -> None:
    change = Change(path="preferences.israel-pm.reservation", value=0.1, effort=0.5)
    found = unlock(shut(), extra=[change, Lever(id="both", name="both", changes=(change,), effort=0.25)])
    assert found.sets[0].effort == 0.25
    assert found.sets[0].changes[0].kind == "extra"


def test_the_readings_in_use_are_those_of_the_space() -> None:
    space = OutcomeSpace(example("two-rivers"), readings={"deal": "everyone"})
    assert unlock(space).now == zone(space).count


def test_an_unknown_goal_is_refused() -> None:
    with pytest.raises(AnalysisError, match="no goal called 'peace'"):
        unlock(example("panama-canal-1974"), goal="peace")
