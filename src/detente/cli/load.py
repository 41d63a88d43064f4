"""From what is written on the command line to a case or an outcome space."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import detente as dt
from detente.errors import CaseError, nearest

__all__ = ["Asked", "day_of", "holds_pack", "load_case", "load_space", "pack_by"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the options common to all questions say."""

    as_of: str = ""
    scenario: str = ""
    readings: tuple[str, ...] = ()
    what_if: tuple[str, ...] = ()


def load_case(name: str, asked: Asked) -> Any:
    """The case at a path, or the bundled one of that name, with date, scenario and changes applied."""
    path = Path(name)
    if path.exists():
        case = dt.read_case(path)
    elif name in dt.examples():
        case = dt.example(name)
    else:
        raise CaseError(
            f"there is no file or folder {name!r}, and no bundled case of that name",
            hint=nearest(name, dt.examples()),
        )
    day = day_of("--as-of", asked.as_of)
    if day is not None:
        case = dt.as_of(case, day)
    if asked.scenario:
        case = dt.with_scenario(case, asked.scenario)
    if asked.what_if:
        case = dt.apply(case, [dt.parse_change(text) for text in asked.what_if])
    return case


def load_space(name: str, asked: Asked) -> Any:
    """The outcome space of a case under the chosen readings."""
    return dt.OutcomeSpace(load_case(name, asked), readings=_readings(asked.readings))


def day_of(option: str, text: str) -> date | None:
    """The day that an option names; None for an empty one."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise CaseError(f"{option} {text!r} is not a date", hint="write it as 2024-07-04") from None


def pack_by(asked: str, label: str) -> Any:
    """The pack that is asked for by name or path, else the bundled one by which a record was coded."""
    name = asked or next(iter(label.split()), "")
    if not name:
        raise CaseError("no pack is named", where="--pack", hint="name one, such as gaza")
    if not asked and name not in dt.bundled_packs():
        what = f"the record was coded by the pack {name!r}, which is not bundled"
        raise CaseError(what, where="--pack", hint="name its file with --pack")
    return dt.read_pack(name)


def holds_pack(name: str) -> bool:
    """Whether at a path there is a pack, and no case: a folder with pack.yaml, or a file with its head."""
    path = Path(name)
    if path.is_dir():
        return (path / "pack.yaml").is_file() and not (path / "case.yaml").is_file()
    if path.suffix not in {".yaml", ".yml"} or not path.is_file():
        return False
    with path.open("rb") as file:
        lines = file.read(4096).splitlines()
    return any(line.startswith(b"detente-pack:") for line in lines)


def _readings(texts: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals or not key or not value:
            raise CaseError(f"--reading {text!r} has no '='", hint="write PARTY=READING, or deal=READING")
        if found.get(key, value) != value:
            hint = f"keep one: --reading {key}={found[key]}, or --reading {text}"
            raise CaseError(f"--reading names two readings of {key!r}", hint=hint)
        found[key] = value
    return found
