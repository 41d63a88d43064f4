"""Two texts side by side: powers gained and lost, proofs that replay, clauses and words that differ."""

from dataclasses import replace

import pytest
from hypothesis import given

from accord_strategies import accords
from detente.accord.design.compare import compare
from detente.accord.design.edits import Edit, apply_edit
from detente.accord.plays.story import replay
from detente.accord.questions.powers import powers
from detente.accord.space import AccordSpace
from detente.errors import UnknownName
from small_accords import three


def diff(before, after, **more):
    accord = three(1, 2)
    return compare(AccordSpace(accord, wording=before), AccordSpace(accord, wording=after), **more)


def reworded(accord, clause, reading, text):
    old = accord.clause(clause)
    readings = tuple(replace(r, text=text) if r.id == reading else r for r in old.readings)
    clauses = (replace(old, readings=readings) if c.id == clause else c for c in accord.clauses)
    return replace(accord, clauses=tuple(clauses))


def test_an_end_that_only_the_mediator_declares_takes_a_power_from_both():
    found = diff("either", "mediator-open")
    lost = {(power.coalition, power.question) for power in found.powers if power.kind == "lost"}
    assert lost == {(("a",), "collapse"), (("b",), "collapse")}
    assert {power.coalition for power in found.gained("a")} == {("a", "m")}
    assert "A alone can no longer force collapse" in str(found)


def test_both_proofs_replay():
    a, b = (AccordSpace(three(1, 2), wording=name) for name in ("either", "mediator-open"))
    power = compare(a, b).lost("a")[0]
    assert (power.before.holds, power.after.holds) == (True, False)
    assert replay(a.rules, power.before.witness)
    assert replay(b.rules, power.after.witness)


def test_closing_the_agenda_takes_away_stalling_and_names_the_clause():
    found = diff("mediator-open", "mediator-closed", proofs=False)
    assert {(power.coalition, power.question) for power in found.powers} == {
        (("a",), "stall"),
        (("b",), "stall"),
    }
    assert found.powers[0].before is None
    (clause,) = found.clauses
    assert (clause.clause, clause.kind, clause.before, clause.after) == ("talks", "reading", "open", "closed")
    assert [(f.field, f.before, f.after) for f in clause.fields] == [("agenda", "open", "closed")]


def test_a_day_gained_is_told():
    found = diff("either", "lapses", coalitions=["a"], questions=["collapse"])
    (power,) = found.powers
    assert (power.kind, power.by_day_before, power.by_day) == ("sooner", 3, 2)
    assert str(power) == "A alone can force collapse sooner, by day 2 instead of 3"


def test_words_that_change_are_counted():
    accord = reworded(three(1, 2), "failure", "either", "either side may declare failure")
    accord = reworded(accord, "failure", "mediator", "only the mediator may declare failure")
    found = compare(
        AccordSpace(accord, wording="either"), AccordSpace(accord, wording="mediator-open"), proofs=False
    )
    assert found.words == 3
    assert "3 words in 1 clause" in str(found)
    assert str(found.clauses[0].words).startswith("changing three words")


def test_a_text_beside_itself_differs_in_nothing():
    found = diff("lapses", "lapses")
    assert (found.powers, found.clauses) == ((), ())
    assert "no power changes" in str(found)


def test_added_and_removed_clauses_and_changed_phases_are_listed():
    accord = three(1, 2)
    shorter = replace(accord, clauses=tuple(c for c in accord.clauses if c.id != "answer-a"))
    longer = apply_edit(accord, Edit(kind="lasts", target="one", value=3, says=""))
    a, b, c = (AccordSpace(one) for one in (accord, shorter, longer))
    assert [(x.clause, x.kind) for x in compare(a, b, proofs=False).clauses] == [("answer-a", "removed")]
    assert [(x.clause, x.kind) for x in compare(b, a, proofs=False).clauses] == [("answer-a", "added")]
    (phase,) = compare(a, c, proofs=False).clauses
    assert [(f.field, f.before, f.after) for f in phase.fields] == [("lasts", "2", "3")]


def test_a_clause_that_comes_to_provide_nothing_shows_all_its_fields():
    accord = three(1, 2)
    without = apply_edit(accord, Edit(kind="remove", target="truce", says=""))
    (change,) = compare(AccordSpace(accord), AccordSpace(without), proofs=False).clauses
    assert ("actors", "a, b", "") in [(f.field, f.before, f.after) for f in change.fields]


def test_strangers_are_refused():
    with pytest.raises(UnknownName):
        diff("lapses", "either", coalitions=["c"])


def test_a_diff_is_plain_data():
    told = diff("mediator-open", "mediator-closed", proofs=False).as_dict()
    assert told["result"] == "WordingDiff"
    assert told["clauses"][0]["fields"][0]["after"] == "closed"


@given(accords())
def test_a_diff_back_undoes_the_diff_there(accord):
    name = next((c.id for c in accord.clauses if len(c.readings) > 1), "")
    if not name:
        return
    other = accord.clause(name).readings[1].id
    a, b = AccordSpace(accord), AccordSpace(accord, readings={name: other})
    there, back = (compare(*pair, proofs=False, questions=["collapse"]) for pair in ((a, b), (b, a)))
    turned = {"gained": "lost", "lost": "gained", "sooner": "later", "later": "sooner", "unclear": "unclear"}
    assert [(p.coalition, turned[p.kind]) for p in there.powers] == [
        (p.coalition, p.kind) for p in back.powers
    ]
    assert there.same == len(powers(a, questions=["collapse"]).cells) - len(there.powers)
    assert [c.clause for c in there.clauses] == [c.clause for c in back.clauses]
