"""A page of HTML as a list of elements: enough to test its structure without a browser."""

from html.parser import HTMLParser

__all__ = ["Page"]

VOID = {"meta", "br", "link", "img", "input", "hr", "path", "line", "rect", "circle"}


class Page(HTMLParser):
    """A page as a flat list of elements, with the text that stands outside quoted material."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text: dict[int, list[str]] = {}
        self.own: list[str] = []
        self.unbalanced: list[str] = []
        self._open: list[tuple[str, int]] = []
        self.feed(text)
        self.close()
        self.unbalanced += [tag for tag, _ in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in VOID:
            self._open.append((tag, len(self.elements) - 1))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._open or self._open[-1][0] != tag:
            self.unbalanced.append(tag)
        else:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] not in {"style", "script"}:
            for _, index in self._open:
                self.text.setdefault(index, []).append(data)
            if not any(tag == "bdi" for tag, _ in self._open):
                self.own.append(data)

    def of(self, tag: str) -> list[tuple[int, dict[str, str]]]:
        """The elements of that name, each with its number and attributes."""
        return [(n, attrs) for n, (name, attrs) in enumerate(self.elements) if name == tag]

    def words(self, index: int) -> str:
        """The text inside an element."""
        return "".join(self.text.get(index, []))
