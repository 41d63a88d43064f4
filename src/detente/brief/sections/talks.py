"""How the talks may go: how often and when simulated talks end in a deal, on which terms, what ends them."""

import re
from dataclasses import replace

from detente.analysis.results import Chance
from detente.brief.blocks import (
    Block,
    Chart,
    Column,
    Paragraph,
    Part,
    Row,
    Section,
    Table,
    Words,
    joined,
    link,
    name,
    said,
    words,
)
from detente.brief.charts import Told
from detente.brief.charts_over_days import Share, shares
from detente.brief.given import Given
from detente.brief.phrases import chance, count, share
from detente.brief.sections.talks_depth import depth
from detente.brief.sections.talks_words import SettingNames
from detente.talks.everything import TalksOutlook
from detente.talks.results import TalksFound

__all__ = ["talks_section"]

_KINDS = ("with a deal", "still talking")
_LEAST = 0.05
_ROWS = 8
_ENDS = {
    "ran on": "still talking on the last day that was simulated",
    "deal": "a deal",
    "deadline": "the deadline passed",
    "broke down": "the talks broke down",
    "walked out": "a party left for good",
    "first phase only": "a deal on the first phase alone",
}
_PHASES = {
    "drafting": "while the mediator was drafting",
    "answering": "while delegations were answering",
    "ratifying": "while homes were answering",
}


def talks_section(given: Given, outlook: TalksOutlook) -> Section:
    """What was simulated, the time to a deal, the terms, what ends runs, what if, what moves it, one run."""
    names = SettingNames(given.names, outlook.setting)
    blocks: list[Block] = [
        Paragraph(words=_simulated(outlook)),
        Paragraph(words=_answer(outlook), style="lead"),
        Part(title=words("Time to a deal"), blocks=(_curve(outlook),)),
    ]
    if outlook.result.deals.share > 0:
        blocks.append(Part(title=words("Terms that survive"), blocks=_terms(given, outlook)))
    blocks.append(
        Part(title=words("What ends the runs, and who said no"), blocks=_ends(given, names, outlook))
    )
    blocks += depth(given, names, outlook)
    return Section(id="talks", title="How the talks may go", blocks=tuple(blocks))


def _simulated(outlook: TalksOutlook) -> Words:
    """The two sentences that say what was simulated and what a deal frequency is not."""
    result = outlook.result
    protocol = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", result.protocol).lower()
    setting = said(outlook.setting.name or outlook.setting.id)
    return words(
        "Talks were simulated ",
        count(result.runs),
        " times by the protocol ",
        said(protocol),
        " under the setting ",
        setting,
        ", each time with every uncertain number of the case and of the setting drawn anew and for at most ",
        count(result.last_day),
        " days. The deal frequency is the share of these runs that end in a deal; it is not the ",
        link("odds", "#zone"),
        " that a package passes, and it is no forecast.",
    )


def _answer(outlook: TalksOutlook) -> Words:
    result = outlook.result
    if result.deals.share == 0:
        return words("None of the simulated runs ends in a deal.")
    days = dict(result.found.days)
    return words(
        "A deal ends ",
        chance(result.deals),
        " of the runs; of these deals half come by day ",
        count(days["50 %"]),
        ", nine in ten of them between day ",
        count(days["5 %"]),
        " and day ",
        count(days["95 %"]),
        ".",
    )


