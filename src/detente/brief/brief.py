"""The brief: sections in order, made from results only; it never asks a question again.

Each section is a function of what was given. The list below is the order of the brief; a section whose result
was not given is left out, unless it was asked for by name.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from detente.accord.everything import AccordAnalysis
from detente.analysis.results import Finding
from detente.brief.blocks import Paragraph, Section, assumed, link, undirected
from detente.brief.given import Given
from detente.brief.linking import with_live_links
from detente.brief.phrases import date
from detente.brief.reported import Reported
from detente.brief.sections.annex import assumptions
from detente.brief.sections.answer import answer
from detente.brief.sections.blocking import blockers_section
from detente.brief.sections.bridging import bridges_section
from detente.brief.sections.changes import changes
from detente.brief.sections.division import division_section
from detente.brief.sections.figures import figures
from detente.brief.sections.hanging import sensitivity_section
from detente.brief.sections.holding import holding
from detente.brief.sections.matrix import accounts, matrix
from detente.brief.sections.method import method
from detente.brief.sections.opening import trades_section, unlock_section
from detente.brief.sections.reported import conflicts, passages, reported
from detente.brief.sections.sources import sources
from detente.brief.sections.standing import standing
from detente.brief.sections.talks import talks_section
from detente.brief.sections.zone import zone_section
from detente.brief.wording import tell
from detente.case.model import Case
from detente.errors import BriefError, UnknownName
from detente.languages import say, speaking, spoken
from detente.record.changes import Changes
from detente.record.contradictions import Contradictions
from detente.record.finding import Finding as Answer
from detente.record.packs.pack import Pack
from detente.record.record import Record
from detente.sources.whole_file import write_whole
from detente.talks.everything import TalksOutlook

__all__ = [
    "ACCORDED",
    "RECORDED",
    "SECTIONS",
    "SIMULATED",
    "Brief",
    "make_accord_brief",
    "make_brief",
    "make_record_brief",
]

SECTIONS: Mapping[str, tuple[Callable[[Given], Section | None], str]] = {
    "answer": (answer, "zone(space) and odds(space)"),
    "standing": (standing, "movement(case)"),
    "matrix": (matrix, "movement(case)"),
    "accounts": (accounts, "a case with contradictions"),
    "zone": (zone_section, "zone(space) and odds(space)"),
    "division": (division_section, "adjusted_winner(case)"),
    "blockers": (blockers_section, "blockers(space)"),
    "bridges": (bridges_section, "bridge(space)"),
    "unlock": (unlock_section, "unlock(space)"),
    "trades": (trades_section, "trade(space)"),
    "sensitivity": (sensitivity_section, "sensitivity(space)"),
    "figures": (figures, "a case with figures"),
    "assumptions": (assumptions, ""),
    "sources": (sources, ""),
    "method": (method, ""),
}
"""Every section by its id, in the order of the brief, with the call that makes its result."""


RECORDED: Mapping[str, tuple[Callable[[Reported], Section | None], str]] = {
    "changes": (changes, "changes_since(record, day)"),
    "conflicts": (conflicts, "contradictions(record)"),
    "reported": (reported, "a record with statements"),
    "passages": (passages, "a record with statements"),
}
"""The sections told from a record, in the order of a brief without a case."""

ACCORDED: Mapping[str, tuple[Callable[[AccordAnalysis], Section | None], str]] = {
    "holding": (holding, "analyse_accord(accord)"),
}
"""The sections told from an accord."""

SIMULATED: Mapping[str, tuple[Callable[[Given, TalksOutlook], Section | None], str]] = {
    "talks": (talks_section, "talks=analyse_talks(case)"),
}
"""The sections told from simulated talks."""

_AFTER = {
    "changes": "answer",
    "conflicts": "accounts",
    "reported": "figures",
    "passages": "sources",
    "talks": "trades",
    "holding": "trades",
}
"""Where the sections of a record, of talks and of an accord stand in the brief of a case."""


RESULTS = ("zone", "division", "blockers", "bridges", "unlock", "trades", "sensitivity")
"""The sections whose figures are results: each ends by saying what they rest on."""


def _rests() -> Paragraph:
    # Translators: both stand within "The figures of this section rest on ...".
    basis, way = say("assumptions"), say("method")
    told = tell(
        "The figures of this section rest on {assumptions}, each listed with its range and its basis, and on "
        "the {method}.",
        assumptions=assumed(basis),
        method=link(way, "#method"),
    )
    return Paragraph(words=told, style="small")


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A brief as values: what stands in each section, ready to be written as HTML, Markdown or JSON.

    `language` is the code of the language that it is told in.
    """

    case: str
    title: str
    kind: str
    as_of: str
    day: str
    sections: tuple[Section, ...]
    closing: str
    language: str = "en"

    def html(self) -> str:
        """One HTML page that loads nothing else."""
        from detente.brief.render import html

        with speaking(self.language):
            return html(self)

    def fragments(self) -> dict[str, str]:
        """Each section by its id, as HTML that a page may hold below a heading of the second level."""
        from detente.brief.render import fragments

        with speaking(self.language):
            return fragments(self)

    def markdown(self) -> str:
        """The same sections as Markdown."""
        from detente.brief.markdown import markdown

        with speaking(self.language):
            return markdown(self)

    def as_json(self) -> dict[str, Any]:
        """The same sections as dicts, lists, numbers and text; `value` keeps a number in full."""
        from detente.brief.render import plain_blocks

        head = {"brief": 1, "case": self.case, "title": self.title, "kind": self.kind, "as_of": self.as_of}
        head |= {"language": self.language} if self.language != "en" else {}
        return {**head, "sections": plain_blocks(self.sections), "closing": self.closing}

    def pdf(self, *, fonts: str | Path | None = None) -> bytes:
        """The same sections as a PDF; `fonts` is a folder with fonts beside ours."""
        from detente.brief.pdf import pdf

        return pdf(self, fonts=fonts)

    def docx(self, template: str | Path | bytes | None = None) -> bytes:
        """The same sections as a Word file, in the styles of a template."""
        from detente.brief.word import docx

        return docx(self, template)

    def write(
        self, path: str | Path, *, template: str | Path | None = None, fonts: str | Path | None = None
    ) -> Path:
        """The path after the brief was written there, as its suffix says: .html, .md, .json, .pdf or .docx.

        `template` is for .docx, `fonts` for .pdf.
        Raises BriefError for another suffix, or when the file cannot be written.
        """
        import json

        target = Path(path)
        forms: dict[str, Callable[[], str | bytes]] = {
            ".html": self.html,
            ".htm": self.html,
            ".md": self.markdown,
            ".json": lambda: json.dumps(self.as_json(), ensure_ascii=False, indent=1) + "\n",
            ".pdf": partial(self.pdf, fonts=fonts),
            ".docx": partial(self.docx, template),
        }
        form = forms.get(target.suffix.lower())
        if form is None:
            raise BriefError(
                f"a brief is not written as {target.suffix or 'a file without suffix'!r}",
                where=str(target),
                hint="end the name in .html, .md, .json, .pdf or .docx",
            )
        content = form()
        try:
            write_whole(target, content)
        except OSError as error:
            reason = error.strerror or "the file cannot be written"
            raise BriefError(
                reason, where=str(target), hint="choose a folder that exists and is yours"
            ) from error
        return target


