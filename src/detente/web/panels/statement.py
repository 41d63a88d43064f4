"""One suggestion as a reviewer sees it: its passage in its text, what is coded, why, what was decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from detente.languages import mark, say
from detente.web.panels.safe_text import shown

__all__ = ["EDITED", "Card", "card_of", "choices_of", "problems_text", "word_text", "written"]

_AROUND: Final = 700
_LONGEST_PASSAGE: Final = 4_000
EDITED: Final = {
    "holder": mark("Holder"),
    "identified": mark("How the report identifies them"),
    "relays": mark("Passed on by"),
    "to": mark("Addressed to"),
    "act": mark("Act"),
    "issue": mark("Issue"),
    "option": mark("Option"),
    "stance": mark("Stance"),
    "condition": mark("Condition"),
    "says": mark("What is said"),
    "plan": mark("Plan"),
    "value": mark("Figure"),
    "unit": mark("What the figure counts"),
    "date": mark("Date"),
    "date_basis": mark("Words the date rests on"),
    "span": mark("Passage: its words or its two places"),
}
"""What can be edited, as it is called, in the order of the form."""

_WORDS: Final = {
    "identified": {
        "anonymous": mark("without a name"),
        "institution": mark("by an institution"),
        "named": mark("by name"),
        "reporter": mark("as the report's own voice"),
    },
    "stance": {
        "against": mark("against"),
        "conditional": mark("on a condition"),
        "for": mark("for"),
    },
}
_AMISS: Final = {
    "holder": mark("The pack has no such actor; put a name in quotation marks to keep it as it stands."),
    "relays": mark("The pack has no such actor; put a name in quotation marks to keep it as it stands."),
    "to": mark("The pack has no such actor; put a name in quotation marks to keep it as it stands."),
    "act": mark("There is no such act; choose one of the list."),
    "identified": mark("Choose one of the list."),
    "stance": mark("Choose one of the list."),
    "issue": mark("The pack has no such issue; choose one of the list."),
    "option": mark("This issue has no such option; choose one of the list."),
    "value": mark("Write a number, or nothing."),
    "date": mark("Write a date as 2031-03-02, 2031-03, 2031 or 2031-03-02/2031-03-05."),
    "span": mark("These words or places are not in the kept text of the report."),
}
_PEOPLE: Final = frozenset({"holder", "relays", "to"})
_VOICE: Final = frozenset({"", "author", "reporter"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One statement to decide on. `cut` tells on which sides the text goes on; `stale`: it changed since."""

    id: str
    seen: str
    document: str
    report: Any
    before: str
    passage: str
    after: str
    cut: tuple[bool, bool]
    place: tuple[int, int] | None
    stale: bool
    kept: bool
    said: Any
    rows: Mapping[str, str]
    why: tuple[str, ...]
    decision: Any


def card_of(statement: Any, report: Any, text: str | None, seen: str) -> Card:
    """The statement as it is shown; `text` is that of its report, None where it is not at hand."""
    span, coding = statement.span, statement.coding
    inside = text is not None and span is not None and span.verify(text)
    if inside and text is not None:
        first, last = _around(text, span.start, span.end)
        parts = (text[first : span.start], text[span.start : span.end], text[span.end : last])
        cut = (first > 0 and text[first - 1] != "\n", last < len(text) and text[last] != "\n")
    else:
        parts = (span.before, span.exact or statement.says, span.after) if span else ("", statement.says, "")
        cut = (bool(parts[0]), bool(parts[2]))
    before, passage, after = (shown(part) for part in parts)
    return Card(
        id=statement.id,
        seen=seen,
        document=span.document if span else "".join(statement.reports[:1]),
        report=report,
        before=before,
        passage=passage[:_LONGEST_PASSAGE],
        after=after,
        cut=cut,
        place=(span.start, span.end) if span else None,
        stale=text is not None and span is not None and not inside,
        kept=text is not None,
        said=statement,
        rows={name: shown(value) for name, value in written(statement).items()},
        why=tuple(shown(one) for one in coding.why) if coding is not None else (),
        decision=statement.decision,
    )


def written(statement: Any, pack: Any = None) -> dict[str, str]:
    """Each field that can be edited, as it is written in a form; names that the pack lacks in quotes."""
    known = {actor.id for actor in pack.actors} if pack is not None else set()
    found = {name: getattr(statement, name) for name in EDITED if name not in {"span", "date", "value"}}
    told = {
        name: ", ".join(_person(one, known) for one in value)
        if isinstance(value, tuple)
        else _person(value, known)
        if name in _PEOPLE
        else str(value)
        for name, value in found.items()
    }
    told["value"] = f"{statement.value:.15g}" if statement.value is not None else ""
    told["date"] = statement.date.label
    told["span"] = f"{statement.span.start}-{statement.span.end}" if statement.span else ""
    return {name: told[name] for name in EDITED}


def choices_of(pack: Any, issue: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """What the pack offers for the fields of a form: ids with their names."""
    if pack is None:
        return {}
    actors = tuple((actor.id, next(iter(actor.names), "")) for actor in pack.actors)
    options = [
        (option.id, option.name if one.id == issue else f"{one.name}: {option.name}")
        for one in sorted(pack.issues, key=lambda one: one.id != issue)
        for option in one.options
    ]
    return {
        "holder": actors,
        "issue": tuple((one.id, one.name) for one in pack.issues),
        "option": tuple(options),
        "plan": tuple((plan.id, next(iter(plan.names), "")) for plan in pack.plans),
    }


def problems_text(problems: Iterable[Any], sent: Mapping[str, str], pack: Any) -> dict[str, tuple[str, str]]:
    """By field, what does not fit, in words of ours, and the nearest id that would."""
    found: dict[str, tuple[str, str]] = {}
    for problem in problems:
        name = problem.path.rpartition(".")[2].partition("[")[0]
        name = name if name in EDITED else "span"
        issue = sent.get("issue", "")
        offered = choices_of(pack, issue).get("holder" if name in _PEOPLE else name, ())
        near = get_close_matches(sent.get(name, ""), [id_ for id_, _ in offered], n=1)
        found[name] = (say(_AMISS.get(name, mark("This does not fit."))), near[0] if near else "")
    return found


def word_text(field: str, value: str) -> str:
    """A word of ours for what is coded in a field; the value itself where it is not one of ours."""
    return say(_WORDS[field][value]) if value in _WORDS.get(field, {}) else shown(value)


def _person(name: str, known: set[str]) -> str:
    parts = name.split(".")
    fits = any(".".join(parts[:length]) in known for length in range(1, len(parts) + 1))
    return name if not known or fits or name in _VOICE else f'"{name}"'


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """From the beginning of the paragraph of the start to the end of that of the end, not too far away."""
    first = text.rfind("\n", max(0, start - _AROUND), start) + 1
    last = text.find("\n", end, end + _AROUND)
    return first or max(0, start - _AROUND), last if last >= 0 else min(len(text), end + _AROUND)
