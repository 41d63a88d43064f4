"""Results in a notebook: tables and charts as HTML, which Jupyter, marimo and others show by themselves.

`show(result)` works everywhere; after `%load_ext detente` IPython shows every result so, with the names of
its case where that is among the notebook's values.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from html import escape
from typing import Any

from detente.brief.blocks import Block, Chart, Section
from detente.brief.brief import SECTIONS, Brief
from detente.brief.given import Given
from detente.brief.linking import with_live_links
from detente.brief.naming import Naming
from detente.brief.shown import SHOWN, shown_blocks
from detente.case.model import Case
from detente.errors import BriefError

__all__ = ["Shown", "load_ipython_extension", "show"]

_TOLD = {
    "Blockers": "blockers",
    "Bridges": "bridges",
    "Division": "division",
    "Movements": "matrix",
    "Sensitivity": "sensitivity",
    "Trades": "trades",
    "Unlock": "unlock",
}
"""The results that a section of the brief tells alone, with the id of the section."""

_WHERE = {
    "detente.accord.questions.powers": ("PowerTable", "WordingsTable"),
    "detente.accord.results": ("Verdict",),
    "detente.analysis.blockers": ("Blockers",),
    "detente.analysis.bridge": ("Bridges",),
    "detente.analysis.division": ("Division",),
    "detente.analysis.frontier": ("Frontier",),
    "detente.analysis.movement": ("Movements",),
    "detente.analysis.odds": ("Odds",),
    "detente.analysis.sensitivity": ("Sensitivity",),
    "detente.analysis.solutions": ("Solution",),
    "detente.analysis.trade": ("Trades",),
    "detente.analysis.unlock": ("Unlock",),
    "detente.analysis.zone": ("Zone",),
    "detente.brief.brief": ("Brief",),
    "detente.case.draft.ledger": ("BracketLedger",),
    "detente.case.model": ("Case",),
    "detente.record.contradictions": ("Contradictions",),
    "detente.record.stances": ("Stances",),
    "detente.record.timeline": ("Timeline",),
    "detente.talks.everything": ("TalksOutlook",),
    "detente.talks.results": ("TalksResult",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A result ready for a notebook: its line, its tables and charts, and the page where it is a brief."""

    line: str
    blocks: tuple[Block, ...] = ()
    page: str = ""

    def __str__(self) -> str:
        """The line alone."""
        return self.line

    def _repr_html_(self) -> str:
        """One HTML fragment that needs nothing else: its style stands in it, and no script."""
        from detente.brief.render import shown_html

        if self.page:
            return (
                f'<iframe title="{escape(self.line)}" sandbox="" srcdoc="{escape(self.page)}" '
                'style="inline-size: 100%; block-size: 42rem; border: 1px solid #888"></iframe>'
            )
        mark = "d" + hashlib.sha256(repr((self.line, self.blocks)).encode()).hexdigest()[:10]
        return shown_html(self.line, tuple(_marked(block, mark) for block in self.blocks), mark)

    def _repr_markdown_(self) -> str:
        """The same as Markdown: a chart is its description and its data."""
        from detente.brief.markdown import blocks_markdown

        return f"{escape(self.line)}\n\n{blocks_markdown(self.blocks)}"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """HTML, Markdown and text, less what is not wanted."""
        made: dict[str, Callable[[], str]] = {
            "text/html": self._repr_html_,
            "text/markdown": self._repr_markdown_,
            "text/plain": lambda: self.line,
        }
        wanted = [kind for kind in made if (not include or kind in include) and kind not in (exclude or ())]
        return {kind: made[kind]() for kind in wanted}


