"""Solutions on the published Panama points, and what a solution tells about itself."""

import json

import pytest

from detente.analysis.results import plain
from detente.analysis.solutions import SOLUTIONS, egalitarian, nash, utilitarian
from detente.analysis.space import OutcomeSpace
from detente.case.library import example


@pytest.fixture(scope="module")
def space() -> OutcomeSpace:
    return OutcomeSpace(example("panama-canal-1974"))


def test_the_table_is_in_alphabetical_order() -> None:
    assert list(SOLUTIONS) == sorted(SOLUTIONS)


def test_each_solution_says_its_concept_and_both_utilities(space: OutcomeSpace) -> None:
    for name, concept in SOLUTIONS.items():
        found = concept(space, disagreement=0)
        assert found is not None
        assert str(found).startswith(f"{name}: panama ")
        assert found.basis.exact
        assert found.basis.case == "panama-canal-1974"


def test_no_other_package_has_a_larger_product_or_sum(space: OutcomeSpace) -> None:
    from detente.analysis.basis import likely_utilities

    _, values = likely_utilities(space, space.rows(range(space.packages)))
    product, total = nash(space, disagreement=0), utilitarian(space, disagreement=0)
    least = egalitarian(space, disagreement=0)
    assert product is not None
    assert total is not None
    assert least is not None
    assert product.utilities[0] * product.utilities[1] == pytest.approx(values.prod(axis=1).max())
    assert sum(total.utilities) == pytest.approx(values.sum(axis=1).max())
    assert min(least.utilities) == pytest.approx(values.min(axis=1).max())


def test_a_solution_is_plain_data(space: OutcomeSpace) -> None:
    found = nash(space, disagreement=0)
    assert found is not None
    told = json.loads(json.dumps(found.as_dict()))
    assert told["result"] == "Solution"
    assert told["offer"]["terms"] == plain(found.offer.terms)
    assert told["count"] == len(told["ties"])
