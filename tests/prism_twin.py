"""A reader of exported models, written apart: it explores them command by command, as PRISM would."""

import math
import re
from fractions import Fraction

TOKEN = re.compile(r"\s*(\d+\.\d+(?:e-?\d+)?|\d+|\w+'?|<=|>=|!=|\.\.|->|[-+*/()&|!=<>?:\[\],;\"])")
ACTION = re.compile(r"^  \[(\w+)\] (.*);$")
VARIABLE = re.compile(r"^  (\w+) : \[(\d+)\.\.(\d+)\] init (\d+);")
LABEL = re.compile(r'^label "(\w+)" = (.*);$')
BINARY = {
    "|": lambda a, b: a or b,
    "&": lambda a, b: a and b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": Fraction,
}
LEVELS = (("|",), ("&",), ("=", "!=", "<", "<=", ">", ">="), ("+", "-"), ("*", "/"))


class Reader:
    """An expression read into a function of the variables."""

    def __init__(self, text):
        self.tokens = [*TOKEN.findall(text), None]
        self.at = 0

    def take(self, wanted=None):
        word = self.tokens[self.at]
        assert wanted is None or word == wanted, (wanted, self.tokens[self.at :])
        self.at += 1
        return word

    def whole(self):
        condition = self.binary(0)
        if self.tokens[self.at] != "?":
            return condition
        self.take("?")
        then = self.whole()
        self.take(":")
        otherwise = self.whole()
        return lambda v: then(v) if condition(v) else otherwise(v)

    def binary(self, level):
        if level == len(LEVELS):
            return self.single()
        left = self.binary(level + 1)
        while self.tokens[self.at] in LEVELS[level]:
            left = joined(BINARY[self.take()], left, self.binary(level + 1))
        return left

    def single(self):
        word = self.take()
        if word == "!":
            inner = self.single()
            return lambda v: not inner(v)
        if word == "-":
            inner = self.single()
            return lambda v: -inner(v)
        if word == "(":
            inner = self.whole()
            self.take(")")
            return inner
        if word == "floor":
            inner = self.single()
            return lambda v: math.floor(inner(v))
        if word in {"min", "max"}:
            self.take("(")
            one = self.whole()
            self.take(",")
            other = self.whole()
            self.take(")")
            return joined(min if word == "min" else max, one, other)
        if word in {"true", "false"}:
            return lambda v: word == "true"
        if re.fullmatch(r"\d.*", word):
            number = float(word) if "." in word or "e" in word else int(word)
            return lambda v: number
        return lambda v: v[word]


def joined(operation, left, right):
    return lambda v: operation(left(v), right(v))


class Model:
    """`variables`: low, high, start by name; `commands`: action, guard, branches of chance and new values."""

    def __init__(self, text):
        lines = text.splitlines()
        found = [VARIABLE.match(line) for line in lines]
        self.variables = {m[1]: (int(m[2]), int(m[3]), int(m[4])) for m in found if m}
        self.labels = {m[1]: Reader(m[2]).whole() for m in map(LABEL.match, lines) if m}
        self.commands = [read_command(m[1], m[2]) for m in map(ACTION.match, lines) if m]

    @property
    def start(self):
        return {name: start for name, (_, _, start) in self.variables.items()}

    def follow(self, state):
        """Each command that can be taken: its action, and what follows with which chance."""
        for action, guard, branches in self.commands:
            if guard(state):
                after = [(chance(state), {**state, **evaluated(new, state)}) for chance, new in branches]
                assert abs(sum(chance for chance, _ in after) - 1) < 1e-9
                yield action, [(chance, new) for chance, new in after if chance > 0]

    def explore(self):
        """Every state that can be reached, and for each its commands."""
        first = tuple(self.start.values())
        found, waiting = {first: []}, [self.start]
        while waiting:
            state = waiting.pop()
            key = tuple(state.values())
            for action, after in self.follow(state):
                found[key].append((action, [(chance, tuple(new.values())) for chance, new in after]))
                for _, new in after:
                    for name, (low, high, _) in self.variables.items():
                        assert low <= new[name] <= high, (name, new[name])
                    if tuple(new.values()) not in found:
                        found[tuple(new.values())] = []
                        waiting.append(new)
        return found


def evaluated(new, state):
    return {name: int(value(state)) for name, value in new}


def read_command(action, text):
    guard, _, update = text.partition(" -> ")
    reader = Reader(update)
    branches = []
    while True:
        chance = Reader("1").whole()
        if not update.startswith("true") and not reader.tokens[reader.at + 1].endswith("'"):
            chance = reader.whole()
            reader.take(":")
        branches.append((chance, read_new(reader)))
        if reader.tokens[reader.at] is None:
            return action, Reader(guard).whole(), branches
        reader.take("+")


def read_new(reader):
    if reader.tokens[reader.at] == "true":
        reader.take()
        return []
    found = []
    while True:
        reader.take("(")
        name = reader.take()[:-1]
        reader.take("=")
        found.append((name, reader.whole()))
        reader.take(")")
        if reader.tokens[reader.at] != "&":
            return found
        reader.take("&")
