"""A model's endpoint on this machine that answers as a test tells it to, and remembers what it was asked."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Asked:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class Stub:
    """`answers` are (status, headers, body) in turn, the last one for ever; `drip` seconds between bytes."""

    answers: list[tuple[int, dict[str, str], bytes]]
    drip: float = 0.0
    asked: list[Asked] = field(default_factory=list)
    url: str = ""
    stop: threading.Event = field(default_factory=threading.Event)

    def next(self) -> tuple[int, dict[str, str], bytes]:
        return self.answers[min(len(self.asked), len(self.answers)) - 1]


@contextmanager
def serving(*answers: tuple[int, dict[str, str], bytes], drip: float = 0.0) -> Iterator[Stub]:
    stub = Stub(answers=list(answers), drip=drip)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            stub.asked.append(Asked(path=self.path, headers=dict(self.headers), body=json.loads(sent)))
            status, headers, body = stub.next()
            try:
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self._write(body)
            except OSError:
                pass

        def _write(self, body: bytes) -> None:
            if not stub.drip:
                self.wfile.write(body)
                return
            for byte in body:
                if stub.stop.is_set():
                    return
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                stub.stop.wait(stub.drip)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    stub.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield stub
    finally:
        stub.stop.set()
        server.shutdown()
        thread.join()
        server.server_close()


def chat(words: Any) -> tuple[int, dict[str, str], bytes]:
    """A chat completion whose message is `words`, as JSON unless it is text already."""
    told = words if isinstance(words, str) else json.dumps(words)
    return 200, {}, json.dumps({"choices": [{"message": {"role": "assistant", "content": told}}]}).encode()


def status(code: int, body: bytes = b"{}", **headers: str) -> tuple[int, dict[str, str], bytes]:
    return code, {name.replace("_", "-"): value for name, value in headers.items()}, body


def quote(words: str, **fields: Any) -> dict[str, Any]:
    """One suggestion as a model gives it."""
    return {"paragraph": 1, "quote": words, **fields}


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


__all__ = ["Asked", "Clock", "Stub", "chat", "quote", "serving", "status"]
