"""What if: the changes that a setting suggests, each against the base on the same numbers."""

import pytest

from detente.case.library import example
from detente.case.model import Change
from detente.case.preferences import Range
from detente.errors import TalksError, UnknownName
from detente.talks.influence.what_ifs import default_changes, what_ifs
from detente.talks.setting.changes import apply_talks
from detente.talks.setting.library import setting_for
from detente.talks.setting.values import Delegation, Effect, Hazard, Home, Setting
from detente.talks.simulate import compare_talks

CASE = example("panama-canal-1974")
STORM = Hazard(id="storm", name="A storm", rate=Range.of(0.1), effects=(Effect(kind="ends"),))
SLOW = Home(actor="panama", answers=Range.of(0.3), least=2)
BOTH = Setting(id="both", days=14, hazards=(STORM,), homes=(SLOW,))


def test_a_what_if_is_the_comparison_of_that_change() -> None:
    changes = [Change(path="hazards.storm", value="off")]
    assert what_ifs(CASE, [changes], runs=60, setting=BOTH) == (
        compare_talks(CASE, changes, runs=60, setting=BOTH),
    )


def test_the_largest_gain_comes_first() -> None:
    found = what_ifs(CASE, runs=60, setting=BOTH)
    effects = [one.difference.share for one in found]
    assert effects == sorted(effects, reverse=True)
    assert found[0].changes == ("hazards.storm=off",)


def test_what_a_setting_does_not_have_is_not_suggested() -> None:
    plain = [[c.path for c in one] for one in default_changes(CASE, Setting(id="plain", days=10))]
    assert plain == [["deadline"]]


def test_each_part_of_a_setting_suggests_its_change() -> None:
    asked = Setting(
        id="asks",
        days=10,
        deadline=8,
        hazards=(STORM,),
        homes=(SLOW,),
        delegations=(Delegation(party="united-states", mandate="none", asks=Range.of(0.1)),),
    )
    suggested = [tuple(f"{c.path}={c.value}" for c in one) for one in default_changes(CASE, asked)]
    assert suggested == [
        ("mandate.united-states=wider",),
        ("deadline=none",),
        ("deadline=4",),
        ("answers.panama=1", "least.panama=0"),
        ("asks.united-states=0",),
        ("hazards.storm=off",),
    ]


@pytest.mark.parametrize("name", ["gaza-2024", "two-rivers"])
def test_every_suggestion_for_a_bundled_case_can_be_tried(name: str) -> None:
    case = example(name)
    setting = setting_for(case)
    for changes in default_changes(case, setting):
        assert apply_talks(case, setting, changes) != (case, setting)


def test_a_change_that_names_nothing_is_refused() -> None:
    with pytest.raises(UnknownName, match="nothing to change"):
        what_ifs(CASE, [[Change(path="hazards.flood", value="off")]], runs=2, setting=BOTH)


def test_zero_runs_are_refused() -> None:
    with pytest.raises(TalksError, match="at least 1"):
        what_ifs(CASE, runs=0, setting=BOTH)


def test_progress_is_told_of_every_change() -> None:
    told: list[tuple[int, int]] = []
    what_ifs(CASE, runs=2, setting=BOTH, progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]
