from __future__ import annotations

import networkx as nx
import pytest

from kg.network import project
from kg.outline import outline
from tests.golden_graph import filled


@pytest.fixture(scope="module")
def both() -> tuple[nx.MultiDiGraph, nx.MultiDiGraph]:
    with filled() as store:
        return outline(store), project(store)


def test_it_is_the_network_without_its_words(both: tuple[nx.MultiDiGraph, nx.MultiDiGraph]) -> None:
    light, whole = both
    assert list(light) == list(whole)
    assert sorted(light.edges(keys=True)) == sorted(whole.edges(keys=True))
    for node, about in light.nodes(data=True):
        full = whole.nodes[node]
        assert (about["label"], about["type"]) == (full["label"], full["type"])
        # A figure alone is no mention, so the outline may know of fewer reports.
        assert set(about["reports"]) <= set(full["reports"])


def test_reports_carry_their_year_place_and_indicators(
    both: tuple[nx.MultiDiGraph, nx.MultiDiGraph],
) -> None:
    reports = both[0].graph["reports"]
    (lately,) = [about for about in reports.values() if about["title"].startswith("青禾区人民政府2023年")]
    assert (lately["year"], lately["region"]) == (2023, "青禾区")
    assert "administrative-reconsideration-received" in lately["codes"]
