"""The deal space as a picture: packages by their likely worth to two parties, their odds as shade.

Every series has a shape of its own beside its colour; the packages of most interest stand in a table.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from detente.analysis.picture import Scatter
from detente.analysis.results import Chance
from detente.analysis.solutions import Solution
from detente.brief.blocks import Chart, Column, Row, Table, name, number, text_of, undirected, words
from detente.brief.charts import Told, altair, drawn, stand_in, values
from detente.brief.phrases import chance, decimal
from detente.brief.sections.zone import CONCEPTS
from detente.brief.wording import in_turn, tell, tell_as
from detente.case.model import Case
from detente.languages import say, speaking

__all__ = ["space_chart"]

_HUES = ("second", "fourth", "accent", "ink")
_SHAPES = ("square", "triangle-up", "triangle-down", "triangle-right")
_ROWS = 60
_WORDS = 28

_Mark = tuple[str, float, float, int]
"""What is written, where it stands, and the number of the package."""


def space_chart(
    case: Case, scatter: Scatter, solutions: Iterable[Solution | None] = (), *, language: str = "en"
) -> Chart:
    """The picture of a deal space in the plane of two parties, with the packages that concepts name.

    The shade of a package is its odds; rings mark those that pass at the likely values, those efficient for
    the two and those with the best odds. Concepts that name packages at one place share a mark. The table
    holds the named packages, then up to 60 of those with a ring, best odds first.

    >>> from detente.analysis.ranking import Ranking
    >>> from detente.analysis.space import OutcomeSpace
    >>> from detente.case.library import example
    >>> case = example("panama-canal-1974")
    >>> space_chart(case, Ranking.of(OutcomeSpace(case), draws=8).scatter(50)).title
    'The deal space of Panama and United States'
    """
    with speaking(language):
        sides = tuple(undirected(case.named(one)) for one in scatter.principals)
        marks = _named(scatter, [found for found in solutions if found is not None])
        parties = [case.named(one) for one in scatter.parties]
        told = Told(
            id="space",
            title=say("The deal space of {first} and {second}", first=parties[0], second=parties[1]),
            description=_description(sides[0], sides[1], zone=bool(scatter.zone.any())),
            table=_table(case, scatter, marks),
        )
        return drawn(told, _layers(scatter, marks, sides), 380)


def _named(scatter: Scatter, solutions: Sequence[Solution]) -> list[_Mark]:
    """The marks of concepts by name."""
    places: dict[tuple[float, float], list[str]] = {}
    packages: dict[tuple[float, float], int] = {}
    for found in sorted(solutions, key=lambda one: one.concept):
        worth = dict(found.offer.utilities)
        place = (worth[scatter.principals[0]], worth[scatter.principals[1]])
        told = say(CONCEPTS[found.concept][0]) if found.concept in CONCEPTS else found.concept
        places.setdefault(place, []).append(told)
        packages.setdefault(place, found.offer.number)
    return [(text_of(in_turn(names)), *place, packages[place]) for place, names in places.items()]


def _layers(scatter: Scatter, marks: Sequence[_Mark], sides: tuple[str, ...]) -> Any:
    """Packages under rings under named marks, over the two lines of no deal."""
    alt = altair()

    x = _axis(alt, "x:Q", scatter, sides[0], [mark[1] for mark in marks])
    y = _axis(alt, "y:Q", scatter, sides[1], [mark[2] for mark in marks])
    rule = {"strokeDash": [4, 3], "color": stand_in("soft")}
    floor = scatter.reservations
    dots = zip(scatter.x.tolist(), scatter.y.tolist(), scatter.odds.tolist(), strict=True)
    packages = alt.Chart(values({"x": px, "y": py, "odds": odds} for px, py, odds in dots))
    rings = _rings(scatter)
    base = _series(alt, rings, marks)
    ringed = values({"x": px, "y": py, "what": told} for told, *_, places in rings for px, py in places)
    named = values({"x": px, "y": py, "what": told} for told, px, py, _ in marks)
    return alt.layer(
        alt.Chart(values([{"x": floor[0]}])).mark_rule(**rule).encode(x=x),
        alt.Chart(values([{"y": floor[1]}])).mark_rule(**rule).encode(y=y),
        packages.mark_point(filled=True, size=30, color=stand_in("accent")).encode(
            x=x, y=y, opacity=_shade(alt, scatter)
        ),
        alt.Chart(ringed)
        .mark_point(filled=False, size=85, opacity=1, strokeWidth=1.4)
        .encode(x=x, y=y, **base),
        alt.Chart(named).mark_point(filled=True, size=150, opacity=1).encode(x=x, y=y, **base),
    )


def _rings(scatter: Scatter) -> list[tuple[str, str, str, list[tuple[float, float]]]]:
    """The rings that the picture has: name, shape, colour, and where they are."""
    found = (
        (say("passes at the likely values"), "circle", "third", scatter.zone),
        (say("efficient for the two"), "diamond", "soft", scatter.frontier),
        (say("among the best odds"), "cross", "ink", scatter.best),
    )
    return [
        (told, shape, hue, list(zip(scatter.x[which].tolist(), scatter.y[which].tolist(), strict=True)))
        for told, shape, hue, which in found
        if which.any()
    ]


def _series(alt: Any, rings: Sequence[tuple[Any, ...]], marks: Sequence[_Mark]) -> dict[str, Any]:
    """The shape and the colour of every ring and mark, with one legend above."""
    names = [*(ring[0] for ring in rings), *(mark[0] for mark in marks)]
    shapes = [*(ring[1] for ring in rings), *(_SHAPES[k % 4] for k in range(len(marks)))]
    hues = [*(ring[2] for ring in rings), *(_HUES[k % 4] for k in range(len(marks)))]
    columns = 2 if max(map(len, names), default=0) <= _WORDS else 1
    legend = alt.Legend(title=None, orient="top", direction="horizontal", columns=columns, symbolSize=90)
    colours = [stand_in(hue) for hue in hues]
    return {
        "color": alt.Color("what:N", scale=alt.Scale(domain=names, range=colours), legend=legend),
        "shape": alt.Shape("what:N", scale=alt.Scale(domain=names, range=shapes), legend=legend),
    }


def _shade(alt: Any, scatter: Scatter) -> Any:
    """The odds as strength of colour, from none to the best of the picture."""
    top = max(scatter.odds.tolist(), default=0.0) or 1.0
    legend = alt.Legend(
        title=say("odds"), orient="bottom", titleOrient="left", format=".0%", values=[0, top / 2, top]
    )
    return alt.Opacity("odds:Q", scale=alt.Scale(domain=[0, top], range=[0.16, 1.0]), legend=legend)


def _axis(alt: Any, field: str, scatter: Scatter, actor: str, more: Sequence[float]) -> Any:
    """An axis that holds every package, no deal and the named packages."""
    across = field.startswith("x")
    found = [*(scatter.x if across else scatter.y).tolist(), scatter.reservations[0 if across else 1], *more]
    low, high = min(found), max(found)
    room = 0.05 * (high - low) or 0.1
    scale = alt.Scale(domain=[low - room, high + room], nice=False)
    axis = alt.Axis(title=say("worth to {actor}", actor=actor), tickCount=5)
    return (alt.X if across else alt.Y)(field, scale=scale, axis=axis)


def _description(first: str, second: str, *, zone: bool) -> str:
    text = say(
        "Each dot is a package: further right is better for {first}, further up for {second}; the stronger "
        "its colour, the better its odds. The dashed lines are what no deal is worth to each; above and to "
        "the right of both a package is better than no deal for both.",
        first=first,
        second=second,
    )
    if zone:
        return text
    none = say("No package passes at the likely values.")
    return say("{text} {more}", text=text, more=none)


def _table(case: Case, scatter: Scatter, marks: Sequence[_Mark]) -> Table:
    rows = [
        Row(cells=(words(told), words(decimal(x)), words(decimal(y)), _odds(scatter, package)))
        for told, x, y, package in marks
    ]
    ringed = (scatter.zone | scatter.frontier | scatter.best).nonzero()[0].tolist()
    ringed.sort(key=lambda place: (-float(scatter.odds[place]), scatter.numbers[place]))
    for place in ringed[:_ROWS]:
        told = tell("Package {number}", number=number(f"{scatter.numbers[place]}", scatter.numbers[place]))
        worth = (float(scatter.x[place]), float(scatter.y[place]))
        cells = (told, *(words(decimal(part)) for part in worth), words(_share(scatter, place)))
        rows.append(Row(cells=cells))
    columns = (
        Column(title=tell("Package")),
        *(
            Column(title=tell("Worth to {actor}", actor=name(case.named(one))), numeric=True)
            for one in scatter.principals
        ),
        Column(title=tell_as("head of a column", "Odds"), numeric=True),
    )
    caption = tell("Packages of the picture: those that rules name, then those with a ring, best odds first")
    return Table(caption=caption, columns=columns, rows=tuple(rows))


def _odds(scatter: Scatter, package: int) -> Any:
    """The odds of a named package where the picture holds it."""
    if package in scatter.numbers:
        return words(_share(scatter, scatter.numbers.index(package)))
    return words("\u2013")


def _share(scatter: Scatter, place: int) -> Any:
    return chance(Chance(share=float(scatter.odds[place]), error=0.0))
