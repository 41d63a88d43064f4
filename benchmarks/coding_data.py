"""What the coder's measures are taken on: hand-coded reports, and the public sentences in `quotes`.

Every passage is a half-open span in code points of the text as the corpus keeps it. Where a hand-coded record
has its words in `exact`, they decide: the passage is where the words stand nearest to the span.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from detente.record.statement import Statement
from detente.sources.document import Document
from detente.sources.span import Span
from detente.sources.text import Text
from detente.sources.when import When

__all__ = [
    "Gold",
    "Passage",
    "Said",
    "of_statement",
    "read_gold",
    "read_gum",
    "read_plover",
    "read_polnear",
    "read_texts",
    "statement_of",
]

Place = tuple[int, int]
_CREDIT = re.compile(r"(Image|Photo|Video|Audio)\b[^.\n]*:\s*$")
VOICES = {"author": "reporter", "": ""}


@dataclass(frozen=True, kw_only=True)
class Said:
    """A statement, by hand or by the coder, reduced to what is compared."""

    id: str
    file: str
    place: Place
    text: str = ""
    holder: str = ""
    identified: str = ""
    relays: tuple[str, ...] = ()
    act: str = ""
    issue: str = ""
    value: float | None = None

    @property
    def attributed(self) -> bool:
        return self.identified != "reporter"


@dataclass(frozen=True, kw_only=True)
class Gold:
    """A hand-coded record: its reports with their noise, statements, and pairs that contradict."""

    articles: dict[str, dict[str, Any]]
    said: tuple[Said, ...]
    contradictions: tuple[tuple[str, str, str], ...] = ()
    sides: frozenset[str] = frozenset()
    series: tuple[dict[str, Any], ...] = ()

    def of(self, files: Iterable[str]) -> "Gold":
        """The same record of some files only."""
        kept = set(files)
        said = tuple(one for one in self.said if one.file in kept)
        ids = {one.id for one in said}
        return Gold(
            articles={name: one for name, one in self.articles.items() if name in kept},
            said=said,
            contradictions=tuple(c for c in self.contradictions if c[0] in ids and c[1] in ids),
            sides=self.sides,
            series=self.series,
        )


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A text whose attributed contents (each in one or more pieces) and cues are known.

    `credits` are the numbers of the contents that only name the maker of a picture.
    """

    id: str
    text: str
    day: date | None = None
    contents: tuple[tuple[Place, ...], ...] = ()
    cues: tuple[Place, ...] = ()
    classes: frozenset[str] = field(default_factory=frozenset)
    credits: frozenset[int] = field(default_factory=frozenset)

    @property
    def as_text(self) -> Text:
        return Text(document=Document(id=self.id, published=self.day), text=self.text)


def read_texts(folder: Path, gold: Gold) -> tuple[dict[str, Text], str]:
    """Each hand-coded report by its file, as the corpus reads it; and how they were read."""
    found: dict[str, Text] = {}
    how = "the corpus"
    try:
        from detente.sources.corpus import read_reports
    except ImportError:
        how = "plain UTF-8 (no corpus reader)"
    else:
        for text in _texts_of(read_reports([folder])):
            found.setdefault(Path(text.document.file or text.document.id).name, text)
    for name, article in gold.articles.items():
        if name not in found:
            words = (folder / name).read_bytes().decode("utf-8")
            day = article.get("date") or article.get("date_inferred")
            document = Document(id=name, published=date.fromisoformat(str(day)) if day else None)
            found[name] = Text(document=document, text=words)
    return {name: found[name] for name in gold.articles}, how


def read_gold(path: Path, texts: dict[str, str] | None = None) -> Gold:
    """A record in the form of `shared/reports/gold.yaml`; `texts` place records that carry their words."""
    data = YAML(typ="safe").load(path.read_text("utf-8"))
    said = []
    for one in data["records"]:
        place = tuple(one["span"]) if "span" in one else (0, 0)
        words = one.get("exact", "")
        if texts is not None and one["file"] in texts:
            text = texts[one["file"]]
            if words and text[place[0] : place[1]] != words:
                place = _nearest(text, words, place[0]) or place
            words = text[place[0] : place[1]]
        said.append(_said(one, place, words))
    return Gold(
        articles={one["file"]: one for one in data["articles"]},
        said=tuple(said),
        contradictions=tuple((c["a"], c["b"], c.get("about", "")) for c in data.get("contradictions", ())),
        sides=frozenset(data.get("sides", ())),
        series=tuple(data.get("series", ())),
    )


def of_statement(one: Statement, file: str) -> Said:
    """A coder's statement as it is compared."""
    span = one.span
    return Said(
        id=one.id,
        file=file,
        place=(span.start, span.end) if span else (0, 0),
        text=span.exact if span else "",
        holder=one.holder,
        identified=one.identified or ("reporter" if not one.holder else ""),
        relays=one.relays,
        act=one.act,
        issue=one.issue,
        value=one.value,
    )


