"""The coder by rules as a coder: ids, spans, pickling, any text; and many texts over any executor."""

import pickle
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.record.coding.coder import Coder
from detente.record.coding.rules import RuleCoder
from detente.record.coding.run import CHUNK, WAITING, code, coded
from detente.record.packs.pack import Pack, PackIssue
from detente.record.packs.reader import read_pack
from detente.record.statement import ACTS, IDENTIFIED, STANCES
from detente.sources.document import Document
from detente.sources.text import Text

SMALL = Pack(id="small", issues=(PackIssue(id="wages", words=("wage*",)),))
SIGNS = [
    "\u201c",
    "\u201d",
    '"',
    ".",
    "\n",
    ",",
    "\U0001f600",
    "\u202b",
    "\ud800",
    "\u05d7\u05de\u05d0\u05e1",
    "\x00",
]
SAID = ["Israel said", "would not", "121 hostages", "Hamas demanded", "unless", "U.S. officials", "1,2,3"]
PIECES = st.sampled_from([*SIGNS, *SAID])


@cache
def coder() -> RuleCoder:
    return RuleCoder(read_pack("gaza"))


def text_of(name: str, words: str = "The union demanded a wage increase.", copy_of: str = "") -> Text:
    return Text(document=Document(id=name, copy_of=copy_of), text=words)


def texts(count: int) -> list[Text]:
    return [text_of(f"d{n}", f"The union demanded a wage increase of {n + 2} percent.") for n in range(count)]


def test_the_coder_by_rules_is_a_coder() -> None:
    assert isinstance(coder(), Coder)


def test_an_empty_text_has_no_statements() -> None:
    assert coder()(text_of("d", " \n ")) == ()


def test_ids_count_the_statements_of_a_document_in_the_order_of_the_text() -> None:
    found = coder()(text_of("d", "Hamas demanded a truce. Israel rejected the proposal."))
    assert [s.id for s in found] == ["d-0001", "d-0002"]
    assert found[0].span is not None
    assert found[1].span is not None
    assert found[0].span < found[1].span


def test_every_statement_says_which_rule_proposed_it_and_why() -> None:
    (found,) = coder()(text_of("d", "Israel rejected the proposal."))
    assert found.coding is not None
    assert found.coding.coder == "rules-en 1"
    assert found.coding.rule
    assert any("reject" in reason for reason in found.coding.why)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map(" ".join)))
def test_no_text_raises_and_every_span_slices_back(words: str) -> None:
    for statement in coder()(text_of("d", words)):
        assert statement.span is not None
        assert words[statement.span.start : statement.span.end] == statement.span.exact
        assert statement.act in ACTS
        assert statement.identified in {"", *IDENTIFIED}
        assert statement.stance in {"", *STANCES}


def test_a_pickled_coder_suggests_the_same() -> None:
    text = text_of("d", "Hamas demanded a truce. Israel rejected the proposal on 121 hostages.")
    assert pickle.loads(pickle.dumps(coder()))(text) == coder()(text)  # noqa: S301


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no language"):
        RuleCoder(SMALL, "xx")


class Backwards(Executor):
    """Does the work in the reverse order, when the first result is asked for."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future, object, tuple]] = []  # type: ignore[type-arg]

    def submit(self, fn, /, *args, **kwargs):
        outer = self

        class Later(Future):  # type: ignore[type-arg]
            def result(self, timeout=None):
                while outer.waiting:
                    future, work, given = outer.waiting.pop()
                    future.set_result(work(*given))
                return super().result(timeout)

        future = Later()
        self.waiting.append((future, fn, args))
        return future


def test_the_record_is_the_same_over_any_executor() -> None:
    several = texts(2 * CHUNK + 1)
    alone = code(several, RuleCoder(SMALL))
    with ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(2) as processes:
        for executor in (threads, processes, Backwards()):
            assert code(several, RuleCoder(SMALL), executor) == alone
    assert [d.id for d in alone.documents] == [t.document.id for t in several]


class AtOnce(Executor):
    """Does the work when it is asked for."""

    def submit(self, fn, /, *args, **kwargs):
        future: Future = Future()  # type: ignore[type-arg]
        future.set_result(fn(*args, **kwargs))
        return future


def test_texts_are_taken_as_they_are_needed() -> None:
    taken = []

    def source() -> Iterator[Text]:
        for n in range(CHUNK * (WAITING + 10)):
            taken.append(n)
            yield text_of(f"d{n}", "")

    next(coded(source(), RuleCoder(SMALL), AtOnce()))
    assert len(taken) == CHUNK * WAITING


def test_copies_are_listed_and_not_coded_unless_asked_for() -> None:
    both = [text_of("a"), text_of("b", copy_of="a")]
    rules = RuleCoder(SMALL)
    assert [s.reports for s in code(both, rules).statements] == [("a",)]
    assert len(code(both, rules).documents) == 2
    assert len(code(both, rules, copies=True).statements) == 2


def test_hand_coded_reports_are_found_well_enough(shared: Path) -> None:
    names = ("wsj-2024-06-03.txt", "nyt-2024-07-04.txt")
    words = [(shared / "reports" / name).read_text(encoding="utf-8") for name in names]
    found = [coder()(text_of(name, text)) for name, text in zip(names, words, strict=True)]
    holders = {s.holder for statements in found for s in statements}
    assert {"hamas.sinwar", "israel.smotrich", "us.biden", "hezbollah"} <= holders
    assert min(len(statements) for statements in found) >= 25
