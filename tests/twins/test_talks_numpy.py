"""Mediated talks with numpy over many runs, held to the readable reference bit for bit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analysis.space import OutcomeSpace
from detente.case.library import example
from detente.case.model import Case
from detente.kernels.talks.counter import run_keys
from detente.kernels.talks.mediated import run_block
from detente.kernels.talks.mediated_plan import KINDS
from detente.kernels.talks.shapes import FACTS, Found, empty_found
from detente.talks.engine.run import run_once
from detente.talks.mediators.named import mediator_named
from detente.talks.protocols.single_text import SingleText
from detente.talks.setting.values import EFFECTS, Mediation, Setting
from detente.talks.tables import DAYS, TalksTables
from small_talks import small_talks


def by_numpy(tables: TalksTables, seed: int, first: int, runs: int) -> Found:
    return run_block(tables.fixed, tables.drawn(seed, first, runs), run_keys(seed, DAYS, first, runs))


def one_by_one(tables: TalksTables, seed: int, first: int, runs: int, *, against_standing: bool) -> Found:
    found = empty_found(runs, len(tables.fixed.sizes), len(tables.fixed.gain_leaf))
    mediator = mediator_named(tables.setting.mediation.strategy)
    protocol = SingleText(against_standing=against_standing)
    for k in range(runs):
        one = run_once(tables, protocol, mediator, seed=seed, run=first + k)
        found.facts[k] = [one.fact(name) for name in FACTS]
        found.text[k] = one.text or -1
        found.gains[k] = one.gains
    return found


def same(one: Found, other: Found) -> None:
    for name, mine, theirs in zip(Found._fields, one, other, strict=True):
        different = np.flatnonzero((mine != theirs).any(axis=1))
        assert different.size == 0, (name, different[:5], mine[different[0]], theirs[different[0]])


@given(talks=small_talks(), seed=st.integers(0, 99), against_standing=st.booleans())
def test_numpy_and_the_reference_run_the_same_talks(
    talks: tuple[Case, Setting], seed: int, *, against_standing: bool
) -> None:
    case, setting = talks
    tables = TalksTables(OutcomeSpace(case), setting, against_standing=against_standing)
    plainly = one_by_one(tables, seed, 3, 12, against_standing=against_standing)
    same(by_numpy(tables, seed, 3, 12), plainly)
