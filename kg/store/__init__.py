"""Stores behind one contract: embedded on disk or in memory, and SPARQL 1.1 servers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.store.contract import FORMATS, Store, shown
from kg.store.embedded import EmbeddedStore, open_embedded

if TYPE_CHECKING:
    from kg.store.protocol import Settings

__all__ = ["FORMATS", "EmbeddedStore", "Store", "open_output", "open_store", "shown"]


def open_store(
    location: str | Path | None, *, read_only: bool = False, settings: Settings | None = None
) -> Store:
    """The store in a folder, at the URL of a SPARQL 1.1 server, or one in memory for None.

    ``settings`` tell how to talk to a server; without them, the variables ``KG_STORE_…`` do. Raises
    StoreError where there is no store, or where it cannot be opened.
    """
    if location is None or "://" not in str(location):
        return open_embedded(location, read_only=read_only)
    from kg.store.protocol import Settings
    from kg.store.remote import RemoteStore

    return RemoteStore(str(location), settings=settings or Settings.from_environment(), read_only=read_only)


def open_output(output: str | Path = "output") -> Store:
    """The store of an output folder, or the store at a folder or URL of its own, for reading.

    Raises StoreError where there is none.
    """
    if "://" not in str(output) and (Path(output) / "store").is_dir():
        output = Path(output) / "store"
    return open_store(output, read_only=True)
