"""What was edited, as a page tells it: values in words, whose each is, what an error of a folder means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from detente.languages import say
from detente.web.page import isolated, t
from detente.web.panels.edits import numbers_of, plain_number, texts_of

__all__ = ["Shown", "conflicts_of", "fault_of", "names_of", "value_text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A conflict with whose each value is; `form` is "number" or "text" where another value can be written.

    `theirs_by` is "" where the value was changed in the file by hand.
    """

    conflict: Any
    theirs_by: str
    theirs_at: str
    form: str


def conflicts_of(conflicts: Iterable[Any], history: Iterable[Any]) -> tuple[Shown, ...]:
    """The open conflicts, the oldest first."""
    made = tuple(history)
    found = []
    for one in conflicts:
        by = next((m for m in reversed(made) if m.path == one.path and m.after == one.theirs), None)
        found.append(
            Shown(
                conflict=one,
                theirs_by=by.by if by is not None else "",
                theirs_at=by.at if by is not None else "",
                form=_form(one),
            )
        )
    return tuple(found)


def value_text(value: Any) -> Any:
    """A value as a page shows it, as HTML."""
    if value is None:
        return t("nothing")
    triple = _triple(value)
    if triple is not None:
        low, likely, high = (plain_number(one) for one in triple)
        if low == high:
            return isolated(likely)
        return t("{likely}, from {low} to {high}", low=low, likely=likely, high=high)
    if isinstance(value, str):
        return isolated(value)
    if isinstance(value, (list, tuple)):
        return isolated(", ".join(str(one) for one in value))
    if isinstance(value, Mapping):
        return isolated("; ".join(f"{key}: {one}" for key, one in value.items()))
    return isolated(str(value))


def names_of(case: Any) -> dict[str, Any]:
    """What the paths of ranges and texts of the case are called, as HTML."""
    found: dict[str, Any] = {}
    for actor in set(case.names()):
        who = isolated(case.named(actor))
        for group in numbers_of(case, actor):
            for row in group.rows:
                found[row.path] = t("{head}: {text}", head=who, text=row.name)
                if ".reservation." in row.path:  # the one in force, as another program may name it
                    found[row.path.rpartition(".")[0]] = found[row.path]
    lists = {"actor": case.actors, "issue": case.issues, "party": case.parties, "ratifier": case.ratifiers}
    things = [("case", "", case.title)] + [(k, one.id, one.name) for k, some in lists.items() for one in some]
    for kind, name, called in things:
        for text in texts_of(case, kind, name):
            head = isolated(text.path.split(".")[-2] if ".options." in text.path else called)
            found[text.path] = t("{head}: {text}", head=head, text=text.name)
    return found


def fault_of(path: str) -> str:
    """What it means that the case would not be well-formed at that path."""
    if "weights" in path:
        return say("The likely weights of all issues should sum to 1: change them together.")
    if "scores" in path:
        return say("The scores of an ordered issue rise or fall all the way, unless its file says otherwise.")
    last = path.rpartition(".")[2]
    if last in {"name", "title", "question"}:
        return say("This text holds a sign that is not seen; type it again.")
    if last in {"note", "summary", "assumption"}:
        return say("This text cannot stand in a case: it holds a sign that no file should, or it is needed.")
    return say("With this value the case would not be well-formed.")


def _form(conflict: Any) -> str:
    """How another value than the two can be written."""
    known = [value for value in (conflict.theirs, conflict.yours, conflict.base) if value is not None]
    if known and all(_triple(value) is not None for value in known):
        return "number"
    return "text" if all(isinstance(value, str) for value in known) else ""


def _triple(value: Any) -> tuple[float, float, float] | None:
    """Low, likely and high of a number in one of its forms; None for what is none."""
    if isinstance(value, Mapping):
        value = value.get("range", value.get("value"))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return (value,) * 3
    plain = isinstance(value, (list, tuple)) and len(value) == 3
    if plain and all(isinstance(one, (int, float)) for one in value):
        low, likely, high = value
        return low, likely, high
    return None
