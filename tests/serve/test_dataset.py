from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from rdflib import DCAT, DCTERMS, RDF, VOID, Graph, URIRef
from serve.served import served

from kg.serve.dataset import DOWNLOADS
from kg.store import open_store
from kg.vocab import DEFAULT_BASE, expand
from tests.golden_graph import filled

NODE = URIRef(f"{DEFAULT_BASE}dataset")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dataset") / "store"
    filled(path).close()
    return path


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[httpx.Client]:
    with served(folder) as address, httpx.Client(base_url=address, follow_redirects=True) as found:
        yield found


@pytest.fixture(scope="module")
def void(client: httpx.Client) -> Graph:
    return Graph().parse(data=client.get("/.well-known/void").text, format="turtle")


def test_the_numbers_are_those_of_the_store(void: Graph, folder: Path) -> None:
    with open_store(folder, read_only=True) as store:
        triples = list(store.union())
    assert int(str(void.value(NODE, VOID.triples))) == len(triples)
    assert int(str(void.value(NODE, VOID.entities))) == len({str(t.subject) for t in triples})
    classes = {
        str(void.value(p, VOID["class"])): int(str(void.value(p, VOID.entities)))
        for p in void.objects(NODE, VOID.classPartition)
    }
    institutions = sum(
        t.predicate.value == expand("rdf:type")
        and str(getattr(t.object, "value", "")) == expand("kg:Institution")
        for t in triples
    )
    assert classes[expand("kg:Institution")] == institutions > 50
    properties = {
        str(void.value(p, VOID.property)): int(str(void.value(p, VOID.triples)))
        for p in void.objects(NODE, VOID.propertyPartition)
    }
    assert sum(properties.values()) == len(triples)


def test_it_says_what_it_is_and_where_to_get_it(void: Graph, client: httpx.Client) -> None:
    assert {str(o.language) for o in void.objects(NODE, DCTERMS.title)} == {"zh", "en"}  # type: ignore[attr-defined]
    assert (NODE, RDF.type, DCAT.Dataset) in void and void.value(NODE, DCTERMS.license) is not None
    assert str(void.value(NODE, VOID.uriSpace)) == DEFAULT_BASE
    assert str(void.value(NODE, VOID.sparqlEndpoint)) == f"{client.base_url}/sparql".replace(
        "//sparql", "/sparql"
    )
    places = {str(void.value(d, DCAT.downloadURL)) for d in void.objects(NODE, DCAT.distribution)}
    assert {place.rpartition("/")[2] for place in places} == {path[1:] for path, *_ in DOWNLOADS}
    for example in void.objects(NODE, VOID.exampleResource):
        assert client.get(f"/id/{str(example).removeprefix(DEFAULT_BASE)}").status_code == 200


@pytest.mark.parametrize(
    ("accept", "media", "form"),
    [
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("text/html", "text/turtle", "turtle"),
    ],
)
def test_all_forms_say_the_same(
    client: httpx.Client, void: Graph, accept: str, media: str, form: str
) -> None:
    answer = client.get("/.well-known/void", headers={"Accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == media
    assert set(Graph().parse(data=answer.text, format=form)) == set(void)


def test_the_same_store_gives_the_same_bytes(client: httpx.Client) -> None:
    first, second = (client.get("/.well-known/void").content for _ in range(2))
    assert first == second
    assert client.get("/.well-known/void", headers={"Accept": "image/png"}).status_code == 406


def test_the_dataset_itself_leads_to_its_description(client: httpx.Client) -> None:
    answer = client.get("/id/dataset", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/.well-known/void")


def test_the_downloads_are_what_export_gives(client: httpx.Client, folder: Path) -> None:
    from kg.export import export

    with open_store(folder, read_only=True) as store:
        for path, form, media in DOWNLOADS:
            answer = client.get(path)
            assert answer.headers["content-type"].partition(";")[0] == media
            assert "attachment" in answer.headers["content-disposition"]
            assert answer.content == export(store, form), path
