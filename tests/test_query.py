from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import query
from kg.errors import QueryError, UnknownQuery
from kg.store import Store
from kg.table import Table, safe, width
from tests.golden_graph import ROOT, extraction, filled


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with filled() as opened:
        yield opened


def test_prefixes_need_no_declaring(store: Store) -> None:
    table = query.run(store, "SELECT ?t ?y { ?r a kg:Report ; dcterms:title ?t ; kg:year ?y } ORDER BY ?t")
    assert table.columns == ("t", "y") and len(table) == 9
    assert all(isinstance(title, str) for title, _ in table.rows)


def test_values_come_as_what_they_are(store: Store) -> None:
    table = query.run(
        store, 'SELECT (1.50 AS ?d) (2 AS ?i) (true AS ?b) (1e0 AS ?f) ("x"@zh AS ?s) (?n AS ?u) {}'
    )
    assert table.rows == ((Decimal("1.5"), 2, True, 1.0, "x", None),)
    assert query.run(store, "ASK { ?r a kg:Report }").rows == ((True,),)


def test_construct_gives_a_graph(store: Store) -> None:
    table = query.run(store, "CONSTRUCT { ?r a kg:Report } WHERE { ?r a kg:Report }")
    assert len(table) == 9 and "a kg:Report" in table.to("turtle")
    with pytest.raises(QueryError, match="not a graph"):
        query.run(store, "ASK {}").to("turtle")


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT * {\n ?s ?p ?o\n FILTR(?x) }", "line 3, column 10"),
        ("SELECT * {", "something is missing at the end"),
        ("", "line 1, column 1"),
        ("SELECT * { ?s foo:bar ?o }", "a prefix is not known"),
        (
            "SELECT ?x (COUNT(*) AS ?n) { ?x ?y ?z } GROUP BY ?y",
            "The SELECT contains a variable that is unbound",
        ),
    ],
)
def test_what_does_not_parse_says_where(store: Store, sparql: str, message: str) -> None:
    with pytest.raises(QueryError, match=re.escape(message)) as caught:
        query.run(store, sparql)
    assert caught.value.where.startswith("line ")
    assert len(str(caught.value)) < 300


