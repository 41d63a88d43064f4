"""Rules as programs against rules read plainly, over every pattern of yes, no and leaving."""

import itertools
import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.analysis.patterns import run
from detente.analysis.program import Builder, Leaf
from detente.case.procedure import AtLeast, Quota, Rule, Says, all_of, any_of

ACTORS = ["a", "b", "c"]
LEAVES = [Leaf("gain", actor) for actor in ACTORS] + [Leaf("left", actor) for actor in ACTORS]

quotas = st.builds(
    lambda seats, share, leavers: Quota(
        seats=tuple(zip(ACTORS, seats, strict=True)),
        need=max(1, math.ceil(share * sum(seats))),
        leavers=leavers,
    ),
    st.tuples(*[st.integers(1, 40)] * 3),
    st.floats(0.01, 1),
    st.sampled_from(["stay", "shrink"]),
)
leaf = st.sampled_from(ACTORS).map(lambda actor: Says(actor=actor))
rules = st.recursive(
    leaf | quotas,
    lambda inner: st.lists(inner, min_size=1, max_size=4).flatmap(
        lambda parts: st.integers(1, len(parts)).map(lambda k: AtLeast(k=k, rules=tuple(parts)))
    ),
    max_leaves=5,
)


def plainly(rule: Rule, yes: dict[str, bool], left: dict[str, bool]) -> bool:
    match rule:
        case Says(actor=actor):
            return yes[actor]
        case AtLeast(k=k, rules=parts):
            return sum(plainly(part, yes, left) for part in parts) >= k
        case Quota(seats=seats, need=need, leavers=leavers):
            if leavers == "shrink":
                here = sum(n for actor, n in seats if not left[actor])
                need = max(1, -(-need * here // sum(n for _, n in seats)))
            return sum(n for actor, n in seats if yes[actor]) >= need


def answers() -> list[np.ndarray]:
    """Every pattern of the six leaves in which nobody who has left says yes."""
    every = [
        p for p in itertools.product([False, True], repeat=6) if not any(p[k] and p[k + 3] for k in range(3))
    ]
    return list(np.array(every).T)


@given(rule=rules)
def test_a_program_says_what_its_rule_says(rule: Rule) -> None:
    build = Builder(LEAVES)
    root = build.rule(rule, lambda a: build.leaf(Leaf("gain", a)), lambda a: build.leaf(Leaf("left", a)))
    columns = answers()
    found = run(build.program([root]), columns)[0]
    for k in range(len(columns[0])):
        yes = {actor: bool(columns[n][k]) for n, actor in enumerate(ACTORS)}
        left = {actor: bool(columns[n + 3][k]) for n, actor in enumerate(ACTORS)}
        assert found[k] == plainly(rule, yes, left)


@given(rule=rules)
def test_one_more_yes_never_undoes_a_deal(rule: Rule) -> None:
    build = Builder(LEAVES[:3])
    root = build.rule(rule, lambda a: build.leaf(Leaf("gain", a)), lambda _: None)
    patterns = np.array(list(itertools.product([False, True], repeat=3)))
    found = dict(
        zip(map(tuple, patterns.tolist()), run(build.program([root]), list(patterns.T))[0], strict=True)
    )
    for pattern, passed in found.items():
        for k in range(3):
            more = (*pattern[:k], True, *pattern[k + 1 :])
            assert found[more] >= passed


def test_constants_are_folded_away() -> None:
    build = Builder(LEAVES)
    gain = build.leaf(LEAVES[0])
    assert build.both(gain, build.true) == gain
    assert build.both(gain, build.false) == build.false
    assert build.either(gain, build.true) == build.true
    assert build.either(gain, build.false) == gain
    assert build.every([]) == build.true
    assert len(build.program([gain]).ops) == 0


def test_equal_steps_are_shared() -> None:
    build = Builder(LEAVES)
    first, second = build.leaf(LEAVES[0]), build.leaf(LEAVES[1])
    assert build.both(first, second) == build.both(second, first)
    assert build.leaf(Leaf("gain", "nobody")) == build.true


def test_all_and_any_are_at_least_all_and_at_least_one() -> None:
    parts = (Says(actor="a"), Says(actor="b"))
    assert (all_of(*parts).k, any_of(*parts).k) == (2, 1)
