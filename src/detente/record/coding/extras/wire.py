"""One JSON question to an HTTP endpoint, bounded in time, size and tries; nothing of it is ever logged.

The key travels in one header and appears nowhere else: not in an error, not in a value, not in a file.
Redirects are not followed, proxies of the environment are not used, plain `http` is for this machine only.
"""

import http.client
import io
import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from detente.errors import RecordError

__all__ = ["Endpoint", "Patience", "ask", "endpoint_of"]

AGAIN: Final = frozenset({408, 429, 500, 502, 503, 504, 529})
"""The statuses after which asking again may help."""

_CHUNK: Final = 65536


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a question goes: checked parts of a URL, without any secret.

    >>> str(endpoint_of("http://localhost:8080/v1"))
    'http://localhost:8080/v1'
    """

    secure: bool
    host: str
    port: int
    path: str
    query: str = ""

    def __str__(self) -> str:
        """The address without its query."""
        usual = 443 if self.secure else 80
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == usual else f":{self.port}"
        return f"{'https' if self.secure else 'http'}://{host}{port}{self.path}"

    @property
    def local(self) -> bool:
        """Whether it is on this very machine."""
        return _is_local(self.host)

    def under(self, path: str) -> "Endpoint":
        """The same endpoint with `path` at its end, once."""
        base = self.path.rstrip("/")
        full = base if base.endswith(path) else base + path
        return Endpoint(secure=self.secure, host=self.host, port=self.port, path=full, query=self.query)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait, how much to read, how often to ask again. Seconds and bytes.

    `timeout` bounds one try as a whole, however slowly its answer drips. `sleep` and `clock` are given so
    that nothing here depends on the time of day.
    """

    timeout: float = 60.0
    retries: int = 3
    pause: float = 1.0
    longest_pause: float = 30.0
    most_bytes: int = 2_000_000
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic


def endpoint_of(url: str) -> Endpoint:
    """The endpoint that a URL names; RecordError when it is none, holds a secret, or is plain http afar."""
    hint = "give an address such as https://host/v1"
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise RecordError("the endpoint is no address", where="endpoint", hint=hint) from None
    if any(ord(c) <= 32 or ord(c) >= 127 for c in url.strip()):
        raise RecordError("the endpoint holds a blank or an unusual character", where="endpoint", hint=hint)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise RecordError("the endpoint is no http address", where="endpoint", hint=hint)
    _refuse_secrets(parts)
    if parts.scheme == "http" and not _is_local(parts.hostname):
        raise RecordError(
            f"{parts.hostname} would be asked over plain http, which anyone on the way can read",
            where="endpoint",
            hint="use https; http is for localhost",
        )
    secure = parts.scheme == "https"
    return Endpoint(
        secure=secure,
        host=parts.hostname,
        port=port or (443 if secure else 80),
        path=parts.path,
        query=parts.query,
    )


