"""The uncertain numbers of an accord under one reading of each clause: stakes, chances, guarantees, by path.

Likely values, and draws: a number is triangular on low, likely, high, and numbers of one `driver` move
together. Paths: `stakes.SIDE.receives.GOOD`, `stakes.SIDE.gives.GOOD`, `stakes.SIDE.ends.END`,
`stakes.SIDE.peace`, `.patience`, `.fights_first`, `hazards.CLAUSE.chance`, `guarantees.CLAUSE.amount`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.accord.language.plan import Accord, Guarantee, Hazard
from detente.analysis.basis import sobol_points
from detente.case.preferences import Range
from detente.kernels.draws import triangular

__all__ = ["AccordNumbers", "NumbersDraw", "numbers_of"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NumbersDraw:
    """Draws of every number: values (draws, numbers), column k that of paths[k].

    Rows s, s + 8, ... belong to scrambling s, as `analysis.basis.chance` expects.
    """

    paths: tuple[str, ...]
    values: Floats

    def column(self, path: str) -> Floats:
        """The draws of one number, (draws,)."""
        return self.values[:, self.paths.index(path)]

    def numbers(self, row: int) -> dict[str, float]:
        """One draw, by path."""
        return dict(zip(self.paths, self.values[row].tolist(), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class AccordNumbers:
    """Every number that answers about worth and chance rest on, with its range, in order of its path."""

    paths: tuple[str, ...]
    ranges: tuple[Range, ...]

    @property
    def likely(self) -> dict[str, float]:
        """The likely value of each number, by path."""
        return {path: number.likely for path, number in zip(self.paths, self.ranges, strict=True)}

    @property
    def drivers(self) -> tuple[str, ...]:
        """What moves the numbers that are uncertain, each once: a driver's name, or the number's own path."""
        named = (
            number.driver or path
            for path, number in zip(self.paths, self.ranges, strict=True)
            if not number.fixed
        )
        return tuple(dict.fromkeys(named))

    def among(self, prefix: str) -> "AccordNumbers":
        """The numbers whose path begins so."""
        kept = [k for k, path in enumerate(self.paths) if path.startswith(prefix)]
        return AccordNumbers(
            paths=tuple(self.paths[k] for k in kept), ranges=tuple(self.ranges[k] for k in kept)
        )

    def draw(self, draws: int, seed: int) -> NumbersDraw:
        """Draws of all numbers at once, the same for a seed: eight scramblings of a Sobol' sequence.

        The number of draws is rounded up to eight times a power of two; eight equal rows when nothing is
        uncertain.
        """
        drivers = {name: k for k, name in enumerate(self.drivers)}
        cube = sobol_points(len(drivers), draws, seed)
        values = np.empty((len(cube), len(self.paths)))
        for k, (path, number) in enumerate(zip(self.paths, self.ranges, strict=True)):
            if number.fixed:
                values[:, k] = number.likely
                continue
            bounds = [np.array([bound]) for bound in (number.low, number.likely, number.high)]
            at = drivers[number.driver or path]
            values[:, k] = triangular(cube[:, [at]], *bounds)[:, 0]
        return NumbersDraw(paths=self.paths, values=values)


def numbers_of(
    accord: Accord, readings: Mapping[str, str] | None = None, *, wording: str = ""
) -> AccordNumbers:
    """The numbers of an accord's stakes, and of the hazards and guarantees of the readings chosen.

    Raises UnknownName for a wording, clause or reading that the accord does not have.

    >>> numbers_of(Accord(id="x", title="", sides=(), phases=(), clauses=())).paths
    ()
    """
    found: dict[str, Range] = {}
    for stakes in accord.stakes:
        prefix = f"stakes.{stakes.side}"
        for part in ("receives", "gives", "ends"):
            found.update((f"{prefix}.{part}.{name}", number) for name, number in getattr(stakes, part))
        for part in ("peace", "patience", "fights_first"):
            found[f"{prefix}.{part}"] = getattr(stakes, part)
    chosen = accord.readings(wording, readings)
    for clause in accord.clauses:
        terms = clause.reading(chosen[clause.id]).terms
        if isinstance(terms, Hazard):
            found[f"hazards.{clause.id}.chance"] = terms.chance
        elif isinstance(terms, Guarantee):
            found[f"guarantees.{clause.id}.amount"] = terms.amount
    paths = tuple(sorted(found))
    return AccordNumbers(paths=paths, ranges=tuple(found[path] for path in paths))
