"""Amendments put into a draft as brackets, each held by the party of its author; what has no place is listed.

An insertion becomes [[words]], a deletion [[words | ]], a replacement [[old | new]]. Comments change nothing
and are listed with their place. Nothing is lost: an amendment is placed, noted or unplaced with the reason.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from detente.case.draft.amendments import Amendment, Amendments
from detente.case.draft.matching import Match, Matcher
from detente.case.draft.reading import draft_from
from detente.case.draft.scanning import DEEPEST, ESCAPE, escaped
from detente.case.draft.settling import bracket_source
from detente.case.draft.showing import Shown, shown_paragraphs
from detente.case.draft.values import Draft, counted
from detente.case.model import Case
from detente.errors import CaseError, UnknownName

__all__ = ["Amended", "Placed", "Unplaced", "amend"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An amendment with its place: the bracket that it became ("" for a comment) and the line of the draft.

    `similarity`: how alike its paragraph is to that of the draft; 1.0: the same words.
    """

    amendment: Amendment
    bracket: str = ""
    line: int = 0
    similarity: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """An amendment that became no bracket, and why."""

    amendment: Amendment
    why: str

    def __str__(self) -> str:
        """The amendment and the reason."""
        return f"{self.amendment}: {self.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """The draft with the new brackets, and what became of every amendment.

    `unnamed` are authors for whom no party was given: their brackets have no holder.
    """

    draft: Draft
    placed: tuple[Placed, ...] = ()
    comments: tuple[Placed, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    unnamed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """How many were placed, noted and not placed; a line for each that was not placed alike."""
        near = [one for one in self.placed if one.similarity < 1]
        placed, noted = counted(len(self.placed), "amendment"), counted(len(self.comments), "comment")
        lines = [f"{placed} placed, {noted} noted, {len(self.unplaced)} not placed"]
        lines += [f"  {one.bracket} in a paragraph alike by {one.similarity:.0%}" for one in near]
        lines += [f"  not placed: {one}" for one in self.unplaced]
        lines += [f"  no party was given for {who!r}" for who in self.unnamed]
        return "\n".join([*lines, *(f"  note: {note}" for note in self.notes)])

    def as_dict(self) -> dict[str, Any]:
        """What became of every amendment, for JSON."""
        return {
            "placed": [_placed_dict(one) for one in self.placed],
            "comments": [_placed_dict(one) for one in self.comments],
            "unplaced": [{"why": one.why, **one.amendment.as_dict()} for one in self.unplaced],
            "unnamed": list(self.unnamed),
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edit:
    """A stretch of the source that becomes a bracket; `wide` is the same for whole words."""

    start: int
    end: int
    words: str
    amendment: Amendment
    similarity: float
    wide: "_Edit | None" = None


def amend(
    draft: Draft, amendments: Amendments, holders: Mapping[str, str], *, case: Case | None = None
) -> Amended:
    """The draft with the amendments as brackets; `holders` tells the party of each author.

    A changed paragraph is looked for by its words before the change, as Word shows the draft: the same words
    first, then the closest paragraph, whose similarity is told. A change within a word takes the whole word.
    Raises UnknownName for an author without amendments, and for a party that the case does not have.
    """
    _known(amendments, holders, case)
    finder = _Finder(draft)
    edits: list[_Edit] = []
    comments: list[Placed] = []
    unplaced: list[Unplaced] = []
    for one in amendments.items:
        found = finder.find(one)
        if one.kind == "comment":
            comments.append(finder.noted(one, found))
            continue
        edit = finder.edit(one, found) if found is not None else "no paragraph of the draft is alike"
        if isinstance(edit, str):
            unplaced.append(Unplaced(amendment=one, why=edit))
        else:
            edits.append(edit)
    apart, over = _apart(edits)
    placing = _Placing(draft, holders, case)
    kept, misread = placing.together(apart)
    unplaced += [Unplaced(amendment=one.amendment, why=why) for one, why in (*over, *misread)]
    text, ids = placing.text(kept)
    new = draft_from(text, case, file=draft.file)
    new = new if case is not None else replace(new, parties=draft.parties, issues=draft.issues)
    lines = {one.id: one.line for one in new.brackets}
    placed = [
        Placed(amendment=e.amendment, bracket=name, line=lines[name], similarity=e.similarity)
        for e, name in zip(kept, ids, strict=True)
    ]
    return Amended(
        draft=new,
        placed=tuple(placed),
        comments=tuple(comments),
        unplaced=tuple(unplaced),
        unnamed=tuple(who for who in amendments.authors if who not in holders),
        notes=amendments.notes,
    )


def _known(amendments: Amendments, holders: Mapping[str, str], case: Case | None) -> None:
    for author, party in holders.items():
        if author not in amendments.authors:
            raise UnknownName.among(author, "author of amendments", amendments.authors, where=amendments.file)
        if case is not None and party not in case.names():
            raise UnknownName.among(party, "party", case.names())


class _Finder:
    """Finds the place of each amendment in one draft."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.matcher = Matcher(shown_paragraphs(draft))
        self.near = 0
        self.known: tuple[int, Match | None] = (-1, None)

    def find(self, one: Amendment) -> Match | None:
        """The paragraph that it changes; that of the one before where it is the same."""
        if self.known[0] != one.paragraph:
            found = self.matcher.find(one.context, one.article, self.near)
            self.near = found[0] if found is not None else self.near
            self.known = (one.paragraph, found[1] if found is not None else None)
        return self.known[1]

    def noted(self, one: Amendment, found: Match | None) -> Placed:
        """A comment with the line of its paragraph, 0 where there is none."""
        line = self.draft.text.count("\n", 0, found.shown.at[0]) + 1 if found is not None else 0
        return Placed(amendment=one, line=line, similarity=found.similarity if found is not None else 0.0)

    def edit(self, one: Amendment, found: Match) -> _Edit | str:
        """The stretch that becomes a bracket, or why none does."""
        core = one.before.strip()
        lead = len(one.before) - len(one.before.lstrip()) if core else 0
        if not core and not one.after.strip():
            return "it changes blanks or paragraph marks alone"
        begin = one.at + lead
        span = found.place(begin, begin + len(core))
        if span is None:
            return "the paragraph of the draft has other words there"
        exact = self._edit(found, one, *span, one.after)
        if isinstance(exact, str):
            return exact
        left, right = one.context[begin - 1 : begin], one.context[begin + len(core) :][:1]
        whole = _whole_words(found.shown.text, *span, one.after, (left.isalnum(), right.isalnum()))
        wide = self._edit(found, one, *whole) if whole[:2] != span else exact
        return exact if isinstance(wide, str) else replace(exact, wide=wide)

    def _edit(self, found: Match, one: Amendment, start: int, end: int, words: str) -> _Edit | str:
        if found.shown.kind in {"title", "article", "heading"} and "\n" in words.strip():
            return "it puts a paragraph into a head"
        cut = _cut(found.shown, start, end)
        if cut:
            return f"it cuts through the bracket {cut}: settle that one instead"
        first, last = _source(self.draft.text, found.shown, start, end)
        return _Edit(start=first, end=last, words=words, amendment=one, similarity=found.similarity)


