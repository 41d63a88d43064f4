"""Limits sealed at once: what they are, what is opened, what follows for the rest."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case.model import Constraint
from detente.case.preferences import Range
from detente.case.procedure import Mandate
from detente.kernels.talks.counter import UNIT
from detente.kernels.talks.shapes import ENDS
from detente.talks.moves import Position
from detente.talks.protocols.sealed import SealedPositions, limits_of, middle
from detente.talks.setting.values import NONE, Delegation, Home, Setting
from two_sides import HIGH, LOW, MID, X, Y, lines, play, sides


def setting(**more) -> Setting:
    return Setting(id="s", **{"days": 6, **more})


def end(told) -> str:
    return ENDS[told.fact("end")]


@dataclass(frozen=True)
class Fixed:
    """Limits by party, whatever it wants."""

    of: tuple[tuple[str, tuple], ...]

    def __call__(self, position):
        return dict(self.of)[position.party]


def limits(a, b) -> SealedPositions:
    return SealedPositions(limits=Fixed((("a", a), ("b", b))))


@st.composite
def positions(draw):
    scores = draw(
        st.lists(st.lists(st.integers(-50, 100), min_size=1, max_size=5).map(tuple), min_size=1, max_size=4)
    )
    return Position(
        party="a",
        scores=tuple(scores),
        asked=draw(st.integers(-100, 300)),
        above=draw(st.integers(0, 100)),
        grid=100.0,
        barred=tuple(() for _ in scores),
        draw=lambda slot: 0,
    )


@given(positions())
def test_every_package_within_the_limits_gives_what_is_asked(position):
    sealed = limits_of(position)
    if all(sealed):
        worst = sum(
            min(row[o] for o in options) for row, options in zip(position.scores, sealed, strict=True)
        )
        assert worst >= position.asked + position.above
    else:
        assert sealed == tuple(() for _ in sealed)
        assert sum(max(row) for row in position.scores) < position.asked + position.above


@given(positions())
def test_on_one_issue_the_limits_are_the_options_that_give_what_is_asked(position):
    from dataclasses import replace

    one = replace(position, scores=position.scores[:1], barred=((),))
    row, asked = one.scores[0], one.asked + one.above
    assert limits_of(one) == (tuple(o for o, score in enumerate(row) if score >= asked),)


@given(st.sets(st.integers(0, 6), min_size=1), st.permutations(range(7)), st.booleans())
def test_the_middle_is_one_of_the_options_and_does_not_hang_on_the_end_one_begins_from(found, by_id, ordered):
    by_id = tuple(by_id)
    chosen = middle(found, by_id, ordered=ordered)
    assert chosen in found
    turned = middle({6 - o for o in found}, tuple(6 - o for o in by_id), ordered=ordered)
    assert turned == 6 - chosen
    if ordered:
        below, above = sum(o < chosen for o in found), sum(o > chosen for o in found)
        assert abs(below - above) <= 1


def test_what_overlaps_everywhere_goes_home_without_a_text():
    told = play(sides(), setting(), limits(((LOW, MID), (X, Y)), ((MID, HIGH), (X,))))
    assert [e.what for e in lines(told)][:4] == ["sealed", "sealed", "note", "carried home"]
    assert (end(told), told.text, told.fact("texts"), told.fact("day")) == ("deal", (MID, X), 1, 1)


def test_limits_are_told_in_the_transcript_and_what_is_opened_too():
    told = play(sides(), setting(days=1), limits(((HIGH,), (X,)), ((LOW,), (X, Y))))
    assert [(e.who, e.note) for e in lines(told, "sealed")] == [
        ("a", "price: high; route: x"),
        ("b", "price: low; route: x, y"),
    ]
    assert lines(told, "note")[0].note == "the sealed limits overlap on route; they lie apart on price"


def test_the_rest_is_put_as_a_single_text_that_keeps_what_is_settled():
    told = play(sides(asks=(0.9, 0.9)), setting(), limits(((HIGH,), (Y,)), ((LOW,), (X, Y))))
    assert {e.text[1] for e in lines(told, "proposed")} == {Y}
    assert [e.day for e in lines(told, "sealed")] == [1, 1, 3, 3, 5, 5]


def test_after_its_rounds_talks_fail():
    apart = (((HIGH,), (X,)), ((LOW,), (Y,)))
    both = SealedPositions(rounds=2, texts=0, limits=limits(*apart).limits)
    told = play(sides(), setting(), both)
    assert (end(told), lines(told)[-1].note, len(lines(told, "sealed"))) == (
        "ran on",
        "ran on (limits do not overlap)",
        4,
    )
    assert not lines(told, "proposed")


def test_options_that_cannot_stand_together_are_not_settled():
    never = Constraint(id="k", never=(("price", ("mid",)), ("route", ("x",))))
    told = play(sides(constraints=(never,)), setting(), limits(((MID,), (X,)), ((MID,), (X,))))
    assert not [e for e in lines(told, "carried home") if e.day == 1]
    assert (told.text, ENDS.index("deal")) != ((MID, X), told.fact("end"))


def test_limits_come_from_scores_reservation_and_tactic_unless_given():
    asks = tuple(Delegation(party=p, asks=Range.of(0.7), tactic="linear") for p in "ab")
    told = play(sides(asks=(0.0, 0.0)), setting(days=10, delegations=asks), SealedPositions(texts=0))
    assert end(told) == "deal"
    counts = [len(e.note.split(",")) for e in lines(told, "sealed") if e.who == "a"]
    assert counts == sorted(counts), "limits widen as the tactic comes down"
    assert counts[0] < counts[-1]


def test_a_delegation_asks_at_home_for_limits_outside_its_mandate():
    narrow = Mandate(id="narrow", party="a", allows=(("price", ("high",)),))
    bound = setting(
        delegations=(Delegation(party="a", mandate="narrow"),), homes=(Home(actor="a", answers=NONE),)
    )
    wide = play(sides(mandates=(narrow,)), bound, limits(((MID, HIGH), (X,)), ((MID,), (X,))))
    assert [e.who for e in lines(wide, "sealed")] == ["b"]
    assert [e.who for e in lines(wide, "referred")] == ["a"]
    inside = play(sides(mandates=(narrow,)), bound, limits(((HIGH,), (X,)), ((MID,), (X,))))
    assert [e.who for e in lines(inside, "sealed")][:2] == ["a", "b"]


@dataclass(frozen=True)
class Bids:
    """The linear bids of the double auction on a price from 0 to 1 in hundredths, for types drawn anew."""

    def __call__(self, position):
        own = position.draw(0) / UNIT
        steps = range(len(position.scores[0]))
        if position.party == "a":
            return (tuple(k for k in steps if k / steps[-1] >= 2 * own / 3 + 1 / 4),)
        return (tuple(k for k in steps if k / steps[-1] <= 2 * own / 3 + 1 / 12),)


def test_on_one_issue_limits_meet_as_often_as_bids_in_the_double_auction():
    from detente.case.model import Issue, Option

    names = [f"p{k:03}" for k in range(101)]
    price = Issue(id="price", name="Price", ordered=True, options=tuple(Option(id=n, name=n) for n in names))
    base = sides(asks=(0.0, 0.0))
    case = base.with_(
        issues=(price,),
        preferences=tuple(_flat(wants, names) for wants in base.preferences),
    )
    auction = SealedPositions(rounds=1, texts=0, limits=Bids())
    deals = sum(end(play(case, setting(days=1), auction, run=run)) == "deal" for run in range(600))
    assert deals / 600 == pytest.approx(9 / 32, abs=0.055)


def _flat(wants, names):
    from dataclasses import replace

    rising = tuple((n, Range.of(k / 100 if wants.actor == "a" else 1 - k / 100)) for k, n in enumerate(names))
    return replace(wants, weights=(("price", Range.of(1)),), scores=(("price", rising),))
