"""The graph as a network of things for NetworkX: nodes with their figures, edges with their evidence."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, Final

import networkx as nx
import pyoxigraph as ox

from kg.store import Store
from kg.table import Cell, Term, cell, plain
from kg.vocab import ENTITY_TYPES, PREDICATES, expand

Json = dict[str, Any]
Statements = dict[str, list[Term]]

_ENTITY_CLASSES: Final = {expand(f"kg:{name}"): name for name in ENTITY_TYPES}
_PREDICATES: Final = {expand(curie): name for name, curie in PREDICATES.items()}
_TYPE: Final = expand("rdf:type")


def project(store: Store) -> nx.MultiDiGraph:
    """The network of all that is in a store."""
    return network(store.union())


def network(statements: Iterable[ox.Quad | ox.Triple]) -> nx.MultiDiGraph:
    """The network of institutions, regions, reforms, policies, persons and recognitions in statements, each given once.

    A node's key is its IRI, an edge's key the name of its predicate. Nodes carry ``label``, ``type``,
    ``aka``, ``region``, ``reports``, ``facts`` and ``mentions``; edges ``predicate``, ``label_zh``,
    ``label_en``, ``implicit`` and ``evidence``; the graph itself ``reports``, and in ``files`` the name and
    hash of the file that each report was read from. Places that no report names and no statement touches
    stay out. Nodes and edges come in the order of their IRIs.
    """
    index = Index(statements)
    graph = nx.MultiDiGraph(reports=_reports(index), files=_files(index))
    claims = _claims(index)
    touched = {iri for subject, _, value in claims for iri in (subject, value)}
    facts = _facts(index)
    for iri in index.of_types(_ENTITY_CLASSES):
        kind = next(name for c, name in _ENTITY_CLASSES.items() if c in index.types(iri))
        mentions = index.quotes(iri, "kg:mention")
        if mentions or iri in touched:
            graph.add_node(iri, **_node(index, iri, kind, facts.get(iri, []), mentions))
    for (subject, predicate, value), found in sorted(claims.items()):
        if subject in graph and value in graph:
            graph.add_edge(subject, value, key=predicate, **_edge(index, predicate, found))
    _add_reports(graph)
    return graph


class Index:
    """Statements by subject, read once."""

    def __init__(self, statements: Iterable[ox.Quad | ox.Triple]) -> None:
        self._things: dict[str, Statements] = {}
        for one in statements:
            about = self._things.setdefault(str(getattr(one.subject, "value", "")), {})
            about.setdefault(one.predicate.value, []).append(one.object)

    def of_types(self, classes: dict[str, str]) -> list[str]:
        """The IRIs of all things of some classes, sorted."""
        return sorted(set().union(*(self._members.get(name, ()) for name in classes)))

    @cached_property
    def _members(self) -> dict[str, set[str]]:
        """The things of each class."""
        found: dict[str, set[str]] = {}
        for iri in self._things:
            for name in self.types(iri):
                found.setdefault(name, set()).add(iri)
        return found

    def types(self, iri: str) -> list[str]:
        """The IRIs of a thing's classes."""
        return [str(getattr(term, "value", "")) for term in self._things.get(iri, {}).get(_TYPE, [])]

    def terms(self, iri: str, curie: str) -> list[Term]:
        """The values of a property, sorted."""
        found = self._things.get(iri, {}).get(expand(curie), [])
        return sorted(found, key=str) if len(found) > 1 else found

    def one(self, iri: str, curie: str) -> Cell:
        """The first value of a property, or None."""
        found = self.terms(iri, curie)
        return cell(found[0]) if found else None

    def text(self, iri: str, curie: str, *, language: str = "zh") -> str:
        """The first text of a property in a language, else in any, else ""."""
        found = self.terms(iri, curie)
        mine = [t for t in found if isinstance(t, ox.Literal) and t.language == language]
        return str(cell((mine or found)[0])) if found else ""

    def values(self, iri: str, curie: str) -> list[str]:
        """All values of a property as people read them: names of things, else the text."""
        found = self.terms(iri, curie)
        return [self.label(t.value) if isinstance(t, ox.NamedNode) else plain(cell(t)) for t in found]

    def iri(self, iri: str, curie: str) -> str:
        """The IRI that a property points to, or ""."""
        found = self.terms(iri, curie)
        return str(getattr(found[0], "value", "")) if found else ""

    def label(self, iri: str) -> str:
        """The name of a thing; its IRI's last part where it has none."""
        if not iri:
            return ""
        return self.text(iri, "skos:prefLabel") or self.text(iri, "dcterms:title") or iri.rsplit("/", 1)[-1]

    def quotes(self, iri: str, curie: str) -> list[Json]:
        """The evidence that a property points to, in the order of the reports and of their text."""
        nodes = [str(getattr(term, "value", "")) for term in self.terms(iri, curie)]
        ordered = sorted(nodes, key=lambda node: (self.iri(node, "oa:hasSource"), self._start(node), node))
        return [self._quote(node) for node in ordered]

    def _start(self, node: str) -> int:
        value = self.one(node, "oa:start")
        return value if isinstance(value, int) else 0

    def _quote(self, node: str) -> Json:
        first = self.one(node, "kg:sentenceStart")
        start, end = self.one(node, "oa:start"), self.one(node, "oa:end")
        assert isinstance(first, int) and isinstance(start, int) and isinstance(end, int)
        return {
            "sentence": self.text(node, "kg:sentence"),
            "quote_start": start - first,
            "quote_end": end - first,
            "start": start,
            "report": self.iri(node, "oa:hasSource"),
            "section": self.text(self.iri(node, "kg:section"), "kg:heading"),
        }

    def fact(self, iri: str) -> Json:
        """An observation as plain values."""
        baseline = self.iri(iri, "kg:baseline")
        quote = self.quotes(iri, "kg:evidence")[0]
        indicator = self.iri(iri, "kg:indicator")
        return {
            "iri": iri,
            "label": self.text(iri, "kg:label"),
            "code": self.text(indicator, "skos:notation"),
            "topic": self.text(self.iri(indicator, "kg:topic"), "skos:notation"),
            "value": number(self.one(iri, "kg:value")),
            "unit": self.text(iri, "kg:unit"),
            "kind": self.text(iri, "kg:kind"),
            "period": self.period(iri),
            "baseline_value": number(self.one(baseline, "kg:value")),
            "baseline_period": self.period(baseline),
            "change": number(self.one(iri, "kg:change")),
            "change_unit": self.text(iri, "kg:changeUnit"),
            "approximate": self.one(iri, "kg:approximate") is True,
            "written": self.text(iri, "kg:written"),
            **quote,
        }

    def period(self, iri: str) -> str:
        """A period as ISO 8601 writes it, or ""."""
        single = self.text(iri, "kg:period")
        first, last = self.text(iri, "kg:from"), self.text(iri, "kg:to")
        return single or (f"{first or '..'}/{last or '..'}" if first or last else "")


