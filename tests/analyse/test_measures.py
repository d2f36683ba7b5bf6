from __future__ import annotations

import networkx as nx
import pytest

from kg import analyse
from kg.errors import KgError, UnknownThing
from kg.outline import outline
from tests.golden_graph import filled


def made(edges: list[tuple[str, str]]) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    for name in sorted({x for edge in edges for x in edge}):
        graph.add_node(name, label=name.upper(), type="Institution")
    for a, b in edges:
        evidence = [{"sentence": f"{a}与{b}。"}]
        graph.add_edge(a, b, key="issues", label_zh="制定印发", evidence=evidence)
    return graph


TWO = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "e"), ("e", "f"), ("f", "d")]


def test_centrality_of_a_known_network() -> None:
    table = analyse.centrality(made(TWO))
    by = {row["iri"]: row for row in table.records()}
    assert [by[n]["degree"] for n in "abcdef"] == [2, 2, 3, 3, 2, 2]
    assert by["c"]["betweenness"] == by["d"]["betweenness"] == 0.6
    assert sum(float(row["pagerank"]) for row in by.values()) == pytest.approx(1, abs=1e-5)  # type: ignore[arg-type]
    assert [row["rank"] for row in table.records()] == [1, 2, 3, 4, 5, 6]


def test_pagerank_solves_its_equation() -> None:
    # b's 0.85 come back to it all the same: x = 0.15/3 + 0.85 * (what flows in and the loose end's share).
    ranks = analyse.pagerank(made([("a", "b"), ("c", "b")]))
    loose = 0.85 * ranks["b"] / 3
    assert ranks["a"] == pytest.approx(0.05 + loose)
    assert ranks["b"] == pytest.approx(0.05 + loose + 0.85 * (ranks["a"] + ranks["c"]))
    assert analyse.pagerank(nx.MultiDiGraph()) == {}


def test_communities_of_a_known_network() -> None:
    rows = analyse.communities(made(TWO)).records()
    groups = {i: {row["iri"] for row in rows if row["community"] == i} for i in (1, 2)}
    assert sorted(map(sorted, groups.values())) == [["a", "b", "c"], ["d", "e", "f"]]  # type: ignore[type-var]
    assert rows[0]["iri"] == "c"


def test_bridges_and_paths_of_a_known_network() -> None:
    assert analyse.bridges(made(TWO)).rows == (("C", "D", 3),)
    steps = analyse.paths(made(TWO), "a", "d").records()
    assert [(s["step"], s["from"], s["to"]) for s in steps] == [(1, "C", "A"), (2, "C", "D")]
    assert steps[0]["sentence"] == "c与a。"
    assert len(analyse.paths(made([("a", "b"), ("c", "d")]), "a", "d")) == 0
    with pytest.raises(UnknownThing, match="not in the network"):
        analyse.paths(made(TWO), "a", "z")


def test_an_empty_network_has_empty_tables() -> None:
    for measure in (analyse.centrality, analyse.communities, analyse.bridges):
        assert len(measure(nx.MultiDiGraph())) == 0


def test_the_same_store_gives_the_same_tables() -> None:
    with filled() as store, filled(order=-1) as other:
        one, two = outline(store), outline(other)
    for measure in (analyse.centrality, analyse.communities, analyse.bridges):
        assert measure(one) == measure(two)
    top = analyse.communities(one).records()
    assert top[0]["size"] == max(int(str(row["size"])) for row in top)
    assert len(analyse.centrality(one)) == len(one)


def test_large_networks_are_measured_from_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.analyse.measures.EXACT", 3)
    monkeypatch.setattr("kg.analyse.measures.PIVOTS", 5)
    rows = {row["iri"]: row["betweenness"] for row in analyse.centrality(made(TWO)).records()}
    assert max(rows, key=lambda node: float(str(rows[node]))) in ("c", "d")
    assert analyse.centrality(made(TWO)) == analyse.centrality(made(TWO))


def test_a_backend_that_is_not_there_is_told() -> None:
    with pytest.raises(KgError, match="leave --backend out"):
        analyse.communities(made(TWO), backend="no-such-backend")
