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
    name,
    text_of,
    words,
)
from detente.brief.charts import Dot, Told, bars
from detente.brief.given import Given
from detente.brief.phrases import counted, decimal, share
from detente.brief.sections.zone import package_table
from detente.brief.wording import tell, tell_as, tell_faint, tell_plural
from detente.languages import say, say_plural

__all__ = ["sensitivity_section"]

_DRAWN = 8


def sensitivity_section(given: Given) -> Section | None:
    """Which numbers decide whether the best package passes, and how large the zone is."""
    found = given.by_estimate(Sensitivity)
    if not found:
        return None
    text = tell(
        "An index is the share of the variance of the answer, over the draws, that one number explains: "
        "alone, or in all with what it does together with others. A flip point is the value at which this "
        "number, all others at their likely values, would turn the answer."
    )
    blocks: list[Block] = [Paragraph(words=text)]
    for order, (label, result) in enumerate(found, start=1):
        inner = tuple(_estimate(given, result, order))
        if order > 1:
            inner = (Fold(summary=tell("The same under {estimate}", estimate=name(label)), blocks=inner),)
        blocks += inner
    return Section(id="sensitivity", title=say("What the answer hangs on"), blocks=tuple(blocks))


def _estimate(given: Given, result: Sensitivity, order: int) -> list[Block]:
    target = package_table(
        given,
        [(say("Option"), result.target)],
        tell("The package that is asked about"),
        folded=say("The package that is asked about"),
    )
    passes = tell("It passes in {share} of these draws.", share=share(result.package.mean))
    package = _answer(given, result.package, f"{order}-package", passes)
    blocks: list[Block] = [
        Part(title=tell("Whether the package with the best odds passes"), blocks=(target, *package))
    ]
    if result.zone is not None:
        passing = tell("On average {share} of all packages pass.", share=share(result.zone.mean))
        zone = _answer(given, result.zone, f"{order}-zone", passing)
        blocks.append(Part(title=tell("How large the zone is"), blocks=tuple(zone)))
    elif result.left_out:
        text = tell(
            "How large the zone is was not asked: there are too many packages for the draws that it needs."
        )
        blocks.append(Paragraph(words=text, style="small"))
    return blocks


def _answer(given: Given, answer: Answer, mark: str, mean: Words) -> list[Block]:
    """What decides one answer, of which `mean` tells the mean over the draws."""
    if not answer.varies:
        return [Paragraph(words=tell("The answer is the same in every draw."))]
    blocks: list[Block] = [Paragraph(words=mean), _chart(given, answer, mark)]
    flipping = [flip for flip in answer.flips if flip.at is not None]
    if flipping:
        blocks.append(_flips(given, flipping, len(answer.flips)))
    elif answer.flips:
        blocks.append(Paragraph(words=tell("No single number turns the answer anywhere in its range.")))
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
        Column(title=tell("Number, or all numbers of an actor")),
        # Translators: the share of the variance that a number explains by itself.
        Column(title=tell_as("head of a column", "Alone"), numeric=True),
        # Translators: the share of the variance that a number explains with all others.
        Column(title=tell_as("head of a column", "In all"), numeric=True),
    )
    chart = Told(
        id=f"sensitivity-{mark}",
        title=say("Which numbers decide"),
        description=say_plural(
            "The {n} number that explains most of the variance, together with what it does with others, and "
            "two standard errors either way.",
            "The {n} numbers that explain most of the variance, together with what each does with others, "
            "and two standard errors either way.",
            len(rows),
            n=counted(len(rows)),
        ),
        table=Table(caption=tell("Share of the variance explained"), columns=columns, rows=told),
    )
    return bars(chart, rows, axis=say("share of the variance, in all"))


def _named(given: Given, index: Index) -> Words:
    """A number, or a group: of an actor, a consent, an influence, or of those that share a driver."""
    path = index.name.removesuffix("?")
    case = given.case
    if path in case.names():
        return tell("All numbers of {actor}", actor=given.names.actor(path))
    if any(number.driver == path for _, number in case.numbers()):
        return tell("All numbers with the driver {driver}", driver=name(path))
    if path == "drivers":
        return tell("All numbers with a shared driver")
    if any(path == f"consents.{consent.id}" for consent in case.consents):
        return given.names.whose(f"{path}.gives")
    if any(path == f"influences.{effect.id}" for effect in case.influences):
        return given.names.whose(f"{path}.in_force")
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
                    tell_faint(
                        "{likely} ({low} to {high})",
                        likely=words(decimal(flip.likely)),
                        low=words(decimal(flip.low)),
                        high=words(decimal(flip.high)),
                    ),
                    words(decimal(flip.at or 0.0)),
                    # Translators: how the answer to the question of the section turns.
                    tell("from yes to no") if flip.now else tell("from no to yes"),
                    basis,
                )
            )
        )
    heads = (
        # Translators: an uncertain number of the case, by its name.
        tell_as("head of a column", "Number"),
        tell("Likely value and range"),
        # Translators: the value of the number at which the answer turns.
        tell("Turns at"),
        # Translators: from yes to no, or from no to yes.
        tell_as("head of a column", "How"),
        # Translators: what the number rests on: evidence or an assumption.
        tell("Basis"),
    )
    columns = tuple(Column(title=head, numeric=k in {1, 2}) for k, head in enumerate(heads))
    # Translators: {part} of the {n} numbers turn the answer.
    caption = tell_plural(
        "{part} of {n} number turns the answer inside its range, the nearest first",
        "{part} of {n} numbers turn the answer inside their range, the nearest first",
        asked,
        part=str(len(rows)),
        n=str(asked),
    )
    fold = say("Flip points ({count})", count=len(rows))
    return Table(caption=caption, columns=columns, rows=tuple(rows), wide=True, folded=fold)
