"""What can be wrong with an uncertain number, whoever holds it."""

from collections.abc import Iterator
from math import isfinite

from detente.case.preferences import Range

__all__ = ["LARGEST", "SMALLEST", "range_faults"]

LARGEST = 1e15
"""How far from zero a number may be, so that sums and products of numbers stay exact."""

SMALLEST = 1e-30
"""How near to zero a number other than zero may be, likewise."""


def range_faults(
    number: Range, lowest: float | None = None, highest: float | None = None
) -> Iterator[tuple[str, str]]:
    """What is wrong with the number, and what to do: not finite, out of scale, of order or of its bounds.

    >>> list(range_faults(Range(low=0.5, likely=0.3, high=0.9)))
    [('low 0.5, likely 0.3 and high 0.9 are out of order', 'write [0.3, 0.5, 0.9], the lowest first')]
    """
    parts = (number.low, number.likely, number.high)
    odd = next((part for part in parts if not isfinite(part)), None)
    if odd is not None:
        yield f"{odd} is not a finite number", "write a number such as 0.3"
        return
    if max(map(abs, parts)) > LARGEST:
        far = max(parts, key=abs)
        yield f"is {far:g}, more than the {LARGEST:g} that a number may be", "choose a larger unit"
        return
    least = min((abs(part) for part in parts if part), default=1.0)
    if least < SMALLEST:
        yield f"is {least:g}, less than the {SMALLEST:g} that a number other than 0 may be", "write 0"
    if not number.low <= number.likely <= number.high:
        low, likely, high = parts
        shown = ", ".join(f"{part:g}" for part in sorted(parts))
        what = f"low {low:g}, likely {likely:g} and high {high:g} are out of order"
        yield what, f"write [{shown}], the lowest first"
    if lowest is not None and min(parts) < lowest:
        bound = f"between {lowest:g} and {highest:g}" if highest is not None else f"at least {lowest:g}"
        yield f"is {min(parts):g}, it should be {bound}", f"write {lowest:g} or more"
    if highest is not None and max(parts) > highest:
        bound = f"between {lowest:g} and {highest:g}" if lowest is not None else f"at most {highest:g}"
        yield f"is {max(parts):g}, it should be {bound}", f"write {highest:g} or less"
