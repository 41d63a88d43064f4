"""Trades against loops over steps with plain fractions, and small cases with a known answer."""

import itertools
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analysis.space import OutcomeSpace
from detente.analysis.trade import start_of, start_text, trade
from detente.case.history import Proposal
from detente.case.library import example
from detente.case.model import Case, Constraint, Issue, Option, Party
from detente.case.preferences import Interaction, Preferences, Range
from detente.case.procedure import Approval, Reading, Says
from detente.errors import UnknownName
from detente.sources.when import When
from small_cases import Plain, small_cases


def case(first: tuple[float, ...], second: tuple[float, ...], *, options: int = 3, **more: object) -> Case:
    """Two parties opposed on every issue, with these weights."""
    names = [f"o{n}" for n in range(options)]
    issues = tuple(
        Issue(id=f"i{k}", name="", ordered=True, options=tuple(Option(id=n, name=n) for n in names))
        for k in range(len(first))
    )

    def wants(actor: str, weights: tuple[float, ...], values: list[float]) -> Preferences:
        scores = tuple((n, Range.of(v)) for n, v in zip(names, values, strict=True))
        return Preferences(
            actor=actor,
            weights=tuple((i.id, Range.of(w)) for i, w in zip(issues, weights, strict=True)),
            scores=tuple((i.id, scores) for i in issues),
        )

    up = [n / (options - 1) for n in range(options)]
    parties = tuple(
        Party(id=n, name="", principal=n, approval=Approval(readings=(Reading(id="r", rule=Says(actor=n)),)))
        for n in "ab"
    )
    return Case(
        id="c",
        title="",
        issues=issues,
        parties=parties,
        preferences=(wants("a", first, up), wants("b", second, up[::-1])),
        **more,
    )


def text(
    *terms: tuple[str, tuple[str, ...]], name: str = "text", date: str = "2024-01-01", **more: object
) -> Proposal:
    when = When.parse(date)
    return Proposal(id=name, name="", date=when, known=when.last, standing=True, terms=terms, **more)


def test_each_side_gives_where_it_cares_less() -> None:
    found = trade(OutcomeSpace(case((0.8, 0.2), (0.3, 0.7))))
    (best,) = found.trades
    assert (best.giver, best.taker) == ("a", "b")
    assert (best.given.issue, best.given.from_, best.given.to) == ("i1", "o1", "o0")
    assert (best.got.issue, best.got.from_, best.got.to) == ("i0", "o1", "o2")
    assert dict(best.gains) == pytest.approx({"a": 0.3, "b": 0.2})
    assert dict(best.offer.terms) == {"i0": "o2", "i1": "o0"}


def test_the_rates_are_the_ratios_of_the_weights_where_steps_are_equal() -> None:
    (best,) = trade(OutcomeSpace(case((0.8, 0.2), (0.3, 0.7)))).trades
    assert best.rates == pytest.approx((0.3 / 0.7, 0.8 / 0.2))
    assert best.weights == (("a", 0.2, 0.8), ("b", 0.7, 0.3))


def test_equal_weights_leave_nothing_to_trade() -> None:
    found = trade(OutcomeSpace(case((0.5, 0.5), (0.5, 0.5))))
    assert (found.trades, found.count, found.tested) == ((), 0, 2)
    assert "no exchange" in str(found)


def test_one_issue_or_one_party_leaves_nothing_to_trade() -> None:
    assert trade(OutcomeSpace(case((1,), (1,)))).count == 0
    alone = case((0.8, 0.2), (0.3, 0.7))
    assert trade(OutcomeSpace(alone.with_(parties=alone.parties[:1]))).tested == 0


def test_linkage_can_undo_a_trade() -> None:
    told = case((0.8, 0.2), (0.3, 0.7))
    when = (("i0", ("o2",)), ("i1", ("o0",)))
    spoilt = Interaction(id="l", when=when, adds=Range.of(-1))
    linked = replace(told.preferences[1], interactions=(spoilt,))
    assert trade(OutcomeSpace(told.with_(preferences=(told.preferences[0], linked)))).count == 0


def test_a_trade_never_ends_in_an_infeasible_package() -> None:
    barred = Constraint(id="c", never=(("i0", ("o2",)), ("i1", ("o0",))))
    assert trade(OutcomeSpace(case((0.8, 0.2), (0.3, 0.7), constraints=(barred,)))).count == 0


def test_a_trade_starts_from_the_newest_standing_text_or_the_one_named() -> None:
    old = text(("i0", ("o0",)), ("i1", ("o2",)), name="old")
    new = text(("i0", ("o2",)), name="new", date="2024-02-01")
    silent = text(name="silent", date="2024-03-01")
    space = OutcomeSpace(case((0.8, 0.2), (0.3, 0.7), proposals=(new, old, silent)))
    assert trade(space).text == "new"
    assert trade(space).count == 0
    found = trade(space, standing="old")
    assert dict(found.start) == {"i0": ("o0",), "i1": ("o2",)}
    assert dict(found.trades[0].offer.terms) == {"i0": "o2", "i1": "o0"}
    with pytest.raises(UnknownName, match="'odl'"):
        trade(space, standing="odl")


