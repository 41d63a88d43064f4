"""Looking back: no hindsight, skill where there is something to foresee and none where there is not."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case.as_of import as_of
from detente.case.estimate import estimate
from detente.case.history import Event, Proposal, Response
from detente.case.library import example
from detente.case.model import Case
from detente.errors import AnalysisError, UnknownName
from detente.record.stance import Stance
from detente.sources.when import When
from detente.talks.backtest.looking_back import backtest
from detente.talks.backtest.made_up import told
from detente.talks.backtest.questions import came_of, deals, record_days
from detente.talks.backtest.results import Backtest

CUT = dt.date(2024, 6, 3)
GAZA = as_of(example("gaza-2024"), dt.date(2024, 6, 4))


def quick(case: Case, *, runs: int = 0, **named: int) -> Backtest:
    return backtest(case, draws=400, runs=runs, **named)


def chances(found: Backtest, until: dt.date) -> dict[tuple[dt.date, str], object]:
    return {(f.day, f.what): (f.chance, f.bases) for f in found.forecasts if f.day <= until}


@pytest.fixture(scope="module")
def gaza() -> Backtest:
    return quick(GAZA, runs=8)


SMALL = told(issues=2, actors=2, dates=2, each=6, seed=3)
FIRST, SECOND = record_days(SMALL)


@pytest.fixture(scope="module")
def small() -> Backtest:
    return quick(SMALL)


@settings(max_examples=3)
@given(st.data())
def test_nothing_known_later_changes_a_forecast(small: Backtest, data: st.DataObject) -> None:
    late = [p for p in SMALL.proposals if p.known > FIRST]
    answers = data.draw(st.lists(st.sampled_from(["accepts", "rejects"]), min_size=6, max_size=6))
    changed = [
        replace(p, responses=(replace(p.responses[0], answer=answer),))
        for p, answer in zip(late, answers, strict=True)
    ]
    early = [p for p in SMALL.proposals if p.known <= FIRST]
    again = Response(actor="r00", answer=answers[0], date=When.on(FIRST), known=SECOND)
    early[0] = replace(early[0], responses=(*early[0].responses, again))
    more = Stance(
        id="later",
        actor=data.draw(st.sampled_from(["r00", "r01", "east"])),
        issue="i00",
        option=data.draw(st.sampled_from(["o0", "o3"])),
        role=data.draw(st.sampled_from(["demands", "rejects"])),
        date=When.on(FIRST - dt.timedelta(days=5)),
        known=SECOND,
    )
    event = Event(id="e", what="a deal", kind="deal", date=When.on(SECOND), known=SECOND)
    mutated = SMALL.with_(proposals=(*early, *changed), stances=(more,), events=(event,))
    found = chances(quick(mutated), FIRST)
    before = chances(small, FIRST)
    assert before
    assert {key: found[key] for key in before} == before


def test_a_record_turned_round_after_a_day_leaves_the_forecasts_of_that_day(gaza: Backtest) -> None:
    turned = GAZA.with_(
        proposals=tuple(
            replace(
                p,
                responses=tuple(
                    r if r.known <= CUT else replace(r, answer="accepts", said_by="") for r in p.responses
                ),
            )
            for p in GAZA.proposals
        ),
        stances=tuple(s for s in GAZA.stances if s.known <= CUT or s.role == "rejects"),
        events=tuple(e for e in GAZA.events if e.known <= CUT),
    )
    assert estimate(turned).preferences != GAZA.preferences
    turned = turned.with_(preferences=estimate(turned).preferences)
    before, after = chances(gaza, CUT), chances(quick(turned, runs=8), CUT)
    both = before.keys() & after.keys()
    assert {key[0] for key in both} == {dt.date(2024, 3, 25), CUT}
    assert {key: before[key] for key in both} == {key: after[key] for key in both}


def test_every_forecast_is_made_before_it_is_told_and_names_its_evidence(gaza: Backtest) -> None:
    ids = {p.id for p in GAZA.proposals} | {s.id for s in GAZA.stances}
    assert gaza.forecasts
    for f in gaza.forecasts:
        assert f.day < f.told
        assert 0 <= f.chance <= 1
        assert set(f.evidence) <= ids
        assert f.evidence or not f.came


def test_the_bundled_record_is_too_short_to_tell(gaza: Backtest) -> None:
    assert {score.verdict for score in gaza.scores} == {"too few to tell"}
    assert "too few forecasts to tell: answers (3)" in str(gaza)
    assert gaza.as_dict()["result"] == "Backtest"
    assert gaza.score("deal", 30) is not None
    assert gaza.score("deal", 31) is None


def test_there_is_skill_where_answers_follow_from_preferences_and_progress_is_told() -> None:
    seen: list[tuple[int, int]] = []
    record = told(issues=2, actors=2, dates=6, each=12)
    found = backtest(record, draws=400, runs=0, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(n, 5) for n in range(1, 6)]
    score = found.score("answer")
    assert score is not None
    assert score.verdict == "some skill"
    assert abs(score.chance - score.came) < 0.1
    low, high = score.bins[0], score.bins[-1]
    assert low.came / low.forecasts < 0.3
    assert high.came / high.forecasts > 0.7


def test_there_is_no_skill_in_coin_flips() -> None:
    score = quick(told(issues=2, actors=2, dates=6, each=12, seed=1, coin=True)).score("answer")
    assert score is not None
    assert score.hardest.skill is not None
    assert -0.35 < score.hardest.skill.value < 0.1
    assert score.verdict != "some skill"


def test_a_record_without_dated_answers_has_nothing_to_score() -> None:
    case = example("two-rivers").with_(proposals=(), stances=(), statements=(), events=())
    found = backtest(case)
    assert (found.scores, found.forecasts) == ((), ())
    assert str(found) == "looking back on two-rivers: nothing to score"


@pytest.mark.parametrize(
    ("named", "error"),
    [
        ({"horizon_days": (0,)}, AnalysisError),
        ({"horizon_days": (30, 10**7)}, AnalysisError),
        ({"runs": -1}, AnalysisError),
        ({"draws": 10}, AnalysisError),
        ({"method": "guess"}, UnknownName),
    ],
)
def test_what_cannot_be_asked_is_refused(named: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        backtest(SMALL, **named)


def response(actor: str, answer: str, day: dt.date, **named: object) -> Response:
    return Response(actor=actor, answer=answer, date=When.on(day), known=day, **named)


def text(*responses: Response) -> Proposal:
    return Proposal(id="t", name="t", date=When.on(FIRST), known=FIRST, responses=responses)


def test_a_text_that_every_party_accepts_whole_is_a_deal() -> None:
    yes = response("west", "accepts", FIRST), response("r01", "accepts", SECOND)
    whole = SMALL.with_(proposals=(text(*yes),))
    (deal,) = deals(whole)
    assert (deal.day, deal.evidence) == (SECOND, ("t",))
    assert came_of(whole, "deal", FIRST, SECOND) == (True, ("t",))
    assert came_of(whole, "talking", FIRST, SECOND) == (False, ("t",))
    taken_back = response("west", "rejects", SECOND)
    assert not deals(SMALL.with_(proposals=(text(*yes, taken_back),)))
    partly = response("west", "accepts", FIRST, issues=("i00",))
    assert not deals(SMALL.with_(proposals=(text(partly, yes[1]),)))
    assert not deals(SMALL.with_(proposals=(text(),)))


def test_whether_talks_went_on_is_left_open_where_the_record_falls_silent() -> None:
    silent = SMALL.with_(proposals=(text(),))
    assert came_of(silent, "talking", FIRST, SECOND) == (None, ())
    over = Event(id="over", what="talks end", kind="breakdown", date=When.on(SECOND), known=SECOND)
    assert came_of(silent.with_(events=(over,)), "talking", FIRST, SECOND) == (False, ("over",))
    later = text(response("west", "rejects", SECOND + dt.timedelta(days=1)))
    assert came_of(SMALL.with_(proposals=(later,)), "talking", FIRST, SECOND) == (True, ("t",))
