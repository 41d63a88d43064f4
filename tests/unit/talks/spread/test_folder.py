"""Finished blocks stay: after a kill, Ctrl-C, a torn file or a full disk the same call goes on from there."""

import json
import os
import subprocess
import sys
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from detente.errors import TalksError
from detente.talks.spread.folder import read_blocks, read_manifest
from detente.talks.spread.job import Block
from detente.talks.spread.run import run_blocks
from spread_jobs import Interrupting, Toy, Waiting, Wrong, columns_of, plain

TESTS = Path(__file__).resolve().parents[3]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits as on POSIX")


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("block-*.npy"))


@pytest.fixture
def hundred(tmp_path: Path) -> Path:
    """A folder with a hundred runs of the toy in blocks of ten."""
    run_blocks(Toy(), 100, block=10, folder=tmp_path / "runs")
    return tmp_path / "runs"


def test_a_folder_gives_its_blocks_back_bit_for_bit(hundred: Path) -> None:
    blocks = list(read_blocks(hundred))
    assert columns_of(blocks) == plain(Toy(), 100)
    day = blocks[3].columns["day"]
    assert type(day) is np.ndarray
    assert any(isinstance(base, np.memmap) for base in bases(day))


def test_a_block_is_an_ordinary_file_of_numpy(hundred: Path) -> None:
    record = np.load(files(hundred)[2], mmap_mode="r")
    assert record["columns"]["day"][0].tolist() == Toy().block(20, 10)["day"].tolist()


def test_the_manifest_says_whose_runs_they_are(hundred: Path) -> None:
    found = read_manifest(hundred)
    assert (found.job, found.runs, found.block, found.seed) == ("toy 1", 100, 10, "1")
    assert found.version


def test_what_is_there_is_not_done_again(hundred: Path) -> None:
    blocks = []
    before = [path.stat().st_mtime_ns for path in files(hundred)]
    done = run_blocks(Toy(), 100, on_block=blocks.append, folder=hundred)
    assert done.found == 10
    assert [path.stat().st_mtime_ns for path in files(hundred)] == before
    assert columns_of(blocks) == plain(Toy(), 100)


@pytest.mark.parametrize(("runs", "found"), [(45, 5), (95, 10), (104, 10), (207, 10)])
def test_fewer_or_more_runs_of_the_same_job_use_what_is_there(hundred: Path, runs: int, found: int) -> None:
    blocks = []
    done = run_blocks(Toy(), runs, on_block=blocks.append, folder=hundred)
    assert done.found == found
    assert columns_of(blocks) == plain(Toy(), runs)
    assert columns_of(list(read_blocks(hundred))) == plain(Toy(), max(runs, 100))


def test_a_last_block_that_was_short_is_done_anew_when_there_are_more_runs(tmp_path: Path) -> None:
    run_blocks(Toy(), 25, block=10, folder=tmp_path)
    done = run_blocks(Toy(), 40, folder=tmp_path)
    assert (done.found, done.blocks) == (2, 4)
    assert columns_of(list(read_blocks(tmp_path))) == plain(Toy(), 40)


def test_another_job_is_refused(hundred: Path) -> None:
    with pytest.raises(TalksError) as caught:
        run_blocks(Toy(seed=2), 100, folder=hundred)
    assert str(caught.value) == (
        f"{hundred}: holds the runs of another job (toy 1, not toy 2, seed 1 there and 2 here)\n"
        "  try: name another folder, or remove this one"
    )


@pytest.mark.parametrize("damage", ["cut", "empty", "changed", "moved", "rubbish"])
def test_a_damaged_block_is_done_anew(hundred: Path, damage: str) -> None:
    path, whole = files(hundred)[4], files(hundred)[4].read_bytes()
    path.write_bytes(
        {
            "cut": whole[:-7],
            "empty": b"",
            "changed": whole[:-90] + bytes([whole[-90] ^ 1]) + whole[-89:],
            "moved": files(hundred)[5].read_bytes(),
            "rubbish": b"\x93NUMPY\x01\x00" + b"(" * 400,
        }[damage]
    )
    with pytest.raises(TalksError, match="is damaged"):
        list(read_blocks(hundred))
    assert len(list(read_blocks(hundred, partial=True))) == 9
    done = run_blocks(Toy(), 100, folder=hundred)
    assert done.found == 9
    assert path.read_bytes() == whole


