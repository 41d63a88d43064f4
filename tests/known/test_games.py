"""Games with published or closed-form answers, each through the kernels."""

import json
from collections import deque

import numpy as np
import pytest

from detente.kernels.games.decision import best_response, chances, follow
from detente.kernels.games.energy import credit
from detente.kernels.games.equilibrium import subgame_perfect
from detente.kernels.games.stochastic import reach, reach_within, total
from small_games import graph


@pytest.fixture(scope="module")
def forms(shared):
    return json.loads((shared / "known" / "accord_closed_forms.json").read_text(encoding="utf-8"))


def arrays(choices):
    """A stochastic game as arrays: choices[state] is a list of choices, each a list of (chance, state)."""
    flat = [choice for row in choices for choice in row]
    return (
        np.concatenate([[0], np.cumsum([len(row) for row in choices])]),
        np.concatenate([[0], np.cumsum([len(choice) for choice in flat])]),
        np.array([to for choice in flat for _, to in choice]),
        np.array([chance for choice in flat for chance, _ in choice]),
    )


def chain(moves):
    """Row starts, targets and chances of a chain given as lists of (chance, state)."""
    start, to = graph([[t for _, t in row] for row in moves])
    return start, to, np.array([p for row in moves for p, _ in row])


def least(holds, low=0.0, high=1.0):
    """Smallest number in between for which `holds`, by halving; it holds from there on."""
    for _ in range(36):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


@pytest.mark.parametrize("name", ["coins", "game", "smg_example", "step-bounded"])
def test_stochastic_games_have_the_published_values(shared, name):
    path = shared / "known" / "stochastic_games" / f"{name}.json"
    game = json.loads(path.read_text(encoding="utf-8"))
    args = arrays(game["choices"])
    for query in game["queries"]:
        coalition = np.array([player in query["coalition"] for player in game["player"]])
        maximise = coalition if query["opt"] == "max" else ~coalition
        target = np.isin(np.arange(game["n"]), query["target"])
        if query["steps"] is None:
            found = reach(*args, maximise, target)
            low, high = found.low[game["init"]], found.high[game["init"]]
        else:
            low = high = reach_within(*args, maximise, target, query["steps"])[game["init"]]
        assert low == pytest.approx(query["value"], abs=1e-9), query
        assert high == pytest.approx(query["value"], abs=1e-9), query


def haddad_monmege(size, p):
    """The middle falls to either side; from there half the time a step on, half back to the middle."""
    rows = [[(0.5, s - 1 if s < size else s + 1), (0.5, size)] for s in range(2 * size + 1)]
    rows[size] = [(p, size - 1), (1 - p, size + 1)]
    rows[0], rows[-1] = [(1.0, 0)], [(1.0, 2 * size)]
    return rows


@pytest.mark.parametrize("size", [5, 20, 100])
def test_the_chain_that_misleads_value_iteration_has_its_true_chance(size):
    """Haddad and Monmege 2018, doi:10.1016/j.tcs.2016.12.003: the chance is p, whatever the length."""
    rows = haddad_monmege(size, 0.7)
    target = np.arange(2 * size + 1) == 0
    assert chances(*chain(rows), target).chance[size] == pytest.approx(0.7, abs=1e-9)
    for maximise in (np.ones(target.size, bool), np.zeros(target.size, bool)):
        found = reach(*arrays([[row] for row in rows]), maximise, target)
        assert found.low[size] == pytest.approx(0.7, abs=1e-9)
        assert found.high[size] - found.low[size] < 1e-9


def test_two_sides_on_that_chain_pick_the_better_and_the_worse_fall():
    rows = [[row] for row in haddad_monmege(20, 0.7)]
    rows[20].append([(0.6, 19), (0.4, 21)])
    target = np.arange(41) == 0
    for maximise, value in ((True, 0.7), (False, 0.6)):
        found = reach(*arrays(rows), np.full(41, maximise), target)
        assert found.low[20] == pytest.approx(value, abs=1e-9)
        assert found.high[20] == pytest.approx(value, abs=1e-9)


def test_the_steps_of_a_gambler_are_those_of_the_textbook():
    """Feller 1968, XIV.3: with fair odds i * (n - i) steps on average."""
    rows = [[[(0.5, s - 1), (0.5, s + 1)]] for s in range(11)]
    rows[0] = rows[-1] = []
    ends = np.isin(np.arange(11), [0, 10])
    found = total(*arrays(rows), np.ones(11, bool), ends, np.ones(9))
    np.testing.assert_allclose(found.low, [s * (10 - s) for s in range(11)], atol=1e-9)
    moves = [row[0] if row else [] for row in rows]
    np.testing.assert_allclose(chances(*chain(moves), ends).time, found.low, atol=1e-9)


