"""One wording of an accord in depth: form, days, exposure, escrow, what keeping is worth, the outlook."""

from math import isinf
from typing import TypeVar

from detente.accord.everything import AccordAnalysis
from detente.accord.language.plan import Accord, Obligation, Power, Terms
from detente.accord.questions.bond import Bond
from detente.accord.questions.escrow import Escrow
from detente.accord.questions.exposure import ExposureDay, ExposureLedger
from detente.accord.questions.form import FormReport
from detente.accord.questions.keeping import Keeping, PartyKeeping
from detente.accord.questions.outlook import Outlook, Prospect
from detente.brief.blocks import (
    Block,
    Bullets,
    Chart,
    Column,
    Paragraph,
    Part,
    Row,
    Table,
    Words,
    assumed,
    name,
    number,
    said,
    words,
)
from detente.brief.charts import Told
from detente.brief.charts_over_days import Band, Due, Stretch, bands, stretches
from detente.brief.phrases import chance, share, value

__all__ = ["depth"]

Kind = TypeVar("Kind")

_KEPT, _ANY = "if all keep the accord", "whatever is done"


def depth(found: AccordAnalysis) -> list[Block]:
    """The parts about the wording that was asked in depth; those whose result is missing are left out."""
    accord = found.accord
    label = next((w.label for w in accord.wordings if w.id == found.wording), "")
    told: list[Block] = []
    if accord.wordings:
        which = words("the wording ", said(label)) if label else words("the accord as it is read")
        told.append(Paragraph(words=words("What follows is about ", which, ".")))
    told.append(Part(title=words("Day by day"), blocks=(_days(found),)))
    form, ledger = _one(found, FormReport), _one(found, ExposureLedger)
    keeping, outlook = _one(found, Keeping), _one(found, Outlook)
    told += [_form(form)] if form is not None else []
    told += [_exposure(found, ledger)] if ledger is not None else []
    told += [_keeping(found, keeping)] if keeping is not None else []
    told += [_outlook(outlook)] if outlook is not None else []
    return told


def _one(found: AccordAnalysis, kind: type[Kind]) -> Kind | None:
    """The result of that kind, or None."""
    return next((one for one in found.findings if isinstance(one, kind)), None)


def _terms(found: AccordAnalysis) -> dict[str, Terms]:
    accord = found.accord
    chosen = accord.readings(found.wording)
    return {clause.id: clause.reading(chosen[clause.id]).terms for clause in accord.clauses}


def _days(found: AccordAnalysis) -> Chart:
    """Phases, what is due and who may do what, by day, when every phase lasts as planned."""
    accord = found.accord
    begins, first = {}, 1
    for phase in accord.phases:
        begins[phase.id] = first
        first += phase.lasts
    rows = [
        Stretch(label=p.name, first=begins[p.id], last=begins[p.id] + p.lasts - 1, kind="phase")
        for p in accord.phases
    ]
    due: list[Due] = []
    for terms in _terms(found).values():
        if isinstance(terms, Obligation):
            label = f"{accord.name(terms.debtor)} {terms.act}"
            start = begins[terms.phase]
            last = accord.phase(terms.phase).lasts
            end = min(max(terms.due, default=last), last) if not terms.after else last
            rows.append(
                Stretch(label=label, first=start + terms.opens - 1, last=start + end - 1, kind="duty")
            )
            days = terms.due if not terms.after else ()
            due += [Due(label=label, day=start + day - 1) for day in sorted(set(days))]
        elif isinstance(terms, Power) and not terms.remedy and "phase-over" in terms.when and terms.phases:
            day = begins[terms.phases[0]] + accord.phase(terms.phases[0]).lasts
            rows += [
                Stretch(label=f"{accord.name(who)} may: {terms.act}", first=day, last=first + 6, kind="power")
                for who in terms.holders
            ]
    table = Table(
        caption=words("Phases, duties and powers by day"),
        columns=(
            Column(title=words("What")),
            Column(title=words("From day"), numeric=True),
            Column(title=words("To day"), numeric=True),
        ),
        rows=tuple(
            Row(cells=(words(name(r.label)), words(f"{r.first:g}"), words(f"{r.last:g}"))) for r in rows
        ),
    )
    description = (
        "Phases as long as planned, duties from their first to their last day with a tick at each "
        "deadline, and powers that begin when a phase is over. Later phases begin later where an earlier "
        "one runs on."
    )
    told = Told(id="accord-days", title="Phases, duties and powers", description=description, table=table)
    return stretches(told, rows, due, kinds=["phase", "duty", "power"])


