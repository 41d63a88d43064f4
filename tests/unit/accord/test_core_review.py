"""Corners of what clauses mean: no blame for what could not be done, no count of days that stand still."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord_brute import Brute
from accord_strategies import accords
from detente.accord.game.compile import compile_accord, orders
from detente.accord.game.expression import Op, Table, Var, evaluate
from detente.accord.game.rules import Rules
from detente.accord.game.size import size_bound
from detente.accord.game.unfold import unfold
from detente.accord.language.conditions import parse
from detente.accord.language.plan import (
    Accord,
    Exchange,
    Expiry,
    Flag,
    Obligation,
    Phase,
    Power,
    Side,
    Talks,
    Trigger,
)
from detente.errors import AccordError
from detente.kernels.games.attractor import attractor
from small_accords import clause, three

SIDES = (Side(id="a", name="A"), Side(id="b", name="B"), Side(id="m", name="M", role="mediator"))
TWO = (Phase(id="one", name="One", lasts=4, next="two"), Phase(id="two", name="Two", lasts=3))


def owed(debtor: str = "a", **more: Any) -> Obligation:
    creditor = "b" if debtor == "a" else "a"
    values = {"phase": "one", "act": "gives", "good": "x"} | more
    return Obligation(debtor=debtor, creditor=creditor, **values)


def rules_of(
    *,
    phases: Any = TWO,
    flags: tuple[str, ...] = (),
    raised: tuple[str, ...] = (),
    order: Any = (),
    **terms: Any,
) -> Rules:
    made = tuple(clause(name, type(held).__name__.lower(), base=held) for name, held in terms.items())
    facts = tuple(Flag(id=name, name=name, start=name in raised) for name in flags)
    return compile_accord(
        Accord(id="t", title="T", sides=SIDES, phases=phases, clauses=made, flags=facts, order=order)
    )


def can(rules: Rules, values: dict, name: str) -> bool:
    return bool(rules.can(next(m for m in rules.moves if m.id == name), values))


def do(rules: Rules, values: dict, *moves: str) -> dict[str, int]:
    for name in moves:
        assert can(rules, values, name), name
        move = next(m for m in rules.moves if m.id == name)
        values = {key: int(value) for key, value in rules.apply(move, values).items()}
    return values


def holds(rules: Rules, values: dict, label: str) -> bool:
    return bool(evaluate(rules.label(label), values))


def test_truths_can_be_counted_in_a_condition() -> None:
    expr = parse("(p == 1) + (q == 1) - (p == 2) >= 2", lambda name, args: Var(name))
    for kind in (int, np.int64, lambda value: np.array([value])):
        assert evaluate(expr, {"p": kind(1), "q": kind(1)})
        assert not evaluate(expr, {"p": kind(1), "q": kind(0)})


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("day > 3 * given(give) + 1 and given(give) >= 5", 17),
        ("day >= 4 * given(give) and given(give) >= 5", 20),
        ("2 * day - 3 > 40", 22),
        ("day * day > 400", 21),
        ("not (day - 12)", 12),
        ("(day > 15) == (day > 17) and day > 15", 18),
    ],
)
def test_a_condition_on_a_late_day_is_met_on_that_day(when: str, day: int) -> None:
    rules = rules_of(
        phases=(Phase(id="one", name="One", lasts=2, advances_when="false"),),
        give=owed(quantity=5, tranches=5),
        end=Trigger(when=when, to="collapse"),
    )
    values = do(rules, rules.start, *(["a:give", "clock"] * 5))
    while values["phase"] == 0 and values["day"] < day:
        before = values["day"]
        values = do(rules, values, "clock")
        assert values["day"] == before + 1
    assert values["phase"] == 0
    assert holds(rules, do(rules, values, "clock"), "collapse")


def test_the_days_of_one_phase_are_not_counted_for_the_deadlines_of_another() -> None:
    long = Phase(id="two", name="Two", lasts=90, advances_when="false")
    rules = rules_of(phases=(replace(TWO[0], lasts=2, advances_when="false"), long), give=owed(due=(2,)))
    values = do(rules, rules.start, *["clock"] * 9)
    assert values["day"] <= 5


def swap(**more: Any) -> Rules:
    """B's tranches of 10 units against A's of 25: nothing that A can give matches a first tranche."""
    return rules_of(
        first=owed("b", quantity=20, tranches=2),
        give=owed("a", quantity=50, tranches=2),
        ratio=Exchange(first="first", then="give", ratio=Fraction(2), **more),
    )


def test_what_an_exchange_does_not_let_a_debtor_give_is_not_required_of_it() -> None:
    rules = swap()
    one = do(rules, rules.start, "b:first", "clock")
    assert not can(rules, one, "a:give")
    assert not do(rules, one, "clock", "clock")["breach:a"]


def test_of_two_exchanges_the_stricter_says_what_is_required() -> None:
    rules = rules_of(
        first=owed("b"),
        other=owed("b", good="z"),
        give=owed("a"),
        ratio=Exchange(first="first", then="give", ratio=Fraction(1)),
        second=Exchange(first="other", then="give", ratio=Fraction(1)),
    )
    half = do(rules, rules.start, "b:first", "clock")
    assert not can(rules, half, "a:give")
    assert not do(rules, half, "clock")["breach:a"]
    whole = do(rules, half, "b:other", "clock")
    assert do(rules, whole, "clock")["breach:a"]


@pytest.mark.parametrize("later", [{"opens": 4}, {"after": "flag(called)"}])
def test_an_exchange_asks_for_nothing_before_the_obligation_opens(later: dict) -> None:
    rules = rules_of(
        flags=("called",),
        first=owed("b"),
        give=owed("a", **later),
        ratio=Exchange(first="first", then="give", ratio=Fraction(1)),
    )
    values = do(rules, rules.start, "b:first", "clock", "clock")
    assert not can(rules, values, "a:give")
    assert not values["breach:a"]


def paused(**more: Any) -> Rules:
    return rules_of(
        flags=("x",),
        give=owed("a", due=(4,)),
        take=owed("b", due=(4,)),
        stop=Power(kind="suspend", holders=("a",), act="suspends", suspends=("give",)),
        back=Power(kind="resume", holders=("a",), act="resumes", resumes=("stop",)),
        **more,
    )


def test_a_day_that_is_not_counted_makes_nobody_late_and_ends_no_phase() -> None:
    rules = paused(expiry=Expiry(phase="one", then="collapse"))
    stopped = do(rules, {**rules.start, "day": 4}, "a:stop", "clock", "clock")
    assert (stopped["phase"], stopped["day"], stopped["breach:b"]) == (0, 4, 0)
    over = do(rules, stopped, "a:back", "clock")
    assert over["breach:b"]
    assert holds(rules, over, "collapse")


def test_a_day_that_is_not_counted_does_not_move_the_accord_on() -> None:
    rules = rules_of(
        phases=(replace(TWO[0], advances_when=""), TWO[1]),
        give=owed("a", due=(4,)),
        stop=Power(kind="suspend", holders=("a",), act="suspends", suspends=("give",)),
    )
    assert do(rules, {**rules.start, "day": 4}, "a:stop", "clock")["phase"] == 0


def test_nobody_is_blamed_for_not_signing_on_a_day_that_is_not_counted() -> None:
    rules = rules_of(
        talks=Talks(phase="one", parties=("a", "b"), agenda="closed", sign_within=1),
        give=owed("a"),
        stop=Power(kind="suspend", holders=("m",), act="suspends", suspends=("give",)),
    )
    over = {**rules.start, "day": 5, "clear:talks": 1}
    assert do(rules, over, "clock")["breach:a"]
    assert not do(rules, over, "m:stop", "clock", "clock")["breach:a"]


def test_one_suspension_lifted_leaves_the_other_in_force() -> None:
    rules = paused(hold=Power(kind="suspend", holders=("b",), act="holds", suspends=("give", "take")))
    both = do(rules, rules.start, "a:stop", "b:hold", "a:back", "clock")
    assert both["day"] == 1
    assert not can(rules, both, "a:give")


def test_a_tranche_is_not_late_on_the_day_after_it_first_could_be_given() -> None:
    rules = rules_of(first=owed("b", due=(3,)), give=owed("a", due=(1,), only_after="performed(first)"))
    morning = do(rules, rules.start, "clock", "b:first", "clock")
    assert not holds(rules, morning, "late(give)")
    assert not holds(rules, morning, "late(a)")
    evening = do(rules, morning, "clock")
    assert holds(rules, evening, "late(give)")
    assert evening["breach:a"]


def test_who_is_behind_in_an_exchange_is_late_once_the_day_after_has_passed() -> None:
    rules = rules_of(
        first=owed("b"),
        give=owed("a", cure=2),
        ratio=Exchange(first="first", then="give", ratio=Fraction(1)),
    )
    morning = do(rules, rules.start, "b:first", "clock")
    assert not holds(rules, morning, "late(give)")
    evening = do(rules, morning, "clock")
    assert evening["breach:a"]
    assert holds(rules, evening, "overdue(give)")


def test_overdue_is_told_of_those_in_breach_alone() -> None:
    game = unfold(compile_accord(three(2, 4), wording="either"))
    for name, debtor in (("release", "b"), ("free", "a")):
        assert not (game.where(f"overdue({name})") & ~game.where(f"breach({debtor})")).any()


def test_a_deadline_of_the_first_day_binds_where_its_condition_holds_from_the_start() -> None:
    rules = rules_of(flags=("ready",), raised=("ready",), give=owed("a", due=(1,), only_after="flag(ready)"))
    assert do(rules, rules.start, "clock")["breach:a"]


def test_days_after_an_event_before_signature_count_from_the_first_day() -> None:
    rules = rules_of(flags=("ready",), raised=("ready",), give=owed("a", due=(1,), after="flag(ready)"))
    assert can(rules, rules.start, "a:give")
    assert do(rules, rules.start, "clock")["breach:a"]


@pytest.mark.parametrize("phase", [0, 1])
def test_days_after_an_event_are_counted_alike_in_every_phase(phase: int) -> None:
    rules = rules_of(
        phases=(replace(TWO[0], lasts=1, advances_when=""), TWO[1]),
        flags=("ready",),
        raised=("ready",),
        give=owed("a", phase=("one", "two")[phase], due=(2,), after="flag(ready)"),
    )
    values = do(rules, rules.start, *["clock"] * phase)
    assert values["since:give"] == 1


def test_an_extension_on_the_day_of_a_move_takes_no_day_away() -> None:
    rules = rules_of(
        jump=Power(kind="other", holders=("a",), act="jumps", to="two"),
        longer=Power(kind="extend", holders=("m",), act="extends", extends=2),
    )
    moved = do(rules, rules.start, "a:jump", "m:longer", "clock")
    assert moved["day"] == 1


def test_an_extension_that_may_be_used_once_cannot_be_used_in_every_phase() -> None:
    rules = rules_of(longer=Power(kind="extend", holders=("m",), act="extends", extends=1, times=1))
    values = do(rules, rules.start, "m:longer", *["clock"] * 5)
    assert (values["phase"], values["day"]) == (1, 1)
    assert not can(rules, values, "m:longer")
    assert holds(rules, do(rules, values, *["clock"] * 3), "complete"), "the second phase is not longer"


def test_a_trigger_of_a_phase_waits_for_its_first_day() -> None:
    rules = rules_of(
        on=Trigger(when="day >= 1", phases=("one",), to="two"),
        off=Trigger(when="all-performed", phases=("two",), to="collapse"),
    )
    two = do(rules, rules.start, "clock")
    assert (two["phase"], two["day"]) == (1, 1)
    assert holds(rules, do(rules, two, "clock"), "collapse")


def test_a_trigger_goes_before_the_end_of_a_phase_on_the_same_evening() -> None:
    rules = rules_of(
        give=owed("a", due=(4,)),
        fall=Trigger(when="breach(a)", to="collapse"),
        expiry=Expiry(phase="one", then="two"),
    )
    ended = do(rules, {**rules.start, "day": 4}, "clock")
    assert holds(rules, ended, "collapse")
    assert ended["breach:a"]


def test_who_was_kept_from_giving_is_given_a_day_for_each_tranche() -> None:
    rules = rules_of(
        first=owed("b"),
        give=owed("a", quantity=3, tranches=3, due=(1, 2, 3), only_after="performed(first)"),
    )
    values = do(rules, rules.start, *["clock"] * 2, "b:first", "clock", *["a:give", "clock"] * 3)
    assert not values["breach:a"]
    idle = do(rules, rules.start, *["clock"] * 2, "b:first", "clock", "a:give", "clock", "clock")
    assert idle["breach:a"]


def test_who_gives_something_every_day_is_not_behind_in_an_exchange_of_finer_tranches() -> None:
    rules = rules_of(
        phases=(replace(TWO[0], lasts=9), TWO[1]),
        first=owed("b"),
        give=owed("a", quantity=3, tranches=3),
        ratio=Exchange(first="first", then="give", ratio=Fraction(3)),
    )
    owing = do(rules, rules.start, "b:first", "clock")
    assert not do(rules, owing, *["a:give", "clock"] * 3)["breach:a"]
    assert do(rules, owing, "a:give", "clock", "clock")["breach:a"]


def test_who_gets_the_first_half_late_is_given_a_day_for_each_tranche_of_the_second() -> None:
    rules = rules_of(
        phases=(replace(TWO[0], lasts=9), TWO[1]),
        first=owed("b"),
        give=owed("a", quantity=3, tranches=3, due=(1, 2, 3)),
        ratio=Exchange(first="first", then="give", ratio=Fraction(3), lag=3),
    )
    owing = do(rules, rules.start, *["clock"] * 4, "b:first", "clock")
    assert not do(rules, owing, *["a:give", "clock"] * 3)["breach:a"]
    assert do(rules, owing, "clock")["breach:a"]


def test_who_returns_to_an_earlier_phase_is_not_blamed_on_that_evening() -> None:
    rules = rules_of(
        first=owed("b"),
        give=owed("a", cure=1),
        ratio=Exchange(first="first", then="give", ratio=Fraction(1)),
        back=Power(kind="other", holders=("b",), act="goes back", phases=("two",), to="one"),
    )
    behind = {**rules.start, "phase": 1, "given:first": 1}
    back = do(rules, behind, "b:back", "clock")
    assert not back["breach:a"]
    assert do(rules, back, "clock")["breach:a"]


def test_a_suspension_lifted_late_in_the_day_leaves_a_morning_to_perform() -> None:
    rules = rules_of(
        give=owed("a", due=(3,)),
        stop=Power(kind="suspend", holders=("b",), act="suspends", suspends=("give",)),
        back=Power(kind="resume", holders=("m",), act="resumes", resumes=("stop",)),
    )
    third = {**rules.start, "day": 3}
    lifted = do(rules, third, "b:stop", "clock", "m:back", "clock")
    assert (lifted["day"], lifted["breach:a"]) == (4, 0)
    assert do(rules, lifted, "clock")["breach:a"]


def test_what_is_still_owed_can_be_given_after_a_breach() -> None:
    rules = rules_of(give=owed("a", quantity=2, tranches=2, due=(1, 2)))
    blamed = do(rules, rules.start, "clock", "clock")
    assert do(rules, blamed, "a:give", "clock", "a:give")["given:give"] == 2


def test_others_cannot_force_who_gives_what_it_can_into_breach() -> None:
    for lag in (0, 1):
        rules = rules_of(
            phases=(Phase(id="one", name="One", lasts=6),),
            first=owed("b", quantity=2, tranches=2),
            give=owed("a", quantity=4, tranches=4, due=(2, 4, 5, 6)),
            ratio=Exchange(first="first", then="give", ratio=Fraction(2), lag=lag),
        )
        game = unfold(rules)
        caught = attractor(game.start, game.to, game.mine(("b", "m")), game.where("breach(a)"))
        assert caught.rank[0] == -1


def test_a_game_from_a_morning_after_the_end_stays_there() -> None:
    rules = compile_accord(three(1, 2))
    over = {**rules.start, "phase": rules.phases.index("collapse"), "day": 0}
    game = unfold(rules, start=(over,))
    assert (game.situations, len(game.to), int(game.stage[0])) == (1, 0, -1)


@pytest.mark.parametrize("wrong", [{"day": 999}, {"day": -1}, {"dya": 1}])
def test_a_morning_that_the_accord_does_not_know_is_refused(wrong: dict) -> None:
    rules = compile_accord(three(1, 2))
    with pytest.raises(AccordError, match="cannot begin with"):
        unfold(rules, start=({**rules.start, **wrong},))


def test_what_an_earlier_phase_left_undone_counts_in_the_bound() -> None:
    rules = rules_of(
        phases=(replace(TWO[0], advances_when=""), replace(TWO[1], lasts=40)),
        x=owed("a", quantity=4, tranches=4),
        y=owed("b", quantity=4, tranches=4),
    )
    assert unfold(rules).situations <= size_bound(rules).situations


def test_two_exchanges_of_one_first_half_are_not_counted_too_low() -> None:
    rules = rules_of(
        phases=(Phase(id="one", name="One", lasts=1, advances_when="false"),),
        first=owed("b", quantity=5, tranches=5),
        x=owed("a", quantity=5, tranches=5),
        y=owed("a", quantity=5, tranches=5),
        ratio=Exchange(first="first", then="x", ratio=Fraction(1), lag=9),
        second=Exchange(first="first", then="y", ratio=Fraction(1), lag=9),
    )
    assert unfold(rules).situations <= size_bound(rules).situations


@given(accords(), st.booleans())
def test_the_bound_is_a_bound_for_any_accord(accord: Accord, hazards: bool) -> None:
    rules = compile_accord(accord, hazards=hazards)
    assert unfold(rules, most=20_000).situations <= size_bound(rules).situations


@given(accords(), st.booleans())
def test_the_unfolding_of_any_accord_equals_a_plain_walk(accord: Accord, turned: bool) -> None:
    rules = compile_accord(accord, order=orders(accord)[-1] if turned else ())
    game = unfold(rules, most=20_000)
    plain = Brute(rules)
    keys = [(int(game.stage[s]), tuple(sorted(game.values(s).items()))) for s in range(game.situations)]
    assert set(keys) == set(plain.after)
    edges = {s: {keys[game.to[e]] for e in game.edges(n)} for n, s in enumerate(keys)}
    assert edges == {s: set(after) for s, after in plain.after.items()}


def uncapped(rules: Rules) -> Rules:
    """The same rules with days counted much further than they matter."""
    effects = []
    for effect in rules.moves[-1].effects:
        name, value = effect.sets[0]
        if name == "day" and isinstance(value, Op) and isinstance(value.args[1], Table):
            caps = tuple(cap + 40 for cap in value.args[1].values)
            more = (name, Op("min", (value.args[0], Table(value.args[1].index, caps))))
            effects.append(replace(effect, sets=(more,)))
        else:
            effects.append(effect)
    return replace(rules, moves=(*rules.moves[:-1], replace(rules.moves[-1], effects=tuple(effects))))


@given(accords(), st.lists(st.integers(0, 9), min_size=30, max_size=60))
def test_counting_the_days_further_changes_nothing(accord: Accord, choices: list[int]) -> None:
    rules = compile_accord(accord)
    further = uncapped(rules)
    first, second = dict(rules.start), dict(rules.start)
    for number, choice in enumerate(choices):
        turn = rules.stages[number % len(rules.stages)]
        own = [n for n, move in enumerate(rules.moves) if move.owner == turn]
        possible = [n for n in own if rules.can(rules.moves[n], first)]
        assert possible == [n for n in own if further.can(further.moves[n], second)]
        if not possible:
            break
        chosen = possible[choice % len(possible)]
        first = do(rules, first, rules.moves[chosen].id)
        second = do(further, second, rules.moves[chosen].id)
        assert {**first, "day": 0} == {**second, "day": 0}


@pytest.mark.parametrize("name", ["day-1", "or-else", "not-so", "given-x", "true-2", "السلام", "é-2"])
def test_an_id_that_looks_like_words_of_the_language_is_a_name(name: str) -> None:
    rules = rules_of(
        **{name: owed("a", due=(4,))},
        end=Trigger(when=f"performed({name}) and given({name}) >= day - 1", to="collapse"),
    )
    given = do(rules, rules.start, f"a:{name}", "clock")
    assert holds(rules, given, "collapse")
