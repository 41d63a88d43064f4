"""Blocking sets, openings and exits against loops over packages; power against published shares."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from ruamel.yaml import YAML

from detente.analysis.blockers import Blocking, blockers
from detente.analysis.power import power_under
from detente.analysis.space import OutcomeSpace
from detente.case.model import Case, Party, Ratifier
from detente.case.preferences import Range
from detente.case.procedure import Approval, Quota, Reading
from small_cases import Plain, actors_of, small_cases


def blocking(case: Case) -> tuple[Blocking, Plain, frozenset[str]]:
    return blockers(OutcomeSpace(case), draws=8).readings[0], Plain(case), frozenset(actors_of(case))


def minimal(everyone: frozenset[str], holds) -> set[tuple[str, ...]]:
    found: list[frozenset[str]] = []
    for size in range(len(everyone) + 1):
        for names in map(frozenset, combinations(sorted(everyone), size)):
            if not any(smaller <= names for smaller in found) and holds(names):
                found.append(names)
    return {tuple(sorted(names)) for names in found}


@settings(max_examples=25)
@given(case=small_cases())
def test_openings_and_cores_of_an_empty_zone_are_all_the_minimal_ones(case: Case) -> None:
    found, plain, everyone = blocking(case)
    if found.count:
        assert not found.openings
        assert not found.cores
        return
    openings = minimal(everyone, lambda s: plain.zone(granted=s))
    assert {opening.actors for opening in found.openings} == openings
    assert set(found.cores) == minimal(everyone, lambda s: not plain.zone(granted=everyone - s))
    for opening in found.openings:
        assert opening.count == len(plain.zone(granted=frozenset(opening.actors)))


@settings(max_examples=25)
@given(case=small_cases())
def test_stoppers_are_the_minimal_sets_whose_refusal_empties_the_zone(case: Case) -> None:
    found, plain, everyone = blocking(case)
    if found.count:
        assert set(found.stoppers) == minimal(everyone, lambda s: not plain.zone(refused=s))
    else:
        assert not found.stoppers


@settings(max_examples=25)
@given(case=small_cases())
def test_an_actor_keeps_out_the_packages_that_pass_with_its_yes(case: Case) -> None:
    found, plain, everyone = blocking(case)
    kept = {k.actor: k.count for k in found.kept_out}
    for actor in everyone:
        gained = len(plain.zone(granted=frozenset({actor}))) - len(plain.zone())
        assert kept.get(actor, 0) == gained


@settings(max_examples=25)
@given(case=small_cases())
def test_the_reason_of_a_no_is_among_those_that_hold(case: Case) -> None:
    found, plain, _ = blocking(case)
    for kept in found.kept_out:
        out = [t for t in plain.zone(granted=frozenset({kept.actor})) if not plain.passes(t)]
        by = dict(kept.by)
        if any(p.actor == kept.actor for p in case.preferences) and kept.actor != "m":
            assert by.get("red line", 0) == sum(plain.crosses(kept.actor, t) for t in out)
            assert by.get("exit", 0) == sum(plain.has_left(kept.actor, t) for t in out)


@settings(max_examples=25)
@given(case=small_cases())
def test_an_exit_changes_the_zone_as_loops_say(case: Case) -> None:
    for effect in blockers(OutcomeSpace(case), draws=8).exits:
        for credibility, count in ((1.0, effect.carried_out), (0.0, effect.not_carried_out)):
            threats = tuple(
                replace(t, credibility=Range.of(credibility)) if t.actor == effect.actor else t
                for t in case.exit_threats
            )
            assert count == len(Plain(case.with_(exit_threats=threats)).zone())


@settings(max_examples=25)
@given(case=small_cases(uncertain=True))
def test_shares_sum_to_one_or_nobody_decides(case: Case) -> None:
    for reading in blockers(OutcomeSpace(case), draws=8).readings:
        for share in ("banzhaf", "shapley"):
            assert sum(getattr(p, share) for p in reading.pivotal) in {0, 1}
        assert all(0 <= p.observed.share <= 1 for p in reading.pivotal)


def weighted(seats: dict[str, int], need: int) -> OutcomeSpace:
    rule = Quota(seats=tuple(seats.items()), need=need)
    body = Party(
        id="body",
        name="body",
        principal=next(iter(seats)),
        approval=Approval(readings=(Reading(id="q", rule=rule),)),
    )
    names = tuple(Ratifier(id=s, name=s, party="body") for s in seats)
    wants = tuple(_indifferent(s) for s in seats)
    return OutcomeSpace(Case(id="v", title="v", parties=(body,), ratifiers=names, preferences=wants))


def _indifferent(actor: str):
    from detente.case.preferences import Preferences

    return Preferences(actor=actor, measure="points")


def test_banzhaf_shares_of_the_council_of_1958_are_the_published_ones(shared: Path) -> None:
    games = YAML(typ="safe").load((shared / "known" / "voting_power.yaml").read_text(encoding="utf-8"))
    council = games["games"]["eec_council_1958"]
    power = power_under(weighted(dict(council["weights"]), council["quota"]), {})
    assert power.deal["Germany"][0] == Fraction(council["banzhaf"]["large"])
    assert power.deal["Belgium"][0] == Fraction(council["banzhaf"]["medium"])
    assert power.deal["Luxembourg"] == (0, 0)
    assert power.deal["Italy"][1] == Fraction(council["shapley"]["large"])


def test_the_rule_alone_says_who_can_block() -> None:
    power = power_under(weighted({"p": 50, "q": 49, "r": 1}, 51), {})
    assert power.can_block == (("p",), ("q", "r"))
    assert dict(power.parties)["body"]["p"] == (Fraction(3, 5), Fraction(2, 3))


@pytest.mark.parametrize("name", ["panama-canal-1974"])
def test_two_parties_that_must_agree_are_equally_pivotal(name: str) -> None:
    from detente.case.library import example

    found = blockers(OutcomeSpace(example(name)), draws=8)
    assert [p.banzhaf for p in found.readings[0].pivotal] == [Fraction(1, 2)] * 2
    assert "could stop every deal alone" in str(found)
    assert found.as_dict()["result"] == "Blockers"
