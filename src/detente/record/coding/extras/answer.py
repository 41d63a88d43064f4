"""From a language model's answer to statements: only what quotes the report and fits the pack is kept.

Everything else is dropped, or the one field blanked, and counted under a reason.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from detente.record.coding.extras.align import Paragraph, first_place, paragraphs_of, place_of
from detente.record.coding.extras.prompt import EXAMPLE_QUOTES
from detente.record.packs.pack import Pack
from detente.record.statement import ACTS, IDENTIFIED, STANCES

__all__ = ["Checker", "Found", "objects_in"]

_FENCE = re.compile(r"```[A-Za-z]{0,12}[ \t]*\n(.*?)(?:\n```|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One suggestion that quotes the report: its place, and fields that the pack and the text bear out."""

    place: tuple[int, int]
    holder: str
    relays: tuple[str, ...]
    identified: str
    act: str
    issue: str
    option: str
    stance: str
    condition: str
    value: float | None
    unit: str
    why: tuple[str, ...]


def objects_in(answer: str) -> tuple[tuple[Mapping[str, Any], ...], str]:
    """The statements of an answer and what is wrong with it: "", "no JSON" or "cut short".

    JSON in a code fence or between other words is found; of JSON that is cut short the whole objects count.

    >>> objects_in('Here: {"statements": [{"quote": "a"}, {"quote": "b')
    (({'quote': 'a'},), 'cut short')
    """
    fenced = _FENCE.search(answer)
    for text in ([fenced[1]] if fenced else []) + [answer]:
        start = min((at for at in (text.find("{"), text.find("[")) if at >= 0), default=-1)
        if start < 0:
            continue
        try:
            whole, _ = json.JSONDecoder().raw_decode(text, start)
        except (ValueError, RecursionError):
            parts = _whole_objects(text, start)
            if parts:
                return parts, "cut short"
            continue
        return _listed(whole)
    return (), "no JSON"


