"""The small language of conditions in an accord: `day > 42 and not signed(talks)`.

Names are looked up by the caller. A name is an id: letters and digits of any script, `_` and `-`, so a minus
sign needs a blank before it. What is left is parsed with Python's own parser, and only comparisons, `and`,
`or`, `not`, whole numbers, + - * and names with their brackets are let through.
"""

import ast
import keyword
import re
import unicodedata
from collections.abc import Callable

from detente.accord.game.expression import FALSE, TRUE, Expr, Num, all_of, any_of, negate, op
from detente.errors import AccordError, CaseError

__all__ = ["WORDS", "Lookup", "parse"]

Lookup = Callable[[str, tuple[str, ...]], Expr]
"""A name with its arguments -> its expression; raises UnknownName for one it does not know."""

WORDS = frozenset({*keyword.kwlist, "false", "true"})
"""Words that are no names."""

_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_ARITHMETIC: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}
_MARK = "__name_"
_STANDIN = re.compile(_MARK + r"(\d+)__")
_MOST = 2000
_LARGEST = 10**9
_DEEPEST = 50


def parse(text: str, lookup: Lookup) -> Expr:
    """The expression that a text says; TRUE for an empty text.

    Raises AccordError when the text is not of the language; what `lookup` raises for names passes through.

    >>> from detente.accord.game.expression import Var
    >>> parse("day > 42 and signed(peace-talks)", lambda name, args: Var(":".join((name, *args))))
    Op(name='and', args=(Op(name='>', args=(Var(name='day'), Num(value=42))), Var(name='signed:peace-talks')))
    """
    if not text.strip():
        return TRUE
    if len(text) > _MOST:
        raise AccordError("the condition is too long", hint=f"keep it under {_MOST} characters; use flags")
    if _depth(text) > _DEEPEST:
        raise AccordError(
            f"the condition has more than {_DEEPEST} brackets inside each other", hint="use flags"
        )
    try:
        plain, names = _apart(text)
        tree = ast.parse(plain, mode="eval")
        return _Reader(names, lookup).expr(tree.body)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        if isinstance(error, (AccordError, CaseError)):
            raise
        raise AccordError(
            f"the condition {_short(text)!r} cannot be read",
            hint="for example: day > 42 and not signed(talks)",
        ) from None


class _Reader:
    """Parsed Python to expressions, with the names that were set apart."""

    def __init__(self, names: list[str], lookup: Lookup) -> None:
        self.names = names
        self.lookup = lookup

    def expr(self, node: ast.expr) -> Expr:
        if isinstance(node, ast.BoolOp):
            parts = [self.expr(value) for value in node.values]
            return all_of(*parts) if isinstance(node.op, ast.And) else any_of(*parts)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return negate(self.expr(node.operand))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return op("-", Num(0), self.expr(node.operand))
        if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
            return _bounded(op(_ARITHMETIC[type(node.op)], self.expr(node.left), self.expr(node.right)))
        if isinstance(node, ast.Compare):
            return self.compare(node)
        if isinstance(node, ast.Constant):
            return _constant(node.value)
        if isinstance(node, ast.Name):
            return self.named(self.shown(node), ())
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
            args = tuple(self.argument(arg) for arg in node.args)
            return self.named(self.shown(node.func), args)
        raise AccordError(
            f"`{self.shown(node)}` is not part of a condition",
            hint="use names, numbers, and or not, comparisons",
        )

    def named(self, name: str, args: tuple[str, ...]) -> Expr:
        if name in {"true", "false"} and not args:
            return TRUE if name == "true" else FALSE
        return self.lookup(name, args)

    def compare(self, node: ast.Compare) -> Expr:
        sides = [node.left, *node.comparators]
        found = []
        for left, kind, right in zip(sides, node.ops, sides[1:], strict=False):
            if type(kind) not in _COMPARE:
                raise AccordError(
                    "`is` and `in` are not part of a condition", hint="compare with == != < <= > >="
                )
            found.append(op(_COMPARE[type(kind)], self.expr(left), self.expr(right)))
        return all_of(*found)

    def argument(self, node: ast.expr) -> str:
        if isinstance(node, ast.Name):
            return self.shown(node)
        raise AccordError(
            f"`{self.shown(node)}` is no name",
            hint="between brackets stand ids: performed(free-hostages)",
        )

    def shown(self, node: ast.expr) -> str:
        return _STANDIN.sub(lambda found: self.names[int(found[1])], ast.unparse(node))


def _constant(value: object) -> Expr:
    if isinstance(value, bool):
        return TRUE if value else FALSE
    if isinstance(value, int) and abs(value) < _LARGEST:
        return Num(value)
    raise AccordError(
        f"{_short(repr(value))} is not a whole number", hint="days and counts are whole numbers"
    )


def _bounded(expr: Expr) -> Expr:
    return _constant(expr.value) if isinstance(expr, Num) else expr


def _apart(text: str) -> tuple[str, list[str]]:
    """The text on one line with a stand-in for each name, and the names, composed (NFC)."""
    line = unicodedata.normalize("NFC", " ".join(text.split()))
    names: list[str] = []
    parts: list[str] = []
    at = 0
    while at < len(line):
        end = at + 1
        if line[at].isalpha() or line[at] == "_":
            while end < len(line) and (_inside(line[end]) or _joins(line, end)):
                end += 1
            word = line[at:end]
            if keyword.iskeyword(word):
                parts.append(word)
            else:
                parts.append(f"{_MARK}{len(names)}__")
                names.append(word)
        else:
            while end < len(line) and line[at].isdigit() and _inside(line[end]):
                end += 1
            parts.append(_sign(line[at:end]))
        at = end
    return "".join(parts), names


def _sign(text: str) -> str:
    """A number or a sign of the language, as it is; ValueError for anything else."""
    if text[0].isdigit() and not (text.isascii() and text.isdecimal()):
        raise ValueError(text)
    if text in "\"'\\#{}":
        raise ValueError(text)
    return text


def _inside(char: str) -> bool:
    return char == "_" or unicodedata.category(char)[0] in "LMN"


def _joins(line: str, at: int) -> bool:
    """Whether the character is a hyphen between two parts of a name."""
    return line[at] == "-" and at + 1 < len(line) and (_inside(line[at + 1]) or line[at + 1] == "-")


def _depth(text: str) -> int:
    """How many brackets stand inside each other at most."""
    now = most = 0
    for char in text:
        now += (char in "([{") - (char in ")]}")
        most = max(most, now)
    return most


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 80 else text[:77] + "..."
