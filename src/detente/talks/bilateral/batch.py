"""Many exchanges of offers at once: the same bits as the readable engine, compiled where numba is there."""

import numpy as np
from numpy.typing import NDArray

from detente.kernels.backend import fast_available
from detente.kernels.talks.bilateral import Exchanged, play
from detente.kernels.talks.shapes import ENDS, FACTS, Found
from detente.talks.bilateral.engine import prepared
from detente.talks.bilateral.sides import Pair
from detente.talks.protocols.alternating_offers import AlternatingOffers
from detente.talks.tables import TalksTables

__all__ = ["all_offers", "run_bilateral_block"]

_CELLS = 2**21


def run_bilateral_block(
    tables: TalksTables,
    protocol: AlternatingOffers,
    *,
    seed: int,
    first: int,
    runs: int,
    fast: bool | None = None,
) -> Found:
    """Facts, texts and gains of runs first .. first + runs - 1.

    `fast` chooses the compiled loop (None: where numba is there). Bit for bit what
    `detente.talks.bilateral.engine.run_bilateral` gives; a text of -1 stands for no offer at all.

    >>> from detente.analysis.space import OutcomeSpace
    >>> from detente.case.library import example
    >>> from detente.talks.setting.values import Setting
    >>> tables = TalksTables(OutcomeSpace(example("panama-canal-1974")), Setting(id="plain", days=50))
    >>> run_bilateral_block(tables, AlternatingOffers(), seed=1, first=0, runs=3).facts[:, 0].tolist()
    [1, 1, 1]
    """
    pair = prepared(tables, protocol)
    at_once = max(1, _CELLS // tables.space.packages) if pair.varies else max(runs, 1)
    parts = [
        _part(pair, seed, begin, min(at_once, first + runs - begin), fast=fast)
        for begin in range(first, first + runs, at_once)
    ]
    if not parts:
        none = np.zeros(0, np.int64)
        return _found(pair, Exchanged(none, none, none > 0, none, none, none), pair.fixed[1:])
    return Found(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def all_offers(
    tables: TalksTables, protocol: AlternatingOffers, *, seed: int, first: int, runs: int
) -> NDArray[np.int32]:
    """Every offer of some runs as package numbers: (runs, rounds), -1 where none was made.

    The party that begins offers on odd days. By the compiled loop where numba is there, else run by run.
    """
    pair = prepared(tables, protocol)
    who, curve = pair.starts(seed, first, runs)
    found = np.full((runs, pair.manners.rounds), -1, np.int32)
    at_once = max(1, _CELLS // tables.space.packages) if pair.varies else max(runs, 1)
    for begin in range(0, runs, at_once):
        part = slice(begin, min(begin + at_once, runs))
        sides = pair.drawn(seed, first + begin, part.stop - begin)[0]
        if fast_available():
            from detente.kernels.talks import bilateral_fast

            found[part] = bilateral_fast.play(sides, pair.manners, who[part], curve[part], keep=True)[1]
        else:
            play(sides, pair.manners, who[part], curve[part], offers=found[part])
    return found


def _part(pair: Pair, seed: int, first: int, runs: int, *, fast: bool | None) -> Found:
    sides, utilities, asked = pair.drawn(seed, first, runs)
    who, curve = pair.starts(seed, first, runs)
    if fast_available() if fast is None else fast:
        from detente.kernels.talks import bilateral_fast

        played, _ = bilateral_fast.play(sides, pair.manners, who, curve)
    else:
        played = play(sides, pair.manners, who, curve)
    return _found(pair, played, (utilities, asked))


def _found(pair: Pair, played: Exchanged, amounts: tuple[NDArray[np.int64], NDArray[np.int64]]) -> Found:
    """The facts, texts and gains of runs that have been played."""
    fixed = pair.tables.fixed
    runs, issues = len(played.day), len(fixed.sizes)
    facts = np.zeros((runs, len(FACTS)), np.int64)
    column = {name: k for k, name in enumerate(FACTS)}
    deal = played.deal.astype(np.bool_)
    on = ENDS.index("deadline" if fixed.deadline == fixed.last_day else "ran on")
    ended = np.where(played.left >= 0, ENDS.index("walked out"), on)
    facts[:, column["end"]] = np.where(deal, ENDS.index("deal"), ended)
    facts[:, column["day"]] = played.day
    facts[:, column["texts"]] = played.texts
    facts[:, column["ended_by"]] = played.left
    facts[:, column["refused_by"]] = np.where(
        played.refused >= 0, np.left_shift(1, np.maximum(played.refused, 0)), 0
    )
    text = np.full((runs, issues), -1, np.int16)
    made = played.package >= 0
    text[made] = pair.rows[played.package[made]]
    utilities, asked = amounts
    at = np.flatnonzero(deal)
    row = at if len(utilities) > 1 else np.zeros(len(at), np.int64)
    gains = np.zeros((runs, utilities.shape[1]), np.int64)
    gains[at] = utilities[row, :, played.package[at]] - asked[row, :, played.day[at]]
    return Found(facts=facts, text=text, gains=gains)
