"""Results in a notebook: a fragment that stands alone, in the names of its case, with nothing that runs."""

import datetime as dt
import re
from functools import cache
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest

from detente.accord.check import check
from detente.accord.library import accord_example
from detente.accord.questions.powers import wordings_table
from detente.analysis.blockers import blockers
from detente.analysis.bridge import bridge
from detente.analysis.frontier import frontier
from detente.analysis.movement import movement
from detente.analysis.odds import odds
from detente.analysis.sensitivity import sensitivity
from detente.analysis.solutions import nash
from detente.analysis.space import OutcomeSpace
from detente.analysis.trade import trade
from detente.analysis.unlock import unlock
from detente.analysis.zone import zone
from detente.brief.brief import make_brief
from detente.brief.display import _WHERE, load_ipython_extension, show
from detente.brief.shown import SHOWN
from detente.case.draft.ledger import BracketLedger, Count, LedgerDay
from detente.case.library import example
from detente.errors import BriefError
from detente.record.contradictions import contradictions
from detente.record.stances import stances
from detente.record.timeline import timeline
from detente.talks.everything import analyse_talks
from detente.talks.setting.values import Setting
from small_records import record_of, said

CASE = example("two-rivers")
HOSTILE = '<script>alert("x")</script>'


@cache
def results() -> dict[str, Any]:
    """One result of every kind, asked with few draws."""
    space = OutcomeSpace(CASE)
    record = record_of(
        said("a", "2024-05-01", "north", "accepts", text=f"We accept it. {HOSTILE}"),
        said("b", "2024-05-01", "south", "rejects", text="We reject it."),
    )
    accord = accord_example("prisoner-exchange")
    outlook = analyse_talks(CASE, runs=4, setting=Setting(id="plain", days=8))
    wordings = wordings_table(accord, wordings=[accord.wordings[0].id])
    count = Count(id="a", name=HOSTILE, open=1, closed=2)
    day = LedgerDay(day=dt.date(2024, 5, 1), opened=2, closed=1, open=1)
    found = [
        zone(space),
        frontier(space),
        nash(space),
        *(ask(space, draws=8) for ask in (odds, bridge, blockers, trade, sensitivity)),
        unlock(space, draws=8, max_size=1),
        movement(CASE),
        timeline(record),
        contradictions(record),
        stances(record),
        check(accord, "collapse", coalition=accord.sides[0].id),
        wordings,
        wordings.rows[0],
        outlook,
        outlook.result,
        BracketLedger(articles=(count,), parties=(count,), over_time=(day,)),
        CASE,
    ]
    return {type(one).__name__: one for one in found}


SHOWABLE = sorted(set(SHOWN) - {"Division"})


@pytest.mark.parametrize("kind", SHOWABLE)
def test_a_result_is_shown_as_tables_that_stand_alone(kind: str) -> None:
    html = show(results()[kind])._repr_html_()
    assert "<table" in html
    assert "<script" not in html
    assert not re.search(r'\b(?:src|href)="(?!#)(?!https?://)', html)


@pytest.mark.parametrize("kind", SHOWABLE)
def test_no_two_results_share_an_id(kind: str) -> None:
    mine = re.findall(r'\bid="([^"]+)"', show(results()[kind])._repr_html_())
    assert len(mine) == len(set(mine))
    for other in SHOWABLE:
        if other != kind and other in {"Odds", "Zone"}:
            theirs = re.findall(r'\bid="([^"]+)"', show(results()[other])._repr_html_())
            assert not set(mine) & set(theirs)


@pytest.mark.parametrize("kind", ["Blockers", "Bridges", "Movements", "Sensitivity", "Trades", "Zone"])
def test_with_its_case_a_result_is_told_in_names(kind: str) -> None:
    html = show(results()[kind], CASE)._repr_html_()
    assert CASE.parties[0].name in html
    assert 'href="#' not in html


def test_the_same_tables_stand_in_markdown_and_the_line_in_text() -> None:
    found = show(results()["Zone"])
    bundle = found._repr_mimebundle_()
    assert "| party | would pass |" in bundle["text/markdown"]
    assert bundle["text/plain"] == str(found) == str(results()["Zone"])
    assert set(found._repr_mimebundle_(include={"text/plain"})) == {"text/plain"}


def test_what_a_case_says_is_escaped() -> None:
    case = CASE.with_(title=HOSTILE)
    assert HOSTILE not in show(case)._repr_html_()
    assert HOSTILE not in show(results()["BracketLedger"])._repr_html_()


def test_several_results_are_shown_one_below_the_other() -> None:
    both = show([results()["Zone"], None, results()["Odds"]], CASE)
    assert both.line == f"{results()['Zone']}\n{results()['Odds']}"


def test_a_brief_is_shown_in_a_frame_that_runs_nothing() -> None:
    html = show(make_brief(CASE, movement(CASE), sections=["matrix"]))._repr_html_()
    assert html.startswith("<iframe")
    assert 'sandbox=""' in html
    assert "<script" not in html


def test_what_has_nothing_to_show_is_refused() -> None:
    with pytest.raises(BriefError, match="a int has nothing to show"):
        show(3)


def test_a_result_of_another_case_is_refused() -> None:
    with pytest.raises(BriefError, match="another case"):
        show(results()["Zone"], example("gaza-2024"))


def test_ipython_is_told_where_every_kind_of_result_is() -> None:
    for module, kinds in _WHERE.items():
        assert all(hasattr(import_module(module), kind) for kind in kinds)
    assert {kind for kinds in _WHERE.values() for kind in kinds} == {*SHOWN, "Brief"}


def test_ipython_shows_results_in_the_names_of_the_case_it_knows() -> None:
    pytest.importorskip("IPython")
    from IPython.core.formatters import DisplayFormatter

    notebook = SimpleNamespace(display_formatter=DisplayFormatter(), user_ns={})
    load_ipython_extension(notebook)
    plain, _ = notebook.display_formatter.format(results()["Zone"])
    notebook.user_ns["case"] = CASE
    named, _ = notebook.display_formatter.format(results()["Zone"])
    assert CASE.parties[0].name not in plain["text/html"]
    assert CASE.parties[0].name in named["text/html"]
