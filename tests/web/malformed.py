"""Requests that no page of ours makes: every route, with what is missing, wrong, too long, broken or hostile.

Each carries a word that occurs nowhere else, so that an answer which repeats what was sent is found. They are
asked of the application itself, as the server would ask it.
"""

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, quote_from_bytes, urlencode

from detente.web.routes import ROUTERS
from web.conftest import KEY, PORT

WORD = "Zq7canary"
HOSTILE = (
    "",
    " ",
    "-1",
    "0",
    "1e999",
    "NaN",
    "9" * 400,
    "true",
    "null",
    "../../etc/passwd",
    "..\\..\\x",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "%s%n%x",
    "' OR 1=1 --",
    "\u202etxt",
    "ساحل",
    "a\r\nset-cookie: x=1",
    "x" * 5000,
    "[]",
    "{}",
    "2024-13-45",
)
BODIES = (
    (b"", ""),
    (b"{", "application/json"),
    (b'{"a": ' * 400, "application/json"),
    (b"[" * 5000, "application/json"),
    (b"\xff\xfe\x00", "application/json"),
    (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
    (b"&=&;%zz=%", "application/x-www-form-urlencoded"),
    (b"x", "multipart/form-data"),
    (b"--b\r\n\r\n", "multipart/form-data; boundary=b"),
    (
        b'--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nx',
        "multipart/form-data; boundary=b",
    ),
    (b"x" * 1000, "text/plain"),
)


@dataclass(slots=True)
class Sent:
    """One request as the server hands it on."""

    method: str
    path: str
    raw_path: bytes
    query: bytes
    headers: dict[bytes, bytes]
    body: bytes


@dataclass(slots=True)
class Got:
    """What came back."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""


def malformed(seed: int, number: int) -> Iterator[Sent]:
    """So many requests, the same ones for the same seed."""
    chance = random.Random(seed)  # noqa: S311
    routes = [route for router in ROUTERS for route in router.routes]
    for _ in range(number):
        yield _request(chance, chance.choice(routes))


def _request(chance: random.Random, route: Any) -> Sent:
    others = ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "GET"]
    method = chance.choice(others if chance.random() < 0.15 else sorted(route.methods))
    path = route.path
    while "{" in path:
        before, _, rest = path.partition("{")
        name, _, after = rest.partition("}")
        path = before + quote(_value(chance), safe="" if chance.random() < 0.8 else "/") + after
        del name
    if chance.random() < 0.1:
        path += chance.choice(["/", "//", "/..", "%00", "/" + WORD])
    fields = [f.alias for f in (*route.dependant.query_params, *route.dependant.body_params)]
    fields += [WORD, f"{WORD}[]"]
    given = [(chance.choice(fields), _value(chance)) for _ in range(chance.randint(0, 5))]
    query = urlencode(given).encode() if chance.random() < 0.5 else b""
    if chance.random() < 0.1:
        query += b"&" + chance.choice([b"%ff%fe=%c0", b"a=%zz", b"&&&=", WORD.encode() + b"=1"])
    body, kind = chance.choice(BODIES)
    if chance.random() < 0.5:
        body, kind = urlencode(given).encode(), "application/x-www-form-urlencoded"
    return Sent(
        method,
        path,
        quote_from_bytes(path.encode(), safe="/%").encode(),
        query,
        _headers(chance, kind, body),
        body,
    )


def _value(chance: random.Random) -> str:
    value = chance.choice(HOSTILE)
    return value if len(value) > 300 else f"{WORD}{value}" if chance.random() < 0.7 else value


def _headers(chance: random.Random, kind: str, body: bytes) -> dict[bytes, bytes]:
    base = f"127.0.0.1:{PORT}".encode()
    headers = {
        b"host": base,
        b"origin": b"http://" + base,
        b"authorization": f"Bearer {KEY}".encode(),
        b"content-length": str(len(body)).encode(),
    }
    if kind:
        headers[b"content-type"] = kind.encode()
    odd = {
        b"accept-language": f"{WORD};q=x,,".encode(),
        b"content-length": b"-1",
        b"content-type": f"{WORD}/{WORD}".encode(),
        b"cookie": f"{WORD}={WORD}; detente-language={WORD}; =;;".encode(),
        b"host": WORD.encode(),
        b"hx-request-type": b"partial",
        b"origin": f"http://{WORD}".encode(),
        b"range": b"bytes=9-1",
        b"last-event-id": WORD.encode(),
    }
    for name in chance.sample(sorted(odd), chance.choice([0, 0, 1, 2])):
        headers[name] = odd[name]
    return headers


async def asked(app: Any, sent: Sent) -> Got:
    """The answer of the application; what a stream sends after its first part is left."""
    got, parts = Got(), [sent.body]
    done = asyncio.Event()

    async def receive() -> Any:
        if parts:
            return {"type": "http.request", "body": parts.pop(), "more_body": False}
        await done.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            got.status, got.headers = message["status"], list(message["headers"])
        else:
            got.body += message.get("body", b"")
            if not message.get("more_body", False) or b"text/event-stream" in dict(got.headers).get(
                b"content-type", b""
            ):
                done.set()

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": sent.method,
        "scheme": "http",
        "path": sent.path,
        "raw_path": sent.raw_path,
        "query_string": sent.query,
        "root_path": "",
        "headers": list(sent.headers.items()),
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", PORT),
        "state": {},
    }
    await asyncio.wait_for(app(scope, receive, send), timeout=60)
    return got


def faults(sent: Sent, got: Got) -> list[str]:
    """What is wrong with an answer: a fault of ours, or something repeated."""
    found = []
    if got.status >= 500 or got.status == 0:
        found.append(f"status {got.status}")
    own = {b"location", b"set-cookie"} if got.status < 400 else set()  # a name that was taken is remembered
    headers = b"".join(name + value for name, value in got.headers if name not in own)
    said = headers + (got.body if got.status >= 400 else b"")  # a filter that was applied is shown again
    if WORD.lower().encode() in said.lower():
        found.append("it repeats what was sent")
    if b"<script>alert" in got.body or b"49}}" in got.body:
        found.append("it holds what was sent as markup")
    return [
        f"{sent.method} {sent.path[:120]}?{sent.query[:200]!r} {sent.body[:120]!r}: {one}" for one in found
    ]
