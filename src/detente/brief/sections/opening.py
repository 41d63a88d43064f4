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
    muted,
    name,
    said,
    words,
)
from detente.brief.given import Given
from detente.brief.phrases import chance, count, decimal, share, value
from detente.brief.wording import in_turn, listed, tell, tell_as, tell_faint, tell_plural
from detente.languages import mark, say, say_plural

__all__ = ["change_words", "trades_section", "unlock_section"]

_SHOWN = 8
_MORE = 30
_GOALS = {
    # Translators: a title; a colon and more about the changes follow.
    "zone": mark("Changes that would open the zone"),
    # Translators: a title; a colon and more about the changes follow. {level} is a share of draws.
    "odds": mark("Changes that would lift the odds of the best package to {level}"),
    # Translators: a title; a colon and more about the changes follow.
    "signable": mark("Changes that would make a package signable at once"),
}


def unlock_section(given: Given) -> Section | None:
    """The smallest sets of changes that would open the zone, by goal and estimate; None without a result."""
    blocks: list[Block] = []
    for order, scenario in enumerate(given.scenarios, start=1):
        results = sorted(given.every(Unlock, scenario), key=lambda r: list(_GOALS).index(r.goal))
        inner = tuple(block for result in results for block in _unlock(given, result))
        if inner and order > 1:
            summary = tell("The same under {estimate}", estimate=name(given.label(scenario)))
            inner = (Fold(summary=summary, blocks=inner),)
        blocks += inner
    if not blocks:
        return None
    text = tell(
        "Each line is a smallest set: every change in it is needed. The effort of a change is an "
        "assumption; so is that somebody could bring it about. No change is proposed here."
    )
    # Translators: "it" is the zone of possible agreement.
    title = say("What would open it")
    return Section(id="unlock", title=title, blocks=(Paragraph(words=text), *blocks))


def _unlock(given: Given, result: Unlock) -> list[Block]:
    level = share(result.level).text if result.level is not None else ""
    title = tell(_GOALS[result.goal], level=level)
    now = _now(result)
    if result.already:
        # Translators: {title} names changes, none of which is needed; {now} is such as "12 packages pass".
        told = tell("{title}: none is needed; as things are, {now}.", title=title, now=now)
        return [Paragraph(words=told)]
    if not result.sets:
        return [_not_found(result, title, now)]
    blocks: list[Block] = []
    heads = (
        tell("What changes"),
        tell_as("head of a column", "Effort"),
        # Translators: how many packages pass after these changes, or with which odds.
        tell("What then passes"),
        tell("Gains over no deal in the best package"),
    )
    columns = tuple(Column(title=head, numeric=0 < k < 3) for k, head in enumerate(heads))
    # Translators: {title} names changes; a set is a set of changes; {now} is such as "12 packages pass".
    caption = tell_plural(
        "{title}: {n} smallest set, least effort first; as things are, {now}",
        "{title}: {n} smallest sets, least effort first; as things are, {now}",
        result.count,
        title=title,
        now=now,
    )
    for start, stop in ((0, _SHOWN), (_SHOWN, _SHOWN + _MORE)):
        rows = tuple(_set(given, found) for found in result.sets[start:stop])
        if rows:
            fold = say_plural("{n} further set", "{n} further sets", len(rows)) if start else ""
            blocks.append(Table(caption=caption, columns=columns, rows=rows, folded=fold, wide=True))
    return blocks


def _not_found(result: Unlock, title: Words, now: Words) -> Paragraph:
    """That no small set of changes reaches the goal, or not even all of them."""
    parts: dict[str, Words] = {
        "title": title,
        "tried": tell_plural(
            "{n} change tried",
            "{n} changes tried",
            len(result.candidates),
            n=count(len(result.candidates)),
        ),
        "size": tell_plural("{n} change", "{n} changes", result.max_size),
        "now": now,
    }
    if result.possible is False:
        # Translators: {title} names changes; {tried} is such as "12 changes tried", {size} such as "two
        # changes", {now} such as "12 packages pass". "them": the changes.
        told = tell(
            "{title}: of {tried}, up to {size} at a time, not even all of them together would do. As things "
            "are, {now}.",
            **parts,
        )
    else:
        # Translators: {title} names changes; {tried} is such as "12 changes tried", {size} such as "two
        # changes", {now} such as "12 packages pass". "them": the changes.
        told = tell(
            "{title}: of {tried}, up to {size} at a time, no small set of them would do. As things are, "
            "{now}.",
            **parts,
        )
    return Paragraph(words=told)


def _now(result: Unlock) -> Words:
    if result.goal == "odds":
        # Translators: follows "as things are,".
        return tell("the best odds are {odds}", odds=share(result.now))
    if result.goal == "signable":
        # Translators: follows "as things are,".
        return tell_plural(
            "{n} package could be signed at once",
            "{n} packages could be signed at once",
            int(result.now),
            n=count(result.now),
        )
    # Translators: follows "as things are,".
    return tell_plural("{n} package passes", "{n} packages pass", int(result.now), n=count(result.now))


def _set(given: Given, found: UnlockSet) -> Row:
    lines = [change_words(given, change) for change in found.changes]
    told = words(*[part for line in lines for part in (GAP, line)][1:])
    after = (
        # Translators: stands in the column "What then passes".
        tell("odds of {odds}", odds=chance(found.odds))
        if found.odds is not None
        else tell_plural("{n} package", "{n} packages", found.passing, n=count(found.passing))
    )
    gains = in_turn([words(given.names.actor(a), " ", decimal(g)) for a, g in found.gains])
    return Row(cells=(told, words(value(found.effort)), after, gains or words(muted("\u2013"))))


