"""Simple base lines that any forecast has to beat: always no, the rate so far, the last answer again.

They use what was known on the day of the forecast, as the forecast itself does.
"""

from collections.abc import Sequence

from detente.analysis.results import Pairs

__all__ = ["BASE_LINES", "base_chances"]

BASE_LINES: tuple[str, ...] = ("always no", "rate so far", "last answer again")


def base_chances(before: Sequence[bool], *, last: bool | None = None) -> Pairs:
    """The chances of a yes by each base line, from the outcomes known and the last one of the same asked.

    The rate starts at one half: a yes and a no are added (Laplace's rule of succession). Where there is no
    last answer, its base line gives the rate.

    >>> base_chances([True, True], last=False)
    (('always no', 0.0), ('rate so far', 0.75), ('last answer again', 0.0))
    """
    rate = (sum(before) + 1) / (len(before) + 2)
    return tuple(zip(BASE_LINES, (0.0, rate, rate if last is None else float(last)), strict=True))
