"""Which clause an answer hangs on: the smallest change of a text that flips it, clause by clause.

One edit is tried at a time, then two; what counts as small is told by `edits.Edit`: the words and numbers of
the text that change, then how far a number moves. Nothing is recommended.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, TypeAlias

from detente.accord.check import Question, check
from detente.accord.design.edits import EDITS, Edit, apply_edits, readable, settle_readings, small_edits
from detente.accord.language.plan import Accord
from detente.accord.questions.ability import aim_of
from detente.accord.questions.forcing import answer, checked
from detente.accord.results import AccordBasis, Finding, Verdict
from detente.accord.space import AccordSpace
from detente.errors import AccordError, AnalysisError, SpaceTooLarge

__all__ = ["Flip", "Hinge", "Weakest", "weakest"]

_ABILITIES = ("collapse", "entrap", "reaches", "stall", "walk-away")
_METHOD = "small edits one by one, then in pairs, each unfolded and asked again"
_Asks: TypeAlias = Callable[[AccordSpace], bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """Edits under which the answer is the opposite; `verdict`: that answer, where its play was asked for."""

    edits: tuple[Edit, ...]
    verdict: Verdict | None = None

    @property
    def size(self) -> tuple[int, int, int]:
        """How many edits, how many words and numbers of the text change, and how far numbers move."""
        return len(self.edits), sum(e.size for e in self.edits), sum(e.by for e in self.edits)

    @property
    def says(self) -> str:
        """The edits in words."""
        return "; ".join(edit.says for edit in self.edits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hinge:
    """A clause (or phase) and the smallest edit of it that flips the answer; None where none tried does."""

    clause: str
    tried: int
    flip: Flip | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weakest(Finding):
    """The answer as the text stands, the smallest changes that flip it, ties and all, and every clause.

    `tried`: how many edited texts were asked. `hinges`: in the order of the text, phases last.
    """

    verdict: Verdict
    smallest: tuple[Flip, ...]
    hinges: tuple[Hinge, ...]
    tried: int
    basis: AccordBasis
    assumes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The answer and the smallest changes that flip it."""
        if not self.smallest:
            return f"{self.verdict}; none of {self.tried} changes tried flips it"
        return f"{self.verdict}; flipped by: {' | '.join(flip.says for flip in self.smallest)}"


def weakest(
    space: AccordSpace,
    question: Question = "collapse",
    *,
    clauses: Sequence[str] = (),
    kinds: Sequence[str] = EDITS,
    days: Sequence[int] = (-7, -1, 1, 7),
    pairs: int = 0,
    **options: Any,
) -> Weakest:
    """The smallest change of the text that flips the answer to a question, and what each clause can do.

    `question` and `options` are those of `check.check`; the answer must be a verdict. An answer flips when it
    is the opposite under every order of play (or, where the orders differ as the text stands, when they
    agree), asked from where the space begins. Where no single edit flips it, up to `pairs` pairs of edits of
    different clauses are tried, smallest first. For `clauses`, `kinds` and `days` see `edits.small_edits`.
    Raises AnalysisError for a question without a verdict.

    >>> from detente.accord.library import accord_example
    >>> space = AccordSpace(accord_example("prisoner-exchange"))
    >>> found = weakest(space, "collapse", coalition="north", clauses=["expiry"])
    >>> found.verdict.holds, [flip.says for flip in found.smallest]
    (False, ['read expiry as lapses: it is over'])
    """
    accord = settle_readings(space.accord, wording=space.wording, readings=space.chosen)
    as_it_stands = AccordSpace(accord, order=_only(space), start=space.start, most=space.most)
    verdict = _verdict(as_it_stands, question, options)
    trial = _Trial(space=space, like=accord, before=verdict.holds, asks=_asks(question, options))
    edits = small_edits(accord, clauses=clauses, kinds=kinds, days=days)
    flips = [Flip(edits=(edit,)) for edit in edits if trial.flips((edit,))]
    smallest = flips
    if not flips and pairs:
        smallest = list(_pairs(trial, edits, pairs))
    least = min((flip.size for flip in smallest), default=None)
    told = [flip for flip in smallest if flip.size == least]
    targets = [*(c.id for c in accord.clauses), *(p.id for p in accord.phases)]
    return Weakest(
        verdict=verdict,
        smallest=tuple(
            Flip(edits=flip.edits, verdict=_verdict(trial.space_with(flip.edits), question, options))
            for flip in told
        ),
        hinges=tuple(
            Hinge(
                clause=name,
                tried=sum(edit.target == name for edit in edits),
                flip=min((f for f in flips if f.edits[0].target == name), key=lambda f: f.size, default=None),
            )
            for name in targets
            if not clauses or name in clauses
        ),
        tried=trial.count,
        basis=space.basis(_METHOD),
        assumes=verdict.assumes,
        notes=tuple(trial.notes),
    )


