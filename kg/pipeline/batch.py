"""Reports that go into the store together."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from kg.ntriples import nquads
from kg.pipeline.prepare import Prepared
from kg.pipeline.sources import Source
from kg.store import EmbeddedStore, Store

REPORTS: Final = 120
BYTES: Final = 64 * 1024 * 1024
"""A batch is full at so many reports or bytes of N-Triples; the more at once, the less the store has to merge."""


@dataclass(slots=True)
class Batch:
    """Prepared reports with their sources."""

    reports: list[tuple[Source, Prepared]] = field(default_factory=list)
    size: int = 0

    def add(self, source: Source, report: Prepared) -> None:
        """Take in one more."""
        self.reports.append((source, report))
        self.size += len(report.graph)

    @property
    def full(self) -> bool:
        """Whether it should be loaded now."""
        return len(self.reports) >= REPORTS or self.size >= BYTES

    def load(self, store: Store, known: Collection[str]) -> None:
        """Put the reports into the store: new graphs at once, one after the other those that are ``known`` there."""
        new = {report.report: report.graph for _, report in self.reports if report.report not in known}
        if new and isinstance(store, EmbeddedStore):
            store.load(new)
        for _, report in self.reports:
            if report.report not in new or not isinstance(store, EmbeddedStore):
                quads = nquads(report.graph, report.report)
                store.replace(report.report, ox.parse(quads, format=ox.RdfFormat.N_QUADS))


def undo(store: Store, graphs: Iterable[str]) -> None:
    """Take back a batch that was cut off while it was loaded."""
    if isinstance(store, EmbeddedStore):
        store.undo(sorted(graphs))
        return
    for graph in sorted(graphs):
        store.remove(graph)