def signing(pairs):
    """Even, Goldreich and Lempel 1985 as a chain, its messages in the order of the PRISM case study.

    First each party gets one secret of each of the other's pairs, by a fair draw that it alone sees; then all
    first secrets and all second ones are sent bit by bit. Whoever first has both of a pair is ahead; only the
    last bit of a secret matters for that, so only those messages are moves.
    """
    draws = [who for _ in range(pairs) for who in "BA"]
    turn = [("B", 0), *(("A", n) for n in range(pairs)), *(("B", n) for n in range(1, pairs))]
    sent = [(who, n, half) for half in (0, 1) for who, n in turn]
    number, rows, queue = {(0, ""): 0}, [], deque([(0, "")])

    def at(state):
        if state not in number:
            number[state] = len(number)
            queue.append(state)
        return number[state]

    ahead = {}
    while queue:
        place, drawn = state = queue.popleft()
        if place < len(draws):
            rows.append([(0.5, at((place + 1, drawn + half))) for half in "01"])
        elif drawn in {"A", "B"}:
            ahead[number[state]] = drawn
            rows.append([])
        else:
            who, pair, half = sent[place - len(draws)]
            got = drawn[2 * pair + (who == "A")]
            rows.append([(1.0, at((place, who) if got != str(half) else (place + 1, drawn)))])
    return rows, ahead


def signing_in_order(pairs):
    """The same chain with each draw made only when it first matters: who is ahead after the last bits."""
    order = "B" + "A" * pairs + "B" * (pairs - 1)
    first, second = len(order) + 1, len(order) + 2
    rows = [[(0.5, first if who == "A" else second), (0.5, k + 1)] for k, who in enumerate(order)]
    return [*rows, [(1.0, second)], [], []], {first: "A", second: "B"}


def test_the_signing_protocol_is_as_unfair_as_published(forms):
    for case in forms["egl_unfair"]["cases"]:
        models = [signing_in_order(case["N"]), *([signing(case["N"])] if case["N"] == 5 else [])]
        for rows, ahead in models:
            for who, unfair in (("B", "unfairA_formula"), ("A", "unfairB_formula")):
                target = np.array([ahead.get(s) == who for s in range(len(rows))])
                assert chances(*chain(rows), target).chance[0] == pytest.approx(case[unfair], abs=1e-9)


def offers(rounds, grid, factors):
    """First proposer's share when both split 1 in turn, on a grid of shares; no agreement pays nothing."""
    shares = np.arange(grid + 1)
    count = 1 + rounds * (grid + 2)
    asks = np.arange(rounds) * (grid + 2)
    last = count - 1
    start_to, owner = [], []
    for k in range(rounds):
        answers = asks[k] + 1 + shares
        after = asks[k + 1] if k + 1 < rounds else last
        start_to.append(answers)
        start_to += [(count + 2 * s + k % 2, after) for s in shares]
        owner += [k % 2, *([1 - k % 2] * (grid + 1))]
    start, to = graph([*start_to, *([[]] * (1 + 2 * (grid + 1)))])
    size = start.size - 1
    payoff = np.zeros((size, 2))
    payoff[count::2] = np.stack([shares, grid - shares], axis=1) / grid
    payoff[count + 1 :: 2] = np.stack([grid - shares, shares], axis=1) / grid
    waits = np.zeros(to.size, bool)
    waits[1:] = np.isin(to[1:], [*asks[1:], last])
    discount = np.where(waits[:, None], np.array(factors), 1.0)
    who = np.append(owner, np.zeros(size - len(owner), int))
    return subgame_perfect(start, to, who, payoff, discount=discount).value[0, 0]


def test_alternating_offers_split_as_rubinstein_says(forms):
    """Within the grid's width times 1 / (1 - d1 d2), by which its errors add up over the rounds."""
    for case in forms["rubinstein_first_proposer"]["cases"]:
        near = 1 / 500 / (1 - case["d1"] * case["d2"])
        found = offers(60, 500, (case["d1"], case["d2"]))
        assert found == pytest.approx(case["share_first"], abs=near), case


def test_a_last_round_splits_as_stahl_says(forms):
    """Within the grid's width times the rounds."""
    for case in forms["stahl_finite"]["cases"]:
        found = offers(case["T"], 500, (case["d"], case["d"]))
        assert found == pytest.approx(case["share_first"], abs=case["T"] / 500), case


def test_a_centipede_is_taken_at_once(forms):
    for case in forms["centipede"]["cases"]:
        n = case["nodes"]
        start, to = graph([*([n + 1 + k, k + 1] for k in range(n)), *([[]] * (n + 1))])
        pile = np.array([[4.0 * 2**k, 2.0**k][:: 1 - 2 * (k % 2)] for k in range(n)])
        end = np.array([4.0 * 2**n, 2.0**n][:: 1 - 2 * (n % 2)])
        payoff = np.concatenate([np.zeros((n, 2)), [end], pile])
        found = subgame_perfect(start, to, np.arange(2 * n + 1) % 2, payoff)
        assert found.edge[0] == 0
        assert found.value[0].tolist() == case["payoffs"]


def keeps_to(edges_of, gain, kept, discount):
    """Whether no policy beats taking the `kept` edges for ever, everything being discounted alike."""
    start, to = graph(edges_of)
    ones = np.ones(to.size)
    found = best_response(start, to, np.ones(len(edges_of), bool), ones, gain, discount=discount * ones)
    return found.value[0] <= follow(start, to, kept, ones, gain, discount=discount * ones)[0] + 1e-13


