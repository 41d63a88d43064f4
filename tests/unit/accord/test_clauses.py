"""What each kind of clause does, asked of the rules by the plain interpreter."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from detente.accord.game.compile import compile_accord
from detente.accord.game.compiling.duties import tranche_sizes
from detente.accord.game.expression import evaluate
from detente.accord.game.rules import Rules
from detente.accord.language.plan import (
    Accord,
    Ban,
    Exchange,
    Expiry,
    Flag,
    Hazard,
    Obligation,
    Phase,
    Power,
    Side,
    Talks,
    Trigger,
)
from detente.case.preferences import Range
from small_accords import clause, three

SIDES = (Side(id="a", name="A"), Side(id="b", name="B"), Side(id="m", name="M", role="mediator"))
GIVE = Obligation(
    phase="one", debtor="a", creditor="b", act="gives", good="x", quantity=2, tranches=2, due=(2, 3)
)


def rules_of(**clauses: Any) -> Rules:
    """The rules of an accord of two phases of four and two days with these clauses."""
    flags = clauses.pop("flags", ())
    phases = clauses.pop(
        "phases",
        (Phase(id="one", name="One", lasts=4, next="two"), Phase(id="two", name="Two", lasts=2)),
    )
    hazards = clauses.pop("hazards", False)
    made = tuple(clause(name, type(terms).__name__.lower(), base=terms) for name, terms in clauses.items())
    accord = Accord(id="t", title="T", sides=SIDES, phases=phases, clauses=made, flags=flags)
    return compile_accord(accord, hazards=hazards)


def do(rules: Rules, values: dict, *moves: str) -> dict[str, int]:
    """The values after these moves, each of which must be possible."""
    for name in moves:
        move = next(m for m in rules.moves if m.id == name)
        assert rules.can(move, values), name
        values = {key: int(value) for key, value in rules.apply(move, values).items()}
    return values


def can(rules: Rules, values: dict, name: str) -> bool:
    return bool(rules.can(next(m for m in rules.moves if m.id == name), values))


def holds(rules: Rules, values: dict, label: str) -> bool:
    return bool(evaluate(rules.label(label), values))


def test_a_missed_deadline_is_a_breach_at_the_end_of_its_day() -> None:
    rules = rules_of(give=GIVE)
    day_two = do(rules, rules.start, "clock")
    assert not day_two["breach:a"]
    assert do(rules, day_two, "clock")["breach:a"]
    assert not do(rules, day_two, "a:give", "clock")["breach:a"]


def test_within_the_cure_period_late_is_not_yet_a_breach() -> None:
    rules = rules_of(give=replace(GIVE, cure=1))
    day_three = do(rules, rules.start, "clock", "clock")
    assert holds(rules, day_three, "late(give)")
    assert holds(rules, day_three, "late(a)")
    assert not day_three["breach:a"]
    assert not do(rules, day_three, "a:give", "clock")["breach:a"]
    assert do(rules, day_three, "clock")["breach:a"]


def test_tranches_are_as_equal_as_whole_units_allow() -> None:
    assert tranche_sizes(replace(GIVE, quantity=11, tranches=4)) == (2, 3, 3, 3)
    assert sum(tranche_sizes(replace(GIVE, quantity=100, tranches=7))) == 100


def test_only_after_is_a_guard_and_excuses_until_the_morning_after() -> None:
    rules = rules_of(
        give=replace(GIVE, only_after="performed(first)", due=(1, 1)),
        first=Obligation(phase="one", debtor="b", creditor="a", act="gives", good="y", due=(3,)),
    )
    assert not can(rules, rules.start, "a:give")
    given = do(rules, rules.start, "b:first", "clock")
    assert not given["breach:a"]
    assert do(rules, given, "clock")["breach:a"]


def exchange(**more: int) -> Rules:
    return rules_of(
        first=Obligation(
            phase="one", debtor="b", creditor="a", act="gives", good="y", quantity=2, tranches=2, due=(4, 4)
        ),
        give=replace(GIVE, due=(4, 4), quantity=6),
        ratio=Exchange(first="first", then="give", ratio=Fraction(3), **more),
    )


def test_an_exchange_lets_nobody_run_ahead_and_counts_from_the_next_day() -> None:
    rules = exchange()
    assert not can(rules, rules.start, "a:give")
    night = do(rules, rules.start, "b:first", "clock")
    assert not night["breach:a"], "what came today is owed by the end of tomorrow"
    assert do(rules, night, "clock")["breach:a"]
    assert not do(rules, night, "a:give", "clock")["breach:a"]
    assert not can(rules, do(rules, night, "a:give"), "a:give")


def test_a_lag_allows_units_to_be_behind_and_a_lead_to_be_ahead() -> None:
    lagging = exchange(lag=3)
    assert not do(lagging, lagging.start, "b:first", "clock", "clock")["breach:a"]
    leading = exchange(lead=3)
    assert can(leading, leading.start, "a:give")


def test_a_deadline_after_an_event_counts_days_from_it() -> None:
    rules = rules_of(
        flags=(Flag(id="called", name="called"),),
        call=Power(kind="other", holders=("b",), act="calls", sets=(("called", True),)),
        give=replace(GIVE, quantity=1, tranches=1, due=(1,), after="flag(called)"),
    )
    assert not can(rules, rules.start, "a:give")
    quiet = do(rules, rules.start, "clock", "clock")
    assert not quiet["breach:a"]
    called = do(rules, quiet, "b:call", "clock")
    assert not called["breach:a"]
    assert can(rules, called, "a:give")
    assert do(rules, called, "clock")["breach:a"]


def test_what_must_be_verified_counts_only_once_confirmed() -> None:
    rules = rules_of(give=replace(GIVE, verified_by="m"))
    waiting = do(rules, rules.start, "a:give")
    assert not can(rules, waiting, "a:give")
    assert waiting["given:give"] == 0
    assert do(rules, waiting, "m:verify:give")["given:give"] == 1
    assert not do(rules, waiting, "clock", "clock")["breach:a"], "the debtor has done its part"


def test_fighting_is_a_breach_where_it_is_banned_and_lawful_where_it_is_not() -> None:
    rules = rules_of(truce=Ban(actors=("a", "b"), act="attacks", phases=("one",)))
    attacked = do(rules, rules.start, "a:truce")
    assert holds(rules, attacked, "collapse")
    assert attacked["breach:a"]
    assert not can(rules, rules.start, "a:fight")
    two = {**rules.start, "phase": 1}
    assert not can(rules, two, "a:truce")
    assert not do(rules, two, "a:fight")["breach:a"]


def test_a_phase_moves_on_at_the_end_of_its_last_day_and_counts_anew() -> None:
    rules = rules_of(give=replace(GIVE, due=(4, 4)))
    ready = {**rules.start, "given:give": 2, "day": 4}
    moved = do(rules, ready, "clock")
    assert (moved["phase"], moved["day"]) == (1, 1)
    assert do(rules, {**ready, "day": 3}, "clock")["phase"] == 0
    assert holds(rules, do(rules, {**moved, "day": 2}, "clock"), "complete")


@pytest.mark.parametrize(("then", "phase"), [("collapse", 2), ("continue", 0), ("two", 1)])
def test_expiry_says_what_follows_when_the_accord_does_not_move_on(then: str, phase: int) -> None:
    rules = rules_of(give=replace(GIVE, due=(4, 4)), expiry=Expiry(phase="one", then=then))
    over = do(rules, {**rules.start, "day": 4}, "clock")
    assert over["phase"] == phase


def test_the_days_are_counted_no_further_than_they_matter() -> None:
    rules = rules_of(give=replace(GIVE, due=(4, 4)))
    late = {**rules.start, "day": 5}
    high = next(v.high for v in rules.variables if v.name == "day")
    for _ in range(5):
        late = do(rules, late, "clock")
    assert late["day"] == high


def test_an_extension_makes_the_phase_longer_as_often_as_it_may_be_used() -> None:
    longer = Power(kind="extend", holders=("m",), act="extends", phases=("one",), extends=2, times=1)
    rules = rules_of(longer=longer, expiry=Expiry(phase="one", then="collapse"), give=GIVE)
    used = do(rules, {**rules.start, "day": 4}, "m:longer")
    assert not can(rules, used, "m:longer")
    assert do(rules, used, "clock")["phase"] == 0
    assert do(rules, used, "clock", "clock", "clock")["phase"] == 2


def test_a_suspension_stops_the_days_and_the_duty_until_it_is_lifted() -> None:
    stop = Power(kind="suspend", holders=("a",), act="suspends", when="late(b)", suspends=("give",))
    back = Power(kind="resume", holders=("a",), act="resumes", resumes=("stop",))
    owed = Obligation(phase="one", debtor="b", creditor="a", act="gives", good="y", due=(1,), cure=3)
    rules = rules_of(give=GIVE, stop=stop, back=back, owed=owed)
    assert not can(rules, rules.start, "a:stop")
    late = do(rules, rules.start, "clock")
    stopped = do(rules, late, "a:stop")
    assert not can(rules, stopped, "a:give")
    night = do(rules, stopped, "clock", "clock", "clock")
    assert night["day"] == late["day"]
    assert not night["breach:a"]
    assert can(rules, do(rules, night, "a:back"), "a:give")


def talking(**more: Any) -> Rules:
    return rules_of(
        talks=Talks(phase="one", parties=("a", "b"), sign_within=1, **more),
        phases=(Phase(id="one", name="One", lasts=2, advances_when="signed(talks)"),),
    )


def test_under_an_open_agenda_a_raised_topic_excuses_from_signing() -> None:
    rules = talking()
    raised = do(rules, rules.start, "a:raise:talks")
    assert not can(rules, raised, "b:sign:talks")
    later = do(rules, raised, "clock", "clock", "clock", "clock", "clock")
    assert not later["breach:a"]
    assert can(rules, do(rules, later, "a:drop:talks"), "b:sign:talks")


def test_once_nothing_is_on_the_table_not_to_sign_is_a_breach() -> None:
    rules = talking(agenda="closed")
    over = do(rules, rules.start, "clock", "clock", "a:sign:talks", "clock")
    assert not over["breach:a"]
    assert over["breach:b"]


def test_who_has_signed_raises_nothing_more() -> None:
    rules = talking()
    assert not can(rules, do(rules, rules.start, "a:sign:talks"), "a:raise:talks")


def test_topics_that_both_must_settle_stay_until_both_agree() -> None:
    rules = talking(agenda="closed", topics=("corridor",), listed_open=True, settled_by="both")
    assert not can(rules, rules.start, "a:sign:talks")
    one = do(rules, rules.start, "a:agree:talks", "clock")
    assert one["listed:talks"] == 1
    assert do(rules, one, "b:agree:talks", "clock")["listed:talks"] == 0


def test_a_mediator_may_rule_what_is_on_the_table_out_of_order() -> None:
    rule = Power(kind="rule out", holders=("m",), act="rules it out of order", rules_out="talks")
    rules = rules_of(
        talks=Talks(phase="one", parties=("a", "b")),
        rule=rule,
        phases=(Phase(id="one", name="One", lasts=2, advances_when="signed(talks)"),),
    )
    assert not can(rules, rules.start, "m:rule")
    raised = do(rules, rules.start, "a:raise:talks", "b:raise:talks")
    assert can(rules, do(rules, raised, "m:rule"), "a:sign:talks")


def test_a_trigger_sets_flags_and_moves_at_the_end_of_the_day() -> None:
    rules = rules_of(
        flags=(Flag(id="done", name="done"),),
        give=replace(GIVE, quantity=1, tranches=1, due=(4,)),
        mark=Trigger(when="performed(give)", phases=("one",), sets=(("done", True),), to="two"),
    )
    given = do(rules, rules.start, "a:give")
    assert given["flag:done"] == 0
    night = do(rules, given, "clock")
    assert (night["flag:done"], night["phase"], night["day"]) == (1, 1, 1)


def test_hazards_are_a_stage_of_their_own_and_only_when_asked_for() -> None:
    spoiler = Hazard(chance=Range.of(0.1), act="an incident ends it", phases=("one",), to="collapse")
    assert "chance" not in rules_of(spoiler=spoiler).stages
    rules = rules_of(spoiler=spoiler, hazards=True)
    assert rules.stages[-2:] == ("chance", "clock")
    assert holds(rules, do(rules, rules.start, "chance:spoiler"), "collapse")


def test_a_power_with_a_number_of_times_runs_out() -> None:
    rules = rules_of(once=Power(kind="other", holders=("a",), act="objects", times=1))
    assert not can(rules, do(rules, rules.start, "a:once"), "a:once")


def test_what_is_kept_after_the_end_is_phase_blame_and_what_was_given() -> None:
    rules = compile_accord(three(2, 3))
    kept = {v.name for v in rules.variables if v.kept}
    assert kept == {"phase", "breach:a", "breach:b", "given:release", "given:free"}


@pytest.mark.parametrize("when", ["day > 9", "day - 1 >= 9", "not (day <= 9)"])
def test_a_trigger_can_wait_for_a_day_after_the_phase_is_over(when: str) -> None:
    rules = rules_of(give=GIVE, late=Trigger(when=when, phases=("one",), to="collapse"))
    values = do(rules, rules.start, *["clock"] * 9)
    assert values["phase"] == 0
    assert do(rules, values, "clock")["phase"] == rules.phases.index("collapse")
