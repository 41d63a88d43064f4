"""How well reports are coded must not fall: floors a few points under what is measured.

The rules may be tuned on the shared reports, on the shared quotes and on the open halves of the invented
topics. What is held out is never tuned on, so its floors tell what unseen reports get. Speed is measured by
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

REAL = {
    "attributed statements": 0.93,
    "and the right holder": 0.92,
    "and holder, act and issue": 0.80,
    "all statements, the reporter's too": 0.88,
    "spans that slice back": 1.0,
}
INVENTED = {
    ("harbour", "open"): (0.90, 0.80, 0.45),
    ("harbour", "held-out"): (0.69, 0.44, 0.22),
    ("strait", "open"): (0.80, 0.60, 0.42),
    ("strait", "held-out"): (0.77, 0.60, 0.12),
}
"""For each topic and half: statements, with the right holder, with holder, act and issue right (F1)."""
ROWS = ("attributed statements", "and the right holder", "and holder, act and issue")
PLOVER = {"DEMAND": 0.85, "REJECT": 0.78, "THREATEN": 0.76, "AGREE": 0.86}


@pytest.mark.parametrize(("measure", "least"), REAL.items())
def test_real_reports_are_coded_as_well_as_was_measured(shared: Path, measure: str, least: float) -> None:
    assert coded(shared / "reports", "gaza").rows[measure].value >= least


def test_contradictions_of_the_real_reports_are_among_the_first_candidates(shared: Path) -> None:
    done = coded(shared / "reports", "gaza")
    assert sum(rank > 0 for rank in done.ranks) >= 5
    assert all(done.ranks_by_hand)


@pytest.mark.parametrize(("half", "least"), INVENTED.items())
def test_invented_topics_are_coded_as_well_as_was_measured(
    half: tuple[str, str], least: tuple[float, ...]
) -> None:
    topic = HARBOUR.parent / half[0]
    rows = coded(topic / half[1], topic / "pack.yaml").rows
    found = {name: rows[name].value for name in ROWS}
    assert not {name: value for (name, value), bar in zip(found.items(), least, strict=True) if value < bar}


@pytest.mark.parametrize("half", ["open", "held-out"])
def test_every_contradiction_of_the_dispute_is_found_once_its_statements_are_right(half: str) -> None:
    assert all(coded(HARBOUR / half).ranks_by_hand)


def test_attributed_contents_of_wikinews_are_found(shared: Path) -> None:
    passages = read_gum(shared / "quotes" / "gum_wikinews_attribution.json")
    strict, found, right, *_ = on_passages("GUM", passages, attributions_of(pack_of("none")))
    assert isinstance(strict.figure, Score)
    assert strict.figure.recall >= 0.70
    assert found.value >= 0.79
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
