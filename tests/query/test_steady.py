"""A store that is read while another process writes to it: each reading is of one whole state, and of the newest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.iri import Names
from kg.query.steady import Reader
from kg.store import Store, open_store

# Writes 40 states; state n says n, and says it in n % 5 graphs, each of which says the same 200 things besides.
WRITER = """
import sys
import time
import pyoxigraph as ox
from kg.store import open_store
folder, stays = sys.argv[1], sys.argv[2] == "stays"
store = open_store(folder)
for n in range(1, 41):
    if not stays:
        store.close()
        store = open_store(folder)
    for number in range(5):
        graph = ox.NamedNode(f"g:{number}")
        things = [(f"s:{i}", f"{n}" if i == 0 else "x") for i in range(201)] if number <= n % 5 else []
        store.replace(graph.value, [ox.Quad(ox.NamedNode(s), ox.NamedNode("p:p"), ox.Literal(o), graph) for s, o in things])
    print(n, flush=True)
    time.sleep(0.02)
store.close()
"""


def state(store: Store) -> tuple[int, int]:
    """The number of triples in the default graph, and in the union of the others."""
    count = "SELECT (COUNT(*) AS ?n) { %s }"
    default = next(iter(store.query(count % "?s ?p ?o")))["n"].value
    union = next(iter(store.query(count % "SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }")))["n"].value
    return int(default), int(union)


@pytest.mark.parametrize("manner", ["stays", "comes and goes"])
def test_each_reading_is_whole(tmp_path: Path, manner: str) -> None:
    folder = tmp_path / "store"
    open_store(folder).close()
    command = [sys.executable, "-c", WRITER, str(folder), manner]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        kept, readings = Reader(str(folder)), 0
        while writer.poll() is None:
            for reader in (kept, Reader(str(folder))):
                default, union = reader.do(state)
                assert default == union
                readings += 1
                if reader is not kept:
                    reader.close()
        assert writer.stdout is not None and writer.stdout.read().split()[-1] == "40"
    assert readings > 4
    # A store that was kept open says what was written last.
    assert kept.do(lambda store: bool(store.query('ASK { <s:0> <p:p> "40" }')))
    kept.close()


def test_a_store_is_kept_open_while_nobody_writes(tmp_path: Path) -> None:
    open_store(tmp_path / "store").close()
    reader = Reader(str(tmp_path / "store"))
    first = reader.do(lambda store: store)
    assert reader.do(lambda store: store) is first
    with open_store(tmp_path / "store") as writer:
        writer.refresh_places(names=Names())
    assert reader.do(lambda store: store) is not first
    reader.close()


def test_errors_of_the_work_are_its_own(tmp_path: Path) -> None:
    open_store(tmp_path / "store").close()
    reader, calls = Reader(str(tmp_path / "store")), []

    def work(store: Store) -> None:
        calls.append(store)
        raise StoreError("no", where="here")

    with pytest.raises(StoreError, match="here: no"):
        reader.do(work)
    assert len(calls) == 1
    with pytest.raises(StoreError, match="no store here"):
        Reader(str(tmp_path / "none")).do(state)
