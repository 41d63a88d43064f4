"""Where the path of a change to a setting leads: every path there is, and how to put a value there.

Most paths have a short form (`asks.harbour`) and the long one under which results name the same number
(`delegations.harbour.asks`).
"""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from functools import partial
from typing import Any, TypeAlias

from detente.case.model import Case
from detente.case.preferences import Range
from detente.errors import UnknownName
from detente.talks.mediators.named import MEDIATORS
from detente.talks.setting.accounts import narrower, wider
from detente.talks.setting.given import (
    Unfit,
    given_choice,
    given_date,
    given_pair,
    given_range,
    given_switch,
    given_whole,
)
from detente.talks.setting.validation.known import Known
from detente.talks.setting.values import Delegation, Home, Mediation, Setting
from detente.talks.tactics.concession import tactic_named

__all__ = ["Put", "long_places", "short_places"]

Put: TypeAlias = Callable[[Setting, Any, str], Setting]
"""Gives the setting with a value at a place; the text is what the value rests on. Raises Unfit."""

_OFF = "off"
_LISTS = {"hazards": "rate", "happenings": "chance", "counters": "falls adds", "summits": "slips attends"}


def short_places(case: Case, setting: Setting) -> dict[str, Put]:
    """Every path in its shortest form, with how to put a value there."""
    long, known = long_places(case, setting), Known.of(case)
    found = {name: partial(_top, case=case, name=name) for name in ("days", "deadline", "start")} | {
        f.name: long[f"mediation.{f.name}"] for f in fields(Mediation) if f.name != "note"
    }
    for party in known.parties:
        own = f"delegations.{party}."
        for name in ("answers", "asks", "audience", "blame", "disowns", "mandate", "passes_on", "tactic"):
            found[f"{name}.{party}"] = long[own + name]
        for name in ("trust", "trust.kept", "trust.failed"):
            found[name.replace("trust", f"trust.{party}")] = long[own + name]
    for actor in known.actors:
        for name in ("answers", "delay", "least", "returns"):
            found[f"{name}.{actor}"] = long[f"homes.{actor}.{name}"]
    found |= {f"delegations.{p}.answers": long[f"delegations.{p}.answers"] for p in known.parties}
    return found | {path: put for path, put in long.items() if path.partition(".")[0] in _LISTS}


def long_places(case: Case, setting: Setting) -> dict[str, Put]:
    """Every path in its long form, as results name the numbers of a setting."""
    known = Known.of(case)
    found: dict[str, Put] = {}
    for party in known.parties:
        found |= {f"delegations.{party}.{name}": put for name, put in _delegation(case, party)}
    for actor in known.actors:
        found |= {f"homes.{actor}.{name}": put for name, put in _home(actor)}
    for name, put in _mediation(case):
        found[f"mediation.{name}"] = put
    for section, numbers in _LISTS.items():
        for item in getattr(setting, section):
            path = f"{section}.{item.id}"
            found[path] = partial(_item, section=section, name=item.id)
            change = partial(_in_item, section=section, name=item.id)
            found |= {f"{path}.{n}": partial(change, field=n, read=_range_at) for n in numbers.split()}
            found |= {f"{path}.{rest}": put for rest, put in _rest(change, section, item)}
    return found


def _delegation(case: Case, party: str) -> Iterator[tuple[str, Put]]:
    put = partial(_in_delegation, party=party)
    for name in ("answers", "asks", "audience", "blame", "disowns", "passes_on"):
        yield name, partial(put, field=name, read=_range_at)
    yield "mandate", partial(put, field="mandate", read=partial(_mandate, case=case, party=party))
    yield "tactic", partial(put, field="tactic", read=_tactic)
    yield "trust", partial(put, field="trust", read=given_pair)
    yield "trust.kept", partial(put, field="trust", read=partial(_one_of, place=0))
    yield "trust.failed", partial(put, field="trust", read=partial(_one_of, place=1))


