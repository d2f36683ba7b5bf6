"""A client's query, answered in the format it accepts, into a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, BinaryIO, Final, cast

import pyoxigraph as ox

from kg.errors import LimitReached, QueryError
from kg.query.faults import syntax_error
from kg.query.guard import refuse
from kg.query.limits import Limits
from kg.serve.negotiate import best
from kg.store import EmbeddedStore, Store
from kg.store.updates import visible
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
    if limits.rows is not None:
        _count(_asked(store, question), limits.rows)
    results = _asked(store, question)
    formats = GRAPHS if isinstance(results, ox.QueryTriples) else RESULTS
    media = best(question.accept, tuple(formats))
    if media is None:
        hint = f"there are {', '.join(formats)}"
        raise NotAcceptable("no format of this answer is accepted", where=question.accept, hint=hint)
    sink = _Bounded(out, limits.result_megabytes)
    try:
        if isinstance(results, ox.QueryTriples):
            prefixes = None if GRAPHS[media] == ox.RdfFormat.N_TRIPLES else PREFIXES
            ox.serialize(results, cast(IO[bytes], sink), GRAPHS[media], prefixes=prefixes)
        else:
            assert isinstance(results, ox.QuerySolutions | ox.QueryBoolean)
            results.serialize(cast(IO[bytes], sink), RESULTS[media])
    except (OSError, RuntimeError, ValueError, LimitReached) as err:
        if sink.full is not None:
            raise sink.full from err
        raise QueryError(f"the query failed: {err}", where="query") from err
    return media


def _asked(store: Store, question: Question) -> object:
    """What the engine answers, over the dataset that the protocol names."""
    try:
        if not isinstance(store, EmbeddedStore):
            return _elsewhere(store, question)
        inner = store.inner
        default = [ox.NamedNode(iri) for iri in dict.fromkeys(question.default_graphs)]
        named = [ox.NamedNode(iri) for iri in dict.fromkeys(question.named_graphs)]
        if not default and not named:
            return inner.query(
                question.text, base_iri=question.base_iri, prefixes=PREFIXES, named_graphs=visible(store)
            )
        if len(default) > 1:
            # The engine gives a triple once for every default graph that says it; a merge says it once.
            inner, default = _merged(inner, default, named), []
            return inner.query(question.text, base_iri=question.base_iri, prefixes=PREFIXES)
        return inner.query(
            question.text,
            base_iri=question.base_iri,
            prefixes=PREFIXES,
            default_graph=list(default),
            named_graphs=list(named),
        )
    except SyntaxError as err:
        raise syntax_error(str(err), question.text) from err
    except (OSError, RuntimeError, ValueError) as err:
        raise QueryError(f"the query failed: {err}", where="query") from err


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


def _count(results: object, most: int) -> None:
    """Raises LimitReached where there are more rows or triples than allowed."""
    if isinstance(results, ox.QueryBoolean):
        return
    assert isinstance(results, Iterable)
    for number, _ in enumerate(results, start=1):
        if number > most:
            hint = "ask for less with LIMIT"
            raise LimitReached(f"more than {most:,} rows", where="query", hint=hint)


class _Bounded:
    """A file that refuses to grow beyond some megabytes, and remembers that it did."""

    def __init__(self, out: BinaryIO, megabytes: int | None) -> None:
        self._out = out
        self._megabytes = megabytes
        self._room = None if megabytes is None else megabytes << 20
        self.full: LimitReached | None = None

    def write(self, data: bytes) -> int:
        if self._room is not None:
            self._room -= len(data)
            if self._room < 0:
                message = f"the answer is longer than {self._megabytes} MB"
                self.full = LimitReached(message, where="query", hint="ask for less with LIMIT")
                raise self.full
        return self._out.write(data)

    def flush(self) -> None:
        self._out.flush()