def change_words(given: Given, change: Candidate) -> Words:
    """A change in words, with its evidence or the mark that it is an assumption."""
    path = change.changes[0].path if len(change.changes) == 1 else ""
    actor, what = given.names.path(path) if path else ("", ())
    told = _changed(given, change, path, what)
    if told is None:
        told = words(said(change.name))
    elif actor:
        told = tell("{head}: {text}", head=given.names.actor(actor), text=told)
    elif change.kind == "reading":
        told = tell("The deal: {text}", text=told)
    return words(told, " ", given.evidence.links(change.evidence) or words("[", assumed(), "]"))


def _changed(given: Given, change: Candidate, path: str, what: Words) -> Words | None:
    """What a change does, after the name of whose it is; None where its own name says so."""
    case, new = given.case, str(change.changes[0].value)
    match change.kind:
        case "reading":
            key = path.removeprefix("approval.") if path != "deal_rule" else "deal"
            # Translators: a change that could be made; whose rule it is precedes, with a colon.
            return tell("the rule is read as {rule}", rule=given.names.reading(key, new))
        case "red line":
            # Translators: a change that could be made; the actor precedes, with a colon. {terms}: what the
            # red line refuses.
            return tell("the red line is dropped ({terms})", terms=given.names.refused(path))
        case "consent":
            over = next((c.over for c in case.consents if path == f"consents.{c.id}.gives"), ())
            # Translators: a change that could be made; the actor that consents precedes, with a colon.
            return tell("consents to {terms}", terms=given.names.terms(over))
        case "influence":
            # Translators: a change that could be made; {influence} is such as "guarantee by Delta".
            return tell("{influence} \u2013 it is brought to bear", influence=what)
        case "mandate":
            account = next((m.said_by for m in case.mandates if m.id == new), "")
            # Translators: a change that could be made; the party precedes, with a colon.
            return tell("the mandate is as told by {source}", source=said(account or new))
    return None


def trades_section(given: Given) -> Section | None:
    """Exchanges of two issues that leave two sides better off; None without a result."""
    found = given.by_estimate(Trades)
    if not found:
        return None
    blocks: list[Block] = [
        Paragraph(
            words=tell(
                "One side moves on an issue that weighs less for it, the other moves on one that weighs "
                "less for the other. Gains are those of the two sides against the starting package, at the "
                "likely values."
            )
        )
    ]
    for order, (label, result) in enumerate(found, start=1):
        inner = tuple(_trades(given, result))
        if order > 1:
            inner = (Fold(summary=tell("The same under {estimate}", estimate=name(label)), blocks=inner),)
        blocks += inner
    return Section(id="trades", title=say("What could be exchanged"), blocks=tuple(blocks))


def _trades(given: Given, result: Trades) -> list[Block]:
    start = (
        # Translators: the package from which exchanges start: a text, told by its name.
        tell("from {text}", text=said(given.case.proposal(result.text).name))
        if result.text
        # Translators: the package from which exchanges start: the middle option of every issue.
        else tell("from the middle options")
    )
    if not result.trades:
        # Translators: {start} is "from the middle options", or "from" with the name of a text.
        text = tell_plural(
            "No exchange of two issues, {start}, leaves two sides better off; {n} was tried.",
            "No exchange of two issues, {start}, leaves two sides better off; {n} were tried.",
            result.tested,
            start=start,
            n=count(result.tested),
        )
        return [Paragraph(words=text)]
    heads = (
        tell("Who gives what"),
        # Translators: what is given in return.
        tell("Against what"),
        tell_as("head of a column", "Gains"),
        tell("Draws in which both gain"),
        # Translators: the odds of the package that the exchange leads to.
        tell("Odds of the package after"),
    )
    columns = tuple(Column(title=head, numeric=k > 2) for k, head in enumerate(heads))
    rows = tuple(_trade(given, trade) for trade in result.trades)
    caption = _trades_caption(result, start)
    return [Table(caption=caption, columns=columns, rows=rows, wide=True)]


def _trades_caption(result: Trades, start: Words) -> Words:
    if len(result.trades) < result.count:
        # Translators: {start} is "from the middle options", or "from" with the name of a text.
        return tell_plural(
            "{shown} of {n} exchange, {start}; best first",
            "{shown} of {n} exchanges, {start}; best first",
            result.count,
            shown=count(len(result.trades)),
            n=count(result.count),
            start=start,
        )
    # Translators: {start} is "from the middle options", or "from" with the name of a text.
    return tell_plural(
        "{n} exchange, {start}; best first",
        "{n} exchanges, {start}; best first",
        result.count,
        n=count(result.count),
        start=start,
    )


def _trade(given: Given, trade: Trade) -> Row:
    gains = listed([words(given.names.actor(a), " ", decimal(g)) for a, g in trade.gains])
    others = [words(given.names.actor(a), " ", decimal(g)) for a, g in trade.others if abs(g) > 0.005]
    told = tell_faint("{gains}; others: {others}", gains=gains, others=listed(others)) if others else gains
    return Row(
        cells=(
            tell("{head}: {text}", head=given.names.actor(trade.giver), text=_step(given, trade.given)),
            tell("{head}: {text}", head=given.names.actor(trade.taker), text=_step(given, trade.got)),
            told,
            words(chance(trade.both)),
            words(chance(trade.odds)),
        )
    )


def _step(given: Given, step: Step) -> Words:
    # Translators: an issue, its option before and after; where text runs from the right, the arrow is ←.
    return tell(
        "{issue}, {before} \u2192 {after}",
        issue=given.names.issue(step.issue),
        before=given.names.option(step.issue, step.from_),
        after=given.names.option(step.issue, step.to),
    )
