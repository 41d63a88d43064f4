"""Tasks about how talks may go: many runs with their line for a table, one run told, what one change does."""

import pickle
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import detente as dt
from detente.languages import retold
from detente.web.work.loading import loaded

__all__ = ["TASKS"]

Step = Callable[..., None]


def talks(step: Step, *, case: bytes, asked: Mapping[str, Any], runs: int) -> dict[str, Any]:
    """How simulated talks went: the outlook as bytes, with the figures that stand beside other results.

    `asked` names the protocol, the setting ("" for the case's own), the changes to it and the seed.
    """
    found = loaded(case)
    chosen = _setting(found, asked["setting"], asked["changes"])
    outlook = dt.analyse_talks(
        found, asked["protocol"], runs=runs, seed=asked["seed"], setting=chosen, progress=step
    )
    result = outlook.result
    days = dict(result.found.days)
    share = {name: chance.share for name, chance in result.found.ends if chance.share > 0 and name != "deal"}
    return {
        "outlook": pickle.dumps(outlook),
        "deals": result.deals.share,
        "error": result.deals.error,
        "middle": days.get("50 %"),
        "ends": share,
        "days": chosen.days,
        "strategy": result.strategy,
        "data": _plain(result.as_dict()),
    }


def talks_choices(step: Step, *, case: bytes, setting: str) -> dict[str, Any]:
    """What a form about talks offers: the setting in force, and every path of it that can be changed."""
    found = loaded(case)
    chosen = _setting(found, setting, ())
    step("setting", 1, 1)
    return {
        "settings": tuple(name for name in dt.settings() if dt.setting_named(name).case == found.id),
        "id": chosen.id,
        "name": chosen.name,
        "days": chosen.days,
        "strategy": chosen.mediation.strategy,
        "paths": tuple(dt.talks_paths(found, chosen)),
    }


def talks_fits(step: Step, *, case: bytes, asked: Mapping[str, Any], tried: Sequence[str]) -> str:
    """Nothing where these changes can be tried, the kind of failure where they do not fit."""
    found = loaded(case)
    chosen = _setting(found, asked["setting"], asked["changes"])
    dt.apply_talks(found, chosen, tuple(dt.parse_talks_change(text) for text in tried))
    step("change", 1, 1)
    return ""


def talks_run(
    step: Step, *, case: bytes, asked: Mapping[str, Any], run: int
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """One run told: its head and what happened on each day."""
    found = loaded(case)
    chosen = _setting(found, asked["setting"], asked["changes"])
    space = dt.OutcomeSpace(found)
    told = dt.transcript(space, run, asked["protocol"], seed=asked["seed"], setting=chosen)
    step("run", 1, 1)
    days: list[tuple[str, list[str]]] = []
    for line in dt.say_transcript(told, space, chosen):
        if line.startswith(" ") and days:
            days[-1][1].append(retold(line).strip())
        else:
            days.append((retold(line), []))
    return tuple((head, tuple(events)) for head, events in days)


def talks_compared(
    step: Step, *, case: bytes, asked: Mapping[str, Any], tried: Sequence[str], runs: int
) -> dict[str, Any]:
    """What changes do to the deal frequency, on the same random numbers."""
    found = loaded(case)
    chosen = _setting(found, asked["setting"], asked["changes"])
    step("runs", 0, 1)
    compared = dt.compare_talks(
        dt.OutcomeSpace(found),
        [dt.parse_talks_change(text) for text in tried],
        asked["protocol"],
        runs=runs,
        seed=asked["seed"],
        setting=chosen,
    )
    return {
        "runs": runs,
        "base": compared.base.deals.share,
        "base_error": compared.base.deals.error,
        "other": compared.other.deals.share,
        "other_error": compared.other.deals.error,
        "difference": compared.difference.share,
        "error": compared.difference.error,
        "gained": compared.gained,
        "lost": compared.lost,
    }


def _setting(case: Any, name: str, changes: Sequence[str]) -> Any:
    """The setting of that name, the case's own for "", with the changes made."""
    chosen = dt.setting_named(name) if name else dt.setting_for(case)
    if not changes:
        return chosen
    _, changed = dt.apply_talks(case, chosen, tuple(dt.parse_talks_change(text) for text in changes))
    return changed


def _plain(value: Any) -> Any:
    """Plain data: other values as text."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


TASKS: Final[Mapping[str, Callable[..., Any]]] = {
    "talks": talks,
    "talks_choices": talks_choices,
    "talks_compared": talks_compared,
    "talks_fits": talks_fits,
    "talks_run": talks_run,
}
"""By name."""
