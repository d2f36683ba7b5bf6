"""Who acts together, which places do alike, which reports resemble each other, and who plays which part."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations
from typing import Any, Final

import networkx as nx

from kg.analyse.measures import SEED, call
from kg.table import Cell, Table

_ACTS: Final = ("issues", "implements", "establishes", "complies_with")
_NAMED: Final = 5
_DIGITS: Final = 4
_CLOSE: Final = 1e-9


def together(network: nx.MultiDiGraph) -> Table:
    """Institutions that do the same thing in the same report, the most often paired first.

    Columns: ``a``, ``b``, ``things`` (how many they share), ``reports``, ``examples`` (of what they share).
    A body and the one it is part of do not count as a pair. ``network`` is an outline.
    """
    shared: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for value in network:
        actors: dict[str, set[str]] = {}
        for subject, _, about in network.in_edges(value, data=True):
            if about["predicate"] in _ACTS and network.nodes[subject]["type"] == "Institution":
                for report in about["reports"]:
                    actors.setdefault(report, set()).add(subject)
        for report, who in actors.items():
            for a, b in combinations(sorted(who), 2):
                if not (network.has_edge(a, b, "part_of") or network.has_edge(b, a, "part_of")):
                    shared.setdefault((a, b), set()).add((value, report))
    rows: list[tuple[Cell, ...]] = []
    for (a, b), found in shared.items():
        things = sorted({network.nodes[value]["label"] for value, _ in found})
        reports = len({report for _, report in found})
        labels = network.nodes[a]["label"], network.nodes[b]["label"]
        rows.append((*labels, len(things), reports, "、".join(things[:_NAMED])))
    rows.sort(key=lambda row: (-int(str(row[2])), -int(str(row[3])), str(row[0]), str(row[1])))
    return Table(("a", "b", "things", "reports", "examples"), tuple(rows))


def places(network: nx.MultiDiGraph, *, backend: str | None = None) -> Table:
    """Groups of places by the reforms and policies that their reports share (Louvain, seeded).

    Columns: ``community`` (1 is the largest), ``size``, ``place``, ``reports``, ``things`` (how many it has),
    ``typical`` (what the group has more often than the others). ``network`` is an outline.
    """
    have = _things_by(network, "place")
    graph = _alike(have)
    found = call(nx.community.louvain_communities, graph, backend=backend, seed=SEED) if len(graph) else []
    groups = sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))
    names = {about["place"]: about["region"] for about in network.graph["reports"].values()}
    counts = Counter(about["place"] for about in network.graph["reports"].values())
    rows: list[tuple[Cell, ...]] = []
    for order, group in enumerate(groups, start=1):
        typical = "、".join(network.nodes[thing]["label"] for thing in _typical(group, have))
        rows += [(order, len(group), names[p], counts[p], len(have[p]), typical) for p in group]
    return Table(("community", "size", "place", "reports", "things", "typical"), tuple(rows))


def similar(network: nx.MultiDiGraph, *, least: float = 0.2, limit: int = 200) -> Table:
    """Pairs of reports that speak of the same reforms, policies and indicators, the most alike first.

    Columns: ``similarity`` (cosine over things weighted by how rare they are, 0 to 1), ``a``, ``b`` (titles),
    ``shared`` (how many things), ``examples`` (the rarest of them), ``report_a``, ``report_b``.
    ``network`` is an outline.
    """
    have = _things_by(network, "report")
    for report, about in network.graph["reports"].items():
        have.setdefault(report, set()).update(f"indicator:{code}" for code in about["codes"])
    holders: dict[str, list[str]] = {}
    for report in sorted(have):
        for thing in have[report]:
            holders.setdefault(thing, []).append(report)
    weight = {thing: math.log(1 + len(have) / len(who)) ** 2 for thing, who in holders.items()}
    ranked = _nearest(have, weight, holders, least=least, limit=limit)
    titles = network.graph["reports"]
    rows = []
    for likeness, a, b in ranked:
        both = sorted(have[a] & have[b], key=lambda thing: (-weight[thing], thing))
        examples = "、".join(_label(network, thing) for thing in both[:_NAMED])
        rows.append(
            (round(likeness, _DIGITS), titles[a]["title"], titles[b]["title"], len(both), examples, a, b)
        )
    return Table(("similarity", "a", "b", "shared", "examples", "report_a", "report_b"), tuple(rows))


def _nearest(
    have: dict[str, set[str]],
    weight: dict[str, float],
    holders: dict[str, list[str]],
    *,
    least: float,
    limit: int,
) -> list[tuple[float, str, str]]:
    """The pairs with the greatest cosine, without looking at all pairs.

    A pair that shares none of a report's rarest things is less alike than what the others weigh (prefix
    filtering: Bayardo, Ma and Srikant, WWW 2007); how rare they have to be grows with the best pairs found.
    """
    lengths = {report: math.sqrt(sum(weight[t] for t in sorted(things))) for report, things in have.items()}
    found: list[tuple[float, str, str]] = []
    floor = least
    for a in sorted(have):
        rare = _rarest(have[a], weight, (floor * lengths[a]) ** 2)
        for b in sorted({other for thing in rare for other in holders[thing] if other > a}):
            if min(lengths[a], lengths[b]) < floor * max(lengths[a], lengths[b]) - _CLOSE:
                continue
            both = sum(weight[thing] for thing in sorted(have[a] & have[b]))
            if (likeness := both / (lengths[a] * lengths[b])) >= floor - _CLOSE:
                found.append((likeness, a, b))
        if len(found) > 2 * limit:
            found = sorted(found, key=_place)[:limit]
            floor = max(floor, found[-1][0])
    return sorted((one for one in found if one[0] >= least), key=_place)[:limit]


def _rarest(things: set[str], weight: dict[str, float], rest: float) -> list[str]:
    """The weightiest of things, until what is left weighs less than ``rest``."""
    ordered = sorted(things, key=lambda thing: (weight[thing], thing))
    left = 0.0
    for number, thing in enumerate(ordered):
        left += weight[thing]
        if left >= rest - _CLOSE:
            return ordered[number:]
    return []


def _place(pair: tuple[float, str, str]) -> tuple[float, str, str]:
    return -round(pair[0], 9), pair[1], pair[2]


def roles(network: nx.MultiDiGraph) -> Table:
    """What part each institution plays: what it does more than institutions usually do.

    Columns: ``institution``, ``role`` (the relation that stands out, as subject or ``by`` as object), ``lift``
    (how many times the usual share), ``acts`` (its relations in all), then the count of each relation.
    ``network`` is an outline.
    """
    counts: dict[str, Counter[str]] = {}
    for subject, value, about in network.edges(data=True):
        if about["predicate"] in ("part_of", "located_in"):
            continue
        for node, role in ((subject, about["predicate"]), (value, f"{about['predicate']} by")):
            if network.nodes[node]["type"] == "Institution":
                counts.setdefault(node, Counter())[role] += about["times"]
    usual: Counter[str] = Counter()
    for one in counts.values():
        usual.update(one)
    kinds, total = sorted(usual), sum(usual.values())
    rows: list[tuple[Any, ...]] = []
    for node, one in counts.items():
        acts = sum(one.values())
        # One more act of the usual kind keeps a single act from standing out.
        lifts = {kind: (one[kind] + usual[kind] / total) / (acts + 1) / (usual[kind] / total) for kind in one}
        role = max(sorted(lifts), key=lambda kind: lifts[kind])
        rows.append(
            (network.nodes[node]["label"], role, round(lifts[role], 2), acts, *(one[kind] for kind in kinds))
        )
    rows.sort(key=lambda row: (-row[3], row[0]))
    return Table(("institution", "role", "lift", "acts", *kinds), tuple(rows))


def _label(network: nx.MultiDiGraph, thing: str) -> str:
    if not thing.startswith("indicator:"):
        return str(network.nodes[thing]["label"])
    from kg.indicators import indicators

    code = thing.removeprefix("indicator:")
    return next((one.name_zh for one in indicators() if one.code == code), code)


def _things_by(network: nx.MultiDiGraph, what: str) -> dict[str, set[str]]:
    """The reforms and policies of each report, or of each place."""
    reports = network.graph["reports"]
    found: dict[str, set[str]] = {
        (report if what == "report" else about["place"]): set() for report, about in reports.items()
    }
    for thing, about in network.nodes(data=True):
        if about["type"] in ("Reform", "Policy"):
            for report in about["reports"]:
                found[report if what == "report" else reports[report]["place"]].add(thing)
    return found


def _alike(have: dict[str, set[str]]) -> nx.Graph:
    """Places linked by the share of things that they have in common (Jaccard)."""
    graph = nx.Graph()
    graph.add_nodes_from(sorted(have))
    for a, b in combinations(sorted(have), 2):
        if common := len(have[a] & have[b]):
            graph.add_edge(a, b, weight=common / len(have[a] | have[b]))
    return graph


def _typical(group: list[str], have: dict[str, set[str]]) -> list[str]:
    inside = Counter(thing for place in group for thing in have[place])
    every = Counter(thing for things in have.values() for thing in things)
    wide = [thing for thing, count in inside.items() if count > 1]
    wide.sort(key=lambda thing: (-(inside[thing] ** 2) / every[thing], thing))
    return wide[:_NAMED]
