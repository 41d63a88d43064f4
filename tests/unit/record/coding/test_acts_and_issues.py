"""Acts, issues, stances, conditions and figures of invented statements, as the coder by rules tells them."""

import datetime as dt
from dataclasses import replace
from functools import cache

import pytest

from detente.record.coding.rules import RuleCoder
from detente.record.packs.pack import Pack, PackActor, PackFigure, PackIssue, PackOption, PackPlan
from detente.record.statement import Statement
from detente.sources.document import Document
from detente.sources.text import Text

PACK = Pack(
    id="fishing",
    actors=(
        PackActor(id="ardia", names=("Ardia",), kind="place", adjectives=("Ardian",)),
        PackActor(id="borea", names=("Borea",), kind="place", adjectives=("Borean",)),
        PackActor(id="analyst", names=("analysts",)),
    ),
    issues=(
        PackIssue(
            id="quota",
            words=("fish*", "catch"),
            strong=("fishing quota*",),
            options=(
                PackOption(id="more", words=("(higher|larger) quota*",)),
                PackOption(id="less", words=("(lower|smaller) quota*",)),
            ),
        ),
        PackIssue(id="harbour", words=("harbour*", "port"), strong=("(close|open) the harbour",)),
        PackIssue(id="treaty", words=("treaty", "draft")),
        PackIssue(id="boats", words=("boat*",)),
    ),
    figures=(PackFigure(id="boats-held", counts=("boats ... (held|seized)",), unit="boats", issue="boats"),),
    plans=(PackPlan(id="draft", names=("draft treaty",), by="borea"),),
)
DAY = dt.date(2001, 6, 4)


@cache
def coder() -> RuleCoder:
    return RuleCoder(PACK)


def coded(text: str, day: dt.date | None = DAY) -> tuple[Statement, ...]:
    return coder()(Text(document=Document(id="d", published=day), text=text))


def one(text: str) -> Statement:
    (statement,) = [s for s in coded(text) if s.identified != "reporter"]
    return statement


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Ardia demanded a higher fishing quota.", "demands"),
        ("Ardia said that Borea must open the harbour.", "demands"),
        ("Ardia called on Borea to open the harbour.", "demands"),
        ("Ardia rejected the draft treaty.", "rejects"),
        ("Ardia said the draft treaty was a nonstarter.", "rejects"),
        ("Ardia said it would not accept a smaller quota of fish.", "rejects"),
        ("Ardia agreed to a smaller quota of fish.", "accepts"),
        ("Ardia welcomed the draft treaty.", "accepts"),
        ("Ardia said it could live with the draft treaty.", "accepts"),
        ("Ardia offered to open the harbour.", "offers"),
        ("Ardia said it was ready to open the harbour.", "offers"),
        ("Ardia threatened to close the harbour.", "threatens"),
        ("Ardia said it would blockade the harbour unless the treaty was signed.", "threatens"),
        ("Ardia warned that the treaty could collapse.", "warns"),
        ("Ardia fears that Borea will close the harbour.", "warns"),
        ("Ardia denied that it had closed the harbour.", "denies"),
        ("Ardia said it had not seen the draft treaty.", "denies"),
        ("Ardia said that 23 boats were still held in the harbour.", "figure"),
        ("Ardia said that fish were scarce.", "claims"),
        ("Ardia hopes that Borea will sign the treaty.", "claims"),
    ],
)
def test_the_act_of_a_statement_is_told_by_its_cue_and_its_content(text: str, act: str) -> None:
    assert one(text).act == act


def test_what_is_said_of_somebody_else_is_a_claim() -> None:
    assert one("Ardia said that Borea would open the harbour.").act == "claims"
    assert one("Ardia said that it would open the harbour.").act == "offers"


def test_what_an_analyst_says_must_be_done_is_no_demand() -> None:
    assert one("Analysts said that Borea must open the harbour.").act == "claims"


def test_a_negated_cue_turns_the_act() -> None:
    assert one("Ardia did not accept the draft treaty.").act == "rejects"


@pytest.mark.parametrize(
    ("text", "issue", "option", "stance"),
    [
        ("Ardia demanded a larger quota of fish.", "quota", "more", "for"),
        ("Ardia rejected a lower quota of fish.", "quota", "less", "against"),
        ("Ardia agreed to open the harbour only if fish is sold there.", "harbour", "", "conditional"),
        ("Ardia said that fish were scarce.", "quota", "", ""),
    ],
)
def test_issue_option_and_stance_follow_the_words_of_the_pack(
    text: str, issue: str, option: str, stance: str
) -> None:
    found = one(text)
    assert (found.issue, found.option, found.stance) == (issue, option, stance)


def test_a_condition_is_kept_in_its_words() -> None:
    found = one("Ardia would sign the treaty only if the harbour stays open, its envoy said.")
    assert found.condition == "only if the harbour stays open"


def test_an_issue_goes_on_where_no_word_names_one() -> None:
    text = "Ardia rejected the draft treaty. “It is a bad joke,” Ardia said on Sunday."
    assert [s.issue for s in coded(text) if s.identified != "reporter"] == ["treaty", "treaty"]