def _whole_words(
    text: str, start: int, end: int, words: str, within: tuple[bool, bool]
) -> tuple[int, int, str]:
    """The stretch and what replaces it, for whole words; `within`: whether one goes on before, after it."""
    old = text[start:end]
    if within[0] and (old[:1].isalnum() or words[:1].isalnum()):
        while start and text[start - 1].isalnum():
            start -= 1
            words = text[start] + words
    if within[1] and (old[-1:].isalnum() or words[-1:].isalnum()):
        while end < len(text) and text[end].isalnum():
            words += text[end]
            end += 1
    return start, end, words


def _cut(shown: Shown, start: int, end: int) -> str:
    """The id of a bracket of which the stretch takes a part; "" when it takes whole brackets or none."""
    depth = 0
    for sign in shown.signs:
        if sign.end <= start or sign.start >= end:
            if sign.start < start < sign.end:
                return sign.bracket
            continue
        depth += {"open": 1, "close": -1}.get(sign.does, 0)
        if sign.start < start or sign.end > end or depth < 0 or (sign.does == "part" and not depth):
            return sign.bracket
    return shown.signs[-1].bracket if depth else ""


def _source(text: str, shown: Shown, start: int, end: int) -> tuple[int, int]:
    """Where a stretch of shown words is written; an empty one between the words around it."""
    if start == end:
        if start and not any(sign.start <= start - 1 < sign.end for sign in shown.signs):
            place = _after(text, shown, start - 1)
            return place, place
        place = shown.at[start] if start < len(shown.at) else _after(text, shown, len(shown.at) - 1)
        closing = next((sign.last for sign in shown.signs if sign.end == start), None)
        return (closing, closing) if closing is not None else (place, place)
    return shown.at[start], _after(text, shown, end - 1)


def _after(text: str, shown: Shown, number: int) -> int:
    """The place after a shown sign in the source."""
    for sign in shown.signs:
        if sign.start <= number < sign.end:
            return sign.last
    at = shown.at[number]
    return at + (2 if ESCAPE.match(text, at) else 1)


