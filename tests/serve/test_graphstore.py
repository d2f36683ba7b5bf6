"""The Graph Store HTTP Protocol at /store: graphs made, replaced, added to, read and forgotten."""

from __future__ import annotations

import httpx
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

TURTLE = "text/turtle; charset=utf-8"
FOAF = "@prefix foaf: <http://xmlns.com/foaf/0.1/> . "
ONE = FOAF + '<#me> a foaf:Person ; foaf:account [ foaf:accountName "one" ] .'
TWO = FOAF + '<#me> a foaf:Person ; foaf:account [ foaf:accountName "two" ] .'
MORE = FOAF + '<#me> foaf:name "张三" .'


def graph(text: str, base: str) -> Graph:
    return Graph().parse(data=text, format="turtle", publicID=base)


def put(client: httpx.Client, path: str, text: str, method: str = "PUT") -> httpx.Response:
    return client.request(method, path, content=text.encode(), headers={"Content-Type": TURTLE})


def places(client: httpx.Client) -> dict[str, tuple[str, str]]:
    """Each way to name a graph: the address to ask, and the IRI of the graph."""
    direct = str(client.base_url.join("/store/person/1.ttl"))
    return {
        "direct": ("/store/person/1.ttl", direct),
        "indirect": (f"/store?graph={direct}", direct),
        "elsewhere": ("/store/?graph=http%3A%2F%2Fexample.org%2Fg", "http://example.org/g"),
        "default": ("/store?default", str(client.base_url.join("/store"))),
    }


