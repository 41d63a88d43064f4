"""A small language of questions after alternating-time logic (Alur, Henzinger, Kupferman 2002).

`<<a, m>> F (collapse and not breach(a))`: A and M together can bring it about, whatever the others do. After
the coalition stands F (at some time), G (always) or `p U q` (p until q), each with `<=43` for days if wanted;
`<<>>` is nobody (on every play), `<<*>>` all sides. Conditions are those of the accord. A question inside
another stands in brackets of its own; without brackets it goes on to the end.
"""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.accord.game.compiling.days import told_apart
from detente.accord.game.expression import Expr, Var, evaluate, variables
from detente.accord.game.graph import Game
from detente.accord.language.conditions import parse
from detente.accord.questions.forcing import METHOD, Aim, Goal, answer, ask_aim, checked, say_orders
from detente.accord.results import PerOrder, Verdict
from detente.accord.space import AccordSpace
from detente.errors import AccordError

__all__ = ["ask"]

Bools = npt.NDArray[np.bool_]

_HEAD = re.compile(r"<<([^<>]*)>>\s*(.*)", re.DOTALL)
_PATH = re.compile(r"([FG])(?![\w-])\s*(?:<=\s*(\d{1,9})(?!\w))?\s*(.*)", re.DOTALL)
_UNTIL = re.compile(r"(?<![\w-])U(?![\w-])\s*(?:<=\s*(\d{1,9})(?!\w))?")
_OPENS = re.compile(r"\(\s*<<")
_MOST = 2000
_DEEPEST = 50
_HINT = "for example: <<a, m>> F<=43 (collapse and not breach(a))"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """A condition of situations, with the questions inside it by their number."""

    condition: Expr
    inside: tuple["_Asked", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What a coalition is asked to bring about: `when` at some time, always, or `first` until `when`."""

    coalition: tuple[str, ...]
    kind: str
    when: _Held
    first: _Held | None = None
    days: int | None = None


def ask(space: AccordSpace, text: str) -> Verdict:
    """Whether a formula holds where the accord begins, under every order of play.

    A formula that is one question is shown by a play; one that joins several by `and`, `or`, `not` is not.
    Raises AccordError for text that is no formula, UnknownName for names the accord does not have.

    >>> from detente.accord.language.plan import Accord, Ban, Clause, Phase, Reading, Side
    >>> ban = Reading(id="base", label="", terms=Ban(actors=("a", "b"), act="attacks"))
    >>> accord = Accord(id="truce", title="", sides=(Side(id="a", name="A"), Side(id="b", name="B")),
    ...     phases=(Phase(id="one", name="One", lasts=3),),
    ...     clauses=(Clause(id="ban", kind="ban", text="", readings=(ban,)),))
    >>> [ask(AccordSpace(accord), text).holds for text in ("<<a>> F collapse", "<<a>> G not breach(a)")]
    [True, True]
    """
    said = " ".join(text.split())
    if not said:
        raise AccordError("the formula is empty", hint=_HINT)
    if "__asked" in said:
        raise AccordError("`__asked` is no condition", hint=_HINT)
    if len(said) > _MOST or said.count("(") > _DEEPEST:
        raise AccordError("the formula is too long", hint=f"at most {_MOST} characters, {_DEEPEST} brackets")
    held = _Reader(space).held(said)
    if len(held.inside) == 1 and held.condition == _mark(0):
        return ask_aim(space, _aim(held.inside[0], said))
    holds = [_region(game, held)[: game.initial] for game in space.games]
    answers = [True if found.all() else None if found.any() else False for found in holds]
    return Verdict(
        question="formula",
        asks=f"Does `{said}` hold?",
        holds=answers[0] if len(set(answers)) == 1 else None,
        basis=space.basis(METHOD),
        orders=tuple(
            PerOrder(order=order, holds=bool(held)) for order, held in zip(space.orders, answers, strict=True)
        ),
        assumes=say_orders(space),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads formulas over the names of a space."""

    space: AccordSpace

    def held(self, text: str) -> _Held:
        """A condition in which bracketed questions may stand."""
        inside: list[_Asked] = []
        if text.startswith("<<"):
            return _Held(condition=_mark(0), inside=(self.asked(text),))
        while (opening := _OPENS.search(text)) is not None:
            end = _closing(text, opening.start())
            inside.append(self.asked(text[opening.start() + 1 : end].strip()))
            text = f"{text[: opening.start()]} __asked({_name(len(inside) - 1)}) {text[end + 1 :]}"
        if "<<" in text or ">>" in text:
            raise AccordError(f"in `{text}` a question needs brackets", hint=f"write (<<a>> F p); {_HINT}")
        if not text.strip():
            raise AccordError("a condition is missing in the formula", hint=_HINT)
        condition = parse(text, self._lookup)
        self._counted(condition)
        return _Held(condition=condition, inside=tuple(inside))

    def _counted(self, condition: Expr) -> None:
        """Raises AccordError where a condition asks for days of a phase beyond those that are counted."""
        rules = self.space.rules
        highs = {variable.name: variable.high for variable in rules.variables}
        highs |= dict.fromkeys(variables(condition) - set(highs), 1)
        for number, counted in enumerate(rules.days[: len(rules.phases) - 2]):
            if told_apart(condition, number, counted, highs):
                name = self.space.accord.phases[number].name
                what = f"days of {name} after day {counted} are not told apart, and the formula asks for some"
                raise AccordError(what, hint="ask F<=N for days of the accord, or give the phase more days")

    def asked(self, text: str) -> _Asked:
        """A coalition with what it is asked to bring about."""
        head = _HEAD.fullmatch(text)
        if head is None:
            raise AccordError(f"`{text}` does not begin with a coalition", hint=_HINT)
        names = [name.strip() for name in head.group(1).split(",") if name.strip()]
        sides = [side.id for side in self.space.accord.sides]
        coalition = checked(self.space, sides if names == ["*"] else names)
        rest = head.group(2)
        path = _PATH.fullmatch(rest)
        if path is not None:
            kind, days, when = path.groups()
            return _Asked(coalition=coalition, kind=kind, when=self.held(when.strip()), days=_number(days))
        for until in _UNTIL.finditer(rest):
            before, after = rest[: until.start()], rest[until.end() :]
            if before.count("(") == before.count(")"):
                return _Asked(
                    coalition=coalition,
                    kind="U",
                    first=self.held(before.strip()),
                    when=self.held(after.strip()),
                    days=_number(until.group(1)),
                )
        raise AccordError(f"`{rest}` is neither F, G nor U", hint=_HINT)

    def _lookup(self, name: str, args: tuple[str, ...]) -> Expr:
        if name == "__asked":
            return Var(f"asked:{args[0]}")
        return self.space.rules.label(f"{name}({', '.join(args)})" if args else name)


def _aim(asked: _Asked, said: str) -> Aim:
    return Aim(
        question="formula",
        asks=f"Does `{said}` hold?",
        does=f"`{said}`",
        coalition=asked.coalition,
        goal=lambda game: _goal(game, asked),
    )


def _goal(game: Game, asked: _Asked) -> Goal:
    when = _region(game, asked.when)
    if asked.kind == "G":
        return Goal(where=~when, shun=True, days=asked.days)
    only = None if asked.first is None else _region(game, asked.first)
    return Goal(where=when, only=only, days=asked.days)


def _region(game: Game, held: _Held) -> Bools:
    """In which situations a condition holds."""
    read = {name for name in variables(held.condition) if not name.startswith("asked:")}
    columns: dict[str, npt.NDArray[Any]] = {name: game.column(name) for name in read}
    for number, asked in enumerate(held.inside):
        found = answer(game, asked.coalition, _goal(game, asked))
        columns[f"asked:{_name(number)}"] = found.region
    value = np.asarray(evaluate(held.condition, columns), dtype=bool)
    return np.broadcast_to(value, (game.situations,)).copy()


def _mark(number: int) -> Expr:
    return Var(f"asked:{_name(number)}")


def _name(number: int) -> str:
    return f"n{number}"


def _number(digits: str | None) -> int | None:
    return None if digits is None else int(digits)


def _closing(text: str, opening: int) -> int:
    """Where the bracket at `opening` is closed."""
    depth = 0
    for place in range(opening, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth == 0:
            return place
    raise AccordError(f"a bracket of `{text}` is not closed", hint=_HINT)
