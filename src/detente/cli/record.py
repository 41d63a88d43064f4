"""The commands that answer from a record: what was said when, who holds what, what cannot both hold."""

import sys
from collections.abc import Callable, Iterable, Mapping
from inspect import Parameter, signature
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

from detente.cli.exchange import add_exchange
from detente.cli.load import Asked, day_of, load_case
from detente.cli.out import shown_lines, write_json, write_lines
from detente.cli.questions import AsOf, Json, signed
from detente.errors import CaseError

__all__ = ["record", "told_too"]

MOST_NOTED = 10
"""How many things amiss in a record folder are told one by one."""

record = typer.Typer(
    help=(
        "Answer from a record: timeline, stances, contradictions, figures, what changed, reliability. "
        "RECORD is a record folder, an exported file, or a hand-coded YAML file."
    ),
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Folder = Annotated[str, typer.Argument(metavar="RECORD", help="A record folder or file.")]
Accepted = Annotated[bool, typer.Option("--accepted", help="Only what was accepted in review.")]
PackName = Annotated[
    str, typer.Option("--pack", metavar="PACK", help="A pack by name or path; that of the record by default.")
]
Holder = Annotated[str, typer.Option("--holder", help="Only this actor, its members or its side.")]
Issue = Annotated[str, typer.Option("--issue", help="Only this issue.")]
Act = Annotated[str, typer.Option("--act", help="Only this act, such as demands or rejects.")]
Since = Annotated[str, typer.Option("--since", metavar="DATE", help="Only what was said from this day on.")]
Ordered = Annotated[
    str,
    typer.Option("--case", metavar="CASE", help="A case whose ordered issues tell what hardens and softens."),
]
Silence = Annotated[int, typer.Option("--silence", min=1, help="Days without a word that count as silence.")]


Answer: TypeAlias = tuple[Any, Iterable[str]]
"""What a question gives: the result, and the lines that tell it."""

SHARED: Mapping[str, tuple[Any, Any]] = {
    "accepted": (Accepted, False),
    "pack": (PackName, ""),
    "as_of": (AsOf, ""),
    "as_json": (Json, False),
}
"""The options that every question about a record takes."""


def _question(ask: Callable[..., Answer]) -> Callable[..., Answer]:
    """Adds the command of a question: opens the record, asks, prints. Its own options stand first."""

    def command(folder: str, **given: Any) -> None:
        accepted, pack, as_of, as_json = (given.pop(name) for name in SHARED)
        found, words = _load(folder, pack, accepted=accepted, as_of=as_of)
        result, lines = ask(found, words, **given)
        _tell(result, lines, as_json=as_json)

    own = [p.replace(kind=Parameter.KEYWORD_ONLY) for p in list(signature(ask).parameters.values())[2:]]
    shared = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=kind)
        for name, (kind, default) in SHARED.items()
    ]
    folder = Parameter("folder", Parameter.POSITIONAL_OR_KEYWORD, annotation=Folder)
    record.command()(signed(command, ask, [folder, *own, *shared]))
    return ask


