"""What would open the zone or lift the odds, told as changes; and what could be exchanged."""

from detente.analysis.levers import Candidate
from detente.analysis.trade import Step, Trade, Trades
from detente.analysis.unlock import Unlock, UnlockSet
from detente.brief.blocks import (
    GAP,
    Block,
    Column,
    Fold,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
    assumed,
    joined,
    listed,
    muted,
    name,
    said,
    words,
)
from detente.brief.given import Given
from detente.brief.phrases import chance, count, decimal, plural, share, value

__all__ = ["change_words", "trades_section", "unlock_section"]

_SHOWN = 8
_MORE = 30
_GOALS = {
    "zone": "Changes that would open the zone",
    "odds": "Changes that would lift the odds of the best package to {level}",
    "signable": "Changes that would make a package signable at once",
}


def unlock_section(given: Given) -> Section | None:
    """The smallest sets of changes that would open the zone, by goal and estimate; None without a result."""
    blocks: list[Block] = []
    for order, scenario in enumerate(given.scenarios, start=1):
        results = sorted(given.every(Unlock, scenario), key=lambda r: list(_GOALS).index(r.goal))
        inner = tuple(block for result in results for block in _unlock(given, result))
        if inner and order > 1:
            inner = (Fold(summary=words("The same under ", name(given.label(scenario))), blocks=inner),)
        blocks += inner
    if not blocks:
        return None
    text = (
        "Each line is a smallest set: every change in it is needed. The effort of a change is an "
        "assumption; so is that somebody could bring it about. No change is proposed here."
    )
    return Section(id="unlock", title="What would open it", blocks=(Paragraph(words=words(text)), *blocks))


def _unlock(given: Given, result: Unlock) -> list[Block]:
    level = share(result.level).text if result.level is not None else ""
    title = _GOALS[result.goal].format(level=level)
    now = _now(result)
    if result.already:
        return [Paragraph(words=words(title, ": none is needed; as things are, ", now, "."))]
    if not result.sets:
        tail = (
            "not even all of them together would do"
            if result.possible is False
            else "no small set of them would do"
        )
        size = f"{plural(result.max_size, 'change')} at a time"
        text = words(
            title,
            ": of ",
            count(len(result.candidates)),
            f" changes tried, up to {size}, {tail}. As things are, ",
            now,
            ".",
        )
        return [Paragraph(words=text)]
    blocks: list[Block] = []
    for start, stop in ((0, _SHOWN), (_SHOWN, _SHOWN + _MORE)):
        rows = tuple(_set(given, found) for found in result.sets[start:stop])
        if not rows:
            continue
        heads = ("What changes", "Effort", "What then passes", "Gains over no deal in the best package")
        columns = tuple(Column(title=words(t), numeric=0 < k < 3) for k, t in enumerate(heads))
        sets = plural(result.count, "smallest set")
        caption = words(title, f": {sets}, least effort first; as things are, ", now)
        fold = "" if start == 0 else f"{len(rows)} further sets"
        blocks.append(Table(caption=caption, columns=columns, rows=rows, folded=fold, wide=True))
    return blocks


def _now(result: Unlock) -> Words:
    if result.goal == "odds":
        return words("the best odds are ", share(result.now))
    what = " packages could be signed at once" if result.goal == "signable" else " packages pass"
    return words(count(result.now), what)


def _set(given: Given, found: UnlockSet) -> Row:
    lines = [change_words(given, change) for change in found.changes]
    told = words(*[part for line in lines for part in (GAP, line)][1:])
    after = (
        words("odds of ", chance(found.odds))
        if found.odds is not None
        else words(count(found.passing), " packages")
    )
    gains = joined([words(given.names.actor(a), " ", decimal(g)) for a, g in found.gains])
    return Row(cells=(told, words(value(found.effort)), after, gains or words(muted("\u2013"))))


def change_words(given: Given, change: Candidate) -> Words:
    """A change in words, with its evidence or the mark that it is an assumption."""
    path = change.changes[0].path if len(change.changes) == 1 else ""
    actor, what = given.names.path(path) if path else ("", ())
    whose = words(given.names.actor(actor), ": ") if actor else ()
    case = given.case
    match change.kind:
        case "reading":
            key = path.removeprefix("approval.") if path != "deal_rule" else "deal"
            rule = given.names.reading(key, str(change.changes[0].value))
            told = words(whose or "The deal: ", "the rule is read as ", rule)
        case "red line":
            told = words(whose, "the red line is dropped (", given.names.refused(path), ")")
        case "consent":
            over = next((c.over for c in case.consents if path == f"consents.{c.id}.gives"), ())
            told = words(whose, "consents to ", given.names.terms(over))
        case "influence":
            told = words(whose, what, " \u2013 it is brought to bear")
        case "mandate":
            account = next((m.said_by for m in case.mandates if m.id == change.changes[0].value), "")
            told = words(whose, "the mandate is as told by ", said(account or str(change.changes[0].value)))
        case _:
            told = words(said(change.name))
    return words(told, " ", given.evidence.links(change.evidence) or words("[", assumed(), "]"))


def trades_section(given: Given) -> Section | None:
    """Exchanges of two issues that leave two sides better off; None without a result."""
    found = given.by_estimate(Trades)
    if not found:
        return None
    blocks: list[Block] = [
        Paragraph(
            words=words(
                "One side moves on an issue that weighs less for it, the other moves on one that weighs "
                "less for the other. Gains are those of the two sides against the starting package, at the "
                "likely values."
            )
        )
    ]
    for order, (label, result) in enumerate(found, start=1):
        inner = tuple(_trades(given, result))
        if order > 1:
            inner = (Fold(summary=words("The same under ", name(label)), blocks=inner),)
        blocks += inner
    return Section(id="trades", title="What could be exchanged", blocks=tuple(blocks))


def _trades(given: Given, result: Trades) -> list[Block]:
    start = (
        words("from ", said(given.case.proposal(result.text).name))
        if result.text
        else words("from the middle options")
    )
    if not result.trades:
        text = words(
            "No exchange of two issues, ",
            start,
            ", leaves two sides better off; ",
            count(result.tested),
            " were tried.",
        )
        return [Paragraph(words=text)]
    rows = tuple(_trade(given, trade) for trade in result.trades)
    heads = (
        "Who gives what",
        "Against what",
        "Gains",
        "Draws in which both gain",
        "Odds of the package after",
    )
    columns = tuple(Column(title=words(t), numeric=k > 2) for k, t in enumerate(heads))
    shown = words(count(len(rows)), " of ") if len(rows) < result.count else ()
    noun = "exchange" if result.count == 1 else "exchanges"
    caption = words(shown, count(result.count), f" {noun}, ", start, "; best first")
    return [Table(caption=caption, columns=columns, rows=rows, wide=True)]


def _trade(given: Given, trade: Trade) -> Row:
    gains = listed([words(given.names.actor(a), " ", decimal(g)) for a, g in trade.gains])
    others = [words(given.names.actor(a), " ", decimal(g)) for a, g in trade.others if abs(g) > 0.005]
    rest = words(muted("; others: "), listed(others)) if others else ()
    return Row(
        cells=(
            words(given.names.actor(trade.giver), ": ", _step(given, trade.given)),
            words(given.names.actor(trade.taker), ": ", _step(given, trade.got)),
            words(gains, rest),
            words(chance(trade.both)),
            words(chance(trade.odds)),
        )
    )


def _step(given: Given, step: Step) -> Words:
    to = given.names.option(step.issue, step.to)
    return words(given.names.issue(step.issue), ", ", given.names.option(step.issue, step.from_), " → ", to)
