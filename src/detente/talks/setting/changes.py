"""What if, in talks: changes to a setting and to its case, by path.

A path of the setting is looked for first (`talks_paths` lists them all); anything else is a path of the case,
as in `detente.case.change`.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from detente.case.address import Finding, spelled
from detente.case.change import apply, change_findings, parse_change, reading_choices
from detente.case.change_targets import kind_of_path, target
from detente.case.model import Case, Change
from detente.errors import CaseError, Problem, SettingError, UnknownName, nearest
from detente.talks.setting.given import Unfit
from detente.talks.setting.places import long_places, short_places
from detente.talks.setting.validate import findings
from detente.talks.setting.validation.calendar import day_of_talks
from detente.talks.setting.values import Setting

__all__ = ["apply_talks", "parse_talks_change", "talks_paths"]

_WHOLE = re.compile(r"[-+]?[0-9]{1,12}")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS = {"true": True, "false": False}


def apply_talks(case: Case, setting: Setting, changes: Iterable[Change]) -> tuple[Case, Setting]:
    """The case and the setting after the changes, one after the other.

    A number keeps the driver of the one it replaces and rests on the `source` of the change. When talks get
    shorter or begin on another day, what then lies outside them (happenings, summits, a deadline) falls away,
    unless a change speaks of it. Raises UnknownName with the nearest paths or names when a change names
    nothing, SettingError or CaseError when a value does not fit; with every change that is wrong.

    >>> from detente.case.library import example
    >>> _, changed = apply_talks(example("gaza-2024"), Setting(id="x"), [Change(path="days", value=30)])
    >>> changed.days
    30
    """
    changes = tuple(changes)
    before, faults, missing, of_case = setting, [], False, False
    for change in changes:
        try:
            case, setting = _applied(case, setting, change)
        except Unfit as unfit:
            faults.append(Problem(path=change.path, what=unfit.what, hint=unfit.hint))
            missing = missing or unfit.missing
        except CaseError as error:
            faults += [replace(problem, path=change.path) for problem in error.problems]
            of_case = True
    if faults:
        raise (UnknownName if missing else CaseError if of_case else SettingError).of(faults)
    setting = _trimmed(before, setting, case, {change.path for change in changes})
    found = findings(setting, case)
    if found:
        raise SettingError.of([Problem(path=spelled(f.at), what=f.what, hint=f.hint) for f in found])
    return case, setting


def parse_talks_change(text: str, *, source: str = "") -> Change:
    """The change that `path=value` says, to a setting of talks or to its case.

    A value is a number, `[low, likely, high]`, `[kept, failed]`, true, false, a date or a name. Raises
    CaseError when there is no `=`, or when the value does not fit a path of the case.

    >>> parse_talks_change("mandate.israel=wider").value, parse_talks_change("deadline=90").value
    ('wider', 90)
    >>> parse_talks_change("trust.israel=[3, 1]").value
    (3.0, 1.0)
    """
    path, sign, word = (part.strip() for part in text.partition("="))
    if not sign or not path or not word:
        raise CaseError(f"{text!r} is not a change", hint="write path=value, such as mandate.PARTY=wider")
    if kind_of_path(path):
        return parse_change(text, source=source)
    return Change(path=path, value=_value(word), source=source)


def talks_paths(case: Case, setting: Setting) -> tuple[str, ...]:
    """Every path that a change may name: those of the setting, then those of the case, each in their order.

    >>> from detente.case.library import example
    >>> talks_paths(example("gaza-2024"), Setting(id="x"))[:3]
    ('answers.hamas', 'answers.hamas-leader-gaza', 'answers.hamas-leaders-exile')
    """
    return (*sorted(short_places(case, setting)), *sorted(_case_paths(case)))


def _applied(case: Case, setting: Setting, change: Change) -> tuple[Case, Setting]:
    put = short_places(case, setting).get(change.path) or long_places(case, setting).get(change.path)
    if put is not None:
        return case, put(setting, change.value, change.source)
    place = target(case, change.path)
    if isinstance(place, Finding):
        paths = talks_paths(case, setting)
        head = change.path.partition(".")[0]
        close = nearest(change.path, paths)
        if not close.startswith("did you mean"):
            below = [path for path in paths if path.partition(".")[0] == head]
            close = nearest(change.path, below or {path.partition(".")[0] for path in paths})
        raise Unfit("there is nothing to change at this path", close, missing=True)
    wrong = next(iter(change_findings(case, change)), None)
    if wrong is not None:
        raise CaseError.of([Problem(path=change.path, what=wrong.what, hint=wrong.hint)])
    return apply(case, (change,)), setting


def _trimmed(before: Setting, setting: Setting, case: Case, named: set[str]) -> Setting:
    """The setting without what the changes to its days have put outside the talks."""
    if (before.days, before.deadline, before.start) == (setting.days, setting.deadline, setting.start):
        return setting
    if "deadline" not in named and setting.deadline is not None and setting.deadline > setting.days:
        setting = replace(setting, deadline=None)
    start, last = setting.start or case.as_of, setting.last_day

    def stays(section: str, item: Any, day: int | None) -> bool:
        path = f"{section}.{item.id}"
        return day is None or 1 <= day <= last or bool({path, f"{path}.day"} & named)

    return replace(
        setting,
        happenings=tuple(h for h in setting.happenings if stays("happenings", h, day_of_talks(h, start))),
        summits=tuple(s for s in setting.summits if stays("summits", s, s.day)),
    )


def _case_paths(case: Case) -> set[str]:
    found = {re.sub(r"\.reservation\.[0-9]+$", ".reservation", path) for path, _ in case.numbers()}
    found |= {path for path, _ in reading_choices(case)}
    found |= {f"mandates.{m.party}" for m in case.mandates}
    found |= {f"mandates.{m.id}.free.{issue}" for m in case.mandates for issue, _ in m.allows}
    found |= {f"influences.{i.id}.in_force" for i in case.influences}
    return found | {f"issues.{i.id}.options.{o.id}.available" for i in case.issues for o in i.options}


def _value(word: str) -> Any:
    if _WHOLE.fullmatch(word):
        return int(word)
    if _NUMBER.fullmatch(word):
        return float(word)
    if word.lower() in _WORDS:
        return _WORDS[word.lower()]
    parts = [part.strip() for part in word.removeprefix("[").removesuffix("]").split(",")]
    if len(parts) in {2, 3} and all(_NUMBER.fullmatch(part) for part in parts):
        return tuple(float(part) for part in parts)
    return word
