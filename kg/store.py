"""The embedded store: named graphs on disk or in memory, a report's graph replaced in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph import place_quads
from kg.iri import Names
from kg.jsonld import dump_jsonld
from kg.turtle import trig, turtle
from kg.vocab import PREFIXES

FORMATS: Final = ("turtle", "nquads", "trig", "jsonld")


class Store:
    """Quads in named graphs; queries see the union of the graphs.

    The default graph holds the union, each triple once: the engine's own view of a union gives a triple
    once for every graph that says it, and counts come out wrong.
    """

    def __init__(self, inner: ox.Store, *, where: str, read_only: bool) -> None:
        self._inner: ox.Store | None = inner
        self.where = where
        self.read_only = read_only

    @property
    def inner(self) -> ox.Store:
        """The pyoxigraph store itself. Raises StoreError after ``close``."""
        if self._inner is None:
            raise StoreError("the store is closed", where=self.where)
        return self._inner

    def replace(self, graph_iri: str, quads: Iterable[ox.Quad]) -> None:
        """Put quads in the place of all that a graph holds, at once or not at all.

        Raises StoreError for a quad of another graph, or where the store cannot be written.
        """
        if self.read_only:
            raise StoreError("the store was opened for reading only", where=self.where)
        graph = ox.NamedNode(graph_iri)
        new: set[ox.Triple] = set()
        for quad in quads:
            if quad.graph_name != graph:
                raise StoreError(f"a quad of {quad.graph_name} among those of {graph_iri}", where=self.where)
            new.add(quad.triple)
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

    def _elsewhere(self, triple: ox.Triple, graph: ox.NamedNode) -> bool:
        """Whether a named graph other than this one says the same."""
        found = self.inner.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        return any(quad.graph_name not in (graph, _UNION) for quad in found)

    def replace_all(self, quads: Iterable[ox.Quad]) -> None:
        """Replace every graph that the quads belong to."""
        graphs: dict[str, list[ox.Quad]] = {}
        for quad in quads:
            graphs.setdefault(str(getattr(quad.graph_name, "value", "")), []).append(quad)
        for graph_iri in sorted(graphs):
            self.replace(graph_iri, graphs[graph_iri])

    def remove(self, graph_iri: str) -> None:
        """Forget a graph."""
        self.replace(graph_iri, ())

    def refresh_places(self, *, names: Names) -> None:
        """Make the graph of places anew from what the reports' graphs say of places."""
        shared = names.graph("places")
        graph = ox.NamedNode(shared)
        self.replace(shared, place_quads((q for q in self if q.graph_name != graph), names=names))

    def query(self, sparql: str) -> Any:
        """What pyoxigraph answers to a query over the union of the graphs; our prefixes need no declaring.

        Raises SyntaxError for a query that does not parse. For queries of others use ``kg.query.run``, which
        refuses SERVICE and says what is wrong.
        """
        return self.inner.query(sparql, prefixes=PREFIXES)

    def union(self) -> Iterator[ox.Quad]:
        """The statements of all graphs, each once, in no order; their graph is the default graph."""
        return iter(self.inner.quads_for_pattern(None, None, None, _UNION))

    def graph(self, graph_iri: str) -> Iterator[ox.Quad]:
        """The quads of one graph, in no order."""
        return iter(self.inner.quads_for_pattern(None, None, None, ox.NamedNode(graph_iri)))

    def graphs(self) -> list[str]:
        """The IRIs of all graphs, sorted."""
        return sorted(str(graph.value) for graph in self.inner.named_graphs())

    def dump(self, format: str) -> bytes:
        """Everything, sorted: the union as turtle or jsonld, with the graphs as nquads or trig."""
        if format not in FORMATS:
            hint = f"one of {', '.join(FORMATS)}"
            raise StoreError(f"no such format: {format}", where=self.where, hint=hint)
        if format == "jsonld":
            return dump_jsonld(self)
        if format == "turtle":
            return turtle(quad.triple for quad in self.union())
        if format == "trig":
            return trig(self)
        return "".join(sorted(f"{quad} .\n" for quad in self)).encode()

    def __iter__(self) -> Iterator[ox.Quad]:
        """The quads of all named graphs, in no order."""
        every = self.inner.quads_for_pattern(None, None, None, None)
        return (quad for quad in every if quad.graph_name != _UNION)

    def close(self) -> None:
        """Write what is pending and let go of the files."""
        if self._inner is not None and not self.read_only:
            self._inner.flush()
        self._inner = None

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(location: str | Path | None, *, read_only: bool = False) -> Store:
    """The store in a folder, or one in memory for None. Raises StoreError where that does not work."""
    if location is None:
        return Store(ox.Store(), where="memory", read_only=read_only)
    where = str(location)
    if "://" in where:
        raise StoreError("stores on the network are not supported", where=where, hint="give a folder")
    path = Path(where)
    if read_only and not path.is_dir():
        raise StoreError("no store here", where=where, hint="run kg build first, or give --store")
    try:
        if read_only:
            return Store(ox.Store.read_only(where), where=where, read_only=True)
        path.mkdir(parents=True, exist_ok=True)
        return Store(ox.Store(where), where=where, read_only=False)
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


_UNION: Final = ox.DefaultGraph()
