"""Odds against closed forms and loops over draws; error bars that say what they should."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from ruamel.yaml import YAML

from detente.analysis.basis import SCRAMBLES, chance, cube_of
from detente.analysis.odds import Odds, odds, odds_of
from detente.analysis.space import OutcomeSpace
from detente.case.model import Case, Issue, Option, Party
from detente.case.preferences import DatedRange, Interaction, Preferences, Range
from detente.case.procedure import Approval, Reading, Says
from small_cases import Plain, small_cases


def party(name: str) -> Party:
    rule = Approval(readings=(Reading(id="self", rule=Says(actor=name)),))
    return Party(id=name, name=name, principal=name, approval=rule)


def issue(name: str, *options: str) -> Issue:
    return Issue(id=name, name=name, options=tuple(Option(id=o, name=o) for o in options))


def one_package(*asks: Range) -> OutcomeSpace:
    """A single package worth 1/2 to each of some parties."""
    names = "abc"[: len(asks)]
    wants = tuple(
        Preferences(
            actor=p,
            weights=(("i", Range.of(1)),),
            scores=(("i", (("x", Range.of(0.5)),)),),
            reservation=(DatedRange(range=r),),
        )
        for p, r in zip(names, asks, strict=True)
    )
    parties = tuple(party(p) for p in names)
    return OutcomeSpace(
        Case(id="one", title="one", parties=parties, issues=(issue("i", "x"),), preferences=wants)
    )


def best(space: OutcomeSpace, **how: int) -> tuple[float, float]:
    found = odds(space, **how).best[0].odds
    return found.share, found.error


DOUBT = Range(low=0.2, likely=0.45, high=0.8)
PASSES = 1 - 0.3**2 / (0.6 * 0.35)  # the triangular distribution function of DOUBT at 1/2


def test_one_uncertain_reservation_gives_the_triangular_chance() -> None:
    share, error = best(one_package(DOUBT), draws=1024)
    assert abs(share - PASSES) <= 4 * error + 1 / 1024
    assert 0 < error < 0.01


def test_independent_doubts_multiply() -> None:
    share, error = best(one_package(DOUBT, DOUBT), draws=2048)
    assert abs(share - PASSES**2) <= 4 * error
    assert error > 0


def test_doubts_of_one_driver_count_once() -> None:
    driven = Range(low=0.2, likely=0.45, high=0.8, driver="resolve")
    share, error = best(one_package(driven, driven, driven), draws=1024)
    assert abs(share - PASSES) <= 4 * error + 1 / 1024


def test_error_bars_cover_the_truth_about_as_often_as_they_should() -> None:
    space = one_package(DOUBT, DOUBT, DOUBT)
    off = [(share - PASSES**3) / error for s in range(60) for share, error in [best(space, draws=64, seed=s)]]
    assert 0.5 < np.mean(np.abs(off) < 1) < 0.85
    assert np.mean(np.abs(off) < 3) > 0.95


def test_a_certain_answer_has_no_error() -> None:
    assert best(one_package(Range.of(0.4))) == (1.0, 0.0)
    assert best(one_package(Range.of(0.6))) == (0.0, 0.0)
    assert best(one_package(Range(low=0, likely=0.1, high=0.5))) == (1.0, 0.0)


def test_more_draws_narrow_the_error() -> None:
    space = one_package(DOUBT, DOUBT)
    few = np.mean([best(space, draws=64, seed=s)[1] for s in range(20)])
    many = np.mean([best(space, draws=4096, seed=s)[1] for s in range(20)])
    assert many < few / 3


@settings(max_examples=30)
@given(case=small_cases())
def test_without_ranges_odds_are_the_zone(case: Case) -> None:
    certain = _certain(case)
    space = OutcomeSpace(certain)
    zone = Plain(certain).zone()
    found = odds(space, draws=8, top=1000)
    assert (found.any.share, found.any.error) == (float(bool(zone)), 0.0)
    assert {size for _, size in found.zone_sizes} == {float(len(zone))}
    assert all(p.odds.share in {0.0, 1.0} for p in found.best)


def _certain(case: Case) -> Case:
    """The case with every ordered issue free, so that scores out of order are drawn as they stand."""
    issues = tuple(i.id for i in case.issues)
    wants = tuple(
        Preferences(
            actor=p.actor,
            measure=p.measure,
            weights=p.weights,
            scores=p.scores,
            free_scores=issues,
            interactions=p.interactions,
            reservation=p.reservation,
        )
        for p in case.preferences
    )
    return case.with_(preferences=wants, exit_threats=(), consents=())


@settings(max_examples=30)
@given(case=small_cases(uncertain=True))
def test_odds_lie_below_those_of_every_party_that_all_must_agree(case: Case) -> None:
    space = OutcomeSpace(case.with_(deal_rule=None))
    for found in odds(space, draws=32).best:
        assert all(found.odds.share <= share.share + 1e-12 for _, share in found.parties)


@settings(max_examples=30)
@given(case=small_cases(uncertain=True))
def test_some_package_passes_at_least_as_often_as_the_best(case: Case) -> None:
    space = OutcomeSpace(case)
    cube = cube_of(space, 32, 5)
    program = space.program()[0]
    from detente.kernels import approval

    every = space.rows(np.arange(space.packages))
    passed = approval.passes_selected(space.drawn(cube), program.only(0), every)[0]
    found = odds(space, draws=32, seed=5)
    assert found.any.share == chance(passed.any(axis=1)).share
    sizes = np.sort(passed.sum(axis=1))
    assert dict(found.zone_sizes)["50 %"] == np.quantile(sizes, 0.5, method="inverted_cdf")


def test_the_same_seed_gives_the_same_odds_and_another_does_not() -> None:
    space = one_package(DOUBT, DOUBT)

    def ask(seed: int) -> Odds:
        return odds(OutcomeSpace(space.case), draws=64, seed=seed)

    assert ask(0) == ask(0)
    assert ask(0) != ask(1)


def test_no_packages_have_no_odds() -> None:
    space = one_package(DOUBT)
    assert odds_of(space, np.zeros((0, 1), dtype=np.int64)) == ()


def test_draws_are_rounded_up_to_full_scramblings() -> None:
    space = one_package(DOUBT)
    assert len(cube_of(space, 100, 0)) == 128
    assert len(cube_of(space, 1, 0)) == SCRAMBLES
    assert cube_of(one_package(Range.of(0.1)), 1000, 0).shape == (SCRAMBLES, 0)


def test_an_error_is_that_of_the_mean_over_scramblings() -> None:
    passed = np.zeros((4, SCRAMBLES), dtype=bool)
    passed[:, :4] = True
    found = chance(passed.reshape(-1))
    assert found.share == 0.5
    assert found.error == pytest.approx(np.std([1] * 4 + [0] * 4, ddof=1) / np.sqrt(8))


def ratifier_of_unknown_type(lowest: float) -> OutcomeSpace:
    """A setter proposes x; the ratifier, of type v uniform on [lowest, 1], passes it when v <= (x + 1) / 2.

    The middle of three ranked options has a uniform score s, so that v = 1 - (1 - lowest) s.
    """
    steps = [k / 20 for k in range(21)]
    terms = issue("x", *(f"{x:.2f}" for x in steps))
    kinds = Issue(
        id="type",
        name="type",
        options=tuple(Option(id=o, name=o, available=o == "middle") for o in ("top", "middle", "bottom")),
    )
    setter = Preferences(
        actor="setter",
        measure="points",
        weights=(("x", Range.of(1)), ("type", Range.of(0))),
        scores=(
            ("x", tuple((f"{x:.2f}", Range.of(round(1 - x, 2))) for x in steps)),
            ("type", tuple((o.id, Range.of(0)) for o in kinds.options)),
        ),
    )
    ratifier = Preferences(
        actor="ratifier",
        measure="points",
        weights=(("x", Range.of(0)), ("type", Range.of(round(1 - lowest, 2)))),
        scores=(("x", tuple((f"{x:.2f}", Range.of(0)) for x in steps)),),
        score_order=(("type", (("top",), ("middle",), ("bottom",))),),
        interactions=tuple(
            Interaction(id=f"at-{x:.2f}", when=(("x", (f"{x:.2f}",)),), adds=Range.of(round((x + 1) / 2, 3)))
            for x in steps
        ),
        reservation=(DatedRange(range=Range.of(1)),),
    )
    parties = (party("setter"), party("ratifier"))
    return OutcomeSpace(
        Case(id="u", title="u", parties=parties, issues=(terms, kinds), preferences=(setter, ratifier))
    )


@pytest.mark.parametrize("interval", ["[0.5,1]", "[0.6,1]", "[0,1]"])
def test_a_setter_that_does_not_know_the_ratifier_proposes_as_the_closed_form(
    shared: Path, interval: str
) -> None:
    known = YAML(typ="safe").load((shared / "known" / "closed_forms.yaml").read_text(encoding="utf-8"))
    game = next(m for m in known["results"] if m["id"] == "uncertain_ratifier")
    expected = {point["name"]: point["expect"] for point in game["points"]}
    space = ratifier_of_unknown_type(float(interval[1:].split(",", maxsplit=1)[0]))
    found = odds_of(space, space.rows(np.arange(space.packages)), draws=4096)
    worth = [p.odds.share * dict(p.offer.utilities)["setter"] for p in found]
    named = found[int(np.argmax(worth))]
    assert abs(float(dict(named.offer.terms)["x"]) - expected[f"v~U{interval} x"]) <= 0.05
    at = next(p for p in found if float(dict(p.offer.terms)["x"]) == expected[f"v~U{interval} x"])
    assert abs(at.odds.share - expected[f"v~U{interval} p"]) <= 4 * at.odds.error + 2 / 4096
