"""A store read while others write to it: what is read is one state of it, whole."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from kg.errors import KgError, StoreError
from kg.store import Store, open_store

T = TypeVar("T")
_TRIES: Final = 40
_PAUSE: Final = 0.01  # seconds, growing with each try


def steadily(location: str, work: Callable[[Store], T]) -> T:
    """What ``work`` makes of the store, opened for reading; done anew where a writer got between.

    The engine opens a store from its manifest and its log, one after the other; a writer that moves data from
    the log to a file in between would leave us with neither. So the names and the size of these are compared
    before and after, and a file that a writer has removed since is met by beginning again.
    """
    for tries in range(_TRIES):
        before = _state(location)
        try:
            with open_store(location, read_only=True) as store:
                if _state(location) == before:
                    return work(store)
        except (KgError, OSError) as err:
            if _state(location) == before or not _of_files(err):
                raise
        time.sleep(_PAUSE * (tries + 1))
    raise StoreError("the store is being rewritten", where=location, hint="try again in a moment")


def _of_files(err: BaseException) -> bool:
    return isinstance(err, StoreError | OSError) or isinstance(err.__cause__, OSError)


def _state(location: str) -> tuple[tuple[str, int], ...]:
    """The manifest with its size, and the names of the logs; nothing for a store on the network."""
    if "://" in location:
        return ()
    found = []
    try:
        for path in Path(location).iterdir():
            if path.name.startswith("MANIFEST-"):
                found.append((path.name, path.stat().st_size))
            elif path.suffix == ".log":
                found.append((path.name, 0))
    except OSError:  # a file went away while we looked: not steady
        return (("", time.monotonic_ns()),)
    return tuple(sorted(found))
