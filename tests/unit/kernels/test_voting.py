"""Voting power against published values and against counting every coalition."""

import itertools
from fractions import Fraction
from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from detente.kernels import voting
from detente.kernels.approval_tables import BoolProgram


def program(voters, ops, root):
    return BoolProgram(
        approvers=voters, ops=np.array(ops, np.int32).reshape(-1, 3), roots=np.array([root], np.int32)
    )


def table_of(wins, voters):
    """The table of any rule, from a function of the set of voters."""
    size = max(64, 1 << voters)
    bits = [m < 1 << voters and wins({v for v in range(voters) if m >> v & 1}) for m in range(size)]
    return voting.WinTable(words=np.packbits(bits, bitorder="little").view(np.uint64), voters=voters)


def counted_power(wins, voters):
    """Swings and Shapley-Shubik shares, one coalition after the other."""
    swings, shapley = [0] * voters, [Fraction(0)] * voters
    for size in range(voters):
        weight = Fraction(factorial(size) * factorial(voters - 1 - size), factorial(voters))
        for coalition in itertools.combinations(range(voters), size):
            for v in set(range(voters)) - set(coalition):
                if wins({*coalition, v}) and not wins(set(coalition)):
                    swings[v] += 1
                    shapley[v] += weight
    return tuple(swings), tuple(shapley)


def sets(coalitions):
    return {frozenset(coalition) for coalition in coalitions}


@st.composite
def some_program(draw):
    voters = draw(st.integers(0, 8))
    ops = []
    for k in range(draw(st.integers(0, 9))):
        earlier = st.integers(0, voters + 1 + k)
        ops.append((draw(st.integers(0, 1)), draw(earlier), draw(earlier)))
    return program(voters, ops, draw(st.integers(0, voters + 1 + len(ops))))


def runs(rule, coalition):
    registers = [v in coalition for v in range(rule.approvers)] + [True, False]
    for kind, a, b in rule.ops:
        registers.append(registers[a] or registers[b] if kind else registers[a] and registers[b])
    return registers[rule.roots[0]]


def test_the_council_of_six_of_1958_has_the_published_power():
    # The Britannica Guide to Statistics and Probability (E. Gregersen, ed.), p. 194: Banzhaf 5/21, 1/7, 0.
    power = voting.weighted_power([4, 4, 4, 2, 2, 1], 12)
    assert power.banzhaf == (Fraction(5, 21),) * 3 + (Fraction(1, 7),) * 2 + (0,)
    assert power.shapley == (Fraction(7, 30),) * 3 + (Fraction(3, 20),) * 2 + (0,)


def test_fifty_forty_nine_and_one_have_the_published_power():
    # The same page: shareholders of 50, 49 and 1 per cent under simple majority have 3/5, 1/5, 1/5.
    power = voting.weighted_power([50, 49, 1], 51)
    assert power.banzhaf == (Fraction(3, 5), Fraction(1, 5), Fraction(1, 5))
    assert power.swings == (3, 1, 1)


def test_known_games_have_their_known_power(shared):
    games = YAML(typ="safe").load(shared / "known" / "voting_power.yaml")["games"]
    games["un_security_council"]["weights"] = [7] * 5 + [1] * 10
    for name, game in games.items():
        weights = game["weights"]
        power = voting.weighted_power(
            list(weights.values() if isinstance(weights, dict) else weights), game["quota"]
        )
        for kind in ("banzhaf", "shapley"):
            told = game[kind]
            expected = {Fraction(value) for value in (told.values() if isinstance(told, dict) else told)}
            assert set(getattr(power, kind)) == expected, name
            if isinstance(told, list):
                assert list(getattr(power, kind)) == [Fraction(value) for value in told], name


def test_a_union_of_27_is_counted_and_its_shares_sum_to_one():
    power = voting.weighted_power(
        [29] * 4 + [27] * 2 + [14] + [13] + [12] * 5 + [10] * 3 + [7] * 5 + [4] * 5 + [3], 255
    )
    assert len(power.swings) == 27
    assert sum(power.banzhaf) == sum(power.shapley) == 1
    assert list(power.banzhaf) == sorted(power.banzhaf, reverse=True)


@given(st.lists(st.integers(0, 6), min_size=1, max_size=7), st.integers(-1, 30))
def test_weighted_power_is_that_of_counting_coalitions(weights, quota):
    def wins(coalition):
        return sum(weights[v] for v in coalition) >= quota

    power = voting.weighted_power(weights, quota)
    assert (power.swings, power.shapley) == counted_power(wins, len(weights))
    assert voting.table_power(table_of(wins, len(weights))) == power


@given(some_program())
def test_power_under_a_program_is_that_of_counting_coalitions(rule):
    power = voting.table_power(voting.win_table(rule))
    assert (power.swings, power.shapley) == counted_power(lambda c: runs(rule, c), rule.approvers)
    assert sum(power.banzhaf) == sum(power.shapley) == (1 if any(power.swings) else 0)


@given(some_program())
def test_minimal_coalitions_are_those_of_the_definition(rule):
    voters = range(rule.approvers)
    subsets = [
        frozenset(c) for size in range(rule.approvers + 1) for c in itertools.combinations(voters, size)
    ]
    winning = [c for c in subsets if runs(rule, c)]
    blocking = [c for c in subsets if not runs(rule, set(voters) - c)]
    table = voting.win_table(rule)
    assert sets(voting.minimal_winning(table)) == {c for c in winning if not any(o < c for o in winning)}
    assert sets(voting.minimal_blocking(table)) == {c for c in blocking if not any(o < c for o in blocking)}


@given(some_program())
def test_every_minimal_blocking_set_meets_every_minimal_winning_coalition(rule):
    table = voting.win_table(rule)
    for blocking, winning in itertools.product(voting.minimal_blocking(table), voting.minimal_winning(table)):
        assert set(blocking) & set(winning)


def test_coalitions_come_smallest_first():
    either = program(3, [(0, 1, 2), (1, 0, 5)], 6)
    assert voting.minimal_winning(voting.win_table(either)) == ((0,), (1, 2))
    assert voting.minimal_blocking(voting.win_table(either)) == ((0, 1), (0, 2))


def test_a_chain_of_24_that_all_must_join_shares_power_equally():
    ops = [(0, 0, 1)] + [(0, 26 + k, k + 2) for k in range(22)]
    table = voting.win_table(program(24, ops, 48))
    assert voting.table_power(table).shapley == (Fraction(1, 24),) * 24
    assert voting.minimal_winning(table) == (tuple(range(24)),)


@pytest.mark.parametrize("quota", [0, 4])
def test_where_nobody_decides_all_power_is_zero(quota):
    power = voting.weighted_power([1, 2], quota)
    assert power.swings == power.banzhaf == power.shapley == (0, 0)
