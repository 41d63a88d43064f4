"""The talks against closed forms: entries of the shared file, reached by another route than the formula.

`BY_ENTRY` says which test answers for which entry; `QUALITATIVE` which entries no test here asserts, and why.
"""

import math
from bisect import bisect_left
from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from detente.case.preferences import Range
from detente.case.procedure import Mandate
from detente.kernels.talks.bilateral import play
from detente.kernels.talks.counter import UNIT
from detente.talks.bilateral.acceptance import After, AtLeast, Combined, NextOffer
from detente.talks.bilateral.batch import run_bilateral_block
from detente.talks.bilateral.engine import prepared, run_bilateral
from detente.talks.classics.horizon import optimal_players
from detente.talks.classics.legislature import proposer_share
from detente.talks.classics.messages import credible_bias, partition, residual_variance
from detente.talks.classics.opponents import weights_by_order, weights_by_repetition
from detente.talks.classics.reputation import concession, reputations
from detente.talks.engine.delegations import Delegations
from detente.talks.engine.run import run_once
from detente.talks.engine.world import World, row_of
from detente.talks.mediators.steps import RandomChange, Trades
from detente.talks.moves import Reply
from detente.talks.protocols.alternating_offers import AlternatingOffers
from detente.talks.protocols.sealed import SealedPositions
from detente.talks.protocols.single_text import SingleText
from detente.talks.setting.values import Delegation, Effect, Hazard, Home, Mediation, Setting
from detente.talks.tactics.concession import Exponential, Polynomial
from detente.talks.tactics.exchange import Planned
from known.questions import answers, case_of, wants
from known.talks_models import (
    Fresh,
    Script,
    block,
    entries,
    packages,
    parted,
    points,
    stood,
    tables_of,
    types,
    vetoes,
    weighted,
)


def first_offer(discounts, rounds, outside=(0.0, 0.0)):
    """What the first offer of optimal players gives party a, accepted on the first day."""
    plans = optimal_players(discounts, rounds, outside=outside)
    protocol = AlternatingOffers(first="a", tactics=plans)
    told = run_bilateral(parted(days=rounds), protocol, seed=1, run=0)
    assert (told.outcome, told.fact("day")) == ("deal", 1)
    return told.text[0] / 1000


def test_the_first_offer_of_optimal_players_is_accepted_and_is_rubinsteins():
    for given, _, expected, _ in points("rubinstein"):
        d1, d2 = given["d1"], given["d2"]
        assert first_offer((d1, d2), 200) == pytest.approx(expected, abs=0.001)
        other = 1 - first_offer((d2, d1), 200)  # the same game begun by the other
        assert 1 - expected == pytest.approx(d2 * (1 - other), abs=0.002)


def test_offers_ever_more_frequent_tend_to_the_split_by_impatience():
    moment = 0.02
    for given, _, expected, tolerance in points("rubinstein_limit"):
        discounts = tuple(math.exp(-given[r] * moment) for r in ("r1", "r2"))
        assert first_offer(discounts, 6000) == pytest.approx(expected, abs=tolerance + 0.001)


def test_an_outside_option_moves_the_terms_only_where_it_binds():
    for given, _, expected, _ in points("outside_option"):
        d, b = given["d"], given["b"]
        assert first_offer((d, d), 200, outside=(b, b)) == pytest.approx(expected, abs=0.001)


def test_a_proposer_before_a_vote_keeps_the_known_share():
    for given, _, expected, tolerance in points("baron_ferejohn"):
        assert proposer_share(given["n"], given["q"], given["d"]) == pytest.approx(expected, abs=tolerance)


def test_talks_end_in_a_deal_inside_the_range_of_war_if_there_is_one():
    for given, asked, expected, _ in points("fearon_range"):
        low = (given["p"] - given["cA"], 1 - given["p"] - given["cB"])
        tables = parted(low=(max(low[0], -0.5), low[1]))
        told = run_bilateral(tables, AlternatingOffers(tactics=(Polynomial(),)), seed=1, run=0)
        share = told.text[0] / 1000
        assert told.outcome == "deal"
        assert share >= expected - 1e-9 if asked == "lo" else share <= expected + 1e-9
    apart = run_bilateral(parted(low=(0.6, 0.5)), AlternatingOffers(), seed=1, run=0)
    assert apart.outcome == "ran on"


