"""The outcome space: a case compiled once into score tables; the only bridge from a case to arrays.

Packages are numbered mixed radix, the last issue varying fastest. At the likely values every number is a
scaled integer, so that ties and thresholds are exact; where the decimals do not fit, and in draws, values
are rounded to a fine grid and a package within one rounding error of a threshold counts as reaching it.
"""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.analysis.askable import refuse_unaskable
from detente.analysis.drawing import grid_of, table_plan
from detente.analysis.forms import Form, Term, forms_of
from detente.analysis.numbers import Numbers
from detente.analysis.program import Builder, Leaf
from detente.case.model import Case, Issue, Package
from detente.case.preferences import Literals
from detente.case.procedure import Approval, AtLeast, Reading, Says
from detente.errors import CaseError, UnknownName
from detente.kernels import draws, draws_fast
from detente.kernels.approval_tables import ALL, ANY, ApprovalTables, BoolProgram
from detente.kernels.draws import TablePlan

__all__ = ["OutcomeSpace", "common_scale"]

Int: TypeAlias = NDArray[np.int64]
_EXACT_LIMIT = 2**60


class OutcomeSpace:
    """A case as arrays: issues and options on the table, leaves, rules, numbers.

    `readings` chooses one reading by party id (and "deal" for the deal rule); base readings otherwise.
    Raises AnalysisError when an actor whose yes is needed has no preferences.

    >>> from detente.case.library import example
    >>> OutcomeSpace(example("panama-canal-1974")).packages
    1024
    """

    def __init__(self, case: Case, *, readings: Mapping[str, str] | None = None) -> None:
        self.case = case
        self.readings = dict(readings or {})
        self.issues: tuple[Issue, ...] = case.table
        self.options = tuple(tuple(o.id for o in issue.options if o.available) for issue in self.issues)
        self.sizes = tuple(len(options) for options in self.options)
        refuse_unaskable(case, self.readings)
        self.packages = math.prod(self.sizes)
        self.parties = tuple(sorted(party.id for party in case.parties))
        self.principals = tuple(case.party(party).principal for party in self.parties)
        self.numbers = Numbers(case)
        self.forms = forms_of(case, self.numbers)
        self.leaves = tuple(form.leaf for form in self.forms)
        self.memo: dict[tuple[Any, ...], Any] = {}
        self._offset = np.concatenate(([0], np.cumsum(self.sizes))).astype(np.int64)
        self._column = {
            (issue.id, option): int(self._offset[k]) + n
            for k, issue in enumerate(self.issues)
            for n, option in enumerate(self.options[k])
        }

    @cached_property
    def digest(self) -> str:
        """The digest of the case, taken once."""
        return self.case.digest()

    # --- packages -----------------------------------------------------------------------------------------

    def package(self, terms: Mapping[str, str]) -> Package:
        """The package with these options by issue id; every issue on the table must be named."""
        missing = [issue.id for issue in self.issues if issue.id not in terms]
        if missing:
            raise CaseError(f"the package says nothing on {', '.join(missing)}", hint="name one option each")
        return Package(tuple(self._option(k, terms[issue.id]) for k, issue in enumerate(self.issues)))

    def terms(self, package: Package) -> dict[str, str]:
        """The options of a package, by issue id."""
        return {issue.id: self.options[k][package.options[k]] for k, issue in enumerate(self.issues)}

    def number_of(self, package: Package) -> int:
        """The number of a package."""
        found = 0
        for size, option in zip(self.sizes, package.options, strict=True):
            found = found * size + option
        return found

    def package_at(self, number: int) -> Package:
        """The package of that number."""
        options = []
        for size in reversed(self.sizes):
            number, option = divmod(number, size)
            options.append(option)
        return Package(tuple(reversed(options)))

    def rows(self, numbers: Sequence[int] | NDArray[Any]) -> Int:
        """Option numbers (packages, issues) of packages given by number."""
        found = np.empty((len(numbers), len(self.sizes)), dtype=np.int64)
        rest = np.asarray(numbers)
        for k in range(len(self.sizes) - 1, -1, -1):
            rest, found[:, k] = np.divmod(rest, self.sizes[k])
        return found

    def completions(self, terms: Literals) -> NDArray[np.bool_]:
        """Which options each issue may take under a text that is silent elsewhere: (all options,) bool."""
        named = dict(terms)
        allowed = np.ones(int(self._offset[-1]), dtype=np.bool_)
        for k, issue in enumerate(self.issues):
            if issue.id in named:
                for n, option in enumerate(self.options[k]):
                    allowed[self._offset[k] + n] = option in named[issue.id]
        return allowed

    def column(self, issue: str, option: str) -> int:
        """The position of an option among all options of all issues."""
        if (issue, option) not in self._column:
            known = [o for i, o in self._column if i == issue]
            raise UnknownName.among(option, f"option of {issue}", known)
        return self._column[issue, option]

    def columns(self, rows: Int) -> Int:
        """Positions among all options, (packages, issues), of option numbers of that shape."""
        return np.asarray(rows, dtype=np.int64) + self._offset[:-1]

    # --- tables -------------------------------------------------------------------------------------------

    @cached_property
    def likely(self) -> ApprovalTables:
        """Score tables of every leaf at the likely values: one draw, scaled integers."""
        return self.likely_of(range(len(self.forms)))

    def likely_of(self, leaves: Sequence[int], scale: int | None = None) -> ApprovalTables:
        """Score tables of some leaves, given by their places, at the likely values; on one scale if given."""
        values, happens = self.numbers.likely()
        scores = np.zeros((1, len(leaves), int(self._offset[-1])), dtype=np.int64)
        extra = np.zeros((1, len(leaves), len(self._conditions)), dtype=np.int64)
        asked = np.zeros((1, len(leaves)), dtype=np.int64)
        for row, form in enumerate(self.forms[leaf] for leaf in leaves):
            cells, terms, threshold = self.exact_form(form, values, happens)
            unit: Fraction | int | None = scale or common_scale([*cells.values(), *terms.values(), threshold])
            slack = 0
            if unit is None:
                unit = _grid_scale([*cells.values(), *terms.values(), threshold])
                slack = len(self.sizes) + len(terms) + 1
            for column, cell in cells.items():
                scores[0, row, column] = round(cell * unit)
            for term, cell in terms.items():
                extra[0, row, term] = round(cell * unit)
            asked[0, row] = round(threshold * unit) - slack
        return self._tables(scores, extra, asked)

    def drawn(
        self, cube: NDArray[np.float64], leaves: Sequence[int] | None = None, *, fast: bool | None = None
    ) -> ApprovalTables:
        """Score tables of every leaf, or of some, for points (draws, dims) of the unit cube.

        The compiled loops of `[fast]`, which give the same bits, are used as `fast` says; when it says
        nothing, where they are there and the work is worth it.
        """
        chosen = range(len(self.forms)) if leaves is None else leaves
        plan, numbers = self._plan(tuple(chosen)), self.numbers
        twin = draws_fast.wanted(plan, numbers.plan, len(cube), fast=fast)
        draw_tables = draws_fast.draw_tables if twin else draws.draw_tables
        return self._tables(*draw_tables(plan, numbers.plan, cube, numbers.ranked(cube)))

    def _plan(self, leaves: tuple[int, ...]) -> TablePlan:
        key = ("plan", leaves)
        if key not in self.memo:
            self.memo[key] = table_plan(
                [(self.forms[leaf], self.grid[leaf]) for leaf in leaves],
                zero=len(self.numbers.ranges),
                issues=len(self.sizes),
                columns=self._column,
                conditions=self.condition_of,
                shape=(int(self._offset[-1]), len(self._conditions)),
            )
        plan: TablePlan = self.memo[key]
        return plan

    @cached_property
    def grid(self) -> list[float]:
        """For each leaf, how many steps of the draws' scores make one unit of utility."""
        return [grid_of(form, self.numbers.ranges) for form in self.forms]

    def _tables(self, scores: Int, extra: Int, asked: Int) -> ApprovalTables:
        return ApprovalTables(
            sizes=np.array(self.sizes, dtype=np.int64),
            scores=scores,
            thresholds=asked,
            literals=self._literals,
            mode=np.array([mode for mode, _ in self._conditions], dtype=np.uint8),
            term_values=extra,
        )

    @cached_property
    def likely_gains(self) -> dict[str, tuple[NDArray[np.float64], dict[int, float], float]]:
        """By actor, at the likely values: what each option and each condition adds, and the reservation."""
        values, happens = self.numbers.likely()
        found = {}
        for form in self.forms:
            if form.leaf.kind == "gain":
                cells, terms, threshold = self.exact_form(form, values, happens)
                table = np.zeros(sum(self.sizes))
                for column, value in cells.items():
                    table[column] = float(value)
                table.flags.writeable = False
                linked = {condition: float(value) for condition, value in terms.items()}
                found[form.leaf.name] = (table, linked, float(threshold))
        return found

    def exact_form(
        self, form: Form, values: Sequence[Fraction], happens: Sequence[bool]
    ) -> tuple[dict[int, Fraction], dict[int, Fraction], Fraction]:
        """Exact cells by column, terms by condition, and the threshold of one form."""
        cells = {}
        for issue, option, weight, score in form.products:
            if (issue, option) in self._column:
                cells[self._column[issue, option]] = values[weight] * values[score]
        terms: dict[int, Fraction] = {}
        flags = np.array([happens], dtype=np.bool_).reshape(1, -1)
        for term in form.terms:
            if self._happens(term, flags)[0]:
                amount = values[term.number] if term.number is not None else Fraction(term.unit)
                condition = self.condition_of(term)
                terms[condition] = terms.get(condition, Fraction(0)) + amount
        threshold = values[form.threshold] if form.threshold is not None else Fraction(0)
        return cells, terms, threshold

    @staticmethod
    def _happens(term: Term, happens: NDArray[np.bool_]) -> NDArray[np.bool_]:
        if term.event is None:
            return np.ones(happens.shape[0], dtype=np.bool_)
        return happens[:, term.event] if term.event >= 0 else ~happens[:, ~term.event]

    def condition(self, number: int) -> tuple[int, frozenset[int]]:
        """Mode and columns of the condition of that number."""
        return tuple(self._conditions)[number]

    def infeasible_conditions(self) -> tuple[int, ...]:
        """The numbers of the conditions that no package may meet."""
        barred = [form for form in self.forms if form.leaf.kind == "feasible"]
        return tuple(self.condition_of(term) for form in barred for term in form.terms)

    def issue_of(self, column: int) -> int:
        """The issue, as a position on the table, that an option column belongs to."""
        return int(np.searchsorted(self._offset, column, side="right")) - 1

    def columns_of(self, issues: Sequence[int], options: Int) -> Int:
        """Columns (packages, issues) of option numbers of some issues."""
        found: Int = options + self._offset[list(issues)]
        return found

    # --- conditions ---------------------------------------------------------------------------------------

    @cached_property
    def _conditions(self) -> dict[tuple[int, frozenset[int]], int]:
        found: dict[tuple[int, frozenset[int]], int] = {}
        for form in self.forms:
            for term in form.terms:
                found.setdefault(self._condition(term), len(found))
        return found

    def condition_of(self, term: Term) -> int:
        """The number of a term's condition."""
        return self._conditions[self._condition(term)]

    def _condition(self, term: Term) -> tuple[int, frozenset[int]]:
        """Mode and columns of a term; one that cannot hold becomes ANY of nothing.

        A linked issue outside the text counts with the option that holds `if_silent`.
        """
        columns: set[int] = set()
        outside = {issue.id: issue.if_silent for issue in self.case.issues if not issue.on_table}
        for issue, options in term.options:
            if issue in outside:
                met = outside[issue] in options
                if met and term.mode == ANY:
                    return ALL, frozenset()
                if not met and term.mode == ALL:
                    return ANY, frozenset()
                continue
            found = {self._column[issue, o] for o in options if (issue, o) in self._column}
            if not found and term.mode == ALL:
                return ANY, frozenset()
            columns |= found
        return term.mode, frozenset(columns)

    @cached_property
    def _literals(self) -> NDArray[np.bool_]:
        found = np.zeros((len(self._conditions), int(self._offset[-1])), dtype=np.bool_)
        for (_, columns), row in self._conditions.items():
            found[row, list(columns)] = True
        return found

    # --- rules --------------------------------------------------------------------------------------------

    def deal_rule(self) -> Approval:
        """The deal rule of the case; unanimity of the parties when it states none."""
        if self.case.deal_rule is not None:
            return self.case.deal_rule
        rule = AtLeast(k=len(self.parties), rules=tuple(Says(actor=p) for p in self.parties))
        return Approval(readings=(Reading(id="unanimity", rule=rule, base=True),))

    def reading_sets(self) -> tuple[dict[str, str], ...]:
        """Every combination of readings, the one in use first: by party id, and "deal" for the deal rule."""
        keys = [*self.parties, "deal"]
        choices = []
        for key in keys:
            approval = self._approval(key)
            chosen = self.reading(key).id
            choices.append([chosen, *(r.id for r in approval.readings if r.id != chosen)])
        return tuple(dict(zip(keys, combination, strict=True)) for combination in product(*choices))

    def reading(self, key: str, readings: Mapping[str, str] | None = None) -> Reading:
        """The reading in use of a party's rule (or of "deal"), unless `readings` names another."""
        approval = self._approval(key)
        name = (readings or {}).get(key) or self.readings.get(key)
        if name is None:
            return approval.base
        found = approval.reading(name)
        if found is None:
            raise UnknownName.among(name, f"reading of {key}", (r.id for r in approval.readings))
        return found

    def program(
        self, readings: Mapping[str, str] | None = None, *, granted: Sequence[str] = ()
    ) -> tuple[BoolProgram, tuple[str, ...]]:
        """The rules under a set of readings, and the names of its roots.

        Roots: "deal", then "party:ID" in alphabetical order, then "actor:ID" for every actor asked. The
        yes of each actor in `granted` is taken as given.
        """
        build = Builder(self.leaves)
        asked = sorted({leaf.name for leaf in self.leaves if leaf.kind == "gain"})

        def yes(actor: str) -> int:
            if actor in granted:
                return build.true
            kinds = ("gain", "lines", "stays")
            return build.every(build.leaf(Leaf(kind, actor)) for kind in kinds)

        def left(actor: str) -> int | None:
            leaf = Leaf("left", actor)
            return build.leaf(leaf) if leaf in self.leaves and actor not in granted else None

        party = {p: build.rule(self.reading(p, readings).rule, yes, left) for p in self.parties}
        deal = build.rule(self.reading("deal", readings).rule, lambda p: party[p], lambda _: None)
        for consent in self.case.consents:
            free = build.leaf(Leaf("consent", consent.id))
            if consent.actor in granted:
                free = build.true
            elif consent.gives is None:
                free = build.either(free, yes(consent.actor))
            deal = build.both(deal, free)
        deal = build.both(deal, build.leaf(Leaf("feasible", "")))
        roots = [deal, *party.values(), *(yes(actor) for actor in asked)]
        names = ("deal", *(f"party:{p}" for p in party), *(f"actor:{a}" for a in asked))
        return build.program(roots), names

    def _approval(self, key: str) -> Approval:
        return self.deal_rule() if key == "deal" else self.case.party(key).approval

    def _option(self, k: int, name: str) -> int:
        if name not in self.options[k]:
            raise UnknownName.among(name, f"option of {self.issues[k].id}", self.options[k])
        return self.options[k].index(name)


def common_scale(values: Sequence[Fraction]) -> int | None:
    """The smallest factor that makes every value an integer; None when the sum of sizes would pass 2^60.

    >>> common_scale([Fraction(1, 10), Fraction(1, 4)])
    20
    """
    scale = math.lcm(*(value.denominator for value in values)) if values else 1
    total = sum(abs(value) for value in values) * scale
    return scale if total < _EXACT_LIMIT else None


def _grid_scale(values: Sequence[Fraction]) -> Fraction:
    return 2**56 / (sum(abs(value) for value in values) or Fraction(1))
