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
from detente.brief.sections.talks_words import SettingNames, told_default
from detente.brief.wording import in_turn, tell, tell_as
from detente.languages import mark, say, say_as
from detente.languages.figures import percent
from detente.talks.everything import TalksOutlook
from detente.talks.results import TalksFound

__all__ = ["talks_section"]

# Translators: two lines of a chart, each the share of runs.
_KINDS = (mark("with a deal"), mark("still talking"))
_LEAST = 0.05
_ROWS = 8
_PROTOCOLS = {
    "AlternatingOffers": mark("alternating offers"),
    "Phased": mark("phased"),
    "SealedPositions": mark("sealed positions"),
    "Shuttle": mark("shuttle"),
    "SingleText": mark("single text"),
    "ThreeAlternatives": mark("three alternatives"),
}
_ENDS = {
    "ran on": mark("still talking on the last day that was simulated"),
    "deal": mark("a deal"),
    "deadline": mark("the deadline passed"),
    "broke down": mark("the talks broke down"),
    "walked out": mark("a party left for good"),
    "first phase only": mark("a deal on the first phase alone"),
}
_PHASES = {
    "drafting": mark("while the mediator was drafting"),
    "answering": mark("while delegations were answering"),
    "ratifying": mark("while homes were answering"),
}


def talks_section(given: Given, outlook: TalksOutlook) -> Section:
    """What was simulated, the time to a deal, the terms, what ends runs, what if, what moves it, one run."""
    names = SettingNames(given.names, outlook.setting)
    blocks: list[Block] = [
        Paragraph(words=_simulated(outlook)),
        Paragraph(words=_answer(outlook), style="lead"),
        Part(title=tell("Time to a deal"), blocks=(_curve(outlook),)),
    ]
    if outlook.result.deals.share > 0:
        blocks.append(Part(title=tell("Terms that survive"), blocks=_terms(given, outlook)))
    blocks.append(
        Part(title=tell("What ends the runs, and who said no"), blocks=_ends(given, names, outlook))
    )
    blocks += depth(given, names, outlook)
    return Section(id="talks", title=say("How the talks may go"), blocks=tuple(blocks))


def _simulated(outlook: TalksOutlook) -> Words:
    """The two sentences that say what was simulated and what a deal frequency is not."""
    result = outlook.result
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", result.protocol).lower()
    protocol = say(_PROTOCOLS[result.protocol]) if result.protocol in _PROTOCOLS else plain
    # Translators: a link within "it is not the odds that a package passes".
    odds = link(say("odds"), "#zone")
    return tell(
        "Talks were simulated {runs} times by the protocol {protocol} under the setting {setting}, each time "
        "with every uncertain number of the case and of the setting drawn anew and for at most {days} days. "
        "The deal frequency is the share of these runs that end in a deal; it is not the {odds} that a "
        "package passes, and it is no forecast.",
        runs=count(result.runs),
        protocol=said(protocol),
        setting=said(told_default(outlook.setting.name) or outlook.setting.id),
        days=count(result.last_day),
        odds=odds,
    )


def _answer(outlook: TalksOutlook) -> Words:
    result = outlook.result
    if result.deals.share == 0:
        return tell("None of the simulated runs ends in a deal.")
    days = dict(result.found.days)
    return tell(
        "A deal ends {share} of the runs; of these deals half come by day {middle}, nine in ten of them "
        "between day {early} and day {late}.",
        share=chance(result.deals),
        middle=count(days["50 %"]),
        early=count(days["5 %"]),
        late=count(days["95 %"]),
    )


