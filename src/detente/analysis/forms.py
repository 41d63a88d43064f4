"""Each leaf of the rules as a linear form in the numbers of the case: the step from case to score tables.

A form says, for every option, which weight and score multiply; and for every term (linkage, red line, exit,
consent, infeasible combination) which number it adds, when which event happens. The same forms are filled
with exact likely values and with draws.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from detente.analysis.numbers import Numbers
from detente.analysis.program import Leaf
from detente.case.model import Case
from detente.case.preferences import Literals, Preferences
from detente.case.procedure import Quota, Rule, rule_actors
from detente.errors import AnalysisError
from detente.kernels.approval_tables import ALL, ANY

__all__ = ["Form", "Term", "forms_of", "principal_form"]


@dataclass(frozen=True, slots=True)
class Term:
    """What a form adds when a condition on the package holds.

    `mode` ALL or ANY over `options` (literals by issue). `number` is the position of the number added, or
    None for `unit`; `event` the event that must happen for the term to count, None for always.
    """

    mode: int
    options: Literals
    number: int | None = None
    event: int | None = None
    unit: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """Weight and score positions by (issue, option), terms, and the threshold's position (None: zero)."""

    leaf: Leaf
    products: tuple[tuple[str, str, int, int], ...] = ()
    terms: tuple[Term, ...] = ()
    threshold: int | None = None


def forms_of(case: Case, numbers: Numbers) -> tuple[Form, ...]:
    """The forms of every leaf that some reading of some rule, or a consent, asks about.

    Raises AnalysisError when an actor whose yes is needed has no preferences in the case.
    """
    event = {path: k for k, path in enumerate(numbers.events)}
    forms: list[Form] = []
    for actor in _askable(case):
        preferences = case.preferences_of(actor)
        if preferences is None:
            raise AnalysisError(
                f"the case has no preferences for {actor!r}, whose approval is asked for",
                where=f"{case.id} preferences.{actor}",
                hint="add preferences/ACTOR.yaml, estimate them, or choose a reading without this actor",
            )
        forms.append(principal_form(case, preferences, numbers))
        if preferences.red_lines:
            forms.append(_lines_form(preferences, event))
    shrinking = _shrinking_actors(case)
    for threat in case.exit_threats:
        happens = event[f"exit_threats.{threat.actor}.credibility"]
        stays = Term(ANY, threat.on, event=happens, unit=-1)
        forms.append(Form(Leaf("stays", threat.actor), terms=(stays,)))
        if threat.actor in shrinking:
            left = (Term(ALL, (), unit=-1), Term(ANY, threat.on, event=happens, unit=1))
            forms.append(Form(Leaf("left", threat.actor), terms=left))
    for consent in case.consents:
        if consent.gives is None:
            refused = Term(ANY, consent.over, unit=-1)
        else:
            given = event[f"consents.{consent.id}.gives"]
            refused = Term(ANY, consent.over, event=~given, unit=-1)
        forms.append(Form(Leaf("consent", consent.id), terms=(refused,)))
    if case.constraints:
        broken = tuple(Term(ALL, constraint.never, unit=-1) for constraint in case.constraints)
        forms.append(Form(Leaf("feasible", ""), terms=broken))
    return tuple(forms)


def principal_form(case: Case, preferences: Preferences, numbers: Numbers) -> Form:
    """The utility of one actor: weights times scores, linkage, influences in force, effects of exits."""
    actor, index = preferences.actor, numbers.index
    event = {path: k for k, path in enumerate(numbers.events)}
    prefix = f"preferences.{actor}"
    products = tuple(
        (issue.id, option.id, weight, score)
        for issue in case.table
        if (weight := index.get(f"{prefix}.weights.{issue.id}")) is not None
        for option in issue.options
        if (score := index.get(f"{prefix}.scores.{issue.id}.{option.id}")) is not None
    )
    terms = [Term(ALL, i.when, index[f"{prefix}.interactions.{i.id}.adds"]) for i in preferences.interactions]
    terms += [
        Term(ALL, influence.when, index[f"influences.{influence.id}.adds"])
        for influence in case.influences
        if influence.in_force and influence.on == actor
    ]
    principal = {party.id: party.principal for party in case.parties}
    for threat in case.exit_threats:
        if principal.get(case.party_of(threat.actor)) == actor:
            happens = event[f"exit_threats.{threat.actor}.credibility"]
            effect = index[f"exit_threats.{threat.actor}.principal_effect"]
            terms.append(Term(ANY, threat.on, effect, event=happens))
    return Form(Leaf("gain", actor), products, tuple(terms), index[f"{prefix}.reservation"])


def _lines_form(preferences: Preferences, event: Mapping[str, int]) -> Form:
    """No red line is crossed: minus one for each line crossed, plus one where its `unless` is met."""
    terms = []
    for line in preferences.red_lines:
        holds = event[f"preferences.{preferences.actor}.red_lines.{line.id}.holds"]
        terms.append(Term(ALL, line.never, event=holds, unit=-1))
        if line.unless:
            terms.append(Term(ALL, merged(line.never, line.unless), event=holds, unit=1))
    return Form(Leaf("lines", preferences.actor), terms=tuple(terms))


def merged(left: Literals, right: Literals) -> Literals:
    """Both conditions at once: the options of an issue named in both must satisfy both."""
    found = dict(left)
    for issue, options in right:
        kept = found.get(issue)
        found[issue] = options if kept is None else tuple(o for o in kept if o in options)
    return tuple(found.items())


def _askable(case: Case) -> tuple[str, ...]:
    """Every actor named in a reading of an approval rule, every principal, every consent without a chance."""
    names: dict[str, None] = {}
    for party in case.parties:
        names[party.principal] = None
        for reading in party.approval.readings:
            names.update(dict.fromkeys(rule_actors(reading.rule)))
    for consent in case.consents:
        if consent.gives is None:
            names[consent.actor] = None
    return tuple(sorted(names))


def _shrinking_actors(case: Case) -> set[str]:
    rules = [reading.rule for party in case.parties for reading in party.approval.readings]
    return {
        actor
        for rule in rules
        for quota in _quotas(rule)
        if quota.leavers == "shrink"
        for actor, _ in quota.seats
    }


def _quotas(rule: Rule) -> Iterable[Quota]:
    if isinstance(rule, Quota):
        yield rule
    for part in getattr(rule, "rules", ()):
        yield from _quotas(part)
