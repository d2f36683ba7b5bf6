"""What of the network a page holds, and what of it is seen first."""

from __future__ import annotations

import difflib
import heapq
from collections.abc import Hashable, Iterable
from pathlib import PurePath
from typing import Any

import networkx as nx

from kg.errors import UnknownThing
from kg.indicators import Topic
from kg.indicators import topics as all_topics
from kg.view import topics

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
    names = (
        str(one) for _, data in graph.nodes(data=True) for one in (data.get("label"), *data.get("aka", ()))
    )
    hint = near(name, names) or "give an IRI, a name or another name of it"
    raise UnknownThing("nothing in the graph has this name", where=name, hint=hint)


def near(name: str, names: Iterable[str]) -> str:
    """A hint with the names that hold the given one or look like it, or ""."""
    known = sorted({one for one in names if one})
    inside = [one for one in known if name and name in one]
    alike = difflib.get_close_matches(name, known, n=5, cutoff=0.3)
    found = list(dict.fromkeys((*inside, *alike)))[:5]
    return f"near: {'、'.join(found)}" if found else ""


def of_report(graph: nx.MultiDiGraph, name: str) -> nx.MultiDiGraph:
    """What one report says: its things and relations, with its own facts and words only.

    The report is named by its IRI, its title, the name of its file, or by parts of its title that no other
    has, such as 某区 2023. Raises UnknownThing.
    """
    report = _report(graph, name)
    part = graph.subgraph([key for key, data in graph.nodes(data=True) if report in data["reports"]]).copy()
    for _, data in part.nodes(data=True):
        data["reports"] = [report]
        for field in ("facts", "mentions"):
            data[field] = [one for one in data[field] if one["report"] == report]
    for *edge, data in list(part.edges(keys=True, data=True)):
        data["evidence"] = [one for one in data["evidence"] if one["report"] == report]
        if not data["evidence"]:
            part.remove_edge(*edge)
    for field in ("reports", "files"):
        part.graph[field] = {report: part.graph.get(field, {}).get(report, {})}
    return part


def _report(graph: nx.MultiDiGraph, name: str) -> str:
    reports, files = graph.graph.get("reports", {}), graph.graph.get("files", {})
    stems = {iri: PurePath(str(file.get("name", ""))).stem for iri, file in files.items()}
    for report, about in sorted(reports.items()):
        if name in (report, about.get("title"), stems.get(report), files.get(report, {}).get("name")):
            return str(report)
    words = name.split()
    hits = [
        iri
        for iri, about in reports.items()
        if words and all(word in f"{about.get('title')} {about.get('year')}" for word in words)
    ]
    if len(hits) == 1:
        return str(hits[0])
    titles = [str(about.get("title")) for iri, about in sorted(reports.items()) if not hits or iri in hits]
    if hits:
        hint = f"{len(hits)} reports fit: {'、'.join(titles[:5])}"
        raise UnknownThing("more than one report fits", where=name, hint=hint)
    hint = near(name, (*titles, *stems.values())) or f"there are {'、'.join(titles[:5])}"
    raise UnknownThing("no such report in the graph", where=name, hint=hint)


def of_topic(graph: nx.MultiDiGraph, name: str) -> nx.MultiDiGraph:
    """What belongs to one topic of the indicators: its figures, what they measure and what its sections mention.

    The topic is named by its code or by its name in Chinese or English, or a part of that. Publishers stay,
    so that the rest has its middle. Raises UnknownThing.
    """
    topic = _topic(name)
    middle = set(hubs(graph).values())
    held = {key for key, data in graph.nodes(data=True) if topic.code in topics.of_thing(data)}
    if not held:
        used = {code for _, data in graph.nodes(data=True) for code in topics.of_thing(data)}
        hint = f"there are {', '.join(sorted(used))}" if used else "build more reports"
        raise UnknownThing("no report speaks of this topic", where=topic.code, hint=hint)
    around = {key for key in middle if held & set(_ties(graph, key)) or key in held}
    part = graph.subgraph(held | around).copy()
    for _, data in part.nodes(data=True):
        data["facts"] = [fact for fact in data["facts"] if topics.of_fact(fact) == topic.code]
    part.graph["topic"] = topic.name_zh
    return part


def _topic(name: str) -> Topic:
    known = all_topics()
    wanted = name.casefold().strip()
    named = {topic.code: (topic.code, topic.name_zh, topic.name_en.casefold()) for topic in known}
    exact = [topic for topic in known if wanted in named[topic.code]]
    part = [topic for topic in known if wanted and any(wanted in one for one in named[topic.code][1:])]
    hits = exact or part
    if len(hits) == 1:
        return hits[0]
    if hits:
        hint = f"one of {'、'.join(topic.code for topic in hits)}"
        raise UnknownThing("more than one topic has this name", where=name, hint=hint)
    hint = near(name, (one for names in named.values() for one in names[:2]))
    codes = ", ".join(named)
    raise UnknownThing("no such topic", where=name, hint=hint or f"one of {codes}")


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
