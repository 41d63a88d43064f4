"""What an actor asks on a day of talks, worked out anew from the entries of a transcript.

It follows what the transcript tells: what struck, was lost, became public, who was blamed, who quit.
"""

from collections import Counter as Tally

from detente.talks.engine.transcript import Transcript
from detente.talks.engine.world import World
from detente.talks.setting.values import Effect
from detente.talks.tables import TalksTables

__all__ = ["asked_again"]


def asked_again(
    told: Transcript, place: int, tables: TalksTables, world: World, who: str
) -> tuple[World, int]:
    """A world with those who have quit, and what `who` asks when the entry at `place` is made, on its grid.

    `world` is that of the run before its first day: what was drawn is read from it.
    """
    names, row, fixed = tables.names, world.row, world.fixed
    entries, day = told.entries[:place], told.entries[place].day
    actor, party = names.actors.index(who), names.space.case.party_of(who)
    asked = int(row["reservation"][actor, fixed.epoch[actor, day]]) - day * int(row["delay"][actor])
    if any(e.what == "word" and e.who == who for e in entries):
        asked -= int(row["word"][actor])
    lost = Tally(e.who for e in entries if e.what == "lost")
    asked += sum(lost[c.id] * int(row["adds"][k]) for k, c in enumerate(names.counters) if c.on == who)
    fades = tables.setting.mediation.fades
    if party:
        public = [e.day for e in entries if e.what in {"published", "leaked"} and e.who in {"", party}]
        asked += int(row["audience"][actor]) * left(public, day, fades)
    if party and names.space.case.party(party).principal == who:
        blamed = [e.day for e in entries if e.what == "blamed" and e.who == party]
        asked -= int(row["blame"][names.parties.index(party)]) * left(blamed, day, fades)
    for number, sourced in enumerate(names.effects):
        if sourced.effect.kind == "reservation" and sourced.effect.on == who:
            struck = [
                e.day for e in entries if e.what == "struck" and e.who == names.sources[sourced.source][1]
            ]
            asked += int(row["amounts"][number]) * in_force(sourced.effect, struck, day)
    world.gone = [gone_since(told, place, names.actors[int(a)]) for a in fixed.threat_actor]
    world.day = day
    return world, asked


def left(steps: list[int], day: int, fades: int) -> int:
    """How many steps are left of those made on some days, one going every `fades` days after the last."""
    level, last = 0, 0
    for today in range(1, day + 1):
        if level and today > last and (today - last) % fades == 0:
            level -= 1
        for _ in range(steps.count(today)):
            level, last = level + 1, today
    return level


def in_force(effect: Effect, struck: list[int], day: int) -> int:
    """How often an effect counts: each time where it is for good, once while it lasts otherwise."""
    if effect.days == 0:
        return len(struck)
    return int(any(since <= day < since + effect.days for since in struck))


def gone_since(told: Transcript, place: int, actor: str) -> int:
    """The day since which an actor has quit, 0 while it has not."""
    since = 0
    for entry in told.entries[:place]:
        if entry.who == actor and entry.what in {"quit", "returned"}:
            since = entry.day if entry.what == "quit" else 0
    return since
