"""What an assistant may ask about: the case, record and accord given at the start, and the bundled ones.

Everything is read once and kept as it stood; nothing is ever written. No question names a path.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, cached_property
from typing import Any

from detente.errors import CaseError, DetenteError, UnknownName

__all__ = ["Desk", "day_of", "pairs_of"]

_KEPT = 32


class Desk:
    """The things given at the start, by path or bundled name ("" for none), each read when first needed."""

    def __init__(self, *, case: str = "", record: str = "", accord: str = "") -> None:
        self.given = case
        self.record_at = record
        self.accord_at = accord
        self._spaces: dict[Any, Any] = {}
        self._answers: dict[Any, Any] = {}

    @cached_property
    def own(self) -> Any:
        """The case given at the start; None when there is none."""
        import detente as dt

        if not self.given:
            return None
        return dt.example(self.given) if self.given in dt.examples() else dt.read_case(self.given)

    @property
    def names(self) -> tuple[str, ...]:
        """The cases that can be named: the one given first, then the bundled ones."""
        import detente as dt

        own = (self.own.id,) if self.own is not None else ()
        return tuple(dict.fromkeys([*own, *dt.examples()]))

    def case(self, asked: Mapping[str, Any]) -> Any:
        """The case that a question is about, on its day, under its scenario and with its changes."""
        import detente as dt

        found = self._named(asked["case"])
        day = day_of(asked.get("as_of"), "as_of")
        if day is not None:
            found = dt.as_of(found, day)
        if asked.get("scenario"):
            found = dt.with_scenario(found, asked["scenario"])
        if asked.get("what_if"):
            found = dt.apply(found, [dt.parse_change(text) for text in asked["what_if"]])
        return found

    def space(self, asked: Mapping[str, Any]) -> Any:
        """The outcome space of that case under the readings asked for."""
        import detente as dt

        names = ("case", "as_of", "scenario", "what_if", "readings")
        key = tuple(str(asked.get(name) or "") for name in names)
        return _remembered(
            self._spaces,
            key,
            lambda: dt.OutcomeSpace(
                self.case(asked), readings=pairs_of(asked.get("readings"), "readings", "PARTY=READING")
            ),
        )

    def answered(self, key: Any, ask: Callable[[], Any]) -> Any:
        """The answer to a question, found once: a further page of it is read from the same answer."""
        return _remembered(self._answers, key, ask)

    @cached_property
    def record(self) -> Any:
        """The record given at the start; None when there is none."""
        import detente as dt

        return dt.read_record(self.record_at) if self.record_at else None

    @property
    def accords(self) -> tuple[str, ...]:
        """The accords that can be named: the one given first, then the bundled ones."""
        import detente as dt

        own = (self._own_accord.id,) if self._own_accord is not None else ()
        return tuple(dict.fromkeys([*own, *dt.accord_examples()]))

    def accord(self, asked: Mapping[str, Any]) -> Any:
        """The accord asked about: by name, else the one given, else the bundled one that fits the case."""
        name = asked["accord"]
        own = self._own_accord
        if own is not None and name in {None, own.id}:
            return own
        if name:
            return _bundled_accord(name)
        case = self._named(None).id
        fitting = [one for one in map(_bundled_accord, self.accords) if one.case == case]
        if not fitting:
            raise DetenteError("no accord fits the case", hint=f"name one: {', '.join(self.accords)}")
        return fitting[0]

    @cached_property
    def _own_accord(self) -> Any:
        import detente as dt

        if not self.accord_at:
            return None
        bundled = self.accord_at in dt.accord_examples()
        return dt.accord_example(self.accord_at) if bundled else dt.read_accord(self.accord_at)

    def _named(self, name: str | None) -> Any:
        if self.own is not None and name in {None, self.own.id}:
            return self.own
        if not name:
            raise CaseError("no case was given at the start", hint=f"name one: {', '.join(self.names)}")
        if name not in self.names:
            raise UnknownName.among(name, "case", self.names)
        return _bundled_case(name)


def day_of(text: str | None, name: str) -> date | None:
    """The day that an argument names; None for none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise DetenteError("it is not a date", where=name, hint="write it as 2024-07-04") from None


def pairs_of(texts: list[str] | None, name: str, form: str) -> dict[str, str]:
    """The choices that an argument lists, each as NAME=CHOICE."""
    found: dict[str, str] = {}
    for text in texts or ():
        key, equals, value = text.partition("=")
        if not equals or not key or not value or found.get(key, value) != value:
            raise DetenteError("each should be a choice of its own", where=name, hint=f"write {form}")
        found[key] = value
    return found


def _remembered(kept: dict[Any, Any], key: Any, make: Callable[[], Any]) -> Any:
    """What is kept under a key, made when it is not; the oldest goes when there are too many."""
    if key not in kept:
        made = make()
        while len(kept) >= _KEPT:
            kept.pop(next(iter(kept)))
        kept[key] = made
    return kept[key]


@cache
def _bundled_case(name: str) -> Any:
    import detente as dt

    return dt.example(name)


@cache
def _bundled_accord(name: str) -> Any:
    import detente as dt

    return dt.accord_example(name)
