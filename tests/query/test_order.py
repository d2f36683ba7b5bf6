"""The outermost ORDER BY, carried out beside the engine: as the engine would, and left to it where only it can tell."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import LimitReached, QueryError
from kg.query import bind, filled, named, run
from kg.query.order import in_order, outermost
from kg.store import open_store
from kg.table import XSD

WORDS = st.text(alphabet="aBz09 -县區é𠀀", max_size=3)


def literals(datatype: str, *texts: str) -> st.SearchStrategy[ox.Literal]:
    return st.sampled_from(texts).map(lambda text: ox.Literal(text, datatype=ox.NamedNode(XSD + datatype)))


TEXTS = st.one_of(
    WORDS.map(ox.Literal),
    st.tuples(WORDS, st.sampled_from(("zh", "en"))).map(lambda pair: ox.Literal(pair[0], language=pair[1])),
    literals("gYear", "1999", "2023", "2024"),
    literals("gYearMonth", "2023-02", "2023-11"),
    literals("date", "2023-02-01", "2023-02-11", "1999-12-31"),
)
NUMBERS = st.one_of(
    literals("integer", "-7", "0", "3", "010", "123456789012345678"),
    literals("decimal", "-7.5", "3.25", "0.000000000000000001", "12.10"),
)
IRIS = WORDS.map(lambda word: ox.NamedNode("urn:x:" + word.replace(" ", "_")))
COLUMN = st.one_of(
    *(st.lists(st.one_of(st.none(), IRIS, kind), min_size=6, max_size=6) for kind in (TEXTS, NUMBERS))
)


@settings(deadline=None)
@given(COLUMN, COLUMN, st.tuples(st.booleans(), st.booleans()))
def test_rows_come_as_the_engine_puts_them(
    first: list[ox.Literal | None], second: list[ox.Literal | None], turned: tuple[bool, bool]
) -> None:
    lines = (f"({one or 'UNDEF'} {two or 'UNDEF'})" for one, two in zip(first, second, strict=True))
    order = " ".join(f"{'DESC' if way else 'ASC'}(?{name})" for name, way in zip("ab", turned, strict=True))
    text = f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {' '.join(lines)} }} }}"
    with open_store(None) as store:
        engine = [tuple(row) for row in store.query(f"{text} ORDER BY {order}")]
        ours = in_order([tuple(row) for row in store.query(text)], list(enumerate(turned)))
        assert ours == engine
        assert run(store, f"{text} ORDER BY {order}").terms == tuple(engine)


@pytest.mark.parametrize(
    "terms",
    [
        [ox.Literal("1"), ox.Literal(1)],
        [ox.Literal(True), ox.Literal(False)],
        [ox.BlankNode("a")],
        [ox.Literal(0.5)],
        [ox.Literal("2023-01-01T00:00:00Z", datatype=ox.NamedNode(XSD + "dateTime"))],
        [ox.Literal("2023+08:00", datatype=ox.NamedNode(XSD + "gYear"))],
        [ox.Literal("12345678901234567890", datatype=ox.NamedNode(XSD + "integer"))],
    ],
    ids=str,
)
def test_what_only_the_engine_can_compare_is_left_to_it(terms: list[ox.Literal]) -> None:
    assert in_order([(term,) for term in terms], [(0, False)]) is None
    lines = " ".join(str(term) for term in terms if not isinstance(term, ox.BlankNode))
    with open_store(None) as store:
        text = f"SELECT ?a {{ VALUES ?a {{ {lines} }} }} ORDER BY DESC(?a)"
        assert run(store, text).terms == tuple(tuple(row) for row in store.query(text))


@pytest.mark.parametrize(
    ("text", "keys", "hidden"),
    [
        ("SELECT ?a { ?a ?b ?c } ORDER BY ?a", [("a", False)], 0),
        ("SELECT * WHERE { ?a ?b ?c } order by desc( ?c ) $b # ?a", [("c", True), ("b", False)], 0),
        ("SELECT ?a { ?a ?b ?c } ORDER BY ?c ?a ?c", [("c", False), ("a", False), ("c", False)], 1),
        ("SELECT (SUM(?x * 2) AS ?n) ?a { ?a ?b ?x } GROUP BY ?a ORDER BY ?n", [("n", False)], 0),
        ("SELECT ?a { ?a ?b '} LIMIT 1' } ORDER BY ?a", [("a", False)], 0),
    ],
)
def test_the_order_is_read(text: str, keys: list[tuple[str, bool]], hidden: int) -> None:
    found = outermost(text)
    assert found is not None and "ORDER" not in found.text.upper()
    assert (list(found.keys), found.hidden) == (keys, hidden)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?a { ?a ?b ?c }",
        "SELECT ?a { ?a ?b ?c } ORDER BY ?a LIMIT 2",
        "SELECT ?a { ?a ?b ?c } ORDER BY STR(?a)",
        "SELECT ?a { ?a ?b ?c } ORDER BY ?a VALUES ?a { 1 }",
        "SELECT DISTINCT ?a { ?a ?b ?c } ORDER BY ?c",
        "SELECT ?a { ?a ?b ?c } GROUP BY ?a ?c ORDER BY ?c",
        "SELECT ?a { SELECT ?a { ?a ?b ?c } ORDER BY ?a }",
        "SELECT ?a { ?a ?b ?c } # ORDER BY ?a",
        "CONSTRUCT WHERE { ?a ?b ?c } ORDER BY ?a",
        "ASK { ?a ?b ?c } ORDER BY ?a",
        "ORDER BY ?a",
    ],
)
def test_another_end_is_left_to_the_engine(text: str) -> None:
    assert outermost(text) is None


def test_the_named_queries_are_ordered_here() -> None:
    ordered = [query.name for query in named() if outermost(bind(*filled(query.name, {}))) is not None]
    assert len(ordered) == len(named())


def test_columns_that_are_not_asked_for_do_not_come() -> None:
    with open_store(None) as store:
        table = run(store, "SELECT ?a { VALUES (?a ?b) { (1 3) (2 1) (3 2) } } ORDER BY ?b")
        assert (table.columns, table.rows) == (("a",), ((2,), (3,), (1,)))
        assert run(store, "SELECT (COUNT(*) AS ?n) { VALUES ?a { 1 2 } } ORDER BY ?a").rows == ((2,),)
        assert run(store, "SELECT ?a { VALUES ?a { 2 1 } } ORDER BY ?none ?a").rows == ((1,), (2,))


def test_limits_and_places_of_faults_are_those_of_the_text() -> None:
    with open_store(None) as store:
        with pytest.raises(LimitReached, match="more than 2 rows"):
            run(store, "SELECT ?a { VALUES ?a { 1 2 3 } } ORDER BY ?a", rows=2)
        with pytest.raises(QueryError, match=re.escape("line 1, column 31")):
            run(store, "SELECT ?a { ?a ?b  ?c ?d } ORDER BY ?c")
