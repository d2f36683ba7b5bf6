"""The graph for other tools: RDF, GraphML for network programs, CSV for spreadsheets."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

import networkx as nx
import pyoxigraph as ox

from kg.errors import StoreError
from kg.network import Index, number, project
from kg.store import FORMATS as RDF_FORMATS
from kg.store import Store
from kg.table import Cell, Table, xml_safe
from kg.turtle import opening, order, passage
from kg.vocab import KG

INDICATOR_COLUMNS: Final = (
    "region", "code", "year", "indicator", "label", "value", "unit", "baseline", "change", "sentence",
    "file", "start", "end",
)  # fmt: skip


_ABOUT_PLACES_AND_INDICATORS: Final = """
CONSTRUCT { ?thing ?p ?o } WHERE {
  VALUES ?p { skos:prefLabel skos:notation }
  { ?thing a kg:Region } UNION { ?thing a kg:Indicator }
  ?thing ?p ?o }"""
_MARK: Final = b"\xef\xbb\xbf"  # Excel takes UTF-8 for what it is only after a byte order mark.
_DIGEST: Final = 16  # bytes; a million reports share some 10^8 statements

Key = tuple[str, str, str, str, int]


@dataclass(frozen=True, slots=True)
class Part:
    """What one graph gives to the files that are made from all of them.

    ``own`` is Turtle of what no other graph speaks of, ``shared`` N-Triples of what others may say as well,
    ``rows`` are lines of CSV with what they are sorted by.
    """

    own: bytes
    shared: tuple[str, ...]
    rows: tuple[tuple[Key, bytes], ...]


class Parts:
    """Reads the parts of a store, graph by graph, in any order and from any number of processes."""

    def __init__(self, store: Store, *, graphs: Collection[str] | None = None, rows: bool = True) -> None:
        self._store = store
        self._graphs = frozenset(store.graphs() if graphs is None else graphs)
        self._rows = rows
        self._known = _Slice(store.query(_ABOUT_PLACES_AND_INDICATORS)) if rows else None

    def of(self, graph: str) -> Part:
        """The part of one graph."""
        triples = [quad.triple for quad in self._store.graph(graph)]
        keyed = sorted(zip(map(order, triples), triples, strict=True), key=lambda pair: pair[0])
        mine = (f"<{graph}>", f"<{graph}#")
        own = passage(triple for key, triple in keyed if key.startswith(mine))
        others = [triple for key, triple in keyed if not key.startswith(mine)]
        rows = tuple(_lines(triples, self._known)) if self._known is not None else ()
        return Part(own, tuple(f"{t} ." for t in others if not self._said_at_home(t, graph)), rows)

    def _said_at_home(self, triple: ox.Triple, graph: str) -> bool:
        """Whether what a graph says of another graph's own things is said there as well."""
        home = str(getattr(triple.subject, "value", "")).partition("#")[0]
        if home == graph or home not in self._graphs:
            return False
        return any(quad.triple == triple for quad in self._store.graph(home))


def write_turtle(parts: Iterable[Part], file: BinaryIO) -> Iterator[Part]:
    """Write the union of the graphs as Turtle, and hand on the parts, which come in the order of the graphs.

    Each statement is written once, where it is first made: what takes memory are hashes of shared ones.
    """
    file.write(opening())
    seen: set[bytes] = set()
    for part in parts:
        new = []
        for line in part.shared:
            digest = hashlib.blake2b(line.encode(), digest_size=_DIGEST).digest()
            if digest not in seen:
                seen.add(digest)
                new.append(line)
        if new:
            quads = ox.parse("\n".join(new), format=ox.RdfFormat.N_TRIPLES)
            file.write(passage(quad.triple for quad in quads))
        file.write(part.own)
        yield part


def write_indicators(parts: Iterable[Part], file: BinaryIO) -> None:
    """Write one row for each observation as CSV, in the order of places, indicators, years and text."""
    rows = [row for part in parts for row in part.rows]
    rows.sort(key=lambda pair: pair[0])
    file.write(_MARK + Table(INDICATOR_COLUMNS, ()).to("csv").encode())
    file.writelines(line for _, line in rows)


