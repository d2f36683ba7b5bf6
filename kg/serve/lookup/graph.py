"""Parts of the network for the page of the graph, each read for itself: what they cost does not grow with the store."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import networkx as nx
import pyoxigraph as ox

from kg import texts
from kg.errors import UnknownThing
from kg.network import project
from kg.store import Store, open_store
from kg.view import addition, payload
from kg.view.text import body as text_body
from kg.vocab import ENTITY_TYPES, PREDICATES, expand

#: How many things a page opens with; all others come by expanding and by searching.
FIRST: Final = 600
#: How many things stand around one that is opened by itself.
AROUND: Final = 150
#: How many neighbours one expansion brings; ``KG.STEP`` in ``kg/view/templates/app.js`` is as many.
STEP: Final = 60
#: A thing named more often shows so many of its mentions; its own page shows all.
MENTIONS: Final = 40
_BATCH: Final = 500  # terms in one query
_MIDDLE: Final = 0.6  # the share of the things around one that may be its own neighbours
_CLASSES: Final = frozenset(expand(f"kg:{name}") for name in ENTITY_TYPES)
_TYPES: Final = " ".join(f"kg:{name}" for name in ENTITY_TYPES)
_TIED: Final = """
SELECT ?t (COUNT(?c) AS ?n) { { ?c rdf:subject ?t } UNION { ?c rdf:object ?t } VALUES ?y { %s } ?t a ?y }
GROUP BY ?t ORDER BY DESC(?n) ?t LIMIT %d"""
_NAMED: Final = """
SELECT ?t (COUNT(?c) AS ?n) { ?t kg:mention ?c VALUES ?y { %s } ?t a ?y }
GROUP BY ?t ORDER BY DESC(?n) ?t LIMIT %d"""
_TOTAL: Final = """
SELECT (COUNT(DISTINCT ?t) AS ?n) { VALUES ?y { %s } ?t a ?y
  { ?t kg:mention ?c } UNION { ?c rdf:subject ?t } UNION { ?c rdf:object ?t } }"""
_OF_REPORT: Final = """
SELECT ?t (COUNT(?c) AS ?n) { ?c oa:hasSource <%s> . ?t kg:mention ?c VALUES ?y { %s } ?t a ?y }
GROUP BY ?t ORDER BY DESC(?n) ?t LIMIT %d"""
_AROUND: Final = """
SELECT ?x (COUNT(?c) AS ?n) { { ?c rdf:subject %s ; rdf:object ?x } UNION { ?c rdf:object %s ; rdf:subject ?x }
  FILTER(?x != %s) } GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT %d OFFSET %d"""
_NEAR: Final = """
SELECT ?t (COUNT(DISTINCT ?x) AS ?n) { VALUES ?t { %s }
  { ?c rdf:subject ?t ; rdf:object ?x } UNION { ?c rdf:object ?t ; rdf:subject ?x } FILTER(?x != ?t) } GROUP BY ?t"""
_CLAIMS: Final = "SELECT ?c ?s ?o { VALUES ?s { %s } ?c rdf:subject ?s ; rdf:object ?o %s }"
_ANY: Final = """
SELECT (MIN(?c) AS ?one) ?t {
  { VALUES ?t { %s } ?c rdf:subject ?t } UNION { VALUES ?t { %s } ?c rdf:object ?t } } GROUP BY ?t"""
_FIGURES: Final = "SELECT ?c { VALUES ?t { %s } ?c kg:about ?t }"
_MENTIONED: Final = "SELECT ?t (COUNT(?e) AS ?n) { VALUES ?t { %s } ?t kg:mention ?e } GROUP BY ?t"
_ALL_MENTIONS: Final = "SELECT ?t ?e { VALUES ?t { %s } ?t kg:mention ?e }"
_FIRST_MENTIONS: Final = "SELECT ?t ?e { VALUES ?t { %s } ?t kg:mention ?e } LIMIT %d"
_SAID: Final = "SELECT ?s ?p ?o { VALUES ?s { %s } ?s ?p ?o %s }"
# A thing's own statements, without those that grow with the store: claims and evidence are chosen.
_BARE: Final = f"FILTER(?p NOT IN (kg:mention, {', '.join(PREDICATES.values())}) || ?p = kg:locatedIn)"
# What is read with a thing: the first whole, of the second the names only.
_FOLLOWED: Final = frozenset(
    expand(curie)
    for curie in ("kg:evidence", "kg:mention", "oa:hasSource", "kg:section", "kg:baseline", "kg:indicator", "kg:topic")
)  # fmt: skip
_CALLED: Final = frozenset(
    expand(curie)
    for curie in ("kg:region", "kg:locatedIn", "schema:containedInPlace", "dcterms:publisher")
)  # fmt: skip
_NAMES: Final = frozenset(expand(curie) for curie in ("skos:prefLabel", "dcterms:title"))
_KNOWN: Final = frozenset((*_NAMES, expand("rdf:type")))
_MENTION: Final = expand("kg:mention")


def opening(store: Store) -> bytes:
    """The most connected things of the whole, as JSON for ``KG.start``."""
    keys = [row[0] for row in _rows(store, _TIED % (_TYPES, FIRST))]
    if len(keys) < FIRST:
        keys += [row[0] for row in _rows(store, _NAMED % (_TYPES, FIRST))]
    chosen = list(dict.fromkeys(keys))[:FIRST]
    return _counted(store, payload(part(store, chosen), title=""))


def focused(store: Store, iri: str) -> bytes:
    """One thing with what is around it, or the things that a report names, as JSON for ``KG.start``.

    Raises UnknownThing.
    """
    classes = {term.value for term in _objects(store, iri, "rdf:type")}
    if expand("kg:Report") in classes:
        named = [row[0] for row in _rows(store, _OF_REPORT % (iri, _TYPES, FIRST))]
        return _counted(store, payload(part(store, named), title=""))
    if not classes & _CLASSES:
        raise UnknownThing("the graph draws no such thing", where=iri, hint="search for it by name")
    near = around(store, iri, int(AROUND * _MIDDLE))
    keys = dict.fromkeys([iri, *near])
    sizes = _counts(store, _NEAR, near)
    for other in near:
        if len(keys) < AROUND and sizes.get(other, 0) <= STEP:
            keys.update(dict.fromkeys(around(store, other, STEP)))
    graph = part(store, list(keys)[:AROUND])
    if iri not in graph:
        raise UnknownThing("no report speaks of this", where=iri, hint="search for something else by name")
    return _counted(store, payload(graph, title="", focus=iri))


def neighbours(store: Store, iri: str, first: int, known: frozenset[str]) -> bytes:
    """A thing, its neighbours from the ``first`` on, and their ties to things that are ``known``, for ``KG.merge``.

    Raises UnknownThing.
    """
    if not _CLASSES & {term.value for term in _objects(store, iri, "rdf:type")}:
        raise UnknownThing("the graph draws no such thing", where=iri, hint="search for it by name")
    near = around(store, iri, STEP, first)
    graph = part(store, [iri, *near], known=known)
    if iri not in graph:
        raise UnknownThing("no report speaks of this", where=iri, hint="search for something else by name")
    return _written({**addition(graph), "of": iri, "next": first + len(near)})


def text(store: Store, iri: str, folder: str) -> bytes:
    """The full text of a report as ``kg.view.text.body`` gives it, as JSON; ``null`` where none is kept."""
    about = {
        name: next((str(term.value) for term in _objects(store, iri, curie)), "")
        for name, curie in (("name", "kg:fileName"), ("sha256", "kg:sha256"))
    }
    found = texts.load(Path(folder), {iri: about}).get(iri)
    return b"null" if found is None else _written(text_body(found))


def around(store: Store, thing: str, most: int, first: int = 0) -> list[str]:
    """The neighbours of a thing, the best attested first, at most so many from the ``first`` on."""
    asked = _AROUND % (ox.NamedNode(thing), ox.NamedNode(thing), ox.NamedNode(thing), most, first)
    return [row[0] for row in _rows(store, asked)]


def part(store: Store, things: Collection[str], *, known: Collection[str] = ()) -> nx.MultiDiGraph:
    """The network (``kg.network.project``) of some things, with their ties to each other and to those ``known``.

    Nodes carry besides ``neighbours``, how many they have in the whole store, and ``mentioned``, how often they are
    named; of things that are only known their names are there, not what is said of them.
    """
    inside, outside = set(things), _iris(known) - set(things)
    held, touched = _between(store, inside, outside)
    # Without a statement of it a thing that no report names would not be in the network.
    for batch in _batches(inside - touched):
        held.update(row[0] for row in _rows(store, _ANY % (batch, batch)))
    held.update(row[0] for batch in _batches(inside) for row in _rows(store, _FIGURES % batch))
    named = _counts(store, _MENTIONED, inside)
    mentions = list(_mentions(store, named))
    triples = _read(store, inside, [*held, *(str(one.object.value) for one in mentions)]) + mentions
    triples += [triple for triple in _said(store, touched & outside) if triple.predicate.value in _KNOWN]
    with open_store(None) as small:
        graph = ox.NamedNode("urn:part")
        small.replace(graph.value, (ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples))
        network = project(small)
    near = _counts(store, _NEAR, inside)
    for key in inside & set(network):
        network.nodes[key]["neighbours"] = near.get(key, 0)
        network.nodes[key]["mentioned"] = named.get(key, 0)
    return network


def _between(store: Store, inside: set[str], outside: set[str]) -> tuple[set[str], set[str]]:
    """The claims that tie the things inside to each other and to those outside, and the ends of these claims."""
    every = inside | outside
    terms = ", ".join(str(ox.NamedNode(iri)) for iri in sorted(inside))
    rows = [row for batch in _batches(inside) for row in _rows(store, _CLAIMS % (batch, ""))]
    only = f"FILTER(?o IN ({terms}))"
    rows += [row for batch in _batches(outside) for row in _rows(store, _CLAIMS % (batch, only))]
    kept = [row for row in rows if row[1] in every and row[2] in every]
    return {claim for claim, *_ in kept}, {end for _, *ends in kept for end in ends}


def _mentions(store: Store, named: dict[str, int]) -> Iterator[Any]:
    """The statements that lead to where things are named: all of them, or the first where there are many."""
    few = [thing for thing, times in named.items() if times <= MENTIONS]
    asked = [_ALL_MENTIONS % batch for batch in _batches(few)]
    many = sorted(thing for thing, times in named.items() if times > MENTIONS)
    asked += [_FIRST_MENTIONS % (ox.NamedNode(thing), MENTIONS) for thing in many]
    for sparql in asked:
        for row in store.query(sparql):
            yield ox.Triple(row["t"], ox.NamedNode(_MENTION), row["e"])


def _counts(store: Store, sparql: str, things: Collection[str]) -> dict[str, int]:
    return {thing: int(n) for batch in _batches(things) for thing, n in _rows(store, sparql % batch)}


def _read(store: Store, things: Collection[str], parts: Collection[str]) -> list[ox.Triple]:
    """What is said of things, without their ties, and of parts of reports and all that these lead to."""
    called: set[str] = set()
    wanted, done = set(parts), set(things)
    found = list(_said(store, things, _BARE))
    fresh = found
    while True:
        for triple in fresh:
            if isinstance(triple.object, ox.NamedNode):
                name = triple.predicate.value
                wanted.update({triple.object.value} if name in _FOLLOWED else ())
                called.update({triple.object.value} if name in _CALLED else ())
        wanted -= done
        if not wanted:
            break
        done |= wanted
        fresh = list(_said(store, wanted))
        found = found + fresh
    return found + [triple for triple in _said(store, called - done) if triple.predicate.value in _NAMES]


def _said(store: Store, subjects: Collection[str], which: str = "") -> Iterator[ox.Triple]:
    for batch in _batches(subjects):
        for row in store.query(_SAID % (batch, which)):
            yield ox.Triple(row["s"], row["p"], row["o"])


def _iris(texts: Collection[str]) -> set[str]:
    """Those of some texts that are IRIs."""
    found = set()
    for text in texts:
        with suppress(ValueError):
            found.add(ox.NamedNode(text).value)
    return found


def _objects(store: Store, iri: str, curie: str) -> list[Any]:
    try:
        subject = ox.NamedNode(iri)
    except ValueError:
        return []
    return [quad.object for quad in store.match(subject, ox.NamedNode(expand(curie)))]


def _rows(store: Store, sparql: str) -> Iterator[list[str]]:
    for row in store.query(sparql):
        yield [term.value for term in row]


def _batches(iris: Collection[str]) -> Iterator[str]:
    """The terms of some IRIs as SPARQL writes them, so many in each text."""
    terms = [str(ox.NamedNode(iri)) for iri in sorted(iris)]
    for start in range(0, len(terms), _BATCH):
        yield " ".join(terms[start : start + _BATCH])


def _counted(store: Store, data: dict[str, Any]) -> bytes:
    [[total]] = _rows(store, _TOTAL % _TYPES)
    return _written({**data, "whole": int(total)})


def _written(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
