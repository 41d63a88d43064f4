"""Every question asked of one case in turn: what a brief is made from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from detente.analysis.results import Finding
from detente.case.model import Case
from detente.errors import AnalysisError

__all__ = ["QUESTIONS", "Analysis", "analyse"]

Ask = Callable[[Any, int, int], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """The findings about one case, and the questions left out, each with its reason."""

    case: Case
    findings: tuple[Finding, ...]
    left_out: tuple[tuple[str, str], ...]

    def as_dict(self) -> dict[str, Any]:
        """The findings and what was left out, ready for JSON."""
        return {
            "case": self.case.id,
            "findings": [finding.as_dict() for finding in self.findings],
            "left_out": [{"question": name, "why": why} for name, why in self.left_out],
        }

    def __str__(self) -> str:
        """One line a finding."""
        return "\n".join(str(finding) for finding in self.findings)


def _function(module: str, name: str) -> Any:
    return getattr(import_module(f"detente.analysis.{module}"), name)


def _plain(module: str, name: str) -> Ask:
    return lambda space, _draws, _seed: _function(module, name)(space)


def _drawn(module: str, name: str) -> Ask:
    return lambda space, draws, seed: _function(module, name)(space, draws=draws, seed=seed)


def _unlock(space: Any, draws: int, seed: int) -> Any:
    """What would open the zone; where it is open already, what would lift the odds."""
    unlock = _function("unlock", "unlock")
    found = unlock(space)
    return unlock(space, goal="odds", draws=max(draws // 4, 8), seed=seed) if found.already else found


def _sensitivity(space: Any, draws: int, seed: int) -> Any:
    """What decides whether the package with the best odds passes, on fewer draws, as each asks for many."""
    best = _function("odds", "odds")(space, draws=draws, seed=seed, top=1).best[0].offer
    target = space.package_at(best.number)
    few = max(draws // 4, 8)
    return _function("sensitivity", "sensitivity")(space, target=target, draws=few, seed=seed)


QUESTIONS: Mapping[str, Ask] = {
    "zone": _plain("zone", "zone"),
    "frontier": _plain("frontier", "frontier"),
    "egalitarian": _plain("solutions", "egalitarian"),
    "kalai_smorodinsky": _plain("solutions", "kalai_smorodinsky"),
    "nash": _plain("solutions", "nash"),
    "utilitarian": _plain("solutions", "utilitarian"),
    "odds": _drawn("odds", "odds"),
    "blockers": _drawn("blockers", "blockers"),
    "bridge": _drawn("bridge", "bridge"),
    "unlock": _unlock,
    "trade": _drawn("trade", "trade"),
    "sensitivity": _sensitivity,
}


def analyse(
    case: Case,
    *,
    draws: int = 1024,
    seed: int = 0,
    progress: Callable[[str, int, int], None] | None = None,
) -> Analysis:
    """Every finding about a case: movement, and each entry of QUESTIONS that can be answered.

    A question that cannot be answered as asked (no preferences for an actor whose yes is needed, too many
    packages) is left out with its reason. `progress` is called with the question's name, its number and how
    many there are.

    >>> from detente.case.library import example
    >>> analyse(example("panama-canal-1974"), draws=64).left_out
    ()
    """
    from detente.analysis.movement import movement
    from detente.analysis.space import OutcomeSpace

    findings: list[Finding] = [movement(case)]
    left_out: list[tuple[str, str]] = []
    try:
        space = OutcomeSpace(case)
    except AnalysisError as error:
        return Analysis(
            case=case, findings=tuple(findings), left_out=tuple((name, str(error)) for name in QUESTIONS)
        )
    for number, (name, ask) in enumerate(QUESTIONS.items(), start=1):
        if progress is not None:
            progress(name, number, len(QUESTIONS))
        try:
            found = ask(space, draws, seed)
        except AnalysisError as error:
            left_out.append((name, error.what))
            continue
        if found is None:
            left_out.append((name, "no package gives every principal at least its reservation"))
        else:
            findings.append(found)
    return Analysis(case=case, findings=tuple(findings), left_out=tuple(left_out))
