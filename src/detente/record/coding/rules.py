"""The default coder, by rules and word lists: attributions, then act, issue, figure, date, and the rest.

Everything that depends on a language or a negotiation stands in its word files and its pack; the coder keeps
nothing between texts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from detente.record.coding.acts import Act, Acts
from detente.record.coding.attribute import attributions
from detente.record.coding.attribution import Attribution, Mention
from detente.record.coding.clauses import Clause, Found
from detente.record.coding.conditions import condition_in
from detente.record.coding.figures import Figure, Figures
from detente.record.coding.frames import cues_in
from detente.record.coding.issues import Issue, Issues, stance_of
from detente.record.coding.marks import Marker, Marks
from detente.record.coding.mentions import ActorIndex, Named
from detente.record.coding.passages import sentence_places
from detente.record.coding.plans import Plans
from detente.record.coding.reporting import Told, told_by_the_report, told_in_passing
from detente.record.coding.said_when import known_on, said_when
from detente.record.packs.act_words import read_act_words
from detente.record.packs.language import read_language
from detente.record.packs.pack import Pack
from detente.record.packs.patterns import Hit
from detente.record.statement import Coding, Statement
from detente.sources.days import find_days
from detente.sources.span import Span
from detente.sources.text import Text

__all__ = ["RuleCoder"]

VERSION = 1

Place = tuple[int, int]

_CARRIED = 0.2
_MANY = 10
_PLAN_REACH = 30
_BOUND = 12
_FIGURE_REACH = 40
_PLAIN_REACH = 60
_PLAIN_FIGURE = 0.51
_FIGURE_SCORE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A statement before it has its number."""

    place: Place
    content: Place
    act: Act
    issue: Issue
    rule: str
    score: float
    holder: Mention | None = None
    relays: tuple[Mention, ...] = ()
    to: tuple[Mention, ...] = ()
    figure: Figure | None = None
    plan: str = ""
    why: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reading:
    """One text while it is coded."""

    text: Text
    marks: Marks
    sentences: list[tuple[Place, int]]
    figures: tuple[Figure, ...]
    days: tuple[tuple[int, int, str], ...]
    drafts: list[_Draft] = field(default_factory=list)
    plan: tuple[int, str] = (-1, "")  # the paragraph that tells of a plan, and the plan's author

    def sentence(self, at: int) -> tuple[Place, int]:
        """The sentence in which a place lies, and the number of its paragraph."""
        number = bisect_right(self.sentences, ((at + 1, 0), 0)) - 1
        return self.sentences[number] if number >= 0 else ((0, len(self.text.text)), 0)

    def passing(self, figures: Iterable[Figure], told: Iterable[_Draft], sentence: Place) -> None:
        """Adds the figures of series that a sentence mentions and no statement of it is about."""
        taken = {draft.figure.place for draft in told if draft.figure and draft.act.act == "figure"}
        for figure in figures:
            if figure.series and figure.issue and figure.value >= _MANY and figure.place not in taken:
                one = told_in_passing(self.text.text, figure, sentence)
                self.drafts.append(_told(one, Issue(issue=figure.issue, score=0.5)))


class _Given:
    """What stands for a matcher once its hits in the text at hand are known."""

    def __init__(self, hits: list[Hit]) -> None:
        self._hits = hits

    def find(self, text: str) -> list[Hit]:  # noqa: ARG002
        """Those hits."""
        return self._hits


class _Named(ActorIndex):
    """The actors of a pack whose names were already found in the text at hand."""

    def __init__(self, index: ActorIndex, hits: list[Hit]) -> None:
        self.__dict__.update(index.__dict__)
        self.__dict__["_matcher"] = _Given(hits)
        self.named = super().find("")

    def find(self, text: str) -> tuple[Named, ...]:  # noqa: ARG002
        """Those found."""
        return self.named


