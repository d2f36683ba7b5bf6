"""The graph for other tools: RDF, GraphML for network programs, CSV for spreadsheets."""

from __future__ import annotations

import functools
import hashlib
import io
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

import networkx as nx
import pyoxigraph as ox
from rdflib import RDF

from kg.errors import StoreError
from kg.indicators import triples as of_indicators
from kg.network import Index, number, project
from kg.ntriples import iri_of, lines, node, triples
from kg.store import FORMATS as RDF_FORMATS
from kg.store import Store
from kg.table import Cell, Table, xml_safe
from kg.turtle import opening, order, passage
from kg.vocab import KG

INDICATOR_COLUMNS: Final = (
    "region", "code", "year", "indicator", "label", "value", "unit", "baseline", "change", "sentence",
    "file", "start", "end",
)  # fmt: skip


_PLACES: Final = "SELECT ?place ?label WHERE { ?place a kg:Region ; skos:prefLabel ?label }"
_OBSERVATION: Final = f"<{RDF.type}> <{KG.Observation}>"
_END: Final = "\r\n"
_MARK: Final = b"\xef\xbb\xbf"  # Excel takes UTF-8 for what it is only after a byte order mark.
_DIGEST: Final = 16  # bytes; a million reports share some 10^8 statements


@dataclass(frozen=True, slots=True)
class Row:
    """One observation: what rows are sorted by, after the name of the place, and the columns after that as CSV."""

    place: str
    code: str
    year: str
    report: str
    order: int
    rest: str


@dataclass(frozen=True, slots=True)
class Part:
    """What one graph gives to the files that are made from all of them.

    ``own`` is Turtle of what no other graph speaks of, ``shared`` N-Triples of what others may say as well.
    """

    own: str
    shared: tuple[str, ...]
    rows: tuple[Row, ...]


def part(graph: str, statements: Iterable[str]) -> Part:
    """The part of a graph with these statements, which are lines of N-Triples."""
    ordered = sorted(statements, key=order)
    mine = (f"<{graph}>", f"<{graph}#")
    own = [line for line in ordered if line.startswith(mine)]
    others = tuple(line for line in ordered if not line.startswith(mine))
    return Part(passage(triples(own)).decode(), others, tuple(_rows(graph, own)))


def parts(store: Store, graphs: Iterable[str]) -> Iterator[Part]:
    """The parts of graphs as they are in a store now."""
    all_graphs = frozenset(store.graphs())
    for graph in graphs:
        found = (quad.triple for quad in store.graph(graph))
        yield part(graph, lines(t for t in found if not _said_at_home(t, graph, all_graphs, store)))


def _said_at_home(triple: ox.Triple, graph: str, graphs: Collection[str], store: Store) -> bool:
    """Whether what a graph says of another graph's own things is said there as well."""
    home = str(getattr(triple.subject, "value", "")).partition("#")[0]
    if home == graph or home not in graphs:
        return False
    return any(quad.triple == triple for quad in store.graph(home))


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
            file.write(passage(triples(new)))
        file.write(part.own.encode())
        yield part


def write_indicators(parts: Iterable[Part], file: BinaryIO, *, store: Store) -> None:
    """Write one row for each observation as CSV, in the order of places, indicators, years and text.

    The rows wait in a file: what takes memory is what they are sorted by.
    """
    with tempfile.TemporaryFile() as rows:
        found = []
        for row in (row for part in parts for row in part.rows):
            place, code, year, report = map(sys.intern, (row.place, row.code, row.year, row.report))
            found.append((place, (code, year, report, row.order), rows.tell(), rows.write(row.rest.encode())))
        names = _place_names(store, {place for place, *_ in found})
        found.sort(key=lambda row: (names[row[0]], row[1]))
        file.write(_MARK + _line(INDICATOR_COLUMNS).encode())
        for place, _, start, size in found:
            rows.seek(start)
            file.write(f"{_line((names[place],)).removesuffix(_END)},".encode() + rows.read(size))


def _place_names(store: Store, places: Collection[str]) -> dict[str, str]:
    """What places are called; where nothing says so, the last part of their IRI."""
    labels: dict[str, str] = {}
    for found in sorted((str(row["place"].value), str(row["label"].value)) for row in store.query(_PLACES)):
        labels.setdefault(*found)
    return {place: labels.get(place) or place.rsplit("/", 1)[-1] for place in places}


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
        super().__init__(triples)
        if known is not None:
            self._things.update(known._things)


@functools.cache
def _indicators() -> _Slice:
    return _Slice(of_indicators())


def _rows(graph: str, statements: Iterable[str]) -> Iterator[Row]:
    """The figures of one report, from what it says of itself and of its parts."""
    about: dict[str, list[str]] = {}
    for line in statements:
        about.setdefault(line.partition(" ")[0], []).append(line)
    found = [subject for subject, said in about.items() if f"{subject} {_OBSERVATION}" in said]
    if not found:
        return
    # To read a line costs more than all else here: only those are read that a row may need.
    needed = dict.fromkeys((node(graph), *found))
    needed.update(dict.fromkeys(line.split(" ", 2)[2] for subject in found for line in about[subject]))
    index = _Slice(triples(line for subject in needed for line in about.get(subject, ())), _indicators())
    for iri in map(iri_of, found):
        evidence, order = index.iri(iri, "kg:evidence"), index.one(iri, "kg:order")
        indicator, report = index.iri(iri, "kg:indicator"), index.iri(evidence, "oa:hasSource")
        code = index.text(indicator, "skos:notation")
        yield Row(
            place=index.iri(iri, "kg:region"),
            code=code,
            year=index.text(report, "kg:year"),
            report=report,
            order=order if isinstance(order, int) else 0,
            rest=_line(_columns(index, iri, code, indicator, evidence, report)),
        )


def _columns(
    index: Index, iri: str, code: str, indicator: str, evidence: str, report: str
) -> tuple[Cell, ...]:
    """One observation under ``INDICATOR_COLUMNS``, without the place.

    ``code`` and ``indicator`` are the canonical indicator's, ``label`` is what the report calls it; ``start``
    and ``end`` are offsets of the quote in the text of ``file``.
    """
    return (
        code,
        index.period(iri),
        index.text(indicator, "skos:prefLabel"),
        index.text(iri, "kg:label"),
        number(index.one(iri, "kg:value")),
        index.text(iri, "kg:unit"),
        number(index.one(index.iri(iri, "kg:baseline"), "kg:value")),
        number(index.one(iri, "kg:change")),
        index.text(evidence, "kg:sentence"),
        index.text(report, "kg:fileName"),
        number(index.one(evidence, "oa:start")),
        number(index.one(evidence, "oa:end")),
    )


def _line(values: Sequence[Cell]) -> str:
    return Table((), (tuple(values),)).to("csv").removeprefix(_END)


def _turtle(store: Store) -> bytes:
    file = io.BytesIO()
    for _ in write_turtle(parts(store, store.graphs()), file):
        pass
    return file.getvalue()


def _csv(store: Store) -> bytes:
    file = io.BytesIO()
    write_indicators(parts(store, store.graphs()), file, store=store)
    return file.getvalue()


def _graphml(store: Store) -> bytes:
    """Nodes and edges with the plain attributes that GraphML knows; lists become counts or lines."""
    network = project(store)
    graph = nx.MultiDiGraph()
    for iri, about in network.nodes(data=True):
        graph.add_node(
            iri,
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
