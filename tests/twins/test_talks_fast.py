"""The compiled loops of mediated talks, held to the readable reference bit for bit, also without numba."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analysis.space import OutcomeSpace
from detente.case.library import example
from detente.case.model import Case
from detente.kernels.backend import fast_available
from detente.kernels.talks import mediated_columns_fast as at
from detente.kernels.talks.counter import run_keys
from detente.kernels.talks.mediated_fast import loop, run_block
from detente.kernels.talks.mediated_link_fast import _parts, _text
from detente.kernels.talks.shapes import ENDS, FACTS, PHASES, STRATEGIES, Found
from detente.talks.engine.run import run_once
from detente.talks.mediators.named import mediator_named
from detente.talks.protocols.single_text import SingleText
from detente.talks.setting.values import EFFECTS, Setting
from detente.talks.tables import DAYS, TalksTables
from small_talks import small_talks

PLAIN = loop(0)
FORMS = pytest.mark.parametrize(
    "runs",
    [
        pytest.param(
            None, marks=pytest.mark.skipif(not fast_available(), reason="numba is absent"), id="compiled"
        ),
        pytest.param(PLAIN, id="plain"),
    ],
)


def in_loops(tables: TalksTables, seed: int, first: int, runs: int, form: object) -> Found:
    keys = run_keys(seed, DAYS, first, runs)
    with np.errstate(over="ignore"):  # plain numbers of 64 bits wrap on purpose
        return run_block(tables.fixed, tables.drawn(seed, first, runs), keys, runs=form)


def told(found: Found, row: int) -> tuple[list[int], list[int], list[int]]:
    return found.facts[row].tolist(), found.text[row].tolist(), found.gains[row].tolist()


@FORMS
@given(talks=small_talks(), seed=st.integers(0, 99), against_standing=st.booleans())
def test_the_loops_and_the_reference_run_the_same_talks(
    talks: tuple[Case, Setting], seed: int, runs: object, *, against_standing: bool
) -> None:
    case, setting = talks
    tables = TalksTables(OutcomeSpace(case), setting, against_standing=against_standing)
    found = in_loops(tables, seed, 3, 5, runs)
    mediator = mediator_named(setting.mediation.strategy)
    for row in range(5):
        one = run_once(
            tables, SingleText(against_standing=against_standing), mediator, seed=seed, run=3 + row
        )
        text = one.text or [-1] * found.text.shape[1]
        assert told(found, row) == ([n for _, n in one.facts], list(text), list(one.gains))


@FORMS
def test_a_run_does_not_depend_on_the_block_it_is_in(runs: object) -> None:
    tables = TalksTables(OutcomeSpace(example("panama-canal-1974")), Setting(id="plain", days=20))
    whole, alone = in_loops(tables, 1, 0, 9, runs), in_loops(tables, 1, 7, 1, runs)
    assert told(whole, 7) == told(alone, 0)


@FORMS
def test_no_runs_give_no_rows(runs: object) -> None:
    tables = TalksTables(OutcomeSpace(example("panama-canal-1974")), Setting(id="plain", days=20))
    assert len(in_loops(tables, 1, 0, 0, runs).facts) == 0


@given(amount=st.integers(-(2**42), 2**42), level=st.integers(-(2**24), 2**24))
def test_a_share_is_rounded_down_as_long_integers_are(amount: int, level: int) -> None:
    from detente.kernels.talks.mediated_answers_fast import _share

    assert _share(np.int64(amount), np.int64(level)) == amount * level >> 20


def test_names_of_places_follow_the_words_of_the_talks() -> None:
    kinds = [getattr(at, f"{kind.upper()}_KIND") for kind in EFFECTS]
    assert kinds == list(range(len(EFFECTS)))
    ends = (at.RAN_ON, at.DEAL, at.AT_DEADLINE, at.BROKE_DOWN, at.WALKED_OUT)
    assert [ENDS[k] for k in ends] == ["ran on", "deal", "deadline", "broke down", "walked out"]
    assert [PHASES[k] for k in (at.DRAFTING, at.ANSWERING, at.RATIFYING)] == list(PHASES)
    assert [STRATEGIES[k] for k in (at.GREEDY, at.RANDOM, at.TRADES)] == list(STRATEGIES)
    facts = [getattr(at, f"{name.upper()}_FACT", None) for name in FACTS if "_by" not in name]
    assert None not in facts
    assert at.FACT + len(FACTS) - 1 == at.STRUCK_FACT


def test_kept_code_depends_on_every_function_and_number_it_reaches() -> None:
    parts = _parts(PLAIN)
    text = _text(PLAIN, parts)
    assert {"live", "holds", "bits_scalar", "decide"} <= {part.__name__ for part in parts}
    assert "detente.kernels.talks.mediated_columns_fast.THOUSAND', '1000'" in text
    assert "_DAY_U" in text


def test_with_numba_switched_off_the_compiled_form_is_not_offered() -> None:
    code = "from detente.kernels.backend import fast_available; print(fast_available())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"DETENTE_FAST": "0", "PATH": "", "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "False\n"
