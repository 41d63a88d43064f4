"""The minimal talks as a Mesa 3 model, run where Mesa is installed: prints runs a CPU second, mean days.

One mediator revises a single text of 6 issues of 5 options; 2 delegations and 2 x 3 ratifiers answer; a run
ends with a text that all accept or after 200 days. Weights are drawn once; sides oppose on every issue.
"""

import random
import sys
import time

import mesa

ISSUES, OPTIONS, DAYS, SIDES, RATIFIERS = 6, 5, 200, 2, 3
GIVEN = random.Random(1)  # noqa: S311
WEIGHTS = [[[GIVEN.random() for _ in range(ISSUES)] for _ in range(RATIFIERS)] for _ in range(SIDES)]


def utility(weights, side, text):
    scores = (o if side else OPTIONS - 1 - o for o in text)
    return sum(w * s for w, s in zip(weights, scores, strict=True)) / (sum(weights) * (OPTIONS - 1))


class Ratifier(mesa.Agent):
    def __init__(self, model, side, weights):
        super().__init__(model)
        self.side, self.weights, self.yes = side, weights, False

    def answer(self):
        self.yes = utility(self.weights, self.side, self.model.text) >= self.model.asked


class Mediator(mesa.Agent):
    def draft(self):
        i, j = self.random.sample(range(ISSUES), 2)
        text = list(self.model.text)
        text[i] = max(text[i] - 1, 0)
        text[j] = min(text[j] + 1, OPTIONS - 1)
        self.model.text = text


class Talks(mesa.Model):
    def __init__(self, seed, asked):
        super().__init__(seed=seed)
        self.text, self.asked, self.day = [OPTIONS // 2] * ISSUES, asked, 0
        self.mediator = Mediator(self)
        for side in range(SIDES):
            for weights in WEIGHTS[side]:
                Ratifier(self, side, weights)
        self.homes = self.agents.select(lambda agent: isinstance(agent, Ratifier))

    def step(self):
        self.day += 1
        if self.day > 1:
            self.mediator.draft()
        self.homes.do("answer")
        return all(agent.yes for agent in self.homes)


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    asked = float(sys.argv[2]) if len(sys.argv) > 2 else 0.56
    began, days = time.process_time(), 0
    for seed in range(runs):
        talks = Talks(seed, asked)
        while talks.day < DAYS and not talks.step():
            pass
        days += talks.day
    spent = time.process_time() - began
    print(runs / spent, days / runs)


if __name__ == "__main__":
    main()
