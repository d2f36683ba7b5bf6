"""What every store does, on every store."""

from __future__ import annotations

import threading

import pyoxigraph as ox
import pytest

from kg import query
from kg.errors import StoreError
from kg.export import export
from kg.store import FORMATS, Store, open_store
from kg.table import Table
from tests.golden_graph import NAMES

A, B, P = ox.NamedNode("http://x/a"), ox.NamedNode("http://x/机构/b"), ox.NamedNode("http://x/p")
XSD = "http://www.w3.org/2001/XMLSchema#"


def quad(value: str, graph: ox.NamedNode = A) -> ox.Quad:
    return ox.Quad(A, P, ox.Literal(value), graph)


def values(store: Store) -> list[str]:
    return sorted(str(row["o"].value) for row in store.query("SELECT ?o { ?s <http://x/p> ?o }"))


def test_replacing_a_graph_leaves_nothing_of_the_old(store: Store) -> None:
    store.replace(A.value, [quad("1"), quad("2")])
    store.replace(A.value, [quad("2"), quad("3")])
    assert values(store) == ["2", "3"]
    assert set(store.graph(A.value)) == set(store) == {quad("2"), quad("3")}
    store.remove(A.value)
    assert values(store) == [] and store.graphs() == [] and list(store.graph(A.value)) == []


def test_the_union_says_each_thing_once_and_forgets_it_last(store: Store) -> None:
    store.replace(A.value, [quad("1")])
    store.replace(B.value, [quad("1", B), quad("2", B)])
    assert values(store) == ["1", "2"] and store.graphs() == [A.value, B.value]
    store.replace(A.value, [])
    assert values(store) == ["1", "2"]
    store.replace(B.value, [quad("2", B)])
    assert values(store) == ["2"] and store.graphs() == [B.value]


def test_a_quad_of_another_graph_changes_nothing(store: Store) -> None:
    store.replace(A.value, [quad("1")])
    with pytest.raises(StoreError, match="among those of"):
        store.replace(A.value, [quad("2"), quad("3", B)])
    assert values(store) == ["1"]


def test_what_is_written_is_read_back(store: Store) -> None:
    typed = (("7813.3", "decimal"), ("-0.5", "decimal"), ("781300000000000", "decimal"), ("5", "integer"),
             ("true", "boolean"), ("2023", "gYear"), ("2023-01", "gYearMonth"), ("2024-02-23", "date"),
             ("2024-02-23T10:00:00", "dateTime"))  # fmt: skip
    texts = ("甲𠮷\n\t\"\\'x", "", " 前后 ", "长" * 20_000, "http://x/a", "{ } ; . # < >")
    terms = [ox.Literal(text, datatype=ox.NamedNode(XSD + kind)) for text, kind in typed]
    terms += [ox.Literal(text) for text in texts] + [ox.Literal(text, language="zh") for text in texts]
    terms += [ox.NamedNode("http://x/机构/(1)&;',")]
    written = {ox.Quad(ox.NamedNode(f"http://x/{n}"), P, term, A) for n, term in enumerate(terms)}
    store.replace(A.value, written)
    assert set(store.graph(A.value)) == written
    assert {q.triple for q in store.union()} == {q.triple for q in written}
    rows = store.query("SELECT ?s ?o { ?s <http://x/p> ?o }")
    assert {(row["s"], row["o"]) for row in rows} == {(q.subject, q.object) for q in written}


def test_each_form_of_query(store: Store) -> None:
    store.replace(A.value, [quad("1"), quad("1", A)])
    assert bool(store.query("ASK { ?s <http://x/p> '1' }")) is True
    assert bool(store.query("ASK { ?s <http://x/p> '2' }")) is False
    assert isinstance(store.query("ASK {}"), ox.QueryBoolean)
    for form in (
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?p = <http://x/p>) }",
        "DESCRIBE <http://x/a>",
    ):
        answer = store.query(form)
        assert isinstance(answer, ox.QueryTriples) and set(answer) == {quad("1").triple}
    with pytest.raises(SyntaxError):
        store.query("SELECT ?x {")


