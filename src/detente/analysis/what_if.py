"""Many sets of changes tried on one case without compiling it anew for each: bits of who says yes.

Every answer (a leaf of the rules) depends on few of the changes, so its bits are computed once for each
combination of those and kept; a set of changes is then a few operations on bits.
"""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from itertools import combinations
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.analysis.levers import MANDATES, OPTIONS, RULES, Candidate, additive, helps, touches
from detente.analysis.program import Leaf
from detente.analysis.space import OutcomeSpace, common_scale
from detente.case.change import apply
from detente.case.model import Case, Change
from detente.kernels import approval
from detente.kernels.approval_tables import BoolProgram

__all__ = ["WhatIf", "clash"]

Bits: TypeAlias = NDArray[np.uint64]
_VERSIONS = 64
_FEW = 200_000
_ROUNDING = 64  # steps of the grid: summed margins are rounded once for each candidate


class WhatIf:
    """A case with all its candidates: which packages pass under any set of them.

    Sets are integers, bit k for candidate k. `wide` is the space with every option that some candidate adds;
    packages are numbered there. Answers are at the likely values, or over the draws of `cube`, whose columns
    are named by `coordinates`. `signable` asks for packages inside every base mandate too.
    """

    def __init__(self, case: Case, candidates: Sequence[Candidate], *, signable: bool = False) -> None:
        self.case = case
        self.candidates = tuple(candidates)
        self.signable = signable
        self.wide_case = apply(case, [c for k in candidates for c in _added(k)])
        self.wide = OutcomeSpace(self.wide_case)
        self._touch: dict[Leaf, int] = {}
        self.helpful = 0
        for k, candidate in enumerate(self.candidates):
            for leaf in touches(case, candidate):
                self._touch[leaf] = self._touch.get(leaf, 0) | 1 << k
            if helps(case, candidate):
                self.helpful |= 1 << k
        for a, b in combinations(range(len(self.candidates)), 2):
            if clash(self.candidates[a], self.candidates[b]):
                self.helpful &= ~(1 << a | 1 << b)
        self._spaces: dict[int, OutcomeSpace] = {}
        self._bits: dict[tuple[Leaf, int], Bits] = {}
        self._sums: dict[tuple[Leaf, int], NDArray[Any]] = {}
        self._scales: dict[Leaf, int | None] = {}
        self._steps: dict[int, tuple[tuple[Leaf, ...], list[list[int]], int]] = {}
        self.pool: NDArray[np.int64] | None = None
        self._listed: NDArray[np.int64] | None = None
        self.cube: NDArray[np.float64] | None = None
        self.coordinates: dict[str, int] = {}

    def beside(self, pool: NDArray[np.int64], cube: NDArray[np.float64]) -> "WhatIf":
        """The same case and candidates, for some packages over other draws."""
        other = copy(self)
        other.draw_on(pool, cube, self.coordinates)
        return other

    def draw_on(self, pool: NDArray[np.int64], cube: NDArray[np.float64], coordinates: Iterable[str]) -> None:
        """Answer from now on for the packages of `pool` over the draws of a cube with named columns."""
        self._bits, self._sums = {}, {}
        self._listed = None
        self.pool, self.cube = pool, cube
        self.coordinates = {name: k for k, name in enumerate(coordinates)}

    def keep(self, pool: NDArray[np.int64]) -> None:
        """Answer from now on for the packages of `pool` only."""
        self._bits, self._sums = {}, {}
        self._listed = None
        self.pool = pool

    def space(self, chosen: int) -> OutcomeSpace:
        """The wide space under a set of candidates, their options apart."""
        if chosen not in self._spaces:
            changes = [c for c in self.changes(chosen) if not c.path.startswith("issues.")]
            self._spaces[chosen] = OutcomeSpace(apply(self.wide_case, changes)) if changes else self.wide
        return self._spaces[chosen]

    def changes(self, chosen: int) -> tuple[Change, ...]:
        """The changes of a set of candidates, in their order."""
        return tuple(
            c for k, candidate in enumerate(self.candidates) if chosen >> k & 1 for c in candidate.changes
        )

    def after(self, chosen: int) -> OutcomeSpace:
        """The space of the case itself under a set of candidates."""
        return OutcomeSpace(apply(self.case, self.changes(chosen)))

    def passing(self, chosen: int) -> Bits:
        """Which packages pass under a set of candidates: bits of packages, or (packages, bits of draws)."""
        leaves, steps, root = self._rules(chosen)
        known: dict[int, Bits] = {}
        count = len(leaves)

        def get(register: int) -> Bits:
            if register not in known:
                if register < count:
                    known[register] = self._leaf(leaves[register], chosen)
                else:
                    known[register] = self._constant(register == count)
            return known[register]

        for kind, a, b, result in steps:
            known[result] = get(a) | get(b) if kind else get(a) & get(b)
        found = get(root)
        for mask in (OPTIONS, MANDATES) if self.signable else (OPTIONS,):
            if mask in self._touch or mask == MANDATES:
                found = found & self._mask(mask, chosen)
        return found

    def at_best(self) -> Bits | None:
        """Packages that pass under some set of the candidates, or more; None when that is not bounded."""
        rules = self._choices(self._touch.get(RULES, 0))
        if rules is None:
            return None
        bound: Bits | None = None
        for choice in rules:
            leaves, steps, root = self._rules(choice)
            known = {k: self._widest(leaf) for k, leaf in enumerate(leaves)}
            known |= {len(leaves): self._constant(True), len(leaves) + 1: self._constant(False)}  # noqa: FBT003
            for kind, a, b, result in steps:
                known[result] = known[a] | known[b] if kind else known[a] & known[b]
            bound = known[root] if bound is None else bound | known[root]
        if bound is not None and self.signable:
            touched = self._touch.get(MANDATES, 0)
            masks = self._choices(touched & ~self.helpful)
            if masks is not None:
                wide = [self._mask(MANDATES, touched & self.helpful | choice) for choice in masks]
                bound = bound & _either(wide)
        return bound

    def members(self, bits: Bits) -> NDArray[np.int64]:
        """The numbers, in the wide space, of the packages whose bits are set."""
        return self.numbers(np.flatnonzero(np.unpackbits(bits.view(np.uint8), bitorder="little")))

    def numbers(self, places: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int64]:
        """The numbers, in the wide space, of packages given by their places among those answered for."""
        return np.asarray(places, np.int64) if self.pool is None else self.pool[np.asarray(places, np.int64)]

    def on_table(self) -> Bits:
        """Which packages have only options that are available as things are."""
        return self._mask(OPTIONS, 0)

    def all_helpful(self) -> Iterator[int]:
        """Every helpful candidate at once, under each choice among the readings that candidates make."""
        for choice in self._choices(self._touch.get(RULES, 0) & ~self.helpful) or [0]:
            yield self.helpful | choice

    # --- bits ---------------------------------------------------------------------------------------------

    def _rules(self, chosen: int) -> tuple[tuple[Leaf, ...], list[list[int]], int]:
        key = chosen & self._touch.get(RULES, 0)
        if key not in self._steps:
            space = self.space(key)
            program = space.program()[0].only(0)
            self._steps[key] = (space.leaves, program.steps()[0].tolist(), int(program.roots[0]))
        return self._steps[key]

    def _leaf(self, leaf: Leaf, chosen: int) -> Bits:
        key = (leaf, chosen & self._touch.get(leaf, 0))
        if key not in self._bits:
            margins = self._summed(leaf, key[1])
            slack = _ROUNDING if self.cube is not None and leaf.kind == "gain" else 0
            self._bits[key] = self._computed(leaf, key[1]) if margins is None else _reaching(margins, slack)
        return self._bits[key]

    def _computed(self, leaf: Leaf, chosen: int) -> Bits:
        space = self.space(chosen)
        if leaf not in space.leaves:
            return self._constant(True)  # noqa: FBT003
        if self.cube is None and self.pool is None and self.wide.packages > _FEW:
            one = BoolProgram(approvers=1, ops=np.zeros((0, 3), np.int32), roots=np.zeros(1, np.int32))
            return _words(approval.passing(space.likely_of([space.leaves.index(leaf)]), one).bits)
        return _reaching(self._margins(leaf, chosen, None), 0)

    def _margins(self, leaf: Leaf, chosen: int, scale: int | None) -> NDArray[Any]:
        """Margins over the reservation: integers (m,) on a scale, or (draws, m) in steps of the wide grid."""
        space = self.space(chosen)
        row = space.leaves.index(leaf)
        if self.cube is None:
            exact: NDArray[Any] = approval.utilities_selected(space.likely_of([row], scale), self._rows())[
                0, 0
            ]
            return exact
        columns = [self.coordinates[name] for name in space.numbers.dim_names]
        tables = space.drawn(self.cube[:, columns], [row])
        found: NDArray[Any] = approval.utilities_selected(tables, self._rows())[:, 0]
        if leaf.kind != "gain" or leaf not in self.wide.leaves:
            return found
        return np.asarray(found * (self.wide.grid[self.wide.leaves.index(leaf)] / space.grid[row]))

    def _summed(self, leaf: Leaf, chosen: int) -> NDArray[Any] | None:
        """Margins under several candidates from those under each; None where they do not add up."""
        parts = [k for k in range(len(self.candidates)) if chosen >> k & 1]
        drawn = self.cube is not None
        if len(parts) < 2 or not additive(self.case, [self.candidates[k] for k in parts], drawn=drawn):
            return None
        if self.cube is None and (self.pool is None or len(self.pool) > _FEW):
            return None
        alone = [0, *(1 << k for k in parts)]
        if any(leaf not in self.space(one).leaves for one in alone):
            return None
        scale = self._scale(leaf) if self.cube is None else 1
        if scale is None:
            return None
        for one in alone:
            if (leaf, one) not in self._sums:
                self._sums[leaf, one] = self._margins(leaf, one, scale)
        base = self._sums[leaf, 0]
        found = base.copy()
        for one in alone[1:]:
            found += self._sums[leaf, one]
            found -= base
        return found

    def _scale(self, leaf: Leaf) -> int | None:
        """One scale on which a leaf is exact under every single candidate that touches it."""
        if leaf not in self._scales:
            touched = [1 << k for k in range(len(self.candidates)) if self._touch.get(leaf, 0) >> k & 1]
            values = []
            for space in (self.space(one) for one in (0, *touched)):
                form = next(form for form in space.forms if form.leaf == leaf)
                cells, terms, asked = space.exact_form(form, *space.numbers.likely())
                values += [*cells.values(), *terms.values(), asked]
            self._scales[leaf] = common_scale(values)
        return self._scales[leaf]

    def _rows(self) -> NDArray[np.int64]:
        """Option numbers of the packages answered for."""
        if self._listed is None:
            numbers = np.arange(self.wide.packages) if self.pool is None else self.pool
            self._listed = self.wide.rows(numbers)
        return self._listed

    def _constant(self, value: bool) -> Bits:  # noqa: FBT001
        if self.cube is not None:
            bits = np.full((len(self._rows()), len(self.cube)), value)
            return _words(np.packbits(bits, axis=1, bitorder="little"))
        size = self.wide.packages if self.pool is None else len(self.pool)
        return _words(np.packbits(np.full(size, value), bitorder="little"))

    def _mask(self, kind: Leaf, chosen: int) -> Bits:
        """Packages without options that are off the table, or inside every base mandate."""
        key = (kind, chosen & self._touch.get(kind, 0))
        if key not in self._bits:
            case = apply(self.case, [c for c in self.changes(key[1]) if _is_about(c, kind)])
            allowed = np.ones(sum(self.wide.sizes), dtype=np.bool_)
            if kind == MANDATES:
                for mandate in case.mandates:
                    if mandate.base:
                        allowed &= self.wide.completions(mandate.allows)
            else:
                terms = tuple((i.id, tuple(o.id for o in i.options if o.available)) for i in case.table)
                allowed = self.wide.completions(terms)
            inside = np.asarray(allowed[self.wide.columns(self._rows())].all(axis=1))
            if self.cube is not None:
                inside = np.repeat(inside[:, None], len(self.cube), axis=1)
            self._bits[key] = _words(np.packbits(inside, axis=-1, bitorder="little"))
        return self._bits[key]

    def _widest(self, leaf: Leaf) -> Bits:
        """Packages to which a leaf is true under some set of the candidates, or more."""
        touched = self._touch.get(leaf, 0)
        choices = self._choices(touched & ~self.helpful)
        if choices is None:
            return self._constant(True)  # noqa: FBT003
        return _either([self._leaf(leaf, touched & self.helpful | c) for c in choices])

    def _choices(self, among: int) -> list[int] | None:
        """Every set of these candidates without a clash; None when there are too many."""
        found = [0]
        for k in range(len(self.candidates)):
            if among >> k & 1:
                found += [c | 1 << k for c in found if not self._clashes(k, c)]
            if len(found) > _VERSIONS:
                return None
        return found

    def _clashes(self, k: int, chosen: int) -> bool:
        return any(
            chosen >> j & 1 and clash(self.candidates[k], other) for j, other in enumerate(self.candidates)
        )


