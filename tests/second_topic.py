"""The invented second topic, hand-coded reports, and the measures of `benchmarks`, as tests use them."""

import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from detente.record.record import Record
from detente.record.statement import Statement
from detente.sources.text import Text

HARBOUR = Path(__file__).parent / "record_data" / "harbour"
STRAIT = HARBOUR.parent / "strait"
PACK = HARBOUR / "pack.yaml"
BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"

if str(BENCHMARKS) not in sys.path:
    sys.path.append(str(BENCHMARKS))

from coding import read  # noqa: E402
from coding_coders import attributions_of, coder_of, pack_of  # noqa: E402
from coding_data import (  # noqa: E402
    Gold,
    Passage,
    Said,
    of_statement,
    read_gum,
    read_plover,
    read_polnear,
)
from coding_rows import Row, by_hand, on_passages, on_plover, on_reports, ranks_of  # noqa: E402
from coding_score import (  # noqa: E402
    Score,
    confusion,
    covered,
    found_contents,
    match,
    overlap,
    same_holder,
    same_relays,
    score,
)

__all__ = [
    "HARBOUR",
    "PACK",
    "STRAIT",
    "Coded",
    "Passage",
    "Row",
    "Said",
    "Score",
    "attributions_of",
    "coded",
    "coder_of",
    "confusion",
    "covered",
    "found_contents",
    "match",
    "named",
    "on_passages",
    "on_plover",
    "overlap",
    "pack_of",
    "read_gum",
    "read_plover",
    "read_polnear",
    "same_holder",
    "same_relays",
    "score",
]


@dataclass(frozen=True)
class Coded:
    """Reports with what was coded by hand, what the coder suggests, and the rows of the table."""

    gold: Gold
    texts: dict[str, Text]
    statements: tuple[Statement, ...]
    rows: dict[str, Row]
    ranks: list[int]
    ranks_by_hand: list[int]

    @property
    def record(self) -> Record:
        return Record(
            documents=tuple(text.document for text in self.texts.values()), statements=self.statements
        )


named = cache(pack_of)
"""A pack by its name or path, read once."""


@cache
def coded(folder: Path, pack: str | Path = PACK) -> Coded:
    """The hand-coded reports of a folder, coded by the rules."""
    gold, texts, _ = read(folder, folder / "gold.yaml")
    read_pack = named(pack)
    coder = coder_of("rules", read_pack)
    by_file = {name: tuple(coder(text)) for name, text in texts.items()}
    found = [of_statement(one, name) for name, said in by_file.items() for one in said]
    statements = tuple(one for said in by_file.values() for one in said)
    return Coded(
        gold=gold,
        texts=texts,
        statements=statements,
        rows={row.measure.strip(): row for row in on_reports(gold, found, texts)},
        ranks=ranks_of(statements, read_pack, texts, gold),
        ranks_by_hand=ranks_of(by_hand(gold, texts), read_pack, texts, gold),
    )
