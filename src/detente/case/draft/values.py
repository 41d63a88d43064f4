"""A draft agreement as values: its articles, and the brackets in which contested words stand.

The text itself is kept as it was read; every place is a span of code points in it, the end left out. What
a bracket says is also there in plain words: escapes undone, blanks joined, brackets within it in single ones.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.errors import UnknownName

__all__ = ["Alternative", "Article", "Bracket", "Draft", "counted", "in_signs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One of the wordings in a bracket: in plain words, as written, and who holds it. Empty: no words.

    `start` and `end` are where it is written, blanks around it left out.
    """

    text: str
    source: str
    held_by: tuple[str, ...] = ()
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """Contested words. `[[A]]` has two alternatives: the words, and none.

    `named`: its id is written, not counted. `agreed`: the number of the alternative on which it was closed,
    from 1; 0: not said. `open`: still contested; what stands within closed words that fell away is not.
    `settled`: replaced in the text and remembered at its end. `inside`: the id of the bracket around it.
    """

    id: str
    named: bool = False
    article: str = ""
    alternatives: tuple[Alternative, ...]
    issue: str = ""
    opened: dt.date | None = None
    closed: dt.date | None = None
    agreed: int = 0
    open: bool = True
    settled: bool = False
    inside: str = ""
    start: int = 0
    end: int = 0
    line: int = 0

    @property
    def holders(self) -> tuple[str, ...]:
        """The ids of all who hold one of its alternatives, in the order of the text."""
        return tuple(who for one in self.alternatives for who in one.held_by)

    @property
    def agreed_text(self) -> str | None:
        """The plain words on which it was closed; None where that is not said."""
        return self.alternatives[self.agreed - 1].text if self.agreed else None

    def __str__(self) -> str:
        """Its id and its alternatives in single brackets."""
        return f"{self.id} {in_signs(self.alternatives)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A part of the draft under a head of its own: from `start`, where its head begins, to `end`.

    `name` is how it is cited ("Article 4"); a head without a number is cited by its title.
    """

    name: str
    number: str = ""
    title: str = ""
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft agreement. `brackets` stand in the text, `settled` are remembered at its end.

    `parties` and `issues` are the names, by id, of those in its brackets, as the case has them.
    """

    text: str
    file: str = ""
    title: str = ""
    day: dt.date | None = None
    articles: tuple[Article, ...] = ()
    brackets: tuple[Bracket, ...] = ()
    settled: tuple[Bracket, ...] = ()
    parties: tuple[tuple[str, str], ...] = ()
    issues: tuple[tuple[str, str], ...] = ()

    @property
    def open(self) -> tuple[Bracket, ...]:
        """The brackets that are still contested, in the order of the text."""
        return tuple(one for one in self.brackets if one.open)

    def bracket(self, name: str) -> Bracket:
        """The bracket of that id, also a settled one; UnknownName with the nearest ids otherwise."""
        for one in (*self.brackets, *self.settled):
            if one.id == name:
                return one
        known = [one.id for one in (*self.brackets, *self.settled)]
        raise UnknownName.among(name, "bracket", known, where=self.file)

    def party_name(self, party: str) -> str:
        """The name of a party, its id where no case gave one."""
        return dict(self.parties).get(party, party)

    def issue_name(self, issue: str) -> str:
        """The name of an issue, its id where no case gave one."""
        return dict(self.issues).get(issue, issue)

    def by_name(self, parties: Iterable[str]) -> tuple[str, ...]:
        """These parties in the alphabetical order of their names."""
        return tuple(sorted(set(parties), key=lambda one: (self.party_name(one).casefold(), one)))

    def __str__(self) -> str:
        """The title and how many brackets there are, on one line."""
        done = len(self.settled) + len(self.brackets) - len(self.open)
        parts = f"{counted(len(self.articles), 'article')}, {counted(len(self.open), 'bracket')} open"
        return f"{self.title or self.file or 'a draft'}: {parts}, {done} closed"


def counted(number: int, thing: str) -> str:
    """So many of a thing.

    >>> counted(1, "bracket"), counted(2, "bracket")
    ('1 bracket', '2 brackets')
    """
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def in_signs(alternatives: Sequence[Alternative]) -> str:
    """The alternatives in single brackets, as a reader sees them; empty words are not shown last.

    >>> in_signs([Alternative(text="not", source="not"), Alternative(text="", source="")])
    '[not]'
    """
    shown = alternatives if alternatives[-1].text else alternatives[:-1]
    return f"[{' | '.join(one.text for one in shown)}]"
