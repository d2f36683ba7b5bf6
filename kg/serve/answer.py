"""A client's query, answered in the format it accepts, into a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO, BinaryIO, Final, cast

import pyoxigraph as ox

from kg.errors import LimitReached, QueryError
from kg.query.faults import syntax_error
from kg.query.guard import refuse
from kg.query.limits import Limits
from kg.serve.negotiate import best
from kg.store import EmbeddedStore, Store
from kg.store.graphnames import graph_names
from kg.store.updates import RESERVED, visible
from kg.vocab import PREFIXES

RESULTS: Final = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
}
GRAPHS: Final = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/x-turtle": ox.RdfFormat.TURTLE,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "application/xml": ox.RdfFormat.RDF_XML,
    "text/xml": ox.RdfFormat.RDF_XML,
    "application/json": ox.RdfFormat.JSON_LD,
}


@dataclass(frozen=True, slots=True)
class Question:
    """A query as the protocol brings it: its text, its dataset, and what the client accepts."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    accept: str = "*/*"
    base_iri: str | None = None


class NotAcceptable(QueryError):
    """The client accepts no format that this kind of answer has."""


def answer(store: Store, out: BinaryIO, question: Question, limits: Limits) -> str:
    """Write the whole answer; gives its media type.

    Raises QueryError for what does not parse, NotAcceptable, and LimitReached for too long an answer.
    """
    refuse(question.text, base_iri=question.base_iri, foreign="://" in store.where)
    results = _asked(store, question)
    formats = GRAPHS if isinstance(results, ox.QueryTriples) else RESULTS
    media = best(question.accept, tuple(formats))
    if media is None:
        hint = f"there are {', '.join(formats)}"
        raise NotAcceptable("no format of this answer is accepted", where=question.accept, hint=hint)
    try:
        if isinstance(results, ox.QueryTriples):
            prefixes = None if GRAPHS[media] == ox.RdfFormat.N_TRIPLES else PREFIXES
            triples = results if limits.rows is None else _counted(results, limits.rows)
            sink = cast(IO[bytes], _Bounded(out, limits.result_megabytes))
            ox.serialize(triples, sink, GRAPHS[media], prefixes=prefixes)
        else:
            assert isinstance(results, ox.QuerySolutions | ox.QueryBoolean)
            if limits.rows is not None and isinstance(results, ox.QuerySolutions):
                results = _few(results, limits)
            results.serialize(cast(IO[bytes], _Bounded(out, limits.result_megabytes)), RESULTS[media])
    except (OSError, RuntimeError, ValueError) as err:
        raise QueryError(f"the query failed: {err}", where="query") from err
    return media


def _few(results: ox.QuerySolutions, limits: Limits) -> ox.QuerySolutions:
    """The same solutions once more, when all of them are there. Raises LimitReached where they are too many.

    They are kept as TSV, which has one line for each below its head, and of which every term is read as it was.
    """
    kept = BytesIO()
    sink = _Bounded(kept, limits.result_megabytes, rows=limits.rows)
    results.serialize(cast(IO[bytes], sink), ox.QueryResultsFormat.TSV)
    kept.seek(0)
    found = ox.parse_query_results(kept, format=ox.QueryResultsFormat.TSV)
    assert isinstance(found, ox.QuerySolutions)
    return found


def _counted(triples: ox.QueryTriples, most: int) -> Iterator[ox.Triple]:
    """The triples. Raises LimitReached where they are too many."""
    for number, triple in enumerate(triples, start=1):
        if number > most:
            raise _too_many(most)
        yield triple


def _too_many(most: int) -> LimitReached:
    return LimitReached(f"more than {most:,} rows", where="query", hint="ask for less with LIMIT")


def _asked(store: Store, question: Question) -> object:
    """What the engine answers, over the dataset that the protocol names."""
    try:
        if not isinstance(store, EmbeddedStore):
            return _elsewhere(store, question)
        return _embedded(store, question)
    except SyntaxError as err:
        raise syntax_error(str(err), question.text) from err
    except (OSError, RuntimeError, ValueError) as err:
        raise QueryError(f"the query failed: {err}", where="query") from err


def _embedded(store: EmbeddedStore, question: Question) -> object:
    inner, text, base = store.inner, question.text, question.base_iri
    default, named = _dataset(question)
    graphs: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [*default]
    if not default and not named:
        return inner.query(text, base_iri=base, prefixes=PREFIXES, named_graphs=visible(store))
    if len(default) > 1:
        # The engine gives a triple once for every default graph that says it; a merge says it once.
        inner, graphs = _merged(inner, default, named), [ox.DefaultGraph()]
    return inner.query(text, base_iri=base, prefixes=PREFIXES, default_graph=graphs, named_graphs=[*named])


def _dataset(question: Question) -> tuple[list[ox.NamedNode], list[ox.NamedNode]]:
    """The default and the named graphs that the protocol names, or else the query; each once.

    Raises QueryError for the store's own, which hold no more than the union shows.
    """
    default, named = question.default_graphs, question.named_graphs
    if not default and not named:
        written = graph_names(question.text, base_iri=question.base_iri)
        default = tuple(name for word, name in written if word == "FROM")
        named = tuple(name for word, name in written if word == "NAMED")
    if any(name.startswith(RESERVED) for name in (*default, *named)):
        hint = "name none, and the default graph is the union of all"
        raise QueryError(f"{RESERVED} names are the store's own", where="query", hint=hint)
    return [ox.NamedNode(iri) for iri in dict.fromkeys(default)], [
        ox.NamedNode(iri) for iri in dict.fromkeys(named)
    ]


def _elsewhere(store: Store, question: Question) -> object:
    if question.default_graphs or question.named_graphs:
        hint = "name the graphs with FROM and FROM NAMED"
        raise QueryError("a dataset by parameters needs the embedded store", where=store.where, hint=hint)
    return store.query(question.text)


def _merged(inner: ox.Store, default: list[ox.NamedNode], named: list[ox.NamedNode]) -> ox.Store:
    merged = ox.Store()
    for graph in default:
        found = inner.quads_for_pattern(None, None, None, graph)
        merged.bulk_extend(ox.Quad(*quad.triple) for quad in found)
    for graph in named:
        merged.bulk_extend(inner.quads_for_pattern(None, None, None, graph))
    return merged


class _Bounded:
    """A file that refuses to grow beyond some megabytes, or beyond some lines after the first."""

    def __init__(self, out: BinaryIO, megabytes: int | None, *, rows: int | None = None) -> None:
        self._out = out
        self._megabytes, self._rows = megabytes, rows
        self._bytes = self._lines = 0

    def write(self, data: bytes) -> int:
        self._bytes += len(data)
        if self._megabytes is not None and self._bytes > self._megabytes << 20:
            message = f"the answer is longer than {self._megabytes} MB"
            raise LimitReached(message, where="query", hint="ask for less with LIMIT")
        if self._rows is not None:
            self._lines += data.count(b"\n")
            if self._lines > self._rows + 1:
                raise _too_many(self._rows)
        return self._out.write(data)

    def flush(self) -> None:
        self._out.flush()