def _form(result: FormReport) -> Part:
    if not result.remarks:
        text = (
            "No clause is dead, every phase can be reached, and each side can meet each of its duties alone."
        )
        blocks: tuple[Block, ...] = (Paragraph(words=words(text)),)
    else:
        blocks = (Bullets(items=tuple(words(said(remark.says)) for remark in result.remarks)),)
    return Part(title=words("The text itself"), blocks=blocks)


def _exposure(found: AccordAnalysis, result: ExposureLedger) -> Part:
    """Who has given how much more than it has received: the largest, and by day of the first phase."""
    accord = found.accord
    rows = []
    for index, measure in enumerate(result.measures):
        peaks = {peak.honest: peak for peak in result.peaks if peak.measure == index}
        if not peaks or measure.kind == "good":
            continue
        label = words(name(accord.name(measure.party)), ", ", said(measure.name))
        cells: list[Words] = [label]
        for honest in (True, False):
            peak = peaks.get(honest)
            unit = f" {measure.unit}" if measure.unit else ""
            cells.append(
                words(number(f"{peak.value:,.4g}", peak.value), unit, f", day {peak.by_day}")
                if peak is not None
                else words("nothing")
            )
        rows.append(Row(cells=tuple(cells)))
    table = Table(
        caption=words("The most that a party has given beyond what it has received, and when"),
        columns=(
            Column(title=words("Party, counted in")),
            Column(title=words(_KEPT.capitalize())),
            Column(title=words(_ANY.capitalize())),
        ),
        rows=tuple(rows),
    )
    text = words(
        "A party is exposed by what it has given and not yet received. Worth is in each party's own unit "
        "and an ",
        assumed("assumption"),
        ".",
    )
    blocks: list[Block] = [Paragraph(words=text), *([table] if rows else [])]
    chart = _exposure_chart(found, result)
    if chart is not None:
        blocks.append(chart)
    covers = [one for one in found.findings if isinstance(one, Escrow)]
    if covers:
        blocks.append(
            Paragraph(
                words=words(
                    "A deposit that covers a party, whatever the others do, while it keeps its duties:"
                )
            )
        )
        blocks.append(Bullets(items=tuple(_cover(one) for one in covers)))
    return Part(title=words("Who is exposed when"), blocks=tuple(blocks))


def _exposure_chart(found: AccordAnalysis, result: ExposureLedger) -> Chart | None:
    accord = found.accord
    phase = accord.phases[0]
    chosen = [k for k, m in enumerate(result.measures) if m.kind == "worth"]
    days = [day for day in result.days if day.phase == phase.id and day.measure in chosen and not day.onward]
    if not days:
        return None
    rows = [band for day in days for band in _bands(accord, result, day)]
    table = Table(
        caption=words("Given less received, in each party's own unit"),
        columns=(
            Column(title=words("Party, day")),
            Column(title=words(_KEPT.capitalize())),
            Column(title=words(_ANY.capitalize())),
        ),
        rows=tuple(_exposure_row(accord, result, day) for day in days),
        folded="The same as a table",
    )
    description = (
        f"For each party and each day of {phase.name}: the least and the most that it has given beyond what "
        "it has received, if all keep the accord and whatever is done. Below the line it holds more than "
        "it gave."
    )
    told = Told(
        id="accord-exposure", title=f"Exposure by day of {phase.name}", description=description, table=table
    )
    return bands(told, rows, axis="given less received", kinds=[_ANY, _KEPT])


