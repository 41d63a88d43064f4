"""Small accords as values: the four wordings in little, with talks and an exchange."""

from fractions import Fraction

from detente.accord.language.plan import (
    Accord,
    Ban,
    Clause,
    Exchange,
    Expiry,
    Obligation,
    Phase,
    Power,
    Reading,
    Side,
    Talks,
    Terms,
    Wording,
)


def clause(name: str, kind: str, **readings: Terms) -> Clause:
    """A clause with these readings, the first one its base."""
    found = tuple(Reading(id=key, label=key, terms=terms) for key, terms in readings.items())
    return Clause(id=name, kind=kind, text=f"The clause {name}.", readings=found)


def ends(*holders: str, when: str, remedy: bool = False, act: str = "declares the talks failed") -> Power:
    """A power of these holders to end phase one."""
    return Power(
        kind="terminate", holders=holders, act=act, phases=("one",), when=when, to="collapse", remedy=remedy
    )


def three(tranches: int = 11, days: int = 42) -> Accord:
    """A frees prisoners in step with B's hostages; four wordings for the end of the phase.

    With 11 tranches and 42 days it has 137,451 to 470,687 situations.
    """
    due = tuple(round(days * (k + 1) / tranches) for k in range(tranches))
    release = Obligation(
        phase="one",
        debtor="b",
        creditor="a",
        act="frees hostages",
        good="hostages",
        quantity=3 * tranches,
        tranches=tranches,
        due=due,
        cure=1,
    )
    free = Obligation(
        phase="one",
        debtor="a",
        creditor="b",
        act="frees prisoners",
        good="prisoners",
        quantity=90 * tranches,
        tranches=tranches,
        due=(days,) * tranches,
        cure=1,
    )
    parties = ("a", "b")
    clauses = (
        clause("release", "obligation", base=release),
        clause("free", "obligation", base=free),
        clause("ratio", "exchange", base=Exchange(first="release", then="free", ratio=Fraction(30), lag=90)),
        clause(
            "talks",
            "talks",
            open=Talks(phase="one", parties=parties, agenda="open", sign_within=1),
            closed=Talks(phase="one", parties=parties, agenda="closed", sign_within=1),
        ),
        clause(
            "expiry",
            "expiry",
            continues=Expiry(phase="one", then="continue"),
            lapses=Expiry(phase="one", then="collapse"),
        ),
        clause(
            "failure",
            "power",
            mediator=ends("m", when="phase-over"),
            either=ends("a", "b", when="phase-over"),
            none=None,
        ),
        clause("truce", "ban", base=Ban(actors=parties, act="attacks")),
        clause("answer-a", "power", base=ends("a", when="breach(b)", remedy=True, act="ends the truce")),
        clause("answer-b", "power", base=ends("b", when="breach(a)", remedy=True, act="ends the truce")),
    )
    return Accord(
        id="three",
        title="An exchange with talks",
        sides=(Side(id="a", name="A"), Side(id="b", name="B"), Side(id="m", name="M", role="mediator")),
        phases=(
            Phase(
                id="one",
                name="Phase one",
                lasts=days,
                next="complete",
                advances_when="signed(talks) and all-performed",
            ),
        ),
        clauses=clauses,
        wordings=(
            Wording(
                id="lapses", label="the truce lapses", readings=(("expiry", "lapses"), ("failure", "none"))
            ),
            Wording(id="either", label="either side may end it", readings=(("failure", "either"),)),
            Wording(id="mediator-open", label="only the mediator may end it", readings=()),
            Wording(id="mediator-closed", label="the same, agenda closed", readings=(("talks", "closed"),)),
        ),
    )
