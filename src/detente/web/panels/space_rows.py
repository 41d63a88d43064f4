"""Rows of the deal space: bridges as they rank, who would pass how much, what a package is worth to whom."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from detente.languages import say, spoken
from detente.languages.figures import number_text, percent
from detente.web.page import isolated, t, t_plural
from detente.web.panels.number_names import number_name

__all__ = ["TOOLS", "chance_text", "ranked_of", "sets_of", "share_text", "stakes_rows"]


def share_text(share: float) -> str:
    r"""A share in per cent, without false precision.

    >>> share_text(0.001).replace("\u00a0", " ")
    'fewer than 1 %'
    """
    if 0 < share < 0.01:
        return say("fewer than {share}", share=percent(0.01))
    if 0.99 < share < 1:
        return say("more than {share}", share=percent(0.99))
    return percent(share)


def chance_text(share: float, error: float) -> str:
    r"""A share of draws with twice its standard error.

    >>> chance_text(0.41, 0.012).replace("\u00a0", " ")
    '41 % ± 2'
    """
    text = share_text(share)
    if error == 0 or 0 < share < 0.01 or 0.99 < share < 1:
        return text
    points = 200 * error
    small = say("under {n}", n=number_text(1)).replace(" ", "\u00a0")
    told = f"{text}\u00a0±\u00a0{number_text(points) if points >= 0.5 else small}"
    return f"\u2066{told}\u2069" if spoken().direction == "rtl" else told


def ranked_of(
    case: Any, numbers: Sequence[Mapping[str, Any]], ranked: Mapping[str, Any]
) -> tuple[dict[str, Any], ...]:
    """The bridges with names in place of ids, in their order."""
    known = {number["path"]: number for number in numbers}
    return tuple(
        {
            "number": row["number"],
            "odds": chance_text(*row["odds"]),
            "parties": {who: chance_text(share, error) for who, share, error in row["parties"]},
            "refuses": sorted(case.named(who) for who in row.get("refuses", ())),
            "refusal": share_text(row.get("refusal", 0.0)),
            "text": case.proposal(row["text"]).name if row["text"] else "",
            "changes": tuple(_change(case, *change) for change in row["changes"]),
            "hinge": _hinge(case, known, row["hinge"]),
            "terms": tuple(_term(case, *term) for term in row["terms"]),
        }
        for row in ranked["rows"]
    )


def sets_of(case: Any, found: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """Parties by name with those asked in each below it; last, all whose yes is needed."""
    sizes = {(kind, name): (likely, low, mid, high) for kind, name, likely, low, mid, high in found["sets"]}
    order: list[tuple[str, str, str]] = []
    parties = sorted((case.named(name), name) for kind, name in sizes if kind == "party")
    actors = sorted((case.named(name), name) for kind, name in sizes if kind == "actor")
    for told, party in parties:
        own = [(name, a) for name, a in actors if case.party_of(a) == party and a != party]
        order.append(("party", party, told))
        order += [("actor", a, name) for name, a in own]
    placed = {name for _, name, _ in order}
    order += [("actor", a, name) for name, a in actors if a not in placed]
    order.append(("deal", "deal", say("All whose yes is needed")))
    rows = []
    for kind, name, told in order:
        likely, low, middle, high = sizes[(kind, name)]
        rows.append(
            {
                "kind": kind,
                "name": told,
                "count": number_text(likely),
                "share": share_text(likely / max(found["counted"], 1)),
                "middle": share_text(middle),
                "between": (share_text(low), share_text(high)),
            }
        )
    return tuple(rows)


def stakes_rows(case: Any, found: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """What a package is worth to each who is asked, by party and name, with the chance of a yes."""
    odds = {who: chance_text(share, error) for who, share, error in found["actors"]}
    rows = []
    for actor, party, low, likely, high, wins, loses in found["stakes"]:
        rows.append(
            {
                "party": case.named(party) if party else "",
                "name": case.named(actor),
                "worth": _worth(found["worth"].get(actor)),
                "gain": gain_text(likely),
                "between": (gain_text(low), gain_text(high)),
                "odds": odds.get(actor, "\u2013"),
                "no": actor in found["noes"],
                "wins": tuple(case.issue(one).name for one in wins),
                "loses": tuple(case.issue(one).name for one in loses),
            }
        )
    return tuple(sorted(rows, key=lambda row: (row["party"], row["name"])))


def gain_text(value: float) -> str:
    """A utility: to two places where it is small."""
    return number_text(value, 2) if abs(value) < 100 else number_text(value, 1, trim=True)


def value_text(value: float) -> str:
    r"""A number of the case, without closing zeros.

    >>> value_text(0.30), value_text(32000.0)
    ('0.3', '32,000')
    """
    if value == 0 or float(value).is_integer():
        return number_text(value)
    places = max(0, 3 - math.floor(math.log10(abs(value))))
    return number_text(round(value, places), places, trim=True)


def plain(value: float) -> str:
    """A number as a form holds it."""
    return f"{value:.12g}"


def listed_names(names: Sequence[str]) -> Any:
    """Names one after another, each in its own direction."""
    told: Any = ""
    for name in names:
        told = t("{rest}, {last}", rest=told, last=isolated(name)) if told else isolated(name)
    return told


TOOLS: Final[Mapping[str, Any]] = {
    "chance_text": chance_text,
    "gain_text": gain_text,
    "listed_names": listed_names,
    "plain": plain,
    "share_text": share_text,
    "value_text": value_text,
}
"""What the templates of the deal space call."""


def _worth(value: float | None) -> str:
    return "\u2013" if value is None else gain_text(value)


def _term(case: Any, issue: str, option: str) -> tuple[str, str]:
    found = case.issue(issue)
    return found.name, next((one.name for one in found.options if one.id == option), option)


def _change(case: Any, issue: str, before: Sequence[str], to: str) -> tuple[str, Any]:
    name, option = _term(case, issue, to)
    told: Any = None
    for one in before:
        old = isolated(_term(case, issue, one)[1])
        told = old if told is None else t("{rest} or {last}", rest=told, last=old)
    return name, t("{option} instead of {before}", option=isolated(option), before=told)


def _hinge(case: Any, known: Mapping[str, Mapping[str, Any]], hinge: Mapping[str, Any] | None) -> Any:
    """What a package hangs on: whose number, its name, and the odds on its two sides."""
    if hinge is None:
        return None
    number = known.get(hinge["path"])
    if number is None:
        who, name = "", t("an order of preference")
    else:
        who, name = number["about"][0][2], number_name(case, number)
    if hinge["others"]:
        name = t_plural(
            "{number} (and {n} number that moves with it)",
            "{number} (and {n} numbers that move with it)",
            hinge["others"],
            number=name,
        )
    low, high = share_text(hinge["low"][0]), share_text(hinge["high"][0])
    if hinge["event"]:
        sides = t("{low} if not, {high} if so", low=low, high=high)
    else:
        sides = t("{low} in the lower half of its range, {high} in the upper half", low=low, high=high)
    return {"who": who, "name": name, "sides": sides, "path": hinge["path"] if number else ""}
