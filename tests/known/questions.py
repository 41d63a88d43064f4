"""How an entry of known answers is turned into a case and asked: one function for each kind of input.

An entry is a mapping with one of the keys of `QUESTIONS`; its function returns named answers, and the entry's
`expect` says what some of them must be. `tolerance` is 0 where the answer must be exact.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from detente.analysis.division import Division, adjusted_winner
from detente.analysis.odds import odds
from detente.analysis.solutions import SOLUTIONS, nash
from detente.analysis.space import OutcomeSpace
from detente.analysis.zone import zone
from detente.case.library import example
from detente.case.model import Case, Issue, Option, Party, Ratifier
from detente.case.preferences import DatedRange, Preferences, Range
from detente.case.procedure import Approval, AtLeast, Reading, Rule, Says, all_of

Scores = Mapping[str, Sequence[float]]

FRONTIERS: dict[str, tuple[Callable[[float], float], float]] = {
    "u2 = sqrt(1-u1), 0<=u1<=1": (lambda u: math.sqrt(1 - u), 1),
    "u2 = 1-u1^2, 0<=u1<=1": (lambda u: 1 - u * u, 1),
    "u1/2 + u2 = 1": (lambda u: 1 - u / 2, 2),
    "u1 + u2 = 1": (lambda u: 1 - u, 1),
}


def approval(rule: Rule) -> Approval:
    return Approval(readings=(Reading(id="base", rule=rule, base=True),))


def wants(actor: str, scores: Scores, weights: Mapping[str, float] | None, reservation: Range) -> Preferences:
    return Preferences(
        actor=actor,
        measure="points",
        basis="published",
        weights=tuple((issue, Range.of(weight)) for issue, weight in (weights or {}).items()),
        scores=tuple(
            (issue, tuple((f"o{k}", Range.of(score)) for k, score in enumerate(row)))
            for issue, row in scores.items()
        ),
        reservation=(DatedRange(range=reservation),),
    )


def case_of(
    preferences: Iterable[Preferences], parties: Iterable[Party] = (), ratifiers: tuple[Ratifier, ...] = ()
) -> Case:
    """A case in which the actors are the parties, unless parties are given; options are o0, o1, ..."""
    preferences = tuple(preferences)
    own = tuple(
        Party(id=p.actor, name=p.actor, principal=p.actor, approval=approval(Says(actor=p.actor)))
        for p in preferences
    )
    parties = tuple(parties) or own
    issues = tuple(
        Issue(
            id=issue, name=issue, divisible=True, options=tuple(Option(id=name, name=name) for name, _ in row)
        )
        for issue, row in preferences[0].scores
    )
    return Case(
        id="known",
        title="Known answers",
        parties=parties,
        ratifiers=ratifiers,
        deal_rule=approval(all_of(*(Says(actor=party.id) for party in parties))),
        issues=issues,
        preferences=preferences,
    )


def curve(points: Sequence[tuple[float, float]], d: Sequence[float]) -> OutcomeSpace:
    """One issue whose options are points of a frontier of two parties."""
    rows = zip(("a", "b"), zip(*points, strict=True), d, strict=True)
    return OutcomeSpace(case_of(wants(p, {"x": row}, None, Range.of(low)) for p, row, low in rows))


def steps(low: float, high: float, count: int) -> list[float]:
    """`count` + 1 numbers at equal steps, each the float nearest to its decimal."""
    first, last = Decimal(str(low)), Decimal(str(high))
    return [float(first + (last - first) * k / count) for k in range(count + 1)]


def solved(space: OutcomeSpace, entry: Mapping[str, Any]) -> dict[str, Any]:
    """The utilities at the solutions that the entry expects, or at all when it expects nothing."""
    asked = entry.get("expect", SOLUTIONS)
    found = {name: concept(space) for name, concept in SOLUTIONS.items() if name in asked}
    if "alpha" in entry:
        found["nash"] = nash(space, weights={"a": entry["alpha"], "b": round(1 - entry["alpha"], 9)})
    return {name: answer.utilities for name, answer in found.items() if answer is not None}


def divided(found: Division, first: str) -> dict[str, Any]:
    """A division as the answers that are published for it, shares of the first party by issue."""
    return {
        "totals": [total for _, total in found.totals],
        "split": found.split,
        "shares": {issue.issue: dict(issue.shares)[first] for issue in found.issues},
    }


def ask_example(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A bundled case, divided by Adjusted Winner; shares are those of the party named under `first`."""
    return divided(adjusted_winner(example(entry["example"])), entry["first"])


