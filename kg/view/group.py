"""Which things stand together: by publisher, then by type, reforms by the chapter that speaks of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import networkx as nx

from kg.view.figures import FIGURE, telling
from kg.view.layout import Group, Realm, Row
from kg.view.select import hubs, ordered

#: A type with more things than this is divided by chapters; chapters with fewer than the second stand together.
MANY, FEW = 28, 4
_NUMBERING = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十百0-9]+[章节、.．]|[(（][一二三四五六七八九十0-9]+[)）])\s*"
)


def realms(graph: nx.MultiDiGraph, keys: Sequence[str], *, focus: str | None = None) -> list[Realm]:
    """The realms of the things in ``keys``: one for each publisher, the things of several in one of their own."""
    middle = {} if focus else hubs(graph)
    chosen = set(keys)
    own: dict[str, list[str]] = {}
    for key in (key for key in ordered(graph) if key in chosen):
        own.setdefault(focus or _home(graph, key, middle), []).append(key)
    if focus is None and len(set(middle.values())) < 2:
        own = {next(iter(middle.values()), ""): [key for keys in own.values() for key in keys]}
    return [
        _realm(graph, hub, members)
        for hub, members in sorted(own.items(), key=lambda item: _rank(graph, item))
    ]


def _home(graph: nx.MultiDiGraph, key: str, middle: dict[str, str]) -> str:
    owner = graph.nodes[key].get("owner", key)
    if owner in middle.values():
        return str(owner)
    publishers = {middle[report] for report in graph.nodes[owner].get("reports", ()) if report in middle}
    return publishers.pop() if len(publishers) == 1 else ""


def _rank(graph: nx.MultiDiGraph, item: tuple[str, list[str]]) -> tuple[int, str]:
    hub, members = item
    return (-len(members), str(graph.nodes[hub].get("label")) if hub in graph else "")


def _realm(graph: nx.MultiDiGraph, hub: str, members: Sequence[str]) -> Realm:
    centre = hub if hub in members else None
    by_type: dict[str, list[str]] = {}
    figures: dict[str, list[str]] = {}
    known = set(members)
    for key in members:
        data = graph.nodes[key]
        owner = data.get("owner")
        if owner is not None and owner in known and owner != centre:
            figures.setdefault(owner, []).append(key)
        elif key != centre:
            by_type.setdefault(str(data.get("type", "")), []).append(key)
    groups = [
        group
        for kind, keys in sorted(by_type.items())
        for group in _groups(graph, kind, keys, figures)
    ]  # fmt: skip
    return Realm(centre, tuple(groups))


def _groups(
    graph: nx.MultiDiGraph, kind: str, keys: Sequence[str], figures: dict[str, list[str]]
) -> list[Group]:
    chapters: dict[str, list[str]] = {"": list(keys)}
    if len(keys) > MANY:
        chapters = {}
        for key in keys:
            chapters.setdefault(_chapter(graph.nodes[key]), []).append(key)
        few = [name for name, own in chapters.items() if name and len(own) < FEW]
        for name in few:
            chapters.setdefault("", []).extend(chapters.pop(name))
    return [
        Group(kind, heading, tuple(_rows(graph, own, figures)))
        for heading, own in sorted(chapters.items())
    ]  # fmt: skip


def _rows(graph: nx.MultiDiGraph, keys: Iterable[str], figures: dict[str, list[str]]) -> Iterable[Row]:
    """Each thing, then its figures; of like rank the ones with figures first, of figures the most telling."""

    def rank(key: str) -> tuple[object, ...]:
        data = graph.nodes[key]
        fact = data["facts"][0] if data.get("owner") is not None else {}
        return (
            -len(figures.get(key, ())),
            *telling(fact)[:2],
            -graph.degree(key),
            str(data.get("label", "")),
            key,
        )

    for key in sorted(keys, key=rank):
        yield Row(key)
        for figure in sorted(figures.get(key, ()), key=rank):
            yield Row(figure, depth=1)


def _chapter(data: dict[str, Any]) -> str:
    """The heading under which a thing is mentioned most; the first of these where two are as frequent."""
    said = [*data.get("mentions", ()), *(data.get("facts", ()) if data.get("type") == FIGURE else ())]
    counts = Counter(heading(str(one.get("section") or "")) for one in said)
    counts.pop("", None)
    return counts.most_common(1)[0][0] if counts else ""


def heading(text: str) -> str:
    """A heading without its number."""
    return _NUMBERING.sub("", text).strip().rstrip("。;；:：")