def refusals(low, floors, demands):
    """The share of types of b (their reservations) that refuse each demand of a, made once for all."""
    tables = parted(low=(low, 0.0), steps=200, days=1)
    protocol = AlternatingOffers(first="a", tactics=(Planned(asks=(-9.0,), accepts=(0.0,)),))
    pair, sides, grid = types(tables, protocol, floors)
    zeros, found = np.zeros(len(floors), np.int64), []
    for demand in demands:
        sides.floors[:, 0] = round(demand * grid) - 2  # a, who plans nothing, offers what it asks at least
        found.append(1 - play(sides, pair.manners, zeros, np.stack((zeros, zeros), 1)).deal.mean())
    return np.array(found)


def test_the_best_demand_on_a_side_of_unknown_cost_risks_war_as_often_as_known():
    known = points("fearon_risk_return")
    kinds = (np.arange(500) + 0.5) / 500
    for given, asked, expected, _ in known:
        p, cost, most = given["p"], given["cA"], given["cmax"]
        demands = np.arange(round(p * 200), round(min(1, p + most) * 200) + 1) / 200
        war = refusals(max(p - cost, 0), 1 - p - most * kinds, demands)
        best = int((demands * (1 - war) + (p - cost) * war).argmax())
        found = (demands if asked == "demand" else war)[best]
        assert found == pytest.approx(expected, abs=0.006 if asked == "demand" else 0.02)


def test_the_best_proposal_to_an_unknown_ratifier_passes_as_often_as_known():
    kinds = (np.arange(500) + 0.5) / 500
    for name, expected in {p["name"]: p["expect"] for p in entries()["uncertain_ratifier"]["points"]}.items():
        low, high = (float(x) for x in name[name.index("[") + 1 : name.index("]")].split(","))
        ideals = low + (high - low) * kinds
        texts = np.arange(201) / 200
        passed = 1 - refusals(0.0, 2 * ideals - 1, 1 - texts)  # who has ideal v takes x from 2v - 1 on
        best = int(((1 - texts) * passed).argmax())
        found = {"x": texts[best], "p": passed[best]}[name[-1]]
        assert found == pytest.approx(expected, abs=0.013)  # two shares: the best is flat


def test_a_rise_to_come_destroys_a_deal_that_static_values_allow():
    for given, _, expected, _ in points("preventive_war"):
        p1, p2, d, cost = (given[k] for k in ("p1", "p2", "d", "cB"))
        for later, war in ((p2, bool(expected)), (p1, False)):
            tomorrow = run_bilateral(
                parted(low=(0.0, 1 - later - cost)),
                AlternatingOffers(first="a", tactics=(Planned(asks=(later + cost,), accepts=(0.0,)),)),
                seed=1,
                run=0,
            )
            left = 1 - tomorrow.text[0] / 1000  # what the side in decline will have once the other has risen
            now = (1 - p1) * (1 + d) - cost - d * left
            assert (
                run_bilateral(parted(low=(0.0, now)), AlternatingOffers(), seed=1, run=0).outcome != "deal"
            ) == war


def test_a_mediators_counsel_is_believed_from_the_known_bias_on():
    for given, _, expected, tolerance in points("mediator_bias"):
        g = given
        shares, risks = (g["xb"], g["xs"]), (g["eb"], g["es"])
        assert credible_bias(shares, risks, g["w"], g["k"]) == pytest.approx(expected, abs=tolerance)