@pytest.mark.parametrize("way", ["direct", "indirect", "elsewhere", "default"])
def test_a_graph_is_put_read_replaced_added_to_and_forgotten(writer: httpx.Client, way: str) -> None:
    path, base = places(writer)[way]

    def read() -> Graph:
        answer = writer.get(path, headers={"Accept": "text/turtle"})
        assert (answer.status_code, answer.headers["content-type"]) == (200, TURTLE)
        assert int(answer.headers["content-length"]) == len(answer.content)
        return graph(answer.text, base)

    made = put(writer, path, ONE)
    assert made.status_code == 201 and made.headers["location"] == str(writer.base_url.join(path))
    assert isomorphic(read(), graph(ONE, base))
    assert put(writer, path, TWO).status_code == 204
    assert isomorphic(read(), graph(TWO, base))
    assert put(writer, path, MORE, "POST").status_code == 200
    assert isomorphic(read(), graph(TWO + MORE, base))
    union = writer.post("/sparql", data={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).json()
    assert union["results"]["bindings"][0]["n"]["value"] == "4"
    assert writer.head(path).status_code == 200
    assert writer.delete(path).status_code == 200
    assert writer.delete(path).status_code == 404
    # The default graph is always there; it is empty now.
    assert writer.get(path).status_code == writer.head(path).status_code == (200 if way == "default" else 404)
    left = writer.post("/sparql", data={"query": "ASK { ?s ?p ?o }"}).json()
    assert left["boolean"] is False


def test_the_direct_and_the_indirect_name_are_one_graph(writer: httpx.Client) -> None:
    (direct, base), (indirect, _) = places(writer)["direct"], places(writer)["indirect"]
    put(writer, direct, ONE)
    assert isomorphic(graph(writer.get(indirect).text, base), graph(ONE, base))


def test_percent_encoding_is_undone_once(writer: httpx.Client) -> None:
    assert put(writer, "/store?graph=http://example.org/%31", ONE).status_code == 201
    assert put(writer, "/store?graph=http://example.org/%2531", TWO).status_code == 201
    answer = writer.get("/store?graph=http%3A%2F%2Fexample.org%2F1")
    assert isomorphic(graph(answer.text, "http://example.org/1"), graph(ONE, "http://example.org/1"))
    # An address below /store/ is taken as it is written.
    assert put(writer, "/store/a%20b%3Fc", ONE).status_code == 201
    names = writer.get("/sparql", params={"query": "SELECT ?g { GRAPH ?g {} }"}).json()["results"]["bindings"]
    expected = {
        "http://example.org/1",
        "http://example.org/%31",
        str(writer.base_url.join("/store/a%20b%3Fc")),
    }
    assert {row["g"]["value"] for row in names} == expected


def test_post_without_a_name_makes_a_graph(writer: httpx.Client) -> None:
    made = put(writer, "/store", ONE, "POST")
    place = made.headers["location"]
    assert made.status_code == 201 and place.startswith(str(writer.base_url.join("/store/")))
    assert isomorphic(graph(writer.get(place).text, place), graph(ONE, place))
    other = put(writer, "/store", TWO, "POST").headers["location"]
    assert other != place


def test_parts_of_a_form_are_added(writer: httpx.Client) -> None:
    path, base = places(writer)["direct"]
    put(writer, path, ONE)
    files = [
        ("a", ("a.ttl", MORE.encode(), TURTLE)),
        ("b", ("b.nt", b'<http://example.org/s> <http://example.org/p> "1" .', "application/n-triples")),
    ]
    assert writer.post(path, files=files).status_code == 200
    expected = graph(ONE + MORE + '<http://example.org/s> <http://example.org/p> "1" .', base)
    assert isomorphic(graph(writer.get(path).text, base), expected)


@pytest.mark.parametrize(
    ("media", "name"),
    [("application/rdf+xml", "xml"), ("application/n-triples", "nt"), ("application/ld+json", "json-ld")],
)
def test_graphs_come_and_go_in_each_format(writer: httpx.Client, media: str, name: str) -> None:
    path, base = places(writer)["elsewhere"]
    data = graph(ONE, base).serialize(format=name)
    done = writer.put(path, content=data.encode(), headers={"Content-Type": media})
    assert done.status_code == 201, done.text
    answer = writer.get(path, headers={"Accept": media})
    assert answer.headers["content-type"].startswith(media)
    assert isomorphic(Graph().parse(data=answer.text, format=name), graph(ONE, base))


@pytest.mark.parametrize(
    ("method", "path", "kind", "body", "status"),
    [
        ("GET", "/store", None, "", 400),
        ("GET", "/store?graph=relative", None, "", 400),
        ("GET", "/store?graph=http://a.example/&default", None, "", 400),
        ("GET", "/store?graph=http://a.example/&graph=http://b.example/", None, "", 400),
        ("GET", "/store?default=x", None, "", 400),
        ("GET", "/store?graph=http://a.example/", None, "", 404),
        ("HEAD", "/store?graph=http://a.example/", None, "", 404),
        ("GET", "/store?graph=urn:fazhi-store:own", None, "", 400),
        ("DELETE", "/store?graph=urn:fazhi-store:own", None, "", 400),
        ("PUT", "/store", TURTLE, ONE, 400),
        ("PUT", "/store?default", TURTLE, "<a> <b>", 400),
        ("PUT", "/store?default", "text/csv", ONE, 415),
        ("PUT", "/store?default", None, ONE, 415),
        ("PUT", "/store?default", "text/turtle; charset=gb18030", ONE, 415),
        ("POST", "/store?default", "multipart/form-data; boundary=x", "--x--\r\n", 415),
        ("PATCH", "/store?default", TURTLE, ONE, 405),
    ],
)
def test_what_is_not_of_the_protocol_is_refused(
    writable: httpx.Client, method: str, path: str, kind: str | None, body: str, status: int
) -> None:
    headers = {"Content-Type": kind} if kind else {}
    answer = writable.request(method, path, content=body.encode() or None, headers=headers)
    assert answer.status_code == status, answer.text


def test_no_format_that_is_accepted_is_406(writable: httpx.Client) -> None:
    assert writable.get("/store?default", headers={"Accept": "image/png"}).status_code == 406