def test_where_the_text_is_silent_what_holds_then_or_the_middle_is_the_start() -> None:
    told = case((0.8, 0.2), (0.3, 0.7), options=4)
    silent = replace(told.issues[1], if_silent="o3")
    space = OutcomeSpace(told.with_(issues=(told.issues[0], silent), proposals=(text(("i0", ("o1",))),)))
    assert start_of(space, start_text(space, None)) == ((1,), (3,))
    assert start_of(space, None) == ((1, 2), (1, 2))


def test_an_issue_set_aside_is_not_taken_from_the_text() -> None:
    set_aside = text(("i0", ("o0",)), ("i1", ("o0",)), set_aside=("i1",))
    space = OutcomeSpace(case((0.8, 0.2), (0.3, 0.7), proposals=(set_aside,)))
    assert dict(trade(space).start) == {"i0": ("o0",), "i1": ("o1",)}


@given(case=small_cases())
def test_trades_are_what_loops_over_steps_find(case: Case) -> None:
    space, plain = OutcomeSpace(case), Plain(case)
    found = trade(space, draws=8, top=1000)
    for one in found.trades:
        after = dict(one.offer.terms)
        before = {**after, one.given.issue: one.given.from_, one.got.issue: one.got.from_}
        half = {**before, one.given.issue: one.given.to}
        for actor, gain in (*one.gains, *one.others):
            assert gain == pytest.approx(float(plain.utility(actor, after) - plain.utility(actor, before)))
        assert plain.utility(one.giver, half) < plain.utility(one.giver, before)
        assert plain.utility(one.taker, half) > plain.utility(one.taker, before)
        assert min(gain for _, gain in one.gains) > 0
    assert found.count == len(_pairs_with_a_trade(space, plain))


def _pairs_with_a_trade(space: OutcomeSpace, plain: Plain) -> set[tuple[str, str]]:
    """Ordered pairs of issues on which the two principals can exchange, package by package."""
    found = trade(space, draws=8)
    starts, (p, q) = dict(found.start), space.principals
    base = _reference(space, plain, starts)
    pairs = set()
    for i, j in itertools.permutations(starts, 2):
        for a, b in itertools.product(starts[i], starts[j]):
            before = {**base, i: a, j: b}
            for c, d in itertools.product(_options(space, i), _options(space, j)):
                after, gave, got = {**before, i: c, j: d}, {**before, i: c}, {**before, j: d}
                if _exchange(plain, p, q, before, gave, got, after):
                    pairs.add((i, j))
    return pairs


def _exchange(plain, p, q, before, gave, got, after):
    u = plain.utility
    if any(plain.holds(c.never, after) for c in plain.case.constraints):
        return False
    return u(p, gave) < u(p, before) < min(u(p, got), u(p, after)) and u(q, got) < u(q, before) < min(
        u(q, gave), u(q, after)
    )


def _reference(space, plain, starts):
    first = {i: min(options) for i, options in starts.items()}

    def worst(i, option):
        return min(plain.utility(actor, {**first, i: option}) for actor in space.principals)

    return {i: min(options, key=lambda o, i=i: (-worst(i, o), o)) for i, options in starts.items()}


def _options(space, issue):
    return next(o for i, o in zip(space.issues, space.options, strict=True) if i.id == issue)


@given(case=small_cases(uncertain=True), data=st.data())
def test_the_order_of_the_file_changes_no_trade(case: Case, data: st.DataObject) -> None:
    unordered = tuple(replace(issue, ordered=False) for issue in case.issues)
    told = case.with_(issues=unordered)
    shuffled = told.with_(
        issues=tuple(
            replace(i, options=tuple(data.draw(st.permutations(i.options))))
            for i in data.draw(st.permutations(unordered))
        ),
        parties=tuple(data.draw(st.permutations(told.parties))),
    )
    first, second = (trade(OutcomeSpace(c), draws=8, top=1000) for c in (told, shuffled))

    def said(found):
        return {
            (t.given.issue, t.given.from_, t.given.to, t.got.issue, t.got.from_, t.got.to)
            for t in found.trades
        }

    assert said(first) == said(second)


def test_trades_come_best_first_with_their_odds_and_as_plain_data() -> None:
    found = trade(OutcomeSpace(example("gaza-2024")), draws=64, seed=3)
    least = [min(gain for _, gain in one.gains) for one in found.trades]
    assert least == sorted(least, reverse=True)
    assert all(0 <= one.both.share <= 1 for one in found.trades)
    assert (found.basis.seed, found.basis.draws) == (3, 64)
    assert found == trade(OutcomeSpace(example("gaza-2024")), draws=64, seed=3)
    json.dumps(found.as_dict())
