"""The SPARQL 1.1 Protocol over HTTP: how queries and updates come in, what dataset they see, how answers go out."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import quote, urlencode

import httpx
import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from kg.serve.answer import GRAPHS, RESULTS

QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
FORM = "application/x-www-form-urlencoded"
ASK, SELECT = "ASK {}", "SELECT (1 AS ?one) {}"
CONSTRUCT = "CONSTRUCT { <a:s> <a:p> 1 } {}"
A, B, C = (f"http://example.org/{name}" for name in "abc")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")


@pytest.fixture(scope="module")
def client(writable: httpx.Client) -> httpx.Client:
    """A store of three graphs, each of which says that its own IRI is a document, and one thing they share."""
    said = " ".join(f"GRAPH <{g}> {{ <{g}> a <a:Document> . <a:s> <a:p> 1 }}" for g in (A, B, C))
    done = writable.post("/update", data={"update": f"DROP ALL ; INSERT DATA {{ {said} }}"})
    assert done.status_code == 204, done.text
    return writable


def documents(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return sorted(row["s"]["value"] for row in answer.json()["results"]["bindings"])


WAYS: dict[str, Callable[[httpx.Client, str, str, dict[str, str | list[str]]], httpx.Response]] = {
    "get": lambda client, path, query, more: client.get(path, params={"query": query, **more}),
    "form": lambda client, path, query, more: client.post(path, data={"query": query, **more}),
    "direct": lambda client, path, query, more: client.post(
        path, params=more, content=query, headers={"Content-Type": f"{QUERY}; charset=utf-8"}
    ),
}


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
@pytest.mark.parametrize("way", WAYS)
def test_a_query_comes_in_three_ways(client: httpx.Client, way: str, path: str) -> None:
    answer = WAYS[way](client, path, ASK, {})
    assert answer.status_code == 200 and answer.json() == {"head": {}, "boolean": True}
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert "Accept" in answer.headers["vary"] and answer.headers["x-content-type-options"] == "nosniff"


DEFAULT = "SELECT ?s { ?s a <a:Document> }"
NAMED = "SELECT ?s { GRAPH ?g { ?s a <a:Document> } }"
BOTH = "SELECT ?s { { ?s a <a:Document> } UNION { GRAPH ?g { ?s a <a:Document> } } }"


@pytest.mark.parametrize(
    ("query", "dataset", "expected"),
    [
        (DEFAULT, {}, [A, B, C]),
        (NAMED, {}, [A, B, C]),
        (DEFAULT, {"default-graph-uri": A}, [A]),
        (DEFAULT, {"default-graph-uri": [A, B]}, [A, B]),
        (DEFAULT, {"default-graph-uri": "http://example.org/none"}, []),
        (DEFAULT, {"named-graph-uri": A}, []),
        (NAMED, {"named-graph-uri": [A, B]}, [A, B]),
        (NAMED, {"default-graph-uri": A}, []),
        (BOTH, {"default-graph-uri": C, "named-graph-uri": [A, B]}, [A, B, C]),
        # What the protocol names goes before what the query names.
        (DEFAULT.replace("{", f"FROM <{A}> {{", 1), {}, [A]),
        (DEFAULT.replace("{", f"FROM <{A}> {{", 1), {"default-graph-uri": B}, [B]),
        (BOTH.replace("{", f"FROM <{C}> {{", 1), {"named-graph-uri": [A]}, [A]),
    ],
)
def test_the_dataset_is_the_one_that_is_named(
    client: httpx.Client, query: str, dataset: dict[str, str | list[str]], expected: list[str]
) -> None:
    assert documents(client.get("/sparql", params={"query": query, **dataset})) == expected


@pytest.mark.parametrize("way", WAYS)
def test_the_dataset_comes_in_each_way(client: httpx.Client, way: str) -> None:
    dataset: dict[str, str | list[str]] = {"default-graph-uri": C, "named-graph-uri": [A, B]}
    assert documents(WAYS[way](client, "/sparql", BOTH, dataset)) == [A, B, C]


@pytest.mark.parametrize("dataset", [{}, {"default-graph-uri": [A, B]}])
def test_what_two_graphs_say_counts_once(client: httpx.Client, dataset: dict[str, list[str]]) -> None:
    query = "SELECT (COUNT(*) AS ?s) { <a:s> <a:p> 1 }"
    assert documents(client.get("/sparql", params={"query": query, **dataset})) == ["1"]


@pytest.mark.parametrize("media", [*RESULTS, *(media for media in GRAPHS if media not in RESULTS)])
def test_answers_come_in_each_format(client: httpx.Client, media: str) -> None:
    headers = {"Accept": media}
    if media in RESULTS:
        answer = client.get("/sparql", params={"query": SELECT}, headers=headers)
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media)
        if RESULTS[media] == ox.QueryResultsFormat.CSV:  # which the engine writes and does not read
            assert answer.text.split() == ["one", "1"]
        else:
            found = ox.parse_query_results(answer.content, format=RESULTS[media])
            assert isinstance(found, ox.QuerySolutions) and len(list(found)) == 1
    if media in GRAPHS:
        answer = client.get("/sparql", params={"query": CONSTRUCT}, headers=headers)
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media)
        assert len(list(ox.parse(answer.content, format=GRAPHS[media]))) == 1


@pytest.mark.parametrize(
    ("media", "expected"),
    [("text/csv", "true"), ("application/sparql-results+xml", "<boolean>true</boolean>")],
)
def test_truth_comes_in_each_format(client: httpx.Client, media: str, expected: str) -> None:
    answer = client.get("/sparql", params={"query": ASK}, headers={"Accept": media})
    assert answer.headers["content-type"].startswith(media) and expected in answer.text
    described = client.get("/sparql", params={"query": f"DESCRIBE <{A}>"})
    assert described.headers["content-type"].startswith("text/turtle") and A in described.text


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/*", "application/sparql-results+json"),
        ("text/html, text/csv;q=0.1", "text/csv"),
        ("*/*;q=0.1, text/tab-separated-values", "text/tab-separated-values"),
    ],
)
def test_the_format_liked_best_is_given(client: httpx.Client, accept: str, expected: str) -> None:
    answer = client.get("/sparql", params={"query": SELECT}, headers={"Accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == expected


@pytest.mark.parametrize(
    ("method", "path", "kind", "body", "status"),
    [
        ("PUT", f"/sparql?query={quote(ASK)}", FORM, b"", 405),
        ("DELETE", f"/sparql?query={quote(ASK)}", None, b"", 405),
        ("GET", f"/sparql?query={quote(ASK)}&query={quote(SELECT)}", None, b"", 400),
        ("GET", "/sparql?update=CLEAR%20ALL", None, b"", 400),
        ("GET", "/sparql?query=%ff", None, b"", 400),
        ("GET", "/sparql?query=SELECT", None, b"", 400),
        ("GET", f"/sparql?query={quote(ASK)}&default-graph-uri=no%20IRI", None, b"", 400),
        ("POST", "/sparql", "text/plain", ASK.encode(), 415),
        ("POST", "/sparql", None, ASK.encode(), 415),
        ("POST", "/sparql", None, b"query=ASK%20%7B%7D", 415),
        ("POST", "/sparql", f"{QUERY}; charset=UTF-16", ASK.encode("utf-16"), 415),
        ("POST", "/sparql", QUERY, ASK.encode("utf-16"), 400),
        ("POST", "/sparql", QUERY, b"ASK { ?s", 400),
        ("POST", "/sparql", QUERY, b"CLEAR ALL", 400),
        ("POST", f"/sparql?query={quote(ASK)}", QUERY, ASK.encode(), 400),
        ("POST", "/sparql", FORM, b"query=ASK%7B%7D&query=ASK%7B%7D", 400),
        ("POST", "/sparql", FORM, b"update=CLEAR%20ALL", 400),
        ("GET", "/update?update=CLEAR%20ALL", None, b"", 405),
        ("POST", "/update", "text/plain", b"CLEAR ALL", 415),
        ("POST", "/update", None, b"update=CLEAR%20ALL", 415),
        ("POST", "/update", FORM, b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", 400),
        ("POST", "/update", UPDATE, "CLEAR ALL".encode("utf-16"), 400),
        ("POST", "/update", UPDATE, b"CLEAR XYZ", 400),
        ("POST", "/update", UPDATE, b"SELECT * {}", 400),
        ("POST", f"/update?using-graph-uri={quote(A)}", UPDATE, b"WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", 400),
        ("POST", f"/update?using-named-graph-uri={quote(A)}", UPDATE, b"DELETE { ?s ?p ?o } USING <a:g> WHERE { ?s ?p ?o }", 400),
        ("POST", "/update?using-graph-uri=no%20IRI", UPDATE, b"DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", 400),
        ("POST", "/update", UPDATE, b"CREATE GRAPH <http://example.org/a>", 400),
        ("POST", "/update", UPDATE, b"DROP GRAPH <http://example.org/none>", 400),
    ],
)  # fmt: skip
def test_what_is_not_of_the_protocol_is_refused(
    client: httpx.Client, method: str, path: str, kind: str | None, body: bytes, status: int
) -> None:
    answer = client.request(
        method, path, content=body or None, headers={"Content-Type": kind} if kind else {}
    )
    assert answer.status_code == status, answer.text
    assert "boolean" not in answer.text


def test_what_was_refused_changed_nothing(client: httpx.Client) -> None:
    assert documents(client.get("/sparql", params={"query": DEFAULT})) == [A, B, C]


def test_no_format_that_is_accepted_is_406(client: httpx.Client) -> None:
    for query in (SELECT, CONSTRUCT, None):
        params = {"query": query} if query else None
        assert client.get("/sparql", params=params, headers={"Accept": "image/png"}).status_code == 406


def test_a_fault_has_its_place(client: httpx.Client) -> None:
    answer = client.post("/sparql", data={"query": "SELECT * {\n ?s nope:p ?o }"})
    assert answer.status_code == 400 and answer.text.startswith("line 2, column ")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_relative_iris_have_a_base(client: httpx.Client) -> None:
    answer = client.post("/sparql", data={"query": "SELECT ?s { BIND(<x> AS ?s) }"})
    assert documents(answer) == [str(client.base_url.join("/x"))]


def test_head_is_get_without_the_body(client: httpx.Client) -> None:
    answer = client.head("/sparql", params={"query": SELECT})
    assert answer.status_code == 200 and answer.content == b"" and int(answer.headers["content-length"]) > 10


def test_the_service_describes_itself(client: httpx.Client) -> None:
    described = client.get("/sparql", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=described.text, format="turtle")
    endpoints = {str(graph.value(service, SD.endpoint)) for service in graph.subjects(RDF.type, SD.Service)}
    assert endpoints == {str(client.base_url.join(path)) for path in ("/sparql", "/update")}
    service = graph.value(predicate=SD.endpoint, object=URIRef(str(client.base_url.join("/sparql"))))
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph
    assert (service, SD.feature, SD.UnionDefaultGraph) in graph
    same = client.get("/sparql", headers={"Accept": "application/ld+json"})
    assert json.loads(same.text)


def test_a_browser_is_sent_to_the_page(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/query")


@pytest.mark.parametrize("way", ["form", "direct"])
@pytest.mark.parametrize(
    ("dataset", "expected"),
    [
        ({}, [A, B, C]),
        ({"using-graph-uri": [A]}, [A]),
        ({"using-graph-uri": [A, B]}, [A, B]),
        ({"using-named-graph-uri": [A, B]}, []),
    ],
)
def test_an_update_sees_the_dataset_that_is_named(
    writer: httpx.Client, way: str, dataset: dict[str, list[str]], expected: list[str]
) -> None:
    said = " ".join(f"GRAPH <{g}> {{ <{g}> a <a:Document> }}" for g in (A, B, C))
    update = f"""PREFIX f: <a:> INSERT DATA {{ {said} }} ;
      PREFIX n: <http://example.org/> INSERT {{ GRAPH n:new {{ ?s a f:Found }} }} WHERE {{ ?s a f:Document }}"""
    if way == "form":
        done = writer.post("/update", data={"update": update, **dataset})
    else:
        address = f"/update?{urlencode(dataset, doseq=True)}"
        done = writer.post(address, content=update, headers={"Content-Type": UPDATE})
    assert (done.status_code, done.content) == (204, b"")
    found = writer.get("/sparql", params={"query": f"SELECT ?s {{ GRAPH <{A[:-1]}new> {{ ?s ?p ?o }} }}"})
    assert documents(found) == expected