@pytest.mark.parametrize(
    ("words", "value", "unit", "bound"),
    [
        ("more than 1,500 boats", 1500, "boats", "at least"),
        ("twenty-three boats", 23, "boats", ""),
        ("two hundred boats", 200, "boats", ""),
        ("about 40 boats", 40, "boats", "about"),
        ("10 to 20 boats", 15, "boats", "between"),
        ("up to 1.5 million boats", 1_500_000, "boats", "at most"),
    ],
)
def test_a_figure_has_value_unit_and_bound(words: str, value: float, unit: str, bound: str) -> None:
    found = one(f"Ardia said that {words} were still held in the harbour.")
    assert (found.value, found.unit, found.issue) == (value, unit, "boats")
    assert found.coding is not None
    assert (f"figure: {bound}" in found.coding.why) == bool(bound)


@pytest.mark.parametrize("words", ["Dozens of boats", "Boats seen on May 14", "Boats named in article 12"])
def test_what_is_no_number_of_things_gives_no_value(words: str) -> None:
    assert one(f"Ardia said: {words} were near the harbour.").value is None


def test_the_contents_of_a_plan_are_offered_by_who_presented_it() -> None:
    text = "Borea on Friday presented a plan. Under the plan, the harbour would be open to all."
    plan = coded(text)[-1]
    assert (plan.holder, plan.act, plan.issue) == ("borea", "offers", "harbour")


def test_the_contents_of_a_plan_without_author_are_told_by_the_report() -> None:
    (plan,) = coded("The draft treaty would open the harbour to fish boats of Ardia in a year.")
    assert (plan.holder, plan.identified, plan.act, plan.plan) == ("", "reporter", "reports", "draft")


def test_the_report_tells_events_states_and_figures_in_its_own_voice() -> None:
    text = (
        "Ardia seized a fish boat near the harbour of Borea.\n\n"
        "Ardia and Borea remain at odds over the treaty on fish.\n\n"
        "More than 300 boats of Ardia were held in the harbour."
    )
    assert [(s.act, s.identified, s.holder) for s in coded(text)] == [
        ("event", "reporter", ""),
        ("reports", "reporter", ""),
        ("figure", "reporter", ""),
    ]


def test_background_without_actor_or_issue_is_left_out() -> None:
    assert coded("The weather was fine over the week, and many went to the beach.") == ()


def test_the_day_of_saying_is_resolved_and_its_words_are_kept() -> None:
    found = one("Ardia said on Friday that it would sign the treaty by Monday.")
    assert (found.date.label, found.date_basis, found.known) == ("2001-06-01", "on Friday", DAY)


def test_without_day_words_the_date_is_no_later_than_the_report() -> None:
    assert one("Ardia rejected the draft treaty.").date.label == "by 2001-06-04"


def test_in_a_report_without_date_date_and_day_of_knowing_are_unknown() -> None:
    (found,) = coded("Ardia rejected the draft treaty.", None)
    assert (found.date.label, found.known) == ("unknown", dt.date.max)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Ardia promised retaliation for the loss of its boats.", "threatens"),
        ("Ardia vowed to send trawlers into the port.", "threatens"),
        ("Ardia said it had presented a compromise on the fishing quota.", "offers"),
        ("Ardia said every offer has to go back to the harbour board.", "claims"),
        ("Ardia said any deal must open the harbour.", "demands"),
        ("Ardia said it would not agree to a treaty unless the harbour is opened.", "demands"),
        ("Ardia declined to comment on the fishing quota.", "claims"),
        ("An official told the Boat Press that there was little fish left in the port.", "claims"),
        ("Ardia promised to cooperate on the fishing quota.", "accepts"),
    ],
)
def test_more_words_tell_an_act(text: str, act: str) -> None:
    assert one(text).act == act


def test_what_is_told_of_a_party_named_last_is_not_the_act_of_the_holder() -> None:
    assert one("Ardia said that it hoped Borea had accepted the draft treaty.").act == "claims"


def test_unnamed_people_who_tell_what_a_plan_contains_relay_the_offer_of_its_author() -> None:
    text = "Under the draft treaty, Ardia would keep part of the fishing quota, according to two officials."
    told = one(text)
    assert (told.holder, told.act) == ("borea", "offers")
    assert told.relays == ("officials.anon",)


def test_what_unnamed_people_go_on_to_tell_belongs_to_the_plan_too() -> None:
    text = (
        "Under the draft treaty, Ardia would keep part of the fishing quota, according to two officials. "
        "The harbour would be left for later, two of the officials said."
    )
    assert [s.holder for s in coded(text) if s.act == "offers"] == ["borea", "borea"]


def test_a_year_is_no_count_of_what_stands_after_it() -> None:
    values = [s.value for s in coded("The boats were due by 2001 and some 14 boats are still held in Borea.")]
    assert 2001.0 not in values


def test_what_a_series_counts_is_its_unit_and_another_measure_is_no_count_of_it() -> None:
    (told,) = [s for s in coded("Borea said 14 boats are still held in the port.") if s.act == "figure"]
    assert (told.value, told.unit) == (14.0, "boats")
    assert not [s for s in coded("Borea said 14 days later boats were still held.") if s.unit == "boats"]


def test_a_word_in_somebodys_name_says_nothing_of_the_issue() -> None:
    pack = replace(PACK, actors=(*PACK.actors, PackActor(id="guild", names=("Fish Guild",))))
    text = Text(document=Document(id="d", published=DAY), text="The Fish Guild demanded a new boat.")
    assert [s.issue for s in RuleCoder(pack)(text)] == ["boats"]


def test_calling_a_plan_a_trap_rejects_it_and_dismissing_criticism_denies_it() -> None:
    assert one("Ardia called the draft treaty a trap.").act == "rejects"
    assert one("Ardia rejected the criticism of its fishing quota.").act == "denies"
