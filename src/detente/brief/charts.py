"""Small charts from plain sequences: a Vega-Lite specification by Altair, drawn as SVG in process.

Colours become CSS variables, so that one picture serves light, dark and print; every mark that differs in
colour differs in shape too. Ids depend on the chart alone. Each chart carries its data as a table.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from importlib import import_module
from textwrap import wrap
from typing import Any

from detente.brief.blocks import Chart, Table, undirected
from detente.languages import retold, spoken
from detente.languages.axes import locale_of_dates, locale_of_numbers

__all__ = [
    "COLOURS",
    "WIDTH",
    "Dot",
    "Mark",
    "Step",
    "Told",
    "altair",
    "bars",
    "broken",
    "dots",
    "drawn",
    "height_of",
    "hues",
    "legend",
    "points",
    "rows_axis",
    "stand_in",
    "steps",
    "strips",
    "values",
]

COLOURS: dict[str, tuple[str, str]] = {
    "ink": ("#101011", "#1d2328"),
    "soft": ("#101012", "#5a646d"),
    "line": ("#101013", "#d9dee2"),
    "accent": ("#101014", "#0b5c8a"),
    "second": ("#101015", "#b3541e"),
    "third": ("#101016", "#1b7a5a"),
    "fourth": ("#101017", "#8a4f7d"),
}
"""Name of the CSS variable: the stand-in used while drawing, and the colour where no style sheet applies."""

_HUES = ("accent", "second", "third", "fourth")
_SHAPES = ("circle", "square", "triangle-up", "diamond")
WIDTH = 430
_LABEL = 28
_UNDRAWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A value with its error: one row of a dot-and-whisker chart. `kind` chooses shape and colour."""

    label: str
    value: float
    low: float
    high: float
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A named point."""

    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A figure at a day: `who` says so; figures of different sources are never joined."""

    who: str
    day: dt.date
    value: float
    label: str


def dots(
    told: "Told", rows: Sequence[Dot], *, axis: str, kinds: Sequence[str] = (), whole: bool = True
) -> Chart:
    """Values between 0 and 1 with their error bars, one row each, the first on top.

    With `whole` the axis runs to 1, else to the next round share above the largest value.
    """
    alt = altair()

    data = values(
        {
            "label": broken(row.label),
            "value": row.value,
            "low": max(row.low, 0),
            "high": min(row.high, 1),
            "kind": row.kind,
        }
        for row in rows
    )
    names = list(kinds) or sorted({row.kind for row in rows})
    offset = {"yOffset": alt.YOffset("kind:N", sort=names)} if len(names) > 1 else {}
    base = alt.Chart(data).encode(y=rows_axis(alt, [row.label for row in rows]), **offset)
    colour = alt.Color("kind:N", scale=hues(alt, names), legend=legend(alt, names))
    shape = alt.Shape("kind:N", scale=alt.Scale(domain=names, range=list(_SHAPES[: len(names)])))
    top = 1.0 if whole else _top(rows)
    x = alt.X(
        "value:Q", scale=alt.Scale(domain=[0, top]), axis=alt.Axis(format=".0%", title=axis, tickCount=5)
    )
    chart = alt.layer(
        base.mark_rule(strokeWidth=2, opacity=0.55).encode(x=alt.X("low:Q"), x2="high:Q", color=colour),
        base.mark_point(filled=True, size=70, opacity=1).encode(x=x, color=colour, shape=shape),
    )
    return drawn(told, chart, height_of([row.label for row in rows], 24 if len(names) > 1 else 20))


def bars(told: "Told", rows: Sequence[Dot], *, axis: str) -> Chart:
    """Shares between 0 and 1 as bars, with a whisker where there is an error."""
    alt = altair()

    data = values(
        {
            "label": broken(row.label),
            "value": row.value,
            "low": max(row.low, 0),
            "high": min(row.high, 1),
            "uncertain": row.high > row.low,
        }
        for row in rows
    )
    base = alt.Chart(data).encode(y=rows_axis(alt, [row.label for row in rows]))
    x = alt.X("value:Q", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".0%", title=axis, tickCount=5))
    chart = alt.layer(
        base.mark_bar(height=11, color=stand_in("accent")).encode(x=x),
        base.mark_rule(strokeWidth=2, color=stand_in("ink"))
        .encode(x=alt.X("low:Q"), x2="high:Q")
        .transform_filter("datum.uncertain"),
    )
    return drawn(told, chart, height_of([row.label for row in rows], 20))


