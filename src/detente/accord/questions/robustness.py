"""How much an answer rests on: the same question under every wording, order of play and draw of the numbers.

Wordings, readings and orders are counted exactly; ranges of worth, chance and guarantees are drawn, with an
error over independent scramblings.
"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.accord.check import Question, check
from detente.accord.game.compile import orders
from detente.accord.language.plan import Accord, Clause, Guarantee, Hazard, Stakes
from detente.accord.plays.numbers import NumbersDraw, numbers_of
from detente.accord.questions.hinges import Hinge, hinges
from detente.accord.questions.keeping import holds_in_draws, self_enforcing
from detente.accord.results import AccordBasis, Chance, Finding
from detente.accord.space import AccordSpace
from detente.analysis.basis import chance
from detente.case.preferences import Range
from detente.errors import AnalysisError

__all__ = ["Robustness", "Setting", "robustness", "with_numbers"]

Bools = npt.NDArray[np.bool_]
VARIED = ("wordings", "orders")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One way to take the accord: a wording, a reading changed in it, an order of play; and the answer there.

    `holds`: at the likely numbers, None where the answer is undecided; `share`: of the draws.
    """

    wording: str
    readings: tuple[tuple[str, str], ...]
    order: tuple[str, ...]
    holds: bool | None
    share: Chance | None = None

    def __str__(self) -> str:
        """One line."""
        answer = {True: "yes", False: "no", None: "undecided"}[self.holds]
        named = [self.wording, *(f"{clause}={reading}" for clause, reading in self.readings)]
        drawn = f", {self.share} of draws" if self.share else ""
        return (
            f"{', '.join(filter(None, named)) or 'as written'}, {' then '.join(self.order)}: {answer}{drawn}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness(Finding):
    """Under how many settings a property holds, and which single assumption flips it.

    `holding` of `settings` at the likely numbers, counted exactly. `share`: over all settings alike and all
    draws. `flips`: the settings that differ from the first in one respect alone and in the answer. `hinges`:
    the uncertain numbers that decide most under the first setting.
    """

    question: str
    holding: int
    settings: tuple[Setting, ...]
    flips: tuple[Setting, ...]
    basis: AccordBasis
    share: Chance | None = None
    hinges: tuple[Hinge, ...] = ()
    assumes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """One line."""
        drawn = f"; in {self.share} of the draws" if self.share else ""
        return f"{self.question}: under {self.holding} of {len(self.settings)} settings{drawn}"


def robustness(
    about: Accord | AccordSpace,
    question: Question,
    *,
    vary: Sequence[str] = VARIED,
    draws: int = 0,
    seed: int = 0,
    options: Mapping[str, Any] | None = None,
    executor: Executor | None = None,
) -> Robustness:
    """The share of wordings, orders of play and draws of the numbers under which a property holds.

    `vary`: any of "wordings", "readings" (each other reading of one clause at a time) and "orders"; what is
    not named stays as `about` has it. `draws`: rounded up to eight times a power of two; 0 asks at the likely
    numbers alone, which is all there is to ask of a question about ability. `options` go to the question.
    The answer is the same for a seed on any number of workers of `executor`; processes need a question
    that can be sent to them: a name or a function of a module.

    >>> from detente.accord.library import accord_example
    >>> space = AccordSpace(accord_example("prisoner-exchange"), wording="twenty-days")
    >>> len(robustness(space, "self-enforcing", vary=("orders",)).settings)
    2
    """
    space = about if isinstance(about, AccordSpace) else AccordSpace(about)
    tasks = [
        _Task(
            accord=space.accord,
            wording=wording,
            readings=tuple(sorted(readings.items())),
            order=order,
            question=question,
            options=tuple((options or {}).items()),
            draws=draws,
            seed=seed,
        )
        for wording, readings in _variants(space, vary)
        for order in (orders(space.accord) if "orders" in vary else space.orders[:1])
    ]
    ran = list(map(_run, tasks) if executor is None else executor.map(_run, tasks))
    settings = tuple(setting for setting, _, _ in ran)
    held = [drawn for _, drawn, _ in ran if drawn is not None]
    first = settings[0]
    return Robustness(
        question=question if isinstance(question, str) else question.__name__.replace("_", " "),
        holding=sum(setting.holds is True for setting in settings),
        settings=settings,
        flips=tuple(s for s in settings if s.holds is not first.holds and _apart(s, first) == 1),
        share=_shared(held) if held else None,
        hinges=ran[0][2],
        basis=replace(
            space.basis(
                "every setting asked, numbers drawn",
                exact=not draws,
                seed=seed if draws else None,
                draws=len(held[0]) if held else 0,
            ),
            orders=tuple(dict.fromkeys(setting.order for setting in settings)),
        ),
        assumes=space.rules.assumes[1:],
    )


def with_numbers(accord: Accord, numbers: Mapping[str, float]) -> Accord:
    """The accord with each number that is named, by path, certain: stakes, chances of hazards, guarantees.

    >>> with_numbers(Accord(id="x", title="", sides=(), phases=(), clauses=()), {}).stakes
    ()
    """
    return replace(
        accord,
        stakes=tuple(_certain(stakes, numbers) for stakes in accord.stakes),
        clauses=tuple(_fixed(clause, numbers) for clause in accord.clauses),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """One setting with the question to ask there."""

    accord: Accord
    wording: str
    readings: tuple[tuple[str, str], ...]
    order: tuple[str, ...]
    question: Question
    options: tuple[tuple[str, Any], ...]
    draws: int
    seed: int


def _run(task: _Task) -> tuple[Setting, Bools | None, tuple[Hinge, ...]]:
    """The answer under one setting, in each draw, and the numbers that decide it."""
    space = AccordSpace(task.accord, wording=task.wording, readings=dict(task.readings), order=task.order)
    options = dict(task.options)
    setting = Setting(
        wording=task.wording,
        readings=task.readings,
        order=task.order,
        holds=_ask(space, task.question, options),
    )
    if not task.draws:
        return setting, None, ()
    drawn = numbers_of(task.accord, dict(space.rules.readings)).draw(task.draws, task.seed)
    held = _in_draws(space, task.question, options, drawn)
    return replace(setting, share=chance(held)), held, hinges(drawn, held)


def _in_draws(
    space: AccordSpace, question: Question, options: Mapping[str, Any], drawn: NumbersDraw
) -> Bools:
    if question is self_enforcing or question == "self-enforcing":
        return holds_in_draws(space, drawn, **options)
    held = np.zeros(len(drawn.values), np.bool_)
    for row in range(len(held)):
        other = copy(space)
        other.accord = with_numbers(space.accord, drawn.numbers(row))
        held[row] = _ask(other, question, options) is True
    return held


def _ask(space: AccordSpace, question: Question, options: Mapping[str, Any]) -> bool | None:
    answer = check(space, question, **options)
    if not hasattr(answer, "holds"):
        raise AnalysisError(
            f"{type(answer).__name__} is no yes or no, so that its robustness cannot be asked",
            hint="ask with a function of the space that gives True or False, by comparing a number for one",
        )
    found = answer.holds
    return None if found is None else bool(found)


def _variants(space: AccordSpace, vary: Sequence[str]) -> Iterable[tuple[str, dict[str, str]]]:
    """The wordings and readings to ask about, what the space itself has first."""
    own = (space.wording, dict(space.chosen))
    found = [own]
    if "wordings" in vary and space.accord.wordings and not own[0] and not own[1]:
        found = []
    if "wordings" in vary:
        found += [(wording.id, dict(space.chosen)) for wording in space.accord.wordings]
    if "readings" in vary:
        now = dict(space.rules.readings)
        for clause in space.accord.clauses:
            others = [reading.id for reading in clause.readings if reading.id != now[clause.id]]
            found += [(space.wording, {**space.chosen, clause.id: other}) for other in others]
    return [one for k, one in enumerate(found) if one not in found[:k]]


def _apart(one: Setting, other: Setting) -> int:
    """In how many respects two settings differ."""
    text = (one.wording, one.readings) != (other.wording, other.readings)
    return int(text) + int(one.order != other.order)


def _shared(held: list[Bools]) -> Chance:
    """The share over settings of different numbers of draws, each setting alike."""
    shares = [chance(drawn) for drawn in held]
    error = float(np.sqrt(sum(share.error**2 for share in shares))) / len(shares)
    return Chance(share=float(np.mean([share.share for share in shares])), error=error)


def _certain(stakes: Stakes, numbers: Mapping[str, float]) -> Stakes:
    prefix = f"stakes.{stakes.side}"

    def one(path: str, number: Range) -> Range:
        name = f"{prefix}.{path}"
        return Range.of(numbers[name]) if name in numbers else number

    return replace(
        stakes,
        receives=tuple((good, one(f"receives.{good}", number)) for good, number in stakes.receives),
        gives=tuple((good, one(f"gives.{good}", number)) for good, number in stakes.gives),
        ends=tuple((end, one(f"ends.{end}", number)) for end, number in stakes.ends),
        peace=one("peace", stakes.peace),
        patience=one("patience", stakes.patience),
        fights_first=one("fights_first", stakes.fights_first),
    )


def _fixed(clause: Clause, numbers: Mapping[str, float]) -> Clause:
    chance_path, amount = f"hazards.{clause.id}.chance", f"guarantees.{clause.id}.amount"
    if chance_path not in numbers and amount not in numbers:
        return clause
    readings = []
    for reading in clause.readings:
        terms = reading.terms
        if isinstance(terms, Hazard) and chance_path in numbers:
            terms = replace(terms, chance=Range.of(numbers[chance_path]))
        elif isinstance(terms, Guarantee) and amount in numbers:
            terms = replace(terms, amount=Range.of(numbers[amount]))
        readings.append(replace(reading, terms=terms))
    return replace(clause, readings=tuple(readings))
