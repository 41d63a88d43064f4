"""How the talks may go, in depth: what if, what moves the outcome, one run as a story, every assumption."""

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
from detente.brief.phrases import chance, count, decimal, plural, share, value
from detente.brief.sections.talks_words import SettingNames, mandates
from detente.talks.everything import TalksOutlook
from detente.talks.influence.results import Influence, Moved, TalksSensitivity
from detente.talks.results import TalksComparison

__all__ = ["depth"]

_SHOWN = 10
_METHODS = {
    "pawn": (
        "The index is the median distance between what happens where the number lies in one tenth of its "
        "draws and what happens at all; the share is that of the variance between runs that the number "
        "explains alone. "
    ),
    "sobol": "The index is the share of the variance that the number explains with all others. ",
    "morris": "The index is the mean size of the change when the number alone moves. ",
}


def depth(given: Given, names: SettingNames, outlook: TalksOutlook) -> list[Block]:
    """The counterfactual table, the shares due to assumptions, and the two annexes."""
    blocks: list[Block] = []
    if outlook.comparisons:
        blocks.append(Part(title=words("What if"), blocks=_what_ifs(names, outlook.comparisons)))
    if outlook.sensitivity is not None:
        title = words("The share due to each assumption")
        blocks.append(Part(title=title, blocks=_moved(given, names, outlook.sensitivity)))
    if outlook.story:
        blocks.append(_story(outlook.story))
    blocks += [_assumptions(given, names, outlook), _found(outlook)]
    return blocks


def _found(outlook: TalksOutlook) -> Paragraph:
    """What gives these runs again."""
    basis, result = outlook.basis, outlook.result
    text = words(
        f"Found with seed {basis.seed}, mediator strategy {result.strategy}; the same seed gives the same "
        "runs. Digest of the case: ",
        muted(basis.digest[:12]),
        ". Errors are over runs; they do not measure whether the ranges are right.",
    )
    return Paragraph(words=text, style="small")


def _what_ifs(names: SettingNames, comparisons: tuple[TalksComparison, ...]) -> tuple[Block, ...]:
    first = comparisons[0].base
    text = words(
        "Each line changes one thing and leaves all else, random numbers included, as it was, in ",
        count(first.runs),
        " runs, of which ",
        chance(first.deals),
        " end in a deal unchanged. Each is an ",
        assumed(),
        " tried out, not advice: nothing here says that a change is possible, or who should make it.",
    )
    rows = tuple(
        Row(
            cells=(
                names.change(one.changes),
                words(chance(one.other.deals)),
                words(_points(one.difference.share, one.difference.error)),
                words(share(one.gained), muted(" and "), share(one.lost)),
            )
        )
        for one in comparisons
    )
    heads = (
        "If",
        "Deal frequency",
        "Difference in points, with two standard errors",
        "Runs with a deal only so, and only without",
    )
    columns = tuple(Column(title=words(title), numeric=k > 0) for k, title in enumerate(heads))
    caption = words("What if, on the same random numbers; the largest gain first")
    unclear = sum(abs(one.difference.share) <= 2 * one.difference.error for one in comparisons)
    note = (
        f"Of these {plural(len(comparisons), 'difference')}, {unclear or 'none'} "
        f"{'lies' if unclear == 1 else 'lie'} within two standard errors of nothing."
    )
    table = Table(caption=caption, columns=columns, rows=rows, wide=True)
    return Paragraph(words=text), table, Paragraph(words=words(note), style="small")


def _points(difference: float, error: float) -> Words:
    sign = "+" if difference > 0 else "\u2212" if difference < 0 else ""
    text = f"{sign}{100 * abs(difference):.1f}\u00a0±\u00a0{200 * error:.1f}"
    return words(number(text, difference))


def _moved(given: Given, names: SettingNames, found: TalksSensitivity) -> tuple[Block, ...]:
    text = words(
        "Which uncertain numbers, of the case and of the setting, the outcome moves with. ",
        _METHODS.get(found.method, ""),
        "The floor is what a number without any part in the talks might reach by chance. A number that "
        "stands out matters here; that says nothing of its right value. What no number explains is due to "
        "what the days bring, and to numbers acting together.",
    )
    blocks: list[Block] = [Paragraph(words=text)]
    for one in found.outcomes:
        block = _outcome(given, names, one)
        blocks.append(
            block if one.about == "deal" or isinstance(block, Paragraph) else _folded(given, one, block)
        )
    if found.left_out:
        left = ", ".join(f"{_about(given, about)} ({why})" for about, why in found.left_out)
        blocks.append(Paragraph(words=words("Not told: ", said(left), "."), style="small"))
    return tuple(blocks)


