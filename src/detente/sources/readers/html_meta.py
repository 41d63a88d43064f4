"""What a page states about itself: `<meta>`, JSON-LD, `<time>`, `<link>`; collected as its tags go by."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from detente.sources.publishers import publisher_at
from detente.sources.readers.html_tokens import attributes, unescape

__all__ = ["PageMeta"]

_DATE_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish_date",
    "publication_date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
)
_AUTHOR_NAMES = ("author", "article:author", "dc.creator", "parsely-author", "byl")
_PUBLISHER_NAMES = ("og:site_name", "dc.publisher", "citation_journal_title", "application-name")
_TITLE_NAMES = ("og:title", "twitter:title", "dc.title")
_KEYS = ("property", "name", "itemprop", "http-equiv")
_ARTICLES = ("article", "blogposting", "report", "webpage")
_MOST_JSON = 500_000
_MOST_TIMES = 20


@dataclass(slots=True)
class PageMeta:
    """Collects what tags state; the properties answer with the best of it, or "" and ()."""

    names: dict[str, str] = field(default_factory=dict)
    objects: list[dict[str, Any]] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    heading: str = ""
    page_title: str = ""
    canonical: str = ""
    lang: str = ""

    def see(self, name: str, raw: str) -> None:
        """Takes note of a tag that states something."""
        found = attributes(raw)
        if name == "meta":
            key = (
                found.get("property") or found.get("name") or found.get("itemprop") or found.get("http-equiv")
            )
            if key and found.get("content", "").strip():
                self.names.setdefault(key.strip().lower(), found["content"].strip()[:1000])
        elif name == "link" and "canonical" in found.get("rel", "").lower():
            self.canonical = self.canonical or found.get("href", "").strip()[:2000]
        elif name == "html":
            self.lang = self.lang or found.get("lang", found.get("xml:lang", "")).strip()[:20]
        elif name == "time" and found.get("datetime") and len(self.times) < _MOST_TIMES:
            self.times.append(found["datetime"][:100])

    def see_json(self, content: str) -> None:
        """Takes note of JSON-LD; what cannot be read, or is too large, is passed over."""
        if len(content) > _MOST_JSON or len(self.objects) > 50:
            return
        try:
            value = json.loads(content.strip().removeprefix("<!--").removesuffix("-->"))
        except (ValueError, RecursionError):
            return
        waiting, seen = [value], 0
        while waiting and seen < 500:
            item, seen = waiting.pop(0), seen + 1
            if isinstance(item, list):
                waiting += item[:100]
            elif isinstance(item, dict):
                kinds = item.get("@type", "")
                names = [kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else []
                if any(str(name).lower().endswith(_ARTICLES) for name in names):
                    self.objects.append(item)
                waiting += [item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item]

    @property
    def title(self) -> str:
        """The title, without the name of the site where that can be told."""
        stated = self._first(_TITLE_NAMES) or self._words("headline") or self.heading
        return " ".join((stated or self.page_title).split())[:300]

    @property
    def author(self) -> str:
        """The names of the authors, as stated."""
        named = self._words("author") or next(
            (v for n in _AUTHOR_NAMES if (v := self.names.get(n, "")) and "://" not in v), ""
        )
        return " ".join(named.removeprefix("By ").split())[:200]

    @property
    def url(self) -> str:
        """Its own address."""
        found = self.canonical or self.names.get("og:url", "") or self._words("url")
        return found if found.lower().startswith(("http://", "https://")) else ""

    @property
    def language(self) -> str:
        """The code of its language, without the region."""
        stated = self.lang or self._words("inLanguage") or self._first(("og:locale", "content-language"))
        code = stated.replace("_", "-").partition("-")[0].lower()
        return code if code.isascii() and code.isalpha() and len(code) in {2, 3} else ""

    @property
    def dates(self) -> tuple[tuple[str, str], ...]:
        """(what states it, the words) of the day of publication, best first."""
        found = [("metadata (JSON-LD)", words)] if (words := self._words("datePublished")) else []
        found += [(f"metadata ({name})", self.names[name]) for name in _DATE_NAMES if name in self.names]
        found += [("time element of the page", words) for words in self.times[:1]] if not found else []
        return tuple(found)

    @property
    def publishers(self) -> tuple[tuple[str, str], ...]:
        """(what states it, the name) of the publisher, best first; last its address."""
        found = [("metadata (JSON-LD)", words)] if (words := self._words("publisher")) else []
        found += [(f"metadata ({name})", self.names[name]) for name in _PUBLISHER_NAMES if name in self.names]
        try:
            host = (urlsplit(self.url).hostname or "").removeprefix("www.")
        except ValueError:
            host = ""
        if host:
            found.append((f"address of the page ({host})", publisher_at(host) or host))
        return tuple(found)

    @property
    def body(self) -> str:
        """The text that JSON-LD gives, "" where it gives none."""
        return self._words("articleBody")

    def _first(self, names: tuple[str, ...]) -> str:
        return next((self.names[name] for name in names if self.names.get(name)), "")

    def _words(self, key: str) -> str:
        """What JSON-LD says under a key, as words; names of persons and firms joined."""
        for item in self.objects:
            value = item.get(key)
            values = value if isinstance(value, list) else [value]
            words = [v.get("name", "") if isinstance(v, dict) else v for v in values[:10]]
            found = ", ".join(w.strip() for w in words if isinstance(w, str) and w.strip())
            if found:
                return unescape(found)
        return ""
