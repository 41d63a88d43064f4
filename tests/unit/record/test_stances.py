"""Stances over time: directions on ordered and other issues, disputes, silence, and stances for a case."""

import pytest
from hypothesis import given

from detente.errors import UnknownName
from detente.record.packs.pack import Pack, PackActor
from detente.record.record import Record
from detente.record.stances import DIRECTIONS, stances, stances_of
from record_strategies import records
from small_records import record_of, said

ORDER = {"tolls": ("none", "low", "high")}


def track(record, actor="north", **options):
    return next(one for one in stances(record, **options).tracks if one.actor == actor)


def steps(*acts, issue="canal"):
    return record_of(
        *(said(f"s{n}", f"2001-02-{n + 1:02}", "north", act, issue) for n, act in enumerate(acts))
    )


@pytest.mark.parametrize(
    ("acts", "directions", "whole"),
    [
        (["rejects"], ["first stated"], "first stated"),
        (["rejects", "rejects"], ["first stated", "repeated"], "repeated"),
        (["rejects", "accepts"], ["first stated", "softened"], "softened"),
        (["accepts", "rejects"], ["first stated", "hardened"], "hardened"),
        (["demands", "threatens"], ["first stated", "hardened"], "hardened"),
        (["rejects", "offers", "rejects"], ["first stated", "softened", "hardened"], "back and forth"),
        (["claims", "demands"], ["first stated"], "first stated"),
        (["claims"], [], None),
    ],
)
def test_acts_soften_and_harden(acts, directions, whole) -> None:
    found = stances(steps(*acts)).tracks
    assert [moment.direction for one in found for moment in one.moments] == directions
    assert [one.direction for one in found] == ([whole] if whole else [])


def test_on_an_ordered_issue_nearer_to_the_other_side_is_softer() -> None:
    record = record_of(
        said("s1", "2001-02-01", "south", "demands", "tolls", option="high"),
        said("n1", "2001-02-02", "north", "demands", "tolls", option="none"),
        said("n2", "2001-02-03", "north", "demands", "tolls", option="low"),
        said("n3", "2001-02-04", "north", "demands", "tolls", option="none"),
    )
    found = track(record, orders=ORDER)
    assert [moment.direction for moment in found.moments] == ["first stated", "softened", "hardened"]
    assert found.direction == "back and forth"


def test_another_option_of_an_issue_without_order_is_a_change() -> None:
    record = record_of(
        said("n1", "2001-02-02", "north", "demands", "tolls", option="none"),
        said("n2", "2001-02-03", "north", "demands", "tolls", option="low"),
    )
    assert track(record).direction == "changed"
    back = said("n3", "2001-02-04", "north", "demands", "tolls", option="none")
    assert track(record_of(*record.statements, back)).direction == "back and forth"


def test_accounts_of_one_day_that_differ_stay_side_by_side() -> None:
    record = record_of(
        said("a", "2001-02-03", "north", "accepts", "canal", relays=("envoy",)),
        said("b", "2001-02-03", "north", "rejects", "canal", relays=("paper",)),
    )
    (moment,) = track(record).moments
    assert moment.disputed
    assert {account.relays for account in moment.accounts} == {("envoy",), ("paper",)}
    assert "accounts differ" in str(moment)


def test_a_demand_beside_a_refusal_is_no_dispute() -> None:
    record = record_of(
        said("a", "2001-02-03", "north", "demands"), said("b", "2001-02-03", "north", "rejects")
    )
    assert not track(record).moments[0].disputed


def test_silence_is_told_while_others_speak() -> None:
    record = record_of(
        said("n1", "2001-02-01", "north", "demands"),
        said("s1", "2001-02-20", "south", "rejects"),
        said("n2", "2001-03-10", "north", "demands"),
    )
    (quiet,) = track(record).silences
    assert (quiet.start.isoformat(), quiet.end.isoformat()) == ("2001-02-02", "2001-03-09")
    assert (quiet.days, quiet.others, quiet.lasting) == (36, 1, False)
    assert track(record, "south").silences[0].lasting
    assert track(record, silence=40).silences == ()


def test_nobody_is_silent_while_all_are() -> None:
    record = record_of(
        said("n1", "2001-02-01", "north", "demands"), said("n2", "2001-06-01", "north", "demands")
    )
    assert track(record).silences == ()


def test_the_unnamed_are_never_silent() -> None:
    record = record_of(
        said("n1", "2001-02-01", "north.anon", "demands", identified="anonymous"),
        said("s1", "2001-03-20", "south", "rejects"),
    )
    assert track(record, "north.anon").silences == ()


def test_an_undated_stance_has_no_direction() -> None:
    record = record_of(
        said("n1", "2001-02-01", "north", "rejects"), said("n2", "unknown", "north", "accepts", report="x")
    )
    found = track(record)
    assert [moment.direction for moment in found.moments] == ["first stated", "undated"]
    assert found.direction == "first stated"


def test_a_side_chooses_tracks_and_an_unknown_one_is_an_error() -> None:
    pack = Pack(id="p", actors=(PackActor(id="envoy", names=("Envoy",), side="north"),))
    record = record_of(
        said("a", "2001-02-03", "envoy", "demands"), said("b", "2001-02-03", "south", "rejects")
    )
    assert [one.actor for one in stances(record, pack, holder="north").tracks] == ["envoy"]
    with pytest.raises(UnknownName, match="nroth"):
        stances(record, pack, holder="nroth")


def test_stances_for_a_case_name_option_role_and_evidence() -> None:
    record = record_of(
        said("a", "2001-02-03", "north", "demands", "tolls", option="none", relays=("envoy",)),
        said("b", "2001-02-03", "north", "demands", "tolls", option="none"),
        said("c", "2001-02-04", "north", "claims", "tolls", option="high", stance="against"),
        said("d", "2001-02-04", "north", "offers", "tolls", option="low", condition="only if"),
        said("e", "2001-02-04", "north", "demands", "tolls"),
    )
    first, second, third = stances_of(record)
    assert (first.role, first.option, first.evidence, first.said_by) == (
        "demands",
        "none",
        ("a", "b"),
        "envoy",
    )
    assert (second.role, second.option) == ("rejects", "high")
    assert (third.role, third.note) == ("accepts", "only if")


@given(records())
def test_no_record_breaks_it(record) -> None:
    found = stances(record)
    assert {one.direction for one in found.tracks} <= set(DIRECTIONS)
    assert found.as_dict() == stances(record.of(reversed(record.statements))).as_dict()
    assert str(found)
    assert stances_of(record) == stances_of(record.of(reversed(record.statements)))


def test_an_empty_record_has_no_tracks() -> None:
    assert stances(Record()).tracks == ()
