"""NegMAS value functions of one issue, tabulated over its options.

Tables by option, polynomials of any degree (identity, linear, affine and quadratic are the small ones),
constants, triangles. Any other function is a problem with its name and line.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from detente.case.readers.located import Findings, Node, number, stated_number
from detente.case.readers.score_tables import IssueTable, match_scores
from detente.errors import nearest

__all__ = ["kind_of", "tabulate"]

ZERO, ONE = Decimal(0), Decimal(1)

Function = Callable[[Decimal], Decimal]


def kind_of(node: Node) -> str:
    """The NegMAS class that a mapping names, without its module; "" when it names none.

    >>> kind_of(Node({"type": Node("negmas.preferences.value_fun.TableFun", 1)}, 1))
    'TableFun'
    """
    for key in ("type", "__python_class__", "python_class"):
        if key in node.mapping:
            return node.mapping[key].text.rpartition(".")[2]
    return ""


def tabulate(node: Node, issue: IssueTable, found: Findings, file: str) -> tuple[Decimal, ...]:
    """The value of each option in the order of the issue; zeros and problems where a value is missing."""
    kind = kind_of(node)
    table = node.mapping.get("mapping")
    if table is None and not kind and isinstance(node.value, Mapping):
        table = node
    if table is not None and kind in ("", "TableFun"):
        given = {
            text: (stated_number(score, found, file, f"{issue.name}.{text}"), score.line)
            for text, score in table.mapping.items()
        }
        return match_scores(issue, given, found, file, table.line)
    zeros = (ZERO,) * len(issue.options)
    make = _FUNCTIONS.get(kind)
    if make is None:
        hint = nearest(kind, ("TableFun", *_FUNCTIONS))
        found.add(f"has a value function {kind!r}", file=file, line=node.line, path=issue.name, hint=hint)
        return zeros
    before = len(found.problems)
    function = make(_Reader(node, issue, found, file))
    if len(found.problems) > before:
        return zeros
    if kind == "ConstFun":
        return (function(ZERO),) * len(zeros)
    xs = issue.values or tuple(x for x in map(number, issue.options) if x is not None)
    if len(xs) < len(zeros):
        what = f"has a {kind}, but its options are not numbers"
        found.add(what, file=file, line=node.line, path=issue.name)
        return zeros
    return tuple(function(x) for x in xs)


class _Reader:
    """Reads the parameters of one function."""

    def __init__(self, node: Node, issue: IssueTable, found: Findings, file: str) -> None:
        self.node, self.issue, self.found, self.file = node, issue, found, file

    def get(self, name: str, default: Decimal | None = None) -> Decimal:
        part = self.node.mapping.get(name)
        if part is not None:
            return stated_number(part, self.found, self.file, f"{self.issue.name}.{name}")
        if default is None:
            self.found.add(f"has no {name}", file=self.file, line=self.node.line, path=self.issue.name)
        return ZERO if default is None else default

    def all(self, name: str) -> list[Decimal]:
        part = self.node.mapping.get(name)
        if part is None or isinstance(part.value, str | Mapping):
            self.found.add(f"has no list {name}", file=self.file, line=self.node.line, path=self.issue.name)
            return []
        return [stated_number(p, self.found, self.file, f"{self.issue.name}.{name}") for p in part.items]


def _polynomial(coefficients: Sequence[Decimal]) -> Function:
    """The polynomial with these coefficients, the constant first."""

    def value(x: Decimal) -> Decimal:
        total = ZERO
        for coefficient in reversed(coefficients):
            total = total * x + coefficient
        return total

    return value


def _linear(read: _Reader) -> Function:
    """A slope; or the utilities at both ends of the options, as one face of NegMAS writes them."""
    ends = {"min_value", "max_value"} & read.node.mapping.keys()
    if "slope" in read.node.mapping or len(ends) < 2 or not read.issue.values:
        return _polynomial([read.get("bias", ZERO), read.get("slope")])
    low, high = read.issue.values[0], read.issue.values[-1]
    at_low, at_high = read.get("min_value"), read.get("max_value")
    if low == high:
        return _polynomial([at_low])
    slope = (at_high - at_low) / (high - low)
    return _polynomial([at_low - slope * low, slope])


def _triangle(read: _Reader) -> Function:
    start, middle, end = read.get("start"), read.get("middle"), read.get("end")
    bias, scale = read.get("bias", ZERO), read.get("scale", ONE)
    if not start <= middle <= end:
        what = f"has a triangle whose middle {middle} is not between {start} and {end}"
        read.found.add(what, file=read.file, line=read.node.line, path=read.issue.name)

    def value(x: Decimal) -> Decimal:
        if x == middle:
            return bias + scale
        if x <= start or x >= end:
            return bias
        share = (x - start) / (middle - start) if x < middle else (end - x) / (end - middle)
        return bias + scale * share

    return value


_FUNCTIONS: Mapping[str, Callable[[_Reader], Function]] = {
    "AffineFun": lambda read: _polynomial([read.get("bias", ZERO), read.get("slope")]),
    "ConstFun": lambda read: _polynomial([read.get("bias")]),
    "IdentityFun": lambda _: _polynomial([ZERO, ONE]),
    "LinearFun": _linear,
    "PolynomialFun": lambda read: _polynomial([read.get("bias", ZERO), *read.all("coefficients")]),
    "QuadraticFun": lambda read: _polynomial([read.get("bias", ZERO), read.get("a1"), read.get("a2")]),
    "TriangularFun": _triangle,
}
