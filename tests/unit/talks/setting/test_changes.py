"""What-ifs of talks: each path changes what it names and nothing else; what names nothing is told."""

import datetime as dt
from dataclasses import replace

import pytest

from detente.analysis.space import OutcomeSpace
from detente.case.library import example
from detente.case.model import Case, Change
from detente.case.preferences import Range
from detente.case.procedure import Mandate
from detente.errors import CaseError, DetenteError, SettingError, UnknownName
from detente.talks.setting.accounts import narrower, wider
from detente.talks.setting.changes import apply_talks, parse_talks_change, talks_paths
from detente.talks.setting.library import setting_named
from detente.talks.setting.values import Setting
from detente.talks.tables import TalksTables

CASE = example("two-rivers")
BASE = setting_named("two-rivers")


def changed(*texts: str, setting: Setting = BASE, case: Case = CASE) -> Setting:
    return apply_talks(case, setting, [parse_talks_change(text) for text in texts])[1]


def at(setting: Setting, path: str) -> object:
    """What stands at a path of fields, items of lists by their id."""
    value: object = setting
    for part in path.split("."):
        if part.isdigit():
            value = value[int(part)]  # type: ignore[index]
        elif isinstance(value, tuple):
            value = next(v for v in value if part in {getattr(v, k, "") for k in ("id", "party", "actor")})
        else:
            value = getattr(value, part)
    return value.likely if isinstance(value, Range) else value


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("days=100", "days", 100),
        ("deadline=none", "deadline", None),
        ("deadline=50", "deadline", 50),
        ("deadline=2031-07-09", "deadline", 10),
        ("start=2031-07-01", "start", dt.date(2031, 7, 1)),
        ("mandate.delta=wider", "delegations.delta.mandate", "delta-wide"),
        ("mandate.delta=none", "delegations.delta.mandate", "none"),
        ("mandate.delta=delta-wide", "delegations.delta.mandate", "delta-wide"),
        ("mandate.delta=narrower", "delegations.delta.mandate", "none"),
        ("tactic.upland=conceder:2", "delegations.upland.tactic", "conceder:2"),
        ("asks.upland=0.3", "delegations.upland.asks", 0.3),
        ("delegations.upland.asks=0.3", "delegations.upland.asks", 0.3),
        ("trust.upland=[5, 0]", "delegations.upland.trust.0", 5.0),
        ("trust.upland.failed=9", "delegations.upland.trust.1", 9.0),
        ("audience.upland=0.2", "delegations.upland.audience", 0.2),
        ("passes_on.forest=0", "delegations.forest.passes_on", 0.0),
        ("answers.upland-lords=0.5", "homes.upland-lords.answers", 0.5),
        ("answers.upland=0.25", "delegations.upland.answers", 0.25),
        ("answers.forest=0.25", "homes.forest.answers", 0.25),
        ("delegations.forest.answers=0.5", "delegations.forest.answers", 0.5),
        ("least.upland-lords=9", "homes.upland-lords.least", 9),
        ("strategy=learner", "mediation.strategy", "learner"),
        ("opening=middle", "mediation.opening", "middle"),
        ("leak=[0, 0.5, 1]", "mediation.leak", 0.5),
        ("mediation.leak=0.5", "mediation.leak", 0.5),
        ("aside_after=0", "mediation.aside_after", 0),
        ("hazards.flood=off", "hazards.flood.rate", 0.0),
        ("hazards.flood.rate=0.3", "hazards.flood.rate", 0.3),
        ("hazards.flood.once=false", "hazards.flood.once", False),
        ("hazards.flood.effects.0.days=3", "hazards.flood.effects.0.days", 3),
        ("hazards.dry-well.effects.0.amount=0.1", "hazards.dry-well.effects.0.amount", 0.1),
        ("happenings.session=off", "happenings.session.chance", 0.0),
        ("happenings.session=12", "happenings.session.day", 12),
        ("happenings.session=2031-08-01", "happenings.session.date", dt.date(2031, 8, 1)),
        ("happenings.harvest=7", "happenings.harvest.date", None),
        ("happenings.session.chance=1", "happenings.session.chance", 1.0),
        ("summits.low-water=12", "summits.low-water.day", 12),
        ("summits.low-water.slips=0", "summits.low-water.slips", 0.0),
        ("summits.low-water=off", "summits", ()),
        ("counters.seedlings.falls=0.5", "counters.seedlings.falls", 0.5),
        ("counters.seedlings.start=9", "counters.seedlings.start", 9),
        ("counters.seedlings=off", "counters.seedlings.falls", 0.0),
    ],
)
def test_a_change_puts_its_value_at_its_path(text: str, path: str, value: object) -> None:
    assert at(changed(text), path) == value


def test_a_change_leaves_everything_else_as_it_was() -> None:
    after = changed("asks.upland=0.3")
    assert replace(after, delegations=()) == replace(BASE, delegations=())
    others = [d for d in after.delegations if d.party != "upland"]
    assert others == [d for d in BASE.delegations if d.party != "upland"]


def test_a_change_to_the_case_leaves_the_setting_alone() -> None:
    change = parse_talks_change("preferences.upland-cabinet.reservation=0.1")
    case, setting = apply_talks(CASE, BASE, [change])
    assert setting == BASE
    assert case.preferences_of("upland-cabinet").reservation[0].range.likely == 0.1  # type: ignore[union-attr]


