"""Random drafts for the tests: any script, escapes, nested brackets; and Word files with tracked changes."""

from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZipFile

from hypothesis import strategies as st

from detente.case.draft.scanning import escaped
from detente.case.draft.settling import bracket_source

__all__ = ["W", "deleted", "drafts", "inserted", "paragraph", "plain", "word_file"]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PARTIES = ("delta", "upland", "ساحل", "נווה")
WORDS = st.text(st.sampled_from("ab ch.,;()\\[]|{}#<>-!\"'=é٣משלتفق\U0001f600\u2067\u2069"), max_size=12)
SAFE = st.sampled_from(
    ["shall", "may not", "ينسحب من", "יסוג", "33 days", "a \\| b", "x \\[[ y", "\\\\", "{z}"]
)
DAYS = st.sampled_from(["", "2031-05-01", "2031-06-30"])


@st.composite
def brackets(draw, depth=0):
    """The source of a bracket, with distinct alternatives that may hold brackets themselves."""
    count = draw(st.integers(1, 3))
    sources = []
    for number in range(count):
        inner = draw(brackets(depth + 1)) if depth < 3 and draw(st.integers(0, 4)) == 0 else ""
        sources.append(f"{number} {escaped(draw(WORDS)).replace(chr(10), ' ')} {inner}".strip())
    who = draw(st.lists(st.sampled_from(PARTIES), unique=True, max_size=count))
    return bracket_source(
        [*sources, ""] if count == 1 else sources,
        [
            ("held-by", " | ".join(who)),
            ("opened", draw(DAYS)),
            ("issue", draw(st.sampled_from(["", "flow"]))),
        ],
    )


@st.composite
def drafts(draw):
    """A draft: articles with heads in several languages, sentences, brackets, LF or CRLF."""
    lines = ["# Treaty", ""] if draw(st.booleans()) else []
    label = draw(st.sampled_from(["Article", "المادة", "סעיף"]))
    for number in range(draw(st.integers(0, 3))):
        lines += [f"## {label} {number + 1}. {draw(SAFE)}", ""]
        for _ in range(draw(st.integers(0, 2))):
            parts = draw(st.lists(SAFE | brackets(), min_size=1, max_size=4))
            lines += [" ".join(parts), ""]
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return end.join([*lines, ""])


def plain(text):
    return f"<w:r><w:t xml:space='preserve'>{escape(text)}</w:t></w:r>"


def inserted(text, author="Ann", day="2031-07-01", kind="ins"):
    about = f"w:id='1' w:author={quoteattr(author)} w:date='{day}T10:00:00Z'"
    return f"<w:{kind} {about}>{text if text.startswith('<w:') else plain(text)}</w:{kind}>"


def deleted(text, author="Ann", day="2031-07-01", kind="del"):
    return inserted(plain(text).replace("w:t", "w:delText"), author, day, kind)


def paragraph(*runs, style="", mark=""):
    """A paragraph of runs; strings that are no markup are plain words."""
    told = "".join(run if run.startswith("<w:") else plain(run) for run in runs)
    named = f"<w:pStyle w:val='{style}'/>" if style else ""
    about = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    return f"<w:p><w:pPr>{named}{about}</w:pPr>{told}</w:p>"


def word_file(*body, **parts):
    """The bytes of a Word file with that body; other parts by name."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document xmlns:w='{W}'><w:body>{''.join(body)}</w:body></w:document>"
        )
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} xmlns:w='{W}'>{content}</w:{name}>")
    return file.getvalue()
