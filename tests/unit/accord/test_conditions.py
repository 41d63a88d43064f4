"""The language of conditions: what it lets through, and what it says of the rest."""

from dataclasses import replace

import pytest
from hypothesis import given

from accord_strategies import accords
from detente.accord.game.compile import compile_accord
from detente.accord.game.expression import Var, evaluate
from detente.accord.game.unfold import unfold
from detente.accord.language.condition_names import condition_names
from detente.accord.language.conditions import parse
from detente.accord.language.plan import Reading
from detente.errors import AccordError
from small_accords import three


def named(name, args):
    return Var(":".join((name, *args)))


@pytest.mark.parametrize("name", ["free-a12-b", "phase-over", "اب-ج", "हिन्दी-2", "a--b", "is-so"])
def test_a_name_may_hold_hyphens_digits_and_letters_of_any_script(name):
    assert parse(f"given({name})", named) == Var(f"given:{name}")


def test_a_minus_sign_needs_a_blank_before_it():
    expr = parse("day - 1 > 3", named)
    assert [bool(evaluate(expr, {"day": day})) for day in (4, 5)] == [False, True]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("day >", "cannot be read"),
        ("day // 2", "is not part of a condition"),
        ("talks.signed", "is not part of a condition"),
        ("performed(1)", "is no name"),
        ("day in 3", "`is` and `in`"),
        ("__import__('os')", "cannot be read"),
        ("day > 1e3", "cannot be read"),
        ("9" * 500 + " > day", "is not a whole number"),
        ("(" * 2_000, "brackets"),
        ("day > 1 and " * 300 + "day", "too long"),
    ],
)
def test_what_is_not_of_the_language_is_refused_in_words(text, what):
    with pytest.raises(AccordError) as caught:
        parse(text, named)
    assert what in caught.value.what
    assert caught.value.hint


@given(accords())
def test_every_label_of_the_rules_is_a_name_that_conditions_may_use(accord):
    labels = dict(compile_accord(accord).labels)
    assert set(labels) <= set(condition_names(accord))


@given(accords())
def test_every_reading_of_a_clause_gives_a_game(accord):
    for clause in accord.clauses:
        for reading in clause.readings[1:]:
            assert unfold(compile_accord(accord, {clause.id: reading.id}), most=10_000).situations > 1


def test_a_condition_on_talks_that_a_reading_leaves_out_does_not_hold():
    accord = three(1, 2)
    clauses = tuple(
        replace(c, readings=(*c.readings, Reading(id="nothing", label="no talks", terms=None)))
        if c.id == "talks"
        else c
        for c in accord.clauses
    )
    game = unfold(compile_accord(replace(accord, clauses=clauses), {"talks": "nothing"}))
    assert not (game.column("phase") == game.rules.phases.index("complete")).any()