CALLS = [
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { service silent ?x { ?s ?p ?o } }",
    "SELECT * { SERVICE<http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { SERVICE#c\n<http://127.0.0.1:9/> { ?s ?p ?o } }",
    "PREFIX a: <http://127.0.0.1:9/> SELECT * { SERVICE a:x { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE :x { ?s ?p ?o } }",
    "SELECT * { ?s ?p 5SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "PREFIX a: <a:> SELECT * { ?s ?p a:b\\' . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } #'",
    "SELECT * { ?s ?p ?a, ?b FILTER(?a<?b)#>'''\n SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } #'''\n }",
    "PREFIX b: <b:> SELECT * { ?s ?p ?a FILTER(?a<b:c#>'''\n) SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } #'''\n }",
    "SELECT * { OPTIONAL { SELECT * { GRAPH ?g { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } } } }",
    "ASK { FILTER EXISTS { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } }",
    "DESCRIBE ?s { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    'SELECT * { ?s ?p "a"SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }',
    "SELECT * { ?s ?p _:b . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("sparql", CALLS)
def test_no_query_calls_out(store: Store, sparql: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is refused"):
        query.run(store, sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { ?service a kg:Report }",
        "SELECT * { ?s a <https://schema.org/Service> }",
        'SELECT * { ?s skos:prefLabel "service" }',
        "SELECT * { ?s schema:serviceType ?o }",
        "# Which service points are there?\nSELECT * { ?s a kg:Report }",
        "SELECT * { ?s a ?o } # self-service",
    ],
)
def test_the_word_alone_is_harmless(store: Store, sparql: str) -> None:
    query.run(store, sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        "LOAD <file:///etc/passwd>",
        "PREFIX a: <a:>\n# talk\nINSERT DATA { a:a a:a 1 }",
        "drop all",
        "WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CLEAR DEFAULT",
    ],
)
def test_no_query_changes_the_graph(store: Store, sparql: str) -> None:
    before = store.dump("nquads")
    with pytest.raises(QueryError, match="is refused: queries only read"):
        query.run(store, sparql)
    assert store.dump("nquads") == before


def test_from_reads_no_file(store: Store) -> None:
    with pytest.raises(QueryError, match="line 1, column 10: files as a dataset are refused"):
        query.run(store, "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }")
    assert len(query.run(store, "BASE <file:///etc/> SELECT * FROM <passwd> { ?s ?p ?o }")) == 0


@pytest.mark.parametrize("name", [q.name for q in query.named()])
def test_each_named_query_answers(store: Store, name: str) -> None:
    table = query.run_named(store, name)
    assert table.columns
    # Annotations have no problems, no causes and no commitments.
    empty = {"problems", "causes", "commitments"}
    assert bool(table.rows) == (name not in empty)
    found = query.find(name)
    for param in found.params:
        assert param.title_zh and param.title_en and f"?{param.name}" in found.text
        narrowed = query.run_named(store, name, params={param.name: "没有这样的名字"})
        assert len(narrowed) == 0


def test_there_are_as_many_named_queries_as_files() -> None:
    named = query.named()
    assert len(named) == len(list((ROOT / "ontology" / "queries").iterdir())) == 24
    assert [q.name for q in named] == sorted(q.name for q in named)
    for one in named:
        assert re.search("[一-鿿]", one.title_zh) and one.title_en.endswith("?"), one.name
        assert "ORDER BY" in one.text, f"{one.name}: an answer without an order changes from run to run"


def test_answers_are_right(store: Store) -> None:
    changes = query.run_named(store, "changes", params={"region": "临安"}).records()
    assert [(r["value"], r["before"], r["before_period"]) for r in changes] == [
        (64, 300, "2022"),
        (52, 35, "2022"),
    ]
    linan, qinghe = extraction("linan-2023"), extraction("qinghe-2022")
    reports = query.run_named(store, "reports", params={"region": "临安"}).records()
    assert [(r["year"], r["figures"], r["claims"]) for r in reports] == [
        ("2023", len(linan.observations), len(linan.relations))
    ]
    figures = query.run_named(store, "report-figures", params={"region": "青禾", "year": "2022"})
    assert len(figures) == len(qinghe.observations) and all(row["sentence"] for row in figures.records())


def test_params_are_values_not_text_of_the_query(store: Store) -> None:
    sparql = 'SELECT ?r { ?r dcterms:title ?t FILTER(CONTAINS(STR(?t), ?word)) } # ?word "?word"'
    assert len(query.run(store, sparql, params={"word": "临安"})) == 1
    assert len(query.run(store, sparql, params={"word": '") || true || ("'})) == 0
    assert (
        len(
            query.run(
                store, "SELECT ?s { ?s a ?c }", params={"c": "<https://w3id.org/fazhi-kg/ontology#Report>"}
            )
        )
        == 9
    )
    with pytest.raises(QueryError, match="no such parameter"):
        query.run(store, sparql, params={"words": "x"})
    with pytest.raises(QueryError, match="not an IRI"):
        query.run(store, sparql, params={"word": "<a b>"})


def test_unknown_queries_have_neighbours(store: Store) -> None:
    with pytest.raises(UnknownQuery, match=r"did you mean.*policies-issued"):
        query.run_named(store, "policy-issued")
    with pytest.raises(QueryError, match="it has: region"):
        query.run_named(store, "changes", params={"place": "x"})


TABLE = Table(
    ("name", "value", "=note"),
    (("区司法局", Decimal("4.15"), "=HYPERLINK(1)"), ("a|b<&\x00", -5, None), ("换\n行", True, "＋1")),
)


def test_a_table_for_terminals_is_aligned() -> None:
    lines = TABLE.to("table").splitlines()
    assert len(lines) == 5
    assert lines[0].startswith("name      value")
    assert width("区司法局") == 8 and lines[2].startswith("区司法局  4.15")
    assert "换 行" in lines[4]


def test_csv_holds_no_formula() -> None:
    rows = list(csv.reader(io.StringIO(TABLE.to("csv"))))
    assert rows[0][2] == "'=note" and rows[1][2] == "'=HYPERLINK(1)" and rows[3][2] == "'＋1"
    assert rows[2][1] == "-5"
    assert all(len(line.split("\t")) == 3 for line in TABLE.to("tsv").splitlines())


@settings(deadline=None)
@given(st.text(max_size=12))
def test_no_text_begins_like_a_formula(text: str) -> None:
    assert safe(text).lstrip(" \u3000")[:1] not in tuple("=+-@\t\r\n＝＋－＠")


def test_json_and_xml() -> None:
    assert json.loads(TABLE.to("json"))[0] == {"name": "区司法局", "value": 4.15, "=note": "=HYPERLINK(1)"}
    tree = ElementTree.fromstring(TABLE.to("xml"))
    assert len(tree.findall(".//{*}result")) == 3
    assert "\\|" in TABLE.to("markdown")
    with pytest.raises(QueryError, match="no such format"):
        TABLE.to("xls")


@pytest.mark.parametrize(("format", "kind"), [("srj", "JSON"), ("xml", "XML")])
def test_the_w3c_formats_read_back(store: Store, format: str, kind: str) -> None:
    table = query.run(
        store, "SELECT ?s ?l ?v ?n { ?s kg:label ?l ; kg:value ?v OPTIONAL { ?s kg:none ?n } } LIMIT 20"
    )
    text = table.to(format)
    back = ox.parse_query_results(text.encode(), format=getattr(ox.QueryResultsFormat, kind))
    assert tuple(tuple(solution) for solution in back) == table.terms  # type: ignore[union-attr]
