"""The setting of talks as plain values: everything that a case does not say about how talks proceed.

Numbers are ranges, drawn once a run, with evidence or a marked assumption. Amounts are in units of utility
(as reservations are), chances are per day unless said otherwise, days are counted from 1.
"""

import datetime as dt
from dataclasses import dataclass

from detente.case.preferences import Range

__all__ = [
    "EFFECTS",
    "NONE",
    "SURE",
    "Counter",
    "Delegation",
    "Effect",
    "Happening",
    "Hazard",
    "Home",
    "Mediation",
    "Setting",
    "Summit",
]

NONE = Range(low=0, likely=0, high=0)
"""No amount, no chance."""

SURE = Range(low=1, likely=1, high=1)
"""One: certain, or one unit."""

EFFECTS: tuple[str, ...] = (
    "away",
    "ends",
    "mandate",
    "rate",
    "reservation",
    "silent",
    "suspends",
    "trust",
)
"""What an effect may do: a party stays away; talks end; a mandate changes; a hazard's rate moves; an actor's
reservation moves; an actor gives no answers; talks are suspended; a party's trust in the mediator falls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a happening or a hazard does: `kind` is one of EFFECTS, `on` an actor, a party or a hazard.

    `amount` moves the reservation (added), the rate (added, per day) or the trust (failures added to the
    track record). `to` is the mandate that a party has while the effect lasts. `days` is how long it lasts;
    0 for good. A reservation effect for good adds up when it happens again; a passing one begins anew.
    """

    kind: str
    on: str = ""
    amount: Range = NONE
    to: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """Something that may happen on any day, with a chance of `rate` a day; at most once where `once`."""

    id: str
    name: str
    rate: Range
    effects: tuple[Effect, ...]
    once: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something expected on a day, with a chance: an offensive announced, an election, a recess.

    `day` counts from the first day of talks; `date` is used instead where the setting has a start.
    """

    id: str
    name: str
    day: int = 0
    date: dt.date | None = None
    chance: Range = SURE
    effects: tuple[Effect, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """A figure that falls with time: on each day one unit is lost with the chance `falls` times what is left.

    Each unit lost adds `adds` to the reservation of `on`: what is on the table is worth less.
    """

    id: str
    name: str
    start: int
    falls: Range
    on: str
    adds: Range
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summit:
    """A meeting called for a day: who comes answers on that day. It may slip, a week at a time, `slips` once.

    `attends` is the chance that each party comes; the summit is void when one stays away.
    """

    id: str
    name: str
    day: int
    slips: Range
    attends: Range
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """How a party takes part. `mandate` is an account in the case, "free" (may sign anything) or "none".

    `tactic` names how fast what it asks above its reservation falls (`detente.talks.tactics`); `asks` is that
    amount on the first day. `answers` is the chance a day that the delegation answers what lies inside its
    mandate. `trust` holds successes and failures of the mediator's word before the talks begin. `audience` is
    what each publication adds to the reservations of its ratifiers, `blame` what a public blame takes off
    that of its principal. `disowns` is the chance that it disowns a text published under its name,
    `passes_on` that it lets a text be carried to the other side.
    """

    party: str
    mandate: str = "free"
    tactic: str = "linear"
    asks: Range = NONE
    answers: Range = SURE
    trust: tuple[Range, Range] = (SURE, SURE)
    audience: Range = NONE
    blame: Range = NONE
    disowns: Range = NONE
    passes_on: Range = SURE
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """How an actor at home answers: the chance a day, not before `least` days; what each day of delay costs.

    `delay` is taken off its reservation every day: no deal is worth less the longer talks last. A ratifier
    that has quit comes back after `returns` days; 0 for never.
    """

    actor: str
    answers: Range = SURE
    least: int = 0
    delay: Range = NONE
    returns: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mediation:
    """How the mediator works. `strategy` names how texts are worded (`detente.talks.mediators`).

    Chances per text: `publishes` it, `attributes` a published one to a party, `back_channel` (straight to the
    principals, unseen), `blames` who alone refused. `leak` is the chance a day that a text out for answer
    becomes public; publicity fades by one step every `fades` days. `counsel` is what a believed word of the
    mediator takes off what a party asks above its reservation; `word` what a word with one ratifier that said
    no takes off its reservation. After `aside_after` texts on which all parties named the same issue it is
    set aside, if the case says what holds when a text is silent; 0 for never. `opening` is a proposal of the
    case, or "middle". `noise` is the scale of the logistic noise in provisional answers.
    """

    strategy: str = "greedy"
    opening: str = "middle"
    publishes: Range = NONE
    attributes: Range = NONE
    back_channel: Range = NONE
    blames: Range = NONE
    leak: Range = NONE
    fades: int = 14
    counsel: Range = NONE
    word: Range = NONE
    aside_after: int = 0
    noise: Range = NONE
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How talks proceed beside what the case says: days, delegations, homes, mediation, what may happen.

    Talks last at most `days`; `deadline` (a day, None for none) ends them earlier, and is what tactics look
    to. Parties and actors that are not named have the defaults of `Delegation` and `Home`.

    >>> Setting(id="quick", days=30).days
    30
    """

    id: str
    name: str = ""
    case: str = ""
    start: dt.date | None = None
    days: int = 200
    deadline: int | None = None
    delegations: tuple[Delegation, ...] = ()
    homes: tuple[Home, ...] = ()
    mediation: Mediation = Mediation()
    hazards: tuple[Hazard, ...] = ()
    happenings: tuple[Happening, ...] = ()
    counters: tuple[Counter, ...] = ()
    summits: tuple[Summit, ...] = ()
    note: str = ""

    @property
    def last_day(self) -> int:
        """The last day on which talks may go on."""
        return self.days if self.deadline is None else min(self.days, self.deadline)

    def delegation(self, party: str) -> Delegation:
        """How a party takes part."""
        return next((d for d in self.delegations if d.party == party), Delegation(party=party))

    def home(self, actor: str) -> Home:
        """How an actor at home answers."""
        return next((h for h in self.homes if h.actor == actor), Home(actor=actor))
