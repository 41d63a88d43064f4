"""The forms of a case as a plan for drawing score tables: which products, terms and thresholds go where.

Draws are rounded to a fine grid, a power of ten for each form, so that sums of them are exact.
"""

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from detente.analysis.forms import Form, Term
from detente.case.preferences import Range
from detente.kernels.draws import TablePlan

__all__ = ["grid_of", "table_plan"]

_GRID = 1e12


def grid_of(form: Form, ranges: Sequence[Range]) -> float:
    """How many steps of the draws' scores make one unit of a form's utility."""
    if not form.products:
        return _GRID
    sizes = [1.0]
    for _, _, weight, score in form.products:
        w, s = ranges[weight], ranges[score]
        sizes.append(max(abs(w.low), abs(w.high)) * max(abs(s.low), abs(s.high)))
    numbers = [t.number for t in form.terms if t.number is not None]
    for number in [*numbers, *([form.threshold] if form.threshold is not None else [])]:
        sizes += [abs(ranges[number].low), abs(ranges[number].high)]
    return _GRID / float(10 ** math.ceil(math.log10(max(sizes))))


def table_plan(
    forms: Sequence[tuple[Form, float]],
    *,
    zero: int,
    issues: int,
    columns: Mapping[tuple[str, str], int],
    conditions: Callable[[Term], int],
    shape: tuple[int, int],
) -> TablePlan:
    """The plan of the score tables of forms, each with its grid.

    columns gives the place of an option among all, conditions the number of a term's condition, shape how
    many options and conditions there are, zero the place of the number that is always zero. A threshold
    gives way by one step for each number that is rounded: one an issue, one a term, and itself.
    """
    options, terms = shape
    products: list[tuple[float, ...]] = []
    worths: list[tuple[float, ...]] = []
    asked: list[tuple[float, ...]] = []
    for row, (form, grid) in enumerate(forms):
        products += [
            (row * options + columns[issue, option], weight, score, grid)
            for issue, option, weight, score in form.products
            if (issue, option) in columns
        ]
        for term in form.terms:
            cell = row * terms + conditions(term)
            event, mode = (0, 0) if term.event is None else (term.event, 1)
            if event < 0:
                event, mode = ~event, -1
            if term.number is None:
                worths.append((cell, zero, event, mode, 0.0, float(term.unit)))
            else:
                worths.append((cell, term.number, event, mode, grid, 0.0))
        if form.threshold is not None:
            asked.append((row, form.threshold, issues + len(form.terms) + 1, grid))
    cells, worth, floors = (
        np.array(rows, dtype=np.float64).reshape(-1, width)
        for rows, width in ((sorted(products), 4), (worths, 6), (asked, 4))
    )
    return TablePlan(
        shape=(len(forms), options, terms),
        products=cells[:, :3].astype(np.int64),
        grids=cells[:, 3].copy(),
        terms=worth[:, :4].astype(np.int64),
        term_grids=worth[:, 4].copy(),
        units=worth[:, 5].copy(),
        asked=floors[:, :3].astype(np.int64),
        asked_grids=floors[:, 3].copy(),
    )