def _home(actor: str) -> Iterator[tuple[str, Put]]:
    put = partial(_in_home, actor=actor)
    yield from ((name, partial(put, field=name, read=_range_at)) for name in ("answers", "delay"))
    yield from ((name, partial(put, field=name, read=_whole_at)) for name in ("least", "returns"))


def _mediation(case: Case) -> Iterator[tuple[str, Put]]:
    numbers = ("attributes", "back_channel", "blames", "counsel", "leak", "noise", "publishes", "word")
    yield from ((name, partial(_in_mediation, field=name, read=_range_at)) for name in numbers)
    for name in ("aside_after", "fades"):
        yield name, partial(_in_mediation, field=name, read=_whole_at)
    openings = ("middle", *(proposal.id for proposal in case.proposals))
    read = partial(_choice, kind="proposal", choices=openings)
    yield "opening", partial(_in_mediation, field="opening", read=read)
    yield "strategy", partial(_in_mediation, field="strategy", read=_strategy)


def _rest(change: Callable[..., Setting], section: str, item: Any) -> Iterator[tuple[str, Put]]:
    """What an item of a list has beside its numbers."""
    if section == "hazards":
        yield "once", partial(change, field="once", read=_switch_at)
    if section == "counters":
        yield "start", partial(change, field="start", read=_whole_at)
    if section in {"happenings", "summits"}:
        yield "day", partial(_item, section=section, name=item.id)
    for place in range(len(getattr(item, "effects", ()))):
        for name, read in (("amount", _range_at), ("days", _whole_at)):
            inner = partial(_in_effect, place=place, name=name, read=read)
            yield f"effects.{place}.{name}", partial(change, field="effects", read=inner)


# --- putting ------------------------------------------------------------------------------------------------


def _top(setting: Setting, value: Any, _: str, *, case: Case, name: str) -> Setting:
    day = given_date(value)
    if name == "start":
        if day is None:
            raise Unfit(f"should be a date, not {value!r}", "write it as 2031-05-20")
        return replace(setting, start=day)
    if name == "days":
        return replace(setting, days=given_whole(value))
    if value is None or value == "none":
        return replace(setting, deadline=None)
    start = setting.start or case.as_of
    if day is not None and start is None:
        raise Unfit("is a date, and the talks have no first day", "write a day number, or start=2031-05-20")
    if day is not None and start is not None:
        return replace(setting, deadline=(day - start).days + 1)
    return replace(setting, deadline=given_whole(value))


def _in_delegation(
    setting: Setting, value: Any, source: str, *, party: str, field: str, read: Any
) -> Setting:
    old = setting.delegation(party)
    new = replace(old, **{field: read(value, getattr(old, field), source)})
    others = tuple(new if d.party == party else d for d in setting.delegations)
    held: tuple[Delegation, ...] = others if new in others else (*others, new)
    return replace(setting, delegations=held)


def _in_home(setting: Setting, value: Any, source: str, *, actor: str, field: str, read: Any) -> Setting:
    old = setting.home(actor)
    new = replace(old, **{field: read(value, getattr(old, field), source)})
    others = tuple(new if h.actor == actor else h for h in setting.homes)
    held: tuple[Home, ...] = others if new in others else (*others, new)
    return replace(setting, homes=held)


def _in_mediation(setting: Setting, value: Any, source: str, *, field: str, read: Any) -> Setting:
    old = getattr(setting.mediation, field)
    return replace(setting, mediation=replace(setting.mediation, **{field: read(value, old, source)}))


def _in_item(
    setting: Setting, value: Any, source: str, *, section: str, name: str, field: str, read: Any
) -> Setting:
    items = tuple(
        replace(item, **{field: read(value, getattr(item, field), source)}) if item.id == name else item
        for item in getattr(setting, section)
    )
    return _with(setting, {section: items})


