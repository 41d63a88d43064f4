"""How well reports are coded: `python benchmarks/coding.py [--reports DIR] [--pack gaza] [--coder rules]`.

One row a measure: the figure, what is aimed at, and on which data its rules were tuned. What a row counts as
right is said in `coding_score.py`. `--misses` lists what was missed and what was suggested wrongly (the texts
go to the terminal alone), `--attributions-only` scores spans and holders without acts and issues, `--speed`
adds speed and memory, `--long` 10,000 reports in one run, `--polnear PATH` a clone of PolNeAR, `--json` all
figures as JSON.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import coding_speed
from coding_data import (
    Gold,
    Passage,
    Place,
    Said,
    of_statement,
    read_gold,
    read_gum,
    read_plover,
    read_polnear,
    read_texts,
    statement_of,
)
from coding_score import (
    Score,
    confusion,
    found_contents,
    match,
    noise,
    same_holder,
    same_relays,
    score,
    share,
    shared,
)

from detente.record.statement import Statement
from detente.sources.text import Text

SHARED = Path(__file__).resolve().parents[2] / "shared"
TUNED = "the two shared reports"
ACTS = {
    "DEMAND": {"demands"},
    "REJECT": {"rejects"},
    "THREATEN": {"threatens"},
    "AGREE": {"accepts", "offers"},
}
PLOVER_AIMS = {"DEMAND": "0.85", "REJECT": "0.80", "THREATEN": "0.65", "AGREE": "0.60"}


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    measure: str
    figure: str
    aim: str = ""
    tuned: str = ""


Coder = Callable[[Text], Sequence[Any]]


def main() -> None:
    settings = arguments()
    rows: list[Row] = []
    tables: dict[str, Any] = {}
    pack = read_pack_named(settings.pack)
    if settings.reports.is_dir() and settings.gold.is_file():
        rows += on_reports(settings, pack, tables)
    else:
        rows.append(Row("hand-coded reports", "not there"))
    rows += on_quotes(settings)
    if settings.polnear:
        rows += on_polnear(settings)
    if settings.speed or settings.long:
        rows += [Row(*one) for one in coding_speed.rows(settings)]
    if settings.json:
        print(json.dumps({"rows": [asdict(row) for row in rows], "tables": tables}, indent=1))
        return
    show(rows)
    for name, table in tables.items():
        print(f"\n{name}: by hand -> suggested, how often")
        for gold, found, count in table:
            print(f"  {gold or '-':<24}{found or '-':<24}{count:>4}{'' if gold == found else '   x'}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--reports", type=Path, default=SHARED / "reports")
    parser.add_argument("--gold", type=Path, help="default: gold.yaml in the folder of reports")
    parser.add_argument("--quotes", type=Path, default=SHARED / "quotes")
    parser.add_argument("--pack", default="gaza", help="a pack of ours or the path of one")
    parser.add_argument("--coder", default="rules", choices=("rules", "nlp"))
    parser.add_argument("--attributions-only", action="store_true")
    parser.add_argument("--files", nargs="*", help="only these of the hand-coded reports")
    parser.add_argument("--tuned", default=TUNED, help="what the column `tuned on` says of the reports")
    parser.add_argument("--polnear", type=Path)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--confusion", action="store_true", help="acts and issues by hand against suggested")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--json", action="store_true")
    settings = parser.parse_args()
    settings.gold = settings.gold or settings.reports / "gold.yaml"
    return settings


def on_reports(settings: argparse.Namespace, pack: Any, tables: dict[str, Any]) -> list[Row]:
    """The rows that need hand-coded reports."""
    gold = read_gold(settings.gold)
    if settings.files:
        gold = gold.of(settings.files)
    texts, how = read_texts(settings.reports, gold)
    whole = read_gold(settings.gold, {name: text.text for name, text in texts.items()})
    gold = whole.of(settings.files) if settings.files else whole
    marked = [(n, e) for n, e in gold.articles.items() if "noise_spans" in e]
    rows = [Row("reports, statements by hand", f"{len(texts)}, {len(gold.said)}", "", f"read by {how}")]
    found_noise = noise(
        ((s + k * 10**7, e + k * 10**7) for k, (_, a) in enumerate(marked) for s, e in a["noise_spans"]),
        ((s + k * 10**7, e + k * 10**7) for k, (n, _) in enumerate(marked) for s, e in texts[n].noise),
    )
    rows.append(Row("noise, characters", prf(found_noise), "", settings.tuned))
    try:
        found = list(suggested(settings, pack, texts))
    except (ImportError, NotThere) as missing:
        return [*rows, Row("coder", f"not there ({missing})")]
    wrong = [one.id for one in found if texts[one.file].text[slice(*one.place)] != one.text]
    rows += measures(gold, found, settings, tables)
    rows.append(Row("spans that slice back", f"{len(found) - len(wrong)} of {len(found)}", "all", "-"))
    if not settings.attributions_only:
        rows += contradictions(settings, pack, texts, gold)
    if settings.misses:
        misses(gold, found)
    return rows


def measures(
    gold: Gold, found: list[Said], settings: argparse.Namespace, tables: dict[str, Any]
) -> list[Row]:
    """Matching of statements, and what is right about those matched."""
    mine = [one for one in gold.said if one.attributed]
    theirs = [one for one in found if one.attributed]
    holder = same_holder(gold.sides)
    pairs = match(mine, theirs)
    tuned = settings.tuned
    rows = [
        Row("attributed statements", prf(score(mine, theirs)), "F1 0.80 (0.85 nlp)", tuned),
        Row("  and the right holder", prf(score(mine, theirs, holder)), "F1 0.72", tuned),
        Row(
            "  holder id strictly equal",
            prf(score(mine, theirs, lambda g, f: g.holder == f.holder)),
            "",
            tuned,
        ),
        Row("  relay right, of those matched", of(share(pairs, same_relays(gold.sides))), "", tuned),
        Row(
            "  relay right, where one is told",
            of(share([p for p in pairs if p[0].relays], same_relays(gold.sides))),
            "",
            tuned,
        ),
        Row("  how identified right", of(share(pairs, lambda g, f: g.identified == f.identified)), "", tuned),
    ]
    if settings.attributions_only:
        return rows
    all_right = score(mine, theirs, lambda g, f: holder(g, f) and g.act == f.act and g.issue == f.issue)
    every = match(gold.said, found)
    rows[2:2] = [
        Row("  and holder, act and issue", prf(all_right), "F1 0.55", tuned),
        Row("  act right, of those matched", of(share(pairs, lambda g, f: g.act == f.act)), "", tuned),
        Row("  issue right, of those matched", of(share(pairs, lambda g, f: g.issue == f.issue)), "", tuned),
    ]
    rows += [
        Row("all statements, the reporter's too", prf(score(gold.said, found)), "", tuned),
        Row("  and the right holder", prf(score(gold.said, found, holder)), "", tuned),
        Row(
            "  figures: value right",
            of(share([p for p in every if p[0].value is not None], same_value)),
            "",
            tuned,
        ),
    ]
    if settings.confusion:
        tables["acts"] = confusion(every, "act")
        tables["issues"] = confusion(every, "issue")
    return rows


def same_value(gold: Said, found: Said) -> bool:
    return gold.value == found.value


def suggested(settings: argparse.Namespace, pack: Any, texts: dict[str, Text]) -> Iterator[Said]:
    """What the coder suggests for each report."""
    if settings.attributions_only:
        for name, text in texts.items():
            for n, one in enumerate(attributions_of(pack)(text), 1):
                yield of_attribution(one, f"{name}-{n}", name, text)
        return
    coder = coder_of(settings.coder, pack)
    for name, text in texts.items():
        for statement in coder(text):
            yield of_statement(statement, name)


def of_attribution(one: Any, name: str, file: str, text: Text) -> Said:
    holder = one.holder
    return Said(
        id=name,
        file=file,
        place=one.place,
        text=text.text[slice(*one.place)],
        holder=(holder.actor or holder.words) if holder else "",
        identified=(holder.identified or "named") if holder else "reporter",
        relays=tuple(r.actor or r.words for r in one.relays),
    )


def on_quotes(settings: argparse.Namespace) -> list[Row]:
    """GUM Wikinews and PLOVER, with a pack that knows nobody."""
    rows = []
    gum, plover = (
        settings.quotes / name for name in ("gum_wikinews_attribution.json", "PLOVER_GSR_CAMEO.json")
    )
    try:
        if gum.is_file():
            rows += on_passages("GUM Wikinews", read_gum(gum), "recall 0.78, precision >= 0.65", "itself")
        if plover.is_file() and not settings.attributions_only:
            rows += on_plover(settings, read_plover(plover))
    except (ImportError, NotThere) as missing:
        rows.append(Row("quotes", f"not there ({missing})"))
    return rows


def on_polnear(settings: argparse.Namespace) -> list[Row]:
    if not (settings.polnear / "data" / "test" / "text").is_dir():
        return [Row("PolNeAR", f"skipped: no data/test/text in {settings.polnear}")]
    return on_passages("PolNeAR, test part", read_polnear(settings.polnear), "", "nothing")


def on_passages(name: str, passages: Iterable[Passage], aim: str, tuned: str) -> list[Row]:
    """Contents found in texts whose attributed contents are known."""
    find = attributions_of(read_pack_named("none"))
    totals = [[0, 0, 0], [0, 0, 0], [0, 0, 0]]
    for passage in passages:
        found = [one for one in find(passage.as_text) if one.holder is not None]
        scores = found_contents(passage, [one.content for one in found], [one.cue for one in found])
        for total, one in zip(totals, scores, strict=True):
            total[0] += one.right
            total[1] += one.gold
            total[2] += one.suggested
    strict, contents, spans = (Score(*total) for total in totals)
    return [
        Row(f"{name}: contents, one to one", prf(strict), aim, tuned),
        Row(
            f"{name}: found at all, right at all",
            f"R {contents.recall:.2f}  P {spans.precision:.2f}",
            aim,
            tuned,
        ),
    ]


def on_plover(settings: argparse.Namespace, passages: Sequence[Passage]) -> list[Row]:
    """Sentences of a class in which some statement has the act of that class."""
    coder = coder_of(settings.coder, read_pack_named("none"))
    acts = {passage.id: {one.act for one in coder(passage.as_text)} for passage in passages}
    rows = []
    for name, mine in ACTS.items():
        gold = [p for p in passages if name in p.classes]
        found = [p for p in passages if acts[p.id] & mine]
        right = [p for p in gold if acts[p.id] & mine]
        figure = Score(len(right), len(gold), len(found))
        words = f"R {figure.recall:.2f}  P {figure.precision:.2f}  ({len(right)} of {len(gold)})"
        rows.append(
            Row(f"PLOVER {name}: {' or '.join(sorted(mine))}", words, f"recall {PLOVER_AIMS[name]}", "itself")
        )
        if settings.misses:
            for p in gold:
                if not acts[p.id] & mine:
                    print(f"PLOVER {name} missed {sorted(acts[p.id])}: {p.text}")
    return rows


def contradictions(settings: argparse.Namespace, pack: Any, texts: dict[str, Text], gold: Gold) -> list[Row]:
    """Pairs that contradict by hand among the first 40 of the record: as coded, and as coded by hand."""
    name = "contradictions by hand in the top 40"
    try:
        coder = coder_of(settings.coder, pack)
        coded = [one for text in texts.values() for one in coder(text)]
        by_hand = [statement_of(one, texts[one.file]) for one in gold.said]
        return [
            Row(name, ranks(coded, pack, texts, gold), "3 of 4", settings.tuned),
            Row("  from the statements by hand", ranks(by_hand, pack, texts, gold), "", settings.tuned),
        ]
    except (ImportError, NotThere) as missing:
        return [Row(name, f"not there ({missing})", "3 of 4")]


def ranks(statements: Sequence[Statement], pack: Any, texts: dict[str, Text], gold: Gold) -> str:
    """How many of the pairs by hand are among the first 40 candidates, and at which ranks."""
    from detente.record.contradictions import contradictions as propose
    from detente.record.record import Record

    files = {text.document.id: name for name, text in texts.items()}
    record = Record(documents=tuple(t.document for t in texts.values()), statements=tuple(statements))
    found = [
        tuple((files[one.document], (one.start, one.end)) for one in (pair.a, pair.b))
        for pair in propose(record, pack, limit=40).pairs
    ]
    by_id = {one.id: (one.file, one.place) for one in gold.said}
    hits = [
        next((n for n, pair in enumerate(found, 1) if same_pair((by_id[a], by_id[b]), pair)), 0)
        for a, b, _ in gold.contradictions
    ]
    told = ", ".join(str(hit) if hit else "-" for hit in hits)
    return f"{sum(hit > 0 for hit in hits)} of {len(hits)}  (ranks {told})"


def same_pair(gold: Sequence[Any], found: Sequence[Any]) -> bool:
    """Whether a proposed pair is about the passages of a pair by hand: half of the shorter one of each."""

    def near(a: tuple[str, Place], b: tuple[str, Place]) -> bool:
        short = min(a[1][1] - a[1][0], b[1][1] - b[1][0])
        return a[0] == b[0] and 2 * shared(a[1], b[1]) >= short > 0

    (a, b), (x, y) = gold, found
    return (near(a, x) and near(b, y)) or (near(a, y) and near(b, x))


def misses(gold: Gold, found: list[Said]) -> None:
    """What was missed, what was suggested wrongly, and what differs in the rest: to the terminal alone."""
    holder = same_holder(gold.sides)
    pairs = match(gold.said, found)
    seen, used = {g.id for g, _ in pairs}, {f.id for _, f in pairs}
    for title, lines in (
        ("MISSED", [line(g) for g in gold.said if g.id not in seen]),
        ("FALSE", [line(f) for f in found if f.id not in used]),
        (
            "DIFFERS",
            [
                f"{line(g)}\n    coder: {f.holder} via {f.relays} {f.act} {f.issue} [{f.text}]"
                for g, f in pairs
                if not (holder(g, f) and g.act == f.act and g.issue == f.issue)
            ],
        ),
    ):
        print(f"\n{title} ({len(lines)})")
        for one in lines:
            print(" ", one)


def line(one: Said) -> str:
    via = f" via {', '.join(one.relays)}" if one.relays else ""
    return f"{one.id} {one.holder or one.identified}{via} {one.act} {one.issue}: {' '.join(one.text.split())}"


class NotThere(Exception):
    """A part that is not installed or not built."""


def read_pack_named(name: str) -> Any:
    """A pack of ours, one from a file, or the one that knows nobody (`none`)."""
    from detente.record.packs.pack import Pack

    if name == "none":
        return Pack(id="none")
    try:
        from detente.record.packs.reader import read_pack
    except ImportError:
        return Pack(id="none")
    return read_pack(name)


def attributions_of(pack: Any) -> Coder:
    """The function that finds attributions in a text, with a pack."""
    from detente.record.coding.attribute import attributions

    return lambda text: attributions(text, pack)


def coder_of(kind: str, pack: Any) -> Coder:
    """The coder of a kind, with a pack."""
    if kind == "nlp":
        raise NotThere("no nlp coder")
    from detente.record.coding.rules import RuleCoder

    return RuleCoder(pack)


def prf(one: Score) -> str:
    shares = f"F1 {one.f1:.2f}  P {one.precision:.2f}  R {one.recall:.2f}"
    return f"{shares}  ({one.right} of {one.gold}, {one.suggested} suggested)"


def of(one: tuple[int, int]) -> str:
    return f"{one[0] / one[1]:.2f}  ({one[0]} of {one[1]})" if one[1] else "none to judge"


def show(rows: Sequence[Row]) -> None:
    widths = [max(len(getattr(row, name)) for row in rows) for name in ("measure", "figure", "aim")]
    widths = [max(w, len(t)) for w, t in zip(widths, ("measure", "figure", "aim"), strict=True)]
    for row in (Row("measure", "figure", "aim", "tuned on"), *rows):
        cells = (row.measure, row.figure, row.aim)
        print(
            "  ".join(c.ljust(w) for c, w in zip(cells, widths, strict=True)),
            row.tuned,
            sep="  ",
            file=sys.stdout,
        )


if __name__ == "__main__":
    main()
