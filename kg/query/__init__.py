"""SPARQL to tables: queries of one's own, and the named ones of ``ontology/queries/``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TypeVar

import pyoxigraph as ox

from kg.errors import LimitReached, QueryError
from kg.query.faults import syntax_error
from kg.query.guard import TOKEN, refuse
from kg.query.named import NamedQuery, Param, find, named
from kg.query.order import in_order, outermost
from kg.store import EmbeddedStore, Store
from kg.table import Table, Term, cell

__all__ = ["NamedQuery", "Param", "bind", "count_types", "find", "named", "run", "run_named", "table_of"]

T = TypeVar("T")
_VARIABLE = re.compile(r"[A-Za-z_]\w*")
_COUNTS = """
SELECT ?type (COUNT(*) AS ?n) WHERE {
  VALUES ?type { kg:Report kg:Institution kg:Region kg:Reform kg:Policy kg:Person kg:Recognition
                 kg:Observation kg:Claim }
  ?thing a ?type
} GROUP BY ?type
"""


def run(
    store: Store, sparql: str, *, params: Mapping[str, str] | None = None, rows: int | None = None
) -> Table:
    """The answer to a SELECT, ASK, CONSTRUCT or DESCRIBE over the union of the graphs.

    ``params`` give values to variables: text, or an IRI in ``<…>``. Our prefixes need no declaring.
    Raises QueryError with line and column for what does not parse, and for SERVICE, LOAD and updates;
    LimitReached for an answer of more than ``rows`` rows or triples.
    """
    sparql = bind(sparql, params or {})
    refuse(sparql, foreign="://" in store.where)
    try:
        table = _sorted(store, sparql, rows) if isinstance(store, EmbeddedStore) else None
        return table if table is not None else table_of(store.query(sparql), rows=rows)
    except SyntaxError as err:
        raise syntax_error(str(err), sparql) from err
    except (OSError, RuntimeError, ValueError) as err:
        raise QueryError(f"the query failed: {err}", where=store.where) from err


def run_named(
    store: Store, name: str, *, params: Mapping[str, str] | None = None, rows: int | None = None
) -> Table:
    """The answer of a named query, as ``run`` gives it. Raises UnknownQuery, and QueryError for an unknown parameter."""
    text, values = filled(name, params or {})
    return run(store, text, params=values, rows=rows)


def count_types(store: Store) -> dict[str, int]:
    """How many things of each type the store holds, by the type's local name."""
    return {str(kind).rpartition("#")[2]: int(str(n)) for kind, n in run(store, _COUNTS).rows}


def filled(name: str, params: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The text of a named query, and a value for each of its parameters."""
    query = find(name)
    values = {param.name: param.default for param in query.params}
    for key, value in params.items():
        if key not in values:
            known = ", ".join(values) or "none"
            raise QueryError(f"no such parameter of {name}", where=key, hint=f"it has: {known}")
        values[key] = value
    return query.text, values


def bind(sparql: str, params: Mapping[str, str]) -> str:
    """The query with values in the place of variables; an IRI comes as ``<…>``, anything else is text."""
    for name, text in sorted(params.items()):
        sparql = _bind(sparql, name, _value(name, text))
    return sparql


def _bind(sparql: str, name: str, value: ox.Literal | ox.NamedNode) -> str:
    """The query with a value in the place of a variable; strings and comments stay as they are."""
    found = False

    def put(match: re.Match[str]) -> str:
        nonlocal found
        if match["variable"] != name:
            return match[0]
        found = True
        return str(value)

    bound = TOKEN.sub(put, sparql)
    if not found:
        raise QueryError("the query has no such parameter", where=name, hint="see kg query --list")
    return bound


def _value(name: str, text: str) -> ox.Literal | ox.NamedNode:
    if not _VARIABLE.fullmatch(name):
        raise QueryError("not a name of a parameter", where=name)
    if text.startswith("<") and text.endswith(">"):
        try:
            return ox.NamedNode(text[1:-1])
        except ValueError as err:
            raise QueryError(f"not an IRI: {err}", where=text) from err
    return ox.Literal(text)


def table_of(results: object, *, rows: int | None = None) -> Table:
    """What the engine answered, as a table. Raises LimitReached for more than ``rows`` rows or triples."""
    if isinstance(results, ox.QueryBoolean):
        return Table(("answer",), ((bool(results),),))
    if isinstance(results, ox.QueryTriples):
        triples = tuple(sorted(_upto(rows, _distinct(results)), key=str))
        terms: list[tuple[Term | None, ...]] = [(t.subject, t.predicate, t.object) for t in triples]
        return _of_terms(("subject", "predicate", "object"), terms, triples)
    assert isinstance(results, ox.QuerySolutions)
    return _of_terms(_columns(results), [tuple(solution) for solution in _upto(rows, results)], None)


def _sorted(store: EmbeddedStore, sparql: str, most: int | None) -> Table | None:
    """The answer of a query that ends with ORDER BY, put in order here; None where that is the engine's to do."""
    order = outermost(sparql)
    if order is None:
        return None
    try:
        found = store.query(order.text)
    except SyntaxError:
        return None  # the text as it was given tells where
    columns = _columns(found)
    keys = [(columns.index(name), descends) for name, descends in order.keys if name in columns]
    rows = in_order([tuple(solution) for solution in _upto(most, found)], keys)
    if rows is None:
        return None
    if order.hidden:
        rows = [row[order.hidden :] for row in rows]
    return _of_terms(columns[order.hidden :], rows, None)


def _columns(solutions: ox.QuerySolutions) -> tuple[str, ...]:
    return tuple(str(variable.value) for variable in solutions.variables)


def _upto(most: int | None, found: Iterable[T]) -> list[T]:
    kept = list(islice(found, None if most is None else most + 1))
    if most is not None and len(kept) > most:
        hint = "ask for less with LIMIT, or allow more"
        raise LimitReached(f"the answer has more than {most:,} rows", where="query", hint=hint)
    return kept


def _distinct(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    seen = set()
    for triple in triples:
        if triple not in seen:
            seen.add(triple)
            yield triple


def _of_terms(
    columns: tuple[str, ...], terms: list[tuple[Term | None, ...]], triples: tuple[ox.Triple, ...] | None
) -> Table:
    rows = tuple(tuple(cell(term) for term in row) for row in terms)
    return Table(columns, rows, tuple(terms), triples)