def points(
    told: "Told",
    line: Sequence[tuple[float, float]],
    marks: Sequence[Mark],
    *,
    axes: tuple[str, str],
    floor: tuple[float, float],
) -> Chart:
    """The frontier of two actors as small dots, named packages as larger ones, no deal as two thin lines."""
    alt = altair()

    every = [*line, floor, *((mark.x, mark.y) for mark in marks)]
    domains = [_domain([point[k] for point in every]) for k in (0, 1)]
    x = alt.X(
        "x:Q", scale=alt.Scale(domain=domains[0], nice=False), axis=alt.Axis(title=axes[0], tickCount=5)
    )
    y = alt.Y(
        "y:Q", scale=alt.Scale(domain=domains[1], nice=False), axis=alt.Axis(title=axes[1], tickCount=5)
    )
    front = alt.Chart(values({"x": px, "y": py} for px, py in line))
    names = [mark.name for mark in marks]
    named = alt.Chart(values({"x": m.x, "y": m.y, "name": m.name} for m in marks))
    rule = {"strokeDash": [4, 3], "color": stand_in("soft")}
    layers = [
        alt.Chart(values([{"x": floor[0]}])).mark_rule(**rule).encode(x=x),
        alt.Chart(values([{"y": floor[1]}])).mark_rule(**rule).encode(y=y),
        front.mark_point(filled=True, size=18, color=stand_in("soft"), opacity=0.7).encode(x=x, y=y),
    ]
    if marks:
        layers.append(
            named.mark_point(filled=True, size=120, opacity=1).encode(
                x=x,
                y=y,
                color=alt.Color("name:N", scale=hues(alt, names), legend=legend(alt, names)),
                shape=alt.Shape("name:N", scale=_shapes(alt, names)),
            )
        )
    return drawn(told, alt.layer(*layers), 340)


def strips(told: "Told", rows: Sequence[tuple[str, str, float]], *, axis: str, names: Sequence[str]) -> Chart:
    """What each actor gets from each named package: a row an actor, a mark a package."""
    alt = altair()

    data = values({"label": broken(a), "name": n, "value": v} for a, n, v in rows)
    labels = list(dict.fromkeys(a for a, _, _ in rows))
    chart = (
        alt.Chart(data)
        .mark_point(filled=True, size=80, opacity=1)
        .encode(
            y=rows_axis(alt, labels),
            yOffset=alt.YOffset("name:N", sort=list(names)),
            x=alt.X("value:Q", axis=alt.Axis(title=axis, tickCount=5, format=".0%")),
            color=alt.Color("name:N", scale=hues(alt, names), legend=legend(alt, names)),
            shape=alt.Shape("name:N", scale=_shapes(alt, names)),
        )
    )
    return drawn(told, chart, height_of(labels, 34))


