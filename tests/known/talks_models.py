"""Small talks with known answers, and the file of closed forms that they are compared with."""

import re
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

from detente.analysis.space import OutcomeSpace
from detente.case.model import Case, Party, Ratifier
from detente.case.preferences import Range
from detente.case.procedure import Says, all_of
from detente.talks.bilateral.engine import prepared
from detente.talks.job import TalksJob
from detente.talks.protocols.alternating_offers import AlternatingOffers
from detente.talks.setting.values import Setting
from detente.talks.tables import TalksTables
from known.questions import approval, case_of, wants

FILE = Path(__file__).resolve().parents[3] / "shared" / "known" / "closed_forms.yaml"


@cache
def entries() -> dict[str, dict[str, Any]]:
    """The entries of the file by id; skips where it is absent."""
    if not FILE.is_file():
        pytest.skip("the folder `shared` is not beside the checkout")
    read = YAML(typ="safe", pure=True).load(FILE.read_text(encoding="utf-8"))
    return {entry["id"]: entry for entry in read["results"]}


def points(name: str) -> list[tuple[dict[str, Any], str, float, float]]:
    """The points of an entry: parameters, what is asked, what is expected, within which tolerance."""
    found = []
    for point in entries()[name]["points"]:
        given, _, asked = point["name"].partition(" ")
        parts = re.findall(r"(\w+)=(\([^)]*\)|\[[^\]]*\]|[^,]+)", given)
        values = {key: _value(text) for key, text in parts}
        found.append((values, asked if values else point["name"], point["expect"], point["tol"]))
    return found


def _value(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text.replace("(", "[").replace(")", "]"))


def parted(
    low: tuple[Any, Any] = (0.0, 0.0), steps: int = 1000, shares: Any = (), days: int = 100, **more: Any
) -> TalksTables:
    """One pie between a and b, in `steps` shares or in those given, with reservations."""
    shares = list(shares) or [k / steps for k in range(steps + 1)]
    rows = (("a", shares), ("b", [round(1 - share, 9) for share in shares]))
    ranges = [r if isinstance(r, Range) else Range.of(r) for r in low]
    case = case_of(wants(p, {"x": row}, None, r) for (p, row), r in zip(rows, ranges, strict=True))
    return tables_of(case, days=days, **more)


def tables_of(case: Case, **setting: Any) -> TalksTables:
    return TalksTables(OutcomeSpace(case), Setting(id="known", **setting))


def weighted(weights: Any, scores: Any, low: float) -> Case:
    """Parties a, b, ... with a weight for each issue and scores by option, the same on all issues."""
    names = [f"i{k}" for k in range(len(weights[0]))]
    case = case_of(
        wants("abc"[p], dict.fromkeys(names, row), dict(zip(names, w, strict=True)), Range.of(low))
        for p, (w, row) in enumerate(zip(weights, scores, strict=True))
    )
    return replace(case, issues=tuple(replace(issue, ordered=True) for issue in case.issues))


def block(case: Case, setting: Setting, protocol: Any, runs: int, seed: int = 1) -> Any:
    """Facts of many runs by name."""
    from detente.kernels.talks.shapes import FACTS

    facts = TalksJob(case=case, setting=setting, protocol=protocol, seed=seed, engine="numpy").block(0, runs)[
        "facts"
    ]
    return {name: facts[:, k] for k, name in enumerate(FACTS)}


def types(tables: TalksTables, protocol: AlternatingOffers, floors: Any) -> Any:
    """The sides of an exchange in which the reservation of b is one of `floors` (runs,), and the grid."""
    pair = prepared(tables, protocol)
    grid = tables.space.grid[int(tables.fixed.gain_leaf[tables.fixed.principal[1]])]
    sides = type(pair.fixed[0])(*(np.repeat(part, len(floors), axis=0) for part in pair.fixed[0]))
    sides.floors[:, 1] = np.rint(floors * grid).astype(np.int64)[:, None] - 2
    return pair, sides, grid


def vetoes(count: int, options: int, accepted: int) -> Case:
    """Two parties of count / 2 ratifiers; each cares for one issue, of which it accepts some options."""
    names = [f"v{k:02}" for k in range(count)]
    row = [float(k < accepted) for k in range(options)]
    half = count // 2
    own = [
        wants(
            name,
            {f"i{j:02}": row if j == k else [0.0] * options for j in range(count)},
            None,
            Range.of(0.5),
        )
        for k, name in enumerate(names)
    ]
    sides = {"a": names[:half], "b": names[half:]}
    parties = [
        Party(id=p, name=p, principal=m[0], approval=approval(all_of(*(Says(actor=v) for v in m))))
        for p, m in sides.items()
    ]
    ratifiers = tuple(Ratifier(id=v, name=v, party=p) for p, m in sides.items() for v in m)
    return case_of(own, parties, ratifiers)


class Fresh:
    """A mediator who draws every issue anew each day."""

    def propose(self, view: Any, draw: Any) -> tuple[int, ...]:
        return tuple(draw(k) % size for k, size in enumerate(view.sizes))


class Script:
    """A mediator who proposes the options of one issue in turn."""

    def propose(self, view: Any, draw: Any) -> tuple[int, ...]:
        return (min(len(view.heard), view.sizes[0] - 1),)


def stood(told: Any) -> tuple[int, ...]:
    """The text that stands at the end of a run: the last that nobody found worse than the one before it."""
    answers: dict[int, list[Any]] = {}
    for entry in told.entries:
        if entry.what == "answered":
            answers.setdefault(entry.day, []).append(entry)
    standing = ()
    for said in answers.values():
        if not standing or all(e.reply.against_last >= 0 for e in said):
            standing = said[0].text
    return standing


def packages(sizes: Any) -> Any:
    return np.array(list(product(*(range(n) for n in sizes))))
