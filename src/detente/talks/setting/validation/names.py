"""Names: ids are sound and said once; what a setting refers to is there, in the case or in the setting."""

from collections.abc import Iterator

from detente.case.address import Address, Finding
from detente.case.ids import id_fault
from detente.errors import UnknownName
from detente.talks.mediators.named import MEDIATORS
from detente.talks.setting.limits import MOST_CHARACTERS
from detente.talks.setting.validation.known import Known, effects_of, unknown
from detente.talks.setting.values import EFFECTS, Effect, Setting
from detente.talks.tactics.concession import tactic_named

__all__ = ["case_findings", "name_findings"]

_LISTS = ("hazards", "happenings", "counters", "summits")
_MOVES = ("rate", "reservation", "trust")
_ON: dict[str, str] = {
    "away": "party",
    "mandate": "party",
    "rate": "hazard",
    "reservation": "actor",
    "silent": "actor",
    "trust": "party",
}


def name_findings(setting: Setting) -> Iterator[Finding]:
    """What is wrong with the setting's own names, whatever the case."""
    yield from _ids(setting)
    for delegation in setting.delegations:
        yield from _tactic(("delegations", delegation.party, "tactic"), delegation.tactic)
    strategy = setting.mediation.strategy
    if strategy not in MEDIATORS and ":" not in strategy:
        yield from unknown(("mediation", "strategy"), strategy, "mediator strategy", MEDIATORS)
    hazards = [hazard.id for hazard in setting.hazards]
    for at, effect in effects_of(setting):
        yield from _effect(at, effect, hazards)
    yield from _texts((), setting)


def case_findings(setting: Setting, known: Known) -> Iterator[Finding]:
    """Names in the setting that the case does not have."""
    if setting.case and setting.case != known.case.id:
        what = f"is a setting for the case {setting.case!r}, not for {known.case.id!r}"
        yield Finding(("case",), what, f"write `case: {known.case.id}`, or choose another setting")
    for delegation in setting.delegations:
        at: Address = ("delegations", delegation.party)
        missing = tuple(unknown(at, delegation.party, "party", known.parties))
        yield from missing
        if not missing:
            yield from _mandate((*at, "mandate"), delegation.mandate, delegation.party, known)
    for home in setting.homes:
        yield from unknown(("homes", home.actor), home.actor, "actor who answers", known.actors)
    for number, counter in enumerate(setting.counters):
        yield from unknown(("counters", number, "on"), counter.on, "actor who answers", known.actors)
    for at, effect in effects_of(setting):
        kind = _ON.get(effect.kind, "")
        if kind == "actor":
            yield from unknown((*at, "on"), effect.on, "actor who answers", known.actors)
        elif kind == "party":
            missing = tuple(unknown((*at, "on"), effect.on, "party", known.parties))
            yield from missing
            if effect.kind == "mandate" and not missing:
                yield from _mandate((*at, "to"), effect.to, effect.on, known)
    yield from _mediation(setting, known)


def _ids(setting: Setting) -> Iterator[Finding]:
    if fault := id_fault(setting.id):
        yield Finding(("id",), *fault)
    for section in _LISTS:
        names = [item.id for item in getattr(setting, section)]
        for number, name in enumerate(names):
            if fault := id_fault(name):
                yield Finding((section, number, "id"), *fault)
            if name in names[:number]:
                yield Finding((section, number, "id"), f"{name!r} is the id of two {section}", "rename one")
    for section, own in (("delegations", "party"), ("homes", "actor")):
        who = [getattr(item, own) for item in getattr(setting, section)]
        for name in sorted({name for name in who if who.count(name) > 1}):
            yield Finding((section, name), f"{name!r} stands here twice", "keep one of the two")


def _mediation(setting: Setting, known: Known) -> Iterator[Finding]:
    opening = setting.mediation.opening
    proposals = [proposal.id for proposal in known.case.proposals]
    if opening != "middle":
        yield from unknown(("mediation", "opening"), opening, "proposal", ["middle", *proposals])
    if setting.mediation.aside_after > 0 and not any(issue.if_silent for issue in known.case.table):
        what = "no issue can be set aside: the case does not say what holds where a text is silent"
        yield Finding(("mediation", "aside_after"), what, "give an issue `if_silent:`, or write 0")


def _mandate(at: Address, name: str, party: str, known: Known) -> Iterator[Finding]:
    for found in unknown(at, name, f"mandate of {party}", known.mandates(party)):
        yield Finding(found.at, found.what, found.hint)


def _tactic(at: Address, name: str) -> Iterator[Finding]:
    try:
        tactic_named(name)
    except UnknownName as error:
        yield Finding(at, error.what, error.hint)


def _effect(at: Address, effect: Effect, hazards: list[str]) -> Iterator[Finding]:
    if effect.kind not in EFFECTS:
        yield from unknown((*at, "kind"), effect.kind, "kind of effect", EFFECTS)
        return
    if effect.kind == "rate":
        yield from unknown((*at, "on"), effect.on, "hazard", hazards)
    elif effect.kind not in _ON and effect.on:
        hint = f"leave `on` out: {effect.kind!r} concerns the talks as a whole"
        yield Finding((*at, "on"), f"{effect.kind!r} has nobody that it is on", hint)
    if effect.to and effect.kind != "mandate":
        what = f"only a change of mandate has `to`, and this effect is {effect.kind!r}"
        yield Finding((*at, "to"), what, "leave it out, or write `kind: mandate`")
    amount = effect.amount
    if effect.kind not in _MOVES and (amount.low or amount.likely or amount.high):
        what = f"{effect.kind!r} has no amount"
        yield Finding((*at, "amount"), what, f"leave it out, or choose a kind: {', '.join(_MOVES)}")


def _texts(at: Address, value: object) -> Iterator[Finding]:
    """Texts that are longer than a setting's may be, wherever they stand."""
    if isinstance(value, str):
        if len(value) > MOST_CHARACTERS:
            what = f"holds {len(value):,} characters, more than {MOST_CHARACTERS:,}"
            yield Finding(at, what, "shorten it, and keep the long text elsewhere")
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            name = getattr(item, "party", "") or getattr(item, "actor", "")
            yield from _texts((*at, name or number), item)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _texts((*at, name), getattr(value, name))
