"""What somebody does by a statement: the act, from the words that attribute it and from what is said.

A cue of its own act ("demanded", "refuses") weighs by its score; a plain cue ("said") leaves it to the
content, whose words count most near its beginning. What is said of somebody else's acts stays a claim.
"""

from dataclasses import dataclass

from detente.record.coding.attribution import Attribution
from detente.record.coding.marks import Marks
from detente.record.packs.act_words import ActWords

__all__ = ["PLAIN", "Act", "Acts"]

PLAIN = 0.5
"""The score of a plain claim, which any better reason outweighs."""

_FADE = ((50, 1.0), (100, 0.92), (160, 0.82), (260, 0.72))
_LATE = 0.6
_NEGATED = 0.6
_OTHER = 0.55
_UNKNOWN = 0.82
_SUBJECT = 12
_MAIN = ((40, 1.0), (70, 0.8), (120, 0.65))
_REACH = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act with its score between 0 and 1 and the reasons in words."""

    act: str
    score: float
    why: tuple[str, ...] = ()


class Acts:
    """Decides acts by the words of a language.

    `sides` are the sides of a pack's actors, and `chairs` those whose voice an office is, by their ids.
    """

    def __init__(self, words: ActWords, sides: dict[str, str], chairs: dict[str, str] | None = None) -> None:
        self._words = words
        self._sides, self._chairs = sides, chairs or {}
        self._negated = dict(words.negated)

    def of(self, one: Attribution, marks: Marks) -> Act:
        """The act of an attribution: the best supported; of equals the first in alphabetical order."""
        found = [Act(act="claims", score=PLAIN, why=("a plain cue",)), *self._by_cue(one, marks)]
        judging = one.holder is not None and self._judges(one, marks)
        said = self._by_content(one, marks)
        found += (act for act in said if not judging or act.act in {"denies", "warns"})
        return min(found, key=lambda act: (-act.score, act.act))

    def side(self, actor: str) -> str:
        """The side of an actor: the pack's, or the first part of a made id."""
        return self._sides.get(actor) or self._sides.get(actor.split(".", 1)[0], actor.split(".", 1)[0])

    def _judges(self, one: Attribution, marks: Marks) -> bool:
        """Whether the holder is one whose trade is to judge."""
        holder = one.holder
        if holder is None:
            return False
        start, end = holder.place
        return self.side(holder.actor) == "analyst" or any(marks.inside("judge", start, end))

    def _by_cue(self, one: Attribution, marks: Marks) -> list[Act]:
        start, end = one.cue
        if end <= one.content[0] <= end + _REACH:
            end = one.content[0]
        if one.rule.endswith("np-cue"):
            end = min(one.content[0] + _REACH, one.content[1])
        found = []
        for hit in marks.begun("cue", start, max(end, start + 1)):
            cue = self._words.cues[int(hit.label)]
            act, why = cue.act, f"the cue {hit.pattern!r}"
            if one.negated:
                act, why = self._negated.get(act, act), f"the cue {hit.pattern!r}, negated"
            score = min(cue.score, _NEGATED) if one.negated and act == "claims" else cue.score
            found.append(Act(act=act, score=score, why=(why,)))
        if one.negated and not found:
            found.append(Act(act="denies", score=0.75, why=("the cue is negated",)))
        return found

    def _by_content(self, one: Attribution, marks: Marks) -> list[Act]:
        start, end = one.content
        holder = one.holder.actor if one.holder is not None else ""
        found = []
        for hit in marks.begun("act", start, end):
            known = self._words.contents[int(hit.label)]
            score, why = known.score, f"the words {hit.pattern!r}"
            if not known.anywhere:
                score *= _fade(hit.start - start, _MAIN if known.own else _FADE)
            if known.own:
                factor = self._own(marks, start, hit.start, holder)
                score, why = score * factor, f"{why}, of somebody else" if factor == _OTHER else why
            found.append(Act(act=known.act, score=score, why=(why,)))
        return found

    def _own(self, marks: Marks, start: int, end: int, holder: str) -> float:
        """How likely the words are told of the holder: by those named before them, or by a pronoun."""
        named = [hit.label for hit in marks.inside("actor", start, end)]
        own = {holder, self.side(holder), self._chairs.get(holder, holder)}
        if holder and own.intersection(named[-1:]):
            return 1.0
        if holder and named:
            return _OTHER
        if start == end or any(marks.begun("pronoun", start, min(end, start + _SUBJECT))):
            return 1.0
        return _UNKNOWN


def _fade(offset: int, steps: tuple[tuple[int, float], ...]) -> float:
    return next((factor for reach, factor in steps if offset <= reach), _LATE)
