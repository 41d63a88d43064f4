"""Many texts into one record, in this process or over any `concurrent.futures.Executor`.

The record is the same whatever runs it and in whatever order the work is done. Texts are taken from their
source as they are needed, a bounded number at a time.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from itertools import islice

from detente.record.coding.coder import Coder
from detente.record.record import Record
from detente.record.statement import Statement
from detente.sources.document import Document
from detente.sources.text import Text

__all__ = ["CHUNK", "code", "coded"]

CHUNK = 32
"""How many texts go to a worker at once."""
WAITING = 16
"""How many such chunks are under way at most."""

Coded = tuple[Document, tuple[Statement, ...]]


def code(
    texts: Iterable[Text],
    coder: Coder,
    executor: Executor | None = None,
    *,
    copies: bool = False,
    pack: str = "",
) -> Record:
    """The record of what a coder suggests for all texts, in their order.

    Documents that are copies of others are listed but not coded, unless `copies` says so: what a copy repeats
    is no further evidence. `pack` names the pack in the record. Without texts the record is empty.

    >>> from detente.record.coding.rules import RuleCoder
    >>> from detente.record.packs.pack import Pack
    >>> texts = [Text(document=Document(id=i), text="Ardia refused to sign.") for i in ("a", "b")]
    >>> [s.id for s in code(texts, RuleCoder(Pack(id="none"))).statements]
    ['a-0001', 'b-0001']
    """
    documents: list[Document] = []
    statements: list[Statement] = []
    for document, found in coded(texts, coder, executor, copies=copies):
        documents.append(document)
        statements += found
    return Record(documents=tuple(documents), statements=tuple(statements), pack=pack)


def coded(
    texts: Iterable[Text], coder: Coder, executor: Executor | None = None, *, copies: bool = False
) -> Iterator[Coded]:
    """Each document with its statements, in the order of the texts, as soon as it is ready."""
    source = iter(texts)
    if executor is None:
        for text in source:
            yield text.document, _one(coder, text, copies)
        return
    waiting: deque[Future[list[Coded]]] = deque()
    try:
        while True:
            while len(waiting) < WAITING and (chunk := list(islice(source, CHUNK))):
                waiting.append(executor.submit(_chunk, coder, chunk, copies))
            if not waiting:
                return
            yield from waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _chunk(coder: Coder, texts: list[Text], copies: bool) -> list[Coded]:  # noqa: FBT001
    return [(text.document, _one(coder, text, copies)) for text in texts]


def _one(coder: Coder, text: Text, copies: bool) -> tuple[Statement, ...]:  # noqa: FBT001
    return coder(text) if copies or not text.document.copy_of else ()
