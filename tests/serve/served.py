"""Running servers on a free port of 127.0.0.1: the app in a thread, and ``kg serve`` as people start it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from kg.serve.app import create_app
from kg.serve.settings import Settings
from kg.vocab import DEFAULT_BASE


@contextmanager
def served(store: Path, *, base_iri: str = DEFAULT_BASE, **settings: Any) -> Iterator[str]:
    """The address of a server over a store, with these settings; it is stopped at the end."""
    app = create_app(Settings(store=str(store), base_iri=base_iri, **settings))
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


@contextmanager
def command(
    store: Path, *options: str, token: str | None = None
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """``kg serve`` as a process, with its address."""
    arguments = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0", *options]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    if token is not None:
        environment["KG_TOKEN"] = token
    with subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stderr is not None
            told = process.stderr.readline()
            address = re.search(r"http://[\d.]+:\d+", told)
            assert address is not None, told + process.stderr.read()
            yield process, address[0]
        finally:
            process.kill()
            process.communicate()
