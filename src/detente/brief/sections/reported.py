"""What the reports say, which statements cannot both hold, and the passages that every line leads to."""

from collections.abc import Sequence

from detente.brief.blocks import (
    BREAK,
    Beside,
    Block,
    Column,
    Fold,
    Panel,
    Paragraph,
    Part,
    Row,
    Section,
    Table,
    Words,
    muted,
    name,
    number,
    said,
    strong,
    words,
)
from detente.brief.phrases import date, plural, when
from detente.brief.reported import Reported
from detente.record.contradictions import Contradiction
from detente.record.finding import Passage, cut, words_of
from detente.record.statement import Statement

__all__ = ["conflicts", "passages", "reported"]

_SHOWN = 8
_MOST = 60
_PAIRS = 12
_LONG = 320


def reported(given: Reported) -> Section | None:
    """What the reports say, by issue: who, when, the act, and the words with the link to their passage."""
    statements = given.record.statements
    if not statements:
        return None
    waiting = sum(not s.verdict for s in statements)
    blocks: list[Block] = [Paragraph(words=_opening(given, waiting))]
    told = {s.issue for s in statements}
    order = [issue for issue in given.issues if issue in told]
    order += sorted(told - {*given.issues, ""}) + ([""] if "" in told else [])
    for issue in order:
        rows = sorted((s for s in statements if s.issue == issue), key=_latest_first)
        blocks.append(_issue(given, issue, rows))
    return Section(id="reported", title="What the reports say", blocks=tuple(blocks))


def conflicts(given: Reported) -> Section | None:
    """Candidates for contradictions among the coded statements, the most telling first, both texts shown."""
    found = given.contradictions
    if found is None or not found.pairs:
        return None
    intro = (
        f"{plural(found.found, 'pair', 'pairs').capitalize()} of statements that cannot both hold, by a rule "
        "that compares acts, stances, values and words; candidates for a reader, no verdict. Both texts "
        "stand. The number orders them and is no chance."
    )
    blocks: list[Block] = [Paragraph(words=words(intro))]
    blocks += [_pair(given, pair) for pair in found.pairs[:_PAIRS]]
    rest = found.pairs[_PAIRS : _PAIRS + _MOST]
    if rest:
        inner = tuple(_pair(given, pair) for pair in rest)
        blocks.append(Fold(summary=words(f"{len(rest)} more candidates"), blocks=inner))
    return Section(id="conflicts", title="Statements that cannot both hold", blocks=tuple(blocks))


def passages(given: Reported) -> Section | None:
    """Every passage in its report: the words as printed, with a little of what stands around them."""
    statements = given.record.statements
    if not statements:
        return None
    text = (
        "A mark such as Q12 leads to its passage here. Places are counted in characters of the report's text "
        "as the record keeps it. Quoted for verification; the reports stay with their publishers."
    )
    columns = tuple(Column(title=words(head)) for head in ("Mark", "Report and place", "Passage", "Coded by"))
    rows = tuple(_passage(given, statement) for statement in statements)
    table = Table(
        caption=words("Passages"),
        columns=columns,
        rows=rows,
        folded=f"Passages ({len(rows)})",
        wide=True,
    )
    blocks = (Paragraph(words=words(text), style="small"), table)
    return Section(id="passages", title="Passages", blocks=blocks)


def _opening(given: Reported, waiting: int) -> Words:
    documents, statements = len(given.record.documents), len(given.record.statements)
    head = f"{plural(documents, 'report').capitalize()}, {plural(statements, 'statement')}"
    if not waiting:
        return words(head, ", each reviewed. The latest come first.")
    share = "none of them reviewed" if waiting == statements else f"{waiting:,} not reviewed yet"
    return words(
        head, f"; {share}: a suggestion of the coder may misread its passage. The latest come first."
    )


def _latest_first(statement: Statement) -> tuple[int, str, int]:
    place = statement.span.start if statement.span else 0
    return -statement.date.last.toordinal(), "".join(statement.reports), place


