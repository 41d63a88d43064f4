import numpy as np
import pytest

from detente.case.library import example
from detente.errors import MissingExtra
from detente.talks.learning.learn import learn, learn_from
from detente.talks.learning.made_up import made_up
from detente.talks.learning.nuts import nuts_available


@pytest.mark.skipif(nuts_available(), reason="NumPyro is installed")
def test_without_the_extra_the_command_that_installs_it_is_named() -> None:
    with pytest.raises(MissingExtra, match=r"detente\[bayes\]"):
        learn(example("two-rivers"), method="numpyro")


@pytest.mark.long
@pytest.mark.skipif(not nuts_available(), reason="NumPyro is not installed")
def test_both_methods_draw_from_the_same_posterior() -> None:
    case, record = made_up(issues=4, actors=2, count=60, seed=1)
    light = learn_from(case, record, draws=4000)
    other = learn_from(case, record, draws=2000, method="numpyro")
    assert other.diagnostics.settled
    for one, two in zip(light.numbers, other.numbers, strict=True):
        spread = (one.high - one.low) / 3.29
        assert abs(one.likely - two.likely) < 0.25 * spread, one.path
        assert abs(np.log((two.high - two.low) / (one.high - one.low))) < 0.2, one.path