def test_a_number_keeps_its_driver_and_rests_on_the_source_of_the_change() -> None:
    change = parse_talks_change("answers.upland-cabinet=0.5", source="a phone line")
    home = apply_talks(CASE, BASE, [change])[1].home("upland-cabinet")
    assert (home.answers.driver, home.answers.assumption) == ("harvest", "a phone line")


def test_a_hazard_switched_off_is_not_raised_by_others_either() -> None:
    after = changed("hazards.protest=off")
    assert not [e for h in after.hazards for e in h.effects if e.kind == "rate"]
    assert len(after.hazards) == len(BASE.hazards)


def test_shorter_talks_lose_what_lay_beyond_them() -> None:
    after = changed("days=35")
    assert [h.id for h in after.happenings] == ["session"]
    assert (after.summits, after.deadline) == ((), None)


def test_what_a_change_moves_outside_the_talks_is_an_error() -> None:
    with pytest.raises(SettingError, match="is day 99, and the last day of talks is 35"):
        changed("days=35", "happenings.session=99")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("mandat.delta=wider", "did you mean 'mandate.delta'"),
        ("mandate.dleta=wider", "did you mean 'mandate.delta'"),
        ("mandate.delta=delta-wid", "did you mean 'delta-wide'"),
        ("tactic.delta=boulwar", "did you mean 'boulware'"),
        ("strategy=learnr", "did you mean 'learner'"),
        ("opening=spring", "did you mean 'spring-text'"),
        ("hazards.flod=off", "did you mean 'hazards.flood'"),
        (
            "preferences.upland-cabinet.reservations=0.1",
            "did you mean 'preferences.upland-cabinet.reservation'",
        ),
        ("zzz=1", "known: "),
    ],
)
def test_a_change_that_names_nothing_is_told_with_the_nearest_names(text: str, hint: str) -> None:
    with pytest.raises(UnknownName) as raised:
        changed(text)
    assert hint in str(raised.value)


@pytest.mark.parametrize(
    ("text", "kind", "fault"),
    [
        ("leak=2", SettingError, "mediation.leak: is 2, it should be between 0 and 1"),
        ("leak=often", SettingError, "leak: should be a number, not 'often'"),
        ("days=0", SettingError, "days: is 0 days, and it should be at least 1"),
        ("days=2.5", SettingError, "days: should be a whole number, not 2.5"),
        ("start=soon", SettingError, "start: should be a date, not 'soon'"),
        ("deadline=500", SettingError, "deadline: is day 500, and talks last at most 120 days"),
        ("trust.delta=3", SettingError, "trust.delta: should be successes and failures, not 3"),
        ("hazards.flood=3", SettingError, "hazards.flood: can only be switched off, not 3"),
        ("hazards.flood.once=3", SettingError, "hazards.flood.once: should be true or false, not 3"),
        ("summits.low-water=2031-08-01", SettingError, "the day of a summit is a number"),
        ("exit_threats.delta-right.credibility=3", CaseError, "is 3, it should be between 0 and 1"),
        ("days", CaseError, "'days' is not a change"),
    ],
)
def test_a_value_that_does_not_fit_is_told(text: str, kind: type[DetenteError], fault: str) -> None:
    with pytest.raises(kind) as raised:
        changed(text)
    assert fault in str(raised.value)


def test_every_change_that_is_wrong_is_told() -> None:
    with pytest.raises(UnknownName) as raised:
        changed("mandat.delta=wider", "leak=often", "days=100", "tactic.delta=x")
    assert [problem.path for problem in raised.value.problems] == ["mandat.delta", "leak", "tactic.delta"]


def test_every_number_of_a_setting_can_be_changed_under_the_name_that_results_give_it() -> None:
    for path, number in TalksTables(OutcomeSpace(CASE), BASE).behaviour:
        if path.startswith("delegations.."):
            continue  # of an actor outside all parties, which has no delegation
        after = apply_talks(CASE, BASE, [Change(path=path, value=number)])[1]
        place = path.replace("trust.kept", "trust.0").replace("trust.failed", "trust.1")
        assert at(after, place) == number.likely


def test_every_path_that_is_listed_can_be_changed() -> None:
    words = {"opening": "middle", "strategy": "greedy", "start": BASE.start, "deadline": None}
    for path in talks_paths(CASE, BASE):
        head = path.partition(".")[0]
        given = words.get(path, {"mandate": "free", "tactic": "linear", "trust": (1, 1)}.get(head, "?"))
        if given == "?" or (head == "trust" and path.count(".") > 1):
            continue
        apply_talks(CASE, BASE, [Change(path=path, value=given)])


def account(name: str, **allows: tuple[str, ...]) -> Mandate:
    return Mandate(id=name, party="delta", allows=tuple(allows.items()))


def test_wider_is_the_least_account_that_allows_strictly_more() -> None:
    accounts = (
        account("a", flow=("70", "80"), port=("free",)),
        account("b", flow=("60", "70", "80"), port=("free",)),
        account("c", flow=("70", "80")),
        account("d", flow=("40", "50")),
    )
    case = CASE.with_(mandates=accounts)
    up = {now: wider(case, "delta", now) for now in ("none", "a", "b", "c", "d", "free")}
    assert up == {"none": "a", "a": "b", "b": "free", "c": "free", "d": "free", "free": None}
    down = {now: narrower(case, "delta", now) for now in ("free", "c", "b", "a", "none")}
    assert down == {"free": "c", "c": "a", "b": "a", "a": "none", "none": None}


def test_a_mandate_that_leaves_everything_free_cannot_be_widened() -> None:
    with pytest.raises(SettingError, match="leaves everything free already"):
        changed("mandate.delta=free", "mandate.delta=wider")
