"""What the reports of a build are called beside those that its output folder holds already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from kg.pipeline.journal import Built, Journal, still_there
from kg.pipeline.partitions import seen
from kg.pipeline.sources import Source


def named(
    sources: Iterable[Source], journal: Journal, instead: Callable[[Source, Built], bool] | None = None
) -> list[Source]:
    """The sources; one whose name another file's report has gets the start of its hash into its name.

    ``instead`` tells whether a source takes the place of the report of another file; as it is, where that file is gone.
    """
    found = []
    for source in sources:
        row = journal.reports.get(source.name)
        if row is not None and row.sha256 != source.sha256 and row.path != seen(source.path, journal.folder):
            replaces = instead(source, row) if instead else not still_there(journal.folder / row.path)
            if not replaces:
                source = replace(source, name=f"{source.name}-{source.sha256[:8]}")
        found.append(source)
    return found


def renamed(sources: Sequence[Source], journal: Journal) -> list[str]:
    """The names under which the journal has files of the sources that it has under another name by now."""
    here = {source.name for source in sources}
    left = {name: row.path for name, row in journal.reports.items() if name not in here}
    if not left:
        return []
    there = {seen(source.path, journal.folder) for source in sources if source.name in journal.reports}
    return [name for name, path in left.items() if path in there]
