"""Planes by compiled loops and by numpy: the same bits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analysis.basis import cube_of
from detente.analysis.space import OutcomeSpace
from detente.case.library import example
from detente.kernels import approval_fast, approval_split
from detente.kernels.approval_planes import Planes, planes_of
from detente.kernels.approval_tables import ApprovalTables
from full_cases import full_case

pytest.importorskip("numba")


def both(tables: ApprovalTables, used: list[int]) -> tuple[Planes, Planes]:
    return planes_of(tables, used, fast=True), planes_of(tables, used, fast=False)


def words(planes: Planes) -> list[bytes]:
    return [plane.words.tobytes() + plane.index.tobytes() for plane in planes.leaves.values()]


@pytest.mark.parametrize("name", ["gaza-2024", "two-rivers"])
def test_a_bundled_case_has_the_same_planes(name: str) -> None:
    space = OutcomeSpace(example(name))
    tables = space.drawn(cube_of(space, 32, 0))
    fast, plain = both(tables, space.program()[0].only(0).steps()[1].tolist())
    assert words(fast) == words(plain)


@given(st.integers(0, 999), st.integers(0, 9))
def test_random_cases_have_the_same_planes(number: int, seed: int) -> None:
    space = OutcomeSpace(full_case(number, uncertain=True))
    tables = space.drawn(cube_of(space, 16, seed))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(approval_split, "SMALL", 0)
        patch.setattr(approval_fast, "looks_up", lambda *_: True)
        patch.setattr(approval_split, "choose_columns", lambda sizes, *_: np.arange(len(sizes)) % 2 == 0)
        fast, plain = both(tables, list(range(len(space.leaves))))
    assert words(fast) == words(plain)
