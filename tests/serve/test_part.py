"""A part of the network, read from the store: what is in it is as the whole has it, and it says what it leaves out."""

from __future__ import annotations

import networkx as nx

from kg.serve.lookup.part import MENTIONS, part
from kg.store import Store


def test_the_part_with_everything_in_it_is_the_whole(store: Store, whole: nx.MultiDiGraph) -> None:
    drawn = part(store, list(whole))
    assert list(drawn) == list(whole) and set(drawn.edges(keys=True)) == set(whole.edges(keys=True))
    for key, about in whole.nodes(data=True):
        found = drawn.nodes[key]
        assert found.pop("brief") is False
        assert found.pop("neighbours") == len(set(nx.all_neighbors(whole, key)) - {key})
        assert found.pop("mentioned") == len(about["mentions"])
        assert len(found.pop("mentions")) == min(len(about["mentions"]), MENTIONS)
        assert found == {name: value for name, value in about.items() if name != "mentions"}
    for *edge, about in whole.edges(keys=True, data=True):
        assert drawn.edges[tuple(edge)] == about


def test_a_small_part_knows_what_it_leaves_out(store: Store, whole: nx.MultiDiGraph, leaf: str) -> None:
    alone = part(store, [leaf])
    assert list(alone) == [leaf]
    assert alone.nodes[leaf]["neighbours"] == len(set(nx.all_neighbors(whole, leaf)))
    other = next(nx.all_neighbors(whole, leaf))
    tied = part(store, [leaf], known=[other, "https://nowhere.invalid/x y"])
    assert set(tied) == {leaf, other}
    assert tied.nodes[other]["label"] == whole.nodes[other]["label"] and not tied.nodes[other]["mentions"]
    wanted = {edge for edge in whole.edges(keys=True) if {edge[0], edge[1]} == {leaf, other}}
    assert set(tied.edges(keys=True)) == wanted != set()


def test_more_than_one_answer_holds_is_shared_out(store: Store, whole: nx.MultiDiGraph) -> None:
    hub = max(whole, key=lambda key: (len(whole.nodes[key]["facts"]), key))
    short = part(store, list(whole), told=[hub], most=60)
    assert list(short) == list(whole) and set(short.edges(keys=True)) == set(whole.edges(keys=True))
    assert short.nodes[hub]["facts"] == whole.nodes[hub]["facts"] and not short.nodes[hub]["brief"]
    for *edge, about in whole.edges(keys=True, data=True):
        words = about["evidence"] if hub in edge else []
        assert short.edges[tuple(edge)]["evidence"] == words
    left_out = 0
    for key, about in whole.nodes(data=True):
        found = short.nodes[key]
        assert set(found["reports"]) == set(about["reports"]), key
        if key != hub:
            assert len(found["facts"]) <= 1 and len(found["mentions"]) <= 1
            said = len(found["mentions"]) + len(found["facts"])
            missing = said < len(about["mentions"]) + len(about["facts"])
            left_out += missing
            assert found["brief"] or not missing
    assert left_out > 10
