"""A coder learned from the analyst's own accepted records: a conditional random field over words.

A model is a JSON file of weights; reading one runs no code of it, and coding needs no further library
(Lafferty, McCallum and Pereira 2001). Training is in `train`.
"""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.errors import RecordError
from detente.record.coding.coder import Coder
from detente.record.coding.extras.tokens import FEATURES, Token, features_of, marks_of, runs_of
from detente.record.coding.said_when import known_on
from detente.record.statement import ACTS, Coding, Statement
from detente.sources.span import Span
from detente.sources.text import Text
from detente.sources.when import When

__all__ = ["CrfCoder", "CrfModel", "model_of", "read_model"]

LARGEST = 100_000_000
"""The size in bytes from which a model file is refused."""

KEPT = 0.1
"""A suggestion of the base that the model finds less likely is left out."""

_NEVER = -1e9
_LEARNED = "learned from accepted records"


@dataclass(frozen=True, slots=True, kw_only=True)
class CrfModel:
    """Weights by feature and label and from label to label, with what they were learned from.

    `base` names the coder whose suggestions were features; `sha256` is the digest of the model's file.
    """

    labels: tuple[str, ...]
    states: Mapping[str, tuple[tuple[int, float], ...]]
    moves: tuple[tuple[float, ...], ...]
    base: str = ""
    documents: int = 0
    statements: int = 0
    seed: int = 0
    sha256: str = ""

    def as_text(self) -> str:
        """The model as JSON, the same text for the same model."""
        told = {
            "detente-crf": 1,
            "features": FEATURES,
            "base": self.base,
            "documents": self.documents,
            "statements": self.statements,
            "seed": self.seed,
            "labels": self.labels,
            "moves": self.moves,
            "states": {name: self.states[name] for name in sorted(self.states)},
        }
        return json.dumps(told, ensure_ascii=True, separators=(",", ":"))

    def best(self, rows: Sequence[Sequence[str]]) -> tuple[list[str], list[float], list[float]]:
        """The most likely labels of a run; the chance of each, and of any but "O", by the model.

        Of equally likely labels the first in the model's order. Empty for an empty run.
        """
        if not rows:
            return [], [], []
        scores = [self._scores(row) for row in rows]
        path, chances = self._path(scores), self._chances(scores)
        outside = self.labels.index("O")
        own = [row[k] for row, k in zip(chances, path, strict=True)]
        return [self.labels[k] for k in path], own, [1 - row[outside] for row in chances]

    def _scores(self, row: Sequence[str]) -> list[float]:
        sums = [0.0] * len(self.labels)
        for name in row:
            for label, weight in self.states.get(name, ()):
                sums[label] += weight
        return sums

    def _path(self, scores: Sequence[Sequence[float]]) -> list[int]:
        """The labels with the highest sum of weights (Viterbi 1967)."""
        into = list(zip(*self.moves, strict=True))
        best, back = list(scores[0]), []
        best = [b if not self.labels[k].startswith("I") else _NEVER for k, b in enumerate(best)]
        for row in scores[1:]:
            step, values = [], []
            for k, column in enumerate(into):
                sums = [b + m for b, m in zip(best, column, strict=True)]
                top = max(sums)
                step.append(sums.index(top))
                values.append(top + row[k])
            back.append(step)
            best = values
        path = [best.index(max(best))]
        for step in reversed(back):
            path.append(step[path[-1]])
        return path[::-1]

    def _chances(self, scores: Sequence[Sequence[float]]) -> list[list[float]]:
        """The chance of each label at each word: sums over all paths, forward and backward."""
        weights = [[math.exp(max(m, -50.0)) if m > _NEVER else 0.0 for m in row] for row in self.moves]
        into = list(zip(*weights, strict=True))
        rows = [[math.exp(value - max(row)) for value in row] for row in scores]
        forward = [_share(rows[0])]
        for row in rows[1:]:
            sums = [math.fsum(map(float.__mul__, forward[-1], column)) for column in into]
            forward.append(_share([e * value for e, value in zip(row, sums, strict=True)]))
        backward = [[1.0] * len(self.labels)]
        for row in reversed(rows[1:]):
            after = [e * b for e, b in zip(row, backward[-1], strict=True)]
            backward.append(_share([math.fsum(map(float.__mul__, after, w)) for w in weights]))
        pairs = zip(forward, reversed(backward), strict=True)
        return [_share([f * b for f, b in zip(fore, aft, strict=True)]) for fore, aft in pairs]


def model_of(text: str) -> CrfModel:
    """The model in a text of `CrfModel.as_text`; ValueError, KeyError or TypeError for another text."""
    told = json.loads(text)
    labels = tuple(told["labels"])
    number = len(labels)
    known = {"O", *(f"{place}-{act}" for act in ACTS for place in "BI")}
    moves = tuple(tuple(map(_weight, row)) for row in told["moves"])
    if told["detente-crf"] != 1 or told["features"] != FEATURES or not labels or set(labels) - known:
        raise ValueError("another kind of model")
    if len(set(labels)) != number or len(moves) != number or any(len(row) != number for row in moves):
        raise ValueError("labels and weights do not fit")
    states = {}
    for name, weights in told["states"].items():
        states[name] = tuple((int(label), _weight(weight)) for label, weight in weights)
        if any(not 0 <= label < number for label, _ in states[name]):
            raise ValueError("a weight of no label")
    return CrfModel(
        labels=labels,
        states=states,
        moves=moves,
        base=str(told["base"]),
        documents=int(told["documents"]),
        statements=int(told["statements"]),
        seed=int(told["seed"]),
        sha256=hashlib.sha256(text.encode("ascii")).hexdigest(),
    )