def clash(left: Candidate, right: Candidate) -> bool:
    """Whether two candidates put different values in one place."""
    values: dict[str, Any] = {change.path: change.value for change in left.changes}
    return any(c.path in values and values[c.path] != c.value for c in right.changes)


def _reaching(margins: NDArray[Any], slack: int) -> Bits:
    """Bits of packages (m,), or of the draws of each (draws, m), whose margin is not negative."""
    return _words(np.packbits((margins >= -slack).T, axis=-1, bitorder="little"))


def _either(parts: Sequence[Bits]) -> Bits:
    return np.asarray(np.bitwise_or.reduce(parts), dtype=np.uint64)


def _added(candidate: Candidate) -> list[Change]:
    return [c for c in candidate.changes if c.path.startswith("issues.") and c.value is True]


def _is_about(change: Change, kind: Leaf) -> bool:
    return change.path.startswith("issues." if kind == OPTIONS else "mandates.")


def _words(packed: NDArray[np.uint8]) -> Bits:
    """Bytes of bits along the last axis as words, padded with zeros."""
    width = -(-packed.shape[-1] // 8) * 8
    if packed.shape[-1] != width:
        padded = np.zeros((*packed.shape[:-1], width), np.uint8)
        padded[..., : packed.shape[-1]] = packed
        packed = padded
    return np.ascontiguousarray(packed).view(np.uint64)
