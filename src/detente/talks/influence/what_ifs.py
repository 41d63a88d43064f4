"""What would be otherwise in the talks if one thing were: each change against the base on the same numbers.

Changes are assumptions to be tried, not advice: nothing here says that a change is possible, or good.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from detente.analysis.space import OutcomeSpace
from detente.case.model import Case, Change
from detente.case.preferences import Range
from detente.errors import TalksError
from detente.talks.fold import Fold, PairFold
from detente.talks.job import TalksJob, tables_of
from detente.talks.results import TalksComparison
from detente.talks.setting.accounts import wider
from detente.talks.setting.changes import apply_talks
from detente.talks.setting.validation.known import answering
from detente.talks.setting.values import SURE, Setting
from detente.talks.simulate import comparison_of, job_of
from detente.talks.spread.run import run_blocks

__all__ = ["Changes", "default_changes", "what_ifs"]

Changes: TypeAlias = tuple[Change, ...]
"""Changes that are made together."""

_BELIEVED = (20.0, 1.0)
_SOURCE = "a what-if"


def what_ifs(
    about: Case | OutcomeSpace,
    changes: Sequence[Sequence[Change]] | None = None,
    protocol: Any = "single-text",
    *,
    runs: int = 2_000,
    seed: int = 0,
    setting: Setting | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[TalksComparison, ...]:
    """Comparisons with the base, the one that adds most to the deal frequency first; equals by their names.

    Each element of `changes` is a list of changes made together; without, those of `default_changes`. All
    share the runs of the base. `progress` is called with what is done and how many there are. Raises
    UnknownName for a change that names nothing, SettingError or CaseError for one that does not fit.

    >>> from detente.case.library import example
    >>> plain = Setting(id="plain", days=8)
    >>> [one.changes for one in what_ifs(example("panama-canal-1974"), runs=2, setting=plain)]
    [('deadline=4',)]
    """
    if runs < 1:
        raise TalksError(f"runs must be at least 1, not {runs}", where="runs")
    base = job_of(about, protocol, seed=seed, setting=setting)
    asked = default_changes(base.case, base.setting) if changes is None else [tuple(c) for c in changes]
    before = Fold(tables_of(base))
    deals: list[Any] = []
    run_blocks(base, runs, on_block=lambda block: deals.append(before.add(block.columns)))
    found = []
    for number, one in enumerate(asked, start=1):
        found.append(_compared(base, one, (before, deals), protocol))
        if progress is not None:
            progress(number, len(asked))
    return tuple(sorted(found, key=lambda c: (-c.difference.share, c.changes)))


def default_changes(case: Case, setting: Setting) -> tuple[Changes, ...]:
    """The changes that a setting suggests, the same for every party, in the order of the setting.

    A wider mandate for each party; no deadline, or half the time; prompt answers of each party's home; no
    publicity; the mediator's word believed; each party asking no more than its reservation; no threat to
    quit; each hazard, happening, counter and summit taken out.
    """
    return tuple(_suggested(case, setting))


def _suggested(case: Case, setting: Setting) -> Iterator[Changes]:
    parties = sorted(p.id for p in case.parties)
    for party in parties:
        if wider(case, party, setting.delegation(party).mandate) is not None:
            yield _changes({f"mandate.{party}": "wider"})
    if setting.deadline is not None:
        yield _changes({"deadline": "none"})
    if setting.last_day > 1:
        yield _changes({"deadline": setting.last_day // 2})
    yield from _at_the_table(case, setting, parties)
    if case.exit_threats:
        actors = sorted(threat.actor for threat in case.exit_threats)
        yield _changes({f"exit_threats.{actor}.credibility": 0.0 for actor in actors})
    for section in ("hazards", "happenings", "counters", "summits"):
        for item in sorted(getattr(setting, section), key=lambda one: one.id):
            yield _changes({f"{section}.{item.id}": "off"})


def _at_the_table(case: Case, setting: Setting, parties: Sequence[str]) -> Iterator[Changes]:
    """How parties answer and ask, what becomes public, who is believed."""
    for party in parties:
        slow = [a for a in answering(case) if case.party_of(a) == party and _slow(setting, a)]
        if slow:
            yield _changes({f"{name}.{a}": value for a in slow for name, value in _PROMPT.items()})
    mediation = setting.mediation
    public = [name for name in ("publishes", "leak") if not _nothing(getattr(mediation, name))]
    if public:
        yield _changes(dict.fromkeys(public, 0))
    if not _nothing(mediation.counsel):
        yield _changes({f"trust.{party}": _BELIEVED for party in parties})
    for party in parties:
        if not _nothing(setting.delegation(party).asks):
            yield _changes({f"asks.{party}": 0})


_PROMPT = {"answers": 1, "least": 0}


def _compared(
    base: TalksJob, changes: Changes, before: tuple[Fold, list[Any]], protocol: Any
) -> TalksComparison:
    """One comparison; the base has been run already."""
    case, setting = apply_talks(base.case, base.setting, changes)
    space = OutcomeSpace(case, readings=dict(base.readings))
    other = job_of(space, protocol, seed=base.seed, setting=setting)
    fold = PairFold(tables_of(base), tables_of(other))
    fold.base, deals = before
    fold.other = Fold(tables_of(other))
    done = iter(deals)

    def add(block: Any) -> None:
        old, new = next(done), fold.other.add(block.columns)
        fold.gained += int((new & ~old).sum())
        fold.lost += int((old & ~new).sum())

    run_blocks(other, fold.base.runs, on_block=add)
    return comparison_of(changes, (base, other), fold)


def _changes(values: dict[str, Any]) -> Changes:
    return tuple(Change(path=path, value=value, source=_SOURCE) for path, value in values.items())


def _slow(setting: Setting, actor: str) -> bool:
    home = setting.home(actor)
    return home.least > 0 or (home.answers.low, home.answers.high) != (SURE.low, SURE.high)


def _nothing(number: Range) -> bool:
    return number.low == 0 == number.high
