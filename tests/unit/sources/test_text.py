"""Paragraphs are the prose between the noise: a line each, or wrapped lines together."""

from hypothesis import given
from hypothesis import strategies as st

from detente.sources.document import Document
from detente.sources.noise import noise_spans
from detente.sources.text import Text

WRAPPED = (
    "The envoys of the two river towns met on the old ferry and spoke for\n"
    "an hour about its timetable, which both had asked the other to print\n"
    "before the winter.\n"
    "\n"
    "They agreed on nothing but a second meeting, to be held in the mill on\n"
    "the other bank, with the miller in the chair.\n"
)

awkward = st.text(
    st.sampled_from("ab .\n\r\u2028\u0085\t-*1)\U0001f600\u05d0\u0627\u202e\u200f\ufeff\ud800"), max_size=300
)


def parts(text: str) -> list[str]:
    found = Text(document=Document(id="d"), text=text, noise=noise_spans(text)).paragraphs
    return [text[start:end] for start, end in found]


def test_wrapped_lines_are_one_paragraph() -> None:
    assert [part[:10] for part in parts(WRAPPED)] == ["The envoys", "They agree"]
    assert parts(WRAPPED.replace("\n", "\r\n"))[0].endswith("winter.")


def test_short_lines_and_lists_stay_apart() -> None:
    assert parts("One.\nTwo.\n\nThree") == ["One.", "Two.", "Three"]
    listed = "- a first demand of the town, which is long enough to be wrapped\n- a second demand of it"
    assert len(parts(listed)) == 2


def test_long_paragraphs_without_blank_lines_stay_apart() -> None:
    assert len(parts(f"{'The ferry waits. ' * 20}\n{'The mill turns. ' * 20}")) == 2


def test_a_text_that_was_left_out_says_so() -> None:
    assert Text(document=Document(id="d", sha256="0" * 64), text="").left_out
    assert not Text(document=Document(id="d"), text="").left_out


@given(awkward)
def test_paragraphs_lie_in_order_between_the_noise(text: str) -> None:
    noise = noise_spans(text)
    found = Text(document=Document(id="d"), text=text, noise=noise).paragraphs
    ends = [place for span in sorted([*found, *noise]) for place in span]
    assert ends == sorted(ends)
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in found)


@given(awkward)
def test_paragraphs_and_noise_hold_all_that_is_not_blank(text: str) -> None:
    noise = noise_spans(text)
    covered = set()
    for start, end in (*Text(document=Document(id="d"), text=text, noise=noise).paragraphs, *noise):
        covered.update(range(start, end))
    assert all(place in covered for place, letter in enumerate(text) if not letter.isspace())