def _curve(outlook: TalksOutlook) -> Chart:
    *before, last = outlook.result.found.curve
    curve = (*before, replace(last, talking=dict(outlook.result.found.ends)["ran on"]))
    kinds = tuple(say(kind) for kind in _KINDS)
    rows = [
        Share(
            kind=kind,
            day=point.day,
            value=one.share,
            low=one.share - 2 * one.error,
            high=one.share + 2 * one.error,
        )
        for point in curve
        for kind, one in zip(kinds, (point.deal, point.talking), strict=True)
    ]
    shown = (*curve[: -1 : max(len(curve) // _ROWS, 1)], curve[-1])
    table = Table(
        caption=tell("Share of all runs by day"),
        columns=(
            Column(title=tell_as("head of a column", "Day"), numeric=True),
            Column(title=tell("With a deal by then"), numeric=True),
            Column(title=tell("Still talking"), numeric=True),
        ),
        rows=tuple(Row(cells=(words(count(p.day)), _chance(p.deal), _chance(p.talking))) for p in shown),
    )
    last = curve[-1]
    description = say(
        "Two lines over {days} days, each with a band of two standard errors. The share of runs with a "
        "deal rises to {deal} on the last day; the share still talking falls to {talking}. The rest ended "
        "without a deal.",
        days=last.day,
        deal=_plain(last.deal),
        talking=_plain(last.talking),
    )
    told = Told(id="talks-curve", title=say("When runs end"), description=description, table=table)
    return shares(told, rows, axis=say("share of runs"), kinds=kinds)


def _terms(given: Given, outlook: TalksOutlook) -> tuple[Block, ...]:
    found = outlook.result.found
    rows = []
    for issue in dict.fromkeys(term.issue for term in found.terms):
        own = [term for term in found.terms if term.issue == issue and term.share.share >= _LEAST]
        own.sort(key=lambda term: (-term.share.share, term.option))
        told = [words(given.names.option(issue, t.option), "\u00a0", chance(t.share)) for t in own]
        rows.append(
            Row(cells=(given.names.issue(issue), in_turn(told, say_as("between parts of a sentence", "; "))))
        )
    text = tell(
        "How often each option stands in the deals that were reached; options in fewer than {least} of them "
        "are left out. Of {count} different packages the most frequent is in {share} of the deals.",
        least=percent(_LEAST),
        count=count(found.distinct),
        share=chance(found.packages[0].share),
    )
    columns = (
        Column(title=tell_as("head of a column", "Issue")),
        Column(title=tell("Options, with their share of the deals")),
    )
    table = Table(caption=tell("Terms of the deals"), columns=columns, rows=tuple(rows))
    return Paragraph(words=text), table


def _ends(given: Given, names: SettingNames, outlook: TalksOutlook) -> tuple[Block, ...]:
    found = outlook.result.found
    ends = [(_called(_ENDS, end), c) for end, c in found.ends if c.share > 0]
    without: list[tuple[Words, Chance]] = []
    without += [(tell("ended by: {what}", what=names.item(by)), c) for by, c in found.ended_by]
    without += [(_called(_PHASES, phase), c) for phase, c in found.phases]
    all_runs, these = tell("Share of runs"), tell("Share of these runs")
    end = tell_as("head of a column", "End")
    blocks: list[Block] = [_table(tell("How runs end"), end, all_runs, ends)]
    if 1 - outlook.result.deals.share > 0:
        said_no = tell("Who said no, in runs without a deal")
        who = tell_as("head of a column", "Who")
        blocks.append(_table(tell("Runs without a deal"), tell("What was going on"), these, without))
        blocks.append(_table(said_no, who, these, _named(given, found)))
    struck = _struck(names, found)
    return (*blocks, struck) if struck is not None else tuple(blocks)


def _struck(names: SettingNames, found: TalksFound) -> Table | None:
    """What may strike, how often it did, and how often deals came where it did; None without any."""
    rows = [
        Row(cells=(names.item(what), _chance(often), _chance(deals) if often.share > 0 else tell("none")))
        for what, often, deals in found.struck
    ]
    if not rows:
        return None
    heads = (tell("What may strike"), tell("In so many runs"), tell("Deals where it did"))
    return Table(
        caption=tell("What struck; where it strikes late, talks have lasted long, so this shows no effect"),
        columns=tuple(Column(title=title, numeric=k > 0) for k, title in enumerate(heads)),
        rows=tuple(rows),
        folded=say("What struck ({n})", n=len(rows)),
    )


def _named(given: Given, found: TalksFound) -> list[tuple[Words, Chance]]:
    """Parties that refused, actors that said no at home, ratifiers that quit, each in alphabetical order."""
    told: list[tuple[Words, Chance]] = []
    for message, rows in (
        (_REFUSED, found.refused),
        (_BLOCKED, found.blocked),
        (_QUIT, found.quit),
    ):
        ranked = sorted(rows, key=lambda row: given.case.named(row[0]))
        told += [(tell(message, who=name(given.case.named(a))), c) for a, c in ranked if c.share > 0]
    return told


_REFUSED = mark("{who} refused the last text")
_BLOCKED = mark("{who} last said no at home")
_QUIT = mark("{who} had quit (of all runs)")


def _called(marked: dict[str, str], what: str) -> Words:
    """What has words of its own in them, anything else as it is."""
    return tell(marked[what]) if what in marked else words(what)


def _table(caption: Words, what: Words, shared: Words, rows: list[tuple[Words, Chance]]) -> Table:
    columns = (Column(title=what), Column(title=shared, numeric=True))
    told = tuple(Row(cells=(label, _chance(c))) for label, c in rows if c.share > 0)
    return Table(caption=caption, columns=columns, rows=told)


def _chance(c: Chance) -> Words:
    return words(chance(c))


def _plain(c: Chance) -> str:
    return share(c.share).text.replace("\u00a0", " ")
