"""Serving the questions to an assistant over standard input and output, until it leaves."""

from detente.errors import DetenteError, MissingExtra

__all__ = ["serve"]


def serve(*, case: str = "", record: str = "", accord: str = "", seconds: float = 60.0) -> None:
    """Serves the read-only questions about a case over the Model Context Protocol until the client leaves.

    `case` and `accord` are paths or bundled names, `record` a path; "" gives none, and the bundled cases can
    always be asked about. A question that takes longer than `seconds` is ended. Standard input and output
    belong to the client meanwhile. Raises MissingExtra without the SDK, DetenteError for what cannot be read.
    """
    try:
        import anyio
        from mcp.server.stdio import stdio_server
    except ImportError:
        raise MissingExtra(
            "answering assistants needs the MCP SDK", hint="pip install 'detente[mcp]'"
        ) from None
    from detente.assistants.desk import Desk
    from detente.assistants.server import make_server
    from detente.assistants.worker import Worker

    desk = Desk(case=case, record=record, accord=accord)
    if seconds <= 0:
        raise DetenteError("a question needs some time", where="seconds", hint="60 is the default")
    _ = desk.names, desk.accords, desk.record
    worker = Worker({"case": case, "record": record, "accord": accord}, seconds=seconds)
    server = make_server(desk, worker)

    async def run() -> None:
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    try:
        anyio.run(run)
    finally:
        worker.close()