def read_model(path: Path) -> CrfModel:
    """The model in a file; RecordError when it is none, too large, or made with other features."""
    hint = "train one with `detente record train RECORD --to FILE`"
    try:
        if path.stat().st_size > LARGEST:
            raise RecordError("the model is too large", where=str(path), hint=f"at most {LARGEST} bytes")
        return model_of(path.read_text(encoding="ascii"))
    except OSError as error:
        raise RecordError(f"cannot be read: {error.strerror}", where=str(path), hint=hint) from None
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        if isinstance(error, RecordError):
            raise
        raise RecordError("this is no model that can be used", where=str(path), hint=hint) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrfCoder:
    """Suggestions of a model learned from accepted records.

    A passage that `base` suggests as well, with at least half in common both ways, keeps the base's holder,
    issue and reasons, and takes place and act from the model; other passages have no holder. What the base
    suggests elsewhere stays as it is where the model gives it a chance of KEPT or more.
    """

    model: CrfModel
    base: Coder | None = None

    @property
    def name(self) -> str:
        """The digest of the model, and the coder that it builds on."""
        return f"crf {self.model.sha256[:12]}{f' on {self.base.name}' if self.base else ''}"

    def __call__(self, text: Text) -> tuple[Statement, ...]:
        """The suggestions for a text, in its order; none for an empty one."""
        known = self.base(text) if self.base else ()
        found: list[Statement] = []
        inside: list[tuple[int, float]] = []
        for run in runs_of(text.text, text.paragraphs):
            labels, own, covered = self.model.best(features_of(run, marks_of(run, known)))
            inside += ((token.start, chance) for token, chance in zip(run, covered, strict=True))
            for start, end, act, score in _spans(run, labels, own):
                span = Span.of(text.document.id, text.text, start, end)
                found.append(_statement(span, act, score, known, text))
        found += _kept(known, found, inside)
        found.sort(key=lambda s: (_place(s), s.act, s.holder, s.issue))
        name = self.name
        return tuple(
            s.with_(
                id=f"{text.document.id}-{n:04d}",
                coding=Coding(coder=name, rule=c.rule, score=c.score, why=c.why) if (c := s.coding) else None,
            )
            for n, s in enumerate(found, 1)
        )


def _spans(
    run: Sequence[Token], labels: Sequence[str], chances: Sequence[float]
) -> list[tuple[int, int, str, float]]:
    """The labelled passages of a run: start, end, act, and the mean chance of their labels."""
    found: list[tuple[int, int, str, float]] = []
    at = 0
    while at < len(run):
        if labels[at] == "O":
            at += 1
            continue
        act, first = labels[at][2:], at
        at += 1
        while at < len(run) and labels[at] == f"I-{act}":
            at += 1
        score = round(math.fsum(chances[first:at]) / (at - first), 3)
        found.append((run[first].start, run[at - 1].end, act, score))
    return found


def _statement(span: Span, act: str, score: float, known: Sequence[Statement], text: Text) -> Statement:
    """The statement at a place, with what the base's suggestion there knows."""
    like = max(known, key=lambda s: shared(s.span, span), default=None)
    if like is not None and shared(like.span, span) >= 0.5:
        coding = Coding(coder="", rule="crf.agrees", score=score, why=(_LEARNED, *_why(like)))
        return like.with_(span=span, act=act, coding=coding)
    published = text.document.published
    return Statement(
        id="",
        reports=(text.document.id,),
        act=act,
        date=When.unknown() if published is None else When(last=published, first=published, by=True),
        known=known_on(published),
        span=span,
        coding=Coding(coder="", rule="crf.alone", score=score, why=(_LEARNED,)),
    )


def _kept(
    known: Sequence[Statement], found: Sequence[Statement], inside: Sequence[tuple[int, float]]
) -> list[Statement]:
    """The base's suggestions that the model does not overlap, where it gives them some chance."""
    kept = []
    places = [_place(statement) for statement in found]
    for statement in known:
        first, last = _place(statement)
        if any(start < last and first < end for start, end in places):
            continue
        chances = [chance for start, chance in inside if first <= start < last]
        score = math.fsum(chances) / max(1, len(chances))
        if score >= KEPT:
            coding = Coding(coder="", rule="crf.keeps", score=round(score, 3), why=_why(statement))
            kept.append(statement.with_(coding=coding))
    return kept


def _why(statement: Statement) -> tuple[str, ...]:
    return statement.coding.why if statement.coding else ()


def _place(statement: Statement) -> tuple[int, int]:
    return (statement.span.start, statement.span.end) if statement.span else (0, 0)


def shared(one: Span | None, other: Span | None) -> float:
    """The common part of two passages as a share of the longer one; 0 where one is missing."""
    if one is None or other is None:
        return 0.0
    common = min(one.end, other.end) - max(one.start, other.start)
    return max(0, common) / max(one.end - one.start, other.end - other.start)


def _share(row: Sequence[float]) -> list[float]:
    whole = math.fsum(row)
    return [value / whole for value in row] if whole > 0 else [1 / len(row)] * len(row)


def _weight(value: Any) -> float:
    weight = float(value)
    if not -1e10 < weight < 1e10:
        raise ValueError("a weight out of bounds")
    return weight
