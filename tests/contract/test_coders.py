"""What every coder does: the same for the same text, exact spans in the order of the text, and no crash."""

import os
import pickle
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from detente.record.coding.coder import Coder
from detente.record.coding.extras.crf import CrfModel
from detente.record.coding.named import CODERS, coder_named
from detente.record.packs.reader import read_pack
from detente.record.statement import ACTS, IDENTIFIED
from detente.sources.document import Document
from detente.sources.text import Text
from stub_endpoint import chat, quote, serving

PACK = read_pack("generic")
PROSE = (
    "The union said on Friday that it would not accept the offer. \U0001f6a2 Its leader, Ola Lind, "
    "demanded\u00a0\n“a raise of 5 percent” and warned that talks “could fail.\n\n"
    "Government officials, who asked not to be named, denied that: “We have offered 120 posts,” one said.\n"
    "El gobierno dijo el lunes que no pagará.\n"
)
ANSWER = {
    "statements": [
        quote("denied that", holder="nobody", act="denies"),
        quote("it would not accept the offer", act="rejects", holder_words="The union"),
        quote("this is nowhere to be found"),
    ]
}


def model_file(folder: Path) -> Path:
    """A small model by hand: "said" begins a claim that goes on to the end of the paragraph."""
    labels = ("B-claims", "I-claims", "O")
    model = CrfModel(
        labels=labels,
        states={"w0=said": ((0, 5.0),), "w-1=said": ((1, 5.0),), "bias": ((2, 1.0),)},
        moves=((-1.0, 2.0, 0.0), (-1.0, 2.0, -2.0), (0.0, -1e9, 0.5)),
    )
    path = folder / "model.json"
    path.write_text(model.as_text(), encoding="ascii")
    return path


@pytest.fixture(scope="module", params=["crf", "llm", "nlp", "rules", "rules-es"])
def coder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coder]:
    """Each coder; the one that asks a model asks a stub, the one with spaCy is there where a model is."""
    if request.param == "llm":
        with serving(chat(ANSWER)) as stub:
            yield coder_named("llm", PACK, endpoint=stub.url, model="stub")
        return
    if request.param == "nlp":
        if os.environ.get("DETENTE_PROFILE") != "long":
            pytest.skip("spaCy is looked for in the long profile only")
        try:
            yield coder_named("nlp", PACK)
        except (ImportError, ValueError) as missing:
            pytest.skip(str(missing))
        return
    if request.param == "crf":
        yield coder_named(f"crf:{model_file(tmp_path_factory.mktemp('model'))}", PACK)
        return
    yield coder_named("rules", PACK, "es" if request.param == "rules-es" else "en")


def text_of(words: str, **given: object) -> Text:
    return Text(document=Document(id="d", published=date(2001, 6, 5)), text=words, **given)  # type: ignore[arg-type]


def test_every_named_coder_is_held_to_this() -> None:
    assert set(CODERS) == {"crf", "llm", "nlp", "rules"}


def test_it_fits_the_seam_and_finds_something(coder: Coder) -> None:
    assert isinstance(coder, Coder)
    assert coder(text_of(PROSE))


def test_an_empty_text_has_none(coder: Coder) -> None:
    for words in ("", " ", "\n\n\t"):
        assert coder(text_of(words)) == ()


def test_noise_is_left_out(coder: Coder) -> None:
    found = coder(text_of(PROSE, noise=((0, len(PROSE)),)))
    assert found == ()


def test_it_gives_the_same_after_a_journey_to_another_process(coder: Coder) -> None:
    again = pickle.loads(pickle.dumps(coder))  # noqa: S301
    assert again.name == coder.name
    assert again(text_of(PROSE)) == coder(text_of(PROSE))


def test_it_keeps_nothing_between_texts(coder: Coder) -> None:
    first = coder(text_of(PROSE))
    coder(text_of("Ola Lind refused. “No,” she said."))
    assert coder(text_of(PROSE)) == first


ODD = st.text(max_size=200)
WORDS = st.lists(
    st.sampled_from(
        [
            "The union",
            "said",
            "that",
            "not",
            "“",
            "”",
            ",",
            ".",
            "demanded",
            "to",
            "Lind",
            "he",
            "according to",
            "by",
            "5 percent",
            "on Friday",
            "\n",
            "\u202e",
            "�",
            "🚢",
            "dijo",
            "que",
            "and",
            "who",
            "'s",
            "(",
            ")",
        ]
    ),
    max_size=60,
).map(" ".join)


@given(words=st.one_of(ODD, WORDS))
@example(words="“" * 200)
@example(words="said " * 200)
@example(words="that " * 200)
@example(words="\r\n\u2028said\u2029")
def test_whatever_the_text_spans_are_exact_ordered_and_coded(coder: Coder, words: str) -> None:
    text = text_of(words)
    found = coder(text)
    assert found == coder(text)
    assert len({s.id for s in found}) == len(found)
    places = [(s.span.start, s.span.end) for s in found if s.span]
    assert len(places) == len(found)
    assert places == sorted(places)
    for statement in found:
        span = statement.span
        assert span is not None
        assert words[span.start : span.end] == span.exact
        assert span.verify(words)
        assert statement.act in ACTS
        assert statement.identified in {"", *IDENTIFIED}
        assert statement.coding is not None
        assert statement.coding.coder == coder.name
        assert statement.reports == ("d",)
