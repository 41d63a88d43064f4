"""How the talks may go, in depth: what if, what moves the outcome, one run as a story, every assumption."""

from dataclasses import replace

from detente.brief.blocks import (
    Block,
    Bullets,
    Column,
    Fold,
    Paragraph,
    Part,
    Row,
    Table,
    Words,
    assumed,
    muted,
    number,
    said,
    words,
)
from detente.brief.given import Given
from detente.brief.phrases import chance, count, counted, decimal, share, value
from detente.brief.sections.talks_words import SettingNames, mandates, told_default
from detente.brief.wording import in_turn, tell, tell_as, tell_plural
from detente.languages import mark, retold, say, say_as
from detente.languages.figures import number_text
from detente.talks.everything import TalksOutlook
from detente.talks.influence.results import Influence, Moved, TalksSensitivity
from detente.talks.results import TalksComparison
from detente.talks.setting.values import Setting

__all__ = ["depth"]

_SHOWN = 10
_METHODS = {
    "pawn": mark(
        "The index is the median distance between what happens where the number lies in one tenth of its "
        "draws and what happens at all; the share is that of the variance between runs that the number "
        "explains alone."
    ),
    "sobol": mark("The index is the share of the variance that the number explains with all others."),
    "morris": mark("The index is the mean size of the change when the number alone moves."),
}
# Translators: what is asked about; it stands in "What moves {about}" and "For {about} nothing stands out".
_ABOUT = {"deal": mark("whether there is a deal"), "day": mark("the day of a deal")}


def depth(given: Given, names: SettingNames, outlook: TalksOutlook) -> list[Block]:
    """The counterfactual table, the shares due to assumptions, and the two annexes."""
    blocks: list[Block] = []
    if outlook.comparisons:
        blocks.append(Part(title=tell("What if"), blocks=_what_ifs(names, outlook.comparisons)))
    if outlook.sensitivity is not None:
        title = tell("The share due to each assumption")
        blocks.append(Part(title=title, blocks=_moved(given, names, outlook.sensitivity)))
    if outlook.story:
        blocks.append(_story(outlook.story))
    blocks += [_assumptions(given, names, outlook), _found(outlook)]
    return blocks


def _found(outlook: TalksOutlook) -> Paragraph:
    """What gives these runs again."""
    basis, result = outlook.basis, outlook.result
    text = tell(
        "Found with seed {seed}, mediator strategy {strategy}; the same seed gives the same runs. Digest of "
        "the case: {digest}. Errors are over runs; they do not measure whether the ranges are right.",
        seed=str(basis.seed),
        strategy=result.strategy,
        digest=muted(basis.digest[:12]),
    )
    return Paragraph(words=text, style="small")


def _what_ifs(names: SettingNames, comparisons: tuple[TalksComparison, ...]) -> tuple[Block, ...]:
    first = comparisons[0].base
    text = tell(
        "Each line changes one thing and leaves all else, random numbers included, as it was, in {runs} "
        "runs, of which {share} end in a deal unchanged. Each is an {assumption} tried out, not advice: "
        "nothing here says that a change is possible, or who should make it.",
        runs=count(first.runs),
        share=chance(first.deals),
        assumption=assumed(),
    )
    between = muted(say_as("between two shares", " and "))
    rows = tuple(
        Row(
            cells=(
                names.change(one.changes),
                words(chance(one.other.deals)),
                words(_points(one.difference.share, one.difference.error)),
                words(share(one.gained), between, share(one.lost)),
            )
        )
        for one in comparisons
    )
    heads = (
        tell_as("head of a column", "If"),
        tell("Deal frequency"),
        tell("Difference in points, with two standard errors"),
        tell("Runs with a deal only so, and only without"),
    )
    columns = tuple(Column(title=title, numeric=k > 0) for k, title in enumerate(heads))
    caption = tell("What if, on the same random numbers; the largest gain first")
    table = Table(caption=caption, columns=columns, rows=rows, wide=True)
    return Paragraph(words=text), table, Paragraph(words=_unclear(comparisons), style="small")