def ask(endpoint: Endpoint, body: object, headers: Mapping[str, str], patience: Patience) -> Any:
    """The JSON answer to a JSON question; RecordError when there is none after all tries.

    Asked again after 429 and 5xx and after a dropped connection, with pauses that double, or as long as the
    endpoint asks (bounded). A time-out is not tried again.
    """
    sent = json.dumps(body, ensure_ascii=True).encode("ascii")
    pause, tries = patience.pause, max(0, patience.retries)
    for left in range(tries, -1, -1):
        try:
            answer = _once(endpoint, sent, headers, patience)
        except TimeoutError:
            raise _no_answer(endpoint, f"gave no full answer within {patience.timeout:g} seconds") from None
        except (OSError, http.client.HTTPException) as error:
            answer = _Reply(status=0, why=type(error).__name__)
        if answer.status == 200:
            return _parsed(endpoint, answer)
        if left == 0 or (answer.status not in AGAIN and answer.status != 0):
            break
        wanted = pause if answer.after is None else max(answer.after, pause)
        patience.sleep(min(wanted, patience.longest_pause))
        pause *= 2
    raise _refusal(endpoint, answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reply:
    """What came back from one try; status 0 when the connection failed."""

    status: int
    kind: str = ""
    body: bytes = b""
    after: float | None = None
    why: str = ""


class _Until(io.RawIOBase):
    """A socket read as a file, each wait cut at one deadline."""

    def __init__(self, sock: socket.socket, deadline: float, clock: Callable[[], float]) -> None:
        super().__init__()
        self._sock, self._deadline, self._clock = sock, deadline, clock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._deadline - self._clock()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        return self._sock.recv_into(buffer)


class _Door:
    """What `http.client` asks of a socket: a file to read the answer from."""

    def __init__(self, file: io.BufferedReader) -> None:
        self._file = file

    def makefile(self, *_: object, **__: object) -> io.BufferedReader:
        return self._file


def _once(endpoint: Endpoint, sent: bytes, headers: Mapping[str, str], patience: Patience) -> _Reply:
    """One try: status, kind and body, the body not longer than allowed."""
    deadline = patience.clock() + patience.timeout
    connection = _connection(endpoint, patience.timeout)
    try:
        connection.connect()
        sock = connection.sock
        sock.settimeout(max(0.001, deadline - patience.clock()))
        target = endpoint.path + (f"?{endpoint.query}" if endpoint.query else "")
        connection.request("POST", target or "/", body=sent, headers=dict(headers))
        file = io.BufferedReader(_Until(sock, deadline, patience.clock))
        with http.client.HTTPResponse(_Door(file), method="POST") as reply:  # type: ignore[arg-type]
            reply.begin()
            body = b"" if reply.status != 200 else _bounded(reply, patience.most_bytes, endpoint)
            return _Reply(
                status=reply.status,
                kind=reply.getheader("Content-Type", ""),
                body=body,
                after=_seconds(reply.getheader("Retry-After", "")),
            )
    finally:
        connection.close()


def _connection(endpoint: Endpoint, timeout: float) -> http.client.HTTPConnection:
    """A connection that is not open yet."""
    if not endpoint.secure:
        return http.client.HTTPConnection(endpoint.host, endpoint.port, timeout=timeout)
    context = ssl.create_default_context()
    return http.client.HTTPSConnection(endpoint.host, endpoint.port, timeout=timeout, context=context)


def _bounded(reply: http.client.HTTPResponse, most: int, endpoint: Endpoint) -> bytes:
    """The body; RecordError as soon as it is longer than `most`."""
    parts, size = [], 0
    while part := reply.read(_CHUNK):
        size += len(part)
        if size > most:
            raise _no_answer(endpoint, f"answered with more than {most} bytes")
        parts.append(part)
    return b"".join(parts)


def _parsed(endpoint: Endpoint, reply: _Reply) -> Any:
    """The body as JSON."""
    kind = reply.kind.partition(";")[0].strip().lower()
    if "json" not in kind:
        raise _no_answer(endpoint, "answered with something else than JSON")
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError):
        raise _no_answer(endpoint, "answered with JSON that is cut short or broken") from None


def _refusal(endpoint: Endpoint, reply: _Reply) -> RecordError:
    """What to say about a status other than 200; the endpoint's own words may hold the key: left out."""
    if reply.status == 0:
        return _no_answer(endpoint, f"cannot be reached ({reply.why})")
    hints = {
        400: "the endpoint does not know the model or a setting that is asked for",
        401: "check the key in the environment",
        403: "check the key in the environment",
        404: "check the endpoint's path and the model's name",
        413: "ask with a smaller window",
        429: "wait, or raise the number of retries",
    }
    hint = hints.get(reply.status, "")
    if 300 <= reply.status < 400:
        hint = "redirects are not followed; give the final address"
    return _no_answer(endpoint, f"answered with status {reply.status}", hint=hint)


def _no_answer(endpoint: Endpoint, what: str, *, hint: str = "") -> RecordError:
    return RecordError(f"the endpoint {what}", where=str(endpoint), hint=hint)


def _seconds(text: str) -> float | None:
    """The seconds of a Retry-After header; None for a date or nonsense."""
    return float(text) if text.isascii() and text.isdigit() and len(text) < 8 else None


def _is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse_secrets(parts: SplitResult) -> None:
    """RecordError for a password or a key in the address: it would end up in histories and records."""
    words = {pair.partition("=")[0].lower() for pair in parts.query.split("&")}
    if "@" in parts.netloc or words & {"key", "api_key", "api-key", "apikey", "token"}:
        raise RecordError(
            "the endpoint's address holds a password or a key",
            where="endpoint",
            hint="put the key into the environment, never into an address",
        )
