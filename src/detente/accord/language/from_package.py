"""From what was agreed to a text: the readings of a template that put the options of a package into words."""

from collections.abc import Mapping
from dataclasses import dataclass

from detente.accord.language.plan import Accord, Clause, Reading
from detente.errors import AccordError

__all__ = ["AccordText", "accord_from"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccordText:
    """The readings that a package chooses, what it leaves without a clause, and where the template is torn.

    `left_out`: issues with the option agreed that no chosen reading puts into words. `conflicts`: for a
    clause, why no one reading fits: several fit alike, or none does though it speaks of these issues.
    """

    accord: str
    readings: tuple[tuple[str, str], ...]
    left_out: tuple[tuple[str, str], ...] = ()
    conflicts: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """What was found, on one line."""
        parts = [f"{len(self.readings)} clauses of {self.accord}"]
        if self.left_out:
            parts.append("without a clause: " + ", ".join(f"{i}: {o}" for i, o in self.left_out))
        parts += [f"{clause}: {why}" for clause, why in self.conflicts]
        return "; ".join(parts)

    def as_dict(self) -> dict[str, object]:
        """The parts, for JSON."""
        return {
            "accord": self.accord,
            "readings": dict(self.readings),
            "left_out": dict(self.left_out),
            "conflicts": dict(self.conflicts),
        }


def accord_from(template: Accord, package: Mapping[str, str]) -> AccordText:
    """The reading of each clause that says what a package (issue -> option) agrees, and what no clause says.

    A reading fits when every issue that it names has one of its options in the package. Of those that fit,
    the one that names most issues is chosen; of equals the first, and the tie is told as a conflict. Where
    none fits, the first reading that names no option stands, else the base one; what the package agrees
    otherwise is told as a conflict. Raises AccordError for an empty package.

    >>> from detente.accord.language.plan import Accord
    >>> template = Accord(id="x", title="", sides=(), phases=(), clauses=())
    >>> accord_from(template, {"corridor": "open"}).left_out
    (('corridor', 'open'),)
    """
    if not package:
        raise AccordError("the package agrees nothing", hint="give issues with an option of each")
    chosen: dict[str, str] = {}
    conflicts: list[tuple[str, str]] = []
    said: set[str] = set()
    for clause in template.clauses:
        reading, why = _choice(clause, package)
        chosen[clause.id] = reading.id
        if why:
            conflicts.append((clause.id, why))
        if _fits(reading, package):
            said.update(issue for issue, _ in reading.options)
    left = tuple((issue, option) for issue, option in package.items() if issue not in said)
    return AccordText(
        accord=template.id, readings=tuple(chosen.items()), left_out=left, conflicts=tuple(conflicts)
    )


def _choice(clause: Clause, package: Mapping[str, str]) -> tuple[Reading, str]:
    """The reading that the package chooses, and why there is doubt about it."""
    fitting = [reading for reading in clause.readings if reading.options and _fits(reading, package)]
    if fitting:
        most = max(len(reading.options) for reading in fitting)
        best = [reading for reading in fitting if len(reading.options) == most]
        names = ", ".join(reading.id for reading in best)
        return best[0], f"these readings fit alike: {names}" if len(best) > 1 else ""
    silent = [reading for reading in clause.readings if not reading.options]
    reading = silent[0] if silent else clause.readings[0]
    wanted = sorted({issue for held in clause.readings for issue, _ in held.options} & set(package))
    if wanted:
        return reading, "no reading says " + ", ".join(f"{issue}: {package[issue]}" for issue in wanted)
    issues = ", ".join(issue for issue, _ in reading.options)
    return reading, f"the package says nothing of {issues}" if issues else ""


def _fits(reading: Reading, package: Mapping[str, str]) -> bool:
    return all(package.get(issue) in options for issue, options in reading.options)