def _bands(accord: Accord, result: ExposureLedger, day: ExposureDay) -> list[Band]:
    who = accord.name(result.measures[day.measure].party)
    found = [Band(who=who, kind=_ANY, day=day.day, low=day.any_play[0], high=day.any_play[1])]
    if day.honest is not None:
        found.append(Band(who=who, kind=_KEPT, day=day.day, low=day.honest[0], high=day.honest[1]))
    return found


def _exposure_row(accord: Accord, result: ExposureLedger, day: ExposureDay) -> Row:
    who = accord.name(result.measures[day.measure].party)
    kept = f"{day.honest[0]:g} to {day.honest[1]:g}" if day.honest is not None else "not reached"
    cells = (
        words(name(who), f", {day.day}"),
        words(kept),
        words(f"{day.any_play[0]:g} to {day.any_play[1]:g}"),
    )
    return Row(cells=cells)


def _cover(one: Escrow) -> Words:
    if one.credit is None:
        return words(name(one.name), ": none is enough")
    return words(name(one.name), ": ", number(f"{one.credit:,.4g}", one.credit), f" {one.unit}")


def _keeping(found: AccordAnalysis, result: Keeping) -> Part:
    accord = found.accord
    answer = {
        True: "each party does",
        False: "not every party does",
        None: "it depends on who moves first whether each does",
    }
    lead = words(
        "With the likely values, ", answer[result.holds], " best to keep the accord while the others do. "
    )
    if result.share is not None:
        lead = words(
            lead, "Over the ranges of what things are worth it holds in ", chance(result.share), " of draws."
        )
    rows = tuple(_keeping_row(found, one) for one in result.parties)
    table = Table(
        caption=words("What a party would gain by not keeping it, in its own unit"),
        columns=(
            Column(title=words("Party")),
            Column(title=words("Lawfully")),
            Column(title=words("By breach")),
            Column(title=words("Smallest bond that removes the gain")),
        ),
        rows=rows,
    )
    note = words(
        "A bond is lost on the first breach of any clause. Where the gain is lawful, no bond removes it, "
        "however large. Every worth is an ",
        assumed("assumption"),
        f" of the file {accord.id}.",
    )
    return Part(
        title=words("Is keeping it worthwhile"),
        blocks=(Paragraph(words=lead), table, Paragraph(words=note, style="small")),
    )


def _keeping_row(found: AccordAnalysis, one: PartyKeeping) -> Row:
    bonds = {bond.party: bond for bond in found.findings if isinstance(bond, Bond)}
    cells = [words(name(found.accord.name(one.party)))]
    for way in (one.lawful, one.breach):
        if way.leaves is None or way.gain is None:
            cells.append(words("nothing"))
        else:
            cells.append(words(value(way.gain), f", from day {way.leaves.day}"))
    bond = bonds.get(one.party)
    if bond is None:
        cells.append(words("not asked"))
    elif isinf(bond.amount):
        cells.append(words("none: ", said(bond.because)))
    else:
        cells.append(words(number(f"{bond.amount:,.4g}", bond.amount)))
    return Row(cells=tuple(cells))


def _outlook(result: Outlook) -> Part:
    rows = tuple(_prospect(one) for one in result.prospects)
    table = Table(
        caption=words("How likely each phase and end is if all keep the accord and incidents happen"),
        columns=(
            Column(title=words("Phase or end")),
            Column(title=words("At the likely chances"), numeric=True),
            Column(title=words("Nine draws in ten")),
            Column(title=words("Day, on average"), numeric=True),
        ),
        rows=rows,
    )
    text = words(
        "Incidents that no side orders have a chance each day, which is an ",
        assumed("assumption"),
        " with a wide range. What the sides decide is not forecast here.",
    )
    return Part(title=words("Under hazards"), blocks=(Paragraph(words=text), table))


def _prospect(one: Prospect) -> Row:
    between = words(share(one.low), " to ", share(one.high))
    mean = words(f"{one.mean_day:.0f}") if one.mean_day is not None else words("never")
    return Row(cells=(words(name(one.name)), words(share(one.chance)), between, mean))
