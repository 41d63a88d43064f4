"""Noise is marked by whole lines or in front of prose; prose is left alone; the text is never altered."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.sources.noise import NOISE_RULES, NoiseRule, find_noise, noise_spans

LINES = [
    ("skip link", "Skip to main content"),
    ("skip link", "Aller au contenu"),
    ("comment form", "Leave a Reply"),
    ("comment form", "Your email address will not be published. Required fields are marked *"),
    ("comment form", "Laisser un commentaire"),
    ("comment form", "Tu dirección de correo electrónico no será publicada."),
    ("feed blurb", "The post Ferry talks resume appeared first on River Daily."),
    ("see also", "Read more: The ferry in pictures"),
    ("sign-up", "Sign up for our morning newsletter"),
    ("sign-up", "Abonnez-vous à notre lettre"),
    ("sign-up", "Suscríbete a nuestro boletín"),
    ("site furniture", "Proudly powered by WordPress"),
    ("cookies", "We use cookies to make this site work."),
    ("advert", "Advertisement"),
    ("advert", "Publicité"),
    ("share line", "Share on Facebook"),
    ("share line", "Listen to this article · 6:12 min"),
    ("contributors", "Ann Lee contributed reporting from Milltown, and Bo Ray from the ferry."),
    ("contributors", "(Reporting by Ann Lee; Editing by Bo Ray)"),
    ("contact line", "Write to Ann Lee at ann.lee@riverdaily.example and Bo Ray at bo@riverdaily.example"),
    ("byline", "By Ann Lee and Bo de la Cruz"),
    ("date line", "Published Feb. 3, 2001 at 10:15 a.m. ET"),
    ("date line", "Updated 5:12 p.m. ET"),
    ("date line", "sábado 3 de febrero de 2001"),
    ("rights", "© 2001 River Daily. All rights reserved."),
    ("picture credit", "The ferry at dawn (Ann Lee/AFP via Getty Images)"),
    ("filed under", "Tags: ferry, mill, talks"),
]

PROSE = [
    "Sign up or leave, the miller told the envoys.",
    "Share the burden was all that the envoy would say to them that day.",
    "Section 5 of the plan speaks of the ferry.",
    "Video by the ferrymen showed the fire.",
    "Heavy smoke was reported from Milltown and from the ferry.",
    "Ann Lee is a reporter who was held by the ferrymen for a week.",
    "Comment from the mill was not to be had.",
    "Topics in the talks include the ferry and the mill.",
    "Contact between the towns broke off on Friday.",
    "Follow the river and you will find the mill.",
    "By Friday, the ferry had stopped.",
    "“Leave a reply at the mill,” he said.",
]


@pytest.mark.parametrize(("rule", "line"), LINES, ids=[line[:30] for _, line in LINES])
def test_a_line_that_is_no_prose_is_marked_with_its_rule(rule: str, line: str) -> None:
    text = f"They met.\n\n  {line}\r\nThey left."
    (found,) = find_noise(text)
    assert (found.rule, text[found.start : found.end]) == (rule, line)


@pytest.mark.parametrize("line", PROSE)
def test_prose_is_left_alone(line: str) -> None:
    assert noise_spans(f"They met.\n\n{line}\n\nThey left.") == ()


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        (" date 2001-02-03 The ferry stopped.", "The ferry stopped."),
        ("MILLTOWN, Feb. 3 (AP) — The ferry stopped.", "The ferry stopped."),
        ("Milltown (AFP) - The ferry stopped.", "The ferry stopped."),
        ("EAST MILLTOWN — The ferry stopped.", "The ferry stopped."),
    ],
)
def test_headers_and_datelines_before_the_prose_are_marked(text: str, rest: str) -> None:
    ((_, end),) = noise_spans(text)
    assert text[end:].strip() == rest


def test_a_dash_after_a_name_in_capitals_is_no_dateline() -> None:
    assert noise_spans("NATO - the alliance - met at the mill.") == ()


def test_words_of_a_menu_count_only_beside_other_noise() -> None:
    assert noise_spans("They met.\n\nWorld\n\nThey left.") == ()
    assert len(noise_spans("Skip to content\nWorld\nThey left.")) == 2


def test_rules_can_be_added() -> None:
    own = NoiseRule(name="stamp", pattern=r"Archive copy no\. \d+")
    text = "Archive copy no. 7\nThey met."
    assert noise_spans(text) == ()
    assert noise_spans(text, (*NOISE_RULES, own)) == ((0, 18),)


@given(st.text(st.sampled_from("ab@.:-/()\u2014 \n\r\t\u2028By Share1x,"), max_size=400))
def test_noise_lies_in_order_inside_the_text(text: str) -> None:
    ends = [place for span in noise_spans(text) for place in span]
    assert ends == sorted(ends)
    assert all(0 <= place <= len(text) for place in ends)


def test_the_noise_of_the_shared_reports_is_found(shared: Path) -> None:
    from ruamel.yaml import YAML

    articles = YAML(typ="safe").load(shared / "reports" / "gold.yaml")["articles"]
    for article in articles:
        text = (shared / "reports" / article["file"]).read_bytes().decode("utf-8")
        gold = {place for start, end in article["noise_spans"] for place in range(start, end)}
        found = {n: range(n.start, n.end) for n in find_noise(text)}
        marked = {place for places in found.values() for place in places}
        beyond = {n.rule for n, places in found.items() if not gold & set(places)}
        assert gold <= marked
        assert beyond <= {"header"}
