"""What strikes, lapses, falls and hardens from day to day, and what that does to what each actor asks."""

import datetime as dt
from collections.abc import Callable

import pytest

from detente.case.preferences import DatedRange, Range
from detente.case.procedure import ExitThreat, Mandate
from detente.talks.engine.world import World
from detente.talks.setting.values import (
    NONE,
    SURE,
    Counter,
    Delegation,
    Effect,
    Happening,
    Hazard,
    Home,
    Mediation,
    Setting,
    Summit,
)
from two_sides import HIGH, LOW, MID, START, X, Y, grid, sides, world_of

A, B = 0, 1


def harder(amount: float, days: int = 0, on: str = "a") -> Effect:
    return Effect(kind="reservation", on=on, amount=Range.of(amount), days=days)


def over(world: World, days: int, look: Callable[[World], object]) -> list[object]:
    """What is seen on each of the first days."""
    found = []
    for day in range(1, days + 1):
        world.wake(day)
        found.append(look(world))
    return found


def asked(setting: Setting, days: int, actor: int = A, case=None) -> list[float]:
    """What an actor asks on each of the first days."""
    case = case or sides()
    unit = grid(case, "a")
    return over(world_of(case, setting), days, lambda w: round(w.asked(actor) / unit, 6))


def test_a_hazard_for_good_adds_up_each_time_it_strikes():
    hazard = Hazard(id="raid", name="Raid", rate=SURE, effects=(harder(0.1),))
    assert asked(Setting(id="s", hazards=(hazard,)), 3) == [0.3, 0.4, 0.5]


def test_a_hazard_that_strikes_once_strikes_once():
    hazard = Hazard(id="raid", name="Raid", rate=SURE, effects=(harder(0.1),), once=True)
    assert asked(Setting(id="s", hazards=(hazard,)), 3) == [0.3, 0.3, 0.3]


def test_a_passing_effect_begins_anew_and_does_not_add_up():
    hazard = Hazard(id="raid", name="Raid", rate=SURE, effects=(harder(0.1, days=2),))
    assert asked(Setting(id="s", hazards=(hazard,)), 3) == [0.3, 0.3, 0.3]


def test_a_passing_effect_passes():
    happening = Happening(id="vote", name="Vote", day=2, effects=(harder(0.1, days=2),))
    assert asked(Setting(id="s", happenings=(happening,)), 4) == [0.2, 0.3, 0.3, 0.2]


def test_a_dated_event_strikes_on_its_date_and_on_no_other():
    day = START + dt.timedelta(days=2)
    happening = Happening(id="vote", name="Vote", date=day, effects=(harder(0.1),))
    assert asked(Setting(id="s", happenings=(happening,)), 4) == [0.2, 0.2, 0.3, 0.3]


def test_an_event_without_a_chance_does_not_happen():
    happening = Happening(id="vote", name="Vote", day=2, chance=NONE, effects=(harder(0.1),))
    assert asked(Setting(id="s", happenings=(happening,)), 3) == [0.2, 0.2, 0.2]


def test_a_hazard_strikes_about_as_often_as_its_rate_says():
    hazard = Hazard(id="raid", name="Raid", rate=Range.of(0.2), effects=())
    world = world_of(sides(), Setting(id="s", days=1000, hazards=(hazard,)))
    struck = sum(len(world.wake(day)) for day in range(1, 1001))
    assert 160 < struck < 240


def test_an_event_may_move_the_rate_of_a_hazard():
    raid = Hazard(id="raid", name="Raid", rate=NONE, effects=(harder(0.1),))
    more = Effect(kind="rate", on="raid", amount=SURE, days=2)
    front = Happening(id="front", name="Second front", day=2, effects=(more,))
    assert asked(Setting(id="s", hazards=(raid,), happenings=(front,)), 4) == [0.2, 0.3, 0.4, 0.4]


def test_a_counter_falls_to_nothing_and_moves_a_reservation():
    counter = Counter(id="held", name="Held", start=2, falls=SURE, on="b", adds=Range.of(-0.05))
    setting = Setting(id="s", counters=(counter,))
    assert asked(setting, 3, B) == [0.15, 0.1, 0.1]
    assert over(world_of(sides(), setting), 3, lambda w: w.left[0]) == [1, 0, 0]


def test_a_summit_slips_by_a_week_once_at_most():
    summit = Summit(id="cairo", name="Cairo", day=3, slips=SURE, attends=SURE)
    world = world_of(sides(), Setting(id="s", summits=(summit,)))
    assert over(world, 12, lambda w: w.summit[0]) == [3, 3, *[10] * 10]


def test_delay_makes_no_deal_worth_less_each_day():
    home = Home(actor="a", delay=Range.of(0.01))
    assert asked(Setting(id="s", homes=(home,)), 3) == [0.19, 0.18, 0.17]


def test_a_reservation_with_dates_changes_on_its_day():
    later = DatedRange(since=START + dt.timedelta(days=2), range=Range.of(0.4))
    case = sides(asks=((DatedRange(range=Range.of(0.2)), later), 0.2))
    assert asked(Setting(id="s"), 4, case=case) == [0.2, 0.2, 0.4, 0.4]


