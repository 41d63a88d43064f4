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
    text_of,
    words,
)
from detente.brief.naming import ACTS
from detente.brief.phrases import counted, date, when
from detente.brief.reported import OPPOSED, Reported, digits
from detente.brief.wording import apart, in_turn, tell, tell_as, tell_faint, tell_plural, told_from
from detente.languages import say, say_plural
from detente.languages.figures import number_text
from detente.record.contradictions import Contradiction
from detente.record.finding import Passage, cut, words_of
from detente.record.statement import Decision, Statement

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
    return Section(id="reported", title=say("What the reports say"), blocks=tuple(blocks))


def conflicts(given: Reported) -> Section | None:
    """Candidates for contradictions among the coded statements, the most telling first, both texts shown."""
    found = given.contradictions
    if found is None or not found.pairs:
        return None
    intro = [
        # Translators: pairs that the computer proposes; a reader decides.
        tell_plural(
            "{n} pair of statements that cannot both hold, by a rule that compares acts, stances, values "
            "and words; candidates for a reader, no verdict.",
            "{n} pairs of statements that cannot both hold, by a rule that compares acts, stances, values "
            "and words; candidates for a reader, no verdict.",
            found.found,
            n=counted(found.found).capitalize(),
        ),
        tell("Both texts stand. The number orders them and is no chance."),
    ]
    blocks: list[Block] = [Paragraph(words=in_turn(intro, " "))]
    blocks += [_pair(given, pair) for pair in found.pairs[:_PAIRS]]
    rest = found.pairs[_PAIRS : _PAIRS + _MOST]
    if rest:
        inner = tuple(_pair(given, pair) for pair in rest)
        more = tell_plural("{n} more candidate", "{n} more candidates", len(rest), n=str(len(rest)))
        blocks.append(Fold(summary=more, blocks=inner))
    return Section(id="conflicts", title=say("Statements that cannot both hold"), blocks=tuple(blocks))


def passages(given: Reported) -> Section | None:
    """Every passage in its report: the words as printed, with a little of what stands around them."""
    statements = given.record.statements
    if not statements:
        return None
    text = tell(
        "A mark such as Q12 leads to its passage here. Places are counted in characters of the report's text "
        "as the record keeps it. Quoted for verification; the reports stay with their publishers."
    )
    heads = (
        tell_as("head of a column", "Mark"),
        tell("Report and place"),
        tell_as("head of a column", "Passage"),
        # Translators: by whom or by what rule a passage was coded.
        tell_as("head of a column", "Coded by"),
    )
    rows = tuple(_passage(given, statement) for statement in statements)
    table = Table(
        caption=tell("Passages"),
        columns=tuple(Column(title=head) for head in heads),
        rows=rows,
        folded=say("Passages ({n})", n=len(rows)),
        wide=True,
    )
    return Section(id="passages", title=say("Passages"), blocks=(Paragraph(words=text, style="small"), table))


def _opening(given: Reported, waiting: int) -> Words:
    documents, statements = len(given.record.documents), len(given.record.statements)
    counts = in_turn(
        [
            tell_plural("{n} report", "{n} reports", documents, n=counted(documents).capitalize()),
            tell_plural("{n} statement", "{n} statements", statements),
        ]
    )
    if not waiting:
        # Translators: {counts} is such as "Two reports, nine statements".
        return tell("{counts}, each reviewed. The latest come first.", counts=counts)
    if waiting == statements:
        return tell(
            "{counts}; none of them reviewed: a suggestion of the coder may misread its passage. The latest "
            "come first.",
            counts=counts,
        )
    return tell_plural(
        "{counts}; {n} not reviewed yet: a suggestion of the coder may misread its passage. The latest come "
        "first.",
        "{counts}; {n} not reviewed yet: a suggestion of the coder may misread its passage. The latest come "
        "first.",
        waiting,
        counts=counts,
        n=number_text(waiting),
    )


def _latest_first(statement: Statement) -> tuple[int, str, int]:
    place = statement.span.start if statement.span else 0
    return -statement.date.last.toordinal(), "".join(statement.reports), place


def _issue(given: Reported, issue: str, rows: Sequence[Statement]) -> Part:
    blocks: list[Block] = [_table(given, rows[:_SHOWN], "")]
    if rows[_SHOWN:]:
        rest = rows[_SHOWN : _SHOWN + _MOST]
        blocks.append(_table(given, rest, _earlier(len(rows) - _SHOWN, len(rest))))
    return Part(title=words(name(given.issue(issue))), blocks=tuple(blocks))


def _earlier(n: int, shown: int) -> str:
    """How many earlier statements there are, and how many of them are shown."""
    if shown == n:
        # Translators: {n} earlier statements.
        return say_plural("{n} earlier", "{n} earlier", n)
    # Translators: {n} earlier statements, of which the latest {shown} are shown.
    return say_plural(
        "{n} earlier, the latest {shown} of them", "{n} earlier, the latest {shown} of them", n, shown=shown
    )


