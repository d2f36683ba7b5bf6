"""Every store that the tests run on: embedded, in memory, and real servers that the tests start themselves."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from kg.store import Store, open_store

KINDS = ("memory", "disk", "oxigraph", "virtuoso")
_READY = 60  # seconds

# ResultSetMaxRows is what Debian's own configuration sets.
_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
[SPARQL]
ResultSetMaxRows = 10000
"""
_GRANTS = """GRANT SPARQL_UPDATE TO "SPARQL";
DB.DBA.RDF_DEFAULT_USER_PERMS_SET('nobody', 7);
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(command: list[str], folder: Path, url: str) -> Iterator[None]:
    """A server while the block runs, from when it answers."""
    with (folder / "talk.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            until = time.monotonic() + _READY
            while True:
                try:
                    httpx.get(url)
                    break
                except httpx.TransportError:
                    assert process.poll() is None, (folder / "talk.log").read_text()
                    assert time.monotonic() < until, "the server does not start"
                    time.sleep(0.1)
            yield
        finally:
            process.terminate()
            process.wait(_READY)


@contextmanager
def oxigraph_server(folder: Path, *options: str) -> Iterator[str]:
    """The address of an Oxigraph server with these options."""
    command = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if command is None:
        pytest.skip("no Oxigraph server here: pip install oxigraph")
    port = free_port()
    arguments = [command, "serve", "--location", "data", "--bind", f"127.0.0.1:{port}", *options]
    with running(arguments, folder, f"http://127.0.0.1:{port}/"):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an Oxigraph server."""
    with oxigraph_server(tmp_path_factory.mktemp("oxigraph")) as url:
        yield url


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Virtuoso server whose public endpoint may write."""
    server, client = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if server is None or client is None:
        pytest.skip("no Virtuoso 7 here: apt-get install virtuoso-opensource-7")
    folder, http, sql = tmp_path_factory.mktemp("virtuoso"), free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(http=http, sql=sql))
    arguments = [server, "-f", "-c", "virtuoso.ini"]
    with running(arguments, folder, f"http://127.0.0.1:{http}/sparql"):
        login = [client, f"127.0.0.1:{sql}", "dba", "dba"]
        subprocess.run(login, input=_GRANTS, text=True, check=True, capture_output=True)
        yield f"http://127.0.0.1:{http}/sparql"


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest) -> str:
    """The address of each server in turn."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture(params=KINDS)
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str | None:
    """The place of each kind of store in turn."""
    if request.param == "memory":
        return None
    if request.param == "disk":
        return str(tmp_path / "store")
    return str(request.getfixturevalue(request.param))


def emptied(location: str | None) -> Store:
    """The store there, open for writing, without what an earlier test left."""
    store = open_store(location)
    for graph in store.graphs():
        store.remove(graph)
    return store


@pytest.fixture
def store(location: str | None) -> Iterator[Store]:
    """An empty store of each kind in turn, open for writing."""
    with emptied(location) as opened:
        yield opened


@pytest.fixture(scope="session")
def embedded() -> Iterator[Store]:
    """A store in memory with all annotated reports, for reading."""
    from tests.golden_graph import filled

    with filled() as opened:
        yield opened


@pytest.fixture(scope="module", params=KINDS[1:])
def full(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of each other kind in turn with the same, for reading."""
    if request.param == "disk":
        where = str(tmp_path_factory.mktemp("disk") / "store")
    else:
        where = str(request.getfixturevalue(request.param))
    embedded = request.getfixturevalue("embedded")
    with emptied(where) as opened:
        opened.replace_all(embedded)
        yield opened


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Set ``KG_STORE_…``."""
    return lambda name, value: monkeypatch.setenv(f"KG_STORE_{name}", value)
