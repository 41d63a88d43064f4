"""The same game as text for PRISM-games and Storm: a second opinion on what was unfolded and can be forced.

One module holds the situation; each move is one or more commands with disjoint guards, its effects worked
into one update. Players go by name (PRISM-games counts them from 1, Storm from 0). Names are spelled so that
they can be read back with `unspell`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from detente.accord.game.expression import (
    TRUE,
    Expr,
    Num,
    Op,
    Table,
    Var,
    all_of,
    either,
    negate,
    op,
    substitute,
)
from detente.accord.game.rules import CHANCE, CLOCK, Move, Rules
from detente.accord.language.plan import Hazard

__all__ = ["print_expression", "properties_of", "spell", "to_prism", "unspell"]

_COMPARISONS = {"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_LOGIC = {"and": " & ", "or": " | "}
_ARITHMETIC = {"+": " + ", "-": " - ", "*": " * "}
_STAGE = "stage"
_SPELLED = re.compile(r"__|_of_|_x([0-9a-f]+)_")


_Commands: TypeAlias = list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class _Update:
    """What a move does where a guard holds: the new value of each variable that it may change."""

    guard: Expr
    values: Mapping[str, Expr]


def to_prism(rules: Rules, *, chances: Mapping[str, float] | None = None, kind: str = "smg") -> str:
    """The game as a PRISM model (Kwiatkowska and others 2020, doi:10.1007/978-3-030-53291-8_25).

    `chances`: for hazards kept in the rules, the chance of each clause on a day; their likely values
    otherwise. `kind`: "smg", or "mdp" for tools without players; only the first lines differ. An ended accord
    stays as it is for ever, at stage 0 with nothing left but the values that are kept.

    >>> from detente.accord.game.compile import compile_accord
    >>> from detente.accord.library import accord_example
    >>> to_prism(compile_accord(accord_example("prisoner-exchange"))).splitlines()[::2][:2]
    ['smg', '// A prisoner exchange in tranches']
    """
    commands = _all_commands(rules, chances or {})
    lines = [kind, "", *_heading(rules)]
    if kind == "smg":
        lines += _players(rules, commands)
    lines += ["module accord", f"  {_STAGE} : [0..{len(rules.stages) - 1}] init 0;"]
    for variable in rules.variables:
        says = f" // {_one_line(variable.says)}" if variable.says else ""
        name = spell(variable.name)
        lines.append(f"  {name} : [{variable.low}..{variable.high}] init {variable.start};{says}")
    lines += ["", *(f"  [{action}] {text};" for _, action, text in commands), "endmodule", ""]
    lines += _labels(rules)
    return "\n".join(lines) + "\n"


def properties_of(rules: Rules) -> str:
    """The questions about forcing as an rPATL properties file: for each party alone and with each other side.

    Every formula asks for the chance that the coalition can force; without hazards it is 1 or 0.

    >>> from detente.accord.game.compile import compile_accord
    >>> from detente.accord.library import accord_example
    >>> properties_of(compile_accord(accord_example("prisoner-exchange"))).splitlines()[1]
    '"collapse_of_north": <<side_of_north>> Pmax=? [ F ("collapse" & !"breach_of_north") ];'
    """
    accord = rules.accord
    others = [side for side in rules.sides if side not in accord.parties]
    lines: list[str] = []
    for party in accord.parties:
        for coalition in ((party,), *((party, other) for other in others)):
            who = " and ".join(accord.name(side) for side in coalition)
            players = ", ".join(_player(side) for side in coalition)
            blameless = " & ".join(
                f'!"{_label(f"breach({side})")}"' for side in coalition if side in accord.parties
            )
            over = f'"{_label("collapse")}" | "{_label("complete")}"'
            asked = (
                ("collapse", f"F ({_quoted('collapse')} & {blameless})", "collapse"),
                ("complete", f"F ({_quoted('complete')} & {blameless})", "completion"),
                ("stall", f"G (!({over}) & {blameless})", "a truce without end"),
            )
            for name, path, says in asked:
                title = spell(":".join((name, *coalition)))
                lines.append(f"// {_one_line(who)}: {says}, without a breach of their own")
                lines.append(f'"{title}": <<{players}>> Pmax=? [ {path} ];')
    return "\n".join(lines) + "\n"


def print_expression(expr: Expr) -> str:
    """A condition of the situation as PRISM writes it.

    >>> print_expression(all_of(op("==", Var("breach:a"), Num(1)), op(">", Var("day"), Num(42))))
    '(breach_of_a=1) & (day>42)'
    """
    return _truth(expr)


def spell(name: str) -> str:
    """A name of the accord as a PRISM identifier: `given:free-hostages` becomes `given_of_free__hostages`.

    >>> unspell(spell("given:free-hostages_2")), spell("breach:a")
    ('given:free-hostages_2', 'breach_of_a')
    """
    marks = {"-": "__", ":": "_of_"}
    return "".join(
        char if char.isascii() and char.isalnum() else marks.get(char, f"_x{ord(char):x}_") for char in name
    )


def unspell(name: str) -> str:
    """The name that `spell` made an identifier of."""

    def mark(found: re.Match[str]) -> str:
        text = found.group()
        return {"__": "-", "_of_": ":"}.get(text) or chr(int(found.group(1), 16))

    return _SPELLED.sub(mark, name)


def _player(owner: str) -> str:
    return f"the_{owner}" if owner in {CHANCE, CLOCK} else spell(f"side:{owner}")


def _label(name: str) -> str:
    """`signed(talks, a)` as the identifier of `signed:talks:a`."""
    return spell(name.replace("(", ":").replace(", ", ":").replace(")", ""))


def _quoted(name: str) -> str:
    return f'"{_label(name)}"'


def _one_line(text: str) -> str:
    """A text for a comment: no line break, nothing that a terminal or an editor would obey."""
    return "".join(char if char.isprintable() else "\ufffd" for char in " ".join(text.split()))


def _heading(rules: Rules) -> list[str]:
    accord = rules.accord
    return [
        f"// {_one_line(accord.title or accord.id)}",
        f"// readings: {', '.join(f'{clause} {reading}' for clause, reading in rules.readings)}",
        f"// stages of a day: {', '.join(rules.stages)}",
        f"// phases: {', '.join(f'{number} {name}' for number, name in enumerate(rules.phases))}",
        *(f"// assumes: {_one_line(text)}" for text in rules.assumes),
        "",
    ]


def _players(rules: Rules, commands: _Commands) -> list[str]:
    lines = []
    for owner in dict.fromkeys(rules.stages):
        actions = dict.fromkeys(action for who, action, _ in commands if who == owner)
        if actions:
            listed = ", ".join(f"[{action}]" for action in actions)
            lines += [f"player {_player(owner)}", f"  {listed}", "endplayer", ""]
    return lines


def _labels(rules: Rules) -> list[str]:
    return [
        f"label {_quoted(name)} = {_truth(condition)};"
        for name, condition in rules.labels
        if _is_truth(condition)
    ]


def _all_commands(rules: Rules, chances: Mapping[str, float]) -> _Commands:
    """Every command: who makes it, its action, its text. The clock keeps an ended accord as it is."""
    found: _Commands = []
    for stage, owner in enumerate(rules.stages):
        moves = [move for move in rules.moves if move.owner == owner]
        if owner == CHANCE:
            found.append((CHANCE, CHANCE, _chance(rules, stage, moves, chances)))
            continue
        at_stage = op("==", Var(_STAGE), Num(stage))
        for move in moves:
            for update in _updates(rules, move):
                guard = _truth(all_of(at_stage, update.guard))
                text = f"{guard} -> {_assigned(rules, stage, update.values)}"
                found.append((owner, spell(f"do:{move.id}"), text))
    found.append((CLOCK, "over", f"{_truth(rules.ended)} -> true"))
    return found


def _chance(rules: Rules, stage: int, moves: list[Move], chances: Mapping[str, float]) -> str:
    """One command: every hazard with its chance where it can happen, nothing with what is left."""
    chosen = dict(rules.readings)
    branches, left = [], ["1"]
    for move in moves:
        if not move.clause:
            continue
        terms = rules.accord.clause(move.clause).reading(chosen[move.clause]).terms
        chance = chances.get(move.clause, terms.chance.likely if isinstance(terms, Hazard) else 0.0)
        for update in _updates(rules, move):
            here = f"({_truth(update.guard)} ? {chance!r} : 0)"
            values = {name: either(update.guard, new, Var(name)) for name, new in update.values.items()}
            left.append(here)
            branches.append(f"{here} : {_assigned(rules, stage, values)}")
    branches.append(f"{' - '.join(left)} : {_assigned(rules, stage, {})}")
    guard = all_of(op("==", Var(_STAGE), Num(stage)), negate(rules.ended))
    return f"{_truth(guard)} -> {' + '.join(branches)}"


def _updates(rules: Rules, move: Move) -> Iterator[_Update]:
    """The move as updates whose guards exclude each other, ended situations settled.

    The phase is taken case by case where effects depend on the situation, so that each update is short.
    """
    first_end = len(rules.phases) - 2
    if all(effect.when == TRUE for effect in move.effects):
        guard = all_of(move.guard, negate(rules.ended))
        yield from _steps(rules, move, 0, guard, {})
        return
    for number in range(first_end):
        here = {"phase": Num(number)}
        guard = substitute(move.guard, here)
        at_phase = op("==", Var("phase"), Num(number))
        for update in _steps(rules, move, 0, guard, here):
            yield _Update(all_of(at_phase, update.guard), update.values)


def _steps(
    rules: Rules, move: Move, number: int, guard: Expr, values: Mapping[str, Expr]
) -> Iterator[_Update]:
    """What follows from the effect of that number on, given the values that those before it left."""
    if guard == Num(0):
        return
    if number == len(move.effects):
        yield _Update(guard, _settled(rules, values))
        return
    effect = move.effects[number]
    when = substitute(effect.when, values)
    changed = {name: substitute(value, values) for name, value in effect.sets}
    if "phase" in changed and not isinstance(when, Num):
        yield from _steps(rules, move, number + 1, all_of(guard, when), {**values, **changed})
        yield from _steps(rules, move, number + 1, all_of(guard, negate(when)), values)
        return
    merged = {name: either(when, value, values.get(name, Var(name))) for name, value in changed.items()}
    yield from _steps(rules, move, number + 1, guard, {**values, **merged})


def _settled(rules: Rules, values: Mapping[str, Expr]) -> Mapping[str, Expr]:
    """The values, with nothing left at an end but what is kept."""
    phase = values.get("phase", Var("phase"))
    ended = op(">=", phase, Num(len(rules.phases) - 2)) if "phase" in values else Num(0)
    if ended == Num(0):
        return values
    found = dict(values)
    for variable in rules.variables:
        if not variable.kept:
            found[variable.name] = either(ended, Num(0), values.get(variable.name, Var(variable.name)))
    found[_STAGE] = either(ended, Num(0), Num(-1))
    return found


def _assigned(rules: Rules, stage: int, values: Mapping[str, Expr]) -> str:
    """The update: the stage passes on unless the accord has ended."""
    following = Num((stage + 1) % len(rules.stages))
    after = values.get(_STAGE, Num(-1))
    if isinstance(after, Op):
        after = Op("if", (after.args[0], Num(0), following))
    elif after == Num(-1):
        after = following
    parts = [f"({_STAGE}'={_number(after)})"]
    for name, value in values.items():
        if name != _STAGE and value != Var(name):
            parts.append(f"({spell(name)}'={_number(value)})")
    return " & ".join(parts)


def _is_truth(expr: Expr) -> bool:
    """Whether an expression is a condition rather than a number."""
    if isinstance(expr, Num):
        return expr.value in {0, 1}
    if not isinstance(expr, Op):
        return False
    if expr.name == "if":
        return _is_truth(expr.args[1]) and _is_truth(expr.args[2])
    return expr.name in _COMPARISONS or expr.name in {"and", "or", "not"}


def _truth(expr: Expr) -> str:
    """The expression where PRISM wants true or false."""
    if isinstance(expr, Num):
        return "true" if expr.value else "false"
    if not _is_truth(expr) or not isinstance(expr, Op):
        return f"({_number(expr)}!=0)"
    if expr.name in _LOGIC:
        return _LOGIC[expr.name].join(_bracketed(arg) for arg in expr.args)
    if expr.name == "not":
        return f"!{_bracketed(expr.args[0])}"
    if expr.name == "if":
        return f"({' ? '.join((_truth(expr.args[0]), ' : '.join(_truth(arg) for arg in expr.args[1:])))})"
    return f"({_number(expr.args[0])}{_COMPARISONS[expr.name]}{_number(expr.args[1])})"


def _bracketed(expr: Expr) -> str:
    text = _truth(expr)
    return f"({text})" if isinstance(expr, Op) and expr.name in _LOGIC else text


def _number(expr: Expr) -> str:
    """The expression where PRISM wants a whole number."""
    if isinstance(expr, Num):
        return str(expr.value) if expr.value >= 0 else f"({expr.value})"
    if isinstance(expr, Var):
        return expr.name if expr.name == _STAGE else spell(expr.name)
    if isinstance(expr, Table):
        return _looked_up(_number(expr.index), expr.values, 0, len(expr.values))
    args = expr.args
    if expr.name in _ARITHMETIC:
        return f"({_ARITHMETIC[expr.name].join(_number(arg) for arg in args)})"
    if expr.name in {"min", "max"}:
        return f"{expr.name}({_number(args[0])}, {_number(args[1])})"
    if expr.name == "//":
        return f"floor({_number(args[0])} / {_number(args[1])})"
    if expr.name == "if":
        return f"({_truth(args[0])} ? {_number(args[1])} : {_number(args[2])})"
    return f"({_truth(expr)} ? 1 : 0)"


def _looked_up(index: str, values: tuple[int, ...], low: int, high: int) -> str:
    """A table as nested conditionals, halved where its values change; beyond its ends their values hold."""
    changes = [at for at in range(low + 1, high) if values[at] != values[at - 1]]
    if not changes:
        return _number(Num(values[low]))
    at = changes[len(changes) // 2]
    return f"({index}<{at} ? {_looked_up(index, values, low, at)} : {_looked_up(index, values, at, high)})"
