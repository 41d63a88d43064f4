"""Movement from stances alone: directions, gaps, silence, accounts kept side by side."""

import datetime as dt
import json

from detente.analysis.movement import Movements, movement
from detente.analysis.tracks import DIRECTIONS
from detente.case.history import Account, Proposal, Response
from detente.case.library import example
from detente.case.model import Actor, Case, Issue, Option, Party, Ratifier
from detente.case.procedure import Approval, Reading, Says
from detente.record.stance import Stance
from detente.record.statement import Statement
from detente.sources.when import When

OPTIONS = "pqrst"


def stance(actor: str, option: str, date: str, **more: object) -> Stance:
    when = When.parse(date)
    own = {"known": when.last, "issue": "i", "id": f"{actor}-{option}-{date}", **more}
    return Stance(actor=actor, option=option, date=when, **own)


def case(*stances: Stance, ordered: bool = True, names: str = "ab", **more: object) -> Case:
    issue = Issue(id="i", name="", ordered=ordered, options=tuple(Option(id=o, name=o) for o in OPTIONS))
    parties = tuple(
        Party(id=n, name=n, principal=n, approval=Approval(readings=(Reading(id="r", rule=Says(actor=n)),)))
        for n in names
    )
    return Case(
        id="c",
        title="",
        issues=(issue,),
        parties=parties,
        ratifiers=(Ratifier(id="a-two", name="", party="a"),),
        actors=(Actor(id="m", name="", role="mediator"),),
        stances=stances,
        **more,
    )


def directions(found: Movements, actor: str) -> list[str]:
    return [m.direction for t in found.issues[0].tracks if t.actor == actor for m in t.moments]


def track(found: Movements, actor: str):
    return next(t for t in found.issues[0].tracks if t.actor == actor)


OTHER = stance("b", "t", "2024-01-01")


def test_a_step_towards_the_other_side_is_softer_and_one_away_is_harder() -> None:
    steps = [stance("a", o, f"2024-0{k + 2}-01") for k, o in enumerate("qrrp")]
    found = movement(case(OTHER, *steps))
    assert directions(found, "a") == ["first stated", "softened", "repeated", "hardened"]
    assert track(found, "a").direction == "hardened"
    assert track(found, "a").moments[1].against == (OTHER.id,)


def test_softer_means_the_same_when_the_options_run_the_other_way() -> None:
    found = movement(
        case(
            stance("b", "p", "2024-01-01"),
            *[stance("a", o, f"2024-0{k}-01") for k, o in ((2, "t"), (3, "s"))],
        )
    )
    assert directions(found, "a") == ["first stated", "softened"]


def test_a_move_to_as_far_on_the_other_side_is_sideways() -> None:
    found = movement(
        case(stance("b", "r", "2024-01-01"), stance("a", "p", "2024-02-01"), stance("a", "t", "2024-03-01"))
    )
    assert directions(found, "a")[-1] == "sideways"


def test_towards_one_party_and_away_from_another_is_sideways() -> None:
    found = movement(
        case(
            OTHER,
            stance("c", "p", "2024-01-01"),
            stance("a", "q", "2024-02-01"),
            stance("a", "s", "2024-03-01"),
            names="abc",
        )
    )
    assert directions(found, "a")[-1] == "sideways"


def test_an_issue_without_order_only_changes() -> None:
    steps = [stance("a", o, f"2024-0{k + 2}-01") for k, o in enumerate("qrr")]
    found = movement(case(OTHER, *steps, ordered=False))
    assert directions(found, "a") == ["first stated", "changed", "repeated"]
    assert [(g.least, g.length) for g in found.issues[0].gaps] == [(1, 1)]


def test_accounts_of_one_day_are_kept_and_make_no_movement() -> None:
    found = movement(
        case(OTHER, stance("a", "p", "2024-02-01"), stance("a", "s", "2024-02-01", role="accepts"))
    )
    (moment,) = track(found, "a").moments
    assert moment.disputed
    assert moment.direction == "first stated"
    assert [h.option for h in moment.held] == ["p", "s"]
    (gap,) = found.issues[0].gaps
    assert (gap.least, gap.most) == (1, 4)
    assert gap.shares == (0.25, 1.0)


def test_a_stance_held_by_a_day_is_not_ordered_against_one_published_with_it() -> None:
    accepts = stance("a", "s", "2024-02-19", role="accepts", known=dt.date(2024, 2, 20))
    found = movement(case(OTHER, accepts, stance("a", "p", "by 2024-02-20")))
    assert len(track(found, "a").moments) == 1


def test_a_rejection_alone_is_not_a_position() -> None:
    found = movement(
        case(OTHER, stance("a", "t", "2024-02-01", role="rejects"), stance("a", "q", "2024-03-01"))
    )
    assert directions(found, "a") == ["rejects only", "first stated"]
    only = movement(case(OTHER, stance("a", "t", "2024-02-01", role="rejects")))
    assert {s.party: s.direction for s in only.issues[0].sides} == {"a": "rejects only", "b": "first stated"}


