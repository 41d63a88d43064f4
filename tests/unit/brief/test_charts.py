"""Charts: what is drawn is what was given, with stable ids, safe text and no colour of its own."""

import datetime as dt
import re

import pytest

from detente.brief.blocks import Chart, Column, Row, Table, words
from detente.brief.charts import Dot, Mark, Step, Told, bars, dots, points, steps, strips

TABLE = Table(caption=words("c"), columns=(Column(title=words("x")),), rows=(Row(cells=(words("1"),)),))


def told(name: str = "c") -> Told:
    return Told(id=name, title='A & B <i>"x"', description="What it <b>shows", table=TABLE)


def every() -> list[Chart]:
    rows = [Dot(label="<b>מועצה", value=0.4, low=0.3, high=0.5), Dot(label="A", value=1, low=1, high=1)]
    days = [Step(who="one", day=dt.date(2031, m, 1), value=10.0 * m, label=str(10 * m)) for m in (1, 2, 3)]
    marks = [Mark(name="Nash", x=0.5, y=0.6)]
    return [
        dots(told("d"), rows, axis="odds"),
        bars(told("b"), rows, axis="share"),
        points(told("p"), [(0.1, 0.9), (0.5, 0.6)], marks, axes=("A", "B"), floor=(0.2, 0.3)),
        strips(told("s"), [("A", "Nash", 0.3), ("B", "Nash", 0.1)], axis="gain", names=["Nash"]),
        steps(told("t"), days, axis="people"),
    ]


@pytest.fixture(scope="module")
def charts() -> list[Chart]:
    return every()


def test_text_is_escaped(charts: list[Chart]) -> None:
    for chart in charts:
        assert "<b>" not in chart.svg
        assert "<i>" not in chart.svg
        assert "A &amp; B &lt;i&gt;" in chart.svg


def test_ids_carry_the_name_of_the_chart(charts: list[Chart]) -> None:
    for chart in charts:
        ids = re.findall(r'\bid="([^"]+)"', chart.svg)
        assert len(ids) == len(set(ids)) >= 2
        assert all(name.startswith(f"{chart.id}-") for name in ids)


def test_every_colour_is_a_variable_with_a_fallback(charts: list[Chart]) -> None:
    for chart in charts:
        colours = set(re.findall(r'(?:fill|stroke)="(#[^"]+)"', chart.svg))
        assert colours == set()
        assert "var(--accent, #0b5c8a)" in chart.svg


def test_equal_data_draws_equal_pictures(charts: list[Chart]) -> None:
    assert [chart.svg for chart in every()] == [chart.svg for chart in charts]


def test_an_empty_figure_still_draws() -> None:
    assert dots(told(), [], axis="odds").svg.startswith("<svg")


def test_the_specification_holds_the_data(charts: list[Chart]) -> None:
    values = charts[0].spec["data"]["values"] if "data" in charts[0].spec else charts[0].spec["layer"]
    assert "0.4" in str(values)


def test_every_specification_is_valid_vega_lite(charts: list[Chart]) -> None:
    import altair as alt

    for chart in charts:
        assert alt.Chart.from_dict(chart.spec).to_dict(validate=True)
