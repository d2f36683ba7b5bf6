"""Clients that people have, against ``kg serve`` as a process: SPARQLWrapper, rdflib's stores, curl."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from serve.conftest import TOKEN
from serve.served import command

from kg.graph import quads, shared_quads
from kg.iri import Names
from kg.store import open_store
from tests.golden_graph import NAMES, extraction

REPORTS = "SELECT ?title { ?r a kg:Report ; dcterms:title ?title }"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of one report that clients may write to."""
    folder = tmp_path_factory.mktemp("clients") / "store"
    with open_store(folder) as store:
        found = extraction("linan-2023")
        store.replace(NAMES.report(found), quads(found, names=NAMES))
        store.replace_all(shared_quads(names=Names()))
    with command(folder, "--writable", token=TOKEN) as (_, address):
        yield address


def test_sparqlwrapper(address: str) -> None:
    import SPARQLWrapper as wrapper

    client = wrapper.SPARQLWrapper(f"{address}/sparql")
    for method in (wrapper.GET, wrapper.POST):
        client.setMethod(method)
        client.setQuery(REPORTS)
        client.setReturnFormat(wrapper.JSON)
        (row,) = client.queryAndConvert()["results"]["bindings"]
        assert "2023年法治政府建设" in row["title"]["value"]
        client.setReturnFormat(wrapper.XML)
        assert len(client.queryAndConvert().getElementsByTagName("result")) == 1
    client.setQuery("CONSTRUCT { ?r a kg:Report } { ?r a kg:Report }")
    client.setReturnFormat(wrapper.TURTLE)
    assert len(Graph().parse(data=client.queryAndConvert(), format="turtle")) == 1
    client.setReturnFormat(wrapper.JSON)
    client.setQuery("SELECT ?x { ?x")
    with pytest.raises(wrapper.SPARQLExceptions.QueryBadFormed):
        client.query()
    writer = wrapper.SPARQLWrapper(f"{address}/update")
    writer.setMethod(wrapper.POST)
    writer.addCustomHttpHeader("Authorization", f"Bearer {TOKEN}")
    writer.setQuery(
        "INSERT DATA { GRAPH <http://example.org/w> { <http://example.org/w> a <http://example.org/W> } }"
    )
    assert writer.query().response.status == 204


def test_rdflib_reads(address: str) -> None:
    graph = Graph(SPARQLStore(f"{address}/sparql"))
    (row,) = graph.query(REPORTS)
    assert "2023年法治政府建设" in str(row[0])
    report = URIRef(NAMES.report(extraction("linan-2023")))
    assert len(list(graph.triples((report, None, None)))) > 5
    assert bool(graph.query("ASK { ?r a kg:Report }")) is True


def test_rdflib_writes(address: str) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    store = SPARQLUpdateStore(f"{address}/sparql", f"{address}/update", autocommit=False, headers=headers)
    graph = Graph(store, identifier="http://example.org/r")
    subject, predicate = URIRef("http://example.org/区"), URIRef("http://example.org/p")
    graph.add((subject, predicate, Literal("张三", lang="zh")))
    graph.update("PREFIX e: <http://example.org/> INSERT DATA { e:a e:p 1 }")
    graph.update("PREFIX x: <http://example.org/> INSERT DATA { x:b x:p 2 }")
    store.commit()
    assert set(graph.objects(subject, predicate)) == {Literal("张三", lang="zh")}
    assert len(graph) == 3
    graph.remove((subject, None, None))
    store.commit()
    assert len(graph) == 2
    # Without the token nothing is written.
    stranger = Graph(
        SPARQLUpdateStore(f"{address}/sparql", f"{address}/update"), identifier="http://example.org/r"
    )
    with pytest.raises(Exception, match="401"):
        stranger.add((subject, predicate, Literal(1)))


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl here")
def test_curl(address: str, tmp_path: Path) -> None:
    def curl(*arguments: str) -> str:
        return subprocess.run(["curl", "-sS", *arguments], check=True, capture_output=True, text=True).stdout

    answer = curl(f"{address}/sparql", "--data-urlencode", f"query={REPORTS}")
    assert len(json.loads(answer)["results"]["bindings"]) == 1
    rows = curl("-G", f"{address}/sparql", "-H", "Accept: text/csv", "--data-urlencode", f"query={REPORTS}")
    assert rows.splitlines()[0] == "title" and len(rows.splitlines()) == 2
    (tmp_path / "more.ttl").write_text("<#a> <#b> '中' .", "utf-8")
    graph = f"{address}/store?graph=http://example.org/c"
    token = ("-H", f"Authorization: Bearer {TOKEN}")
    code = ("-o", "/dev/null", "-w", "%{http_code}")
    body = ("-H", "Content-Type: text/turtle", "-T", str(tmp_path / "more.ttl"))
    assert curl(*code, *body, graph) == "401"
    assert curl(*code, *token, *body, graph) == "201"
    assert '<http://example.org/c#a> <http://example.org/c#b> "中"' in curl(
        "-H", "Accept: application/n-triples", graph
    )
    assert curl(*code, *token, "-X", "DELETE", graph) == "200"
