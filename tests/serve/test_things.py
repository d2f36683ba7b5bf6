from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef
from serve.served import served

from kg.explain import Live
from kg.graph import quads, shared_quads
from kg.iri import Names
from kg.serve.lookup.things import described
from kg.store import open_store
from kg.vocab import DEFAULT_BASE, expand
from tests.golden_graph import extraction

OFFICE = "institution/330112/综合行政执法局"
REPORT = "report/330112/人民政府/2023"


@pytest.fixture(scope="module")
def folder(output: Path) -> Path:
    return output / "store"


@pytest.fixture(scope="module")
def client(reading: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=reading) as found:
        yield found


def address(path: str) -> str:
    return "/id/" + quote(path)


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml;q=0.9, text/html;q=0.1", "application/rdf+xml"),
        ("*/*", "text/turtle"),
    ],
)
def test_the_form_follows_the_accept_header(client: httpx.Client, accept: str, media: str) -> None:
    answer = client.get(address(OFFICE), headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media)
    assert "Accept" in answer.headers["vary"]
    assert answer.headers["content-location"].startswith(address(OFFICE) + "?format=")


def test_all_forms_say_the_same(client: httpx.Client, folder: Path) -> None:
    with open_store(folder, read_only=True) as store:
        expected = {str(t) for t in described(store, DEFAULT_BASE + OFFICE)}
    assert len(expected) > 50
    forms = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
    for form, name in forms.items():
        text = client.get(address(OFFICE), params={"format": form}).text
        suffixed = client.get(f"{address(OFFICE)}.{form}").text
        assert text == suffixed
        graph = Graph().parse(data=text, format=name)
        lines = graph.serialize(format="nt").splitlines()
        found = {str(quad.triple) for quad in ox.parse("\n".join(lines), format=ox.RdfFormat.N_TRIPLES)}
        assert found == expected, form


def test_a_page_shows_names_facts_words_and_neighbours(client: httpx.Client) -> None:
    page = client.get(address(OFFICE), headers={"Accept": "text/html"}).text
    assert "<h1>临安区综合行政执法局</h1>" in page and "区综合行政执法局" in page
    assert "<mark>" in page and "隶属于" in page
    assert f'href="{address("institution/330112/人民政府")}"' in page
    assert f'href="{address(REPORT)}"' in page
    assert (
        "default-src 'self'"
        in client.get(address(OFFICE), headers={"Accept": "text/html"}).headers["content-security-policy"]
    )


def figures(folder: Path) -> list[str]:
    with open_store(folder, read_only=True) as store:
        return Live(store).of_types({expand("kg:Observation"): "Observation"})


def test_a_reports_page_has_an_anchor_for_each_figure(client: httpx.Client, folder: Path) -> None:
    page = client.get(address(REPORT), headers={"Accept": "text/html"}).text
    assert page.count('<tbody class="fig" id="observation-') == len(figures(folder))
    assert "35%" in page and "52%" in page and "↑" in page


def test_a_part_of_a_report_leads_to_its_anchor(client: httpx.Client, folder: Path) -> None:
    part = figures(folder)[0].partition("#")[2]
    answer = client.get(f"{address(REPORT)}%23{part}", headers={"Accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{address(REPORT)}#{part}"


@pytest.mark.parametrize(
    "path",
    ["place/330112", "indicator/head-court-appearance-rate", "topic/litigation", "reform/证照分离改革"],
)
def test_every_kind_of_thing_has_a_page(client: httpx.Client, path: str) -> None:
    answer = client.get(address(path), headers={"Accept": "text/html"})
    assert answer.status_code == 200 and "<h1>" in answer.text


def test_what_is_unknown_says_what_to_try(client: httpx.Client) -> None:
    answer = client.get(address("institution/330112/综合执法局"), headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "临安区综合行政执法局" in answer.text and 'name="q"' in answer.text
    answer = client.get(address("nothing"), headers={"Accept": "text/turtle"})
    assert answer.status_code == 404 and answer.headers["content-type"].startswith("text/plain")
    answer = client.get(address(OFFICE), params={"format": "exe"})
    assert answer.status_code == 406 and "ttl" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "", "%00", "..%2F..%2Fetc%2Fpasswd", "%2e%2e/%2e%2e/etc/passwd", "%FF%FE", "<script>alert(1)</script>", "a%20b",
        "%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", "x" * 5000, "place/%3E%20.%20%7D%20DROP%20ALL", "%5C%5Chost",
        "place/330112%00", "//evil.invalid/", "%E2%80%AEplace", "place%0d%0aSet-Cookie:x=1", "report/%23", "%23%23",
    ],
)  # fmt: skip
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_a_hostile_path_is_only_unknown(client: httpx.Client, path: str, accept: str) -> None:
    answer = client.get(f"/id/{path}", headers={"Accept": accept})
    assert answer.status_code == 404, answer.text[:200]
    if accept == "text/html":
        assert "<script>alert" not in answer.text and "<img src=x" not in answer.text
    if "%0d" not in path:  # no route takes an address of two lines
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert "Traceback" not in answer.text and "root:" not in answer.text
    assert "set-cookie" not in answer.headers


def test_the_base_of_the_iris_can_be_another(tmp_path: Path) -> None:
    names, one = Names("https://example.org/kg/"), extraction("linan-2023")
    with open_store(tmp_path / "store") as store:
        store.replace(names.report(one), quads(one, names=names))
        store.replace_all(shared_quads(one, names=names))
    iri = names.entity(next(e for e in one.entities if e.type == "Reform"))
    with served(tmp_path / "store", base_iri=names.base) as base, httpx.Client(base_url=base) as client:
        text = client.get(f"{address(iri.removeprefix(names.base))}.ttl").text
        assert (URIRef(iri), None, None) in Graph().parse(data=text, format="turtle")
        # Indicators keep the IRI that all graphs share.
        shared = client.get(address("indicator/head-court-appearance-rate.ttl")).text
        assert "indicator:head-court-appearance-rate" in shared


def test_json_ld_fetches_no_context(client: httpx.Client) -> None:
    found = json.loads(client.get(f"{address(OFFICE)}.jsonld").text)
    assert isinstance(found["@context"], dict)
    assert any(node["@id"].endswith("综合行政执法局") for node in found["@graph"])


def test_a_description_holds_the_claims_and_their_words(folder: Path) -> None:
    with open_store(folder, read_only=True) as store:
        found = described(store, DEFAULT_BASE + OFFICE)
    used = {t.predicate.value for t in found}
    assert {
        expand(p) for p in ("rdf:subject", "kg:evidence", "kg:sentence", "skos:prefLabel", "kg:mention")
    } <= used
