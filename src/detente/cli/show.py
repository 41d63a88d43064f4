"""Results on the terminal: the line that each result prints, then small tables in the case's own names."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

__all__ = ["show", "show_numbers", "show_valid", "show_valid_pack", "table"]

NARROWEST = 40


class _Terminal(Console):
    """A terminal whose reader may leave: main ends quietly then."""

    def on_broken_pipe(self) -> None:
        """Passes the broken pipe on, in the place of an exit status of its own."""
        raise  # noqa: PLE0704


console = _Terminal(highlight=False)
console.width = max(console.width, NARROWEST)


def show(result: Any, case: Any) -> None:
    """Prints one result; `case` gives the display names."""
    console.print(escape(str(result)), soft_wrap=True)
    tables = TABLES.get(type(result).__name__)
    if tables is not None:
        tables(result, Names(case))


def show_valid(case: Any, gaps: Sequence[Any]) -> None:
    """Prints that a case is well-formed, what it holds, and what is missing without being wrong."""
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
    console.print(f"{escape(case.id)} is well-formed: {told}", soft_wrap=True)
    for gap in gaps:
        console.print(f"  gap: {escape(gap.what)}", soft_wrap=True)


def show_valid_pack(pack: Any) -> None:
    """Prints that a pack is well-formed and what it holds, that which it extends included."""
    parts = ("actors", "issues", "figures", "plans")
    told = ", ".join(f"{len(getattr(pack, name))} {name}" for name in parts)
    console.print(f"{escape(pack.id)} is a well-formed pack: {told}", soft_wrap=True)


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


def _blockers(result: Any, names: Names) -> None:
    for one in result.readings:
        told = f"{names.readings(one.readings)}: {one.count:,} packages pass"
        rows = [("no package passes because of", _together(core, names)) for core in one.cores]
        rows += [
            (f"the yes of these would open {o.count:,}", _together(o.actors, names)) for o in one.openings
        ]
        rows += [("the refusal of these stops every deal", _together(s, names)) for s in one.stoppers]
        table(("under this reading", "who"), rows, told)
    base = result.readings[0]
    kept = [
        (names.actor(k.actor), f"{k.count:,}", ", ".join(f"{why} {n:,}" for why, n in k.by))
        for k in base.kept_out
    ]
    table(("actor", "keeps out alone", "by"), kept)
    power = [
        (names.actor(p.actor), f"{float(p.banzhaf):.3f}", f"{float(p.shapley):.3f}", p.observed)
        for p in base.pivotal
    ]
    table(("actor", "Banzhaf", "Shapley-Shubik", "its no alone stops the best packages"), power)
    exits = [
        (
            names.actor(e.actor),
            e.credibility,
            f"{e.carried_out:,} / {e.not_carried_out:,}",
            f"{e.odds_carried_out or '-'} / {e.odds_not_carried_out or '-'}",
        )
        for e in result.exits
    ]
    heads = (
        "exit threat",
        "credibility",
        "zone if carried out / not",
        "odds of the best if carried out / not",
    )
    table(heads, exits)


def _together(actors: Iterable[str], names: Names) -> str:
    return " + ".join(names.actor(actor) for actor in actors) or "infeasible combinations"


def _bridge(result: Any, names: Names) -> None:
    for text in result.texts:
        rows = [_bridge_row(one, names) for one in text.steps]
        heads = ("changes", "odds", "departs from the text on", "hangs on")
        table(heads, rows, f"from {text.text}, with the best odds for each number of changes")
    rows = [_bridge_row(one, names) for one in result.best]
    table(("changes", "odds", "departs from the text on", "hangs on"), rows, "best odds, far apart")
    for kind in result.alternatives:
        title = f"three alternatives equal for {names.actor(kind.principal)}: about {kind.level:.3f}"
        table(
            ("odds", "the others get"),
            [(one.package.odds, _others(one.package.offer, kind.principal, names)) for one in kind.bridges],
            title,
        )
    if result.best:
        _offer(result.best[0].package.offer, names, f"the best: {result.best[0].package.odds}")


def _bridge_row(one: Any, names: Names) -> tuple[Any, ...]:
    changed = "; ".join(
        f"{names.issue(issue)}: {names.option(issue, option)}" for issue, _, option in one.changes
    )
    return (len(one.changes), one.package.odds, changed, str(one.hinges[0]) if one.hinges else "")


def _others(offer: Any, principal: str, names: Names) -> str:
    return ", ".join(f"{names.actor(a)} {u:.3f}" for a, u in offer.utilities if a != principal)


def _trade(result: Any, names: Names) -> None:
    rows = [
        (
            f"{names.actor(t.giver)} gives {_step(t.given, names)}",
            f"for {_step(t.got, names)}",
            ", ".join(f"{names.actor(a)} {gain:+.3f}" for a, gain in t.gains),
            t.both,
        )
        for t in result.trades
    ]
    table(("exchange", "", "gains", "both gain"), rows)


def _step(step: Any, names: Names) -> str:
    start, end = (names.option(step.issue, o) for o in (step.from_, step.to))
    return f"{names.issue(step.issue)}: {start} -> {end}"


def _unlock(result: Any, names: Names) -> None:
    rows = [
        (
            " + ".join(change.name for change in one.changes) or "nothing need change",
            f"{one.effort:g}",
            one.odds or f"{one.passing:,} packages",
            ", ".join(f"{names.actor(a)} {gain:+.3f}" for a, gain in one.gains),
        )
        for one in result.sets[:12]
    ]
    table(("change", "effort (assumed)", "then", "gains over no deal at the best"), rows)
    if result.count > 12:
        console.print(f"... {result.count:,} smallest sets in all; --json lists the first hundred")


def _sensitivity(result: Any, names: Names) -> None:
    _offer(result.target, names, "the package asked about")
    for answer in (result.package, result.zone):
        if answer is None:
            continue
        for kind, indices in (("number", answer.by_number), ("actor", answer.by_actor)):
            rows = [
                (
                    one.name,
                    f"{one.first:.2f} ± {one.first_error:.2f}",
                    f"{one.total:.2f} ± {one.total_error:.2f}",
                )
                for one in sorted(indices, key=lambda i: (-i.total, i.name))[:8]
            ]
            table((f"{answer.about}, by {kind}", "first order", "total"), rows)
        flips = [
            (one.path, f"{one.likely:g} [{one.low:g}, {one.high:g}]", f"{one.at:.3g}")
            for one in answer.flips
            if one.at is not None
        ]
        table(("number", "likely [low, high]", "the answer flips at"), flips)


TABLES: Mapping[str, Callable[[Any, Names], None]] = {
    "Blockers": _blockers,
    "Bridges": _bridge,
    "Division": _division,
    "Frontier": _frontier,
    "Movements": _movement,
    "Odds": _odds,
    "Sensitivity": _sensitivity,
    "Solution": _solution,
    "Trades": _trade,
    "Unlock": _unlock,
    "Zone": _zone,
}
