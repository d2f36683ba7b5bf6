"""Addresses, authentication and errors of SPARQL servers."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import query
from kg.errors import KgError, LimitReached, QueryError, StoreError
from kg.store import answers, open_store, shown
from kg.store.protocol import NTRIPLES, RESULTS, Client, Settings, derived
from kg.vocab import KG
from tests.store.conftest import free_port, oxigraph_server

ALL = "SELECT ?g { GRAPH ?g { ?s ?p ?o } }"


class Fake:
    """A server that answers as a test says, and remembers what it was asked."""

    def __init__(self) -> None:
        self.status, self.body, self.headers = 200, b'{"head":{},"boolean":true}', dict[str, str]()
        self.kind = "application/sparql-results+json"
        self.answer: Callable[[str], tuple[str, bytes]] | None = None
        self.asked: list[tuple[str, str | None, str]] = []
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("content-length", 0))
                body = self.rfile.read(length).decode()
                fake.asked.append((self.path, self.headers.get("authorization"), body))
                if fake.answer is not None:
                    fake.kind, fake.body = fake.answer(body)
                self.send_response(fake.status)
                for name, value in {"content-type": fake.kind, **fake.headers}.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(fake.body)))
                self.end_headers()
                self.wfile.write(fake.body)

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"127.0.0.1:{self.http.server_address[1]}"
        self.url = f"http://{self.address}/ds/query"


@pytest.fixture
def fake() -> Iterator[Fake]:
    one = Fake()
    thread = threading.Thread(target=one.http.serve_forever, args=(0.01,))
    thread.start()
    yield one
    one.http.shutdown()
    one.http.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("query", "server", "update", "graphs"),
    [
        ("http://h:7878/query", "Oxigraph/0.5", "http://h:7878/update", "http://h:7878/store"),
        ("http://h/sparql", "Virtuoso/07.20", "http://h/sparql", "http://h/sparql-graph-crud"),
        ("http://h/sparql-auth", "Virtuoso/07", "http://h/sparql-auth", "http://h/sparql-graph-crud-auth"),
        ("http://h/ds/query", "Apache Jena Fuseki (5)", "http://h/ds/update", "http://h/ds/data"),
        ("http://h/repositories/r", "", "http://h/repositories/r/statements",
         "http://h/repositories/r/rdf-graphs/service"),
        ("http://h/ds/query", "", "http://h/ds/update", None),
        ("http://h/sparql", "", "http://h/sparql", None),
    ],
)  # fmt: skip
def test_the_other_endpoints_follow(query: str, server: str, update: str, graphs: str | None) -> None:
    assert derived(query, server) == (update, graphs)


def test_settings_come_from_the_environment() -> None:
    given = {"KG_STORE_USER": "u", "KG_STORE_UPDATE": "http://h/u", "KG_STORE_TIMEOUT": "2.5"}
    assert Settings.from_environment(given) == Settings(user="u", update="http://h/u", timeout=2.5)
    with pytest.raises(StoreError, match="seconds"):
        Settings.from_environment({"KG_STORE_TIMEOUT": "soon"})
    assert "secret" not in repr(Settings(password="secret", token="secret", header="X-Key: secret"))


@pytest.mark.parametrize(
    ("settings", "sent"),
    [
        (Settings(token="t"), "Bearer t"),
        (Settings(user="u", password="p:ü"), "Basic " + base64.b64encode("u:p:ü".encode()).decode()),
        (Settings(header="Authorization: Key k"), "Key k"),
        (Settings(), None),
    ],
)
def test_who_asks_is_told(fake: Fake, settings: Settings, sent: str | None) -> None:
    with open_store(fake.url, read_only=True, settings=settings):
        assert {authorization for _, authorization, _ in fake.asked} == {sent}


def test_a_password_in_the_address_is_used_and_never_shown(fake: Fake) -> None:
    location = f"http://someone:s%40cret@{fake.address}/ds/query"
    with open_store(location, read_only=True) as store:
        assert store.where == shown(location) == fake.url
    assert fake.asked[0][1] == "Basic " + base64.b64encode(b"someone:s@cret").decode()
    fake.status = 500
    with pytest.raises(StoreError) as caught:
        open_store(location)
    assert "cret" not in str(caught.value) and "someone" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (401, "KG_STORE_USER"),
        (403, "forbids"),
        (404, "no such SPARQL endpoint .*address of its SPARQL query endpoint"),
        (301, "moved .*try"),
        (503, "answered 503 .*log"),
    ],
)
def test_refusals_say_what_to_try(fake: Fake, status: int, message: str) -> None:
    fake.status = status
    fake.headers = {"location": "https://h/q"} if status == 301 else {}
    with pytest.raises(StoreError, match=message):
        open_store(fake.url, read_only=True)


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(StoreError, match=r"cannot be reached.*is the server running"):
        open_store(f"http://127.0.0.1:{free_port()}/query")


def test_no_answer_in_time() -> None:
    import socket

    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/query"
        with pytest.raises(StoreError, match="KG_STORE_TIMEOUT"):
            open_store(url, settings=Settings(timeout=0.2))


def test_answers_that_are_none(fake: Fake) -> None:
    with open_store(fake.url, read_only=True) as store:
        fake.kind, fake.body = "text/html", b"<p>hello"
        with pytest.raises(StoreError, match="answers in text/html"):
            store.query("SELECT * { ?s ?p ?o }")
        fake.kind, fake.body = "application/sparql-results+json", b'{"head":{"vars":["s"]},"results":{"bind'
        with pytest.raises(StoreError, match="cannot be read"):
            list(store.query("SELECT * { ?s ?p ?o }"))
        fake.body, fake.headers = b'{"head":{},"boolean":true}', {"X-SPARQL-MaxRows": "10000"}
        with pytest.raises(StoreError, match="no more than 10000 rows"):
            store.query("SELECT * { ?s ?p ?o }")


def test_an_answer_shorter_than_the_count_is_an_error(fake: Fake) -> None:
    """A server that counts more than it gives, page after page."""
    with open_store(fake.url, read_only=True) as store:
        rows = '{"n":{"type":"literal","datatype":"http://www.w3.org/2001/XMLSchema#integer","value":"3"}}'
        count = f'{{"head":{{"vars":["n"]}},"results":{{"bindings":[{rows}]}}}}'.encode()
        one = b"<http://x/a> <http://x/p> <http://x/b> .\n"
        fake.answer = lambda body: (RESULTS, count) if "COUNT" in body else (NTRIPLES, one)
        with pytest.raises(StoreError, match=r"counts 3 statements and gives 1 .*try again"):
            list(store.graph("http://x/g"))
        with pytest.raises(StoreError, match="counts 3 statements"):
            store.dump("turtle")
        fake.answer = lambda body: (RESULTS, count) if "COUNT" in body else (NTRIPLES, b"")
        with pytest.raises(StoreError, match="gives 0"):
            list(store.union())


@pytest.mark.parametrize(
    ("said", "error", "message"),
    [
        ("Virtuoso 22023 Error SL001: substr() needs a string\nvalue\n\nSPARQL query:\nSELECT x", QueryError,
         r"substr\(\) needs a string value \(22023\)"),
        ("Virtuoso 42000 Error The estimated execution time 900 (sec) exceeds the limit of 400 (sec).",
         LimitReached, "stopped the query"),
        ("Virtuoso S1T00 Error SR171: Transaction timed out", LimitReached, "stopped the query"),
        ("out of luck", StoreError, "answered 500 out of luck"),
    ],
)  # fmt: skip
def test_faults_of_the_server_are_told(fake: Fake, said: str, error: type[KgError], message: str) -> None:
    with open_store(fake.url, read_only=True) as store:
        fake.status, fake.body, fake.kind = 500, said.encode(), "text/plain"
        with pytest.raises(error, match=message) as caught:
            query.run(store, "SELECT * { ?s ?p ?o }")
        assert "SELECT" not in str(caught.value) and store.where in str(caught.value)


def test_what_virtuoso_cannot_carry_out(virtuoso: str) -> None:
    with open_store(virtuoso) as store:
        graph, subject = ox.NamedNode("http://x/g"), ox.NamedNode("http://x/s")
        store.replace(graph.value, [ox.Quad(subject, subject, ox.Literal(5), graph)])
        with pytest.raises(QueryError, match=r"substr.*22023"):
            query.run(store, "SELECT * { ?s ?p ?o FILTER(SUBSTR(?o, 1) = 'x') }")
        with pytest.raises(QueryError, match="line 2, column"):
            query.run(store, "SELECT * {\n ?s ?p }")
        store.remove(graph.value)


def test_a_server_that_repeats_statements_is_refused(tmp_path: Path) -> None:
    a, b = ox.NamedNode("http://x/a"), ox.NamedNode("http://x/b")
    with oxigraph_server(tmp_path, "--union-default-graph") as url:
        with pytest.raises(StoreError, match=r"repeats statements.*--union-default-graph"):
            open_store(url)
        client = Client(url, Settings())
        report = f"{a} a <{KG.Report}>"
        update = f"INSERT DATA {{ GRAPH {a} {{ {report} }} GRAPH {b} {{ {report} }} }}"
        assert "probe" not in client.send("POST", client.query_url, data={"query": ALL}).text
        client.send("POST", client.update_url, content=update.encode(), kind="application/sparql-update")
        client.close()
        with pytest.raises(StoreError, match="repeats statements"):
            open_store(url, read_only=True)


def test_a_bare_address_finds_the_endpoint(oxigraph: str) -> None:
    with open_store(oxigraph + "/") as store:
        store.replace("http://x/g", [])
    with pytest.raises(StoreError, match="no such SPARQL endpoint"):
        open_store(oxigraph + "/nothing")


def test_updates_alone_are_enough(server: str, environment: Callable[[str, str], None]) -> None:
    """A server whose graph store is unknown is written by updates, in parts where that is needed."""
    graph, subject = ox.NamedNode("http://x/parts"), ox.NamedNode("http://x/s")
    quads = {ox.Quad(subject, subject, ox.Literal(str(n)), graph) for n in range(2500)}
    with open_store(server) as store:
        store._client.graph_store_url = None
        store.replace(graph.value, quads)
        assert set(store.graph(graph.value)) == quads
        store.remove(graph.value)
        assert graph.value not in store.graphs()


def test_prefixes_and_forms() -> None:
    assert answers.with_prefixes("ASK { ?x a kg:Report }").startswith("PREFIX kg: <https://")
    assert answers.with_prefixes("ASK { ?x ?y 'kg:Report' }") == "ASK { ?x ?y 'kg:Report' }"
    own = "PREFIX kg: <http://k/> ASK { ?x a kg:Report }"
    assert answers.with_prefixes(own) == own
    assert answers.form("# SELECT\nBASE <http://ask/> construct { }") == "CONSTRUCT"
    assert answers.names_its_graphs("SELECT * FROM <g> {}")
    assert not answers.names_its_graphs("SELECT ?from { ?from ?p 'from <g>' } # FROM <g>")


@pytest.mark.parametrize(
    ("construct", "rows"),
    [
        ("CONSTRUCT { ?s ?p '}' } WHERE { ?s ?p ?o } LIMIT 3", "SELECT (1 AS ?fazhi_kg_row)  WHERE { ?s ?p ?o } LIMIT 3"),
        ("# CONSTRUCT {}\nconstruct where { ?s ?p ?o }", "# CONSTRUCT {}\nSELECT (1 AS ?fazhi_kg_row) where { ?s ?p ?o }"),
        ("SELECT * { ?s ?p 'CONSTRUCT { }' }", None),
        ("DESCRIBE <http://x/CONSTRUCT>", None),
    ],
)  # fmt: skip
def test_the_rows_behind_a_construct(construct: str, rows: str | None) -> None:
    assert answers.rows_of_construct(construct) == rows
    if rows is not None:
        ox.Store().query(rows)
