"""What each party has given less what it has received: by day, at its largest, on the timetables."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given

from accord_strategies import accords
from detente.accord.language.plan import Side
from detente.accord.plays.numbers import numbers_of
from detente.accord.plays.story import replay
from detente.accord.plays.worth import handed_over
from detente.accord.questions.exposure import exposure
from detente.accord.questions.outstanding import measures, outstanding
from detente.accord.questions.paths import shortest_play, shortest_plays
from detente.accord.space import AccordSpace
from exchange_accords import swap
from small_accords import clause, three


def number(ledger, party, kind):
    return next(k for k, m in enumerate(ledger.measures) if (m.party, m.kind) == (party, kind))


@pytest.mark.parametrize("tranches", [1, 2, 3, 4, 6])
def test_who_keeps_to_the_timetable_is_exposed_by_one_tranche(tranches):
    ledger = exposure(AccordSpace(swap(tranches=tranches, units=6, days=2)))
    at = number(ledger, "a", "exchange")
    for timetable in ledger.ledgers:
        assert timetable.largest[at] == -(-6 // tranches)
        assert timetable.ends == "complete"
        assert timetable.days[-1].at_night[at] == 0


def test_the_timetable_tells_worth_by_hand():
    ledger = exposure(AccordSpace(swap(tranches=2, units=4, days=2), order=("a", "b")))
    worth = number(ledger, "a", "worth")
    assert [day.at_night[worth] for day in ledger.ledgers[0].days] == [0, 4, -2, 2, -4]
    assert [day.largest[worth] for day in ledger.ledgers[0].days] == [0, 4, 4, 2, 2]
    assert [(day.day, day.phase, day.day_of_phase) for day in ledger.ledgers[0].days[:2]] == [
        (1, "one", 1),
        (2, "one", 2),
    ]


def test_any_play_exposes_by_everything_and_honest_play_by_less():
    ledger = exposure(AccordSpace(swap(tranches=3, units=6, days=2)))
    at = number(ledger, "a", "exchange")
    assert ledger.largest(at, honest=False).value == 6
    assert ledger.largest(at, honest=True).value == 4


def test_who_never_gives_ahead_has_no_peak():
    ledger = exposure(AccordSpace(swap()))
    assert ledger.largest(number(ledger, "b", "exchange"), honest=False) is None


def test_a_peak_is_shown_by_a_play_that_replays_and_an_honest_one_by_a_play_without_breach():
    for wording in ("lapses", "mediator-open"):
        space = AccordSpace(three(2, 5), wording=wording)
        for peak in exposure(space).peaks:
            rules = next(r for r in space.rules_by_order if r.stages[: len(peak.order)] == peak.order)
            last = replay(rules, peak.witness)[-1]
            assert (rules.phases[last["phase"]], last["day"]) == (peak.phase, peak.day)
            assert not (peak.honest and peak.witness.in_breach)


@given(accords())
def test_what_is_outstanding_is_what_the_moves_before_have_handed_over(accord):
    game = AccordSpace(accord).game
    assume(not any(name.startswith("pending:") for name in game.strides))
    numbers = numbers_of(accord).likely
    units = {
        move.id: (move, dict(zip(e.tolist(), u.tolist(), strict=True))) for move, e, u in handed_over(game)
    }
    found = shortest_plays(game)
    for measure in measures(game.rules, numbers):
        if measure.kind != "good":
            continue
        table = outstanding(game, measure, numbers)
        for situation in np.flatnonzero(~game.ended)[:: max(game.situations // 20, 1)].tolist():
            total = 0
            for edge in shortest_play(game, found, situation).edges:
                move, amounts = units.get(game.rules.moves[game.move[edge]].id, (None, {}))
                if move is not None and move.good == measure.name:
                    sign = (move.owner == measure.party) - (move.taker == measure.party)
                    total += sign * amounts[edge]
            assert table[situation] == total


@given(accords())
def test_days_hold_every_situation_and_honest_days_lie_within_them(accord):
    space = AccordSpace(accord)
    ledger = exposure(space)
    numbers = numbers_of(accord).likely
    for day in ledger.days:
        assert day.any_play[0] <= day.any_play[1]
        if day.honest is not None:
            assert day.any_play[0] <= day.honest[0] <= day.honest[1] <= day.any_play[1]
    for game in space.games:
        for at, measure in enumerate(ledger.measures):
            table = outstanding(game, measure, numbers)[~game.ended]
            ranges = [day.any_play for day in ledger.days if day.measure == at]
            assert min(low for low, _ in ranges) <= table.min()
            assert max(high for _, high in ranges) >= table.max()


def test_what_waits_to_be_confirmed_counts_as_given():
    accord = swap(tranches=1, units=6, days=2)
    give = clause("give", "obligation", base=replace(accord.clauses[0].readings[0].terms, verified_by="m"))
    sides = (*accord.sides, Side(id="m", name="M", role="mediator"))
    game = AccordSpace(replace(accord, sides=sides, clauses=(give, *accord.clauses[1:]))).game
    measure = next(m for m in measures(game.rules, {}) if m.party == "a" and m.name == "x")
    assert set(outstanding(game, measure, {})[game.column("pending:give") == 1]) == {6.0}


def test_shortest_plays_do_nothing_that_need_not_be_done():
    game = AccordSpace(three(2, 5)).game
    found = shortest_plays(game)
    done = game.where("given(release)") & ~game.ended
    steps = [
        game.rules.moves[game.move[e]]
        for e in shortest_play(game, found, found.first(np.flatnonzero(done))).edges
    ]
    assert [move.id for move in steps if move.kind not in {"wait", "clock"}] == ["b:release"]


def test_an_accord_without_any_exchange_exposes_nobody():
    accord = swap()
    bare = replace(accord, clauses=accord.clauses[-1:], stakes=())
    ledger = exposure(AccordSpace(bare))
    assert not ledger.measures
    assert str(ledger).endswith("nothing is exchanged")
    assert ledger.as_dict()["result"] == "ExposureLedger"
