"""What monitoring found, in lines of plain words, for a terminal or a report."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TypeAlias

from detente.accord.language.plan import ENDS, Accord
from detente.accord.monitoring.results import DutyNow, Monitored

__all__ = ["say_monitored"]

Tell: TypeAlias = Callable[[Monitored, Accord], Sequence[str]]


def say_monitored(monitored: Monitored, accord: Accord) -> tuple[str, ...]:
    """Lines under headings that end with a colon: where it stands, what is due, who can do what."""
    lines = [f"{accord.title or accord.id}, at the dawn of {monitored.as_of} (day {monitored.day})."]
    count = len(monitored.situations)
    if count > 1:
        lines.append(f"What is not established leaves {count:,} situations possible.")
    sections: tuple[tuple[str, Tell], ...] = (
        ("Where it stands", _standing),
        ("In breach", _blamed),
        ("Late", lambda m, a: _duties(m, a, "overdue", "in cure")),
        ("Due today", lambda m, a: _duties(m, a, "due")),
        ("Coming due", lambda m, a: _duties(m, a, "coming")),
        ("Given so far", _given),
        ("What may be done without a breach", _powers),
        ("What can be forced from now on", lambda m, _: [str(force) for force in m.force]),
        ("What is settled and what is not", lambda m, _: [str(verdict) for verdict in m.verdicts]),
        ("What to establish first", _deciding),
        ("About events", _flags),
        ("Assumed", lambda m, _: m.assumes),
    )
    for heading, tell in sections:
        told = tell(monitored, accord)
        if told:
            lines += ["", f"{heading}:", *(f"  {line}" for line in told)]
    return (*lines, *monitored.notes)


def _standing(monitored: Monitored, accord: Accord) -> list[str]:
    ends = dict(zip(ENDS, ("the accord has collapsed", "the accord is complete"), strict=True))
    return [
        f"{ends.get(now.phase) or accord.phase(now.phase).name}, since {_span(now.since)}; {now.held}"
        for now in monitored.phases
    ]


def _blamed(monitored: Monitored, accord: Accord) -> list[str]:
    return [
        f"{accord.name(now.party)}, since {_span(now.since)}; {now.held}" for now in monitored.defaults
    ] or ["nobody"]


def _duties(monitored: Monitored, accord: Accord, *stances: str) -> list[str]:
    return [_duty(duty, accord) for duty in monitored.duties if duty.stance in stances]


def _duty(duty: DutyNow, accord: Accord) -> str:
    good = next((good.name for good in accord.goods if good.id == duty.good), duty.good)
    when = {
        "overdue": f"overdue, behind since {_span(duty.since)}",
        "in cure": f"late, no breach until the end of {duty.by}",
        "due": "by the end of today",
        "coming": f"by the end of {duty.by or 'a day past the calendar'}",
    }[duty.stance]
    only = ", if what is due before is given" if duty.conditional else ""
    what = f"{accord.name(duty.debtor)} {duty.act} ({duty.units:,} {good})"
    return f"{what}: {when}{only}; {duty.held} [{duty.clause}]"


def _given(monitored: Monitored, accord: Accord) -> list[str]:
    goods = {good.id: good.name for good in accord.goods}
    found = []
    for now in monitored.exposure:
        much = f"{now.fewest:,}" if now.fewest == now.most else f"{now.fewest:,} to {now.most:,}"
        who = f"{accord.name(now.giver)} to {accord.name(now.taker)}"
        found.append(f"{who}: {much} of {now.owed:,} {goods.get(now.good, now.good)} [{now.clause}]")
    return found


def _powers(monitored: Monitored, accord: Accord) -> list[str]:
    found = []
    for now in monitored.powers:
        remedy = ", in answer to a breach" if now.remedy else ""
        clause = f" [{now.clause}]" if now.clause else ""
        found.append(f"{accord.name(now.side)} {now.act}{remedy}; {now.held}{clause}")
    return found


def _deciding(monitored: Monitored, _: Accord) -> list[str]:
    return [
        f"{told.event}: of {monitored.open_findings} open findings it settles {told.settles_if_so} if so, "
        f"{told.settles_if_not} if not"
        for told in monitored.deciding
    ]


def _flags(monitored: Monitored, _: Accord) -> list[str]:
    found = []
    for noted in monitored.events:
        where = f" ({noted.where})" if noted.where else ""
        found += [f"{noted.event}{where}: {what}" for _, what in noted.flags]
        if noted.status in {"borne out", "ruled out"}:
            found.append(f"{noted.event}{where}: {noted.status} by what else is established")
    return found


def _span(dates: tuple[dt.date | None, dt.date | None]) -> str:
    first, last = dates
    return str(first) if first == last else f"{first} at the earliest, {last} at the latest"
