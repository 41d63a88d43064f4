"""Signing: each account of a mandate against what home approves."""

import numpy as np
from hypothesis import given

from detente.analysis.signing import ANSWERS, signing, within
from detente.analysis.space import OutcomeSpace
from detente.case.library import example
from detente.case.model import Case, Issue, Option, Package, Party
from detente.case.preferences import DatedRange, Preferences, Range
from detente.case.procedure import Approval, Mandate, Reading, Says
from small_cases import Plain, small_cases


def case(*mandates: Mandate, reservation: float = 0.5) -> Case:
    """One party that wants much of two issues of three options."""
    issues = tuple(
        Issue(id=i, name="", options=tuple(Option(id=o, name=o) for o in "xyz")) for i in ("i", "j")
    )
    scores = tuple((i.id, tuple((o, Range.of(n / 2)) for n, o in enumerate("xyz"))) for i in issues)
    wants = Preferences(
        actor="a",
        weights=(("i", Range.of(0.5)), ("j", Range.of(0.5))),
        scores=scores,
        reservation=(DatedRange(range=Range.of(reservation)),),
    )
    rule = Approval(readings=(Reading(id="self", rule=Says(actor="a")),))
    party = Party(id="a", name="", principal="a", approval=rule)
    return Case(id="c", title="", issues=issues, parties=(party,), preferences=(wants,), mandates=mandates)


NARROW = Mandate(id="narrow", party="a", allows=(("i", ("z",)),), said_by="one")
WIDE = Mandate(id="wide", party="a", allows=(("i", ("y", "z")),), said_by="two", base=True)


def answers(told: Case, **terms: str) -> list[tuple[str, str, tuple[str, ...]]]:
    space = OutcomeSpace(told)
    return [(s.account, s.answer, s.outside) for s in signing(space, space.package(terms))]


def test_each_account_of_a_mandate_answers_for_itself_the_base_first() -> None:
    assert answers(case(NARROW, WIDE), i="y", j="z") == [
        ("wide", "signable now", ()),
        ("narrow", "referral", ("i",)),
    ]


def test_what_home_rejects_is_out_of_reach_even_inside_the_mandate() -> None:
    assert answers(case(WIDE, reservation=0.9), i="y", j="z") == [("wide", "out of reach", ())]


def test_an_issue_that_the_mandate_does_not_name_is_free() -> None:
    assert answers(case(WIDE), i="z", j="x") == [("wide", "signable now", ())]


def test_a_party_without_a_stated_mandate_may_sign_what_it_approves() -> None:
    assert answers(case(), i="z", j="x") == [("", "signable now", ())]
    assert answers(case(), i="x", j="x") == [("", "out of reach", ())]


@given(case=small_cases())
def test_a_party_is_out_of_reach_exactly_where_its_rule_says_no(case: Case) -> None:
    space, plain = OutcomeSpace(case), Plain(case)
    for number in range(space.packages):
        package = space.package_at(number)
        for found in signing(space, package):
            rule = case.party(found.party).approval.base.rule
            approved = plain.met(rule, space.terms(package), frozenset(), frozenset())
            assert (found.answer == "out of reach") == (not approved)


def test_parties_come_in_alphabetical_order() -> None:
    space = OutcomeSpace(example("two-rivers"))
    found = signing(space, space.package_at(0))
    assert [s.party for s in found] == sorted(s.party for s in found)
    assert {s.answer for s in found} <= set(ANSWERS)


def test_a_package_lies_within_a_text_when_every_issue_does() -> None:
    space = OutcomeSpace(case())
    rows = np.array([[0, 2], [1, 2], [1, 1]])
    assert within(space, rows, (("i", ("y",)), ("j", ("y", "z")))).tolist() == [False, True, True]
    assert str(signing(space, Package((2, 2)))[0]) == "a: signable now"
