"""The deal space in the workbench: its picture, who would pass how much, bridges ranked anew, packages."""

import re
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from starlette.testclient import TestClient

import detente as dt
from detente.web.failures import RefusedError
from detente.web.panels.space import address_of, controls_of, moved_of
from web.conftest import Client, opened_case

PATH = "preferences.delta-president.reservation"
CANARY = "<b>canary</b>"
PARTIAL = {"hx-request": "true", "hx-request-type": "partial"}


@pytest.fixture(scope="module")
def rivers(client: Client) -> TestClient:
    """Two rivers: six parties, many uncertain numbers."""
    return client(opened_case("two-rivers"))


@pytest.fixture(scope="module")
def canal(client: Client) -> TestClient:
    """The Panama canal: two parties, no uncertain number."""
    return client(opened_case("panama-canal-1974"))


@pytest.fixture(scope="module")
def ranking() -> dt.Ranking:
    """The ranking that the workbench should show."""
    return dt.Ranking.of(dt.OutcomeSpace(dt.example("two-rivers")), draws=500)


def numbers(ranking: dt.Ranking) -> list[dict[str, object]]:
    """The sliders of a ranking as the workbench keeps them."""
    return [{name: getattr(s, name) for name in s.__slots__} for s in ranking.sliders()]


def test_the_picture_has_a_title_a_description_and_a_table(canal: TestClient) -> None:
    text = canal.get("/space").text
    picture = text[text.index("<svg xmlns") :]
    assert 'role="img"' in picture[:400]
    assert '<title id="space-t">The deal space of Panama and United States</title>' in picture
    assert '<desc id="space-d">Each dot is a package' in picture
    table = text[text.index("points-caption") :]
    assert "Nash" in table
    assert "passes at the likely values" in table


def test_the_two_parties_can_be_chosen(rivers: TestClient) -> None:
    text = rivers.get("/space?one=upland&other=forest").text
    names = {p.id: p.name for p in dt.example("two-rivers").parties}
    assert f"The deal space of {names['upland']} and {names['forest']}" in unescape(text)


def test_by_default_they_are_the_first_two_by_name(rivers: TestClient) -> None:
    names = sorted(p.name for p in dt.example("two-rivers").parties)
    assert f"The deal space of {names[0]} and {names[1]}" in unescape(rivers.get("/space").text)


def test_parties_stand_in_alphabetical_order(rivers: TestClient) -> None:
    text = rivers.get("/space").text
    names = sorted(p.name for p in dt.example("two-rivers").parties)
    sets = text[text.index('id="sets"') :]
    rows = re.findall(r'<tr class="party"><th scope="row"><bdi>([^<]*)</bdi>', sets)
    assert [unescape(row) for row in rows] == names
    heads = re.findall(r'<th scope="col">Passed by <bdi>([^<]*)</bdi>', text)
    assert [unescape(head) for head in heads] == names


def test_the_numbers_of_actors_stand_in_alphabetical_order(rivers: TestClient) -> None:
    actors = re.findall(r"<legend><bdi>([^<]*)</bdi></legend>", rivers.get("/space").text)
    assert len(actors) > 1
    assert actors == sorted(actors)


def test_a_moved_number_ranks_as_the_facade_does(rivers: TestClient, ranking: dt.Ranking) -> None:
    found = rivers.post("/api/space/rank", json={"moves": {PATH: 0.65}, "count": 3}).json()
    low, likely, high = found["moved"][PATH]
    assert (low, likely) == (0.48, 0.65)
    expected = ranking.moved(dt.Change(path=PATH, value=(low, likely, high)))
    assert found["best"] == expected.as_dict(3)["best"]
    assert found["any"]["share"] == expected.zone_odds.share


def test_the_page_ranks_the_same_bridges(rivers: TestClient, ranking: dt.Ranking) -> None:
    text = rivers.post("/space/rank", data={PATH: "0.65"}, headers=PARTIAL).text
    moved = ranking.moved(dt.Change(path=PATH, value=(0.48, 0.65, 0.66)))
    shown = list(dict.fromkeys(re.findall(r'href="/package/(\d+)\?', text)))
    assert shown == [str(one.package.offer.number) for one in moved.bridges(5)]


def test_a_move_tells_the_address_that_leads_to_it(rivers: TestClient) -> None:
    answer = rivers.post("/space/rank", data={PATH: "0.65", "one": "upland"}, headers=PARTIAL)
    where = urlsplit(answer.headers["hx-replace-url"])
    assert dict(parse_qsl(where.query)) == {"one": "upland", PATH: "0.65"}
    assert rivers.get(answer.headers["hx-replace-url"]).status_code == 200


def test_without_a_script_the_form_leads_to_the_same_page(rivers: TestClient) -> None:
    answer = rivers.post("/space/rank", data={PATH: "0.65", f"{PATH}:low": "0.5"})
    assert answer.status_code == 303
    text = rivers.get(answer.headers["location"]).text
    assert "1 number is moved." in text
    assert f'name="{PATH}" min="0.08" max="1" step="0.01" value="0.65"' in text.replace("0.080", "0.08")


