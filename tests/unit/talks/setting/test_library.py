"""Bundled settings: found by id, chosen by case, never with hindsight; each number says what it rests on."""

import datetime as dt

import pytest

from detente.case.as_of import as_of
from detente.case.library import example
from detente.errors import UnknownName
from detente.talks.setting.library import setting_for, setting_named, setting_path, settings
from detente.talks.setting.readers.shapes import SettingFile
from detente.talks.setting.validation.numbers import numbers_of
from detente.talks.setting.values import EFFECTS
from detente.talks.setting.writer import setting_form

GAZA = setting_named("gaza-2024")


def test_the_name_of_a_bundled_setting_is_its_id_and_names_its_case() -> None:
    for name in settings():
        assert setting_named(name).id == name
        assert setting_for(example(setting_named(name).case)).id == name


def test_a_name_that_is_not_bundled_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="gaza-2024"):
        setting_path("gaza-2025")


def test_a_case_as_it_was_known_earlier_is_not_given_what_was_learnt_later() -> None:
    assert setting_for(as_of(example("gaza-2024"), dt.date(2024, 7, 4))).id == "default"


def test_every_number_of_the_setting_of_a_real_case_says_what_is_assumed() -> None:
    for at, number, _ in numbers_of(GAZA):
        assert number.fixed or (number.assumption and number.low < number.high), at


def test_the_setting_of_a_real_case_names_parties_and_hazards_in_alphabetical_order() -> None:
    for names in (
        [d.party for d in GAZA.delegations],
        [h.actor for h in GAZA.homes],
        [h.id for h in GAZA.hazards],
    ):
        assert names == sorted(names)


def test_what_the_record_does_not_tell_apart_is_the_same_for_both_sides() -> None:
    one, other = GAZA.delegations
    for name in ("asks", "answers", "audience", "blame", "disowns", "passes_on"):
        assert getattr(one, name).text == getattr(other, name).text
    rates = {h.id: h.rate.text for h in GAZA.hazards}
    assert rates["harder-hamas"] == rates["harder-israel"]
    assert rates["losses-gaza"] == rates["losses-israel"]
    assert rates["move-hamas"] == rates["move-israel"]


def test_the_invented_setting_uses_every_key_and_every_kind_of_effect() -> None:
    setting = setting_named("two-rivers")
    form = setting_form(setting)
    assert set(form) == {"detente-talks", *SettingFile.model_fields} - {"detente_talks"}
    struck = (*setting.hazards, *setting.happenings)
    assert {effect.kind for item in struck for effect in item.effects} == set(EFFECTS)
    used = {key for part in form["delegations"].values() for key in part}
    assert used == {f for f in setting.delegations[0].__dataclass_fields__ if f != "party"}
    assert set(form["mediation"]) == set(setting.mediation.__dataclass_fields__)
