"""Settings of talks as files: write then read is identity; a damaged file gives every fault with its line."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case.library import example
from detente.errors import SettingError, SourceError, UnsupportedVersion
from detente.talks.setting.library import setting_named, settings
from detente.talks.setting.readers import read_setting
from detente.talks.setting.values import (
    Counter,
    Delegation,
    Effect,
    Happening,
    Hazard,
    Home,
    Mediation,
    Setting,
    Summit,
)
from detente.talks.setting.writer import write_setting
from strategies import distinct_ids, ids, ranges, texts

chances = ranges(0.0, 1.0, evidence=("herald", "NO"))
amounts = ranges(0.0, 3.0)
either = ranges(-1.0, 1.0)
tactics = st.sampled_from(["linear", "boulware:0.3", "matching", "hard-line:0.5"])
few = st.integers(0, 50)


@st.composite
def effects(draw: st.DrawFn, hazards: list[str]) -> Effect:
    kind = draw(st.sampled_from(["reservation", "trust", "suspends", "rate"] if hazards else ["silent"]))
    amount = {"reservation": either, "trust": amounts, "rate": either}.get(kind)
    on = {"suspends": st.just(""), "rate": st.sampled_from(hazards or [""])}.get(kind, ids)
    moved = {"amount": draw(amount)} if amount is not None else {}
    return Effect(kind=kind, on=draw(on), days=draw(few), **moved)


@st.composite
def whole_settings(draw: st.DrawFn) -> Setting:
    """Settings that use every part, well-formed by themselves."""
    start = draw(st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)))
    days = draw(st.integers(1, 400))
    day = st.integers(1, days)
    hazards = draw(distinct_ids(0, 3))
    struck = st.lists(effects(hazards), max_size=2).map(tuple)
    when = [st.builds(dict, day=day)]
    if start is not None:
        when.append(day.map(lambda n: {"date": start + dt.timedelta(days=n - 1)}))
    return Setting(
        id=draw(ids),
        name=draw(texts),
        case=draw(texts),
        start=start,
        days=days,
        deadline=draw(st.none() | day),
        delegations=tuple(
            Delegation(
                party=party,
                mandate=draw(ids),
                tactic=draw(tactics),
                asks=draw(amounts),
                answers=draw(chances),
                trust=(draw(ranges(1.0, 9.0)), draw(amounts)),
                audience=draw(either),
                note=draw(texts),
            )
            for party in draw(distinct_ids(0, 2))
        ),
        homes=tuple(
            Home(actor=actor, answers=draw(chances), least=draw(few), delay=draw(either), returns=draw(few))
            for actor in draw(distinct_ids(0, 2))
        ),
        mediation=Mediation(opening=draw(ids), leak=draw(chances), fades=draw(day), noise=draw(amounts)),
        hazards=tuple(
            Hazard(id=h, name=draw(texts), rate=draw(chances), effects=draw(struck), once=draw(st.booleans()))
            for h in hazards
        ),
        happenings=tuple(
            Happening(
                id=h, name=draw(texts), chance=draw(chances), effects=draw(struck), **draw(st.one_of(when))
            )
            for h in draw(distinct_ids(0, 2))
        ),
        counters=tuple(
            Counter(id=c, name=draw(texts), start=7, falls=draw(chances), on=draw(ids), adds=draw(either))
            for c in draw(distinct_ids(0, 1))
        ),
        summits=tuple(
            Summit(id=x, name=draw(texts), day=draw(day), slips=draw(chances), attends=draw(chances))
            for x in draw(distinct_ids(0, 1))
        ),
        note=draw(texts),
    )


def _within(setting: Setting) -> Setting:
    """The setting without what lies behind its deadline."""
    last = setting.last_day
    start = setting.start or dt.date(2020, 1, 1)
    kept = tuple(
        h for h in setting.happenings if (h.day if h.date is None else (h.date - start).days + 1) <= last
    )
    return replace(setting, happenings=kept, summits=tuple(s for s in setting.summits if s.day <= last))


@given(setting=whole_settings().map(_within))
def test_a_setting_that_is_written_and_read_again_is_the_same(
    setting: Setting, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = write_setting(setting, tmp_path_factory.getbasetemp() / "setting.yaml")
    assert read_setting(place) == setting


@pytest.mark.parametrize("name", settings())
def test_a_bundled_setting_that_is_written_and_read_again_is_the_same(name: str, tmp_path: Path) -> None:
    setting = setting_named(name)
    assert read_setting(write_setting(setting, tmp_path / "x.yaml"), example(name)) == setting


def told(tmp_path: Path, text: str, *, case: str = "") -> list[str]:
    place = tmp_path / "s.yaml"
    place.write_text(text, encoding="utf-8")
    with pytest.raises(SettingError) as raised:
        read_setting(place, example(case) if case else None)
    return [str(problem).replace(str(tmp_path) + "/", "") for problem in raised.value.problems]


def test_every_fault_of_a_file_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    text = """detente-talks: 1
id: x
dayz: 30
days: -3
homes:
  israel-pm: {answers: 1.4, least: -2}
