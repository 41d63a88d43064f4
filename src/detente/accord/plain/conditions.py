"""Conditions of an accord in plain words: `phase-over and not signed(talks)` as somebody would say it.

The words come from the expression that is checked, not from the text: what is said is what holds.
"""

from collections.abc import Callable

from detente.accord.game.expression import Expr, Num, Op, Table, Var
from detente.accord.language.conditions import parse
from detente.accord.language.plan import Accord
from detente.errors import UnknownName

__all__ = ["phase_name", "say_condition", "say_expression", "side_name"]

Phrase = Callable[[Accord, tuple[str, ...]], tuple[str, str]]

_AMOUNTS = {"day", "given"}
_SWAPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_DAYS = {
    ">": "it is later than day {} of the phase",
    ">=": "it is day {} of the phase or later",
    "<": "it is earlier than day {} of the phase",
    "<=": "it is day {} of the phase or earlier",
    "==": "it is day {} of the phase",
    "!=": "it is not day {} of the phase",
}
_GIVEN = {
    ">": "more than {} of {}",
    ">=": "at least {} of {}",
    "<": "fewer than {} of {}",
    "<=": "at most {} of {}",
    "==": "exactly {} of {}",
    "!=": "more or fewer than {} of {}",
}
_COMPARE = {
    ">": "{} is more than {}",
    ">=": "{} is at least {}",
    "<": "{} is less than {}",
    "<=": "{} is at most {}",
    "==": "{} equals {}",
    "!=": "{} does not equal {}",
}
_ARITHMETIC = {"+": "plus", "-": "minus", "*": "times", "//": "divided by", "min": "or, if less,"}
_ARITHMETIC["max"] = "or, if more,"


def say_condition(accord: Accord, text: str) -> str:
    """A condition in words that can follow "when"; "always" for an empty one.

    Raises AccordError for a text that is no condition, UnknownName for a word that is not of the language.

    >>> from detente.accord.language.plan import Side
    >>> sides = (Side(id="a", name="Alma"), Side(id="b", name="Brod"))
    >>> accord = Accord(id="x", title="", sides=sides, phases=(), clauses=())
    >>> say_condition(accord, "day > 42 and not signed(talks, a)")
    'it is later than day 42 of the phase, and Alma has not signed in talks'
    """
    return say_expression(accord, parse(text, _lookup))


def say_expression(accord: Accord, expr: Expr) -> str:
    """An expression over the names of conditions in words; brackets where `and` and `or` nest deeper."""
    return _truth(accord, expr, 0)


def phase_name(accord: Accord, phase: str) -> str:
    """The name of a phase within a sentence, its id where it has none."""
    return next((_within(p.name or p.id) for p in accord.phases if p.id == phase), phase)


def side_name(accord: Accord, side: str) -> str:
    """The name of a side within a sentence: `the mission` for a side called `The mission`."""
    return _within(accord.name(side))


def _within(name: str) -> str:
    return f"the {name[4:]}" if name.startswith("The ") else name


def _lookup(name: str, args: tuple[str, ...]) -> Expr:
    if name not in _PHRASES and name not in _AMOUNTS:
        raise UnknownName.among(name, "word of conditions", (*_PHRASES, *_AMOUNTS))
    return Var("\n".join((name, *args)))


def _truth(accord: Accord, expr: Expr, depth: int, *, holds: bool = True) -> str:
    if isinstance(expr, Num):
        return "always" if bool(expr.value) is holds else "never"
    if isinstance(expr, Op) and expr.name == "not":
        return _truth(accord, expr.args[0], depth, holds=not holds)
    if isinstance(expr, Op) and expr.name in {"and", "or"}:
        return _joined(accord, expr, depth, holds=holds)
    if isinstance(expr, Op) and expr.name in _COMPARE:
        said = _compared(accord, expr)
        return said if holds else f"it is not so that {said}"
    if isinstance(expr, Var):
        name, *args = expr.name.split("\n")
        if name in _PHRASES:
            return _PHRASES[name](accord, tuple(args))[0 if holds else 1]
    return f"{_amount(accord, expr)} is {'not 0' if holds else '0'}"


def _joined(accord: Accord, expr: Op, depth: int, *, holds: bool) -> str:
    """Conditions side by side; a denied `and` is an `or` of denials, and the other way round."""
    word = expr.name if holds else {"and": "or", "or": "and"}[expr.name]
    parts = [_truth(accord, arg, depth + 1, holds=holds) for arg in expr.args]
    if depth == 0:
        return f", {word} ".join(parts)
    said = f" {word} ".join(parts)
    return f"({said})"