def least_discount(edges_of, gain):
    """From which discount on the first edge of states 0 and 1 is worth keeping to."""
    kept = np.concatenate([[0], np.cumsum([len(row) for row in edges_of])])[:-1]
    return least(lambda discount: keeps_to(edges_of, np.array(gain, float), kept, discount), high=0.999)


def test_the_repeated_dilemma_holds_from_the_known_discount_on(forms):
    for case in forms["repeated_pd_min_delta"]["cases"]:
        gain = [case[payoff] for payoff in ("R", "T", "S", "P")]
        for name, after in (("grim", [[0, 1], [1, 1]]), ("tft_nash", [[0, 1], [0, 1]])):
            assert least_discount(after, gain) == pytest.approx(case[name], abs=1e-9), (name, case)


def test_a_repeated_swap_holds_from_cost_over_value_on(forms):
    for case in forms["repeated_swap_min_delta"]["cases"]:
        gain = [case["v"] - case["c"], case["v"], 0]
        assert least_discount([[0, 1], [1]], gain) == pytest.approx(case["min_delta"], abs=1e-9)


def delivers(case, bonds):
    """Whether a swap in chunks, taken in turn, is carried out; who stops forfeits the bond."""
    turns = 2 * case["k"]
    start, to = graph([*([k + 1, turns + 1] for k in range(turns)), [], []])
    last = "AB".index(case["last"])
    owner = np.array([(last + k + 1) % 2 for k in range(turns)] + [0, 0])
    cost, worth = ((case[f"{kind}A"] / case["k"], case[f"{kind}B"] / case["k"]) for kind in "cv")
    gain = np.zeros((to.size, 2))
    for k in range(turns):
        gain[2 * k, owner[k]] = -cost[owner[k]]
        gain[2 * k, 1 - owner[k]] = worth[1 - owner[k]]
        gain[2 * k + 1, owner[k]] = -bonds[owner[k]]
    found = subgame_perfect(start, to, owner, np.zeros((turns + 2, 2)), gain=gain)
    return bool((found.edge[:turns] % 2 == 0).all())


def test_a_swap_in_chunks_needs_the_known_bonds(forms):
    for case in forms["chunked_exchange_min_bond"]["cases"]:
        bonds = [least(lambda b, case=case: delivers(case, (b, 9)), high=10.0)]
        bonds.append(least(lambda b, case=case: delivers(case, (9, b)), high=10.0))
        assert bonds == pytest.approx([case["bond_A"], case["bond_B"]], abs=1e-9), case


def test_a_truce_under_daily_risk_and_a_gambler_end_as_known(forms):
    for case in forms["truce_hazard"]["cases"]:
        n, p = case["n"], case["p"]
        rows = [*([(1 - p, k + 1), (p, n + 1)] for k in range(n)), [], []]
        found = chances(*chain(rows), np.arange(n + 2) == n)
        assert found.chance[0] == pytest.approx(case["value"], abs=1e-12)
        assert found.time[0] == pytest.approx(n)
    for case in forms["gamblers_ruin"]["cases"]:
        n, p = case["n"], case["p"]
        rows = [[], *([(1 - p, k - 1), (p, k + 1)] for k in range(1, n)), []]
        found = chances(*chain(rows), np.arange(n + 1) == n)
        assert found.chance[case["start"]] == pytest.approx(case["reach_n"], abs=1e-12)


def test_the_credit_of_alternating_flows_is_the_largest_uncovered_outlay(forms):
    for case in forms["energy_credit_alternating"]["cases"]:
        flows = np.array(case["flows"], float)
        start, to = graph([*([k + 1] for k in range(flows.size)), []])
        assert credit(start, to, np.ones(to.size + 1, bool), flows).credit[0] == case["credit"]
        round_ = graph([[(k + 1) % flows.size] for k in range(flows.size)])
        assert credit(*round_, np.zeros(flows.size, bool), flows).credit[0] == case["credit"]


def test_in_the_chain_store_all_enter_and_none_is_fought(forms):
    """Selten 1978: an entrant gets 2 if let in, 0 if fought, 1 outside; the store 2, 0 and 5."""
    for case in forms["chain_store"]["cases"]:
        n = case["towns"]
        start, to = graph([*(row for k in range(n) for row in ([2 * k + 1, 2 * k + 2], [2 * k + 2] * 2)), []])
        gain = np.zeros((to.size, n + 1))
        for k in range(n):
            gain[4 * k + 1, [0, k + 1]] = 5, 1
            gain[4 * k + 2, [0, k + 1]] = 2, 2
        owner = np.array([who for k in range(n) for who in (k + 1, 0)] + [0])
        found = subgame_perfect(start, to, owner, np.zeros((2 * n + 1, n + 1)), gain=gain)
        assert (found.edge[:-1] % 2 == 0).all()
        assert found.value[0].tolist() == [2.0 * n, *([2.0] * n)]
