"""When a delegation answers, what it says, and whom it believes."""

import pytest

from detente.case.preferences import Range
from detente.talks.engine.delegations import Delegations
from detente.talks.moves import Reply
from detente.talks.setting.values import (
    NONE,
    SURE,
    Delegation,
    Effect,
    Happening,
    Home,
    Mediation,
    Setting,
)
from two_sides import HIGH, LOW, MID, X, Y, grid, sides, world_of

A, B = 0, 1
BEST = (HIGH, X)


def begun(*, day: int = 1, run: int = 0, case=None, **setting) -> Delegations:
    """The delegations on a day."""
    world = world_of(case or sides(), Setting(id="s", **setting), run=run)
    for number in range(1, day + 1):
        world.wake(number)
    return Delegations.begin(world)


def side(**more) -> tuple[Delegation, ...]:
    return (Delegation(party="a", **more),)


def test_inside_its_mandate_a_delegation_answers_when_it_is_ready():
    ready, never = begun(), begun(delegations=side(answers=NONE))
    assert ready.answers_today(A, 1, referral=False, present=False)
    assert not never.answers_today(A, 1, referral=False, present=False)


def test_at_a_summit_all_answer():
    assert begun(delegations=side(answers=NONE)).answers_today(A, 1, referral=False, present=True)


def test_outside_its_mandate_the_principal_answers_in_its_own_time():
    sides_ = begun(day=3, homes=(Home(actor="a", least=2),))
    assert sides_.answers_today(A, 1, referral=True, present=False)
    assert not sides_.answers_today(A, 2, referral=True, present=False)
    assert sides_.referred == [True, False]


def test_a_leader_in_hiding_gives_no_answer_but_a_delegation_may():
    hiding = Happening(id="raid", name="Raid", day=1, effects=(Effect(kind="silent", on="a", days=3),))
    found = begun(happenings=(hiding,))
    assert not found.answers_today(A, 1, referral=True, present=False)
    assert found.answers_today(A, 1, referral=False, present=False)


def test_a_party_accepts_what_gives_it_its_reservation_and_names_its_largest_loss():
    found = begun()
    assert found.reply(A, (MID, X)) == Reply(accepts=True, issue=0)
    assert found.reply(A, (LOW, Y)) == Reply(accepts=False, issue=0)
    assert found.reply(A, BEST) == Reply(accepts=True, issue=-1)


def test_what_it_asks_above_its_reservation_falls_as_its_tactic_has_it():
    asks = side(asks=Range.of(0.4), tactic="linear")
    unit = grid(sides(), "a")
    first, middle, last = (
        begun(day=d, delegations=asks, days=10, deadline=None).above(A) / unit for d in (1, 5, 10)
    )
    assert (first, middle, last) == pytest.approx((0.36, 0.2, 0.0), abs=1e-6)
    assert not begun(day=1, delegations=asks, days=10).reply(A, (MID, Y)).accepts
    assert begun(day=10, delegations=asks, days=10).reply(A, (MID, Y)).accepts


def test_an_answer_is_better_or_worse_than_the_text_that_stands():
    found = begun()
    found.settle((MID, X), (Reply(accepts=True), Reply(accepts=True)))
    assert [found.reply(A, text).against_last for text in (BEST, (MID, X), (LOW, X))] == [1, 0, -1]
    found.settle((LOW, X), (Reply(accepts=False, against_last=-1), Reply(accepts=True, against_last=1)))
    assert found.reply(A, (MID, X)).against_last == 0, "what one found worse does not stand"
    assert found.reply(A, (MID, X), before=BEST).against_last == -1
    found.forget()
    assert found.reply(A, (LOW, X)).against_last == 0


def test_a_text_that_did_not_reach_all_does_not_stand():
    found = begun()
    found.settle((MID, X), (Reply(accepts=True), Reply(accepts=False, asked=False)))
    assert found.last == [None, None]


def test_a_matching_party_yields_for_the_yes_of_another():
    asks = side(asks=Range.of(0.4), tactic="matching:0.5")
    found = begun(delegations=asks, days=10)
    before = found.above(A)
    found.settle((MID, X), (Reply(accepts=False), Reply(accepts=True)))
    assert found.above(A) == pytest.approx(before / 2, abs=2)
    found.settle((MID, X), (Reply(accepts=False), Reply(accepts=False)))
    assert found.above(A) == pytest.approx(before / 2, abs=2)


def counselled(kept: float, failed: float, **more) -> Delegations:
    trust = (Range.of(kept), Range.of(failed))
    return begun(
        delegations=side(asks=Range.of(0.4), tactic="hard-line", trust=trust),
        mediation=Mediation(counsel=Range.of(0.3)),
        days=10,
        **more,
    )


def test_a_believed_word_of_the_mediator_takes_off_what_a_party_asks():
    assert counselled(1, 0).reply(A, (MID, Y)).accepts is False
    assert counselled(1, 0).reply(A, (LOW, X)).accepts
    assert not counselled(0, 1).reply(A, (LOW, X)).accepts


def test_a_mediator_is_believed_as_often_as_its_word_was_kept():
    believed = sum(counselled(3, 1, run=run).believes(A) for run in range(400))
    assert 270 < believed < 330


def test_the_track_record_grows_by_whether_the_others_did_say_yes():
    found = counselled(1, 1)
    found.settle((MID, X), (Reply(accepts=False), Reply(accepts=True)))
    assert (found.world.kept[A], found.world.failed[A]) == (2000, 1000)
    found.settle((MID, X), (Reply(accepts=True), Reply(accepts=False)))
    assert (found.world.kept[A], found.world.failed[A]) == (2000, 2000)
    found.settle((MID, X), (Reply(accepts=True), Reply(accepts=False, asked=False)))
    assert (found.world.kept[A], found.world.failed[A]) == (2000, 2000), "who was not asked kept no word"


def test_noise_makes_answers_differ_from_run_to_run():
    def yes(scale: Range) -> int:
        noisy = Mediation(noise=scale)
        return sum(begun(mediation=noisy, run=run).reply(A, (LOW, Y)).accepts for run in range(200))

    assert yes(NONE) == 0
    assert 50 < yes(SURE) < 150
