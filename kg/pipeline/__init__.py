"""The chain over many reports: files in; store, Turtle, viewer, facts, indicators and findings out.

``build`` is what ``kg build`` does; ``extract`` reads one report without a store; ``open_output``
opens what was built.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from kg.errors import KgError
from kg.model import Extraction
from kg.pipeline.outputs import page_title
from kg.pipeline.run import build
from kg.pipeline.sources import Failure, Source, find
from kg.pipeline.summary import Summary
from kg.pipeline.workers import extract_all, extract_file
from kg.store import Store, open_store

__all__ = [
    "Failure",
    "KgError",
    "Source",
    "Summary",
    "build",
    "extract",
    "extract_all",
    "find",
    "open_output",
    "page_title",
    "useful_workers",
]


def extract(path: str | Path) -> Extraction:
    """What one report says. Raises ReadError."""
    return extract_file(Path(path))


def open_output(output: str | Path = "output") -> Store:
    """The store of an output folder, or the store at a folder of its own, for reading.

    Raises StoreError where there is none.
    """
    folder = Path(output)
    return open_store(folder / "store" if (folder / "store").is_dir() else folder, read_only=True)


def useful_workers(paths: Iterable[Path], *, many: int) -> int:
    """As many processes as there are cores for ``many`` reports or more, else one."""
    sources, _ = find(paths)
    return (os.cpu_count() or 1) if len(sources) >= many else 1