def _curve(outlook: TalksOutlook) -> Chart:
    *before, last = outlook.result.found.curve
    curve = (*before, replace(last, talking=dict(outlook.result.found.ends)["ran on"]))
    rows = [
        Share(
            kind=kind,
            day=point.day,
            value=one.share,
            low=one.share - 2 * one.error,
            high=one.share + 2 * one.error,
        )
        for point in curve
        for kind, one in zip(_KINDS, (point.deal, point.talking), strict=True)
    ]
    shown = (*curve[: -1 : max(len(curve) // _ROWS, 1)], curve[-1])
    table = Table(
        caption=words("Share of all runs by day"),
        columns=tuple(
            Column(title=words(title), numeric=True)
            for title in ("Day", "With a deal by then", "Still talking")
        ),
        rows=tuple(Row(cells=(words(count(p.day)), _chance(p.deal), _chance(p.talking))) for p in shown),
    )
    last = curve[-1]
    description = (
        f"Two lines over {last.day} days, each with a band of two standard errors. The share of runs with a "
        f"deal rises to {_plain(last.deal)} on the last day; the share still talking falls to "
        f"{_plain(last.talking)}. The rest ended without a deal."
    )
    told = Told(id="talks-curve", title="When runs end", description=description, table=table)
    return shares(told, rows, axis="share of runs", kinds=_KINDS)


def _terms(given: Given, outlook: TalksOutlook) -> tuple[Block, ...]:
    found = outlook.result.found
    rows = []
    for issue in dict.fromkeys(term.issue for term in found.terms):
        own = [term for term in found.terms if term.issue == issue and term.share.share >= _LEAST]
        own.sort(key=lambda term: (-term.share.share, term.option))
        told = [words(given.names.option(issue, t.option), "\u00a0", chance(t.share)) for t in own]
        rows.append(Row(cells=(given.names.issue(issue), joined(told, "; "))))
    text = words(
        "How often each option stands in the deals that were reached; options in fewer than 5\u00a0% of them "
        "are left out. Of ",
        count(found.distinct),
        " different packages the most frequent is in ",
        chance(found.packages[0].share),
        " of the deals.",
    )
    columns = tuple(
        Column(title=words(title)) for title in ("Issue", "Options, with their share of the deals")
    )
    table = Table(caption=words("Terms of the deals"), columns=columns, rows=tuple(rows))
    return Paragraph(words=text), table


def _ends(given: Given, names: SettingNames, outlook: TalksOutlook) -> tuple[Block, ...]:
    found = outlook.result.found
    ends = [(words(_ENDS.get(end, end)), c) for end, c in found.ends if c.share > 0]
    without: list[tuple[Words, Chance]] = []
    without += [(words("ended by: ", names.item(by)), c) for by, c in found.ended_by]
    without += [(words(_PHASES.get(phase, phase)), c) for phase, c in found.phases]
    blocks: list[Block] = [_table("How runs end", "End", "Share of runs", ends)]
    if 1 - outlook.result.deals.share > 0:
        said_no = _named(given, found)
        blocks.append(_table("Runs without a deal", "What was going on", "Share of these runs", without))
        blocks.append(_table("Who said no, in runs without a deal", "Who", "Share of these runs", said_no))
    struck = [
        Row(cells=(names.item(what), _chance(often), _chance(deals) if often.share > 0 else words("none")))
        for what, often, deals in found.struck
    ]
    if struck:
        heads = ("What may strike", "In so many runs", "Deals where it did")
        columns = tuple(Column(title=words(t), numeric=k > 0) for k, t in enumerate(heads))
        caption = words("What struck; where it strikes late, talks have lasted long, so this shows no effect")
        blocks.append(
            Table(caption=caption, columns=columns, rows=tuple(struck), folded=f"What struck ({len(struck)})")
        )
    return tuple(blocks)


def _named(given: Given, found: TalksFound) -> list[tuple[Words, Chance]]:
    """Parties that refused, actors that said no at home, ratifiers that quit, each in alphabetical order."""
    told: list[tuple[Words, Chance]] = []
    for verb, rows in (
        (" refused the last text", found.refused),
        (" last said no at home", found.blocked),
        (" had quit (of all runs)", found.quit),
    ):
        ranked = sorted(rows, key=lambda row: given.case.named(row[0]))
        told += [(words(name(given.case.named(a)), verb), c) for a, c in ranked if c.share > 0]
    return told


def _table(caption: str, what: str, shared: str, rows: list[tuple[Words, Chance]]) -> Table:
    columns = (Column(title=words(what)), Column(title=words(shared), numeric=True))
    told = tuple(Row(cells=(label, _chance(c))) for label, c in rows if c.share > 0)
    return Table(caption=words(caption), columns=columns, rows=told)


def _chance(c: Chance) -> Words:
    return words(chance(c))


def _plain(c: Chance) -> str:
    return share(c.share).text.replace("\u00a0", " ")
