"""Graphs as quads: one report's, and those of what is true of many: the ontology, the indicators, the places."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, parse

from kg import resources
from kg.graph.report import statements
from kg.indicators import triples
from kg.iri import Names
from kg.model import Extraction
from kg.ntriples import triples as as_triples
from kg.vocab import expand

_TYPE, _REGION = NamedNode(expand("rdf:type")), NamedNode(expand("kg:Region"))
PLACE_PREDICATES = (
    _TYPE,
    *(NamedNode(expand(name)) for name in ("skos:notation", "skos:prefLabel", "schema:containedInPlace")),
)
"""What all reports share of a place; what a report calls it (我区, 全市) stays with the report."""
_FILES = ("kg.ttl", "cube.ttl")


def quads(extraction: Extraction, *, names: Names) -> list[Quad]:
    """All that one report says, sorted, no quad twice. Raises VocabularyError for a term unknown to us."""
    graph = NamedNode(names.report(extraction))
    found = as_triples(statements(extraction, names=names))
    return [Quad(one.subject, one.predicate, one.object, graph) for one in found]


def shared_quads(*extractions: Extraction, names: Names) -> list[Quad]:
    """The graphs of the ontology, the indicators and the places that the reports speak of, sorted."""
    ontology = NamedNode(names.graph("ontology"))
    indicators = NamedNode(names.graph("indicators"))
    found = [Quad(t.subject, t.predicate, t.object, ontology) for t in _ontology()]
    found += [Quad(t.subject, t.predicate, t.object, indicators) for t in triples()]
    for extraction in extractions:
        found += place_quads(quads(extraction, names=names), names=names)
    keyed = {str(quad): quad for quad in found}
    return [keyed[key] for key in sorted(keyed)]


def place_quads(report_quads: Iterable[Quad], *, names: Names) -> list[Quad]:
    """What the graphs of reports say of places themselves, for the graph that all reports share, sorted."""
    graph = NamedNode(names.graph("places"))
    known = list(report_quads)
    places = {quad.subject for quad in known if quad.predicate == _TYPE and quad.object == _REGION}
    found = {
        Quad(quad.subject, quad.predicate, quad.object, graph)
        for quad in known
        if quad.predicate in PLACE_PREDICATES and quad.subject in places
    }
    return sorted(found, key=str)


@cache
def _ontology() -> tuple[Triple, ...]:
    found = []
    for name in _FILES:
        for quad in parse(path=str(resources.ontology(name)), format=RdfFormat.TURTLE):
            if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
                raise ValueError(f"{name}: the ontology is written without blank nodes")
            found.append(Triple(quad.subject, quad.predicate, quad.object))
    return tuple(found)
