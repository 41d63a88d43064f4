"""How the talks may go: the section about simulated talks, built from results only."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from detente.analysis.space import OutcomeSpace
from detente.brief.blocks import Chart, Fold, Paragraph, Part, Section, Table, text_of
from detente.brief.brief import make_brief
from detente.brief.given import Given
from detente.brief.sections.talks_words import SettingNames
from detente.case.library import example
from detente.case.preferences import Range
from detente.errors import BriefError
from detente.talks.everything import TalksOutlook, analyse_talks
from detente.talks.influence.what_ifs import default_changes
from detente.talks.setting.library import setting_for
from detente.talks.setting.values import Setting
from detente.talks.tables import TalksTables

PLAIN = Setting(id="plain", days=30)


@cache
def outlook(name: str) -> TalksOutlook:
    case = example(name)
    if name == "panama-canal-1974":
        slow = Range(low=0, likely=0.3, high=1, assumption="how fast is not reported")
        sides = tuple(replace(PLAIN.delegation(p.id), answers=slow) for p in case.parties)
        return analyse_talks(case, runs=400, setting=replace(PLAIN, days=12, delegations=sides))
    return analyse_talks(case, runs=60, setting=setting_for(case))


def section(name: str) -> Section:
    return make_brief(example(name), talks=outlook(name), sections=["talks"]).sections[0]


def titles(found: Section) -> list[str]:
    return [text_of(block.title) for block in found.blocks if isinstance(block, Part)]


def table_of(found: Section, title: str) -> Table:
    part = next(b for b in found.blocks if isinstance(b, Part) and text_of(b.title) == title)
    return next(block for block in part.blocks if isinstance(block, Table))


def test_the_section_tells_curve_terms_ends_what_ifs_and_shares() -> None:
    assert titles(section("panama-canal-1974")) == [
        "Time to a deal",
        "Terms that survive",
        "What ends the runs, and who said no",
        "What if",
        "The share due to each assumption",
    ]


def test_it_begins_by_saying_what_a_deal_frequency_is_not() -> None:
    opening = text_of(section("two-rivers").blocks[0].words)
    assert opening.count(". ") == 1
    assert "it is not the odds that a package passes, and it is no forecast." in opening


def test_the_shares_of_the_options_of_an_issue_are_those_of_the_result() -> None:
    rows = table_of(section("panama-canal-1974"), "Terms that survive").rows
    assert len(rows) == len(example("panama-canal-1974").table)


def test_the_chart_says_in_words_and_figures_what_it_shows() -> None:
    part = next(b for b in section("panama-canal-1974").blocks if isinstance(b, Part))
    chart = next(b for b in part.blocks if isinstance(b, Chart))
    result = outlook("panama-canal-1974").result
    last = chart.table.rows[-1].cells
    assert last[1][0].value == pytest.approx(result.deals.share)
    assert last[2][0].value == pytest.approx(dict(result.found.ends)["ran on"].share)
    assert "band of two standard errors" in chart.description
    assert chart.description in chart.svg


def test_every_what_if_has_its_paired_error() -> None:
    rows = table_of(section("two-rivers"), "What if").rows
    assert len(rows) == len(outlook("two-rivers").comparisons)
    assert all("±" in text_of(row.cells[2]) for row in rows)


def test_every_what_if_and_every_number_is_told_in_words() -> None:
    for name in ("gaza-2024", "two-rivers"):
        case = example(name)
        setting = setting_for(case)
        names = SettingNames(Given.of(case, ()).names, setting)
        for changes in default_changes(case, setting):
            told = text_of(names.change([f"{c.path}={c.value}" for c in changes]))
            assert "=" not in told
        for path, _ in TalksTables(OutcomeSpace(case), setting).behaviour:
            assert path not in text_of(names.number(path))


def test_what_has_no_words_of_its_own_stands_as_it_was_given() -> None:
    names = SettingNames(Given.of(example("two-rivers"), ()).names, PLAIN)
    assert text_of(names.change(("days=5",))) == "days=5"


def test_the_story_is_marked_as_simulated() -> None:
    fold = next(b for b in section("two-rivers").blocks if isinstance(b, Fold))
    assert text_of(fold.summary) == "One simulated run, told as a story simulated"
    assert "nothing of this happened" in text_of(fold.blocks[0].words)


def test_every_assumption_of_the_setting_is_listed_with_its_range_and_basis() -> None:
    fold = [b for b in section("two-rivers").blocks if isinstance(b, Fold)][-1]
    table = next(b for b in fold.blocks if isinstance(b, Table))
    told = [n for _, n in outlook("two-rivers").numbers if not n.fixed or n.evidence or n.assumption]
    assert [row.cells[1][0].value for row in table.rows] == [n.low for n in told]
    assert all(text_of(row.cells[4]) for row in table.rows)


def test_the_seed_that_gives_the_runs_again_is_told() -> None:
    last = section("two-rivers").blocks[-1]
    assert isinstance(last, Paragraph)
    assert "Found with seed 0" in text_of(last.words)


def test_no_deal_in_any_run_is_told_as_a_finding() -> None:
    case = example("panama-canal-1974")
    never = replace(PLAIN, days=3, delegations=(replace(PLAIN.delegation("panama"), answers=Range.of(0)),))
    brief = make_brief(case, talks=analyse_talks(case, runs=3, setting=never), sections=["talks"])
    assert "None of the simulated runs ends in a deal." in brief.markdown()
    assert "Terms that survive" not in titles(brief.sections[0])


def test_parties_stand_in_alphabetical_order() -> None:
    part = next(
        b for b in section("two-rivers").blocks if isinstance(b, Part) and "who said" in text_of(b.title)
    )
    lines = [text_of(row.cells[0]) for b in part.blocks if isinstance(b, Table) for row in b.rows]
    refused = [line for line in lines if line.endswith("refused the last text")]
    assert len(refused) > 1
    assert refused == sorted(refused)


def test_markdown_html_and_json_tell_the_same(tmp_path: Path) -> None:
    brief = make_brief(example("two-rivers"), talks=outlook("two-rivers"), sections=["talks"])
    data = json.loads(brief.write(tmp_path / "brief.json").read_text(encoding="utf-8"))
    assert data["sections"][0]["title"] == "How the talks may go"
    for title in titles(brief.sections[0]):
        assert title in brief.markdown()
        assert title in brief.html()


def test_hostile_names_stay_text() -> None:
    plain = example("panama-canal-1974")
    bad = "<script>alert(1)</script>"
    case = plain.with_(parties=tuple(replace(p, name=f"{bad} {p.id}") for p in plain.parties))
    found = analyse_talks(case, runs=30, setting=replace(PLAIN, name=bad))
    assert bad not in make_brief(case, talks=found, sections=["talks"]).html()


def test_talks_about_another_case_are_refused() -> None:
    with pytest.raises(BriefError, match="simulated for another case"):
        make_brief(example("two-rivers"), talks=outlook("panama-canal-1974"), sections=["talks"])


def test_a_section_without_its_talks_names_the_call() -> None:
    with pytest.raises(BriefError, match="needs a result") as caught:
        make_brief(example("two-rivers"), sections=["talks"])
    assert "analyse_talks(case)" in str(caught.value)
