"""Charts over days: what is due and possible when, how far each side is exposed, when talks end."""

from collections.abc import Sequence
from dataclasses import dataclass

from detente.brief.blocks import Chart
from detente.brief.charts import (
    WIDTH,
    Told,
    altair,
    broken,
    drawn,
    height_of,
    hues,
    legend,
    rows_axis,
    stand_in,
    values,
)
from detente.languages import say

__all__ = ["Band", "Due", "Share", "Stretch", "bands", "shares", "stretches"]

_DASHES = [[1, 0], [5, 3], [2, 2], [8, 3]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A row that lasts from one day to another; `kind` chooses its colour."""

    label: str
    first: float
    last: float
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A day that stands out in a row."""

    label: str
    day: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Between which values something lies on a day; `who` has a panel of its own, `kind` a colour."""

    who: str
    kind: str
    day: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share on a day with its error bar; `kind` has a line of its own."""

    kind: str
    day: float
    value: float
    low: float
    high: float


def stretches(told: Told, rows: Sequence[Stretch], due: Sequence[Due], *, kinds: Sequence[str]) -> Chart:
    """Rows over days: bars for what lasts, ticks for days that stand out; a row for each label, in order."""
    alt = altair()
    labels = list(dict.fromkeys(row.label for row in rows))
    last = max((row.last for row in rows), default=1.0)
    x = alt.X(
        "first:Q",
        scale=alt.Scale(domain=[0, last + 1], nice=False),
        axis=alt.Axis(title=say("day"), tickCount=8, format="d"),
    )
    data = values(
        {"label": broken(r.label), "first": r.first - 0.5, "last": r.last + 0.5, "kind": r.kind} for r in rows
    )
    layers = [
        alt.Chart(data)
        .mark_bar(height=11, opacity=0.85)
        .encode(
            y=rows_axis(alt, labels),
            x=x,
            x2="last:Q",
            color=alt.Color("kind:N", scale=hues(alt, kinds), legend=legend(alt, kinds)),
        )
    ]
    if due:
        marks = values({"label": broken(one.label), "first": one.day} for one in due)
        layers.append(
            alt.Chart(marks)
            .mark_tick(color=stand_in("ink"), thickness=2, size=17)
            .encode(y=rows_axis(alt, labels), x=x)
        )
    return drawn(told, alt.layer(*layers), height_of(labels, 22))


def bands(told: Told, rows: Sequence[Band], *, axis: str, kinds: Sequence[str]) -> Chart:
    """For each of `who` a panel over days: a band from low to high for each kind, a line at nothing."""
    alt = altair()
    panels = list(dict.fromkeys(row.who for row in rows))
    top = max((max(abs(row.low), abs(row.high)) for row in rows), default=1.0) or 1.0
    drawn_panels = []
    for who in panels:
        own = [row for row in rows if row.who == who]
        data = values({"kind": r.kind, "day": r.day, "low": r.low, "high": r.high} for r in own)
        base = alt.Chart(data).encode(
            x=alt.X(
                "day:Q", scale=alt.Scale(nice=False), axis=alt.Axis(title=say("day"), tickCount=8, format="d")
            ),
            color=alt.Color("kind:N", scale=hues(alt, kinds), legend=legend(alt, kinds)),
        )
        scale = alt.Scale(domain=[-1.05 * top, 1.05 * top], nice=False)
        ends = {
            name: alt.Y(f"{name}:Q", scale=scale, axis=alt.Axis(title=axis, tickCount=5))
            for name in ("low", "high")
        }
        dash = alt.StrokeDash(
            "kind:N", scale=alt.Scale(domain=list(kinds), range=_DASHES[: len(kinds)]), legend=None
        )
        zero = alt.Chart(values([{"zero": 0}])).mark_rule(color=stand_in("ink"))
        layered = alt.layer(
            base.mark_area(opacity=0.25, interpolate="step-after").encode(y=ends["low"], y2="high:Q"),
            base.mark_line(interpolate="step-after", strokeWidth=1.5).encode(y=ends["high"], strokeDash=dash),
            base.mark_line(interpolate="step-after", strokeWidth=1.5).encode(y=ends["low"], strokeDash=dash),
            zero.encode(y="zero:Q"),
        )
        title = alt.TitleParams(text=who, color=stand_in("ink"), anchor="start", fontSize=13)
        drawn_panels.append(layered.properties(title=title, width=WIDTH, height=130))
    if not drawn_panels:
        return drawn(told, alt.Chart(values([])).mark_point(), 20)
    return drawn(told, alt.vconcat(*drawn_panels), 130)


def shares(told: Told, rows: Sequence[Share], *, axis: str, kinds: Sequence[str]) -> Chart:
    """Shares between 0 and 1 over days: a line for each kind with a band for its error."""
    alt = altair()
    data = values(
        {"kind": r.kind, "day": r.day, "value": r.value, "low": max(r.low, 0.0), "high": min(r.high, 1.0)}
        for r in rows
    )
    scale = alt.Scale(domain=[0, 1], nice=False)
    y = {
        name: alt.Y(f"{name}:Q", scale=scale, axis=alt.Axis(title=axis, tickCount=5, format=".0%"))
        for name in ("value", "low")
    }
    base = alt.Chart(data).encode(
        x=alt.X(
            "day:Q", scale=alt.Scale(nice=False), axis=alt.Axis(title=say("day"), tickCount=8, format="d")
        ),
        color=alt.Color("kind:N", scale=hues(alt, kinds), legend=legend(alt, kinds)),
    )
    dash = alt.StrokeDash(
        "kind:N", scale=alt.Scale(domain=list(kinds), range=_DASHES[: len(kinds)]), legend=None
    )
    chart = alt.layer(
        base.mark_area(opacity=0.25).encode(y=y["low"], y2="high:Q"),
        base.mark_line(strokeWidth=2).encode(y=y["value"], strokeDash=dash),
    )
    return drawn(told, chart, 200)
