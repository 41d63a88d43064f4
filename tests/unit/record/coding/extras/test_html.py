import pytest

from detente.errors import MissingExtra
from detente.record.coding.extras.html import extract

STORY = "The ferry crews met the harbour council again on Tuesday and talked until late at night. "
PAGE = f"""<html lang="en"><head><title>Crews meet</title><meta name="author" content="Ida Brandt"></head>
<body><nav><a href="/">Home</a> <a href="/x">Sport</a></nav><article><h1>Crews meet</h1><p>{STORY * 4}</p>
<p>No date was set. {STORY * 3}</p></article><footer>Updated 1 January 1999</footer></body></html>"""


def installed() -> bool:
    try:
        import trafilatura  # noqa: F401
    except ImportError:
        return False
    return True


@pytest.mark.skipif(installed(), reason="the library is there")
def test_without_its_library_it_names_what_to_install() -> None:
    with pytest.raises(MissingExtra, match=r"detente\[html\]"):
        extract(PAGE)


@pytest.mark.skipif(not installed(), reason="needs trafilatura")
class TestExtract:
    def test_the_article_is_kept_and_menus_are_not(self) -> None:
        text, told = extract(PAGE)
        assert STORY.strip() in text
        assert "Sport" not in text
        assert told["title"] == "Crews meet"

    def test_no_date_is_taken_from_a_page(self) -> None:
        assert "date" not in extract(PAGE)[1]

    @pytest.mark.parametrize("page", ["", "x", "<p>" * 20_000, "\x00\x01", "<body>\ud800</body>"])
    def test_what_is_no_page_has_no_text(self, page: str) -> None:
        assert extract(page) == ("", {})
