"""How well reports are coded must not fall: floors a few points under what is measured.

The rules may be tuned on the shared reports, on the shared quotes and on the open half of the invented topic.
The other half is never tuned on, so its floors tell what unseen reports get. Speed is measured by
`benchmarks/coding.py`, never here.
"""

from functools import cache
from pathlib import Path

import pytest

from second_topic import (
    HARBOUR,
    Row,
    Score,
    attributions_of,
    coded,
    coder_of,
    on_passages,
    on_plover,
    pack_of,
    read_gum,
    read_plover,
)

SHARED_REPORTS = {
    "attributed statements": 0.80,
    "and the right holder": 0.72,
    "and holder, act and issue": 0.45,
    "all statements, the reporter's too": 0.75,
    "spans that slice back": 1.0,
}
OPEN = {
    "attributed statements": 0.70,
    "and the right holder": 0.52,
    "spans that slice back": 1.0,
}
HELD_OUT = {
    "attributed statements": 0.66,
    "and the right holder": 0.42,
    "spans that slice back": 1.0,
}
PLOVER = {"DEMAND": 0.80, "REJECT": 0.72, "THREATEN": 0.65, "AGREE": 0.60}


@pytest.mark.parametrize(("measure", "least"), SHARED_REPORTS.items())
def test_real_reports_are_coded_as_well_as_was_measured(shared: Path, measure: str, least: float) -> None:
    assert coded(shared / "reports", "gaza").rows[measure].value >= least


def test_contradictions_of_the_real_reports_are_among_the_first_candidates(shared: Path) -> None:
    done = coded(shared / "reports", "gaza")
    assert sum(rank > 0 for rank in done.ranks) >= 4
    assert all(done.ranks_by_hand)


@pytest.mark.parametrize(("measure", "least"), OPEN.items())
def test_the_open_half_of_the_invented_topic_is_coded_as_well_as_was_measured(
    measure: str, least: float
) -> None:
    assert coded(HARBOUR / "open").rows[measure].value >= least


@pytest.mark.parametrize(("measure", "least"), HELD_OUT.items())
def test_the_unseen_half_of_the_invented_topic_is_coded_as_well_as_was_measured(
    measure: str, least: float
) -> None:
    assert coded(HARBOUR / "held-out").rows[measure].value >= least


@pytest.mark.parametrize("half", ["open", "held-out"])
def test_every_contradiction_of_the_invented_topic_is_found_once_its_statements_are_right(half: str) -> None:
    assert all(coded(HARBOUR / half).ranks_by_hand)


def test_attributed_contents_of_wikinews_are_found(shared: Path) -> None:
    passages = read_gum(shared / "quotes" / "gum_wikinews_attribution.json")
    strict, found, right = on_passages("GUM", passages, attributions_of(pack_of("none")))
    assert isinstance(strict.figure, Score)
    assert (strict.figure.recall, found.value, right.value) >= (0.60, 0.68, 0.70)
    assert right.value >= 0.70


@cache
def plover(folder: Path) -> dict[str, Row]:
    """The rows of PLOVER by their class."""
    rows = on_plover(read_plover(folder / "PLOVER_GSR_CAMEO.json"), coder_of("rules", pack_of("none")))
    return {row.measure.split(":")[0].removeprefix("PLOVER "): row for row in rows}


@pytest.mark.parametrize(("kind", "least"), PLOVER.items())
def test_acts_of_single_sentences_are_told(shared: Path, kind: str, least: float) -> None:
    figure = plover(shared / "quotes")[kind].figure
    assert isinstance(figure, Score)
    assert figure.recall >= least
