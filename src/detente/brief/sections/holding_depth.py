"""One wording of an accord in depth: form, days, exposure, escrow, what keeping is worth, the outlook."""

from math import isinf
from typing import TypeVar

from detente.accord.everything import AccordAnalysis
from detente.accord.language.plan import Accord, Obligation, Power, Terms
from detente.accord.questions.bond import Bond
from detente.accord.questions.escrow import Escrow
from detente.accord.questions.exposure import ExposureDay, ExposureLedger, ExposurePeak
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
from detente.brief.wording import tell, tell_as
from detente.languages import mark, say, spoken
from detente.languages.figures import number_text

__all__ = ["depth"]

Kind = TypeVar("Kind")

_ENDS = {"collapse": mark("collapse"), "complete": mark("complete")}
"""The ends of an accord, told like its phases."""


def depth(found: AccordAnalysis) -> list[Block]:
    """The parts about the wording that was asked in depth; those whose result is missing are left out."""
    accord = found.accord
    label = next((w.label for w in accord.wordings if w.id == found.wording), "")
    told: list[Block] = []
    if accord.wordings and label:
        about = tell("What follows is about the wording {wording}.", wording=said(label))
        told.append(Paragraph(words=about))
    elif accord.wordings:
        told.append(Paragraph(words=tell("What follows is about the accord as it is read.")))
    told.append(Part(title=tell("Day by day"), blocks=(_days(found),)))
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
        Stretch(label=p.name, first=begins[p.id], last=begins[p.id] + p.lasts - 1, kind=say("phase"))
        for p in accord.phases
    ]
    due: list[Due] = []
    for terms in _terms(found).values():
        if isinstance(terms, Obligation):
            # Translators: `act` is a verb phrase as the accord's file has it: "withdraws its troops".
            label = say("{party} {act}", party=accord.name(terms.debtor), act=terms.act)
            start = begins[terms.phase]
            last = accord.phase(terms.phase).lasts
            end = min(max(terms.due, default=last), last) if not terms.after else last
            rows.append(
                Stretch(label=label, first=start + terms.opens - 1, last=start + end - 1, kind=say("duty"))
            )
            days = terms.due if not terms.after else ()
            due += [Due(label=label, day=start + day - 1) for day in sorted(set(days))]
        elif isinstance(terms, Power) and not terms.remedy and "phase-over" in terms.when and terms.phases:
            day = begins[terms.phases[0]] + accord.phase(terms.phases[0]).lasts
            rows += [
                Stretch(
                    label=say("{party} may: {act}", party=accord.name(who), act=terms.act),
                    first=day,
                    last=first + 6,
                    kind=say("power"),
                )
                for who in terms.holders
            ]
    return _by_day(rows, due)


def _by_day(rows: list[Stretch], due: list[Due]) -> Chart:
    table = Table(
        caption=tell("Phases, duties and powers by day"),
        columns=(
            Column(title=tell_as("head of a column", "What")),
            Column(title=tell_as("head of a column", "From day"), numeric=True),
            Column(title=tell_as("head of a column", "To day"), numeric=True),
        ),
        rows=tuple(
            Row(cells=(words(name(r.label)), words(f"{r.first:g}"), words(f"{r.last:g}"))) for r in rows
        ),
    )
    description = say(
        "Phases as long as planned, duties from their first to their last day with a tick at each "
        "deadline, and powers that begin when a phase is over. Later phases begin later where an earlier "
        "one runs on."
    )
    told = Told(
        id="accord-days", title=say("Phases, duties and powers"), description=description, table=table
    )
    return stretches(told, rows, due, kinds=[say("phase"), say("duty"), say("power")])


def _form(result: FormReport) -> Part:
    if not result.remarks:
        text = tell(
            "No clause is dead, every phase can be reached, and each side can meet each of its duties alone."
        )
        blocks: tuple[Block, ...] = (Paragraph(words=text),)
    else:
        blocks = (Bullets(items=tuple(words(said(remark.says)) for remark in result.remarks)),)
    return Part(title=tell("The text itself"), blocks=blocks)


