"""Parts of the network for the page of the graph, each read for itself: what they cost does not grow with the store."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
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
from kg.vocab import ENTITY_TYPES, expand

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
_CLAIMS: Final = "SELECT ?c ?s ?o { VALUES ?%s { %s } ?c rdf:subject ?s ; rdf:object ?o }"
_FIGURES: Final = "SELECT ?c { VALUES ?t { %s } ?c kg:about ?t }"
_SAID: Final = "SELECT ?s ?p ?o { VALUES ?s { %s } ?s ?p ?o }"
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


@dataclass(slots=True)
class Ties:
    """The claims about some things: by claim its two ends, by thing its neighbours and how many claims lead there."""

    claims: dict[str, tuple[str, str]] = field(default_factory=dict)
    near: dict[str, dict[str, int]] = field(default_factory=dict)

    def around(self, thing: str) -> list[str]:
        """The neighbours of a thing, the best attested first."""
        found = self.near.get(thing, {})
        return sorted(found, key=lambda other: (-found[other], other))


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
    near = ties(store, [iri]).around(iri)[: int(AROUND * _MIDDLE)]
    keys = dict.fromkeys([iri, *near])
    further = ties(store, near)
    for other in near:
        if len(further.near.get(other, {})) <= STEP:
            keys.update(dict.fromkeys(further.around(other)))
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
    near = ties(store, [iri]).around(iri)[first : first + STEP]
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


def ties(store: Store, things: Collection[str]) -> Ties:
    """All claims that have one of some things as an end."""
    found = Ties()
    wanted = set(things)
    for role in ("s", "o"):
        for batch in _batches(things):
            for claim, subject, value in _rows(store, _CLAIMS % (role, batch)):
                if claim in found.claims:
                    continue
                found.claims[claim] = (subject, value)
                for here, there in ((subject, value), (value, subject)):
                    if here in wanted and here != there:
                        own = found.near.setdefault(here, {})
                        own[there] = own.get(there, 0) + 1
    return found


def part(store: Store, things: Collection[str], *, known: Collection[str] = ()) -> nx.MultiDiGraph:
    """The network (``kg.network.project``) of some things, with their ties to each other and to those ``known``.

    Nodes carry besides ``neighbours``, how many they have in the whole store, and ``mentioned``, how often they are
    named; of things that are only known their names are there, not what is said of them.
    """
    found = ties(store, things)
    inside, outside = set(things), set(known) - set(things)
    held: set[str] = set()
    touched: set[str] = set()
    for claim, ends in sorted(found.claims.items()):
        mine = inside.intersection(ends)
        if inside.union(outside).issuperset(ends):
            held.add(claim)
            touched.update(ends)
        elif not mine <= touched:  # without a statement of it a thing would not be in the network
            held.add(claim)
            touched.update(mine)
    held.update(row[0] for batch in _batches(things) for row in _rows(store, _FIGURES % batch))
    triples, named = _read(store, [*things, *held])
    triples += [triple for triple in _said(store, touched & outside) if triple.predicate.value in _KNOWN]
    with open_store(None) as small:
        graph = ox.NamedNode("urn:part")
        small.replace(graph.value, (ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples))
        network = project(small)
    for key in inside & set(network):
        network.nodes[key]["neighbours"] = len(found.near.get(key, {}))
        network.nodes[key]["mentioned"] = named.get(key, 0)
    return network


def _read(store: Store, subjects: Iterable[str]) -> tuple[list[ox.Triple], dict[str, int]]:
    """What is said of some things and of all that this leads to, and how often things are named."""
    triples: list[ox.Triple] = []
    named: dict[str, int] = {}
    called: set[str] = set()
    wanted, done = set(subjects), set[str]()
    while wanted:
        done |= wanted
        fresh: set[str] = set()
        for triple in sorted(_said(store, wanted), key=str):
            subject, predicate, value = (
                str(getattr(term, "value", "")) for term in (triple.subject, triple.predicate, triple.object)
            )
            if predicate == _MENTION:
                named[subject] = named.get(subject, 0) + 1
                if named[subject] > MENTIONS:
                    continue
            triples.append(triple)
            if isinstance(triple.object, ox.NamedNode):
                fresh.update({value} if predicate in _FOLLOWED else ())
                called.update({value} if predicate in _CALLED else ())
        wanted = fresh - done
    triples += [triple for triple in _said(store, called - done) if triple.predicate.value in _NAMES]
    return triples, named


def _said(store: Store, subjects: Collection[str]) -> Iterator[ox.Triple]:
    for batch in _batches(subjects):
        for row in store.query(_SAID % batch):
            yield ox.Triple(row["s"], row["p"], row["o"])


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
