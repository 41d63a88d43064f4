"""What is asked at the table and what is said there: asks, moves, replies, and what a mediator has heard.

A text is a package as a tuple of option numbers, in the order of the issues of the space. An answer is yes or
no, better or worse than the last text, and at most one named issue: nothing else of what a party wants.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

__all__ = [
    "HOME",
    "MEDIATOR",
    "Ask",
    "Draw",
    "Heard",
    "MediatorView",
    "Move",
    "Position",
    "Reply",
    "Table",
    "TalksState",
    "Text",
]

Text: TypeAlias = tuple[int, ...]

Draw: TypeAlias = Callable[[int], int]
"""A number of 53 bits by slot, the same whenever it is asked for again on that day."""

MEDIATOR = "mediator"
HOME = "home"


def _any_text(text: Text) -> bool:
    return bool(text) or not text


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is said to a text: yes or no; against the last text -1 worse, 0 equal or none, 1 better.

    `issue` is the number of the one issue named: the one on which the party would gain most by its own first
    choice; -1 when none is named. A party that was not asked stands as a no without a word, `asked` False.
    """

    accepts: bool
    against_last: int = 0
    issue: int = -1
    asked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A text with the reply of each party, in alphabetical order of the parties."""

    text: Text
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MediatorView:
    """What a mediator knows: issues and options, open demands, the texts so far with their answers.

    `demands` holds each party's first choice on every issue (openly stated), in alphabetical order of the
    parties; `opening` is the text to begin from; `standing` the last text that nobody found worse; `aside`
    the issues set aside, whose option may not change; `if_silent` the option that holds on each issue when a
    text is silent, -1 for none; `blocked` the parties whose home refused the last text. `issue_order` and
    `option_order` are numbers by id, so that the order in a file counts nowhere; `ordered` tells which
    issues run from one end to the other. With `against_standing` better and worse are said against the text
    that stood, otherwise against the one before. `feasible` tells whether options can stand together.
    `memory` is the mediator's own notebook, empty at the start of a run.
    """

    sizes: tuple[int, ...]
    demands: tuple[Text, ...]
    opening: Text
    heard: tuple[Heard, ...] = ()
    aside: tuple[int, ...] = ()
    if_silent: tuple[int, ...] = ()
    standing: Text = ()
    blocked: tuple[int, ...] = ()
    against_standing: bool = False
    issue_order: tuple[int, ...] = ()
    option_order: tuple[tuple[int, ...], ...] = ()
    ordered: tuple[bool, ...] = ()
    feasible: Callable[[Text], bool] = field(default=_any_text, compare=False)
    memory: dict[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What a party knows of itself when it names limits: its principal's scores by issue and option.

    `asked` is its reservation of today, `above` what its tactic asks beyond that, all on its grid, of which
    `grid` units make one of utility. `barred` holds the options of each issue that cross a red
    line beside its own first choices. `draw` gives numbers of its own for today.
    """

    party: str
    scores: tuple[tuple[int, ...], ...]
    asked: int
    above: int
    grid: float
    barred: tuple[tuple[int, ...], ...]
    draw: Draw = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Something asked of somebody: `who` is a party or MEDIATOR.

    `what` is "propose" (as many asks, as many distinct texts), "answer" (one text), "choose" (among texts),
    "seal" (name limits on every issue, made from a position by `limits`), "pass on" (may this be carried to
    the other side), "settle" (MEDIATOR: which of these goes home) or "ratify" (HOME, for the parties numbered
    in `of`). `private`: not seen by the public; a
    `straight` ask goes to the principal without a delegation between.
    """

    who: str
    what: str
    texts: tuple[Text, ...] = ()
    private: bool = False
    straight: bool = False
    of: tuple[int, ...] = ()
    limits: Callable[[Position], tuple[Text, ...]] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What somebody did about an ask: `texts` proposed, chosen or sealed; `replies` to each text.

    `texts` is of "choose" or "settle" the chosen one or none, of "seal" for each issue the options that it
    can live with.

    `yes` tells whether a package was ratified or a thing may be passed on; `by` names those who said no.
    """

    who: str
    what: str
    texts: tuple[Text, ...] = ()
    replies: tuple[Reply, ...] = ()
    yes: bool = True
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What everybody at the table knows from the start: who talks, on what, how long, and who must say yes.

    `enough` tells whether the deal rule passes when exactly these parties (numbers) say yes; `aside_after`
    and `if_silent` are as in the setting and the case; `issues` are the ids, `against_standing`,
    `option_order`, `ordered` and `feasible` as in the view of the mediator.
    """

    parties: tuple[str, ...]
    sizes: tuple[int, ...]
    last_day: int
    demands: tuple[Text, ...]
    opening: Text
    enough: Callable[[tuple[int, ...]], bool]
    if_silent: tuple[int, ...] = ()
    aside_after: int = 0
    against_standing: bool = False
    issues: tuple[str, ...] = ()
    issue_order: tuple[int, ...] = ()
    option_order: tuple[tuple[int, ...], ...] = ()
    ordered: tuple[bool, ...] = ()
    feasible: Callable[[Text], bool] = field(default=_any_text, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TalksState:
    """Where a protocol stands: what is asked of whom now, what has been heard, and whether it has ended.

    `ended` is "" while talks go on; "deal" when all have ratified `agreed`; any other word is a way to end
    without a deal that the protocol knows of. `standing` is the last text that nobody found worse than the
    one that stood before; `aside` the issues set aside; `blocked` the parties whose home refused the last
    text. `held` are issues that the protocol itself keeps at the option of `table.if_silent`. `agreed`
    without `ended` is a deal on a first phase. `notes` is the protocol's own memory. The engine sets `day`,
    calls `step` with no moves when a day has come, and writes the lines of `tells` into the transcript,
    once.
    """

    table: Table
    asks: tuple[Ask, ...]
    heard: tuple[Heard, ...] = ()
    ended: str = ""
    agreed: Text | None = None
    standing: Text = ()
    aside: tuple[int, ...] = ()
    blocked: tuple[int, ...] = ()
    held: tuple[int, ...] = ()
    day: int = 0
    tells: tuple[str, ...] = ()
    notes: Mapping[str, Any] = field(default_factory=dict)
