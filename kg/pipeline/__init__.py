"""The chain over many reports: files in; store, Turtle, viewer, facts, indicators and findings out.

``build`` is what ``kg build`` does; ``extract`` reads one report without a store; ``open_output``
opens what was built. ``partition`` and ``load`` are the two halves of a build on many machines.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.errors import KgError
from kg.model import Extraction
from kg.pipeline import outputs
from kg.pipeline.outputs import page_title
from kg.pipeline.run import Step, build, load
from kg.pipeline.sources import Failure, Source, find, placed
from kg.pipeline.spread import Spread, partition
from kg.pipeline.summary import Summary
from kg.pipeline.workers import extract_all, extract_file
from kg.store import open_output

__all__ = [
    "Failure",
    "KgError",
    "Source",
    "Spread",
    "Step",
    "Summary",
    "build",
    "extract",
    "extract_all",
    "find",
    "load",
    "open_output",
    "page_title",
    "partition",
    "placed",
    "useful_workers",
]


def extract(path: str | Path) -> Extraction:
    """What one report says. Raises ReadError."""
    return extract_file(Path(path))


def useful_workers(paths: Iterable[Path], *, many: int) -> int:
    """As many processes as there are cores for ``many`` reports or more, else one."""
    sources, _ = find(paths)
    return outputs.useful_workers(len(sources), many=many)
