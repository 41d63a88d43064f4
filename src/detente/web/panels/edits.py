"""What of a case can be edited on a page: the ranges of an actor, names and notes; and what a form sent."""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import detente as dt
from detente.errors import CaseError
from detente.languages import say
from detente.languages.figures import number_text
from detente.web.panels.number_names import number_name

__all__ = [
    "Group",
    "NumberRow",
    "TextRow",
    "number_edits",
    "number_from",
    "numbers_of",
    "plain_number",
    "text_edits",
    "texts_of",
]

_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_CLOSE: Final = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRow:
    """One range with its fields; `seen` and `assumption_seen` are what stands there now, as JSON.

    `share`: it lies between 0 and 1.
    """

    path: str
    name: Any
    texts: tuple[str, str, str]
    seen: str
    assumption: str
    assumption_seen: str
    evidence: tuple[str, ...]
    share: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Ranges that are saved together; `sums`: their likely values sum to 1."""

    title: str
    rows: tuple[NumberRow, ...]
    sums: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRow:
    """One text with its field; `long`: it may have several lines; `head`: whose it is, where that changes."""

    path: str
    name: str
    text: str
    seen: str
    long: bool = False
    head: str = ""


def numbers_of(case: Any, actor: str, folder: Any = None) -> tuple[Group, ...]:
    """Every range of an actor, in groups that are saved together; none for one whose numbers are not known.

    `folder` is asked for what stands in a file where the case itself fills in a default.
    """
    groups = []
    wants = case.preferences_of(actor)
    if wants is not None:
        share = wants.measure == "share"
        head = f"preferences.{actor}"
        named = {issue.id: issue.name for issue in case.issues}
        weights = [
            _row(f"{head}.weights.{issue}", weight, _named(case, "weight", actor, issue=issue), share=share)
            for issue, weight in wants.weights
        ]
        groups.append(Group(title=say("Weights"), rows=tuple(weights), sums=share))
        for issue, options in wants.scores:
            scores = [
                _row(
                    f"{head}.scores.{issue}.{option}",
                    score,
                    _named(case, "score", actor, issue=issue, option=option),
                    share=share,
                )
                for option, score in options
            ]
            title = say("Scores of {issue}", issue=named.get(issue, issue))
            groups.append(Group(title=title, rows=tuple(scores)))
        groups.append(
            Group(title=say("No deal, links and red lines"), rows=tuple(_more(case, wants, head, folder)))
        )
    groups.append(Group(title=say("Threats, consents and influences"), rows=tuple(_beyond(case, actor))))
    return tuple(group for group in groups if group.rows)


def texts_of(case: Any, kind: str, name: str, folder: Any = None) -> tuple[TextRow, ...]:
    """The names and notes of one thing: case, party, ratifier, actor or issue with its options; else none.

    `folder` is asked whether options stand in a file: those that are steps of a range do not.
    """
    if kind == "case":
        long = {"summary"}
        return tuple(_text(key, key, case, long=key in long) for key in ("title", "summary"))
    lists = {"actor": "actors", "issue": "issues", "party": "parties", "ratifier": "ratifiers"}
    found = next((one for one in getattr(case, lists.get(kind, ""), ()) if one.id == name), None)
    if found is None:
        return ()
    head = f"{lists[kind]}.{name}"
    if kind != "issue":
        return tuple(_text(f"{head}.{key}", key, found, long=key == "note") for key in ("name", "note"))
    rows = [_text(f"{head}.{key}", key, found, long=key == "note") for key in ("name", "question", "note")]
    for option in found.options if _stands(folder, f"{head}.options.{found.options[0].id}.name") else ():
        for key in ("name", "note"):
            path = f"{head}.options.{option.id}.{key}"
            rows.append(
                _text(path, key, option, long=key == "note", head=option.name if key == "name" else "")
            )
    return tuple(rows)


def number_edits(
    group: Group, sent: Sequence[Mapping[str, str]], by: str, note: str
) -> tuple[tuple[Any, ...], dict[int, str]]:
    """The edits that a form of numbers asks for, and what is wrong with it by the number of the row.

    Row -1 is the group as a whole. A number that was left as it was seen gives no edit.
    """
    rows = {row.path: row for row in group.rows}
    edits: list[Any] = []
    wrong: dict[int, str] = {}
    likely = {row.path: number_from(row.texts[1]) or 0 for row in group.rows}
    for n, one in enumerate(sent):
        row = rows.get(one["path"])
        seen, rests = _json(one["seen"]), _json(one["rests"])
        if row is None:
            wrong[n] = say("This number is not in the case any more.")
            continue
        values = [number_from(one[key]) for key in ("low", "likely", "high")]
        if fault := _fault(values, share=row.share):
            wrong[n] = fault
            continue
        if values != seen:
            value = values[0] if values[0] == values[2] else values
            edits.append(dt.Edit(path=row.path, value=value, seen=seen, by=by, note=note))
            likely[row.path] = values[1] or 0
        assumption = _lines(one["assumption"])
        if assumption != (rests or ""):
            path = f"{row.path}.assumption"
            edits.append(dt.Edit(path=path, value=assumption or None, seen=rests, by=by, note=note))
    total = sum(likely.values())
    if group.sums and edits and not wrong and abs(total - 1) > _CLOSE:
        wrong[-1] = say(
            "The likely weights would sum to {sum}; they should sum to 1, so change others with them.",
            sum=number_text(total, 4, trim=True),
        )
    return tuple(edits), wrong


def text_edits(
    rows: Sequence[TextRow], sent: Sequence[Mapping[str, str]], by: str, note: str
) -> tuple[tuple[Any, ...], dict[int, str]]:
    """The edits that a form of texts asks for, and what is wrong with it by the number of the row."""
    known = {row.path for row in rows}
    edits: list[Any] = []
    wrong: dict[int, str] = {}
    for n, one in enumerate(sent):
        seen, text = _json(one["seen"]), _lines(one["text"])
        if one["path"] not in known:
            wrong[n] = say("This is not in the case any more.")
        elif text == (seen or ""):
            continue
        elif not text.strip() and one["path"].rpartition(".")[2] in {"name", "title"}:
            wrong[n] = say("A name cannot be left empty.")
        else:
            edits.append(dt.Edit(path=one["path"], value=text or None, seen=seen, by=by, note=note))
    return tuple(edits), wrong


def number_from(text: str) -> float | None:
    """The number that somebody wrote, with a point or a comma, in any digits; None for none.

    >>> number_from("0,4"), number_from("8"), number_from("\u0660\u066b\u0665"), number_from("much")
    (0.4, 8, 0.5, None)
    """
    plain = text.strip().replace("\u066b", ".").replace("\u2212", "-")
    plain = plain.replace(",", ".") if "." not in plain else plain
    if not _NUMBER.fullmatch(plain):
        return None
    found = float(plain) if re.search(r"[.eE]", plain) else int(plain)
    return found if math.isfinite(found) else None


def plain_number(value: float) -> str:
    """A number as a field holds it: every digit, no more.

    >>> plain_number(8.0), plain_number(0.30)
    ('8', '0.3')
    """
    return repr(float(value)).removesuffix(".0")


def _more(case: Any, wants: Any, head: str, folder: Any) -> Iterator[NumberRow]:
    """What no deal is worth, what combinations add, red lines."""
    actor = wants.actor
    for n, dated in enumerate(wants.reservation):
        yield _row(f"{head}.reservation.{n}", dated.range, _named(case, "reservation", actor))
    for link in wants.interactions:
        path = f"{head}.interactions.{link.id}.adds"
        yield _row(path, link.adds, _named(case, "interaction", actor, interaction=link.id))
    for line in wants.red_lines:
        path = f"{head}.red_lines.{line.id}.holds"
        name = _named(case, "red line", actor, **{"red line": line.id})
        said = folder.value(f"{path}.assumption") or "" if folder is not None else line.holds.assumption
        yield _row(path, line.holds, name, share=True, assumption=said)


def _beyond(case: Any, actor: str) -> Iterator[NumberRow]:
    """Ranges that stand outside the preferences of an actor and are about it."""
    for threat in case.exit_threats:
        if threat.actor == actor:
            path = f"exit_threats.{actor}"
            yield _row(
                f"{path}.credibility", threat.credibility, _named(case, "credibility", actor), share=True
            )
            yield _row(f"{path}.principal_effect", threat.principal_effect, _named(case, "effect", actor))
    for consent in case.consents:
        if consent.actor == actor and consent.gives is not None:
            name = _named(case, "consent", actor, consent=consent.id)
            yield _row(f"consents.{consent.id}.gives", consent.gives, name, share=True)
    for one in case.influences:
        if one.on == actor:
            name = _named(case, "influence", actor, influence=one.id)
            yield _row(f"influences.{one.id}.adds", one.adds, name)


def _named(case: Any, kind: str, actor: str, **about: str) -> Any:
    """What a number is called."""
    names = {"actor": case.named(actor)}
    if "issue" in about:
        issue = next((one for one in case.issues if one.id == about["issue"]), None)
        names["issue"] = issue.name if issue is not None else about["issue"]
        options = {one.id: one.name for one in issue.options} if issue is not None else {}
        names["option"] = options.get(about.get("option", ""), about.get("option", ""))
    pieces = [(what, name, names.get(what, name)) for what, name in {"actor": actor, **about}.items()]
    return number_name(case, {"kind": kind, "about": pieces})


def _row(
    path: str, found: Any, name: Any, *, share: bool = False, assumption: str | None = None
) -> NumberRow:
    said = found.assumption if assumption is None else assumption
    return NumberRow(
        path=path,
        name=name,
        texts=(plain_number(found.low), plain_number(found.likely), plain_number(found.high)),
        seen=json.dumps([found.low, found.likely, found.high]),
        assumption=said,
        assumption_seen=json.dumps(said or None),
        evidence=found.evidence,
        share=share,
    )


def _text(path: str, key: str, found: Any, *, long: bool = False, head: str = "") -> TextRow:
    names = {
        "name": say("Name"),
        "note": say("Note"),
        "question": say("Question"),
        "summary": say("Summary"),
        "title": say("Title"),
    }
    text = getattr(found, key)
    return TextRow(path=path, name=names[key], text=text, seen=json.dumps(text or None), long=long, head=head)


def _fault(values: Sequence[float | None], *, share: bool) -> str:
    """What is wrong with low, likely and high, in words; "" for nothing."""
    if None in values:
        return say("Write numbers such as 0.3 into all three fields.")
    low, likely, high = (value or 0 for value in values)
    if not low <= likely <= high:
        return say("Low, likely and high should stand in this order.")
    if share and not (low >= 0 and high <= 1):
        return say("Write numbers from 0 to 1.")
    return ""


def _stands(folder: Any, path: str) -> bool:
    """Whether the path leads to something that can be edited; it may where no folder is asked."""
    try:
        return folder is None or folder.value(path) is not None
    except CaseError:
        return False


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _lines(text: str) -> str:
    """A text as it was typed; browsers send the ends of its lines in another form."""
    return text.replace("\r\n", "\n")
