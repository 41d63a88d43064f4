import pickle

import pytest

from detente.record.coding.attribute import attributions
from detente.record.coding.extras.nlp import ParsedCues
from detente.record.coding.extras.parsed import Node
from detente.record.packs.language import read_language
from detente.record.packs.pack import Pack, PackActor
from detente.sources.document import Document
from detente.sources.text import Text

ENGLISH = read_language("en")
PACK = Pack(
    id="p", actors=(PackActor(id="council", names=("council",)), PackActor(id="crews", names=("crews",)))
)


def parsed(rows: str) -> tuple[Node, ...]:
    """Nodes from rows of word, head (from 1, 0 for the root), relation, kind, as joined by blanks."""
    nodes, at = [], 0
    for number, line in enumerate(rows.strip().splitlines()):
        word, head, relation, kind = line.split()
        own = int(head) - 1 if int(head) else number
        nodes.append(Node(start=at, end=at + len(word), head=own, relation=relation, kind=kind))
        at += len(word) + 1
    return tuple(nodes)


def found(words: str, rows: str) -> list[tuple[str, str, str]]:
    """Holder, content and rule of what is found with this parse alone added to the rules."""
    text = Text(document=Document(id="d"), text=words)
    cues = ParsedCues(parse=lambda _: parsed(rows))
    return [
        ((a.holder.actor or a.holder.words) if a.holder else "", words[slice(*a.content)], a.rule)
        for a in attributions(text, ENGLISH, PACK, cues)
    ]


ADMITTED = """
Asked 11 advcl VERB
twice 1 advmod ADV
, 11 punct PUNCT
the 5 det DET
crews 11 nsubj NOUN
of 5 prep ADP
the 8 det DET
ferries 6 pobj NOUN
moored 8 acl VERB
outside 9 advmod ADV
admitted 0 ROOT VERB
fares 13 nsubj NOUN
fell 11 ccomp VERB
. 11 punct PUNCT
"""


def test_a_subject_that_only_a_parse_can_tell_is_added() -> None:
    words = "Asked twice , the crews of the ferries moored outside admitted fares fell ."
    assert found(words, ". 0 punct PUNCT") == []
    assert found(words, ADMITTED) == [("crews", "fares fell", "parse+bare")]


def test_where_the_rules_find_a_cue_their_reading_stays() -> None:
    words = "The crews said that fares fell ."
    rows = """
The 2 det DET
crews 3 nsubj NOUN
said 0 ROOT VERB
that 6 mark SCONJ
fares 6 nsubj NOUN
fell 3 ccomp VERB
. 3 punct PUNCT
"""
    assert [(who, rule) for who, _, rule in found(words, rows)] == [("crews", "verb+that")]


@pytest.mark.parametrize("rows", ["x 0 dep X", "a 2 dep VERB\nb 1 dep VERB", "said 1 ROOT VERB"])
def test_a_parse_that_makes_no_sense_adds_nothing(rows: str) -> None:
    assert found("They walked home .", rows) == []


def loaded() -> bool:
    try:
        from detente.record.coding.extras.nlp import SpacyCoder

        SpacyCoder(PACK)
    except (ImportError, ValueError):
        return False
    return True


@pytest.mark.long
class TestWithSpacy:
    def test_a_model_adds_what_the_rules_do_not_find_and_travels_by_name(self) -> None:
        if not loaded():
            pytest.skip("needs spaCy and an English model")
        from detente.record.coding.extras.nlp import SpacyCoder

        coder = SpacyCoder(PACK)
        words = "One of the crews admitted the strike had been a mistake, an idea the council rejected."
        text = Text(document=Document(id="d"), text=words)
        again = pickle.loads(pickle.dumps(coder))  # noqa: S301
        assert again(text) == coder(text) != ()
        assert " with en_core_web" in coder.name
