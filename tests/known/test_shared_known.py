"""The shared files of published results, read where they lie; skipped where they are not.

Values marked as unverified there (trust M) are never asserted.
"""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from known.questions import agrees, answers

ENDS = {"nash", "kalai_smorodinsky", "egalitarian", "utilitarian"}


def load(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def closed_form(shared: Path, name: str) -> dict[str, Any]:
    entries = load(shared / "known" / "closed_forms.yaml")
    entries = (
        entries if isinstance(entries, list) else next(v for v in entries.values() if isinstance(v, list))
    )
    (entry,) = (entry for entry in entries if entry["id"] == name)
    return {point["name"]: (point["expect"], point["tol"]) for point in entry["points"]}


def values(name: str) -> dict[str, Any]:
    """The parameters of a point, from its name: `q=1,f=0,v=[0.6],need=1`."""
    parameters = name.removesuffix(" lo").removesuffix(" hi").replace("=", ": ")
    return YAML(typ="safe", pure=True).load("{" + parameters + "}")


@pytest.mark.parametrize("name", ["panama_canal_1974", "trump_divorce"])
def test_adjusted_winner_gives_the_shares_that_are_told(name: str, shared: Path) -> None:
    told = load(shared / "known" / "fair_division_adjusted_winner.yaml")["cases"][name]
    points = {p: dict(zip(told["issues"], told["points"][p], strict=True)) for p in told["parties"]}
    found = answers({"points": points})
    expected = told["expected"].get("share_us") or told["expected"]["share_first"]
    shares = [found["shares"][issue] for issue in told["issues"]]
    assert agrees(shares, expected, 1e-9)
    assert agrees(found["totals"], [told["expected"]["total_points"][p] for p in told["parties"]], 1e-9)
    assert found["split"] == told["expected"]["split_issue"]


@pytest.mark.parametrize("place", range(4))
def test_the_axiomatic_solutions_of_a_frontier_are_the_points_that_are_told(place: int, shared: Path) -> None:
    told = load(shared / "known" / "bargaining_closed_forms.yaml")["axiomatic"][place]
    expected = {concept: told[concept] for concept in ENDS & told.keys()}
    found = answers({**told, "steps": 3000, "expect": expected})
    assert expected
    assert agrees(found, expected, 0.001)


def test_the_nash_point_of_the_grid_is_exact(shared: Path) -> None:
    told = closed_form(shared, "nash_grid")
    weights = [[0.35, 0.25, 0.15, 0.1, 0.1, 0.05], [0.05, 0.1, 0.15, 0.2, 0.2, 0.3]]
    found = answers({"grid": {"options": 5, "reservation": 0.4, "weights": weights}})
    assert found["utilities"] == (told["u1"][0], told["u2"][0])
    assert (found["zone"], int(found["package"])) == (told["zopa_packages"][0], told["package"][0])
    assert agrees(found["product"], *told["product"])


def test_the_bargaining_range_of_war_is_the_one_that_is_told(shared: Path) -> None:
    for name, (expected, tolerance) in closed_form(shared, "fearon_range").items():
        p = values(name)
        found = answers({"war": [p["p"], p["cA"], p["cB"]]})
        assert agrees(found["low" if name.endswith("lo") else "high"], expected, tolerance), name


def test_the_setter_gets_what_is_told(shared: Path) -> None:
    for name, (expected, tolerance) in closed_form(shared, "two_level_setter").items():
        assert agrees(answers({"setter": values(name)})["x"], expected, tolerance), name


def test_the_split_with_power_utilities_is_the_one_that_is_told(shared: Path) -> None:
    told = closed_form(shared, "nash_bargaining")
    cases = {"u=x^0.5,(1-x)^1.0": ("nash", [0.5, 1]), "u=x^0.5,(1-x)^0.25": ("nash", [0.5, 0.25])}
    cases["kalai_smorodinsky u=x^0.5,(1-x)"] = ("kalai_smorodinsky", [0.5, 1])
    for name, (concept, split) in cases.items():
        found = answers({"split": split, "d": [0, 0], "steps": 10_000, "expect": [concept]})
        assert agrees(found[concept], *told[name]), name


def test_the_asymmetric_nash_points_are_the_ones_that_are_told(shared: Path) -> None:
    plain = {"frontier": "u1 + u2 = 1", "steps": 1000, "expect": ["nash"]}
    told = load(shared / "known" / "bargaining_closed_forms.yaml")["axiomatic"][4]
    found = answers({**plain, "d": told["d"], "alpha": told["weighted_nash_alpha"]})
    assert agrees(found["nash"], told["nash"])
    points = closed_form(shared, "nash_bargaining")
    for alpha in (0.5, 0.7):
        found = answers({**plain, "d": [0.2, 0.1], "alpha": alpha})
        assert agrees(found["nash"][0], *points[f"d=(0.2,0.1),alpha={alpha}"]), alpha
