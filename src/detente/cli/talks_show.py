"""Results of talks on the terminal: the line of each result, then small tables in the case's own names."""

from typing import Any

from rich.markup import escape

from detente.cli.show import Names, console, table

__all__ = ["show_backtest", "show_influence", "show_talks"]


def show_talks(result: Any, case: Any) -> None:
    """Prints a result of talks, or a comparison."""
    console.print(escape(str(result)), soft_wrap=True)
    if hasattr(result, "difference"):
        _comparison(result)
        return
    names = Names(case)
    found = result.found
    heads = ("how runs end", "share of runs")
    table(heads, [(name, share) for name, share in found.ends if share.share > 0])
    if found.days:
        told = ", ".join(f"{name} by day {day:.0f}" for name, day in found.days)
        console.print(f"\nof the deals: {told}", soft_wrap=True)
    rows = [
        (names.issue(t.issue), names.option(t.issue, t.option), t.share)
        for t in found.terms
        if t.share.share >= 0.05
    ]
    table(("terms of the deals", "option", "share of deals"), rows if found.days else [])
    top = [(p.share, ", ".join(names.option(i, o) for i, o in p.terms)) for p in found.packages[:3]]
    table(("share of deals", f"most frequent of {found.distinct:,} packages"), top)
    _without_a_deal(found, names)
    rows = [(name, share, deals) for name, share, deals in found.struck if share.share > 0]
    table(("what struck", "in runs", "deals where it did"), rows)
    means = dict(found.means)
    console.print(
        f"\na run has {means['texts']:.1f} texts, {means['ratifications']:.2f} of them put to homes; "
        f"{means['waited']:.0f} days are spent waiting for answers; "
        f"{means['published'] + means['leaked']:.2f} texts become public",
        soft_wrap=True,
    )
    engine = f"{result.protocol}, {result.strategy}, setting {result.setting}, {result.engine} engine"
    console.print(
        f"{escape(engine)}, seed {result.basis.seed}; simulated under assumptions, no forecast",
        soft_wrap=True,
    )


def _without_a_deal(found: Any, names: Names) -> None:
    rows = [("refused the last text", names.actor(a), c) for a, c in found.refused if c.share > 0]
    rows += [("last said no at home", names.actor(a), c) for a, c in found.blocked if c.share > 0]
    rows += [("had quit (of all runs)", names.actor(a), c) for a, c in found.quit if c.share > 0]
    rows += [("stopped while", name, c) for name, c in found.phases if c.share > 0]
    rows += [("ended by", names.actor(a), c) for a, c in found.ended_by if c.share > 0]
    table(("in runs without a deal", "", "share"), rows)


def _comparison(result: Any) -> None:
    table(
        ("", "deal frequency", "half of the deals by day"),
        [
            (
                name,
                side.deals,
                f"{dict(side.found.days).get('50 %', float('nan')):.0f}" if side.found.days else "-",
            )
            for name, side in (("base", result.base), ("with the change", result.other))
        ],
    )
    console.print(
        f"\n{100 * result.gained:.1f} % of runs end in a deal only with the change, "
        f"{100 * result.lost:.1f} % only without; "
        f"apart, {result.saved:.1f} times the runs would give the same error",
        soft_wrap=True,
    )


def show_backtest(result: Any) -> None:
    """Prints how well forecasts would have done, each of them, and what could not be forecast."""
    console.print(escape(str(result)), soft_wrap=True)
    rows = []
    for score in result.scores:
        skill = score.hardest
        against = (
            "" if skill is None or skill.skill is None else f"{_about(skill.skill)} against {skill.base}"
        )
        rows.append((score.about, score.forecasts, _about(score.brier), _about(score.log), against))
    table(("what", "forecasts", "Brier score", "log score", "skill against the hardest base line"), rows)
    table(
        ("day", "forecast", "chance", "came true"),
        [(f.day, f.what, f"{f.chance:.2f}", "yes" if f.came else "no") for f in result.forecasts],
    )
    if result.left_out:
        console.print(f"\n{len(result.left_out)} could not be forecast; --json says why", soft_wrap=True)


def show_influence(result: Any) -> None:
    """Prints which numbers move the outcome."""
    console.print(escape(str(result)), soft_wrap=True)
    for about, why in result.left_out:
        console.print(escape(f"{about}: left out, {why}"), soft_wrap=True)


def _about(estimate: Any) -> str:
    return f"{estimate.value:.2f} [{estimate.low:.2f}, {estimate.high:.2f}]"
