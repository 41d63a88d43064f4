"""Where the path of a change leads: what belongs there, and how to put it there.

Ids may hold dots, so a path is matched against the names that the case has, the longest first.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from detente.case.address import Finding
from detente.case.model import Case, Issue
from detente.case.preferences import DatedRange, Preferences, Range
from detente.case.procedure import Approval, Mandate
from detente.errors import nearest

__all__ = ["Target", "kind_of_path", "left_out", "target"]

_HEADS = (
    "approval",
    "consents",
    "deal_rule",
    "exit_threats",
    "influences",
    "issues",
    "mandates",
    "preferences",
)
_WANTS = ("interactions", "red_lines", "reservation", "scores", "weights")

T = TypeVar("T")
Put = Callable[[Case, Any], Case]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The place that a path leads to.

    `kind` is "number" (a Range between `lowest` and `highest`), "switch" (true or false) or "choice" (one of
    `choices`, which are called `choice`); `put` gives the case with another value there.
    """

    kind: str = "number"
    put: Put
    lowest: float | None = None
    highest: float | None = None
    choices: tuple[str, ...] = ()
    choice: str = ""


def kind_of_path(path: str) -> str:
    """What belongs at the path: "number", "switch", "choice", or "" for a path that is none.

    >>> [kind_of_path(path) for path in ("consents.port.gives", "approval.delta", "influences.loan.in_force")]
    ['number', 'choice', 'switch']
    """
    head = path.partition(".")[0]
    if head == "mandates" and ".free." in path:
        return "switch"
    if head in {"approval", "deal_rule", "mandates"}:
        return "choice"
    if (head == "influences" and path.endswith(".in_force")) or (
        head == "issues" and path.endswith(".available")
    ):
        return "switch"
    return "number" if head in {"preferences", "exit_threats", "consents", "influences"} else ""


def target(case: Case, path: str) -> Target | Finding:
    """The place of the path in the case, or what is wrong with the path, with the nearest names."""
    head, _, rest = path.partition(".")
    if head not in _HEADS:
        return Finding(("path",), f"no path of a change starts with {head!r}", nearest(head, _HEADS), head)
    if head == "deal_rule":
        return _deal_rule(case, rest)
    finders: dict[str, Callable[[Case, str], Target | Finding]] = {
        "approval": _approval,
        "consents": _consent,
        "exit_threats": _exit_threat,
        "influences": _influence,
        "issues": _option,
        "mandates": _mandate,
        "preferences": _want,
    }
    return finders[head](case, rest)


def left_out(case: Case, path: str) -> str:
    """The actor of the case that the path names and whose preferences are not there, or ""."""
    head, _, rest = path.partition(".")
    actor = _first(rest, case.names())[0] if head == "preferences" else ""
    return actor if actor in case.names() and case.preferences_of(actor) is None else ""


def _want(case: Case, rest: str) -> Target | Finding:
    known = [want.actor for want in case.preferences]
    actor, rest = _first(rest, known)
    want = case.preferences_of(actor)
    if want is None and actor in case.names():
        hint = f"add preferences/{actor}.yaml"
        return Finding(("path",), f"the preferences of {actor!r} are not in the case", hint, actor)
    if want is None:
        return _unknown("actor with preferences", actor, known)
    field, _, rest = rest.partition(".")
    if field == "reservation" and not rest:
        return Target(put=_in_want(actor, lambda w, v, day: replace(w, reservation=_in_force(w, v, day))))
    if field == "weights":
        return _weight(case, want, rest)
    if field == "scores":
        return _score(want, rest)
    if field == "red_lines":
        return _line(want, rest)
    if field == "interactions":
        return _link(want, rest)
    return _unknown("changeable part of preferences", f"{field}.{rest}".strip("."), _WANTS)


def _weight(case: Case, want: Preferences, issue: str) -> Target | Finding:
    weights = want.weights
    if not weights and not want.weight_order and want.measure == "points":
        weights = tuple((one.id, Range.of(1.0, assumption="equal weights")) for one in case.table)
    if issue not in dict(weights):
        if any(issue in group for group in want.weight_order):
            return _ranked(f"{want.actor!r} ranks its issues", "weights:")
        return _unknown("weight", issue, dict(weights))
    share = want.measure == "share"

    def put(w: Preferences, value: Range, _: date | None) -> Preferences:
        return replace(w, weights=_with(w.weights or weights, issue, value))

    return Target(
        put=_in_want(want.actor, put), lowest=0.0 if share else None, highest=1.0 if share else None
    )