def test_where_nothing_is_demanded_a_proposal_attributed_to_the_party_counts() -> None:
    steps = [stance("a", "p", "2024-02-01"), stance("a", "q", "2024-03-01")]
    assert directions(movement(case(*steps)), "a")[-1] == "changed"
    day = dt.date(2024, 1, 1)
    text = Proposal(
        id="text", name="", date=When.on(day), known=day, by="m", attributed_to="b", terms=(("i", ("t",)),)
    )
    found = movement(case(*steps, proposals=(text,)))
    assert directions(found, "a")[-1] == "softened"
    assert track(found, "a").moments[-1].against == ("text",)


def test_a_party_whose_actors_part_ways_is_split() -> None:
    found = movement(
        case(
            OTHER,
            stance("a", "q", "2024-02-01"),
            stance("a", "r", "2024-03-01"),
            stance("a-two", "q", "2024-02-01"),
            stance("a-two", "p", "2024-03-01"),
        )
    )
    side = found.issues[0].sides[0]
    assert (side.party, side.direction, side.options) == ("a", "split", ("r", "p"))


def test_a_mediator_has_a_track_but_no_side() -> None:
    found = movement(case(OTHER, stance("m", "r", "2024-02-01"), stance("m", "s", "2024-03-01")))
    assert track(found, "m").party == ""
    assert directions(found, "m") == ["first stated", "changed"]
    assert [s.party for s in found.issues[0].sides] == ["a", "b"]


def test_silence_runs_to_the_date_of_the_case_and_statements_count() -> None:
    said = Statement(
        id="s1",
        reports=(),
        holder="a",
        issue="i",
        option="p",
        date=When.parse("2024-03-01"),
        known=dt.date(2024, 3, 1),
    )
    backed = stance("a", "p", "2024-03-01", evidence=("s1",))
    found = movement(
        case(OTHER, backed, stance("a", "p", "2024-02-01"), statements=(said,), as_of=dt.date(2024, 3, 11))
    )
    own = track(found, "a")
    assert (own.statements, own.silent_days) == (2, 10)
    assert (own.first.label, own.last.label) == ("2024-02-01", "2024-03-01")


def test_without_a_date_of_the_case_the_last_known_day_is_the_reference() -> None:
    found = movement(case(OTHER, stance("a", "p", "2024-01-05")))
    assert found.day == dt.date(2024, 1, 5)
    assert track(found, "b").silent_days == 4


def test_what_became_known_later_is_left_out() -> None:
    later = stance("a", "r", "2024-02-01", known=dt.date(2024, 4, 1))
    found = movement(case(OTHER, stance("a", "p", "2024-01-05"), later, as_of=dt.date(2024, 3, 1)))
    assert directions(found, "a") == ["first stated"]


def test_since_compares_with_what_was_held_on_that_day() -> None:
    steps = [stance("a", o, f"2024-0{k + 2}-01") for k, o in enumerate("rqr")]
    told = case(OTHER, *steps)
    assert track(movement(told), "a").direction == "repeated"
    assert track(movement(told, since=dt.date(2024, 3, 15)), "a").direction == "softened"
    assert track(movement(told, since=dt.date(2024, 5, 1)), "a").direction == "repeated"


def test_gaps_are_told_for_each_day_that_changes_one() -> None:
    steps = [stance("a", o, f"2024-0{k + 2}-01") for k, o in enumerate("pqqr")]
    gaps = movement(case(OTHER, *steps)).issues[0].gaps
    assert [(g.date.month, g.least) for g in gaps] == [(2, 4), (3, 3), (5, 2)]


def test_the_order_of_the_file_does_not_count() -> None:
    steps = [stance("a", o, f"2024-0{k + 2}-01") for k, o in enumerate("qrp")]
    assert movement(case(OTHER, *steps)).issues == movement(case(*reversed(steps), OTHER)).issues


def test_a_case_without_stances_has_issues_without_tracks() -> None:
    found = movement(case())
    assert found.day is None
    assert found.issues[0].tracks == ()
    assert str(found) == "movement: 0 positions of parties on 1 issues; none moved"


def test_accounts_of_a_proposal_stand_side_by_side() -> None:
    when = When.parse("2024-02-01")
    answers = [
        Response(actor="a", answer=answer, said_by=by, date=when, known=when.last)
        for answer, by in (("conditional", "a"), ("rejects", "b"))
    ]
    text = Proposal(
        id="text",
        name="",
        date=when,
        known=when.last,
        terms=(("i", ("q",)),),
        accounts=(
            Account(said_by="b", says="another", terms=(("i", ("r",)),)),
            Account(said_by="a", says="no word on the issue"),
        ),
        responses=tuple(answers),
    )
    (found,) = movement(case(proposals=(text,))).proposals
    (issue,) = found.issues
    assert (issue.text, issue.accounts, issue.differ) == (("q",), (("b", ("r",)),), True)
    assert [words[0] for words in found.words] == ["a", "b"]
    assert found.answers[0].differ
    assert found.differ


def test_the_gaza_case_moves_only_where_reports_say_so() -> None:
    found = movement(example("gaza-2024"))
    by_issue = {issue.issue: issue for issue in found.issues}
    corridor = next(t for t in by_issue["corridor"].tracks if t.actor == "israel-pm")
    assert corridor.moments[0].disputed
    assert {t.direction for i in found.issues for t in i.tracks} <= set(DIRECTIONS)
    json.dumps(found.as_dict())
