"""What every store offers, and what all of them do alike."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlsplit, urlunsplit

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph import place_quads
from kg.iri import Names
from kg.jsonld import dump_jsonld
from kg.turtle import trig, turtle

FORMATS: Final = ("turtle", "nquads", "trig", "jsonld")

Subject = ox.NamedNode | ox.BlankNode | ox.Triple
Object = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def shown(location: str | Path) -> str:
    """A location as messages and files may show it: of a URL without user, password, query and fragment."""
    text = str(location)
    if "://" not in text:
        return text
    parts = urlsplit(text)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


class Store(ABC):
    """Quads in named graphs; queries see the union of the graphs, each triple once.

    ``where`` names the store in messages, without secrets. A store is a context manager that closes itself.
    """

    def __init__(self, *, where: str, read_only: bool) -> None:
        self.where = where
        self.read_only = read_only

    @abstractmethod
    def replace(self, graph_iri: str, quads: Iterable[ox.Quad]) -> None:
        """Put quads in the place of all that a graph holds, at once or not at all.

        Raises StoreError for a quad of another graph, or where the store cannot be written.
        """

    @abstractmethod
    def query(self, sparql: str) -> Any:
        """The pyoxigraph answer (solutions, boolean or triples) to a query over the union of the graphs.

        Our prefixes need no declaring. Raises SyntaxError for a query that does not parse. For queries of
        others use ``kg.query.run``, which refuses SERVICE and says what is wrong.
        """

    @abstractmethod
    def match(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Object | None = None,
    ) -> Iterator[ox.Quad]:
        """The statements of the union that have these terms, each once, in no order.

        None stands for any term; the graph of what comes is the default graph.
        """

    @abstractmethod
    def graph(self, graph_iri: str) -> Iterator[ox.Quad]:
        """The quads of one graph, in no order."""

    @abstractmethod
    def graphs(self) -> list[str]:
        """The IRIs of all graphs, sorted."""

    @abstractmethod
    def __iter__(self) -> Iterator[ox.Quad]:
        """The quads of all named graphs, in no order."""

    @abstractmethod
    def close(self) -> None:
        """Let go of files and connections; what was written stays."""

    def union(self) -> Iterator[ox.Quad]:
        """The statements of all graphs, each once, in no order; their graph is the default graph."""
        return self.match()

    def replace_all(self, quads: Iterable[ox.Quad]) -> None:
        """Replace every graph that the quads belong to, one after the other."""
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

    def dump(self, format: str) -> bytes:
        """Everything, sorted: the union as turtle or jsonld, with the graphs as nquads or trig."""
        if format not in FORMATS:
            hint = f"one of {', '.join(FORMATS)}"
            raise StoreError(f"no such format: {format}", where=self.where, hint=hint)
        if format == "jsonld":
            return dump_jsonld(self.union())
        if format == "turtle":
            return turtle(quad.triple for quad in self.union())
        if format == "trig":
            return trig(self)
        return "".join(sorted(f"{quad} .\n" for quad in self)).encode()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _triples(self, graph: ox.NamedNode, quads: Iterable[ox.Quad]) -> set[ox.Triple]:
        """What a graph is to hold, once it is clear that it may be written."""
        if self.read_only:
            raise StoreError("the store was opened for reading only", where=self.where)
        triples = set()
        for quad in quads:
            if quad.graph_name != graph:
                raise StoreError(f"a quad of {quad.graph_name} among those of {graph}", where=self.where)
            triples.add(quad.triple)
        return triples
