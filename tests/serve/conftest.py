"""What the tests of the server share: one server that only reads the sample, and one that clients write to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import networkx as nx
import pytest
from serve.served import served

from kg.network import project
from kg.store import open_store

TOKEN = "a-token-for-tests"


@pytest.fixture(scope="session")
def reading(output: Path) -> Iterator[str]:
    """The address of a server over the sample report, for reading only."""
    with served(output / "store") as found:
        yield found


@pytest.fixture(scope="session")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client with the token of a server that clients write to."""
    store = tmp_path_factory.mktemp("writable") / "store"
    open_store(store).close()
    with served(store, writable=True, token=TOKEN) as found, httpx.Client(base_url=found) as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        yield client


@pytest.fixture
def writer(writable: httpx.Client) -> httpx.Client:
    """The same, on an empty store."""
    assert writable.post("/update", data={"update": "DROP ALL"}).status_code == 204
    return writable


@pytest.fixture(scope="module")
def whole(output: Path) -> nx.MultiDiGraph:
    with open_store(output / "store", read_only=True) as store:
        return project(store)


@pytest.fixture(scope="module")
def leaf(whole: nx.MultiDiGraph) -> str:
    """A reform with few neighbours, one of which is the best connected thing of all."""
    hub = max(whole, key=lambda key: (len(set(nx.all_neighbors(whole, key))), key))
    near = [key for key in nx.all_neighbors(whole, hub) if whole.nodes[key]["type"] == "Reform"]
    return str(min(near, key=lambda key: (len(set(nx.all_neighbors(whole, key))), key)))