def test_days_of_a_deal_among_vetoes_are_geometric():
    shares = {0.6: (5, 3), 0.5: (2, 1), 0.7: (10, 7)}
    for given, asked, expected, _ in points("unanimity_geometric"):
        if asked != "hazard":
            continue
        a, count = given["a"], given["K"]
        tables = tables_of(vetoes(count, *shares[a]), days=200)
        runs = 40
        days = np.array(
            [run_once(tables, SingleText(), Fresh(), seed=2, run=r).fact("day") for r in range(runs)]
        )
        ends = np.array([0, *(math.log(1 - q) / math.log(1 - expected) for q in (0.25, 0.5, 0.75))]).round()
        law = np.diff([*(1 - (1 - expected) ** ends), 1.0])
        found = np.histogram(days, bins=[*(ends + 0.5), 1e9])[0]
        assert ((found - runs * law) ** 2 / (runs * law)).sum() < 16.3  # chi-square of 3, one in a thousand


def test_the_chance_of_a_deal_in_time_follows_from_the_share_of_packages_that_pass():
    known = {(g["a"], g["K"], asked): e for g, asked, e, _ in points("unanimity_geometric")}
    for (a, count), sizes in {(0.6, 6): (5, 3), (0.5, 6): (2, 1)}.items():
        utilities, asked = prepared(tables_of(vetoes(count, *sizes)), AlternatingOffers()).fixed[1:]
        share = (utilities[0] >= asked[0, :, 1][:, None]).all(axis=0).mean()
        assert share == pytest.approx(known[a, count, "hazard"], abs=1e-6)
        assert 1 - (1 - share) ** 200 == pytest.approx(known[a, count, "P200"], abs=1e-4)


def test_a_uniform_proposer_is_accepted_as_often_as_counted():
    weights = (0.3, 0.25, 0.2, 0.1, 0.1, 0.05)
    up = [k / 4 for k in range(5)]
    for given, _, expected, tolerance in points("random_package"):
        case = weighted((weights, weights), (up, up[::-1]), given["thr"])
        utilities, asked = prepared(tables_of(case), AlternatingOffers()).fixed[1:]
        assert (utilities[0, 0] >= asked[0, 0, 1]).mean() == pytest.approx(expected, abs=tolerance)


WEIGHTS = ((0.5, 0.3, 0.2), (0.2, 0.3, 0.5))
RISING = ((0.0, 0.5, 1.0), (1.0, 0.5, 0.0))


def ends_of(mediator):
    """The texts that stand at the end of runs in which nobody agrees to anything."""
    tables = tables_of(weighted(WEIGHTS, RISING, 2.0), days=150)
    return [stood(run_once(tables, SingleText(), mediator, seed=3, run=run)) for run in range(6)]


def test_one_issue_at_a_time_a_text_never_moves_and_trades_reach_the_frontier():
    known = {p["name"]: p["expect"] for p in entries()["single_text_hill_climb"]["points"]}
    rows = packages((3, 3, 3))
    worth = np.stack([np.array(w) @ np.array(r)[rows].T for w, r in zip(WEIGHTS, RISING, strict=True)], 1)
    worse = (worth[:, None] >= worth[None] - 1e-12).all(2) & (worth[:, None] > worth[None] + 1e-12).any(2)
    frontier = {tuple(row) for row in rows[~worse.any(axis=0)].tolist()}
    assert (len(rows), len(frontier)) == (known["packages"], known["pareto packages"])
    for name, mediator in (("1-issue moves", RandomChange()), ("2-issue moves", Trades())):
        ends = ends_of(mediator)
        assert np.mean([end in frontier for end in ends]) == known[f"{name}: P(end is Pareto)"]
        for p in range(2):
            mean = np.mean([worth[(rows == end).all(1)][0, p] for end in ends])
            assert mean == pytest.approx(known[f"{name}: E u{p + 1}"])


@cache
def referred(chance, count, runs=250):
    """Days until a text is agreed that comes after so many others, each referred home."""
    mine = [0.0] * (count - 1) + [1.0]
    own = [wants("a", {"x": mine}, None, Range.of(0.5)), wants("b", {"x": [1.0] * count}, None, Range.of(0))]
    tables = tables_of(
        case_of(own),
        days=1000,
        delegations=(Delegation(party="a", mandate="none"),),
        homes=(Home(actor="a", answers=Range.of(chance)),),
    )
    return [run_once(tables, SingleText(), Script(), seed=4, run=run).fact("day") for run in range(runs)]


