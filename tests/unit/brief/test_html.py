"""The page: well-formed, self-contained, readable by keyboard and screen reader, and safe with any names."""

import re
from itertools import pairwise

from detente.analysis.movement import movement
from detente.brief.brief import Brief, make_brief
from detente.case.library import example
from html_pages import Page

ADVICE = re.compile(r"\b(should|must|ought|recommend\w*|advis\w*|need to)\b", re.IGNORECASE)


def test_every_element_is_closed_in_order(page: Page) -> None:
    assert page.unbalanced == []


def test_nothing_is_loaded_from_elsewhere(page: Page, rivers: Brief) -> None:
    loading = {"src", "srcset", "poster", "data", "action", "background", "cite", "ping"}
    assert not [attrs for _, attrs in page.elements if loading & attrs.keys()]
    assert not [
        tag for tag, _ in page.elements if tag in {"link", "iframe", "object", "embed", "img", "base"}
    ]
    assert not re.search(r"@import|url\((?!#)", rivers.html())


def test_the_policy_names_the_one_style_sheet_and_the_one_script(page: Page) -> None:
    policy = next(
        a["content"] for _, a in page.of("meta") if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'")
    assert policy.count("sha256-") == 2
    assert "unsafe" not in policy
    assert [len(page.of(tag)) for tag in ("style", "script")] == [1, 1]
    assert not [
        attrs for _, attrs in page.elements if "style" in attrs or any(k.startswith("on") for k in attrs)
    ]


def test_every_id_is_used_once(page: Page) -> None:
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_every_link_inside_the_page_leads_somewhere(page: Page) -> None:
    ids = {attrs["id"] for _, attrs in page.elements if "id" in attrs}
    inside = [attrs["href"][1:] for _, attrs in page.of("a") if attrs["href"].startswith("#")]
    assert len(inside) > 50
    assert not [target for target in inside if target not in ids]


def test_what_names_or_describes_an_element_exists(page: Page) -> None:
    ids = {attrs["id"] for _, attrs in page.elements if "id" in attrs}
    for _, attrs in page.elements:
        assert set(attrs.get("aria-labelledby", "").split()) <= ids


def test_headings_never_skip_a_level(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_page_has_its_landmarks_and_a_skip_link(page: Page) -> None:
    assert [len(page.of(tag)) for tag in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    assert page.of("a")[0][1] == {"class": "skip", "href": "#answer"}
    assert page.of("html")[0][1]["lang"] == "en"


def test_every_table_has_a_caption_and_headers_with_a_scope(page: Page) -> None:
    tables = len(page.of("table"))
    assert tables > 20
    assert len(page.of("caption")) == len(page.of("thead")) == tables
    assert {attrs.get("scope") for _, attrs in page.of("th")} == {"col", "row"}
    assert all(page.words(n).strip() for n, _ in page.of("th"))
    rows = len(page.of("tr")) - tables
    assert sum(attrs["scope"] == "row" for _, attrs in page.of("th")) == rows


def test_every_table_scrolls_in_a_box_that_the_keyboard_reaches(page: Page) -> None:
    boxes = [attrs for _, attrs in page.of("div") if attrs.get("role") == "group"]
    assert all(a["tabindex"] == "0" and ("aria-label" in a or "aria-labelledby" in a) for a in boxes)
    assert len(boxes) >= len(page.of("table"))


def test_every_picture_has_a_title_a_description_and_its_data(page: Page) -> None:
    pictures = [attrs for _, attrs in page.of("svg")]
    assert len(pictures) >= 4
    assert all(a["role"] == "img" and len(a["aria-labelledby"].split()) == 2 for a in pictures)
    assert len(page.of("title")) == len(pictures) + 1
    assert len(page.of("desc")) == len(pictures)
    assert all(page.words(n).strip() for n, _ in [*page.of("title"), *page.of("desc")])
    data = [n for n, _ in page.of("summary") if page.words(n) == "The data of this picture"]
    assert len(data) == len(pictures)


def test_pictures_take_their_colours_from_the_style_sheet(rivers: Brief) -> None:
    pictures = re.findall(r"<svg.*?</svg>", rivers.html(), re.DOTALL)
    colours = {c for svg in pictures for c in re.findall(r'(?:fill|stroke)="([^"]+)"', svg)}
    assert colours <= {"none", "transparent"} | {c for c in colours if c.startswith("var(--")}


def test_names_cannot_break_the_page(hostile: Brief) -> None:
    page = Page(hostile.html())
    assert len(page.of("script")) == 1
    assert page.unbalanced == []
    assert not [a for _, a in page.of("a") if not a["href"].startswith(("#", "http://", "https://"))]


def test_names_cannot_turn_the_direction_of_text(hostile: Brief) -> None:
    assert "\u202e" not in hostile.html() + hostile.markdown()
    assert "\u2068" in hostile.markdown()
    assert any("מועצה" in Page(hostile.html()).words(n) for n, _ in Page(hostile.html()).of("bdi"))


def test_the_brief_gives_no_advice_in_its_own_words(page: Page) -> None:
    assert not ADVICE.findall(" ".join(page.own))


def test_columns_of_parties_stand_in_alphabetical_order(page: Page) -> None:
    heads = [page.words(n) for n, a in page.of("th") if a["scope"] == "col"]
    start = heads.index("Distance now")
    parties = heads[heads.index("Issue") + 1 : start]
    assert parties == sorted(parties)
    assert len(parties) == 6


def test_links_to_a_section_that_was_left_out_become_text() -> None:
    case = example("two-rivers")
    page = Page(make_brief(case, movement(case), sections=["matrix", "standing"]).html())
    inside = [attrs["href"] for _, attrs in page.of("a") if attrs["href"].startswith("#evidence")]
    assert inside == []
    assert "S4" in page.words(page.of("main")[0][0])
