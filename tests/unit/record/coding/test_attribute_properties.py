"""What holds of attribution for any text: places, order, determinism; no text stalls or breaks it."""
# ruff: noqa: RUF001, S301, SIM905

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.record.coding.attribute import attributions
from detente.record.coding.attribution import Attribution
from detente.record.coding.mentions import ActorIndex
from detente.record.packs.language import read_language
from detente.record.packs.pack import Pack, PackActor
from detente.sources.document import Document
from detente.sources.text import Text

ENGLISH = read_language("en")
INDEX = ActorIndex(
    Pack(
        id="p",
        actors=(
            PackActor(id="ardia", names=("Ardia",), kind="place", side="ardia", adjectives=("Ardian",)),
            PackActor(id="borne", names=("Borne",), kind="place", side="borne"),
        ),
    )
)
PIECES = [
    *"Ardia said that it is cold/Borne/wants/demanded/the officials/An Ardian official/he/They".split("/"),
    *"both sides/who/which/according to/that/to leave/not/is eager to/announcement/of/by".split("/"),
    *"rejected/was/but/while/and/on Monday/saying/told/😀/ראש/U.S./Mr./12/a view that".split("/"),
    *'“ ” " ‘ ’ ’s , . ? : ; — ( )'.split(),
    *("\n", "\u202e", "\ud800"),
]

texts = st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join) | st.text(max_size=200)


def told(text: str) -> tuple[Attribution, ...]:
    return attributions(Text(document=Document(id="d"), text=text), ENGLISH, INDEX)


@given(texts)
def test_content_and_cue_lie_inside_the_text(text: str) -> None:
    for found in told(text):
        assert 0 <= found.place[0] <= found.content[0] < found.content[1] <= found.place[1] <= len(text)
        assert 0 <= found.cue[0] < found.cue[1] <= len(text)
        assert text[slice(*found.place)].strip() == text[slice(*found.place)]


@given(texts)
def test_statements_come_in_the_order_of_the_text(text: str) -> None:
    places = [(a.place, a.content, a.cue) for a in told(text)]
    assert places == sorted(places)


@given(texts)
def test_the_same_text_gives_the_same_statements(text: str) -> None:
    copy: ActorIndex = pickle.loads(pickle.dumps(INDEX))
    again = attributions(
        Text(document=Document(id="d"), text=text), pickle.loads(pickle.dumps(ENGLISH)), copy
    )
    assert again == told(text)


@given(texts)
def test_every_mention_stands_where_it_says(text: str) -> None:
    for found in told(text):
        for mention in (found.holder, *found.relays, *found.to):
            assert mention is not None
            assert 0 <= mention.place[0] < mention.place[1] <= len(text)
            assert mention.words


@pytest.mark.parametrize(
    "text",
    [
        "“" * 20_000,
        "“”" * 10_000,
        '"a ' * 10_000,
        "“x,” he said. " * 1_000,
        "said " * 20_000,
        "he said that " * 5_000,
        "word " * 100_000,
        "x" * 500_000,
        "." * 50_000,
        ", " * 20_000,
        "according to " * 300,
        "“‘" * 5_000 + "’”" * 5_000,
        "Ardia and " * 20_000,
        "אמר כי " * 10_000,
        "😀 said that 😀. " * 3_000,
        "\n" * 50_000,
    ],
    ids=lambda text: text[:12],
)
def test_a_text_without_end_is_read_all_the_same(text: str) -> None:
    assert all(found.place[1] <= len(text) for found in told(text))
