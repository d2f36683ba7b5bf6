"""What the graph says of one thing: for its page, and as RDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.explain import Explanation, Live, explain
from kg.jsonld import dump_jsonld
from kg.serve.lookup.contents import Contents, contents
from kg.store import Store
from kg.table import xml_safe
from kg.turtle import turtle
from kg.vocab import PREFIXES, expand

# What leads from a thing to the parts of reports that speak of it.
_SPOKEN_OF: Final = ("rdf:subject", "rdf:object", "kg:about", "kg:indicator")


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that was asked for, and what is known of it: its page's parts, or RDF, or nothing for a part of a report."""

    iri: str
    form: str
    page: tuple[Explanation, Contents] | None = None
    data: bytes = b""


def look(store: Store, candidates: tuple[tuple[str, str], ...], form: str) -> Found | None:
    """The first of some IRIs that the graph speaks of, in a form; each comes with a form of its own, or ""."""
    live = Live(store)
    for iri, own in candidates:
        if not live.types(iri):
            continue
        chosen = own or form
        if "#" in iri or not chosen:
            return Found(iri, chosen)
        if chosen == "html":
            return Found(iri, chosen, page=told(store, iri))
        return Found(iri, chosen, data=written(store, iri, chosen))
    return None


def told(store: Store, iri: str) -> tuple[Explanation, Contents]:
    """What the page of a thing tells."""
    about = explain(store, iri)
    return about, contents(store, iri, about.type)


def written(store: Store, iri: str, form: str) -> bytes:
    """What the graph says of a thing, as ``ttl``, ``nt``, ``jsonld`` or ``rdf``."""
    triples = sorted(described(store, iri), key=str)
    if form == "ttl":
        return turtle(triples)
    if form == "jsonld":
        return dump_jsonld(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    if form == "nt":
        return "".join(f"{triple} .\n" for triple in triples).encode()
    found = ox.serialize(map(_xml_safe, triples), format=ox.RdfFormat.RDF_XML, prefixes=dict(PREFIXES))
    return found or b""


def described(store: Store, iri: str) -> set[ox.Triple]:
    """A thing's own statements, what points to it, and the claims, figures and words of reports that speak of it.

    A report is its whole graph. Neighbours come with their names.
    """
    node, live = ox.NamedNode(iri), Live(store)
    if expand("kg:Report") in live.types(iri):
        found = {quad.triple for quad in store.graph(iri)}
    else:
        found = set(_triples(store, node, None)) | set(_triples(store, None, node))
        parts = {part for curie in _SPOKEN_OF for part in live.subjects(curie, iri)}
        evidence = {live.iri(part, "kg:evidence") for part in parts}
        evidence |= {str(getattr(term, "value", "")) for term in live.terms(iri, "kg:mention")}
        baselines = {live.iri(part, "kg:baseline") for part in parts}
        for part in filter(None, parts | evidence | baselines):
            found.update(_triples(store, ox.NamedNode(part), None))
    neighbours = {x for t in found for x in (t.subject, t.object) if isinstance(x, ox.NamedNode)}
    for other in neighbours:
        for curie in ("skos:prefLabel", "dcterms:title"):
            found.update(quad.triple for quad in store.match(other, ox.NamedNode(expand(curie))))
    return found


def _triples(store: Store, subject: ox.NamedNode | None, value: ox.NamedNode | None) -> list[ox.Triple]:
    return [q.triple for q in store.match(subject, None, value)]


def _xml_safe(triple: ox.Triple) -> ox.Triple:
    """A statement without the characters that XML has no place for."""
    value = triple.object
    if not isinstance(value, ox.Literal) or xml_safe(value.value) == value.value:
        return triple
    text = xml_safe(value.value)
    if value.language:
        return ox.Triple(triple.subject, triple.predicate, ox.Literal(text, language=value.language))
    return ox.Triple(triple.subject, triple.predicate, ox.Literal(text, datatype=value.datatype))
