"""Learning from a record folder: a coder's model, or how well one would do with more reviewed documents."""

from dataclasses import dataclass
from pathlib import Path

from detente.errors import SourceError
from detente.record.coding.extras.train import CurvePoint, learning_curve, train
from detente.record.coding.named import coder_named
from detente.record.finding import Finding
from detente.record.packs.pack import Pack
from detente.record.store import open_record
from detente.sources.whole_file import write_whole

__all__ = ["Learned", "curve_from", "train_from"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned(Finding):
    """A model as it was written: where, from how many documents, by which seed; `coder` asks for it."""

    path: str
    documents: int
    statements: int
    seed: int

    @property
    def coder(self) -> str:
        """What `--coder` takes to code with this model."""
        return f"crf:{self.path}"

    def __str__(self) -> str:
        """One line."""
        return f"{self.path}: learned from {self.statements} statements of {self.documents} documents"


def train_from(folder: str | Path, pack: Pack, path: str | Path, *, seed: int = 0) -> Learned:
    """The model learned from the accepted statements of a record folder, written to `path`.

    RecordError when there are too few; SourceError when there is no record or the file cannot be written;
    MissingExtra without `detente[train]`.
    """
    opened = open_record(folder)
    texts = tuple(opened.texts.values())
    model = train(opened.record, texts, base=coder_named("rules", pack), seed=seed)
    try:
        write_whole(Path(path), model.as_text())
    except OSError as error:
        hint = "choose a folder that exists and is yours"
        raise SourceError(error.strerror or "cannot be written", where=str(path), hint=hint) from None
    coded = opened.record.accepted.statements
    documents = {s.span.document for s in coded if s.span is not None}
    return Learned(path=str(path), documents=len(documents), statements=len(coded), seed=seed)


def curve_from(folder: str | Path, pack: Pack, *, seed: int = 0) -> tuple[CurvePoint, ...]:
    """How well held-out documents of a record folder are coded after training on 2, 4, 8 ... of the others.

    The first point is the rules alone. Errors as for `train_from`.
    """
    opened = open_record(folder)
    texts = tuple(opened.texts.values())
    return learning_curve(opened.record, texts, base=coder_named("rules", pack), seed=seed)