def make_brief(
    case: Case,
    *findings: Finding | Answer | None,
    record: Record | None = None,
    pack: Pack | None = None,
    accord: AccordAnalysis | None = None,
    talks: TalksOutlook | None = None,
    sections: Sequence[str] | None = None,
    language: str = "en",
) -> Brief:
    """The brief of a case, from results that are passed in, in any order (None is skipped).

    Results found under a scenario stand beside those of the base estimate. A whole brief needs `zone`, `odds`
    and `movement`; another section whose result is missing is left out. With `sections`, exactly these are
    told. With a `record` the brief also tells what the reports say, with the passage of every line; then
    `contradictions(record)` and `changes_since(record, day)` may be among the results, and `pack` gives
    the names. With `talks` it tells how simulated talks went, with the analysis of an `accord` whether that
    would hold. `language` is a code of LANGUAGES; what the case says stays as it is. Raises BriefError when a
    result is missing, with the call that makes it, or belongs to another case.

    >>> from detente.analysis.movement import movement
    >>> from detente.case.library import example
    >>> case = example("gaza-2024")
    >>> make_brief(case, movement(case), sections=["matrix"]).sections[0].title
    'Issues and parties'
    """
    with speaking(language):
        answers = [finding for finding in findings if isinstance(finding, Answer)]
        given = Given.of(case, (finding for finding in findings if not isinstance(finding, Answer)))
        told: dict[str, Callable[[], Section | None]] = {}
        ours = _recorded(record, pack, answers) | _simulated(given, talks) | _accorded(accord)
        for name, (make, _) in SECTIONS.items():
            told[name] = partial(make, given)
            told |= {n: ours[n] for n, place in _AFTER.items() if place == name and n in ours}
        made = _chosen(told, sections, case.id)
        return Brief(
            case=case.id,
            title=undirected(case.title),
            kind=_kind(case),
            as_of=case.as_of.isoformat() if case.as_of else "",
            day=date(case.as_of) if case.as_of else say("no date"),
            sections=with_live_links(made),
            closing=_closing(case),
            language=spoken().code,
        )