def test_publicity_hardens_and_fades_step_by_step():
    setting = Setting(
        id="s",
        delegations=(Delegation(party="a", audience=Range.of(0.1)),),
        mediation=Mediation(fades=3),
    )
    world = world_of(sides(), setting)
    world.wake(1)
    world.public[A], world.public_day[A] = 2, 1
    unit = grid(sides(), "a")
    found = [round(world.asked(A) / unit, 6)]
    for day in range(2, 9):
        world.wake(day)
        found.append(round(world.asked(A) / unit, 6))
    assert found == [0.4, 0.4, 0.4, 0.3, 0.3, 0.3, 0.2, 0.2]


def test_blame_takes_off_the_reservation_of_the_principal_alone():
    case = sides(homes=("a1", "a2"))
    world = world_of(case, Setting(id="s", delegations=(Delegation(party="a", blame=Range.of(0.1)),)))
    world.wake(1)
    world.blamed[A], world.blamed_day[A] = 1, 1
    unit = grid(case, "a1")
    assert [round(world.asked(k) / unit, 6) for k in (0, 1)] == [0.1, 0.2]


def test_a_mandate_changes_while_an_effect_lasts():
    narrow = Mandate(id="narrow", party="a", allows=(("price", ("high",)),))
    to = Effect(kind="mandate", on="a", to="narrow", days=2)
    happening = Happening(id="cabinet", name="Cabinet", day=2, effects=(to,))
    world = world_of(sides(mandates=(narrow,)), Setting(id="s", happenings=(happening,)))
    seen = over(world, 4, lambda w: (w.inside(A, (MID, X)), w.inside(A, (HIGH, Y)), w.inside(B, (MID, X))))
    free, bound = (True, True, True), (False, True, True)
    assert seen == [free, bound, bound, free]


def test_a_delegation_without_a_mandate_may_sign_nothing():
    world = world_of(sides(), Setting(id="s", delegations=(Delegation(party="a", mandate="none"),)))
    world.wake(1)
    assert not world.inside(A, (HIGH, X))
    assert not world.allows(A, ((HIGH,), (X,)))
    assert world.allows(A, ((), ()))


@pytest.mark.parametrize(("returns", "seen"), [(0, [1, 1, 1, 1]), (2, [1, 1, 0, 0])])
def test_who_has_quit_comes_back_after_its_days_or_never(returns, seen):
    threat = ExitThreat(actor="a2", on=(("price", ("low",)),), credibility=SURE, principal_effect=NONE)
    case = sides(homes=("a1", "a2"), exit_threats=(threat,))
    world = world_of(case, Setting(id="s", homes=(Home(actor="a2", returns=returns),)))
    world.wake(1)
    world.gone[0] = 1
    assert [1, *over_from(world, 2, 4)] == seen


def over_from(world: World, first: int, last: int) -> list[int]:
    """Whether the one who quit is still gone on each of some days."""
    found = []
    for day in range(first, last + 1):
        world.wake(day)
        found.append(int(world.gone[0] > 0))
    return found


def test_a_ratifier_who_has_quit_costs_its_principal_whatever_the_text():
    threat = ExitThreat(
        actor="a2", on=(("price", ("low",)),), credibility=SURE, principal_effect=Range.of(-0.3)
    )
    case = sides(homes=("a1", "a2"), exit_threats=(threat,))
    world, unit = world_of(case, Setting(id="s")), grid(case, "a1")
    world.wake(1)
    before = [world.utility(0, text) / unit for text in ((MID, X), (LOW, X))]
    world.gone[0] = 1
    after = [world.utility(0, text) / unit for text in ((MID, X), (LOW, X))]
    assert before == pytest.approx([0.75, 0.2])
    assert after == pytest.approx([0.45, 0.2])


def test_a_silent_principal_and_an_absent_party_are_so_while_it_lasts():
    effects = (Effect(kind="silent", on="a", days=2), Effect(kind="away", on="b", days=1))
    happening = Happening(id="raid", name="Raid", day=2, effects=effects)
    world = world_of(sides(), Setting(id="s", happenings=(happening,)))
    seen = over(world, 4, lambda w: (w.acts("silent", A), w.acts("away", B), w.away_for_good(B)))
    still = (False, False, False)
    assert seen == [still, (True, True, False), (True, False, False), still]


def test_who_leaves_without_a_day_of_return_is_away_for_good():
    happening = Happening(id="out", name="Out", day=2, effects=(Effect(kind="away", on="b"),))
    world = world_of(sides(), Setting(id="s", happenings=(happening,)))
    assert over(world, 3, lambda w: w.away_for_good(B)) == [False, True, True]


def test_lost_trust_counts_as_words_not_kept():
    happening = Happening(
        id="lie", name="Lie", day=2, effects=(Effect(kind="trust", on="a", amount=Range.of(2)),)
    )
    world = world_of(sides(), Setting(id="s", happenings=(happening,)))
    assert over(world, 3, lambda w: (w.kept[A], w.failed[A])) == [(1000, 1000), (1000, 3000), (1000, 3000)]


def test_a_day_draws_the_same_numbers_whenever_they_are_asked_for():
    one, other = world_of(sides(), Setting(id="s")), world_of(sides(), Setting(id="s"))
    for world, days in ((one, (3,)), (other, (1, 2, 3))):
        for day in days:
            world.wake(day)
    assert one.draw(7) == other.draw(7) == one.drawer(5)(2)
    assert one.draw(7) != world_of(sides(), Setting(id="s"), run=1).draw(7)