def _issue(given: Reported, issue: str, rows: Sequence[Statement]) -> Part:
    blocks: list[Block] = [_table(given, rows[:_SHOWN], "")]
    if rows[_SHOWN:]:
        rest = rows[_SHOWN : _SHOWN + _MOST]
        left = f", the latest {len(rest)} of them" if len(rest) < len(rows) - _SHOWN else ""
        blocks.append(_table(given, rest, f"{len(rows) - _SHOWN} earlier{left}"))
    return Part(title=words(name(given.issue(issue))), blocks=tuple(blocks))


def _table(given: Reported, rows: Sequence[Statement], folded: str) -> Table:
    columns = tuple(Column(title=words(head)) for head in ("When", "Who", "What", "Passage"))
    told = tuple(Row(cells=_line(given, statement)) for statement in rows)
    return Table(caption=words("Statements"), columns=columns, rows=told, folded=folded)


def _line(given: Reported, statement: Statement) -> tuple[Words, ...]:
    condition = words(BREAK, muted("condition: "), said(statement.condition)) if statement.condition else ()
    amount: Words = ()
    if statement.value is not None:
        amount = words(" ", number(f"{statement.value:,.6g} {statement.unit}".strip(), statement.value))
    unsure = words(BREAK, muted("not reviewed")) if not statement.verdict else ()
    text = cut(words_of(statement) or "the passage is left out", _LONG)
    return (
        words(when(statement.date)),
        given.who(statement),
        words(strong(statement.act), amount, ": ", said(text), condition),
        words(given.links([statement.id]), unsure),
    )


def _pair(given: Reported, pair: Contradiction) -> Part:
    title = words(
        name(" / ".join(given.issue(issue) for issue in pair.issues) or given.issue("")),
        muted(f" ({pair.kind}, "),
        number(f"{pair.confidence:.2f}", pair.confidence),
        muted(")"),
    )
    both = sorted((pair.a, pair.b), key=lambda p: (given.named(p.holder), p.date, p.statement))
    panels = tuple(_side(given, passage) for passage in both)
    why = Paragraph(words=words(muted("; ".join(pair.why))), style="small")
    return Part(title=title, blocks=(Beside(panels=panels), why))


def _side(given: Reported, passage: Passage) -> Panel:
    who = name(given.named(passage.holder)) if passage.holder else muted("the report")
    relays = ", ".join(given.named(relay) for relay in passage.relays)
    through = words(muted(" through "), said(relays)) if relays else ()
    text = cut(passage.text or "the passage is left out", _LONG)
    line = words(said(text), " ", given.links([passage.statement]))
    return Panel(title=words(who, through, muted(f", {when(passage.date)}")), blocks=(Paragraph(words=line),))


def _passage(given: Reported, statement: Statement) -> Row:
    mark = given.marks[statement.id]
    return Row(
        cells=(
            words(mark),
            words(_report(given, statement)),
            _text(statement),
            _coded(statement),
        ),
        anchor=f"passage-{mark}",
    )


def _report(given: Reported, statement: Statement) -> Words:
    span = statement.span
    document = span.document if span else "".join(statement.reports[:1])
    found = given.documents.get(document)
    label = f"{found.publisher or found.id}, {date(found.published)}" if found else document
    place = words(BREAK, muted(f"characters {span.start:,} to {span.end:,}")) if span else ()
    return words(said(label), place)


def _text(statement: Statement) -> Words:
    span = statement.span
    if span is None or not span.exact:
        proof = f" (SHA-256 {span.sha256[:16]}…)" if span else ""
        return words(muted(f"the text is left out{proof}"))
    return words(muted("…" + _flat(span.before)), strong(_flat(span.exact)), muted(_flat(span.after) + "…"))


def _coded(statement: Statement) -> Words:
    parts: list[Words] = []
    coding, decision = statement.coding, statement.decision
    if coding is not None:
        score = f", {coding.score:.2f}" if coding.score is not None else ""
        parts.append(words(said(coding.coder), muted(f" ({coding.rule}{score})" if coding.rule else score)))
    if decision is not None:
        parts.append(words(f"{decision.verdict} by ", said(decision.by), f", {decision.at[:10]}"))
    else:
        parts.append(words(muted("not reviewed")))
    first, *rest = parts
    return words(first, *(words(BREAK, part) for part in rest))


def _flat(text: str) -> str:
    return text.replace("\n", " ").replace("\r", " ")
