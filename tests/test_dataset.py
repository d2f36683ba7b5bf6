"""The dataset of Python users: asked, shown in notebooks, handed to pandas, rdflib and NetworkX."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from rdflib import RDF, URIRef

import kg
from kg.dataset import Dataset
from kg.errors import QueryError, StoreError, UnknownQuery, UnknownThing
from kg.table import Table
from kg.vocab import expand

THING = "中华人民共和国行政复议法"


@pytest.fixture
def dataset(output: Path) -> Iterator[Dataset]:
    with kg.open(output) as opened:
        yield opened


def test_a_query_is_sparql_or_a_name(dataset: Dataset) -> None:
    place, year = dataset.query("reports").rows[0][1:3]
    assert len(dataset.query("report-figures", region=place, year=int(str(year)))) > 0
    assert len(dataset.query("report-figures", year=1999)) == 0
    iri = dataset.explain(THING).iri
    own = dataset.query("SELECT ?name { ?it skos:prefLabel ?name }", it=f"<{iri}>")
    assert own.rows == ((THING,),)
    assert [row[0] for row in dataset.queries().rows] == [one.name for one in kg.query.named()]


def test_what_is_wrong_is_said(dataset: Dataset, tmp_path: Path) -> None:
    with pytest.raises(UnknownQuery):
        dataset.query("report")
    with pytest.raises(QueryError, match="line 1, column"):
        dataset.query("SELECT * { ?s ?p")
    with pytest.raises(QueryError, match="no such parameter of rates"):
        dataset.query("rates", place="x")
    with pytest.raises(UnknownThing):
        dataset.explain("没有这个机构")
    with pytest.raises(StoreError, match="run kg build first"):
        kg.open(tmp_path / "none")


def test_it_closes_itself(output: Path) -> None:
    with kg.open(output) as opened:
        assert opened.counts()["Report"] == 1
    with pytest.raises(StoreError, match="closed"):
        opened.counts()


def test_rdflib_holds_the_same_triples(dataset: Dataset) -> None:
    graph = dataset.to_rdflib()
    parsed = {str(triple) for triple in dataset.store.union()}
    assert len(graph) == len(parsed)
    assert (
        len(set(graph.subjects(RDF.type, URIRef(expand("kg:Observation")))))
        == dataset.counts()["Observation"]
    )
    asked = "SELECT ?o ?v { ?o kg:value ?v } ORDER BY ?o"
    mine = [(str(o), str(v)) for o, v in graph.query(asked)]
    assert mine == [(o, format(v, "f")) for o, v in dataset.query(asked).rows if isinstance(v, Decimal)]
    assert mine


def test_networkx_has_the_things(dataset: Dataset) -> None:
    graph = dataset.to_networkx()
    assert {about["type"] for _, about in graph.nodes(data=True)} <= set(dataset.counts())
    assert THING in {about["label"] for _, about in graph.nodes(data=True)}


def test_notebooks_show_where_and_how_much(dataset: Dataset) -> None:
    shown = dataset._repr_html_()
    assert dataset.store.where in shown and dataset.store.where in repr(dataset)
    for kind, count in dataset.counts().items():
        assert f"<td>{kind}</td><td>{count}</td>" in shown
    assert str(dataset.query("reports").rows[0][0]) in shown


def test_a_table_in_a_notebook_is_escaped_and_says_how_long_it_is() -> None:
    table = Table(("a<b",), tuple((f"<script>{n}</script>",) for n in range(1234)))
    shown = table._repr_html_()
    assert "a&lt;b" in shown and "&lt;script&gt;19&lt;" in shown
    assert "<script" not in shown and "&lt;script&gt;20&lt;" not in shown
    assert "1,234 rows, the first 20 are shown" in shown
    assert "1 row<" in Table(("x",), ((None,),))._repr_html_()


def test_a_table_for_pandas() -> None:
    pytest.importorskip("pandas")
    rows = ((Decimal("1.5"), 2, "甲", None, 1), (3, None, 4, True, "x"))
    frame = Table(("share", "count", "mixed", "flag", "text"), rows).to_pandas()
    assert [str(kind) for kind in frame.dtypes] == ["Float64", "Int64", "string", "boolean", "string"]
    assert frame["count"].tolist()[0] == 2 and frame["count"].isna().tolist() == [False, True]
    assert list(Table(("x",), ()).to_pandas().columns) == ["x"]


def test_without_pandas_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(QueryError, match=r"pip install 'fazhi-kg\[tables\]'"):
        Table(("x",), ()).to_pandas()