def _compared(accord: Accord, expr: Op) -> str:
    left, right, word = expr.args[0], expr.args[1], expr.name
    if isinstance(left, Num):
        left, right, word = right, left, _SWAPPED[word]
    if isinstance(left, Var) and isinstance(right, Num):
        name, *args = left.name.split("\n")
        if name == "day":
            return _DAYS[word].format(right.value)
        if name == "given":
            tranches = f"{right.value} tranche{'s' * (right.value != 1)}"
            been = "has been" if right.value == 1 else "have been"
            return f"{_GIVEN[word].format(tranches, ', '.join(args))} {been} given"
    return _COMPARE[word].format(_amount(accord, left), _amount(accord, right))


def _amount(accord: Accord, expr: Expr) -> str:
    if isinstance(expr, Num):
        return str(expr.value)
    if isinstance(expr, Table):
        return f"an entry of a table at {_amount(accord, expr.index)}"
    if isinstance(expr, Op) and expr.name in _ARITHMETIC:
        return f"({f' {_ARITHMETIC[expr.name]} '.join(_amount(accord, arg) for arg in expr.args)})"
    if isinstance(expr, Var):
        name, *args = expr.name.split("\n")
        if name == "day":
            return "the day of the phase"
        if name == "given":
            return f"the number of tranches of {', '.join(args)} given"
    return f"(1 if {_truth(accord, expr, 1)}, else 0)"


def _first(args: tuple[str, ...]) -> str:
    return args[0] if args else "?"


def _in_phase(accord: Accord, args: tuple[str, ...]) -> tuple[str, str]:
    phase = _first(args)
    if phase in _ENDS:
        return _ENDS[phase]
    name = phase_name(accord, phase)
    return f"the accord is in {name}", f"the accord is not in {name}"


def _late(accord: Accord, args: tuple[str, ...]) -> tuple[str, str]:
    who = _first(args)
    if who in accord.parties:
        name = side_name(accord, who)
        return f"{name} is late with something it owes", f"{name} is late with nothing it owes"
    return f"{who} is late", f"{who} is not late"


def _signed(accord: Accord, args: tuple[str, ...]) -> tuple[str, str]:
    if len(args) > 1:
        name = side_name(accord, args[1])
        return f"{name} has signed in {args[0]}", f"{name} has not signed in {args[0]}"
    return f"every party has signed in {_first(args)}", f"not every party has signed in {_first(args)}"


def _raised(accord: Accord, args: tuple[str, ...]) -> tuple[str, str]:
    talks, name = _first(args), side_name(accord, args[1]) if len(args) > 1 else "somebody"
    return f"a topic of {name} is on the table of {talks}", f"no topic of {name} is on the table of {talks}"


def _breach(accord: Accord, args: tuple[str, ...]) -> tuple[str, str]:
    name = side_name(accord, _first(args))
    return f"{name} is in breach", f"{name} is not in breach"


def _flag(accord: Accord, args: tuple[str, ...]) -> tuple[str, str]:
    name = next((f.name for f in accord.flags if f.id == _first(args)), _first(args))
    return f"“{name}” holds", f"“{name}” does not hold"


def _fixed(yes: str, no: str) -> Phrase:
    return lambda _, args: (yes.format(_first(args)), no.format(_first(args)))


_ENDS = {
    "collapse": ("the accord has collapsed", "the accord has not collapsed"),
    "complete": ("the accord is complete", "the accord is not complete"),
}
_PHRASES: dict[str, Phrase] = {
    "all-performed": _fixed("all that the phase asks for is done", "not all that the phase asks for is done"),
    "breach": _breach,
    "clear": _fixed("nothing is on the table of {}", "something is on the table of {}"),
    "collapse": _fixed(*_ENDS["collapse"]),
    "complete": _fixed(*_ENDS["complete"]),
    "flag": _flag,
    "last-day": _fixed("the last day of the phase has come", "the last day of the phase has not come yet"),
    "late": _late,
    "overdue": _fixed("{} is late beyond its cure period", "{} is not late beyond its cure period"),
    "performed": _fixed("all of {} has been given", "not all of {} has been given"),
    "phase": _in_phase,
    "phase-over": _fixed("the days of the phase are over", "the days of the phase are not over"),
    "raised": _raised,
    "signed": _signed,
    "suspended": _fixed("{} is in use", "{} is not in use"),
}
