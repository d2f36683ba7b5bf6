"""What a page is given to show: nodes with their places, edges, facts, sentences and texts, as plain values."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import networkx as nx

from kg.view import data, layout, select, text, topics
from kg.view.figures import MEASURES, with_figures
from kg.view.group import realms
from kg.view.network import network
from kg.vocab import PREDICATES, PREFIXES

#: How many nodes a page opens with when nobody says otherwise.
LIMIT = 1500


def payload(
    graph: nx.MultiDiGraph,
    *,
    title: str,
    focus: str | None = None,
    limit: int | None = None,
    lang: str = "zh",
    texts: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The data of a viewer, ready for ``json.dumps``; the same for a file and for a server that hands it out.

    ``texts`` are full texts by the IRIs of their reports (``kg.texts.load``); those that fit are carried along.
    The other parameters are those of ``kg.view.page``. Raises UnknownThing.
    """
    key = None if focus is None else select.find(graph, focus)
    whole = with_figures(graph) if key is None else with_figures(select.neighbourhood(graph, key), only=key)
    first = select.most_connected(whole, LIMIT if limit is None else max(1, limit))
    if key is not None and key not in first:
        first = [key, *first[:-1]]
    chosen = set(first)
    keys = [*first, *(one for one in select.ordered(whole) if one not in chosen)]
    return {
        "title": title,
        "lang": lang,
        "looks": looks(),
        "vocabulary": vocabulary(),
        "first": len(first),
        "focus": None if key is None else keys.index(key),
        **_drawing(whole, keys, first, focus=key),
        **_content(whole, keys, texts=text.fitting(whole, texts or {}), figured=key),
    }


def _drawing(
    graph: nx.MultiDiGraph, keys: list[str], first: list[str], *, focus: str | None
) -> dict[str, Any]:
    """Where things stand, on a wide screen and on a tall one."""
    plan = realms(graph, first, focus=focus)
    wide = layout.arrange(plan, aspect=layout.WIDE)
    tall = layout.arrange(plan, aspect=layout.TALL)
    hubs = [realm.hub for realm in plan if realm.hub is not None]
    net = network(graph, keys=keys, points=wide.points, hubs=hubs, looks=looks())
    nodes, edges, *_, options = net.get_network_data()
    place = {key: number for number, key in enumerate(keys)}
    return {
        "hubs": [place[hub] for hub in hubs],
        "options": json.loads(options),
        "nodes": data.pack(nodes),
        "edges": data.pack(edges),
        "charts": {"wide": data.chart(wide), "tall": data.chart(tall)},
        "tall": [round(part) for key in first for part in tall.points[key]],
    }


def _content(
    graph: nx.MultiDiGraph, keys: list[str], *, texts: Mapping[str, str], figured: str | None
) -> dict[str, Any]:
    """What is said of things, and the words that say so; ``figured`` is the one thing whose figures are nodes."""
    tables = data.Tables(sorted(graph.graph.get("reports", {})), texts)
    records = [
        data.thing(key, graph.nodes[key], tables, figured=_figured(graph, key, figured)) for key in keys
    ]
    place = {key: number for number, key in enumerate(keys)}
    edges = sorted(graph.edges(keys=True), key=lambda edge: (place[edge[0]], place[edge[1]], edge[2]))
    ties = data.links(graph, edges, tables)
    return {
        "things": data.pack(records),
        "links": data.pack(ties),
        "predicates": data.predicates(graph),
        "reports": data.reports(graph, tables),
        "topics": topics.named(tables.topics.values()),
        "sentences": tables.sentences.values(),
        "sections": tables.sections.values(),
        "texts": [
            text.body(texts[report]) if report in texts else None for report in tables.reports.values()
        ],
    }


def addition(graph: nx.MultiDiGraph) -> dict[str, Any]:
    """What a page that is open takes in as it grows (``KG.merger``): things without places, their ties and words.

    The rest is as in ``payload``.
    """
    whole = with_figures(graph)
    keys = select.ordered(whole)
    net = network(whole, keys=keys, points={}, hubs=(), looks=looks())
    nodes, edges, *_ = net.get_network_data()
    return {
        "nodes": data.pack(nodes),
        "edges": data.pack(edges),
        **_content(whole, keys, texts={}, figured=None),
    }


def _figured(graph: nx.MultiDiGraph, key: str, only: str | None) -> bool:
    return only in (None, key) and graph.nodes[key].get("owner") is None


def vocabulary() -> dict[str, dict[str, str]]:
    """How the graph's lines are called in RDF: a figure's line is read the other way, from the observation."""
    names = {**PREDICATES, MEASURES: "kg:about"}
    used = {curie.partition(":")[0] for curie in (*names.values(), "skos:", "kg:")}
    return {"predicates": names, "prefixes": {prefix: PREFIXES[prefix] for prefix in sorted(used)}}


@functools.cache
def looks() -> dict[str, Any]:
    """Colours, shapes and words of the interface."""
    found: dict[str, Any] = json.loads(files("kg.view").joinpath("looks.json").read_text(encoding="utf-8"))
    return found
