"""Can there be a package at all?

Constraints and certain red lines that leave none, and proposals whose every completion breaks a constraint.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from detente.case.address import Finding
from detente.case.model import Case
from detente.case.preferences import Literals
from detente.case.validation.known import Known

__all__ = ["package_findings", "some_package"]

Clause: TypeAlias = tuple[Literals, Literals]
"""Options that never stand together, and those that make up for it (none when empty)."""

MOST_TRIES = 20_000


def package_findings(case: Case, known: Known) -> Iterator[Finding]:
    """Where constraints, red lines that surely hold, or a proposal leave no package."""
    options = {issue: known.options[issue] for issue in known.table if known.options[issue]}
    fixed: list[Clause] = [(constraint.never, ()) for constraint in case.constraints]
    if not some_package(options, fixed):
        alone = (number for number, clause in enumerate(fixed) if not some_package(options, [clause]))
        number = next(alone, None)
        at = ("constraints",) if number is None else ("constraints", number, "never")
        what = "the constraints leave no package" if number is None else "the constraint leaves no package"
        yield Finding(at, what, "name only the options that cannot stand together")
        return
    for want in case.preferences:
        lines = [line for line in want.red_lines if line.holds.low >= 1 and line.never]
        clauses = [*fixed, *((line.never, line.unless) for line in lines)]
        if lines and not some_package(options, clauses):
            names = ", ".join(repr(line.id) for line in lines)
            what = f"the red lines {names} refuse every package" if len(lines) > 1 else f"{names} refuses all"
            hint = "leave one option open, or say how likely a line is to hold: `holds: [0.5, 0.8, 1]`"
            yield Finding(("preferences", want.actor, "red_lines"), what, hint)
    for number, proposal in enumerate(case.proposals):
        terms = dict(proposal.terms)
        offered = {issue: terms.get(issue, names) for issue, names in options.items()}
        if all(offered.values()) and not some_package(offered, fixed):
            what = "every way to complete the proposal breaks a constraint"
            yield Finding(("proposals", number, "terms"), what, "correct the terms or the constraint")


def some_package(options: Mapping[str, Iterable[str]], clauses: Iterable[Clause]) -> bool:
    """Whether some choice of one option an issue breaks no clause; True when the search is cut short.

    >>> some_package({"a": ["x", "y"]}, [((("a", ("x",)),), ()), ((("a", ("y",)),), ())])
    False
    """
    left = {issue: tuple(names) for issue, names in options.items()}
    return _search(left, [clause for clause in clauses if clause[0]], [MOST_TRIES])


def _search(left: dict[str, tuple[str, ...]], clauses: list[Clause], tries: list[int]) -> bool:
    """Depth-first over the issues that open clauses name, pruned after every choice."""
    pruned = _pruned(left, clauses)
    if pruned is None:
        return False
    tries[0] -= 1
    open_ = [clause for clause in clauses if not _met(pruned, clause)]
    if not open_ or tries[0] < 0:
        return True
    named = (name for name, _ in (*open_[0][0], *open_[0][1]))
    issue = next(name for name in named if len(pruned.get(name, ())) > 1)
    return any(_search({**pruned, issue: (name,)}, open_, tries) for name in pruned[issue])


def _pruned(left: dict[str, tuple[str, ...]], clauses: list[Clause]) -> dict[str, tuple[str, ...]] | None:
    """The options that remain once those that a clause alone refuses are gone; None when none can stand."""
    left = dict(left)
    changed = True
    while changed:
        changed = False
        for never, unless in clauses:
            if unless and all(set(left.get(issue, ())) & set(names) for issue, names in unless):
                continue
            if any(not set(left.get(issue, ())) & set(names) for issue, names in never):
                continue
            loose = [(issue, names) for issue, names in never if not set(left[issue]) <= set(names)]
            if not loose:
                return None
            if len(loose) == 1:
                issue, names = loose[0]
                left[issue] = tuple(name for name in left[issue] if name not in names)
                changed = True
    return left


def _met(left: Mapping[str, tuple[str, ...]], clause: Clause) -> bool:
    """Whether no choice that is left can break the clause."""
    never, unless = clause
    if any(not set(left.get(issue, ())) & set(names) for issue, names in never):
        return True
    return bool(unless) and all(left.get(issue) and set(left[issue]) <= set(names) for issue, names in unless)
