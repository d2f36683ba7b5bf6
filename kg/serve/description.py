"""The description of the SPARQL service, in its W3C vocabulary.

Source: https://www.w3.org/TR/sparql11-service-description/.
"""

from __future__ import annotations

from typing import Final

from rdflib import RDF, VOID, Graph, Namespace, URIRef

from kg.iri import Names
from kg.serve.negotiate import best

_SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
_FORMATS: Final = Namespace("http://www.w3.org/ns/formats/")
_FORMS: Final = {
    "text/turtle": "turtle",
    "application/rdf+xml": "xml",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
}
_RESULTS: Final = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD",
)  # fmt: skip


def description(accept: str, *, server: str, names: Names, writable: bool) -> tuple[str, bytes] | None:
    """The media type and the bytes of the form that is liked best; None where none is accepted.

    ``server`` is the address of the server, with a slash at its end; ``writable`` says that it takes updates.
    """
    media = best(accept, tuple(_FORMS))
    if media is None:
        return None
    graph = Graph(bind_namespaces="none")
    for prefix, name in (("sd", _SD), ("void", VOID), ("formats", _FORMATS)):
        graph.bind(prefix, name)
    endpoint = URIRef(f"{server}sparql")
    service, dataset, default = (URIRef(f"{endpoint}#{part}") for part in ("service", "dataset", "default"))
    graph.add((service, RDF.type, _SD.Service))
    graph.add((service, _SD.endpoint, endpoint))
    graph.add((service, _SD.supportedLanguage, _SD.SPARQL11Query))
    for feature in (_SD.UnionDefaultGraph, _SD.EmptyGraphs):
        graph.add((service, _SD.feature, feature))
    for form in _RESULTS:
        graph.add((service, _SD.resultFormat, _FORMATS[form]))
    graph.add((service, _SD.defaultDataset, dataset))
    graph.add((dataset, RDF.type, _SD.Dataset))
    graph.add((dataset, _SD.defaultGraph, default))
    graph.add((default, RDF.type, _SD.Graph))
    graph.add((dataset, VOID.inDataset, URIRef(f"{names.base}dataset")))
    if writable:
        service, endpoint = URIRef(f"{server}update#service"), URIRef(f"{server}update")
        graph.add((service, RDF.type, _SD.Service))
        graph.add((service, _SD.endpoint, endpoint))
        graph.add((service, _SD.supportedLanguage, _SD.SPARQL11Update))
        graph.add((service, _SD.defaultDataset, dataset))
    text = graph.serialize(format=_FORMS[media], encoding="utf-8")
    return media, text
