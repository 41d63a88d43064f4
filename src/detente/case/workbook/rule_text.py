"""Approval rules as one line of text, and back: `all(a, any(b, quota(5, c=4, d=3)))`.

A bare id says yes; `all(...)` and `any(...)` ask for all or one of what stands inside, `at_least(2, ...)` for
two of it; `quota(51, a=30, b=40)` for 51 seats, with `shrink` at its end when those who leave lower it.
"""

import re
from typing import Any, Final

from detente.case.procedure import AtLeast, Quota, Rule, Says
from detente.case.readers.yaml_nodes import Plain

__all__ = ["FORMS", "rule_form", "spelled_rule"]

FORMS: Final = "write an id, all(a, b), any(a, b), at_least(2, a, b, c) or quota(51, a=30, b=40)"
_SIGN = re.compile(r"\s*([(),،;=]|[^\s(),،;=]+)\s*")
_MOST_LEVELS = 30


def spelled_rule(rule: Rule) -> str:
    """The rule as text.

    >>> spelled_rule(AtLeast(k=2, rules=(Says(actor="a"), Quota(seats=(("b", 3),), need=2))))
    'all(a, quota(2, b=3))'
    """
    match rule:
        case Says(actor=actor):
            return actor
        case AtLeast(k=k, rules=rules):
            parts = ", ".join(spelled_rule(part) for part in rules)
            if k == len(rules):
                return f"all({parts})"
            return f"any({parts})" if k == 1 else f"at_least({k}, {parts})"
        case Quota(seats=seats, need=need, leavers=leavers):
            held = ", ".join(f"{actor}={count}" for actor, count in seats)
            end = "" if leavers == "stay" else f", {leavers}"
            return f"quota({need}, {held}{end})"


def rule_form(text: str) -> Any:
    """The rule in the form of a case file; ValueError with what is wrong.

    >>> rule_form("any(a, quota(2, b=3, shrink))")
    {'any': ['a', {'quota': '2', 'seats': {'b': '3'}, 'leavers': 'shrink'}]}
    """
    signs = _SIGN.findall(text)
    if "".join(signs) != re.sub(r"\s", "", text):
        raise ValueError(f"{text[:60]!r} is not a rule")
    signs = ["," if sign in "،;" else sign for sign in signs]
    form, rest = _rule(signs, 0, 0)
    if rest != len(signs):
        raise ValueError(f"{signs[rest]!r} stands after the end of the rule")
    return form


def _rule(signs: list[str], at: int, level: int) -> tuple[Any, int]:
    if level > _MOST_LEVELS:
        raise ValueError(f"the rule is nested more than {_MOST_LEVELS} levels deep")
    word = signs[at] if at < len(signs) else ""
    if word in {"", "(", ")", ",", "="}:
        raise ValueError(f"an id or a rule is missing before {word!r}" if word else "the rule stops short")
    if at + 1 >= len(signs) or signs[at + 1] != "(":
        return word, at + 1
    if word == "quota":
        return _quota(signs, at + 2)
    if word not in {"all", "any", "at_least"}:
        raise ValueError(f"there is no rule {word!r}")
    at += 2
    form: dict[str, Any] = {}
    if word == "at_least":
        form["at_least"], at = _whole(signs, at)
        at = _past(signs, at, ",")
    parts = []
    while at < len(signs) and signs[at] != ")":
        part, at = _rule(signs, at, level + 1)
        parts.append(part)
        if at < len(signs) and signs[at] == ",":
            at += 1
    form["of" if word == "at_least" else word] = parts
    return form, _past(signs, at, ")")


def _quota(signs: list[str], at: int) -> tuple[Any, int]:
    need, at = _whole(signs, at)
    form: dict[str, Any] = {"quota": need, "seats": {}}
    while at < len(signs) and signs[at] == ",":
        name = signs[at + 1] if at + 1 < len(signs) else ""
        if signs[at + 2 : at + 3] == ["="]:
            if name in form["seats"]:
                raise ValueError(f"{name!r} has seats twice")
            form["seats"][name], at = _whole(signs, at + 3)
        elif name in {"shrink", "stay"}:
            form["leavers"], at = name, at + 2
        else:
            raise ValueError(f"the seats of {name!r} are missing")
    return form, _past(signs, at, ")")


def _whole(signs: list[str], at: int) -> tuple[str, int]:
    word = signs[at] if at < len(signs) else ""
    if not re.fullmatch("-?[0-9]{1,9}", word):
        raise ValueError(f"a whole number is missing before {word!r}" if word else "the rule stops short")
    return Plain(word), at + 1


def _past(signs: list[str], at: int, sign: str) -> int:
    if at >= len(signs) or signs[at] != sign:
        raise ValueError(f"a {sign!r} is missing")
    return at + 1
