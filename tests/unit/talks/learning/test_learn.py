import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from detente.case.as_of import as_of
from detente.case.known import known_days
from detente.case.library import example
from detente.case.model import Case
from detente.case.preferences import reservation_at
from detente.case.validate import problems
from detente.errors import AnalysisError, UnknownName
from detente.talks.learning.design import design_of
from detente.talks.learning.gather import gather
from detente.talks.learning.learn import learn, learn_from
from detente.talks.learning.made_up import made_up
from detente.talks.learning.observations import Observation, Observations
from detente.talks.learning.prior import prior_of
from detente.talks.learning.results import Learnt

DAY = date(2030, 4, 1)


@pytest.fixture(scope="module")
def rivers() -> Case:
    return example("two-rivers")


@pytest.fixture(scope="module")
def gaza() -> Learnt:
    return learn(example("gaza-2024"), draws=1200)


def reply(number: int, answer: str, terms: dict[str, str], actor: str = "r00") -> Observation:
    return Observation(
        id=f"x{number:03}",
        kind="reply",
        actor=actor,
        day=DAY,
        known=DAY,
        terms=tuple((issue, (option,)) for issue, option in sorted(terms.items())),
        answer=answer,
        evidence=(f"x{number:03}",),
    )


def record(*found: Observation) -> Observations:
    return Observations(start=date(2030, 1, 1), end=date(2030, 7, 1), found=found)


def two_sides(issues: int = 3) -> Case:
    return made_up(issues=issues, actors=2, count=0)[0]


def test_an_empty_record_gives_the_ranges_of_the_case_and_says_so(rivers: Case) -> None:
    bare = rivers.with_(stances=(), proposals=(), statements=())
    learnt = learn(bare, draws=400)
    assert not any(number.moved for number in learnt.numbers)
    assert learnt.silent_actors == learnt.prior.actors
    assert "the record says nothing of" in str(learnt)
    assert learnt.case(bare) == bare
    for number in learnt.numbers:
        assert (number.low, number.likely, number.high) == number.prior


def test_the_prior_of_a_reservation_is_the_range_of_the_case(rivers: Case) -> None:
    learnt = learn(rivers.with_(stances=(), proposals=()), draws=2000)
    for actor in learnt.prior.actors:
        stated = reservation_at(rivers.preferences_of(actor), rivers.as_of).range
        number = learnt.number(f"preferences.{actor}.reservation")
        width = stated.high - stated.low
        middle = (stated.low + stated.likely + stated.high) / 3
        assert stated.low <= number.low < number.high <= stated.high
        assert abs(number.likely - middle) < 0.05 * width


def test_the_same_seed_gives_the_same_answer() -> None:
    case, told = made_up(issues=2, actors=2, count=8)
    one, other, next_seed = (learn_from(case, told, draws=400, seed=seed) for seed in (5, 5, 6))
    assert one.as_dict() == other.as_dict()
    assert one.digest != next_seed.digest


def test_the_order_of_the_file_does_not_matter(rivers: Case) -> None:
    turned = rivers.with_(
        stances=rivers.stances[::-1],
        proposals=rivers.proposals[::-1],
        issues=rivers.issues[::-1],
        parties=rivers.parties[::-1],
        preferences=rivers.preferences[::-1],
    )
    one, other = (design_of(prior_of(case), gather(case)) for case in (rivers, turned))
    for block in ("replies", "asks", "offers", "drops"):
        here, there = getattr(one, block), getattr(other, block)
        assert all((getattr(here, name) == getattr(there, name)).all() for name in type(here).__slots__)
    assert (one.used == other.used).all()
    assert (one.prior.weights == other.prior.weights).all()


def test_new_names_give_the_same_ranges_but_for_monte_carlo_error() -> None:
    case, _ = made_up(issues=3, actors=2, count=0)
    answers = [reply(k, "rejects", {"i00": "o1", "i01": "o2", "i02": "o1"}) for k in range(12)]
    names = {"r00": "z"}
    renamed = case.with_(
        parties=tuple(
            replace(
                p,
                principal=names.get(p.principal, p.principal),
                approval=case.party("east").approval
                if p.id == "east"
                else replace(
                    p.approval,
                    readings=tuple(
                        replace(r, rule=replace(r.rule, rules=(replace(r.rule.rules[0], actor="z"),)))
                        for r in p.approval.readings
                    ),
                ),
            )
            for p in case.parties
        ),
        ratifiers=tuple(replace(r, id=names.get(r.id, r.id)) for r in case.ratifiers),
        preferences=tuple(replace(p, actor=names.get(p.actor, p.actor)) for p in case.preferences),
    )
    before = learn_from(case, record(*answers), draws=1200)
    after = learn_from(renamed, record(*(replace(o, actor="z") for o in answers)), draws=1200)
    for kind in ("reservation", "weights.i00", "weights.i02"):
        one, other = before.number(f"preferences.r00.{kind}"), after.number(f"preferences.z.{kind}")
        assert abs(one.likely - other.likely) < 0.25 * (one.high - one.low) / 3.29


def test_many_refusals_of_good_texts_raise_the_reservation() -> None:
    case = two_sides()
    good = {"i00": "o3", "i01": "o3", "i02": "o2"}
    refused = learn_from(case, record(*(reply(k, "rejects", good) for k in range(15))), draws=400)
    accepted = learn_from(case, record(*(reply(k, "accepts", good) for k in range(15))), draws=400)
    here = "preferences.r00.reservation"
    assert refused.number(here).moved
    assert refused.number(here).likely > refused.number(here).prior[1] + 0.03
    assert accepted.number(here).likely < refused.number(here).likely
    assert not refused.number("preferences.r01.reservation").moved


