"""The files of an output folder that are made from the whole store."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from kg.files import write_whole
from kg.store import Store

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from kg.model import Finding

GRAPH, VIEWER, INDICATORS, FINDINGS = "graph.ttl", "graph.html", "indicators.csv", "findings.json"
FACTS = "facts"


def whole(folder: Path) -> bool:
    """Whether all files made from the store are there."""
    return all((folder / name).is_file() for name in (GRAPH, VIEWER, INDICATORS, FINDINGS))


def paths(folder: Path) -> tuple[Path, ...]:
    """What a build leaves for people to look at."""
    return tuple(folder / name for name in (VIEWER, GRAPH, INDICATORS, FINDINGS, FACTS))


def write(folder: Path, store: Store, findings: Sequence[Finding]) -> None:
    """Write graph.ttl, indicators.csv and graph.html from the store, and findings.json."""
    from kg.export import export
    from kg.network import project
    from kg.view import page

    write_whole(folder / GRAPH, export(store, "turtle"))
    write_whole(folder / INDICATORS, export(store, "csv"))
    rows = [asdict(finding) for finding in findings]
    write_whole(folder / FINDINGS, (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode())
    graph = project(store)
    write_whole(folder / VIEWER, page(graph, title=page_title(graph)).encode())


def page_title(graph: MultiDiGraph) -> str:
    """The viewer's title: the report's own, or how many reports there are."""
    titles = [report["title"] for _, report in sorted(graph.graph["reports"].items())]
    return titles[0] if len(titles) == 1 else f"{len(titles)} 份报告"
