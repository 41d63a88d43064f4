"""Several texts at once, several yeses, one that goes home."""

from detente.case.preferences import Range
from detente.kernels.talks.shapes import ENDS
from detente.talks.protocols.alternatives import ThreeAlternatives
from detente.talks.setting.values import Effect, Happening, Setting
from two_sides import HIGH, LOW, MID, X, Y, lines, play, sides


def setting(**more) -> Setting:
    return Setting(id="s", **{"days": 6, **more})


class Puts:
    """A mediator with three texts in mind, told apart by its numbers or in turn."""

    def __init__(self, *texts):
        self.texts, self.turn = texts, -1

    def propose(self, view, draw):
        self.turn += 1
        return self.texts[self.turn % len(self.texts)]


def test_three_distinct_texts_go_out_on_one_day():
    told = play(sides(asks=(0.9, 0.9)), setting(days=1), ThreeAlternatives())
    assert len({e.text for e in lines(told, "proposed")}) == 3
    assert [e.who for e in lines(told, "answered")] == ["a"] * 3 + ["b"] * 3
    assert told.fact("texts") == 3


def test_a_party_may_accept_several_and_likes_one_best():
    told = play(sides(), setting(), ThreeAlternatives(), Puts((HIGH, X), (MID, X), (MID, Y)))
    said = {who: [e.yes for e in lines(told, "answered") if e.who == who] for who in "ab"}
    assert said == {"a": [True, True, True], "b": [False, True, True]}
    assert [(e.who, e.text) for e in lines(told, "chose")] == [("a", (HIGH, X)), ("b", (MID, Y))]


def test_of_the_texts_that_all_accept_the_one_that_most_chose_goes_home():
    told = play(sides(), setting(), ThreeAlternatives(), Puts((HIGH, X), (MID, X), (MID, Y)))
    assert (ENDS[told.fact("end")], told.text) == ("deal", (MID, Y))


def test_of_equals_the_one_proposed_first_goes_home():
    told = play(sides(), setting(), ThreeAlternatives(texts=2), Puts((LOW, X), (HIGH, Y)))
    assert [(e.who, e.text) for e in lines(told, "chose")] == [("a", (LOW, X)), ("b", (LOW, X))]
    told = play(sides(), setting(), ThreeAlternatives(texts=2), Puts((MID, X), (MID, Y)))
    assert told.text == (MID, X)


def test_none_is_chosen_where_none_will_do():
    told = play(
        sides(asks=(0.9, 0.9)), setting(days=1), ThreeAlternatives(), Puts((MID, X), (MID, Y), (LOW, X))
    )
    assert [(e.who, e.yes, e.text) for e in lines(told, "chose")] == [("a", False, ()), ("b", False, ())]


def test_when_a_home_refuses_the_next_text_that_all_accept_goes_home():
    harder = Effect(kind="reservation", on="a2", amount=Range.of(0.3))
    raid = Happening(id="raid", name="Raid", day=1, effects=(harder,))
    case = sides(homes=("a1", "a2"))
    told = play(case, setting(happenings=(raid,)), ThreeAlternatives(texts=2), Puts((MID, Y), (MID, X)))
    assert [(e.day, e.text) for e in lines(told, "carried home")] == [(1, (MID, Y)), (1, (MID, X))]
    assert [e.text for e in lines(told, "refused")] == [(MID, Y)]
    assert (ENDS[told.fact("end")], told.text, told.fact("ratifications")) == ("deal", (MID, X), 2)


def test_texts_in_a_row_are_compared_one_with_the_other_where_none_stands():
    last = ThreeAlternatives(against_standing=False)
    told = play(sides(asks=(0.9, 0.9)), setting(days=1), last, Puts((MID, X), (HIGH, X), (LOW, X)))
    against = {who: [e.reply.against_last for e in lines(told, "answered") if e.who == who] for who in "ab"}
    assert against == {"a": [0, 1, -1], "b": [0, -1, 1]}


def test_the_text_that_most_accept_counts_as_the_last_one_heard():
    heard = []

    class Hears(Puts):
        def propose(self, view, draw):
            heard[:] = [h.text for h in view.heard]
            return super().propose(view, draw)

    case = sides(asks=(0.4, 0.4))
    play(
        case,
        setting(days=2),
        ThreeAlternatives(),
        Hears((HIGH, X), (LOW, Y), (MID, Y), (HIGH, X), (MID, Y), (LOW, Y)),
    )
    assert len(heard) == 3
    assert set(heard) == {(HIGH, X), (LOW, Y), (MID, Y)}