def _unclear(comparisons: tuple[TalksComparison, ...]) -> Words:
    """How many of the differences may be chance."""
    unclear = sum(abs(one.difference.share) <= 2 * one.difference.error for one in comparisons)
    differences = tell_plural("{n} difference", "{n} differences", len(comparisons))
    if not unclear:
        return tell(
            "Of these {differences}, none lie within two standard errors of nothing.", differences=differences
        )
    return tell_plural(
        "Of these {differences}, {n} lies within two standard errors of nothing.",
        "Of these {differences}, {n} lie within two standard errors of nothing.",
        unclear,
        differences=differences,
        n=str(unclear),
    )


def _points(difference: float, error: float) -> Words:
    sign = "+" if difference > 0 else "\u2212" if difference < 0 else ""
    text = f"{sign}{number_text(100 * abs(difference), 1)}\u00a0±\u00a0{number_text(200 * error, 1)}"
    return words(number(text, difference))


def _moved(given: Given, names: SettingNames, found: TalksSensitivity) -> tuple[Block, ...]:
    which = tell("Which uncertain numbers, of the case and of the setting, the outcome moves with.")
    floor = tell(
        "The floor is what a number without any part in the talks might reach by chance. A number that "
        "stands out matters here; that says nothing of its right value. What no number explains is due to "
        "what the days bring, and to numbers acting together."
    )
    index = [tell(_METHODS[found.method])] if found.method in _METHODS else []
    text = in_turn([which, *index, floor], " ")
    blocks: list[Block] = [Paragraph(words=text)]
    for one in found.outcomes:
        block = _outcome(given, names, one)
        blocks.append(
            block if one.about == "deal" or isinstance(block, Paragraph) else _folded(given, one, block)
        )
    if found.left_out:
        told = [say("{about} ({why})", about=_about(given, a), why=why) for a, why in found.left_out]
        left = said(say_as("between the items of a list", ", ").join(told))
        blocks.append(Paragraph(words=tell("Not told: {outcomes}.", outcomes=left), style="small"))
    return tuple(blocks)


def _folded(given: Given, one: Moved, block: Block) -> Fold:
    summary = tell_plural(
        "What moves {about} ({n} number)",
        "What moves {about} ({n} numbers)",
        len(one.outstanding),
        about=_about(given, one.about),
    )
    return Fold(summary=summary, blocks=(block,))


def _outcome(given: Given, names: SettingNames, one: Moved) -> Block:
    out = one.outstanding
    about = _about(given, one.about)
    if not out:
        text = tell_plural(
            "For {about} nothing stands out among {n} uncertain number.",
            "For {about} nothing stands out among {n} uncertain numbers.",
            len(one.numbers),
            about=about,
        )
        return Paragraph(words=text)
    rows = tuple(Row(cells=_cells(names, one, found)) for found in out[:_SHOWN])
    heads = (
        tell_as("head of a column", "Number"),
        tell("Index, with two standard errors"),
        tell("Share of the variance"),
        tell("Lowest fifth"),
        tell("Highest fifth"),
    )
    columns = tuple(Column(title=title, numeric=k > 0) for k, title in enumerate(heads))
    caption = _above(about, one, len(rows))
    return Table(caption=caption, columns=columns, rows=rows, wide=True)


def _above(about: str, one: Moved, shown: int) -> Words:
    """The caption: how many of the numbers lie above the floor, and how many of these are shown."""
    out, among, floor = len(one.outstanding), str(len(one.numbers)), decimal(one.floor, 3)
    if shown < out:
        return tell_plural(
            "What moves {about}: {shown} of {n} number of {among} above the floor of {floor}",
            "What moves {about}: {shown} of {n} numbers of {among} above the floor of {floor}",
            out,
            about=about,
            shown=str(shown),
            among=among,
            floor=floor,
        )
    return tell_plural(
        "What moves {about}: {n} number of {among} above the floor of {floor}",
        "What moves {about}: {n} numbers of {among} above the floor of {floor}",
        out,
        about=about,
        among=among,
        floor=floor,
    )


def _cells(names: SettingNames, one: Moved, found: Influence) -> tuple[Words, ...]:
    ends = (found.low, found.high)
    untold = words(muted(say("not told")))
    told = [untold if end is None else words(_mean(one.about, end)) for end in ends]
    index = f"{number_text(found.index, 3)}\u00a0±\u00a0{number_text(2 * found.error, 3)}"
    either = say("(lowest: no; highest: yes)")
    event = words(muted(f" {either}")) if found.name.endswith("?") else ()
    return (
        words(names.number(found.name.removesuffix("?")), event),
        words(number(index, found.index)),
        untold if found.share is None else words(share(max(found.share, 0.0))),
        *told,
    )


