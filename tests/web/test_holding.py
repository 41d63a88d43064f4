"""Would it hold, in the workbench: choosing an accord, working it out, its parts, a play both ways."""

import pytest
from starlette.testclient import TestClient

from web.conftest import Client, finished, opened_case

ASKED = "/holding?accord=prisoner-exchange"


@pytest.fixture(scope="module")
def exchange(client: Client) -> TestClient:
    """A short accord that is open beside a case, worked out."""
    found = client(opened_case("two-rivers", accord="prisoner-exchange"))
    began = found.post("/holding", data={"accord": "prisoner-exchange"})
    finished(found, began)
    return found


def test_a_case_without_an_accord_explains_how_to_make_one(client: Client) -> None:
    text = client(opened_case("panama-canal-1974")).get("/holding").text
    assert "detente accord new" in text
    assert "case: panama-canal-1974" in text


def test_nothing_is_told_before_it_is_worked_out(client: Client) -> None:
    text = client(opened_case("two-rivers", accord="prisoner-exchange")).get(ASKED).text
    assert "Nothing is worked out" in text
    assert "By which clause" not in text


def test_an_accord_that_is_worked_out_tells_every_part(exchange: TestClient) -> None:
    text = exchange.get(ASKED).text
    for part in ("powers", "plays", "days", "text", "exposure", "keeping", "hazards", "assumes"):
        assert f'id="part-{part}"' in text


def test_a_wording_under_which_one_party_can_end_it_names_the_clause(exchange: TestClient) -> None:
    text = exchange.get(f"{ASKED}&part=powers").text
    table = text[text.index('id="clauses"') :]
    row = table[table.index("Over after twenty days") :]
    assert "expiry" in row[: row.index("</tr>")]


def test_one_part_can_be_shown_alone(exchange: TestClient) -> None:
    text = exchange.get(f"{ASKED}&part=keeping").text
    assert "Smallest bond that removes the gain" in text
    assert 'id="part-plays"' not in text


def test_what_stands_on_the_page_of_assumptions_is_linked_there(exchange: TestClient) -> None:
    assert 'href="/assumptions#assumptions"' in exchange.get(ASKED).text


def test_a_play_is_told_both_ways(exchange: TestClient) -> None:
    asked = "/holding/play?accord=prisoner-exchange&wording=twenty-days&question=collapse&who=south"
    text = exchange.get(asked).text
    assert "A play that does it" in text
    assert "How the others hold it" in text
    assert text.index("A play that does it") < text.index("The other way, under another wording")


def test_work_that_is_done_is_not_begun_again(exchange: TestClient) -> None:
    again = exchange.post("/holding", data={"accord": "prisoner-exchange"})
    assert again.headers["location"].startswith("/holding?")


@pytest.mark.parametrize(
    "asked",
    [
        "/holding?accord=<script>",
        f"{ASKED}&wording=<script>",
        "/holding/play?accord=prisoner-exchange&who=<script>",
        "/holding/play?accord=prisoner-exchange&who=north&question=<script>",
    ],
)
def test_an_unknown_name_is_refused_without_repeating_it(exchange: TestClient, asked: str) -> None:
    answer = exchange.get(asked)
    assert answer.status_code == 404
    assert "script>" not in answer.text.replace("<script src", "").replace("</script>", "")


def test_the_answer_as_data_is_that_of_the_command(exchange: TestClient) -> None:
    found = exchange.get("/api/holding?accord=prisoner-exchange&wording=twenty-days").json()
    assert set(found) == {"powers", "form", "phases"}
    assert found["powers"]["wording"] == "twenty-days"
