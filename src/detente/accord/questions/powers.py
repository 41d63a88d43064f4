"""Who can do what under a wording, as one table; and the same for all wordings of an accord.

The coalitions that matter are each party alone, each party with each mediator, the mediators alone and all
together. The table holds answers without their plays: ask the question itself for the play.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from detente.accord.language.plan import Accord
from detente.accord.questions.ability import aim_of
from detente.accord.questions.forcing import METHOD, answer_all, checked, say_coalition, say_orders
from detente.accord.results import AccordBasis, Finding
from detente.accord.space import AccordSpace

__all__ = [
    "QUESTIONS",
    "PowerCell",
    "PowerTable",
    "WordingsTable",
    "coalitions_that_matter",
    "powers",
    "wordings_table",
]

QUESTIONS: tuple[str, ...] = ("collapse", "stall", "walk-away", "entrap", "reaches")
"""What the table asks of each coalition unless told otherwise, each without a breach of its own."""

_HEADS = {
    "collapse": "force collapse",
    "entrap": "force another party into breach",
    "reaches": "force completion",
    "stall": "stall for ever",
    "walk-away": "take everything and walk",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerCell:
    """Whether a coalition has a power: yes, no, or None where the orders of play differ.

    `by_day`: by when, at the latest. `orders`: the answer under each order of play.
    """

    coalition: tuple[str, ...]
    question: str
    holds: bool | None
    by_day: int | None = None
    orders: tuple[bool | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerTable(Finding):
    """Coalitions against questions under one wording; `names` say the coalitions in words."""

    wording: str
    label: str
    coalitions: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]
    questions: tuple[str, ...]
    cells: tuple[PowerCell, ...]
    basis: AccordBasis
    blameless: bool = True
    assumes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Who has which power, on one line; a coalition is told where no smaller one has it."""
        said = []
        for question in self.questions:
            can = [self.names[self.coalitions.index(cell.coalition)] for cell in self.smallest(question)]
            said.append(f"{_HEADS.get(question, question)}: {', '.join(can) or 'nobody'}")
        return f"{self.label or self.wording or 'as read'}: {'; '.join(said)}"

    def smallest(self, question: str, *, unsure: bool = False) -> tuple[PowerCell, ...]:
        """The coalitions with a power of which no part has it; with `unsure` also where the orders differ."""
        found: list[PowerCell] = []
        for coalition in sorted(self.coalitions, key=len):
            cell = self.cell(coalition, question)
            has = cell.holds or (unsure and cell.holds is None)
            if has and not any(set(less.coalition) < set(coalition) for less in found):
                found.append(cell)
        return tuple(found)

    def cell(self, coalition: str | Sequence[str], question: str) -> PowerCell:
        """The answer for a coalition and a question; KeyError for one that is not in the table."""
        wanted = (coalition,) if isinstance(coalition, str) else tuple(sorted(coalition))
        for cell in self.cells:
            if (cell.coalition, cell.question) == (wanted, question):
                return cell
        raise KeyError(wanted, question)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingsTable(Finding):
    """The powers under each wording of an accord, in the order of its wordings."""

    accord: str
    rows: tuple[PowerTable, ...]
    basis: AccordBasis
    assumes: tuple[str, ...] = ()

    @classmethod
    def of(cls, accord: Accord, rows: Sequence[PowerTable]) -> "WordingsTable":
        """The table of these rows, of which there is one at least."""
        return cls(
            accord=accord.id,
            rows=tuple(rows),
            basis=rows[0].basis,
            assumes=tuple(dict.fromkeys(line for row in rows for line in row.assumes)),
        )

    def __str__(self) -> str:
        """The rows, a line each."""
        return "\n".join(str(row) for row in self.rows)

    def row(self, wording: str) -> PowerTable:
        """The powers under a wording; KeyError for one that is not in the table."""
        for row in self.rows:
            if row.wording == wording:
                return row
        raise KeyError(wording)


def powers(
    space: AccordSpace,
    *,
    coalitions: Sequence[str | Sequence[str]] = (),
    questions: Sequence[str] = QUESTIONS,
    blameless: bool = True,
) -> PowerTable:
    """Which coalition has which power under the wording of a space, asked under every order of play.

    Without `coalitions`, those that matter. Raises UnknownName for a question or a side there is not.
    """
    chosen = tuple(checked(space, c) for c in coalitions) or coalitions_that_matter(space.accord)
    asked = [(coalition, question) for coalition in chosen for question in questions]
    aims = [aim_of(space, question, coalition, blameless=blameless) for coalition, question in asked]
    told = [answer_all(game, [(aim.coalition, aim.goal(game)) for aim in aims]) for game in space.games]
    cells = tuple(
        _cell(space, *one, answers) for one, answers in zip(asked, zip(*told, strict=True), strict=True)
    )
    named = next((w.label for w in space.accord.wordings if w.id == space.wording), "")
    return PowerTable(
        wording=space.wording,
        label=named,
        coalitions=chosen,
        names=tuple(say_coalition(space.accord, coalition) for coalition in chosen),
        questions=tuple(questions),
        cells=cells,
        basis=space.basis(METHOD),
        blameless=blameless,
        assumes=say_orders(space),
    )


def wordings_table(
    accord: Accord,
    *,
    wordings: Sequence[str] = (),
    coalitions: Sequence[str | Sequence[str]] = (),
    questions: Sequence[str] = QUESTIONS,
    blameless: bool = True,
) -> WordingsTable:
    """The powers under each wording of an accord (all of them unless named; as read where it has none).

    Each wording's games are let go before the next is asked. Raises UnknownName for names there are not.
    """
    names = tuple(wordings) or tuple(wording.id for wording in accord.wordings) or ("",)
    rows = tuple(
        powers(
            AccordSpace(accord, wording=name),
            coalitions=coalitions,
            questions=questions,
            blameless=blameless,
        )
        for name in names
    )
    return WordingsTable.of(accord, rows)


def coalitions_that_matter(accord: Accord) -> tuple[tuple[str, ...], ...]:
    """Each party alone, each party with each mediator or guarantor, each of these alone, and all of them."""
    alone = [(party,) for party in accord.parties]
    helped = [tuple(sorted((party, other))) for party in accord.parties for other in accord.others]
    others = [(other,) for other in accord.others]
    every = [accord.others] if len(accord.others) > 1 else []
    return (*alone, *helped, *others, *every)


def _cell(
    space: AccordSpace,
    coalition: tuple[str, ...],
    question: str,
    answers: Sequence[tuple[bool | None, int | None]],
) -> PowerCell:
    held = tuple(verdict for verdict, _ in answers)
    holds = held[0] if len(set(held)) == 1 else None
    ago = space.first_day - 1
    days = [None if day is None else ago + day for _, day in answers]
    return PowerCell(
        coalition=coalition,
        question=question,
        holds=holds,
        by_day=max((day for day in days if day is not None), default=None) if holds else None,
        orders=held,
    )
