"""The picture of a deal space: every series told apart by shape, its data as a table, its language."""

import pytest

from detente.analysis.ranking import Ranking
from detente.analysis.solutions import SOLUTIONS
from detente.analysis.space import OutcomeSpace
from detente.brief.blocks import Chart, text_of
from detente.brief.charts_of_space import space_chart
from detente.case.library import example


def chart(name: str, **more: str) -> Chart:
    """The picture of a bundled case."""
    case = example(name)
    space = OutcomeSpace(case)
    return space_chart(
        case, Ranking.of(space, draws=8).scatter(60), [ask(space) for ask in SOLUTIONS.values()], **more
    )


def shapes(found: Chart) -> list[str]:
    """The shapes of the series, rings and marks."""
    scale: list[str] = found.spec["layer"][-1]["encoding"]["shape"]["scale"]["range"]
    return scale


def test_the_specification_is_valid_vega_lite() -> None:
    import altair as alt

    assert alt.Chart.from_dict(chart("gaza-2024").spec).to_dict(validate=True)


@pytest.mark.parametrize("name", ["gaza-2024", "panama-canal-1974", "two-rivers"])
def test_no_two_series_share_a_shape(name: str) -> None:
    found = shapes(chart(name))
    assert found
    assert len(set(found)) == len(found)


def test_concepts_that_name_one_place_share_a_mark() -> None:
    heads = [text_of(row.cells[0]) for row in chart("panama-canal-1974").table.rows]
    assert heads[0] == "Egalitarian, Kalai-Smorodinsky, Nash, Utilitarian"


def test_an_empty_zone_is_said_and_not_drawn() -> None:
    found = chart("gaza-2024")
    assert "No package passes at the likely values." in found.description
    assert "passes at the likely values" not in found.svg.replace(found.description, "")


def test_the_picture_names_itself_and_describes_itself() -> None:
    found = chart("panama-canal-1974")
    assert 'aria-labelledby="space-t space-d"' in found.svg
    assert f'<title id="space-t">{found.title}</title>' in found.svg


def test_the_picture_is_told_in_the_language_asked() -> None:
    assert 'direction="ltr"' in chart("panama-canal-1974", language="ar").svg
