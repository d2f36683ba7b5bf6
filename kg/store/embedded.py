"""The embedded store: named graphs on disk or in memory, a report's graph replaced in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph import PLACE_PREDICATES, place_quads
from kg.iri import Names
from kg.ntriples import lines, nquads, ntriples
from kg.store.contract import Object, Store, Subject
from kg.vocab import PREFIXES, expand

_UNION: Final = ox.DefaultGraph()
_TYPE, _REGION = ox.NamedNode(expand("rdf:type")), ox.NamedNode(expand("kg:Region"))


class EmbeddedStore(Store):
    """A pyoxigraph store in this process.

    The default graph holds the union, each triple once: the engine's own view of a union gives a triple
    once for every graph that says it, and counts come out wrong.
    """

    def __init__(self, inner: ox.Store, *, where: str, read_only: bool) -> None:
        super().__init__(where=where, read_only=read_only)
        self._inner: ox.Store | None = inner

    @property
    def inner(self) -> ox.Store:
        """The pyoxigraph store itself. Raises StoreError after ``close``."""
        if self._inner is None:
            raise StoreError("the store is closed", where=self.where)
        return self._inner

    def replace(self, graph_iri: str, quads: Iterable[ox.Quad]) -> None:
        """Put quads in the place of all that a graph holds, in one transaction."""
        graph = ox.NamedNode(graph_iri)
        new = self._triples(graph, quads)
        old = {quad.triple for quad in self.inner.quads_for_pattern(None, None, None, graph)}
        gone = old - new
        steps = _data("DELETE", graph, gone, {t for t in gone if not self._elsewhere(t, graph)})
        steps += _data("INSERT", graph, new - old, new - old)
        if not new:
            steps.append(f"DROP SILENT GRAPH {graph}")
        try:
            # One update is one transaction: whoever reads sees the old graph or the new one.
            self.inner.update(" ;\n".join(steps))
        except (OSError, SyntaxError, RuntimeError) as err:
            raise StoreError(f"cannot write {graph_iri}: {err}", where=self.where) from err

    def load(self, graphs: Mapping[str, bytes]) -> None:
        """Put in new graphs, given as documents of N-Triples; several times as fast as ``replace``, but in no transaction.

        Where it is cut off, some of it may be there: ``undo`` takes that back. Raises StoreError.
        """
        triples = ox.RdfFormat.N_TRIPLES
        try:
            quads = (nquads(data, iri) for iri, data in graphs.items())
            self.inner.bulk_load(b"".join(quads), format=ox.RdfFormat.N_QUADS, lenient=True)
            # The union comes second, so that what is in it is in a graph as well, whatever happens.
            self.inner.bulk_load(b"".join(graphs.values()), format=triples, lenient=True)
        except (OSError, SyntaxError, RuntimeError) as err:
            raise StoreError(f"cannot write {len(graphs)} graphs: {err}", where=self.where) from err

    def undo(self, graph_iris: Iterable[str]) -> None:
        """Take back what a ``load`` that was cut off left of these graphs."""
        for graph_iri in graph_iris:
            self.inner.update(f"ADD SILENT {ox.NamedNode(graph_iri)} TO DEFAULT")
            self.replace(graph_iri, ())

    def refresh_places(self, *, names: Names) -> None:
        """Make the graph of places anew from what the reports' graphs say of places."""
        shared = ox.NamedNode(names.graph("places"))
        known = self.inner.contains_named_graph(shared)
        said = (
            ox.Quad(quad.subject, quad.predicate, quad.object, shared)
            for place in self.match(None, _TYPE, _REGION)
            for predicate in PLACE_PREDICATES
            for quad in self.match(place.subject, predicate)
            if not known or self._elsewhere(quad.triple, shared)
        )
        found = place_quads(said, names=names)
        if known:
            self.replace(shared.value, found)
        elif found:
            # Thousands of places in one update would take a gigabyte; nobody has read this graph yet.
            self.load({shared.value: ntriples(lines(found))})

    def _elsewhere(self, triple: ox.Triple, graph: ox.NamedNode) -> bool:
        """Whether a named graph other than this one says the same."""
        found = self.inner.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        return any(quad.graph_name not in (graph, _UNION) for quad in found)

    def query(self, sparql: str) -> Any:
        """What pyoxigraph answers to a query over the union of the graphs."""
        return self.inner.query(sparql, prefixes=PREFIXES)

    def match(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Object | None = None,
    ) -> Iterator[ox.Quad]:
        """The statements of the union that have these terms, each once, in no order."""
        return iter(self.inner.quads_for_pattern(subject, predicate, object, _UNION))

    def graph(self, graph_iri: str) -> Iterator[ox.Quad]:
        """The quads of one graph, in no order."""
        return iter(self.inner.quads_for_pattern(None, None, None, ox.NamedNode(graph_iri)))

    def graphs(self) -> list[str]:
        """The IRIs of all graphs, sorted."""
        return sorted(str(graph.value) for graph in self.inner.named_graphs())

    def __iter__(self) -> Iterator[ox.Quad]:
        every = self.inner.quads_for_pattern(None, None, None, None)
        return (quad for quad in every if quad.graph_name != _UNION)

    def close(self) -> None:
        """Write what is pending and let go of the files."""
        if self._inner is not None and not self.read_only:
            self._inner.flush()
        self._inner = None


def open_embedded(location: str | Path | None, *, read_only: bool) -> EmbeddedStore:
    """The store in a folder, or one in memory for None. Raises StoreError where that does not work."""
    if location is None:
        return EmbeddedStore(ox.Store(), where="memory", read_only=read_only)
    where = str(location)
    path = Path(where)
    if read_only and not path.is_dir():
        raise StoreError("no store here", where=where, hint="run kg build first, or give --store")
    try:
        if read_only:
            return EmbeddedStore(ox.Store.read_only(where), where=where, read_only=True)
        path.mkdir(parents=True, exist_ok=True)
        return EmbeddedStore(ox.Store(where), where=where, read_only=False)
    except OSError as err:
        raise StoreError(f"cannot open the store: {err}", where=where, hint=_hint(str(err))) from err


def _data(
    verb: str, graph: ox.NamedNode, triples: Iterable[ox.Triple], union: Iterable[ox.Triple]
) -> list[str]:
    lines = "\n".join(f"{triple} ." for triple in triples)
    if not lines:
        return []
    rest = "\n".join(f"{triple} ." for triple in union)
    return [f"{verb} DATA {{ {rest}\nGRAPH {graph} {{ {lines}\n}} }}"]


def _hint(message: str) -> str:
    if "lock" in message.lower():
        return "another process is writing to it; wait for it or open it for reading only"
    return "check the folder, or build into a new one"