@dataclass(slots=True, kw_only=True)
class Checker:
    """Checks the suggestions for one text against its words and the pack, and counts what it refuses."""

    pack: Pack
    text: str
    paragraphs: tuple[Paragraph, ...]
    dropped: Counter[str] = field(default_factory=Counter)
    blanked: Counter[str] = field(default_factory=Counter)

    def check(self, entry: Mapping[str, Any]) -> Found | None:
        """The suggestion as far as text and pack bear it out; None where its quotation is not in the text."""
        quote = _words(entry, "quote")
        number = entry.get("paragraph")
        near = number - 1 if isinstance(number, int) and not isinstance(number, bool) else None
        place = place_of(quote, self.paragraphs, near)
        if isinstance(place, str):
            example = quote and any(quote.strip() in known for known in EXAMPLE_QUOTES)
            self.dropped["repeated from the example" if example else f"quotation {place}"] += 1
            return None
        blanks: list[str] = []
        holder, told = self._actor(entry, blanks)
        issue, option = self._issue(entry, blanks)
        act = self._among(entry, "act", ACTS, blanks) or "reports"
        value, unit = self._figure(entry, act, place, blanks)
        relay = self._verbatim(entry, "relay_words", blanks, self.paragraphs)
        inside = paragraphs_of(self.text, (place,))
        condition = self._verbatim(entry, "condition", blanks, inside)
        identified = self._among(entry, "identified", IDENTIFIED, blanks)
        stance = self._among(entry, "stance", STANCES, blanks)
        self.blanked.update(blanks)
        return Found(
            place=place,
            holder=holder,
            relays=(relay,) if relay else (),
            identified=identified,
            act=act,
            issue=issue,
            option=option,
            stance=stance,
            condition=condition,
            value=value,
            unit=unit,
            why=(*((f"held by {told!r}",) if told else ()), *(f"{blank}: left out" for blank in blanks)),
        )

    def _actor(self, entry: Mapping[str, Any], blanks: list[str]) -> tuple[str, str]:
        """The holder and the words of the text that name it; nobody without such words."""
        actor = _words(entry, "holder").strip()
        told = self._verbatim(entry, "holder_words", blanks, self.paragraphs)
        known = {a.id for a in self.pack.actors}
        if actor and actor not in known:
            blanks.append("holder outside the pack")
            actor = ""
        if actor and not told:
            blanks.append("holder without words of the report")
            return "", ""
        return actor or told, told

    def _issue(self, entry: Mapping[str, Any], blanks: list[str]) -> tuple[str, str]:
        issues = {issue.id: issue for issue in self.pack.issues}
        issue = self._among(entry, "issue", tuple(issues), blanks)
        if not issue:
            return "", ""
        options = tuple(option.id for option in issues[issue].options)
        return issue, self._among(entry, "option", options, blanks)

    def _figure(
        self, entry: Mapping[str, Any], act: str, place: tuple[int, int], blanks: list[str]
    ) -> tuple[float | None, str]:
        """Value and unit; the value's digits must stand in the passage."""
        value = entry.get("value")
        if act != "figure" or value is None:
            return None, ""
        try:
            number = math.nan if isinstance(value, (bool, str)) else float(value)
        except (TypeError, ValueError, OverflowError):
            number = math.nan
        passage = self.text[place[0] : place[1]]
        if not math.isfinite(number) or f"{number:.12g}" not in _numbers(passage):
            blanks.append("value that the passage does not give")
            return None, ""
        units = tuple(figure.unit for figure in self.pack.figures)
        unit = _words(entry, "unit")
        if unit and unit not in units and unit not in passage:
            blanks.append("unit outside the pack")
            unit = ""
        return number, unit

    def _among(self, entry: Mapping[str, Any], name: str, known: tuple[str, ...], blanks: list[str]) -> str:
        word = _words(entry, name).strip()
        if word and word not in known:
            blanks.append(f"{name} outside the {'pack' if name in {'issue', 'option'} else 'codebook'}")
            return ""
        return word

    def _verbatim(
        self, entry: Mapping[str, Any], name: str, blanks: list[str], among: tuple[Paragraph, ...]
    ) -> str:
        """The text's own words for a field; "" where these paragraphs do not have them."""
        words = _words(entry, name)
        if not words.strip():
            return ""
        place = first_place(words, among)
        if place is None:
            blanks.append(f"{name.replace('_', ' ')} not in the text")
            return ""
        return " ".join(self.text[place[0] : place[1]].split())


def _listed(whole: Any) -> tuple[tuple[Mapping[str, Any], ...], str]:
    """The statements of an answer that is whole JSON: a list, or an object that holds one."""
    if isinstance(whole, dict):
        if "quote" in whole:
            return (whole,), ""
        whole = whole.get("statements")
    if not isinstance(whole, list):
        return (), "no JSON"
    return tuple(entry for entry in whole if isinstance(entry, dict)), ""


def _whole_objects(text: str, start: int) -> tuple[Mapping[str, Any], ...]:
    """The objects with a quotation that can be read before the JSON breaks off."""
    found: list[Mapping[str, Any]] = []
    at = text.find("[", start)
    decoder = json.JSONDecoder()
    while at >= 0 and (at := text.find("{", at)) >= 0:
        try:
            entry, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        if "quote" in entry:
            found.append(entry)
    return tuple(found)


def _words(entry: Mapping[str, Any], name: str) -> str:
    """A field as text; "" for anything else, and for more than any passage needs."""
    value = entry.get(name)
    return value if isinstance(value, str) and len(value) <= 5000 else ""


def _numbers(passage: str) -> frozenset[str]:
    """The numbers written in digits in a passage, without the commas of thousands."""
    return frozenset(
        f"{float(match.replace(',', '')):.12g}"
        for match in re.findall(r"[0-9][0-9,]{0,20}(?:\.[0-9]{1,9})?", passage)
    )
