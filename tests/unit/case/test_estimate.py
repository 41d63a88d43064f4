"""What the estimator makes of stances: order, width, evidence, and nothing from a later day."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case.estimate import estimate
from detente.case.history import Proposal, Response
from detente.case.library import example
from detente.case.model import Case, Issue, Option, Party, Ratifier
from detente.case.procedure import Approval, Reading, Says, all_of
from detente.record.stance import Stance
from detente.record.statement import Statement
from detente.sources.when import When

DAY = date(2031, 6, 1)
NAMES = ("a", "b", "c", "d")


def issue(name: str = "water", count: int = 4, *, ordered: bool = True) -> Issue:
    return Issue(
        id=name, name=name, ordered=ordered, options=tuple(Option(id=o, name=o) for o in NAMES[:count])
    )


def stance(option: str, role: str = "demands", *, day: date = DAY, **changes) -> Stance:
    number = f"{changes.get('actor', 'east')}-{changes.get('issue', 'water')}-{option}-{role}-{day}"
    given = {"id": number, "actor": "east", "issue": "water", "known": day, **changes}
    return Stance(option=option, role=role, date=When.on(day), **given)


def case(*stances: Stance, **changes) -> Case:
    rule = Approval(readings=(Reading(id="only", rule=Says(actor="east"), base=True),))
    east = Party(id="east", name="East", principal="east", approval=rule)
    return Case(id="x", title="X", parties=(east,), issues=(issue(), issue("land")), stances=stances).with_(
        **changes
    )


def two_houses(*stances: Stance) -> Case:
    rule = Approval(readings=(Reading(id="r", rule=all_of(Says(actor="king"), Says(actor="lords"))),))
    east = Party(id="east", name="East", principal="king", approval=rule)
    houses = tuple(Ratifier(id=name, name=name, party="east") for name in ("king", "lords"))
    return case(*stances, parties=(east,), ratifiers=houses)


def scores(found: Case, name: str = "water", actor: str = "east") -> dict:
    return dict(dict(found.preferences_of(actor).scores)[name])


def likely(found: Case, name: str = "water", actor: str = "east") -> list[float]:
    return [number.likely for number in scores(found, name, actor).values()]


def test_the_last_demand_scores_one_and_the_far_end_zero():
    found = likely(estimate(case(stance("a"))))
    assert found[0] == 1
    assert found[-1] == 0
    assert found == sorted(found, reverse=True)


def test_a_demand_beyond_the_last_one_is_at_least_as_good():
    old = stance("a", day=date(2031, 5, 1))
    assert likely(estimate(case(old, stance("b")))) == [1, 1, 0.5, 0]


def test_an_issue_without_signs_is_flat_and_marked():
    found = scores(estimate(case(stance("a"))), "land")
    assert {(n.low, n.likely, n.high) for n in found.values()} == {(0, 0.5, 1)}
    assert all(n.assumption and not n.evidence for n in found.values())


def test_an_acceptance_raises_and_a_refusal_lowers_the_likely_value_alone():
    plain = scores(estimate(case(stance("a"))))["c"]
    up = scores(estimate(case(stance("a"), stance("c", "accepts"))))["c"]
    down = scores(estimate(case(stance("a"), stance("c", "rejects"))))["c"]
    assert down.likely < plain.likely < up.likely
    assert {(n.low, n.high) for n in (plain, up, down)} == {(plain.low, plain.high)}


def test_demands_at_both_ends_on_one_day_leave_every_option_flat():
    assert likely(estimate(case(stance("a"), stance("d")))) == [0.5] * 4


def test_an_option_demanded_in_the_middle_leaves_the_issue_free_of_order():
    found = estimate(case(stance("b"), issues=(issue(count=3),)))
    assert likely(found) == [0, 1, 0]
    assert found.preferences_of("east").free_scores == ("water",)


def test_options_without_order_are_flat_beside_the_demanded_one():
    assert likely(estimate(case(stance("c"), issues=(issue(ordered=False),)))) == [0.5, 0.5, 1, 0.5]


def test_a_weight_rises_with_insistence_and_its_range_admits_equality():
    weights = dict(estimate(case(stance("a"), as_of=DAY)).preferences_of("east").weights)
    assert weights["water"].likely > weights["land"].likely
    assert all(number.low < 0.5 < number.high for number in weights.values())


def test_insisting_long_ago_counts_less():
    late = estimate(case(stance("a"), as_of=DAY)).preferences_of("east")
    early = estimate(case(stance("a", day=date(2030, 6, 1)), as_of=DAY)).preferences_of("east")
    assert dict(early.weights)["water"].likely < dict(late.weights)["water"].likely


def test_a_ratifier_without_signs_takes_those_of_its_party_with_wider_ranges():
    found = estimate(two_houses(stance("a")))
    king, lords = scores(found, actor="king")["a"], scores(found, actor="lords")["a"]
    assert (king.low, king.high) == (1, 1)
    assert lords.low < lords.likely < 1
    assert "party" in lords.assumption


def test_a_ratifier_with_a_sign_of_its_own_keeps_to_it():
    found = estimate(two_houses(stance("a"), stance("d", actor="lords")))
    assert likely(found, actor="lords")[-1] == 1
    assert likely(found, actor="king")[0] == 1


def refusal(act: str, **changes) -> Case:
    told = Statement(id="s", reports=(), holder="east", act=act, date=When.on(DAY), known=DAY)
    stances = (stance("a"), stance("c", "rejects", evidence=("s",)))
    return case(*stances, statements=(told,), **changes)


def test_a_refusal_in_strong_words_becomes_a_red_line_that_may_be_a_bluff():
    (line,) = estimate(refusal("rejects")).preferences_of("east").red_lines
    assert line.never == (("water", ("c", "d")),)
    assert line.holds.low < line.holds.likely < line.holds.high < 1


def test_a_refusal_in_other_words_is_no_red_line():
    assert estimate(refusal("warns")).preferences_of("east").red_lines == ()


def test_a_line_leaves_out_what_is_demanded():
    told = Statement(id="s", reports=(), holder="east", act="rejects", date=When.on(DAY), known=DAY)
    stances = (stance("b"), stance("a", "rejects", evidence=("s",)))
    (line,) = estimate(case(*stances, statements=(told,))).preferences_of("east").red_lines
    assert line.never == (("water", ("a",)),)


def test_a_line_counts_less_once_the_option_was_accepted():
    kept = refusal("rejects")
    later = stance("c", "accepts", day=date(2031, 6, 2))
    (line,) = estimate(kept.with_(stances=(*kept.stances, later))).preferences_of("east").red_lines
    assert line.holds.likely < 0.5


def proposal(answer: str, issues: tuple[str, ...] = (), **changes) -> Proposal:
    reply = Response(actor="east", answer=answer, issues=issues, date=When.on(DAY), known=DAY)
    terms = (("water", ("c",)), ("land", ("c",)))
    given = {"responses": (reply,), "by": "west", "terms": terms, **changes}
    return Proposal(id="p", name="P", date=When.on(DAY), known=DAY, **given)


@pytest.mark.parametrize(
    ("told", "moves"),
    [
        (proposal("accepts"), 1),
        (proposal("accepts", ("water",)), 1),
        (proposal("rejects", ("water",)), -1),
        (proposal("rejects"), 0),
        (proposal("conditional"), 0),
        (proposal("silent"), 0),
        (proposal("accepts", ("land",)), 0),
        (proposal("silent", by="east"), 1),
        (proposal("silent", by="west", attributed_to="east"), 1),
    ],
)
def test_an_answer_moves_a_score_only_where_it_speaks_of_the_option(told, moves):
    before = scores(estimate(case(stance("a"))))["c"].likely
    after = scores(estimate(case(stance("a"), proposals=(told,))))["c"].likely
    assert (after > before) - (after < before) == moves


def test_an_answer_whose_accounts_differ_tells_nothing():
    told = proposal("accepts")
    other = replace(told.responses[0], answer="rejects", said_by="another")
    told = replace(told, responses=(*told.responses, other))
    assert likely(estimate(case(stance("a"), proposals=(told,)))) == likely(estimate(case(stance("a"))))


def test_nothing_of_a_later_day_counts():
    later = stance("d", day=date(2031, 7, 1))
    assert estimate(case(stance("a"), later), day=DAY) == estimate(
        case(stance("a"), later).with_(as_of=DAY)
    ).with_(as_of=None)
    assert likely(estimate(case(stance("a"), later), day=DAY))[0] == 1


def test_every_estimated_number_says_what_it_rests_on():
    found = estimate(example("gaza-2024"))
    numbers = [number for wants in found.preferences for _, number in wants.numbers()]
    assert len(numbers) > 200
    assert all(number.evidence or number.assumption for number in numbers)


def test_both_sides_of_the_gaza_case_get_the_same_reservation():
    found = estimate(example("gaza-2024"))
    assert len({wants.reservation[0].range for wants in found.preferences}) == 1


def test_preferences_of_others_are_kept():
    told = example("two-rivers")
    without = told.with_(consents=tuple(c for c in told.consents if c.gives is not None))
    assert estimate(without).preferences_of("ساحل") == told.preferences_of("ساحل")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["demands", "accepts", "rejects"]),
            st.integers(0, 3),
            st.dates(date(2031, 1, 1), date(2031, 6, 1)),
        ),
        max_size=6,
    ),
    st.booleans(),
)
def test_estimates_are_well_formed_whatever_the_stances(told, ordered):
    signs = [stance(NAMES[k], role, day=day) for role, k, day in told]
    wants = estimate(case(*signs, issues=(issue(ordered=ordered), issue("land")))).preferences_of("east")
    assert sum(weight.likely for _, weight in wants.weights) == pytest.approx(1, abs=1e-9)
    for _, number in wants.numbers():
        assert 0 <= number.low <= number.likely <= number.high <= 1
    line = [number.likely for number in dict(dict(wants.scores)["water"]).values()]
    monotone = line in (sorted(line), sorted(line, reverse=True))
    assert not ordered or monotone or "water" in wants.free_scores
