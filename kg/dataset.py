"""A graph as people use it from Python and in notebooks: ask it, look at it, hand it to other libraries."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from kg import query as queries
from kg.explain import Explanation
from kg.explain import explain as about
from kg.network import project
from kg.store import Store, open_output
from kg.table import XSD, Table, html

if TYPE_CHECKING:
    import networkx as nx
    import pyoxigraph as ox
    import rdflib
    from rdflib.term import Node

_NAME: Final = re.compile(r"[a-z][a-z0-9-]*")
_STRING: Final = XSD + "string"
_FEW: Final = 10


class Dataset:
    """A built graph, open for reading; a context manager that closes it.

    ``store`` is what the functions of the other modules take: ``kg.view``, ``kg.export``, ``kg.compare`` ...
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def query(self, sparql_or_name: str, /, **params: object) -> Table:
        """The answer to a query in SPARQL, or to the named query of that name.

        ``params`` give values to parameters: text, numbers, or an IRI in ``<…>``. Raises QueryError, with line
        and column for what does not parse, and UnknownQuery.
        """
        values = {name: str(value) for name, value in params.items()}
        if _NAME.fullmatch(sparql_or_name):
            return queries.run_named(self.store, sparql_or_name, params=values)
        return queries.run(self.store, sparql_or_name, params=values)

    def queries(self) -> Table:
        """The named queries, with what each answers and its parameters."""
        rows = tuple(
            (one.name, one.title_zh, one.title_en, ", ".join(param.name for param in one.params))
            for one in queries.named()
        )
        return Table(("name", "zh", "en", "params"), rows)

    def explain(self, name_or_iri: str) -> Explanation:
        """All that is known of one thing, with the sentences that say so. Raises UnknownThing."""
        return about(self.store, name_or_iri)

    def counts(self) -> dict[str, int]:
        """How many things of each type there are, most first."""
        found = queries.count_types(self.store)
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))

    def to_rdflib(self) -> rdflib.Graph:
        """The union of the graphs as an rdflib graph in memory, literals as they are written."""
        import rdflib

        from kg.vocab import PREFIXES

        graph = rdflib.Graph(bind_namespaces="none")
        for prefix, iri in PREFIXES.items():
            graph.bind(prefix, iri)
        for quad in self.store.union():
            graph.add((_node(quad.subject), _node(quad.predicate), _node(quad.object)))
        return graph

    def to_networkx(self) -> nx.MultiDiGraph:
        """The network of the things that reports speak of, see ``kg.network.project``."""
        return project(self.store)

    def close(self) -> None:
        """Let go of files and connections."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<kg.Dataset {self.store.where}>"

    def _repr_html_(self) -> str:
        """What notebooks show: where it is, the types of things, the first reports."""
        counts = Table(("type", "how many"), tuple(self.counts().items()))
        reports = self.query("reports").only(("title", "place", "year", "figures", "claims"))
        return (
            f"<p><b>kg.Dataset</b> {escape(self.store.where)}</p>\n{html(counts)}\n{html(reports, limit=_FEW)}\n"
            "<p>Ask with <code>.query(…)</code>; <code>.queries()</code> lists the named queries.</p>"
        )


def open_dataset(location: str | Path = "output") -> Dataset:
    """What was built: in an output folder, or at the folder or URL of a store. Raises StoreError where there is none."""
    return Dataset(open_output(location))


def _node(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    """A term as rdflib has it. Triples as terms, which our graphs do not hold, raise TypeError."""
    import pyoxigraph as ox
    import rdflib

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        kind = None if term.datatype.value == _STRING else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, datatype=kind, normalize=False)
    raise TypeError(f"rdflib has no triples as terms: {term}")
