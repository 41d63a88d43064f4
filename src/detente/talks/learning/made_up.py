"""Made-up cases with a record of any length, to check the learning where the truth is known.

Two opposed sides, ordered options, wide ranges; what is asked, answered and dropped is drawn by `replicate`.
"""

import datetime as dt

import numpy as np

from detente.case.model import Case, Issue, Option, Party, Ratifier
from detente.case.preferences import DatedRange, Preferences, Range
from detente.case.procedure import Approval, AtLeast, Reading, Says
from detente.talks.learning.observations import ANSWERS, Observation, Observations

__all__ = ["made_up"]

START, END = dt.date(2030, 1, 1), dt.date(2030, 7, 1)
OPTIONS = 4


def made_up(
    *, issues: int = 8, actors: int = 6, count: int = 100, seed: int = 0
) -> tuple[Case, Observations]:
    """A case of two sides and a record of `count` observations whose outcomes still have to be drawn.

    About six in ten are replies (half of them to whole texts), the rest asks, offers and drops alike. One in
    five is told by others.

    >>> case, record = made_up(count=40)
    >>> len(case.table), len(record)
    (8, 40)
    """
    generator = np.random.default_rng(seed)
    table = tuple(_issue(number) for number in range(issues))
    names = tuple(f"r{number:02}" for number in range(actors))
    sides = {name: "east" if number % 2 else "west" for number, name in enumerate(names)}
    wants = tuple(_wants(name, table, sides[name] == "east", generator) for name in names)
    firsts = {side: next(n for n in names if sides[n] == side) for side in sorted(set(sides.values()))}
    case = Case(
        id="made-up",
        title="Made up",
        invented=True,
        as_of=END,
        issues=table,
        parties=tuple(_party(side, first, names, sides) for side, first in firsts.items()),
        ratifiers=tuple(Ratifier(id=name, name=name, party=sides[name]) for name in names),
        preferences=wants,
    )
    found = tuple(_observation(number, names, table, generator) for number in range(count))
    ordered = tuple(sorted(found, key=lambda o: (o.day, o.id)))
    return case, Observations(start=START, end=END, found=ordered)


def _issue(number: int) -> Issue:
    options = tuple(Option(id=f"o{k}", name=f"option {k}") for k in range(OPTIONS))
    return Issue(id=f"i{number:02}", name=f"issue {number}", options=options, ordered=True)


def _party(side: str, first: str, names: tuple[str, ...], sides: dict[str, str]) -> Party:
    own = tuple(Says(actor=name) for name in names if sides[name] == side)
    rule = AtLeast(k=len(own), rules=own)
    return Party(
        id=side, name=side, principal=first, approval=Approval(readings=(Reading(id="all", rule=rule),))
    )


def _wants(name: str, table: tuple[Issue, ...], falling: bool, generator: np.random.Generator) -> Preferences:  # noqa: FBT001
    count = len(table)
    why = "made up"
    weight = Range(low=0.25 / count, likely=1 / count, high=min(3 / count, 1.0), assumption=why)
    scores = []
    for issue in table:
        steps = np.sort(generator.random(OPTIONS - 2))
        heights = [0.0, *steps.tolist(), 1.0]
        heights = heights[::-1] if falling else heights
        named = zip(issue.options, heights, strict=True)
        scores.append((issue.id, tuple((o.id, Range.of(round(h, 3), assumption=why)) for o, h in named)))
    held = Range(low=0.2, likely=0.45, high=0.7, assumption=why)
    return Preferences(
        actor=name,
        weights=tuple((issue.id, weight) for issue in table),
        scores=tuple(scores),
        reservation=(DatedRange(range=held),),
    )


def _observation(
    number: int, names: tuple[str, ...], table: tuple[Issue, ...], generator: np.random.Generator
) -> Observation:
    kind = str(generator.choice(["reply", "reply", "ask", "offer", "drop"], p=[0.3, 0.3, 0.14, 0.13, 0.13]))
    whole = kind == "reply" and generator.random() < 0.5
    size = len(table) if whole else 1 if kind == "ask" else min(3, len(table))
    chosen = sorted(generator.choice(len(table), size=size, replace=False).tolist())
    named = [table[k].id for k in chosen]
    day = START + dt.timedelta(days=int(generator.integers((END - START).days + 1)))
    texts = [(issue, (f"o{generator.integers(OPTIONS)}",)) for issue in named]
    return Observation(
        id=f"m{number:04}",
        kind=kind,
        actor=names[int(generator.integers(len(names)))],
        day=day,
        known=day,
        terms=tuple(texts[:1] if kind == "drop" else texts),
        answer=ANSWERS[0] if kind == "reply" else "",
        against=tuple(named) if kind == "drop" else (),
        first_hand=bool(generator.random() < 0.8),
        evidence=(f"m{number:04}",),
    )
