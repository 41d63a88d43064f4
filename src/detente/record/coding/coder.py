"""The seam between texts and suggestions: anything that turns a text into statements is a coder."""

from typing import Protocol, runtime_checkable

from detente.record.statement import Statement
from detente.sources.text import Text

__all__ = ["Coder"]


@runtime_checkable
class Coder(Protocol):
    """Suggests statements for one text: in the order of the text, each with its span and its `Coding`.

    A coder is deterministic, picklable (it may run in another process), keeps no state between texts, and
    never raises for any text.
    """

    @property
    def name(self) -> str:
        """The name that `Coding.coder` bears, with its version: "rules-en 1"."""

    def __call__(self, text: Text) -> tuple[Statement, ...]:
        """The suggestions for a text; none for an empty one."""
