"""Answers about the whole graph, kept until the store changes."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

from kg.serve.context import Context
from kg.store import Store

Found = TypeVar("Found")
_SECONDS: Final = 30.0  # how long an answer of a store on the network is taken for fresh


class Kept(Generic[Found]):
    """What was read of the whole graph, kept until the store changes."""

    def __init__(self, context: Context, function: Callable[[Store], Found]) -> None:
        self._context = context
        self._function = function
        self._version: object = None
        self._found: Any = None
        self._reading = asyncio.Lock()

    async def get(self) -> Found:
        """The answer for the store as it is now; those who ask while it is being read wait for the same."""
        async with self._reading:
            version = _version(self._context.settings.store)
            if self._found is None or version != self._version:
                self._found = await self._context.call(self._function)
                self._version = version
            found: Found = self._found
            return found


def _version(store: str) -> object:
    """What changes whenever the store does: the data files of a folder, else the half minute."""
    try:
        with os.scandir(store) as files:
            return sorted(
                (file.name, file.stat().st_size) for file in files if file.name.endswith((".sst", ".log"))
            )
    except OSError:
        return int(time.monotonic() / _SECONDS)
