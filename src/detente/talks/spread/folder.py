"""Blocks kept in a folder: a manifest that says of which job, and one `.npy` file for each finished block.

A file is there whole or not at all and carries a check sum over its job and its contents. It holds one
record; the field `columns` has the arrays, so `numpy.load(file, mmap_mode="r")["columns"][0]` shows them.
"""

import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from detente.analysis.basis import package_version
from detente.errors import TalksError
from detente.sources.whole_file import write_whole
from detente.talks.spread.job import Block, Job

__all__ = ["BlockFolder", "Manifest", "open_folder", "read_blocks", "read_manifest"]

MANIFEST = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Whose runs a folder holds: the job's digest, how many runs were asked for, and how many a block has."""

    job: str
    runs: int
    block: int
    seed: str = ""
    version: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError when it can be no manifest of ours."""
        if min(self.runs, self.block) < 1:
            raise ValueError("runs and block must be at least 1")

    @property
    def blocks(self) -> int:
        """How many blocks the runs make."""
        return -(-self.runs // self.block)

    def count(self, index: int) -> int:
        """How many runs the block of this number has; the last one may have fewer."""
        return min(self.block, self.runs - index * self.block)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockFolder:
    """A folder of finished blocks."""

    folder: Path
    manifest: Manifest

    def path(self, index: int) -> Path:
        """Where the block of this number is kept."""
        return self.folder / f"block-{index:08d}.npy"

    def read(self, index: int) -> Block | None:
        """The block of this number, memory-mapped; None when it is not there, torn, or not of this job."""
        path = self.path(index)
        try:
            record = np.load(path, mmap_mode="r", max_header_size=10**6)
            first, kept = int(record["first"][0]), int(record["sum"][0])
            columns = record["columns"]
            found = Block(first=first, columns={name: columns[name][0] for name in columns.dtype.names})
        except Exception:  # noqa: BLE001 - whatever a damaged file makes numpy's reader raise
            return None
        right = first == index * self.manifest.block and kept == self._sum(found)
        return found if right and found.runs >= self.manifest.count(index) else None

    def write(self, index: int, block: Block) -> None:
        """Keeps a block, whole or not at all; raises OSError."""
        parts = [(name, array.dtype, array.shape) for name, array in block.columns.items()]
        columns = np.dtype(parts, align=True)
        record = np.zeros(1, np.dtype([("first", "i8"), ("sum", "u4"), ("columns", columns)], align=True))
        record["first"], record["sum"] = block.first, self._sum(block)
        for name, array in block.columns.items():
            record["columns"][name][0] = array
        file = io.BytesIO()
        np.save(file, record, allow_pickle=False)
        write_whole(self.path(index), file.getvalue())

    def finished(self) -> int:
        """How many blocks are kept, by the names of their files."""
        return sum(self.path(index).exists() for index in range(self.manifest.blocks))

    def kept(self) -> str:
        """How much is kept, in words."""
        return f"{self.finished():,} of {self.manifest.blocks:,} blocks are kept in {self.folder}"

    def failed(self, error: OSError) -> TalksError:
        """The error that says that the folder cannot be written, and what is kept."""
        return TalksError(
            f"cannot be written: {error.strerror or error}; {self.kept()}",
            where=str(self.folder),
            hint="free space or mend the permissions, then make the same call again: it goes on from there",
        )

    def _sum(self, block: Block) -> int:
        found = zlib.crc32(f"{self.manifest.job} {block.first}".encode())
        for name, array in block.columns.items():
            named = zlib.crc32(f"{name} {array.dtype.str} {array.shape}".encode(), found)
            found = zlib.crc32(array.tobytes(), named)
        return found


def read_blocks(folder: str | Path, *, partial: bool = False) -> Iterator[Block]:
    """The blocks that a folder holds, in run order, memory-mapped one at a time.

    With `partial` a folder whose runs were never finished gives what it has; else TalksError says what is
    missing. TalksError too when the folder has no manifest, or one that cannot be read.
    """
    place = Path(folder)
    kept = BlockFolder(folder=place, manifest=read_manifest(place))
    if not partial and kept.finished() < kept.manifest.blocks:
        raise TalksError(
            f"is not finished: {kept.kept()}",
            where=str(place),
            hint="make the same call again, which goes on from there, or read it with partial=True",
        )
    for index in range(kept.manifest.blocks):
        block = kept.read(index)
        if block is not None:
            yield block.upto(kept.manifest.runs)
        elif not partial:
            raise TalksError(
                "is damaged", where=str(kept.path(index)), hint="make the same call again: it is done anew"
            )


def open_folder(folder: str | Path, job: Job, runs: int, block: int | None, default: int) -> BlockFolder:
    """The folder to keep a job's blocks in, made if need be, with its manifest.

    A folder that holds fewer runs of the same job is extended; one that holds more is left as it is. It
    keeps the size of block that it began with. TalksError when it holds another job's runs or other files.
    """
    place = Path(folder)
    asked = Manifest(
        job=job.digest, runs=runs, block=block or default, seed=_seed(job), version=package_version()
    )
    try:
        place.mkdir(parents=True, exist_ok=True)
        there = {path.name for path in place.iterdir() if not path.name.startswith(".")}
        if MANIFEST in there:
            known = read_manifest(place)
            _same_job(known, asked, place)
            asked = replace(known, runs=max(known.runs, runs))
        elif there:
            raise TalksError("holds other files", where=str(place), hint="name an empty or a new folder")
        for torn in place.glob(".block-*.part"):
            torn.unlink(missing_ok=True)
        text = json.dumps({"format": FORMAT} | asdict(asked), indent=1) + "\n"
        if not (place / MANIFEST).exists() or known.runs != asked.runs:
            write_whole(place / MANIFEST, text)
    except OSError as error:
        raise TalksError(
            f"cannot be written: {error.strerror or error}",
            where=str(place),
            hint="name a folder that can be written, on a disk with room",
        ) from None
    return BlockFolder(folder=place, manifest=asked)


def read_manifest(folder: Path) -> Manifest:
    """Whose runs a folder holds; TalksError when it does not say."""
    path = folder / MANIFEST
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if found.pop("format") != FORMAT:
            raise TalksError(
                "is of another version", where=str(path), hint="read it with the version that wrote it"
            )
        manifest = Manifest(**found)
    except FileNotFoundError:
        raise TalksError("holds no runs", where=str(folder), hint="name the folder of a run") from None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise TalksError(
            f"cannot be read: {error}", where=str(path), hint="remove the folder and start again"
        ) from None
    return manifest


def _same_job(known: Manifest, asked: Manifest, place: Path) -> None:
    if known.job != asked.job:
        seeds = f", seed {known.seed} there and {asked.seed} here" if known.seed != asked.seed else ""
        raise TalksError(
            f"holds the runs of another job ({known.job[:12]}, not {asked.job[:12]}{seeds})",
            where=str(place),
            hint="name another folder, or remove this one",
        )


def _seed(job: Job) -> str:
    seed = getattr(job, "seed", None)
    return "" if seed is None else str(seed)
