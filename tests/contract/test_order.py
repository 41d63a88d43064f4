"""No answer depends on the order in the file, nor on what things are called."""

import json
import random
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

import detente as dt
from detente.analysis.space import OutcomeSpace
from detente.case.model import Case, Issue
from detente.case.preferences import Preferences
from full_cases import NAMES, full_case

QUESTIONS: dict[str, Callable[[OutcomeSpace], Any]] = {
    "zone": dt.zone,
    "frontier": dt.frontier,
    **dt.SOLUTIONS,
    "odds": lambda space: dt.odds(space, draws=64),
    "blockers": lambda space: dt.blockers(space, draws=64),
    "bridge": lambda space: dt.bridge(space, draws=64),
    "trade": lambda space: dt.trade(space, draws=64),
    "sensitivity": lambda space: dt.sensitivity(space, draws=16),
}
SETS = {"terms", "start", "outside", "changes", "by_actor"}  # in the order of the file's issues, or tied
PREFIX = "10.NO:"
CASES = [full_case(seed, uncertain=seed % 3 != 0) for seed in range(9)]


def mixed(items, rng: random.Random) -> tuple:
    return tuple(rng.sample(list(items), len(items)))


def other_options(issue: Issue, rng: random.Random) -> Issue:
    """The options in another order; from the other end where they run from one to the other."""
    return replace(issue, options=issue.options[::-1] if issue.ordered else mixed(issue.options, rng))


def other_wants(wants: Preferences, rng: random.Random) -> Preferences:
    return replace(
        wants,
        weights=mixed(wants.weights, rng),
        weight_order=tuple(mixed(group, rng) for group in wants.weight_order),
        scores=mixed([(issue, mixed(options, rng)) for issue, options in wants.scores], rng),
        score_order=mixed([(i, tuple(mixed(g, rng) for g in order)) for i, order in wants.score_order], rng),
        interactions=mixed(wants.interactions, rng),
        red_lines=mixed(wants.red_lines, rng),
    )


def reordered(case: Case) -> Case:
    """The same case, everything without an order of its own in another order."""
    rng = random.Random(5)  # noqa: S311
    kept = {
        name: mixed(getattr(case, name), rng)
        for name in (
            "parties",
            "ratifiers",
            "actors",
            "exit_threats",
            "consents",
            "influences",
            "constraints",
            "proposals",
            "levers",
        )
    }
    issues = mixed([other_options(issue, rng) for issue in case.issues], rng)
    wants = mixed([other_wants(want, rng) for want in case.preferences], rng)
    return case.with_(issues=issues, preferences=wants, **kept)


def renamed(value: Any) -> Any:
    """The same with every id of `full_cases` behind a prefix that looks like a number, a word and a ratio."""
    if isinstance(value, str):
        return PREFIX + value if value in NAMES else value
    if isinstance(value, tuple):
        return tuple(renamed(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: renamed(getattr(value, f.name)) for f in fields(value)})
    return value


def plain(value: Any, name: str = "") -> Any:
    """An answer without what names the file, and sets without order."""
    if isinstance(value, dict):
        return {key: plain(part, key) for key, part in value.items() if key not in {"digest", "number"}}
    if isinstance(value, list):
        parts = [plain(part, name if name == "start" else "") for part in value]
        return sorted(parts, key=json.dumps) if name in SETS else parts
    return round(value, 7) + 0.0 if isinstance(value, float) else value


def told(question: str, case: Case, prefix: str = "") -> str:
    found = QUESTIONS[question](OutcomeSpace(case))
    text = json.dumps(found.as_dict() if found else None, ensure_ascii=False).replace(prefix, "")
    return json.dumps(plain(json.loads(text)), sort_keys=True, indent=1)


@pytest.mark.parametrize("question", QUESTIONS)
def test_another_order_in_the_file_changes_no_answer(question: str) -> None:
    for case in CASES:
        assert told(question, reordered(case)) == told(question, case), case.id


@pytest.mark.parametrize("question", ["zone", "nash", "odds", "bridge", "trade"])
def test_another_order_changes_no_answer_about_a_bundled_case(question: str) -> None:
    case = dt.example("two-rivers")
    assert told(question, reordered(case)) == told(question, case)


@pytest.mark.parametrize("question", QUESTIONS)
def test_other_names_change_no_answer(question: str) -> None:
    for case in CASES[:5]:
        assert told(question, renamed(case), PREFIX) == told(question, case), case.id