class RuleCoder:
    """The coder by rules for a pack and a language, by default the pack's first.

    `cues` finds the cues of a sentence.

    >>> from detente.record.packs.reader import read_pack
    >>> from detente.sources.document import Document
    >>> text = Text(document=Document(id="d"), text="The union demanded a wage increase of 5 percent.")
    >>> [(s.id, s.holder, s.act, s.issue) for s in RuleCoder(read_pack("generic"))(text)]
    [('d-0001', 'The union', 'demands', 'wages')]
    """

    def __init__(
        self, pack: Pack, language: str = "", cues: Callable[[Clause], list[Found]] = cues_in
    ) -> None:
        self._pack, self._cues = pack, cues
        self._language = language or (pack.languages[0] if pack.languages else "en")
        words = read_act_words(self._language)
        sides = {actor.id: actor.side or actor.id for actor in pack.actors}
        self._grammar = read_language(self._language)
        self._index = ActorIndex(pack)
        self._named = {actor.id: "named" for actor in pack.actors if actor.kind == "person"}
        self._marker = Marker(pack, words, self._index.entries)
        chairs = {actor.id: actor.chair for actor in pack.actors if actor.chair}
        self._acts = Acts(words, sides, chairs)
        self._issues = Issues(pack)
        self._figures = Figures(words.numbers, pack)
        self._plans = Plans(pack)

    @property
    def name(self) -> str:
        """The name that stands in what it suggests."""
        return f"rules-{self._language} {VERSION}"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as its pack, its language and its finder of cues."""
        return _again, (self._pack, self._language, self._cues)

    def __call__(self, text: Text) -> tuple[Statement, ...]:
        """The suggestions for a text, in its order."""
        if not text.text.strip():
            return ()
        marks = self._marker(text.text)
        actors = _Named(self._index, marks.of("name"))
        marks.add("actor", (Hit(one.start, one.end, one.actor.id, "") for one in actors.named))
        reading = _Reading(
            text=text,
            marks=marks,
            sentences=sentence_places(text, self._grammar.abbreviations),
            figures=self._figures.find(text.text, marks),
            days=find_days(text.text, 0, len(text.text), self._language),
        )
        for one in attributions(text, self._grammar, actors, self._cues):
            if one.rule != "credit":  # the caption of a picture is no position
                reading.drafts.append(self._in_a_plan(self._attributed(one, reading), reading))
        self._in_own_voice(reading)
        drafts = sorted(reading.drafts, key=lambda d: (d.place, d.content, d.rule, d.act.act))
        drafts = _going_on(drafts, reading)
        return tuple(self._statement(n, draft, reading) for n, draft in enumerate(drafts, 1))

    def _attributed(self, one: Attribution, reading: _Reading) -> _Draft:
        marks = reading.marks
        act = self._acts.of(one, marks)
        issue = self._issues.of(one.content, one.place, marks)
        start, end = one.content
        counted = tuple(f for f in _within(reading.figures, start - _BOUND, end) if f.place[1] > start)
        figure = next((f for f in counted if f.series or f.digits), counted[0] if counted else None)
        counts = figure is not None and (figure.series or figure.digits)
        if figure is not None and counts and act.score < (_FIGURE_SCORE if figure.series else _PLAIN_FIGURE):
            offset = figure.place[0] - one.content[0]
            if offset <= (_FIGURE_REACH if figure.series else _PLAIN_REACH):
                act = Act(act="figure", score=_FIGURE_SCORE, why=("a number stands early in the content",))
                issue = replace(issue, issue=figure.issue or issue.issue)
        return _Draft(
            place=one.place,
            content=one.content,
            act=act,
            issue=issue,
            rule=one.rule,
            score=one.score,
            holder=one.holder,
            relays=one.relays,
            to=one.to,
            figure=figure,
            why=one.why,
        )

    def _in_a_plan(self, draft: _Draft, reading: _Reading) -> _Draft:
        """The draft, as its author's offer when somebody tells what a plan contains.

        The author is whom the pack knows for the plan named, or for the one named last; unnamed people relay
        it. What they go on to tell in the paragraph, in the same form, belongs to the plan too.
        """
        if draft.holder is None or draft.act.act not in {"claims", "demands"}:
            return draft
        (start, end), marks = draft.content, reading.marks
        told = self._plans.content(start, end, marks, _PLAN_REACH)
        by, paragraph = self._plans.author(start, end, marks), reading.sentence(start)[1]
        unnamed = draft.holder.identified == "anonymous"
        if told is not None:
            by = by or reading.plan[1]
            reading.plan = paragraph, by
        elif unnamed and reading.plan[0] == paragraph and self._plans.goes_on(start, end, marks):
            by = reading.plan[1]
        else:
            reading.plan = -1, by or reading.plan[1]
            return draft
        act = Act(act="offers", score=0.8, why=("it tells what a plan contains",))
        if by and by in {draft.holder.actor, self._acts.side(draft.holder.actor)} and not unnamed:
            return replace(draft, act=act)
        if not by or not unnamed or draft.relays:
            return draft
        words, place = by, draft.holder.place
        holder = Mention(place=place, words=words, actor=by, identified=self._named.get(by, "institution"))
        return replace(draft, act=act, holder=holder, relays=(draft.holder,))

    def _in_own_voice(self, reading: _Reading) -> None:
        """Adds what the report tells itself: contents of plans, events, states and figures."""
        marks = reading.marks
        said = sorted(reading.drafts, key=lambda draft: draft.place)
        presenter: tuple[int, Mention | None] = (-1, None)
        for (start, end), paragraph in reading.sentences:
            within = [d for d in said if d.place[0] < end and d.place[1] > start]
            figures = _within(reading.figures, start, end)
            if within:
                for draft in within:
                    if self._plans.presents(*draft.place, marks):
                        presenter = paragraph, draft.holder
                reading.passing(figures, within, (start, end))
                continue
            by_name = self._plans.presenter(start, end, marks)
            if by_name is not None:
                words = reading.text.text[by_name.start : by_name.end]
                place = (by_name.start, by_name.end)
                presenter = (
                    paragraph,
                    Mention(place=place, words=words, actor=by_name.label, identified="named"),
                )
            content = self._plans.content(start, end, marks)
            issue = self._issues.of((start, end), (start, end), marks)
            if content is not None and issue.issue:
                reading.passing(figures, (), (start, end))
                by = presenter[1] if presenter[0] == paragraph else None
                reading.drafts.append(_of_plan(content.place, content.plan, content.why, issue, by))
                continue
            told = told_by_the_report((start, end), issue, figures, marks)
            if told is not None:
                reading.drafts.append(_told(told, issue))
                reading.passing(figures, reading.drafts[-1:], (start, end))

    def _statement(self, number: int, draft: _Draft, reading: _Reading) -> Statement:
        document, text = reading.text.document, reading.text.text
        sentence, _ = reading.sentence(draft.place[0])
        around = (min(sentence[0], draft.place[0]), max(sentence[1], draft.place[1]))
        own = draft.holder is None
        first, last = (bisect_left(reading.days, (place,)) for place in around)
        content = None if own else draft.content
        when, basis = said_when(reading.days[first:last], content, document.published, self._language)
        condition = condition_in(text, *draft.content, reading.marks)
        figure = draft.figure
        why = (*draft.why, *draft.act.why, *(draft.issue.why and (f"issue: {', '.join(draft.issue.why)}",)))
        if figure is not None and figure.bound:
            why = (*why, f"figure: {figure.bound}")
        score = draft.score * (0.6 + 0.25 * draft.act.score + 0.15 * draft.issue.score)
        holder = draft.holder
        return Statement(
            id=f"{document.id}-{number:04d}",
            reports=(document.id,),
            holder=(holder.actor or holder.words) if holder else "",
            relays=tuple(relay.actor or relay.words for relay in draft.relays),
            identified=(holder.identified if holder else "reporter"),
            to=tuple(one.actor or one.words for one in draft.to),
            act=draft.act.act,
            issue=draft.issue.issue,
            option=draft.issue.option,
            stance=stance_of(draft.act.act, draft.issue, condition),
            condition=condition,
            plan=draft.plan,
            value=figure.value if figure else None,
            unit=figure.unit if figure else "",
            date=when,
            known=known_on(document.published),
            date_basis=basis,
            span=Span.of(document.id, text, *draft.place),
            coding=Coding(coder=self.name, rule=draft.rule, score=round(min(1.0, score), 3), why=why),
        )


@lru_cache(maxsize=4)
def _again(pack: Pack, language: str, cues: Callable[[Clause], list[Found]]) -> RuleCoder:
    """The coder of a pack and a language, built once in each process."""
    return RuleCoder(pack, language, cues)


def _within(figures: tuple[Figure, ...], start: int, end: int) -> tuple[Figure, ...]:
    first = bisect_left(figures, start, key=lambda figure: figure.place[0])
    last = bisect_left(figures, end, key=lambda figure: figure.place[0])
    return tuple(figure for figure in figures[first:last] if figure.place[1] <= end)


def _going_on(drafts: list[_Draft], reading: _Reading) -> list[_Draft]:
    """The drafts with an issue for those whose words name none: what was spoken of just before goes on.

    That is the issue of the statement before, in the same paragraph or the one above; at the beginning, and
    after a longer gap, that of the one after, in the same paragraph.
    """
    numbers = [reading.sentence(draft.place[0])[1] for draft in drafts]
    found = list(drafts)
    for at, draft in enumerate(found):
        if draft.issue.issue:
            continue
        for near, reach, words in ((at - 1, 1, "before"), (at + 1, 0, "after")):
            other = found[near].issue if 0 <= near < len(found) else Issue()
            if other.issue and abs(numbers[near] - numbers[at]) <= reach:
                issue = Issue(issue=other.issue, score=_CARRIED, why=(f"as in the statement {words}",))
                found[at] = replace(draft, issue=issue)
                break
    return found


def _told(told: Told, issue: Issue) -> _Draft:
    if told.figure is not None and told.figure.issue:
        issue = replace(issue, issue=told.figure.issue)
    return _Draft(
        place=told.place,
        content=told.place,
        act=Act(act=told.act, score=told.score, why=told.why),
        issue=issue,
        rule="own voice",
        score=told.score,
        figure=told.figure,
    )


def _of_plan(place: Place, plan: str, why: tuple[str, ...], issue: Issue, by: Mention | None) -> _Draft:
    """The content of a plan: offered by who presented it, told by the report otherwise."""
    act = Act(act="offers" if by else "reports", score=0.6, why=why)
    return _Draft(
        place=place,
        content=place,
        act=act,
        issue=issue,
        rule="content of a plan",
        score=0.6,
        holder=by,
        plan=plan,
    )
