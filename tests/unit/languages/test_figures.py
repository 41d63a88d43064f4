"""Numbers as a language writes them."""

import pytest

from detente.languages import speaking
from detente.languages.figures import number_text, percent


@pytest.mark.parametrize("code", ["ar", "he"])
def test_a_sign_stays_on_its_side_of_a_number_where_text_runs_from_the_right(code: str) -> None:
    with speaking(code):
        assert percent(0.66) == "\u200e66%"
        assert number_text(-0.28, 2) == "\u200e\u22120.28"
        assert number_text(0.28, 2) == "0.28"


def test_a_sign_needs_no_mark_where_text_runs_from_the_left() -> None:
    with speaking("fr"):
        assert "\u200e" not in percent(0.66) + number_text(-0.28, 2)
