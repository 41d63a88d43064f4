"""What every bargaining solution satisfies, against brute force over all packages with exact fractions."""

import itertools
import math
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.analysis.solutions import SOLUTIONS, Solution
from detente.analysis.space import OutcomeSpace
from detente.case.library import example
from detente.case.model import Case, Constraint, Issue, Option, Party
from detente.case.preferences import DatedRange, Interaction, Preferences, Range
from detente.case.procedure import Approval, Reading, Says
from detente.errors import AnalysisError
from small_cases import Plain, exactly, literals, tenths

RESCALABLE = ("kalai_smorodinsky", "nash")


@st.composite
def bargains(draw, *, measures=("share", "points"), parties=(1, 4)):
    """One to four parties without ratifiers; few distinct numbers, so that ties are common."""
    issues = tuple(
        Issue(
            id=f"i{k}", name="", options=tuple(Option(id=o, name=o) for o in "xyz"[: draw(st.integers(1, 3))])
        )
        for k in range(draw(st.integers(1, 3)))
    )
    names = "abcd"[: draw(st.integers(*parties))]
    return Case(
        id="bargain",
        title="",
        issues=issues,
        parties=tuple(_party(name) for name in names),
        preferences=tuple(draw(_wants(name, issues, measures)) for name in names),
        constraints=tuple(
            Constraint(id=f"c{k}", never=draw(literals(issues))) for k in range(draw(st.integers(0, 1)))
        ),
    )


@st.composite
def _wants(draw, actor, issues, measures):
    quarters = st.sampled_from([0.0, 0.25, 0.5, 1.0]).map(Range.of)
    links = draw(st.integers(0, 2))
    return Preferences(
        actor=actor,
        measure=draw(st.sampled_from(measures)),
        weights=tuple((i.id, Range.of(draw(st.integers(1, 3)))) for i in issues),
        scores=tuple((i.id, tuple((o.id, draw(quarters)) for o in i.options)) for i in issues),
        interactions=tuple(
            Interaction(id=f"l{k}", when=draw(literals(issues)), adds=Range.of(draw(tenths(-5, 5))))
            for k in range(links)
        ),
        reservation=(DatedRange(range=Range.of(draw(tenths(-5, 12)))),),
    )


def _party(name):
    return Party(
        id=name,
        name=name,
        principal=name,
        approval=Approval(readings=(Reading(id="r", rule=Says(actor=name)),)),
    )


class Brute:
    """The efficient packages that give every principal its reservation, and their exact gains."""

    def __init__(self, case):
        plain = Plain(case)
        self.actors = sorted(party.id for party in case.parties)
        floor = {p.actor: exactly(p.reservation[-1].range.likely) for p in case.preferences}
        possible = [
            terms
            for terms in plain.packages()
            if not any(plain.holds(c.never, terms) for c in case.constraints)
        ]
        gains = {
            tuple(sorted(terms.items())): tuple(plain.utility(a, terms) - floor[a] for a in self.actors)
            for terms in possible
        }
        vectors = set(gains.values())
        efficient = {v for v in vectors if not any(w != v and all(map(_at_least, w, v)) for w in vectors)}
        self.rational = {terms: v for terms, v in gains.items() if v in efficient and min(v) >= 0}
        self.best = [max((v[k] for v in self.rational.values()), default=0) for k in range(len(self.actors))]

    def key(self, concept, gains):
        if concept == "nash":
            positive = [g for g in gains if g > 0]
            return len(positive), math.prod(positive, start=Fraction(1))
        if concept == "kalai_smorodinsky":
            return tuple(sorted(g / b for g, b in zip(gains, self.best, strict=True) if b > 0))
        return tuple(sorted(gains)) if concept == "egalitarian" else (sum(gains),)

    def ties(self, concept):
        keys = {terms: self.key(concept, gains) for terms, gains in self.rational.items()}
        return {terms for terms, key in keys.items() if key == max(keys.values())}


def _at_least(left, right):
    return left >= right


def told(offer):
    return tuple(sorted(offer.terms))


def all_ties(solution):
    return {told(offer) for offer in solution.ties} if solution else set()


concepts = pytest.mark.parametrize("concept", sorted(SOLUTIONS))


