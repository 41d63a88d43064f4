"""Sobol' indices against closed forms, flip points against re-evaluation on changed cases."""

from fractions import Fraction
from importlib.util import find_spec

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.analysis.flips import Flip, flips_of_package, flips_of_zone
from detente.analysis.sensitivity import sensitivity
from detente.analysis.space import OutcomeSpace
from detente.case.change import apply
from detente.case.library import example
from detente.case.model import Case, Change, Issue, Option, Party
from detente.case.preferences import DatedRange, Preferences, Range
from detente.case.procedure import Approval, Reading, Says
from detente.errors import AnalysisError, MissingExtra
from small_cases import Plain, small_cases


def moved(case: Case, path: str, value: float) -> Plain:
    """The case with one number elsewhere; scores of an ordered issue kept in order as draws keep them."""
    changes = [Change(path=path, value=value)]
    parts = path.split(".")
    if "scores" in parts and case.issue(parts[3]).ordered:
        scores = dict(case.preferences_of(parts[1]).scores)[parts[3]]
        likely = [number.likely for _, number in scores]
        rising, falling = likely == sorted(likely), likely == sorted(likely, reverse=True)
        held = [value if option == parts[4] else number.likely for option, number in scores]
        for k in range(1, len(held)) if rising or falling else ():
            held[k] = (max if rising else min)(held[k - 1], held[k])
        stem = ".".join(parts[:4])
        changes = [Change(path=f"{stem}.{o}", value=v) for (o, _), v in zip(scores, held, strict=True)]
    return Plain(apply(case, changes))


def check(case: Case, flip: Flip, answer) -> None:
    """The answers at the ends, and on both sides of the flip, are those of changed cases."""
    chance = flip.path.endswith((".holds", ".credibility", ".gives"))
    low, high = (0.0, 1.0) if chance else (flip.low, flip.high)
    assert answer(moved(case, flip.path, low)) == flip.at_low
    assert answer(moved(case, flip.path, high)) == flip.at_high
    if flip.at is None or chance:
        return
    step = 1e-7
    around = [flip.at - step, flip.at, flip.at + step]
    answers = {answer(moved(case, flip.path, x)) for x in around if flip.low <= x <= flip.high}
    assert answers == {True, False}
    between = flip.likely + (flip.at - flip.likely) * 0.999
    assert answer(moved(case, flip.path, between)) == flip.now


@settings(max_examples=30)
@given(case=small_cases(uncertain=True), pick=st.integers(0, 1000))
def test_a_flip_of_a_package_is_where_changed_cases_change_their_answer(case: Case, pick: int) -> None:
    space = OutcomeSpace(case)
    package = space.package_at(pick % space.packages)
    terms = space.terms(package)
    for flip in flips_of_package(space, package):
        assert flip.now == Plain(case).passes(terms)
        check(case, flip, lambda plain: plain.passes(terms))


@settings(max_examples=25)
@given(case=small_cases(uncertain=True))
def test_a_flip_of_the_zone_is_where_changed_cases_open_or_shut_it(case: Case) -> None:
    for flip in flips_of_zone(OutcomeSpace(case)):
        check(case, flip, lambda plain: bool(plain.zone()))


@settings(max_examples=30)
@given(case=small_cases(uncertain=True), pick=st.integers(0, 1000))
def test_a_number_without_a_flip_keeps_the_answer_everywhere(case: Case, pick: int) -> None:
    space = OutcomeSpace(case)
    package = space.package_at(pick % space.packages)
    terms = space.terms(package)
    for flip in flips_of_package(space, package):
        if flip.at is None and not flip.path.endswith((".holds", ".credibility", ".gives")):
            for part in (0.25, 0.5, 0.75):
                x = flip.low + part * (flip.high - flip.low)
                assert moved(case, flip.path, x).passes(terms) == flip.now


def alone(reservations: dict[str, Range]) -> OutcomeSpace:
    """One package worth 1/2 to each party, whose reservations are uncertain."""
    issue = Issue(id="i", name="i", options=(Option(id="x", name="x"),))
    parties = tuple(
        Party(
            id=p,
            name=p,
            principal=p,
            approval=Approval(readings=(Reading(id="self", rule=Says(actor=p)),)),
        )
        for p in reservations
    )
    wants = tuple(
        Preferences(
            actor=p,
            weights=(("i", Range.of(1)),),
            scores=(("i", (("x", Range.of(0.5)),)),),
            reservation=(DatedRange(range=asks),),
        )
        for p, asks in reservations.items()
    )
    return OutcomeSpace(Case(id="alone", title="alone", issues=(issue,), parties=parties, preferences=wants))