def statement_of(one: Said, text: Text) -> Statement:
    """A statement by hand as a coder would give it."""
    day = text.document.published or date(1, 1, 1)
    return Statement(
        id=one.id,
        reports=(text.document.id,),
        holder=one.holder if one.attributed else "",
        relays=one.relays,
        identified=one.identified,
        act=one.act,
        issue=one.issue,
        value=one.value,
        date=When.on(day),
        known=day,
        span=Span.of(text.document.id, text.text, *one.place),
    )


def read_gum(path: Path) -> tuple[Passage, ...]:
    """GUM Wikinews: whole articles with attributed contents (the head unit of each) and their cues."""
    return tuple(_article(one) for one in json.loads(path.read_text("utf-8"))["docs"])


def _article(one: dict[str, Any]) -> Passage:
    text, marked = one["text"], one["attributions"]
    return Passage(
        id=one["id"],
        text=text,
        day=date.fromisoformat(one["date"]) if one.get("date") else None,
        contents=tuple(tuple((s, e) for s, e in a["content"]) for a in marked),
        cues=tuple((a["cue"][0], a["cue"][1]) for a in marked),
        credits=frozenset(n for n, a in enumerate(marked) if _CREDIT.search(text[: a["cue"][0]][-20:])),
    )


def read_plover(path: Path) -> tuple[Passage, ...]:
    """PLOVER's gold sentences; a sentence that occurs twice has the classes of both."""
    classes: dict[str, set[str]] = {}
    days: dict[str, date | None] = {}
    for one in json.loads(path.read_text("utf-8")):
        if "text" in one and one["event"] != "DOCUMENT":
            text = one["text"].strip(" {}")
            classes.setdefault(text, set()).add(one["event"])
            days[text] = date.fromisoformat(one["date"]) if one.get("date") else None
    return tuple(
        Passage(id=f"plover-{n}", text=text, day=days[text], classes=frozenset(found))
        for n, (text, found) in enumerate(classes.items(), 1)
    )


def read_polnear(clone: Path) -> tuple[Passage, ...]:
    """The test part of a user's own clone of PolNeAR: contents and cues from its brat files.

    An article that several people marked is taken once, as the first of them (by file name) marked it.
    """
    marked: dict[str, Path] = {}
    for path in sorted((clone / "data" / "test" / "attributions").glob("*.ann")):
        marked.setdefault(re.sub(r"(_[0-9a-f]{4})?\.ann$", "", path.name), path)
    texts = clone / "data" / "test" / "text"
    return tuple(
        _brat(name, path, texts) for name, path in marked.items() if (texts / f"{name}.txt").is_file()
    )


def _brat(name: str, path: Path, texts: Path) -> Passage:
    """One text with the contents and cues that its brat file joins in attributions."""
    pieces: dict[str, tuple[Place, ...]] = {}
    contents: dict[tuple[Place, ...], None] = {}
    cues: dict[Place, None] = {}
    for line in path.read_text("utf-8").splitlines():
        if found := re.match(r"(T\d+)\t[\w-]+ (\d+ \d+(?:;\d+ \d+)*)\t", line):
            spans = [span.split() for span in found[2].split(";")]
            pieces[found[1]] = tuple((int(start), int(end)) for start, end in spans)
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("E"):
            for kind, one in re.findall(r"(Content|Cue):(T\d+)", line):
                if kind == "Content":
                    contents[pieces[one]] = None
                else:
                    cues |= dict.fromkeys(pieces[one])
    text = (texts / f"{name}.txt").read_bytes().decode("utf-8")
    return Passage(id=name, text=text, contents=tuple(contents), cues=tuple(cues))


def _said(one: dict[str, Any], place: tuple[int, ...], words: str) -> Said:
    value = one.get("value")
    via = one.get("via") or ()
    kind = str(one.get("speaker_kind", ""))
    return Said(
        id=one["id"],
        file=one["file"],
        place=(place[0], place[1]),
        text=words,
        holder=one["speaker"],
        identified=VOICES.get(kind, kind),
        relays=(via,) if isinstance(via, str) else tuple(via),
        act=one["act"],
        issue=one.get("issue") or "",
        value=float(value) if isinstance(value, int | float) else None,
    )


def _nearest(text: str, words: str, near: int) -> Place | None:
    """Where the words stand, blanks of any kind being as good; the place nearest to `near`."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = [(abs(m.start() - near), m.start(), m.end()) for m in re.finditer(pattern, text)]
    return min(found)[1:] if found else None


def _texts_of(read: Any) -> Iterable[Text]:
    """The texts in whatever a corpus reader gives back."""
    return getattr(read, "texts", read)