def test_delays_of_referrals_are_negative_binomial():
    for given, asked, expected, _ in points("referral_latency"):
        days = referred(given["p"], given["R"])
        if asked == "mean":
            assert np.mean(days) == pytest.approx(expected, abs=3.3 * (np.var(days) / len(days)) ** 0.5)
        else:
            assert np.var(days) == pytest.approx(expected, rel=0.35)


def hazard(name, rate):
    return Hazard(id=name, name=name, rate=Range.of(rate), effects=(Effect(kind="ends", on=""),))


def willing():
    """Two parties who accept everything."""
    return case_of(wants(p, {"x": [1.0, 0.0] if p == "a" else [0.0, 1.0]}, None, Range.of(-1)) for p in "ab")


def unwilling():
    """Two parties who accept nothing."""
    return case_of(wants(p, {"x": [1.0, 0.0] if p == "a" else [0.0, 1.0]}, None, Range.of(5)) for p in "ab")


def test_a_deal_and_a_break_down_compete_as_known():
    for given, asked, expected, _ in points("competing_hazards"):
        setting = Setting(
            id="known",
            days=2000,
            delegations=(Delegation(party="a", mandate="none"),),
            homes=(Home(actor="a", answers=Range.of(given["h"])),),
            hazards=(hazard("q", given["q"]),),
        )
        facts = block(willing(), setting, SingleText(), 4000)
        # a day begins with what may strike: from the first answer on, the deal comes first
        counted = (facts["end"] == 1) | (facts["day"] > 1)
        deal = facts["end"][counted] == 1
        if asked == "P(deal)":
            assert deal.mean() == pytest.approx(expected, abs=0.03)
        else:
            assert (facts["day"][counted] - ~deal).mean() == pytest.approx(expected, rel=0.06)


def test_nothing_strikes_as_often_as_known():
    for given, _, expected, tolerance in points("poisson_events"):
        once = Hazard(
            id="event", name="event", rate=Range.of(1 - math.exp(-given["lam"])), effects=(), once=True
        )
        facts = block(unwilling(), Setting(id="known", days=given["T"], hazards=(once,)), SingleText(), 4000)
        assert (facts["struck"] == 0).mean() == pytest.approx(expected, abs=tolerance + 0.024)


def test_who_waits_for_the_other_to_give_in_wins_less_with_more_at_stake():
    for given, asked, expected, _ in points("war_of_attrition"):
        (v1, v2), (c1, c2) = given["v"], given["c"]
        rates = {"first": c2 / v2, "second": c1 / v1}
        strikes = tuple(hazard(name, 1 - math.exp(-rate / 2)) for name, rate in rates.items())
        facts = block(unwilling(), Setting(id="known", days=1000, hazards=strikes), SingleText(), 2000)
        if asked == "mean":
            assert (facts["day"] - 0.5).mean() / 2 == pytest.approx(expected, rel=0.07)
        else:
            assert (facts["ended_by"] == 1).mean() == pytest.approx(expected, abs=0.03)


class Claims:
    """Sealed claims of a buyer and a seller whose values are drawn: the linear equilibrium."""

    def __init__(self, steps):
        self.steps, self.types = steps, []

    def __call__(self, position):
        value = position.draw(0) / UNIT
        self.types.append(value)
        if position.party == "a":  # the buyer names what it would pay at most
            return (tuple(range(math.floor((2 * value / 3 + 1 / 12) * self.steps) + 1)),)
        return (tuple(range(math.ceil((2 * value / 3 + 1 / 4) * self.steps), self.steps + 1)),)


