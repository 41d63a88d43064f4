"""Blocks as a table: a row for each run; without pyarrow the extra is named."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from detente.errors import MissingExtra, TalksError
from detente.talks.spread.parquet import write_parquet
from detente.talks.spread.run import run_blocks
from spread_jobs import Toy

ARROW = importlib.util.find_spec("pyarrow") is not None
needs_arrow = pytest.mark.skipif(not ARROW, reason="pyarrow is not installed")


@pytest.mark.skipif(ARROW, reason="pyarrow is installed")
def test_parquet_is_an_extra(tmp_path: Path) -> None:
    with pytest.raises(MissingExtra, match=r"pip install 'detente\[data\]'"):
        write_parquet((), tmp_path / "runs.parquet")


@needs_arrow
def test_a_folder_becomes_a_table_with_a_row_group_for_each_block(tmp_path: Path) -> None:
    from pyarrow import parquet

    run_blocks(Toy(), 95, block=10, folder=tmp_path / "runs")
    file = parquet.ParquetFile(write_parquet(tmp_path / "runs", tmp_path / "runs.parquet"))
    table, whole = file.read(), Toy().block(0, 95)
    assert file.num_row_groups == 10
    assert table.column_names == ["run", "day", "deal", "share", "why"]
    assert table["run"].to_pylist() == list(range(95))
    for name in ("day", "deal", "share", "why"):
        assert table[name].to_pylist() == whole[name].tolist()
    assert table["day"].type == "int16"
    assert str(table["share"].type) == "fixed_size_list<element: double>[3]"


@needs_arrow
def test_blocks_at_hand_become_a_table_too(tmp_path: Path) -> None:
    from pyarrow import parquet

    blocks = []
    run_blocks(Toy(), 20, block=10, on_block=blocks.append)
    found = parquet.read_table(write_parquet(blocks, tmp_path / "runs.parquet"))
    assert np.array_equal(found["day"].to_numpy(), Toy().block(0, 20)["day"])


@needs_arrow
def test_a_table_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(TalksError, match="no blocks"):
        write_parquet((), tmp_path / "runs.parquet")
    with pytest.raises(TalksError, match="cannot be written"):
        write_parquet([*blocks_of(10)], tmp_path / "no folder" / "runs.parquet")

    def broken():
        yield from blocks_of(10)
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        write_parquet(broken(), tmp_path / "runs.parquet")
    assert list(tmp_path.iterdir()) == []


def blocks_of(runs: int) -> list:
    blocks = []
    run_blocks(Toy(), runs, on_block=blocks.append)
    return blocks
