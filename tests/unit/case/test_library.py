"""The bundled cases: each reads without a problem; one uses every field of every value that a case holds."""

from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path

import pytest

from detente.analysis.space import OutcomeSpace
from detente.analysis.zone import zone
from detente.case import history, model, preferences, procedure
from detente.case.change import apply, with_scenario
from detente.case.estimate import estimate
from detente.case.library import example, example_path, examples
from detente.case.model import ROLES, Package
from detente.errors import UnknownName
from detente.record.stance import Stance
from detente.record.statement import Statement
from detente.sources.document import Document

KINDS = [Document, Statement, Stance] + [
    kind
    for module in (model, preferences, procedure, history)
    for name in module.__all__
    if is_dataclass(kind := getattr(module, name)) and kind is not Package
]
ELSEWHERE = {"coding", "decision"}
"""Fields of a statement that the record folder keeps: who proposed it, and what a person decided."""
FIELDS = [
    (kind, field)
    for kind in KINDS
    for field in fields(kind)
    if not (kind is Statement and field.name in ELSEWHERE)
]


def values_in(value: object) -> Iterator[object]:
    if is_dataclass(value):
        yield value
        for field in fields(value):
            yield from values_in(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from values_in(part)


@pytest.fixture(scope="module")
def everything() -> list[object]:
    return list(values_in(with_scenario(example("two-rivers"), "wet-year")))


@pytest.mark.parametrize(("kind", "field"), FIELDS, ids=[f"{k.__name__}.{f.name}" for k, f in FIELDS])
def test_two_rivers_uses_every_field(everything, kind, field):
    unset = {None, "", ()} if field.default is MISSING else {field.default}
    used = [getattr(value, field.name) for value in everything if type(value) is kind]
    assert any(value not in unset for value in used)


def test_two_rivers_has_an_actor_of_every_role():
    assert {actor.role for actor in example("two-rivers").actors} == set(ROLES)


@pytest.mark.parametrize("name", examples())
def test_every_bundled_case_can_be_read_and_compiled(name):
    found = example(name)
    assert found.id == name
    assert OutcomeSpace(found).packages > 1


@pytest.mark.parametrize("name", examples())
def test_every_scenario_and_lever_of_a_bundled_case_applies(name):
    found = example(name)
    for scenario in found.scenarios:
        assert with_scenario(found, scenario.id) != found
    for lever in found.levers:
        assert apply(found, lever.changes) != found


def test_the_zone_of_two_rivers_is_small_and_empty_under_the_old_treaty():
    found = zone(OutcomeSpace(example("two-rivers")))
    strict = zone(OutcomeSpace(example("two-rivers"), readings={"deal": "everyone"}))
    assert 0 < found.share < 0.02
    assert strict.count == 0


def test_the_ladder_opens_the_zone_of_two_rivers_under_the_old_treaty():
    rivers = example("two-rivers")
    ladder = next(lever for lever in rivers.levers if lever.id == "ladder")
    assert zone(OutcomeSpace(apply(rivers, ladder.changes), readings={"deal": "everyone"})).count > 0


def test_the_gaza_files_hold_what_the_estimator_gives():
    found = example("gaza-2024")
    assert estimate(found) == found


def test_every_dated_thing_of_the_gaza_case_cites_a_report():
    found = example("gaza-2024")
    reports = {report.id for report in found.reports}
    statements = {statement.id: set(statement.reports) for statement in found.statements}
    assert all(cited and cited <= reports for cited in statements.values())
    dated = (
        *found.stances,
        *found.events,
        *found.figures,
        *found.proposals,
        *found.precedents,
        *found.deadlines,
    )
    assert all(value.evidence and set(value.evidence) <= reports | set(statements) for value in dated)


def test_nothing_of_the_gaza_case_is_known_before_its_first_report():
    found = example("gaza-2024")
    published = {report.id: report.published for report in found.reports}
    for statement in found.statements:
        assert statement.known == min(published[report] for report in statement.reports)


def test_parties_of_the_gaza_case_stand_in_alphabetical_order():
    names = [party.name for party in example("gaza-2024").parties]
    assert names == sorted(names)


def test_a_name_that_is_not_bundled_is_answered_with_the_nearest():
    with pytest.raises(UnknownName, match="did you mean 'gaza-2024'"):
        example_path("gaza-2042")


def test_a_bundled_case_is_a_folder_with_a_case_file():
    assert all((example_path(name) / "case.yaml").is_file() for name in examples())
    assert isinstance(example_path("two-rivers"), Path)