def test_any_byte_of_a_block_counts(hundred: Path) -> None:
    path, whole = files(hundred)[0], files(hundred)[0].read_bytes()
    kept = plain(Toy(), 100)
    for place in range(0, len(whole), 7):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        found = list(read_blocks(hundred, partial=True))
        assert len(found) == 9 or columns_of(found) == kept, place


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "cannot be read"),
        ("[]", "cannot be read"),
        ('{"format": 9}', "is of another version"),
        ('{"format": 1, "job": "toy 1", "runs": 10, "block": 0}', "at least 1"),
    ],
)
def test_a_damaged_manifest_is_told(hundred: Path, text: str, said: str) -> None:
    (hundred / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(TalksError, match=said):
        run_blocks(Toy(), 100, folder=hundred)


def test_a_folder_without_runs_or_with_other_files_is_told(tmp_path: Path) -> None:
    with pytest.raises(TalksError, match="holds no runs"):
        next(read_blocks(tmp_path))
    (tmp_path / "letter.txt").touch()
    with pytest.raises(TalksError, match="holds other files"):
        run_blocks(Toy(), 10, folder=tmp_path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(TalksError, match=r"cannot be written: .*\n  try: name a folder that can be written"):
        run_blocks(Toy(), 10, folder=tmp_path / "file" / "runs")


def test_a_job_that_fails_leaves_what_was_done(tmp_path: Path) -> None:
    with pytest.raises(TalksError, match="the tactic gave up"):
        run_blocks(Wrong(how="raises", at=55), 100, block=10, folder=tmp_path)
    assert len(list(read_blocks(tmp_path, partial=True))) == 5
    with pytest.raises(TalksError, match="is not finished: 5 of 10 blocks are kept"):
        list(read_blocks(tmp_path))


def test_a_half_written_file_is_cleared_away(hundred: Path) -> None:
    torn = hundred / ".block-00000003.npy.123.part"
    torn.touch()
    run_blocks(Toy(), 100, folder=hundred)
    assert not torn.exists()


@POSIX
@pytest.mark.parametrize("threads", [0, 2])
def test_ctrl_c_keeps_what_is_finished_and_says_how_much(tmp_path: Path, threads: int) -> None:
    folder, blocks = tmp_path / "runs", []
    job = Interrupting(hold=tmp_path / "hold", folder=folder, at=6)
    job.hold.touch()
    with ThreadPoolExecutor(max(threads, 1)) as executor, pytest.raises(KeyboardInterrupt) as caught:
        run_blocks(job, 100, block=10, folder=folder, executor=executor if threads else None)
    kept = len(files(folder))
    assert kept >= 6
    assert str(caught.value) == f"stopped; {kept} of 10 blocks are kept in {folder}"
    assert run_blocks(job, 100, on_block=blocks.append, folder=folder).found == kept
    assert columns_of(blocks) == plain(Toy(), 100)


@POSIX
def test_ctrl_c_without_a_folder_says_that_nothing_is_kept(tmp_path: Path) -> None:
    job = Interrupting(hold=tmp_path / "hold", folder=tmp_path / "none", at=6)
    job.hold.touch()
    with pytest.raises(KeyboardInterrupt, match="stopped; nothing is kept"):
        run_blocks(job, 100, block=10)


KILLED = """
import os, sys
from pathlib import Path
from spread_jobs import Waiting
from detente.talks.spread.run import run_blocks
if __name__ == "__main__":
    place = Path(sys.argv[1])
    run_blocks(Waiting(hold=place / "hold", at=150), 300, workers=2, block=10, folder=place / "runs")
"""


@POSIX
def test_a_run_that_is_killed_goes_on_from_its_blocks(tmp_path: Path) -> None:
    (tmp_path / "hold").touch()
    script, folder, blocks = tmp_path / "killed.py", tmp_path / "runs", []
    script.write_text(KILLED, encoding="utf-8")
    with subprocess.Popen([sys.executable, script, tmp_path], env=path_to_tests()) as run:
        while len(files(folder)) < 18:  # all that the window lets it do beside the one that stands still
            assert run.poll() is None
            time.sleep(0.02)
        run.kill()
    (tmp_path / "hold").unlink()
    kept = len(files(folder))
    job = Waiting(hold=tmp_path / "hold", at=150)
    done = run_blocks(job, 300, on_block=blocks.append, folder=folder)
    assert done.found == kept >= 18
    assert columns_of(blocks) == plain(Toy(), 300)


ORPHANS = """
import multiprocessing, os, signal, sys
from spread_jobs import Toy
from detente.talks.spread.run import run_blocks
def listener(block):
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
if __name__ == "__main__":
    run_blocks(Toy(), 300, workers=2, block=10, on_block=listener)
"""


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are looked up in /proc")
def test_workers_end_with_the_run_that_started_them(tmp_path: Path) -> None:
    script = tmp_path / "orphans.py"
    script.write_text(ORPHANS, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, env=path_to_tests(), check=False
    )
    pids = done.stdout.split()
    assert len(pids) == 2
    until = time.monotonic() + 20
    while any(alive(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(alive(pid) for pid in pids)


FULL = """
import resource, sys
from spread_jobs import Toy
from detente.talks.spread.run import run_blocks
def limit(block):
    if block.first == 40:
        resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))
try:
    run_blocks(Toy(), 100, block=10, folder=sys.argv[1], on_block=limit)
except Exception as error:
    print(type(error).__name__, error)
"""


@POSIX
def test_a_full_disk_is_told_with_what_is_kept(tmp_path: Path) -> None:
    script, folder = tmp_path / "full.py", tmp_path / "runs"
    script.write_text(FULL, encoding="utf-8")
    told = [sys.executable, script, folder]
    done = subprocess.run(told, capture_output=True, text=True, env=path_to_tests(), check=False)
    assert done.stdout == (
        f"TalksError {folder}: cannot be written: File too large; 5 of 10 blocks are kept in {folder}\n"
        "  try: free space or mend the permissions, then make the same call again: it goes on from there\n"
    )
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []
    assert run_blocks(Toy(), 100, folder=folder).found == 5


def test_memory_does_not_grow_with_the_runs() -> None:
    peaks = []
    for runs in (100_000, 1_000_000):
        days = np.zeros(200, dtype=np.int64)

        def fold(block: Block, days: np.ndarray = days) -> None:
            days += np.bincount(block.columns["day"], minlength=200)

        with ThreadPoolExecutor(2) as executor:
            tracemalloc.start()
            run_blocks(Toy(), runs, on_block=fold, executor=executor)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        assert days.sum() == runs
    assert peaks[1] < 8_000_000  # a million rows of the toy are 43 MB
    assert peaks[1] < 1.5 * peaks[0]


def test_a_manifest_is_plain_json(hundred: Path) -> None:
    assert json.loads((hundred / "manifest.json").read_text(encoding="utf-8"))["runs"] == 100


def bases(array: np.ndarray) -> list[object]:
    found: list[object] = [array]
    while getattr(found[-1], "base", None) is not None:
        found.append(found[-1].base)
    return found


def alive(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def path_to_tests() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(TESTS)}
