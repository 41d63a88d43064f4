from datetime import date

import pytest

from detente.case.library import example
from detente.case.model import Package
from detente.errors import UnknownName
from detente.talks.learning.learn import learn
from detente.talks.learning.predict import fits, predict
from detente.talks.learning.results import Learnt


@pytest.fixture(scope="module")
def learnt() -> Learnt:
    return learn(example("two-rivers"), draws=480)


def best(learnt: Learnt, actor: str) -> dict[str, str]:
    """The options that an actor scores highest."""
    scores, table = learnt.prior.scores, learnt.prior.case.table
    return {
        issue.id: max((o.id for o in issue.options), key=lambda o: scores.of(actor, issue.id, o))
        for issue in table
    }


def test_an_actor_says_yes_to_what_it_likes_best(learnt: Learnt) -> None:
    for actor in ("delta-president", "harbour-mayor"):
        assert predict(learnt, best(learnt, actor))[actor] > 0.8


def test_chances_are_chances_for_everyone(learnt: Learnt) -> None:
    found = predict(learnt, Package((0,) * 8))
    assert tuple(found) == learnt.prior.actors
    assert all(0 <= chance <= 1 for chance in found.values())


def test_a_package_and_its_terms_are_the_same(learnt: Learnt) -> None:
    terms = {i.id: next(o.id for o in i.options if o.available) for i in learnt.prior.case.table}
    assert predict(learnt, terms) == predict(learnt, Package((0,) * 8))


def test_what_is_refused_early_is_accepted_more_easily_later(learnt: Learnt) -> None:
    terms = best(learnt, "harbour-mayor")
    early = predict(learnt, terms, date(2031, 3, 1))
    late = predict(learnt, terms, date(2032, 6, 30))
    assert all(
        late[actor] >= early[actor] - 1e-9 for actor in ("delta-left", "harbour-mayor", "upland-lords")
    )


def test_a_red_line_refuses_whatever_else() -> None:
    learnt = learn(example("gaza-2024"), draws=400)
    wants = learnt.prior.case.preferences_of("israel-pm")
    line = wants.red_lines[0]
    terms = best(learnt, "israel-pm") | {line.never[0][0]: line.never[0][1][0]}
    assert predict(learnt, terms)["israel-pm"] <= 1 - line.holds.likely + 1e-9


def test_the_answers_of_the_record_are_among_those_expected(learnt: Learnt) -> None:
    found = fits(learnt)
    assert sum(fit.count for fit in found) == learnt.observations.by_kind["reply"]
    assert all(0.02 < fit.tail <= 1 for fit in found)
    for actor in learnt.observations.by_actor:
        own = [fit for fit in found if fit.actor == actor]
        assert abs(sum(fit.expected for fit in own) - sum(fit.count for fit in own)) < 1e-9


def test_without_replies_there_is_nothing_to_compare() -> None:
    assert fits(learn(example("panama-canal-1974"), draws=400)) == ()


def test_what_the_case_does_not_have_is_refused(learnt: Learnt) -> None:
    with pytest.raises(UnknownName, match="issue"):
        predict(learnt, {"weather": "good"})
    with pytest.raises(UnknownName):
        predict(learnt, {"flow": "none of these"})
    with pytest.raises(UnknownName, match="8 issues"):
        predict(learnt, Package((0, 0)))
    with pytest.raises(UnknownName):
        predict(learnt, Package((99,) * 8))