def _apart(edits: Sequence[_Edit]) -> tuple[list[_Edit], list[tuple[_Edit, str]]]:
    """Those that do not overlap, in order, for whole words where there is room; and those that do."""
    kept: list[_Edit] = []
    over: list[tuple[_Edit, str]] = []
    ordered = sorted(edits, key=lambda each: (each.start, each.end))
    for number, one in enumerate(ordered, 1):
        after = ordered[number] if number < len(ordered) else None
        least = kept[-1].end if kept else 0
        wide = one.wide
        if wide is not None and least <= wide.start and (after is None or wide.end <= after.start):
            kept.append(wide)
        elif one.start < least:
            over.append((one, "it overlaps another change"))
        else:
            kept.append(one)
    return kept, over


class _Placing:
    """Writes edits into the text of a draft, and looks whether it is read as meant."""

    def __init__(self, draft: Draft, holders: Mapping[str, str], case: Case | None) -> None:
        self.draft = draft
        self.holders = holders
        self.case = case
        numbers = [
            int(found[1])
            for one in (*draft.brackets, *draft.settled)
            if (found := re.fullmatch(r"b(\d{1,9})", one.id))
        ]
        self.next = max(numbers, default=0) + 1

    def together(self, edits: Sequence[_Edit]) -> tuple[list[_Edit], list[tuple[_Edit, str]]]:
        """The edits that are read as meant, and the others with the reason."""
        why = self._fault(edits)
        if not why:
            return list(edits), []
        if len(edits) == 1:
            return [], [(edits[0], why)]
        half = len(edits) // 2
        first, bad = self.together(edits[:half])
        second, worse = self.together(edits[half:])
        if self._fault([*first, *second]):
            return first, [*bad, *worse, *((one, "it stands too close to another change") for one in second)]
        return [*first, *second], [*bad, *worse]

    def text(self, edits: Sequence[_Edit]) -> tuple[str, list[str]]:
        """The text with the brackets, and their ids."""
        parts: list[str] = []
        ids: list[str] = []
        at = 0
        for number, one in enumerate(edits):
            ids.append(f"b{self.next + number}")
            parts += [self.draft.text[at : one.start], self._bracket(one, ids[-1])]
            at = one.end
        return "".join([*parts, self.draft.text[at:]]), ids

    def _bracket(self, one: _Edit, name: str) -> str:
        old, new = self.draft.text[one.start : one.end], escaped(one.words.strip())
        asked = one.amendment
        who = self.holders.get(asked.author, "")
        if old:
            sources, holders = [old, new], f"| {who}" if who else ""
        else:
            against = {self.holders.get(other, "") for other in asked.opposed_by} - {"", who}
            sources, holders = [new, ""], " | ".join(part for part in (who, *sorted(against)) if part)
            holders = f"| {holders}" if against and not who else holders
        opened = asked.date.isoformat() if asked.date else ""
        told = bracket_source(sources, [("held-by", holders), ("opened", opened), ("id", name)])
        if old:
            return told
        inner = one.words.strip()
        lead, _, trail = one.words.partition(inner)
        return f"{_blank(lead)}{told}{_blank(trail)}"

    def _fault(self, edits: Sequence[_Edit]) -> str:
        """Why the text with these brackets would not be read as meant; "" when it is."""
        text, ids = self.text(edits)
        try:
            new = draft_from(text)
        except CaseError as error:
            deep = any(f"more than {DEEPEST}" in problem.what for problem in error.problems)
            return "brackets would be too deep there" if deep else "it would be misread there"
        mine = set(ids)
        before = [one.id for one in self.draft.brackets]
        if [one.id for one in new.brackets if one.id not in mine] != before or len(new.articles) != len(
            self.draft.articles
        ):
            return "it would be misread there"
        wanted = {name: " ".join(one.words.split()) for one, name in zip(edits, ids, strict=True)}
        read = {one.id: {each.text for each in one.alternatives} for one in new.brackets if one.id in mine}
        good = all(wanted[name] in read.get(name, ()) for name in ids)
        return "" if good else "it would be misread there"


def _blank(blanks: str) -> str:
    """What stands for blanks beside a bracket: one, or the end of a paragraph."""
    return "\n\n" if "\n" in blanks else " " if blanks else ""


def _placed_dict(one: Placed) -> dict[str, Any]:
    return {
        "bracket": one.bracket,
        "line": one.line,
        "similarity": one.similarity,
        **one.amendment.as_dict(),
    }
