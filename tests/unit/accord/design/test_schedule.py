"""Schedules side by side: what each exposes to whom, ties listed, nothing left out unsaid."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.accord.design.edits import apply_edits, settle_readings
from detente.accord.design.schedule import best_schedules
from detente.accord.language.plan import Obligation, Power
from detente.accord.questions.escrow import escrow
from detente.accord.space import AccordSpace
from detente.errors import AccordError, UnknownName
from exchange_accords import swap
from small_accords import clause, three


def remedied(tranches, days=2):
    """The swap in tranches, each side free to end it once the other is in breach."""
    powers = [
        clause(
            f"end-{holder}",
            "power",
            base=Power(
                kind="terminate",
                holders=(holder,),
                act="ends it",
                when=f"breach({other})",
                to="collapse",
                remedy=True,
            ),
        )
        for holder, other in (("a", "b"), ("b", "a"))
    ]
    text = swap(tranches, days, 6)
    return AccordSpace(replace(text, clauses=(*text.clauses, *powers)))


@pytest.mark.parametrize(("tranches", "units"), [(1, 6), (2, 3), (3, 2)])
def test_an_exchange_in_step_exposes_the_first_by_one_tranche(tranches, units):
    row = best_schedules(remedied(tranches), tranches=[tranches], spreads=[""]).rows[0]
    first, then = row.exposed
    assert (first.party, first.at_worst, first.on_time) == ("a", units, units)
    assert (then.party, then.at_worst, then.on_time) == ("b", 0, 0)
    assert (row.acts, row.days) == (2 * tranches, 2 * tranches + 1)


def test_a_duty_that_nothing_ends_exposes_by_all_of_it_in_any_number_of_tranches():
    found = best_schedules(AccordSpace(swap(2, 2, 6)), tranches=[1], spreads=[""])
    assert {row.exposed[0].at_worst for row in found.rows if not row.says.endswith("first")} == {6}


def test_more_tranches_expose_less():
    found = best_schedules(remedied(1, 6), tranches=[1, 3], spreads=["even"])
    assert {row.largest for row in found.best} == {2}
    assert {row.acts for row in found.best} == {6}
    assert found.best[0].undominated


def test_the_text_as_written_comes_first():
    space = AccordSpace(three(2, 4), wording="mediator-closed")
    found = best_schedules(space, clauses=["free"], tranches=[2], spreads=["", "even"])
    assert found.rows[0].says == "as written"
    assert found.rows[0].due == (("release", (2, 4)), ("free", (4, 4)))
    assert len({row.due for row in found.rows}) == 2
    assert found.prices == (("hostages", 30.0), ("prisoners", 1.0))
    assert found.unit == "prisoners"


def test_the_exposure_at_worst_is_the_smallest_escrow_of_the_edited_text():
    space = AccordSpace(three(2, 4), wording="mediator-closed")
    found = best_schedules(space, clauses=["free"], tranches=[2], spreads=["", "even"])
    text = settle_readings(three(2, 4), wording="mediator-closed")
    for row in found.rows:
        tried = AccordSpace(apply_edits(text, row.edits))
        for one in row.exposed:
            assert one.at_worst == escrow(tried, one.party, goods=dict(found.prices)).credit


def test_the_other_half_first_turns_the_exposure_round():
    found = best_schedules(remedied(1), tranches=[1], spreads=[""])
    assert [[one.at_worst for one in row.exposed] for row in found.rows] == [[6, 0], [0, 6]]
    assert [row.best for row in found.rows] == [True, True]


def test_all_ties_are_best_and_what_is_bettered_is_marked():
    found = best_schedules(AccordSpace(swap(2, 2, 6)), tranches=[1, 2], spreads=[""])
    least = min(row.largest for row in found.rows if row.largest is not None)
    assert {row.best for row in found.rows if row.largest == least} == {True}
    assert not any(row.best for row in found.rows if row.largest != least)
    assert any(row.undominated for row in found.rows)
    fewest = min(row.acts for row in found.rows if row.largest is not None)
    assert any(row.undominated for row in found.rows if row.acts == fewest)


def test_a_schedule_that_cannot_be_kept_for_sure_is_told():
    text = three(2, 2)
    clauses = tuple(
        replace(c, readings=(replace(c.readings[0], terms=replace(c.readings[0].terms, cure=0, due=(1, 1))),))
        if isinstance(c.readings[0].terms, Obligation) and c.id == "release"
        else c
        for c in text.clauses
    )
    found = best_schedules(AccordSpace(replace(text, clauses=clauses)), tranches=[2], spreads=[""])
    assert found.rows[0].exposed[1].at_worst is None
    assert found.rows[0].days is None
    assert not found.rows[0].best


def test_without_an_exchange_goods_count_as_shares():
    text = replace(swap(2, 1, 6), clauses=tuple(c for c in swap(2, 1, 6).clauses if c.id != "ratio"))
    found = best_schedules(AccordSpace(text), tranches=[2], spreads=[""])
    assert found.unit == "shares of all that is given"
    assert dict(found.prices) == {"x": pytest.approx(1 / 6), "y": pytest.approx(1 / 6)}
    assert found.rows[0].exposed[0].at_worst == pytest.approx(1)


def test_goods_can_be_priced_and_what_counts_nothing_is_named():
    found = best_schedules(AccordSpace(swap(2, 1, 6)), goods={"x": 2}, tranches=[2], spreads=[""])
    assert found.rows[0].exposed[0].at_worst == 12
    assert found.notes == ("y counts nothing here: it was given no price",)


def test_what_counts_at_a_ratio_of_others_is_named():
    text = swap(2, 1, 6)
    more = replace(text.clauses[0].readings[0].terms, act="gives more x", quantity=2, tranches=1, due=(3,))
    text = replace(text, clauses=(*text.clauses, clause("more", "obligation", base=more)))
    found = best_schedules(AccordSpace(text), clauses=["give"], tranches=[2], spreads=[""])
    assert "more counts at the price of x, though no exchange gives it a ratio" in found.notes


def test_too_many_or_unknown_schedules_are_refused():
    space = AccordSpace(swap(2, 1, 6))
    with pytest.raises(AccordError, match="schedules to compare, more than 3"):
        best_schedules(space, most=3)
    with pytest.raises(UnknownName, match="obligation in force"):
        best_schedules(space, clauses=["truce"])
    with pytest.raises(UnknownName, match="good that is exchanged"):
        best_schedules(space, goods={"z": 1})


def test_a_schedule_too_large_to_unfold_is_left_out_and_named():
    size = max(game.situations for game in AccordSpace(swap(1, 1, 6)).games)
    found = best_schedules(AccordSpace(swap(1, 1, 6), most=size), tranches=[1, 6], spreads=[""])
    assert found.notes
    assert all(note.startswith("left out, as swap") for note in found.notes)
    assert found.rows[0].says == "as written"


def test_a_table_prints_its_size_and_is_plain_data():
    found = best_schedules(AccordSpace(swap(1, 1, 6)), tranches=[1], spreads=[""])
    assert str(found).startswith("2 schedules compared; the largest exposure is least, 6 y, with: as written")
    assert found.as_dict()["rows"][0]["exposed"][0] == {"party": "a", "at_worst": 6.0, "on_time": 6.0}


@settings(max_examples=3)
@given(st.integers(1, 2), st.integers(1, 2))
def test_nobody_is_exposed_by_more_than_all_it_gives(tranches, days):
    found = best_schedules(AccordSpace(swap(tranches, days, 6)), tranches=[tranches], spreads=["", "end"])
    for row in found.rows:
        assert all(0 <= one.on_time <= 6 for one in row.exposed)
        assert all(one.at_worst is None or 0 <= one.at_worst <= 6 for one in row.exposed)
