"""Texts put aside come back as they were, in the order of their ids, without being held."""

import errno
import gc
from dataclasses import replace

import pytest

from detente.errors import SourceError
from detente.sources.document import Document
from detente.sources.spool import Spool
from detente.sources.text import Text


def text_of(name: str, words: str, noise: tuple[tuple[int, int], ...] = ()) -> Text:
    return Text(document=Document(id=name), text=words, noise=noise)


def test_texts_come_back_as_they_were_in_the_order_of_their_ids() -> None:
    texts = [text_of("b", "one\r\ntwo\n\U0001f54a \ud800", ((0, 3), (4, 5))), text_of("a", "")]
    with Spool() as spool:
        for text in texts:
            spool.add(text)
        assert list(spool) == texts[::-1]
        assert (spool[1], spool[:1], len(spool)) == (texts[0], [texts[1]], 2)
        assert (spool.characters, spool.noise) == (12, 4)


def test_a_text_that_was_put_aside_is_not_held() -> None:
    with Spool() as spool:
        for n in range(20):
            spool.add(text_of(f"t{n}", "They met."))
        assert sum(1 for _ in spool) == 20
        gc.collect()
        assert not [one for one in gc.get_objects() if isinstance(one, Text) and one.document.id == "t7"]


def test_documents_take_the_place_of_others_and_parts_can_be_taken() -> None:
    with Spool() as spool:
        for name in "abc":
            spool.add(text_of(name, f"Text {name}."))
        spool.rename({"a": replace(spool.documents[0], id="z", copy_of="b")})
        assert [(text.document.id, text.text) for text in spool] == [
            ("b", "Text b."),
            ("c", "Text c."),
            ("z", "Text a."),
        ]
        part = spool.of(frozenset({"z", "c", "none"}))
        assert [document.copy_of for document in part.documents] == ["", "b"]


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def seek(self, _: int) -> None: ...
        def close(self) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        def write(self, _: bytes) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("detente.sources.spool.TemporaryFile", Full)
    with Spool() as spool, pytest.raises(SourceError, match="cannot be put aside: No space left") as caught:
        spool.add(text_of("a", "They met."))
    assert "TMPDIR" in caught.value.hint
