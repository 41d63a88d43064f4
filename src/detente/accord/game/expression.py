"""Whole-number expressions over the variables of a situation: evaluated on columns, printed, substituted.

A condition is 0 or 1. One tree serves the unfolding (numpy columns), the plain interpreter (single numbers,
the same code), the plain words and the export to PRISM.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

__all__ = [
    "FALSE",
    "TRUE",
    "Expr",
    "Num",
    "Op",
    "Table",
    "Var",
    "all_of",
    "any_of",
    "either",
    "evaluate",
    "look_up",
    "negate",
    "op",
    "substitute",
    "variables",
]


@dataclass(frozen=True, slots=True)
class Num:
    """A whole number; a truth as 0 or 1."""

    value: int


@dataclass(frozen=True, slots=True)
class Var:
    """The value of a variable of the situation."""

    name: str


@dataclass(frozen=True, slots=True)
class Op:
    """An operator: + - * // min max, == != < <= > >=, and or not, if (condition, then, else)."""

    name: str
    args: tuple["Expr", ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`values[index]`, the index clipped to the table's ends."""

    index: "Expr"
    values: tuple[int, ...]


Expr: TypeAlias = Num | Var | Op | Table

TRUE = Num(1)
FALSE = Num(0)

_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "//": lambda a, b: a // b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "min": np.minimum,
    "max": np.maximum,
}
_SWAPPED = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def evaluate(expr: Expr, columns: Mapping[str, Any]) -> Any:
    """The value of an expression on columns of whole numbers (or on single numbers).

    >>> evaluate(op("<=", Var("day"), Num(42)), {"day": np.array([41, 43])})
    array([ True, False])
    """
    if isinstance(expr, Num):
        return expr.value
    if isinstance(expr, Var):
        return columns[expr.name]
    if isinstance(expr, Table):
        index = evaluate(expr.index, columns)
        return np.take(np.asarray(expr.values, dtype=np.int64), index, mode="clip")
    if expr.name in {"and", "or"}:
        return _joined(expr, columns)
    if expr.name == "if":
        return _chosen(expr, columns)
    args = [evaluate(arg, columns) for arg in expr.args]
    return _apply(expr.name, args)


def _joined(expr: Op, columns: Mapping[str, Any]) -> Any:
    """Several conditions, looked at only until the rest can change nothing."""
    join, settled = (np.logical_and, False) if expr.name == "and" else (np.logical_or, True)
    found = evaluate(expr.args[0], columns)
    for arg in expr.args[1:]:
        if _always(found, truth=settled):
            break
        found = join(found, evaluate(arg, columns))
    return found


def _chosen(expr: Op, columns: Mapping[str, Any]) -> Any:
    """One value or the other; what is chosen nowhere is not worked out."""
    condition, then, otherwise = expr.args
    chosen = evaluate(condition, columns)
    first = 0 if _always(chosen, truth=False) else evaluate(then, columns)
    second = 0 if _always(chosen, truth=True) else evaluate(otherwise, columns)
    return np.where(chosen, first, second)


def _always(found: Any, *, truth: bool) -> bool:
    """Whether a condition has this truth everywhere."""
    if isinstance(found, np.ndarray):
        return bool(found.all() if truth else not found.any())
    return bool(found) == truth


def _apply(name: str, args: list[Any]) -> Any:
    if name in {"+", "-", "*"}:
        args = [_counted(arg) for arg in args]
    if name in _BINARY:
        return _BINARY[name](args[0], args[1])
    if name == "not":
        return np.logical_not(args[0])
    if name == "if":
        return np.where(args[0], args[1], args[2])
    found = args[0]
    for arg in args[1:]:
        found = np.logical_and(found, arg) if name == "and" else np.logical_or(found, arg)
    return found


def _counted(value: Any) -> Any:
    """A truth as 0 or 1, so that truths can be added up."""
    return value * 1 if getattr(value, "dtype", None) == np.bool_ else value


def op(name: str, *args: Expr) -> Expr:
    """The operator on these expressions, worked out where all are numbers."""
    if all(isinstance(arg, Num) for arg in args):
        values = [arg.value for arg in args if isinstance(arg, Num)]
        return Num(int(_apply(name, list(values))))
    if name == "if" and isinstance(args[0], Num):
        return args[1] if args[0].value else args[2]
    if name == "if" and args[1] == args[2]:
        return args[1]
    return Op(name, args)


def all_of(*args: Expr) -> Expr:
    """Every condition at once; TRUE for none.

    >>> all_of(TRUE, Var("signed")) == Var("signed"), all_of(FALSE, Var("signed")) == FALSE
    (True, True)
    """
    left: list[Expr] = []
    for arg in args:
        if isinstance(arg, Num):
            if not arg.value:
                return FALSE
        elif isinstance(arg, Op) and arg.name == "and":
            left += [inner for inner in arg.args if inner not in left]
        elif arg not in left:
            left.append(arg)
    if not left:
        return TRUE
    return left[0] if len(left) == 1 else Op("and", tuple(left))


def any_of(*args: Expr) -> Expr:
    """One condition at least; FALSE for none."""
    left: list[Expr] = []
    for arg in args:
        if isinstance(arg, Num):
            if arg.value:
                return TRUE
        elif isinstance(arg, Op) and arg.name == "or":
            left += [inner for inner in arg.args if inner not in left]
        elif arg not in left:
            left.append(arg)
    if not left:
        return FALSE
    return left[0] if len(left) == 1 else Op("or", tuple(left))


def either(condition: Expr, then: Expr, otherwise: Expr) -> Expr:
    """`then` where the condition holds, `otherwise` elsewhere."""
    return op("if", condition, then, otherwise)


def negate(expr: Expr) -> Expr:
    """The opposite condition."""
    if isinstance(expr, Num):
        return FALSE if expr.value else TRUE
    if isinstance(expr, Op) and expr.name == "not":
        return expr.args[0]
    if isinstance(expr, Op) and expr.name in _SWAPPED:
        return Op(_SWAPPED[expr.name], expr.args)
    return Op("not", (expr,))


def substitute(expr: Expr, values: Mapping[str, Expr]) -> Expr:
    """The expression with variables replaced by expressions."""
    if isinstance(expr, Num):
        return expr
    if isinstance(expr, Var):
        return values.get(expr.name, expr)
    if isinstance(expr, Table):
        return look_up(substitute(expr.index, values), expr.values)
    args = [substitute(arg, values) for arg in expr.args]
    if expr.name == "and":
        return all_of(*args)
    if expr.name == "or":
        return any_of(*args)
    return op(expr.name, *args)


def look_up(index: Expr, values: tuple[int, ...]) -> Expr:
    """The table at that index, worked out where the index is a number."""
    if isinstance(index, Num):
        return Num(values[min(max(index.value, 0), len(values) - 1)])
    return Table(index, values)


def variables(expr: Expr) -> frozenset[str]:
    """The names of the variables that an expression reads."""
    if isinstance(expr, Var):
        return frozenset({expr.name})
    if isinstance(expr, Table):
        return variables(expr.index)
    if isinstance(expr, Op):
        return frozenset().union(*(variables(arg) for arg in expr.args))
    return frozenset()
