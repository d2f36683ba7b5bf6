"""How many tasks run at once, and how many wait; more than that are sent away at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from kg.errors import KgError


class Busy(KgError):
    """The server does as much as it may at once; ``retry_after`` is in seconds."""

    retry_after = 1


class Gate:
    """Lets ``at_once`` tasks in, has ``queue`` more wait for at most ``patience`` seconds, and refuses the rest."""

    def __init__(self, *, at_once: int, queue: int, patience: float) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._at_once = at_once
        self._queue = queue
        self._patience = patience
        self.running = 0
        self.queued = 0

    @asynccontextmanager
    async def enter(self) -> AsyncIterator[float]:
        """Gives the seconds that it had to wait. Raises Busy."""
        start = time.monotonic()
        if self._free.locked() and self.queued >= self._queue:
            raise self._busy()
        self.queued += 1
        try:
            async with asyncio.timeout(self._patience):
                await self._free.acquire()
        except TimeoutError as err:
            raise self._busy() from err
        finally:
            self.queued -= 1
        self.running += 1
        try:
            yield time.monotonic() - start
        finally:
            self.running -= 1
            self._free.release()

    def _busy(self) -> Busy:
        message = f"{self._at_once} queries are running and others wait"
        return Busy(message, where="server", hint="try again in a moment")
