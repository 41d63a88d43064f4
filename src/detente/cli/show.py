"""Results on the terminal: the line that each result prints, then small tables in the case's own names."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

__all__ = ["show", "show_numbers", "show_valid", "table"]

console = Console(highlight=False)


def show(result: Any, case: Any) -> None:
    """Prints one result; `case` gives the display names."""
    console.print(escape(str(result)), soft_wrap=True)
    tables = TABLES.get(type(result).__name__)
    if tables is not None:
        tables(result, Names(case))


def show_valid(case: Any) -> None:
    """Prints that a case is well-formed, and what it holds."""
    parts = {
        "parties": case.parties,
        "ratifiers": case.ratifiers,
        "other actors": case.actors,
        "issues": case.issues,
        "proposals": case.proposals,
        "statements": case.statements,
        "reports": case.reports,
    }
    told = ", ".join(f"{len(values)} {name}" for name, values in parts.items())
    console.print(f"{escape(case.id)} is well-formed: {told}")


def show_numbers(case: Any) -> None:
    """Prints every number of a case with its range and basis."""
    rows = [
        (path, number.text, ", ".join(number.evidence) or f"assumption: {number.assumption}")
        for path, number in case.numbers()
    ]
    table(("number", "likely [low, high]", "rests on"), rows)


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "") -> None:
    """Prints a plain table; nothing when there are no rows."""
    rows = [tuple(escape(str(cell)) for cell in row) for row in rows]
    if not rows:
        return
    found = Table(title=title or None, box=None, title_justify="left", header_style="bold", pad_edge=False)
    for head in heads:
        found.add_column(head, overflow="fold")
    for row in rows:
        found.add_row(*row)
    console.print()
    console.print(found)


class Names:
    """Display names of a case, by id."""

    def __init__(self, case: Any) -> None:
        self.actors: Mapping[str, str] = case.names() if case is not None else {}
        self.issues = {issue.id: issue for issue in case.issues} if case is not None else {}

    def actor(self, name: str) -> str:
        """The name of an actor."""
        return self.actors.get(name, name)

    def issue(self, name: str) -> str:
        """The name of an issue."""
        return self.issues[name].name if name in self.issues else name

    def option(self, issue: str, name: str) -> str:
        """The name of an option."""
        options = self.issues[issue].options if issue in self.issues else ()
        return next((o.name for o in options if o.id == name), name)

    def readings(self, pairs: Iterable[tuple[str, str]]) -> str:
        """A set of readings, those of the deal rule last."""
        return ", ".join(f"{self.actor(key)}: {value}" for key, value in pairs)


def _offer(offer: Any, names: Names, title: str) -> None:
    rows = [(names.issue(issue), names.option(issue, option)) for issue, option in offer.terms]
    table(("issue", "option"), rows, title)


def _zone(result: Any, names: Names) -> None:
    table(
        ("party", "would pass", "of these in the zone"),
        [
            (names.actor(party), f"{count:,}", f"{inside:,}")
            for (party, count), (_, inside) in zip(result.win_sets, result.approving, strict=True)
        ],
    )
    table(("actor", "says yes to"), [(names.actor(a), f"{n:,}") for a, n in result.actors])
    if len(result.readings) > 1:
        rows = [(names.readings(r.readings), f"{r.count:,}") for r in result.readings]
        table(("reading of the rules", "packages"), rows)
    if result.signable is not None:
        console.print(f"\nsignable now, inside every base mandate: {result.signable:,}")
    for number, offer in enumerate(result.offers[:3], start=1):
        _offer(
            offer, names, f"package {number} of the zone, by the smallest gain: {_utilities(offer, names)}"
        )


def _utilities(offer: Any, names: Names) -> str:
    return ", ".join(f"{names.actor(actor)} {value:.3f}" for actor, value in offer.utilities)


def _frontier(result: Any, names: Names) -> None:
    heads = [names.actor(actor) for actor in result.actors]
    table(heads, [[f"{value:.4g}" for value in row] for row in result.utilities[:12]])
    if result.size > 12:
        console.print(f"... and {result.size - 12:,} more; --json gives all of them")


def _solution(result: Any, names: Names) -> None:
    _offer(result.offer, names, f"{result.concept}: {_utilities(result.offer, names)}")


def _odds(result: Any, names: Names) -> None:
    table(
        ("zone size over the draws", "packages"),
        [(f"{q} of draws", f"{n:,.0f}") for q, n in result.zone_sizes],
    )
    parties = [party for party, _ in result.best[0].parties] if result.best else []
    rows = [
        (k, one.odds, *(chance for _, chance in one.parties)) for k, one in enumerate(result.best, start=1)
    ]
    table(("package", "odds", *(names.actor(p) for p in parties)), rows)
    if result.best:
        _offer(result.best[0].offer, names, "package 1")


def _division(result: Any, names: Names) -> None:
    parties = [party for party, _ in result.totals]
    rows = [
        (names.issue(one.issue), *(f"{float(share):.4g}" for _, share in one.shares)) for one in result.issues
    ]
    table(("issue", *(f"share of {names.actor(p)}" for p in parties)), rows)


def _movement(result: Any, names: Names) -> None:
    rows = []
    for one in result.issues:
        gap = one.gaps[-1] if one.gaps else None
        told = f"{gap.least} to {gap.most} of {gap.length}" if gap else ""
        for side in one.sides:
            options = ", ".join(names.option(one.issue, option) for option in side.options)
            rows.append((names.issue(one.issue), names.actor(side.party), options, side.direction, told))
    table(("issue", "party", "holds", "direction", "gap in steps"), rows)


TABLES: Mapping[str, Callable[[Any, Names], None]] = {
    "Division": _division,
    "Frontier": _frontier,
    "Movements": _movement,
    "Odds": _odds,
    "Solution": _solution,
    "Zone": _zone,
}
