"""Turtle and TriG whose bytes depend on the statements alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from kg.vocab import PREFIXES

_TYPE = f"<{PREFIXES['rdf']}type>"


def turtle(
    triples: Iterable[ox.Triple], *, prefixes: Mapping[str, str] = PREFIXES, sort: bool = True
) -> bytes:
    """Triples as Turtle, sorted unless told otherwise, ``rdf:type`` first."""
    ordered = sorted(triples, key=_key) if sort else triples
    return _written(ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes)))


def trig(quads: Iterable[ox.Quad], *, prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """Quads as TriG, sorted by graph."""
    ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), *_key(quad.triple)))
    return _written(ox.serialize(ordered, format=ox.RdfFormat.TRIG, prefixes=dict(prefixes)))


def _key(triple: ox.Triple) -> tuple[str, bool, str, str]:
    predicate = str(triple.predicate)
    return str(triple.subject), predicate != _TYPE, predicate, str(triple.object)


def _written(data: bytes | None) -> bytes:
    """The prefixes come in an order of the engine's own; a blank line ends them."""
    lines = (data or b"").splitlines(keepends=True)
    head = [line for line in lines if line.startswith(b"@prefix ")]
    return b"".join([*sorted(head), b"\n", *lines[len(head) :]])
