"""A program that visits a workbench over HTTP as its pages do: it fills in forms, and may hang up rudely."""

import http.client
import socket
import struct
from typing import Any
from urllib.parse import urlencode

import lxml.html

__all__ = ["Visitor", "hang_up"]


class Visitor:
    """Somebody with the key of the link, and no browser."""

    def __init__(self, server: Any) -> None:
        place, _, self.key = server.link.removeprefix("http://").partition("/enter?token=")
        self.place = place
        self.host, _, port = place.partition(":")
        self.port = int(port)

    def ask(self, path: str, fields: list[tuple[str, str]] | None = None) -> tuple[int, str, str]:
        """The status, the text, and where the answer leads to; with `fields` they are sent as a form."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        headers = {"authorization": f"Bearer {self.key}", "origin": f"http://{self.place}"}
        try:
            if fields is None:
                connection.request("GET", path, headers=headers)
            else:
                headers["content-type"] = "application/x-www-form-urlencoded"
                connection.request("POST", path, body=urlencode(fields), headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), answer.headers.get("location", "")
        finally:
            connection.close()

    def form(self, path: str, number: int) -> list[tuple[str, str]]:
        """What a browser would send from that form of ranges, with a name."""
        status, text, _ = self.ask(path)
        assert status == 200, text
        form = lxml.html.fromstring(text).xpath("//form[@class='ranges']")[number]
        return [(name, "Ana" if name == "by" else value) for name, value in form.form_values()]

    def begin(self, path: str, *, read: int = 1) -> socket.socket:
        """A connection on which that address was asked for, and so many bytes of the answer were read."""
        line = socket.create_connection((self.host, self.port), timeout=60)
        head = f"GET {path} HTTP/1.1\r\nhost: {self.place}\r\nauthorization: Bearer {self.key}\r\n\r\n"
        line.sendall(head.encode())
        if read:
            assert line.recv(read)
        return line


def hang_up(line: socket.socket) -> None:
    """Ends a connection at once, as a browser that was killed does."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()
