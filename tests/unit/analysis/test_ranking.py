"""Rankings against `odds` and `bridge` on the same draws, and after changes against rankings made afresh."""

import json

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.analysis import ranking as module
from detente.analysis.bridge import bridge
from detente.analysis.choosing import asked_actors
from detente.analysis.odds import counted_draws, odds, odds_of
from detente.analysis.ranking import Ranking
from detente.analysis.space import OutcomeSpace
from detente.case.change import apply, reading_choices
from detente.case.library import example
from detente.case.model import Case, Change
from detente.case.preferences import Range
from detente.errors import AnalysisError, CaseError, UnknownName
from full_cases import full_case
from small_cases import small_cases

RANDOM = st.integers(0, 999).map(lambda number: full_case(number, uncertain=True))
CASES = small_cases(uncertain=True) | RANDOM
DRAWS = 16

few = settings(max_examples=settings().max_examples // 2)


@st.composite
def changes(draw: st.DrawFn, case: Case) -> tuple[Change, ...]:
    """One to three changes: ranges, switches of influences and options, readings, mandates."""
    known = dict(case.numbers())
    known = {path: number for path, number in known.items() if ".reservation." not in path}
    known |= {f"preferences.{p.actor}.reservation": Range.of(0.5) for p in case.preferences}
    choices = [Change(path=path, value=name) for path, names in reading_choices(case) for name in names]
    choices += [Change(path=f"mandates.{m.party}", value=m.id) for m in case.mandates]
    for influence in case.influences:
        choices += [Change(path=f"influences.{influence.id}.in_force", value=on) for on in (False, True)]
    for issue in case.table:
        option = f"issues.{issue.id}.options.{issue.options[0].id}.available"
        choices.append(Change(path=option, value=True))
    found = []
    for _ in range(draw(st.integers(1, 3))):
        if choices and draw(st.integers(0, 3)) == 0:
            found.append(draw(st.sampled_from(choices)))
            continue
        path = draw(st.sampled_from(sorted(known)))
        number = known[path]
        steps = st.sampled_from([number.low, number.likely, number.high, 0.25, 0.5, 1.0])
        low, likely, high = sorted(draw(st.tuples(steps, steps, steps)))
        found.append(Change(path=path, value=(low, likely, high)))
    return tuple(found)


def alike(one: Ranking, other: Ranking) -> None:
    """The two rankings say the same, bit for bit."""
    assert one.counts.tobytes() == other.counts.tobytes()
    assert one.sizes.tobytes() == other.sizes.tobytes()
    assert one.zone_odds == other.zone_odds
    assert one.best(3) == other.best(3)
    assert one.sliders() == other.sliders()


def fitting(case: Case, several: tuple[Change, ...]) -> Case:
    """The case after changes that fit it and leave every question askable."""
    try:
        changed = apply(case, several)
        OutcomeSpace(changed)
    except (AnalysisError, CaseError):
        assume(condition=False)
    shares = [p for p in changed.preferences if p.measure == "share" and p.weights]
    assume(all(any(w.high > 0 for _, w in p.weights) for p in shares))
    return changed


@few
@given(case=CASES)
def test_a_package_has_the_counts_of_odds_on_the_same_draws(case: Case) -> None:
    space = OutcomeSpace(case)
    ranking = Ranking.of(space, draws=DRAWS, seed=3)
    counted = counted_draws(OutcomeSpace(case), DRAWS, 3)
    assert (ranking.counts == counted.counts[0]).all()
    assert (ranking.sizes == counted.zone_sizes[0]).all()


@few
@given(case=CASES)
def test_the_best_are_those_of_odds_told_alike(case: Case) -> None:
    ranking = Ranking.of(OutcomeSpace(case), draws=DRAWS, seed=1)
    found = odds(OutcomeSpace(case), draws=DRAWS, seed=1, top=4)
    assert tuple(p.package for p in ranking.best(4)) == found.best
    assert ranking.zone_odds == found.any


@few
@given(case=CASES)
def test_the_bridges_are_those_of_bridge(case: Case) -> None:
    ranking = Ranking.of(OutcomeSpace(case), draws=DRAWS)
    found = bridge(OutcomeSpace(case), draws=DRAWS)
    assert [p.package for p in ranking.bridges(5)] == [b.package for b in found.best]


@few
@given(case=CASES)
def test_what_a_package_was_chosen_for_is_its_odds_on_those_draws(case: Case) -> None:
    space = OutcomeSpace(case)
    best = Ranking.of(space, draws=DRAWS).best(3)
    rows = space.rows([p.package.offer.number for p in best])
    assert [p.chosen for p in best] == [told.odds for told in odds_of(space, rows, draws=DRAWS)]


@given(data=st.data(), case=CASES)
def test_a_moved_ranking_is_that_of_the_changed_case(data: st.DataObject, case: Case) -> None:
    several = data.draw(changes(case))
    changed = fitting(case, several)
    moved = Ranking.of(OutcomeSpace(case), draws=DRAWS).moved(several)
    alike(moved, Ranking.of(OutcomeSpace(changed), draws=DRAWS))


@few
@given(data=st.data(), case=CASES)
def test_moves_one_after_the_other_are_one_move(data: st.DataObject, case: Case) -> None:
    several = data.draw(changes(case))
    fitting(case, several)
    start = Ranking.of(OutcomeSpace(case), draws=DRAWS)
    step = start
    for change in several:
        fitting(step.space.case, (change,))
        step = step.moved(change)
    alike(step, start.moved(several))


@pytest.mark.parametrize("name", ["gaza-2024", "two-rivers"])
def test_a_bundled_case_is_ranked_and_moved_as_odds_would(name: str) -> None:
    case = example(name)
    ranking = Ranking.of(OutcomeSpace(case), draws=DRAWS)
    found = odds(OutcomeSpace(case), draws=DRAWS, top=3)
    assert tuple(p.package for p in ranking.best(3)) == found.best
    slider = ranking.sliders(1)[0]
    change = Change(path=slider.path, value=(slider.low, slider.low, slider.likely))
    moved = ranking.moved(change)
    alike(moved, Ranking.of(OutcomeSpace(apply(case, [change])), draws=DRAWS))


def test_a_reading_that_was_chosen_stays_chosen() -> None:
    case = example("gaza-2024")
    path, names = next((path, names) for path, names in reading_choices(case) if "approval." in path)
    party = path.removeprefix("approval.")
    base = case.party(party).approval.base.id
    chosen = {party: next(name for name in names if name != base)}
    change = Change(path="preferences.israel-pm.reservation", value=(0.3, 0.4, 0.6))
    moved = Ranking.of(OutcomeSpace(case, readings=chosen), draws=8).moved(change)
    alike(moved, Ranking.of(OutcomeSpace(apply(case, [change]), readings=chosen), draws=8))
    assert dict(moved.basis.readings)[party] == chosen[party]


def test_only_what_a_change_touches_is_worked_out_anew() -> None:
    ranking = Ranking.of(OutcomeSpace(example("gaza-2024")), draws=DRAWS)
    moved = ranking.moved(Change(path="preferences.israel-pm.reservation", value=(0.3, 0.4, 0.6)))
    changed = [
        ranking.space.leaves[a]
        for a, plane in moved.planes.leaves.items()
        if plane.words is not ranking.planes.leaves[a].words
    ]
    assert [(leaf.kind, leaf.name) for leaf in changed] == [("gain", "israel-pm")]


def test_untouched_numbers_keep_their_draws_while_a_range_moves() -> None:
    ranking = Ranking.of(OutcomeSpace(example("two-rivers")), draws=DRAWS)
    slider = next(s for s in ranking.sliders() if s.kind == "reservation" and s.low < s.high)
    moved = ranking.moved(Change(path=slider.path, value=(slider.low, slider.low, slider.high)))
    before, after = ranking.space.numbers, moved.space.numbers
    cube = np.random.default_rng(0).random((8, before.dims))
    differ = (before.draw(cube)[0] != after.draw(cube)[0]).any(axis=0)
    assert [before.paths[k] for k in np.flatnonzero(differ)] == [slider.path]


@few
@given(case=small_cases(uncertain=True))
def test_who_refuses_most_often_says_yes_least_often(case: Case) -> None:
    space = OutcomeSpace(case)
    for ranked in Ranking.of(space, draws=DRAWS).best(3):
        yes = {a: c.share for a, c in ranked.package.actors if a in asked_actors(space)}
        least = min(yes.values())
        assert ranked.refusal.share == 1 - least
        assert ranked.refuses == (tuple(sorted(a for a in yes if yes[a] == least)) if least < 1 else ())


@few
@given(case=small_cases(uncertain=True))
def test_packages_that_are_counted_anew_rank_alike(case: Case) -> None:
    kept = Ranking.of(OutcomeSpace(case), draws=DRAWS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_KEPT", -1)
        anew = Ranking.of(OutcomeSpace(case), draws=DRAWS)
    assert anew.planes is None
    assert "anew" in anew.method
    alike(kept, anew)


@few
@given(data=st.data(), case=small_cases(uncertain=True))
def test_candidates_are_ranked_and_moved_as_odds_ranks_them(data: st.DataObject, case: Case) -> None:
    several = data.draw(changes(case))
    changed = fitting(case, several)
    space = OutcomeSpace(case.with_(constraints=()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_LIMIT", 1)
        patch.setattr("detente.analysis.odds._LIMIT", 1)
        ranking = Ranking.of(space, draws=DRAWS)
        found = odds(space, draws=DRAWS, top=3)
        assert tuple(p.package for p in ranking.best(3)) == found.best
        assert "frontier" in ranking.method
        moved = ranking.moved(several)
        alike(moved, Ranking.of(OutcomeSpace(changed.with_(constraints=())), draws=DRAWS))
        assert moved.scatter(n=9).shown <= len(moved.counts)
        assert len(moved.bridges(2)) >= 1


def test_a_space_of_ten_to_the_twenty_is_ranked_by_candidates() -> None:
    case = _large()
    ranking = Ranking.of(OutcomeSpace(case), draws=8)
    assert ranking.space.packages == 10**20
    assert 0 < len(ranking.counts) <= 5000
    moved = ranking.moved(Change(path="preferences.a.reservation", value=(0.1, 0.2, 0.7)))
    assert moved.zone_odds.share <= ranking.zone_odds.share
    assert moved.best(1)[0].package.offer.number < 10**20


def _large() -> Case:
    """Two parties that rank ten options of twenty issues in opposite order, weights apart."""
    from detente.case.model import Issue, Option, Party
    from detente.case.preferences import DatedRange, Preferences
    from detente.case.procedure import Approval, Reading, Says

    issues = tuple(
        Issue(id=f"i{k:02}", name="", options=tuple(Option(id=f"o{n}", name="") for n in range(10)))
        for k in range(20)
    )

    def wants(actor: str, *, up: bool) -> Preferences:
        order = range(10) if up else range(9, -1, -1)
        return Preferences(
            actor=actor,
            weights=tuple((i.id, Range.of(0.05)) for i in issues),
            scores=tuple(
                (i.id, tuple((o.id, Range.of(n / 10)) for o, n in zip(i.options, order, strict=True)))
                for i in issues
            ),
            reservation=(DatedRange(range=Range(low=0.1, likely=0.2, high=0.3)),),
        )

    return Case(
        id="large",
        title="large",
        issues=issues,
        parties=tuple(
            Party(
                id=p,
                name=p,
                principal=p,
                approval=Approval(readings=(Reading(id="self", rule=Says(actor=p)),)),
            )
            for p in "ab"
        ),
        preferences=(wants("a", up=True), wants("b", up=False)),
    )


def test_a_change_that_does_not_fit_is_refused() -> None:
    ranking = Ranking.of(OutcomeSpace(example("panama-canal-1974")), draws=8)
    with pytest.raises(CaseError, match="panamas"):
        ranking.moved(Change(path="preferences.panamas.reservation", value=1))


def test_weights_that_are_all_zero_are_refused() -> None:
    ranking = Ranking.of(OutcomeSpace(_large()), draws=8)
    zero = tuple(Change(path=f"preferences.a.weights.i{k:02}", value=0) for k in range(20))
    with pytest.raises(CaseError, match="every weight is zero"):
        ranking.moved(zero)


def test_an_answer_is_one_line_and_plain_data() -> None:
    ranking = Ranking.of(OutcomeSpace(example("gaza-2024")), draws=8)
    told = ranking.answer(2)
    assert "\n" not in str(told)
    assert json.loads(json.dumps(ranking.as_dict(2))) == json.loads(json.dumps(told.as_dict()))
    assert told.basis.draws == len(ranking.sizes) == 8
    assert told.ranked == told.packages == ranking.space.packages
    assert [str(p).count("\n") for p in told.best] == [0, 0]


@pytest.mark.parametrize("name", ["gaza-2024", "panama-canal-1974"])
def test_a_ranked_package_hangs_on_and_departs_from_what_bridge_says(name: str) -> None:
    space = OutcomeSpace(example(name))
    ranking, found = Ranking.of(space, draws=64), bridge(space, draws=64)
    told = [(one.text, one.changes, (one.hinge,) if one.hinge else ()) for one in ranking.bridges(5)]
    assert told == [(one.text, one.changes, one.hinges[:1]) for one in found.best]
    assert ranking.package(found.best[0].package.offer.number) == found.best[0]


def test_a_number_that_no_package_has_is_refused() -> None:
    ranking = Ranking.of(OutcomeSpace(example("panama-canal-1974")), draws=8)
    for number in (-1, 1024):
        with pytest.raises(UnknownName, match="no package has the number"):
            ranking.package(number)
