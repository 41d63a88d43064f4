"""Every question about an accord at once, for its brief: all wordings side by side, one of them in depth."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from detente.accord.language.plan import Accord
from detente.accord.questions.ability import collapse, stall
from detente.accord.questions.bond import bond
from detente.accord.questions.escrow import escrow
from detente.accord.questions.exposure import exposure
from detente.accord.questions.form import well_formed
from detente.accord.questions.keeping import self_enforcing
from detente.accord.questions.outlook import outlook
from detente.accord.questions.powers import WordingsTable, powers
from detente.accord.results import Finding, Verdict
from detente.accord.space import AccordSpace
from detente.errors import DetenteError
from detente.languages import worded, worded_as

__all__ = ["AccordAnalysis", "AccordStep", "Shown", "analyse_accord"]

ASKED = ("collapse", "stall", "walk-away", "entrap")
"""The powers that the table of wordings tells, each without a breach of one's own."""

AccordStep = Callable[[str, int, int], None]
"""Called before each step with its name, its number and how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The verdicts with plays under one wording: collapse and stalling by each party alone."""

    wording: str
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccordAnalysis(Finding):
    """What was found of an accord: the table of wordings, plays, and every result about one wording.

    `wording`: the one that was asked in depth, "" for the accord as it is read. `left_out`: questions that
    could not be answered, with the reason.
    """

    accord: Accord
    wording: str
    table: WordingsTable
    shown: tuple[Shown, ...]
    findings: tuple[Finding, ...]
    left_out: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """The table and every finding, a line each."""
        return "\n".join([str(self.table), *(str(finding) for finding in self.findings)])


def analyse_accord(
    accord: Accord,
    *,
    wording: str = "",
    readings: Mapping[str, str] | None = None,
    draws: int = 64,
    seed: int = 0,
    progress: AccordStep | None = None,
) -> AccordAnalysis:
    """The powers under each wording, and the form, exposure, escrow, keeping, bonds and outlook of one.

    A question that this accord cannot answer (no stakes, no hazards) is left out with its reason. Raises
    UnknownName for a wording or reading there is not, SpaceTooLarge where a game does not fit.
    """
    space = AccordSpace(accord, wording=wording, readings=readings)
    names = tuple(one.id for one in accord.wordings) or ("",)
    questions = tuple(_questions(space, draws=draws, seed=seed))
    count = len(names) + len(questions)
    rows, shown = [], []
    for number, name in enumerate(names, start=1):
        if progress is not None:
            progress(f"wording {name}" if name else "powers", number, count)
        same = not accord.wordings or (name == wording and not readings)
        about = space if same else AccordSpace(accord, wording=name)
        rows.append(powers(about, questions=ASKED))
        shown.append(Shown(wording=name, verdicts=_plays(about)))
    findings, left_out = [], []
    for number, (name, ask) in enumerate(questions, start=len(names) + 1):
        if progress is not None:
            progress(name, number, count)
        try:
            findings.append(ask())
        except DetenteError as error:
            left_out.append((name, error.what))
    return AccordAnalysis(
        accord=accord,
        wording=wording,
        table=WordingsTable.of(accord, rows),
        shown=tuple(shown),
        findings=tuple(findings),
        left_out=tuple(left_out),
    )


def _plays(space: AccordSpace) -> tuple[Verdict, ...]:
    """Collapse and stalling by each party alone, with the plays that show them."""
    found = []
    for party in space.accord.parties:
        found += [collapse(space, party), stall(space, party)]
    return tuple(found)


def _questions(space: AccordSpace, *, draws: int, seed: int) -> Iterator[tuple[str, Callable[[], Finding]]]:
    """The questions about one wording, each with its name and ready to be asked."""
    yield worded_as("question about an accord", "well-formed"), lambda: well_formed(space)
    yield worded_as("question about an accord", "exposure"), lambda: exposure(space)
    for party in space.accord.parties:
        yield worded("escrow of {party}", party=party), partial(escrow, space, party)
    yield (
        worded_as("question about an accord", "self-enforcing"),
        lambda: self_enforcing(space, draws=draws, seed=seed),
    )
    for party in space.accord.parties:
        yield worded("bond of {party}", party=party), partial(bond, space, party)
    yield worded_as("question about an accord", "outlook"), lambda: outlook(space, draws=draws, seed=seed)
