"""Answers into a file: whole, evaluated once, and never longer than allowed."""

from __future__ import annotations

import io

import pyoxigraph as ox
import pytest
from serve.test_updates import OWN_NAMES

from kg.errors import LimitReached, QueryError
from kg.query.limits import Limits
from kg.serve import answer as answers
from kg.serve.answer import GRAPHS, RESULTS, Question
from kg.store import EmbeddedStore, Store, open_store, updates

# Every kind of term, signs that lines and cells are made of, rows of nothing, and letters that a number has too many of.
TERMS = """SELECT ?a ?b { VALUES (?a ?b) {
  (UNDEF UNDEF) ("a\\tb\\n\\r\\"q'" UNDEF) (01 1.0) (1e0 true) ("x"@zh-CN "y"^^<u:t>) ("" "\\u0001\\u2028")
  (<http://a.example/é> "\\\\") ("+1"^^xsd:integer "1."^^xsd:decimal) ("INF"^^xsd:double "abc"^^xsd:integer) } }"""
ROWS = 9


@pytest.fixture(scope="module")
def store() -> Store:
    found = open_store(None)
    found.inner.bulk_load(  # type: ignore[attr-defined]
        "".join(f"<a:s{n}> <a:p> {n} .\n" for n in range(20)), ox.RdfFormat.TURTLE
    )
    return found


def answered(store: Store, text: str, accept: str, **limits: int) -> bytes:
    out = io.BytesIO()
    media = answers.answer(store, out, Question(text, accept=accept), Limits(**limits))
    assert media == accept
    return out.getvalue()


@pytest.mark.parametrize("media", RESULTS)
@pytest.mark.parametrize("text", [TERMS, "SELECT * {}", "SELECT ?a { VALUES ?a { UNDEF } }", "SELECT ?a { FILTER(false) }"])  # fmt: skip
def test_a_limit_of_rows_changes_no_answer_within_it(store: Store, text: str, media: str) -> None:
    assert answered(store, text, media, rows=ROWS) == answered(store, text, media)


@pytest.mark.parametrize("media", RESULTS)
def test_one_row_too_many_is_refused(store: Store, media: str) -> None:
    with pytest.raises(LimitReached, match="more than 8 rows"):
        answered(store, TERMS, media, rows=ROWS - 1)


@pytest.mark.parametrize("media", GRAPHS)
def test_one_triple_too_many_is_refused(store: Store, media: str) -> None:
    text = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
    assert len(answered(store, text, media, rows=20)) == len(answered(store, text, media))
    with pytest.raises(LimitReached, match="more than 19 rows"):
        answered(store, text, media, rows=19)


@pytest.mark.parametrize("text", ["SELECT ?s ?t {{ ?s ?p ?o . ?t ?p ?q . ?u ?p ?r . ?v ?p ?w }}", "CONSTRUCT {{ ?s <{long}> ?t }} {{ ?s ?p ?o . ?t ?p ?q }}"])  # fmt: skip
@pytest.mark.parametrize("rows", [None, 10**6])
def test_an_answer_of_too_many_megabytes_is_refused(store: Store, text: str, rows: int | None) -> None:
    media = "text/tab-separated-values" if text.startswith("SELECT") else "application/n-triples"
    with pytest.raises(LimitReached, match="longer than 1 MB"):
        answered(store, text.format(long="a:" + "x" * 4000), media, rows=rows, result_megabytes=1)  # type: ignore[arg-type]


def test_a_query_is_evaluated_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    engine = answers._asked
    monkeypatch.setattr(answers, "_asked", lambda *args: asked.append(args[1].text) or engine(*args))
    answered(store, TERMS, "text/csv", rows=ROWS)
    assert asked == [TERMS]


@pytest.fixture(scope="module")
def shared() -> Store:
    """Two graphs that share a triple, and what a client wrote into the default graph."""
    found = open_store(None)
    assert isinstance(found, EmbeddedStore)
    updates.update(
        found,
        "INSERT DATA { <a:s> <a:p> 0 . GRAPH <a:g> { <a:s> <a:p> 1, 2 } GRAPH <a:h> { <a:s> <a:p> 2, 3 } }",
    )
    return found


def values(store: Store, text: str, **dataset: tuple[str, ...]) -> list[str]:
    out = io.BytesIO()
    answers.answer(store, out, Question(text, accept="text/csv", **dataset), Limits())  # type: ignore[arg-type]
    return sorted(out.getvalue().decode().split()[1:])


@pytest.mark.parametrize(
    ("dataset", "default", "named"),
    [
        ("", "0123", "1223"),
        ("FROM <a:g>", "12", ""),
        ("FROM <a:g> FROM <a:h> FROM <a:g>", "123", ""),
        ("FROM NAMED <a:g>", "", "12"),
        ("FROM <a:h> FROM NAMED <a:g>", "23", "12"),
    ],
)
def test_a_query_may_name_its_dataset(shared: Store, dataset: str, default: str, named: str) -> None:
    assert values(shared, f"SELECT ?o {dataset} {{ ?s <a:p> ?o }}") == list(default)
    assert values(shared, f"SELECT ?o {dataset} {{ GRAPH ?g {{ ?s <a:p> ?o }} }}") == list(named)


@pytest.mark.parametrize("name", OWN_NAMES)
def test_the_stores_own_graphs_are_no_dataset(shared: Store, name: str) -> None:
    before, _, iri = name.rpartition(" ")
    for text in (f"{before} SELECT ?o FROM {iri} {{ ?s ?p ?o }}", f"{before} SELECT ?o FROM NAMED {iri} {{ GRAPH ?g {{ ?s ?p ?o }} }}"):  # fmt: skip
        with pytest.raises(QueryError, match="the store's own"):
            values(shared, text)
    assert values(shared, f"{before} SELECT ?o {{ GRAPH {iri} {{ ?s ?p ?o }} }}") == []
    for kind in ("default_graphs", "named_graphs"):
        with pytest.raises(QueryError, match="the store's own"):
            values(shared, "SELECT ?o { ?s ?p ?o }", **{kind: ("a:g", "urn:fazhi-store:own")})
