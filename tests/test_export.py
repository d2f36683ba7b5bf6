from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import networkx as nx
import pytest

from kg.errors import StoreError
from kg.export import FORMATS, INDICATOR_COLUMNS, export
from kg.network import project
from kg.store import Store
from tests.golden_graph import extraction, figures, filled


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with filled() as opened:
        yield opened


def test_csv_has_a_row_for_each_figure_and_opens_in_excel(store: Store) -> None:
    data = export(store, "csv")
    assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == figures() > 400 and tuple(rows[0]) == INDICATOR_COLUMNS
    for row in rows:
        text = extraction(row["file"].removesuffix(".txt")).document.text
        assert text[int(row["start"]) : int(row["end"])] in row["sentence"].lstrip("'")
    one = next(row for row in rows if row["baseline"] == "35")
    assert (one["region"], one["year"], one["value"], one["change"]) == ("临安区", "2023", "52", "17")


def test_graphml_is_the_network(store: Store) -> None:
    graph = nx.read_graphml(io.BytesIO(export(store, "graphml")))
    network = project(store)
    assert set(graph) == set(network)
    assert graph.number_of_edges() == network.number_of_edges()
    assert {about["predicate"] for *_, about in graph.edges(data=True)} >= {"issues", "implements"}


def test_every_format_is_there_and_stable(store: Store) -> None:
    assert FORMATS == ("turtle", "nquads", "trig", "jsonld", "graphml", "csv")
    with filled(order=-1) as other:
        for format in FORMATS:
            assert export(store, format) == export(other, format), format
    with pytest.raises(StoreError, match="one of turtle"):
        export(store, "docx")
