"""One run of talks, day by day, with everything that is said: the readable reference of every engine.

A day: the world wakes (what strikes, lapses, slips); proposals are made; texts out may become public; those
who were asked answer; what enough accept goes home; homes answer. A protocol decides who is asked what next.
"""

from dataclasses import dataclass, field
from typing import Any

from detente.errors import DetenteError, TalksError
from detente.kernels.talks.shapes import ENDS, FACTS, SLOTS
from detente.talks.engine.delegations import Delegations
from detente.talks.engine.home import Homes
from detente.talks.engine.transcript import Entry, Transcript
from detente.talks.engine.world import World, row_of
from detente.talks.moves import MEDIATOR, Ask, MediatorView, Move, Reply, Table, TalksState, Text
from detente.talks.tables import TalksTables

__all__ = ["run_once"]


def run_once(tables: TalksTables, protocol: Any, mediator: Any, *, seed: int, run: int) -> Transcript:
    """One run in full, by its number: the same whatever else is run. TalksError when a contract is broken."""
    row = row_of(tables.drawn(seed, run, 1), 0)
    try:
        return _Run(tables, protocol, mediator, World.begin(tables.fixed, row, seed, run), seed, run).play()
    except DetenteError:
        raise
    except Exception as error:
        raise TalksError(
            f"run {run} of seed {seed}: {type(error).__name__}: {error}",
            where=f"run {run}",
            hint=f"replay it with seed {seed} and run {run}; a protocol, tactic or mediator raised this",
        ) from error


