"""What a process can be asked to do: facade questions about a case, and their answers as parts of a page.

A task takes a way to say how far it is and the values it needs; it returns values of ours, text or bytes.
Findings travel as bytes, so that the server need not load what they are made of.
"""

import pickle
from collections.abc import Callable, Mapping
from typing import Any, Final

import detente as dt
from detente.web.work import (
    tasks_assumptions,
    tasks_documents,
    tasks_draft,
    tasks_holding,
    tasks_review,
    tasks_space,
    tasks_talks,
    tasks_timeline,
)
from detente.web.work.loading import brief_of, loaded

__all__ = ["TASKS"]

Step = Callable[..., None]


def analyse(step: Step, *, case: bytes, scenario: str, draws: int, seed: int) -> bytes:
    """Every finding about the case, under a scenario when one is named."""
    found = loaded(case)
    analyses = [dt.analyse(found, draws=draws, seed=seed, progress=step)]
    if scenario:
        other = dt.with_scenario(found, scenario)
        analyses.append(dt.analyse(other, draws=draws, seed=seed, progress=step))
    return pickle.dumps(tuple(finding for analysis in analyses for finding in analysis.findings))


def sections(
    step: Step, *, case: bytes, parts: Mapping[str, bytes], names: tuple[str, ...]
) -> dict[str, str]:
    """Sections of the brief as HTML by their ids, told in the language spoken.

    `parts` are the answers: findings, accord, talks; each as bytes, left out when it is not known.
    """
    brief = brief_of(case, parts, names)
    step("page", 1, 1)
    return dict(brief.fragments())


TASKS: Final[Mapping[str, Callable[..., Any]]] = {
    "analyse": analyse,
    **tasks_assumptions.TASKS,
    **tasks_documents.TASKS,
    **tasks_draft.TASKS,
    **tasks_holding.TASKS,
    **tasks_review.TASKS,
    "sections": sections,
    **tasks_space.TASKS,
    **tasks_talks.TASKS,
    **tasks_timeline.TASKS,
}
