"""Citations: a short mark and an anchor for every piece of evidence, and BibTeX for the methods used.

Marks are a letter for the kind and a number in the order of the case: R1 is the first report, S12 the twelfth
statement. Every mark in the brief links to the row that tells it in the section of sources.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from detente.brief.blocks import Span, Words, assumed, link, said, words
from detente.brief.wording import apart, in_turn, tell
from detente.case.model import Case
from detente.case.preferences import Range
from detente.languages import mark

__all__ = ["KINDS", "Evidence", "bibtex", "methods"]

KINDS: tuple[tuple[str, str, str], ...] = (
    ("reports", "R", mark("Reports")),
    ("statements", "S", mark("Statements")),
    ("stances", "P", mark("Positions reported")),
    ("proposals", "T", mark("Proposals")),
    ("events", "E", mark("Events")),
    ("contradictions", "C", mark("Conflicting accounts")),
    ("figures", "F", mark("Figures")),
    ("precedents", "X", mark("Precedents")),
    ("deadlines", "D", mark("Deadlines")),
)
"""The lists of a case that are cited: field, letter of the marks, and title as a message."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The marks of a case: `marks[id]` is the short mark; the anchor is `evidence-` and that mark."""

    marks: Mapping[str, str]
    own: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, case: Case) -> "Evidence":
        """The marks of everything that a number of this case may cite."""
        marks: dict[str, str] = {}
        own: dict[tuple[str, str], str] = {}
        for field, letter, _ in KINDS:
            for number, item in enumerate(getattr(case, field), start=1):
                short = f"{letter}{number}"
                own[field, item.id] = short
                marks.setdefault(item.id, short)
        return cls(marks, own)

    def mark(self, field: str, item: Any) -> str:
        """The mark of an item of one of the lists of the case."""
        return self.own[field, item.id]

    def to(self, name: str) -> Span:
        """The link to one piece of evidence; plain text when the case does not hold it."""
        short = self.marks.get(name)
        return said(name) if short is None else link(short, f"#evidence-{short}")

    def links(self, names: Iterable[str]) -> Words:
        """Links to evidence in brackets, or no words at all."""
        found = [self.to(name) for name in names]
        return words("[", in_turn(found), "]") if found else ()

    def basis(self, number: Range) -> Words:
        """What a number rests on: links to its evidence, the word assumption and why, or both."""
        found: list[str | Span | Words] = []
        if number.evidence:
            found.append(self.links(number.evidence))
        if number.assumption or not number.evidence:
            found.append(self.assumed(number.assumption))
        return apart(found)

    @staticmethod
    def assumed(why: str) -> Words:
        """The word assumption, and why it is made where that is said."""
        return tell("{head}: {text}", head=assumed(), text=said(why)) if why else words(assumed())


_BOOKS: Mapping[str, str] = {
    "banzhaf1965": """@article{banzhaf1965,
  author = {Banzhaf, John F.},
  title = {Weighted Voting Doesn't Work: A Mathematical Analysis},
  journal = {Rutgers Law Review}, volume = {19}, number = {2}, pages = {317--343}, year = {1965}
}""",
    "brams1996": """@book{brams1996,
  author = {Brams, Steven J. and Taylor, Alan D.},
  title = {Fair Division: From Cake-Cutting to Dispute Resolution},
  publisher = {Cambridge University Press}, year = {1996}
}""",
    "harsanyi1955": """@article{harsanyi1955,
  author = {Harsanyi, John C.},
  title = {Cardinal Welfare, Individualistic Ethics, and Interpersonal Comparisons of Utility},
  journal = {Journal of Political Economy}, volume = {63}, number = {4}, pages = {309--321}, year = {1955}
}""",
    "johnson1997": """@article{johnson1997,
  author = {Johnson, David},
  title = {The Triangular Distribution as a Proxy for the Beta Distribution in Risk Analysis},
  journal = {The Statistician}, volume = {46}, number = {3}, pages = {387--398}, year = {1997}
}""",
    "kalai1975": """@article{kalai1975,
  author = {Kalai, Ehud and Smorodinsky, Meir},
  title = {Other Solutions to Nash's Bargaining Problem},
  journal = {Econometrica}, volume = {43}, number = {3}, pages = {513--518}, year = {1975},
  doi = {10.2307/1914280}
}""",
    "kalai1977": """@article{kalai1977,
  author = {Kalai, Ehud},
  title = {Proportional Solutions to Bargaining Situations: Interpersonal Utility Comparisons},
  journal = {Econometrica}, volume = {45}, number = {7}, pages = {1623--1630}, year = {1977},
  doi = {10.2307/1913954}
}""",
    "nash1950": """@article{nash1950,
  author = {Nash, John F.},
  title = {The Bargaining Problem},
  journal = {Econometrica}, volume = {18}, number = {2}, pages = {155--162}, year = {1950},
  doi = {10.2307/1907266}
}""",
    "putnam1988": """@article{putnam1988,
  author = {Putnam, Robert D.},
  title = {Diplomacy and Domestic Politics: The Logic of Two-Level Games},
  journal = {International Organization}, volume = {42}, number = {3}, pages = {427--460}, year = {1988},
  doi = {10.1017/S0020818300027697}
}""",
    "raiffa1982": """@book{raiffa1982,
  author = {Raiffa, Howard},
  title = {The Art and Science of Negotiation},
  publisher = {Harvard University Press}, year = {1982}
}""",
    "saltelli2010": """@article{saltelli2010,
  author = {Saltelli, Andrea and Annoni, Paola and Azzini, Ivano and Campolongo, Francesca and
    Ratto, Marco and Tarantola, Stefano},
  title = {Variance Based Sensitivity Analysis of Model Output. Design and Estimator for the Total
    Sensitivity Index},
  journal = {Computer Physics Communications}, volume = {181}, number = {2}, pages = {259--270}, year = {2010}
}""",
    "sobol1967": """@article{sobol1967,
  author = {Sobol', I. M.},
  title = {On the Distribution of Points in a Cube and the Approximate Evaluation of Integrals},
  journal = {USSR Computational Mathematics and Mathematical Physics},
  volume = {7}, number = {4}, pages = {86--112}, year = {1967}
}""",
}

_USED: Mapping[str, tuple[str, ...]] = {
    "Blockers": ("banzhaf1965",),
    "Bridges": ("raiffa1982",),
    "Division": ("brams1996",),
    "Odds": ("johnson1997", "sobol1967"),
    "Sensitivity": ("saltelli2010",),
    "Trades": ("raiffa1982",),
    "Zone": ("putnam1988",),
    "egalitarian": ("kalai1977",),
    "kalai_smorodinsky": ("kalai1975",),
    "nash": ("nash1950",),
    "utilitarian": ("harsanyi1955",),
}


def methods(findings: Iterable[Any]) -> tuple[str, ...]:
    """The keys of the works that these results rest on, in alphabetical order.

    >>> methods([])
    ()
    """
    keys: set[str] = set()
    for finding in findings:
        for used in (type(finding).__name__, getattr(finding, "concept", "")):
            keys.update(_USED.get(used, ()))
    return tuple(sorted(keys))


def bibtex(keys: Iterable[str]) -> str:
    """The BibTeX entries of these works.

    >>> bibtex(["raiffa1982"]).splitlines()[0]
    '@book{raiffa1982,'
    """
    return "\n\n".join(_BOOKS[key] for key in keys)