class _Trial:
    """Asks edited texts; `count` of them so far, `notes` on those that could not be asked."""

    def __init__(self, *, space: AccordSpace, like: Accord, before: bool | None, asks: _Asks) -> None:
        self.space = space
        self.like = like
        self.before = before
        self.asks = asks
        self.count = 0
        self.notes: list[str] = []

    def space_with(self, edits: Sequence[Edit], order: Sequence[str] = ()) -> AccordSpace:
        """The edited text, under one order of play or under those of the space."""
        text = apply_edits(self.like, edits)
        chosen = tuple(order) or _only(self.space)
        return AccordSpace(text, order=chosen, start=self.space.start, most=self.space.most)

    def flips(self, edits: Sequence[Edit]) -> bool:
        """Whether the answer is the opposite under every order; the first that keeps it settles a no."""
        self.count += 1
        found = set()
        try:
            for order in self.space.orders:
                found.add(self.asks(self.space_with(edits, order)))
                if found & {self.before, None} or len(found) > 1:
                    return False
        except (AccordError, SpaceTooLarge) as error:
            self.notes.append(f"left out, as {error.what}: {'; '.join(edit.says for edit in edits)}")
            return False
        return True


def _pairs(trial: _Trial, edits: Sequence[Edit], most: int) -> Iterator[Flip]:
    """Pairs of edits of different clauses that flip the answer, all of the smallest size that does."""
    both = [Flip(edits=pair) for pair in combinations(edits, 2) if pair[0].target != pair[1].target]
    least = None
    for flip in sorted(both, key=lambda flip: flip.size)[:most]:
        if least is not None and flip.size > least:
            return
        if readable(apply_edits(trial.like, flip.edits), trial.like) and trial.flips(flip.edits):
            least = flip.size
            yield flip


def _asks(question: Question, options: dict[str, Any]) -> _Asks:
    """How a space is asked for a yes or no alone: without a play where the question is what can be forced."""
    if isinstance(question, str) and question in _ABILITIES and set(options) <= {"coalition", "blameless"}:
        return lambda space: _forced(space, question, **options)
    return lambda space: _verdict(space, question, options).holds


def _forced(
    space: AccordSpace, question: str, *, coalition: str | Sequence[str], blameless: bool = True
) -> bool | None:
    named = checked(space, coalition)
    aim = aim_of(space, question, named, blameless=blameless)
    found = {answer(game, named, aim.goal(game)).verdict for game in space.games}
    return found.pop() if len(found) == 1 else None


def _verdict(space: AccordSpace, question: Question, options: dict[str, Any]) -> Verdict:
    found = check(space, question, **options)
    if not isinstance(found, Verdict):
        raise AnalysisError(
            f"{question} gives no yes or no", hint="ask for collapse, stall, walk-away, or by a formula"
        )
    return found


def _only(space: AccordSpace) -> tuple[str, ...]:
    """The one order of play of a space, or none where it compares two."""
    return space.orders[0] if len(space.orders) == 1 else ()
