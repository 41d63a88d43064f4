"""Utilities in blocks: every feasible package once, with the exact plain sum of each actor."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given

from detente.analysis.space import OutcomeSpace
from detente.analysis.utilities import Utilities, utilities
from detente.case.model import Case, Constraint, Issue, Option, Party
from detente.case.preferences import DatedRange, Preferences, Range
from detente.case.procedure import Approval, Reading, Says
from detente.errors import SpaceTooLarge
from small_cases import Plain, exactly, small_cases


def exact_vectors(space: OutcomeSpace, found: Utilities) -> dict[tuple[str, ...], tuple[Fraction, ...]]:
    """The utilities of every package that the blocks hold, by its options."""
    told = {}
    for pick in itertools.product(*(range(len(block)) for block in found.blocks)):
        row = found.options(np.array([pick]))[0]
        total = [
            sum(int(block[p, k]) for block, p in zip(found.blocks, pick, strict=True)) for k in _span(found)
        ]
        options = tuple(space.options[k][o] for k, o in enumerate(row))
        told[options] = tuple(Fraction(total[k] + found.constant[k], found.scales[k]) for k in _span(found))
    return told


def _span(found: Utilities) -> range:
    return range(len(found.actors))


@given(case=small_cases())
def test_blocks_hold_each_feasible_package_with_its_exact_utilities(case: Case) -> None:
    space, plain = OutcomeSpace(case), Plain(case)
    found = utilities(space, space.principals)
    possible = [t for t in plain.packages() if not any(plain.holds(c.never, t) for c in case.constraints)]
    expected = {tuple(t.values()): tuple(plain.utility(a, t) for a in space.principals) for t in possible}
    assert exact_vectors(space, found) == expected


@given(case=small_cases())
def test_reservations_are_exact_on_the_same_scale(case: Case) -> None:
    space = OutcomeSpace(case)
    found = utilities(space, space.principals)
    for k, actor in enumerate(found.actors):
        asked = exactly(case.preferences_of(actor).reservation[-1].range.likely)
        assert Fraction(found.reservations[k] + found.constant[k], found.scales[k]) == asked


def line(options: int, issues: int, step: float = 1.0) -> Case:
    names = [str(n) for n in range(options)]
    table = tuple(
        Issue(id=f"i{k}", name="", options=tuple(Option(id=n, name=n) for n in names)) for k in range(issues)
    )
    scores = tuple((i.id, tuple((n, Range.of(int(n) * step)) for n in names)) for i in table)
    wants = Preferences(
        actor="a", measure="points", scores=scores, reservation=(DatedRange(range=Range.of(-1)),)
    )
    rule = Approval(readings=(Reading(id="self", rule=Says(actor="a")),))
    party = Party(id="a", name="", principal="a", approval=rule)
    return Case(id="line", title="", issues=table, parties=(party,), preferences=(wants,))


def test_issues_without_linkage_stay_in_blocks_of_their_own() -> None:
    space = OutcomeSpace(line(3, 4))
    assert utilities(space, ("a",)).members == ((0,), (1,), (2,), (3,))


def test_a_constraint_joins_its_issues_and_drops_the_barred_rows() -> None:
    barred = Constraint(id="c", never=(("i0", ("0",)), ("i2", ("1",))))
    found = utilities(OutcomeSpace(line(3, 4).with_(constraints=(barred,))), ("a",))
    assert found.members == ((0, 2), (1,), (3,))
    assert len(found.blocks[0]) == 9 - 1


def test_linked_issues_with_too_many_combinations_are_refused() -> None:
    many = Constraint(id="c", never=tuple((f"i{k}", ("0",)) for k in range(8)))
    with pytest.raises(SpaceTooLarge, match="linked issues i0, i1"):
        utilities(OutcomeSpace(line(10, 8).with_(constraints=(many,))), ("a",))


def test_numbers_too_fine_for_machine_integers_stay_exact() -> None:
    found = utilities(OutcomeSpace(line(3, 2, step=1 / 3)), ("a",))
    top = sum(max(int(v) for v in block[:, 0]) for block in found.blocks)
    assert Fraction(top, found.scales[0]) == 2 * exactly(2 * (1 / 3))


def test_a_disagreement_point_replaces_the_reservations() -> None:
    found = utilities(OutcomeSpace(line(3, 2)), ("a",), disagreement=0.5)
    assert Fraction(found.reservations[0], found.scales[0]) == Fraction(1, 2)


def test_no_package_is_feasible_when_what_holds_outside_the_text_rules_all_out() -> None:
    case = line(3, 2)
    linked = Issue(
        id="front", name="f", on_table=False, if_silent="open", options=(Option(id="open", name="open"),)
    )
    barred = Constraint(id="k", never=(("front", ("open",)),))
    space = OutcomeSpace(case.with_(issues=(*case.issues, linked), constraints=(barred,)))
    assert [len(block) for block in utilities(space, space.principals).blocks] == [0, 0]
