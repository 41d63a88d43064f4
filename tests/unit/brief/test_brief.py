"""The brief: what it takes, what it refuses, and that its three forms say the same."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from detente.analysis.blockers import blockers
from detente.analysis.division import adjusted_winner
from detente.analysis.frontier import frontier
from detente.analysis.movement import movement
from detente.analysis.odds import odds
from detente.analysis.solutions import nash
from detente.analysis.space import OutcomeSpace
from detente.analysis.zone import zone
from detente.brief.brief import SECTIONS, Brief, make_brief
from detente.case.library import example
from detente.errors import BriefError, UnknownName


def spans(value: Any) -> list[dict[str, Any]]:
    """Every span in a brief's plain data, in the order of the text."""
    if isinstance(value, dict):
        own = [value] if "text" in value and "block" not in value else []
        return own + [span for item in value.values() for span in spans(item)]
    return [span for item in value for span in spans(item)] if isinstance(value, list) else []


def test_sections_stand_in_the_order_of_the_list(rivers: Brief) -> None:
    ids = [section.id for section in rivers.sections]
    assert ids == [name for name in SECTIONS if name in ids]
    assert {"answer", "matrix", "zone", "blockers", "bridges", "assumptions", "sources", "method"} <= set(ids)


def test_a_section_without_its_result_names_the_call_that_makes_it() -> None:
    with pytest.raises(BriefError) as caught:
        make_brief(example("two-rivers"), sections=["blockers"])
    assert "'blockers' needs a result" in caught.value.what
    assert caught.value.hint == "pass blockers(space)"


def test_a_brief_without_a_zone_names_the_call_that_makes_it() -> None:
    with pytest.raises(BriefError, match="needs Zone") as caught:
        make_brief(example("two-rivers"))
    assert caught.value.hint == "pass zone(space)"


def test_an_unknown_section_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="no section called 'bridge'") as caught:
        make_brief(example("two-rivers"), sections=["bridge"])
    assert "bridges" in caught.value.hint


def test_a_result_of_another_case_is_refused() -> None:
    with pytest.raises(BriefError, match="another case"):
        make_brief(example("two-rivers"), movement(example("gaza-2024")))


def test_a_result_of_an_older_state_of_the_case_is_refused() -> None:
    case = example("two-rivers")
    with pytest.raises(BriefError, match="another case"):
        make_brief(case.with_(title="Changed since"), movement(case))


def test_two_results_for_one_question_are_refused() -> None:
    case = example("two-rivers")
    with pytest.raises(BriefError, match="given twice"):
        make_brief(case, movement(case), movement(case))


def test_a_solution_that_does_not_exist_is_skipped() -> None:
    case = example("two-rivers")
    space = OutcomeSpace(case)
    brief = make_brief(case, movement(case), zone(space), odds(space, draws=8), None)
    assert "bridges" not in [section.id for section in brief.sections]


def test_html_and_json_hold_the_same_numbers_in_the_same_order(rivers: Brief) -> None:
    page = rivers.html()
    in_html = re.findall(r'<span class="number">([^<]*)</span>', page)
    in_json = [span["text"] for span in spans(rivers.as_json()) if span.get("kind") == "number"]
    assert len(in_html) > 1000
    assert in_html == in_json


def test_markdown_holds_the_numbers_of_json_in_the_same_order(rivers: Brief) -> None:
    text, at = rivers.markdown(), 0
    for span in spans(rivers.as_json()):
        if span.get("kind") == "number":
            at = text.find(span["text"], at)
            assert at >= 0, span
            at += len(span["text"])


def test_numbers_keep_their_value_in_json(rivers: Brief) -> None:
    shares = [s for s in spans(rivers.as_json()) if s.get("kind") == "number" and s["text"].endswith("%")]
    assert shares
    for span in shares:
        if "than" not in span["text"]:
            assert abs(100 * span["value"] - float(span["text"].split("\u00a0")[0])) <= 0.5 + 1e-9


def test_every_number_of_the_case_is_in_the_annex_with_its_basis(rivers: Brief) -> None:
    annex = next(section for section in rivers.as_json()["sections"] if section["id"] == "assumptions")
    tables = [b for fold in annex["blocks"] if fold["block"] == "fold" for b in fold["blocks"]]
    rows = [row for t in tables if t["block"] == "table" and len(t["columns"]) == 5 for row in t["rows"]]
    assert len(rows) == len(example("two-rivers").numbers())
    assert all(any(span.get("kind") in {"assumed", "link"} for span in row["cells"][4]) for row in rows)


