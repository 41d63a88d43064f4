"""The least unequal packages of a set, and those inside a text, against all packages one by one."""

import numpy as np
import pytest

from detente.analysis import members
from detente.analysis.members import inside, least_unequal
from detente.analysis.space import OutcomeSpace
from detente.analysis.zone import zone
from detente.case.model import Case, Issue, Option, Package, Party
from detente.case.preferences import Preferences, Range
from detente.case.procedure import Approval, Reading, Says
from detente.kernels.approval_tables import PackageSet
from full_cases import full_case
from oracle import Oracle


def some_of(space: OutcomeSpace, seed: int) -> tuple[np.ndarray, PackageSet]:
    chosen = np.random.default_rng(seed).random(space.packages) < 0.4
    return chosen, PackageSet(bits=np.packbits(chosen, bitorder="little"), packages=space.packages)


@pytest.mark.parametrize("block", [4, 30, 1 << 18])
def test_the_best_members_come_first_however_they_are_cut(block: int, monkeypatch) -> None:
    monkeypatch.setattr(members, "_BLOCK", block)
    monkeypatch.setattr(members, "_KEPT", 5)
    for seed in range(25):
        case = full_case(seed)
        space, plain = OutcomeSpace(case), Oracle(case)
        chosen, packed = some_of(space, seed)
        actors = dict.fromkeys(space.principals)
        gains = [[plain.margin(a, terms) for a in actors] for terms in plain.packages]
        best = sorted(((min(g), sum(g)) for g, mine in zip(gains, chosen, strict=True) if mine), reverse=True)
        rows = least_unequal(space, packed, 7)
        numbers = [space.number_of(Package(tuple(row.tolist()))) for row in rows]
        assert [(min(gains[n]), sum(gains[n])) for n in numbers] == best[:7], case.id
        assert all(chosen[n] for n in numbers)


@pytest.mark.parametrize("block", [4, 1 << 18])
def test_members_inside_a_text_are_counted_however_they_are_cut(block: int, monkeypatch) -> None:
    monkeypatch.setattr(members, "_BLOCK", block)
    for seed in range(25):
        space = OutcomeSpace(full_case(seed))
        chosen, packed = some_of(space, seed)
        allowed = np.random.default_rng(seed + 1).random(sum(space.sizes)) < 0.7
        columns = space.columns(space.rows(np.arange(space.packages)))
        assert inside(space, packed, allowed) == (allowed[columns].all(axis=1) & chosen).sum()


def test_a_large_zone_is_listed_from_its_best_package_on() -> None:
    names = [f"{n:02}" for n in range(90)]
    table = tuple(
        Issue(id=f"i{k}", name="i", options=tuple(Option(id=n, name=n) for n in names)) for k in range(3)
    )
    scores = tuple((i.id, tuple((n, Range.of(int(n))) for n in names)) for i in table)
    sides = tuple(
        Party(id=p, name=p, principal=p, approval=Approval(readings=(Reading(id="o", rule=Says(actor=p)),)))
        for p in "ab"
    )
    wants = tuple(Preferences(actor=p, measure="points", scores=scores) for p in "ab")
    found = zone(OutcomeSpace(Case(id="z", title="z", parties=sides, issues=table, preferences=wants)))
    assert found.count == 90**3
    assert dict(found.offers[0].terms) == {"i0": "89", "i1": "89", "i2": "89"}
