"""A running server for the tests of pages: the app on a free port of 127.0.0.1, in a thread."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from kg.serve.app import create_app
from kg.serve.settings import Settings
from kg.vocab import DEFAULT_BASE


@contextmanager
def served(store: Path, *, base_iri: str = DEFAULT_BASE) -> Iterator[str]:
    """The address of a server over a store; it is stopped at the end."""
    app = create_app(Settings(store=str(store), base_iri=base_iri))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started and thread.is_alive():
                thread.join(0.02)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(20)
