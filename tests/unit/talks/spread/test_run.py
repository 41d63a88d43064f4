"""The runs of a job are the same bits however their blocks are done, and whoever dies on the way."""

import os
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import TalksError, UnknownName
from detente.talks.spread.job import Job
from detente.talks.spread.run import ATTEMPTS, Spread, run_blocks
from spread_jobs import Dying, Toy, Wrong, columns_of, hashed, plain

SPAWN = get_context("spawn")


def test_the_hash_of_the_toys_is_splitmix64() -> None:
    assert hashed(1234567, np.arange(2)).tolist() == [6457827717110365317, 3203168211198807973]


def test_a_toy_is_a_job() -> None:
    assert isinstance(Toy(), Job)


@given(runs=st.integers(1, 300), block=st.integers(1, 350), workers=st.sampled_from([1, 2, 16]))
def test_neither_block_size_nor_threads_change_a_bit(runs: int, block: int, workers: int) -> None:
    blocks = []
    with ThreadPoolExecutor(workers) as executor:
        done = run_blocks(Toy(), runs, on_block=blocks.append, executor=executor, block=block)
    assert columns_of(blocks) == plain(Toy(), runs)
    assert done == Spread(runs=runs, blocks=len(blocks))


@pytest.mark.parametrize("workers", [2, pytest.param(16, marks=pytest.mark.long)])
def test_neither_do_processes(workers: int) -> None:
    if workers > 2 and os.environ.get("DETENTE_PROFILE") != "long":
        pytest.skip("sixteen processes are started in the long profile only")
    blocks = []
    run_blocks(Toy(), 2000, on_block=blocks.append, workers=workers, block=37)
    assert columns_of(blocks) == plain(Toy(), 2000)


def test_blocks_come_in_run_order_and_cannot_be_written() -> None:
    blocks = []
    run_blocks(Toy(), 10_000, on_block=blocks.append)
    assert [(b.first, b.stop) for b in blocks] == [(0, 4096), (4096, 8192), (8192, 10_000)]
    with pytest.raises(ValueError, match="read-only"):
        blocks[0].columns["day"][0] = 1


def test_a_block_whose_worker_died_is_done_again(tmp_path: Path) -> None:
    blocks = []
    job = Dying(marks=tmp_path, at=150)
    done = run_blocks(job, 400, on_block=blocks.append, workers=2, block=20)
    assert len(list(tmp_path.iterdir())) == 1
    assert done.again >= 1
    assert columns_of(blocks) == plain(Toy(), 400)


def test_a_block_that_kills_every_worker_is_named(tmp_path: Path) -> None:
    blocks = []
    job = Dying(marks=tmp_path, at=50, deaths=99)
    with pytest.raises(TalksError, match=f"runs 40 to 59: {ATTEMPTS} attempts failed; the last: BrokenP"):
        run_blocks(job, 100, on_block=blocks.append, workers=2, block=20)
    assert [b.first for b in blocks] == [0, 20]


def test_an_executor_that_was_given_and_broke_is_told_apart(tmp_path: Path) -> None:
    job = Dying(marks=tmp_path / "marks", at=50)
    job.marks.mkdir()
    with ProcessPoolExecutor(1, mp_context=SPAWN) as executor, pytest.raises(TalksError) as caught:
        run_blocks(job, 100, executor=executor, block=20, folder=tmp_path / "runs")
    assert "takes no more work; " in caught.value.what
    assert "of 5 blocks are kept" in caught.value.what
    assert "workers=N" in caught.value.hint


def test_an_executor_that_is_shut_down_is_told() -> None:
    with ThreadPoolExecutor(1) as executor:
        pass
    with pytest.raises(TalksError, match="takes no work: cannot schedule"):
        run_blocks(Toy(), 10, executor=executor)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("raises", "ValueError: the tactic gave up"),
        ("nothing", "no arrays by name"),
        ("empty", "no arrays by name"),
        ("short", "'day' has shape"),
        ("objects", "'why' holds Python objects"),
    ],
)
def test_a_job_that_breaks_its_contract_is_named_with_how_to_do_it_again(how: str, said: str) -> None:
    with ThreadPoolExecutor(3) as executor, pytest.raises(TalksError) as caught:
        run_blocks(Wrong(how=how, at=25, seed=7), 100, executor=executor, block=10)
    assert caught.value.what.startswith(said)
    assert caught.value.where == "runs 20 to 29"
    assert caught.value.hint == "job.block(20, 10) with seed 7 does it again"


def test_columns_that_change_on_the_way_are_refused() -> None:
    with pytest.raises(TalksError, match="runs 20 to 29: the arrays differ from those of the first block"):
        run_blocks(Wrong(how="other columns", at=25), 100, block=10)


def test_an_error_of_ours_comes_through_unchanged() -> None:
    class Named(Toy):
        def block(self, first: int, count: int) -> dict[str, np.ndarray]:
            raise UnknownName.among("isreal", "party", ["israel"], where=f"run {first}")

    with pytest.raises(UnknownName, match="did you mean 'israel'"):
        run_blocks(Named(), 10)


def test_a_job_that_cannot_be_sent_is_told() -> None:
    class Local(Toy):
        pass

    with pytest.raises(TalksError, match=r"attempts failed; the last: .*Local"):
        run_blocks(Local(), 10, workers=2)


@pytest.mark.parametrize(("name", "given"), [("runs", 0), ("workers", 0), ("block", -1)])
def test_counts_begin_at_one(name: str, given: int) -> None:
    with pytest.raises(TalksError, match=f"{name} must be at least 1, not {given}"):
        run_blocks(Toy(), **{"runs": 10, name: given})


def test_what_a_listener_raises_comes_through() -> None:
    def listener(block: object) -> None:
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        run_blocks(Toy(), 100, on_block=listener, workers=2, block=10)


def test_what_was_done_is_one_line() -> None:
    assert str(Spread(runs=5000, blocks=2, found=1, again=1)) == (
        "5,000 runs in 2 blocks, 1 found in the folder, 1 done again after a worker died"
    )
    assert Spread(runs=1, blocks=1).as_dict() == {"runs": 1, "blocks": 1, "found": 0, "again": 0}
