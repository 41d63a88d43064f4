"""What a brief is made from: the case and the results, sorted by estimate; nothing is computed here.

The base estimate comes first, then each scenario that a result was found under.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from detente.analysis.results import Finding
from detente.brief.blocks import undirected
from detente.brief.cite import Evidence
from detente.brief.naming import Naming
from detente.case.model import Case
from detente.errors import BriefError
from detente.languages import say

__all__ = ["Given"]

F = TypeVar("F", bound=Finding)
K = TypeVar("K", bound="_Known")


class _Known(Protocol):
    """Anything that was first published on a day."""

    @property
    def known(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Given:
    """A case with the results about it; `scenarios` are their ids, "" (the base estimate) first."""

    case: Case
    findings: tuple[Any, ...]
    names: Naming
    evidence: Evidence
    scenarios: tuple[str, ...]

    @classmethod
    def of(cls, case: Case, findings: Iterable[Finding | None]) -> "Given":
        """The results sorted; BriefError when one is about another case, or two answer one question."""
        kept: list[Any] = [finding for finding in findings if finding is not None]
        digest = case.digest()
        seen: set[tuple[str, str, str]] = set()
        for finding in kept:
            basis, kind = finding.basis, type(finding).__name__
            if basis.case != case.id or (basis.scenario == case.scenario and basis.digest != digest):
                raise BriefError(
                    f"{kind} was found for another case than this brief tells",
                    where=basis.case,
                    hint="pass the case that the results were found for",
                )
            key = (kind, getattr(finding, "concept", "") or getattr(finding, "goal", ""), basis.scenario)
            if key in seen:
                raise BriefError(
                    f"{kind} is given twice for one estimate", where=basis.scenario, hint="pass one of them"
                )
            seen.add(key)
        found = {finding.basis.scenario for finding in kept} - {case.scenario}
        scenarios = (case.scenario, *sorted(found))
        return cls(case, tuple(kept), Naming(case), Evidence.of(case), scenarios)

    def one(self, kind: type[F], scenario: str | None = None) -> F | None:
        """The result of that kind under a scenario (of the case itself when None), or None."""
        wanted = self.case.scenario if scenario is None else scenario
        return next(self.every(kind, wanted), None)

    def every(self, kind: type[F], scenario: str) -> Iterator[F]:
        """All results of that kind under a scenario."""
        return (f for f in self.findings if isinstance(f, kind) and _scenario(f) == scenario)

    def by_estimate(self, kind: type[F]) -> tuple[tuple[str, F], ...]:
        """The result of that kind under each scenario that has one: the label of the estimate, and it."""
        found = ((scenario, self.one(kind, scenario)) for scenario in self.scenarios)
        return tuple((self.label(scenario), result) for scenario, result in found if result is not None)

    def need(self, kind: type[F], call: str, section: str) -> F:
        """The result of that kind; BriefError that names the call which makes it."""
        found = self.one(kind)
        if found is None:
            raise BriefError(
                f"the section {section!r} needs {kind.__name__}, which was not given",
                where=self.case.id,
                hint=f"pass {call}",
            )
        return found

    def label(self, scenario: str) -> str:
        """The name of an estimate for a reader."""
        if not scenario:
            estimated = any(p.basis == "estimate" for p in self.case.preferences)
            return say("Base estimate") if estimated else say("The case as written")
        return undirected(next((s.name for s in self.case.scenarios if s.id == scenario), scenario))

    def known(self, items: Sequence[K]) -> tuple[K, ...]:
        """Those that could be known on the day of the brief."""
        day = self.case.as_of
        return tuple(item for item in items if day is None or item.known <= day)


def _scenario(finding: Any) -> str:
    return str(finding.basis.scenario)