def show(result: Any, case: Case | None = None) -> Shown:
    """The result as tables and charts, for the last line of a notebook cell.

    A result, a case, a brief, or a list of results. With its `case` a result is told in the names of the
    case, where the brief has a section for it as that section. Raises BriefError for what cannot be shown,
    or when the result is about another case.

    >>> from detente.analysis.space import OutcomeSpace
    >>> from detente.analysis.zone import zone
    >>> from detente.case.library import example
    >>> "<table" in show(zone(OutcomeSpace(example("two-rivers"))))._repr_html_()
    True
    """
    about = getattr(case, "case", case)
    if isinstance(result, (list, tuple)):
        parts = [show(one, about) for one in result if one is not None]
        line = "\n".join(part.line for part in parts)
        return Shown(line=line, blocks=tuple(block for part in parts for block in part.blocks))
    kind = type(result).__name__
    if isinstance(result, Brief):
        return Shown(line=result.title, page=result.html())
    if isinstance(result, Case):
        told = f"{result.title}: {len(result.parties)} parties, {len(result.issues)} issues"
        return Shown(line=told, blocks=shown_blocks(result, Naming(result)))
    if kind not in SHOWN and not hasattr(result, "as_dict"):
        raise BriefError(f"a {kind} has nothing to show", hint="show a result, a case or a brief")
    if about is not None and hasattr(getattr(result, "basis", None), "case"):
        section = _section(kind, Given.of(about, [result]))
        if section is not None:
            return Shown(line=str(result), blocks=_unlinked(section.blocks))
    names = Naming(about or Case(id="", title=""))
    return Shown(line=str(result), blocks=_unlinked(shown_blocks(result, names)))


def load_ipython_extension(ipython: Any) -> None:
    """Makes IPython show every result as tables and charts: `%load_ext detente`.

    The names are those of the result's case where the notebook has it among its values.
    """
    for mime, form in (("text/html", "_repr_html_"), ("text/markdown", "_repr_markdown_")):
        formatter = ipython.display_formatter.formatters[mime]
        for module, kinds in _WHERE.items():
            for kind in kinds:
                formatter.for_type_by_name(module, kind, _formed(ipython, form))


def _formed(ipython: Any, form: str) -> Any:
    """The function by which IPython shows a result in one form."""

    def formed(result: Any) -> str:
        return str(getattr(show(result, _case_of(result, ipython.user_ns)), form)())

    return formed


def _case_of(result: Any, values: Mapping[str, Any]) -> Case | None:
    """The case that a result is about, where it is among the values of a notebook."""
    digest = getattr(getattr(result, "basis", None), "digest", "")
    cases = [
        getattr(v, "case", v) for v in list(values.values()) if type(v).__name__ in {"Case", "OutcomeSpace"}
    ]
    return next((c for c in cases if digest and isinstance(c, Case) and c.digest() == digest), None)


def _section(kind: str, given: Given) -> Section | None:
    """The section of the brief that tells a result alone; None where there is none."""
    if kind not in _TOLD:
        return None
    make, _ = SECTIONS[_TOLD[kind]]
    return make(given)


def _unlinked(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks without anchors and without links inside a page, of which a notebook has many."""
    bare = tuple(_without_anchors(block) for block in blocks)
    return with_live_links([Section(id="", title="", blocks=bare)])[0].blocks


def _without_anchors(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_without_anchors(one) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    inner = {f.name: _without_anchors(getattr(value, f.name)) for f in fields(value) if f.name != "spec"}
    return replace(value, **{**inner, **({"anchor": ""} if "anchor" in inner else {})})


def _marked(value: Any, mark: str) -> Any:
    """The blocks with the ids of their charts made unlike those of any other result on the page."""
    if isinstance(value, Chart):
        own = re.escape(value.id)
        svg = re.sub(rf'(\bid="|url\(#){own}-', rf"\g<1>{mark}-{value.id}-", value.svg)
        labels = f'aria-labelledby="{value.id}-t {value.id}-d"'
        ours = f'aria-labelledby="{mark}-{value.id}-t {mark}-{value.id}-d"'
        return replace(value, svg=svg.replace(labels, ours))
    if isinstance(value, tuple):
        return tuple(_marked(one, mark) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _marked(getattr(value, f.name), mark) for f in fields(value)})
    return value