def ask_points(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Two parties with points on divisible issues: `points: {party: {issue: points}}`."""
    first, second = entry["points"].items()
    rows = ((first, [1, 0]), (second, [0, 1]))
    found = adjusted_winner(
        case_of(
            wants(party, dict.fromkeys(points, ends), points, Range.of(0)) for (party, points), ends in rows
        )
    )
    return divided(found, first[0])


def ask_frontier(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A continuous frontier, as packages at `steps` equal steps of the first party's utility."""
    height, last = FRONTIERS[entry["frontier"]]
    grid = steps(0, last, entry.get("steps", 1000))
    return solved(curve([(u, round(height(u), 12)) for u in grid], entry["d"]), entry)


def ask_split(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A pie split in x and 1 - x, with utilities x^p and (1 - x)^q; answers are x."""
    p, q = entry["split"]
    grid = steps(0, 1, entry.get("steps", 5000))
    found = solved(curve([(x**p, (1 - x) ** q) for x in grid], entry["d"]), entry)
    return {name: first ** (1 / p) for name, (first, _) in found.items()}


def ask_grid(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Issues of equal options, the first party wanting the last option of each and the second the first."""
    count = entry["grid"]["options"]
    weights = entry["grid"]["weights"]
    names = [f"i{k}" for k in range(len(weights[0]))]
    up = [k / (count - 1) for k in range(count)]
    rows = zip(("a", "b"), (up, up[::-1]), weights, strict=True)
    low = Range.of(entry["grid"]["reservation"])
    space = OutcomeSpace(
        case_of(
            wants(p, dict.fromkeys(names, row), dict(zip(names, w, strict=True)), low) for p, row, w in rows
        )
    )
    found = SOLUTIONS["nash"](space)
    assert found is not None
    package = "".join(option.removeprefix("o") for _, option in found.offer.terms)
    product = math.prod(gain for _, gain in found.gains)
    return {
        "package": package,
        "utilities": found.utilities,
        "product": product,
        "zone": zone(space).count,
    }


def ask_war(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A share x for A and 1 - x for B, each with the value of war less its cost as reservation."""
    p, cost_a, cost_b = (Decimal(str(v)) for v in entry["war"])
    grid = [k / 1000 for k in range(1001)]
    rest = [1 - Decimal(str(x)) for x in grid]
    space = curve(list(zip(grid, map(float, rest), strict=True)), [float(p - cost_a), float(1 - p - cost_b)])
    inside = [grid[int(dict(offer.terms)["x"][1:])] for offer in zone(space, listing=1001).offers]
    return {"low": min(inside), "high": max(inside)}


def ask_setter(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An agenda setter with an ideal point against ratifiers on a line, `need` of whom must prefer x to q."""
    rule = entry["setter"]
    q, grid = Decimal(str(rule["q"])), [Decimal(k) / 100 for k in range(101)]

    def spatial(actor: str, ideal: float, floor: Range | None = None) -> Preferences:
        v = Decimal(str(ideal))
        own = Range.of(float(-abs(q - v)))
        return wants(actor, {"x": [float(-abs(x - v)) for x in grid]}, None, floor or own)

    voters = [f"v{k}" for k in range(len(rule["v"]))]
    parties = (
        Party(id="setter", name="setter", principal="setter", approval=approval(Says(actor="setter"))),
        Party(
            id="home",
            name="home",
            principal="v0",
            approval=approval(AtLeast(k=rule["need"], rules=tuple(Says(actor=v) for v in voters))),
        ),
    )
    ratifiers = tuple(Ratifier(id=v, name=v, party="home") for v in voters)
    actors = [spatial("setter", rule["f"], Range.of(-9.0))]
    actors += [spatial(name, ideal) for name, ideal in zip(voters, rule["v"], strict=True)]
    space = OutcomeSpace(case_of(actors, parties, ratifiers))
    passed = [grid[int(dict(offer.terms)["x"][1:])] for offer in zone(space, listing=101).offers]
    return {"x": float(min(passed, key=lambda x: abs(x - Decimal(str(rule["f"])))))}


def ask_doubt(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The odds that a ratifier with a triangular reservation accepts each share x of `shares`."""
    low, likely, high = entry["doubt"]["reservation"]
    shares = entry["doubt"]["shares"]
    actors = [
        wants("a", {"x": [1 - x for x in shares]}, None, Range.of(0.0)),
        wants("b", {"x": shares}, None, Range(low=low, likely=likely, high=high)),
    ]
    found = odds(OutcomeSpace(case_of(actors)), draws=4096, seed=0, top=len(shares))
    by_share = {offer.offer.terms[0][1]: offer.odds.share for offer in found.best}
    return {"odds": [by_share[f"o{k}"] for k in range(len(shares))]}


QUESTIONS: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "doubt": ask_doubt,
    "example": ask_example,
    "frontier": ask_frontier,
    "grid": ask_grid,
    "points": ask_points,
    "setter": ask_setter,
    "split": ask_split,
    "war": ask_war,
}


def answers(entry: Mapping[str, Any]) -> dict[str, Any]:
    (kind,) = QUESTIONS.keys() & entry.keys()
    return QUESTIONS[kind](entry)


def agrees(found: Any, expected: Any, tolerance: float = 0) -> bool:
    """True when an answer is the expected one: numbers within the tolerance, everything else equal.

    Fractions may be expected as text, as in "2/15"; with tolerance 0 floats agree to one part in 10^12.
    """
    if isinstance(expected, Mapping):
        return expected.keys() <= found.keys() and all(
            agrees(found[k], v, tolerance) for k, v in expected.items()
        )
    if isinstance(expected, list | tuple):
        pairs = zip(found, expected, strict=False)
        return len(found) == len(expected) and all(agrees(f, e, tolerance) for f, e in pairs)
    if isinstance(found, Fraction) and not tolerance:
        return found == Fraction(str(expected))
    if isinstance(found, float | Fraction):
        return math.isclose(found, float(Fraction(str(expected))), rel_tol=1e-12, abs_tol=tolerance or 1e-12)
    return bool(found == expected)
