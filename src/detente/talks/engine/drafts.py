"""Texts from a mediator: one, several at once that differ from one another, or the one that goes home."""

from collections.abc import Iterator
from typing import Any

from detente.kernels.talks.shapes import SLOTS
from detente.talks.engine.world import World
from detente.talks.moves import MediatorView, Text

__all__ = ["drafts", "settled"]

_APART = 64
_SETTLE = 2**20


def drafts(mediator: Any, view: MediatorView, world: World, count: int) -> tuple[Text, ...]:
    """So many distinct texts, the first as the mediator words a single one.

    The mediator is asked twice as often as texts are wanted, with other numbers each time. What is missing
    then is filled with the first text moved on one issue to what some party demands, or one step towards it;
    where that gives no others there are fewer texts.
    """
    found = [tuple(mediator.propose(view, world.drawer(SLOTS.DRAFT)))]
    for number in range(1, 2 * count if count > 1 else 1):
        text = tuple(mediator.propose(view, world.drawer(SLOTS.DRAFT + _APART * number)))
        if text not in found and len(found) < count:
            found.append(text)
    if len(found) < count:
        near = [text for text in _near(view, found[0]) if view.feasible(text)]
        first = world.draw(SLOTS.DRAFT + _APART * (2 * count)) % max(len(near), 1)
        for text in (*near[first:], *near[:first]):
            if text not in found and len(found) < count:
                found.append(text)
    return tuple(found)


def settled(mediator: Any, view: MediatorView, world: World, texts: tuple[Text, ...]) -> tuple[Text, ...]:
    """The one of these accepted texts that the mediator wants to go home, or none.

    A mediator that has no `settle` takes the last of them that nobody found worse, else the first.
    """
    own = getattr(mediator, "settle", None)
    if own is not None:
        text = own(view, world.drawer(_SETTLE))
        return () if text is None else (tuple(text),)
    fine = [h.text for h in view.heard if h.text in texts and all(r.against_last >= 0 for r in h.replies)]
    return tuple(fine[-1:]) or texts[:1]


def _near(view: MediatorView, text: Text) -> Iterator[Text]:
    for issue in view.issue_order:
        if issue in view.aside or len(text) != len(view.sizes):
            continue
        for demand in view.demands:
            here, there = text[issue], demand[issue]
            if view.ordered[issue] and here != there:
                there = here + (1 if there > here else -1)
            if there != here:
                yield (*text[:issue], there, *text[issue + 1 :])