def test_the_only_uncertain_number_explains_everything() -> None:
    found = sensitivity(alone({"a": Range(low=0.2, likely=0.5, high=0.8), "b": Range.of(0.1)})).package
    only = found.by_number[0]
    assert only.name == "preferences.a.reservation"
    assert abs(only.first - 1) < 3 * only.first_error + 0.02
    assert abs(only.total - 1) < 3 * only.total_error + 0.02


def test_two_equal_doubts_have_the_indices_of_the_closed_form() -> None:
    """Passing is a product of two yes-or-no answers of chance p: first p / (1 + p), total 1 / (1 + p)."""
    doubt = Range(low=0.2, likely=0.45, high=0.8)
    p = 1 - 0.3**2 / (0.6 * 0.35)
    found = sensitivity(alone({"a": doubt, "b": doubt}), draws=4096).package
    assert abs(found.mean - p * p) < 0.02
    for index in found.by_number:
        assert abs(index.first - p / (1 + p)) < 4 * index.first_error
        assert abs(index.total - 1 / (1 + p)) < 4 * index.total_error
        assert 0 < index.first_error < 0.1
    assert abs(found.by_kind[0].first - 1) < 0.05


def test_a_number_that_does_not_matter_has_no_share() -> None:
    doubt, far = Range(low=0.2, likely=0.5, high=0.8), Range(low=0.0, likely=0.1, high=0.2)
    found = sensitivity(alone({"a": doubt, "b": far})).package
    other = next(index for index in found.by_number if "b" in index.name.split("."))
    assert (other.first, other.total) == (0, 0)
    assert [flip.at for flip in found.flips] == [0.5, None]


def test_an_answer_that_never_changes_has_no_indices() -> None:
    far = Range(low=0.0, likely=0.1, high=0.2)
    found = sensitivity(alone({"a": far, "b": far}))
    assert not found.package.varies
    assert found.package.by_number == ()
    assert "never changes" in str(found)


def test_without_ranges_nothing_is_uncertain() -> None:
    found = sensitivity(OutcomeSpace(example("panama-canal-1974")))
    assert not found.package.varies
    assert found.package.flips == ()


def test_the_same_seed_gives_the_same_answer() -> None:
    doubt = Range(low=0.2, likely=0.4, high=0.8)
    space = alone({"a": doubt, "b": doubt})
    assert sensitivity(space, seed=3, draws=64) == sensitivity(space, seed=3, draws=64)
    assert sensitivity(space, seed=3, draws=64) != sensitivity(space, seed=4, draws=64)


@pytest.mark.skipif(find_spec("SALib") is not None, reason="SALib is installed")
def test_without_salib_its_method_names_the_extra() -> None:
    with pytest.raises(MissingExtra, match=r"SALib is not installed"):
        sensitivity(alone({"a": Range(low=0.2, likely=0.4, high=0.8)}), method="salib")


@pytest.mark.skipif(find_spec("SALib") is None, reason="SALib is an extra")
def test_salib_and_scipy_agree() -> None:
    doubt = Range(low=0.2, likely=0.4, high=0.8)
    space = alone({"a": doubt, "b": doubt})
    ours, theirs = sensitivity(space).package, sensitivity(space, method="salib").package
    for left, right in zip(ours.by_number, theirs.by_number, strict=True):
        assert left.name == right.name
        assert abs(left.first - right.first) < 0.01
        assert abs(left.total - right.total) < 0.01


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(AnalysisError, match="no method called 'guess'"):
        sensitivity(alone({"a": Range.of(0.4)}), method="guess")


def test_the_flip_of_a_weight_takes_the_rescaling_into_account() -> None:
    """Scores 1 and 0 with weights x and 2: utility x / (x + 2) reaches 1/2 at x = 2."""
    space = alone({"a": Range.of(0.5)})
    issues = (*space.case.issues, Issue(id="j", name="j", options=(Option(id="y", name="y"),)))
    wants = Preferences(
        actor="a",
        weights=(("i", Range(low=1, likely=3, high=4)), ("j", Range.of(2))),
        scores=(("i", (("x", Range.of(1)),)), ("j", (("y", Range.of(0)),))),
        reservation=(DatedRange(range=Range.of(0.5)),),
    )
    space = OutcomeSpace(space.case.with_(issues=issues, preferences=(wants,)))
    (flip,) = flips_of_package(space, space.package_at(0))
    assert Fraction(flip.at) == 2
    assert (flip.at_low, flip.now, flip.at_high) == (False, True, True)
