"""A pack: the actors, issues, figures and plans that a coder may find, with the words that name them.

Packs are data that analysts edit; a language's own words (verbs of saying, weekdays) are not in a pack.
Patterns are plain words, never regular expressions: `*` ends a stem, `(a|b)` are alternatives, `...` is a
gap of up to five words. They are compiled into expressions that cannot run away.
"""

from dataclasses import dataclass

__all__ = ["Pack", "PackActor", "PackFigure", "PackIssue", "PackOption", "PackPlan"]

Patterns = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackActor:
    """Somebody who can hold or relay a statement.

    `names` are its names, the one to show first; `offices` the titles that stand for it ("prime minister"),
    used where the text names no other; `adjectives` make unnamed members ("Israeli" + "official"); `kind` is
    person, group, institution or place; `side` the id of the party or actor that it belongs to, its own for
    a side; `chair` an actor whose voice its office is ("X's office"). `case` is its id in a case. `codes`
    are (scheme, code): iso3166, cameo, wikidata.
    """

    id: str
    names: Patterns
    kind: str = "group"
    side: str = ""
    offices: Patterns = ()
    adjectives: Patterns = ()
    chair: str = ""
    case: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackOption:
    """One way to settle an issue, with the words that tell it; `case` is its id in a case."""

    id: str
    name: str = ""
    words: Patterns = ()
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackIssue:
    """A thing to settle or to follow. `words` speak for it, `strong` decide it, `against` speak for others.

    `case` is the id of the issue in a case, "" where no case has it. `pax` are PA-X provision codes.
    """

    id: str
    name: str = ""
    note: str = ""
    words: Patterns = ()
    strong: Patterns = ()
    against: Patterns = ()
    options: tuple[PackOption, ...] = ()
    case: str = ""
    pax: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFigure:
    """A series of numbers to follow: what is counted, in which unit, on which issue."""

    id: str
    counts: Patterns
    unit: str = ""
    issue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackPlan:
    """A proposal or text whose contents reports tell, by the names they give it."""

    id: str
    names: Patterns
    by: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Everything a coder may find in one negotiation. `languages` are those its words are written in."""

    id: str
    languages: tuple[str, ...] = ("en",)
    case: str = ""
    actors: tuple[PackActor, ...] = ()
    issues: tuple[PackIssue, ...] = ()
    figures: tuple[PackFigure, ...] = ()
    plans: tuple[PackPlan, ...] = ()
    sha256: str = ""
