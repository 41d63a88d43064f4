"""One run of talks, day by day, with everything that is said: the readable reference of every engine.

A day: the world wakes (what strikes, lapses, slips); proposals are made; texts out may become public; those
who were asked answer; what enough accept goes home; homes answer. A protocol decides who is asked what next.
"""

from dataclasses import dataclass, field, replace
from typing import Any, cast

from detente.errors import DetenteError, TalksError
from detente.kernels.talks.shapes import ENDS, FACTS, SLOTS
from detente.talks.engine.contract import fault, no_package
from detente.talks.engine.delegations import Delegations
from detente.talks.engine.drafts import drafts, settled
from detente.talks.engine.home import Homes
from detente.talks.engine.position import position_of
from detente.talks.engine.transcript import Entry, Transcript
from detente.talks.engine.views import id_of, in_words, table_of, view_of
from detente.talks.engine.world import World, row_of
from detente.talks.moves import HOME, MEDIATOR, Ask, Heard, Move, Reply, TalksState, Text
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
    put: dict[Ask, int] = field(default_factory=dict)
    passed: Text = ()
    back: bool = False
    public: bool = False
    seen: bool = False

    def play(self) -> Transcript:
        """All days, and what is kept of them."""
        fixed = self.world.fixed
        self.sides, self.homes = Delegations.begin(self.world), Homes(self.world)
        self.state = self._sound(self.protocol.start(table_of(self.tables, self.world)))
        self.fact["ended_by"] = -1
        end = "deadline" if fixed.deadline == fixed.last_day else "ran on"
        for day in range(1, fixed.last_day + 1):
            found = self._day(day)
            self.fact["day"] = day
            if found:
                end = found
                break
        return self._kept(end)

    def _kept(self, end: str) -> Transcript:
        """The transcript, with its facts, once the talks have ended."""
        own = self.state.ended
        note = f"{end} ({own})" if own not in {"", "deal"} else end
        if end != "deal" and self.state.agreed is not None:
            self.out, note, end = self.state.agreed, f"first phase only ({own or end})", "first phase only"
        self.fact["end"] = ENDS.index(end)
        self.fact["phase"] = self._phase()
        self.fact["struck"] = self.world.struck
        self.fact["quit"] = sum(1 << x for x, gone in enumerate(self.world.gone) if gone)
        self._say("ended", note=note)
        deal = end in {"deal", "first phase only"}
        gains = tuple(
            self.world.utility(a, self.out) - self.world.asked(a) if deal else 0
            for a in range(len(self.tables.names.actors))
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
            self._say(struck.what, id_of(self.tables, struck))
        if world.ended_by >= 0:
            self.fact["ended_by"] = world.ended_by
            return "broke down"
        gone = [p for p in range(len(names.parties)) if world.away_for_good(p)]
        if gone and not world.fixed.enough[sum(1 << p for p in range(len(names.parties)) if p not in gone)]:
            self.fact["ended_by"] = gone[0]
            return "walked out"
        self.state = replace(self.state, day=day)
        self._step(())
        if not self.state.ended and world.acts("suspends", -1):
            return ""
        if not self.state.ended:
            self._propose()
            self._leak()
            self._answer(present=self._summit())
            self._settle()
            self._ratify()
        if self.state.ended:
            return "deal" if self.state.ended == "deal" else "ran on"
        self.fact["waited"] += self._phase() > 0
        return ""

    def _propose(self) -> None:
        count = sum(ask.what == "propose" for ask in self.state.asks)
        if not count:
            return
        texts = drafts(self.mediator, view_of(self.state, self.memory), self.world, count)
        for text in texts:
            if no_package(text, self.state.table.sizes):
                raise self._broken(f"the mediator proposed {text}, which is no package")
            self.fact["texts"] += 1
            self._say("proposed", MEDIATOR, text)
        self.out, self.since = texts[0], self.world.day
        self.public = self.back = self.seen = False
        self._step(tuple(Move(who=MEDIATOR, what="propose", texts=(text,)) for text in texts))
        self._show()

    def _show(self) -> None:
        """What was asked in private until now is asked openly."""
        if not self.seen and self._asked_openly():
            self.seen = True
            self._open()

    def _asked_openly(self) -> bool:
        return any(ask.what in {"answer", "choose"} and not ask.private for ask in self.state.asks)

    def _open(self) -> None:
        """A text has gone out: through a back channel, openly, or published."""
        world, row = self.world, self.world.row
        self.back = world.happens(SLOTS.BACK, row["back_channel"])
        if self.back:
            self._say("back channel", text=self.out)
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
        if not self._asked_openly() or self.back or self.public or self.world.day == self.since:
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
        for ask in self.state.asks:
            if ask.what in {"answer", "choose", "seal"} and ask in self.state.asks:
                self._ask_party(ask, present=present)
        for ask in self.state.asks:
            if ask.what == "pass on" and ask in self.state.asks:
                self._pass_on(ask)

    def _ask_party(self, ask: Ask, *, present: bool) -> None:
        """One party is asked: it answers today, or it does not."""
        world, p = self.world, self.tables.names.parties.index(ask.who)
        since = self.put.setdefault(ask, world.day)
        if world.acts("away", p):
            return
        limits = self._limits(ask, p) if ask.what == "seal" else ()
        inside = world.allows(p, limits) if limits else all(world.inside(p, text) for text in ask.texts)
        referral = self.back or ask.straight or not inside
        text = ask.texts[0] if len(ask.texts) == 1 else ()
        if not self.sides.answers_today(p, since, referral=referral, present=present):
            if world.day == since and referral:
                self._say("referred", ask.who, text)
            return
        if ask.what == "seal":
            self._say("sealed", ask.who, note=in_words(self.tables, limits))
            self._step((Move(who=ask.who, what="seal", texts=limits),))
        elif ask.what == "choose":
            self._choose(ask, p)
        else:
            reply = self.sides.reply(p, text)
            self._say("answered", ask.who, text, reply=reply, yes=reply.accepts)
            self._step((Move(who=ask.who, what="answer", texts=(text,), replies=(reply,)),))

    def _choose(self, ask: Ask, p: int) -> None:
        """A party says what it thinks of each text and which one it likes best of those it accepts."""
        replies: list[Reply] = []
        chain = not self.world.fixed.against_standing
        for k, text in enumerate(ask.texts):
            reply = self.sides.reply(p, text, ask.texts[k - 1] if chain and k else ())
            replies.append(reply)
            self._say("answered", ask.who, text, reply=reply, yes=reply.accepts, note="one of several")
        principal = int(self.world.fixed.principal[p])
        fine = [text for text, reply in zip(ask.texts, replies, strict=True) if reply.accepts]
        best = max(fine, key=lambda text: self.world.utility(principal, text), default=())
        self._say("chose", ask.who, best, yes=bool(fine))
        texts = (best,) if fine else ()
        self._step((Move(who=ask.who, what="choose", texts=texts, replies=tuple(replies)),))

    def _limits(self, ask: Ask, p: int) -> tuple[Text, ...]:
        """The options of each issue that a party can live with, as the protocol has them made."""
        made = ask.limits(position_of(self.tables, self.sides, p)) if ask.limits else ()
        limits = tuple(tuple(int(o) for o in options) for options in made)
        sizes = self.state.table.sizes
        if len(limits) != len(sizes) or any(
            not 0 <= o < n for options, n in zip(limits, sizes, strict=True) for o in options
        ):
            raise self._broken(f"the limits of {ask.who} are {limits}: not options of each issue in turn")
        return limits

    def _pass_on(self, ask: Ask) -> None:
        """A party lets a text be carried to the other side, or does not."""
        world, p = self.world, self.tables.names.parties.index(ask.who)
        if world.acts("away", p):
            return
        yes = world.happens(SLOTS.PASS + p, world.row["passes_on"][p])
        self._say("passed on", ask.who, ask.texts[0] if ask.texts else (), yes=yes)
        self._step((Move(who=ask.who, what="pass on", texts=ask.texts, yes=yes),))
        self._show()

    def _settle(self) -> None:
        """The mediator says which of the accepted texts goes home."""
        for ask in [ask for ask in self.state.asks if ask.what == "settle"]:
            texts = settled(self.mediator, view_of(self.state, self.memory), self.world, ask.texts)
            if not set(texts) <= set(ask.texts):
                raise self._broken(f"the mediator settled on {texts[0]}, which not enough parties accepted")
            self._say("settled", MEDIATOR, texts[0] if texts else (), yes=bool(texts))
            self.sides.referred = [False] * len(self.sides.referred)
            self._step((Move(who=MEDIATOR, what="settle", texts=texts),))

    def _hear(self, new: tuple[Heard, ...]) -> None:
        """All have answered: what follows from it beside the next ask. The last text counts most."""
        world, heard = self.world, new[-1]
        for one in new[:-1]:
            self.sides.compare(one.text, one.replies)
        self.sides.settle(heard.text, heard.replies)
        self.out, replies = heard.text, heard.replies
        no = [p for p, reply in enumerate(replies) if reply.asked and not reply.accepts]
        self.fact["refused_by"] = sum(1 << p for p in no)
        all_asked = all(reply.asked for reply in replies)
        if all_asked and 0 < len(no) < len(replies) and world.happens(SLOTS.BLAME, world.row["blames"]):
            for p in no:
                world.blamed[p] += 1
                world.blamed_day[p] = world.day
                self._say("blamed", self.tables.names.parties[p], heard.text)

    def _carry_home(self, ask: Ask) -> None:
        self.fact["ratifications"] += 1
        text = ask.texts[0]
        if self.out != text:
            self.fact["texts"] += not any(e.what == "proposed" and e.text == text for e in self.entries)
            self.out = text
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
        if found.passes:
            self.passed = text
        by = tuple(sorted({names.party_name(a) for a in found.against}))
        self._step((Move(who=HOME, what="ratify", texts=(text,), yes=found.passes, by=by),))

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

    # --- the protocol ---------------------------------------------------------------------------------------

    def _step(self, moves: tuple[Move, ...]) -> None:
        """The protocol takes note of moves; what follows from it at once."""
        before = self.state
        self.state = state = self._sound(self.protocol.step(before, moves))
        if state is before:
            return
        self.put = {ask: day for ask, day in self.put.items() if ask in state.asks}
        for line in state.tells:
            self._say("note", note=line)
        if state.tells:
            self.state = replace(state, tells=())
        for issue in state.aside:
            if issue not in before.aside:
                self._say("aside", self.tables.space.issues[issue].id)
        if len(state.heard) < len(before.heard):
            self.sides.forget()
        elif len(state.heard) > len(before.heard):
            self._hear(state.heard[len(before.heard) :])
        old = () if any(move.what == "ratify" for move in moves) else before.asks
        for ask in state.asks:
            if ask.what == "ratify" and ask not in old:
                self._carry_home(ask)

    def _sound(self, state: Any) -> TalksState:
        """A state that keeps the contract; TalksError otherwise."""
        found = fault(state, tuple(self.world.fixed.sizes.tolist()), self.passed)
        if found:
            raise self._broken(found)
        return cast("TalksState", state)

    def _broken(self, what: str) -> TalksError:
        return TalksError(
            f"run {self.run} of seed {self.seed}: {what}",
            where=f"run {self.run}",
            hint=f"replay it with seed {self.seed} and run {self.run}; see docs/concepts/talks.md",
        )

    def _phase(self) -> int:
        whats = {ask.what for ask in self.state.asks}
        return 2 if "ratify" in whats else 1 if whats - {"propose"} else 0
