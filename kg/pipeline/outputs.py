"""The files of an output folder that are made from the whole store."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pyoxigraph as ox

from kg.export import Part, parts, write_indicators, write_turtle
from kg.files import Together
from kg.iri import Names
from kg.pipeline.journal import Journal
from kg.pipeline.prepare import unpack
from kg.store import Store
from kg.texts import FOLDER as TEXTS

if TYPE_CHECKING:
    from networkx import MultiDiGraph

GRAPH, VIEWER, INDICATORS, FINDINGS = "graph.ttl", "graph.html", "indicators.csv", "findings.json"
FACTS, PARTS = "facts", ".parts"
DRAWN = 200
"""The viewer draws so many reports: a browser shows more of them than that, but nobody sees anything in it."""
_COUNTS = "SELECT ?graph (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
_LINKED = "SELECT ?report (COUNT(*) AS ?links) { GRAPH ?report { ?claim a kg:Claim } } GROUP BY ?report"
_SHARED = ("ontology", "indicators", "places")
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
    folder: Path, store: Store, journal: Journal, *, fresh: Collection[str], names: Names, told: Told
) -> None:
    """Write graph.ttl, indicators.csv and graph.html from the store, and findings.json: all of them or none.

    ``fresh`` are the graphs that this process wrote itself.
    """
    with Together() as files:
        _write_findings(journal.findings(), files.open(folder / FINDINGS))
        graphs = store.graphs()
        found = _told(_parts(folder, store, journal, graphs, fresh), len(graphs), told)
        written = write_turtle(found, files.open(folder / GRAPH))
        write_indicators(written, files.open(folder / INDICATORS), store=store)
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


def _told(found: Iterable[Part], total: int, told: Told) -> Iterator[Part]:
    for done, part in enumerate(found, start=1):
        yield part
        told(GRAPH, done, total)


def _parts(
    folder: Path, store: Store, journal: Journal, graphs: Sequence[str], fresh: Collection[str]
) -> Iterator[Part]:
    """The parts of all graphs in their order: as they were prepared, or out of the store where that knows better.

    To read a graph out of the store takes thirty times as long. What others may have changed since it was
    built is known by the number of its quads.
    """
    rows = {row.report: (name, row.quads, row.digest) for name, row in journal.reports.items()}
    counts = {} if rows.keys() <= set(fresh) else _counts(store)
    for graph in graphs:
        name, size, digest = rows.get(graph, ("", -1, ""))
        kept = None
        if name and (graph in fresh or counts.get(graph) == size):
            with suppress(OSError, ValueError, TypeError, zlib.error):
                kept = unpack((folder / PARTS / name).read_bytes(), digest)
        yield kept or next(parts(store, [graph]))


def _counts(store: Store) -> dict[str, int]:
    return {str(row["graph"].value): int(row["n"].value) for row in store.query(_COUNTS)}


def _page(folder: Path, store: Store, names: Names) -> str:
    from kg.network import network, project
    from kg.texts import load
    from kg.view import page

    total = [str(row["report"].value) for row in store.query(_REPORTS)]
    if len(total) <= DRAWN:
        graph = project(store)
        title = page_title(graph)
    else:
        graph = network(_excerpt(store, total, names))
        title = f"{len(total):,} 份报告，图中为关系最多的 {DRAWN} 份"
    return page(graph, title=title, texts=load(folder / TEXTS, graph.graph["files"]))


def _excerpt(store: Store, reports: Sequence[str], names: Names) -> Iterator[ox.Triple]:
    """What the reports that say most of who is linked to whom state, and what is true of all, each once."""
    links = dict.fromkeys(reports, 0)
    for row in store.query(_LINKED):
        links[str(row["report"].value)] = int(row["links"].value)
    chosen = sorted(reports, key=lambda iri: (-links[iri], iri))[:DRAWN]
    said = set()
    for iri in (*chosen, *map(names.graph, _SHARED)):
        for quad in store.graph(iri):
            if quad.triple not in said:
                said.add(quad.triple)
                yield quad.triple


def useful_workers(tasks: int, *, many: int = 8) -> int:
    """As many processes as there are cores for ``many`` tasks or more, else one."""
    return (os.cpu_count() or 1) if tasks >= many else 1
