import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import MissingExtra, RecordError
from detente.record.coding.extras.crf import CrfCoder, CrfModel, read_model
from detente.record.coding.extras.tokens import features_of, marks_of, runs_of
from detente.record.coding.extras.train import learning_curve, train
from detente.record.record import Record
from detente.record.statement import Decision, Statement
from detente.sources.document import Document
from detente.sources.span import Span
from detente.sources.text import Text
from detente.sources.when import When

DAY = date(2001, 2, 3)
WHO = ("council", "guild", "mayor", "union")
WHAT = ("the bridge stays open", "fares must fall", "the strike will end", "the clocks were wrong")


def coded(number: int) -> tuple[Text, list[Statement]]:
    """A report in which "The X demanded that Y" is told between sentences that tell nothing."""
    words, statements = [], []
    document = Document(id=f"r{number}", published=DAY)
    for n in range(8):
        words.append(f"It rained on day {n} in town.")
        who, what = WHO[(n + number) % 4], WHAT[(n * 3 + number) % 4]
        words.append(f"The {who} demanded that {what}.")
    text = "\n".join(words)
    at = 0
    while (at := text.find("demanded", at)) >= 0:
        start, end = text.rfind("\n", 0, at) + 1, text.find(".", at)
        statements.append(
            Statement(
                id=f"{document.id}-{at}",
                reports=(document.id,),
                act="demands",
                date=When.on(DAY),
                known=DAY,
                span=Span.of(document.id, text, start, end),
                decision=Decision(verdict="accepted", by="me", at="2001-02-04T00:00:00Z"),
            )
        )
        at = end
    return Text(document=document, text=text), statements


PAIRS = [coded(number) for number in range(6)]
TEXTS = [text for text, _ in PAIRS]
RECORD = Record(
    documents=tuple(text.document for text in TEXTS), statements=tuple(s for _, told in PAIRS for s in told)
)


def small_model(**states: list[tuple[int, float]]) -> CrfModel:
    moves = ((0.0, -1e9, 0.0), (0.0, 1.0, 0.0), (0.0, -1e9, 0.0))
    weights = {name.replace("_", "="): tuple(given) for name, given in states.items()}
    return CrfModel(labels=("B-demands", "I-demands", "O"), states=weights, moves=moves)


def test_a_passage_goes_on_only_as_what_it_began() -> None:
    model = small_model(w0_a=[(1, 9.0)], bias=[(2, 1.0)])
    rows = [["bias", "w0=a"], ["bias", "w0=a"]]
    labels, own, covered = model.best(rows)
    assert labels[0] != "I-demands"
    assert all(0 <= chance <= 1 for chance in own + covered)
    assert model.best([]) == ([], [], [])


def test_a_model_reads_back_as_it_was_written(tmp_path: Path) -> None:
    model = small_model(w0_a=[(0, 1.5)])
    path = tmp_path / "model.json"
    path.write_text(model.as_text(), encoding="ascii")
    again = read_model(path)
    assert again.as_text() == model.as_text()
    assert len(again.sha256) == 64
    assert again.sha256[:12] in CrfCoder(model=again).name


GOOD = json.loads(small_model(bias=[(0, 1.0)]).as_text())


@pytest.mark.parametrize(
    "damage",
    [
        {"detente-crf": 2},
        {"features": 99},
        {"labels": ["B-demands", "I-demands", "Q"]},
        {"labels": []},
        {"moves": [[0.0]]},
        {"moves": [[0, 0, 0]] * 2 + [[0, 0, "x"]]},
        {"moves": [[0, 0, 0]] * 2 + [[0, 0, 1e300]]},
        {"states": {"bias": [[7, 1.0]]}},
        {"states": {"bias": 3}},
        {"states": []},
        {"statements": "many"},
    ],
)
def test_a_damaged_model_is_refused(tmp_path: Path, damage: dict[str, object]) -> None:
    path = tmp_path / "model.json"
    path.write_text(json.dumps(GOOD | damage), encoding="ascii")
    with pytest.raises(RecordError, match="no model that can be used"):
        read_model(path)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b"[" * 100_000, b"NaN"])
def test_a_file_that_is_no_model_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.json"
    path.write_bytes(content)
    with pytest.raises(RecordError):
        read_model(path)
    with pytest.raises(RecordError, match="cannot be read"):
        read_model(tmp_path / "none.json")


@given(st.text(max_size=200))
def test_words_keep_their_places_in_any_text(words: str) -> None:
    text = Text(document=Document(id="d"), text=words)
    for run in runs_of(words, text.paragraphs):
        assert all(words[token.start : token.end] == token.word for token in run)
        rows = features_of(run, marks_of(run, ()))
        assert all(name.isprintable() and " " not in name for row in rows for name in row)


def test_training_refuses_too_few_records() -> None:
    few = Record(documents=RECORD.documents, statements=RECORD.statements[:12])
    with pytest.raises(RecordError, match="too few to learn from"):
        train(few, TEXTS)


def test_training_refuses_a_text_that_has_changed() -> None:
    changed = [Text(document=t.document, text="Oh. " + t.text) for t in TEXTS]
    with pytest.raises(RecordError, match="not the one that was coded"):
        train(RECORD, changed)


def installed() -> bool:
    try:
        import pycrfsuite  # noqa: F401
    except ImportError:
        return False
    return True


@pytest.mark.skipif(installed(), reason="the library is there")
def test_training_without_its_library_names_what_to_install() -> None:
    with pytest.raises(MissingExtra, match=r"detente\[train\]"):
        train(RECORD, TEXTS)


@pytest.mark.skipif(not installed(), reason="needs python-crfsuite")
class TestTrained:
    def test_what_was_accepted_is_learned_for_other_reports(self) -> None:
        model = train(RECORD, TEXTS)
        unseen, told = coded(9)
        found = CrfCoder(model=model)(unseen)
        assert [s.span for s in found] == [s.span for s in told]
        assert {s.act for s in found} == {"demands"}

    def test_the_same_records_give_the_same_model_in_any_order(self) -> None:
        turned = RECORD.of(reversed(RECORD.statements))
        assert train(RECORD, TEXTS).as_text() == train(turned, TEXTS[::-1]).as_text()

    def test_refused_statements_are_not_learned(self) -> None:
        refused = RECORD.of(
            s.with_(decision=Decision(verdict="refused", by="me", at="")) for s in RECORD.statements
        )
        with pytest.raises(RecordError, match="0 accepted statements"):
            train(refused, TEXTS)

    def test_the_learning_curve_begins_with_the_base_and_ends_with_all_others(self) -> None:
        points = learning_curve(RECORD, TEXTS, parts=3)
        assert [point.documents for point in points] == [0, 2, 4]
        assert points[0].f1 == 0
        assert points[-1].f1 > 0.9
        assert str(points[-1]).startswith("4 documents, 32 statements: F1")
