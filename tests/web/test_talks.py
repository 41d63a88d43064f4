"""How talks may go, in the workbench: simulating, results side by side, one run, a change tried."""

import pytest
from starlette.testclient import TestClient

from web.conftest import Client, finished, opened_case

ASKED = "protocol=single-text&days=20&runs=200&seed=3"
FORM = {"protocol": "single-text", "days": "20", "runs": "200", "seed": "3"}


@pytest.fixture(scope="module")
def canal(client: Client) -> TestClient:
    """A short case with one result."""
    found = client(opened_case("panama-canal-1974"))
    finished(found, found.post("/talks", data=FORM))
    return found


def test_a_result_is_told_with_its_assumptions_marked(canal: TestClient) -> None:
    text = canal.get(f"/talks?{ASKED}").text
    assert "What the runs show" in text
    assert "Every assumption of the setting" in text
    assert 'class="assumed"' in text


def test_results_stand_side_by_side(canal: TestClient) -> None:
    finished(canal, canal.post("/talks", data=FORM | {"seed": "4"}))
    rows = canal.get(f"/talks?{ASKED}").text
    assert rows.count("/talks?protocol=single-text&amp;days=20&amp;runs=200&amp;seed=") == 2


def test_what_was_simulated_is_not_simulated_again(canal: TestClient) -> None:
    assert canal.post("/talks", data=FORM).headers["location"] == f"/talks?{ASKED}"


def test_one_run_is_told_day_by_day(canal: TestClient) -> None:
    text = canal.get(f"/talks/run?{ASKED}&run=2").text
    assert "Run 2 of seed 3" in text
    assert "Day 1" in text
    assert "nothing of this happened" in text


def test_a_change_that_is_tried_stands_beside_the_result_without_it(canal: TestClient) -> None:
    tried = FORM | {"path": "days", "value": "10"}
    where = finished(canal, canal.post("/talks/change", data=tried))
    assert "days=10" in canal.get(where).text


@pytest.mark.parametrize("more", [{"path": "<b>", "value": "1"}, {"path": "days", "value": "<b>"}])
def test_a_change_that_does_not_fit_is_refused_without_repeating_it(
    canal: TestClient, more: dict[str, str]
) -> None:
    answer = canal.post("/talks/change", data=FORM | more)
    assert answer.status_code == 400
    assert "<b>" not in answer.text
    assert "&lt;b" not in answer.text


@pytest.mark.parametrize(
    "asked",
    ["protocol=os:system", "strategy=os:system", "setting=../../etc/passwd", "protocol=phased&first=<b>"],
)
def test_only_names_of_the_lists_are_taken(canal: TestClient, asked: str) -> None:
    answer = canal.get(f"/talks?{asked}")
    assert answer.status_code == 404
    assert "passwd" not in answer.text


@pytest.mark.parametrize("asked", ["runs=5", "runs=10000000", "seed=-1", "days=x", "runs=<b>"])
def test_numbers_out_of_bounds_are_refused(canal: TestClient, asked: str) -> None:
    answer = canal.get(f"/talks?{asked}")
    assert answer.status_code == 422
    assert "<b>" not in answer.text


def test_a_protocol_that_does_not_fit_the_case_ends_its_work_with_a_reason(client: Client) -> None:
    rivers = client(opened_case("two-rivers"))
    began = rivers.post("/talks", data=FORM | {"protocol": "alternating-offers"})
    job = began.headers["location"]
    while not rivers.get(f"/api{job}").json()["over"]:
        pass
    assert "two parties" in rivers.get(job).text


def test_a_result_can_be_read_as_data_once_it_is_there(canal: TestClient) -> None:
    assert canal.get(f"/api/talks?{ASKED}").json()["runs"] == 200
    assert canal.get("/api/talks?runs=300").status_code == 404
