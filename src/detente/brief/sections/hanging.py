"""What the answer hangs on: which range decides it, and the value at which each number would flip it."""

from detente.analysis.flips import Flip
from detente.analysis.sensitivity import Answer, Index, Sensitivity
from detente.brief.blocks import (
    Block,
    Chart,
    Column,
    Fold,
    Paragraph,
    Part,
    Row,
    Section,
    Table,
    Words,
    assumed,
    muted,
    name,
    text_of,
    words,
)
from detente.brief.charts import Dot, Told, bars
from detente.brief.given import Given
from detente.brief.phrases import decimal, plural, share
from detente.brief.sections.zone import package_table

__all__ = ["sensitivity_section"]

_DRAWN = 8


def sensitivity_section(given: Given) -> Section | None:
    """Which numbers decide whether the best package passes, and how large the zone is."""
    found = given.by_estimate(Sensitivity)
    if not found:
        return None
    text = (
        "An index is the share of the variance of the answer, over the draws, that one number explains: "
        "alone, or in all with what it does together with others. A flip point is the value at which this "
        "number, all others at their likely values, would turn the answer."
    )
    blocks: list[Block] = [Paragraph(words=words(text))]
    for order, (label, result) in enumerate(found, start=1):
        inner = tuple(_estimate(given, result, order))
        if order > 1:
            inner = (Fold(summary=words("The same under ", name(label)), blocks=inner),)
        blocks += inner
    return Section(id="sensitivity", title="What the answer hangs on", blocks=tuple(blocks))


def _estimate(given: Given, result: Sensitivity, order: int) -> list[Block]:
    caption = words("The package that is asked about")
    target = package_table(
        given, [("Option", result.target)], caption, folded="The package that is asked about"
    )
    package = _answer(given, result.package, f"{order}-package", "passes")
    blocks: list[Block] = [
        Part(title=words("Whether the package with the best odds passes"), blocks=(target, *package))
    ]
    if result.zone is not None:
        zone = _answer(given, result.zone, f"{order}-zone", "is in the zone")
        blocks.append(Part(title=words("How large the zone is"), blocks=tuple(zone)))
    elif result.left_out:
        text = words(
            "How large the zone is was not asked: there are too many packages for the draws that it needs."
        )
        blocks.append(Paragraph(words=text, style="small"))
    return blocks


def _answer(given: Given, answer: Answer, mark: str, verb: str) -> list[Block]:
    if not answer.varies:
        return [Paragraph(words=words("The answer is the same in every draw."))]
    blocks: list[Block] = []
    if verb == "passes":
        blocks.append(Paragraph(words=words("It passes in ", share(answer.mean), " of these draws.")))
    else:
        blocks.append(Paragraph(words=words("On average ", share(answer.mean), " of all packages pass.")))
    blocks.append(_chart(given, answer, mark))
    flipping = [flip for flip in answer.flips if flip.at is not None]
    if flipping:
        blocks.append(_flips(given, flipping, len(answer.flips)))
    elif answer.flips:
        blocks.append(Paragraph(words=words("No single number turns the answer anywhere in its range.")))
    return blocks


def _chart(given: Given, answer: Answer, mark: str) -> Chart:
    shown = answer.by_number[:_DRAWN]
    rows = [
        Dot(
            label=text_of(_named(given, index)),
            value=min(max(index.total, 0.0), 1.0),
            low=index.total - 2 * index.total_error,
            high=index.total + 2 * index.total_error,
        )
        for index in shown
    ]
    told = tuple(
        Row(cells=(_named(given, index), _share(index.first), _share(index.total)))
        for index in (*shown, *(i for i in answer.by_actor if i.total > 0))
    )
    columns = (
        Column(title=words("Number, or all numbers of an actor")),
        Column(title=words("Alone"), numeric=True),
        Column(title=words("In all"), numeric=True),
    )
    table = Table(caption=words("Share of the variance explained"), columns=columns, rows=told)
    description = (
        f"The {plural(len(rows), 'number')} that explain most of the variance, together with what each "
        "does with others, and two standard errors either way."
    )
    title = "Which numbers decide"
    chart = Told(id=f"sensitivity-{mark}", title=title, description=description, table=table)
    return bars(chart, rows, axis="share of the variance, in all")


def _named(given: Given, index: Index) -> Words:
    path = index.name.removesuffix("?")
    if path in given.case.names():
        return words("All numbers of ", given.names.actor(path))
    return given.names.whose(path)


def _share(x: float) -> Words:
    return words(share(min(max(x, 0.0), 1.0)))


def _flips(given: Given, flips: list[Flip], asked: int) -> Table:
    numbers = dict(given.case.numbers())
    rows = []
    for flip in sorted(flips, key=lambda f: abs((f.at or 0.0) - f.likely) / max(f.high - f.low, 1e-9)):
        number = numbers.get(flip.path)
        basis = given.evidence.basis(number) if number is not None else words(assumed())
        rows.append(
            Row(
                cells=(
                    given.names.whose(flip.path),
                    words(
                        decimal(flip.likely),
                        muted(" ("),
                        decimal(flip.low),
                        muted(" to "),
                        decimal(flip.high),
                        muted(")"),
                    ),
                    words(decimal(flip.at or 0.0)),
                    words("from yes to no" if flip.now else "from no to yes"),
                    basis,
                )
            )
        )
    heads = ("Number", "Likely value and range", "Turns at", "How", "Basis")
    columns = tuple(Column(title=words(t), numeric=k in {1, 2}) for k, t in enumerate(heads))
    caption = words(f"{len(rows)} of {asked} numbers turn the answer inside their range, the nearest first")
    return Table(
        caption=caption, columns=columns, rows=tuple(rows), wide=True, folded=f"Flip points ({len(rows)})"
    )
