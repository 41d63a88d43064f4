"""Would it hold, in the workbench: choosing an accord, working it out, its parts, a play both ways."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from web.conftest import Client, finished, opened_case

ASKED = "/holding?accord=two-rivers-accord"


@pytest.fixture(scope="module")
def rivers(client: Client) -> Iterator[TestClient]:
    """Two rivers, its accord worked out."""
    found = client(opened_case("two-rivers"))
    began = found.post("/holding", data={"accord": "two-rivers-accord"})
    finished(found, began)
    yield found


def test_a_case_without_an_accord_explains_how_to_make_one(client: Client) -> None:
    text = client(opened_case("panama-canal-1974")).get("/holding").text
    assert "detente accord new" in text
    assert "case: panama-canal-1974" in text


def test_nothing_is_told_before_it_is_worked_out(client: Client) -> None:
    text = client(opened_case("two-rivers")).get(ASKED).text
    assert "Nothing is worked out" in text
    assert "By which clause" not in text


def test_an_accord_that_is_worked_out_tells_every_part(rivers: TestClient) -> None:
    text = rivers.get(ASKED).text
    for part in ("powers", "plays", "days", "text", "exposure", "keeping", "hazards", "assumes"):
        assert f'id="part-{part}"' in text


def test_a_wording_under_which_one_party_can_end_it_names_the_clause(rivers: TestClient) -> None:
    text = rivers.get(f"{ASKED}&part=powers").text
    table = text[text.index('id="clauses"') :]
    row = table[table.index("decides by share of the water") :]
    assert "council" in row[: row.index("</tr>")]


def test_one_part_can_be_shown_alone(rivers: TestClient) -> None:
    text = rivers.get(f"{ASKED}&part=keeping").text
    assert "Smallest bond that removes the gain" in text
    assert 'id="part-plays"' not in text


def test_what_stands_on_the_page_of_assumptions_is_linked_there(rivers: TestClient) -> None:
    assert 'href="/assumptions#assumptions"' in rivers.get(ASKED).text


def test_a_play_is_told_both_ways(rivers: TestClient) -> None:
    asked = "/holding/play?accord=two-rivers-accord&wording=by-share&question=collapse&who=upland"
    text = rivers.get(asked).text
    assert "A play that does it" in text
    assert "How the others hold it" in text
    assert text.index("A play that does it") < text.index("The other way, under another wording")


def test_work_that_is_done_is_not_begun_again(rivers: TestClient) -> None:
    again = rivers.post("/holding", data={"accord": "two-rivers-accord"})
    assert again.headers["location"].startswith("/holding?")


@pytest.mark.parametrize(
    "asked",
    [
        "/holding?accord=<script>",
        f"{ASKED}&wording=<script>",
        "/holding/play?accord=two-rivers-accord&who=<script>",
        "/holding/play?accord=two-rivers-accord&who=delta&question=<script>",
    ],
)
def test_an_unknown_name_is_refused_without_repeating_it(rivers: TestClient, asked: str) -> None:
    answer = rivers.get(asked)
    assert answer.status_code == 404
    assert "script>" not in answer.text.replace("<script src", "").replace("</script>", "")


def test_the_answer_as_data_is_that_of_the_command(rivers: TestClient) -> None:
    found = rivers.get("/api/holding?accord=two-rivers-accord&wording=by-share").json()
    assert set(found) == {"powers", "form", "phases"}
    assert found["powers"]["wording"] == "by-share"
