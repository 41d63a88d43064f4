"""The small language of conditions in an accord: `day > 42 and not signed(talks)`.

Names are looked up by the caller; text is parsed with Python's own parser and only comparisons, `and`, `or`,
`not`, whole numbers, + - * and calls with names are let through. Names may hold hyphens.
"""

import ast
import re
from collections.abc import Callable

from detente.accord.expression import FALSE, TRUE, Expr, Num, all_of, any_of, negate, op
from detente.errors import CaseError

__all__ = ["Lookup", "parse"]

Lookup = Callable[[str, tuple[str, ...]], Expr]
"""A name with its arguments -> its expression; raises UnknownName for one it does not know."""

_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_ARITHMETIC: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}
_HYPHEN = re.compile(r"(?<=[A-Za-z_])-(?=[A-Za-z_0-9])|(?<=[A-Za-z_][0-9])-(?=[A-Za-z_])")
_DASH = "\u00b7"
_MOST = 2000


def parse(text: str, lookup: Lookup) -> Expr:
    """The expression that a text says; TRUE for an empty text.

    Raises CaseError when the text is not of the language; what `lookup` raises for names passes through.

    >>> from detente.accord.expression import Var
    >>> parse("day > 42 and signed(peace-talks)", lambda name, args: Var(":".join((name, *args))))
    Op(name='and', args=(Op(name='>', args=(Var(name='day'), Num(value=42))), Var(name='signed:peace-talks')))
    """
    if not text.strip():
        return TRUE
    if len(text) > _MOST:
        raise CaseError("the condition is too long", hint=f"keep it under {_MOST} characters; use flags")
    try:
        tree = ast.parse(_HYPHEN.sub(_DASH, " ".join(text.split())), mode="eval")
        return _expr(tree.body, lookup)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        if isinstance(error, CaseError):
            raise
        raise CaseError(
            f"the condition {text.strip()!r} cannot be read",
            hint="for example: day > 42 and not signed(talks)",
        ) from None


def _expr(node: ast.expr, lookup: Lookup) -> Expr:
    if isinstance(node, ast.BoolOp):
        parts = [_expr(value, lookup) for value in node.values]
        return all_of(*parts) if isinstance(node.op, ast.And) else any_of(*parts)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return negate(_expr(node.operand, lookup))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return op("-", Num(0), _expr(node.operand, lookup))
    if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
        return op(_ARITHMETIC[type(node.op)], _expr(node.left, lookup), _expr(node.right, lookup))
    if isinstance(node, ast.Compare):
        return _compare(node, lookup)
    if isinstance(node, ast.Constant):
        return _constant(node.value)
    if isinstance(node, ast.Name):
        return lookup(_name(node.id), ())
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        args = tuple(_argument(arg) for arg in node.args)
        return lookup(_name(node.func.id), args)
    raise CaseError(
        f"`{_name(ast.unparse(node))}` is not part of a condition",
        hint="use names, numbers, and or not, comparisons",
    )


def _compare(node: ast.Compare, lookup: Lookup) -> Expr:
    sides = [node.left, *node.comparators]
    found = []
    for left, kind, right in zip(sides, node.ops, sides[1:], strict=False):
        if type(kind) not in _COMPARE:
            raise CaseError("`is` and `in` are not part of a condition", hint="compare with == != < <= > >=")
        found.append(op(_COMPARE[type(kind)], _expr(left, lookup), _expr(right, lookup)))
    return all_of(*found)


def _constant(value: object) -> Expr:
    if isinstance(value, bool):
        return TRUE if value else FALSE
    if isinstance(value, int) and abs(value) < 10**9:
        return Num(value)
    raise CaseError(f"{value!r} is not a whole number", hint="days and counts are whole numbers")


def _argument(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return _name(node.id)
    raise CaseError(
        f"`{_name(ast.unparse(node))}` is no name",
        hint="between brackets stand ids: performed(free-hostages)",
    )


def _name(text: str) -> str:
    return text.replace(_DASH, "-")