@record.callback()
def _nothing_asked(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        sys.stdout.write(context.get_help() + "\n")


@_question
def timeline(
    found: Any,
    words: Any,
    by: Annotated[str, typer.Option(help="day, week, month or year.")] = "day",
    holder: Holder = "",
    issue: Issue = "",
    act: Act = "",
    since: Since = "",
) -> Answer:
    """Who said what, by day, week, month or year, with the passage of each statement."""
    import detente as dt

    first = day_of("--since", since)
    result = dt.timeline(found, words, by=by, holder=holder, issue=issue, act=act, since=first)
    lines = (line for period in result.periods for line in (period.label, *_under(period.passages)))
    return result, [str(result), *lines]


@_question
def stances(
    found: Any,
    words: Any,
    holder: Holder = "",
    issue: Issue = "",
    case: Ordered = "",
    silence: Silence = 14,
) -> Answer:
    """What each actor holds on each issue over time: hardened, softened, disputed, silent."""
    import detente as dt

    orders = _orders(case, words, found)
    result = dt.stances(found, words, orders=orders, silence=silence, holder=holder, issue=issue)
    return result, [str(result), *_under(result.tracks)]


@_question
def contradictions(
    found: Any,
    words: Any,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many pairs to tell.")] = 40,
    holder: Holder = "",
    issue: Issue = "",
    since: Since = "",
) -> Answer:
    """Statements that cannot both hold, ranked, with why and both texts."""
    import detente as dt

    only = dt.Filter(holder=holder, issue=issue, since=day_of("--since", since))
    result = dt.contradictions(found, words, limit=limit, only=only)
    return result, [str(result), *map(str, result.pairs)]


@_question
def figures(
    found: Any,
    words: Any,
    issue: Issue = "",
) -> Answer:
    """Counts over time: how they move, and where reports of one day disagree."""
    import detente as dt

    result = dt.figures(found, words, issue=issue)
    lines = [str(result)]
    for series in result.series:
        lines += [f"  {series}", *(f"    reports disagree: {one}" for one in series.disagreements)]
    return result, lines


@_question
def diff(
    found: Any,
    words: Any,
    since: Annotated[str, typer.Option("--since", metavar="DATE", help="What was known on this day is old.")],
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the page as Markdown.")] = False,
    case: Ordered = "",
    silence: Silence = 14,
) -> Answer:
    """What changed since a day, on one page: reports, stances, figures, contradictions, silence."""
    import detente as dt

    day = day_of("--since", since)
    if day is None:
        raise CaseError("--since has no date", hint="write it as 2024-07-04")
    result = dt.changes_since(found, day, words, orders=_orders(case, words, found), silence=silence)
    return result, [result.markdown.removesuffix("\n") if markdown else str(result)]


@record.command()
def brief(
    folder: Folder,
    since: Annotated[
        str, typer.Option("--since", metavar="DATE", help="Tell what changed since this day.")
    ] = "",
    out: Annotated[str, typer.Option("--out", "-o", metavar="FOLDER", help="Folder to write to.")] = "out",
    limit: Annotated[int, typer.Option("--limit", min=1, help="Pairs that cannot both hold.")] = 40,
    accepted: Accepted = False,
    pack: PackName = "",
    as_of: AsOf = "",
) -> None:
    """Write what the reports say as one self-contained page, with Markdown and JSON beside it."""
    import detente as dt
    from detente.cli.tell import write_forms

    found, words = _load(folder, pack, accepted=accepted, as_of=as_of)
    found_brief = dt.make_record_brief(found, *_answers(found, words, since=since, limit=limit), pack=words)
    path = write_forms(found_brief, Path(out), "record")
    sys.stdout.write(f"brief: {path.resolve()}\n")


def _answers(found: Any, words: Any, *, since: str, limit: int = 40) -> tuple[Any, ...]:
    """What a brief tells of a record: its contradictions, and what changed when a day is given."""
    import detente as dt

    day = day_of("--since", since)
    changes = dt.changes_since(found, day, words) if day is not None else None
    return dt.contradictions(found, words, limit=limit), changes


def told_too(folder: str, *, since: str, as_of: str) -> dict[str, Any]:
    """What the brief of a case tells of a record too; nothing without one."""
    if not folder:
        if since:
            raise CaseError("--since has no record to look at", hint="add --record RECORD")
        return {}
    found, words = _load(folder, "", accepted=False, as_of=as_of)
    return {"record": found, "pack": words, "answers": _answers(found, words, since=since)}


add_exchange(record)


@record.command()
def reliability(
    first: Annotated[str, typer.Argument(metavar="A", help="A record folder or file.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Another coding of the same reports.")],
    gold: Annotated[bool, typer.Option("--gold", help="Take B as right: precision, recall and F1.")] = False,
    accepted: Accepted = False,
    pack: PackName = "",
    as_json: Json = False,
) -> None:
    """How far two coders agree (Krippendorff's alpha), or how far A meets a gold record B."""
    import detente as dt

    ours, words = _load(first, pack, accepted=accepted)
    theirs = dt.read_record(second)
    if gold:
        result = dt.against_gold(ours, theirs, words)
    else:
        result = dt.reliability(ours, theirs.accepted if accepted else theirs)
    _tell(result, [str(result)], as_json=as_json)


def _load(folder: str, pack: str, *, accepted: bool, as_of: str = "") -> tuple[Any, Any]:
    """The record, and the pack that is asked for or that it was coded by (None where that is not at hand)."""
    import detente as dt

    found = _noted(folder)
    if accepted:
        found = found.accepted
    day = day_of("--as-of", as_of)
    if day is not None:
        found = found.as_of(day)
    name = pack or next(iter(found.pack.split()), "")
    known: Callable[[], Iterable[str]] = dt.bundled_packs
    return found, dt.read_pack(name) if pack or name in known() else None


def _noted(folder: str) -> Any:
    """The record; what is amiss in its folder is told beside the answer, on the error stream."""
    import detente as dt

    if not (Path(folder) / "journal.jsonl").is_file():
        return dt.read_record(folder)
    opened = dt.open_record(folder)
    more = [f"and {len(opened.told) - MOST_NOTED} more"] if len(opened.told) > MOST_NOTED else []
    for line in [*opened.told[:MOST_NOTED], *more]:
        sys.stderr.write(f"note: {shown_lines(line)}\n")
    return opened.record


def _orders(case: str, pack: Any, record: Any) -> Any:
    """The orders of a case's issues in the ids of the pack; None where no case is named."""
    import detente as dt

    if not case:
        return None
    orders = dt.orders_of(load_case(case, Asked()), pack)
    if record.statements and not any(s.issue in orders for s in record.statements):
        hint = "name the pack that tells their ids with --pack" if pack is None else "name another case"
        raise CaseError(f"the case {case!r} orders no issue of this record", where="--case", hint=hint)
    return orders


def _under(items: Iterable[Any]) -> list[str]:
    return [f"  {item}" for item in items]


def _tell(result: Any, lines: Iterable[str], *, as_json: bool) -> None:
    """Prints a result as JSON, or the lines that tell it."""
    if as_json:
        write_json(result.as_dict())
    else:
        write_lines(lines)
