from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import pytest

from kg.network import project
from kg.store import Store, open_store
from kg.vocab import ENTITY_TYPES, PREDICATES
from tests.golden_graph import NAMES, extraction, figures, filled, gold_names


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with filled() as opened:
        yield opened


@pytest.fixture(scope="module")
def network(store: Store) -> nx.MultiDiGraph:
    return project(store)


def test_nodes_are_the_things_of_the_reports(network: nx.MultiDiGraph) -> None:
    things = {NAMES.entity(e) for name in gold_names() for e in extraction(name).entities}
    assert set(network) <= things and len(network) > 400
    assert list(network) == sorted(network)
    for node, about in network.nodes(data=True):
        assert set(about) == {"label", "type", "aka", "region", "reports", "facts", "mentions"}, node
        assert about["type"] in ENTITY_TYPES and about["label"] and about["reports"]
        assert set(about["reports"]) <= set(network.graph["reports"])


def test_all_relations_are_there_with_their_words(network: nx.MultiDiGraph) -> None:
    wanted = {
        (NAMES.entity(by[r.subject]), NAMES.entity(by[r.object]), r.predicate)
        for name in gold_names()
        for by in [{e.id: e for e in extraction(name).entities}]
        for r in extraction(name).relations
    }
    assert set(network.edges(keys=True)) == wanted
    for _, _, key, about in network.edges(keys=True, data=True):
        assert about["predicate"] == key and key in PREDICATES
        assert about["label_zh"] and about["label_en"] and isinstance(about["implicit"], bool)
        assert about["evidence"]


def test_quotes_lie_in_their_sentences(network: nx.MultiDiGraph) -> None:
    texts = {NAMES.report(extraction(name)): extraction(name).document.text for name in gold_names()}
    quotes = [q for _, about in network.nodes(data=True) for q in (*about["mentions"], *about["facts"])]
    quotes += [q for *_, about in network.edges(data=True) for q in about["evidence"]]
    assert len(quotes) > 1000
    for quote in quotes:
        assert 0 <= quote["quote_start"] < quote["quote_end"] <= len(quote["sentence"])
        assert quote["sentence"] in texts[quote["report"]]
    assert {q["section"] for q in quotes} == {"", "一、主要举措"}


def test_every_figure_hangs_on_one_node(network: nx.MultiDiGraph) -> None:
    facts = [fact for _, about in network.nodes(data=True) for fact in about["facts"]]
    assert len(facts) == figures() > 400
    found = next(f for f in facts if f["baseline_value"] == 35)
    assert (found["value"], found["unit"], found["baseline_period"], found["change"]) == (52, "%", "2022", 17)
    assert {type(f["value"]) for f in facts} <= {int, float, type(None)}


def test_reports_are_told(network: nx.MultiDiGraph) -> None:
    reports = network.graph["reports"]
    assert len(reports) == 9
    assert reports[NAMES.report(extraction("linan-2023"))] == {
        "title": "临安区人民政府关于临安区2023年法治政府建设年度报告",
        "publisher": "临安区人民政府",
        "published": "2024-02-23",
        "year": 2023,
        "region": "临安区",
    }


def test_an_empty_store_is_an_empty_network() -> None:
    with open_store(None) as store:
        assert len(project(store)) == 0