def number(value: Cell) -> int | float | None:
    """A decimal as JSON and JavaScript know it."""
    if value is None or isinstance(value, str):
        return None
    return int(value) if value == int(value) else float(value)


def _reports(index: Index) -> dict[str, Json]:
    found = {}
    for iri in index.of_types({expand("kg:Report"): "Report"}):
        year = index.text(iri, "kg:year")
        found[iri] = {
            "title": index.text(iri, "dcterms:title"),
            "publisher": index.label(index.iri(iri, "dcterms:publisher")),
            "published": index.text(iri, "dcterms:issued"),
            "year": int(year) if year.isdigit() else None,
            "region": index.label(index.iri(iri, "kg:region")),
        }
    return found


def _files(index: Index) -> dict[str, Json]:
    """The name and the SHA-256 of the file that each report was read from."""
    return {
        iri: {"name": index.text(iri, "kg:fileName"), "sha256": index.text(iri, "kg:sha256")}
        for iri in index.of_types({expand("kg:Report"): "Report"})
    }


def _claims(index: Index) -> dict[tuple[str, str, str], list[str]]:
    """The claims behind each statement between two things."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for claim in index.of_types({expand("kg:Claim"): "Claim"}):
        name = _PREDICATES[index.iri(claim, "rdf:predicate")]
        key = (index.iri(claim, "rdf:subject"), name, index.iri(claim, "rdf:object"))
        found.setdefault(key, []).append(claim)
    return found


def _facts(index: Index) -> dict[str, list[Json]]:
    """The figures about each thing, in the order of the reports and of their text."""
    keyed: dict[str, list[tuple[str, int, Json]]] = {}
    for iri in index.of_types({expand("kg:Observation"): "Observation"}):
        about, order = index.iri(iri, "kg:about"), index.one(iri, "kg:order")
        if about:
            fact = index.fact(iri)
            keyed.setdefault(about, []).append((fact["report"], order if isinstance(order, int) else 0, fact))
    return {about: [f for *_, f in sorted(found, key=lambda x: x[:2])] for about, found in keyed.items()}


def _node(index: Index, iri: str, kind: str, facts: list[Json], mentions: list[Json]) -> Json:
    label = index.label(iri)
    names = {str(cell(t)) for curie in ("skos:prefLabel", "skos:altLabel") for t in index.terms(iri, curie)}
    region = index.iri(iri, "kg:region") or index.iri(iri, "kg:locatedIn")
    if kind == "Region":
        region = index.iri(iri, "schema:containedInPlace")
    return {
        "label": label,
        "type": kind,
        "aka": sorted(names - {label}),
        "region": index.label(region),
        "reports": sorted({quote["report"] for quote in (*facts, *mentions)}),
        "facts": facts,
        "mentions": mentions,
    }


def _edge(index: Index, name: str, claims: list[str]) -> Json:
    iri = expand(PREDICATES[name])
    quotes = [quote for claim in claims for quote in index.quotes(claim, "kg:evidence")]
    return {
        "predicate": name,
        "label_zh": index.text(iri, "rdfs:label") or LABELS[name][0],
        "label_en": index.text(iri, "rdfs:label", language="en") or LABELS[name][1],
        "implicit": all(index.one(claim, "kg:implicit") is True for claim in claims),
        "evidence": sorted(quotes, key=lambda q: (q["report"], q["sentence"], q["quote_start"])),
    }


def _add_reports(graph: nx.MultiDiGraph) -> None:
    """A thing that only a statement speaks of is in that statement's report as well."""
    for subject, value, about in graph.edges(data=True):
        for node in (subject, value):
            known = set(graph.nodes[node]["reports"])
            graph.nodes[node]["reports"] = sorted(known | {quote["report"] for quote in about["evidence"]})


# Names of relations for a store that was filled without the ontology, and of the one that is not ours.
LABELS: Final[dict[str, tuple[str, str]]] = {
    "issues": ("制定印发", "issues"),
    "implements": ("推进实施", "implements"),
    "complies_with": ("贯彻执行", "complies with"),
    "provides_for": ("部署规定", "provides for"),
    "establishes": ("组建设立", "establishes"),
    "part_of": ("隶属于", "part of"),
    "oversees": ("监督指导", "oversees"),
    "delegates_to": ("赋权委托", "delegates to"),
    "receives": ("获得荣誉", "receives"),
    "conferred_by": ("授予单位", "conferred by"),
    "located_in": ("所在地", "located in"),
}
