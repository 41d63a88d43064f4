"""Attribution by the grammar: who holds what, in sentences of our own making."""
# ruff: noqa: RUF001

import pytest

from detente.record.coding.attribute import attributions
from detente.record.coding.attribution import Attribution
from detente.record.coding.mentions import ActorIndex
from detente.record.packs.language import read_language
from detente.record.packs.pack import Pack, PackActor
from detente.sources.document import Document
from detente.sources.text import Text

ENGLISH = read_language("en")
ARDIA = PackActor(id="ardia", names=("Ardia",), kind="place", side="ardia", adjectives=("Ardian",))
BORNE = PackActor(id="borne", names=("Borne",), kind="place", side="borne", adjectives=("Bornese",))
FRONT = PackActor(id="front", names=("Free Front",), kind="group", side="front")
MOSS = PackActor(
    id="ardia.moss", names=("Ada Moss", "Moss"), kind="person", side="ardia", offices=("premier",)
)
OFFICE = PackActor(
    id="ardia.premier-office",
    names=("Moss's office",),
    kind="institution",
    side="ardia",
    chair="ardia.moss",
)
ADMINISTRATION = PackActor(
    id="ardia.administration", names=("Moss administration",), kind="institution", side="ardia"
)
MEDIATORS = PackActor(id="mediators", names=("mediators",), kind="group")
PACK = ActorIndex(Pack(id="fjords", actors=(ARDIA, BORNE, FRONT, MOSS, OFFICE, ADMINISTRATION, MEDIATORS)))


def told(text: str) -> tuple[Attribution, ...]:
    return attributions(Text(document=Document(id="d"), text=text), ENGLISH, PACK)


def pairs(text: str) -> list[tuple[str, str]]:
    """Holder (its id, else its words) and content of every statement."""
    return [(a.holder.actor or a.holder.words, text[slice(*a.content)]) for a in told(text) if a.holder]


@pytest.mark.parametrize(
    ("text", "holder", "content"),
    [
        ("Ardia said on Monday that it would sign.", "ardia", "it would sign."),
        ("Ardia said the harbor was closed.", "ardia", "the harbor was closed."),
        ("The fleet will leave on Friday, Ardia said.", "ardia", "The fleet will leave on Friday"),
        ("The fleet will leave, said Ada Moss, a sailor.", "ardia.moss", "The fleet will leave"),
        ("According to Borne, the fleet left.", "borne", "the fleet left."),
        ("The fleet left, according to Borne.", "borne", "The fleet left"),
        ("As Borne told the Daily Gull, the fleet left at dawn.", "borne", "the fleet left at dawn."),
        ("Borne wants the harbor back.", "borne", "the harbor back."),
        ("Borne is pressing Ardia to open the harbor.", "borne", "Ardia to open the harbor."),
        ("Borne has called for a new vote.", "borne", "a new vote."),
        ("Borne appealed publicly to both sides to stop.", "borne", "both sides to stop."),
        ("Borne is in no hurry to sign.", "borne", "to sign."),
        ("Borne is concerned that the pause will fail.", "borne", "the pause will fail."),
        ("Borne is opposed to any delay.", "borne", "any delay."),
        ("Borne expressed hope that the pause would last.", "borne", "hope that the pause would last."),
        ("Nobody liked Borne's demand that the harbor stay open.", "borne", "the harbor stay open."),
        ("Nobody liked the insistence of Borne that it stay open.", "borne", "it stay open."),
        ("The plan was rejected by Borne.", "borne", "The plan was rejected"),
        ("Borne described the plan as a trap.", "borne", "the plan as a trap."),
        ("Borne went on to say that time was short.", "borne", "time was short."),
        ("They met, with Borne warning that time was short.", "borne", "time was short."),
        ("Ardia left early, leading Borne to declare that it was over.", "borne", "it was over."),
        ("Ardia, which holds the harbor, said it would not move.", "ardia", "it would not move."),
        ("They asked for a year, a condition that Borne has rejected.", "borne", "a condition"),
        ("Borne puts the number of ships at 40.", "borne", "the number of ships at 40."),
        ("Borne is optimistic.", "borne", "optimistic"),
        ("In Borne's view, the pause was too short.", "borne", "the pause was too short."),
        ("Borne thanked the crews, but said two ships were too few.", "borne", "two ships were too few."),
        (
            "Officials of Borne at the table concede that time is short.",
            "borne.officials.anon",
            "time is short.",
        ),
    ],
)
def test_each_frame_finds_its_holder_and_its_content(text: str, holder: str, content: str) -> None:
    assert (holder, content) in pairs(text)