@concepts
@given(case=bargains())
def test_a_solution_is_what_brute_force_finds(concept: str, case: Case) -> None:
    found, brute = SOLUTIONS[concept](OutcomeSpace(case)), Brute(case)
    assert all_ties(found) == brute.ties(concept)
    assert (found is None) == (not brute.rational)
    if found:
        assert found.count == len(found.ties)
        assert found.complete


@concepts
@given(case=bargains())
def test_a_solution_is_individually_rational_and_efficient(concept: str, case: Case) -> None:
    found, brute = SOLUTIONS[concept](OutcomeSpace(case)), Brute(case)
    if found:
        assert told(found.offer) in brute.rational
        assert min(gain for _, gain in found.gains) >= 0
        exact = brute.rational[told(found.offer)]
        assert [gain for _, gain in found.gains] == pytest.approx([float(gain) for gain in exact])


@concepts
@given(case=bargains())
def test_the_named_package_is_the_first_of_the_ties(concept: str, case: Case) -> None:
    found, brute = SOLUTIONS[concept](OutcomeSpace(case)), Brute(case)
    if found:

        def order(terms):
            gains = brute.rational[terms]
            return -sum(gains), [-gain for gain in sorted(gains)], terms

        assert told(found.offer) == min(brute.ties(concept), key=order)


@concepts
@given(case=bargains(), data=st.data())
def test_the_order_of_the_file_changes_nothing(concept: str, case: Case, data: st.DataObject) -> None:
    issues = [
        replace(issue, options=tuple(data.draw(st.permutations(issue.options)))) for issue in case.issues
    ]
    shuffled = case.with_(
        issues=tuple(data.draw(st.permutations(issues))),
        parties=tuple(data.draw(st.permutations(case.parties))),
        preferences=tuple(data.draw(st.permutations(case.preferences))),
    )
    first, second = (SOLUTIONS[concept](OutcomeSpace(c)) for c in (case, shuffled))
    assert all_ties(first) == all_ties(second)
    if first and second:
        assert told(first.offer) == told(second.offer)
        assert first.gains == second.gains


@concepts
@given(case=bargains(parties=(2, 3)), data=st.data())
def test_renaming_the_parties_changes_nothing(concept: str, case: Case, data: st.DataObject) -> None:
    names = [party.id for party in case.parties]
    other = dict(zip(names, data.draw(st.permutations(names)), strict=True))
    renamed = case.with_(preferences=tuple(replace(p, actor=other[p.actor]) for p in case.preferences))
    first, second = (SOLUTIONS[concept](OutcomeSpace(c)) for c in (case, renamed))
    assert all_ties(first) == all_ties(second)
    if first and second:
        assert told(first.offer) == told(second.offer)


@pytest.mark.parametrize("concept", RESCALABLE)
@given(case=bargains(measures=("points",)), factor=st.sampled_from([0.5, 3, 10]), shift=tenths(-9, 9))
def test_rescaling_one_party_changes_nothing(concept: str, case: Case, factor: float, shift: float) -> None:
    rescaled = case.with_(preferences=(_rescaled(case.preferences[0], factor, shift), *case.preferences[1:]))
    first, second = (SOLUTIONS[concept](OutcomeSpace(c)) for c in (case, rescaled))
    assert all_ties(first) == all_ties(second)


def _rescaled(wants, factor, shift):
    """Utilities and reservation times a factor, plus a shift."""
    by = Fraction(repr(factor))

    def scaled(number, add=Fraction(0)):
        return Range.of(float(exactly(number.likely) * by + add))

    always = Interaction(id="shift", when=(), adds=Range.of(shift))
    dated = wants.reservation[0]
    return replace(
        wants,
        weights=tuple((issue, scaled(weight)) for issue, weight in wants.weights),
        interactions=(*(replace(x, adds=scaled(x.adds)) for x in wants.interactions), always),
        reservation=(replace(dated, range=scaled(dated.range, exactly(shift))),),
    )


@concepts
@given(case=bargains(parties=(2, 2)))
def test_equal_parties_get_an_equal_set_of_ties(concept: str, case: Case) -> None:
    both = [replace(case.preferences[0], actor=name) for name in "ab"]
    found = SOLUTIONS[concept](OutcomeSpace(case.with_(preferences=tuple(both))))
    for offer in found.ties if found else ():
        left, right = (value for _, value in offer.utilities)
        assert left == right