def _folded(given: Given, one: Moved, block: Block) -> Fold:
    count_out = plural(len(one.outstanding), "number")
    return Fold(summary=words("What moves ", _about(given, one.about), f" ({count_out})"), blocks=(block,))


def _outcome(given: Given, names: SettingNames, one: Moved) -> Block:
    out = one.outstanding
    about = _about(given, one.about)
    if not out:
        text = f"For {about} nothing stands out among {plural(len(one.numbers), 'uncertain number')}."
        return Paragraph(words=words(text))
    rows = tuple(Row(cells=_cells(names, one, found)) for found in out[:_SHOWN])
    heads = (
        "Number",
        "Index, with two standard errors",
        "Share of the variance",
        "Lowest fifth",
        "Highest fifth",
    )
    columns = tuple(Column(title=words(title), numeric=k > 0) for k, title in enumerate(heads))
    shown = f"{len(rows)} of " if len(rows) < len(out) else ""
    caption = words(
        f"What moves {about}: {shown}{plural(len(out), 'number')} of {len(one.numbers)} above the floor of ",
        decimal(one.floor, 3),
    )
    return Table(caption=caption, columns=columns, rows=rows, wide=True)


def _cells(names: SettingNames, one: Moved, found: Influence) -> tuple[Words, ...]:
    ends = (found.low, found.high)
    told = [words(muted("not told")) if end is None else words(_mean(one.about, end)) for end in ends]
    index = f"{found.index:.3f}\u00a0±\u00a0{2 * found.error:.3f}"
    event = words(muted(" (lowest: no; highest: yes)")) if found.name.endswith("?") else ()
    return (
        words(names.number(found.name.removesuffix("?")), event),
        words(number(index, found.index)),
        words(muted("not told")) if found.share is None else words(share(max(found.share, 0.0))),
        *told,
    )


def _mean(about: str, mean: float) -> Words:
    if about == "deal":
        return words(share(mean))
    return words("day ", count(mean)) if about == "day" else words(decimal(mean))


def _about(given: Given, about: str) -> str:
    if about.startswith("gain."):
        return f"what deals give {given.case.named(about.removeprefix('gain.'))}"
    return {"deal": "whether there is a deal", "day": "the day of a deal"}.get(about, about)


def _story(lines: tuple[str, ...]) -> Fold:
    """One run in words: its days as points, the events of a day in one of them."""
    days: list[list[str]] = []
    for line in lines[1:]:
        if line.startswith(" ") and days:
            days[-1].append(line.strip())
        else:
            days.append([line])
    items = tuple(words(said(f"{head}: {' '.join(rest)}" if rest else head)) for head, *rest in days)
    note = words(
        said(lines[0]),
        " It is the first run that ends as most do, told to show how a run goes, not what to expect; figures "
        "that fall day by day are left out.",
    )
    return Fold(
        summary=words("One simulated run, told as a story ", assumed("simulated")),
        blocks=(Paragraph(words=note, style="note"), Bullets(items=items)),
    )


def _assumptions(given: Given, names: SettingNames, outlook: TalksOutlook) -> Fold:
    setting = outlook.setting
    given_numbers = [
        (path, one) for path, one in outlook.numbers if not one.fixed or one.evidence or one.assumption
    ]
    others = len(outlook.numbers) - len(given_numbers)
    rows = tuple(
        Row(
            cells=(
                names.number(path),
                words(value(one.low)),
                words(value(one.likely)),
                words(value(one.high)),
                given.evidence.basis(one),
            )
        )
        for path, one in given_numbers
    )
    heads = ("What", "Low", "Likely", "High", "Basis")
    columns = tuple(Column(title=words(title), numeric=0 < k < 4) for k, title in enumerate(heads))
    deadline = "no deadline" if setting.deadline is None else f"a deadline on day {setting.deadline}"
    mediation = setting.mediation
    points = [
        words(f"At most {setting.days} days, {deadline}. ", assumed()),
        words(
            f"The mediator words texts by the strategy {mediation.strategy}, "
            f"from the opening {mediation.opening}."
        ),
        *mandates(given.names, setting, [party.id for party in given.case.parties]),
        *(words(names.item(one.id), ": ", said(one.note)) for one in names.items.values() if one.note),
    ]
    if setting.note:
        points.append(words(said(setting.note)))
    if others:
        points.append(words(f"{plural(others, 'more number').capitalize()} left certain or at nothing."))
    table = Table(caption=words("Numbers of the setting"), columns=columns, rows=rows, wide=True)
    title = f"Every assumption of the setting ({plural(len(rows), 'number')})"
    return Fold(summary=words(title), blocks=(Bullets(items=tuple(points)), *([table] if rows else [])))