def test_sealed_claims_split_down_the_middle_trade_as_often_as_known():
    known = {p["name"]: p["expect"] for p in entries()["myerson_satterthwaite_double_auction"]["points"]}
    claims, steps, runs = Claims(200), 200, 900
    tables = parted(low=(-1.0, -1.0), steps=steps, days=1)
    protocol = SealedPositions(rounds=1, texts=0, limits=claims)
    deals = np.array(
        [run_once(tables, protocol, Fresh(), seed=5, run=r).fact("end") == 1 for r in range(runs)]
    )
    value, cost = np.array(claims.types).reshape(runs, 2).T
    assert deals.mean() == pytest.approx(known["P(trade)"], abs=0.045)
    assert (deals * (value - cost)).mean() == pytest.approx(known["gains"], abs=0.025)
    assert (value - cost)[deals].min() >= known["v_minus_c_cut"] - 1e-9
    assert (value - cost)[~deals].max() <= known["v_minus_c_cut"] + 2 / steps


def test_the_double_auction_by_enumeration_of_types():
    known = {p["name"]: p["expect"] for p in entries()["myerson_satterthwaite_double_auction"]["points"]}
    kinds = (np.arange(800) + 0.5) / 800
    value, cost = kinds[:, None], kinds[None]
    trade = 2 * value / 3 + 1 / 12 >= 2 * cost / 3 + 1 / 4
    gains, best = (trade * (value - cost)).mean(), np.maximum(value - cost, 0).mean()
    bids, asked = np.arange(1, 1000) / 1000, 2 * kinds / 3 + 1 / 4
    reply = ((asked <= bids[:, None]) * (0.8 - (bids[:, None] + asked) / 2)).mean(axis=1)
    found = {
        "P(trade)": trade.mean(),
        "gains": gains,
        "first_best_gains": best,
        "vcg_deficit": ((value > cost) * (value - cost)).mean(),
        "efficiency": gains / best,
        "best_reply_bid_at_v=0.8": bids[reply.argmax()],
    }
    for name, number in found.items():
        assert number == pytest.approx(known[name], abs=0.003), name


def test_sides_that_may_be_obstinate_give_in_as_known():
    for given, asked, expected, tolerance in points("abreu_gul"):
        found = reputations(tuple(given["a"]), tuple(given["r"]), tuple(given["z"]))
        names = {"l1": found.rates[0], "l2": found.rates[1], "T0": found.ends}
        names |= {"c1(0)": found.at_once[0], "c2(0)": found.at_once[1]}
        assert names[asked] == pytest.approx(expected, abs=tolerance)


def test_moments_of_giving_in_follow_their_law():
    found = reputations((0.6, 0.6), (0.05, 0.1), (0.05, 0.05))
    for side in range(2):
        drawn = np.sort([concession(found, side, seed=6, run=run) for run in range(2000)])
        moments = drawn[np.isfinite(drawn)]
        law = 1 - (1 - found.at_once[side]) * np.exp(-found.rates[side] * moments)
        steps = np.searchsorted(drawn, moments, side="right") / len(drawn)
        assert np.abs(steps - law).max() < 1.95 / len(drawn) ** 0.5
        assert moments.max() <= found.ends
        assert np.isinf(drawn).mean() == pytest.approx(0.05, abs=0.02)


def test_clocks_concede_as_defined():
    for name, expected, tolerance in [
        (p["name"], p["expect"], p["tol"]) for p in entries()["faratin"]["points"]
    ]:
        kind, _, rest = name.partition(" ")
        given = dict(part.split("=") for part in rest.split(","))
        curve = {"poly": Polynomial, "exp": Exponential}[kind](beta=float(given["beta"]), k=float(given["k"]))
        assert 1 - curve.level(float(given["t"])) == pytest.approx(expected, abs=tolerance)


def enough(position):
    """The options of the one issue, which rise for a and fall for b, that give what a party asks."""
    row, asked = position.scores[0], position.asked + position.above
    if position.party == "a":
        return (tuple(range(bisect_left(row, asked), len(row))),)
    return (tuple(range(len(row) - bisect_left(row[::-1], asked))),)


