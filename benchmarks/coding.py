"""How well reports are coded: `python benchmarks/coding.py [--reports DIR] [--pack gaza] [--coder rules]`.

One row a measure: the figure and what is aimed at. What a row counts as right is said in `coding_score.py`.
The rules were tuned on the two reports in `shared/reports`, on `shared/quotes`, and on the open half of the
invented topic in `tests/record_data/harbour`; nothing was tuned on its other half.

`--misses` lists what was missed and what was suggested wrongly (the texts go to the terminal alone),
`--confusion` acts and issues by hand against suggested, `--attributions-only` scores spans and holders
without acts and issues, `--speed` adds speed and memory, `--long` 10,000 reports in one run,
`--polnear PATH` a clone of PolNeAR, `--json` prints all figures as JSON.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import coding_speed
from coding_coders import KINDS, NotThere, attributions_of, coder_of, pack_of, suggested, suggested_holders
from coding_data import Gold, Said, read_gold, read_gum, read_plover, read_polnear, read_texts
from coding_rows import ACTS, Row, by_hand, contradictions, on_passages, on_plover, on_reports
from coding_score import Score, Share, confusion, match, same_holder

from detente.errors import DetenteError
from detente.sources.text import Text

SHARED = Path(__file__).resolve().parents[2] / "shared"


def main() -> None:
    settings = arguments()
    rows: list[Row] = []
    tables: dict[str, Any] = {}
    for part in (reports, quotes, polnear, speed):
        try:
            rows += part(settings, tables)
        except (ImportError, NotThere, DetenteError) as missing:
            rows.append(Row(part.__name__, f"not there ({missing})"))
    if settings.json:
        print(json.dumps({"rows": [plain(row) for row in rows], "tables": tables}, indent=1))
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
    parser.add_argument("--files", nargs="*", help="only these of the hand-coded reports")
    parser.add_argument("--quotes", type=Path, default=SHARED / "quotes")
    parser.add_argument("--polnear", type=Path)
    parser.add_argument("--pack", default="gaza", help="a pack of ours or the path of one")
    parser.add_argument("--coder", default="rules", choices=KINDS)
    for flag in ("attributions-only", "misses", "confusion", "speed", "long", "json"):
        parser.add_argument(f"--{flag}", action="store_true")
    settings = parser.parse_args()
    settings.gold = settings.gold or settings.reports / "gold.yaml"
    return settings


def reports(settings: argparse.Namespace, tables: dict[str, Any]) -> Iterator[Row]:
    """The rows that need hand-coded reports."""
    if not settings.gold.is_file():
        yield Row("hand-coded reports", f"not there ({settings.gold})")
        return
    gold, texts, how = read(settings.reports, settings.gold, settings.files)
    yield Row("reports, statements by hand", f"{len(texts)}, {len(gold.said)}", "", f"read by {how}")
    pack = pack_of(settings.pack)
    if settings.attributions_only:
        found = list(suggested_holders(pack, texts))
    else:
        found = list(suggested(settings.coder, pack, texts))
    yield from on_reports(gold, found, texts, coded=not settings.attributions_only)
    if settings.misses:
        misses(gold, found, coded=not settings.attributions_only)
    if settings.attributions_only:
        return
    every = match(gold.said, found)
    if settings.confusion:
        tables |= {"acts": confusion(every, "act"), "issues": confusion(every, "issue")}
    coder = coder_of(settings.coder, pack)
    coded = [one for text in texts.values() for one in coder(text)]
    yield contradictions("contradictions by hand in the top 40", coded, pack, texts, gold)
    yield contradictions("  from the statements by hand", by_hand(gold, texts), pack, texts, gold)


def read(folder: Path, path: Path, files: Sequence[str] | None = None) -> tuple[Gold, dict[str, Text], str]:
    """A gold record with its places, the texts as the corpus reads them, and how they were read."""
    texts, how = read_texts(folder, read_gold(path))
    gold = read_gold(path, {name: text.text for name, text in texts.items()})
    if files:
        gold = gold.of(files)
        texts = {name: text for name, text in texts.items() if name in set(files)}
    return gold, texts, how


def quotes(settings: argparse.Namespace, _tables: dict[str, Any]) -> Iterator[Row]:
    """GUM Wikinews and PLOVER."""
    gum, plover = (
        settings.quotes / name for name in ("gum_wikinews_attribution.json", "PLOVER_GSR_CAMEO.json")
    )
    if gum.is_file():
        find = attributions_of(pack_of("none"), settings.coder)
        yield from on_passages("GUM Wikinews", read_gum(gum), find, "recall 0.78, precision >= 0.65")
    if plover.is_file() and not settings.attributions_only:
        sentences, coder = read_plover(plover), coder_of(settings.coder, pack_of("none"))
        yield from on_plover(sentences, coder)
        if settings.misses:
            for name, acts in ACTS.items():
                for one in sentences:
                    found = {s.act for s in coder(one.as_text)}
                    if name in one.classes and not found & set(acts):
                        print(f"PLOVER {name} missed, found {sorted(found)}: {one.text}")


def polnear(settings: argparse.Namespace, _tables: dict[str, Any]) -> Iterator[Row]:
    """The test part of a user's own clone."""
    if settings.polnear is None:
        return
    if not (settings.polnear / "data" / "test" / "text").is_dir():
        yield Row("PolNeAR", f"skipped: no data/test/text in {settings.polnear}")
        return
    yield from on_passages(
        "PolNeAR, test part", read_polnear(settings.polnear), attributions_of(pack_of("none"), settings.coder)
    )


