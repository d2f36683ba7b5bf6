"""Measures of the network: who stands where, and who belongs together."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

import networkx as nx

from kg.errors import KgError, UnknownThing
from kg.table import Table

SEED: Final = 20240223
EXACT: Final = 3000
PIVOTS: Final = 300
_DAMPING: Final = 0.85
_DIGITS: Final = 6


def centrality(network: nx.MultiDiGraph, *, backend: str | None = None) -> Table:
    """Degree, betweenness and PageRank of every node, the most central first.

    Columns: ``rank``, ``label``, ``type``, ``degree`` (edges in and out), ``in_degree``, ``out_degree``,
    ``betweenness`` (0 to 1, on the undirected simple graph; estimated from ``PIVOTS`` nodes in networks of more
    than ``EXACT``), ``pagerank`` (sums to 1), ``iri``.
    ``backend`` names a NetworkX backend that computes betweenness and PageRank.
    """
    graph = simple(network)
    sample = {"k": PIVOTS, "seed": SEED} if len(graph) > EXACT else {}
    betweenness = call(nx.betweenness_centrality, graph, backend=backend, **sample)
    ranks = pagerank(network, backend=backend)
    rows = [
        (
            about["label"],
            about["type"],
            network.degree(node),
            network.in_degree(node),
            network.out_degree(node),
            round(float(betweenness[node]), _DIGITS),
            round(float(ranks[node]), _DIGITS),
            node,
        )
        for node, about in network.nodes(data=True)
    ]
    rows.sort(key=lambda row: (-row[6], -row[5], -row[2], row[7]))
    columns = ("rank", "label", "type", "degree", "in_degree", "out_degree", "betweenness", "pagerank", "iri")
    return Table(columns, tuple((i, *row) for i, row in enumerate(rows, start=1)))


def communities(network: nx.MultiDiGraph, *, backend: str | None = None) -> Table:
    """Groups of nodes that are more linked among themselves than with others (Louvain, seeded).

    Columns: ``community`` (1 is the largest), ``size``, ``label``, ``type``, ``degree``, ``iri``;
    in each community the best linked come first.
    """
    graph = simple(network)
    found = call(nx.community.louvain_communities, graph, backend=backend, seed=SEED) if len(graph) else []
    groups = sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))
    rows = []
    for i, group in enumerate(groups, start=1):
        for node in sorted(group, key=lambda node: (-network.degree(node), node)):
            about = network.nodes[node]
            rows.append((i, len(group), about["label"], about["type"], network.degree(node), node))
    return Table(("community", "size", "label", "type", "degree", "iri"), tuple(rows))


def bridges(network: nx.MultiDiGraph, *, backend: str | None = None) -> Table:
    """Links without which the network would fall apart, the weightiest first.

    Columns: ``from``, ``to``, ``cuts_off`` (how many nodes the smaller side has).
    """
    graph = simple(network)
    rows = []
    for a, b in call(nx.bridges, graph, backend=backend):
        rest = nx.restricted_view(graph, [], [(a, b)])
        sides = (len(nx.node_connected_component(rest, a)), len(nx.node_connected_component(rest, b)))
        ends = sorted((a, b))
        rows.append((*(network.nodes[node]["label"] for node in ends), min(sides), *ends))
    rows.sort(key=lambda row: (-row[2], row[3], row[4]))
    return Table(("from", "to", "cuts_off"), tuple(row[:3] for row in rows))


def paths(network: nx.MultiDiGraph, start: str, end: str, *, limit: int = 10) -> Table:
    """The shortest ways from one thing to another by the IRIs of both, one step a row.

    Columns: ``path``, ``step``, ``from``, ``relation``, ``to``, ``sentence``. Raises UnknownThing for an
    IRI that is not in the network.
    """
    for node in (start, end):
        if node not in network:
            raise UnknownThing("not in the network", where=node, hint="give the IRI that kg explain shows")
    graph = simple(network)
    found = sorted(nx.all_shortest_paths(graph, start, end))[:limit] if nx.has_path(graph, start, end) else []
    rows = []
    for i, path in enumerate(found, start=1):
        for j, (a, b) in enumerate(pairwise(path), start=1):
            one, relation, other, sentence = _step(network, a, b)
            rows.append((i, j, one, relation, other, sentence))
    return Table(("path", "step", "from", "relation", "to", "sentence"), tuple(rows))


def pagerank(network: nx.MultiDiGraph, *, backend: str | None = None) -> dict[str, float]:
    """PageRank by the edges' direction; parallel edges count each.

    NetworkX' own needs SciPy, which is a lot to install for one sum; a backend brings its own.
    """
    if backend is not None:
        weighted = nx.DiGraph()
        weighted.add_nodes_from(network)
        for a, b in network.edges():
            weight = weighted.get_edge_data(a, b, {"weight": 0})["weight"]
            weighted.add_edge(a, b, weight=weight + 1)
        found: dict[str, float] = call(nx.pagerank, weighted, backend=backend, alpha=_DAMPING)
        return found
    nodes = list(network)
    if not nodes:
        return {}
    rank = dict.fromkeys(nodes, 1 / len(nodes))
    for _ in range(200):
        loose = sum(rank[node] for node in nodes if not network.out_degree(node))
        base = (1 - _DAMPING + _DAMPING * loose) / len(nodes)
        new = dict.fromkeys(nodes, base)
        for node in nodes:
            if out := network.out_degree(node):
                share = _DAMPING * rank[node] / out
                for _, other in network.out_edges(node):
                    new[other] += share
        moved = sum(abs(new[node] - rank[node]) for node in nodes)
        rank = new
        if moved < 1e-12:
            break
    return rank


def simple(network: nx.MultiDiGraph) -> nx.Graph:
    """The same nodes, with one undirected edge between any two that are linked; weight counts the links."""
    graph = nx.Graph()
    graph.add_nodes_from(network)
    for a, b in network.edges():
        if a != b:
            weight = graph.get_edge_data(a, b, {"weight": 0})["weight"]
            graph.add_edge(a, b, weight=weight + 1)
    return graph


def _step(network: nx.MultiDiGraph, a: str, b: str) -> tuple[str, str, str, str]:
    for one, other in ((a, b), (b, a)):
        edges = network.get_edge_data(one, other) or {}
        for _, about in sorted(edges.items()):
            sentence = about["evidence"][0]["sentence"] if about["evidence"] else ""
            return network.nodes[one]["label"], about["label_zh"], network.nodes[other]["label"], sentence
    raise AssertionError("a path has only edges of the network")


def call(function: Any, graph: nx.Graph, *, backend: str | None, **options: Any) -> Any:
    """What a function of NetworkX gives, by a backend where one is named. Raises KgError where it cannot."""
    if backend is None:
        return function(graph, **options)
    try:
        return function(graph, backend=backend, **options)
    except (ImportError, NotImplementedError) as err:
        hint = "install the backend, or leave --backend out"
        raise KgError(f"the backend does not do this: {err}", where=backend, hint=hint) from err
