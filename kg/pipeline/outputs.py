"""The files of an output folder that are made from the whole store."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pyoxigraph as ox

from kg.errors import KgError, StoreError
from kg.export import Part, Parts, write_indicators, write_turtle
from kg.files import Together
from kg.graph import shared_quads
from kg.iri import Names
from kg.pipeline.workers import executor
from kg.store import EmbeddedStore, Store, open_store
from kg.texts import FOLDER as TEXTS

if TYPE_CHECKING:
    from networkx import MultiDiGraph

GRAPH, VIEWER, INDICATORS, FINDINGS = "graph.ttl", "graph.html", "indicators.csv", "findings.json"
FACTS = "facts"
DRAWN = 200
"""The viewer draws so many reports: a browser shows more of them than that, but nobody sees anything in it."""
_CHUNK = 20
_MANY = 10 * _CHUNK
"""For fewer graphs than these, starting processes costs more than it saves."""
_LINKED = """
SELECT ?report (COUNT(DISTINCT ?claim) AS ?links) WHERE {
  ?claim a kg:Claim ; kg:evidence/oa:hasSource ?report
} GROUP BY ?report"""
_REPORTS = "SELECT ?report WHERE { ?report a kg:Report }"

Told = Callable[[str, int, int], None]
"""Hears of a step, how much of it is done, and of how much."""


def whole(folder: Path) -> bool:
    """Whether all files made from the store are there."""
    return all((folder / name).is_file() for name in (GRAPH, VIEWER, INDICATORS, FINDINGS))


def paths(folder: Path) -> tuple[Path, ...]:
    """What a build leaves for people to look at."""
    return tuple(folder / name for name in (VIEWER, GRAPH, INDICATORS, FINDINGS, FACTS, TEXTS))


def write(
    folder: Path, store: Store, findings: Iterable[str], *, names: Names, workers: int, told: Told
) -> None:
    """Write graph.ttl, indicators.csv and graph.html from the store, and findings.json: all of them or none."""
    with Together() as files:
        _write_findings(findings, files.open(folder / FINDINGS))
        graphs = store.graphs()
        parts = _told(_parts(store, graphs, workers=workers), len(graphs), told)
        written = write_turtle(parts, files.open(folder / GRAPH))
        write_indicators(written, files.open(folder / INDICATORS))
        told(VIEWER, 0, 1)
        files.open(folder / VIEWER).write(_page(folder, store, names).encode())


def page_title(graph: MultiDiGraph) -> str:
    """The viewer's title: the report's own, or how many reports there are."""
    titles = [report["title"] for _, report in sorted(graph.graph["reports"].items())]
    return titles[0] if len(titles) == 1 else f"{len(titles)} 份报告"


def _write_findings(findings: Iterable[str], file: BinaryIO) -> None:
    """A list in JSON, written item by item."""
    first = True
    for finding in findings:
        lines = json.dumps(json.loads(finding), ensure_ascii=False, indent=1).splitlines()
        file.write(("[\n" if first else ",\n").encode() + "\n".join(f" {line}" for line in lines).encode())
        first = False
    file.write(b"[]\n" if first else b"\n]\n")


def _told(parts: Iterable[Part], total: int, told: Told) -> Iterator[Part]:
    for done, part in enumerate(parts, start=1):
        yield part
        told(GRAPH, done, total)


def _parts(store: Store, graphs: Sequence[str], *, workers: int) -> Iterator[Part]:
    """The parts of all graphs in their order; read by several processes where there are many."""
    if workers <= 1 or len(graphs) < _MANY or not isinstance(store, EmbeddedStore):
        yield from map(Parts(store, graphs=graphs).of, graphs)
        return
    store.inner.flush()  # what is only in this process' memory no other process can read
    chunks = [graphs[start : start + _CHUNK] for start in range(0, len(graphs), _CHUNK)]
    for answer in executor(workers, tasks=len(chunks)).each(functools.partial(_chunk, store.where), chunks):
        if isinstance(answer, KgError):
            raise StoreError(f"cannot be read: {answer.message}", where=store.where, hint="try --workers 1")
        yield from answer


def _chunk(where: str, graphs: Sequence[str]) -> list[Part]:
    return [_opened(where).of(graph) for graph in graphs]


@functools.cache
def _opened(where: str) -> Parts:
    """The store as this process reads it; it stays open until the process ends."""
    return Parts(open_store(where, read_only=True))


def _page(folder: Path, store: Store, names: Names) -> str:
    from kg.network import project
    from kg.texts import load
    from kg.view import page

    total = [str(row["report"].value) for row in store.query(_REPORTS)]
    if len(total) <= DRAWN:
        graph = project(store)
        title = page_title(graph)
    else:
        with _excerpt(store, total, names) as some:
            graph = project(some)
        title = f"{len(total):,} 份报告，图中为关系最多的 {DRAWN} 份"
    return page(graph, title=title, texts=load(folder / TEXTS, graph.graph["files"]))


def _excerpt(store: Store, reports: Sequence[str], names: Names) -> Store:
    """A store in memory of the reports that say most of who is linked to whom."""
    links = dict.fromkeys(reports, 0)
    for row in store.query(_LINKED):
        links[str(row["report"].value)] = int(row["links"].value)
    chosen = sorted(reports, key=lambda iri: (-links[iri], iri))[:DRAWN]
    excerpt = open_store(None)
    assert isinstance(excerpt, EmbeddedStore)
    excerpt.load({iri: ox.serialize(store.graph(iri), format=ox.RdfFormat.N_QUADS) or b"" for iri in chosen})
    excerpt.replace_all(shared_quads(names=names))
    excerpt.refresh_places(names=names)
    return excerpt


def useful_workers(tasks: int, *, many: int = 8) -> int:
    """As many processes as there are cores for ``many`` tasks or more, else one."""
    return (os.cpu_count() or 1) if tasks >= many else 1
