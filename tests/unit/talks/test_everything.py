"""Everything that a brief tells of talks, from the same runs."""

import pytest

from detente.case.library import example
from detente.case.preferences import Range
from detente.errors import TalksError
from detente.talks.everything import analyse_talks
from detente.talks.influence.sensitivity import talks_sensitivity
from detente.talks.setting.values import Counter, Effect, Hazard, Setting
from detente.talks.simulate import simulate

CASE = example("panama-canal-1974")
STORM = Hazard(
    id="storm", name="A storm", rate=Range(low=0, likely=0.1, high=0.9), effects=(Effect(kind="ends"),)
)
FALLS = Counter(
    id="days-left", name="Days left", start=50, falls=Range.of(0.5), on="panama", adds=Range.of(0)
)
SETTING = Setting(id="storm", days=10, hazards=(STORM,), counters=(FALLS,))


def test_the_outlook_is_made_of_the_answers_of_the_single_questions() -> None:
    found = analyse_talks(CASE, runs=300, seed=5, setting=SETTING)
    assert found.result == simulate(CASE, runs=300, seed=5, setting=SETTING)
    assert found.sensitivity == talks_sensitivity(CASE, runs=300, seed=5, setting=SETTING)
    assert {one.base.runs for one in found.comparisons} == {12}
    assert found.basis == found.result.basis


def test_the_story_ends_as_most_runs_do_and_leaves_out_what_counters_lose() -> None:
    found = analyse_talks(CASE, runs=100, setting=SETTING)
    most = max(found.result.found.ends, key=lambda end: end[1].share)[0]
    assert most == "broke down"
    assert found.story[-1].strip() == "The talks break down."
    assert not any("one fewer" in line for line in found.story)


def test_every_number_of_the_setting_is_listed() -> None:
    paths = [path for path, _ in analyse_talks(CASE, runs=2, setting=SETTING).numbers]
    assert {"hazards.storm.rate", "counters.days-left.falls"} <= set(paths)


def test_progress_is_told() -> None:
    told: list[str] = []
    analyse_talks(CASE, runs=2, setting=SETTING, progress=lambda what, _, __: told.append(what))
    assert list(dict.fromkeys(told)) == ["runs", "what moves them", "what if"]


def test_zero_runs_are_refused() -> None:
    with pytest.raises(TalksError, match="at least 1"):
        analyse_talks(CASE, runs=0, setting=SETTING)
