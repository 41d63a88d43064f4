"""The page of formats names every format, says which are read, and lists the columns as they are written."""

import re
from pathlib import Path

from detente.record.interchange.dna import DNA
from detente.record.interchange.exchange import FORMATS
from detente.record.interchange.plover import EVENTS
from detente.record.interchange.sqlite import TABLES, VERSION

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "record-formats.md").read_text(
    encoding="utf-8"
)


def test_every_format_is_on_the_page_with_its_suffix_and_whether_it_is_read():
    rows = re.findall(r"^\| `([\w-]+)` \| `([\w.]+)` [^|]*\| (yes|no) \|", PAGE, re.MULTILINE)
    assert rows == [
        (one.name, one.suffix, "yes" if one.read is not None else "no") for one in FORMATS.values()
    ]


def test_the_columns_of_dna_are_those_written():
    assert "; ".join(DNA) in " ".join(PAGE.split())


def test_the_tables_of_sqlite_are_those_written():
    assert all(f"`{table}`" in PAGE for table in TABLES)
    assert f"`PRAGMA user_version` is {VERSION}" in PAGE


def test_the_acts_that_are_events_are_told():
    told = " ".join(PAGE.split())
    assert "accepts and offers AGREE, demands REQUEST, rejects REJECT, threatens THREATEN" in told
    assert EVENTS == {
        "accepts": "AGREE",
        "demands": "REQUEST",
        "offers": "AGREE",
        "rejects": "REJECT",
        "threatens": "THREATEN",
    }
