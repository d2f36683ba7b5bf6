"""Turtle and TriG whose bytes depend on the statements alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from kg.vocab import PREFIXES

_TYPE = f" <{PREFIXES['rdf']}type> "


def turtle(
    triples: Iterable[ox.Triple], *, prefixes: Mapping[str, str] = PREFIXES, sort: bool = True
) -> bytes:
    """Triples as Turtle, sorted unless told otherwise, ``rdf:type`` first."""
    ordered = sorted(triples, key=order) if sort else triples
    return opening(prefixes) + passage(ordered, prefixes=prefixes)


def opening(prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """What a Turtle document begins with; any number of ``passage`` may follow."""
    return (
        "".join(sorted(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes.items())).encode() + b"\n"
    )


def passage(triples: Iterable[ox.Triple], *, prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """Triples in their order as a part of a Turtle document with these prefixes."""
    return _body(ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes)))


def trig(quads: Iterable[ox.Quad], *, prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """Quads as TriG, sorted by graph."""
    ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), order(quad.triple)))
    return opening(prefixes) + _body(ox.serialize(ordered, format=ox.RdfFormat.TRIG, prefixes=dict(prefixes)))


def order(triple: ox.Triple | str) -> str:
    """What triples, or lines of N-Triples, are sorted by: subject, ``rdf:type`` before other predicates, predicate, object."""
    return str(triple).replace(_TYPE, " ! ", 1)


def _body(data: bytes | None) -> bytes:
    """What follows the prefixes, which come in an order of the engine's own."""
    data, at = data or b"", 0
    while data.startswith(b"@prefix ", at):
        at = data.index(b"\n", at) + 1
    return data[at:]