@pytest.mark.parametrize(
    "text",
    [
        "The talks ended in June.",
        "Ships from Ardia carried grain to Borne.",
        "Under the plan the harbor would open in May.",
        "The demands were many.",
        "Borne might accept a shorter pause.",
        "",
        "...",
    ],
)
def test_the_reports_own_voice_is_left_out(text: str) -> None:
    assert told(text) == ()


@pytest.mark.parametrize(
    ("text", "holder", "relay"),
    [
        ("An official said that Moss had agreed to leave.", "ardia.moss", "official.anon"),
        ("Two diplomats said Borne wanted a longer pause.", "borne", "diplomats.anon"),
        ("Borne wants a longer pause, according to mediators.", "borne", "mediators"),
        ("Borne feared that Ardia might leave, the diplomats said.", "borne", "diplomats.anon"),
        ("Borne told mediators that it would wait.", "borne", "mediators"),
    ],
)
def test_the_holder_is_kept_apart_from_who_relays(text: str, holder: str, relay: str) -> None:
    (found,) = told(text)
    assert found.holder is not None
    assert (found.holder.actor, [m.actor for m in found.relays]) == (holder, [relay])


def test_a_party_that_tells_its_own_position_relays_nobody() -> None:
    (found,) = told("Moss's office said the premier wanted a longer pause.")
    assert found.holder is not None
    assert (found.holder.actor, found.relays) == ("ardia.premier-office", ())


def test_what_two_parties_want_is_two_statements_by_one_source() -> None:
    text = "Borne wanted to limit the talks, while Ardia wanted to widen them, according to two diplomats."
    assert [(a.holder.actor, [r.actor for r in a.relays]) for a in told(text) if a.holder] == [
        ("borne", ["diplomats.anon"]),
        ("ardia", ["diplomats.anon"]),
    ]


@pytest.mark.parametrize("joint", ["but", "while", "though", "although"])
def test_a_clause_with_its_own_cue_is_a_statement_of_its_own(joint: str) -> None:
    text = f"Ardia said the pause held, {joint} Borne said that it was over."
    first, second = told(text)
    assert text[slice(*first.place)] == "Ardia said the pause held"
    assert text[slice(*second.content)] == "it was over."


def test_a_second_verb_shares_the_subject_of_the_first() -> None:
    assert pairs("Borne acknowledged that it was late, but suggested that Ardia was later.") == [
        ("borne", "it was late"),
        ("borne", "Ardia was later."),
    ]


def test_each_of_two_named_groups_of_officials_holds_the_statement() -> None:
    found = told("Ardian and Bornese officials expressed new optimism.")
    assert [a.holder.actor for a in found if a.holder] == ["ardia.officials.anon", "borne.officials.anon"]


def test_both_sides_are_the_two_parties_named_most() -> None:
    found = told("Ardia met Borne in May. Both sides said the meeting went well.")
    assert [a.holder.actor for a in found if a.holder] == ["ardia", "borne"]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("A senior Ardian official said it was over.", "ardia.senior-official.anon"),
        ("A senior Moss administration official said it was over.", "ardia.senior-official.anon"),
        ("Two officials briefed on the talks said it was over.", "officials.anon"),
        ("An official in Moss's office said it was over.", "ardia.premier-office-official.anon"),
    ],
)
def test_an_unnamed_member_gets_an_id_of_its_group(text: str, made: str) -> None:
    (found,) = told(text)
    assert found.holder is not None
    assert (found.holder.actor, found.holder.identified) == (made, "anonymous")


def test_a_second_official_is_another_one() -> None:
    found = told("An Ardian official said it was over. A second Ardian official said it was not.")
    assert [a.holder.actor for a in found if a.holder] == ["ardia.official.anon", "ardia.official2.anon"]


