"""The measures of `benchmarks/coding.py`: what they count as right is what they say."""

from pathlib import Path

import pytest

from second_topic import (
    Passage,
    Said,
    Score,
    confusion,
    covered,
    found_contents,
    match,
    overlap,
    read_polnear,
    same_holder,
    same_relays,
    score,
)

SIDES = frozenset({"ardia", "belmor"})


def said(name: str, start: int, end: int, **fields) -> Said:
    return Said(id=name, file="a.txt", place=(start, end), **fields)


@pytest.mark.parametrize(
    ("other", "same"), [((0, 10), True), ((5, 15), True), ((6, 16), False), ((0, 21), False), ((0, 20), True)]
)
def test_spans_fit_when_they_share_half_of_each(other: tuple[int, int], same: bool) -> None:
    assert overlap((0, 10), other) is same


def test_a_suggestion_counts_once_however_many_it_covers() -> None:
    gold = [said("g1", 0, 10), said("g2", 10, 20)]
    assert score(gold, [said("f1", 0, 20)]) == Score(1, 2, 1)


def test_the_largest_matching_is_found_where_the_nearest_pairs_would_miss_one() -> None:
    gold = [said("g1", 0, 10), said("g2", 4, 12)]
    found = [said("f1", 4, 10), said("f2", 8, 12)]
    assert [(g.id, f.id) for g, f in match(gold, found)] == [("g1", "f1"), ("g2", "f2")]


def test_of_two_at_one_place_those_that_agree_are_matched() -> None:
    gold = [said("g1", 0, 10, holder="ardia"), said("g2", 0, 10, holder="belmor")]
    found = [said("f1", 0, 10, holder="belmor"), said("f2", 0, 10, holder="ardia")]
    assert [(g.id, f.id) for g, f in match(gold, found)] == [("g1", "f2"), ("g2", "f1")]


@pytest.mark.parametrize(
    ("gold", "found", "same"),
    [
        (("ardia.lee", "named"), ("ardia.lee", "named"), True),
        (("ardia.lee", "named"), ("ardia", "institution"), False),
        (("ardia.official1.anon", "anonymous"), ("ardia.officials.anon", "anonymous"), True),
        (("ardia.officials.anon", "anonymous"), ("belmor.officials.anon", "anonymous"), False),
        (("officials.anon", "anonymous"), ("people.anon", "anonymous"), True),
        (("ardia.shopkeeper.aune", "named"), ("Greta Aune", "named"), True),
        (("coastguard", "institution"), ("The coastguard", "institution"), True),
        (("author", "reporter"), ("", "reporter"), True),
        (("author", "reporter"), ("ardia", "institution"), False),
    ],
)
def test_holders_agree_by_id_and_the_unnamed_by_side(gold, found, same) -> None:
    g = said("g", 0, 9, holder=gold[0], identified=gold[1])
    f = said("f", 0, 9, holder=found[0], identified=found[1])
    assert same_holder(SIDES)(g, f) is same


def test_a_relayer_too_many_is_as_wrong_as_one_too_few() -> None:
    same = same_relays(SIDES)
    told, plain = said("g", 0, 9, relays=("ardia.officials.anon",)), said("f", 0, 9)
    assert not same(told, plain)
    assert not same(plain, told)
    assert same(told, said("f", 0, 9, relays=("ardia.official2.anon",)))


def test_confusion_counts_the_most_frequent_first() -> None:
    pairs = [
        (said("g", 0, 9, act="denies"), said("f", 0, 9, act=act)) for act in ("denies", "claims", "claims")
    ]
    assert confusion(pairs, "act") == [("denies", "claims", 2), ("denies", "denies", 1)]


def test_a_content_in_pieces_is_found_by_what_covers_half_of_it() -> None:
    pieces = ((10, 18), (28, 38))
    whole = Passage(
        id="p", text="They said that all, it seems, had left.", contents=(pieces,), cues=((0, 9),)
    )
    strict, contents, right = found_contents(whole, [(10, 38), (0, 4)], [(5, 9), (5, 9)])
    assert strict == Score(1, 1, 2)
    assert contents.right == 1
    assert right.right == 2
    assert covered(pieces, (28, 38))
    assert not covered(pieces, (10, 18))


def test_a_clone_of_brat_files_is_read_once_for_each_article(tmp_path: Path) -> None:
    test = tmp_path / "data" / "test"
    (test / "text").mkdir(parents=True)
    (test / "attributions").mkdir()
    (test / "text" / "daily_one.txt").write_text("Lee said it rained. It did.", "utf-8")
    marks = (
        "T1\tSource 0 3\tLee\nT2\tCue 4 8\tsaid\nT3\tContent 9 19;20 27\tit rained. It did.\n"
        "T4\tAttribution 4 8\tsaid\nE1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\n"
    )
    for coder in ("0a1b", "2c3d"):
        (test / "attributions" / f"daily_one_{coder}.ann").write_text(marks, "utf-8")
    (read,) = read_polnear(tmp_path)
    assert read.contents == (((9, 19), (20, 27)),)
    assert read.cues == ((4, 8),)
