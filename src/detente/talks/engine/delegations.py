"""How a delegation answers a text: at once inside its mandate, else when its principal has answered.

What it says is provisional: it asks more than the reservation, as its tactic has it, less what a believed
word of the mediator takes off, and with some noise. It names the one issue on which it would gain most.
"""

from dataclasses import dataclass, field

from detente.kernels.talks.counter import UNIT
from detente.kernels.talks.shapes import SLOTS
from detente.talks.engine.world import World
from detente.talks.moves import Reply, Text
from detente.talks.tactics.concession import LEVEL

__all__ = ["Delegations"]


@dataclass(slots=True)
class Delegations:
    """The delegations of one run: levels of matching tactics, texts they compare with, counsel they heard."""

    world: World
    level: list[int] = field(default_factory=list)
    last: list[int | None] = field(default_factory=list)
    referred: list[bool] = field(default_factory=list)
    barred: dict[int, tuple[Text, ...]] = field(default_factory=dict)

    @classmethod
    def begin(cls, world: World) -> "Delegations":
        """The delegations before the first text."""
        count = len(world.fixed.parties)
        return cls(world, [LEVEL] * count, [None] * count, [False] * count)

    def answers_today(self, party: int, out: int, *, referral: bool, present: bool) -> bool:
        """Whether a party answers today what it has been asked since day `out`.

        A `referral` is for the principal, since it goes straight there or lies outside the mandate; `present`
        means at a summit, where all answer.
        """
        world, fixed = self.world, self.world.fixed
        principal = int(fixed.principal[party])
        self.referred[party] = referral
        if present:
            return True
        if not referral:
            return world.happens(SLOTS.ANSWER + party, world.row["answers"][party])
        if world.acts("silent", principal) or world.day - out < fixed.least[principal]:
            return False
        return world.happens(SLOTS.ANSWER + party, world.row["home"][principal])

    def above(self, party: int) -> int:
        """What a party asks today above its reservation, before any counsel."""
        level = min(int(self.world.fixed.levels[party, self.world.day]), self.level[party])
        return int(self.world.row["asks"][party]) * level >> 20

    def believes(self, party: int) -> bool:
        """Whether a party believes the mediator today: as often as its word was kept so far."""
        world = self.world
        kept, failed = world.kept[party], world.failed[party]
        if int(world.row["counsel"][party]) == 0 or kept + failed <= 0:
            return False
        return world.happens(SLOTS.BELIEVE + party, kept * (UNIT // (kept + failed)))

    def reply(self, party: int, text: Text, before: Text = ()) -> Reply:
        """What a party says to a text today, against the text `before` or else the one kept in mind."""
        world = self.world
        principal = int(world.fixed.principal[party])
        utility = world.utility(principal, text)
        above = self.above(party)
        if self.believes(party):
            above = max(above - int(world.row["counsel"][party]), 0)
        quantile = int(world.fixed.noise[world.draw(SLOTS.NOISE + party) >> 43])
        noise = int(world.row["noise"][party]) * quantile >> 20
        accepts = utility - world.asked(principal) - above + noise >= 0 and not world.crosses(principal, text)
        last = world.utility(principal, before) if before else self.last[party]
        against = 0 if last is None else (utility > last) - (utility < last)
        return Reply(accepts=accepts, against_last=against, issue=self.named(party, text))

    def crossing(self, party: int) -> tuple[Text, ...]:
        """The options of each issue that cross a red line of a party beside its own first choices."""
        if party not in self.barred:
            world, principal = self.world, int(self.world.fixed.principal[party])
            own = tuple(world.row["demands"][party].tolist())
            self.barred[party] = tuple(
                tuple(o for o in range(n) if world.crosses(principal, (*own[:i], o, *own[i + 1 :])))
                for i, n in enumerate(world.fixed.sizes.tolist())
            )
        return self.barred[party]

    def named(self, party: int, text: Text) -> int:
        """The issue on which a party would gain most by its own first choice, -1 when it has all of them."""
        world, fixed = self.world, self.world.fixed
        scores = world.row["scores"][fixed.gain_leaf[fixed.principal[party]]]
        best, found = 0, -1
        for i in fixed.issue_order.tolist():
            loss = int(world.row["best"][party, i]) - int(scores[fixed.offsets[i] + text[i]])
            if loss > best:
                best, found = loss, i
        return found

    def settle(self, text: Text, replies: tuple[Reply, ...]) -> None:
        """Take note that all have answered: what is compared with next, who matches, whose word was kept.

        Where some were not asked, nothing stands and nobody's word is tested.
        """
        self.compare(text, replies)
        world, fixed = self.world, self.world.fixed
        if not all(reply.asked for reply in replies):
            return
        for p, reply in enumerate(replies):
            others = [r.accepts for q, r in enumerate(replies) if q != p]
            if any(others) and not reply.accepts:
                self.level[p] = max(self.level[p] - int(fixed.matches[p]), 0)
            if int(world.row["counsel"][p]):
                if all(others):
                    world.kept[p] += 1000
                else:
                    world.failed[p] += 1000

    def compare(self, text: Text, replies: tuple[Reply, ...]) -> None:
        """Keep in mind the text that the next one is compared with."""
        world, fixed = self.world, self.world.fixed
        stands = all(r.asked and r.against_last >= 0 for r in replies)
        for p, reply in enumerate(replies):
            if stands or (reply.asked and not fixed.against_standing):
                self.last[p] = world.utility(int(fixed.principal[p]), text)

    def forget(self) -> None:
        """Talks open anew: no text to compare with."""
        self.last = [None] * len(self.last)
