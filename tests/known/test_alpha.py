"""Krippendorff's alpha comes out as published.

Nominal: K. Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", examples A to C. Unitizing: the
same, "Content Analysis" (2nd edition, 2004), p. 254; two observers, 300 units of length, two categories.
"""

import pytest

from detente.record.alpha import disjoint, nominal_alpha, unitizing_alpha

PUBLISHED = [
    ("two observers, two values", ["0100000010", "1110010000"], 0.095),
    ("two observers, five values", ["aabbdcccedda", "babbbccceddd"], 0.692),
    (
        "four observers, values missing",
        ["123321412...", "1233224125.3", ".3332342251.", "12332441251."],
        0.743,
    ),
]
FIRST = {"c": [(75, 145), (220, 250)], "k": [(30, 90), (150, 200)]}
SECOND = {"c": [(70, 150), (205, 225), (250, 270)], "k": [(30, 90), (150, 200)]}


@pytest.mark.parametrize(("coders", "alpha"), [case[1:] for case in PUBLISHED], ids=[c[0] for c in PUBLISHED])
def test_nominal_alpha_is_as_published(coders, alpha) -> None:
    units = [[None if value == "." else value for value in unit] for unit in zip(*coders, strict=True)]
    assert nominal_alpha(units) == pytest.approx(alpha, abs=0.0006)


@pytest.mark.parametrize(("category", "alpha"), [("c", 0.7286), ("k", 1.0)])
def test_unitizing_alpha_is_as_published(category, alpha) -> None:
    assert unitizing_alpha([(300, [FIRST[category], SECOND[category]])]) == pytest.approx(alpha, abs=0.0001)


def test_where_nothing_varies_alpha_says_nothing() -> None:
    assert nominal_alpha([["a", "a"], ["a", "a"]]) is None
    assert nominal_alpha([["a", None], [None, "b"]]) is None
    assert nominal_alpha([]) is None
    assert unitizing_alpha([]) is None
    assert unitizing_alpha([(10, [[], []])]) is None


def test_coders_who_mark_other_places_are_worse_than_chance() -> None:
    alpha = unitizing_alpha([(100, [[(0, 50)], [(50, 100)]])])
    assert alpha is not None
    assert alpha < 0


def test_units_that_overlap_are_joined_and_those_that_touch_are_not() -> None:
    assert disjoint([(0, 5), (5, 9), (8, 12)]) == ((0, 5), (5, 12))
