"""The codebook: the acts, issues and options that a coder may use, and to which side each actor belongs.

A pack makes one; without a pack an id is read by its parts, so that "us.officials.anon" belongs to "us".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from detente.errors import Problem, nearest
from detente.record.packs.pack import Pack, PackIssue
from detente.record.record import Record
from detente.record.statement import ACTS, IDENTIFIED, STANCES, Statement

__all__ = ["VOICE", "Codebook", "codebook_of", "misfits"]

VOICE = frozenset({"", "author", "reporter"})
"""Holders that mean the report's own voice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """What may be coded. `sides` and `names` are by actor, `issues` by id; empty ones allow everything."""

    acts: tuple[str, ...] = ACTS
    sides: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    issues: Mapping[str, PackIssue] = field(default_factory=dict)

    def side(self, actor: str) -> str:
        """The side of an actor; "" for the report's own voice.

        An unnamed member ("us.officials.anon") belongs to the side of the longest part of its id that the
        pack knows, else to the first part.

        >>> Codebook(sides={"us.president": "us"}).side("us.president.aide"), Codebook().side("a.b")
        ('us', 'a')
        """
        if actor in VOICE:
            return ""
        parts = actor.split(".")
        for length in range(len(parts), 0, -1):
            known = self.sides.get(".".join(parts[:length]))
            if known:
                return known
        return parts[0]

    def belongs(self, actor: str, group: str) -> bool:
        """Whether an actor is `group`, one of its members by id, or on that side."""
        return actor == group or actor.startswith(f"{group}.") or (self.side(actor) == group != "")


def codebook_of(pack: Pack | None = None) -> Codebook:
    """The codebook of a pack; the open one, which allows every actor and issue, for none.

    >>> codebook_of().acts == ACTS
    True
    """
    if pack is None:
        return Codebook()
    return Codebook(
        sides={actor.id: actor.side or actor.id.split(".")[0] for actor in pack.actors},
        names={actor.id: actor.names for actor in pack.actors},
        issues={issue.id: issue for issue in pack.issues},
    )


def misfits(record: Record, pack: Pack | None = None) -> tuple[Problem, ...]:
    """Every word of a record that its codebook does not have, each with the nearest that it has.

    Holders are free: reports name people whom no pack knows. Empty for a record that fits.

    >>> misfits(Record())
    ()
    """
    book = codebook_of(pack)
    return tuple(problem for s in record.statements for problem in _misfits(s, book))


def _misfits(statement: Statement, book: Codebook) -> list[Problem]:
    checks = [
        ("act", statement.act, book.acts),
        ("identified", statement.identified, IDENTIFIED),
        ("stance", statement.stance, STANCES),
        ("issue", statement.issue, tuple(book.issues)),
    ]
    if statement.issue in book.issues:
        options = tuple(option.id for option in book.issues[statement.issue].options)
        checks.append(("option", statement.option, options))
    return [
        Problem(
            path=f"{statement.id}.{name}", what=f"there is no {name} {value!r}", hint=nearest(value, allowed)
        )
        for name, value, allowed in checks
        if value and value not in allowed and (allowed or name == "option")
    ]
