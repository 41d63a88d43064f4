"""Draws have the distributions that the pages promise, and odds the errors that they state.

Chances are compared with closed forms, or with many more draws, within four standard errors.
"""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from detente.analysis.basis import cube_of, sobol_points
from detente.analysis.numbers import Numbers
from detente.analysis.odds import odds, odds_of
from detente.analysis.space import OutcomeSpace
from detente.case.library import example
from detente.case.model import Case, Issue, Option, Party
from detente.case.preferences import DatedRange, Preferences, Range, RedLine
from detente.case.procedure import Approval, Reading, Says
from detente.errors import CaseError
from full_cases import full_case


def below(x: np.ndarray, low: float, likely: float, high: float) -> np.ndarray:
    """The chance that a triangular number is below x, from its density."""
    left = np.where(x < likely, (x - low) ** 2 / ((high - low) * max(likely - low, 1e-300)), 0)
    right = np.where(x < likely, 0, 1 - (high - x) ** 2 / ((high - low) * max(high - likely, 1e-300)))
    return left + right


def case_of(*wants: Preferences, issues: int = 3, options: int = 2) -> Case:
    table = tuple(
        Issue(id=f"i{k}", name="i", options=tuple(Option(id=f"o{n}", name="o") for n in range(options)))
        for k in range(issues)
    )
    parties = tuple(
        Party(
            id=w.actor,
            name=w.actor,
            principal=w.actor,
            approval=Approval(readings=(Reading(id="only", rule=Says(actor=w.actor), base=True),)),
        )
        for w in wants
    )
    return Case(id="d", title="d", issues=table, preferences=wants, parties=parties)


@pytest.mark.parametrize("uncertain", range(700, 712))
def test_every_number_without_order_or_sum_is_triangular_on_its_range(uncertain: int) -> None:
    numbers = Numbers(full_case(uncertain, uncertain=True))
    cube = np.random.default_rng(uncertain).random((40_000, numbers.dims))
    values, _ = numbers.draw(cube)
    for k, (path, r) in enumerate(zip(numbers.paths, numbers.ranges, strict=True)):
        if r.fixed or ".weights." in path or ".scores." in path:
            continue
        for x in (r.low + (r.high - r.low) * share for share in (0.1, 0.3, 0.5, 0.8)):
            expected = float(below(np.array(x), r.low, r.likely, r.high))
            assert abs((values[:, k] < x).mean() - expected) <= 4 * np.sqrt(0.25 / len(cube)), path


def ranked(*groups: tuple[str, ...]) -> tuple[Numbers, list[str]]:
    numbers = Numbers(case_of(Preferences(actor="a", weight_order=groups)))
    return numbers, [f"preferences.a.weights.{issue}" for group in groups for issue in group]


@pytest.mark.parametrize("groups", [(("i0",), ("i1", "i2")), (("i0", "i1"), ("i2",)), (("i0", "i1", "i2"),)])
def test_the_likely_weights_of_a_ranking_with_equals_are_the_mean_of_all_that_fit(groups) -> None:
    numbers, paths = ranked(*groups)
    rng = np.random.default_rng(0)
    sizes = [len(group) for group in groups]
    ends = np.cumsum(sizes)
    mixed = rng.dirichlet(np.ones(len(groups)), size=100_000)
    each = np.array(
        [[(1 / ends[k]) if rank <= k else 0 for rank in range(len(groups))] for k in range(len(groups))]
    )
    expected = np.repeat((mixed @ each).mean(axis=0), sizes)
    likely, _ = numbers.likely()
    assert np.allclose([float(likely[numbers.index[p]]) for p in paths], expected, atol=0.003)


def test_ranked_weights_with_equals_have_exact_likely_values() -> None:
    numbers, paths = ranked(("i0",), ("i1", "i2"))
    likely, _ = numbers.likely()
    assert [likely[numbers.index[p]] for p in paths] == [Fraction(2, 3), Fraction(1, 6), Fraction(1, 6)]


def test_ranked_weights_with_equals_are_uniform_on_all_that_fit() -> None:
    numbers, paths = ranked(("i0",), ("i1", "i2"))
    values, _ = numbers.draw(np.random.default_rng(1).random((40_000, numbers.dims)))
    first = values[:, numbers.index[paths[0]]]
    for x in (0.4, 0.5, 2 / 3, 0.9):  # all that fit: w0 from 1/3 to 1, the others share the rest
        assert abs((first < x).mean() - (x - 1 / 3) / (2 / 3)) < 4 * np.sqrt(0.25 / 40_000)


