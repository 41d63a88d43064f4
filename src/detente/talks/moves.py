"""What is asked at the table and what is said there: asks, moves, replies, and what a mediator has heard.

A text is a package as a tuple of option numbers, in the order of the issues of the space. An answer is yes or
no, better or worse than the last text, and at most one named issue: nothing else of what a party wants.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

__all__ = ["MEDIATOR", "Ask", "Draw", "Heard", "MediatorView", "Move", "Reply", "TalksState", "Text"]

Text: TypeAlias = tuple[int, ...]

Draw: TypeAlias = Callable[[int], int]
"""A number of 53 bits by slot, the same whenever it is asked for again on that day."""

MEDIATOR = "mediator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a delegation says to a text: yes or no; against the last text -1 worse, 0 equal or first, 1 better.

    `issue` is the number of the one issue named: the one on which the party would gain most by its own first
    choice; -1 when none is named.
    """

    accepts: bool
    against_last: int = 0
    issue: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A text with the reply of each party, in alphabetical order of the parties."""

    text: Text
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MediatorView:
    """What a mediator knows: issues and options, open demands, the texts so far with their answers.

    `demands` holds each party's first choice on every issue (openly stated), in alphabetical order of the
    parties; `opening` is the text to begin from; `aside` the issues set aside, whose option may not change;
    `if_silent` the option that holds on each issue when a text is silent, -1 for none. `memory` is the
    mediator's own notebook, empty at the start of a run.
    """

    sizes: tuple[int, ...]
    demands: tuple[Text, ...]
    opening: Text
    heard: tuple[Heard, ...] = ()
    aside: tuple[int, ...] = ()
    if_silent: tuple[int, ...] = ()
    memory: dict[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Something asked of somebody: `who` is a party or MEDIATOR.

    `what` is "propose", "answer" (one text), "choose" (among texts), "seal" (name limits on every issue),
    "pass on" (may this be carried to the other side) or "ratify". `private`: not seen by the public; a
    `straight` ask goes to the principal without a delegation between.
    """

    who: str
    what: str
    texts: tuple[Text, ...] = ()
    private: bool = False
    straight: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What somebody did about an ask: `texts` proposed, chosen or sealed; `replies` to each text asked about.

    `yes` tells whether a package was ratified or a thing may be passed on; `by` names those who said no.
    """

    who: str
    what: str
    texts: tuple[Text, ...] = ()
    replies: tuple[Reply, ...] = ()
    yes: bool = True
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TalksState:
    """Where a protocol stands: what is asked of whom now, what has been heard, and whether it has ended.

    `ended` is "" while talks go on; "deal" when all have ratified `agreed`; any other word is a way to end
    without a deal that the protocol knows of. `notes` is the protocol's own memory.
    """

    asks: tuple[Ask, ...]
    heard: tuple[Heard, ...] = ()
    ended: str = ""
    agreed: Text | None = None
    notes: Mapping[str, Any] = field(default_factory=dict)
