"""The embedded store: what is its own beside the contract."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.compare import to_isomorphic

from kg.errors import StoreError
from kg.graph import quads
from kg.iri import Names
from kg.store import FORMATS, Store, open_store
from tests.golden_graph import NAMES, ROOT, extraction, filled, gold_names

A, B, P = ox.NamedNode("http://x/a"), ox.NamedNode("http://x/b"), ox.NamedNode("http://x/p")


@pytest.fixture
def store(embedded: Store) -> Store:
    """A store in memory with all annotated reports, for reading."""
    return embedded


@pytest.fixture(scope="module")
def backwards() -> Iterator[Store]:
    """The same, written in the other order."""
    with filled(order=-1) as opened:
        yield opened


@pytest.fixture(scope="module")
def one_report() -> list[ox.Quad]:
    """What the graph of one report holds."""
    return list(quads(extraction(gold_names()[0]), names=NAMES))


def quad(value: str, graph: ox.NamedNode = A) -> ox.Quad:
    return ox.Quad(A, P, ox.Literal(value), graph)


def values(store: Store) -> list[str]:
    return sorted(str(row["o"].value) for row in store.query("SELECT ?o { ?s ?p ?o }"))


def test_the_default_graph_is_the_union(store: Store) -> None:
    assert {q.triple for q in store} == {q.triple for q in store.union()}


def test_a_replacement_that_fails_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(None) as store:
        store.replace(A.value, [quad("1")])
        with pytest.raises(StoreError, match="among those of"):
            store.replace(A.value, [quad("2"), quad("3", B)])
        assert values(store) == ["1"]
        # A transaction that breaks half-way: the engine itself has to take back the first half.
        with pytest.raises((OSError, ValueError, RuntimeError)):
            store.inner.update(
                f"DROP GRAPH {A} ; INSERT DATA {{ {A} {P} 2 }} ; LOAD <file:///does/not/exist>"
            )
        assert values(store) == ["1"]


def test_what_is_on_disk_stays(one_report: list[ox.Quad], tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "store"
    with open_store(folder) as store:
        store.replace_all(one_report)
        written = store.dump("nquads")
    with open_store(folder, read_only=True) as store:
        assert store.dump("nquads") == written
        with pytest.raises(StoreError, match="for reading only"):
            store.replace(A.value, [])
    with pytest.raises(StoreError, match="closed"):
        store.graphs()


def test_errors_say_where_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="run kg build first"):
        open_store(tmp_path / "none", read_only=True)
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(StoreError, match="cannot open"):
        open_store(file)
    with open_store(tmp_path / "one"), pytest.raises(StoreError, match="another process"):
        open_store(tmp_path / "one")
    with open_store(None) as store, pytest.raises(StoreError, match="one of turtle"):
        store.dump("xls")


def test_a_reader_reads_while_a_writer_writes(one_report: list[ox.Quad], tmp_path: Path) -> None:
    code = "import sys; from kg.store import open_store\nprint(len(open_store(sys.argv[1], read_only=True).graphs()))"
    with open_store(tmp_path / "store") as store:
        store.replace_all(one_report)
        store.inner.flush()
        command = [sys.executable, "-c", code, str(tmp_path / "store")]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "1"


@pytest.mark.parametrize("format", FORMATS)
def test_dumps_are_the_same_whatever_the_order(store: Store, backwards: Store, format: str) -> None:
    assert backwards.dump(format) == store.dump(format)


def test_turtle_is_one_graph_to_rdflib_and_pyoxigraph(store: Store) -> None:
    data = store.dump("turtle")
    mine = {str(t) for t in ox.parse(data, format=ox.RdfFormat.TURTLE)}
    lines = Graph().parse(data=data, format="turtle").serialize(format="nt")
    theirs = {str(t) for t in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)}
    assert mine == theirs == {str(q.triple) for q in store}
    assert data.startswith(b"@prefix dcterms:") and b"\nkg:Report a " in data


@pytest.mark.parametrize(("format", "name"), [("nquads", "N_QUADS"), ("trig", "TRIG")])
def test_graphs_are_kept(store: Store, format: str, name: str) -> None:
    data = store.dump(format)
    assert set(ox.parse(data, format=getattr(ox.RdfFormat, name))) == set(store)
    if format == "nquads":
        assert data.splitlines() == sorted(data.splitlines())


# rdflib's own reader of JSON-LD uses what rdflib has deprecated.
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated")
def test_json_ld_is_the_same_graph_and_fetches_nothing() -> None:
    with open_store(None) as store:
        found = extraction("linan-2023")
        store.replace(NAMES.report(found), quads(found, names=NAMES))
        data = store.dump("jsonld")
        assert isinstance(json.loads(data)["@context"], dict)
        graph = Graph().parse(data=data.decode(), format="json-ld")
        mine = Graph().parse(data=store.dump("turtle"), format="turtle")
        assert to_isomorphic(graph) == to_isomorphic(mine)
        again = {q.triple for q in ox.parse(data, format=ox.RdfFormat.JSON_LD)}
        assert again == {q.triple for q in store}


def test_places_are_made_anew_from_the_reports(tmp_path: Path) -> None:
    names = Names("https://example.org/kg/")
    with filled(names=names) as store:
        before = store.dump("nquads")
        store.refresh_places(names=names)
        assert store.dump("nquads") == before
