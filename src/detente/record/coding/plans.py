"""The contents of plans: "under the proposal troops would ...", "the second phase would see ...".

The holder is whoever presented the plan just before, in the same paragraph; where the text names nobody, the
report tells the contents in its own voice.
"""

from dataclasses import dataclass

from detente.record.coding.marks import Marks
from detente.record.packs.pack import Pack
from detente.record.packs.patterns import Hit

__all__ = ["PlanContent", "Plans"]

Place = tuple[int, int]

_REACH = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanContent:
    """A passage that tells what a plan contains, with the plan's id in the pack ("" when it has none)."""

    place: Place
    plan: str
    why: tuple[str, ...] = ()


class Plans:
    """Finds the contents of plans by a language's words and the names of a pack."""

    def __init__(self, pack: Pack) -> None:
        self._order = {plan.id: at for at, plan in enumerate(pack.plans)}
        self._by = {plan.id: plan.by for plan in pack.plans}

    def content(self, start: int, end: int, marks: Marks, reach: int = _REACH) -> PlanContent | None:
        """What a sentence or clause tells of a plan; None where it tells of none.

        The plan must be named in the first `reach` characters and be followed by a verb of what it holds.
        """
        for subject in marks.inside("plan-subject", start, min(end, start + reach)):
            for verb in marks.begun("plan-verb", subject.start, min(end, subject.end + _REACH)):
                why = (f"{subject.pattern!r}, then {verb.pattern!r}",)
                return PlanContent(place=(start, end), plan=self.named(start, end, marks), why=why)
        return None

    def author(self, start: int, end: int, marks: Marks) -> str:
        """The actor whose plan a passage names, by the pack; "" where it names none or none is known."""
        return self._by.get(self.named(start, end, marks), "")

    @staticmethod
    def goes_on(start: int, end: int, marks: Marks) -> bool:
        """Whether a passage goes on to tell contents, after others of the same plan."""
        return any(marks.begun("plan-verb", start, min(end, start + _REACH)))

    def named(self, start: int, end: int, marks: Marks) -> str:
        """The id of the plan that a passage names; of several the first in the pack."""
        found = {hit.label for hit in marks.inside("plan", start, end)}
        return min(found, key=lambda plan: self._order[plan], default="")

    @staticmethod
    def presents(start: int, end: int, marks: Marks) -> bool:
        """Whether a passage tells that somebody presents a plan."""
        return any(marks.inside("presenting", start, end))

    @staticmethod
    def presenter(start: int, end: int, marks: Marks) -> Hit | None:
        """The last actor named before the words that present a plan; None where nobody presents one."""
        first = next(iter(marks.inside("presenting", start, end)), None)
        named = list(marks.inside("actor", start, first.start)) if first is not None else []
        return named[-1] if named else None