def _exposure(found: AccordAnalysis, result: ExposureLedger) -> Part:
    """Who has given how much more than it has received: the largest, and by day of the first phase."""
    accord = found.accord
    rows = []
    for index, measure in enumerate(result.measures):
        peaks = {peak.honest: peak for peak in result.peaks if peak.measure == index}
        if not peaks or measure.kind == "good":
            continue
        counted = say("worth") if measure.kind == "worth" else measure.name
        # Translators: a party, and in what is counted what it has given: "Delta, worth".
        label = tell("{party}, {counted}", party=name(accord.name(measure.party)), counted=said(counted))
        cells: list[Words] = [label]
        for honest in (True, False):
            peak = peaks.get(honest)
            cells.append(_peak(peak, measure.unit) if peak is not None else tell("nothing"))
        rows.append(Row(cells=tuple(cells)))
    table = Table(
        caption=tell("The most that a party has given beyond what it has received, and when"),
        columns=(
            Column(title=tell("Party, counted in")),
            Column(title=tell("If all keep the accord")),
            Column(title=tell("Whatever is done")),
        ),
        rows=tuple(rows),
    )
    text = tell(
        "A party is exposed by what it has given and not yet received. Worth is in each party's own unit "
        "and an {assumption}.",
        assumption=assumed(),
    )
    blocks: list[Block] = [Paragraph(words=text), *([table] if rows else [])]
    chart = _exposure_chart(found, result)
    if chart is not None:
        blocks.append(chart)
    covers = [one for one in found.findings if isinstance(one, Escrow)]
    if covers:
        lead = tell("A deposit that covers a party, whatever the others do, while it keeps its duties:")
        blocks.append(Paragraph(words=lead))
        blocks.append(Bullets(items=tuple(_cover(one) for one in covers)))
    return Part(title=tell("Who is exposed when"), blocks=tuple(blocks))


def _peak(peak: ExposurePeak, unit: str) -> Words:
    amount = number(_figure(peak.value), peak.value)
    if not unit:
        return tell("{amount}, day {day}", amount=amount, day=str(peak.by_day))
    # Translators: an amount of a good, by a day of the accord: "60 hostages, day 5".
    return tell("{amount} {unit}, day {day}", amount=amount, unit=unit, day=str(peak.by_day))


def _exposure_chart(found: AccordAnalysis, result: ExposureLedger) -> Chart | None:
    accord = found.accord
    phase = accord.phases[0]
    chosen = [k for k, m in enumerate(result.measures) if m.kind == "worth"]
    days = [day for day in result.days if day.phase == phase.id and day.measure in chosen and not day.onward]
    if not days:
        return None
    rows = [band for day in days for band in _bands(accord, result, day)]
    table = Table(
        caption=tell("Given less received, in each party's own unit"),
        columns=(
            Column(title=tell("Party, day")),
            Column(title=tell("If all keep the accord")),
            Column(title=tell("Whatever is done")),
        ),
        rows=tuple(_exposure_row(accord, result, day) for day in days),
        folded=say("The same as a table"),
    )
    description = say(
        "For each party and each day of {phase}: the least and the most that it has given beyond what "
        "it has received, if all keep the accord and whatever is done. Below the line it holds more than "
        "it gave.",
        phase=phase.name,
    )
    title = say("Exposure by day of {phase}", phase=phase.name)
    told = Told(id="accord-exposure", title=title, description=description, table=table)
    kinds = [say("whatever is done"), say("if all keep the accord")]
    return bands(told, rows, axis=say("given less received"), kinds=kinds)


def _bands(accord: Accord, result: ExposureLedger, day: ExposureDay) -> list[Band]:
    who = accord.name(result.measures[day.measure].party)
    whatever = say("whatever is done")
    found = [Band(who=who, kind=whatever, day=day.day, low=day.any_play[0], high=day.any_play[1])]
    if day.honest is not None:
        kept = say("if all keep the accord")
        found.append(Band(who=who, kind=kept, day=day.day, low=day.honest[0], high=day.honest[1]))
    return found


def _exposure_row(accord: Accord, result: ExposureLedger, day: ExposureDay) -> Row:
    who = accord.name(result.measures[day.measure].party)
    cells = (
        # Translators: a party, and the number of a day: "Delta, 3".
        tell("{party}, {day}", party=name(who), day=str(day.day)),
        _between(day.honest) if day.honest is not None else tell("not reached"),
        _between(day.any_play),
    )
    return Row(cells=cells)


