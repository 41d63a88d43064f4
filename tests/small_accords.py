from fractions import Fraction
from detente.accord.plan import *
from detente.accord.compile import compile_accord, orders
from detente.accord.unfold import unfold
from detente.case.preferences import Range


def three(tranches=11, days=42, two=True):
    R = lambda i, t, **k: Reading(id=i, label=i, terms=t, **k)
    due = tuple(round(days * (k + 1) / tranches) for k in range(tranches))
    cl = [
        Clause(
            id="release",
            kind="obligation",
            text="",
            readings=(
                R(
                    "base",
                    Obligation(
                        phase="one",
                        debtor="b",
                        creditor="a",
                        act="frees hostages",
                        good="hostages",
                        quantity=3 * tranches,
                        tranches=tranches,
                        due=due,
                        cure=1,
                    ),
                ),
            ),
        ),
        Clause(
            id="free",
            kind="obligation",
            text="",
            readings=(
                R(
                    "base",
                    Obligation(
                        phase="one",
                        debtor="a",
                        creditor="b",
                        act="frees prisoners",
                        good="prisoners",
                        quantity=90 * tranches,
                        tranches=tranches,
                        due=(days,) * tranches,
                        cure=1,
                    ),
                ),
            ),
        ),
        Clause(
            id="ratio",
            kind="exchange",
            text="",
            readings=(R("base", Exchange(first="release", then="free", ratio=Fraction(30), lag=90)),),
        ),
        Clause(
            id="talks",
            kind="talks",
            text="",
            readings=(
                R("open", Talks(phase="one", parties=("a", "b"), agenda="open", sign_within=1)),
                R("closed", Talks(phase="one", parties=("a", "b"), agenda="closed", sign_within=1)),
            ),
        ),
        Clause(
            id="expiry",
            kind="expiry",
            text="",
            readings=(
                R("continues", Expiry(phase="one", then="continue")),
                R("lapses", Expiry(phase="one", then="collapse")),
            ),
        ),
        Clause(
            id="failure",
            kind="power",
            text="",
            readings=(
                R(
                    "mediator",
                    Power(
                        kind="certify",
                        holders=("m",),
                        act="certifies failure",
                        phases=("one",),
                        when="phase-over",
                        to="collapse",
                    ),
                ),
                R(
                    "either",
                    Power(
                        kind="terminate",
                        holders=("a", "b"),
                        act="declares failure",
                        phases=("one",),
                        when="phase-over",
                        to="collapse",
                    ),
                ),
                R("none", None),
            ),
        ),
        Clause(id="ban", kind="ban", text="", readings=(R("base", Ban(actors=("a", "b"), act="attacks")),)),
        Clause(
            id="answer-a",
            kind="power",
            text="",
            readings=(
                R(
                    "base",
                    Power(
                        kind="terminate",
                        holders=("a",),
                        act="ends the truce",
                        when="breach(b)",
                        to="collapse",
                        remedy=True,
                    ),
                ),
            ),
        ),
        Clause(
            id="answer-b",
            kind="power",
            text="",
            readings=(
                R(
                    "base",
                    Power(
                        kind="terminate",
                        holders=("b",),
                        act="ends the truce",
                        when="breach(a)",
                        to="collapse",
                        remedy=True,
                    ),
                ),
            ),
        ),
    ]
    W = lambda i, **k: Wording(id=i, label=i, readings=tuple(k.items()))
    return Accord(
        id="three",
        title="",
        sides=(Side(id="a", name="A"), Side(id="b", name="B"), Side(id="m", name="M", role="mediator")),
        phases=(
            Phase(
                id="one",
                name="one",
                lasts=days,
                next="complete",
                advances_when="signed(talks) and all-performed",
            ),
        ),
        clauses=tuple(cl),
        wordings=(
            W("lapses", expiry="lapses", failure="none"),
            W("either", failure="either"),
            W("mediator-open"),
            W("mediator-closed", talks="closed"),
        ),
    )