def test_two_clocks_meet_on_the_known_day():
    for given, _, expected, _ in points("concession_crossing"):
        floors = (given["fA"], given["fB"])
        names = [f"conceder:{given[b]}" for b in ("bA", "bB")]
        tables = parted(
            low=floors,
            shares=[0.0, *(k / 10_000 for k in range(4400, 5601)), 1.0],
            days=given["T"],
            delegations=tuple(
                Delegation(party=p, tactic=tactic, asks=Range.of(1 - low))
                for p, tactic, low in zip("ab", names, floors, strict=True)
            ),
        )
        told = run_once(tables, SealedPositions(texts=0, limits=enough), Fresh(), seed=1, run=0)
        assert (told.fact("day") if told.fact("end") == 1 else 0) == expected


def test_talk_without_proof_tells_as_much_as_known():
    for given, asked, expected, tolerance in points("crawford_sobel"):
        ends = partition(given["b"])
        found = len(ends) - 1 if asked == "N" else residual_variance(ends)
        assert found == pytest.approx(expected, abs=tolerance)


def noisy(bias, states):
    """Least expected loss of the receiver over all noisy mediators, on a grid, as a linear programme.

    A mediator maps each state to chances of acts: nobody gains by reporting another state, and each act is
    the mean of the states after which it is advised.
    """
    from scipy.optimize import linprog

    state, act = (np.arange(states) + 0.5) / states, np.arange(2 * states + 1) / (2 * states)
    acts = len(act)
    one, cells = np.eye(states), np.eye(acts)
    loss = (act[None] - state[:, None] - bias) ** 2
    truth = np.einsum("ij,il->ilj", loss, one)[:, None] - np.einsum("ij,kl->iklj", loss, one)
    truth = truth.reshape(states * states, states * acts)
    means = ((state[:, None] - act[None])[:, None] * cells[None].transpose(0, 2, 1)).transpose(1, 0, 2)
    found = linprog(
        ((act[None] - state[:, None]) ** 2).ravel() / states,
        A_ub=truth,
        b_ub=np.zeros(len(truth)),
        A_eq=np.concatenate((np.kron(one, np.ones(acts)), means.reshape(acts, states * acts))),
        b_eq=np.concatenate((np.ones(states), np.zeros(acts))),
    )
    return found.fun


def test_a_mediator_who_adds_noise_lets_more_be_told():
    grids = np.array([20, 30, 40])
    for name, expected, tolerance in [
        (p["name"], p["expect"], p["tol"]) for p in entries()["goltsman_mediation"]["points"]
    ]:
        bias = float(name.removeprefix("b="))
        values = [noisy(bias, int(n)) for n in grids]
        limit = np.linalg.solve(np.stack((np.ones(3), 1 / grids, 1 / grids**2), 1), values)[0]
        assert limit == pytest.approx(expected, abs=tolerance)
        assert limit < residual_variance(partition(bias)) - tolerance


def test_a_mediators_word_is_believed_as_its_record_says():
    for given, _, expected, _ in points("mediator_track_record"):
        trust = (Range.of(given["a"]), Range.of(given["b"]))
        tables = parted(
            steps=4,
            delegations=(Delegation(party="a", trust=trust),),
            mediation=Mediation(counsel=Range.of(0.1)),
        )
        world = World.begin(tables.fixed, row_of(tables.drawn(1, 0, 1), 0), 1, 0)
        sides = Delegations.begin(world)
        for kept in [True] * given["s"] + [False] * (given["n"] - given["s"]):
            sides.settle((2,), [Reply(accepts=True), Reply(accepts=kept)])
        believed = []
        for day in range(1, 3001):
            world.day = day
            believed.append(sides.believes(0))
        assert np.mean(believed) == pytest.approx(expected, abs=0.03)


