"""How homes answer: in their own time, without noise, by the reservation of the day; some quit."""

from detente.case.preferences import Range
from detente.case.procedure import ExitThreat
from detente.talks.engine.home import Homes
from detente.talks.setting.values import NONE, SURE, Effect, Happening, Home, Mediation, Setting
from two_sides import HIGH, LOW, MID, X, Y, sides, world_of

BOTH = (True, True)
NOBODY = (False, False)


def asked(text, *, case=None, consulted=NOBODY, yes=BOTH, day=1, **setting) -> Homes:
    """Homes that were asked about a text on a day."""
    world = world_of(case or sides(), Setting(id="s", **setting))
    for number in range(1, day + 1):
        world.wake(number)
    homes = Homes(world)
    homes.ask(text, yes, consulted)
    return homes


def test_a_text_passes_when_all_get_what_they_ask():
    homes = asked((MID, X))
    homes.hear()
    assert homes.waiting == []
    assert homes.decide().passes


def test_who_gets_too_little_is_named():
    homes = asked((LOW, Y))
    homes.hear()
    assert not homes.decide().passes
    assert homes.decide().against == (0,)


def test_a_home_answers_no_earlier_than_its_least_days():
    homes = asked((MID, X), homes=(Home(actor="a", least=2),))
    for day in (2, 3):
        homes.hear()
        assert homes.waiting == [0]
        homes.world.wake(day)
    homes.hear()
    assert homes.waiting == []


def test_a_leader_in_hiding_keeps_all_waiting():
    hiding = Happening(id="raid", name="Raid", day=1, effects=(Effect(kind="silent", on="b", days=2),))
    homes = asked((MID, X), happenings=(hiding,))
    seen = []
    for day in (2, 3, 4):
        homes.hear()
        seen.append(list(homes.waiting))
        homes.world.wake(day)
    assert seen == [[1], [1], []]


def test_a_principal_who_was_consulted_answers_at_once():
    homes = asked((MID, X), consulted=(True, False), homes=(Home(actor="a", answers=NONE),))
    assert homes.votes == {0: True}
    assert homes.waiting == [1]


def test_only_the_parties_that_said_yes_are_asked():
    assert asked((MID, X), yes=(True, False)).waiting == [0]


def test_the_reservation_of_the_day_of_the_answer_counts():
    harder = Effect(kind="reservation", on="a", amount=Range.of(0.7))
    late = Happening(id="raid", name="Raid", day=2, effects=(harder,))
    homes = asked((MID, X), happenings=(late,), homes=(Home(actor="a", least=1),))
    homes.hear()
    homes.world.wake(2)
    homes.hear()
    assert homes.votes == {1: True, 0: False}


def with_threat(credibility: Range):
    threat = ExitThreat(actor="a2", on=(("price", ("mid",)),), credibility=credibility, principal_effect=NONE)
    return sides(homes=("a1", "a2"), exit_threats=(threat,))


def test_a_threat_that_is_meant_is_carried_out_over_such_a_text():
    homes = asked((MID, X), case=with_threat(SURE))
    homes.hear()
    found = homes.decide()
    assert found.quit == (0,)
    assert not found.passes
    assert homes.world.gone == [1]


def test_a_bluff_is_not_carried_out_and_other_texts_are_no_reason():
    for case, text in ((with_threat(NONE), (MID, X)), (with_threat(SURE), (HIGH, Y))):
        homes = asked(text, case=case)
        homes.hear()
        assert homes.decide().quit == ()
        assert homes.decide().passes


def test_who_has_quit_counts_as_a_no_until_it_comes_back():
    homes = asked((HIGH, Y), case=with_threat(SURE))
    homes.world.gone[0] = 1
    homes.hear()
    assert not homes.decide().passes


def test_a_word_with_one_who_refused_softens_its_next_answer():
    text = (LOW, Y)
    homes = asked(text, case=sides(asks=(0.1, 0.1)), mediation=Mediation(word=Range.of(0.2)))
    homes.hear()
    assert homes.votes[0] is False
    homes.world.worded[0] = True
    homes.ask(text, BOTH, NOBODY)
    homes.hear()
    assert homes.votes[0] is True