def steps(told: "Told", rows: Sequence[Step], *, axis: str) -> Chart:
    """Figures over time, a line for each source; each dot carries its number."""
    alt = altair()

    names = list(dict.fromkeys(row.who for row in rows))
    before: dict[str, float] = {}
    shown = []
    for row in sorted(rows, key=lambda step: step.day):
        falls = row.value < before.get(row.who, row.value)
        before[row.who] = row.value
        day = row.day.isoformat()
        shown.append({"who": row.who, "day": day, "value": row.value, "label": row.label, "falls": falls})
    data = values(shown)
    x = alt.X(
        "day:T",
        scale=alt.Scale(padding=42),
        axis=alt.Axis(title=None, format="%b %Y", tickCount=5, labelOverlap=True),
    )
    top = 1.2 * max((row.value for row in rows), default=1.0)
    scale = alt.Scale(domain=[0, top], nice=False)
    y = alt.Y("value:Q", scale=scale, axis=alt.Axis(title=axis, tickCount=4, format=",.0f", titlePadding=14))
    colour = alt.Color("who:N", scale=hues(alt, names), legend=legend(alt, names))
    base = alt.Chart(data).encode(x=x, y=y)
    chart = alt.layer(
        base.mark_line(interpolate="step-after", strokeWidth=1.5, opacity=0.6).encode(color=colour),
        base.mark_point(filled=True, size=70, opacity=1).encode(
            color=colour, shape=alt.Shape("who:N", scale=_shapes(alt, names))
        ),
        *(
            base.mark_text(dy=dy, color=stand_in("ink"), fontSize=11)
            .encode(text="label:N")
            .transform_filter(f"{sign}datum.falls")
            for dy, sign in ((-13, "!"), (17, ""))
        ),
    )
    return drawn(told, chart, 150)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What every chart says beside its picture: id, title, description, and the data as a table."""

    id: str
    title: str
    description: str
    table: Table


def drawn(told: Told, chart: Any, height: float) -> Chart:
    """The chart with the common look, as a specification and as SVG."""
    ink, soft, line = (stand_in(name) for name in ("ink", "soft", "line"))
    axis = {"labelColor": ink, "titleColor": soft, "gridColor": line, "domainColor": line, "tickColor": line}
    legend_look = {"labelColor": ink, "labelFontSize": 12, "titleColor": soft, "titleFontWeight": "normal"}
    look = {
        "axis": {**axis, "labelFontSize": 12, "titleFontSize": 12},
        "axisY": {"labelLimit": 260, "titleFontWeight": "normal"},
        "axisX": {"titleFontWeight": "normal"},
        "view": {"stroke": None},
        "background": "transparent",
        "font": "system-ui, sans-serif",
        "legend": {**legend_look, "labelLimit": 320, "symbolOpacity": 1},
        "padding": {"left": 40, "right": 30, "top": 6, "bottom": 6},
    }
    spec: dict[str, Any] = chart.properties(width=WIDTH, height=height).to_dict(validate=False)
    spec["config"] = look
    svg = import_module("vl_convert").vegalite_to_svg(
        _drawable(spec), format_locale=locale_of_numbers(), time_format_locale=locale_of_dates()
    )
    told = replace(
        told, title=undirected(retold(told.title)), description=undirected(retold(told.description))
    )
    return Chart(
        id=told.id,
        title=told.title,
        description=told.description,
        table=told.table,
        svg=_dressed(undirected(svg), told),
        spec=spec,
    )


def _drawable(part: Any) -> Any:
    """A part of a specification without the characters that no SVG may hold: drawing them would fail."""
    if isinstance(part, str):
        return _UNDRAWN.sub("\ufffd", part)
    if isinstance(part, dict):
        return {_drawable(key): _drawable(value) for key, value in part.items()}
    return [_drawable(value) for value in part] if isinstance(part, list) else part


def _dressed(svg: str, told: Told) -> str:
    """The SVG with title, description, ids of its own and CSS variables for its colours.

    In a page that runs from right to left a chart still runs from left to right; its labels do not.
    """
    svg = re.sub(r' (?:aria-[a-z]+|role|class|xmlns:xlink|pointer-events)="[^"]*"', "", svg)
    svg = re.sub(r'<path[^>]* d="(?:M0,0h0v0h0Z)?"[^>]*/>', "", svg)
    svg = re.sub(r' font-family="[^"]*"', "", svg)
    svg = re.sub(r'(id="|url\(#)(clip|gradient)_?', rf"\g<1>{told.id}-\g<2>", svg)
    for name, (stand_in, plain) in COLOURS.items():
        svg = svg.replace(stand_in, f"var(--{name}, {plain})")
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg)
    width = float(size[1]) if size else WIDTH
    height = float(size[2]) if size else 0.0
    across = ""
    if spoken().direction == "rtl":
        across = ' direction="ltr"'
        svg = svg.replace("<text ", '<text unicode-bidi="plaintext" ')
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img"{across}'
        f' aria-labelledby="{told.id}-t {told.id}-d" font-family="system-ui, sans-serif" overflow="visible"'
        f' viewBox="0 0 {width:g} {height:g}" width="{width:g}">'
        f'<title id="{told.id}-t">{escape(told.title)}</title>'
        f'<desc id="{told.id}-d">{escape(told.description)}</desc>'
    )
    return re.sub(r"^<svg[^>]*>", lambda _: head, svg, count=1)


def values(rows: Iterable[dict[str, Any]]) -> Any:
    """Rows as the data of a chart."""
    return altair().Data(values=list(rows))


def altair() -> Any:
    """The chart library, imported when the first chart is drawn."""
    return import_module("altair")


def stand_in(name: str) -> str:
    """The stand-in of a colour while a chart is drawn."""
    return COLOURS[name][0]


def broken(label: str) -> str:
    """A label on as many lines as it needs, in the language spoken where it was worded."""
    label = retold(label)
    return "\n".join(wrap(label, _LABEL)) or label


def rows_axis(alt: Any, labels: Sequence[str]) -> Any:
    """The axis of a chart with a row for each label, in the order given."""
    order = list(dict.fromkeys(broken(label) for label in labels))
    axis = alt.Axis(
        title=None,
        labelExpr="split(datum.label, '\\n')",
        ticks=False,
        domain=False,
        grid=False,
        labelPadding=8,
    )
    return alt.Y("label:N", sort=order, axis=axis)


def height_of(labels: Sequence[str], least: int) -> float:
    """The height that rows with these labels need."""
    rows = [max(len(broken(label).split("\n")) * 15 + 8, least) for label in dict.fromkeys(labels)]
    return max(rows, default=least) * len(rows)


def hues(alt: Any, names: Sequence[str]) -> Any:
    """A colour for each name."""
    return alt.Scale(domain=list(names), range=[stand_in(_HUES[k % 4]) for k in range(len(names))])


def _shapes(alt: Any, names: Sequence[str]) -> Any:
    return alt.Scale(domain=list(names), range=[_SHAPES[k % 4] for k in range(len(names))])


def legend(alt: Any, names: Sequence[str]) -> Any:
    """The legend above a chart; None for a single name."""
    if len(names) < 2:
        return None
    return alt.Legend(title=None, orient="top", direction="horizontal", columns=2, symbolSize=80)


def _top(rows: Sequence[Dot]) -> float:
    """The round share at which an axis ends."""
    largest = max((row.high for row in rows), default=1.0)
    return next((top for top in (0.05, 0.1, 0.2, 0.3, 0.5) if largest <= top), 1.0)


def _domain(values: Sequence[float]) -> list[float]:
    low, high = min(values), max(values)
    room = 0.06 * (high - low) or 0.1
    return [low - room, high + room]
