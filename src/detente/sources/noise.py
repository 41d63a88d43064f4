"""What in a saved report is no prose: skip links, bylines, comment forms, feed blurbs, contact lines.

The text is never altered; what is found is told as spans, each with the rule that found it. The rules are
data in `noise_rules`; a caller may add its own.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from detente.sources.noise_rules import NOISE_RULES, NoiseRule

__all__ = ["NOISE_RULES", "Noise", "NoiseRule", "find_noise", "noise_spans"]

_LONGEST = 400
"""Longer lines are prose; only what stands in front of their first word is looked at."""

_FIRST_LINES = 4
"""Datelines and headers stand within the first lines that are no noise themselves."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Noise:
    """A half-open span of the text that is no prose, and the name of the rule that says so."""

    start: int
    end: int
    rule: str


def noise_spans(text: str, rules: tuple[NoiseRule, ...] = NOISE_RULES) -> tuple[tuple[int, int], ...]:
    r"""The half-open spans of the text that are noise, in order, without overlap; none for an empty text.

    >>> noise_spans("Skip to content\n\nThey met.\n\nLeave a Reply")
    ((0, 15), (28, 41))
    """
    return tuple((noise.start, noise.end) for noise in find_noise(text, rules))


def find_noise(text: str, rules: tuple[NoiseRule, ...] = NOISE_RULES) -> tuple[Noise, ...]:
    r"""The noise of a text with the rule that marks each span; a whole line, or what stands before its prose.

    A form's or a list's lines ("Name *", "Share on X") count only near other noise; the rules say which.

    >>> [noise.rule for noise in find_noise("JERUSALEM (AP) - They met.\n\nBy Ann Lee")]
    ['dateline', 'byline']
    """
    lines, prefixes = _compiled(rules)
    found: list[Noise] = []
    weak: list[int] = []
    at = seen = 0
    for line in text.splitlines(keepends=True):
        body = line.strip()
        start = at + len(line) - len(line.lstrip())
        at += len(line)
        if not body:
            continue
        match = lines.fullmatch(body) if len(body) <= _LONGEST else None
        if match is not None:
            rule = rules[int((match.lastgroup or "r0")[1:])]
            if rule.weak:
                weak.append(len(found))
            found.append(Noise(start=start, end=start + len(body), rule=rule.name))
            continue
        if seen < _FIRST_LINES:
            found += _before(text, start, prefixes, rules)
        seen += 1
    return _confirmed(text, found, weak)


def _before(text: str, start: int, prefixes: re.Pattern[str], rules: tuple[NoiseRule, ...]) -> list[Noise]:
    """What stands before the prose of a line: headers and datelines, one after the other."""
    found: list[Noise] = []
    while match := prefixes.match(text, start, start + _LONGEST):
        rule = rules[int((match.lastgroup or "r0")[1:])]
        end = match.end()
        found.append(Noise(start=start, end=start + len(match[0].rstrip()), rule=rule.name))
        if end <= start or len(found) == 3:
            break
        start = end
    return found


def _confirmed(text: str, found: list[Noise], weak: list[int]) -> tuple[Noise, ...]:
    """The noise without the lines that need company and have none within the two lines around them."""
    alone = set()
    for n in weak:
        before = n > 0 and text.count("\n", found[n - 1].end, found[n].start) <= 4 and n - 1 not in alone
        after = n + 1 < len(found) and text.count("\n", found[n].end, found[n + 1].start) <= 4
        if before or after:
            between = [text[found[n - 1].end : found[n].start]] if before else []
            between += [text[found[n].end : found[n + 1].start]] if after else []
            if any(not gap.strip() for gap in between):
                continue
        alone.add(n)
    return tuple(noise for n, noise in enumerate(found) if n not in alone)


@lru_cache(maxsize=8)
def _compiled(rules: tuple[NoiseRule, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """One pattern for whole lines and one for what stands before prose; group rN is rule N."""
    lines = [f"(?P<r{n}>{rule.pattern})" for n, rule in enumerate(rules) if not rule.before]
    prefixes = [f"(?P<r{n}>{rule.pattern})" for n, rule in enumerate(rules) if rule.before]
    never = ["(?!)"]
    return re.compile("|".join(lines or never)), re.compile("|".join(prefixes or never))
