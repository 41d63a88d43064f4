"""Alternating offers: the readable engine, the numpy loop and the compiled loop give the same bits."""

import numpy as np
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from detente.analysis.space import OutcomeSpace
from detente.errors import SettingError
from detente.kernels.backend import fast_available
from detente.talks.bilateral.acceptance import After, AtLeast, Combined, NextOffer
from detente.talks.bilateral.batch import all_offers, run_bilateral_block
from detente.talks.bilateral.engine import run_bilateral
from detente.talks.engine.world import World, row_of
from detente.talks.protocols.alternating_offers import AlternatingOffers
from detente.talks.tables import TalksTables
from detente.talks.tactics.concession import Exponential, HardLine, Matching, Polynomial
from detente.talks.tactics.exchange import AbsoluteTitForTat, DrawnExponent, Planned, RelativeTitForTat
from small_talks import small_talks

BETAS = st.sampled_from([0.2, 1.0, 3.0])
TACTICS = st.one_of(
    st.builds(Polynomial, beta=BETAS, matches=st.sampled_from([0.0, 0.1])),
    st.builds(Exponential, beta=BETAS),
    st.builds(HardLine, until=st.sampled_from([0.5, 0.95])),
    st.builds(Matching, matches=st.sampled_from([0.05, 0.4])),
    st.builds(RelativeTitForTat, window=st.integers(1, 3)),
    st.builds(AbsoluteTitForTat, share=st.sampled_from([0.5, 1.0, 1.3]), window=st.integers(1, 2)),
    st.builds(DrawnExponent, curves=st.integers(1, 9)),
    st.just(Planned(asks=(0.9, 0.5, 0.4), accepts=(0.6, 0.3), leaves=(False, False, True))),
)
TENTHS = st.integers(0, 10).map(lambda n: n / 10)
RULES = st.one_of(
    st.builds(NextOffer, times=st.sampled_from([0.9, 1.0, 1.2]), plus=st.sampled_from([-0.1, 0.0, 0.05])),
    st.builds(AtLeast, utility=TENTHS),
    st.builds(After, share=TENTHS),
    st.builds(Combined, share=TENTHS, utility=TENTHS),
)


@st.composite
def exchanges(draw):
    """Two parties of a small case under a protocol: tables and protocol."""
    case, setting = draw(small_talks())
    assume(len(case.parties) == 2)
    try:
        tables = TalksTables(OutcomeSpace(case), setting)
    except SettingError:  # amounts beyond what a deal is worth
        reject()
    protocol = AlternatingOffers(
        first=draw(st.sampled_from(["", *tables.names.parties])),
        tactics=tuple(draw(st.lists(TACTICS, min_size=1, max_size=2))),
        acceptance=tuple(draw(st.lists(RULES, min_size=1, max_size=2))),
        begins=draw(st.sampled_from(["best", "best", "asks"])),
    )
    return tables, protocol


def same(block, told):
    """Whether a block holds what runs told one by one hold."""
    issues = block.text.shape[1]
    facts = [[value for _, value in one.facts] for one in told]
    texts = [one.text or (-1,) * issues for one in told]
    gains = [one.gains for one in told]
    return (
        np.array_equal(block.facts, facts)
        and np.array_equal(block.text, texts)
        and np.array_equal(block.gains, gains)
    )


@given(exchanges(), st.integers(0, 2**40))
def test_many_exchanges_at_once_are_those_told_one_by_one(exchange, seed):
    tables, protocol = exchange
    told = [run_bilateral(tables, protocol, seed=seed, run=run) for run in range(5, 11)]
    for fast in {False, fast_available()}:
        assert same(run_bilateral_block(tables, protocol, seed=seed, first=5, runs=6, fast=fast), told)
    offers = all_offers(tables, protocol, seed=seed, first=5, runs=6)
    for row, one in zip(offers.tolist(), told, strict=True):
        made = [tables.space.package_at(number).options for number in row if number >= 0]
        assert made == [text for _, _, text in one.offers]


@given(exchanges(), st.integers(0, 2**40))
def test_nobody_accepts_less_than_it_asks_on_that_day(exchange, seed):
    tables, protocol = exchange
    for run in range(4):
        one = run_bilateral(tables, protocol, seed=seed, run=run)
        world = World.begin(tables.fixed, row_of(tables.drawn(seed, run, 1), 0), seed, run)
        world.day = one.fact("day")
        if one.outcome != "deal":
            assert not any(one.gains)
            continue
        assert world.feasible(one.text)
        for actor, gain in enumerate(one.gains):
            assert gain == world.utility(actor, one.text) - world.asked(actor)
        for actor in tables.fixed.principal.tolist():
            assert one.gains[actor] >= 0
            assert not world.crosses(actor, one.text)
