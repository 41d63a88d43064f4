"""Forms: which leaves a case asks about, and what each of their terms counts."""

import pytest

from detente.analysis.forms import Term, forms_of, merged
from detente.analysis.numbers import Numbers
from detente.analysis.program import Leaf
from detente.case.model import Case, Constraint, Issue, Option, Party, Ratifier
from detente.case.preferences import Preferences, Range, RedLine
from detente.case.procedure import Approval, AtLeast, Consent, ExitThreat, Influence, Quota, Reading, Says
from detente.errors import AnalysisError
from detente.kernels.approval_tables import ALL, ANY

HALF = Range.of(0.5)


def wants(actor: str, **more: object) -> Preferences:
    scores = (("i", (("x", Range.of(0)), ("y", Range.of(1)))),)
    return Preferences(actor=actor, weights=(("i", Range.of(1)),), scores=scores, **more)


def case(**more: object) -> Case:
    """Party p of ratifiers r (principal) and s, party q on its own."""
    issue = Issue(id="i", name="", options=(Option(id="x", name=""), Option(id="y", name="")))
    both = AtLeast(k=2, rules=(Says(actor="r"), Says(actor="s")))
    parties = (
        Party(id="p", name="", principal="r", approval=Approval(readings=(Reading(id="both", rule=both),))),
        Party(
            id="q",
            name="",
            principal="q",
            approval=Approval(readings=(Reading(id="q", rule=Says(actor="q")),)),
        ),
    )
    ratifiers = tuple(Ratifier(id=r, name="", party="p") for r in "rs")
    own = {"preferences": tuple(wants(a) for a in "qrs"), **more}
    return Case(id="c", title="", issues=(issue,), parties=parties, ratifiers=ratifiers, **own)


def leaves(told: Case) -> list[Leaf]:
    return [form.leaf for form in forms_of(told, Numbers(told))]


def test_every_actor_that_a_rule_asks_has_a_leaf() -> None:
    assert leaves(case()) == [Leaf("gain", "q"), Leaf("gain", "r"), Leaf("gain", "s")]


def test_an_actor_of_another_reading_has_a_leaf_too() -> None:
    told = case()
    other = Reading(id="with-m", rule=Says(actor="m"))
    first = told.parties[0]
    approval = Approval(readings=(*first.approval.readings, other))
    wide = told.with_(
        parties=(Party(id="p", name="", principal="r", approval=approval), told.parties[1]),
        preferences=(*told.preferences, wants("m")),
    )
    assert Leaf("gain", "m") in leaves(wide)


def test_an_actor_without_preferences_is_named_in_the_error() -> None:
    told = case(preferences=(wants("q"), wants("r")))
    with pytest.raises(AnalysisError, match="no preferences for 's'"):
        forms_of(told, Numbers(told))


def test_a_red_line_is_taken_back_where_its_exception_holds() -> None:
    line = RedLine(id="l", never=(("i", ("x", "y")),), unless=(("i", ("y",)),), holds=Range.of(1))
    told = case(preferences=(wants("q", red_lines=(line,)), wants("r"), wants("s")))
    lines = next(f for f in forms_of(told, Numbers(told)) if f.leaf == Leaf("lines", "q"))
    assert [(t.unit, t.options) for t in lines.terms] == [(-1, line.never), (1, (("i", ("y",)),))]


def test_an_exit_costs_the_principal_and_bars_the_ratifier() -> None:
    threat = ExitThreat(actor="s", on=(("i", ("y",)),), credibility=HALF, principal_effect=Range.of(-0.2))
    told = case(exit_threats=(threat,))
    numbers = Numbers(told)
    by_leaf = {form.leaf: form for form in forms_of(told, numbers)}
    (effect,) = by_leaf[Leaf("gain", "r")].terms
    assert (effect.mode, effect.number) == (ANY, numbers.index["exit_threats.s.principal_effect"])
    assert by_leaf[Leaf("stays", "s")].terms == (Term(ANY, threat.on, event=0, unit=-1),)
    assert Leaf("left", "s") not in by_leaf
    assert by_leaf[Leaf("gain", "q")].terms == ()


def test_a_shrinking_quota_asks_who_has_left() -> None:
    threat = ExitThreat(actor="s", on=(("i", ("y",)),), credibility=HALF, principal_effect=Range.of(0))
    quota = Quota(seats=(("r", 2), ("s", 1)), need=2, leavers="shrink")
    told = case(exit_threats=(threat,))
    approval = Approval(readings=(Reading(id="q", rule=quota),))
    party = Party(id="p", name="", principal="r", approval=approval)
    assert Leaf("left", "s") in leaves(told.with_(parties=(party, told.parties[1])))


def test_a_consent_with_a_chance_is_an_event_and_one_without_asks_the_actor() -> None:
    chance = Consent(id="by-chance", actor="n", over=(("i", ("y",)),), gives=HALF)
    asked = Consent(id="asked", actor="m", over=(("i", ("y",)),))
    told = case(consents=(chance, asked), preferences=tuple(wants(a) for a in "mqrs"))
    by_leaf = {form.leaf: form for form in forms_of(told, Numbers(told))}
    assert by_leaf[Leaf("consent", "by-chance")].terms[0].event == ~0
    assert by_leaf[Leaf("consent", "asked")].terms[0].event is None
    assert Leaf("gain", "m") in by_leaf
    assert Leaf("gain", "n") not in by_leaf


def test_an_influence_counts_only_when_it_is_in_force() -> None:
    given = Influence(id="given", on="q", adds=HALF)
    offered = Influence(id="offered", on="q", adds=HALF, in_force=False)
    told = case(influences=(given, offered))
    form = next(f for f in forms_of(told, Numbers(told)) if f.leaf == Leaf("gain", "q"))
    assert len(form.terms) == 1


def test_a_constraint_is_a_leaf_of_its_own() -> None:
    told = case(constraints=(Constraint(id="k", never=(("i", ("x",)),)),))
    form = forms_of(told, Numbers(told))[-1]
    assert form.leaf == Leaf("feasible", "")
    assert form.terms == (Term(ALL, (("i", ("x",)),), unit=-1),)


def test_merging_keeps_what_both_conditions_allow() -> None:
    left = (("i", ("x", "y")), ("j", ("u",)))
    assert merged(left, (("i", ("y", "z")), ("k", ("v",)))) == (("i", ("y",)), ("j", ("u",)), ("k", ("v",)))
