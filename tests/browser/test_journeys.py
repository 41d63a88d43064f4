"""Twelve journeys: each once, in situations spread pairwise; all situations in the long profile."""

from pathlib import Path

import pytest

from browser.journeys import JOURNEYS
from browser.user import spread
from browser.world import World, made_folder

ONCE = [(journey, s) for k, journey in enumerate(JOURNEYS) for s in spread(k, whole=False)]
WHOLE = [
    (journey, s)
    for k, journey in enumerate(JOURNEYS)
    for s in spread(k, whole=True)
    if s not in spread(k, whole=False)
]


def told(pairs: list) -> list[str]:
    return [f"{journey.__name__}-{situation}" for journey, situation in pairs]


@pytest.fixture
def world(browser, servers, tmp_path: Path) -> World:
    folder, record = made_folder(tmp_path)
    return World(browser, servers, folder, record)


@pytest.mark.parametrize(("journey", "situation"), ONCE, ids=told(ONCE))
def test_a_journey_ends_well(journey, situation, world: World) -> None:
    journey(world, situation)


@pytest.mark.long
@pytest.mark.parametrize(("journey", "situation"), WHOLE, ids=told(WHOLE))
def test_a_journey_ends_well_in_every_situation(journey, situation, world: World) -> None:
    journey(world, situation)
