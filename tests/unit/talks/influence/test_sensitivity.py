"""Which number moves how talks go: found where there is one, and nothing where there is none."""

from dataclasses import replace

import numpy as np
import pytest

from detente.case.library import example
from detente.case.preferences import Range
from detente.errors import AnalysisError, MissingExtra
from detente.talks.influence import chosen
from detente.talks.influence.points import Points
from detente.talks.influence.sensitivity import talks_sensitivity
from detente.talks.setting.values import Delegation, Effect, Hazard, Mediation, Setting
from detente.talks.simulate import job_of, simulate

CASE = example("panama-canal-1974")
SLOW = Delegation(party="panama", answers=Range(low=0, likely=0.3, high=1))
STORM = Hazard(
    id="storm", name="A storm", rate=Range(low=0, likely=0.1, high=0.3), effects=(Effect(kind="ends"),)
)
BOTH = Setting(id="both", days=12, delegations=(SLOW,), hazards=(STORM,))
IDLE = replace(BOTH, delegations=(), hazards=(), mediation=Mediation(leak=Range(low=0, likely=0.1, high=0.9)))


def test_the_numbers_that_matter_stand_out_with_their_direction() -> None:
    deal = talks_sensitivity(CASE, runs=2000, setting=BOTH).outcome("deal")
    assert deal is not None
    assert [one.name for one in deal.outstanding] == ["delegations.panama.answers", "hazards.storm.rate"]
    slow, storm = deal.outstanding
    assert slow.low < deal.mean < slow.high
    assert storm.low > deal.mean > storm.high


def test_nothing_stands_out_where_nothing_matters() -> None:
    two = replace(IDLE, days=4)
    found = talks_sensitivity(CASE, runs=2000, setting=two)
    assert all(not one.outstanding for one in found.outcomes)
    assert "nothing stands out" in str(found) or dict(found.left_out)["deal"] == "it is the same in every run"


def test_the_runs_are_those_that_are_counted() -> None:
    deal = talks_sensitivity(CASE, runs=600, seed=3, setting=BOTH).outcome("deal")
    assert deal is not None
    assert deal.mean == pytest.approx(simulate(CASE, runs=600, seed=3, setting=BOTH).deals.share)


def test_the_same_seed_gives_the_same_answer() -> None:
    ask = {"runs": 400, "setting": BOTH}
    assert talks_sensitivity(CASE, seed=2, **ask) == talks_sensitivity(CASE, seed=2, **ask)


def test_what_few_runs_tell_of_is_left_out_with_the_reason() -> None:
    found = talks_sensitivity(CASE, runs=100, setting=BOTH)
    assert found.outcomes == ()
    assert dict(found.left_out)["deal"] == "100 runs tell of it, fewer than 200"


@pytest.mark.parametrize("method", ["pawn", "sobol"])
def test_without_uncertain_numbers_nothing_varies(method: str) -> None:
    found = talks_sensitivity(CASE, method=method, runs=300, setting=Setting(id="sure", days=5))
    assert dict(found.left_out)["deal"] in {"nothing varies from run to run", "it is the same in every run"}


def test_sobol_and_morris_agree_on_what_matters() -> None:
    pytest.importorskip("SALib")
    for method, runs in (("sobol", 11_000), ("morris", 3000)):
        deal = talks_sensitivity(CASE, method=method, runs=runs, setting=BOTH).outcome("deal")
        assert deal is not None
        assert {one.name for one in deal.outstanding} == {"delegations.panama.answers", "hazards.storm.rate"}


def test_a_number_that_does_nothing_has_an_index_of_nothing_at_chosen_points() -> None:
    both = replace(BOTH, mediation=IDLE.mediation)
    deal = talks_sensitivity(CASE, method="sobol", runs=3000, setting=both).outcome("deal")
    assert deal is not None
    assert {one.name: one.index for one in deal.numbers}["mediation.leak"] == 0


def test_numbers_beyond_the_runs_are_asked_about_together() -> None:
    case = example("two-rivers")
    short = Setting(id="short", days=2)
    deal = talks_sensitivity(case, method="sobol", runs=1100, setting=short).outcome("deal")
    assert deal is not None
    assert chosen.OTHERS in {one.name for one in deal.numbers}


def test_every_engine_gives_the_same_at_chosen_points() -> None:
    cube = np.array([[0.2, 0.9], [0.8, 0.1], [0.5, 0.5]])
    job = job_of(CASE, "single-text", setting=BOTH)
    quick = Points(replace(job, engine="numpy")).deals(cube)
    plain = Points(replace(job, engine="reference")).deals(cube)
    assert quick.tolist() == plain.tolist()


def test_an_unknown_method_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(AnalysisError, match="no method called 'guess'") as caught:
        talks_sensitivity(CASE, method="guess", setting=BOTH)
    assert "pawn, sobol, morris" in str(caught.value)


def test_too_few_runs_for_chosen_points_are_refused() -> None:
    with pytest.raises(AnalysisError, match="were asked for"):
        talks_sensitivity(CASE, method="sobol", runs=10, setting=BOTH)


def test_morris_without_its_extra_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chosen, "find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match="SALib is not installed"):
        talks_sensitivity(CASE, method="morris", setting=BOTH)