def make_record_brief(
    record: Record,
    *answers: Answer | None,
    pack: Pack | None = None,
    title: str = "",
    language: str = "en",
) -> Brief:
    """The brief of a record alone: what changed, what cannot both hold, what the reports say, the passages.

    `answers` are `contradictions(record)` and `changes_since(record, day)`, either or both left out. Raises
    BriefError for a record without statements.

    >>> from detente.record.record import Record
    >>> make_record_brief(Record())
    Traceback (most recent call last):
    detente.errors.BriefError: the record holds no statement to tell
      try: read and code some reports first
    """
    if not record.standing.statements:
        raise BriefError("the record holds no statement to tell", hint="read and code some reports first")
    with speaking(language):
        ours = _recorded(record, pack, [answer for answer in answers if answer is not None])
        days = [s.known for s in record.standing.statements if s.known != dt.date.max]
        last = max(days, default=None)
        return Brief(
            case="",
            title=undirected(title or say("What the reports say")),
            kind=say("Brief of a record."),
            as_of=last.isoformat() if last else "",
            day=date(last) if last else say("no date"),
            sections=with_live_links(_chosen(ours, None, "")),
            closing=say("This brief restates public reports; it takes no side and proposes no action."),
            language=spoken().code,
        )


def make_accord_brief(accord: AccordAnalysis, *, language: str = "en") -> Brief:
    """The brief of an accord alone: what its wordings allow, and one of them in depth."""
    with speaking(language):
        own = accord.accord
        signed = own.calendar.signed
        return Brief(
            case=own.case,
            title=undirected(own.title),
            kind=say("Brief of an accord, as signed.") if signed else say("Brief of an accord, not signed."),
            as_of=signed.isoformat() if signed else "",
            day=date(signed) if signed else say("not signed"),
            sections=with_live_links(_chosen(_accorded(accord), None, own.id)),
            closing=say(
                "Results are what text and assumptions imply; they take no side and propose no action."
            ),
            language=spoken().code,
        )


def _simulated(given: Given, talks: TalksOutlook | None) -> dict[str, Callable[[], Section | None]]:
    """The sections of simulated talks, ready to be made; none without them."""
    if talks is None:
        return {}
    if talks.basis.case != given.case.id or talks.basis.digest != given.case.digest():
        raise BriefError(
            "the talks were simulated for another case than this brief tells",
            where=talks.basis.case,
            hint="pass talks=analyse_talks(case) for the same case",
        )
    return {name: partial(make, given, talks) for name, (make, _) in SIMULATED.items()}


def _accorded(accord: AccordAnalysis | None) -> dict[str, Callable[[], Section | None]]:
    """The sections of an accord, ready to be made; none without one."""
    if accord is None:
        return {}
    return {name: partial(make, accord) for name, (make, _) in ACCORDED.items()}


def _recorded(
    record: Record | None, pack: Pack | None, answers: Sequence[Answer]
) -> dict[str, Callable[[], Section | None]]:
    """The sections of a record, ready to be made; none without one."""
    if record is None:
        if answers:
            kind = type(answers[0]).__name__
            raise BriefError(f"{kind} was given without its record", hint="pass record=...")
        return {}
    given = Reported.of(
        record,
        pack,
        contradictions=next((a for a in answers if isinstance(a, Contradictions)), None),
        changes=next((a for a in answers if isinstance(a, Changes)), None),
    )
    return {name: partial(make, given) for name, (make, _) in RECORDED.items()}


def _chosen(
    ready: Mapping[str, Callable[[], Section | None]], sections: Sequence[str] | None, where: str
) -> list[Section]:
    """The sections that are asked for, or all that have something to tell, in the order of the brief."""
    tables: tuple[Mapping[str, tuple[Any, str]], ...] = (SECTIONS, RECORDED, SIMULATED, ACCORDED)
    calls = {name: call for table in tables for name, (_, call) in table.items()}
    for name in sections or ():
        if name not in calls:
            raise UnknownName.among(name, "section", calls)
    told = []
    for name in [*ready, *(name for name in sections or () if name not in ready)]:
        if sections is not None and name not in sections:
            continue
        section = ready[name]() if name in ready else None
        if section is not None:
            told.append(replace(section, blocks=(*section.blocks, _rests())) if name in RESULTS else section)
        elif sections is not None:
            what = f"the section {name!r} needs a result that was not given"
            raise BriefError(what, where=where, hint=f"pass {calls[name]}")
    return told


def _kind(case: Case) -> str:
    return say("Negotiation brief. An invented case.") if case.invented else say("Negotiation brief.")


def _closing(case: Case) -> str:
    if case.invented:
        return say(
            "This negotiation is invented. Results are what the stated assumptions imply; they take no side "
            "and propose no action."
        )
    return say(
        "This brief restates public reports. Results are what the stated assumptions imply; they take no "
        "side and propose no action."
    )