def test_the_issue_that_decides_the_answers_is_learnt_to_be_heavy() -> None:
    case = two_sides()
    yes, no = {"i00": "o3", "i01": "o0", "i02": "o1"}, {"i00": "o0", "i01": "o3", "i02": "o2"}
    told = [reply(k, "accepts" if k % 2 else "rejects", yes if k % 2 else no) for k in range(60)]
    learnt = learn_from(case, record(*told), draws=800)
    order = learnt.heavier("r00", "i00", "i01")
    assert order.chance > 0.85
    assert order.before < 0.6
    assert order in learnt.orders(at_least=0.85)
    back = learnt.heavier("r00", "i01", "i00")
    assert abs(order.chance + back.chance - 1) < 1e-9


def test_the_ask_dropped_first_is_learnt_to_be_light() -> None:
    case = two_sides()
    drops = [
        replace(reply(k, "", {"i01": "o3"}), kind="drop", against=("i00", "i01", "i02")) for k in range(12)
    ]
    learnt = learn_from(case, record(*drops), draws=800)
    assert learnt.number("preferences.r00.weights.i01").likely < 0.3
    assert not learnt.number("preferences.r00.reservation").moved


def test_one_bad_observation_neither_crashes_nor_decides() -> None:
    case = two_sides()
    best = {"i00": "o3", "i01": "o3", "i02": "o3"}
    good = [reply(k, "accepts", best) for k in range(10)]
    odd = [
        reply(90, "rejects", best),
        reply(91, "accepts", {"i00": "nowhere"}),
        reply(92, "maybe", best),
        reply(93, "accepts", best, actor="nobody"),
        replace(reply(94, "accepts", best), known=date(2031, 1, 1)),
        reply(95, "accepts", {}),
    ]
    learnt = learn_from(case, record(*good, *odd), draws=800)
    clean = learn_from(case, record(*good), draws=800)
    assert sum(len(one.ids) for one in learnt.observations.left_out) == 5
    here = "preferences.r00.reservation"
    assert abs(learnt.number(here).likely - clean.number(here).likely) < 0.1


def test_the_case_learnt_has_valid_ranges_with_evidence(gaza: Learnt) -> None:
    case = example("gaza-2024")
    learnt = gaza.case(case)
    assert not problems(learnt)
    days = known_days(case)
    for number in gaza.numbers:
        assert number.moved == bool(number.evidence)
        assert all(days[name] <= case.as_of for name in number.evidence)
    moved = {number.path for number in gaza.numbers if number.moved}
    before = dict(case.numbers())
    changed = {path for path, value in learnt.numbers() if before[path] != value}
    assert changed
    actors = {path.split(".")[1] for path in changed}
    assert actors <= {path.split(".")[1] for path in moved}
    assert all(learnt.preferences_of(actor).basis == "estimate" for actor in actors)


def test_draws_from_the_case_learnt_have_what_was_learnt(gaza: Learnt) -> None:
    case = example("gaza-2024")
    numbers = dict(gaza.case(case).numbers())
    before = dict(case.numbers())
    for path, number in numbers.items():
        assert before[path].low <= number.low <= number.likely <= number.high <= before[path].high
    told = numbers["preferences.israel-pm.reservation.0"]
    learnt = gaza.number("preferences.israel-pm.reservation")
    assert learnt.moved
    assert abs((told.low + told.likely + told.high) / 3 - learnt.likely) < 0.03


def test_what_is_learnt_on_an_earlier_day_rests_on_nothing_later(gaza: Learnt) -> None:
    day = date(2024, 7, 4)
    case = as_of(example("gaza-2024"), day)
    learnt = learn(case, draws=400, seed=1)
    days = known_days(example("gaza-2024"))
    used = [name for number in learnt.numbers for name in number.evidence]
    assert used
    assert all(days[name] <= day for name in used)
    with pytest.raises(AnalysisError, match="does not belong to this case"):
        gaza.case(case)


def test_a_stated_order_of_weights_stays(rivers: Case) -> None:
    learnt = learn(rivers, draws=400)
    after = learnt.case(rivers)
    assert after.preferences_of("forest").weight_order == rivers.preferences_of("forest").weight_order
    order = [group[0] for group in rivers.preferences_of("forest").weight_order]
    place = learnt.prior.actors.index("forest")
    columns = [learnt.prior.issues.index(issue) for issue in order]
    assert (np.diff(learnt.held.weights[:, place][:, columns], axis=1) <= 1e-12).all()
    assert not problems(after)


def test_the_answer_can_be_told_and_kept(gaza: Learnt) -> None:
    assert str(gaza).startswith("gaza-2024: 27 observations move ")
    assert json.loads(json.dumps(gaza.as_dict()))["diagnostics"]["settled"] is True
    number = gaza.number("preferences.israel-pm.reservation")
    assert str(number).startswith("preferences.israel-pm.reservation 0.")
    assert gaza.diagnostics.reduction < 1.05
    with pytest.raises(UnknownName):
        gaza.number("preferences.nobody.reservation")
    with pytest.raises(UnknownName):
        gaza.heavier("israel-pm", "corridor", "nothing")


def test_what_cannot_be_asked_is_said(rivers: Case) -> None:
    with pytest.raises(AnalysisError, match="too few"):
        learn(rivers, draws=10)
    with pytest.raises(UnknownName, match="method"):
        learn(rivers, method="guess")
    with pytest.raises(AnalysisError, match="no preferences"):
        learn(rivers.with_(preferences=()))


def test_gathering_by_hand_gives_the_same() -> None:
    case = example("panama-canal-1974")
    assert learn(case, draws=400).digest == learn_from(case, gather(case), draws=400).digest
