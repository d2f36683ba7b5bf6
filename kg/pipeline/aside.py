"""A thread beside the main one, for work that waits on disks and engines more than on Python."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec

P = ParamSpec("P")


class Aside:
    """Does one thing at a time, in order; who brings the next one waits for the one under way, and meets its error."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="aside")
        self._under_way: Future[None] | None = None

    def do(self, work: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
        """Begin some work, once what is under way is done. Raises what that raised."""
        self.settle()
        self._under_way = self._thread.submit(work, *args, **kwargs)

    def settle(self) -> None:
        """Wait until all is done. Raises what it raised."""
        under_way, self._under_way = self._under_way, None
        if under_way is not None:
            under_way.result()

    def close(self) -> None:
        """Wait until all is done, whatever came of it, and end the thread."""
        self._thread.shutdown()
