"""Spaces at the edge: emptied by changes, of many ratifiers, of numbers far apart."""

from dataclasses import replace

import pytest

from detente.analysis.blockers import blockers
from detente.analysis.frontier import frontier
from detente.analysis.odds import odds
from detente.analysis.space import OutcomeSpace
from detente.analysis.zone import zone
from detente.case.change import apply, parse_change
from detente.case.library import example
from detente.case.model import Case, Issue, Option, Party, Ratifier
from detente.case.preferences import DatedRange, Preferences, Range
from detente.case.procedure import Approval, Reading, Says, all_of
from detente.errors import AnalysisError, CaseError, UnknownName


def opposed(*, weight: float = 1.0, score: float = 1.0, ratifiers: int = 1, reservation: float = 1.0) -> Case:
    """Two parties on two issues of three options, exactly opposed, all numbers on the scale given."""
    issues = tuple(Issue(id=i, name=i, options=tuple(Option(id=o, name=o) for o in "abc")) for i in "xy")
    members = {party: [f"{party}{k}" for k in range(ratifiers)] for party in "pq"}
    return Case(
        id="opposed",
        title="Opposed",
        issues=issues,
        parties=tuple(
            Party(
                id=party,
                name=party,
                principal=names[0],
                approval=Approval(
                    readings=(Reading(id="all", base=True, rule=all_of(*(Says(actor=n) for n in names))),)
                ),
            )
            for party, names in members.items()
        ),
        ratifiers=tuple(Ratifier(id=n, party=party, name=n) for party, ns in members.items() for n in ns),
        preferences=tuple(
            Preferences(
                actor=name,
                measure="points",
                weights=tuple((issue.id, Range.of(weight)) for issue in issues),
                scores=tuple(
                    (
                        issue.id,
                        tuple(
                            (o, Range.of(score * (k if party == "p" else 2 - k))) for k, o in enumerate("abc")
                        ),
                    )
                    for issue in issues
                ),
                reservation=(DatedRange(range=Range.of(weight * score * reservation)),),
            )
            for party, names in members.items()
            for name in names
        ),
    )


@pytest.mark.parametrize(("weight", "score"), [(1, 1), (1e15, 1e15), (1e-30, 1), (1e15, 1e-30)])
def test_the_unit_of_the_numbers_does_not_change_the_answer(weight: float, score: float) -> None:
    space = OutcomeSpace(opposed(weight=weight, score=score))
    assert zone(space).count == 7
    assert frontier(space).size == 5
    assert odds(space, draws=8).best[0].odds.share == 1


@pytest.mark.parametrize("ratifiers", [31, 32, 40])
def test_any_number_of_ratifiers_can_be_asked(ratifiers: int) -> None:
    space = OutcomeSpace(opposed(ratifiers=ratifiers))
    assert zone(space).count == 7
    assert blockers(space, draws=8).readings[0].count == 7


def test_an_issue_without_options_left_is_told_with_what_to_do() -> None:
    changes = [parse_change(f"issues.x.options.{o}.available=false") for o in "abc"]
    with pytest.raises(CaseError, match="issue 'x' has no option on the table") as caught:
        OutcomeSpace(apply(opposed(), changes))
    assert caught.value.hint


def test_shares_of_weights_that_are_all_zero_are_told_with_what_to_do() -> None:
    case = example("two-rivers")
    first = next(p for p in case.preferences if p.measure == "share" and p.weights)
    none = replace(first, weights=tuple((issue, Range.of(0.0)) for issue, _ in first.weights))
    with pytest.raises(AnalysisError, match="are all 0") as caught:
        OutcomeSpace(replace(case, preferences=(none, *(p for p in case.preferences if p is not first))))
    assert caught.value.hint


def test_a_reading_of_a_rule_that_nobody_has_names_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        OutcomeSpace(example("two-rivers"), readings={"dela": "with-assembly"})
    assert "'delta'" in caught.value.hint