def test_graphs_are_told_apart(store: Store) -> None:
    store.replace(A.value, [quad("1")])
    store.replace(B.value, [quad("1", B), quad("2", B)])
    one = f"SELECT ?o {{ GRAPH {B} {{ ?s ?p ?o }} }}"
    assert sorted(row["o"].value for row in store.query(one)) == ["1", "2"]
    chosen = f"SELECT ?o FROM {A} {{ ?s ?p ?o }}"
    assert [row["o"].value for row in store.query(chosen)] == ["1"]
    assert {q.object.value for q in store.match(A, P, None)} == {"1", "2"}
    assert {q.object.value for q in store.match(None, None, ox.Literal("2"))} == {"2"}
    assert list(store.match(P, None, None)) == []


def test_a_store_for_reading_is_not_written(location: str | None, store: Store) -> None:
    store.replace(A.value, [quad("1")])
    if location is None:
        pytest.skip("a store in memory is gone when it is closed")
    store.close()
    with open_store(location, read_only=True) as opened:
        assert values(opened) == ["1"]
        with pytest.raises(StoreError, match="for reading only"):
            opened.replace(A.value, [])
    with pytest.raises(StoreError, match="closed"):
        opened.graphs()


def test_a_reader_never_sees_half(location: str | None, store: Store) -> None:
    """Readers count, in the union and in the graph, while a graph of two requests' size is replaced."""
    if location is None or "://" not in location:
        pytest.skip("readers of an embedded store share its transactions")
    many = 3000
    subjects = [ox.NamedNode(f"http://x/s{n}") for n in range(many)]

    def write(version: int) -> None:
        store.replace(A.value, (ox.Quad(s, P, ox.Literal(str(version)), A) for s in subjects))

    write(0)
    done, seen, failed = threading.Event(), set[tuple[int, int]](), []
    count = "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?o) AS ?v)"

    def read() -> None:
        try:
            with open_store(location, read_only=True) as reader:
                while not done.is_set():
                    for where in ("{ ?s <http://x/p> ?o }", f"{{ GRAPH {A} {{ ?s <http://x/p> ?o }} }}"):
                        for row in reader.query(f"{count} {where}"):
                            seen.add((int(row["n"].value), int(row["v"].value)))
        except BaseException as err:
            failed.append(err)

    thread = threading.Thread(target=read)
    thread.start()
    for version in range(1, 3):
        write(version)
    done.set()
    thread.join()
    assert not failed and seen == {(many, 1)}


@pytest.mark.parametrize("name", [one.name for one in query.named()])
def test_named_queries_give_the_same_table(full: Store, embedded: Store, name: str) -> None:
    mine, theirs = query.run_named(full, name), query.run_named(embedded, name)
    assert mine.columns == theirs.columns
    assert cells(mine) == cells(theirs)


def cells(table: Table) -> list[list[str]]:
    """The rows, sorted: engines order Chinese text in their own ways."""
    return sorted([str(cell) for cell in row] for row in table.rows)


def test_parameters_restrict(full: Store, embedded: Store) -> None:
    place = str(query.run_named(embedded, "reports").rows[0][1])
    mine, theirs = (query.run_named(one, "reports", params={"region": place}) for one in (full, embedded))
    assert 0 < len(mine) < len(query.run_named(embedded, "reports"))
    assert cells(mine) == cells(theirs)


@pytest.mark.parametrize("format", FORMATS)
def test_dumps_are_the_same(full: Store, embedded: Store, format: str, written: dict[str, bytes]) -> None:
    if format not in written:
        written[format] = embedded.dump(format)
    assert full.dump(format) == written[format]


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    """The dumps of the embedded store, each made once."""
    return {}


def test_exports_are_the_same(full: Store, embedded: Store) -> None:
    assert export(full, "csv") == export(embedded, "csv")


def test_places_are_made_anew_from_the_reports(full: Store, embedded: Store) -> None:
    places = NAMES.graph("places")
    before = set(full.graph(places))
    full.remove(places)
    full.refresh_places(names=NAMES)
    assert before and set(full.graph(places)) == before
    assert full.graphs() == embedded.graphs()


def test_a_large_graph_is_read_whole(full: Store, embedded: Store) -> None:
    """There is more in it than Virtuoso gives in one answer."""
    asked = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    everything = {q.triple for q in embedded.union()}
    assert len(everything) > 20_000
    assert {q.triple for q in full.union()} == everything
    if full.where.endswith("/sparql"):
        with pytest.raises(StoreError, match="no more than 10000 rows"):
            full.query(asked)
    else:
        assert set(full.query(asked)) == everything
    some = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 7"
    assert len(list(full.query(some))) == 7
