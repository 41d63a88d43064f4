"""Pages, feeds, tables and plain texts become drafts; what is broken is read as far as it goes or refused."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import SourceError
from detente.sources.readers import READERS, Draft, kind_of
from detente.sources.readers.draft import LONGEST
from detente.sources.readers.html_page import page_text, read_page
from detente.sources.readers.html_tokens import attributes, tokens, unescape

# ruff: noqa: E501 (pages stand here as they are saved)
PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>Ferry talks resume | River Daily</title>
<meta property="og:site_name" content="River Daily"><meta property="og:title" content="Ferry talks &amp; more">
<meta name="author" content="Ann Lee"><meta property="article:published_time" content="2001-02-03T10:00:00Z">
<link rel="canonical" href="https://www.riverdaily.example/ferry"><style>p { color: red }</style>
<script>var text = "<p>not prose</p>";</script></head><body class="has-sidebar">
<nav><ul><li><a href="/">Home</a><li><a href="/world">World</a></ul></nav>
<article><header><h1>Ferry talks</h1></header>
<p>The envoys of the two towns met on the <b>old</b> ferry &mdash; for an hour.</p>
<div class="newsletter-signup">Sign up for our letter</div>
<p>They spoke of its timetable<br>and of the mill, which turns at night and keeps both of the towns awake.
<p>&ldquo;We shall meet again,&rdquo; said the envoy of the lower town, who had come by way of the hills.
<blockquote>The ferry waits for nobody.</blockquote>
<form><input name="q">Leave a reply <button>Post</button></form></article>
<aside>Most read: the bridge</aside><footer>© 2001 River Daily</footer></body></html>"""


def drafts(tmp_path: Path, name: str, content: str | bytes) -> list[Draft]:
    path = tmp_path / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return list(READERS[kind_of(path)](path, None))


def test_a_page_gives_its_report_and_what_it_states(tmp_path: Path) -> None:
    (draft,) = drafts(tmp_path, "ferry.html", PAGE)
    assert draft.text.split("\n\n") == [
        "Ferry talks",
        "The envoys of the two towns met on the old ferry — for an hour.",
        "They spoke of its timetable\nand of the mill, which turns at night and keeps both of the towns awake.",
        "“We shall meet again,” said the envoy of the lower town, who had come by way of the hills.",
        "The ferry waits for nobody.",
    ]
    assert (draft.title, draft.author, draft.language) == ("Ferry talks & more", "Ann Lee", "en")
    assert draft.url == "https://www.riverdaily.example/ferry"
    assert draft.dates[0] == ("metadata (article:published_time)", "2001-02-03T10:00:00Z")
    assert draft.publishers[0] == ("metadata (og:site_name)", "River Daily")


def test_json_ld_and_time_elements_state_dates_too() -> None:
    page = """<script type="application/ld+json">{"@graph": [{"@type": ["NewsArticle"], "headline": "Ferry",
    "datePublished": "2001-02-03", "author": [{"name": "Ann Lee"}, "Bo Ray"], "publisher": {"name": "River Daily"},
    "articleBody": "LONG"}]}</script><p>Subscribe.</p>""".replace("LONG", "The ferry waits. " * 20)
    draft = read_page(page)
    assert draft.dates == (("metadata (JSON-LD)", "2001-02-03"),)
    assert (draft.title, draft.author, draft.publishers) == (
        "Ferry",
        "Ann Lee, Bo Ray",
        (("metadata (JSON-LD)", "River Daily"),),
    )
    assert draft.text.startswith("The ferry waits.")
    assert draft.basis == ("text taken from the page's JSON-LD",)
    assert read_page("<time datetime='2001-02-03'>then</time>").dates == (
        ("time element of the page", "2001-02-03"),
    )


