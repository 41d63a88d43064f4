"""A sentence in which cues are looked for, a verb that may be one, and what is found; places count words."""

from collections.abc import Sequence
from dataclasses import dataclass

from detente.record.coding import phrases as p
from detente.record.coding.subjects import Subject, subject_before
from detente.record.coding.words import DASHES, Words
from detente.record.packs.language import FLAGS, Cue, Language

__all__ = ["CLAUSAL", "Clause", "Found", "Verb", "content_before", "main_subject", "quote_ends"]

CLAUSAL = frozenset({"that", "bare", "trail", "inverted", "source", "quote", "wh", "as"})
"""The frames whose content is a clause or a quotation rather than a thing or a deed."""

_CLOSING = frozenset('"”“»’')  # noqa: RUF001
_PAST = p.PARTICIPLE | p.FINITE
_MODAL, _FUTURE, _BE, _HAVE, _BEEN = (FLAGS[k] for k in ("modal", "future", "be", "have", "been"))


@dataclass(slots=True)
class Found:
    """A cue with its places in words: `holder` and its `aside`, `content`, and the whole `place`.

    `kind` is the frame in which it stands; `shared` says that the holder was taken from an earlier verb of
    the sentence; `relative` that the cue stands in a relative clause ("which X said ..."), `over` that it
    goes on with an earlier verb of saying and not with what was said ("said that ... and urged X to ...").
    """

    cue: p.Group
    frame: str
    kind: str
    rule: str
    score: float
    traits: frozenset[str]
    holder: p.Group
    content: p.Group
    place: p.Group
    aside: p.Group | None = None
    to: p.Group | None = None
    negated: bool = False
    shared: bool = False
    relative: bool = False
    over: bool = False


@dataclass(slots=True)
class Clause:
    """The words [first, last) of a sentence, with which of them stand in quotation marks.

    `subject` is that of the last cue, for those that share it ("said ..., but added ..."). `main` is that of
    the first cue that a clause follows, with where that clause begins.
    """

    words: Words
    first: int
    last: int
    quoted: Sequence[int]
    language: Language
    subject: Subject | None = None
    main: tuple[Subject, int] | None = None


@dataclass(slots=True)
class Verb:
    """A verb with its group [start, end): the word at `at`, its cue, and the bits of its auxiliaries."""

    start: int
    at: int
    end: int
    cue: Cue
    negated: bool
    bits: int
    group: int

    @property
    def conditional(self) -> bool:
        """Whether it only might be so ("would accept")."""
        return bool(self.group & _MODAL) and not self.group & _FUTURE

    @property
    def passive(self) -> bool:
        """Whether it is a passive: a participle after a form of "be"."""
        be = self.group & _BE and (not self.group & _HAVE or self.group & _BEEN)
        return bool(self.bits & p.PARTICIPLE and be)


def content_before(clause: Clause, at: int) -> int:
    """Where what is said before a trailing cue begins: at the sentence, or after a semicolon."""
    for here in range(at - 2, clause.first, -1):
        if clause.words.low[here] == ";":
            return here + 1
    return clause.first


def quote_ends(clause: Clause, at: int) -> bool:
    """Whether a quotation ends right before the word, perhaps with a comma after it."""
    here = at - 1
    if here >= clause.first and clause.words.low[here] in DASHES:
        here -= 1
    return here >= clause.first and clause.words.low[here] in _CLOSING and bool(clause.quoted[here])


def main_subject(clause: Clause, before: int) -> Subject | None:
    """The subject of the first finite verb of the sentence; a form on "-ed" counts where no other does."""
    words, flags = clause.words, clause.words.flags
    perhaps = -1
    for here in range(clause.first + 1, before):
        if clause.quoted[here]:
            continue
        if p.finite_at(words, here, clause.first):
            perhaps = here
            break
        if perhaps < 0 and flags[here] & _PAST == _PAST and p.nominal(words, here - 1):
            perhaps = here
    if perhaps < 0:
        return None
    start, _ = p.group_before(words, perhaps, clause.first)
    return subject_before(words, start, clause.first)
