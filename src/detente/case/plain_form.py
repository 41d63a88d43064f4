"""The values of a case as nested dicts and lists in the words of the format page, defaults left out."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import MISSING, fields
from decimal import Decimal
from functools import cache
from typing import Any

from detente.case.model import Case, Change, Issue, Option, Party, Scenario
from detente.case.preferences import DatedRange, Literals, Preferences, Range
from detente.case.procedure import Approval, AtLeast, Quota, Reading, Rule, Says
from detente.case.yaml_text import Bare
from detente.errors import CaseError
from detente.record.statement import Statement
from detente.sources.when import When

__all__ = ["AT_ITS_WORD", "ONLY", "case_form", "preferences_form", "scenario_form"]

ONLY = "only"
"""The id of the reading of a rule that is written without readings."""

AT_ITS_WORD = "a stated red line is taken at its word"
"""The assumption behind the chance 1 of a red line that says nothing about it."""

_OPTIONS = frozenset({"allows", "never", "on", "over", "terms", "unless", "when"})
_LATER = frozenset({"preferences", "scenarios", "scenario", "deal_rule", "parties"})
_FIRST = ("id", "title", "summary", "invented", "as_of", "notes", "reports", "parties", "ratifiers", "actors")


def case_form(case: Case) -> dict[str, Any]:
    """What stands in case.yaml: everything but preferences and scenarios."""
    with_ratifiers = {ratifier.party for ratifier in case.ratifiers}
    form = _form(case, _range, leave=_LATER)
    form["parties"] = [_party(party, alone=party.id not in with_ratifiers) for party in case.parties]
    if not case.parties:
        form.pop("parties")
    if case.deal_rule is not None:
        form["deal_rule"] = _approval(case.deal_rule)
    order = [*_FIRST, "deal_rule", *(key for key in form if key not in {*_FIRST, "deal_rule"})]
    return {"detente": 1} | {key: form[key] for key in order if key in form}


def preferences_form(want: Preferences) -> dict[str, Any]:
    """What stands in a file of preferences/; a basis that most numbers share is written once."""
    evidence, assumption = _shared_basis(want)

    def number(held: Range) -> Any:
        own = (held.evidence, held.assumption) != (evidence, assumption)
        return _range(held, based=own)

    form: dict[str, Any] = {"actor": want.actor, "measure": want.measure, "basis": want.basis}
    form |= {"note": want.note} if want.note else {}
    form |= {"assumption": assumption} if assumption else {}
    form |= {"evidence": list(evidence)} if evidence else {}
    if want.weights:
        form["weights"] = {issue: number(weight) for issue, weight in want.weights}
    if want.weight_order:
        form["weight_order"] = [list(group) for group in want.weight_order]
    if want.scores:
        form["scores"] = {
            issue: {option: number(score) for option, score in options} for issue, options in want.scores
        }
    if want.score_order:
        form["score_order"] = {issue: [list(g) for g in groups] for issue, groups in want.score_order}
    if want.free_scores:
        form["free_scores"] = list(want.free_scores)
    if want.interactions:
        form["interactions"] = [_form(link, number) for link in want.interactions]
    if want.red_lines:
        form["red_lines"] = [
            _form(line, number, leave={"holds"} if _at_its_word(line.holds) else ())
            for line in want.red_lines
        ]
    if want.reservation:
        form["reservation"] = _reservation(want.reservation, number)
    return form


def scenario_form(scenario: Scenario) -> dict[str, Any]:
    """What stands in a file of scenarios/."""
    return _form(scenario, _range)


def _form(value: Any, number: Callable[[Range], Any], leave: Iterable[str] = ()) -> dict[str, Any]:
    """The fields of a value that differ from their defaults."""
    form = {}
    for name, default in _defaults(type(value)):  # type: ignore[arg-type]
        held = getattr(value, name)
        if name in leave or (default is not MISSING and held == default):
            continue
        options = name in _OPTIONS and isinstance(held, tuple)
        form[name] = _options(held) if options else _plain(held, number)
    return form


@cache
def _defaults(cls: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, field.default) for field in fields(cls))


def _plain(value: Any, number: Callable[[Range], Any]) -> Any:
    if isinstance(value, (str, bool, int, float)) or value is None:
        return value
    if isinstance(value, dt.date):
        return Bare(value.isoformat())
    if isinstance(value, When):
        return Bare(value.label)
    if isinstance(value, Range):
        return number(value)
    if isinstance(value, tuple):
        return [_plain(item, number) for item in value]
    if isinstance(value, Change):
        return _change(value)
    if isinstance(value, Issue):
        return _issue(value)
    if isinstance(value, Statement):
        return _statement(value)
    return _form(value, number)


def _options(options: Literals) -> dict[str, Any]:
    return {issue: names[0] if len(names) == 1 else list(names) for issue, names in options}


def _range(held: Range, *, based: bool = True) -> Any:
    """A number in its shortest form that says all."""
    short = held.likely if held.fixed else [held.low, held.likely, held.high]
    if not held.driver and (not based or not (held.evidence or held.assumption)):
        return short
    return _based(held, based=based)


def _based(held: Range, *, based: bool = True) -> dict[str, Any]:
    form: dict[str, Any] = (
        {"value": held.likely} if held.fixed else {"range": [held.low, held.likely, held.high]}
    )
    if based and held.evidence:
        form["evidence"] = list(held.evidence)
    if based and held.assumption:
        form["assumption"] = held.assumption
    if held.driver:
        form["driver"] = held.driver
    return form


def _reservation(held: tuple[DatedRange, ...], number: Callable[[Range], Any]) -> Any:
    if len(held) == 1 and held[0].since is None and not held[0].because:
        return number(held[0].range)
    forms = []
    for dated in held:
        short = number(dated.range)
        if isinstance(short, dict):
            form = short
        else:
            form = {"range": short} if isinstance(short, list) else {"value": short}
        since = {"since": Bare(dated.since.isoformat())} if dated.since else {}
        forms.append(since | form | ({"because": dated.because} if dated.because else {}))
    return forms


def _shared_basis(want: Preferences) -> tuple[tuple[str, ...], str]:
    """The basis that most numbers share, if every number has one; else none."""
    stated = {f"red_lines.{line.id}.holds" for line in want.red_lines if _at_its_word(line.holds)}
    bases = Counter(
        (number.evidence, number.assumption) for path, number in want.numbers() if path not in stated
    )
    if not bases or ((), "") in bases:
        return (), ""
    (basis, count), *_ = bases.most_common(1)
    return basis if count > 1 else ((), "")


def _at_its_word(holds: Range) -> bool:
    return holds == Range.of(1.0, assumption=AT_ITS_WORD)


def _party(party: Party, *, alone: bool) -> dict[str, Any]:
    form = _form(party, _range, leave={"approval", "principal"} if alone else {"approval"})
    if alone and party.principal != party.id:
        form["principal"] = party.principal
    return form | {"approval": _approval(party.approval)}


def _approval(approval: Approval) -> Any:
    readings = approval.readings
    if len(readings) == 1 and readings[0] == Reading(id=ONLY, rule=readings[0].rule, base=True):
        return _rule(readings[0].rule)
    return {"readings": [_reading(reading) for reading in readings]}


def _reading(reading: Reading) -> dict[str, Any]:
    form = _form(reading, _range, leave={"rule"})
    return {"id": form.pop("id"), "rule": _rule(reading.rule)} | form


def _rule(rule: Rule) -> Any:
    match rule:
        case Says(actor=actor):
            return actor
        case AtLeast(k=k, rules=rules):
            parts = [_rule(part) for part in rules]
            if k == len(rules):
                return {"all": parts}
            return {"any": parts} if k == 1 else {"at_least": k, "of": parts}
        case Quota(seats=seats, need=need, leavers=leavers):
            form = {"quota": need, "seats": dict(seats)}
            return form if leavers == "stay" else form | {"leavers": leavers}


def _issue(issue: Issue) -> dict[str, Any]:
    steps = _steps(issue.options) if issue.ordered else None
    if steps is None:
        form = _form(issue, _range, leave={"options"})
        return form | {"options": [_form(option, _range) for option in issue.options]}
    return _form(issue, _range, leave={"options", "ordered"}) | {"range": steps}


def _steps(options: tuple[Option, ...]) -> dict[str, Any] | None:
    """The numeric range that gives exactly these options, or None."""
    values = [option.value for option in options]
    if len(options) < 4 or any(value is None for value in values):
        return None
    try:
        first, second, last = (Decimal(options[i].id) for i in (0, 1, -1))
    except ArithmeticError:
        return None
    step = second - first
    if not step.is_finite() or step == 0:
        return None
    for number, option in enumerate(options):
        name = _decimal(first + step * number)
        if option != Option(id=name, name=name, value=float(name)):
            return None
    return {"from": float(first), "to": float(last), "step": float(step)}


def _decimal(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _statement(held: Statement) -> dict[str, Any]:
    """A statement with its passage as `at`; how it was coded and decided stays in the record."""
    span = held.span
    if held.coding or held.decision or (span is not None and span != span.without_text()):
        raise CaseError(
            f"the statement {held.id!r} holds how it was coded or decided, or the text of its passage, "
            "which a case file does not keep",
            hint="write the record with `write_record`, and distil it into the case",
        )
    form = _form(held, _range, leave={"span"})
    return form if span is None else form | {"at": _form(span, _range)}


def _change(change: Change) -> dict[str, Any]:
    form = _form(change, _range, leave={"value"})
    value = change.value
    if isinstance(value, Range):
        shown: Any = _based(value)
    elif isinstance(value, tuple):
        shown = list(value)
    else:
        shown = value
    return {"path": form.pop("path"), "value": shown} | form
