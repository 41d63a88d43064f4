"""The fence: only who holds the key, from pages of this server, may ask; nothing sent is repeated."""

import pytest
from starlette.testclient import TestClient

from detente.web.app import make_app
from detente.web.fence import CONTENT_POLICY
from web.conftest import BASE, KEY, PORT, opened_case


@pytest.fixture(scope="module")
def plain() -> TestClient:
    """A client without a key."""
    app = make_app(opened_case("two-rivers"), token=KEY, port=PORT)
    return TestClient(app, base_url=BASE, follow_redirects=False)


def entered(plain: TestClient) -> str:
    """The cookie that the link gives."""
    answer = plain.get("/enter", params={"token": KEY})
    plain.cookies.clear()
    return answer.headers["set-cookie"].partition(";")[0]


def test_without_the_key_there_is_nothing_to_see(plain: TestClient) -> None:
    for path in ("/", "/api/case", "/api/openapi.json", "/nowhere", "/language"):
        answer = plain.get(path)
        assert answer.status_code == 401
        assert "rivers" not in answer.text.lower()


def test_the_link_gives_a_cookie_that_scripts_cannot_read_and_that_is_not_the_key(plain: TestClient) -> None:
    answer = plain.get("/enter", params={"token": KEY})
    cookie = answer.headers["set-cookie"]
    plain.cookies.clear()
    assert answer.status_code == 200
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie  # noqa: PT018
    assert f"={KEY};" not in cookie


@pytest.mark.parametrize("key", ["", "T", "tt", "é", "%00", "t" * 5000])
def test_another_key_is_refused_and_not_repeated(plain: TestClient, key: str) -> None:
    answer = plain.get("/enter", params={"token": key})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers


def test_the_cookie_opens_the_pages(plain: TestClient) -> None:
    assert plain.get("/", headers={"cookie": entered(plain)}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", f"127.0.0.1:{PORT + 1}", f"0.0.0.0:{PORT}", "", f"[::1]:{PORT}"]
)
def test_another_host_is_refused(plain: TestClient, host: str) -> None:
    answer = plain.get("/", headers={"host": host, "cookie": entered(plain)})
    assert answer.status_code == 421
    assert "evil" not in answer.text


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", f"https://127.0.0.1:{PORT}", "file://", "x"]
)
def test_a_form_of_another_page_changes_nothing(plain: TestClient, origin: str) -> None:
    headers = {"origin": origin, "cookie": entered(plain)}
    answer = plain.post("/language", data={"code": "fr"}, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_a_form_without_any_origin_changes_nothing(plain: TestClient) -> None:
    answer = plain.post("/language", data={"code": "fr"}, headers={"cookie": entered(plain)})
    assert answer.status_code == 403


def test_a_picture_or_a_script_of_another_page_cannot_load_ours(plain: TestClient) -> None:
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "cookie": entered(plain)}
    assert plain.get("/api/case", headers=headers).status_code == 403


@pytest.mark.parametrize("path", ["/", "/api/case", "/static/workbench.css", "/nowhere", "/enter"])
def test_every_answer_carries_the_headers_of_safety(plain: TestClient, path: str) -> None:
    headers = plain.get(path).headers
    assert headers["content-security-policy"] == CONTENT_POLICY
    assert "unsafe" not in CONTENT_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "server" not in headers


def test_a_page_is_never_kept_by_the_browser_and_a_file_that_does_not_change_is(plain: TestClient) -> None:
    assert plain.get("/", headers={"cookie": entered(plain)}).headers["cache-control"] == "private, no-store"
    assert "max-age" in plain.get("/static/workbench.css").headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/%2e%2e/errors.py",
        "/static/....//app.py",
        "/static//etc/passwd",
        "/static/%00",
        "/static/..\\app.py",
    ],
)
def test_no_address_leads_out_of_the_folder_of_files(plain: TestClient, path: str) -> None:
    answer = plain.get(path)
    assert answer.status_code in {401, 404}
    assert "import" not in answer.text


def test_a_body_or_an_address_that_is_too_long_is_refused(plain: TestClient) -> None:
    headers = {"origin": BASE, "authorization": f"Bearer {KEY}"}
    assert plain.post("/language", content=b"x" * 200_001, headers=headers).status_code == 413
    assert plain.get("/?" + "x" * 9000, headers=headers).status_code == 414
    parts = (b"x" * 50_000 for _ in range(10))  # its length is not told beforehand
    form = headers | {"content-type": "application/x-www-form-urlencoded"}
    assert plain.post("/language", content=parts, headers=form).status_code == 413


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("fr-CH, en;q=0.5", "fr"),
        ("ar", "ar"),
        ("xx, he", "he"),
        ("tlh", "en"),
        (";;,,", "en"),
        ("\u00ff", "en"),
    ],
)
def test_the_language_is_the_browser_s_first_that_is_spoken(plain: TestClient, sent: str, code: str) -> None:
    headers = {"authorization": f"Bearer {KEY}", "accept-language": sent.encode("latin-1")}
    assert f'<html lang="{code}"' in plain.get("/", headers=headers).text


def test_a_language_that_is_not_spoken_here_is_refused_and_not_repeated(plain: TestClient) -> None:
    headers = {"origin": BASE, "authorization": f"Bearer {KEY}"}
    answer = plain.post("/language", data={"code": "klingon"}, headers=headers)
    assert answer.status_code == 400
    assert "klingon" not in answer.text


def test_the_way_back_after_choosing_a_language_stays_here(plain: TestClient) -> None:
    headers = {"origin": BASE, "authorization": f"Bearer {KEY}"}
    for back in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"):
        answer = plain.post("/language", data={"code": "fr", "back": back}, headers=headers)
        assert answer.headers["location"] == "/"