@concepts
def test_no_solution_where_a_reservation_is_out_of_reach(concept: str) -> None:
    case = _plane([(1, 1)], reservation=2.5)
    assert SOLUTIONS[concept](OutcomeSpace(case)) is None


@pytest.mark.parametrize("concept", SOLUTIONS)
@pytest.mark.parametrize("disagreement", [math.nan, math.inf, -1e308])
def test_a_disagreement_that_is_no_utility_is_an_error(concept: str, disagreement: float) -> None:
    with pytest.raises(AnalysisError, match=r"disagreement is .*, which is no utility"):
        SOLUTIONS[concept](OutcomeSpace(example("panama-canal-1974")), disagreement=disagreement)


@pytest.mark.parametrize("concept", SOLUTIONS)
def test_a_disagreement_far_beyond_all_utilities_is_answered(concept: str) -> None:
    space = OutcomeSpace(example("two-rivers"))
    assert SOLUTIONS[concept](space, disagreement=1e15) is None
    assert SOLUTIONS[concept](space, disagreement=-1e15) is not None


@concepts
def test_a_disagreement_point_replaces_every_reservation(concept: str) -> None:
    case = _plane([(1, 1)], reservation=2.5)
    found = SOLUTIONS[concept](OutcomeSpace(case), disagreement=0.5)
    assert isinstance(found, Solution)
    assert found.gains == (("a", 0.5), ("b", 0.5))


def _plane(points, reservation=0.0):
    """Two parties and one issue whose options give these utilities."""
    names = [f"o{k}" for k in range(len(points))]
    issue = Issue(id="i", name="", options=tuple(Option(id=name, name=name) for name in names))
    wants = [
        Preferences(
            actor=actor,
            measure="points",
            scores=(("i", tuple((n, Range.of(p[k])) for n, p in zip(names, points, strict=True))),),
            reservation=(DatedRange(range=Range.of(reservation)),),
        )
        for k, actor in enumerate("ab")
    ]
    return Case(
        id="plane", title="", issues=(issue,), parties=(_party("a"), _party("b")), preferences=tuple(wants)
    )


KNOWN = {"egalitarian": (4, 4), "kalai_smorodinsky": (3, 6), "nash": (3, 6), "utilitarian": (0, 12)}


@concepts
def test_the_concepts_part_ways_where_theory_says_so(concept: str) -> None:
    found = SOLUTIONS[concept](OutcomeSpace(_plane([(0, 12), (3, 6), (4, 4), (5, 0)])))
    assert found is not None
    assert found.utilities == KNOWN.get(concept, found.utilities)


def test_the_best_relative_gain_may_differ_from_the_best_gain() -> None:
    space = OutcomeSpace(_plane([(10, 0), (0, 2), (6, 1), (1.5, 1.5)]))
    assert SOLUTIONS["kalai_smorodinsky"](space).utilities == (6, 1)
    assert SOLUTIONS["egalitarian"](space).utilities == (1.5, 1.5)


@settings(max_examples=10)
@given(count=st.integers(2, 6))
def test_every_package_on_a_line_of_equal_sums_ties_for_the_sum(count: int) -> None:
    points = [(k, count - k) for k in range(count + 1)]
    found = SOLUTIONS["utilitarian"](OutcomeSpace(_plane(points)))
    assert found.count == count + 1
    assert found.utilities in {(count // 2, count - count // 2), (count - count // 2, count // 2)}


def test_ties_are_counted_across_issues_that_nobody_cares_about() -> None:
    case = _plane([(1, 2), (2, 1)])
    idle = Issue(id="idle", name="", options=tuple(Option(id=o, name=o) for o in "xyz"))
    wants = [
        replace(p, scores=(*p.scores, ("idle", tuple((o, Range.of(1)) for o in "xyz"))))
        for p in case.preferences
    ]
    found = SOLUTIONS["nash"](OutcomeSpace(case.with_(issues=(*case.issues, idle), preferences=tuple(wants))))
    assert found.count == len(list(itertools.product("12", "xyz")))
    assert dict(found.offer.terms)["idle"] == "x"
