"""Stances over time: what each actor is reported to hold on each issue, how it moved, where it fell silent.

Hardened and softened follow the order of an issue's options where it has one, seen from what the other sides
ask for; elsewhere they follow the act: who rejected and now accepts has softened. Accounts of one day that
differ stay side by side.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from detente.record.codebook import Codebook, codebook_of
from detente.record.finding import Finding, Passage, canonical, counted, day_of, is_dated, passage_of
from detente.record.packs.pack import Pack
from detente.record.record import Record
from detente.record.selecting import Filter
from detente.record.stance import Stance
from detente.record.statement import Statement
from detente.sources.when import When

__all__ = ["DIRECTIONS", "READY", "Account", "Moment", "Silence", "Stances", "Track", "stances", "stances_of"]

DIRECTIONS: tuple[str, ...] = (
    "first stated",
    "repeated",
    "softened",
    "hardened",
    "sideways",
    "changed",
    "back and forth",
    "not stated",
    "undated",
)
READY: Mapping[str, int] = {"accepts": 2, "offers": 1, "demands": -1, "rejects": -2, "threatens": -3}
"""How ready an act shows its holder to be, from threatens to accepts; unitless, only the order counts."""
_STANCES: Mapping[str, int] = {"for": 2, "conditional": 1, "against": -2}
_ROLES = {"accepts": "accepts", "demands": "demands", "offers": "accepts", "rejects": "rejects"}
_AGAINST = frozenset({"rejects", "threatens"})

Orders = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One position as told: its act, the option where it names one, who says so, and the passages.

    `ready` is its place on READY.
    """

    act: str
    option: str
    stance: str
    ready: int
    relays: tuple[str, ...]
    passages: tuple[Passage, ...]

    @property
    def label(self) -> str:
        """The position in words: "rejects", "accepts guaranteed", "offers low (conditional)"."""
        told = f"{self.act} {self.option}".strip()
        return told if self.stance in {"", "for"} else f"{told} ({self.stance})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What an actor is told to hold on one day. `disputed` says that the accounts cannot both hold."""

    date: When
    known: dt.date
    direction: str
    disputed: bool
    accounts: tuple[Account, ...]

    def __str__(self) -> str:
        """The date, the positions and the direction."""
        told = " / ".join(dict.fromkeys(account.label for account in self.accounts))
        mark = ", accounts differ" if self.disputed else ""
        return f"{self.date.label} {told} ({self.direction}{mark})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Days in which an actor said nothing on an issue while `others` statements of other sides were made.

    From the day after it last spoke to the day before it speaks again; `lasting` when it has not done so yet,
    then to the last day of the record.
    """

    start: dt.date
    end: dt.date
    days: int
    others: int
    lasting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One actor on one issue over time; `direction` sums its moments up, one of DIRECTIONS."""

    actor: str
    side: str
    issue: str
    direction: str
    moments: tuple[Moment, ...]
    silences: tuple[Silence, ...]

    def __str__(self) -> str:
        """The actor, the issue, and the moments in order."""
        told = "; ".join(map(str, self.moments)) or "no stance"
        quiet = "; ".join(
            f"silent {one.start} to {one.end}" + (" and since" if one.lasting else "")
            for one in self.silences
        )
        return f"{self.actor} on {self.issue}, {self.direction}: {told}" + (f"; {quiet}" if quiet else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stances(Finding):
    """Every track, by issue, side and actor. `day` is the last day of the record; `silence` in days."""

    day: dt.date | None
    silence: int
    tracks: tuple[Track, ...]

    def __str__(self) -> str:
        """How many tracks there are, and how they moved."""
        counts = Counter(track.direction for track in self.tracks)
        told = ", ".join(f"{counts[name]} {name}" for name in DIRECTIONS if counts[name])
        issues = len({track.issue for track in self.tracks})
        quiet = sum(bool(track.silences) for track in self.tracks)
        head = f"stances: {counted(len(self.tracks), 'track')} on {counted(issues, 'issue')}"
        return head + (f": {told}" if told else "") + (f"; {quiet} with silence" if quiet else "")


def stances(
    record: Record,
    pack: Pack | None = None,
    *,
    orders: Orders | None = None,
    silence: int = 14,
    holder: str = "",
    issue: str = "",
) -> Stances:
    """Every actor's reported positions on every issue over time, each with its evidence.

    `orders` gives the options of ordered issues from one end to the other. On them, softened is nearer to
    what the other sides ask for by then; else the act decides, and another option is "changed". Silence is
    told from `silence` days on, not of the unnamed, who may be anyone. Refused statements and those in the
    report's own voice do not count. `holder` (with its members and side) and `issue` choose tracks to tell;
    all others still count as the other sides. Empty for an empty record.

    >>> str(stances(Record()))
    'stances: 0 tracks on 0 issues'
    """
    book = codebook_of(pack)
    said = [s for s in canonical(record.standing.statements) if s.issue and book.side(s.holder)]
    end = max((day_of(s) for s in said if is_dated(s.date)), default=None)
    by_issue: dict[str, list[Statement]] = {}
    for s in said:
        by_issue.setdefault(s.issue, []).append(s)
    tracks: list[Track] = []
    only = Filter(holder=holder, issue=issue)
    only.check(record, book)
    for name in sorted(by_issue):
        order = tuple((orders or {}).get(name, ()))
        tracks += _tracks(by_issue[name], book, order, silence, end) if issue in {"", name} else []
    tracks = [track for track in tracks if not holder or book.belongs(track.actor, holder)]
    return Stances(day=end, silence=silence, tracks=tuple(tracks))


def stances_of(record: Record, pack: Pack | None = None) -> tuple[Stance, ...]:
    """The stances that name an option, for a case: one for each actor, option, role and date.

    Ids of actors, issues and options are those of the record. `said_by` names those who relay it. Accounts
    that differ are all kept. Statements without an option give none.

    >>> stances_of(Record())
    ()
    """
    book = codebook_of(pack)
    groups: dict[tuple[str, str, str, str, When], list[Statement]] = {}
    for s in canonical(record.standing.statements):
        role = _role(s)
        if s.issue and s.option and role and book.side(s.holder):
            groups.setdefault((s.issue, s.holder, s.option, role, s.date), []).append(s)
    found = []
    for (issue, actor, option, role, date), group in groups.items():
        first = group[0]
        conditions = dict.fromkeys(s.condition for s in group if s.condition)
        found.append(
            Stance(
                id=f"stance.{first.id}",
                actor=actor,
                issue=issue,
                option=option,
                role=role,
                date=date,
                known=min(s.known for s in group),
                said_by=", ".join(dict.fromkeys(name for s in group for name in s.relays)),
                note="; ".join(conditions),
                evidence=tuple(s.id for s in group),
            )
        )
    return tuple(found)


def _role(s: Statement) -> str:
    """How a statement holds its option: demands, accepts, rejects; "" when it takes no position."""
    if s.stance == "against" or s.act in _AGAINST:
        return "rejects"
    if s.stance == "conditional":
        return "accepts"
    return _ROLES.get(s.act, "demands" if s.stance == "for" else "")


def _tracks(
    said: Sequence[Statement], book: Codebook, order: tuple[str, ...], silence: int, end: dt.date | None
) -> list[Track]:
    """The tracks of all actors on one issue."""
    by_actor: dict[str, list[Statement]] = {}
    for s in said:
        by_actor.setdefault(s.holder, []).append(s)
    sides = {actor: book.side(actor) for actor in by_actor}
    bare = {actor: _moments(group) for actor, group in by_actor.items()}
    days: dict[str, list[dt.date]] = {}
    for s in said:
        if is_dated(s.date):
            days.setdefault(sides[s.holder], []).append(day_of(s))
    found = []
    for actor in sorted(by_actor, key=lambda name: (sides[name], name)):
        others = [bare[name] for name in sorted(bare) if sides[name] != sides[actor]]
        moments = _directed(bare[actor], order, others)
        elsewhere = [day for side, heard in sorted(days.items()) if side != sides[actor] for day in heard]
        unnamed = all(s.identified == "anonymous" for s in by_actor[actor])
        quiet = () if unnamed else _silences(by_actor[actor], elsewhere, silence, end)
        if moments or quiet:
            found.append(
                Track(
                    actor=actor,
                    side=sides[actor],
                    issue=said[0].issue,
                    direction=_overall(moments, order, others),
                    moments=moments,
                    silences=quiet,
                )
            )
    return found


def _moments(said: Iterable[Statement]) -> tuple[Moment, ...]:
    """The positions of one actor on one issue, those of one day together, without directions."""
    by_day: dict[dt.date, dict[tuple[object, ...], list[Statement]]] = {}
    for s in said:
        if s.act in READY or s.stance:
            key = (s.act, s.option, s.stance, s.relays)
            by_day.setdefault(day_of(s), {}).setdefault(key, []).append(s)
    found = []
    for groups in by_day.values():
        accounts = tuple(_account(groups[key]) for key in sorted(groups, key=repr))
        first = min(s.known for group in groups.values() for s in group)
        date = next(iter(groups.values()))[0].date
        disputed = _disputed(accounts)
        found.append(Moment(date=date, known=first, direction="", disputed=disputed, accounts=accounts))
    return tuple(found)


def _account(group: Sequence[Statement]) -> Account:
    s = group[0]
    return Account(
        act=s.act,
        option=s.option,
        stance=s.stance,
        ready=_STANCES[s.stance] if s.stance else READY[s.act],
        relays=s.relays,
        passages=tuple(passage_of(one) for one in group),
    )


def _disputed(accounts: Sequence[Account]) -> bool:
    """Whether one account has it accepted and another refused: of one option, or of the issue as a whole."""
    for option in {account.option for account in accounts}:
        told = {account.ready for account in accounts if account.option == option}
        if max(told) > 0 and min(told) < -1:
            return True
    return False


def _directed(
    bare: Sequence[Moment], order: tuple[str, ...], others: Sequence[Sequence[Moment]]
) -> tuple[Moment, ...]:
    """The moments with what each is to the one before; of an undated one nothing can be said."""
    dated = [moment for moment in bare if is_dated(moment.date)]
    found = [replace(moment, direction="first stated") for moment in dated[:1]]
    for old, new in pairwise(dated):
        found.append(replace(new, direction=_direction(old, new, order, others)))
    undated = (replace(moment, direction="undated") for moment in bare if not is_dated(moment.date))
    return (*found, *undated)


def _direction(old: Moment, new: Moment, order: tuple[str, ...], others: Sequence[Sequence[Moment]]) -> str:
    """How one moment compares with an earlier one."""
    before, after = _held(old), _held(new)
    if before != after and before and after:
        return _nearer(before, after, order, _asked(others, new.date)) if order else "changed"
    return _readier(old, new)


def _nearer(before: set[str], after: set[str], order: tuple[str, ...], asked: set[str]) -> str:
    """Whether the options held moved towards those that others ask for, or away from them."""
    place = {option: n for n, option in enumerate(order)}
    aims = [place[option] for option in asked if option in place]
    gaps = [
        min((abs(place[option] - aim) for option in held if option in place for aim in aims), default=None)
        for held in (before, after)
    ]
    if gaps[0] is None or gaps[1] is None:
        return "changed"
    return "softened" if gaps[1] < gaps[0] else "hardened" if gaps[1] > gaps[0] else "sideways"


def _readier(old: Moment, new: Moment) -> str:
    """Whether the acts show more readiness or less, by the least and the most ready account of each."""
    before = sorted(account.ready for account in old.accounts)
    after = sorted(account.ready for account in new.accounts)
    signs = {(b > a) - (b < a) for a, b in ((before[0], after[0]), (before[-1], after[-1]))}
    if signs == {0}:
        return "repeated"
    return "softened" if -1 not in signs else "hardened" if 1 not in signs else "sideways"


def _held(moment: Moment) -> set[str]:
    """The options that an actor holds then, those it refuses left out."""
    return {a.option for a in moment.accounts if a.option and a.ready >= -1}


def _asked(others: Sequence[Sequence[Moment]], when: When) -> set[str]:
    """What actors of other sides hold by then, the newest of each; where none does, what each holds first."""
    tracks = [[moment for moment in track if _held(moment)] for track in others]
    by_then = [[m for m in track if m.date.last <= when.last][-1:] for track in tracks]
    chosen = by_then if any(by_then) else [track[:1] for track in tracks]
    return {option for moments in chosen for moment in moments for option in _held(moment)}


def _overall(moments: Sequence[Moment], order: tuple[str, ...], others: Sequence[Sequence[Moment]]) -> str:
    dated = [moment for moment in moments if moment.direction != "undated"]
    if len(dated) < 2:
        return dated[0].direction if dated else "undated" if moments else "not stated"
    moments = dated
    steps = {moment.direction for moment in moments[1:]}
    if {"softened", "hardened"} <= steps:
        return "back and forth"
    whole = _direction(moments[0], moments[-1], order, others)
    return "back and forth" if whole == "repeated" and steps != {"repeated"} else whole


def _silences(
    own: Sequence[Statement], elsewhere: Sequence[dt.date], silence: int, end: dt.date | None
) -> tuple[Silence, ...]:
    """The stretches of at least `silence` days without a word of the actor while others spoke."""
    spoken = sorted({day_of(s) for s in own if is_dated(s.date)})
    day = dt.timedelta(days=1)
    stretches = [(a + day, b - day, False) for a, b in pairwise(spoken)]
    if end is not None and spoken:
        stretches.append((spoken[-1] + day, end, True))
    found = []
    for start, last, lasting in stretches:
        days = (last - start).days + 1
        heard = sum(start <= other <= last for other in elsewhere) if days >= max(silence, 1) else 0
        if heard:
            found.append(Silence(start=start, end=last, days=days, others=heard, lasting=lasting))
    return tuple(found)