def test_another_extractor_may_take_the_text_out_of_a_page() -> None:
    assert read_page(PAGE, lambda page: "Taken." if "ferry" in page else None).text == "Taken."
    assert read_page(PAGE, lambda _: None).text == read_page(PAGE).text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>They met<p>and left", "They met\n\nand left"),
        ("<div><nav>Home<p>They met and left the ferry.", "Home\n\nThey met and left the ferry."),
        ("They <b>met</i> < 3 & left <p", "They met < 3 & left"),
        ("<p title='a > b'>They met.</p>", "They met."),
        ("<p title='open>They met.</p>", "They met."),
        ("<!-- left open <p>They met.</p>", "They met."),
        ("<p>They met.<script>if (a < b) { </p>", "They met."),
        ("<p>a&#0;b&#99999999999999999999;c&nosuch;&#x110000;</p>", "a\ufffdb\ufffdc&nosuch;\ufffd"),
        ("<table><tr><td>Ferry<td>Mill</table>", "Ferry\n\nMill"),
        ("<p>שלום <bdo dir=rtl>ab</bdo> \U0001f600</p>", "שלום ab \U0001f600"),
    ],
)
def test_broken_pages_are_read_as_far_as_they_go(page: str, text: str) -> None:
    assert read_page(page).text == text


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + "They met.",
        "<p>They met.</p>" + "<i " + "x" * 1_000_000,
        f"<p data-x='{'y' * 1_000_000}'>They met.</p>",
        "<p>They met.</p>" + "<!--" * 200_000,
        "<p>They met.</p>" + "<a href='" * 100_000,
        "<p>They met.</p>" + "<!ENTITY a 'b'>" * 10_000,
        "<p>They met.</p><script type='application/ld+json'>" + "[" * 200_000 + "</script>",
        "<p>They met.</p>" + "<title>" * 100_000,
    ],
    ids=["depth", "open tag", "attribute", "comments", "quotes", "entities", "json", "titles"],
)
def test_pages_made_to_hurt_are_read_in_passing(page: str) -> None:
    assert read_page(page).text.startswith("They met.")


def test_floods_of_entities_are_read_once_each() -> None:
    assert len(page_text("<p>" + "&amp;lt;" * 100_000)) == 400_000
    assert unescape("&#" + "9" * 100_000 + ";") == "\ufffd"


@given(st.text(st.sampled_from("<>/!-=\"'& ;#apscritle\n[]?"), max_size=300))
def test_any_page_is_read_without_fault(page: str) -> None:
    read_page(page)
    for kind, name, raw in tokens(page):
        assert kind in {"text", "start", "end", "raw"}
        assert kind != "start" or (name == name.lower() and isinstance(attributes(raw), dict))


RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="urn:c" xmlns:dc="urn:d"><channel>
<title>River Daily</title><language>en-gb</language>
<item><title>Ferry &amp; mill</title><link>https://riverdaily.example/1</link>
<pubDate>Sat, 03 Feb 2001 10:00:00 GMT</pubDate><dc:creator>Ann Lee</dc:creator>
<description>Short.</description><content:encoded><![CDATA[<p>They met.</p><p>They left.</p>]]></content:encoded></item>
<item><title>Empty</title><description> </description></item>
<item><title>Second</title><description>&lt;p&gt;The mill turns.&lt;/p&gt;</description></item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>River Daily</title>
<entry><title>Ferry</title><link href="https://riverdaily.example/1"/><author><name>Ann Lee</name></author>
<published>2001-02-03T10:00:00Z</published><updated>2001-02-09T10:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>They met.</p><p>They left.</p></div></content>
</entry></feed>"""


def test_the_items_of_a_feed_are_one_report_each(tmp_path: Path) -> None:
    first, second = drafts(tmp_path, "feed.rss", RSS)
    assert (first.text, first.title, first.author, first.key) == (
        "They met.\n\nThey left.",
        "Ferry & mill",
        "Ann Lee",
        "0001",
    )
    assert first.dates == (("metadata (pubdate)", "Sat, 03 Feb 2001 10:00:00 GMT"),)
    assert first.publishers == (("title of the feed", "River Daily"),)
    assert (first.url, first.language) == ("https://riverdaily.example/1", "en")
    assert (second.text, second.key) == ("The mill turns.", "0003")


def test_the_entries_of_atom_are_read_with_their_xhtml(tmp_path: Path) -> None:
    (draft,) = drafts(tmp_path, "feed.atom", ATOM)
    assert (draft.text, draft.author) == ("They met.\n\nThey left.", "Ann Lee")
    assert draft.dates[0] == ("metadata (published)", "2001-02-03T10:00:00Z")
    assert draft.url == "https://riverdaily.example/1"


def test_a_feed_that_breaks_off_gives_the_items_before(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(RSS[: RSS.index("Second")], "utf-8")
    read = READERS["feed"](path, None)
    assert next(read).text == "They met.\n\nThey left."
    with pytest.raises(SourceError) as fault:
        next(read)
    assert fault.value.what.startswith("the XML breaks off at line ")


def test_the_rows_of_a_table_are_one_report_each(tmp_path: Path) -> None:
    table = 'ID;Headline;Body Text;published_at;Source;URL\n7;Ferry;"They met;\nand left.";2001-02-03;River Daily;x\n'
    table = table.replace("Body Text", "Full-Text") + "8;Empty;;;;\n9;Mill;<p>It turns.</p><p>So.</p>;;;\n"
    first, second = drafts(tmp_path, "reports.csv", table)
    assert (first.key, first.title, first.text) == ("7", "Ferry", "They met;\nand left.")
    assert first.dates == (("metadata (column)", "2001-02-03"),)
    assert first.publishers == (("metadata (column)", "River Daily"),)
    assert (first.url, second.text) == ("", "It turns.\n\nSo.")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_is_read_in_its_encoding_and_with_its_delimiter(
    tmp_path: Path, codec: str, delimiter: str
) -> None:
    row = ["Le bac est à quai, dit l'émissaire.", "2001-02-03"]
    table = "\r\n".join(delimiter.join(f'"{value}"' for value in line) for line in (["texte", "date"], row))
    (draft,) = drafts(tmp_path, "reports.tsv", table.encode(codec))
    assert draft.text == row[0]


TEXTS = st.lists(st.text(st.sampled_from("ab,;\"'\n\r\t|\u2028\U0001f600\u05d0 "), min_size=1), max_size=4)


@given(TEXTS)
def test_texts_of_a_table_come_back_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(["id", "text"])
    writer.writerows([[n, text] for n, text in enumerate(["first", *texts])])
    found = drafts(tmp_path_factory.mktemp("table"), "reports.csv", file.getvalue())
    assert [draft.text for draft in found] == [text for text in ["first", *texts] if text.strip()]


BAD = [
    ("empty.txt", b"", "the file is empty"),
    ("blank.txt", b" \n\t\n", "holds no text"),
    ("blank.html", b"<html><script>x</script></html>", "the page holds no text"),
    ("line.txt", b"x" * (LONGEST + 1), f"is larger than {LONGEST:,} bytes"),
    ("page.html", b"<p>" * (LONGEST // 3 + 1), f"is larger than {LONGEST:,} bytes"),
    ("line.csv", b"id,text\n1," + b"x" * (LONGEST + 1), f"line 2 is longer than {LONGEST:,} characters"),
    ("open.csv", b'id,text\n1,"' + b"x\n" * (LONGEST // 2 + 9), "is a quotation mark left open?"),
    ("columns.csv", b"name,size\na,1\n", "no column holds the text; its columns are name, size"),
    ("rows.csv", b"id,text\n1,\n", "the table has no row with a text"),
    ("empty.csv", b"", "the file is empty"),
    ("picture.csv", b"\x89PNG\r\n\x1a\n", "is a picture, not a text"),
    ("other.xml", b"<html><body/></html>", "is XML but no feed: its root is <html>"),
    ("broken.xml", b"<rss><channel><item>", "the XML breaks off at line 1 (no element found)"),
    ("none.xml", b"<rss><channel/></rss>", "the feed has no entry with a text"),
    (
        "laughs.xml",
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss>&b;</rss>',
        "declares a document type or entities, which are not read",
    ),
    (
        "laughs16.xml",
        '<!DOCTYPE x [<!ENTITY a "ha">]><rss>&a;</rss>'.encode("utf-16"),
        "declares a document type or entities, which are not read",
    ),
]


@pytest.mark.parametrize(("name", "data", "what"), BAD, ids=[name for name, _, _ in BAD])
def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path, name: str, data: bytes, what: str) -> None:
    with pytest.raises(SourceError) as fault:
        drafts(tmp_path, name, data)
    assert what in {fault.value.what, fault.value.hint}
    assert fault.value.where == name
    assert fault.value.hint


def test_plain_text_is_kept_to_the_letter(tmp_path: Path) -> None:
    text = " date 2001-02-03 One.\r\n\rTwo\u2028three\u0085 \U0001f600\u202e\u05d0\n"
    (draft,) = drafts(tmp_path, "daily.txt", text)
    assert draft.text == text
    (marked,) = drafts(tmp_path, "daily.txt", text.encode("utf-8-sig"))
    assert (marked.text, marked.basis) == (text, ("read as UTF-8, byte order mark dropped",))


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read: Is a directory"):
        list(READERS["plain"](tmp_path, None))