def test_conditions_of_acceptance_are_as_defined():
    tables = parted(low=(0.2, 0.2), steps=100, days=40)
    rules = (
        NextOffer(times=1.1, plus=-0.02),
        AtLeast(utility=0.45),
        After(share=0.6),
        Combined(share=0.5, utility=0.4),
    )
    levels = [1 - 0.8 * min(day / 40, 1) for day in range(42)]
    for rule in rules:
        told = run_bilateral(
            tables, AlternatingOffers(tactics=("linear",), acceptance=(rule,)), seed=1, run=2
        )
        for day, who, text in told.offers:
            worth = text[0] / 100 if who == 1 else 1 - text[0] / 100
            following = math.ceil(levels[day + 1] * 100 - 1e-6) / 100 if day < 40 else 0.2
            by_next = getattr(rule, "times", 1) * worth + getattr(rule, "plus", 0) >= following - 1e-9
            late, much = day / 40 >= getattr(rule, "share", 0), worth >= getattr(rule, "utility", 0) - 1e-9
            says = {NextOffer: by_next, AtLeast: much, After: late, Combined: by_next or (late and much)}[
                type(rule)
            ]
            last = (day, who, text) == told.offers[-1] and told.outcome == "deal"
            assert (says and worth >= 0.2 - 1e-9) == last


def offered():
    """Offers of the party that weighs the first issue most and of the other, by share of the time."""
    weights = ((0.6, 0.3, 0.1), (0.1, 0.3, 0.6))
    scores = ([k / 4 for k in range(5)], [1 - k / 4 for k in range(5)])
    tables = tables_of(weighted(weights, scores, 0.3), days=60)
    told = run_bilateral(tables, AlternatingOffers(tactics=("linear",)), seed=1, run=0)
    return [[(day / 60, text) for day, who, text in told.offers if who == p] for p in range(2)]


def test_the_order_of_weights_is_told_by_what_stays_unchanged():
    for offers, order in zip(offered(), ([0, 1, 2], [2, 1, 0]), strict=True):
        found = weights_by_repetition([text for _, text in offers], 3)
        assert found[order[0]] > found[order[2]]
        assert found[order[0]] == max(found)


def test_the_order_of_weights_is_told_by_what_offers_are_worth():
    for offers, order in zip(offered(), ([0, 1, 2], [2, 1, 0]), strict=True):
        found = weights_by_order(offers, (5, 5, 5), concedes=0.7)
        assert sorted(range(3), key=found.__getitem__, reverse=True) == order


def deals(low, cost):
    wide = [Range(low=x - 0.3 - c, likely=x - c, high=x + 0.3 - c) for x, c in zip(low, cost, strict=True)]
    tables = parted(low=tuple(wide), steps=50, days=20)
    return run_bilateral_block(tables, AlternatingOffers(), seed=7, first=0, runs=200).facts[:, 0] == 1


def test_a_more_costly_war_never_makes_a_deal_less_likely():
    for side in range(2):
        found = [deals((0.6, 0.6), tuple(c if p == side else 0.0 for p in range(2))) for c in (0.0, 0.1, 0.2)]
        assert all((few <= many).all() for few, many in pairwise(found))
        assert found[0].sum() < found[-1].sum()
    assert not deals((2.0, 2.0), (0.3, 0.3)).any()


def test_trades_give_both_together_no_less_than_one_issue_at_a_time():
    worth = np.array(WEIGHTS)[:, :, None] * np.array(RISING)[:, None]
    totals = [
        np.mean([worth[:, range(3), end].sum() for end in ends_of(mediator)])
        for mediator in (RandomChange(), Trades())
    ]
    assert totals[0] <= totals[1]


def test_a_veto_at_home_first_helps_and_then_hurts():
    found = []
    for ideals in ([0.7], [0.7, 0.8], [0.7, 0.85], [0.7, 1.0]):
        given = {"q": 1, "f": 0, "v": ideals, "need": len(ideals)}
        found.append(-abs(answers({"setter": given})["x"] - 0.7))
    assert max(found) > found[0]
    assert max(found) > found[-1]


