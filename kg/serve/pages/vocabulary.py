"""The terms of the ontology, for reading and for the editor's completion."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from rdflib import Graph, Namespace
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg import resources
from kg.serve.pages.site import Entry, Site
from kg.vocab import KG, PREFIXES, expand

NAV: Final = (Entry("/vocabulary", "nav-vocabulary"),)
_SCHEMA: Final = Namespace(PREFIXES["schema"])
# Terms of others that the graph uses beside those that ontology/kg.ttl speaks of.
_OTHERS: Final = {
    "class": ("org:Organization", "prov:Plan", "qb:Observation", "qb:DataSet", "skos:Concept", "foaf:Person"),
    "property": (
        "rdf:type", "rdf:subject", "rdf:predicate", "rdf:object", "rdfs:label", "skos:prefLabel", "skos:altLabel",
        "skos:notation", "skos:broader", "dcterms:title", "dcterms:publisher", "dcterms:issued",
        "dcterms:isPartOf", "dcterms:source", "org:subOrganizationOf", "schema:containedInPlace", "oa:start",
        "oa:end", "oa:exact", "oa:hasSource",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property: its prefixed name, its names and its meaning in both languages."""

    curie: str
    kind: str
    label: dict[str, str]
    meaning: dict[str, str]
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()


@cache
def terms() -> tuple[Term, ...]:
    """The classes and properties of ``ontology/kg.ttl``, in the order of their names, classes first."""
    graph = Graph().parse(resources.ontology("kg.ttl"), format="turtle")
    found = []
    for kind, types in (("class", (OWL.Class,)), ("property", (OWL.ObjectProperty, OWL.DatatypeProperty))):
        names = {s for type_ in types for s in graph.subjects(RDF.type, type_) if str(s).startswith(str(KG))}
        for name in sorted(names, key=str):
            found.append(
                Term(
                    _curie(str(name)),
                    kind,
                    {str(o.language): str(o) for o in graph.objects(name, RDFS.label)},  # type: ignore[attr-defined]
                    {str(o.language): str(o) for o in graph.objects(name, SKOS.definition)},  # type: ignore[attr-defined]
                    _ends(graph, name, "domain"),
                    _ends(graph, name, "range"),
                )
            )
    return tuple(found)


def _ends(graph: Graph, name: object, end: str) -> tuple[str, ...]:
    predicates = (RDFS[end], _SCHEMA[f"{end}Includes"])
    return tuple(sorted({_curie(str(o)) for p in predicates for o in graph.objects(name, p)}))  # type: ignore[arg-type]


def _curie(iri: str) -> str:
    for prefix, start in PREFIXES.items():
        if iri.startswith(start):
            return f"{prefix}:{iri.removeprefix(start)}"
    return iri


def completions(lang: str) -> list[dict[str, str]]:
    """What the editor offers: every term with what it means, then the prefixes."""
    found = [{"text": term.curie, "kind": term.kind, "says": term.label.get(lang, "")} for term in terms()]
    found += [{"text": curie, "kind": kind, "says": ""} for kind, known in _OTHERS.items() for curie in known]
    return found + [{"text": f"{prefix}:", "kind": "prefix", "says": iri} for prefix, iri in PREFIXES.items()]


def routes(site: Site) -> list[Route]:
    """The page of the vocabulary."""

    async def vocabulary(request: Request) -> Response:
        groups = {kind: [term for term in terms() if term.kind == kind] for kind in ("class", "property")}
        links = {expand(term.curie): term.curie for term in terms()}
        return site.render(request, "vocabulary.html.j2", groups=groups, links=links)

    return [site.page("/vocabulary", vocabulary)]
