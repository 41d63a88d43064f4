"""What a number of the case is called on a page: without the actor whose it is."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from detente.languages import mark, say
from detente.web.page import isolated, t

__all__ = ["number_name", "terms_text"]

_INFLUENCES: Final = {
    "guarantee": mark("guarantee"),
    "pressure": mark("pressure"),
    "side-payment": mark("side-payment"),
}


def number_name(case: Any, number: Mapping[str, Any]) -> Any:
    """The name of a number, given by its `kind` and the pieces it is `about`, as HTML."""
    pieces = {what: (name, told) for what, name, told in number["about"]}
    actor = pieces["actor"][0]
    issue = isolated(pieces["issue"][1]) if "issue" in pieces else ""
    match number["kind"]:
        case "weight":
            return t("Weight of {issue}", issue=issue)
        case "score":
            return t("Score of {option} ({issue})", option=isolated(pieces["option"][1]), issue=issue)
        case "reservation":
            return t("Reservation (what no deal is worth)")
        case "red line":
            return t(
                "Chance that the red line is meant: {line}", line=_line(case, actor, pieces["red line"][0])
            )
        case "interaction":
            return t("Linkage: {terms}", terms=_linkage(case, actor, pieces["interaction"][0]))
        case "consent":
            found = next(one for one in case.consents if one.id == pieces["consent"][0])
            return t("Chance of its consent to {terms}", terms=terms_text(case, found.over))
        case "credibility":
            return t("Chance that the threat to quit is carried out")
        case "influence":
            return _influence(case, pieces["influence"][0])
    return t("What quitting does to the principal\u2019s utility")


def terms_text(case: Any, terms: Sequence[tuple[str, Sequence[str]]]) -> Any:
    """Issues with their options, as one combination."""
    told: Any = None
    for issue, options in terms:
        found = case.issue(issue)
        names = {option.id: option.name for option in found.options}
        either: Any = None
        for option in options:
            one = isolated(names.get(option, option))
            either = one if either is None else t("{rest} or {last}", rest=either, last=one)
        part = t("{head}: {text}", head=isolated(found.name), text=either)
        told = part if told is None else t("{one} with {other}", one=told, other=part)
    return told if told is not None else ""


def _line(case: Any, actor: str, name: str) -> Any:
    wants = case.preferences_of(actor)
    found = next(one for one in wants.red_lines if one.id == name)
    never = terms_text(case, found.never)
    if not found.unless:
        return never
    return t("{terms} unless {others}", terms=never, others=terms_text(case, found.unless))


def _linkage(case: Any, actor: str, name: str) -> Any:
    found = next(one for one in case.preferences_of(actor).interactions if one.id == name)
    return terms_text(case, found.when)


def _influence(case: Any, name: str) -> Any:
    found = next(one for one in case.influences if one.id == name)
    kind: Any = say(_INFLUENCES[found.kind]) if found.kind in _INFLUENCES else isolated(found.kind)
    if found.by:
        kind = t("{kind} by {who}", kind=kind, who=isolated(case.named(found.by)))
    if found.in_force:
        return t("What {influence} adds to a deal", influence=kind)
    return t("What {influence} adds to a deal (not in force)", influence=kind)
