"""What stands between the network and the workbench: host, origin, token, size; and the headers of answers.

The server listens on this machine only, but any page that its reader has open may send requests to it, and
any name may be made to point at it. So a request needs the host that the server has, the token of the link
that opened it, and, to change anything, an origin that is the server's own.
"""

import hashlib
import hmac
from collections.abc import Mapping
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from urllib.parse import parse_qs

from detente.languages import LANGUAGES, language_named, speaking

__all__ = ["CONTENT_POLICY", "Fence"]

CONTENT_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS: Final = {
    "content-security-policy": CONTENT_POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
_SAFE: Final = frozenset({"GET", "HEAD"})
_LONGEST_ADDRESS: Final = 8_000
_MOST_BODY: Final = 200_000
_MOST_UPLOAD: Final = 21_000_000
_DAY: Final = 86_400
_TOO_LARGE: Final = "That is more than is read here."


class Fence:
    """The application behind its fence (ASGI).

    `port` is the server's own, `token` the secret of its link. An upload may hold 21 MB, other bodies 200 kB.
    """

    def __init__(self, app: Any, *, token: str, port: int) -> None:
        self._app = app
        self._token = token
        self._cookie = f"detente-{port}"
        self._hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
        self._origins = frozenset(f"http://{host}" for host in self._hosts)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answers itself what may not pass, and lets the rest through in the language of its reader."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in scope["headers"]}
        guarded = _Guarded(send, fixed=scope["path"].startswith("/static/"))
        cookies = _cookies(headers.get("cookie", ""))
        refused = self._refusal(scope, headers, cookies)
        if refused is not None:
            await guarded.tell(*refused)
            return
        if scope["path"] == "/enter" and scope["method"] == "GET":
            await self._enter(scope, guarded)
            return
        most = _MOST_UPLOAD if scope["path"].startswith("/upload/") else _MOST_BODY
        body = _Measured(receive, most)
        with speaking(_language(cookies, headers)):
            try:
                await self._app(scope, body, guarded.unless(body))
            except _TooLargeError:
                await guarded.tell(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _TOO_LARGE)

    def _refusal(
        self, scope: Any, headers: Mapping[str, str], cookies: Mapping[str, str]
    ) -> tuple[HTTPStatus, str] | None:
        """Why a request may not pass, None when it may; what it sent is never said."""
        if headers.get("host", "").lower() not in self._hosts:
            return HTTPStatus.MISDIRECTED_REQUEST, "This server answers on its own address only."
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > _LONGEST_ADDRESS:
            return HTTPStatus.REQUEST_URI_TOO_LONG, "The address is too long."
        if scope["path"].startswith("/static/") and scope["method"] in _SAFE:
            return None
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        by_script = bool(bearer) and hmac.compare_digest(bearer.encode(), self._token.encode())
        if not by_script and not self._from_here(scope["method"], headers):
            return HTTPStatus.FORBIDDEN, "Another page sent this; it was left alone."
        if scope["path"] == "/enter":
            return None
        held = cookies.get(self._cookie, "")
        if not by_script and not hmac.compare_digest(held.encode(), self._secret().encode()):
            return HTTPStatus.UNAUTHORIZED, "Open the link that the command printed: it holds the key."
        size = headers.get("content-length", "0")
        most = _MOST_UPLOAD if scope["path"].startswith("/upload/") else _MOST_BODY
        if not (size.isascii() and size.isdigit()) or int(size) > most:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _TOO_LARGE
        return None

    def _from_here(self, method: str, headers: Mapping[str, str]) -> bool:
        """Whether a request comes from a page of ours, or only reads and was opened by its reader."""
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "")
        if origin is not None and origin.lower() not in self._origins:
            return False
        if method in _SAFE:
            return site in {"", "none", "same-origin"} or headers.get("sec-fetch-mode") == "navigate"
        return origin is not None or site == "same-origin"

    def _secret(self) -> str:
        """What the cookie holds: not the token itself, so that the link is not read from it."""
        return hmac.new(self._token.encode(), b"workbench", hashlib.sha256).hexdigest()

    async def _enter(self, scope: Any, guarded: "_Guarded") -> None:
        """From the link that was printed to the first page, with the key in a cookie."""
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if not hmac.compare_digest(given.encode(), self._token.encode()):
            told = "Open the link that the command printed: it holds the key."
            await guarded.tell(HTTPStatus.UNAUTHORIZED, told)
            return
        cookie = f"{self._cookie}={self._secret()}; Path=/; HttpOnly; SameSite=Strict; Max-Age={7 * _DAY}"
        await guarded.tell(HTTPStatus.OK, _ENTERED, {"set-cookie": cookie, "refresh": "0; url=/"})


_ENTERED: Final = (
    "The workbench opens. If nothing happens, go to the address without what follows its last slash."
)


class _TooLargeError(Exception):
    """A body that is longer than it may be."""


class _Measured:
    """The body of a request, counted while it is received."""

    def __init__(self, receive: Any, most: int) -> None:
        self._receive = receive
        self._left = most

    @property
    def over(self) -> bool:
        """Whether more was sent than is read."""
        return self._left < 0

    async def __call__(self) -> Any:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self.over:
            raise _TooLargeError
        return message


class _Guarded:
    """The way out: every answer leaves with the headers of safety."""

    def __init__(self, send: Any, *, fixed: bool) -> None:
        self._send = send
        self._kept = f"private, max-age={_DAY}" if fixed else "private, no-store"
        self._begun = False

    async def __call__(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self._begun = True
            own = {key.decode("latin-1").lower() for key, _ in message["headers"]}
            headers = {**_HEADERS, "cache-control": self._kept}
            message["headers"] = [
                *message["headers"],
                *((k.encode(), v.encode()) for k, v in headers.items() if k not in own),
            ]
        await self._send(message)

    def unless(self, body: "_Measured") -> Any:
        """The way out for an answer to that body: where it was too long, only that is said."""

        async def send(message: Any) -> None:
            if not body.over:
                await self(message)
            else:
                await self.tell(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _TOO_LARGE)

        return send

    async def tell(self, status: HTTPStatus, text: str, headers: Mapping[str, str] | None = None) -> None:
        """A short answer in plain text, unless another was begun."""
        if self._begun:
            return
        content = text.encode()
        told = {
            "content-type": "text/plain; charset=utf-8",
            "content-length": str(len(content)),
            **(headers or {}),
        }
        raw = [(key.encode(), value.encode()) for key, value in told.items()]
        await self({"type": "http.response.start", "status": int(status), "headers": raw})
        await self({"type": "http.response.body", "body": content})


def _cookies(header: str) -> dict[str, str]:
    """The cookies by name; none for a header that is none."""
    found: SimpleCookie = SimpleCookie()
    try:
        found.load(header)
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in found.items()}


def _language(cookies: Mapping[str, str], headers: Mapping[str, str]) -> str:
    """The code of the reader's language: the one chosen, else the browser's first that is spoken here."""
    asked = [cookies.get("detente-language", "")]
    asked += [part.partition(";")[0].strip() for part in headers.get("accept-language", "").split(",")]
    for code in asked:
        if code.replace("_", "-").partition("-")[0].lower() in LANGUAGES:
            return language_named(code).code
    return "en"
