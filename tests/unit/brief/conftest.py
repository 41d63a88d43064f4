"""Briefs that the tests of this folder share, each made once."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from detente.analysis.blockers import blockers
from detente.analysis.bridge import bridge
from detente.analysis.frontier import frontier
from detente.analysis.movement import movement
from detente.analysis.odds import odds
from detente.analysis.sensitivity import sensitivity
from detente.analysis.solutions import SOLUTIONS
from detente.analysis.space import OutcomeSpace
from detente.analysis.trade import trade
from detente.analysis.unlock import unlock
from detente.analysis.zone import zone
from detente.brief.brief import Brief, make_brief
from detente.case.change import with_scenario
from detente.case.library import example
from detente.case.model import Case
from html_pages import Page

GOLDEN = Path(__file__).resolve().parents[2] / "golden"


def findings_of(case: Case, draws: int = 64) -> list[Any]:
    """Every finding that a brief can tell, found quickly."""
    space = OutcomeSpace(case)
    found: list[Any] = [zone(space), odds(space, draws=draws), frontier(space)]
    found += [concept(space) for concept in SOLUTIONS.values()]
    found += [blockers(space, draws=draws), bridge(space, draws=draws, count=3)]
    found += [trade(space, draws=draws, top=5), unlock(space, max_size=2)]
    return [*found, sensitivity(space, draws=16)]


@pytest.fixture(scope="session")
def rivers() -> Brief:
    """The brief of the invented case, with its first scenario beside the base."""
    case = example("two-rivers")
    other = with_scenario(case, case.scenarios[0].id)
    return make_brief(case, movement(case), *findings_of(case), *findings_of(other))


@pytest.fixture(scope="session")
def hostile() -> Brief:
    """The brief of the invented case with names that try to break the page."""
    plain = example("two-rivers")
    bad = "<script>alert('x')</script> & \"y\" | [z](javascript:alert(1)) `q`"
    case = plain.with_(
        title=bad,
        parties=tuple(replace(p, name=f"{bad} {p.id}") for p in plain.parties),
        ratifiers=tuple(replace(r, name=f"\u202e{r.id} מועצה مجلس") for r in plain.ratifiers),
        issues=tuple(
            replace(
                i, name=f"{bad} {i.id}", options=tuple(replace(o, name=f"{bad} {o.id}") for o in i.options)
            )
            for i in plain.issues
        ),
        reports=tuple(replace(r, publisher=bad, url="javascript:alert(1)") for r in plain.reports),
        statements=tuple(replace(s, says=bad, relays=(bad,)) for s in plain.statements),
        notes=(bad,),
    )
    space = OutcomeSpace(case)
    found = [zone(space), odds(space, draws=8), blockers(space, draws=8), bridge(space, draws=8, count=2)]
    return make_brief(case, movement(case), *found)


@pytest.fixture(scope="session")
def page(rivers: Brief) -> Page:
    """The page of the invented case."""
    return Page(rivers.html())


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Any:
    """Compares a text with the golden file of that name; `--rewrite-golden` writes it."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--rewrite-golden", default=False):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8")

    return compare
