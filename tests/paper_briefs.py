"""Small invented briefs in each language, with names of other scripts, brackets and hostile text."""

from functools import cache
from typing import Any

from detente.brief.blocks import (
    BREAK,
    GAP,
    Beside,
    Bullets,
    Code,
    Column,
    Fold,
    Panel,
    Paragraph,
    Part,
    Row,
    Section,
    Table,
    assumed,
    link,
    muted,
    name,
    number,
    said,
    strong,
    words,
)
from detente.brief.brief import Brief
from detente.brief.charts import Dot, Told, bars

HOSTILE = (
    '#import "@preview/x:1.0.0": * \\ *a* _b_ @ref $x^2$ ] } ) '
    '`raw` // note /* c */ <l> "q" = H ~ -- #panic()'
)
"""Text that would be code in Typst or break XML, were it not told as data."""

TEXTS = {
    "ar": ("محادثات النهرين", "يقبل", "النص", "الجواب بإيجاز", "مصادر", "نص [shall/should] غير متفق عليه"),
    "en": ("The talks of two rivers", "accepts", "the text", "The answer in brief", "Sources", "Not agreed"),
    "fr": ("Les pourparlers des deux fleuves", "accepte", "le texte", "En bref", "Sources", "Pas convenu"),
    "he": (
        "שיחות שני הנהרות",
        "מקבל את",
        "הטקסט",
        "התשובה בקצרה",
        "מקורות",
        "נוסח [shall/should] שנוי במחלוקת",
    ),
}
NAMES = ("Delta (north)", "مجلس المرتفعات", "מועצת העמק", "Réunion de l\u2019été \u2013 3 %")


@cache
def paper_brief(language: str, *, data: str = "") -> Brief:
    """A brief with every kind of block, told in that language; `data` stands as a quotation."""
    title, accepts, text, answer, sources, bracketed = TEXTS[language]
    who = [name(n) for n in NAMES]
    lead = words(
        strong(f"{bracketed}: "), who[0], f" {accepts} {text} (", who[1], ") ", number("\u221212 %", -12), "."
    )
    cited = words(
        who[2], f" {accepts} {text} [", link("S1", "#evidence-S1"), "]", BREAK, said(data or bracketed)
    )
    again = words(
        f"{text} [", link("S1", "#evidence-S1"), ", ", link("R1", "#evidence-R1"), "]; ", assumed("x")
    )
    opening = Section(
        id="answer",
        title=answer,
        blocks=(
            Paragraph(words=lead, style="lead"),
            Paragraph(words=cited, style="note"),
            Bullets(items=(again, words(who[3], GAP, muted("0.3\u20130.5")))),
            _chart(),
            Beside(panels=(_panel(who[1], text), _panel(who[2], text))),
            Part(title=words(who[0]), blocks=(Paragraph(words=words(bracketed), style="small"),), anchor="p"),
            Fold(summary=words(text), blocks=(_table(text, 3),)),
        ),
    )
    return Brief(
        case="made-up",
        title=title,
        kind=text,
        as_of="2024-08-20",
        day="20.8.2024",
        sections=(opening, _sources(sources, data)),
        closing=text,
        language=language,
    )


def _panel(title: Any, text: str) -> Panel:
    return Panel(title=words(title), blocks=(Paragraph(words=words(text, " ", title)),))


def _table(text: str, count: int) -> Table:
    columns = (Column(title=words(text)), Column(title=words("%"), numeric=True))
    rows = tuple(Row(cells=(words(name(NAMES[k])), words(number(f"{k} %", k)))) for k in range(count))
    return Table(caption=words(text), columns=columns, rows=rows)


def _sources(title: str, data: str) -> Section:
    heads = tuple(Column(title=words(head)) for head in ("Mark", "Publisher", "Published", "Title"))
    address = "https://example.org/a?b=1"
    report = (
        words("R1"),
        words(said("The Daily")),
        words("20 August 2024"),
        words(said(data or "A title"), " ", link(address, address)),
    )
    statement = (
        words("S1"),
        words(name(NAMES[1])),
        words("accepts: ", said("it may do")),
        words("[", link("R1", "#evidence-R1"), "]"),
    )
    tables = (
        Table(
            caption=words("Reports"),
            columns=heads,
            rows=(Row(cells=report, anchor="evidence-R1"),),
            wide=True,
        ),
        Table(
            caption=words("Statements"),
            columns=heads,
            rows=(Row(cells=statement, anchor="evidence-S1"),),
            folded="Statements (1)",
        ),
    )
    return Section(
        id="sources",
        title=title,
        blocks=(*tables, Code(text="@book{a,\n  title = {B}\n}", language="BibTeX")),
    )


def _chart() -> Any:
    table = _table("Odds", 3)
    told = Told(id="odds", title="Odds", description="Three bars.", table=table)
    rows = [
        Dot(label=n, value=0.2 * k + 0.1, low=0.2 * k, high=0.2 * k + 0.2) for k, n in enumerate(NAMES[:3])
    ]
    return bars(told, rows, axis="share")
