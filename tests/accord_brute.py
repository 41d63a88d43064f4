"""The slow way to what a coalition can force: sets of situations, from the plain meaning of rules alone."""

from detente.accord.game.expression import evaluate
from detente.accord.game.rules import CLOCK

__all__ = ["Brute"]


class Brute:
    """Every situation that the plain interpreter comes to, with its successors; no arrays, no codes."""

    def __init__(self, rules):
        self.rules = rules
        first = (0, tuple(sorted(rules.start.items())))
        self.first = first
        self.after = {}
        waiting = [first]
        while waiting:
            here = waiting.pop()
            if here in self.after:
                continue
            self.after[here] = self._successors(here)
            waiting += self.after[here]

    def _successors(self, here):
        stage, values = here
        if stage < 0:
            return []
        found = []
        for move in self.rules.moves:
            if move.owner == self.rules.stages[stage] and self.rules.can(move, dict(values)):
                after = {name: int(v) for name, v in self.rules.apply(move, dict(values)).items()}
                ended = bool(evaluate(self.rules.ended, after))
                following = -1 if ended else (stage + 1) % len(self.rules.stages)
                found.append((following, tuple(sorted(after.items()))))
        return found

    def where(self, test):
        """The situations whose values pass a test; a label may be given by name."""
        if isinstance(test, str):
            label = self.rules.label(test)
            return {s for s in self.after if bool(evaluate(label, dict(s[1])))}
        return {s for s in self.after if test(dict(s[1]))}

    def clean(self, coalition):
        """The situations in which nobody of a coalition is in breach."""
        return self.where(lambda values: not any(values.get(f"breach:{side}") for side in coalition))

    def forced(self, coalition, target):
        """Steps within which a coalition forces a visit to the target, for each situation where it can."""
        rank = dict.fromkeys(target, 0)
        steps = 0
        while True:
            steps += 1
            new = [s for s in self.after if s not in rank and self._ready(coalition, s, rank)]
            if not new:
                return rank
            rank |= dict.fromkeys(new, steps)

    def _ready(self, coalition, situation, rank):
        after = self.after[situation]
        if not after:
            return False
        whose = self.rules.stages[situation[0]]
        if whose != CLOCK and whose in coalition:
            return any(s in rank for s in after)
        return all(s in rank for s in after)
