"""The smallest bond: enough and no more, and none against what is lawful or goes another way."""

from math import inf

import pytest
from hypothesis import given

from accord_strategies import accords
from detente.accord.questions.bond import bond
from detente.accord.questions.position import likely, place
from detente.accord.questions.response import breaking
from detente.accord.space import AccordSpace
from detente.case.preferences import Range
from detente.errors import UnknownName
from worth_accords import chunks, endless, valued


def keeping_and_best(space, party, amount):
    """What keeping is worth, and the best play when `amount` is lost on the first breach."""
    one = place(space.game, party, "grim")
    kept = one.best(one.kept, likely(space)).value[one.kept.first, 0]
    lost = [(one.whole.crossed[-1], likely(space)[f"stakes.{party}.peace"] * 0 + amount)]
    return kept, one.whole.best(likely(space), forfeits=lost).value[one.whole.first, 0]


@given(accords())
def test_a_bond_is_enough_and_a_smaller_one_is_not(accord):
    space = AccordSpace(valued(accord), order=("north", "south"))
    for party in ("north", "south"):
        found = bond(space, party)
        if found.amount == inf:
            assert found.why in {"lawful", "unable"}
            continue
        kept, best = keeping_and_best(space, party, found.amount)
        assert best <= kept + 1e-6
        if found.amount:
            assert found.shows.clauses
            assert keeping_and_best(space, party, 0.9 * found.amount)[1] > kept


def test_a_lawful_temptation_cannot_be_bonded():
    found = bond(AccordSpace(endless(1, 10, 0.5, banned=False)), "a")
    assert (found.amount, found.why) == (inf, "lawful")
    assert "lawful" in str(found)
    assert found.shows.witness.in_breach == ()


def test_a_bond_on_attack_alone_fails_where_a_party_can_default_quietly():
    space = AccordSpace(chunks(2, "a", {"a": 9, "b": 8}, {"a": 6, "b": 4}))
    found = bond(space, "a")
    kinds = {cover.name: (cover.amount, cover.why) for cover in found.kinds}
    assert kinds["every clause"] == (pytest.approx(3), "")
    assert kinds["attack alone"] == (inf, "way round")
    assert kinds["defaults alone"] == (inf, "way round")
    assert [str(cover) for cover in found.single] == [
        "gives-a: none (way round)",
        "truce: none (way round)",
    ]


def test_a_bond_on_the_clauses_named_shows_the_way_round_them():
    space = AccordSpace(chunks(2, "a", {"a": 9, "b": 8}, {"a": 6, "b": 4}))
    found = bond(space, "a", on=("truce",))
    assert (found.why, found.shows.clauses) == ("way round", ("gives-a",))


def test_what_guarantors_hold_is_taken_off_the_bond():
    space = AccordSpace(endless(1, 10, 0.5, held=3))
    assert bond(space, "a").amount == pytest.approx(8)
    assert bond(space, "a", given=True).amount == pytest.approx(5)


def test_the_spread_of_a_bond_follows_the_ranges():
    from dataclasses import replace

    accord = endless(1, 10, 0.5)
    uncertain = replace(accord.stakes[0], fights_first=Range(low=10, likely=10, high=20))
    low, middle, high = bond(AccordSpace(replace(accord, stakes=(uncertain,))), "a", draws=64).spread
    assert 8 <= low < middle < high <= 18


def test_the_bond_of_a_stranger_is_refused():
    with pytest.raises(UnknownName, match="party with stakes"):
        bond(AccordSpace(endless(1, 1, 0.5)), "b")


def test_the_clause_at_fault_is_the_one_whose_duty_was_not_met():
    game = AccordSpace(chunks(1, "a", {"a": 9, "b": 8}, {"a": 6, "b": 4})).game
    any_, duty = breaking(game, "a"), breaking(game, "a", ("gives-a",))
    attack = breaking(game, "a", ("truce",))
    assert (any_ & ~(duty | attack)).sum() == 0
    assert (duty & ~game.days_pass).sum() == 0
    assert (attack & game.days_pass).sum() == 0


def test_of_several_mornings_to_begin_from_the_one_that_asks_most_counts():
    accord = chunks(2, "b", {"a": 4, "b": 8}, {"a": 6, "b": 4})
    first = AccordSpace(accord).rules.start
    later = {**first, "day": 3, "given:gives-a": 1, "given:gives-b": 1}
    asked = [
        bond(AccordSpace(accord, start=start), "a").amount for start in ([later], [first], [later, first])
    ]
    assert asked == pytest.approx([1, 2, 2])


def test_who_is_in_breach_already_has_nothing_left_to_forfeit():
    accord = endless(1, 10, 0.5)
    start = {**AccordSpace(accord).rules.start, "breach:a": 1}
    found = bond(AccordSpace(accord, start=[start]), "a")
    assert (found.amount, found.why) == (inf, "unable")
