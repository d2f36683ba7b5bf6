"""The dataset as a whole: its description in VoID and DCAT, and the downloads."""

from __future__ import annotations

from typing import Final

from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, VOID, XSD, Graph, Literal, Namespace, URIRef
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from kg.export import export
from kg.serve.context import Context
from kg.serve.kept import Kept
from kg.serve.lookup.numbers import Partitions, partitions
from kg.serve.negotiate import best
from kg.vocab import PREFIXES

#: The downloads: address, format of ``kg export``, media type.
DOWNLOADS: Final = (
    ("/data.ttl", "turtle", "text/turtle"),
    ("/data.nq", "nquads", "application/n-quads"),
    ("/data.trig", "trig", "application/trig"),
    ("/data.jsonld", "jsonld", "application/ld+json"),
    ("/data.csv", "csv", "text/csv"),
)
_FORMS: Final = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}
_SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
_TITLE: Final = {"zh": "法治报告知识图谱", "en": "Government reports as a knowledge graph"}
_DESCRIPTION: Final = {
    "zh": "中国各级政府及其部门公开报告中的机构、改革举措、政策文件与数据，每条事实均附原文依据。",
    "en": "Institutions, reforms, policies and figures from the public reports of Chinese governments and their "
    "departments, each fact with the words that say so.",
}
# The program's licence covers the ontology and what is extracted; the reports are public documents of their publishers.
_LICENCE: Final = URIRef("https://spdx.org/licenses/MIT")


def routes(context: Context) -> list[BaseRoute]:
    """``/.well-known/void`` and ``/data.*``."""
    counted = Kept(context, partitions)

    async def void(request: Request) -> Response:
        media = best(request.headers.get("accept", ""), tuple(_FORMS))
        if media is None:
            # A browser gets to read it as well, though not as a page.
            media = "text/turtle" if best(request.headers.get("accept", ""), ("text/html",)) else None
        if media is None:
            return PlainTextResponse(f"there is: {', '.join(_FORMS)}\n", 406, {"Vary": "Accept"})
        graph = description(await counted.get(), base=context.names.base, server=str(request.base_url))
        headers = {"Vary": "Accept", "X-Content-Type-Options": "nosniff"}
        return Response(_text(graph, media), media_type=media, headers=headers)

    def download(path: str, form: str, media: str) -> Route:
        async def data(request: Request) -> Response:
            headers = {
                "Content-Disposition": f'attachment; filename="fazhi-kg{path.removeprefix("/data")}"',
                "X-Content-Type-Options": "nosniff",
            }
            return Response(await context.call(export, form), media_type=media, headers=headers)

        return Route(path, data, methods=["GET"])

    return [Route("/.well-known/void", void, methods=["GET"]), *(download(*one) for one in DOWNLOADS)]


def description(found: Partitions, *, base: str, server: str) -> Graph:
    """The dataset in VoID and DCAT; ``server`` is the address of this one, with a slash at its end.

    Nothing in it depends on the time: the same store gives the same description.
    """
    graph = Graph(bind_namespaces="none")
    for prefix, name in (("void", VOID), ("dcat", DCAT), ("sd", _SD), *PREFIXES.items()):
        graph.bind(prefix, name)
    node, document = URIRef(f"{base}dataset"), URIRef(f"{server}.well-known/void")
    graph.add((document, RDF.type, VOID.DatasetDescription))
    graph.add((document, FOAF.primaryTopic, node))
    for kind in (VOID.Dataset, DCAT.Dataset):
        graph.add((node, RDF.type, kind))
    for lang in ("zh", "en"):
        graph.add((node, DCTERMS.title, Literal(_TITLE[lang], lang=lang)))
        graph.add((node, DCTERMS.description, Literal(_DESCRIPTION[lang], lang=lang)))
    graph.add((node, DCTERMS.license, _LICENCE))
    graph.add((node, DCTERMS.language, Literal("zh")))
    graph.add((node, FOAF.homepage, URIRef(server)))
    graph.add((node, VOID.uriSpace, Literal(base)))
    graph.add((node, VOID.sparqlEndpoint, URIRef(f"{server}sparql")))
    for prefix in sorted(
        {"kg", "rdf", "rdfs", "skos", "dcterms", "prov", "org", "qb", "oa", "foaf", "schema"}
    ):
        graph.add((node, VOID.vocabulary, URIRef(PREFIXES[prefix])))
    for example in found.examples:
        graph.add((node, VOID.exampleResource, URIRef(example)))
    _numbers(graph, node, found)
    _distributions(graph, node, server)
    _service(graph, node, server)
    return graph


def _numbers(graph: Graph, node: URIRef, found: Partitions) -> None:
    numbers = (
        (VOID.triples, found.triples),
        (VOID.entities, found.subjects),
        (VOID.distinctSubjects, found.subjects),
        (VOID.distinctObjects, found.objects),
        (VOID.classes, len(found.classes)),
        (VOID.properties, len(found.properties)),
    )
    for predicate, number in numbers:
        graph.add((node, predicate, Literal(number, datatype=XSD.integer)))
    ways = (
        ("class", VOID.classPartition, VOID["class"], VOID.entities, found.classes),
        ("property", VOID.propertyPartition, VOID.property, VOID.triples, found.properties),
    )
    for kind, partition, of, counts, known in ways:
        for order, (iri, number) in enumerate(known, start=1):
            part = URIRef(f"{node}#{kind}-{order}")
            graph.add((node, partition, part))
            graph.add((part, of, URIRef(iri)))
            graph.add((part, counts, Literal(number, datatype=XSD.integer)))


def _distributions(graph: Graph, node: URIRef, server: str) -> None:
    for path, form, media in DOWNLOADS:
        where, part = URIRef(f"{server}{path.removeprefix('/')}"), URIRef(f"{node}#{form}")
        graph.add((node, DCAT.distribution, part))
        graph.add((part, RDF.type, DCAT.Distribution))
        graph.add((part, DCAT.downloadURL, where))
        graph.add((part, DCAT.accessURL, where))
        graph.add((part, DCAT.mediaType, URIRef(f"https://www.iana.org/assignments/media-types/{media}")))
        graph.add((part, DCTERMS.license, _LICENCE))
        if form != "csv":
            graph.add((node, VOID.dataDump, where))


def _service(graph: Graph, node: URIRef, server: str) -> None:
    service = URIRef(f"{node}#sparql")
    graph.add((service, RDF.type, DCAT.DataService))
    graph.add((service, RDFS.label, Literal("SPARQL 1.1")))
    graph.add((service, DCAT.endpointURL, URIRef(f"{server}sparql")))
    graph.add((service, DCAT.servesDataset, node))


def _text(graph: Graph, media: str) -> str:
    text = graph.serialize(format=_FORMS[media])
    if media == "application/n-triples":
        return "".join(sorted(text.splitlines(keepends=True)))
    return text