def _mean(about: str, mean: float) -> Words:
    if about == "deal":
        return words(share(mean))
    return tell("day {day}", day=count(mean)) if about == "day" else words(decimal(mean))


def _about(given: Given, about: str) -> str:
    if about.startswith("gain."):
        return say("what deals give {actor}", actor=given.case.named(about.removeprefix("gain.")))
    return say(_ABOUT[about]) if about in _ABOUT else about


def _story(lines: tuple[str, ...]) -> Fold:
    """One run in words: its days as points, the events of a day in one of them."""
    days: list[list[str]] = []
    for line in lines[1:]:
        if line.startswith(" ") and days:
            days[-1].append(retold(line).strip())
        else:
            days.append([retold(line)])
    items = tuple(
        words(said(say("{day}: {events}", day=head, events=" ".join(rest)) if rest else head))
        for head, *rest in days
    )
    note = tell(
        "{run} It is the first run that ends as most do, told to show how a run goes, not what to expect; "
        "figures that fall day by day are left out.",
        run=said(lines[0]),
    )
    # Translators: the mark beside the title of a story that no report tells.
    mark_of_run = assumed(say("simulated"))
    return Fold(
        summary=tell("One simulated run, told as a story {simulated}", simulated=mark_of_run),
        blocks=(Paragraph(words=note, style="note"), Bullets(items=items)),
    )


def _assumptions(given: Given, names: SettingNames, outlook: TalksOutlook) -> Fold:
    shown = [(path, one) for path, one in outlook.numbers if not one.fixed or one.evidence or one.assumption]
    rows = tuple(
        Row(
            cells=(
                names.number(path),
                words(value(one.low)),
                words(value(one.likely)),
                words(value(one.high)),
                given.evidence.basis(replace(one, assumption=told_default(one.assumption))),
            )
        )
        for path, one in shown
    )
    heads = (
        tell_as("head of a column", "What"),
        tell_as("head of a column", "Low"),
        tell_as("head of a column", "Likely"),
        tell_as("head of a column", "High"),
        tell_as("head of a column", "Basis"),
    )
    columns = tuple(Column(title=title, numeric=0 < k < 4) for k, title in enumerate(heads))
    points = _points_of(given, names, outlook.setting)
    others = len(outlook.numbers) - len(shown)
    if others:
        points.append(
            tell_plural(
                "{n} more number left certain or at nothing.",
                "{n} more numbers left certain or at nothing.",
                others,
                n=counted(others).capitalize(),
            )
        )
    table = Table(caption=tell("Numbers of the setting"), columns=columns, rows=rows, wide=True)
    title = tell_plural(
        "Every assumption of the setting ({n} number)",
        "Every assumption of the setting ({n} numbers)",
        len(rows),
    )
    return Fold(summary=title, blocks=(Bullets(items=tuple(points)), *([table] if rows else [])))


def _points_of(given: Given, names: SettingNames, setting: Setting) -> list[Words]:
    """How long talks last, how the mediator words texts, who may sign what, and the notes of the setting."""
    days = str(setting.days)
    if setting.deadline is None:
        lasts = tell("At most {days} days, no deadline. {assumption}", days=days, assumption=assumed())
    else:
        lasts = tell(
            "At most {days} days, a deadline on day {day}. {assumption}",
            days=days,
            day=str(setting.deadline),
            assumption=assumed(),
        )
    # Translators: both places hold names of program options: "greedy", "middle".
    drafts = tell(
        "The mediator words texts by the strategy {strategy}, from the opening {opening}.",
        strategy=setting.mediation.strategy,
        opening=setting.mediation.opening,
    )
    noted = [
        tell("{item}: {note}", item=names.item(one.id), note=said(one.note))
        for one in names.items.values()
        if one.note
    ]
    points = [lasts, drafts, *mandates(given.names, setting, [p.id for p in given.case.parties]), *noted]
    return [*points, words(said(told_default(setting.note)))] if setting.note else points
