"""How large a game would be, before it is built."""

import pytest

from detente.accord.game.compile import compile_accord
from detente.accord.game.size import size_bound
from detente.accord.game.unfold import unfold
from detente.errors import SpaceTooLarge
from small_accords import three


@pytest.mark.parametrize("wording", ["lapses", "either", "mediator-open", "mediator-closed"])
@pytest.mark.parametrize(("tranches", "days"), [(1, 2), (3, 5), (4, 12)])
def test_the_bound_is_a_bound(wording: str, tranches: int, days: int) -> None:
    rules = compile_accord(three(tranches, days), wording=wording)
    assert unfold(rules).situations <= size_bound(rules).situations + 200


def test_what_cannot_fit_is_refused_before_it_is_built_and_says_what_to_coarsen() -> None:
    with pytest.raises(SpaceTooLarge, match="could have") as told:
        unfold(compile_accord(three(400, 2000)))
    assert "release (now 401)" in told.value.hint


def test_the_bound_names_its_largest_factors() -> None:
    assert "day (45)" in str(size_bound(compile_accord(three(11, 42))))
