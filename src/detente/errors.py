"""Every error that detente raises, as one tree; a finding (no deal possible) is never one of them.

DetenteError(Exception)            .what .where .hint ; str() prints all three
  SourceError(ValueError)          unreadable file, wrong encoding, too large, digest differs
    NotSaved                       an edit that could not be written; .edits holds it
  RecordError(ValueError)          a coded record does not fit its documents or its codebook
    RecordHeld                     another process is writing the record
  CaseError(ValueError)            .problems: every Problem found, not the first
    UnknownName(KeyError)          no such party, issue or option; the nearest names
    UnsupportedVersion             the file is newer than this detente
  AccordError(ValueError)          .problems: every Problem found in an accord
  SettingError(ValueError)         .problems: every Problem found in a setting of talks
  AnalysisError(RuntimeError)      a question that cannot be answered as asked
    SpaceTooLarge                  packages, limit, and the ways out
    NotConverged                   iterations, residual, the parameter to raise
  TalksError(RuntimeError)         talks that cannot be simulated, or that break their contract
  BriefError(ValueError)           a section needs a result that was not given
  MissingExtra(ImportError)        the pip command that installs what is missing
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Self

__all__ = [
    "AccordError",
    "AnalysisError",
    "BriefError",
    "CaseError",
    "DetenteError",
    "MissingExtra",
    "NotConverged",
    "NotSaved",
    "Problem",
    "RecordError",
    "RecordHeld",
    "SettingError",
    "SourceError",
    "SpaceTooLarge",
    "TalksError",
    "UnknownName",
    "UnsupportedVersion",
    "nearest",
]


class DetenteError(Exception):
    """What went wrong, where, and what to do about it.

    >>> print(DetenteError("the file is empty", where="case.yaml", hint="start from `detente demo`"))
    case.yaml: the file is empty
      try: start from `detente demo`
    """

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        """The address, the fault and the hint, on one or two lines."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}\n  try: {self.hint}" if self.hint else head

    def as_dict(self) -> dict[str, Any]:
        """The three parts, for JSON."""
        return {"what": self.what, "where": self.where, "hint": self.hint}


class SourceError(DetenteError, ValueError):
    """A file that cannot be read, is not what it should be, or has changed."""


class NotSaved(SourceError):
    """Edits of a case that could not be written; `edits` holds them, to be shown and tried again."""

    def __init__(self, what: str, *, where: str = "", hint: str = "", edits: Sequence[Any] = ()) -> None:
        super().__init__(what, where=where, hint=hint)
        self.edits = tuple(edits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One finding of `validate`: where it is, what is wrong, what to do.

    >>> print(Problem(path="parties[0].name", what="is empty", hint="name it", file="case.yaml", line=3))
    case.yaml:3 parties[0].name: is empty
      try: name it
    """

    path: str
    what: str
    hint: str = ""
    file: str = ""
    line: int = 0

    @property
    def where(self) -> str:
        """The address a reader can open: file, line and path."""
        place = f"{self.file}:{self.line}" if self.file and self.line else self.file
        return " ".join(part for part in (place, self.path) if part)

    def __str__(self) -> str:
        """The address, the fault and the hint."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}\n  try: {self.hint}" if self.hint else head

    def as_dict(self) -> dict[str, Any]:
        """The parts, for JSON."""
        return {
            "file": self.file,
            "line": self.line,
            "path": self.path,
            "what": self.what,
            "hint": self.hint,
        }


class _Several(DetenteError):
    """An error that carries every problem found, not the first alone."""

    def __init__(
        self, what: str, *, where: str = "", hint: str = "", problems: Sequence[Problem] = ()
    ) -> None:
        super().__init__(what, where=where, hint=hint)
        self.problems = tuple(problems)

    @classmethod
    def of(cls, problems: Sequence[Problem]) -> Self:
        """The error that reports these problems, the first one in its own words."""
        first = problems[0]
        return cls(first.what, where=first.where, hint=first.hint, problems=problems)

    def __str__(self) -> str:
        """Every problem, one after the other, with their number in front when there are several."""
        if len(self.problems) <= 1:
            return DetenteError.__str__(self)
        lines = [f"{len(self.problems)} problems"]
        return "\n".join([*lines, *(str(problem) for problem in self.problems)])

    def as_dict(self) -> dict[str, Any]:
        """The parts and every problem, for JSON."""
        return {**DetenteError.as_dict(self), "problems": [p.as_dict() for p in self.problems]}


class RecordError(_Several, ValueError):
    """A coded record that does not fit its documents or its codebook, or a pack with its problems."""


class RecordHeld(RecordError):
    """A record that another process is writing; nothing is wrong with it."""


class CaseError(_Several, ValueError):
    """A case that is not well-formed, with every problem found."""


class UnknownName(CaseError, KeyError):
    """A name that the case does not know, with the nearest ones that it does."""

    @classmethod
    def among(cls, name: str, kind: str, known: Iterable[str], *, where: str = "") -> "UnknownName":
        """The error for `name`, with the nearest of `known` as its hint."""
        return cls(f"there is no {kind} called {name!r}", where=where, hint=nearest(name, known))

    __str__ = CaseError.__str__


class UnsupportedVersion(CaseError):
    """A file written for a newer detente than this one."""


class AccordError(_Several, ValueError):
    """An accord that is not well-formed, with every problem found."""


class SettingError(_Several, ValueError):
    """A setting of talks that is not well-formed or does not fit its case, with every problem found."""


class AnalysisError(DetenteError, RuntimeError):
    """A question that cannot be answered as asked."""


class SpaceTooLarge(AnalysisError):
    """More packages than this question can enumerate; the hint names the ways out."""


class NotConverged(AnalysisError):
    """An iteration that ended before it met its tolerance."""


class TalksError(DetenteError, RuntimeError):
    """Talks that cannot be simulated, or a protocol or tactic that breaks its contract: in which run."""


class BriefError(DetenteError, ValueError):
    """A section that needs a result which was not given."""


class MissingExtra(DetenteError, ImportError):
    """An optional library that is not installed."""

    @classmethod
    def named(cls, extra: str, needs: str) -> "MissingExtra":
        """The error that names the extra to install.

        >>> print(MissingExtra.named("fast", "numba"))
        numba is not installed
          try: pip install 'detente[fast]'
        """
        return cls(f"{needs} is not installed", hint=f"pip install 'detente[{extra}]'")


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint that names what `name` may have meant, or what there is.

    >>> nearest("isreal", ["egypt", "israel"])
    "did you mean 'israel'?"
    >>> nearest("zzz", ["b", "a"])
    'known: a, b'
    """
    names = sorted(set(known))
    close = get_close_matches(name, names, n=3, cutoff=0.6)
    if close:
        return "did you mean " + " or ".join(repr(c) for c in close) + "?"
    shown = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    return f"known: {shown}" if names else "none is defined"
