"""What every executor must do for blocks: the same bits, and a worker's death is not the end of a run.

Dask and Ray are tried where they are installed; Ray in the long profile only.
"""

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path

import pytest

from detente.errors import MissingExtra, TalksError
from detente.talks.spread.pools import AT_ONCE, InProcess, at_once, ray_executor
from detente.talks.spread.run import run_blocks
from spread_jobs import Dying, Toy, Wrong, columns_of, plain

LONG = os.environ.get("DETENTE_PROFILE") == "long"


def dask_executor() -> Iterator[Executor]:
    if not LONG:
        pytest.skip("Dask is tried in the long profile only")
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client.get_executor(pure=False)


def ray_cluster() -> Iterator[Executor]:
    if not LONG:
        pytest.skip("Ray is tried in the long profile only")
    pytest.importorskip("ray")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).resolve().parents[3]))  # its workers import our toys
        with ray_executor(max_retries=0) as executor:
            yield executor


def in_process() -> Iterator[Executor]:
    with InProcess() as executor:
        yield executor


def threads() -> Iterator[Executor]:
    with ThreadPoolExecutor(3) as executor:
        yield executor


def processes() -> Iterator[Executor]:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        yield executor


KINDS = [in_process, threads, processes, dask_executor, ray_cluster]


@pytest.fixture(scope="module", params=KINDS, ids=lambda kind: kind.__name__)
def executor(request: pytest.FixtureRequest) -> Iterator[Executor]:
    yield from request.param()


def test_an_executor_gives_the_same_bits(executor: Executor) -> None:
    blocks = []
    run_blocks(Toy(), 1000, on_block=blocks.append, executor=executor, block=33)
    assert columns_of(blocks) == plain(Toy(), 1000)


def test_an_executor_passes_on_what_a_job_breaks(executor: Executor) -> None:
    with pytest.raises(TalksError) as caught:
        run_blocks(Wrong(how="raises", at=25, seed=7), 100, executor=executor, block=10)
    assert caught.value.what == "ValueError: the tactic gave up"
    assert caught.value.where == "runs 20 to 29"


@pytest.mark.parametrize("kind", [dask_executor, ray_cluster])
def test_a_cluster_survives_the_death_of_a_worker(kind: object, tmp_path: Path) -> None:
    for executor in kind():  # a cluster of its own: one worker of it is ended
        blocks = []
        job = Dying(marks=tmp_path, at=150)
        run_blocks(job, 300, on_block=blocks.append, executor=executor, block=20)
        assert len(list(tmp_path.iterdir())) == 1
        assert columns_of(blocks) == plain(Toy(), 300)


@pytest.mark.skipif(find_spec("ray") is not None, reason="Ray is installed")
def test_ray_is_an_extra() -> None:
    with pytest.raises(MissingExtra, match=r"pip install 'detente\[ray\]'"):
        ray_executor()


def test_enough_blocks_are_under_way_and_no_more() -> None:
    with ThreadPoolExecutor(5) as five:
        assert at_once(five, None) == 15
        assert at_once(five, 2) == 6
    assert at_once(InProcess(), 8) == 1
    assert at_once(Unknown(), None) == AT_ONCE
    assert at_once(Unknown(), 100) == 300


class Unknown(Executor):
    """An executor that does not say how many workers it has."""
