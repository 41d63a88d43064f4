"""What coalitions can force: equal to a slow search, shown by legal plays that reach what is claimed."""

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from accord_brute import Brute
from accord_strategies import accords
from detente.accord.language.plan import Calendar, Clause, Power, Reading
from detente.accord.plays.story import replay
from detente.accord.questions.ability import collapse, entrap, reaches, stall, walk_away
from detente.accord.questions.forcing import Goal, answer, blamed, mask
from detente.accord.questions.powers import coalitions_that_matter, powers, wordings_table
from detente.accord.space import AccordSpace
from detente.errors import UnknownName
from small_accords import three

QUESTIONS = (collapse, stall, walk_away, entrap, reaches)


def coalitions(accord):
    names = sorted(side.id for side in accord.sides)
    return [c for size in range(1, len(names) + 1) for c in itertools.combinations(names, size)]


def test_the_four_wordings_come_out_for_both_parties():
    table = wordings_table(three(4, 12))
    found = {}
    for row in table.rows:
        for party in "ab":
            alone, helped = row.cell(party, "collapse").holds, row.cell((party, "m"), "collapse").holds
            found[row.wording, party] = (alone, helped, row.cell(party, "stall").holds)
    for party in "ab":
        assert found["lapses", party] == (True, True, True)
        assert found["either", party] == (True, True, True)
        assert found["mediator-open", party] == (False, True, True)
        assert found["mediator-closed", party] == (False, True, False)


def test_a_collapse_is_dated_and_its_play_ends_with_nobody_of_the_coalition_in_breach():
    space = AccordSpace(three(4, 12), wording="lapses")
    verdict = collapse(space, "a")
    assert (verdict.holds, verdict.by_day, verdict.witness.ends) == (True, 12, "collapse")
    assert "a" not in verdict.witness.in_breach
    assert str(verdict) == "Can A alone bring the accord down without being in breach? yes, by day 12"


def test_fighting_is_possible_from_the_first_day_and_is_a_breach():
    space = AccordSpace(three(2, 6), wording="mediator-closed")
    verdict = collapse(space, "a", blameless=False)
    assert (verdict.holds, verdict.by_day) == (True, 1)
    assert verdict.witness.in_breach == ("a",)
    assert not collapse(space, "a").holds


def test_stalling_while_the_accord_stands_is_less_than_seeing_it_lapse():
    space = AccordSpace(three(2, 6), wording="lapses")
    assert stall(space, "a").holds
    assert not stall(space, "a", standing=True).holds
    assert stall(AccordSpace(three(2, 6), readings={"failure": "none"}), "a", standing=True).holds


def test_what_is_owed_can_be_taken_before_an_attack():
    space = AccordSpace(three(2, 6), readings={"failure": "none"})
    verdict = walk_away(space, "a", blameless=False)
    assert verdict.holds
    assert not walk_away(space, "a").holds
    assert [step.act for step in verdict.witness.steps].count("frees hostages") == 2


def test_nothing_can_be_taken_by_a_side_that_is_owed_nothing():
    verdict = walk_away(AccordSpace(three(2, 6)), "m")
    assert verdict.holds is False
    assert "Nothing is due to M alone." in verdict.notes


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_stranger_is_refused_with_the_nearest_name(question):
    with pytest.raises(UnknownName, match="no side called 'aa'"):
        question(AccordSpace(three(1, 2)), "aa")


def test_options_that_do_not_exist_are_refused():
    space = AccordSpace(three(1, 2))
    with pytest.raises(UnknownName, match="no phase called 'tow'"):
        stall(space, "a", phase="tow")
    with pytest.raises(UnknownName, match="no good called 'gold'"):
        walk_away(space, "a", good="gold")
    with pytest.raises(UnknownName, match="no party called 'm'"):
        entrap(space, "a", victim="m")
    with pytest.raises(UnknownName, match="no question called 'colapse'"):
        powers(space, questions=["colapse"])


