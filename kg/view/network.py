"""The network as PyVis builds it: nodes, edges and options, with positions known and physics at rest."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg.view.figures import MEASURES

if TYPE_CHECKING:
    from pyvis.network import Network

PHYSICS = {
    "enabled": False,
    "solver": "barnesHut",
    "barnesHut": {
        "gravitationalConstant": -9000,
        "springLength": 130,
        "springConstant": 0.03,
        "avoidOverlap": 0.4,
    },
    "stabilization": {"enabled": False},
    "minVelocity": 1.5,
}


class _Known(list[Any]):
    """A list that finds its members at once; PyVis asks for each edge whether both ends are known."""

    def __init__(self) -> None:
        super().__init__()
        self._index: set[Any] = set()

    def append(self, item: Any) -> None:
        self._index.add(item)
        super().append(item)

    def __contains__(self, item: object) -> bool:
        return item in self._index


def network(
    graph: nx.MultiDiGraph,
    *,
    keys: Sequence[str],
    points: Mapping[str, tuple[float, float]],
    hubs: Sequence[str],
    looks: Mapping[str, Any],
) -> Network:
    """The PyVis network: ids are the places in ``keys``; only things in ``points`` have a position."""
    from pyvis.network import Network

    net = Network(height="100%", width="100%", directed=True, cdn_resources="in_line")
    net.node_ids = _Known()
    styles = {style["key"]: style for style in looks["types"]}
    place = {key: number for number, key in enumerate(keys)}
    for key, number in place.items():
        data = graph.nodes[key]
        kind = str(data.get("type", ""))
        shape = styles.get(kind, looks["other"])["shape"]
        spot = {}
        if key in points:
            spot = {"x": round(points[key][0]), "y": round(points[key][1])}
        size = _size(graph.degree(key), hub=key in hubs, figure=data.get("owner") is not None)
        net.add_node(number, label=str(data.get("label") or key), shape=shape, group=kind, size=size, **spot)
    for source, target, name in _edges(graph, place):
        extra = {"arrows": ""} if name == MEASURES else {}
        net.add_edge(place[source], place[target], predicate=name, **extra)
    net.set_options(json.dumps(_options(looks, size=len(points))))
    return net


def _edges(graph: nx.MultiDiGraph, place: Mapping[str, int]) -> list[tuple[str, str, str]]:
    return sorted(graph.edges(keys=True), key=lambda edge: (place[edge[0]], place[edge[1]], edge[2]))


def _size(degree: int, *, hub: bool, figure: bool) -> float:
    if hub:
        return 24.0
    if figure:
        return 3.5
    return round(min(8.5, 4.2 + 1.1 * math.sqrt(degree)), 1)


def _options(looks: Mapping[str, Any], *, size: int) -> dict[str, Any]:
    """The options of vis-network; PyVis hands them on as they are."""
    groups = {}
    for style in looks["types"]:
        color = style["color"]
        sides = {"background": color, "border": color}
        groups[style["key"]] = {"color": {**sides, "highlight": sides, "hover": sides}}
    return {
        "physics": PHYSICS,
        "layout": {"improvedLayout": False, "randomSeed": 1},
        "interaction": {
            "hover": True,
            "hoverConnectedEdges": False,
            "selectConnectedEdges": False,
            "multiselect": False,
            "keyboard": False,
            "hideEdgesOnDrag": size > 1200,
            "hideEdgesOnZoom": size > 1200,
        },
        "nodes": {"borderWidth": 0, "borderWidthSelected": 0, "chosen": False},
        "edges": {
            "arrows": {"to": {"enabled": True, "scaleFactor": 0.3}},
            "smooth": {
                "enabled": True,
                "type": "cubicBezier",
                "forceDirection": "horizontal",
                "roundness": 0.45,
            },
            "width": 0.8,
            "hoverWidth": 0.8,
            "selectionWidth": 0,
            "chosen": False,
        },
        "groups": groups,
    }