def test_a_wider_mandate_covers_all_that_a_narrow_one_does():
    case = weighted(WEIGHTS, RISING, 0.4)
    accounts = {"narrow": ("o1",), "wide": ("o1", "o2")}
    mandates = tuple(Mandate(id=n, party="a", allows=(("i0", o),)) for n, o in accounts.items())
    rows = packages((3, 3, 3)).tolist()
    inside = []
    for name in ("none", "narrow", "wide", "free"):
        tables = tables_of(
            replace(case, mandates=mandates), delegations=(Delegation(party="a", mandate=name),)
        )
        world = World.begin(tables.fixed, row_of(tables.drawn(1, 0, 1), 0), 1, 0)
        inside.append({tuple(row) for row in rows if world.inside(0, tuple(row))})
    assert inside[0] < inside[1] < inside[2] < inside[3]


BY_ENTRY = {
    "rubinstein": test_the_first_offer_of_optimal_players_is_accepted_and_is_rubinsteins,
    "rubinstein_limit": test_offers_ever_more_frequent_tend_to_the_split_by_impatience,
    "outside_option": test_an_outside_option_moves_the_terms_only_where_it_binds,
    "baron_ferejohn": test_a_proposer_before_a_vote_keeps_the_known_share,
    "nash_bargaining": "test_the_split_with_power_utilities_is_the_one_that_is_told",
    "nash_grid": "test_the_nash_point_of_the_grid_is_exact",
    "fearon_range": test_talks_end_in_a_deal_inside_the_range_of_war_if_there_is_one,
    "fearon_risk_return": test_the_best_demand_on_a_side_of_unknown_cost_risks_war_as_often_as_known,
    "preventive_war": test_a_rise_to_come_destroys_a_deal_that_static_values_allow,
    "mediator_bias": test_a_mediators_counsel_is_believed_from_the_known_bias_on,
    "two_level_setter": "test_the_setter_gets_what_is_told",
    "uncertain_ratifier": test_the_best_proposal_to_an_unknown_ratifier_passes_as_often_as_known,
    "unanimity_geometric": test_days_of_a_deal_among_vetoes_are_geometric,
    "random_package": test_a_uniform_proposer_is_accepted_as_often_as_counted,
    "single_text_hill_climb": test_one_issue_at_a_time_a_text_never_moves_and_trades_reach_the_frontier,
    "referral_latency": test_delays_of_referrals_are_negative_binomial,
    "competing_hazards": test_a_deal_and_a_break_down_compete_as_known,
    "poisson_events": test_nothing_strikes_as_often_as_known,
    "myerson_satterthwaite_double_auction": test_sealed_claims_split_down_the_middle_trade_as_often_as_known,
    "abreu_gul": test_sides_that_may_be_obstinate_give_in_as_known,
    "war_of_attrition": test_who_waits_for_the_other_to_give_in_wins_less_with_more_at_stake,
    "faratin": test_clocks_concede_as_defined,
    "concession_crossing": test_two_clocks_meet_on_the_known_day,
    "crawford_sobel": test_talk_without_proof_tells_as_much_as_known,
    "goltsman_mediation": test_a_mediator_who_adds_noise_lets_more_be_told,
    "mediator_track_record": test_a_mediators_word_is_believed_as_its_record_says,
    "ripeness": test_a_more_costly_war_never_makes_a_deal_less_likely,
    "hopmann": test_trades_give_both_together_no_less_than_one_issue_at_a_time,
    "mo_agent_veto": test_a_veto_at_home_first_helps_and_then_hurts,
    "mandate_widening": test_a_wider_mandate_covers_all_that_a_narrow_one_does,
    "frequency_model": test_the_order_of_weights_is_told_by_what_stays_unchanged,
    "bayes_opponent": test_the_order_of_weights_is_told_by_what_offers_are_worth,
    "ac_baarslag": test_conditions_of_acceptance_are_as_defined,
}

QUALITATIVE = {
    "kydd_2006": "the talks have no model of trust built between the parties",
    "deadline_u_shape": "the equilibrium with reputation and a deadline is not solved here",
}


def test_every_entry_has_its_test_or_a_reason():
    import known.test_shared_known as elsewhere

    assert BY_ENTRY.keys() | QUALITATIVE.keys() == entries().keys()
    assert not BY_ENTRY.keys() & QUALITATIVE.keys()
    assert all(callable(t) or hasattr(elsewhere, t) for t in BY_ENTRY.values())