@given(accords(hazards=False), st.data())
def test_answers_equal_a_search_without_arrays(accord, data):
    coalition = data.draw(st.sampled_from(coalitions(accord)))
    space = AccordSpace(accord)
    assume(space.game.situations < 500)
    verdicts = [question(space, coalition).orders for question in (collapse, entrap, stall)]
    for rules, fall, trap, late in zip(space.rules_by_order, *verdicts, strict=True):
        brute = Brute(rules)
        clean = brute.clean(coalition)
        steps = brute.forced(coalition, brute.where("collapse") & clean).get(brute.first)
        assert fall.holds == (steps is not None)
        assert fall.by_day == (None if steps is None else max(1, -(-steps // len(rules.stages))))
        others = [party for party in accord.parties if party not in coalition]
        assert trap.holds == (brute.first in brute.forced(coalition, clean - brute.clean(others)))
        target = accord.phases[1].id if len(accord.phases) > 1 else "complete"
        bad = brute.where(f"phase({target})") | brute.where("complete") | (set(brute.after) - clean)
        assert late.holds == (brute.first not in _lost(brute, coalition, bad))


def _lost(brute, coalition, bad):
    """From where the rest (and the clock) forces a visit to `bad` against a coalition."""
    lost = set(bad)
    while True:
        new = set()
        for situation, after in brute.after.items():
            if situation in lost or not after:
                continue
            ours = brute.rules.stages[situation[0]] in coalition
            if (all if ours else any)(s in lost for s in after):
                new.add(situation)
        if not new:
            return lost
        lost |= new


@given(accords(hazards=False), st.data())
def test_a_verdict_is_shown_by_a_legal_play_that_reaches_what_it_claims(accord, data):
    coalition = data.draw(st.sampled_from(coalitions(accord)))
    space = AccordSpace(accord)
    for question in QUESTIONS:
        verdict = question(space, coalition)
        shown = next((k for k, order in enumerate(verdict.orders) if order.holds), 0)
        shown = shown if verdict.holds is None else 0
        held = verdict.orders[shown].holds
        passed = replay(space.rules_by_order[shown], verdict.witness)
        last = passed[-1]
        blame = any(last.get(f"breach:{side}") for side in coalition)
        if question is collapse and held:
            assert verdict.witness.ends == "collapse"
            assert not blame
            assert verdict.witness.steps[-1].day <= verdict.orders[shown].by_day
        if question is collapse and not held:
            assert verdict.witness.ends != "collapse" or blame
        if question is stall and held:
            assert verdict.witness.ends != "complete"
            assert not blame
            assert verdict.witness.repeats_from is not None or verdict.witness.ends == "collapse"
        if question is entrap and held:
            assert set(verdict.witness.in_breach) - set(coalition)
            assert not blame
        if question is reaches:
            assert (verdict.witness.ends == "complete" and not blame) == held


@given(accords(hazards=False), st.data())
def test_a_coalition_and_the_rest_share_out_the_situations(accord, data):
    coalition = data.draw(st.sampled_from(coalitions(accord)))
    game = AccordSpace(accord).game
    rest = {*game.rules.stages} - set(coalition)
    goal = mask(game, "collapse") & ~blamed(game, coalition)
    wins = answer(game, coalition, Goal(where=goal)).region
    keeps = answer(game, rest, Goal(where=goal, shun=True)).region
    assert (wins ^ keeps).all()


@given(accords(hazards=False))
def test_what_can_be_done_blamelessly_can_be_done(accord):
    space = AccordSpace(accord)
    strict, free = powers(space), powers(space, blameless=False)
    for one, other in zip(strict.cells, free.cells, strict=True):
        for held, could in zip(one.orders, other.orders, strict=True):
            assert could or not held


@given(accords(hazards=False))
def test_more_members_can_do_no_less_against_the_rest(accord):
    space = AccordSpace(accord)
    table = powers(space, coalitions=coalitions(accord), questions=["collapse", "reaches"], blameless=False)
    for one, other in itertools.permutations(table.cells, 2):
        if one.question == other.question and set(one.coalition) < set(other.coalition):
            for held, could in zip(one.orders, other.orders, strict=True):
                assert could or not held


@given(accords(hazards=False))
def test_a_further_lawful_power_does_not_lessen_what_its_owner_can_force(accord):
    power = Power(kind="terminate", holders=("north",), act="ends it", when="phase-over", to="collapse")
    clause = Clause(id="more", kind="power", text="", readings=(Reading(id="base", label="", terms=power),))
    richer = replace(accord, clauses=(*accord.clauses, clause))
    before, after = collapse(AccordSpace(accord), "north"), collapse(AccordSpace(richer), "north")
    for held, could in zip(before.orders, after.orders, strict=True):
        assert could.holds or not held.holds
        assert not held.holds or could.by_day <= held.by_day


def test_the_table_asks_the_parties_alone_with_each_mediator_and_the_mediators():
    accord = three(1, 2)
    assert coalitions_that_matter(accord) == (("a",), ("b",), ("a", "m"), ("b", "m"), ("m",))


def test_a_cell_is_what_the_question_itself_answers():
    space = AccordSpace(three(2, 6))
    table = powers(space)
    for cell in table.cells:
        verdict = dict(zip(table.questions, (collapse, stall, walk_away, entrap, reaches), strict=True))
        asked = verdict[cell.question](space, cell.coalition)
        assert (asked.holds, asked.by_day) == (cell.holds, cell.by_day)
    with pytest.raises(KeyError):
        table.cell("c", "stall")


def test_days_and_dates_of_a_later_morning_are_those_of_the_accord():
    accord = replace(three(2, 6), calendar=Calendar(signed=dt.date(2024, 9, 1)))
    later = dict(AccordSpace(accord, wording="lapses").rules.start, day=4)
    space = AccordSpace(accord, wording="lapses", start=[later], first_day=4)
    verdict = collapse(space, "a")
    assert (verdict.by_day, verdict.by_date) == (6, dt.date(2024, 9, 7))
    assert verdict.witness.steps[0].date == dt.date(2024, 9, 5)
    assert powers(space).cell("a", "collapse").by_day == 6


def test_an_answer_that_differs_between_beginnings_is_none_and_says_from_how_many():
    accord = three(2, 6)
    first = AccordSpace(accord, wording="mediator-closed").rules.start
    blamed_b = dict(first, **{"breach:b": 1})
    verdict = collapse(AccordSpace(accord, wording="mediator-closed", start=[first, blamed_b]), "a")
    assert verdict.holds is None
    assert "Yes from 1 of 2 beginnings (order a, b, m)." in verdict.notes


def test_names_with_an_article_stand_well_inside_a_sentence():
    accord = three(1, 2)
    named = tuple(replace(side, name=f"The {side.name}") for side in accord.sides)
    space = AccordSpace(replace(accord, sides=named))
    assert str(stall(space, ("a", "m"))).startswith("Can the A and the M together keep the accord")
