"""Copies and near copies are grouped, with the earliest as the original; other texts are left alone."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from detente.sources.corpus import Corpus
from detente.sources.document import Document
from detente.sources.duplicates import copies_among, group_copies, mark_copies
from detente.sources.spool import Spool
from detente.sources.text import Text

NOUNS = ["ferry", "mill", "river", "envoy", "bridge", "winter", "bell", "captain", "harvest", "lantern"]
VERBS = ["waits", "turns", "rises", "speaks", "holds", "ends", "rings", "sails", "comes", "burns"]


def story(seed: int, sentences: int = 20) -> list[str]:
    picks = [(seed * 31 + n * (7 + seed % 5)) for n in range(sentences)]
    return [
        f"The {NOUNS[p % 10]} {VERBS[(p // 10 + seed) % 10]} before the {NOUNS[(p * 3 + seed) % 10]}"
        f" {VERBS[p % 7]} on day {p} of case {seed}."
        for p in picks
    ]


def text_of(name: str, sentences: list[str], day: date | None = None, noise: str = "") -> Text:
    words = "\n\n".join([*sentences, noise] if noise else sentences)
    spans = ((len(words) - len(noise), len(words)),) if noise else ()
    return Text(document=Document(id=name, published=day), text=words, noise=spans)


def test_a_copy_with_other_noise_and_an_edited_line_is_found() -> None:
    first = text_of("a", story(1), date(2001, 2, 4), noise="Write to us at the mill.")
    second = text_of(
        "b", [*story(1)[:-1], "The editors at the mill changed this line alone."], date(2001, 2, 3)
    )
    other = text_of("c", story(2), date(2001, 2, 1))
    (group,) = group_copies([first, second, other])
    assert (group.original, group.copies) == ("b", ("a",))


def test_a_shortened_report_belongs_to_the_long_one() -> None:
    (group,) = group_copies([text_of("short", story(3)[:7]), text_of("whole", story(3, 30))])
    assert (group.original, group.copies) == ("whole", ("short",))


def test_of_equals_the_dated_one_then_the_longest_then_the_first_by_id_is_the_original() -> None:
    long = [*story(4), "One more line."]
    texts = [text_of("c", story(4), date(2001, 1, 1)), text_of("a", story(4)), text_of("b", long)]
    (group,) = group_copies(texts)
    assert (group.original, group.copies) == ("c", ("b", "a"))


def test_texts_that_share_a_sentence_are_no_copies() -> None:
    shared = "The envoys of both towns have met at the mill since the winter before last."
    assert group_copies([text_of("a", [shared, *story(5)]), text_of("b", [shared, *story(6)])]) == ()


def test_many_copies_are_one_group() -> None:
    texts = [text_of(f"t{n:02d}", [*story(7), f"Local line {n}."]) for n in range(40)]
    (group,) = group_copies(texts)
    assert len(group.copies) == 39


def test_short_and_empty_texts_are_compared_too() -> None:
    texts = [text_of(name, ["They met."]) for name in "ab"] + [text_of(name, []) for name in "cd"]
    (group,) = group_copies(texts)
    assert (group.original, group.copies) == ("a", ("b",))


def test_a_corpus_is_told_which_documents_are_copies() -> None:
    corpus = Corpus(texts=(text_of("a", story(8)), text_of("b", story(8)), text_of("c", story(9))))
    marked = mark_copies(corpus)
    assert [document.copy_of for document in marked.documents] == ["", "a", ""]
    assert mark_copies(marked) == marked


@given(st.permutations(range(6)))
def test_the_order_of_the_texts_does_not_matter(order: list[int]) -> None:
    texts = [text_of(f"t{n}", story(n // 2), date(2001, 1, 1 + n)) for n in range(6)]
    assert group_copies(texts[n] for n in order) == group_copies(texts)


def test_copies_are_found_among_texts_that_are_read_from_a_disk() -> None:
    texts = [text_of(f"t{n:02d}", [*story(n // 3), f"Local line {n}."]) for n in range(30)]
    with Spool() as spool:
        for text in reversed(texts):
            spool.add(text)
        assert copies_among(spool) == group_copies(texts)
