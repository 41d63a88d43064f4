"""A file is written whole or not at all."""

from pathlib import Path

import pytest

from detente.sources.whole_file import write_whole


def test_a_text_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    place = tmp_path / "brief.md"
    write_whole(place, "old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(place, "new \udc80")
    assert place.read_text("utf-8") == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["brief.md"]


def test_a_file_that_was_there_keeps_its_permissions(tmp_path: Path) -> None:
    place = tmp_path / "brief.md"
    write_whole(place, "old")
    place.chmod(0o640)
    write_whole(place, "new")
    assert (place.read_text("utf-8"), place.stat().st_mode & 0o777) == ("new", 0o640)