def test_ranked_weights_are_uniform_on_the_ordered_simplex() -> None:
    numbers, paths = ranked(("i1",), ("i0",), ("i2",))
    values, _ = numbers.draw(np.random.default_rng(2).random((60_000, numbers.dims)))
    drawn = values[:, [numbers.index[p] for p in paths]]
    sorted_ = np.sort(np.random.default_rng(3).dirichlet([1, 1, 1], size=60_000), axis=1)[:, ::-1]
    for column in range(3):
        for x in np.quantile(sorted_[:, column], [0.1, 0.4, 0.7, 0.95]):
            difference = (drawn[:, column] < x).mean() - (sorted_[:, column] < x).mean()
            assert abs(difference) < 4 * np.sqrt(2 * 0.25 / 60_000)


def test_two_numbers_of_one_path_are_refused() -> None:
    issues = (
        Issue(id="a", name="a", options=(Option(id="b.c", name="o"),)),
        Issue(id="a.b", name="b", options=(Option(id="c", name="o"),)),
    )
    scores = tuple((i.id, tuple((o.id, Range.of(1)) for o in i.options)) for i in issues)
    wants = Preferences(actor="x", measure="points", scores=scores)
    with pytest.raises(CaseError, match="two numbers have the path"):
        Numbers(Case(id="n", title="n", issues=issues, preferences=(wants,)))


def one_issue(asks: Range, line: Range | None = None, driver: str = "") -> Preferences:
    score = Range(low=0.2, likely=0.6, high=0.8, driver=driver)
    red = (RedLine(id="r", never=(("i0", ("o0",)),), holds=line),) if line else ()
    return Preferences(
        actor=driver or "a",
        weights=(("i0", Range.of(1)),),
        scores=(("i0", (("o0", score), ("o1", Range.of(0)))),),
        reservation=(DatedRange(range=asks),),
        red_lines=red,
    )


def test_odds_of_one_demand_are_the_closed_form() -> None:
    case = case_of(one_issue(Range.of(0.5), Range(low=0.1, likely=0.2, high=0.6)), issues=1)
    space = OutcomeSpace(case)
    found = odds_of(space, np.array([[0]]), draws=1024)[0].odds
    expected = (1 - float(below(np.array(0.5), 0.2, 0.6, 0.8))) * (1 - 0.3)
    assert abs(found.share - expected) <= 4 * max(found.error, 1e-4)


def test_a_shared_driver_makes_two_parties_agree_together() -> None:
    asks = Range.of(0.5)
    pair = [one_issue(asks, driver="left"), one_issue(asks, driver="right")]
    apart = OutcomeSpace(case_of(*pair, issues=1))
    both = one_issue(asks, driver="left").scores
    joint = OutcomeSpace(case_of(pair[0], replace(pair[1], scores=both), issues=1))
    single = 1 - float(below(np.array(0.5), 0.2, 0.6, 0.8))
    for space, expected in ((apart, single**2), (joint, single)):
        found = odds_of(space, np.array([[0]]), draws=1024)[0].odds
        assert abs(found.share - expected) <= 4 * max(found.error, 1e-4)


@pytest.mark.parametrize("seed", [0, 9, 13])
def test_the_stated_errors_are_those_that_other_seeds_show(seed: int) -> None:
    space = OutcomeSpace(full_case(seed, uncertain=True))
    found = [odds(space, draws=128, seed=other, top=1) for other in range(40)]
    row = np.array([space.package(dict(found[0].best[0].offer.terms)).options])
    single = [odds_of(space, row, draws=128, seed=1000 + other)[0].odds for other in range(40)]
    for chances in ([f.any for f in found], single):
        spread = np.std([c.share for c in chances], ddof=1)
        stated = np.sqrt(np.mean([c.error**2 for c in chances]))
        assert 0.65 < spread / stated < 1.5


def test_the_best_package_is_not_flattered() -> None:
    space = OutcomeSpace(example("gaza-2024"))
    excess = []
    for seed in range(12):
        best = odds(space, draws=64, seed=seed, top=1).best[0]
        row = np.array([space.package(dict(best.offer.terms)).options])
        excess.append(best.odds.share - odds_of(space, row, draws=4096, seed=99)[0].odds.share)
    assert abs(np.mean(excess)) <= 4 * np.std(excess, ddof=1) / np.sqrt(len(excess))


def test_the_points_of_a_draw_are_the_same_bits_for_the_same_seed() -> None:
    space = OutcomeSpace(example("two-rivers"))
    assert cube_of(space, 64, 5).tobytes() == cube_of(space, 64, 5).tobytes()
    assert sobol_points(3, 64, 5).tobytes() != sobol_points(3, 64, 6).tobytes()