def test_what_was_not_moved_is_not_in_the_address(rivers: TestClient, ranking: dt.Ranking) -> None:
    every = {c["path"]: f"{c['likely']}" for c in numbers(ranking)[:12]}
    assert rivers.post("/space/rank", data=every).headers["location"] == "/space?#bridges"


@pytest.mark.parametrize("value", ["7", "-1", "nan", "inf", CANARY, ""])
def test_a_value_out_of_bounds_is_refused_without_repeating_it(rivers: TestClient, value: str) -> None:
    answer = rivers.post("/space/rank", data={PATH: value}, headers=PARTIAL)
    assert answer.status_code == 422
    assert "outside the bounds" in answer.text
    assert "canary" not in answer.text


@pytest.mark.parametrize(
    "asked",
    [
        f"/space?{CANARY}=1",
        f"/space?one={CANARY}",
        f"/space?show={CANARY}",
        f"/space?preferences.{CANARY}.reservation=0.5",
        f"/space/number?path={CANARY}",
        "/package/999999999",
        f"/package/0?{CANARY}=1",
        f"/api/space?one={CANARY}",
    ],
)
def test_what_the_case_does_not_have_is_refused_without_repeating_it(rivers: TestClient, asked: str) -> None:
    answer = rivers.get(asked)
    assert answer.status_code == 404
    assert "canary" not in answer.text


def test_a_package_tells_its_options_who_gains_and_who_says_no(
    rivers: TestClient, ranking: dt.Ranking
) -> None:
    package = ranking.best(1)[0].package
    text = unescape(rivers.get(f"/package/{package.offer.number}").text)
    case = dt.example("two-rivers")
    for issue, option in package.offer.terms:
        found = case.issue(issue)
        assert f"<bdi>{found.name}</bdi>" in text
        assert f"<bdi>{next(o.name for o in found.options if o.id == option)}</bdi>" in text
    noes = ranking.package(package.offer.number).noes
    assert noes
    told = ", ".join(f"<bdi>{name}</bdi>" for name in sorted(case.named(who) for who in noes))
    assert f"At the likely values these say no: {told}." in text


def test_a_number_tells_its_range_and_what_it_rests_on(rivers: TestClient) -> None:
    text = rivers.get(f"/space/number?path={PATH}").text
    assert "Likely 0.58, held possible from 0.48 to 0.66." in text
    assert 'class="sources"' in text or "Assumption:" in text


def test_a_number_that_rests_on_a_stance_shows_its_statements(client: Client) -> None:
    gaza = client(opened_case("gaza-2024"))
    path = "preferences.hamas-leader-gaza.red_lines.end-of-war-vague-calm.holds"
    text = gaza.get(f"/space/number?path={path}").text
    assert "does not hold it" not in text
    assert '<li id="source-' in text


def test_a_number_of_ones_own_case_leads_to_where_it_is_edited(client: Client, folder: Path) -> None:
    own = client(opened_case(str(folder), folder=folder))
    where = "/numbers/delta-president"
    assert f'href="{where}"' in own.get(f"/space/number?path={PATH}").text
    assert own.get(where).status_code == 200


def test_a_case_without_preferences_says_what_it_needs(client: Client, folder: Path) -> None:
    shutil.rmtree(folder / "preferences")
    answer = client(opened_case(str(folder), folder=folder)).get("/space")
    assert answer.status_code == 200
    assert "The deal space cannot be worked out for this case as it is." in answer.text


def test_the_points_are_those_of_the_facade(canal: TestClient) -> None:
    found = canal.get("/api/space?points=100").json()
    expected = dt.Ranking.of(dt.OutcomeSpace(dt.example("panama-canal-1974")), draws=500)
    assert found == expected.scatter(100).as_dict()


def test_a_control_holds_its_number_and_its_range(ranking: dt.Ranking) -> None:
    for control in controls_of(dt.example("two-rivers"), numbers(ranking), {}):
        assert control.least <= control.low <= control.likely <= control.high <= control.most
        assert 0 < control.step <= (control.most - control.least) / 40


def test_a_range_is_stretched_to_hold_its_value_and_never_closes(ranking: dt.Ranking) -> None:
    every = numbers(ranking)
    assert moved_of(every, [(PATH, "0.9")])[PATH] == (0.48, 0.9, 0.9)
    low, likely, high = moved_of(every, [(PATH, "0.6"), (f"{PATH}:low", "0.6"), (f"{PATH}:high", "0.6")])[
        PATH
    ]
    assert low < likely < high
    assert high - low < 0.01


def test_a_state_comes_back_from_its_address(ranking: dt.Ranking) -> None:
    every = numbers(ranking)
    for fields in ([(PATH, "0.9")], [(PATH, "0.3"), (f"{PATH}:high", "0.8")], [(f"{PATH}:low", "0.2")]):
        moved = moved_of(every, fields)
        assert moved
        assert moved_of(every, parse_qsl(address_of(every, moved))) == moved


def test_more_numbers_than_an_address_holds_are_refused(ranking: dt.Ranking) -> None:
    every = [number for number in numbers(ranking) if number["bounded"]]
    fields = [(str(number["path"]), "1" if number["likely"] != 1 else "0") for number in every[:80]]
    with pytest.raises(RefusedError, match="cannot be moved at once"):
        moved_of(every, fields)
