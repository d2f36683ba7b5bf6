"""What of the network a page holds, and what of it is seen first."""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Iterable
from typing import Any

import networkx as nx

from kg.errors import UnknownThing

#: A neighbour with more ties than this is not walked through: it would bring everything.
CROWD = 30


def find(graph: nx.MultiDiGraph, name: str) -> str:
    """The key of the node that is named: its IRI, its label or another name. Raises UnknownThing."""
    if name in graph:
        return name
    for attribute in ("label", "aka"):
        hits = [str(key) for key, data in graph.nodes(data=True) if _called(data.get(attribute), name)]
        if hits:
            return min(hits, key=lambda key: (-graph.degree(key), key))
    near = sorted(
        str(data.get("label", "")) for _, data in graph.nodes(data=True) if name in str(data.get("label"))
    )
    hint = f"near: {'、'.join(near[:5])}" if near else "give an IRI, a name or another name of it"
    raise UnknownThing("nothing in the graph has this name", where=name, hint=hint)


def _called(names: object, name: str) -> bool:
    return names == name or (isinstance(names, list | tuple) and name in names)


def neighbourhood(graph: nx.MultiDiGraph, key: str) -> nx.MultiDiGraph:
    """A thing, what it is tied to, and what those are tied to, but not through a crowd."""
    around = _ties(graph, key)
    keep = {key, *around}
    for other in around:
        if graph.degree(other) <= CROWD:
            keep.update(_ties(graph, other))
    return graph.subgraph(keep).copy()


def most_connected(graph: nx.MultiDiGraph, limit: int) -> list[str]:
    """The keys of at most ``limit`` nodes: the publishers, then outwards along their best connected ties."""
    rank = {key: place for place, key in enumerate(ordered(graph))}
    if len(rank) <= limit:
        return list(rank)
    left, chosen = iter(rank), dict[str, bool]()
    heap = sorted({(rank[key], key) for key in hubs(graph).values()})
    while len(chosen) < limit:
        key = heapq.heappop(heap)[1] if heap else next(left)
        if key in chosen:
            continue
        chosen[key] = True
        for other in _ties(graph, key):
            if other not in chosen:
                heapq.heappush(heap, (rank[other], other))
    return list(chosen)


def ordered(graph: nx.MultiDiGraph) -> list[str]:
    """All keys, the best connected first."""
    return sorted(
        graph, key=lambda key: (-graph.degree(key), str(graph.nodes[key].get("label", "")), str(key))
    )


def hubs(graph: nx.MultiDiGraph) -> dict[str, str]:
    """For each report's IRI the key of the node that stands in the middle: who published it."""
    names: dict[str, str] = {}
    for key in reversed(ordered(graph)):
        data = graph.nodes[key]
        if data.get("type") == "Institution":
            names.update(dict.fromkeys([*data.get("aka", ()), data.get("label", ""), key], key))
    found = {}
    members = _by_report(graph)
    for report, about in sorted(graph.graph.get("reports", {}).items()):
        own = members.get(report, [])
        hub = names.get(str(about.get("publisher") or ""))
        hub = hub if hub in own else _best(graph, own)
        if hub is not None:
            found[report] = hub
    return found


def _by_report(graph: nx.MultiDiGraph) -> dict[str, list[str]]:
    members: dict[str, list[str]] = {}
    for key in ordered(graph):
        for report in graph.nodes[key].get("reports", ()):
            members.setdefault(report, []).append(key)
    return members


def _best(graph: nx.MultiDiGraph, keys: Iterable[str]) -> str | None:
    actors = [key for key in keys if graph.nodes[key].get("type") == "Institution"]
    return max(actors, key=lambda key: (graph.degree(key), key), default=None)


def _ties(graph: nx.MultiDiGraph, key: Hashable) -> list[Any]:
    return sorted({*graph.successors(key), *graph.predecessors(key)} - {key})
