"""Parts of the network for the page of the graph, each read for itself: what they cost does not grow with the store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
import pyvis.network  # noqa: F401 -- as below

import kg.link.items  # noqa: F401 -- what the viewer loads when it first needs it is loaded once, before children are forked
from kg import texts
from kg.errors import UnknownThing
from kg.explain import Live
from kg.serve.lookup.part import part, rows, sizes
from kg.store import Store
from kg.view import addition, payload
from kg.view.text import body as text_body
from kg.vocab import ENTITY_TYPES, expand

#: How many things a page opens with; all others come by expanding and by searching.
FIRST: Final = 400
#: How many things stand around one that is opened by itself.
AROUND: Final = 150
#: How many neighbours one expansion brings; ``KG.STEP`` in ``kg/view/templates/app.js`` is as many.
STEP: Final = 60
# How many claims, figures and mentions come with the neighbours of a thing, beyond its own.
_BESIDE: Final = 300
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


def total(store: Store) -> int:
    """How many things the network of the whole store has."""
    [[found]] = rows(store, _TOTAL % _TYPES)
    return int(found)


def named(store: Store, iris: tuple[str, ...]) -> tuple[str, str]:
    """The first of some IRIs that the graph speaks of, and its name. Raises UnknownThing."""
    for iri in iris:
        if _objects(store, iri, "rdf:type"):
            return iri, Live(store).label(iri)
    raise UnknownThing("the graph knows no such thing", where=iris[0], hint="search for it by name")


def opening(store: Store) -> bytes:
    """The most connected things of the whole, as JSON for ``KG.start``."""
    keys = [row[0] for row in rows(store, _TIED % (_TYPES, FIRST))]
    if len(keys) < FIRST:
        keys += [row[0] for row in rows(store, _NAMED % (_TYPES, FIRST))]
    chosen = list(dict.fromkeys(keys))[:FIRST]
    return _counted(payload(part(store, chosen), title=""), total(store))


def focused(store: Store, iris: tuple[str, ...], whole: int) -> bytes:
    """One thing with what is around it, or the things that a report names, as JSON for ``KG.start``.

    The first of ``iris`` that the graph knows is meant; ``whole`` is how many things there are. Raises UnknownThing.
    """
    iri, _ = named(store, iris)
    classes = {term.value for term in _objects(store, iri, "rdf:type")}
    if expand("kg:Report") in classes:
        held = [row[0] for row in rows(store, _OF_REPORT % (iri, _TYPES, FIRST))]
        return _counted(payload(part(store, held), title=""), whole)
    if not classes & _CLASSES:
        raise UnknownThing("the graph draws no such thing", where=iri, hint="search for it by name")
    near = around(store, iri, int(AROUND * _MIDDLE))
    keys = dict.fromkeys([iri, *near])
    crowds = sizes(store, near)
    for other in near:
        if len(keys) < AROUND and crowds.get(other, 0) <= STEP:
            keys.update(dict.fromkeys(around(store, other, STEP)))
    graph = part(store, list(keys)[:AROUND], told=[iri])
    if iri not in graph:
        raise UnknownThing("no report speaks of this", where=iri, hint="search for something else by name")
    return _counted(payload(graph, title="", focus=iri), whole)


def neighbours(store: Store, iris: tuple[str, ...], first: int, known: frozenset[str]) -> bytes:
    """A thing, its neighbours from the ``first`` on, and their ties to things that are ``known``, for ``KG.merge``.

    The first of ``iris`` that the graph knows is meant. Of the thing itself all is told. Raises UnknownThing.
    """
    iri, _ = named(store, iris)
    if not _CLASSES & {term.value for term in _objects(store, iri, "rdf:type")}:
        raise UnknownThing("the graph draws no such thing", where=iri, hint="search for it by name")
    near = around(store, iri, STEP, first)
    graph = part(store, [iri, *near], known=known, told=[iri], most=_BESIDE)
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
    return [row[0] for row in rows(store, asked)]


def _objects(store: Store, iri: str, curie: str) -> list[Any]:
    try:
        subject = ox.NamedNode(iri)
    except ValueError:
        return []
    return [quad.object for quad in store.match(subject, ox.NamedNode(expand(curie)))]


def _counted(data: dict[str, Any], whole: int) -> bytes:
    return _written({**data, "whole": whole})


def _written(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
