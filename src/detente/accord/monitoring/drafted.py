"""The obligations and the names of conditions behind some rules, for asking what is due and what holds."""

from detente.accord.game.compiling.draft import Draft
from detente.accord.game.compiling.situation import describe
from detente.accord.game.rules import Rules

__all__ = ["draft_of"]


def draft_of(rules: Rules) -> Draft:
    """The accord of some rules, half way to rules: with its obligations and the names of its conditions."""
    accord = rules.accord
    draft = Draft(
        accord=accord,
        phases=rules.phases,
        stages=rules.stages,
        terms={name: accord.clause(name).reading(reading).terms for name, reading in rules.readings},
    )
    describe(draft)
    return draft
