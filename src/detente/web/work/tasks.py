"""What a process can be asked to do: facade questions about a case, and their answers as parts of a page.

A task takes a way to say how far it is and the values it needs; it returns values of ours, text or bytes.
Findings travel as bytes, so that the server need not load what they are made of.
"""

import pickle
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import detente as dt
from detente.languages import spoken

__all__ = ["TASKS"]

Step = Callable[..., None]


def _loaded(content: bytes) -> Any:
    return pickle.loads(content)  # noqa: S301 - from the server that this process works for


def analyse(step: Step, *, case: bytes, scenario: str, draws: int, seed: int) -> bytes:
    """Every finding about the case, under a scenario when one is named."""
    found = _loaded(case)
    analyses = [dt.analyse(found, draws=draws, seed=seed, progress=step)]
    if scenario:
        other = dt.with_scenario(found, scenario)
        analyses.append(dt.analyse(other, draws=draws, seed=seed, progress=step))
    return pickle.dumps(tuple(finding for analysis in analyses for finding in analysis.findings))


def hold(step: Step, *, accord: bytes, seed: int) -> bytes:
    """What an accord allows under each of its wordings."""
    step("accord", 1, 1)
    return pickle.dumps(dt.analyse_accord(_loaded(accord), seed=seed))


def talks(step: Step, *, case: bytes, runs: int, seed: int) -> bytes:
    """How simulated talks went."""
    return pickle.dumps(dt.analyse_talks(_loaded(case), runs=runs, seed=seed, progress=step))


def sections(
    step: Step, *, case: bytes, parts: Mapping[str, bytes], names: tuple[str, ...]
) -> dict[str, str]:
    """Sections of the brief as HTML by their ids, told in the language spoken.

    `parts` are the answers: findings, accord, talks; each as bytes, left out when it is not known.
    """
    brief = _brief(case, parts, names)
    step("page", 1, 1)
    return dict(brief.fragments())


def document(step: Step, *, case: bytes, parts: Mapping[str, bytes], form: str) -> bytes:
    """The brief as a file: html, md, json, pdf or docx."""
    brief = _brief(case, parts, None)
    step("document", 1, 1)
    with tempfile.TemporaryDirectory() as folder:
        path: Path = brief.write(Path(folder) / f"brief.{form}")
        return path.read_bytes()


def _brief(case: bytes, parts: Mapping[str, bytes], names: tuple[str, ...] | None) -> Any:
    found = _loaded(case)
    findings = _loaded(parts["findings"]) if "findings" in parts else (dt.movement(found),)
    accord = _loaded(parts["accord"]) if "accord" in parts else None
    talked = _loaded(parts["talks"]) if "talks" in parts else None
    return dt.make_brief(
        found, *findings, accord=accord, talks=talked, sections=names, language=spoken().code
    )


TASKS: Final[Mapping[str, Callable[..., Any]]] = {
    "analyse": analyse,
    "document": document,
    "hold": hold,
    "sections": sections,
    "talks": talks,
}
