"""The questions of the facade, asked for an assistant: each gives the same plain data as `--json`."""

from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any

from detente.assistants.desk import Desk, day_of, pairs_of
from detente.errors import DetenteError, UnknownName

__all__ = ["MOST_RUNS", "accord_check", "accord_powers", "movement", "of_space", "solutions", "talks_summary"]

MOST_RUNS = 20_000
Given = Mapping[str, Any]
Ask = Callable[[Desk, Given], dict[str, Any]]


def of_space(name: str, *options: str) -> Ask:
    """The function that asks a question of the facade about an outcome space, with these options."""

    def ask(desk: Desk, asked: Given) -> dict[str, Any]:
        import detente as dt

        given = {option: asked[option] for option in options if asked[option] is not None}
        found: dict[str, Any] = getattr(dt, name)(desk.space(asked), **given).as_dict()
        return found

    return ask


def solutions(desk: Desk, asked: Given) -> dict[str, Any]:
    """The bargaining solutions, or the one named; none where no package gives everyone its reservation."""
    import detente as dt

    space = desk.space(asked)
    names = [asked["concept"]] if asked["concept"] else sorted(dt.SOLUTIONS)
    found = [dt.SOLUTIONS[name](space) for name in names]
    return {"solutions": [one.as_dict() for one in found if one is not None]}


def movement(desk: Desk, asked: Given) -> dict[str, Any]:
    """How stances moved."""
    import detente as dt

    found: dict[str, Any] = dt.movement(desk.case(asked), since=day_of(asked["since"], "since")).as_dict()
    return found


def talks_summary(desk: Desk, asked: Given) -> dict[str, Any]:
    """Simulated talks, counted."""
    import detente as dt

    space = desk.space(asked)
    setting = dt.setting_for(space.case)
    if asked["days"] is not None:
        _, setting = dt.apply_talks(space.case, setting, (dt.parse_talks_change(f"days={asked['days']}"),))
    found: dict[str, Any] = dt.simulate(
        space, asked["protocol"], runs=asked["runs"], seed=asked["seed"], setting=setting
    ).as_dict()
    return found


def accord_powers(desk: Desk, asked: Given) -> dict[str, Any]:
    """Who can do what under each wording of an accord."""
    import detente as dt

    rows = [row.as_dict() for row in dt.wordings_table(desk.accord(asked)).rows]
    return {"accord": desk.accord(asked).id, "wordings": rows}


def accord_check(desk: Desk, asked: Given) -> dict[str, Any]:
    """What an accord says to one question."""
    import detente as dt

    accord = desk.accord(asked)
    readings = pairs_of(asked["readings"], "readings", "CLAUSE=READING")
    space = dt.AccordSpace(accord, wording=asked["wording"] or "", readings=readings)
    takes = signature(dt.property_named(asked["question"])).parameters
    options: dict[str, Any] = {}
    if asked["coalition"] is not None:
        options["coalition"] = tuple(asked["coalition"])
    if asked["party"] is not None:
        options["party"] = asked["party"]
    if asked["any_means"]:
        options["blameless"] = False
    sides = [side.id for side in accord.sides]
    for name in (*(asked["coalition"] or ()), *([asked["party"]] if asked["party"] else ())):
        if name not in sides:
            raise UnknownName.among(name, "side", sides)
    needed = [p.name for p in list(takes.values())[1:] if p.default is p.empty]
    missing = [name for name in needed if name not in options]
    extra = [name for name in options if name not in takes]
    if missing or extra:
        fault = f"this question needs {', '.join(missing)}" if missing else "this question takes less"
        allowed = [name for name in ("coalition", "party") if name in takes]
        hint = f"it takes: {', '.join(allowed) or 'neither coalition nor party'}; sides: {', '.join(sides)}"
        raise DetenteError(fault, hint=hint)
    found: dict[str, Any] = dt.check(space, asked["question"], **options).as_dict()
    return found
