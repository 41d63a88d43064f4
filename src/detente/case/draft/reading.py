"""Drafts read from Markdown and written back: the same bytes, or every problem at once with its line.

docs/reference/draft-format.md has the rules. With a case, holders and issues must be ids of it.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from detente.case.draft.heads import Frame, frame_of
from detente.case.draft.scanning import Found, Scan, scan, unescaped
from detente.case.draft.values import Alternative, Bracket, Draft, in_signs
from detente.case.ids import id_fault
from detente.case.library import example_path, examples
from detente.case.model import Case
from detente.case.readers import read_case
from detente.case.readers.text_file import read_text
from detente.errors import CaseError, Problem, nearest
from detente.sources.whole_file import write_whole

__all__ = ["draft_from", "read_draft", "write_draft"]

_KEYS = ("agreed", "closed", "held-by", "id", "issue", "opened")


def read_draft(path_or_text: Path | str, case: Case | None = None) -> Draft:
    r"""The draft in a file, or in a text: a string with a line break is the text itself, not a path.

    With a case, parties and issues are looked up in it. Raises CaseError with every problem of the draft,
    each with its line, and SourceError for a file that cannot be read.

    >>> draft = read_draft("## Article 1. Water\nDelta [[shall | may]]{held-by=delta} draw it.\n")
    >>> print(draft.brackets[0])
    b1 [shall | may]
    """
    if isinstance(path_or_text, str) and "\n" in path_or_text:
        return draft_from(path_or_text, case)
    path = Path(path_or_text)
    folder = example_path(str(path)) if not path.exists() and str(path) in examples() else path
    if folder.is_dir():
        known = case or (read_case(folder) if (folder / "case.yaml").is_file() else None)
        return read_draft(folder / "agreement.md", known)
    text = read_text(path)
    with path.open("rb") as file:
        marked = file.read(3) == b"\xef\xbb\xbf"
    return draft_from("\ufeff" + text if marked else text, case, file=str(path))


def write_draft(draft: Draft, path: Path | str | None = None) -> str:
    r"""The text of a draft, which is what was read; written to the file too where one is named.

    >>> write_draft(read_draft("Nothing contested.\n"))
    'Nothing contested.\n'
    """
    if path is not None:
        write_whole(Path(path), draft.text.encode())
    return draft.text


def draft_from(text: str, case: Case | None = None, *, file: str = "") -> Draft:
    r"""The draft that a text is; `file` is the name that problems give it. Raises CaseError as `read_draft`.

    >>> draft_from("# Treaty\n").title
    'Treaty'
    """
    reading = _Reading(text=text, file=file, case=case)
    frame = frame_of(text, reading.line, reading.fault)
    standing = scan(text, 0, frame.body)
    remembered = scan(text, *frame.memory) if frame.memory else Scan()
    for at, problem in (*standing.faults, *remembered.faults):
        reading.fault(at, problem.what, problem.hint)
    places = [article.start for article in frame.articles]
    articles = [""] + [article.name for article in frame.articles]
    built: dict[int, Bracket] = {}
    for one in sorted(standing.brackets, key=lambda one: (one.end, -one.start)):
        built[one.start] = reading.bracket(one, articles[bisect_right(places, one.start)])
    kept = {one.start: reading.bracket(one, None) for one in remembered.brackets}
    if frame.memory:
        reading.between(frame.memory, remembered.brackets)
    brackets, settled = reading.identified(
        [built[one.start] for one in standing.brackets], list(kept.values())
    )
    if reading.problems:
        raise CaseError.of([problem for _, problem in sorted(reading.problems, key=lambda each: each[0])])
    opened = _whether_open(brackets, standing.brackets)
    return _draft(reading, frame, opened, tuple(replace(one, settled=True, open=False) for one in settled))


def _draft(
    reading: "_Reading", frame: Frame, brackets: tuple[Bracket, ...], settled: tuple[Bracket, ...]
) -> Draft:
    every = (*brackets, *settled)
    names = reading.case.names() if reading.case is not None else {}
    issues = {one.id: one.name for one in reading.case.issues} if reading.case is not None else {}
    return Draft(
        text=reading.text,
        file=reading.file,
        title=frame.title,
        day=frame.day,
        articles=frame.articles,
        brackets=brackets,
        settled=settled,
        parties=_names((who for one in every for who in one.holders), names),
        issues=_names((one.issue for one in every if one.issue), issues),
    )


def _names(ids: Iterable[str], names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((one, names[one]) for one in sorted(set(ids)) if one in names)


@dataclass(slots=True, kw_only=True)
class _Reading:
    """One text being read, with what is wrong with it so far, each problem by its place."""

    text: str
    file: str
    case: Case | None
    problems: list[tuple[int, Problem]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    plain: dict[int, str] = field(default_factory=dict)

    def line(self, at: int) -> int:
        """The number of the line of a place."""
        if not self.lines:
            self.lines = [0, *(i + 1 for i, char in enumerate(self.text) if char == "\n")]
        return bisect_right(self.lines, at)

    def fault(self, at: int, what: str, hint: str, path: str = "") -> None:
        """Notes a problem at a place of the text."""
        line = self.line(min(at, len(self.text)))
        self.problems.append(
            (at, Problem(path=path, what=what, hint=hint, file=self.file or "the draft", line=line))
        )

    def bracket(self, one: Found, article: str | None) -> Bracket:
        """The bracket that stands there, those within it being read; `article` None: in the memory."""
        given = one.attributes
        allowed = (*_KEYS, "article") if article is None else _KEYS
        for key in given:
            if key not in allowed:
                self.fault(one.start, f"the braces hold the unknown key {key!r}", nearest(key, allowed))
        if article is None and one.depth > 1:
            self.fault(one.start, "a remembered bracket holds another", r"write \[ and \] within it")
        alternatives = self._alternatives(one)
        opened, closed = (self._day(one, key) for key in ("opened", "closed"))
        if opened is not None and closed is not None and closed < opened:
            self.fault(
                one.start, f"it closes on {closed}, before it opens on {opened}", "correct one of the days"
            )
        if given.get("issue") and self.case is not None:
            self._known(one, "issue", given["issue"], [issue.id for issue in self.case.issues])
        name = given.get("id", "")
        if "id" in given and (wrong := id_fault(name)) is not None:
            self.fault(one.start, *wrong)
        agreed = self._agreed(one, len(alternatives), remembered=article is None)
        self.plain[one.start] = in_signs(alternatives)
        return Bracket(
            id=name,
            named=bool(name),
            article=given.get("article", "") if article is None else article,
            alternatives=alternatives,
            issue=given.get("issue", ""),
            opened=opened,
            closed=closed,
            agreed=agreed,
            start=one.start,
            end=one.end,
            line=self.line(one.start),
        )

    def _alternatives(self, one: Found) -> tuple[Alternative, ...]:
        spans = [self._trimmed(start, end) for start, end in one.cuts]
        sources = [self.text[start:end] for start, end in spans]
        told = [self._words(one, start, end) for start, end in spans]
        if len(sources) == 1:
            sources, told, spans = [*sources, ""], [*told, ""], [*spans, (one.end, one.end)]
        if not any(sources):
            self.fault(one.start, "the bracket is empty", "write the contested words in it")
        elif sources.count("") > 1:
            self.fault(one.start, "two alternatives are empty", "leave one of them out")
        elif len(set(told)) < len(told):
            self.fault(one.start, "two alternatives have the same words", "leave one of them out")
        holders = self._holders(one, len(sources))
        return tuple(
            Alternative(text=words, source=source, held_by=who, start=start, end=end)
            for words, source, who, (start, end) in zip(told, sources, holders, spans, strict=False)
        )

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return start, end

    def _words(self, one: Found, start: int, end: int) -> str:
        """An alternative in plain words, what is contested within it in single brackets."""
        parts, at = [], start
        for inner in one.within:
            if start <= inner.start < end:
                parts += [unescaped(self.text[at : inner.start]), self.plain.get(inner.start, "")]
                at = inner.end
        return " ".join("".join([*parts, unescaped(self.text[at:end])]).split())

    def _holders(self, one: Found, count: int) -> list[tuple[str, ...]]:
        groups = [
            tuple(name.strip() for name in group.split(",") if name.strip())
            for group in one.attributes.get("held-by", "").split("|")
        ]
        if len(groups) > count:
            what = f"there are {len(groups)} groups of holders for {count} alternatives"
            self.fault(one.start, what, "part the groups with | as the alternatives are")
        seen: set[str] = set()
        known = list(self.case.names()) if self.case is not None else None
        for who in (who for group in groups for who in group):
            if who in seen:
                self.fault(
                    one.start, f"{who!r} stands twice among the holders", "let it hold one alternative"
                )
            elif (wrong := id_fault(who)) is not None:
                self.fault(one.start, *wrong)
            elif known is not None:
                self._known(one, "party", who, known)
            seen.add(who)
        return [*groups, *[()] * (count - len(groups))]

    def _known(self, one: Found, kind: str, name: str, known: Iterable[str]) -> None:
        if name not in known:
            self.fault(one.start, f"the case has no {kind} {name!r}", nearest(name, known))

    def _day(self, one: Found, key: str) -> dt.date | None:
        told = one.attributes.get(key)
        try:
            return dt.date.fromisoformat(told) if told is not None else None
        except ValueError:
            self.fault(one.start, f"{key}={told} is not a date", "write it as 2024-07-04")
            return None

    def _agreed(self, one: Found, count: int, *, remembered: bool) -> int:
        told = one.attributes.get("agreed")
        if told is None:
            return 0
        if not (told.isascii() and told.isdigit() and 1 <= int(told[:9]) <= count):
            self.fault(one.start, f"agreed={told} is none of its alternatives", f"a number from 1 to {count}")
            return 0
        if "closed" not in one.attributes and not remembered:
            self.fault(one.start, "it has agreed= and no closed=", "write the day on which it was closed")
        return int(told[:9])

    def between(self, memory: tuple[int, int], brackets: Iterable[Found]) -> None:
        """Notes words in the memory that stand in no bracket."""
        at = memory[0]
        for one in (*brackets, Found(start=memory[1], end=memory[1])):
            if self.text[at : one.start].strip():
                self.fault(at, "the memory of settled brackets holds other words", "put them before it")
            at = max(at, one.end)

    def identified(
        self, standing: list[Bracket], settled: list[Bracket]
    ) -> tuple[tuple[Bracket, ...], tuple[Bracket, ...]]:
        """The brackets with an id each: those without get b1, b2 ... in turn, leaving out what is taken."""
        taken: dict[str, int] = {}
        for one in (*standing, *settled):
            if one.named and one.id in taken:
                what = f"the id {one.id!r} is taken by the bracket of line {taken[one.id]}"
                self.fault(one.start, what, "give it another id, or none")
            taken.setdefault(one.id, one.line)
        free = _free_ids(taken)
        named = tuple(
            tuple(one if one.named else replace(one, id=next(free)) for one in group)
            for group in (standing, settled)
        )
        return named[0], named[1]


def _free_ids(taken: Mapping[str, int]) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        if f"b{number}" not in taken:
            yield f"b{number}"


def _whether_open(brackets: Iterable[Bracket], found: Iterable[Found]) -> tuple[Bracket, ...]:
    """The brackets in the order of the text, each told whether it is open and which one is around it."""
    told: dict[int, Bracket] = {}
    stands: dict[int, bool] = {}
    for one, place in zip(brackets, found, strict=True):
        around = place.around
        outer = told[around.start] if around is not None else None
        stands[place.start] = around is None or (
            stands[around.start]
            and (told[around.start].closed is None or _kept(told[around.start], around, place))
        )
        is_open = stands[place.start] and one.closed is None
        told[place.start] = replace(one, open=is_open, inside=outer.id if outer is not None else "")
    return tuple(told.values())


def _kept(outer: Bracket, around: Found, place: Found) -> bool:
    """Whether it stands in the words on which a closed bracket was agreed."""
    if not outer.agreed or outer.agreed > len(around.cuts):
        return False
    start, end = around.cuts[outer.agreed - 1]
    return start <= place.start < end
