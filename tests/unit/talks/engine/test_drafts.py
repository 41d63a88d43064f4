"""Several texts at once: distinct, possible, and the first as the mediator words it."""

from detente.case.model import Constraint
from detente.kernels.talks.shapes import SLOTS
from detente.talks.engine.drafts import drafts
from detente.talks.engine.views import table_of, view_of
from detente.talks.mediators.steps import Greedy, Trades
from detente.talks.moves import TalksState
from detente.talks.setting.values import Setting
from two_sides import sides, tables_of, world_of

PLAIN = Setting(id="s")


def drafted(count: int, mediator=None, **more) -> tuple:
    case = sides(**more)
    world = world_of(case, PLAIN)
    world.wake(1)
    view = view_of(TalksState(table=table_of(tables_of(case, PLAIN), world), asks=()), {})
    return drafts(mediator or Greedy(), view, world, count)


def test_one_text_is_what_the_mediator_says():
    assert drafted(1) == drafted(3)[:1]


def test_several_texts_differ_even_where_the_mediator_repeats_itself():
    texts = drafted(3)
    assert len(set(texts)) == len(texts) == 3


def test_texts_that_are_filled_in_can_stand():
    never = Constraint(id="k", never=(("price", ("high",)),))
    assert all(price != 2 for price, _ in drafted(4, constraints=(never,)))


def test_a_small_space_gives_what_it_has():
    class Tiny:
        def propose(self, view, draw):
            return (1, 0)

    texts = drafted(12, Tiny())
    assert 3 <= len(texts) == len(set(texts)) <= 6


def test_each_further_text_has_numbers_of_its_own():
    seen = []

    class Curious:
        def propose(self, view, draw):
            seen.append(draw(0))
            return Trades().propose(view, draw)

    drafted(3, Curious())
    assert len(set(seen)) == len(seen) == 6
    world = world_of(sides(), PLAIN)
    world.wake(1)
    assert seen[0] == world.draw(SLOTS.DRAFT)