def _score(want: Preferences, rest: str) -> Target | Finding:
    scores = {issue: dict(options) for issue, options in want.scores}
    ranked = [issue for issue, _ in want.score_order]
    issue, option = _first(rest, [*scores, *ranked])
    if issue in ranked and issue not in scores:
        return _ranked(f"{want.actor!r} ranks the options of {issue!r}", "scores:")
    if issue not in scores:
        return _unknown("issue with scores", issue, scores)
    if option not in scores[issue]:
        return _unknown(f"option of {issue}", option, scores[issue])
    share = want.measure == "share"

    def put(w: Preferences, value: Range, _: date | None) -> Preferences:
        options = dict(w.scores)[issue]
        return replace(w, scores=_with(w.scores, issue, _with(options, option, value)))

    return Target(
        put=_in_want(want.actor, put), lowest=0.0 if share else None, highest=1.0 if share else None
    )


def _line(want: Preferences, rest: str) -> Target | Finding:
    known = [line.id for line in want.red_lines]
    name, rest = _first(rest, known)
    if name not in known:
        return _unknown("red line", name, known)
    if rest != "holds":
        return _unknown("changeable part of a red line", rest, ["holds"])

    def put(w: Preferences, value: Range, _: date | None) -> Preferences:
        lines = (replace(line, holds=value) if line.id == name else line for line in w.red_lines)
        return replace(w, red_lines=tuple(lines))

    return Target(put=_in_want(want.actor, put), lowest=0.0, highest=1.0)


def _link(want: Preferences, rest: str) -> Target | Finding:
    known = [link.id for link in want.interactions]
    name, rest = _first(rest, known)
    if name not in known:
        return _unknown("interaction", name, known)
    if rest != "adds":
        return _unknown("changeable part of an interaction", rest, ["adds"])

    def put(w: Preferences, value: Range, _: date | None) -> Preferences:
        links = (replace(link, adds=value) if link.id == name else link for link in w.interactions)
        return replace(w, interactions=tuple(links))

    return Target(put=_in_want(want.actor, put))


def _exit_threat(case: Case, rest: str) -> Target | Finding:
    known = [threat.actor for threat in case.exit_threats]
    name, field = _first(rest, known)
    if name not in known:
        return _unknown("exit threat", name, known)
    if field not in {"credibility", "principal_effect"}:
        return _unknown("number of an exit threat", field, ["credibility", "principal_effect"])
    put = _in_section("exit_threats", "actor", name, field)
    return Target(put=put, lowest=0.0, highest=1.0) if field == "credibility" else Target(put=put)


def _consent(case: Case, rest: str) -> Target | Finding:
    known = [consent.id for consent in case.consents]
    name, field = _first(rest, known)
    if name not in known:
        return _unknown("consent", name, known)
    if field != "gives":
        return _unknown("number of a consent", field, ["gives"])
    return Target(put=_in_section("consents", "id", name, field), lowest=0.0, highest=1.0)


def _influence(case: Case, rest: str) -> Target | Finding:
    known = [influence.id for influence in case.influences]
    name, field = _first(rest, known)
    if name not in known:
        return _unknown("influence", name, known)
    if field not in {"adds", "in_force"}:
        return _unknown("changeable part of an influence", field, ["adds", "in_force"])
    kind = "switch" if field == "in_force" else "number"
    return Target(put=_in_section("influences", "id", name, field), kind=kind)


def _option(case: Case, rest: str) -> Target | Finding:
    known = [issue.id for issue in case.issues]
    name, rest = _first(rest, known)
    if name not in known:
        return _unknown("issue", name, known)
    word, _, rest = rest.partition(".")
    options = [option.id for option in case.issue(name).options]
    option, field = _first(rest, options)
    if word != "options" or (option in options and field != "available"):
        hint = f"write issues.{name}.options.OPTION.available"
        return Finding(("path",), "of an issue, only whether an option is available can change", hint)
    if option not in options:
        return _unknown(f"option of {name}", option, options)

    def available(issue: Issue, value: Any) -> Issue:
        chosen = (replace(o, available=value) if o.id == option else o for o in issue.options)
        return replace(issue, options=tuple(chosen))

    def put(now: Case, value: Any) -> Case:
        return now.with_(issues=tuple(available(i, value) if i.id == name else i for i in now.issues))

    return Target(put=put, kind="switch")


def _approval(case: Case, rest: str) -> Target | Finding:
    party = next((party for party in case.parties if party.id == rest), None)
    if party is None:
        return _unknown("party", rest, [party.id for party in case.parties])

    def put(now: Case, value: Any) -> Case:
        changed = (replace(p, approval=_based(p.approval, value)) if p.id == rest else p for p in now.parties)
        return now.with_(parties=tuple(changed))

    choices = tuple(reading.id for reading in party.approval.readings)
    return Target(put=put, kind="choice", choices=choices, choice=f"reading of the rule of {rest}")


