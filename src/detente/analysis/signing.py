"""Who could sign a package today: each account of each mandate against what home would approve.

A mandate is what a delegation may sign without asking. It never changes the zone: a package outside it that
home approves needs a referral; one that home rejects is out of reach whatever the mandate says.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.analysis.space import OutcomeSpace
from detente.case.model import Package
from detente.case.preferences import Literals
from detente.case.procedure import Mandate
from detente.kernels import approval

__all__ = ["ANSWERS", "Signing", "signing", "within"]

ANSWERS: tuple[str, ...] = ("signable now", "referral", "out of reach")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """Whether a party's delegation could sign, by one account of its mandate.

    `account` is the mandate's id and `said_by` whose account it is; both are empty for a party of which no
    mandate is stated, which may then sign whatever it approves. `answer` is one of ANSWERS. `outside` names
    the issues on which the package leaves the mandate.
    """

    party: str
    account: str
    said_by: str
    answer: str
    outside: tuple[str, ...] = ()

    def __str__(self) -> str:
        """One line."""
        account = f" by {self.account}" if self.account else ""
        beyond = f" (outside on {', '.join(self.outside)})" if self.outside else ""
        return f"{self.party}{account}: {self.answer}{beyond}"


def signing(space: OutcomeSpace, package: Package) -> tuple[Signing, ...]:
    """Whether each party could sign a package at the likely values, by each account of its mandate.

    Parties in alphabetical order, the base account of each first, then by id. "out of reach" when the
    party's approval rule rejects the package, else "signable now" inside the mandate, else "referral".
    Consents and the deal rule are left to the odds of the package.

    >>> from detente.case.library import example
    >>> space = OutcomeSpace(example("panama-canal-1974"))
    >>> {found.account for found in signing(space, space.package_at(0))}
    {''}
    """
    row = np.array([package.options], dtype=np.int64)
    program, names = space.program()
    passed = approval.passes_selected(space.likely, program, row)[:, 0, 0]
    approves = dict(zip(names, passed.tolist(), strict=True))
    found = []
    for party in space.parties:
        stated = sorted(
            (m for m in space.case.mandates if m.party == party), key=lambda m: (not m.base, m.id)
        )
        for mandate in stated or [Mandate(id="", party=party, allows=())]:
            outside = _outside(space, row, mandate.allows)
            if not approves[f"party:{party}"]:
                answer = "out of reach"
            else:
                answer = "referral" if outside else "signable now"
            found.append(
                Signing(
                    party=party, account=mandate.id, said_by=mandate.said_by, answer=answer, outside=outside
                )
            )
    return tuple(found)


def within(space: OutcomeSpace, rows: NDArray[np.int64], allows: Literals) -> NDArray[np.bool_]:
    """Which packages, given as option numbers (m, issues), show only options that a text leaves open."""
    return np.asarray(space.completions(allows)[space.columns(rows)].all(axis=1))


def _outside(space: OutcomeSpace, row: NDArray[np.int64], allows: Literals) -> tuple[str, ...]:
    inside = space.completions(allows)[space.columns(row)[0]]
    return tuple(issue.id for issue, fits in zip(space.issues, inside, strict=True) if not fits)
