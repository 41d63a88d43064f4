"""What protocols and mediators do, told in plain words."""

import pytest

from detente.analysis.space import OutcomeSpace
from detente.case.preferences import Range
from detente.talks.clock import PlainClock
from detente.talks.protocols.alternatives import ThreeAlternatives
from detente.talks.protocols.phased import Phased
from detente.talks.protocols.sealed import SealedPositions
from detente.talks.protocols.shuttle import Shuttle
from detente.talks.protocols.single_text import SingleText
from detente.talks.setting.values import NONE, SURE, Delegation, Mediation, Setting
from detente.talks.story import say_transcript
from two_sides import play, sides

HARD = {"asks": (0.9, 0.9)}
DISOWNS = tuple(Delegation(party=p, disowns=SURE) for p in "ab")
KEEPS = (Delegation(party="a", passes_on=NONE),)
PLAIN = {"days": 6}
TOLD = {
    "a back channel": (
        *(SingleText(), {}, {"mediation": Mediation(back_channel=SURE)}),
        "  The text goes straight to the principals through a back channel.",
    ),
    "a plan under another's name": (
        *(
            SingleText(),
            HARD,
            {"mediation": Mediation(publishes=SURE, attributes=SURE), "delegations": DISOWNS},
        ),
        "  The text becomes public under the name of a.",
    ),
    "a plan disowned": (
        *(
            SingleText(),
            HARD,
            {"mediation": Mediation(publishes=SURE, attributes=SURE), "delegations": DISOWNS},
        ),
        "  a disowns the text.",
    ),
    "blame": (
        *(SingleText(), {"asks": (0.2, 0.3)}, {"mediation": Mediation(blames=SURE)}),
        "  b is blamed in public for its refusal.",
    ),
    "a word": (
        *(
            SingleText(),
            {"asks": (0.2, 0.4)},
            {"mediation": Mediation(word=Range.of(0.1), noise=Range.of(1))},
        ),
        "  The mediator has a word with b.",
    ),
    "an issue set aside": (
        *(
            SingleText(),
            {**HARD, "silent": ("low", ""), "weight": 0.8},
            {"mediation": Mediation(aside_after=1)},
        ),
        "  Price is set aside.",
    ),
    "carried on": (Shuttle(), {}, {}, "  a lets the text be carried on."),
    "kept back": (Shuttle(), {}, {"delegations": KEEPS}, "  a does not let the text be carried on."),
    "limits": (SealedPositions(), {}, {}, "  a seals its limits: price: high, mid; route: x."),
    "overlaps": (
        *(SealedPositions(), {"asks": (0.6, 0.6)}, {}),
        "  The sealed limits overlap on nothing; they lie apart on price, route.",
    ),
    "a choice": (ThreeAlternatives(), {}, {}, "  a likes text 3 best."),
    "no choice": (ThreeAlternatives(), {"asks": (1.0, 1.0)}, {}, "  a chooses none."),
    "a second phase": (
        *(Phased(first=("price",), clock=PlainClock(days=9)), {"silent": ("", "x")}, {}),
        "  A deal on the first phase; talks on the rest open, for 9 days.",
    ),
}


@pytest.mark.parametrize("what", TOLD)
def test_it_happens_and_is_told(what):
    protocol, case, setting, line = TOLD[what]
    made, chosen = sides(**case), Setting(id="s", **{**PLAIN, **setting})
    told = [
        say_transcript(play(made, chosen, protocol, run=run), OutcomeSpace(made), chosen) for run in range(8)
    ]
    assert any(line in lines for lines in told), told[0]
