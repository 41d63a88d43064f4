"""What may be remarked on the form of a text, and the report that holds it, faults first."""

from dataclasses import dataclass

from detente.accord.results import AccordBasis, Finding, Witness

__all__ = ["FormReport", "Remark"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One finding about the form of a text.

    `kind`: unreachable, dead, stuck, timeless, endless, unmeetable, doomed, contradictory or idle. `fault`:
    something to mend, not merely to know.
    """

    kind: str
    says: str
    clauses: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    fault: bool = True
    witness: Witness | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormReport(Finding):
    """Every remark on the form of a text, faults first."""

    remarks: tuple[Remark, ...]
    basis: AccordBasis
    assumes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Whether it is well-formed, and else the remarks, on one line."""
        if not self.remarks:
            return "The text is well-formed."
        head = "The text is well-formed" if self.holds else "The text has faults"
        return f"{head}: {' '.join(remark.says for remark in self.remarks)}"

    @property
    def holds(self) -> bool:
        """Whether there is no fault."""
        return not any(remark.fault for remark in self.remarks)