@pytest.mark.parametrize(
    ("text", "holders"),
    [
        ("Ann Reed said it was late. Mr. Reed said it was cold.", ["Ann Reed", "Ann Reed"]),
        ("Ann Reed said it was late. She said it was cold.", ["Ann Reed", "Ann Reed"]),
        ("The envoy, Ann Reed, said it was late. She added that it was cold.", ["Ann Reed", "Ann Reed"]),
        ("An Ardian official said it was late. The official said it was cold.", ["ardia.official.anon"] * 2),
        ("The Free Front said it was late. The group wants a pause.", ["front", "front"]),
        ("Borne said it was late. It also demanded a pause.", ["borne", "borne"]),
        ("The premier said it was late.", ["ardia.moss"]),
        ("Harbor Minister Ann Reed said it was late. The minister wants a pause.", ["Ann Reed", "Ann Reed"]),
        ("Ann Reed sailed home. She said it was cold.", ["Ann Reed"]),
        (
            "Queen Ann Reed said it was late. King Ode Holm said it was dark. She said it was cold.",
            ["Ann Reed", "Ode Holm", "Ann Reed"],
        ),
    ],
)
def test_later_words_for_a_holder_mean_the_same_one(text: str, holders: list[str]) -> None:
    assert [holder for holder, _ in pairs(text)] == holders


@pytest.mark.parametrize(
    ("text", "content", "quoted"),
    [
        ("“We will wait,” Ada Moss said.", "“We will wait,”", "direct"),
        ('"We will wait," said Ada Moss.', '"We will wait,"', "direct"),
        ('“We will wait," Ada Moss said.', '“We will wait,"', "direct"),
        ("Ada Moss said: “We will wait. We have time.”", "“We will wait. We have time.”", "direct"),
        ("“We will wait. We have time,” Ada Moss said.", "“We will wait. We have time,”", "direct"),
        ("Ada Moss said, “We will wait", "“We will wait", "direct"),
        ("Ada Moss said that it was “a trap” for them all.", "it was “a trap” for them all.", "mixed"),
        ("Ada Moss said that it was a trap.", "it was a trap.", "indirect"),
        ("“He told us ‘never’ twice,” Ada Moss said.", "“He told us ‘never’ twice,”", "direct"),
    ],
)  # fmt: skip
def test_quotations_are_found_whole(text: str, content: str, quoted: str) -> None:
    (found,) = told(text)
    assert (text[slice(*found.content)], found.quoted) == (content, quoted)


def test_a_quotation_without_a_cue_belongs_to_who_spoke_last() -> None:
    text = "“We will wait,” Ada Moss said. “There is no better way to spend a year.”"
    first, second = told(text)
    assert second.rule == "floating"
    assert second.holder == first.holder


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Borne did not say that it was over.", True),
        ("Borne has not rejected the plan.", True),
        ("Borne hasn’t rejected the plan.", True),
        ("Borne rejected the plan.", False),
    ],
)
def test_a_negated_cue_says_so(text: str, negated: bool) -> None:
    (found,) = told(text)
    assert found.negated is negated


def test_a_plan_does_not_speak_but_a_letter_does() -> None:
    assert pairs("The truce says that the harbor opens.") == []
    assert [content for _, content in pairs("The letter says that the harbor opens.")] == [
        "the harbor opens."
    ]


def test_a_dateline_is_no_part_of_a_statement() -> None:
    text = "PORT ARD (AP) — The fleet left, Ardia said."
    (found,) = told(text)
    assert text[slice(*found.place)].startswith("The fleet")


def test_a_caption_belongs_to_its_credit() -> None:
    text = "The harbor of Ard at dawn in May. Image: Ann Reed."
    (found,) = told(text)
    assert found.holder is not None
    assert (found.rule, found.holder.words) == ("credit", "Ann Reed")
    assert text[slice(*found.content)] == "The harbor of Ard at dawn in May."


def test_noise_is_not_read() -> None:
    text = "Ardia said it was late.\nBorne said it was early."
    marked = Text(document=Document(id="d"), text=text, noise=((0, 24),))
    assert [a.holder.actor for a in attributions(marked, ENGLISH, PACK) if a.holder] == ["borne"]


def test_every_statement_says_why_it_was_found() -> None:
    (found,) = told("Two diplomats said Borne wanted a longer pause.")
    assert found.why[0] == "'wanted' is a cue (want, verb+np)"
    assert "passed on by diplomats.anon" in found.why
    assert 0 < found.score <= 1
