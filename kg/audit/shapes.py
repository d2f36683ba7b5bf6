"""Whether the graph is well formed: the SHACL shapes of ``ontology/shapes.ttl``, as findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from kg import resources
from kg.audit.conformance import surely_conforms
from kg.model import Finding
from kg.ntriples import lines, triples
from kg.store import Store
from kg.vocab import ENTITY_TYPES, expand

__all__ = ["Finding", "check_graph", "check_shapes", "report_graphs", "validate"]

_SH = Namespace("http://www.w3.org/ns/shacl#")
_SEVERITIES = {"Violation": "error", "Warning": "warning", "Info": "note"}
_CHAR = "#char="
_THINGS = frozenset(expand(f"kg:{name}") for name in ENTITY_TYPES)


_ACROSS = """
CONSTRUCT { ?s ?p ?o } WHERE {
  { VALUES ?p { skos:prefLabel skos:notation schema:containedInPlace } ?s ?p ?o }
  UNION { VALUES ?o { THINGS } ?s a ?o BIND(rdf:type AS ?p) }
}""".replace("THINGS", " ".join(f"<{iri}>" for iri in sorted(_THINGS)))
"""What reports share: the types, names and places of things. All quads of many reports are too many to look at."""


def validate(store: Store) -> tuple[Finding, ...]:
    """What is wrong with each report's graph, and with the names and places that reports share."""
    found = list(check_shapes(store))
    known = {(finding.code, finding.hint) for finding in found}
    shared = check_graph(lines(store.query(_ACROSS)))
    return (*found, *(f for f in shared if (f.code, f.hint) not in known))


def check_shapes(store: Store, *, reports: Iterable[str] | None = None) -> tuple[Finding, ...]:
    """What is wrong with the graphs of some reports (of all, if none are named), each checked by itself."""
    chosen = sorted(reports) if reports is not None else report_graphs(store)
    found: list[Finding] = []
    for report in chosen:
        found += check_graph(lines(store.graph(report)), report=report)
    return tuple(found)


def report_graphs(store: Store) -> list[str]:
    """The IRIs of the graphs that hold a report, sorted."""
    query = "SELECT DISTINCT ?report { GRAPH ?report { ?report a kg:Report } }"
    return sorted(str(row["report"].value) for row in store.query(query))


def check_graph(statements: Sequence[str], *, report: str = "") -> tuple[Finding, ...]:
    """The findings on the graph of these lines of N-Triples, sorted by place; empty where it conforms."""
    if surely_conforms(statements):
        return ()
    # pySHACL takes half a second to import, so that only those who check pay for it.
    from pyshacl import validate as run

    conforms, results, _ = run(
        _rdflib(statements), shacl_graph=_shapes(), inference="none", advanced=False, meta_shacl=False
    )
    if conforms:
        return ()
    assert isinstance(results, Graph)
    found = [_finding(results, result, report) for result in results.objects(None, _SH.result)]
    return tuple(sorted(set(found), key=lambda f: (f.start or 0, f.code, f.hint, f.message)))


@cache
def _shapes() -> Graph:
    return Graph().parse(str(resources.ontology("shapes.ttl")), format="turtle")


def _rdflib(statements: Sequence[str]) -> Graph:
    """The graph as rdflib holds it, each literal as it is written: a number that is none has to be found, not mended."""
    graph = Graph()
    found = triples(statements)
    graph.addN((_node(t.subject), URIRef(t.predicate.value), _node(t.object), graph) for t in found)
    return graph


def _node(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> URIRef | BNode | Literal:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    assert isinstance(term, ox.Literal)
    if term.language:
        return Literal(term.value, lang=term.language)
    if term.datatype.value == expand("xsd:string"):
        return Literal(term.value)
    return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)


def _finding(results: Graph, result: Node, report: str) -> Finding:
    focus, message = str(results.value(result, _SH.focusNode)), results.value(result, _SH.resultMessage)
    path, value = results.value(result, _SH.resultPath), results.value(result, _SH.value)
    component = str(results.value(result, _SH.sourceConstraintComponent)).rpartition("#")[2]
    severity = str(results.value(result, _SH.resultSeverity)).rpartition("#")[2]
    start, end = _position(focus)
    named = (("at", focus), ("property", path), ("value", value))
    details = [f"{name} {text}" for name, text in named if text]
    return Finding(
        code=f"shape-{component.removesuffix('ConstraintComponent')}",
        severity=_SEVERITIES.get(severity, "error"),
        message=str(message),
        report=report,
        start=start,
        end=end,
        hint="; ".join(details),
    )


def _position(focus: str) -> tuple[int | None, int | None]:
    """Where in the text a node stands, from its IRI: ``#char=12,40`` or ``#observation-12-40``."""
    tail = focus.rpartition("#")[2]
    parts = tail.removeprefix("char=").split(",") if _CHAR in focus else tail.split("-")[1:3]
    if len(parts) == 2 and all(part.isdigit() for part in parts):
        return int(parts[0]), int(parts[1])
    return None, None
