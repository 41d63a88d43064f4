"""Results as plain data and as one line."""

import json
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

import numpy as np
import pytest

from detente.analysis.results import Chance, Finding, Offer, plain


class Colour(Enum):
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Finding):
    when: date
    points: object


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2024, 7, 3), "2024-07-03"),
        (Fraction(1, 3), "1/3"),
        (Colour.RED, "red"),
        (np.float64(0.5), 0.5),
        (np.array([[1, 2]]), [[1, 2]]),
        ({3: (1,)}, {"3": [1]}),
        (frozenset({"b", "a"}), ["a", "b"]),
        ("text", "text"),
        (None, None),
    ],
)
def test_any_value_becomes_plain_data(value: object, expected: object) -> None:
    assert plain(value) == expected
    json.dumps(plain(value))


def test_a_finding_says_its_kind_first() -> None:
    found = Told(when=date(2024, 7, 3), points=(Chance(share=0.25, error=0.01),))
    assert found.as_dict() == {
        "result": "Told",
        "when": "2024-07-03",
        "points": [{"share": 0.25, "error": 0.01}],
    }


def test_a_chance_is_told_in_per_cent() -> None:
    assert str(Chance(share=0.1234, error=0.0056)) == "12.3 % ± 0.6"


def test_an_offer_is_told_issue_by_issue() -> None:
    assert str(Offer(number=0, terms=(("i", "x"), ("j", "y")))) == "i=x, j=y"
