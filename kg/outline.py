"""The network without its words: who is linked to whom in which reports, for measures of thousands of reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import networkx as nx

from kg.store import Store
from kg.vocab import ENTITY_TYPES, PREDICATES, expand

_THINGS: Final = """
SELECT ?thing ?type ?label ?region_label {
  VALUES ?type { %s }
  ?thing a ?type ; skos:prefLabel ?label .
  OPTIONAL { ?thing kg:region/skos:prefLabel ?region_label }
} ORDER BY ?thing ?type ?label ?region_label"""

_CLAIMS: Final = """
SELECT ?subject ?predicate ?object ?report (COUNT(?claim) AS ?times) {
  ?claim a kg:Claim ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ;
    kg:evidence/oa:hasSource ?report
} GROUP BY ?subject ?predicate ?object ?report"""

_MENTIONS: Final = """
SELECT DISTINCT ?thing ?report { ?thing kg:mention/oa:hasSource ?report }"""

_REPORTS: Final = """
SELECT ?report ?title ?year ?place ?place_name {
  ?report a kg:Report ; dcterms:title ?title ; kg:region ?place . ?place skos:prefLabel ?place_name .
  OPTIONAL { ?report kg:year ?year }
} ORDER BY ?report ?title ?place_name"""

_FIGURES: Final = """
SELECT DISTINCT ?report ?code { ?o kg:indicator/skos:notation ?code ; kg:evidence/oa:hasSource ?report }"""

_NAMES: Final = {expand(curie): name for name, curie in PREDICATES.items()}


def outline(store: Store) -> nx.MultiDiGraph:
    """The network of the things that reports link or mention, without sentences and figures.

    A node's key is its IRI, an edge's key the name of its predicate. Nodes carry ``label``, ``type``,
    ``region`` and ``reports``; edges ``predicate``, ``reports`` and ``times`` (claims); the graph itself
    ``reports``: by IRI the ``title``, ``year``, ``place`` (IRI), ``region`` (name) and ``codes`` (indicators).
    Nodes and edges come in the order of their IRIs.
    """
    graph = nx.MultiDiGraph(reports=_reports(store))
    about = _things(store)
    edges: dict[tuple[str, str, str], dict[str, int]] = {}
    for row in _rows(store, _CLAIMS):
        key = (row["subject"], row["object"], _NAMES.get(row["predicate"], row["predicate"]))
        edges.setdefault(key, {})[row["report"]] = int(row["times"])
    reports: dict[str, set[str]] = {}
    for row in _rows(store, _MENTIONS):
        reports.setdefault(row["thing"], set()).add(row["report"])
    for (subject, value, _), times in edges.items():
        for thing in (subject, value):
            reports.setdefault(thing, set()).update(times)
    for thing in sorted(reports.keys() & about.keys()):
        graph.add_node(thing, **about[thing], reports=sorted(reports[thing]))
    for (subject, value, predicate), times in sorted(edges.items()):
        if subject in graph and value in graph:
            graph.add_edge(
                subject, value, key=predicate,
                predicate=predicate, reports=sorted(times), times=sum(times.values()),
            )  # fmt: skip
    return graph


def _things(store: Store) -> dict[str, dict[str, str]]:
    types = {expand(f"kg:{name}"): name for name in ENTITY_TYPES}
    found: dict[str, dict[str, str]] = {}
    for row in _rows(store, _THINGS % " ".join(f"<{iri}>" for iri in types)):
        about = {"label": row["label"], "type": types[row["type"]], "region": row.get("region_label", "")}
        found.setdefault(row["thing"], about)
    return found


def _reports(store: Store) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in _rows(store, _REPORTS):
        year = row.get("year", "")
        about: dict[str, Any] = {
            "title": row["title"],
            "year": int(year) if year.isdecimal() else None,
            "place": row["place"],
            "region": row["place_name"],
            "codes": set(),
        }
        found.setdefault(row["report"], about)
    for row in _rows(store, _FIGURES):
        if row["report"] in found:
            found[row["report"]]["codes"].add(row["code"])
    return found


def _rows(store: Store, sparql: str) -> Iterator[dict[str, str]]:
    solutions: Any = store.query(sparql)
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield {name: solution[name].value for name in names if solution[name] is not None}
