"""How talks may go: what was asked of simulated talks, as a form and an address say it; its words."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from detente.languages import mark, say

__all__ = ["PROTOCOLS", "STRATEGIES", "Asked", "ends_text", "protocols_text", "strategies_text"]

PROTOCOLS: Final = {
    "single-text": mark("single text: the mediator words one text and changes it"),
    "shuttle": mark("shuttle: the mediator goes from one party to the next"),
    "three-alternatives": mark("three alternatives: the mediator puts three texts at a time"),
    "sealed-positions": mark("sealed positions: each party tells the mediator its limits"),
    "alternating-offers": mark("alternating offers: two parties answer each other"),
    "phased": mark("phased: some issues first, the others later"),
}
"""Who may move when, told to a reader; the names are those of the facade."""

STRATEGIES: Final = {
    "fair": mark("fair: towards what gives each side about as much"),
    "greedy": mark("greedy: the change that most would gain by"),
    "learner": mark("learner: learns from the answers what each side wants"),
    "random": mark("random: any change, for comparison"),
    "trades": mark("trades: gives on one issue, takes on another"),
}
"""How a mediator words the next text."""

_ENDS: Final = {
    "ran on": mark("still talking on the last day"),
    "deadline": mark("the deadline passed"),
    "broke down": mark("the talks broke down"),
    "walked out": mark("a party left for good"),
    "first phase only": mark("a deal on the first phase alone"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of simulated talks; "" and None leave it to the setting of the case."""

    protocol: str = "single-text"
    first: tuple[str, ...] = ()
    strategy: str = ""
    setting: str = ""
    days: int | None = None
    runs: int = 20_000
    seed: int = 0

    @property
    def key(self) -> str:
        """The same for the same question."""
        whole = json.dumps(self.as_task() | {"runs": self.runs}, sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    @property
    def address(self) -> str:
        """The query of an address that asks the same."""
        said: list[tuple[str, object]] = [("protocol", self.protocol), *(("first", f) for f in self.first)]
        said += [("strategy", self.strategy)] if self.strategy else []
        said += [("setting", self.setting)] if self.setting else []
        said += [("days", self.days)] if self.days is not None else []
        return urlencode([*said, ("runs", self.runs), ("seed", self.seed)])

    def as_task(self) -> dict[str, Any]:
        """The same for a process that works on it."""
        phased = self.protocol == "phased" and self.first
        changes = [f"days={self.days}"] if self.days is not None else []
        changes += [f"strategy={self.strategy}"] if self.strategy else []
        return {
            "protocol": f"phased:{','.join(self.first)}" if phased else self.protocol,
            "setting": self.setting,
            "changes": changes,
            "seed": self.seed,
        }


def protocols_text() -> tuple[tuple[str, str], ...]:
    """The protocols by name, in the language spoken."""
    return tuple((name, say(told)) for name, told in PROTOCOLS.items())


def strategies_text() -> tuple[tuple[str, str], ...]:
    """The mediator's strategies by name, in the language spoken."""
    return tuple((name, say(told)) for name, told in STRATEGIES.items())


def ends_text(end: str) -> str:
    """How runs end, in the language spoken."""
    return say(_ENDS[end]) if end in _ENDS else end