def _table(given: Reported, rows: Sequence[Statement], folded: str) -> Table:
    heads = (
        tell_as("head of a column", "When"),
        tell_as("head of a column", "Who"),
        tell_as("head of a column", "What"),
        tell_as("head of a column", "Passage"),
    )
    return Table(
        caption=tell("Statements"),
        columns=tuple(Column(title=head) for head in heads),
        rows=tuple(Row(cells=_line(given, statement)) for statement in rows),
        folded=folded,
    )


def _line(given: Reported, statement: Statement) -> tuple[Words, ...]:
    head = words(strong(told_from(ACTS, statement.act)))
    if statement.value is not None:
        amount = f"{digits(statement.value)} {statement.unit}".strip()
        head = words(head, " ", number(amount, statement.value))
    text = cut(words_of(statement) or say("the passage is left out"), _LONG)
    what = tell("{head}: {text}", head=head, text=said(text))
    if statement.condition:
        # Translators: the condition that somebody ties a statement to.
        what = words(what, BREAK, tell_faint("condition: {text}", text=said(statement.condition)))
    unsure = words(BREAK, muted(say("not reviewed"))) if not statement.verdict else ()
    return (
        words(when(statement.date)),
        given.who(statement),
        what,
        words(given.links([statement.id]), unsure),
    )


def _pair(given: Reported, pair: Contradiction) -> Part:
    # Translators: an issue, how two statements on it oppose each other, and a number that orders them.
    title = tell_faint(
        "{issue} ({kind}, {confidence})",
        issue=name(" / ".join(given.issue(issue) for issue in pair.issues) or given.issue("")),
        kind=told_from(OPPOSED, pair.kind),
        confidence=number(number_text(pair.confidence, 2), pair.confidence),
    )
    both = sorted((pair.a, pair.b), key=lambda p: (given.named(p.holder), p.date, p.statement))
    panels = tuple(_side(given, passage) for passage in both)
    why = Paragraph(words=words(muted(text_of(apart(pair.why)))), style="small")
    return Part(title=title, blocks=(Beside(panels=panels), why))


def _side(given: Reported, passage: Passage) -> Panel:
    who = given.told_by(passage.holder, passage.relays)
    text = cut(passage.text or say("the passage is left out"), _LONG)
    line = words(said(text), " ", given.links([passage.statement]))
    return Panel(
        title=tell_faint("{what}, {more}", what=who, more=when(passage.date)),
        blocks=(Paragraph(words=line),),
    )


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
    label = words(document)
    if found:
        label = in_turn([found.publisher or found.id, date(found.published)])
    if not span:
        return words(said(text_of(label)))
    # Translators: the place of a passage in a report, counted in characters.
    place = say("characters {start} to {end}", start=number_text(span.start), end=number_text(span.end))
    return words(said(text_of(label)), BREAK, muted(place))


def _text(statement: Statement) -> Words:
    span = statement.span
    if span is None or not span.exact:
        left_out = (
            # Translators: the check value of a text that is not shown.
            say("the text is left out (SHA-256 {digest}…)", digest=span.sha256[:16])
            if span
            else say("the text is left out")
        )
        return words(muted(left_out))
    return words(muted("…" + _flat(span.before)), strong(_flat(span.exact)), muted(_flat(span.after) + "…"))


def _coded(statement: Statement) -> Words:
    parts: list[Words] = []
    coding, decision = statement.coding, statement.decision
    if coding is not None:
        score = f", {number_text(coding.score, 2)}" if coding.score is not None else ""
        parts.append(words(said(coding.coder), muted(f" ({coding.rule}{score})" if coding.rule else score)))
    if decision is not None:
        parts.append(_decided(decision))
    else:
        parts.append(words(muted(say("not reviewed"))))
    first, *rest = parts
    return words(first, *(words(BREAK, part) for part in rest))


def _decided(decision: Decision) -> Words:
    """What a reviewer decided about a suggestion, and when."""
    who, day = said(decision.by), decision.at[:10]
    match decision.verdict:
        case "accepted":
            # Translators: a suggested statement, by the person who reviewed it, with the day.
            return tell("accepted by {who}, {day}", who=who, day=day)
        case "edited":
            # Translators: a suggested statement, by the person who reviewed it, with the day.
            return tell("edited by {who}, {day}", who=who, day=day)
        case _:
            # Translators: a suggested statement, by the person who reviewed it, with the day.
            return tell("refused by {who}, {day}", who=who, day=day)


def _flat(text: str) -> str:
    return text.replace("\n", " ").replace("\r", " ")
