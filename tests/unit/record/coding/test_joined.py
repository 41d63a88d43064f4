"""Statements that share a sentence, and bodies named only by "the" or "his": who holds which part."""

import pytest

from detente.record.coding.attribute import attributions
from detente.record.coding.mentions import ActorIndex
from detente.record.packs.language import read_language
from detente.record.packs.pack import Pack, PackActor
from detente.sources.document import Document
from detente.sources.text import Text

ENGLISH = read_language("en")
ACTORS = (
    PackActor(id="ardia", names=("Ardia",), kind="place", side="ardia", adjectives=("Ardian",)),
    PackActor(id="ardia.army", names=("Ardian (army|military)",), kind="institution", side="ardia"),
    PackActor(id="ardia.moss", names=("Ada Moss", "Moss"), kind="person", side="ardia", offices=("premier",)),
    PackActor(
        id="ardia.office", names=("Moss's office",), kind="institution", side="ardia", chair="ardia.moss"
    ),
    PackActor(
        id="ardia.reed", names=("Ben Reed", "Reed"), kind="person", side="ardia", offices=("harbor minister",)
    ),
    PackActor(id="borne", names=("Borne",), kind="place", side="borne", adjectives=("Bornese",)),
    PackActor(id="borne.ministry", names=("Bornese port ministry",), kind="institution", side="borne"),
    PackActor(id="front", names=("Free Front",), kind="group", side="front"),
)
PACK = ActorIndex(Pack(id="fjords", actors=ACTORS))


def pairs(text: str) -> list[tuple[str, str]]:
    """Holder (its id, else its words) and content of every statement."""
    told = attributions(Text(document=Document(id="d"), text=text), ENGLISH, PACK)
    return [(a.holder.actor or a.holder.words, text[slice(*a.content)]) for a in told]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (
            "Moss warned on Sunday that a strike would be a mistake and did not rule out a fine.",
            ("ardia.moss", "a strike would be a mistake"),
            ("ardia.moss", "a fine."),
        ),
        (
            "Ardia denied that it was slowing trucks and blamed Borne for the delay.",
            ("ardia", "it was slowing trucks"),
            ("ardia", "Borne for the delay."),
        ),
        (
            "Reed said on Monday that Borne had accepted the plan and called on the Free Front to follow.",
            ("borne", "the plan"),
            ("ardia.reed", "the Free Front to follow."),
        ),
        (
            "Borne dismissed the plan as a trap, accusing Ardia of playing for time.",
            ("borne", "the plan as a trap"),
            ("borne", "Ardia of playing for time."),
        ),
        (
            "Ardia said on Monday that the talks were over and that the blockade would go on.",
            ("ardia", "the talks were over"),
            ("ardia", "the blockade would go on."),
        ),
        (
            "Ada Moss and harbor minister Ben Reed have both threatened to resign.",
            ("ardia.moss", "to resign."),
            ("ardia.reed", "to resign."),
        ),
    ],
)
def test_verbs_joined_by_and_are_statements_of_their_own(
    text: str, first: tuple[str, str], second: tuple[str, str]
) -> None:
    assert pairs(text) == [first, second]


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("Ada Moss left Borne. Her office said the tale was false.", "ardia.office"),
        ("Ardia and Borne met. The army said it had found two boats.", "ardia.army"),
        ("Ardia and Borne met. The port ministry said it had no news.", "borne.ministry"),
        ("Borne's bank said the sum was due. Later the bank said it was paid.", "borne.bank"),
        ("Ardia fired on Borne. The authorities said the harbor was shut.", "borne"),
    ],
)
def test_a_body_named_without_its_party_is_that_of_the_nearest_party_that_has_one(
    text: str, holder: str
) -> None:
    assert pairs(text)[-1][0] == holder


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ardia believes 120 remain, 41 of them ill.", [("ardia", "120 remain, 41 of them ill.")]),
        ("The Group of Seven endorsed the plan.", [("The Group of Seven", "the plan.")]),
        ("The ministers of Ardia, Borne, the Isles and Skarn praised it.", [("ardia.ministers.anon", "it.")]),
        (
            "Moss had on Friday laid out what she called a fair offer: in it, ships would leave.",
            [("ardia.moss", "what she called a fair offer: in it, ships would leave.")],
        ),
        (
            "Ardia said they had welcomed the outline but that Borne had added terms.",
            [("ardia", "they had welcomed the outline but that Borne had added terms.")],
        ),
        (
            "The deal is close, Moss said; Borne said it was not.",
            [("ardia.moss", "The deal is close"), ("borne", "it was not.")],
        ),
        (
            "If they fail, Ardian officials say, Reed is ready to leave.",
            [("ardia.officials.anon", "If they fail, Ardian officials say, Reed is ready to leave.")],
        ),
        (
            "Borne has asked for 600, and wants a veto over names, the envoys said.",
            [("borne", "600"), ("borne", "a veto over names")],
        ),
        ("Reed added that Ardia still wanted a longer truce.", [("ardia", "a longer truce.")]),
        (
            "The text, which Borne said it had received on Sunday, will end the war.",
            [("borne", "it had received on Sunday")],
        ),
        (
            "Reed has vowed to leave the table if Ardia accepts the deal.",
            [("ardia.reed", "to leave the table if Ardia accepts the deal.")],
        ),
        (
            "Borne wants the strait open, according to three envoys briefed on the talks.",
            [("borne", "the strait open")],
        ),
        ("Reed is less eager for a deal, one of the envoys said.", [("ardia.reed", "a deal")]),
        (
            "Reed is against the deal, a view that two Bornese officials dismissed as a dream.",
            [("ardia.reed", "the deal"), ("borne.officials.anon", "a view")],
        ),
        (
            "Ardia blamed Borne, a charge the Free Front rejected.",
            [("ardia", "Borne"), ("front", "a charge")],
        ),
        (
            "The Free Front, whose leaders said they were near a deal, left.",
            [("front.leaders.anon", "they were near a deal, left.")],
        ),
        (
            "Ardia says the plan is dead; Borne, citing its needs, refuses any delay.",
            [("ardia", "the plan is dead"), ("borne", "any delay.")],
        ),
    ],
)
def test_who_holds_what_where_the_subject_or_the_object_is_unusual(
    text: str, told: list[tuple[str, str]]
) -> None:
    assert pairs(text) == told


def test_what_somebody_did_while_saying_belongs_to_the_place_of_the_statement() -> None:
    text = "Bornese envoys gathered at the harbor, saying that the gaps were wide."
    (one,) = attributions(Text(document=Document(id="d"), text=text), ENGLISH, PACK)
    assert one.place == (0, len(text))


def test_a_title_counts_for_less_than_a_sentence() -> None:
    text = "Ardia says the talks are over\n\nArdia says the talks are over."
    document = Text(document=Document(id="d"), text=text)
    title, sentence = attributions(document, ENGLISH, PACK)
    assert title.score < sentence.score
