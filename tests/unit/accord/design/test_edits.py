"""Small edits: what they change, what they leave alone, and that they can be read."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord_strategies import accords
from detente.accord.design.edits import (
    EDITS,
    Edit,
    apply_edit,
    apply_edits,
    readable,
    settle_readings,
    small_edits,
)
from detente.accord.design.texts import changed_words
from detente.accord.game.compile import compile_accord
from detente.errors import AccordError, UnknownName
from small_accords import three


def terms(accord, clause):
    return accord.clause(clause).readings[0].terms


def edited(kind, target, value=0, accord=None):
    return apply_edit(accord or three(3, 9), Edit(kind=kind, target=target, value=value, says=""))


def test_settled_readings_stand_first():
    accord = settle_readings(three(2, 4), wording="lapses", readings={"talks": "closed"})
    assert accord.readings() == three(2, 4).readings("lapses", {"talks": "closed"})


def test_more_tranches_stretch_the_deadlines_along():
    assert terms(three(3, 9), "release").due == (3, 6, 9)
    assert terms(edited("tranches", "release", 9), "release").due == (1, 2, 3, 4, 5, 6, 7, 8, 9)
    assert terms(edited("tranches", "release", 2), "release").due == (5, 9)
    assert terms(edited("tranches", "release", 1), "release").due == (9,)


def test_the_same_number_of_tranches_changes_no_deadline():
    accord = three(3, 9)
    assert edited("tranches", "release", 3, accord) == accord


def test_what_may_lag_keeps_its_number_of_tranches():
    assert terms(edited("tranches", "free", 6), "ratio").lag == 45
    assert terms(edited("tranches", "release", 6), "ratio").lag == 90


def test_deadlines_are_not_moved_before_an_obligation_opens():
    assert terms(edited("deadlines", "release", 2), "release").due == (5, 8, 11)
    assert terms(edited("deadlines", "release", -4), "release").due == (1, 2, 5)


def test_a_swapped_exchange_counts_in_the_other_units():
    swapped = terms(edited("swap", "ratio"), "ratio")
    assert (swapped.first, swapped.then) == ("free", "release")
    assert (swapped.ratio, swapped.lag) == (Fraction(1, 30), 3)


def test_swapping_twice_changes_nothing():
    accord = three(3, 9)
    assert edited("swap", "ratio", accord=edited("swap", "ratio", accord=accord)) == accord


def test_single_edits_change_their_field():
    assert terms(edited("cure", "free", 4), "free").cure == 4
    assert terms(edited("lag", "ratio", 30), "ratio").lag == 30
    assert terms(edited("lead", "ratio", 30), "ratio").lead == 30
    assert terms(edited("remove", "truce"), "truce") is None
    assert edited("lasts", "one", 12).phase("one").lasts == 12
    assert terms(edited("reading", "talks", "closed"), "talks").agenda == "closed"
    waiting = edited("wait", "free", "release")
    assert terms(waiting, "free").only_after == "performed(release)"
    assert terms(edited("at-once", "free", accord=waiting), "free").only_after == ""


def test_an_exchange_falls_away_with_its_half():
    accord = edited("remove", "free")
    assert terms(accord, "free") is None
    assert terms(accord, "ratio") is None
    (edit,) = small_edits(three(3, 9), clauses=["free"], kinds=["remove"])
    assert edit.says == "leave out free and ratio"


def test_spread_deadlines_keep_the_last_day():
    assert terms(edited("spread", "free", "even"), "free").due == (3, 6, 9)
    assert terms(edited("spread", "release", "end"), "release").due == (9, 9, 9)
    with pytest.raises(AccordError, match="spread as 'wide'"):
        edited("spread", "free", "wide")


def test_an_edit_leaves_the_other_readings_alone():
    accord = edited("remove", "failure")
    assert accord.clause("failure").readings[1:] == three(3, 9).clause("failure").readings[1:]


@pytest.mark.parametrize(
    ("edit", "error", "what"),
    [
        (Edit(kind="cure", target="ratio", says=""), AccordError, "'cure' does not fit ratio"),
        (Edit(kind="lag", target="free", says=""), AccordError, "'lag' does not fit free"),
        (Edit(kind="mend", target="free", says=""), UnknownName, "no kind of edit called 'mend'"),
        (Edit(kind="cure", target="fre", says=""), UnknownName, "no clause called 'fre'"),
        (Edit(kind="lasts", target="tow", says=""), UnknownName, "no phase called 'tow'"),
        (Edit(kind="reading", target="talks", value="shut", says=""), UnknownName, "called 'shut'"),
        (Edit(kind="tranches", target="free", value=0, says=""), AccordError, "in 0 tranches"),
        (Edit(kind="tranches", target="release", value=10, says=""), AccordError, "in 10 tranches"),
    ],
)
def test_an_edit_that_does_not_fit_is_refused(edit, error, what):
    with pytest.raises(error, match=what):
        apply_edit(three(3, 9), edit)


def test_all_kinds_are_tried_and_the_smallest_come_first():
    accord = apply_edits(three(3, 9), [Edit(kind="wait", target="free", value="release", says="")])
    found = small_edits(accord)
    assert {edit.kind for edit in found} == set(EDITS)
    sizes = [(edit.size, edit.by) for edit in found]
    assert sizes == sorted(sizes)


def test_edits_can_be_limited():
    found = small_edits(three(3, 9), clauses=["free"], kinds=["cure", "deadlines"], days=[-2])
    assert [(edit.kind, edit.value) for edit in found] == [
        ("cure", 0),
        ("cure", 2),
        ("deadlines", -2),
        ("cure", 8),
    ]


def test_unknown_limits_are_refused():
    with pytest.raises(UnknownName, match="clause or phase"):
        small_edits(three(2, 4), clauses=["fee"])
    with pytest.raises(UnknownName, match="kind of edit"):
        small_edits(three(2, 4), kinds=["tranche"])


def test_another_reading_counts_the_words_that_change():
    accord = three(2, 4)
    clause = accord.clause("failure")
    first, second, none = clause.readings
    first, second = (
        replace(first, text="the mediator may certify"),
        replace(second, text="either may declare"),
    )
    clause = replace(clause, readings=(first, second, none))
    accord = replace(accord, clauses=tuple(clause if c.id == "failure" else c for c in accord.clauses))
    by_value = {e.value: e.size for e in small_edits(accord, clauses=["failure"], kinds=["reading"])}
    assert by_value["either"] == 3


@settings(max_examples=5)
@given(accords())
def test_every_edit_changes_the_accord_and_can_be_compiled(accord):
    for edit in small_edits(accord)[:12]:
        changed = apply_edit(accord, edit)
        assert changed != accord
        assert readable(changed, accord)
        assert compile_accord(changed)
        assert edit.says
        assert edit.size >= 1


def test_what_names_an_unknown_phase_cannot_be_read():
    accord = three(2, 4)
    assert not readable(replace(accord, phases=()), accord)


def test_word_changes_are_told():
    assert str(changed_words("a b c", "a b c")) == "the words stay as they are"
    assert str(changed_words("on day six", "on day eight")) == 'changing one word: "six" becomes "eight"'
    assert str(changed_words("may end", "may not end")) == 'changing one word: "not" is added'
    assert str(changed_words("may not end", "may end")) == 'changing one word: "not" falls away'
    assert changed_words("", " ".join("abcdefghijkl")).count == 12


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_words_change_only_where_texts_differ(old, new):
    change = changed_words(" ".join(old), " ".join(new))
    assert (change.count == 0) == (old == new)
    assert change.count <= max(len(old), len(new)) + min(len(old), len(new))
