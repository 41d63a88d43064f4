"""Training of the learned coder on accepted records, and how much more records help (extra: train).

The same records, texts and seed give the same model, whatever their order.
"""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.errors import MissingExtra, RecordError
from detente.record.coding.coder import Coder
from detente.record.coding.extras.crf import CrfCoder, CrfModel, model_of, shared
from detente.record.coding.extras.tokens import features_of, marks_of, runs_of
from detente.record.record import Record
from detente.record.statement import ACTS, Statement
from detente.sources.span import digest
from detente.sources.text import Text

__all__ = ["LEAST_DOCUMENTS", "LEAST_STATEMENTS", "CurvePoint", "learning_curve", "train"]

LEAST_DOCUMENTS = 2
LEAST_STATEMENTS = 40
"""From fewer accepted statements a model learns the statements, not the language."""

LEAST_OF_ACT = 5
"""An act with fewer examples is learned as `reports`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """How well held-out documents are coded after training on so many documents.

    Precision, recall and F1 count passages with at least half in common both ways; `acts` is the F1 where the
    act must be right too. `documents` 0 is the base coder alone. Means over the held-out parts.
    """

    documents: int
    statements: float
    precision: float
    recall: float
    f1: float
    acts: float

    def __str__(self) -> str:
        """The point in one line."""
        return (
            f"{self.documents} documents, {self.statements:.0f} statements: "
            f"F1 {self.f1:.2f} (precision {self.precision:.2f}, recall {self.recall:.2f}), "
            f"with acts {self.acts:.2f}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Example:
    """A text with its accepted statements, and what the base coder suggests for it."""

    text: Text
    told: tuple[Statement, ...]
    base: tuple[Statement, ...]


def train(record: Record, texts: Sequence[Text], *, base: Coder | None = None, seed: int = 0) -> CrfModel:
    """The model learned from the accepted statements of a record and the texts of its documents.

    RecordError when there are too few, or when a text is not the one that was coded. Write `as_text()` to a
    file and read it with `read_model`.
    """
    return _fit(_examples(record, texts, base), base, seed)


def learning_curve(
    record: Record, texts: Sequence[Text], *, base: Coder | None = None, seed: int = 0, parts: int = 4
) -> tuple[CurvePoint, ...]:
    """How well unseen documents are coded after training on 2, 4, 8 ... documents, and on all others.

    Documents are held out in `parts` parts, mixed by `seed`; the first point is the base coder alone.
    RecordError as for `train`, and for fewer than three documents.
    """
    examples = _examples(record, texts, base)
    if len(examples) < 3:
        raise RecordError(
            "a learning curve needs at least three coded documents", hint="review more documents"
        )
    examples.sort(key=lambda e: digest(f"{seed} {e.text.document.id}"))
    parts = min(parts, len(examples))
    held = [examples[part::parts] for part in range(parts)]
    rest = [[e for n, e in enumerate(examples) if n % parts != part] for part in range(parts)]
    most = min(map(len, rest))
    points = [_point(0, [[] for _ in held], held, base, seed)]
    steps = sorted({n for n in (2, 4, 8, 16, 32, 64, 128) if n < most} | {most})
    points += [_point(number, [known[:number] for known in rest], held, base, seed) for number in steps]
    return tuple(points)


def _examples(record: Record, texts: Sequence[Text], base: Coder | None) -> list[_Example]:
    """The coded texts in the order of their ids."""
    by_id = {text.document.id: text for text in texts}
    told: dict[str, list[Statement]] = {}
    for statement in record.accepted.statements:
        if statement.span is not None:
            told.setdefault(statement.span.document, []).append(statement)
    examples = []
    for name in sorted(told.keys() & by_id.keys()):
        text = by_id[name]
        statements = sorted(told[name], key=lambda s: (_start(s), s.id))
        if not all(s.span and s.span.verify(text.text) for s in statements):
            raise RecordError(
                "the text is not the one that was coded", where=name, hint="read the document again"
            )
        examples.append(_Example(text=text, told=tuple(statements), base=base(text) if base else ()))
    number = sum(len(example.told) for example in examples)
    if len(examples) < LEAST_DOCUMENTS or number < LEAST_STATEMENTS:
        raise RecordError(
            f"{number} accepted statements in {len(examples)} documents are too few to learn from",
            hint=f"accept at least {LEAST_STATEMENTS} in {LEAST_DOCUMENTS} documents",
        )
    return examples


def _fit(examples: Sequence[_Example], base: Coder | None, seed: int) -> CrfModel:
    """The model of these examples; those of a rare act count as `reports`."""
    try:
        import pycrfsuite
    except ImportError:
        raise MissingExtra.named("train", "python-crfsuite") from None
    counts = {act: sum(s.act == act for e in examples for s in e.told) for act in ACTS}
    common = {act for act in ACTS if counts[act] >= LEAST_OF_ACT} | {"reports"}
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.1, "c2": 0.1, "max_iterations": 120})
    for example in examples:
        told = [s if s.act in common else s.with_(act="reports") for s in example.told]
        for run in runs_of(example.text.text, example.text.paragraphs):
            trainer.append(features_of(run, marks_of(run, example.base)), marks_of(run, told))
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "model")
        trainer.train(file)
        tagger = pycrfsuite.Tagger()
        tagger.open(file)
        info = tagger.info()
        tagger.close()
    return _model(info.state_features, info.transitions, examples, base, seed)


def _model(
    states: Mapping[tuple[str, str], float],
    moves: Mapping[tuple[str, str], float],
    examples: Sequence[_Example],
    base: Coder | None,
    seed: int,
) -> CrfModel:
    """The weights as a model of our own; what cannot follow (I without its B) is barred."""
    labels = sorted({label for _, label in states} | {label for pair in moves for label in pair} | {"O"})
    number = {label: n for n, label in enumerate(labels)}
    by_name: dict[str, list[tuple[int, float]]] = {}
    for (name, label), weight in sorted(states.items()):
        by_name.setdefault(name, []).append((number[label], weight))
    model = CrfModel(
        labels=tuple(labels),
        states={name: tuple(weights) for name, weights in by_name.items()},
        moves=tuple(tuple(_move(a, b, moves) for b in labels) for a in labels),
        base=base.name if base else "",
        documents=len(examples),
        statements=sum(len(example.told) for example in examples),
        seed=seed,
    )
    return model_of(model.as_text())


def _move(before: str, after: str, moves: Mapping[tuple[str, str], float]) -> float:
    """The weight of a step from label to label; a passage goes on only as what it began."""
    if after.startswith("I") and before[2:] != after[2:]:
        return -1e9
    return moves.get((before, after), 0.0)


def _point(
    number: int,
    known: Sequence[Sequence[_Example]],
    held: Sequence[Sequence[_Example]],
    base: Coder | None,
    seed: int,
) -> CurvePoint:
    """The mean over the held-out parts."""
    rows = []
    for examples, unseen in zip(known, held, strict=True):
        model = _fit(examples, base, seed) if examples else None
        right = acts = suggested = told = 0
        for example in unseen:
            found = _suggested(model, example)
            right += _matches(found, example.told, acts=False)
            acts += _matches(found, example.told, acts=True)
            suggested += len(found)
            told += len(example.told)
        rows.append(
            (
                right / max(1, suggested),
                right / max(1, told),
                2 * right / max(1, suggested + told),
                2 * acts / max(1, suggested + told),
            )
        )
    precision, recall, f1, acts_f1 = (sum(column) / len(rows) for column in zip(*rows, strict=True))
    statements = sum(len(e.told) for examples in known for e in examples) / len(known)
    return CurvePoint(
        documents=number, statements=statements, precision=precision, recall=recall, f1=f1, acts=acts_f1
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A coder whose suggestions are known already."""

    name: str
    statements: tuple[Statement, ...]

    def __call__(self, text: Text) -> tuple[Statement, ...]:  # noqa: ARG002
        return self.statements


def _suggested(model: CrfModel | None, example: _Example) -> tuple[Statement, ...]:
    if model is None:
        return example.base
    return CrfCoder(model=model, base=_Known(name=model.base, statements=example.base))(example.text)


def _matches(found: Sequence[Statement], told: Sequence[Statement], *, acts: bool) -> int:
    """How many told statements are found, each by another suggestion, with half in common both ways."""
    free = list(found)
    right = 0
    for statement in told:
        near = [
            f for f in free if shared(f.span, statement.span) >= 0.5 and (not acts or f.act == statement.act)
        ]
        if near:
            free.remove(max(near, key=lambda f: shared(f.span, statement.span)))
            right += 1
    return right


def _start(statement: Statement) -> int:
    return statement.span.start if statement.span else 0