def test_a_brief_is_written_as_its_suffix_says(rivers: Brief, tmp_path: Path) -> None:
    assert rivers.write(tmp_path / "b.html").read_text(encoding="utf-8") == rivers.html()
    assert rivers.write(tmp_path / "b.md").read_text(encoding="utf-8") == rivers.markdown()
    assert json.loads(rivers.write(tmp_path / "b.json").read_text(encoding="utf-8")) == rivers.as_json()


def test_a_suffix_of_no_form_is_refused(rivers: Brief, tmp_path: Path) -> None:
    with pytest.raises(BriefError) as caught:
        rivers.write(tmp_path / "b.odt")
    assert "'.odt'" in caught.value.what
    assert caught.value.hint == "end the name in .html, .md, .json, .pdf or .docx"


def test_a_folder_that_does_not_exist_is_named(rivers: Brief, tmp_path: Path) -> None:
    with pytest.raises(BriefError, match="No such file or directory") as caught:
        rivers.write(tmp_path / "nowhere" / "b.md")
    assert caught.value.where.endswith("b.md")


def test_equal_input_gives_an_equal_page(rivers: Brief) -> None:
    assert rivers.html() == rivers.html()
    case = example("two-rivers")
    made = [make_brief(case, movement(case), sections=["matrix", "figures"]).html() for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_of_the_invented_case_reads_as_before(rivers: Brief, golden: Any, name: str) -> None:
    parts = re.split(r'^<a id="([a-z]+)"></a>$', rivers.markdown(), flags=re.MULTILINE)
    told = dict(zip(parts[1::2], parts[2::2], strict=True))
    if name in told:
        golden(f"two-rivers.{name}.brief.md", told[name].strip() + "\n")


def test_an_empty_zone_names_its_blocking_sets() -> None:
    case = example("two-rivers")
    readings = next(dict(found.readings) for found in zone(OutcomeSpace(case)).readings if found.count == 0)
    space = OutcomeSpace(case, readings=readings)
    found = (zone(space), odds(space, draws=8), blockers(space, draws=8), movement(case))
    text = make_brief(case, *found).markdown()
    assert "**No package passes** at the likely values" in text
    assert "Blocking set: " in text
    assert "With a yes from " in text


def test_a_case_without_dates_or_ranges_is_told_without_them() -> None:
    case = example("panama-canal-1974")
    space = OutcomeSpace(case)
    found = (zone(space), odds(space, draws=8), frontier(space), nash(space), adjusted_winner(case))
    brief = make_brief(case, movement(case), *found)
    assert "Every number is a single value" in brief.markdown()
    assert "As of" not in brief.html()
    assert "Dividing the issues" in [section.title for section in brief.sections]
    assert "reach the same number of their own 100 points: Panama 66" in brief.markdown()


@pytest.fixture(scope="module")
def gaza() -> str:
    case = example("gaza-2024")
    space = OutcomeSpace(case)
    return make_brief(case, movement(case), zone(space), odds(space, draws=64)).markdown()


def test_a_figure_is_told_with_who_says_so(gaza: str) -> None:
    assert re.search(r"\| hostages still held \| by 25 March 2024 \| 130 \| Israel \|", gaza)
    assert re.search(
        r"\| deaths in Gaza \| by 20 August 2024 \| at least 40,000 \| health officials in Gaza \|", gaza
    )


def test_conflicting_accounts_stand_side_by_side(gaza: str) -> None:
    part = gaza.split("### Whether a truce is near")[1].split("### ")[0:3]
    assert "According to Israeli and Hamas officials alike" in "".join(part)
    assert "According to US officials" in gaza


def test_the_latest_proposal_shows_who_is_said_to_answer_what(gaza: str) -> None:
    assert (
        "Prime minister of Israel **accepts**, according to the US secretary of state (19 August 2024)"
        in gaza
    )
    assert "Hamas **rejects**, according to Hamas (20 August 2024)" in gaza


def test_the_brief_says_what_it_cannot_know(gaza: str) -> None:
    assert "> **What this cannot know.** It rests on five reports published between 25 March 2024 and" in gaza