def _between(ends: tuple[float, float]) -> Words:
    return tell("{low} to {high}", low=_figure(ends[0], "g"), high=_figure(ends[1], "g"))


def _figure(x: float, form: str = ",.4g") -> str:
    """A number to at most so many digits, as the language writes it."""
    text = f"{x:{form}}"
    if spoken().code == "en" or "e" in text:
        return text
    return number_text(float(text.replace(",", "")), len(text.partition(".")[2]))


def _cover(one: Escrow) -> Words:
    if one.credit is None:
        return tell("{party}: none is enough", party=name(one.name))
    amount = number(_figure(one.credit), one.credit)
    # Translators: the deposit that covers a party: "Delta: 24 in its own unit of worth".
    return tell("{party}: {amount} {unit}", party=name(one.name), amount=amount, unit=one.unit)


def _keeping(found: AccordAnalysis, result: Keeping) -> Part:
    answers = {
        True: say("With the likely values, each party does best to keep the accord while the others do."),
        False: say(
            "With the likely values, not every party does best to keep the accord while the others do."
        ),
        None: say(
            "With the likely values, it depends on who moves first whether each does best to keep the accord "
            "while the others do."
        ),
    }
    lead = words(answers[result.holds], " ")
    if result.share is not None:
        ranges = tell(
            "Over the ranges of what things are worth it holds in {share} of draws.",
            share=chance(result.share),
        )
        lead = words(lead, ranges)
    rows = tuple(_keeping_row(found, one) for one in result.parties)
    table = Table(
        caption=tell("What a party would gain by not keeping it, in its own unit"),
        columns=(
            Column(title=tell_as("head of a column", "Party")),
            Column(title=tell_as("head of a column", "Lawfully")),
            Column(title=tell_as("head of a column", "By breach")),
            Column(title=tell("Smallest bond that removes the gain")),
        ),
        rows=rows,
    )
    note = tell(
        "A bond is lost on the first breach of any clause. Where the gain is lawful, no bond removes it, "
        "however large. Every worth is an {assumption} of the file {file}.",
        assumption=assumed(),
        file=found.accord.id,
    )
    return Part(
        title=tell("Is keeping it worthwhile"),
        blocks=(Paragraph(words=lead), table, Paragraph(words=note, style="small")),
    )


def _keeping_row(found: AccordAnalysis, one: PartyKeeping) -> Row:
    bonds = {bond.party: bond for bond in found.findings if isinstance(bond, Bond)}
    cells = [words(name(found.accord.name(one.party)))]
    for way in (one.lawful, one.breach):
        if way.leaves is None or way.gain is None:
            cells.append(tell("nothing"))
        else:
            day = str(way.leaves.day)
            cells.append(tell("{amount}, from day {day}", amount=value(way.gain), day=day))
    bond = bonds.get(one.party)
    if bond is None:
        cells.append(tell("not asked"))
    elif isinf(bond.amount):
        cells.append(tell("none: {because}", because=said(bond.because)))
    else:
        cells.append(words(number(_figure(bond.amount), bond.amount)))
    return Row(cells=tuple(cells))


def _outlook(result: Outlook) -> Part:
    rows = tuple(_prospect(one) for one in result.prospects)
    table = Table(
        caption=tell("How likely each phase and end is if all keep the accord and incidents happen"),
        columns=(
            Column(title=tell("Phase or end")),
            Column(title=tell("At the likely chances"), numeric=True),
            Column(title=tell("Nine draws in ten")),
            Column(title=tell("Day, on average"), numeric=True),
        ),
        rows=rows,
    )
    text = tell(
        "Incidents that no side orders have a chance each day, which is an {assumption} with a wide range. "
        "What the sides decide is not forecast here.",
        assumption=assumed(),
    )
    return Part(title=tell("Under hazards"), blocks=(Paragraph(words=text), table))


def _prospect(one: Prospect) -> Row:
    between = tell("{low} to {high}", low=share(one.low), high=share(one.high))
    mean = words(f"{one.mean_day:.0f}") if one.mean_day is not None else tell("never")
    called = say(_ENDS[one.what]) if one.what in _ENDS else one.name
    return Row(cells=(words(name(called)), words(share(one.chance)), between, mean))