def _deal_rule(case: Case, rest: str) -> Target | Finding:
    if rest:
        return Finding(("path",), f"the path goes on after deal_rule: {rest!r}", "write deal_rule alone")
    rule = case.deal_rule
    if rule is None:
        return Finding(("path",), "the deal rule is unanimity, without readings", "give it `readings:` first")

    def put(now: Case, value: Any) -> Case:
        return now.with_(deal_rule=_based(now.deal_rule or rule, value))

    choices = tuple(reading.id for reading in rule.readings)
    return Target(put=put, kind="choice", choices=choices, choice="reading of the deal rule")


def _mandate(case: Case, rest: str) -> Target | Finding:
    if ".free." in rest:
        return _freed(case, rest)
    choices = tuple(mandate.id for mandate in case.mandates if mandate.party == rest)
    if not choices:
        return _unknown("party with a mandate", rest, [mandate.party for mandate in case.mandates])

    def put(now: Case, value: Any) -> Case:
        changed = (replace(m, base=m.id == value) if m.party == rest else m for m in now.mandates)
        return now.with_(mandates=tuple(changed))

    return Target(put=put, kind="choice", choices=choices, choice=f"mandate of {rest}")


def _freed(case: Case, rest: str) -> Target | Finding:
    """A mandate that leaves an issue free, where it limits it: true widens it, false changes nothing."""
    name, _, issue = rest.rpartition(".free.")
    known = {mandate.id: dict(mandate.allows) for mandate in case.mandates}
    if name not in known:
        return _unknown("mandate", name, known)
    if issue not in known[name]:
        return _unknown(f"issue that the mandate {name!r} limits", issue, known[name])

    def widened(mandate: Mandate) -> Mandate:
        return replace(mandate, allows=tuple(pair for pair in mandate.allows if pair[0] != issue))

    def put(now: Case, value: Any) -> Case:
        changed = (widened(m) if m.id == name and value else m for m in now.mandates)
        return now.with_(mandates=tuple(changed))

    return Target(put=put, kind="switch")


def _in_want(actor: str, put: Callable[[Preferences, Any, date | None], Preferences]) -> Put:
    def put_in(case: Case, value: Any) -> Case:
        wants = (put(want, value, case.as_of) if want.actor == actor else want for want in case.preferences)
        return case.with_(preferences=tuple(wants))

    return put_in


def _in_section(section: str, key: str, name: str, field: str) -> Put:
    def put(case: Case, value: Any) -> Case:
        items = tuple(
            replace(item, **{field: _driven(getattr(item, field), value)})
            if getattr(item, key) == name
            else item
            for item in getattr(case, section)
        )
        return case.with_(**{section: items})

    return put


def _driven(old: Any, new: Any) -> Any:
    """The new value; a number without a driver keeps that of the old one."""
    if isinstance(new, Range) and isinstance(old, Range) and not new.driver:
        return replace(new, driver=old.driver)
    return new


def _in_force(want: Preferences, value: Range, day: date | None) -> tuple[DatedRange, ...]:
    """The reservation with the range in force on `day` replaced, the last one when the day is not known."""
    held = [
        number
        for number, dated in enumerate(want.reservation)
        if day is None or dated.since is None or dated.since <= day
    ]
    if not held:
        return (DatedRange(range=value), *want.reservation)
    now = max(held, key=lambda number: want.reservation[number].since or date.min)
    return tuple(
        replace(dated, range=_driven(dated.range, value)) if number == now else dated
        for number, dated in enumerate(want.reservation)
    )


def _with(pairs: tuple[tuple[str, T], ...], name: str, value: T) -> tuple[tuple[str, T], ...]:
    return tuple((key, _driven(old, value) if key == name else old) for key, old in pairs)


def _based(approval: Approval, name: str) -> Approval:
    return Approval(readings=tuple(replace(r, base=r.id == name) for r in approval.readings))


def _first(rest: str, known: Iterable[str]) -> tuple[str, str]:
    """The known name that `rest` starts with, the longest, and what follows; else up to the first dot."""
    fits = [name for name in known if rest == name or rest.startswith(f"{name}.")]
    name = max(fits, key=len) if fits else rest.partition(".")[0]
    return name, rest[len(name) + 1 :]


def _unknown(kind: str, name: str, known: Iterable[str]) -> Finding:
    what = f"there is no {kind} called {name!r}" if name else f"the path names no {kind}"
    return Finding(("path",), what, nearest(name, known), name)


def _ranked(who: str, key: str) -> Finding:
    return Finding(("path",), f"{who}, so there is no number to change", f"give `{key}` instead of the order")