def export(store: Store, format: str) -> bytes:
    """Everything in one of ``FORMATS``, the same bytes for the same store. Raises StoreError for another."""
    if format in _WRITERS:
        return _WRITERS[format](store)
    if format not in RDF_FORMATS:
        raise StoreError("no such format", where=format, hint=f"one of {', '.join(FORMATS)}")
    return store.dump(format)


class _Slice(Index):
    """Some statements by subject; what ``known`` says of a thing stands for all that is said of it."""

    def __init__(self, triples: Iterable[ox.Triple], known: _Slice | None = None) -> None:
        self._things = {}
        for triple in triples:
            about = self._things.setdefault(str(getattr(triple.subject, "value", "")), {})
            about.setdefault(triple.predicate.value, []).append(triple.object)
        if known is not None:
            self._things.update(known._things)


def _lines(triples: list[ox.Triple], known: _Slice | None) -> Iterator[tuple[Key, bytes]]:
    """The figures of one report as CSV, with the keys that they are sorted by."""
    observation = ox.NamedNode(str(KG.Observation))
    found = [
        t.subject.value for t in triples if t.object == observation and isinstance(t.subject, ox.NamedNode)
    ]
    if not found:
        return
    index = _Slice(triples, known)
    for iri in found:
        place, indicator = index.iri(iri, "kg:region"), index.iri(iri, "kg:indicator")
        evidence, order = index.iri(iri, "kg:evidence"), index.one(iri, "kg:order")
        report, baseline = index.iri(evidence, "oa:hasSource"), index.iri(iri, "kg:baseline")
        code = index.text(indicator, "skos:notation")
        # One row for each observation. ``code`` and ``indicator`` are the canonical indicator's, ``label`` is what
        # the report calls it; ``start`` and ``end`` are offsets of the quote in the text of ``file``.
        row: tuple[Cell, ...] = (
            index.label(place),
            code,
            index.period(iri),
            index.text(indicator, "skos:prefLabel"),
            index.text(iri, "kg:label"),
            number(index.one(iri, "kg:value")),
            index.text(iri, "kg:unit"),
            number(index.one(baseline, "kg:value")),
            number(index.one(iri, "kg:change")),
            index.text(evidence, "kg:sentence"),
            index.text(report, "kg:fileName"),
            number(index.one(evidence, "oa:start")),
            number(index.one(evidence, "oa:end")),
        )
        key = (
            str(row[0]),
            code,
            index.text(report, "kg:year"),
            report,
            order if isinstance(order, int) else 0,
        )
        yield key, Table((), (row,)).to("csv").encode().removeprefix(b"\r\n")


def _turtle(store: Store) -> bytes:
    file, parts = io.BytesIO(), Parts(store, rows=False)
    for _ in write_turtle(map(parts.of, store.graphs()), file):
        pass
    return file.getvalue()


def _csv(store: Store) -> bytes:
    file, parts = io.BytesIO(), Parts(store)
    write_indicators(map(parts.of, store.graphs()), file)
    return file.getvalue()


def _graphml(store: Store) -> bytes:
    """Nodes and edges with the plain attributes that GraphML knows; lists become counts or lines."""
    network = project(store)
    graph = nx.MultiDiGraph()
    for node, about in network.nodes(data=True):
        graph.add_node(
            node,
            label=xml_safe(about["label"]),
            type=about["type"],
            aka=xml_safe("|".join(about["aka"])),
            region=xml_safe(about["region"]),
            reports=len(about["reports"]),
            facts=len(about["facts"]),
            mentions=len(about["mentions"]),
        )
    for i, (a, b, key, about) in enumerate(network.edges(keys=True, data=True)):
        sentences = dict.fromkeys(quote["sentence"] for quote in about["evidence"])
        graph.add_edge(
            a,
            b,
            key=f"{key}-{i}",
            predicate=key,
            label=about["label_zh"],
            implicit=about["implicit"],
            evidence=xml_safe("\n".join(sentences)),
        )
    out = io.BytesIO()
    nx.write_graphml_xml(graph, out, encoding="utf-8", prettyprint=True)
    return out.getvalue()


_WRITERS: Final[dict[str, Callable[[Store], bytes]]] = {"turtle": _turtle, "graphml": _graphml, "csv": _csv}
FORMATS: Final = (*RDF_FORMATS, *(name for name in _WRITERS if name not in RDF_FORMATS))
