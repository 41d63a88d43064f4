"""Serving the workbench on this machine: a free port, a secret in the link, one worker, an orderly end."""

import contextlib
import secrets
import socket
import sys
import webbrowser
from typing import Any

from detente.errors import DetenteError, MissingExtra

__all__ = ["open_workbench"]


def open_workbench(opened: Any, *, port: int = 0, show: bool = True, told: Any = None) -> None:
    """Serves an open case until it is stopped; `told(link)` is called with its link when it answers.

    `port` 0 takes a free one. With `show` the link is opened in the browser. Raises DetenteError when the
    port is taken or not allowed, MissingExtra without FastAPI and uvicorn.
    """
    try:
        import uvicorn

        from detente.web.app import make_app
    except ImportError:
        raise MissingExtra("the workbench needs FastAPI", hint="pip install 'detente[web]'") from None
    listening = _socket(port)
    number = listening.getsockname()[1]
    token = secrets.token_urlsafe(24)
    link = f"http://127.0.0.1:{number}/enter?token={token}"
    config = uvicorn.Config(
        make_app(opened, token=token, port=number),
        log_level="error",
        access_log=False,
        server_header=False,
        date_header=True,
        workers=1,
        timeout_graceful_shutdown=2,
        limit_concurrency=200,
        h11_max_incomplete_event_size=32_768,
    )
    server = _server(config, lambda: _say(link, show=show, told=told), opened.workers.close)
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listening])


def _say(link: str, *, show: bool, told: Any) -> None:
    if told is not None:
        told(link)
    if show:
        webbrowser.open(link)


def _socket(port: int) -> socket.socket:
    """A socket that listens on this machine only."""
    # Named as TCP, so that asyncio sends small answers at once and does not wait for the last one.
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(("127.0.0.1", port))
        found.listen(128)
    except (OSError, OverflowError) as error:
        found.close()
        reason = getattr(error, "strerror", None) or "no such port"
        raise DetenteError(
            f"the port cannot be used: {reason.lower()}",
            where=f"--port {port}",
            hint="name another port, or none: a free one is taken then",
        ) from None
    return found


def _server(config: Any, ready: Any, leave: Any) -> Any:
    """A server of uvicorn that says when it answers, and ends what works before it waits for what is open."""
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets=sockets)
            if self.started:
                ready()

        async def shutdown(self, sockets: Any = None) -> None:
            await leave()  # the events of a job end with the job
            await super().shutdown(sockets=sockets)

    return Server(config)