mediation: {strategy: gredy}
hazards:
  - {id: a, name: A, rate: [0.1, 0.2]}
  - {id: b, name: B, rate: 0.1, effects: [{kind: reservaton, on: israel-pm}]}
"""
    problems = told(tmp_path, text, case="gaza-2024")
    assert [problem.partition("\n  try: ")[::2] for problem in problems] == [
        ("s.yaml:3 dayz: there is no key 'dayz' here", "did you mean 'days'?"),
        ("s.yaml:4 days: is -3 days, and it should be at least 1", "write 1 or more"),
        ("s.yaml:6 homes.israel-pm.answers: is 1.4, it should be between 0 and 1", "write 1 or less"),
        ("s.yaml:6 homes.israel-pm.least: is -2 days, and it should be at least 0", "write 0 or more"),
        (
            "s.yaml:7 mediation.strategy: there is no mediator strategy called 'gredy'",
            "did you mean 'greedy'?",
        ),
        (
            "s.yaml:9 hazards[0].rate: should be [low, likely, high], not 2 numbers",
            "write [0.1, 0.3, 0.5]",
        ),
        (
            "s.yaml:10 hazards[1].effects[0].kind: there is no kind of effect called 'reservaton'",
            "did you mean 'reservation'?",
        ),
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("deadline: soon", "deadline: should be a day of talks, not 'soon'"),
        ("deadline: 2031-05-01", "deadline: is a date, and the talks have no first day"),
        ("delegations: [a]", "delegations: should be keys with values, not a list"),
        ("start: 2031-02-30", "start: '2031-02-30' is not a day of the calendar"),
        ("counters: [{id: c, name: C, start: 5, falls: 0.1, on: a}]", "counters[0].adds: is missing"),
        ("delegations: {a: {trust: {keept: 2}}}", "delegations.a.trust.keept: there is no key 'keept' here"),
    ],
)
def test_a_part_that_does_not_fit_is_told(tmp_path: Path, line: str, fault: str) -> None:
    (found,) = told(tmp_path, f"detente-talks: 1\nid: x\n{line}\n")
    assert found.startswith(f"s.yaml:3 {fault}")


def test_a_file_begins_with_its_version(tmp_path: Path) -> None:
    (found,) = told(tmp_path, "id: x\n")
    assert "write `detente-talks: 1` as the first line" in found


def test_an_empty_file_says_how_one_begins(tmp_path: Path) -> None:
    (found,) = told(tmp_path, "")
    assert "a setting of talks starts with the line `detente-talks: 1`" in found


def test_a_later_version_asks_for_an_update(tmp_path: Path) -> None:
    place = tmp_path / "s.yaml"
    place.write_text("detente-talks: 2\nid: x\n", encoding="utf-8")
    with pytest.raises(UnsupportedVersion, match="version 2 of the format"):
        read_setting(place)


def test_a_deadline_may_be_a_date(tmp_path: Path) -> None:
    place = tmp_path / "s.yaml"
    text = "detente-talks: 1\nid: x\nstart: 2031-05-01\ndeadline: 2031-05-31\n"
    place.write_text(text, encoding="utf-8")
    assert read_setting(place).deadline == 31


def test_a_setting_that_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be written"):
        write_setting(Setting(id="x"), tmp_path / "no" / "such.yaml")
    assert not list(tmp_path.iterdir())
