"""What is permanent and what can be forced, against asking each possible situation by itself."""

from collections import Counter

from hypothesis import assume, given

from accord_plays import plays
from detente.accord.game.unfold import MOST, unfold
from detente.accord.language.dates import date_of
from detente.accord.monitoring.belief import Belief, believe
from detente.accord.monitoring.shares import Shares
from detente.accord.monitoring.standing import Outcomes, coalitions
from detente.accord.questions.ability import collapse
from detente.accord.space import AccordSpace


def outcomes(play: tuple) -> tuple[Belief, Outcomes]:
    rules, events, _, day = play
    belief = believe(rules, events, as_of=date_of(rules.accord.calendar, day))
    assume(len(belief) <= 20)
    return belief, Outcomes.of(belief, AccordSpace(rules.accord), Shares(belief=belief), MOST)


@given(plays())
def test_what_can_be_forced_is_what_each_situation_says_by_itself(play: tuple) -> None:
    belief, found = outcomes(play)
    ended = belief.rows.holds(belief.rules.ended)
    starts = [values for values, over in zip(belief.situations, ended, strict=True) if not over]
    for coalition in coalitions(found.space):
        alone = [
            collapse(AccordSpace(belief.rules.accord, start=[_within(found, values)]), coalition).holds
            for values in starts
        ]
        for force in found.force("collapse", coalition):
            assert (force.held.situations, force.depends) == (alone.count(True), alone.count(None))


@given(plays())
def test_a_verdict_is_permanent_where_no_later_situation_differs(play: tuple) -> None:
    belief, found = outcomes(play)
    party = belief.rules.accord.parties[0]
    expected: Counter = Counter()
    for values, over in zip(belief.situations, belief.rows.holds(belief.rules.ended), strict=True):
        later = [bool(values[f"breach:{party}"])] if over else _later(belief, found, values, party)
        clean = not values[f"breach:{party}"]
        lasting = all(blamed != clean for blamed in later)
        expected[f"{'permanently' if lasting else 'currently'} {'true' if clean else 'false'}"] += 1
    assert Counter(dict(found.verdict(f"not breach({party})").values)) == expected


def _later(belief: Belief, found: Outcomes, values: dict[str, int], party: str) -> list[bool]:
    start = [_within(found, values)]
    games = [unfold(rules, start=start) for rules in found.space.rules_by_order]
    if "chance" in belief.rules.stages:
        games.append(unfold(found.space.hazardous.rules, start=start))
    return [bool(blamed) for game in games for blamed in game.where(f"breach({party})")]


def _within(found: Outcomes, values: dict[str, int]) -> dict[str, int]:
    return {**values, "day": min(values["day"], found.space.rules.variables[1].high)}
