from dataclasses import replace
from datetime import date

import pytest

from detente.case.as_of import as_of
from detente.case.library import example
from detente.case.model import Case
from detente.case.preferences import Preferences
from detente.record.stance import Stance
from detente.sources.when import When
from detente.talks.learning.gather import gather


@pytest.fixture(scope="module")
def rivers() -> Case:
    return example("two-rivers")


def stance(day: date, **changes: str) -> Stance:
    values = {"id": "s", "actor": "upland", "issue": "flow", "option": "50", "role": "demands", **changes}
    return Stance(date=When.on(day), known=day, **values)


def only(case: Case, *stances: Stance) -> Case:
    return case.with_(stances=stances, proposals=(), statements=())


def test_a_stance_of_a_party_is_the_principals(rivers: Case) -> None:
    found = gather(only(rivers, stance(date(2031, 3, 1)))).found
    assert [(o.actor, o.kind, o.terms) for o in found] == [
        ("upland-cabinet", "ask", (("flow", ("50",)),)),
    ]


def test_nothing_known_after_the_day_of_the_case_is_used(rivers: Case) -> None:
    for day in (date(2031, 3, 15), date(2031, 4, 21), date(2031, 6, 1)):
        assert all(o.known <= day and o.day <= day for o in gather(as_of(rivers, day)).found)
        late = gather(rivers.with_(as_of=day))
        assert all(o.known <= day for o in late.found)
        assert any(one.why == "published after the day of the case" for one in late.left_out)


def test_an_answer_binds_only_the_issues_it_names(rivers: Case) -> None:
    answer = next(
        o for o in gather(rivers).found if o.actor == "delta-president" and o.answer == "conditional"
    )
    assert [issue for issue, _ in answer.terms] == ["dues", "flow"]
    assert answer.silent == ()


def test_a_refusal_that_names_nothing_binds_the_whole_text(rivers: Case) -> None:
    answer = next(o for o in gather(rivers).found if o.id.startswith("reply delta-counter"))
    assert len(answer.terms) + len(answer.silent) == len(rivers.table)


def test_silence_and_answers_to_another_wording_are_left_out(rivers: Case) -> None:
    proposal = rivers.proposal("spring-text")
    other = replace(proposal.responses[2], version="7")
    told = gather(rivers.with_(proposals=(replace(proposal, responses=(proposal.responses[1], other)),)))
    reasons = {one.why for one in told.left_out}
    assert {"silence is not read as an answer", "it answers another wording"} <= reasons


def test_the_ask_given_up_first_is_a_drop_and_the_one_kept_stays(rivers: Case) -> None:
    told = gather(
        only(
            rivers,
            stance(date(2031, 3, 1), id="a", option="40"),
            stance(date(2031, 3, 1), id="b", issue="dam", option="high"),
            stance(date(2031, 5, 1), id="c", issue="dam", option="low"),
        )
    )
    (drop,) = (o for o in told.found if o.kind == "drop")
    assert (drop.actor, drop.terms[0][0], drop.against) == ("upland-cabinet", "dam", ("dam", "flow"))
    assert drop.evidence == ("b", "c")
    assert told.standing == (("upland-cabinet", "flow"),)


def test_an_ask_that_set_its_own_score_is_left_out() -> None:
    told = gather(example("gaza-2024"))
    assert told.by_kind.get("ask", 0) == 0
    assert any("because it was asked for" in one.why for one in told.left_out)


def test_the_same_answer_is_counted_once(rivers: Case) -> None:
    told = gather(rivers.with_(proposals=()))
    twice = rivers.stances[-1]
    again = gather(rivers.with_(proposals=(), stances=(*rivers.stances, replace(twice, id="again"))))
    assert len(again) == len(told)
    kept = next(o for o in again.found if "again" in o.evidence)
    assert set(kept.evidence) == {"again", twice.id}


def test_what_others_tell_is_not_first_hand(rivers: Case) -> None:
    found = {o.evidence[0]: o for o in gather(rivers).found if o.kind == "ask"}
    assert found["delta-port-april"].first_hand
    assert not found["upland-flow-june"].first_hand


def test_the_order_of_the_file_does_not_matter(rivers: Case) -> None:
    turned = rivers.with_(
        stances=rivers.stances[::-1], proposals=rivers.proposals[::-1], issues=rivers.issues[::-1]
    )
    assert gather(turned) == gather(rivers)


def test_everything_gathered_names_evidence_of_the_case() -> None:
    for name in ("gaza-2024", "two-rivers"):
        case = example(name)
        known = {s.id for s in case.stances} | {p.id for p in case.proposals}
        found = gather(case).found
        assert all(o.evidence and set(o.evidence) <= known for o in found)


def test_a_case_without_preferences_or_issues_gives_nothing(rivers: Case) -> None:
    assert len(gather(rivers.with_(preferences=()))) == 0
    assert len(gather(rivers.with_(issues=()))) == 0
    assert len(gather(rivers.with_(preferences=(Preferences(actor="upland-cabinet"),)))) == 0


def test_counts_add_up(rivers: Case) -> None:
    told = gather(rivers)
    assert sum(told.by_kind.values()) == sum(told.by_actor.values()) == len(told)
    assert told.as_dict()["by_kind"] == told.by_kind
