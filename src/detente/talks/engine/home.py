"""How a text that delegations accept is ratified: those asked answer in their own time, then rules decide.

An answer at home is without noise: the drawn, dated reservation against what the text gives. A ratifier whose
threat to quit is meant quits over a text with those options; who has left counts as the rule says.
"""

from dataclasses import dataclass, field

from detente.kernels.talks.shapes import SLOTS
from detente.talks.engine.world import World
from detente.talks.moves import Text

__all__ = ["Homes", "Ratified"]


@dataclass(frozen=True, slots=True)
class Ratified:
    """Whether the deal rule passes a text, which actors asked said no, and who quit over it."""

    passes: bool
    against: tuple[int, ...]
    quit: tuple[int, ...]


@dataclass(slots=True)
class Homes:
    """Those asked about a text since day `since`: the answers so far, by actor."""

    world: World
    text: Text = ()
    since: int = 0
    votes: dict[int, bool] = field(default_factory=dict)
    waiting: list[int] = field(default_factory=list)
    gone_now: list[int] = field(default_factory=list)

    def ask(self, text: Text, yes: tuple[bool, ...], consulted: tuple[bool, ...]) -> None:
        """Put a text to the ratifiers of the parties that said yes, and to others whose consent is needed.

        A principal that was `consulted` on the text answers on the same day.
        """
        fixed = self.world.fixed
        self.text, self.since, self.votes, self.gone_now = text, self.world.day, {}, []
        self.waiting = [
            a
            for a in range(len(fixed.asked))
            if fixed.asked[a] and (fixed.party_of[a] < 0 or yes[int(fixed.party_of[a])])
        ]
        for party, principal in enumerate(fixed.principal.tolist()):
            if consulted[party] and principal in self.waiting:
                self._answer(principal)

    def hear(self) -> None:
        """Take the answers that come today."""
        world, fixed = self.world, self.world.fixed
        for a in tuple(self.waiting):
            early = world.day - self.since < fixed.least[a]
            if (
                not early
                and not world.acts("silent", a)
                and world.happens(SLOTS.HOME + a, world.row["home"][a])
            ):
                self._answer(a)

    def _answer(self, actor: int) -> None:
        world, fixed = self.world, self.world.fixed
        self.waiting.remove(actor)
        for x, own in enumerate(fixed.threat_actor.tolist()):
            meant = world.row["terms"][fixed.threat_stays[x], fixed.threat_condition[x]] != 0
            if (
                own == actor
                and meant
                and not world.gone[x]
                and world.holds(int(fixed.threat_condition[x]), self.text)
            ):
                world.gone[x] = world.day
                self.gone_now.append(x)
        self.votes[actor] = world.utility(actor, self.text) >= world.asked(actor)

    def decide(self) -> Ratified:
        """What the rules make of the answers, once nobody is waited for."""
        registers = self._registers()
        fixed = self.world.fixed
        against = tuple(a for a in sorted(self.votes) if not registers[int(fixed.actors[a])])
        return Ratified(bool(registers[fixed.deal]), against, tuple(self.gone_now))

    def _registers(self) -> list[bool]:
        world, fixed = self.world, self.world.fixed
        leaves = len(fixed.leaf_actor)
        values = []
        for leaf in range(leaves):
            actor = int(fixed.leaf_actor[leaf])
            if actor >= 0:
                values.append(self.votes.get(actor, False))
            elif fixed.stays[leaf] >= 0:
                values.append(not world.gone[int(fixed.stays[leaf])])
            elif fixed.left[leaf] >= 0:
                values.append(bool(world.gone[int(fixed.left[leaf])]))
            else:
                values.append(world.sum_leaf(leaf, self.text) >= 0)
        size = max([leaves + 2, *(int(step[3]) + 1 for step in fixed.steps)])
        registers = values + [True, False] + [False] * (size - leaves - 2)
        for kind, a, b, out in fixed.steps.tolist():
            registers[out] = (registers[a] and registers[b]) if kind == 0 else (registers[a] or registers[b])
        return registers
