"""A store read while others write to it: what is read is one state of it, whole."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from kg.errors import KgError, StoreError
from kg.store import Store, open_store

T = TypeVar("T")
State = tuple[tuple[str, int], ...]
_TRIES: Final = 40
_PAUSE: Final = 0.01  # seconds, growing with each try


class Reader:
    """A store, opened for reading when it is needed and kept open until somebody has written to it.

    The engine opens a store from its manifest and its log, one after the other; a writer that moves data from
    the log to a file in between would leave us with neither. So the names and the size of these are compared
    before and after, and a file that a writer has removed since is met by beginning again.
    """

    def __init__(self, location: str) -> None:
        self.location = location
        self._store: Store | None = None
        self._seen: State = ()

    def do(self, work: Callable[[Store], T]) -> T:
        """What ``work`` makes of the newest state of the store; done anew where a writer got between."""
        for tries in range(_TRIES):
            before = self._state()
            try:
                if (store := self._opened()) is not None:
                    return work(store)
            except (KgError, OSError, RuntimeError) as err:
                # The engine calls a file that is gone an IO error at one time, a corruption at another.
                if _outline(self._state()) == _outline(before) or not _of_engine(err):
                    raise
                self.close()
            time.sleep(_PAUSE * (tries + 1))
        hint = "try again in a moment"
        raise StoreError("the store is being rewritten", where=self.location, hint=hint)

    def close(self) -> None:
        """Let go of the store."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def _opened(self) -> Store | None:
        """The store as it is now; None where a writer was at it meanwhile."""
        now = self._state()
        if self._store is not None and now == self._seen:
            return self._store
        self.close()
        self._store = open_store(self.location, read_only=True)
        self._seen = now
        if _outline(self._state()) == _outline(now):
            return self._store
        self.close()
        return None

    def _state(self) -> State:
        """The names and sizes of the manifest and the logs; nothing where there is no folder."""
        if "://" in self.location or not Path(self.location).is_dir():
            return ()
        try:
            paths = [
                p for p in Path(self.location).iterdir() if p.name.startswith("MANIFEST-") or _is_log(p.name)
            ]
            return tuple(sorted((path.name, path.stat().st_size) for path in paths))
        except FileNotFoundError:  # a file went away while we looked: not steady
            return (("", time.monotonic_ns()),)


def _is_log(name: str) -> bool:
    return name.endswith(".log")


def _outline(state: State) -> State:
    """The state without the sizes of the logs: a log that only grows is read up to its last whole transaction."""
    return tuple((name, 0 if _is_log(name) else size) for name, size in state)


def _of_engine(err: BaseException) -> bool:
    """Whether an error may come from a store that changed, and not from what was asked."""
    return isinstance(err, StoreError | OSError | RuntimeError) or isinstance(
        err.__cause__, OSError | RuntimeError
    )
