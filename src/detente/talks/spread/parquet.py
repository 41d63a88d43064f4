"""Blocks as one Parquet table, a row for each run, written block by block (extra `data`)."""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from detente.errors import MissingExtra, TalksError
from detente.talks.spread.folder import read_blocks
from detente.talks.spread.job import Block

__all__ = ["write_parquet"]


def write_parquet(blocks: str | Path | Iterable[Block], path: str | Path) -> Path:
    """The path, now a Parquet file with the column `run` and one for each array, a row group for each block.

    `blocks` may be the folder that keeps them. Arrays of more than one axis become lists of fixed length, in
    C order. The file is there whole or not at all. MissingExtra without pyarrow, TalksError when there are no
    blocks or the file cannot be written.
    """
    try:
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise MissingExtra.named("data", "pyarrow") from None
    place = Path(path)
    beside = place.with_name(f".{place.name}.part")
    writer: Any = None
    try:
        for block in read_blocks(blocks) if isinstance(blocks, (str, Path)) else blocks:
            table = _table(arrow, block)
            writer = writer or parquet.ParquetWriter(beside, table.schema)
            writer.write_table(table)
        if writer is None:
            raise TalksError("there are no blocks to write", where=str(place))
        writer.close()
        beside.replace(place)
    except OSError as error:
        raise TalksError(f"cannot be written: {error}", where=str(place), hint="free space") from None
    finally:
        if writer is not None and writer.is_open:
            writer.close()
        beside.unlink(missing_ok=True)
    return place


def _table(arrow: Any, block: Block) -> Any:
    columns = {"run": arrow.array(np.arange(block.first, block.stop))}
    for name, array in block.columns.items():
        flat = arrow.array(array.reshape(-1))
        for length in reversed(array.shape[1:]):
            flat = arrow.FixedSizeListArray.from_arrays(flat, length)
        columns[name] = flat
    return arrow.table(columns)