def _item(setting: Setting, value: Any, source: str, *, section: str, name: str) -> Setting:
    """An item of a list switched off, or moved to another day."""
    if value == _OFF or value is False:
        return _switched_off(setting, source, section=section, name=name)
    if section in {"hazards", "counters"}:
        raise Unfit(f"can only be switched off, not {value!r}", "write off, or change one of its numbers")
    day = given_date(value)
    if section == "summits" and day is not None:
        raise Unfit("the day of a summit is a number", "write the day of talks, such as 10")
    where: dict[str, Any] = {"day": 0 if day is not None else given_whole(value)}
    if section == "happenings":
        where["date"] = day
    items = tuple(replace(i, **where) if i.id == name else i for i in getattr(setting, section))
    return _with(setting, {section: items})


def _switched_off(setting: Setting, source: str, *, section: str, name: str) -> Setting:
    """The setting without a summit; or with a hazard, happening or counter that nothing comes of.

    Those keep their places, so that the random numbers of all others stay the same.
    """
    items = getattr(setting, section)
    if section == "summits":
        return _with(setting, {section: tuple(item for item in items if item.id != name)})
    never = Range.of(0.0, assumption=source or "a what-if: switched off")
    field = {"hazards": "rate", "happenings": "chance", "counters": "falls"}[section]
    off = tuple(replace(item, **{field: never}) if item.id == name else item for item in items)
    changed = _with(setting, {section: off})
    return _without_rate(changed, name) if section == "hazards" else changed


def _without_rate(setting: Setting, hazard: str) -> Setting:
    """The setting without effects on the rate of a hazard that is switched off."""
    return _with(
        setting,
        {
            section: tuple(
                replace(i, effects=tuple(e for e in i.effects if e.kind != "rate" or e.on != hazard))
                for i in getattr(setting, section)
            )
            for section in ("hazards", "happenings")
        },
    )


def _with(setting: Setting, parts: dict[str, Any]) -> Setting:
    return replace(setting, **parts)


# --- reading ------------------------------------------------------------------------------------------------


def _range_at(value: Any, old: Range, source: str) -> Range:
    return given_range(value, old, source)


def _whole_at(value: Any, _: int, __: str) -> int:
    return given_whole(value)


def _switch_at(value: Any, _: bool, __: str) -> bool:  # noqa: FBT001
    return given_switch(value)


def _one_of(value: Any, old: tuple[Range, Range], source: str, *, place: int) -> tuple[Range, ...]:
    return tuple(given_range(value, r, source) if k == place else r for k, r in enumerate(old))


def _in_effect(
    value: Any, old: tuple[Any, ...], source: str, *, place: int, name: str, read: Any
) -> tuple[Any, ...]:
    return tuple(
        replace(e, **{name: read(value, getattr(e, name), source)}) if k == place else e
        for k, e in enumerate(old)
    )


def _choice(value: Any, _: str, __: str, *, kind: str, choices: tuple[str, ...]) -> str:
    return given_choice(value, kind, choices)


def _strategy(value: Any, _: str, __: str) -> str:
    own = isinstance(value, str) and ":" in value
    return str(value) if own else given_choice(value, "mediator strategy", MEDIATORS)


def _tactic(value: Any, _: str, __: str) -> str:
    try:
        tactic_named(str(value))
    except UnknownName as error:
        raise Unfit(error.what, error.hint, missing=True) from None
    return str(value)


def _mandate(value: Any, old: str, _: str, *, case: Case, party: str) -> str:
    if value == "wider":
        return _moved(wider(case, party, old), f"the mandate of {party!r} leaves everything free already")
    if value == "narrower":
        return _moved(narrower(case, party, old), f"the mandate of {party!r} allows nothing already")
    return given_choice(value, f"mandate of {party}", ("wider", "narrower", *Known.of(case).mandates(party)))


def _moved(found: str | None, otherwise: str) -> str:
    if found is None:
        raise Unfit(otherwise, "choose a mandate by name")
    return found