@dataclass(slots=True)
class _Run:
    """A run under way."""

    tables: TalksTables
    protocol: Any
    mediator: Any
    world: World
    seed: int
    run: int
    state: TalksState = field(init=False)
    sides: Delegations = field(init=False)
    homes: Homes = field(init=False)
    entries: list[Entry] = field(default_factory=list)
    memory: dict[str, Any] = field(default_factory=dict)
    fact: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FACTS, 0))
    out: Text = ()
    since: int = 0
    back: bool = False
    public: bool = False
    yes: tuple[bool, ...] = ()

    def play(self) -> Transcript:
        """All days, and what is kept of them."""
        fixed, names = self.world.fixed, self.tables.names
        self.sides, self.homes = Delegations.begin(self.world), Homes(self.world)
        self.state = self.protocol.start(self._table())
        self.fact["ended_by"] = -1
        end = ENDS.index("deadline" if fixed.deadline == fixed.last_day else "ran on")
        for day in range(1, fixed.last_day + 1):
            found = self._day(day)
            self.fact["day"] = day
            if found:
                end = ENDS.index(found)
                break
        self.fact["end"] = end
        self.fact["phase"] = self._phase()
        self.fact["struck"] = self.world.struck
        self.fact["quit"] = sum(1 << x for x, gone in enumerate(self.world.gone) if gone)
        self._say("ended", note=ENDS[end])
        deal = end == ENDS.index("deal")
        gains = tuple(
            self.world.utility(a, self.out) - self.world.asked(a) if deal else 0
            for a in range(len(names.actors))
        )
        return Transcript(
            seed=self.seed,
            run=self.run,
            entries=tuple(self.entries),
            facts=tuple((name, self.fact[name]) for name in FACTS),
            text=self.out,
            gains=gains,
        )

    # --- a day ----------------------------------------------------------------------------------------------

    def _day(self, day: int) -> str:
        """One day; how the talks ended on it, or ""."""
        world, names = self.world, self.tables.names
        for struck in world.wake(day):
            self._say(struck.what, self._who(struck.what, struck.number))
        if world.ended_by >= 0:
            self.fact["ended_by"] = world.ended_by
            return "broke down"
        gone = [p for p in range(len(names.parties)) if world.away_for_good(p)]
        if gone and not world.fixed.enough[sum(1 << p for p in range(len(names.parties)) if p not in gone)]:
            self.fact["ended_by"] = gone[0]
            return "walked out"
        if world.acts("suspends", -1):
            return ""
        self._propose()
        self._leak()
        self._answer(present=self._summit())
        self._ratify()
        if self.state.ended:
            return "deal" if self.state.ended == "deal" else "ran on"
        self.fact["waited"] += self._phase() > 0
        return ""

    def _propose(self) -> None:
        for ask in self.state.asks:
            if ask.what != "propose":
                continue
            text = tuple(self.mediator.propose(self._view(), self.world.drawer(SLOTS.DRAFT)))
            self._inside_the_space(text)
            self.fact["texts"] += 1
            self.out, self.since, self.public = text, self.world.day, False
            self._say("proposed", MEDIATOR, text)
            self._step((Move(who=MEDIATOR, what="propose", texts=(text,)),))
            self._open()

    def _open(self) -> None:
        """A text has gone out: through a back channel, openly, or published."""
        world, row = self.world, self.world.row
        self.back = world.happens(SLOTS.BACK, row["back_channel"])
        if self.back or not world.happens(SLOTS.PUBLISH, row["publishes"]):
            return
        self.fact["published"] += 1
        if not world.happens(SLOTS.ATTRIBUTE, row["attributes"]):
            self._publish(range(len(world.public)), "published")
            return
        whose = world.draw(SLOTS.WHOSE) % len(world.public)
        self._publish((whose,), "published", self.tables.names.parties[whose])
        if world.happens(SLOTS.DISOWN, row["disowns"][whose]):
            world.failed[whose] += 1000
            self._say("disowned", self.tables.names.parties[whose], self.out)

    def _leak(self) -> None:
        answering = any(ask.what == "answer" for ask in self.state.asks)
        if not answering or self.back or self.public or self.world.day == self.since:
            return
        if self.world.happens(SLOTS.LEAK, self.world.row["leak"]):
            self.fact["leaked"] += 1
            self._publish(range(len(self.world.public)), "leaked")

    def _publish(self, parties: Any, what: str, whose: str = "") -> None:
        self.public = True
        self._say(what, whose, self.out)
        for p in parties:
            self.world.public[p] += 1
            self.world.public_day[p] = self.world.day

    def _summit(self) -> bool:
        """Whether all parties meet today."""
        world = self.world
        for s, due in enumerate(world.summit):
            if due != world.day:
                continue
            chance = world.row["attends"][s]
            came = [world.happens(SLOTS.ATTEND + 64 * s + p, chance) for p in range(len(world.public))]
            self._say("summit", self.tables.names.summits[s].id, yes=all(came))
            if all(came):
                return True
        return False

    def _answer(self, *, present: bool) -> None:
        world, names = self.world, self.tables.names
        for ask in self.state.asks:
            if ask.what != "answer":
                continue
            p = names.parties.index(ask.who)
            text = ask.texts[0]
            if world.acts("away", p):
                continue
            if not self.sides.answers_today(p, text, self.since, straight=self.back, present=present):
                if world.day == self.since and self.sides.referred[p]:
                    self._say("referred", ask.who, text)
                continue
            reply = self.sides.reply(p, text)
            self._say("answered", ask.who, text, reply=reply, yes=reply.accepts)
            before = len(self.state.heard)
            self._step((Move(who=ask.who, what="answer", texts=(text,), replies=(reply,)),))
            if len(self.state.heard) > before:
                self._heard(text, list(self.state.heard[-1].replies))

    def _heard(self, text: Text, replies: list[Reply]) -> None:
        """All have answered: what follows from it beside the next ask."""
        world = self.world
        self.sides.settle(text, replies)
        self.yes = tuple(r.accepts for r in replies)
        self.fact["refused_by"] = sum(1 << p for p, yes in enumerate(self.yes) if not yes)
        if any(self.yes) and not all(self.yes) and world.happens(SLOTS.BLAME, world.row["blames"]):
            for p, yes in enumerate(self.yes):
                if not yes:
                    world.blamed[p] += 1
                    world.blamed_day[p] = world.day
                    self._say("blamed", self.tables.names.parties[p], text)
        for ask in self.state.asks:
            if ask.what == "ratify":
                self._carry_home(ask)

    def _carry_home(self, ask: Ask) -> None:
        self.fact["ratifications"] += 1
        text = ask.texts[0]
        self._say("carried home", text=text)
        yes = tuple(p in ask.of for p in range(len(self.world.public)))
        self.homes.ask(text, yes, tuple(self.sides.referred))
        self._say_votes(())

    def _ratify(self) -> None:
        """Homes that are asked answer; when nobody is waited for, the rules decide."""
        asks = [ask for ask in self.state.asks if ask.what == "ratify"]
        if not asks:
            return
        names, before = self.tables.names, tuple(self.homes.votes)
        self.homes.hear()
        self._say_votes(before)
        if self.homes.waiting:
            return
        found = self.homes.decide()
        text = asks[0].texts[0]
        if not found.passes:
            self.fact["blocked_by"] = sum(1 << a for a in found.against)
            if found.against:
                actor = found.against[self.world.draw(SLOTS.WORD) % len(found.against)]
                self.world.worded[actor] = True
                if int(self.world.row["word"][actor]):
                    self._say("word", names.actors[actor], text)
        self._say("ratified" if found.passes else "refused", text=text, yes=found.passes)
        sides = {names.party_name(a) for a in found.against}
        self._step(
            (Move(who="home", what="ratify", texts=(text,), yes=found.passes, by=tuple(sorted(sides))),)
        )

    # --- telling --------------------------------------------------------------------------------------------

    def _say_votes(self, before: tuple[int, ...]) -> None:
        names = self.tables.names
        for actor, yes in self.homes.votes.items():
            if actor not in before:
                self._say("said at home", names.actors[actor], self.homes.text, yes=yes)
        for x in self.homes.gone_now:
            who = names.actors[int(self.world.fixed.threat_actor[x])]
            if not any(e.what == "quit" and e.who == who and e.day == self.world.day for e in self.entries):
                self._say("quit", who, self.homes.text)

    def _say(
        self,
        what: str,
        who: str = "",
        text: Text = (),
        *,
        reply: Reply | None = None,
        yes: bool = True,
        note: str = "",
    ) -> None:
        self.entries.append(
            Entry(day=self.world.day, what=what, who=who, text=text, reply=reply, yes=yes, note=note)
        )

    def _who(self, what: str, number: int) -> str:
        names = self.tables.names
        if what == "struck":
            return names.sources[number][1]
        if what == "returned":
            return names.actors[int(self.world.fixed.threat_actor[number])]
        return names.counters[number].id if what == "lost" else names.summits[number].id

    # --- the protocol ---------------------------------------------------------------------------------------

    def _step(self, moves: tuple[Move, ...]) -> None:
        aside = self.state.aside
        self.state = self.protocol.step(self.state, moves)
        for issue in self.state.aside:
            if issue not in aside:
                self._say("aside", self.tables.space.issues[issue].id)

    def _phase(self) -> int:
        whats = {ask.what for ask in self.state.asks}
        return 2 if "ratify" in whats else 1 if whats - {"propose"} else 0

    def _table(self) -> Table:
        fixed, row, names = self.world.fixed, self.world.row, self.tables.names
        return Table(
            parties=names.parties,
            sizes=tuple(fixed.sizes.tolist()),
            last_day=fixed.last_day,
            demands=tuple(map(tuple, row["demands"].tolist())),
            opening=tuple(row["opening"].tolist()),
            enough=lambda yes: bool(fixed.enough[sum(1 << p for p in yes)]),
            if_silent=tuple(fixed.if_silent.tolist()),
            aside_after=fixed.aside_after,
        )

    def _view(self) -> MediatorView:
        fixed, table, state = self.world.fixed, self.state.table, self.state
        offsets, order = fixed.offsets.tolist(), fixed.option_order.tolist()
        return MediatorView(
            sizes=table.sizes,
            demands=table.demands,
            opening=table.opening,
            heard=state.heard,
            aside=state.aside,
            if_silent=table.if_silent,
            standing=state.standing or table.opening,
            blocked=state.blocked,
            issue_order=tuple(fixed.issue_order.tolist()),
            option_order=tuple(tuple(order[a:b]) for a, b in zip(offsets, offsets[1:], strict=False)),
            ordered=tuple(fixed.ordered.tolist()),
            feasible=self.world.feasible,
            memory=self.memory,
        )

    def _inside_the_space(self, text: Text) -> None:
        sizes = self.state.table.sizes
        if len(text) != len(sizes) or any(not 0 <= o < n for o, n in zip(text, sizes, strict=True)):
            raise TalksError(
                f"run {self.run} of seed {self.seed}: the mediator proposed {text}, which is no package",
                where=f"run {self.run}",
                hint="a text is one option number for each issue, in the order of the space",
            )
