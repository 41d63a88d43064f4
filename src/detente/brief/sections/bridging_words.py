"""The words of a bridging package: what it changes, what it hangs on, and whether it could be signed."""

from collections.abc import Sequence
from functools import reduce

from detente.analysis.bridge import Bridge
from detente.analysis.hinges import Hinge
from detente.analysis.signing import Signing
from detente.brief.blocks import Span, Words, assumed, muted, said, strong, words
from detente.brief.given import Given
from detente.brief.phrases import chance, decimal
from detente.brief.wording import apart, in_turn, tell, tell_faint, tell_plural, told_from
from detente.languages import mark, say

__all__ = ["answers_words", "changed_words", "hinge_words", "numbers_words", "point", "signing_points"]

_ANSWERS = {
    # Translators: the party could not sign the package: its own approval rule rejects it.
    "out of reach": mark("out of reach"),
    # Translators: a noun: the party could sign only after asking those who set its mandate.
    "referral": mark("referral"),
    # Translators: the party could sign the package at once.
    "signable now": mark("signable now"),
}


def changed_words(given: Given, bridge: Bridge) -> Words:
    """What a package changes in the text that it is compared with."""
    if not bridge.text:
        return words(muted(say("no text stands")))
    text = said(given.case.proposal(bridge.text).name)
    if not bridge.changes:
        # Translators: follows "Changes:": it leaves the text as it is and settles what it does not say.
        return tell("nothing: it completes {text}", text=text)
    lines = [
        tell(
            "{head}: {text}",
            head=given.names.issue(issue),
            text=tell_faint(
                "{option} instead of {before}",
                option=given.names.option(issue, to),
                before=given.names.options(issue, before),
            ),
        )
        for issue, before, to in bridge.changes
    ]
    # Translators: follows "Changes:"; {text} is the name of a text, {changes} what differs from it.
    return tell("in {text}: {changes}", text=text, changes=apart(lines))


def hinge_words(given: Given, hinge: Hinge) -> Words:
    """An assumption that a package hangs on, with the odds on either side of it."""
    what = words(
        numbers_words(given, hinge.paths),
        " ",
        given.evidence.links(hinge.evidence) or words("[", assumed(), "]"),
    )
    low, high = chance(hinge.low), chance(hinge.high)
    if hinge.event:
        # Translators: {what} is an event; {low} are the odds if it does not happen, {high} if it does.
        return tell("{what}: {low} if not, {high} if so", what=what, low=low, high=high)
    if hinge.threshold is None:
        # Translators: {what} is an uncertain number, {low} and {high} are odds of the package.
        return tell(
            "{what}: {low} in the lower half of its range, {high} in the upper half",
            what=what,
            low=low,
            high=high,
        )
    # Translators: the value of {what} at which the package turns from passing to failing, or back.
    return tell(
        "{what}: {low} in the lower half of its range, {high} in the upper half; the answer turns at {value}",
        what=what,
        low=low,
        high=high,
        value=decimal(hinge.threshold),
    )


def numbers_words(given: Given, paths: Sequence[str]) -> Words:
    """The numbers that move together: the first by name, the others by their count."""
    if len(paths) > 1 and len({tuple(path.split(".")[:4]) for path in paths}) == 1:
        return given.names.whose(".".join(paths[0].split(".")[:4]))
    first = given.names.whose(paths[0])
    if len(paths) == 1:
        return first
    return tell_plural(
        "{number} (and {n} number that moves with it)",
        "{number} (and {n} numbers that move with it)",
        len(paths) - 1,
        number=first,
    )


def signing_points(given: Given, signing: Sequence[Signing]) -> list[Words]:
    """Whether each party could sign, as points; one that could at once and has no mandate is left out."""
    return [
        _signing_words(given, found) for found in signing if found.account or found.answer != "signable now"
    ]


def answers_words(signing: Sequence[Signing]) -> Words:
    """Whether a package could be signed, in a word for each answer that an account of a mandate gives."""
    stated = [found for found in signing if found.account]
    found = sorted({found.answer for found in stated} or {found.answer for found in signing})
    answers = [words(told_from(_ANSWERS, answer)) for answer in found]
    told = reduce(_either, answers) if answers else ()
    # Translators: follows "referral or signable now": which one depends on the account of the mandate.
    return words(told, muted(say(", by account"))) if len(found) > 1 else told


def point(label: str, told: Words) -> Words:
    """A point of a list: what it is about, and what is said of it."""
    # Translators: a label with its colon and a blank, then what it announces.
    return tell("{label}{text}.", label=_label(label), text=told)


def _signing_words(given: Given, found: Signing) -> Words:
    parts: dict[str, Span | Words] = {
        # Translators: begins a point on whether a party could sign the package.
        "label": _label(say("Signing:")),
        "party": given.names.actor(found.party),
        "answer": words(told_from(_ANSWERS, found.answer)),
        "issues": in_turn([given.names.issue(i) for i in found.outside]),
        "source": said(found.said_by),
    }
    # Translators: {answer} is "signable now", "referral" or "out of reach"; {source} is who tells of the
    # mandate; on the {issues} the package lies outside it.
    if found.said_by and found.outside:
        return tell(
            "{label}{party}, {answer} by the mandate according to {source} (outside on {issues}).", **parts
        )
    if found.said_by:
        return tell("{label}{party}, {answer} by the mandate according to {source}.", **parts)
    if found.outside:
        return tell("{label}{party}, {answer} (outside on {issues}).", **parts)
    return tell("{label}{party}, {answer}.", **parts)


def _either(rest: Words, last: Words) -> Words:
    return tell("{rest} or {last}", rest=rest, last=last)


def _label(label: str) -> Span:
    return strong(f"{label} ")
