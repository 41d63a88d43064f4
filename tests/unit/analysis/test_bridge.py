"""Bridging proposals against loops over all packages, and small cases with a known answer."""

import itertools
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.analysis.bridge import Bridge, Bridges, bridge
from detente.analysis.odds import odds_of
from detente.analysis.space import OutcomeSpace
from detente.case.history import Proposal
from detente.case.library import example
from detente.case.model import Case, Constraint
from detente.errors import SpaceTooLarge, UnknownName
from detente.sources.when import When
from small_cases import Plain, exactly, literals, small_cases

few = settings(max_examples=settings().max_examples // 3)


@st.composite
def told_cases(draw: st.DrawFn, *, uncertain: bool = True) -> Case:
    """A small case with one or two standing texts."""
    case = draw(small_cases(uncertain=uncertain))
    texts = [draw(literals(case.table)) for _ in range(draw(st.integers(1, 2)))]
    return case.with_(proposals=tuple(text(terms, name=f"t{k}") for k, terms in enumerate(texts)))


def text(terms: tuple, name: str = "text", **more: object) -> Proposal:
    when = When.parse("2024-01-01")
    return Proposal(id=name, name="", date=when, known=when.last, standing=True, terms=terms, **more)


def all_bridges(found: Bridges) -> list[Bridge]:
    steps = [one for told in found.texts for one in told.steps]
    return [*steps, *found.best, *(one for a in found.alternatives for one in a.bridges)]


def changed(terms: dict[str, str], named: tuple) -> int:
    return sum(terms[issue] not in options for issue, options in named)


def search_odds(space: OutcomeSpace) -> dict[tuple[str, ...], float]:
    """The odds of every package on the draws that candidates are chosen by."""
    rows = space.rows(range(space.packages))
    scored = odds_of(space, rows, draws=16, seed=0)
    return {tuple(o for _, o in one.offer.terms): one.odds.share for one in scored}


@few
@given(case=told_cases())
def test_each_number_of_changes_has_the_best_odds_there_are(case: Case) -> None:
    space = OutcomeSpace(case)
    found = bridge(space, draws=16)
    odds = search_odds(space)
    assert found.passing == any(odds.values())
    for told in found.texts:
        named = case.proposal(told.text).terms
        for one in told.steps:
            terms = dict(one.package.offer.terms)
            rivals = [
                share
                for options, share in odds.items()
                if changed(dict(zip(terms, options, strict=True)), named) == len(one.changes)
            ]
            assert changed(terms, named) == len(one.changes)
            assert odds[tuple(terms.values())] == max(rivals)


@few
@given(case=told_cases())
def test_the_best_are_far_apart_and_the_first_has_the_best_odds(case: Case) -> None:
    space = OutcomeSpace(case)
    found = bridge(space, draws=16)
    odds = search_odds(space)
    for group in (found.best, *(a.bridges for a in found.alternatives)):
        for left, right in itertools.combinations(group, 2):
            pairs = zip(left.package.offer.terms, right.package.offer.terms, strict=True)
            assert sum(a != b for a, b in pairs) >= found.apart
    if found.passing:
        assert odds[tuple(o for _, o in found.best[0].package.offer.terms)] == max(odds.values())


@few
@given(case=told_cases())
def test_alternatives_are_equal_for_their_party(case: Case) -> None:
    plain = Plain(case)
    for one in bridge(OutcomeSpace(case), draws=16).alternatives:
        assert len(one.bridges) <= 3
        for each in one.bridges:
            own = float(plain.utility(one.principal, dict(each.package.offer.terms)))
            assert abs(own - one.level) <= one.tolerance + 1e-9


@few
@given(case=told_cases())
def test_stakes_are_plain_differences(case: Case) -> None:
    plain = Plain(case)
    for one in all_bridges(bridge(OutcomeSpace(case), draws=16)):
        terms = dict(one.package.offer.terms)
        for stake in one.stakes:
            floor = exactly(case.preferences_of(stake.actor).reservation[-1].range.likely)
            assert stake.gain.likely == pytest.approx(
                float(plain.utility(stake.actor, terms) - floor), abs=1e-9
            )
            before = {**terms, **{i.issue: i.from_ for i in stake.issues}}
            change = plain.utility(stake.actor, terms) - plain.utility(stake.actor, before)
            assert stake.change == pytest.approx(float(change), abs=1e-9)
            assert sum(i.change for i in stake.issues) + stake.linkage == pytest.approx(
                stake.change, abs=1e-9
            )
            assert {i.issue for i in stake.issues} <= {issue for issue, _, _ in one.changes}
            assert stake.gain.low <= stake.gain.likely <= stake.gain.high


@few
@given(case=told_cases(uncertain=False))
def test_who_says_no_is_who_plain_sums_say(case: Case) -> None:
    plain = Plain(case)
    for one in all_bridges(bridge(OutcomeSpace(case), draws=16)):
        terms = dict(one.package.offer.terms)
        actors = [name for name in one.noes if not name.startswith("consent ")]
        assert not any(plain.says_yes(actor, terms) for actor in actors)
        assert plain.passes(terms) or one.noes


@few
@given(case=told_cases(uncertain=False), data=st.data())
def test_the_order_of_the_file_changes_no_bridge(case: Case, data: st.DataObject) -> None:
    certain = case.with_(
        exit_threats=(), consents=(), preferences=tuple(_without_bluff(p) for p in case.preferences)
    )
    shuffled = certain.with_(
        issues=tuple(
            replace(i, options=tuple(data.draw(st.permutations(i.options))))
            for i in data.draw(st.permutations(certain.issues))
        ),
        parties=tuple(data.draw(st.permutations(certain.parties))),
        proposals=tuple(data.draw(st.permutations(certain.proposals))),
    )
    first, second = (bridge(OutcomeSpace(c), draws=8) for c in (certain, shuffled))

    def said(found: Bridges) -> list[list[tuple[str, str]]]:
        return [sorted(one.package.offer.terms) for one in all_bridges(found)]

    assert said(first) == said(second)


def _without_bluff(wants):
    return replace(wants, red_lines=())


def two_rivers(**more: object) -> OutcomeSpace:
    return OutcomeSpace(example("two-rivers").with_(**more))


@pytest.fixture(scope="module")
def rivers() -> Bridges:
    return bridge(two_rivers(), draws=256)


def test_a_silent_text_tells_its_completions_and_what_holds_if_silent(rivers: Bridges) -> None:
    (told,) = rivers.texts
    space = two_rivers()
    named = space.case.proposal(told.text).terms
    packages = (space.terms(space.package_at(n)) for n in range(space.packages))
    assert told.completions == sum(changed(terms, named) == 0 for terms in packages)
    assert told.best is not None
    assert told.worst is not None
    assert told.if_silent is not None
    assert told.worst.odds.share <= told.if_silent.odds.share <= told.best.odds.share
    read = dict(told.if_silent.offer.terms)
    fixed = {i.id: i.if_silent for i in space.issues if i.id not in told.named and i.if_silent}
    assert fixed.items() <= read.items()


def test_each_bridge_says_who_could_sign_and_what_it_hangs_on(rivers: Bridges) -> None:
    for one in all_bridges(rivers):
        assert {s.party for s in one.signing} == {"NO", "delta", "forest", "harbour", "steppe", "upland"}
        if 0.05 < one.package.odds.share < 0.95:
            first, second = one.hinges
            assert first.swing >= second.swing > 0
            assert first.assumption or first.evidence
    json.dumps(rivers.as_dict())


def test_the_same_seed_gives_the_same_bridges(rivers: Bridges) -> None:
    assert bridge(two_rivers(), draws=256).as_dict() == rivers.as_dict()


def test_without_a_standing_text_there_are_bridges_but_no_changes() -> None:
    found = bridge(two_rivers(proposals=()), draws=64)
    assert found.texts == ()
    assert found.best
    assert all(one.text == "" and one.changes == () for one in found.best)
    assert all(stake.change is None for stake in found.best[0].stakes)


def test_any_proposal_can_be_named_and_an_unknown_one_is_an_error() -> None:
    case = example("gaza-2024")
    names = [p.id for p in case.proposals if p.terms][:1]
    assert [t.text for t in bridge(OutcomeSpace(case), draws=8, standing=names).texts] == names
    with pytest.raises(UnknownName, match="no proposal called 'nothing'"):
        bridge(OutcomeSpace(case), draws=8, standing=["nothing"])


def test_where_nothing_passes_the_closest_come_first_and_it_is_said() -> None:
    case = example("panama-canal-1974")
    asks = tuple(
        replace(
            p,
            reservation=(
                replace(p.reservation[0], range=replace(p.reservation[0].range, low=90, likely=90, high=90)),
            ),
        )
        for p in case.preferences
    )
    found = bridge(OutcomeSpace(case.with_(preferences=asks)), draws=8)
    assert not found.passing
    assert "no package passes in any draw" in str(found)
    first = found.best[0]
    plain = Plain(case)
    margins = {
        tuple(terms.items()): (
            sum(plain.utility(p.actor, terms) < 90 for p in asks),
            -min(plain.utility(p.actor, terms) - 90 for p in asks),
        )
        for terms in plain.packages()
    }
    assert margins[first.package.offer.terms] == min(margins.values())
    assert first.margin == -float(min(margins.values())[1])
    assert first.hinges == ()


def test_a_text_that_names_an_option_off_the_table_has_no_completion() -> None:
    case = example("two-rivers")
    spring = next(p for p in case.proposals if p.standing)
    issue = next(i for i in case.table if i.id == spring.terms[0][0])
    gone = tuple(replace(o, available=o.id not in spring.terms[0][1]) for o in issue.options)
    table = tuple(replace(i, options=gone) if i.id == issue.id else i for i in case.issues)
    (told,) = bridge(OutcomeSpace(case.with_(issues=table, scenarios=(), levers=())), draws=8).texts
    assert (told.completions, told.best, told.worst) == (0, None, None)
    assert min(len(one.changes) for one in told.steps) == 1


def test_nothing_feasible_leaves_nothing_to_propose() -> None:
    case = example("panama-canal-1974")
    first = case.issues[0]
    never = ((first.id, tuple(option.id for option in first.options)),)
    found = bridge(OutcomeSpace(case.with_(constraints=(Constraint(id="all", never=never),))), draws=8)
    assert found.best == ()
    assert all(a.bridges == () for a in found.alternatives)
    assert str(found) == "bridges: none, every package holds an infeasible combination"


def test_a_space_too_large_is_refused() -> None:
    case = example("panama-canal-1974")
    many = tuple(
        replace(issue, options=tuple(replace(issue.options[0], id=f"o{n}") for n in range(10)))
        for issue in case.issues
    )
    scores = tuple(
        replace(p, scores=tuple((i.id, tuple((o.id, p.scores[0][1][0][1]) for o in i.options)) for i in many))
        for p in case.preferences
    )
    with pytest.raises(SpaceTooLarge, match="bridge enumerates packages"):
        bridge(OutcomeSpace(case.with_(issues=many, preferences=scores, proposals=())))


def test_a_bridge_is_compared_with_the_text_that_it_keeps_most_of() -> None:
    case = example("gaza-2024")
    for one in bridge(OutcomeSpace(case), draws=8).best:
        terms = dict(one.package.offer.terms)
        shares = {}
        for proposal in case.proposals:
            if proposal.standing and proposal.terms:
                shares[proposal.id] = changed(terms, proposal.terms) / len(proposal.terms)
        assert shares[one.text] == min(shares.values())
        assert len(one.changes) == changed(terms, case.proposal(one.text).terms)