def speed(settings: argparse.Namespace, _tables: dict[str, Any]) -> Iterator[Row]:
    """Speed and memory, in processes of their own."""
    if settings.speed or settings.long:
        for cells in coding_speed.rows(settings):
            yield Row(*cells)


def misses(gold: Gold, found: Sequence[Said], *, coded: bool) -> None:
    """What was missed, what was suggested wrongly, and what differs in the rest: to the terminal alone."""
    holder = same_holder(gold.sides)
    pairs = match(gold.said, found)
    seen, used = {g.id for g, _ in pairs}, {f.id for _, f in pairs}
    differs = [
        (g, f) for g, f in pairs if not (holder(g, f) and (not coded or (g.act, g.issue) == (f.act, f.issue)))
    ]
    lists = {
        "MISSED": [line(g) for g in gold.said if g.id not in seen],
        "FALSE": [line(f) for f in found if f.id not in used],
        "DIFFERS": [f"{line(g)}\n    coder: {line(f)}" for g, f in differs],
    }
    for title, lines in lists.items():
        print(f"\n{title} ({len(lines)})", *lines, sep="\n  ")


def line(one: Said) -> str:
    via = f" via {', '.join(one.relays)}" if one.relays else ""
    who = one.holder if one.attributed else "reporter"
    return f"{one.id} {who} ({one.identified}){via} {one.act} {one.issue}: {' '.join(one.text.split())}"


def plain(row: Row) -> Mapping[str, Any]:
    """A row as plain data."""
    cells: dict[str, Any] = {"measure": row.measure.strip(), "figure": str(row.figure), "aim": row.aim}
    if isinstance(row.figure, Score):
        cells |= {"f1": row.figure.f1, "precision": row.figure.precision, "recall": row.figure.recall}
    elif isinstance(row.figure, Share):
        cells |= {"share": row.figure.value}
    return cells | {"remark": row.remark}


def show(rows: Sequence[Row]) -> None:
    """The table."""
    table = [("measure", "figure", "aim", "")]
    table += [(row.measure, str(row.figure), row.aim, row.remark) for row in rows]
    widths = [max(len(cells[n]) for cells in table) for n in range(4)]
    for cells in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip())


if __name__ == "__main__":
    main()
